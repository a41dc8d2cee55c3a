// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as values: what happened, what is unaffected, what to do. Nothing here logs, throws or knows a window.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace mandate {

/// Where in an input an error was found. Absent fields are unknown; line and column count from 1, offset from 0 in bytes.
struct Position {
    std::string file;
    std::optional<std::uint64_t> line;
    std::optional<std::uint64_t> column;
    std::optional<std::uint64_t> offset;
    std::string path; ///< JSON Pointer (RFC 6901) or a clause id, when the place inside a document is known

    bool operator==(const Position &) const = default;
};

/// Coarse classes, so that callers can branch without reading words. The command line maps Usage and Input to exit code 2,
/// Refused to 1.
enum class ErrorKind : std::uint8_t { Usage, Input, Refused, Missing, Corrupt, Storage, Cancelled, Internal };

/// One failure, told for a person. `happened` is one sentence; `unaffected` and `remedy` may be empty only for Cancelled.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string code; ///< stable short code, such as "MND-SRC-004"
    std::string happened;
    std::string unaffected;
    std::string remedy;
    Position position;

    bool operator==(const Error &) const = default;
};

/// "file:line:column: what happened. What is unaffected. What to do. (code)" in one line.
[[nodiscard]] std::string describe(const Error &error);

/// A value or the reason there is none.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {} // NOLINT(google-explicit-constructor)
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {} // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] T &value() & { return std::get<0>(m_state); }
    [[nodiscard]] const T &value() const & { return std::get<0>(m_state); }
    [[nodiscard]] T &&value() && { return std::get<0>(std::move(m_state)); }
    [[nodiscard]] const Error &error() const & { return std::get<1>(m_state); }
    [[nodiscard]] Error &&error() && { return std::get<1>(std::move(m_state)); }

    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

private:
    std::variant<T, Error> m_state;
};

template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {} // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const { return !m_error; }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error &error() const & { return *m_error; }
    [[nodiscard]] Error &&error() && { return *std::move(m_error); }

private:
    std::optional<Error> m_error;
};

} // namespace mandate
