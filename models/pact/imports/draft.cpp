// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/imports/draft.h"

#include "models/base/canonical_json.h"
#include "models/pact/cel/parser.h"
#include "models/pact/judge.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mandate::imports {

namespace {

using Json = nlohmann::ordered_json;

bool isPlainName(const std::string &name)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && letter(name[0]) && !cel::isReserved(name) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string idFrom(std::string_view text, std::size_t most)
{
    std::string out;
    for (const char c : text.substr(0, most))
        out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ? c : '-';
    return out;
}

} // namespace

std::string celText(std::string_view text)
{
    std::string out;
    appendCanonicalString(out, text);
    return out;
}

std::string celArgument(const std::vector<std::string> &path)
{
    std::string out = "args";
    for (const std::string &name : path)
        out += isPlainName(name) ? '.' + name : '[' + celText(name) + ']';
    return out;
}

std::string celHas(const std::vector<std::string> &path)
{
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const std::vector<std::string> above(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(i));
        out += out.empty() ? "" : " && ";
        out += isPlainName(path[i]) ? "has(" + celArgument(above) + '.' + path[i] + ')' : celText(path[i]) + " in " + celArgument(above);
    }
    return out;
}

void Draft::add(Clause clause, const std::string &rule)
{
    static const std::set<std::string> implied{"hand_off", "verification", "evidence"};
    const std::string wanted = idFrom(rule.empty() ? "rule" : rule, 56);
    clause.id = wanted;
    for (int number = 2; implied.contains(clause.id) || !m_taken.insert(clause.id).second; ++number)
        clause.id = wanted + '-' + std::to_string(number);
    m_out.clauses.push_back(clause.id);
    m_clauses.push_back(std::move(clause));
}

void Draft::note(const std::string &text)
{
    if (std::find(m_out.notes.begin(), m_out.notes.end(), text) == m_out.notes.end())
        m_out.notes.push_back(text);
}

Result<ImportedPact> Draft::finished()
{
    Json clauses = Json::array();
    for (const Clause &clause : m_clauses) {
        Json one{{"id", clause.id}, {"kind", nameOf(clause.kind)}};
        if (!clause.tools.empty())
            one["tools"] = clause.tools;
        one["when"] = clause.when;
        one["reads_as"] = clause.readsAs;
        one["why"] = clause.why;
        if (clause.escalation)
            one["escalation"] = {
                {"to", clause.escalation->to}, {"respond_within", std::to_string(clause.escalation->answerSeconds) + 's'}, {"if_unanswered", "deny"}};
        clauses.push_back(std::move(one));
    }
    const Json document{{"schema", "mandate.pact/1"}, {"pact_id", m_id},        {"version", "0.1.0"},
                        {"title", m_title},           {"binds", Json::array()}, {"clauses", std::move(clauses)}};
    m_out.document = document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    auto parsed = parsePact(m_out.document);
    if (!parsed)
        return parsed.error();
    if (const auto compiled = CompiledPact::compile(std::move(parsed->document)); !compiled)
        return compiled.error();
    note("The draft binds nobody and names no owner: say both before it is reviewed.");
    return std::move(m_out);
}

} // namespace mandate::imports
