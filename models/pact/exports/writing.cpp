// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/exports/writing.h"

#include "models/base/canonical_json.h"
#include "models/pact/judge.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace mandate::exports {

namespace {

constexpr std::int64_t mostUnits = 1'000'000'000'000'000; ///< 15 digits: below, decimals and doubles stand for each other in order

bool isPattern(std::string_view tool)
{
    return tool.find('*') != std::string_view::npos;
}

} // namespace

Result<std::vector<Clause>> allClauses(const PactDocument &pact)
{
    const auto compiled = CompiledPact::compile(pact);
    if (!compiled)
        return compiled.error();
    const auto clauses = (*compiled)->clauses();
    return std::vector<Clause>(clauses.begin(), clauses.end());
}

std::vector<std::string> knownTools(const PactDocument &pact)
{
    std::set<std::string> names;
    for (const PactTool &tool : pact.tools)
        names.insert(tool.name);
    for (const Clause &clause : pact.clauses)
        std::copy_if(clause.tools.begin(), clause.tools.end(), std::inserter(names, names.end()), [](const std::string &t) { return !isPattern(t); });
    return {names.begin(), names.end()};
}

std::vector<std::string> toolsOf(const Clause &clause, const std::vector<std::string> &known)
{
    std::vector<std::string> out;
    std::copy_if(known.begin(), known.end(), std::back_inserter(out), [&](const std::string &tool) {
        return clause.tools.empty() ||
               std::any_of(clause.tools.begin(), clause.tools.end(), [&](const std::string &pattern) { return matchesPattern(pattern, tool); });
    });
    return out;
}

std::string oneLine(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        // Line and paragraph separators (E2 80 A8, E2 80 A9) and next line (C2 85) end a line for some readers.
        const bool separator = text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029";
        const bool nextLine = text.substr(i, 2) == "\u0085";
        if (c < 0x20 || c == 0x7F || separator || nextLine)
            out += ' ';
        else
            out += text[i];
        i += separator ? 2 : nextLine ? 1 : 0;
    }
    return out;
}

std::string jsonText(std::string_view text)
{
    std::string out;
    appendCanonicalString(out, text);
    return out;
}

std::optional<int> decimalsOf(double number)
{
    std::array<char, 400> room{};
    const auto [end, status] = std::to_chars(room.data(), room.data() + room.size(), std::fabs(number), std::chars_format::fixed);
    if (status != std::errc{} || !std::isfinite(number))
        return std::nullopt;
    const std::string_view text(room.data(), static_cast<std::size_t>(end - room.data()));
    const std::size_t point = text.find('.');
    const std::size_t digits = text.size() - (point == std::string_view::npos ? 0 : 1);
    if (digits > 15)
        return std::nullopt;
    return point == std::string_view::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

std::optional<std::int64_t> unitsOf(double number, int scale)
{
    const auto decimals = decimalsOf(number);
    if (!decimals || *decimals > scale)
        return std::nullopt;
    const double units = std::round(number * std::pow(10.0, scale));
    if (!(std::fabs(units) < static_cast<double>(mostUnits)))
        return std::nullopt;
    return static_cast<std::int64_t>(units);
}

void addPartsLeft(const PactDocument &pact, std::vector<Inexpressible> &left)
{
    if (!pact.binds.empty())
        left.push_back({"binds", "which agents the pact binds is decided by where the policies are installed"});
    if (pact.validFrom || pact.validUntil)
        left.push_back({"valid_from, valid_until", "policies say nothing of their own time; install and remove them in time"});
    if (!pact.owner.empty())
        left.push_back({"accountability", "who answers for the agent is no part of a decision"});
    if (!pact.onBreach.empty())
        left.push_back({"on_breach", "what happens after a breach is no part of a decision"});
    if (!pact.targets.empty() || !pact.evaluationCadence.empty())
        left.push_back({"targets, evaluation", "measured over many actions, not decided for one"});
}

std::string versionedName(const ParsedPact &pact)
{
    return pact.document.id + '@' + pact.document.version;
}

std::string digestText(const ParsedPact &pact)
{
    return "sha256:" + pact.digest.hex();
}

} // namespace mandate::exports
