// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/csv.h"

namespace mandate {

CsvReader::CsvReader(std::string_view bytes) : m_bytes(bytes)
{
    if (m_bytes.starts_with("\xEF\xBB\xBF"))
        m_at = 3;
}

Error CsvReader::wrong(std::string happened) const
{
    Position place;
    place.line = m_rowLine;
    return {ErrorKind::Input, "MND-CSV-001", std::move(happened), "Nothing was taken from the table.", "Write it as RFC 4180 says: a quote inside of quotes is written twice.", place};
}

Result<std::optional<std::vector<std::string>>> CsvReader::next()
{
    while (m_at < m_bytes.size() && (m_bytes[m_at] == '\n' || m_bytes[m_at] == '\r'))
        m_line += m_bytes[m_at++] == '\n';
    if (m_at >= m_bytes.size())
        return std::optional<std::vector<std::string>>();
    m_rowLine = m_line;
    std::vector<std::string> row(1);
    while (m_at < m_bytes.size()) {
        if (m_bytes[m_at] == '"' && row.back().empty()) {
            for (++m_at;; ++m_at) {
                if (m_at >= m_bytes.size())
                    return wrong("A quote in this row is never closed.");
                if (m_bytes[m_at] == '"') {
                    if (m_at + 1 >= m_bytes.size() || m_bytes[m_at + 1] != '"')
                        break;
                    ++m_at;
                }
                m_line += m_bytes[m_at] == '\n';
                row.back() += m_bytes[m_at];
            }
            ++m_at;
            if (m_at < m_bytes.size() && m_bytes[m_at] != ',' && m_bytes[m_at] != '\n' && m_bytes[m_at] != '\r')
                return wrong("Text stands behind a closing quote in this row.");
            if (m_at >= m_bytes.size())
                break;
        }
        const char c = m_bytes[m_at++];
        if (c == ',') {
            row.emplace_back();
        } else if (c == '\n') {
            ++m_line;
            break;
        } else if (c != '\r' || (m_at < m_bytes.size() && m_bytes[m_at] != '\n')) {
            row.back() += c;
        }
    }
    return std::optional(std::move(row));
}

} // namespace mandate
