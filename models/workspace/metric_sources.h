// SPDX-License-Identifier: GPL-3.0-or-later
// Metrics sources of a workspace: adding and taking them away, signed by who is signed in, and reading them. What was read is shown and not kept: it is
// somebody else's figure and no evidence of this ledger.
#pragma once

#include "models/metric_sources/metric_source_note.h"
#include "models/metric_sources/reading.h"
#include "models/workspace/workspace.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

class MetricSources
{
public:
    explicit MetricSources(Workspace &workspace) : m_workspace(workspace) {}

    /// In the order of their names; those that were taken away are left out.
    [[nodiscard]] std::vector<MetricSourceStatement> list() const;
    /// Adds one, or says it anew. `secret` goes to the secret store of this machine; without it the one that is kept there stays.
    Result<void> set(MetricSource source, const std::optional<std::string> &secret = {}, const std::string &note = {});
    /// Takes one away, and its secret from this machine.
    Result<void> remove(const std::string &id, const std::string &reason);
    /// Missing when there is none of this name; else the reading, which itself says what went wrong. In any thread.
    [[nodiscard]] Result<MetricReading> read(const std::string &id, const MetricRange &range, std::stop_token stop = {}) const;
    /// Reads what is not added yet, with a secret that is not kept yet: to see before signing.
    [[nodiscard]] MetricReading tryOut(const MetricSource &source, const std::optional<std::string> &secret, const MetricRange &range, std::stop_token stop = {}) const;
    /// Why who is signed in may not change sources; nothing when they may.
    [[nodiscard]] std::optional<Error> refusal() const;
    /// Under which name the secret of a source is kept: another for every ledger, address, user and file of trusted certificates, so that nobody who changes
    /// one of them, or hands over a ledger of their own, has it sent to them.
    [[nodiscard]] std::string secretNameOf(const MetricSource &source) const;

private:
    Result<void> sign(MetricSourceStatement statement);
    Workspace &m_workspace;
};

} // namespace mandate
