// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/figures.h"

#include <algorithm>
#include <cstdio>

namespace mandate {

namespace {

class MetricsText
{
public:
    explicit MetricsText(Figures::Format format) : m_open(format == Figures::Format::OpenMetrics) {}

    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        m_name = name;
        const std::string called = m_name + (type == "counter" && !m_open ? "_total" : ""); // before OpenMetrics a counter's family had the name of its sample
        m_text += "# HELP " + called + ' ' + std::string(help) + "\n# TYPE " + called + ' ' + std::string(type) + '\n';
    }
    void sample(std::string_view suffix, const std::string &labels, const std::string &value)
    {
        m_text += m_name + std::string(suffix) + (labels.empty() ? "" : '{' + labels + '}') + ' ' + value + '\n';
    }
    void gauge(std::string_view name, std::string_view help, const std::string &value)
    {
        family(name, "gauge", help);
        sample("", {}, value);
    }
    void gauges(std::string_view name, std::string_view help, const std::map<std::string, std::uint64_t> &byState)
    {
        family(name, "gauge", help);
        for (const auto &[state, count] : byState)
            sample("", "state=\"" + state + '"', std::to_string(count));
    }
    [[nodiscard]] std::string finish() { return std::move(m_text) + (m_open ? "# EOF\n" : ""); }

private:
    bool m_open;
    std::string m_text;
    std::string m_name;
};

std::string number(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.9g", value);
    return text.data();
}

/// agent="…", with what could end the label escaped.
std::string labelOf(const std::string &agent)
{
    std::string label = "agent=\"";
    for (const char c : agent) {
        if (c == '\\' || c == '"')
            label += '\\';
        label += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return label + '"';
}

void writeAgents(MetricsText &text, const Figures::Gauges &gauges)
{
    const auto each = [&](std::string_view name, std::string_view help, const auto &valueOf) {
        text.family(name, "gauge", help);
        for (const Figures::Agent &agent : gauges.agents)
            text.sample("", labelOf(agent.name), std::to_string(valueOf(agent)));
    };
    text.family("mandate_agent_actions", "counter", "Recorded actions of an agent.");
    for (const Figures::Agent &agent : gauges.agents)
        text.sample("_total", labelOf(agent.name), std::to_string(agent.actions));
    text.family("mandate_agent_evaluations", "counter", "Questions of an agent that were answered, by decision.");
    for (const Figures::Agent &agent : gauges.agents) {
        text.sample("_total", labelOf(agent.name) + ",decision=\"permit\"", std::to_string(agent.asked - agent.refused));
        text.sample("_total", labelOf(agent.name) + ",decision=\"deny\"", std::to_string(agent.refused));
    }
    text.family("mandate_agent_violations", "gauge", "Actions that broke a prohibition of the pact in force at their time: attempted are all of them, executed those that ran.");
    for (const Figures::Agent &agent : gauges.agents) {
        text.sample("", labelOf(agent.name) + ",kind=\"attempted\"", std::to_string(agent.attempted));
        text.sample("", labelOf(agent.name) + ",kind=\"executed\"", std::to_string(agent.executed));
    }
    each("mandate_agent_undecidable", "Actions that no clause could be held against, for want of evidence.", [](const Figures::Agent &agent) { return agent.undecidable; });
    each("mandate_agent_open_incidents", "Incidents of an agent that are open.", [](const Figures::Agent &agent) { return agent.openIncidents; });
    each("mandate_agent_suspended", "1 while an agent is suspended or revoked.", [](const Figures::Agent &agent) { return agent.suspended ? 1 : 0; });
    each("mandate_agent_escalations", "Approval requests of an agent, whatever became of them.", [](const Figures::Agent &agent) {
        std::uint64_t all = 0;
        for (const auto &[state, count] : agent.approvals)
            all += count;
        return all;
    });
    text.family("mandate_agent_approvals", "gauge", "Approval requests of an agent, by state.");
    for (const Figures::Agent &agent : gauges.agents) {
        for (const auto &[state, count] : agent.approvals)
            text.sample("", labelOf(agent.name) + ",state=\"" + state + '"', std::to_string(count));
    }
    text.gauge("mandate_agents_left_out", "Agents without series of their own: there are too many, or their name is too long.", std::to_string(gauges.agentsLeftOut));
}

} // namespace

Figures::Format Figures::accepted(std::string_view accept)
{
    return accept.find("application/openmetrics-text") == std::string_view::npos && accept.find("text/plain") != std::string_view::npos ? Format::PrometheusText : Format::OpenMetrics;
}

void Figures::decided(Verdict verdict, bool permit, std::chrono::nanoseconds took)
{
    ++m_decisions[static_cast<std::size_t>(verdict)][permit ? 1 : 0];
    const double seconds = std::chrono::duration<double>(took).count();
    ++m_durations[static_cast<std::size_t>(std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin())];
    m_nanoseconds += static_cast<std::uint64_t>(took.count());
}

void Figures::answered(const Route *route, int status)
{
    const std::size_t path = route ? static_cast<std::size_t>(route->id) : routeCount;
    const auto *found = std::find(statuses.begin(), statuses.end(), status);
    ++m_answers[path][static_cast<std::size_t>(found - statuses.begin())];
}

void Figures::refused(std::string_view code)
{
    const std::scoped_lock guard(m_lock);
    const auto found = m_refused.find(code);
    if (found != m_refused.end())
        ++found->second;
    else
        m_refused.emplace(code, 1);
}

Figures::Totals Figures::totals() const
{
    Totals totals;
    for (const auto &path : m_answers) {
        for (const auto &count : path)
            totals.requests += count;
    }
    for (const auto &verdict : m_decisions) {
        totals.denials += verdict[0];
        totals.permits += verdict[1];
    }
    const std::scoped_lock guard(m_lock);
    for (const auto &[code, count] : m_refused)
        totals.refused += count;
    return totals;
}

std::string Figures::text(const Gauges &gauges, Format format) const
{
    MetricsText text(format);
    text.family("mandate_gateway_decisions", "counter", "Answered evaluations, by verdict and decision.");
    for (std::size_t i = 0; i < verdictCount; ++i) {
        for (std::size_t permit = 0; permit < 2; ++permit) {
            if (const std::uint64_t count = m_decisions[i][permit]; count > 0)
                text.sample("_total", "verdict=\"" + std::string(nameOf(static_cast<Verdict>(i))) + "\",decision=\"" + (permit ? "permit" : "deny") + '"', std::to_string(count));
        }
    }
    text.family("mandate_gateway_decision_duration_seconds", "histogram", "From the complete request to the stored decision.");
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i <= bounds.size(); ++i) {
        sum += m_durations[i];
        text.sample("_bucket", "le=\"" + (i == bounds.size() ? "+Inf" : number(bounds[i])) + '"', std::to_string(sum));
    }
    text.sample("_sum", {}, number(static_cast<double>(m_nanoseconds) / 1e9));
    text.sample("_count", {}, std::to_string(sum));
    text.family("mandate_gateway_requests", "counter", "Answered requests, by path and status.");
    for (std::size_t path = 0; path <= routeCount; ++path) {
        for (std::size_t i = 0; i <= statuses.size(); ++i) {
            if (const std::uint64_t count = m_answers[path][i]; count > 0)
                text.sample("_total", "path=\"" + (path == routeCount ? "other" : std::string(routes()[path].path)) + "\",status=\"" + (i == statuses.size() ? "other" : std::to_string(statuses[i])) + '"',
                            std::to_string(count));
        }
    }
    text.family("mandate_gateway_refused", "counter", "Requests that were not served, by problem code.");
    {
        const std::scoped_lock guard(m_lock);
        for (const auto &[code, count] : m_refused)
            text.sample("_total", "code=\"" + code + '"', std::to_string(count));
    }
    text.family("mandate_gateway_connections_evicted", "counter", "Connections that were closed to make room.");
    text.sample("_total", {}, std::to_string(gauges.evicted));
    text.family("mandate_gateway_connections_timed_out", "counter", "Connections that were closed because their client was too slow.");
    text.sample("_total", {}, std::to_string(gauges.timedOut));
    text.family("mandate_gateway_telemetry_bodies", "counter", "Telemetry bodies that were stored.");
    text.sample("_total", {}, std::to_string(m_bodies));
    text.family("mandate_gateway_telemetry_rejected", "counter", "Spans and log records that could not be read.");
    text.sample("_total", {}, std::to_string(m_rejected));
    text.gauge("mandate_gateway_connections", "Open connections.", std::to_string(gauges.connections));
    text.gauge("mandate_gateway_waiting", "Requests that wait for a decision.", std::to_string(gauges.waiting));
    text.gauge("mandate_gateway_inbox_files", "Telemetry bodies that are stored and not in the ledger yet.", std::to_string(gauges.inbox));
    text.gauge("mandate_gateway_healthy", "1 when /healthz says ok.", gauges.healthy ? "1" : "0");
    text.gauge("mandate_gateway_start_time_seconds", "When the gateway was started, Unix time.", std::to_string(static_cast<std::int64_t>(gauges.started)));
    text.gauges("mandate_gateway_tokens", "Tokens, by state.", gauges.tokens);
    text.gauges("mandate_approvals", "Approval requests, by state.", gauges.approvals);
    text.gauge("mandate_ledger_entries", "Entries in the ledger.", std::to_string(gauges.ledgerEntries));
    text.gauge("mandate_ledger_checkpoint_age_seconds", "Since the newest checkpoint was written.", number(gauges.checkpointAge));
    writeAgents(text, gauges);
    return text.finish();
}

} // namespace mandate
