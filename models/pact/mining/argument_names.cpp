// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/mining/argument_names.h"

#include "models/pact/cel/describe.h"
#include "models/pact/cel/parser.h"
#include "models/pact/mining/limits.h"

#include <algorithm>
#include <array>
#include <vector>

namespace mandate::mining {

namespace {

// clang-format off
constexpr std::array identifiers{
    "id", "ids", "uuid", "guid", "arn", "iban", "account", "phone", "zip", "postcode", "key", "token", "secret", "password", "hash", "digest",
    "sha", "ref", "reference", "timestamp", "epoch",
};
constexpr std::array freeTexts{
    "number", "numbers", "no", "name", "names", "firstname", "lastname", "username", "email", "mail", "recipient", "to", "cc", "bcc", "url", "uri",
    "link", "address", "street", "city", "date", "dates", "time", "datetime", "dob", "birth", "title", "subject", "body", "text", "content",
    "message", "query", "summary", "description", "note", "notes", "comment", "prompt", "thought", "expression", "code", "path", "file", "filename",
};
// clang-format on

bool isSmall(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isBig(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// "toEmail_address2" → to, email, address.
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words;
    bool begins = true;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!isSmall(c) && !isBig(c)) {
            begins = true;
            continue;
        }
        const bool afterSmall = i > 0 && isSmall(name[i - 1]);
        const bool beforeSmall = i > 0 && isBig(name[i - 1]) && i + 1 < name.size() && isSmall(name[i + 1]);
        if (begins || (isBig(c) && (afterSmall || beforeSmall)))
            words.emplace_back();
        begins = false;
        words.back() += isBig(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return words;
}

bool isPlain(std::string_view name)
{
    return !name.empty() && !isDigit(name[0]) && !cel::isReserved(name) &&
           std::ranges::all_of(name, [](char c) { return isSmall(c) || isBig(c) || isDigit(c) || c == '_'; });
}

} // namespace

bool numbersSomething(std::string_view name)
{
    const std::vector<std::string> words = wordsOf(name);
    return std::ranges::any_of(words, [](const std::string &word) { return std::ranges::find(identifiers, word) != identifiers.end(); }) ||
           (!words.empty() && words.back() == "number"); // number_of_nights counts, order_number names
}

bool namesSomething(std::string_view name)
{
    return numbersSomething(name) ||
           std::ranges::any_of(wordsOf(name), [](const std::string &word) { return std::ranges::find(freeTexts, word) != freeTexts.end(); });
}

bool looksUnique(std::string_view text)
{
    const auto digits = std::ranges::count_if(text, isDigit);
    const auto spaces = std::ranges::count(text, ' ');
    return text.size() > longestValueBytes || digits >= 3 || spaces > 3 || text.find('@') != std::string_view::npos ||
           text.find("://") != std::string_view::npos || text.find('\n') != std::string_view::npos;
}

std::string celMember(std::string_view base, std::string_view name)
{
    return std::string(base) + (isPlain(name) ? '.' + std::string(name) : '[' + cel::quoted(name) + ']');
}

std::string celPresence(std::string_view base, std::string_view name)
{
    return isPlain(name) ? "has(" + celMember(base, name) + ')' : cel::quoted(name) + " in " + std::string(base);
}

} // namespace mandate::mining
