// SPDX-License-Identifier: GPL-3.0-or-later
// Where in the received bytes a field stands. A search for showing, not a parser: when in doubt it finds nothing.
#include "models/items/record_detail.h"

#include <QByteArrayView>

#include <algorithm>

namespace mandate {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// End of the JSON value that begins at `at`; `quote` is how a text begins and ends there (`"`, or `\"` inside a JSON text).
qsizetype valueEnd(const QByteArray &bytes, qsizetype at, qsizetype end, const QByteArray &quote)
{
    int depth = 0;
    while (at < end) {
        if (QByteArrayView(bytes).sliced(at).startsWith(quote)) {
            at += quote.size();
            while (at < end && !QByteArrayView(bytes).sliced(at).startsWith(quote))
                at += bytes.at(at) == '\\' ? 2 : 1;
            at = std::min(at + quote.size(), end);
            if (depth == 0)
                return at;
            continue;
        }
        const char c = bytes.at(at);
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return at;
            if (--depth == 0)
                return at + 1;
        } else if (depth == 0 && (c == ',' || isBlank(c))) {
            return at;
        }
        ++at;
    }
    return end;
}

ByteRange findQuoted(const QByteArray &bytes, qsizetype from, qsizetype end, const QByteArray &name, const QByteArray &quote)
{
    const QByteArray key = quote + name + quote;
    for (qsizetype at = bytes.indexOf(key, from); at >= 0 && at + key.size() <= end; at = bytes.indexOf(key, at + 1)) {
        qsizetype after = at + key.size();
        while (after < end && isBlank(bytes.at(after)))
            ++after;
        if (after >= end || bytes.at(after) != ':')
            continue; // the text stands as a value, not as a name
        ++after;
        while (after < end && isBlank(bytes.at(after)))
            ++after;
        const qsizetype stop = valueEnd(bytes, after, end, quote);
        return {at, stop - at};
    }
    return {};
}

} // namespace

ByteRange findMember(const QByteArray &bytes, qsizetype from, qsizetype length, const QByteArray &name)
{
    const qsizetype end = std::min(from + length, bytes.size());
    const ByteRange plain = findQuoted(bytes, from, end, name, QByteArrayLiteral("\""));
    return plain.begin >= 0 ? plain : findQuoted(bytes, from, end, name, QByteArrayLiteral("\\\""));
}

ByteRange findText(const QByteArray &bytes, qsizetype from, qsizetype length, const QByteArray &text)
{
    // As far as every writer of JSON spells it the same: plain ASCII without quotation marks and escapes.
    qsizetype plain = 0;
    while (plain < text.size() && plain < 120 && text.at(plain) >= ' ' && text.at(plain) < 0x7F && text.at(plain) != '"' && text.at(plain) != '\\')
        ++plain;
    if (plain < std::min<qsizetype>(3, text.size()) || text.isEmpty() || from >= bytes.size())
        return {};
    const qsizetype end = std::min(from + length, bytes.size());
    const QByteArrayView searched = QByteArrayView(bytes).sliced(from, end - from);
    for (const QByteArray &quote : {QByteArrayLiteral("\""), QByteArrayLiteral("\\\"")}) {
        QByteArray needle = quote + text.left(plain);
        if (plain == text.size())
            needle += quote;
        const qsizetype at = searched.indexOf(needle);
        if (at >= 0)
            return {from + at, valueEnd(bytes, from + at, end, quote) - from - at};
    }
    return {};
}

} // namespace mandate
