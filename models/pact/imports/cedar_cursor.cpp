// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/imports/cedar_cursor.h"

namespace mandate::imports {

bool CedarCursor::at(std::string_view text) const
{
    return (here().kind == CedarToken::Kind::Name || here().kind == CedarToken::Kind::Sign) && here().text == text;
}

bool CedarCursor::take(std::string_view text)
{
    const bool there = at(text);
    if (there)
        next();
    return there;
}

void CedarCursor::must(std::string_view text)
{
    if (!take(text))
        refuse("\"" + std::string(text) + "\" was expected in line " + std::to_string(here().line));
}

std::string CedarCursor::text(std::string_view what)
{
    if (here().kind != CedarToken::Kind::Text || here().escapedStar) {
        refuse(std::string(what) + " was expected in line " + std::to_string(here().line));
        return {};
    }
    std::string out = here().text;
    next();
    return out;
}

void CedarCursor::refuse(std::string why)
{
    if (m_reason.empty())
        m_reason = std::move(why);
}

} // namespace mandate::imports
