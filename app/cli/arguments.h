// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as values: positional words and options, checked against what a command knows.
#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mandate::cli {

/// What a command takes. Options are named without dashes.
struct Shape
{
    std::string usage;       ///< "import W FILE|DIR… [--format F] [--agent A]"
    std::size_t minimum = 0; ///< positional words
    std::size_t maximum = 0;
    std::vector<std::string> valued;
    std::vector<std::string> flags;
};

class Arguments
{
public:
    /// Usage error with the command's usage as remedy. "--" ends options; "--option=value" and "--option value" are the same.
    static Result<Arguments> parse(const std::vector<std::string> &words, const Shape &shape);

    [[nodiscard]] const std::string &word(std::size_t index) const { return m_words[index]; }
    [[nodiscard]] const std::vector<std::string> &words() const { return m_words; }
    [[nodiscard]] bool has(const std::string &option) const { return m_options.contains(option); }
    [[nodiscard]] std::string text(const std::string &option) const;
    /// Absent when the option is; a usage error when it is no date or time.
    [[nodiscard]] Result<std::optional<Instant>> time(const std::string &option) const;
    /// Absent when the option is; a usage error when it is no entry number.
    [[nodiscard]] Result<std::optional<std::uint64_t>> entry(const std::string &option) const;
    [[nodiscard]] bool json() const { return has("json"); }

private:
    std::vector<std::string> m_words;
    std::map<std::string, std::string> m_options;
};

} // namespace mandate::cli
