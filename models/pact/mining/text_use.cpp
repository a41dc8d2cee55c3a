// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/mining/text_use.h"

#include "models/pact/mining/argument_names.h"
#include "models/pact/mining/limits.h"

#include <algorithm>

namespace mandate::mining {

void TextUse::add(std::string_view text, Entry entry, std::uint64_t session)
{
    if (m_tooMany || m_unique)
        return;
    if (looksUnique(text)) {
        m_unique = true;
        m_seen.clear();
        return;
    }
    const auto place = std::ranges::lower_bound(m_sessions, session);
    if ((place == m_sessions.end() || *place != session) && m_sessions.size() < sessionsToldApart)
        m_sessions.insert(place, session);
    const auto known = std::ranges::find(m_seen, text, [](const Seen &seen) { return std::string_view(seen.value.text); });
    if (known == m_seen.end()) {
        if (m_seen.size() == mostValues) {
            m_tooMany = true;
            m_seen.clear();
            return;
        }
        m_seen.push_back({{std::string(text), 1, entry}, entry, session, false});
        return;
    }
    if (known->last != entry)
        ++known->value.calls;
    known->last = entry;
    known->elsewhere |= known->session != session;
}

std::string TextUse::whyNoList(std::string_view argument) const
{
    if (namesSomething(argument))
        return "its name says that it names something or is free text";
    if (m_unique)
        return "its values look like identifiers or free text";
    if (m_tooMany)
        return "it had more than " + std::to_string(mostValues) + " values";
    if (m_sessions.size() < enoughSessions)
        return "it was seen in fewer than " + std::to_string(enoughSessions) + " sessions";
    const auto single = static_cast<std::size_t>(std::ranges::count(m_seen, false, &Seen::elsewhere));
    if (single * sessionsPerSingleValue > m_sessions.size())
        return std::to_string(single) + " of its values were seen in one session only, so more are to be expected";
    return {};
}

std::vector<TextValue> TextUse::values() const
{
    std::vector<TextValue> values;
    for (const Seen &seen : m_seen)
        values.push_back(seen.value);
    std::ranges::stable_sort(values, [](const TextValue &a, const TextValue &b) { return a.calls != b.calls ? a.calls > b.calls : a.text < b.text; });
    return values;
}

} // namespace mandate::mining
