// SPDX-License-Identifier: GPL-3.0-or-later
// Writes JSON as text, member after member, without a tree. The caller keeps the order of opening and closing.
#pragma once

#include "models/base/canonical_json.h"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

class JsonText
{
public:
    JsonText &open(char bracket = '{')
    {
        separate();
        m_text += bracket;
        m_first = true;
        return *this;
    }
    JsonText &close(char bracket = '}')
    {
        m_text += bracket;
        m_first = false;
        return *this;
    }
    /// What follows is this member's value.
    JsonText &key(std::string_view name)
    {
        separate();
        appendCanonicalString(m_text, name);
        m_text += ':';
        m_afterKey = true;
        return *this;
    }
    JsonText &text(std::string_view value)
    {
        separate();
        appendCanonicalString(m_text, value);
        return *this;
    }
    /// JSON as it is.
    JsonText &raw(std::string_view json)
    {
        separate();
        m_text += json;
        return *this;
    }
    JsonText &put(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonText &put(std::string_view name, const char *value) { return key(name).text(value); }
    JsonText &put(std::string_view name, bool value) { return key(name).raw(value ? "true" : "false"); }
    template<std::integral Number>
        requires(!std::same_as<Number, bool>)
    JsonText &put(std::string_view name, Number value)
    {
        return key(name).raw(std::to_string(value));
    }
    /// Left out when empty.
    JsonText &putUnlessEmpty(std::string_view name, std::string_view value) { return value.empty() ? *this : put(name, value); }

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void separate()
    {
        if (!m_afterKey && !m_first)
            m_text += ',';
        m_afterKey = false;
        m_first = false;
    }

    std::string m_text;
    bool m_first = true;
    bool m_afterKey = false;
};

} // namespace mandate
