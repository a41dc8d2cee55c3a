// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/drafts/starting_points.h"

#include <array>
#include <charconv>

namespace mandate {

PactDraft::Json emptyPact(std::string_view id, std::string_view title)
{
    using Json = PactDraft::Json;
    return Json{{"schema", "mandate.pact/1"}, {"pact_id", id}, {"version", "1.0.0"}, {"title", title}, {"clauses", Json::array()}};
}

Result<PactDraft::Json> nextVersionOf(std::string_view canonical, VersionStep step)
{
    auto document = PactDraft::parse(canonical);
    if (!document)
        return document.error();
    const std::string version = document->value("version", std::string());
    std::array<std::uint64_t, 3> numbers{};
    const char *at = version.data();
    const char *end = at + version.size();
    for (std::uint64_t &number : numbers) {
        at = std::from_chars(at, end, number).ptr;
        at += at < end;
    }
    const std::size_t raised = step == VersionStep::Major ? 0 : step == VersionStep::Minor ? 1 : 2;
    ++numbers[raised];
    for (std::size_t i = raised + 1; i < numbers.size(); ++i)
        numbers[i] = 0;
    (*document)["version"] = std::to_string(numbers[0]) + '.' + std::to_string(numbers[1]) + '.' + std::to_string(numbers[2]);
    (*document)["parent_version"] = version;
    document->erase("valid_from");
    document->erase("valid_until");
    return document;
}

} // namespace mandate
