// SPDX-License-Identifier: GPL-3.0-or-later
// Reads members of a JSON object strictly: every member must be asked for, have its type, and the first problem is kept with its JSON Pointer.
#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/base/value.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// The first problem found while reading a document; later ones are dropped, so that one clear message reaches the person.
struct ReadProblem
{
    std::optional<Error> error;
    void set(std::string path, std::string happened, std::string remedy);
};

class ObjectReader
{
public:
    /// When `value` is no object, that is the problem and every read gives its default.
    ObjectReader(const Value &value, std::string path, ReadProblem &problem);

    [[nodiscard]] bool has(std::string_view key) const { return m_value.find(key) != nullptr; }
    std::string text(std::string_view key, bool required = false);
    double number(std::string_view key, bool required = false);
    std::uint32_t count(std::string_view key, bool required = false);
    bool flag(std::string_view key);
    std::optional<Instant> instant(std::string_view key);
    std::vector<std::string> texts(std::string_view key);
    /// One of `names`, as its index; 0 when absent and not required.
    std::size_t choice(std::string_view key, const std::vector<std::string_view> &names, bool required = false);
    /// Duration as "90s", "15m", "4h", "2d", in seconds.
    std::uint32_t seconds(std::string_view key, bool required = false);
    /// Calls `read` with the member as an object, if it is there.
    void object(std::string_view key, const std::function<void(ObjectReader &)> &read, bool required = false);
    /// Calls `read` with every object of the member's list, if it is there.
    void objects(std::string_view key, const std::function<void(ObjectReader &)> &read, bool required = false);
    /// A member that is kept but not interpreted.
    void ignore(std::string_view key) { m_known.push_back(key); }
    /// Reports the first member nobody asked for.
    void finish();
    void fail(std::string_view key, std::string happened, std::string remedy);
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    const Value *take(std::string_view key, bool required, std::string_view what);
    [[nodiscard]] std::string pointer(std::string_view key) const;

    Value m_value;
    std::string m_path;
    ReadProblem &m_problem;
    std::vector<std::string_view> m_known;
};

} // namespace mandate
