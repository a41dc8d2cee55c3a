// SPDX-License-Identifier: GPL-3.0-or-later
// Reads members of a result file strictly: what is there has to be of its kind. The first thing that is not is kept, with its place, and refuses the file.
// What is absent or null is absent.
#pragma once

#include "models/base/json_reader.h"
#include "models/base/result.h"
#include "models/evaluations/result_file.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

class FieldReader
{
public:
    /// `format` completes "The file looks like …".
    explicit FieldReader(std::string_view format) : m_format(format) {}

    /// Where what is read next lies: a JSON Pointer of the map that is asked, and the line where the format has lines.
    void at(std::string place, std::optional<std::uint64_t> line = {})
    {
        m_place = std::move(place);
        m_line = line;
    }
    [[nodiscard]] const Value *map(const Value &in, std::string_view key);
    [[nodiscard]] const Value *list(const Value &in, std::string_view key);
    [[nodiscard]] std::string text(const Value &in, std::string_view key);
    /// A text or a whole number, as text.
    [[nodiscard]] std::string label(const Value &in, std::string_view key);
    [[nodiscard]] std::optional<bool> truth(const Value &in, std::string_view key);
    [[nodiscard]] std::optional<double> number(const Value &in, std::string_view key);
    /// A whole number from 0.
    [[nodiscard]] std::optional<std::uint64_t> count(const Value &in, std::string_view key);
    [[nodiscard]] std::optional<Instant> time(const Value &in, std::string_view key);

    /// Keeps a problem where a name that would stand in many cases is longer than one is.
    void bound(std::string_view name, std::string_view key);
    /// Keeps a problem of this member.
    void refuse(std::string_view key, std::string happened);
    /// The same for one that has to be there.
    void need(bool there, std::string_view key);
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

private:
    const Value *ofKind(const Value &in, std::string_view key, ValueKind kind, std::string_view words);

    std::string m_format;
    std::string m_place;
    std::optional<std::uint64_t> m_line;
    std::optional<Error> m_problem;
};

/// Strict JSON, but for NaN and Infinity, which Python's programs write where there is no number: they are read as null.
Result<Value> readPythonJson(std::string_view json, JsonReader &reader, Arena &arena);

/// Calls `take` with each line that is not empty, and its number from 1, until it says false.
void eachLine(std::string_view bytes, const std::function<bool(std::string_view line, std::uint64_t number)> &take);

/// Reads each line as JSON and calls `take` with it, until that keeps a problem in `in`. The first error: of a line that is no JSON, or the kept one.
std::optional<Error> eachJsonLine(std::string_view bytes, std::string_view format, FieldReader &in, const std::function<void(const Value &line)> &take);

/// So many cases are read from one file at most, and names that stand in many of them are so long: a small file can speak of more than a machine holds.
inline constexpr std::size_t mostResultCases = 1'000'000;
inline constexpr std::size_t longestCaseName = 300;

/// "1 sample ", "2 samples ": the beginning of a warning.
[[nodiscard]] std::string howMany(std::uint64_t count, std::string_view one, std::string_view many);
/// The scorer's words, cut at a length that a person reads.
[[nodiscard]] std::string shortened(std::string_view text);
/// The first half of the SHA-256 of a text, hexadecimal: by it the same attack or question is known in another run, although it has no name.
[[nodiscard]] std::string fingerprint(std::string_view text);

} // namespace mandate
