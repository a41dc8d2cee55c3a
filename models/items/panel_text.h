// SPDX-License-Identifier: GPL-3.0-or-later
// Words and links that panels of figures share.
#pragma once

#include "models/items/evidence_filter.h"
#include "models/metrics/behaviour.h"
#include "models/query/query.h"

#include <QCoreApplication>
#include <QString>
#include <QUrl>

#include <cstdint>
#include <optional>
#include <string>

namespace mandate {

struct PanelText
{
    Q_DECLARE_TR_FUNCTIONS(MetricPanels)
};

/// "4.3 %".
[[nodiscard]] QString percentOf(double share, int digits = 1);
/// The same of k in n; "3 of 12" where n is too small for a rate, "–" of nothing.
[[nodiscard]] QString shareWords(std::uint64_t k, std::uint64_t n);
/// An agent as it is called, where it acts.
[[nodiscard]] QString agentName(const std::string &agent, const std::string &deployment);
[[nodiscard]] QString agentName(const AgentBehaviour &agent);

/// Links to the records behind figures of one stretch of time.
class FigureLinks
{
public:
    FigureLinks() = default;
    /// [since, until) in nanoseconds since 1970; with neither also records without a time.
    FigureLinks(std::optional<std::int64_t> sinceNs, std::optional<std::int64_t> untilNs) : m_sinceNs(sinceNs), m_untilNs(untilNs) {}

    /// What a figure counts, in words of the query language (docs/query.md): of an agent and deployment, of an agent (empty: of all) wherever it acts.
    [[nodiscard]] QUrl of(const std::string &agent, const std::string &deployment, const QString &query) const;
    [[nodiscard]] QUrl of(const std::string &agent, const QString &query) const;
    [[nodiscard]] QUrl of(const AgentBehaviour &agent, const QString &query) const { return of(agent.agent, agent.deployment, query); }

    /// A query within the same times, to stand in brackets.
    [[nodiscard]] QString within(const QString &query) const;

private:
    [[nodiscard]] QUrl link(QList<FilterCondition> conditions, const QString &query) const;
    std::optional<std::int64_t> m_sinceNs, m_untilNs;
};

/// "figure:violating_run".
[[nodiscard]] QString figureQuery(CountedSet figure);
/// A field of the query language with a name as its value, in quotation marks.
[[nodiscard]] QString nameQuery(const char *field, const std::string &name);

} // namespace mandate
