// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/result.h"

namespace mandate {

std::string describe(const Error &error)
{
    std::string text;
    const Position &at = error.position;
    if (!at.file.empty()) {
        text += at.file;
        if (at.line)
            text += ':' + std::to_string(*at.line);
        if (at.column)
            text += ':' + std::to_string(*at.column);
        if (!at.line && at.offset)
            text += ": byte " + std::to_string(*at.offset);
        text += ": ";
    }
    if (!at.path.empty())
        text += at.path + ": ";
    text += error.happened;
    if (!error.unaffected.empty())
        text += ' ' + error.unaffected;
    if (!error.remedy.empty())
        text += ' ' + error.remedy;
    if (!error.code.empty())
        text += " (" + error.code + ')';
    return text;
}

} // namespace mandate
