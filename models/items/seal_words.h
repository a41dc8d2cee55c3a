// SPDX-License-Identifier: GPL-3.0-or-later
// Words for what sources sign themselves: states of seals with shape and tone, and sentences about them. Never the source's own word for it.
#pragma once

#include "models/items/words.h"

namespace mandate {

enum class SealState : std::uint8_t;
enum class SealKind : std::uint8_t;
struct Seal;
struct SourceSeals;

namespace words {

[[nodiscard]] StateWord of(SealState state);
/// Of a part of a record: what its record's seal says where the seal covers it, else that it is recorded and not sealed.
[[nodiscard]] StateWord ofPart(const Seal &seal, std::string_view part);
/// "A hash chain; without a key, so whoever can write the whole file can make a new one."
[[nodiscard]] QString name(SealKind kind);
/// How many of a source's records are in which state, by the worst of them.
[[nodiscard]] StateWord of(const SourceSeals &source);

} // namespace words
} // namespace mandate
