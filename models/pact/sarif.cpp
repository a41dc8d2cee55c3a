// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/sarif.h"

#include "models/pact/source_map.h"

#include <nlohmann/json.hpp>

#include <cctype>
#include <map>

namespace mandate {

namespace {

using SarifJson = nlohmann::ordered_json;

std::string_view levelOf(ProblemClass problemClass)
{
    switch (problemClass) {
    case ProblemClass::Security:
    case ProblemClass::Error: return "error";
    case ProblemClass::Warning: return "warning";
    case ProblemClass::Suggestion:
    case ProblemClass::Info: return "note";
    }
    return "none";
}

/// "never-holds" as a sentence for lists of rules: "Never holds."
std::string sentenceOf(std::string rule)
{
    for (char &c : rule)
        c = c == '-' ? ' ' : c;
    rule.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(rule.front())));
    return rule + '.';
}

SarifJson locationOf(const PactDocument &pact, const Problem &problem, std::string_view uri, const SourceMap *source)
{
    SarifJson physical{{"artifactLocation", {{"uri", uri}, {"index", 0}}}};
    if (source) {
        const SourceSpan span = spanOf(pact, problem, *source);
        physical["region"] = {{"startLine", span.line}, {"startColumn", span.column}, {"endLine", span.endLine}, {"endColumn", span.endColumn}};
    }
    SarifJson location{{"physicalLocation", std::move(physical)}};
    if (!problem.place.empty()) {
        const bool clause = pact.clause(problem.place) != nullptr;
        SarifJson logical{{"name", problem.place}, {"kind", clause ? "object" : "property"}};
        if (const std::string pointer = pointerOf(pact, problem); !pointer.empty())
            logical["fullyQualifiedName"] = pointer;
        location["logicalLocations"] = SarifJson::array({std::move(logical)});
    }
    return location;
}

} // namespace

std::string uriOf(std::string_view path)
{
    static constexpr std::string_view plain = "-._~/!$&'()*+,;=@";
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        const auto octet = static_cast<unsigned char>(c);
        if ((octet < 0x80 && std::isalnum(octet)) || plain.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += '%';
            uri += digits[octet >> 4U];
            uri += digits[octet & 15U];
        }
    }
    return uri;
}

std::string sarifOf(const PactDocument &pact, const std::vector<Problem> &problems, std::string_view fileUri, std::string_view source)
{
    const std::optional<SourceMap> map = source.empty() ? std::nullopt : std::optional<SourceMap>(source);
    std::map<std::string, std::size_t> ruleIndexes;
    SarifJson rules = SarifJson::array();
    SarifJson results = SarifJson::array();
    for (const Problem &problem : problems) {
        const std::string rule = problem.rule.empty() ? "problem" : problem.rule;
        const auto [known, isNew] = ruleIndexes.try_emplace(rule, ruleIndexes.size());
        if (isNew)
            rules.push_back({{"id", rule},
                             {"shortDescription", {{"text", sentenceOf(rule)}}},
                             {"defaultConfiguration", {{"level", levelOf(problem.problemClass)}}}});
        SarifJson result{{"ruleId", rule},
                         {"ruleIndex", known->second},
                         {"kind", "fail"},
                         {"level", levelOf(problem.problemClass)},
                         {"message", {{"text", problem.remedy.empty() ? problem.reason : problem.reason + ' ' + problem.remedy}}},
                         {"locations", SarifJson::array({locationOf(pact, problem, fileUri, map ? &*map : nullptr)})}};
        if (!problem.other.empty()) {
            Problem second = problem;
            second.place = problem.other;
            second.line = second.column = std::nullopt;
            SarifJson related = locationOf(pact, second, fileUri, map ? &*map : nullptr);
            related["message"] = {{"text", "The other clause."}};
            result["relatedLocations"] = SarifJson::array({std::move(related)});
        }
        result["properties"] = {{"class", nameOf(problem.problemClass)}};
        if (!problem.example.empty())
            result["properties"]["example"] = SarifJson::parse(problem.example, nullptr, false);
        results.push_back(std::move(result));
    }
    SarifJson run{{"tool", {{"driver", {{"name", "Mandate"}, {"semanticVersion", MANDATE_VERSION}, {"rules", std::move(rules)}}}}},
                  {"columnKind", "unicodeCodePoints"},
                  {"artifacts", SarifJson::array({{{"location", {{"uri", fileUri}}}, {"mimeType", "application/json"}}})},
                  {"results", std::move(results)}};
    const SarifJson log{{"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
                        {"version", "2.1.0"},
                        {"runs", SarifJson::array({std::move(run)})}};
    return log.dump(2, ' ', false, SarifJson::error_handler_t::replace) + '\n';
}

} // namespace mandate
