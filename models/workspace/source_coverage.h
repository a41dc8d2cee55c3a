// SPDX-License-Identifier: GPL-3.0-or-later
// What each source of evidence covers, and which of them are late: told by the times of their records, and by what people signed that they expect. A recording that
// has ended is never late; only what the gateway receives, and what somebody expects, goes on.
#pragma once

#include "models/authorization/source_expectation.h"
#include "models/statistics/coverage.h"
#include "models/workspace/workspace.h"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// The source as people know it: all that the gateway received is telemetrySource, whatever file it lay in; everything else is as it is.
[[nodiscard]] std::string_view sourceShown(std::string_view source);

struct SourceCoverage
{
    std::string source; ///< as shown
    bool live = false;  ///< the gateway receives it
    std::uint64_t records = 0;
    std::uint64_t untimed = 0; ///< of these, without a time: they cover nothing
    Coverage coverage;  ///< by its own usual pause
    /// By what is expected of it, where somebody does, the worst of several; else of a live source by its usual pause; Unknown of a recording.
    Freshness state = Freshness::Unknown;
    std::string expectedBy; ///< the source of the expectation that `state` is by; empty: none
};

/// Records that somebody expects, of all sources that fit together.
struct ExpectedSource
{
    SourceExpectation expectation;
    std::uint64_t records = 0;
    Coverage coverage;                ///< by the time that was said
    Freshness state = Freshness::Unknown;
    /// More than three times as long as was expected then, since records have been expected without interruption: by when each record was received, where that is
    /// known. The last may last still.
    std::vector<CoverageGap> silences;
};

struct CoverageReport
{
    Instant at;
    std::vector<SourceCoverage> sources; ///< by name
    std::vector<ExpectedSource> expected; ///< by name
};

class SourceWatch
{
public:
    explicit SourceWatch(const Workspace &workspace) : m_workspace(workspace) {}

    [[nodiscard]] Result<CoverageReport> report(std::stop_token stop = {}) const;
    /// Those in force, in the order of their sources.
    [[nodiscard]] std::vector<SourceExpectation> expectations() const;
    /// Why who is signed in may not say what is expected; nothing when they may.
    [[nodiscard]] std::optional<Error> refusal() const;

    /// Signed by who is signed in. Nothing of `everySeconds`: expected no longer; Missing when it was not.
    static Result<SourceExpectation> expect(Workspace &workspace, const std::string &source, std::optional<std::int64_t> everySeconds, const std::string &reason);
    /// One incident a silence of what is expected. How many were opened.
    static Result<std::uint64_t> openSilenceIncidents(Workspace &workspace, std::stop_token stop = {});
    /// How soon the shortest expectation can be broken; nothing where nothing is expected.
    [[nodiscard]] std::optional<std::int64_t> shortestSeconds() const;

private:
    const Workspace &m_workspace;
};

} // namespace mandate
