// SPDX-License-Identifier: GPL-3.0-or-later
// incident …: what people do about incidents. Every change is a signed step; what rules opened is listed by "incidents".
#include "app/cli/commands.h"
#include "app/cli/incident_json.h"
#include "app/cli/output.h"
#include "app/cli/resource_folder.h"
#include "app/cli/surroundings.h"
#include "models/base/enum_names.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace mandate::cli {

namespace {

using CaseJson = nlohmann::ordered_json;
using Opened = std::unique_ptr<Workspace>;

constexpr std::array<std::string_view, 3> severityNames{"critical", "major", "minor"};

Error wrongUse(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Usage, std::move(code), std::move(happened), "Nothing was signed.", std::move(remedy), {}};
}

Result<std::vector<std::string>> listed(const Arguments &arguments, const std::string &option)
{
    std::vector<std::string> parts;
    const std::string text = arguments.text(option);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end == begin)
            return wrongUse("MND-CLI-061", "\"--" + option + "\" holds nothing between two commas.", "Leave it out.");
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

Result<std::vector<std::uint64_t>> entriesOf(const Arguments &arguments, const std::string &option)
{
    const auto parts = listed(arguments, option);
    if (!parts)
        return parts.error();
    std::vector<std::uint64_t> entries;
    for (const std::string &part : *parts) {
        std::uint64_t entry = 0;
        const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), entry);
        if (problem != std::errc() || end != part.data() + part.size())
            return wrongUse("MND-CLI-060", '"' + part + "\" is no entry number.", "Give entry numbers with commas between, such as --" + option + " 12,14.");
        entries.push_back(entry);
    }
    return entries;
}

int showSigned(const Arguments &arguments, const Result<CaseLife> &life, const std::string &words)
{
    if (!life)
        return fail(life.error());
    if (arguments.json())
        printJson(CaseJson{{"incident", life->incident()}, {"state", nameOf(life->state())}, {"entry", life->history().back().statement.entry}});
    else
        print(life->incident() + ": " + words + ". It is " + std::string(nameOf(life->state())) + '.');
    return Done;
}

/// Opens the workspace for writing and takes the step.
int take(const Arguments &arguments, CaseStatement step, const std::string &words)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    step.incident = arguments.word(1);
    return showSigned(arguments, (*workspace)->takeCaseStep(std::move(step)), words);
}

CaseStatement stepOf(CaseStep kind, const std::string &text)
{
    CaseStatement step;
    step.step = kind;
    step.text = text;
    return step;
}

int showIncident(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto view = (*workspace)->incidentCase(arguments.word(1));
    if (!view)
        return fail(view.error());
    const auto duties = reportingDutiesIn((resourceFolder() / "duties").string());
    if (!duties)
        return fail(duties.error());
    const CaseJson object = caseJson(*view, *duties, arguments.text("zone"), (*workspace)->now());
    if (arguments.json()) {
        printJson(object);
        return Done;
    }
    const Incident &incident = view->incident;
    const CaseLife &life = view->life;
    print(incident.id + "  " + std::string(nameOf(incident.severity)) + ", " + std::string(nameOf(incident.state)) + (incident.escalated ? ", nobody acted in time" : ""));
    print("  what     " + visible(incident.clause.readsAs));
    print("  who      " + visible(incident.agent) + " in session " + visible(incident.session) + "; " + std::to_string(incident.attempted) + " attempted, " + std::to_string(incident.executed) + " executed");
    print("  opened   " + formatInstant(incident.opened) + " by " + visible(incident.openedBy));
    print("  owner    " + (incident.owner.empty() ? "nobody" : visible(incident.owner)) + (incident.assignedTo.empty() ? "" : "; assigned to " + incident.assignedTo) +
          (incident.due ? "; due " + formatInstant(*incident.due) : ""));
    print("  cause    " + std::string(nameOf(incident.attribution)) + (incident.cause ? ": " + std::string(nameOf(*incident.cause)) : ""));
    for (const CaseLife::Claim &claim : life.claims()) {
        const CauseClaim &said = life.claimIn(claim);
        print("    " + std::string(nameOf(said.cause)) + " (" + std::string(nameOf(said.grade)) + ", for " + said.party + ") by " + life.history()[claim.step].statement.by +
              (claim.withdrawn ? ", withdrawn" : "") + "; " + counted(said.pins.size(), "record") + "  claim " + claim.digest.hex().substr(0, 12));
    }
    for (const CaseJson &clock : object["duties"])
        print("  duty     " + clock["duty"].get<std::string>() + ": " + clock["state"].get<std::string>() + (clock["due"].is_null() ? "" : ", due " + clock["due"].get<std::string>()));
    if (!life.history().empty()) {
        std::vector<std::vector<std::string>> rows{{"entry", "at", "step", "by", "text", ""}};
        for (const CaseLife::Event &event : life.history())
            rows.push_back({std::to_string(event.statement.entry), formatInstant(event.statement.at), std::string(nameOf(event.statement.step)), event.statement.by, event.statement.text,
                            event.voidBecause.empty() ? (event.statement.privileged ? "privileged" : "") : "void: " + event.voidBecause});
        printTable(rows);
    }
    return Done;
}

Result<Severity> severityIn(const Arguments &arguments)
{
    if (const auto severity = enumNamed<Severity>(severityNames, arguments.text("severity")))
        return *severity;
    return wrongUse("MND-CLI-062", "\"--severity\" is not critical, major or minor.", "Name one of them.");
}

int openByHand(const Arguments &arguments)
{
    const auto records = entriesOf(arguments, "records");
    if (!records)
        return fail(records.error());
    const auto severity = severityIn(arguments);
    if (!severity)
        return fail(severity.error());
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    CaseStatement opening = stepOf(CaseStep::Open, arguments.text("reason"));
    opening.title = arguments.text("title");
    opening.severity = *severity;
    opening.records = *records;
    const auto id = arguments.has("split-from") ? (*workspace)->splitIncident(arguments.text("split-from"), std::move(opening)) : (*workspace)->openIncident(std::move(opening));
    if (!id)
        return fail(id.error());
    if (arguments.json())
        printJson(CaseJson{{"incident", *id}});
    else
        print(*id + " is open.");
    return Done;
}

int assign(const Arguments &arguments)
{
    const auto due = arguments.time("due");
    if (!due)
        return fail(due.error());
    CaseStatement step = stepOf(CaseStep::Assign, arguments.text("note"));
    step.person = arguments.text("to");
    step.due = *due;
    return take(arguments, std::move(step), "assigned to " + arguments.text("to"));
}

int move(const Arguments &arguments)
{
    CaseStatement step = stepOf(CaseStep::Move, arguments.text("note"));
    step.to = caseStateOf(arguments.word(2));
    return take(arguments, std::move(step), "moved");
}

int grade(const Arguments &arguments)
{
    const auto severity = enumNamed<Severity>(severityNames, arguments.word(2));
    CaseStatement step = stepOf(CaseStep::Grade, arguments.text("reason"));
    step.severity = severity;
    return take(arguments, std::move(step), "graded " + arguments.word(2));
}

int noteDown(const Arguments &arguments)
{
    CaseStatement step = stepOf(CaseStep::Note, arguments.text("text"));
    step.privileged = arguments.has("privileged");
    return take(arguments, std::move(step), step.privileged ? "noted; privileged notes never leave the workspace" : "noted");
}

int link(const Arguments &arguments)
{
    CaseStatement step = stepOf(arguments.has("remove") ? CaseStep::Unlink : CaseStep::Link, arguments.text("note"));
    step.other = arguments.word(2);
    step.relation = arguments.has("relation") ? arguments.text("relation") : "related";
    return take(arguments, std::move(step), arguments.has("remove") ? "no longer linked" : "linked");
}

int merge(const Arguments &arguments)
{
    CaseStatement step = stepOf(CaseStep::Merge, arguments.text("reason"));
    step.other = arguments.word(2);
    return take(arguments, std::move(step), "merged into " + arguments.word(2));
}

int suggest(const Arguments &arguments)
{
    const auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto suggestion = (*workspace)->suggestCause(arguments.word(1));
    if (!suggestion)
        return fail(suggestion.error());
    if (arguments.json()) {
        printJson(suggestionJson(*suggestion));
        return Done;
    }
    const Diagnosis &diagnosis = suggestion->diagnosis;
    print("Suggested, and nobody's claim: " + std::string(nameOf(diagnosis.cause)) + (diagnosis.pattern.empty() ? "" : " (" + diagnosis.pattern + ')') + ". " + diagnosis.because);
    for (const TrailAnswer &answer : suggestion->answers) {
        print("  " + std::string(questionText(answer.question)));
        print("    " + answer.answer + ": " + answer.because);
        for (const Pin &pin : answer.pins)
            print("      record " + std::to_string(pin.entry) + (pin.shows.empty() ? "" : ": " + visible(pin.shows)));
    }
    for (const std::string &missing : suggestion->missing)
        print("  missing: " + visible(missing));
    return Done;
}

int attribute(const Arguments &arguments)
{
    CauseClaim claim;
    const auto cause = causeOf(arguments.text("cause"));
    if (!cause)
        return fail(wrongUse("MND-CLI-063", "\"--cause\" is not policy, technical, specification, infrastructure or not_enough_evidence.", "Name one of them; \"mandate incident suggest\" says what the trail shows."));
    claim.cause = *cause;
    if (arguments.has("confirmed"))
        claim.grade = ClaimGrade::Confirmed;
    if (arguments.has("for"))
        claim.party = arguments.text("for");
    if (std::ranges::find(claimParties, claim.party) == claimParties.end())
        return fail(wrongUse("MND-CLI-064", "\"--for\" is not us, vendor, customer, operator or authority.", "Name one of them."));
    const auto also = listed(arguments, "contributing");
    if (!also)
        return fail(also.error());
    for (const std::string &name : *also) {
        const auto contributing = causeOf(name);
        if (!contributing)
            return fail(wrongUse("MND-CLI-068", '"' + name + "\" is no cause.", "Name policy, technical, specification or infrastructure."));
        claim.contributing.push_back(*contributing);
    }
    const auto pins = entriesOf(arguments, "pin");
    if (!pins)
        return fail(pins.error());
    for (const std::uint64_t entry : *pins)
        claim.pins.push_back({entry, {}});
    if (arguments.has("missing"))
        claim.missing.push_back(arguments.text("missing"));
    claim.pattern = arguments.text("pattern");
    claim.explanation = arguments.text("explanation");
    claim.introducedBy = arguments.text("introduced-by");
    claim.missedBy = arguments.text("missed-by");
    claim.detectedBy = arguments.text("detected-by");
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    if (const auto suggestion = (*workspace)->suggestCause(arguments.word(1))) {
        claim.suggested = nameOf(suggestion->diagnosis.cause);
        const CauseAnswers answers = suggestion->answered();
        claim.answers.insert(answers.begin(), answers.end());
    }
    CaseStatement step = stepOf(CaseStep::Claim, arguments.text("note"));
    step.claim = std::move(claim);
    step.incident = arguments.word(1);
    return showSigned(arguments, (*workspace)->takeCaseStep(std::move(step)), "attributed to " + arguments.text("cause"));
}

/// The claim of this incident whose digest begins so; there must be exactly one.
Result<Digest> claimNamed(const Workspace &workspace, const std::string &incident, const std::string &begin)
{
    const auto view = workspace.incidentCase(incident);
    if (!view)
        return view.error();
    std::vector<Digest> found;
    for (const CaseLife::Claim &claim : view->life.claims()) {
        if (claim.digest.hex().starts_with(begin))
            found.push_back(claim.digest);
    }
    if (found.size() != 1 || begin.empty())
        return wrongUse("MND-CLI-065", "\"" + begin + "\" names " + (found.empty() ? "no claim" : "more than one claim") + " of this incident.", "\"mandate incident show\" gives the digests of its claims.");
    return found.front();
}

int answerClaim(const Arguments &arguments, CaseStep kind)
{
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto claim = claimNamed(**workspace, arguments.word(1), arguments.word(2));
    if (!claim)
        return fail(claim.error());
    CaseStatement step = stepOf(kind, arguments.text(kind == CaseStep::Agree ? "note" : "reason"));
    step.about = *claim;
    if (kind == CaseStep::Agree)
        step.party = arguments.has("for") ? arguments.text("for") : "us";
    step.incident = arguments.word(1);
    return showSigned(arguments, (*workspace)->takeCaseStep(std::move(step)), kind == CaseStep::Agree ? "agreed" : "withdrawn");
}

int agree(const Arguments &arguments)
{
    return answerClaim(arguments, CaseStep::Agree);
}

int withdrawClaim(const Arguments &arguments)
{
    return answerClaim(arguments, CaseStep::Withdraw);
}

int listDuties(const Arguments &arguments)
{
    const auto duties = reportingDutiesIn(arguments.has("in") ? arguments.text("in") : (resourceFolder() / "duties").string());
    if (!duties)
        return fail(duties.error());
    if (arguments.json()) {
        CaseJson list = CaseJson::array();
        for (const ReportingDuty &duty : *duties)
            list.push_back(dutyJson(duty));
        printJson(CaseJson{{"duties", std::move(list)}});
        return Done;
    }
    for (const ReportingDuty &duty : *duties) {
        const CaseJson object = dutyJson(duty);
        print(duty.id + "  " + duty.title + " (" + duty.source + ", as of " + duty.asOf + ")");
        print("  role " + duty.role + "; to " + duty.to + "; starts with " + duty.starts);
        for (const CaseJson &category : object["categories"])
            print("  " + (category["id"].is_null() ? std::string() : category["id"].get<std::string>() + ": ") + category["period"].get<std::string>());
    }
    return Done;
}

/// The shipped duty of this id, and the category that the option names; a usage error else.
Result<ReportingDuty> dutyNamed(const Arguments &arguments)
{
    const auto duties = reportingDutiesIn((resourceFolder() / "duties").string());
    if (!duties)
        return duties.error();
    const auto found = std::ranges::find(*duties, arguments.word(2), &ReportingDuty::id);
    if (found == duties->end())
        return wrongUse("MND-CLI-066", "There is no reporting duty \"" + arguments.word(2) + "\".", "\"mandate incident duties\" lists them.");
    return *found;
}

int aware(const Arguments &arguments)
{
    const auto duty = dutyNamed(arguments);
    if (!duty)
        return fail(duty.error());
    if (!duty->category(arguments.text("category")))
        return fail(wrongUse("MND-CLI-067", "The duty has no category \"" + arguments.text("category") + "\".", "\"mandate incident duties\" lists the categories; give one with --category."));
    const auto at = arguments.time("at");
    if (!at)
        return fail(at.error());
    CaseStatement step = stepOf(CaseStep::Aware, arguments.text("reason"));
    step.duty = duty->id;
    step.category = arguments.text("category");
    step.role = duty->role;
    step.happened = *at;
    return take(arguments, std::move(step), "the clock of " + duty->id + " runs" + (duty->first.empty() ? "" : ". " + duty->first));
}

int reported(const Arguments &arguments)
{
    const auto at = arguments.time("at");
    if (!at)
        return fail(at.error());
    CaseStatement step = stepOf(CaseStep::Reported, arguments.text("note"));
    step.duty = arguments.word(2);
    step.happened = *at;
    step.reference = arguments.text("reference");
    return take(arguments, std::move(step), "reported");
}

int noDuty(const Arguments &arguments)
{
    const auto duty = dutyNamed(arguments);
    if (!duty)
        return fail(duty.error());
    CaseStatement step = stepOf(CaseStep::NoDuty, arguments.text("reason"));
    step.duty = duty->id;
    return take(arguments, std::move(step), duty->id + " does not apply");
}

int closeIncident(const Arguments &arguments)
{
    return take(arguments, stepOf(CaseStep::Close, arguments.text("reason")), "closed");
}

int reopen(const Arguments &arguments)
{
    return take(arguments, stepOf(CaseStep::Reopen, arguments.text("reason")), "reopened");
}

} // namespace

std::vector<Command> incidentCommands()
{
    return {
        {"incident show", "an incident: state, claims about its cause, reporting clocks, every signed step", {"incident show W INCIDENT [--zone Z]", 2, 2, {"zone"}, {}}, showIncident},
        {"incident open", "open an incident by hand, from records",
         {"incident open W --title T --severity S --records N[,N…] --reason R [--split-from INCIDENT]", 1, 1, {"title", "severity", "records", "reason", "split-from"}, {}}, openByHand},
        {"incident assign", "who works on it, and until when", {"incident assign W INCIDENT --to PERSON [--due TIME] [--note N]", 2, 2, {"to", "due", "note"}, {}}, assign},
        {"incident move", "to investigating or contained", {"incident move W INCIDENT STATE [--note N]", 3, 3, {"note"}, {}}, move},
        {"incident grade", "another severity, with the reason", {"incident grade W INCIDENT SEVERITY --reason R", 3, 3, {"reason"}, {}}, grade},
        {"incident note", "words that stay; privileged ones never leave the workspace", {"incident note W INCIDENT --text T [--privileged]", 2, 2, {"text"}, {"privileged"}}, noteDown},
        {"incident link", "to another incident", {"incident link W INCIDENT OTHER [--relation R] [--remove] [--note N]", 3, 3, {"relation", "note"}, {"remove"}}, link},
        {"incident merge", "into another incident, which has its records from then on", {"incident merge W INCIDENT INTO --reason R", 3, 3, {"reason"}, {}}, merge},
        {"incident suggest", "what the trail says about the cause: computed, with its reasons, nobody's claim", {"incident suggest W INCIDENT", 2, 2, {}, {}}, suggest},
        {"incident attribute", "claim what caused it, with the records that show it",
         {"incident attribute W INCIDENT --cause C --pin N[,N…] [--confirmed] [--contributing C,C] [--missing T] [--for PARTY] [--pattern P] [--explanation T] [--introduced-by T] [--missed-by T] [--detected-by T] [--note N]",
          2, 2, {"cause", "pin", "contributing", "missing", "for", "pattern", "explanation", "introduced-by", "missed-by", "detected-by", "note"}, {"confirmed"}},
         attribute},
        {"incident agree", "with a claim, as another person or for another party", {"incident agree W INCIDENT CLAIM [--for PARTY] [--note N]", 3, 3, {"for", "note"}, {}}, agree},
        {"incident withdraw", "a claim of one's own", {"incident withdraw W INCIDENT CLAIM --reason R", 3, 3, {"reason"}, {}}, withdrawClaim},
        {"incident duties", "the reporting duties that Mandate knows, with source and date", {"incident duties [--in FOLDER]", 0, 0, {"in"}, {}}, listDuties},
        {"incident aware", "somebody became aware: starts the clock of a reporting duty",
         {"incident aware W INCIDENT DUTY --at TIME --reason R [--category C]", 3, 3, {"at", "reason", "category"}, {}}, aware},
        {"incident reported", "stops the clock of a reporting duty", {"incident reported W INCIDENT DUTY --at TIME --reference R [--note N]", 3, 3, {"at", "reference", "note"}, {}}, reported},
        {"incident no-duty", "a reporting duty does not apply, and why", {"incident no-duty W INCIDENT DUTY --reason R", 3, 3, {"reason"}, {}}, noDuty},
        {"incident close", "close an incident whose cause is attributed", {"incident close W INCIDENT --reason R", 2, 2, {"reason"}, {}}, closeIncident},
        {"incident reopen", "open a closed or merged incident again", {"incident reopen W INCIDENT --reason R", 2, 2, {"reason"}, {}}, reopen},
    };
}

} // namespace mandate::cli
