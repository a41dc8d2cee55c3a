// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a record that a search looks through. Tokenising them is the store's business.
#include "models/evidence/record_json.h"

namespace mandate {

namespace {

/// Adds texts, one a line, until the limit.
class Words
{
public:
    Words(std::string &out, std::size_t limit) : m_out(out), m_end(out.size() + limit) {}

    void add(std::string_view text)
    {
        if (text.empty() || m_out.size() >= m_end)
            return;
        std::size_t length = std::min(text.size(), m_end - m_out.size());
        while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
            --length; // not inside a code point
        m_out.append(text.substr(0, length));
        if (m_out.size() < m_end)
            m_out += '\n';
    }
    void addTexts(const Value &value)
    {
        if (value.isString()) {
            add(value.text());
        } else if (value.isList()) {
            for (const Value &item : value.items())
                addTexts(item);
        } else if (value.isMap()) {
            for (const Member &member : value.members())
                addTexts(member.value);
        }
    }

private:
    std::string &m_out;
    std::size_t m_end;
};

} // namespace

void appendSearchText(std::string &out, const Record &record, std::size_t limit)
{
    Words words(out, limit);
    words.add(record.tool);
    words.add(record.target);
    words.addTexts(record.arguments);
    words.add(record.argumentsText);
    if (record.input)
        words.add(*record.input);
    words.add(record.said);
    words.add(record.reasoning);
    if (record.result)
        words.add(*record.result);
    words.add(record.error);
}

} // namespace mandate
