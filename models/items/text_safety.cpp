// SPDX-License-Identifier: GPL-3.0-or-later
// Which characters are named instead of drawn: controls, format characters, fillers, tags and lone surrogates.
#include "models/items/text_safety.h"

#include "models/base/code_points.h"

#include <QStringDecoder>

#include <algorithm>

namespace mandate {
namespace {

bool isJoiner(char32_t c)
{
    return c == 0x200C || c == 0x200D;
}

/// Scripts whose ordinary spelling needs joiners: there they stay as they are.
bool needsJoiners(QChar::Script script)
{
    return script >= QChar::Script_Arabic && script <= QChar::Script_Myanmar && script != QChar::Script_Latin;
}

QString named(char32_t c)
{
    return QStringLiteral("\u27E6U+%1\u27E7").arg(QString::number(static_cast<uint>(c), 16).toUpper(), 4, QLatin1Char('0'));
}

struct CodePoint
{
    char32_t value;
    qsizetype units;
};

CodePoint codePointAt(QStringView text, qsizetype at)
{
    const QChar c = text[at];
    if (c.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return {QChar::surrogateToUcs4(c, text[at + 1]), 2};
    return {c.unicode(), 1};
}

/// `newline` stands for a line end; `limit` counts UTF-16 units of what is shown, −1: none. A name of a character is never cut.
QString shown(QStringView text, QStringView newline, QStringView tab, qsizetype limit)
{
    QString out;
    const qsizetype end = text.size();
    out.reserve(limit >= 0 ? std::min(limit, end) : end);
    QChar::Script before = QChar::Script_Common;
    qsizetype at = 0;
    while (at < end && (limit < 0 || out.size() < limit)) {
        const CodePoint point = codePointAt(text, at);
        const qsizetype next = at + point.units;
        if (point.value == '\r' && next < text.size() && text[next] == QLatin1Char('\n')) {
            at = next;
            continue;
        }
        if (point.value == '\n') {
            out += newline;
        } else if (point.value == '\t') {
            out += tab;
        } else if (isJoiner(point.value) && needsJoiners(before) && next < text.size() &&
                   needsJoiners(QChar::script(codePointAt(text, next).value))) {
            out += text.mid(at, point.units);
        } else if (isHidden(point.value)) {
            out += named(point.value);
        } else {
            out += text.mid(at, point.units);
        }
        before = QChar::script(point.value);
        at = next;
    }
    if (at < end)
        out += QChar(0x2026);
    return out;
}

} // namespace

QString visibleText(QStringView untrusted)
{
    return shown(untrusted, u"\n", u"\t", -1);
}

QString visibleText(std::string_view utf8)
{
    return visibleText(QStringView(toText(utf8)));
}

QString visibleLine(QStringView untrusted, qsizetype limit)
{
    return shown(untrusted, u" \u21B5 ", u" ", limit);
}

QString visibleLine(std::string_view utf8, qsizetype limit)
{
    // Decode no more than can be shown: a character has at most four octets.
    const auto most = static_cast<std::size_t>(limit) * 4 + 4;
    return visibleLine(QStringView(toText(utf8.substr(0, most))), limit);
}

QString plainToolTip(const QString &shown)
{
    if (shown.isEmpty())
        return {};
    return QLatin1String("<qt>") + shown.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")) + QLatin1String("</qt>");
}

QString isolated(const QString &id)
{
    return QChar(0x2068) + id + QChar(0x2069);
}

} // namespace mandate
