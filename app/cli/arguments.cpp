// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include "app/cli/help.h"
#include "models/base/code_points.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace mandate::cli {

namespace {

Error usageError(std::string happened, const Shape &shape)
{
    Error error;
    error.kind = ErrorKind::Usage;
    error.code = "MND-CLI-001";
    error.happened = std::move(happened);
    error.unaffected = "Nothing was done.";
    error.remedy = "Usage: mandate " + shape.usage;
    return error;
}

bool contains(const std::vector<std::string> &names, const std::string &name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

Result<Arguments> Arguments::parse(const std::vector<std::string> &words, const Shape &shape)
{
    for (const std::string &word : words) { // what is signed is UTF-8; names of files are whatever they are
        std::error_code problem;
        if (!isUtf8(word) && !std::filesystem::exists(word, problem))
            return usageError("\"" + asUtf8(word) + "\" is not UTF-8.", shape);
    }
    Arguments arguments;
    bool optionsEnded = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        if (optionsEnded || word.size() < 3 || !word.starts_with("--")) {
            if (word == "--" && !optionsEnded)
                optionsEnded = true;
            else
                arguments.m_words.push_back(word);
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(2, equals == std::string::npos ? std::string::npos : equals - 2);
        if (name == "json" || contains(shape.flags, name)) {
            if (equals != std::string::npos)
                return usageError("The option --" + name + " takes no value.", shape);
            arguments.m_options[name];
            continue;
        }
        if (!contains(shape.valued, name))
            return usageError("There is no option --" + name + " here.", shape);
        if (arguments.m_options.contains(name))
            return usageError("The option --" + name + " is given twice.", shape);
        if (equals != std::string::npos)
            arguments.m_options[name] = word.substr(equals + 1);
        else if (i + 1 < words.size())
            arguments.m_options[name] = words[++i];
        else
            return usageError("The option --" + name + " needs a value.", shape);
    }
    if (arguments.m_words.size() < shape.minimum) {
        const std::vector<std::string> wanted = wordsOf(shape);
        const std::size_t missing = arguments.m_words.size();
        return usageError(missing < wanted.size() ? wanted[missing] + (wanted[missing] == "W" ? ", the workspace file, is missing." : " is missing.")
                                                  : "A word is missing.",
                          shape);
    }
    if (arguments.m_words.size() > shape.maximum)
        return usageError("\"" + arguments.m_words[shape.maximum] + "\" is one word too many.", shape);
    return arguments;
}

std::string Arguments::text(const std::string &option) const
{
    const auto found = m_options.find(option);
    return found == m_options.end() ? std::string() : found->second;
}

Result<std::optional<Instant>> Arguments::time(const std::string &option) const
{
    if (!has(option))
        return std::optional<Instant>();
    const auto instant = parseInstant(text(option));
    if (instant)
        return std::optional(*instant);
    Error error = usageError("\"" + text(option) + "\" is no date or time.", {});
    error.remedy = "Write it as 2025-12-02 or 2025-12-02T14:04:00Z.";
    return error;
}

Result<std::optional<std::uint64_t>> Arguments::entry(const std::string &option) const
{
    if (!has(option))
        return std::optional<std::uint64_t>();
    const std::string digits = text(option);
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem == std::errc() && end == digits.data() + digits.size())
        return std::optional(number);
    Error error = usageError("\"" + digits + "\" is no entry number.", {});
    error.remedy = "Write the whole number that the ledger gives the entry, such as --" + option + " 412.";
    return error;
}

} // namespace mandate::cli
