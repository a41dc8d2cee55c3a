// SPDX-License-Identifier: GPL-3.0-or-later
// readiness and outcome: the five questions about an agent, and a year as sentences that can be checked.
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/outcome_report.h"
#include "app/cli/output.h"
#include "app/cli/whole_file.h"
#include "models/bundle/outcome_report.h"
#include "models/report/painting.h"
#include "models/workspace/readiness.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace mandate::cli {

namespace {

using ReadinessJson = nlohmann::ordered_json;

ReadinessJson checkJson(const ReadinessCheck &check)
{
    ReadinessJson missing = ReadinessJson::array();
    for (const MissingPiece &piece : check.missing)
        missing.push_back({{"says", piece.says}, {"remedy", piece.remedy}, {"link", piece.link}});
    return {{"question", nameOf(check.question)}, {"words", wordsOf(check.question)}, {"answer", nameOf(check.answer)}, {"facts", check.facts}, {"missing", std::move(missing)}};
}

void printReadiness(const AgentReadiness &agent)
{
    print(visible(agent.agent) + (agent.isReady() ? ": ready" : ": not ready"));
    for (const ReadinessCheck &check : agent.checks) {
        print("  " + std::string(wordsOf(check.question)) + ' ' + std::string(nameOf(check.answer)));
        for (const std::string &fact : check.facts)
            print("    " + visible(fact));
        for (const MissingPiece &piece : check.missing)
            print("    missing: " + visible(piece.says) + ' ' + visible(piece.remedy) + " <" + visible(piece.link) + '>');
    }
}

int readiness(const Arguments &arguments)
{
    const Interruption interruption;
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto all = readinessOf(**workspace, arguments.text("agent"), interruption.token());
    if (!all)
        return fail(all.error());
    ReadinessJson list = ReadinessJson::array();
    bool ready = true;
    for (const AgentReadiness &agent : *all) {
        ready = ready && agent.isReady();
        ReadinessJson checks = ReadinessJson::array();
        for (const ReadinessCheck &check : agent.checks)
            checks.push_back(checkJson(check));
        list.push_back({{"agent", agent.agent}, {"ready", agent.isReady()}, {"checks", std::move(checks)}});
    }
    if (arguments.json()) {
        printJson(ReadinessJson{{"agents", std::move(list)}});
    } else {
        if (all->empty())
            print("The workspace knows no agent.");
        for (const AgentReadiness &agent : *all)
            printReadiness(agent);
    }
    return ready ? Done : Findings;
}

void printOutcome(const YearOutcome &outcome)
{
    print(bundle::outcomeTitle(outcome));
    print("");
    for (const OutcomeSentence &sentence : outcome.sentences) {
        print(sentence.withheld.empty() ? visible(sentence.text) : "Withheld (" + sentence.id + "): " + visible(sentence.withheld));
        for (const std::string &detail : sentence.details)
            print("  " + visible(detail));
    }
    print("");
    const ResponseTimes &times = outcome.times;
    printTable({{"how long it took", ""},
                {"request to decision", summaryWords(times.decisions.toDecision)},
                {"first action to incident", summaryWords(times.incidents.toDetection)},
                {"first violation to suspension", summaryWords(times.stopFigures.violationToStop)},
                {"suspension to proof that it holds", summaryWords(times.stopFigures.toHeld)},
                {"incident to confirmed cause", summaryWords(times.incidents.toCause)},
                {"query to sealed bundle", summaryWords(times.answering)}});
}

Result<void> writeReports(const Arguments &arguments, const Workspace &workspace, const YearOutcome &outcome)
{
    if (arguments.has("html")) {
        const auto page = bundle::outcomeHtml(workspace, outcome);
        if (!page)
            return page.error();
        if (auto written = writeNewFile(arguments.text("html"), *page); !written)
            return written;
    }
    if (!arguments.has("pdf"))
        return {};
    const Painting painting;
    const auto pages = bundle::outcomePdf(workspace, outcome);
    if (!pages)
        return pages.error();
    return writeNewFile(arguments.text("pdf"), *pages);
}

int outcome(const Arguments &arguments)
{
    const Interruption interruption;
    const auto since = arguments.time("since");
    const auto until = arguments.time("until");
    if (!since || !until)
        return fail(!since ? since.error() : until.error());
    for (const char *kind : {"pdf", "html"}) { // before anything is computed
        if (std::error_code problem; arguments.has(kind) && std::filesystem::exists(arguments.text(kind), problem))
            return fail(Error{ErrorKind::Usage, "MND-CLI-140", "There is a file at \"" + arguments.text(kind) + "\" already.", "Nothing was written.", "Name another, or take it away.", {}});
    }
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto told = outcomeOf(**workspace, *since, *until, interruption.token());
    if (!told)
        return fail(told.error());
    if (auto written = writeReports(arguments, **workspace, *told); !written)
        return fail(written.error());
    if (arguments.json()) {
        ReadinessJson json = outcomeJson(*told);
        for (const char *kind : {"pdf", "html"})
            json[kind] = arguments.has(kind) ? ReadinessJson(arguments.text(kind)) : ReadinessJson(nullptr);
        printJson(json);
    } else {
        printOutcome(*told);
        for (const char *kind : {"pdf", "html"}) {
            if (arguments.has(kind))
                print("Written: " + visible(arguments.text(kind)) + '.');
        }
    }
    return Done;
}

} // namespace

std::vector<Command> readinessCommands()
{
    return {{"readiness", "whether each agent can be answered for: five questions, and what is missing", {"readiness W [--agent A]", 1, 1, {"agent"}, {}}, readiness},
            {"outcome",
             "what became of the last twelve months, as sentences that can be checked, and as a report",
             {"outcome W [--since TIME] [--until TIME] [--html FILE] [--pdf FILE]", 1, 1, {"since", "until", "html", "pdf"}, {}},
             outcome}};
}

} // namespace mandate::cli
