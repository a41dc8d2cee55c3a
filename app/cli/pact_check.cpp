// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/pact_check.h"

#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "models/pact/sarif.h"
#include "models/workspace/scope_policies.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace mandate::cli {

namespace {

using CheckJson = nlohmann::ordered_json;

/// What the trail of a workspace says of the pact.
struct Trail
{
    Vocabulary vocabulary;
    std::optional<ClauseMatches> matches; ///< none while a condition does not compile
    std::vector<Problem> scope;           ///< what the scope policies in force lack for it
};

Result<std::optional<Trail>> trailFor(const PactDocument &pact, const Arguments &arguments)
{
    if (!arguments.has("workspace"))
        return std::optional<Trail>();
    const auto workspace = Workspace::open(arguments.text("workspace"), true);
    if (!workspace)
        return workspace.error();
    auto vocabulary = (*workspace)->vocabulary(pact.binds);
    if (!vocabulary)
        return vocabulary.error();
    Trail trail{*std::move(vocabulary), {}, ScopePolicies(**workspace).problems(pact)};
    if (const auto report = (*workspace)->judge(&pact)) {
        trail.matches.emplace();
        for (const ClauseCount &count : report->clauses)
            (*trail.matches)[count.clause] = count.attempted;
    } else if (report.error().kind != ErrorKind::Input) {
        return report.error();
    }
    return std::optional(std::move(trail));
}

CheckJson problemJson(const Problem &problem)
{
    CheckJson json{{"class", nameOf(problem.problemClass)},
                   {"rule", problem.rule},
                   {"place", problem.place},
                   {"reason", problem.reason},
                   {"remedy", problem.remedy}};
    if (problem.line)
        json["line"] = *problem.line;
    if (problem.column)
        json["column"] = *problem.column;
    if (!problem.other.empty())
        json["other"] = problem.other;
    if (!problem.example.empty())
        json["example"] = CheckJson::parse(problem.example, nullptr, false);
    return json;
}

void printProblem(const Problem &problem)
{
    std::string place = problem.place;
    if (problem.line)
        place += ':' + std::to_string(*problem.line) + ':' + std::to_string(problem.column.value_or(1));
    print(visible(std::string(nameOf(problem.problemClass)) + "  " + place + ": " + problem.reason + ' ' + problem.remedy));
    if (!problem.example.empty())
        print("    For instance: " + visible(problem.example));
}

/// "4.9"
std::string secondsText(std::chrono::milliseconds time)
{
    const auto tenths = (time.count() + 50) / 100;
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

Result<void> writeSarif(const std::string &to, const std::string &sarif)
{
    if (to == "-") {
        std::cout << sarif << std::flush;
        return {};
    }
    std::ofstream file(to, std::ios::binary | std::ios::trunc);
    file << sarif;
    file.close();
    if (file)
        return {};
    return Error{ErrorKind::Storage,
                 "MND-CLI-011",
                 "The SARIF file could not be written: " + to + '.',
                 "The pact was checked; nothing else was done.",
                 "Check folder and space, or write it to standard output with \"--sarif -\".",
                 {}};
}

Result<PactCheck> examined(const ParsedPact &pact, const std::optional<Trail> &trail)
{
    const PactDocument &document = pact.document;
    PactCheck check{pact, {}, {}};
    check.problems =
        trail ? checkPact(document, systemNow(), trail->vocabulary, trail->matches ? &*trail->matches : nullptr) : checkPact(document, systemNow());
    if (trail)
        check.problems.insert(check.problems.end(), trail->scope.begin(), trail->scope.end());
    auto logic = logicFindings(document);
    if (!logic)
        return logic.error();
    check.logic = std::move(logic).value();
    check.problems.insert(check.problems.end(), check.logic.problems.begin(), check.logic.problems.end());
    std::ranges::stable_sort(check.problems, {}, &Problem::problemClass);
    return check;
}

} // namespace

bool PactCheck::has(ProblemClass problemClass) const
{
    return std::ranges::any_of(problems, [problemClass](const Problem &problem) { return problem.problemClass == problemClass; });
}

Result<PactCheck> checkPactText(const std::string &text, const std::string &path)
{
    const auto pact = parsePact(text, path);
    if (!pact)
        return pact.error();
    return examined(*pact, {});
}

void printCheck(const PactCheck &check)
{
    const PactDocument &document = check.pact.document;
    for (const Problem &problem : check.problems)
        printProblem(problem);
    print(document.id + '@' + document.version + ": " + counted(document.clauses.size(), "clause") + ", " +
          counted(check.problems.size(), "problem") + ". sha256 " + check.pact.digest.hex());
    if (check.logic.questions > 0)
        print(std::to_string(check.logic.answered()) + " of " + counted(check.logic.questions, "question") + " about what follows from the clauses answered in " +
              secondsText(check.logic.taken) + " s; " + std::to_string(check.logic.open) + " open.");
}

nlohmann::ordered_json checkJson(const PactCheck &check)
{
    CheckJson list = CheckJson::array();
    for (const Problem &problem : check.problems)
        list.push_back(problemJson(problem));
    const PactDocument &document = check.pact.document;
    return {{"pact", document.id + '@' + document.version},
            {"digest", check.pact.digest.hex()},
            {"clauses", document.clauses.size()},
            {"problems", std::move(list)},
            {"logic", {{"questions", check.logic.questions},
                       {"answered", check.logic.answered()},
                       {"open", check.logic.open},
                       {"milliseconds", check.logic.taken.count()}}}};
}

int checkPactFile(const Arguments &arguments)
{
    const std::string &path = arguments.word(0);
    const bool onlySarif = arguments.text("sarif") == "-";
    if (onlySarif && arguments.json())
        return fail(Error{ErrorKind::Usage,
                          "MND-CLI-012",
                          "Both --json and --sarif - would print on standard output.",
                          "Nothing was checked.",
                          "Leave one out, or name a file after --sarif.",
                          {}});
    const auto text = readFile(path);
    if (!text)
        return fail(text.error());
    const auto sarif = [&](const PactDocument &pact, const std::vector<Problem> &problems) -> Result<void> {
        return arguments.has("sarif") ? writeSarif(arguments.text("sarif"), sarifOf(pact, problems, uriOf(path), *text)) : Result<void>();
    };
    const auto pact = parsePact(*text, path);
    if (!pact) {
        if (const auto written = sarif({}, {schemaProblem(pact.error())}); !written)
            return fail(written.error());
        return fail(pact.error());
    }
    const auto trail = trailFor(pact->document, arguments);
    if (!trail)
        return fail(trail.error());
    const auto check = examined(*pact, *trail);
    if (!check)
        return fail(check.error());
    if (const auto written = sarif(pact->document, check->problems); !written)
        return fail(written.error());
    if (arguments.json()) {
        CheckJson json = checkJson(*check);
        if (const auto &seen = *trail)
            json["trail"] = {{"actions", seen->vocabulary.actions}, {"runs", seen->vocabulary.runs}, {"tools", seen->vocabulary.tools.size()}};
        printJson(json);
    } else if (!onlySarif) {
        printCheck(*check);
    }
    return check->has(ProblemClass::Security) || check->has(ProblemClass::Error) ? Findings : Done;
}

} // namespace mandate::cli
