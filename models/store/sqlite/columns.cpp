// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/columns.h"

#include "models/store/sqlite/sealed.h"

#include <cstring>

namespace mandate::sqlite {

namespace {

bool holdsDifferences(Column column)
{
    return column == Column::Time || column == Column::Item;
}

std::uint64_t zigzag(std::uint64_t difference)
{
    return (difference << 1) ^ (0 - (difference >> 63));
}

std::uint64_t unzigzag(std::uint64_t coded)
{
    return (coded >> 1) ^ (0 - (coded & 1));
}

template<typename T, typename Get>
Octets gathered(std::span<const PackedRow> rows, Get get)
{
    Octets octets(rows.size() * sizeof(T));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const T value = get(rows[i]);
        std::memcpy(octets.data() + i * sizeof(T), &value, sizeof(T));
    }
    return octets;
}

} // namespace

void packRecord(PackedRow &row, const Record &record)
{
    row.kind = static_cast<std::uint8_t>(record.kind);
    row.outcome = static_cast<std::uint8_t>(record.outcome);
    row.role = static_cast<std::uint8_t>(record.role);
    row.completeness = record.completeness();
    row.message = record.message;
    row.call = record.call;
    row.timeState = 0;
    row.time = 0;
    if (record.occurred) {
        row.time = record.occurred->nanoseconds;
        row.timeState = static_cast<std::uint8_t>(HasOccurred | (record.occurred->zoneKnown ? ZoneKnown : 0));
    }
}

std::array<std::string_view, nameKinds - 1> namesOf(const Record &record)
{
    return {record.agent, record.deployment, record.session, record.tool, record.source, record.format};
}

std::size_t widthOf(Column column)
{
    if (column <= Column::Verdict)
        return 1;
    if (column <= Column::Call)
        return 4;
    return column == Column::Leaf ? 32 : 8;
}

Octets columnOf(std::span<const PackedRow> rows, Column column)
{
    using Row = const PackedRow &;
    switch (column) {
    case Column::Type: return gathered<std::uint8_t>(rows, [](Row r) { return r.type; });
    case Column::Kind: return gathered<std::uint8_t>(rows, [](Row r) { return r.kind; });
    case Column::TimeState: return gathered<std::uint8_t>(rows, [](Row r) { return r.timeState; });
    case Column::Outcome: return gathered<std::uint8_t>(rows, [](Row r) { return r.outcome; });
    case Column::Role: return gathered<std::uint8_t>(rows, [](Row r) { return r.role; });
    case Column::Completeness: return gathered<std::uint8_t>(rows, [](Row r) { return r.completeness; });
    case Column::Verdict: return gathered<std::uint8_t>(rows, [](Row r) { return r.verdict; });
    case Column::Agent:
    case Column::Deployment:
    case Column::Session:
    case Column::Tool:
    case Column::Source:
    case Column::Format:
    case Column::Clause: return gathered<std::uint32_t>(rows, [kind = nameKindOf(column)](Row r) { return r.names[kind]; });
    case Column::Message: return gathered<std::int32_t>(rows, [](Row r) { return r.message; });
    case Column::Call: return gathered<std::int32_t>(rows, [](Row r) { return r.call; });
    case Column::Time: return gathered<std::int64_t>(rows, [](Row r) { return r.time; });
    case Column::Item: return gathered<std::int64_t>(rows, [](Row r) { return r.item; });
    case Column::Leaf: return gathered<Digest>(rows, [](Row r) { return r.leaf; });
    }
    return {};
}

std::string sealColumn(Column column, std::span<const std::byte> values)
{
    const std::size_t width = widthOf(column);
    const std::string_view plain(reinterpret_cast<const char *>(values.data()), values.size());
    if (column == Column::Leaf)
        return sealPlain(plain);
    if (width == 1)
        return seal(plain);
    const std::size_t rows = values.size() / width;
    std::string planes(values.size(), '\0');
    std::uint64_t before = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        std::uint64_t value = 0;
        std::memcpy(&value, values.data() + row * width, width);
        if (holdsDifferences(column)) {
            const std::uint64_t difference = value - before;
            before = value;
            value = zigzag(difference);
        }
        for (std::size_t plane = 0; plane < width; ++plane)
            planes[plane * rows + row] = static_cast<char>(value >> (8 * plane));
    }
    return seal(planes);
}

std::optional<Octets> unsealColumn(Column column, std::string_view sealed, std::size_t rows)
{
    const auto planes = unseal(sealed);
    const std::size_t width = widthOf(column);
    if (!planes || planes->size() != rows * width)
        return std::nullopt;
    Octets values(planes->size());
    if (width == 1 || column == Column::Leaf) {
        std::memcpy(values.data(), planes->data(), values.size());
        return values;
    }
    std::uint64_t before = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        std::uint64_t value = 0;
        for (std::size_t plane = 0; plane < width; ++plane)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>((*planes)[plane * rows + row])) << (8 * plane);
        if (holdsDifferences(column)) {
            value = before + unzigzag(value);
            before = value;
        }
        std::memcpy(values.data() + row * width, &value, width);
    }
    return values;
}

} // namespace mandate::sqlite
