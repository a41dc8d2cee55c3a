// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/refusals.h"

#include "models/gateway/json_text.h"

namespace mandate {

namespace {

constexpr std::int64_t minute = 60'000'000'000;
constexpr std::size_t mostNoted = 256;
constexpr std::size_t longestName = 200;

void attribute(JsonText &json, std::string_view name, std::string_view value)
{
    json.open().put("key", name).key("value").open().put("stringValue", value).close().close();
}

} // namespace

void Refusals::note(const Denied &denied, std::string_view path, std::string_view agent, std::string_view peer)
{
    m_figures.refused(denied.problem.code);
    if (denied.token.empty() || denied.problem.status == 429 || denied.problem.status == 413 || denied.problem.status == 415)
        return; // not an attempt at what the token is not for
    // Not by agent: the caller chooses that name, and could crowd out what others try.
    const std::string key = denied.token + '\n' + std::string(denied.problem.code);
    const Instant now = m_clock();
    const std::scoped_lock guard(m_lock);
    m_last = Last{now, denied.token, std::string(denied.problem.code), denied.problem.detail};
    if (const auto found = m_noted.find(key); found != m_noted.end()) {
        ++found->second.times;
        return;
    }
    if (m_noted.size() < mostNoted)
        m_noted.emplace(key, Noted{now, denied.token, std::string(denied.problem.code), denied.problem.detail, std::string(path.substr(0, longestName)),
                                   std::string(agent.substr(0, longestName)), std::string(peer)});
}

void Refusals::keep()
{
    std::optional<Noted> next;
    {
        const std::scoped_lock guard(m_lock);
        const std::int64_t now = m_clock().nanoseconds;
        std::erase_if(m_kept, [now](const auto &kept) { return now - kept.second > minute || kept.second > now; });
        for (auto at = m_noted.begin(); at != m_noted.end(); ++at) {
            if (m_kept.contains(at->first))
                continue;
            m_kept.emplace(at->first, now);
            next = std::move(at->second);
            m_noted.erase(at);
            break;
        }
    }
    if (!next)
        return;
    JsonText json;
    json.open().key("resourceLogs").open('[').open().key("resource").open().key("attributes").open('[');
    attribute(json, "gen_ai.agent.name", next->agent.empty() ? "(not said)" : next->agent);
    attribute(json, "service.name", "mandate-gateway");
    json.close(']').close().key("scopeLogs").open('[').open().key("logRecords").open('[').open();
    json.put("timeUnixNano", std::to_string(next->at.nanoseconds)).put("severityText", "WARN").put("eventName", "mandate.gateway.refused");
    json.key("body").open().put("stringValue", next->words).close().key("attributes").open('[');
    attribute(json, "event.name", "mandate.gateway.refused");
    attribute(json, "mandate.token", next->token);
    attribute(json, "mandate.code", next->code);
    attribute(json, "url.path", next->path);
    attribute(json, "client.address", next->peer);
    attribute(json, "mandate.times", std::to_string(next->times));
    json.close(']').close().close(']').close().close(']').close().close(']').close();
    (void)m_inbox.put(json.take()); // what cannot be kept is counted all the same
}

std::optional<Refusals::Last> Refusals::last() const
{
    const std::scoped_lock guard(m_lock);
    return m_last;
}

} // namespace mandate
