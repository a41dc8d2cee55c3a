// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/json_file_adapter.h"

#include <cstring>

namespace mandate {

bool Reading::wrong(std::string happened, std::string path)
{
    if (!misfit.found()) {
        misfit.happened = std::move(happened);
        misfit.path = std::move(path);
    }
    return false;
}

std::string_view Reading::join(std::initializer_list<std::string_view> parts) const
{
    std::size_t size = 0;
    for (const std::string_view part : parts)
        size += part.size();
    char *joined = arena().array<char>(size);
    char *at = joined;
    for (const std::string_view part : parts) {
        if (!part.empty())
            std::memcpy(at, part.data(), part.size());
        at += part.size();
    }
    return {joined, size};
}

std::string_view Reading::numberedSession() const
{
    return item.line ? join({common.source, ":", std::to_string(item.line)}) : join({common.source, "#", std::to_string(item.index)});
}

Record &Reading::add(RecordKind kind)
{
    records.push_back(common);
    records.back().kind = kind;
    return records.back();
}

void Reading::mark(Record &record, Extent part) const
{
    record.spanBegin = static_cast<std::uint32_t>(part.begin);
    record.spanLength = static_cast<std::uint32_t>(part.length());
}

JsonFileAdapter::JsonFileAdapter(const SourceFile &file, std::string_view format, std::string agentOverride, ItemStream stream)
    : m_path(file.path),
      m_name(file.name),
      m_format(format),
      m_agentOverride(std::move(agentOverride)),
      m_stream(std::move(stream))
{
}

Error JsonFileAdapter::errorAt(const Item &item, std::string code, std::string happened, std::string remedy) const
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = item.line ? "The other lines of the file are read." : "The other parts of the file are read.";
    error.remedy = std::move(remedy);
    error.position.file = m_path;
    if (item.line)
        error.position.line = item.line;
    error.position.offset = item.offset;
    return error;
}

Result<void> JsonFileAdapter::readContext(Reading &) const
{
    return {};
}

Result<void> JsonFileAdapter::normalise(const Item &item, NormaliseRoom &room, std::vector<Record> &records) const
{
    if (item.broken) {
        return errorAt(item, "MND-SRC-002",
                       "The file is cut off or not well-formed from byte " + std::to_string(item.offset) + " on (" +
                           std::to_string(item.bytes.size()) + " bytes are left over).",
                       "Export or copy the file again and import it; what was read already is not added twice.");
    }
    if (item.bytes.size() > maximumItemBytes) {
        return errorAt(item, "MND-SRC-003",
                       "One entry of the file has " + std::to_string(item.bytes.size()) + " bytes; the largest that is read has " +
                           std::to_string(maximumItemBytes) + ".",
                       "Ask the source to export it in smaller parts.");
    }
    Reading reading(item, room, records);
    Record &common = reading.common;
    common.source = room.arena.copy(m_name);
    common.format = m_format;
    common.offset = item.offset;
    common.line = item.line;
    common.itemDigest = item.digest ? *item.digest : sha256(item.bytes);
    common.spanLength = static_cast<std::uint32_t>(item.bytes.size());
    common.received = room.received;
    common.agent = room.arena.copy(m_agentOverride);
    if (item.context)
        return readContext(reading);

    Result<Value> document = room.reader.read(item.bytes, room.arena);
    if (!document)
        return errorAt(item, "MND-SRC-004", std::move(document).error().happened, "Ask the source for a well-formed export of this part.");
    const std::size_t before = records.size();
    if (!read(*document, reading)) {
        records.resize(before);
        Error error = errorAt(item, "MND-SRC-005", std::move(reading.misfit.happened),
                              "Check that the file is of the format \"" + std::string(m_format) + "\", or ask its source what this part means.");
        error.position.path = std::move(reading.misfit.path);
        return error;
    }
    return {};
}

Error notOfFormat(const SourceFile &file, std::string_view title, std::string_view expected)
{
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-SRC-001";
    error.happened = "The file is not of the format \"" + std::string(title) + "\": " + std::string(expected) + '.';
    error.unaffected = "Nothing of it was read; other files are unaffected.";
    error.remedy = "Leave the format to be recognised, or choose the one the file was written in.";
    error.position.file = file.path;
    return error;
}

std::string_view policyBasis(std::string_view policy, Arena &arena)
{
    return arena.copy("policy sha256:" + sha256(policy).hex());
}

std::string_view stemOf(std::string_view path)
{
    const std::size_t slash = path.find_last_of("/\\");
    if (slash != std::string_view::npos)
        path.remove_prefix(slash + 1);
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot);
}

} // namespace mandate
