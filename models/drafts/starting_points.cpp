// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/drafts/starting_points.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace mandate {

PactDraft::Json emptyPact(std::string_view id, std::string_view title)
{
    using Json = PactDraft::Json;
    return Json{{"schema", "mandate.pact/1"}, {"pact_id", id}, {"version", "1.0.0"}, {"title", title}, {"clauses", Json::array()}};
}

namespace {

using Numbers = std::array<std::uint64_t, 3>;

Numbers numbersOf(const std::string &version)
{
    Numbers numbers{};
    const char *at = version.data();
    const char *end = at + version.size();
    for (std::uint64_t &number : numbers) {
        at = std::from_chars(at, end, number).ptr;
        at += at < end;
    }
    return numbers;
}

std::string nextMinor(const std::string &version)
{
    const Numbers numbers = numbersOf(version);
    return std::to_string(numbers[0]) + '.' + std::to_string(numbers[1] + 1) + ".0";
}

} // namespace

bool isLaterVersion(const std::string &a, const std::string &b)
{
    return numbersOf(a) > numbersOf(b);
}

void placeAfter(PactDraft::Json &document, const std::string &parent, const std::vector<std::string> &taken)
{
    std::string version = document.value("version", std::string());
    if (numbersOf(version) <= numbersOf(parent))
        version = nextMinor(parent);
    while (std::ranges::find(taken, version) != taken.end())
        version = nextMinor(version);
    document["version"] = version;
    document["parent_version"] = parent;
}

Result<PactDraft::Json> draftAfter(std::string_view canonical, const std::string &parent, const std::vector<std::string> &taken)
{
    auto document = PactDraft::parse(canonical);
    if (!document)
        return document.error();
    document->erase("valid_from");
    document->erase("valid_until");
    (*document)["version"] = parent;
    placeAfter(*document, parent, taken);
    return document;
}

} // namespace mandate
