// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/row_columns.h"

#include "models/store/store.h"

#include <algorithm>
#include <map>

namespace mandate {

namespace {

class NameNumbers
{
public:
    std::uint32_t of(const std::string &name)
    {
        const auto [known, isNew] = m_numbers.try_emplace(name, static_cast<std::uint32_t>(m_numbers.size()));
        if (isNew)
            m_names.push_back(name);
        return known->second;
    }
    [[nodiscard]] std::vector<std::string> names() && { return std::move(m_names); }

private:
    std::map<std::string, std::uint32_t> m_numbers;
    std::vector<std::string> m_names;
};

/// Calls `visit` with every array.
template<typename Visit>
void eachArray(RowColumns &columns, const Visit &visit)
{
    visit(columns.entry);
    visit(columns.timeNs);
    for (auto *names : {&columns.agent, &columns.deployment, &columns.tool, &columns.source, &columns.session})
        visit(*names);
    for (auto *octets : {&columns.verdict, &columns.outcome, &columns.completeness})
        visit(*octets);
}

} // namespace

void RowColumns::copy(std::size_t from, std::size_t to)
{
    eachArray(*this, [from, to](auto &array) { array[to] = array[from]; });
}

void RowColumns::shorten(std::size_t rows)
{
    eachArray(*this, [rows](auto &array) { array.resize(std::min(rows, array.size())); });
}

Result<RowColumns> Store::columns(const RowFilter &filter, std::stop_token stop) const
{
    constexpr std::size_t atOnce = 16384;
    const auto entries = select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    RowColumns columns;
    NameNumbers agents, deployments, tools, sources, sessions;
    for (std::size_t done = 0; done < entries->size(); done += atOnce) {
        const auto rows = this->rows(std::span(*entries).subspan(done, std::min(atOnce, entries->size() - done)));
        if (!rows)
            return rows.error();
        for (const Row &row : *rows) {
            columns.entry.push_back(row.number);
            columns.timeNs.push_back(row.time ? row.time->nanoseconds : RowColumns::noTime);
            columns.agent.push_back(agents.of(row.agent));
            columns.deployment.push_back(deployments.of(row.deployment));
            columns.tool.push_back(tools.of(row.tool));
            columns.source.push_back(sources.of(row.source));
            columns.session.push_back(sessions.of(row.session));
            columns.verdict.push_back(static_cast<std::uint8_t>(row.verdict));
            columns.outcome.push_back(static_cast<std::uint8_t>(row.outcome));
            columns.completeness.push_back(row.completeness);
        }
    }
    columns.agentNames = std::move(agents).names();
    columns.deploymentNames = std::move(deployments).names();
    columns.toolNames = std::move(tools).names();
    columns.sourceNames = std::move(sources).names();
    columns.noSession = sessions.of({});
    return columns;
}

} // namespace mandate
