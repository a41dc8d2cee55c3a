// SPDX-License-Identifier: GPL-3.0-or-later
#include "read_source.h"

#include "models/base/canonical_json.h"

#include <fstream>
#include <iterator>

namespace mandate {

ReadSource::ReadSource(std::string sourceName, std::string content, std::string_view format, const std::string &agent)
    : name(std::move(sourceName)),
      bytes(std::move(content))
{
    const SourceFile file{"/import/" + name, name, bytes};
    recognition = recognise(file);
    const Adapter *adapter = format.empty() ? recognition.adapter : adapterNamed(format);
    if (!adapter)
        return;
    auto opened = adapter->open(file, agent);
    if (!opened) {
        errors.push_back(opened.error());
        return;
    }
    m_file = std::move(*opened);
    NormaliseRoom room{m_arena, m_reader, Instant{1'700'000'000'000'000'000, true}};
    while (const auto item = m_file->next()) {
        items.push_back(*item);
        const auto result = m_file->normalise(*item, room, records);
        if (!result)
            errors.push_back(result.error());
    }
}

std::vector<Record> ReadSource::ofKind(RecordKind kind) const
{
    std::vector<Record> found;
    for (const Record &record : records) {
        if (record.kind == kind)
            found.push_back(record);
    }
    return found;
}

std::string_view ReadSource::spanOf(const Record &record) const
{
    return std::string_view(bytes).substr(record.offset + record.spanBegin, record.spanLength);
}

std::string sample(std::string_view path)
{
    std::ifstream file(std::string(MANDATE_SOURCE_DIR "/tests/data/sources/") + std::string(path), std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (bytes.empty())
        qFatal("The sample %s is missing", std::string(path).c_str());
    return bytes;
}

QString json(const Value &value)
{
    return text(canonicalJson(value));
}

QString label(const Record &record, std::string_view key)
{
    const Value *value = record.labels.find(key);
    return value ? json(*value) : QStringLiteral("absent");
}

} // namespace mandate
