// SPDX-License-Identifier: GPL-3.0-or-later
// The columns the store asks entries by: typed arrays, one value a row. Knows how they are laid out, not where they are kept.
#pragma once

#include "models/evidence/record.h"
#include "models/store/store.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::sqlite {

/// Numbers are part of the file format.
enum class Column : std::uint8_t {
    Type,
    Kind,
    TimeState,
    Outcome,
    Role,
    Completeness,
    Verdict, // one octet
    Agent,
    Deployment,
    Session,
    Tool,
    Source,
    Format,
    Clause, // name numbers, four octets
    Message,
    Call, // four octets, signed
    Time,
    Item, // eight octets, signed
    Leaf  // 32 octets
};
constexpr std::size_t columnCount = 19;
constexpr std::int64_t columnStride = 32; ///< a segment's columns are rows first × 32 + column of one table

/// Kinds of names, each numbered for itself from 1; 0 is the empty name. The first six are columns Agent to Format.
constexpr std::size_t nameKinds = 7;
[[nodiscard]] constexpr std::size_t nameKindOf(Column column)
{
    return static_cast<std::size_t>(column) - static_cast<std::size_t>(Column::Agent);
}
constexpr std::size_t sourceNames = nameKindOf(Column::Source);
constexpr std::size_t clauseNames = nameKindOf(Column::Clause);

/// Bits of Column::TimeState.
enum TimeState : std::uint8_t { HasOccurred = 1, ZoneKnown = 2, OutOfOrder = 4, TextErased = 8 };

/// One entry's values on their way into columns; names by number.
struct PackedRow
{
    std::int64_t time = 0;
    std::int64_t item = -1;
    std::int32_t message = -1;
    std::int32_t call = -1;
    std::array<std::uint32_t, nameKinds> names{};
    std::uint8_t timeState = 0;
    std::uint8_t type = 0;
    std::uint8_t kind = 0;
    std::uint8_t outcome = 0;
    std::uint8_t role = 0;
    std::uint8_t completeness = 0;
    std::uint8_t verdict = 0;
    Digest leaf;
};

/// Fills what a record says; names and item stay as they are.
void packRecord(PackedRow &row, const Record &record);
/// A record's names in the order of name kinds, clause left out.
[[nodiscard]] std::array<std::string_view, nameKinds - 1> namesOf(const Record &record);

/// One column's values as octets, aligned for their type.
using Octets = std::vector<std::byte>;

template<typename T>
[[nodiscard]] std::span<const T> valuesOf(const Octets &octets)
{
    return {reinterpret_cast<const T *>(octets.data()), octets.size() / sizeof(T)};
}

[[nodiscard]] std::size_t widthOf(Column column);
[[nodiscard]] Octets columnOf(std::span<const PackedRow> rows, Column column);

/// Sealed for storage: differences of times and item numbers, then octet planes, so that zstd sees long runs.
[[nodiscard]] std::string sealColumn(Column column, std::span<const std::byte> values);
/// Nothing when the seal does not hold or there are not `rows` values.
[[nodiscard]] std::optional<Octets> unsealColumn(Column column, std::string_view sealed, std::size_t rows);

} // namespace mandate::sqlite
