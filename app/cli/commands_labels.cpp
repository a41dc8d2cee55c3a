// SPDX-License-Identifier: GPL-3.0-or-later
// label …: samples of sessions or actions that two people judge, each without seeing what the other said, and what follows from their answers.
#include "app/cli/commands.h"
#include "app/cli/evaluation_output.h"
#include "app/cli/output.h"
#include "app/cli/surroundings.h"
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/workspace/labels.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdio>

namespace mandate::cli {

namespace {

using LabelJson = nlohmann::ordered_json;
constexpr std::uint64_t fewestForShare = 30; ///< below, a percentage says more than is known

Error wrongLabelOption(std::string happened, std::string remedy)
{
    return {ErrorKind::Usage, "MND-CLI-151", std::move(happened), "Nothing was signed.", std::move(remedy), {}};
}

Result<std::uint64_t> numberFrom(const Arguments &arguments, const std::string &option, std::uint64_t absent)
{
    if (!arguments.has(option))
        return absent;
    const std::string text = arguments.text(option);
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size())
        return wrongLabelOption("\"" + text + "\" is no number for --" + option + '.', "Give a whole number.");
    return number;
}

std::string percent(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
    return text;
}

LabelJson shareJson(const LabelShare &share)
{
    LabelJson told{{"k", share.k}, {"n", share.n}, {"share", share.share ? LabelJson(*share.share) : LabelJson(nullptr)}, {"interval_95", nullptr}, {"standard_error", share.standardError ? LabelJson(*share.standardError) : LabelJson(nullptr)}};
    if (share.interval)
        told["interval_95"] = {share.interval->first, share.interval->second};
    return told;
}

std::string shareWords(const LabelShare &share)
{
    if (share.n == 0)
        return "none of none";
    std::string words = std::to_string(share.k) + " of " + std::to_string(share.n);
    if (share.share && share.n >= fewestForShare)
        words += " = " + percent(*share.share);
    if (share.interval)
        words += ", between " + percent(share.interval->first) + " and " + percent(share.interval->second);
    return words;
}

LabelJson sampleJson(const LabelSample &sample)
{
    LabelJson strata = LabelJson::array();
    for (const SampleStratum &stratum : sample.strata)
        strata.push_back({{"name", stratum.name}, {"population", stratum.population}, {"drawn", stratum.drawn.size()}});
    return {{"name", sample.name},
            {"entry", sample.entry},
            {"question", nameOf(sample.question)},
            {"agent", sample.agent},
            {"deployment", textOrNull(sample.deployment)},
            {"since", jsonOf(sample.since)},
            {"until", jsonOf(sample.until)},
            {"strategy", nameOf(sample.strategy)},
            {"size", sample.size()},
            {"population", sample.population()},
            {"seed", sample.seed},
            {"seed_chosen", sample.seedChosen ? LabelJson(*sample.seedChosen) : LabelJson(nullptr)},
            {"reason", sample.reason},
            {"by", sample.signer.by},
            {"at", formatInstant(sample.signer.at)},
            {"ledger", {{"size", sample.ledgerSize}, {"root", sample.ledgerRoot.hex()}}},
            {"frame", sample.frame.hex()},
            {"frame_entries", sample.frameEntries ? LabelJson(sample.frameEntries->hex()) : LabelJson(nullptr)},
            {"strata", std::move(strata)}};
}

LabelJson progressJson(const SampleLabels &labels, const LabelFigures &figures)
{
    LabelJson people = LabelJson::array();
    for (std::size_t i = 0; i < labels.labellers.size(); ++i) {
        LabelJson before = LabelJson::array();
        for (const NoteSigner &one : labels.before.at(i))
            before.push_back(one.by);
        people.push_back({{"person", labels.labellers[i].by}, {"answered", figures.answered.at(i)}, {"left", figures.drawn - figures.answered.at(i)}, {"in_place_of", std::move(before)}});
    }
    return people;
}

LabelJson figuresJson(const SampleLabels &labels)
{
    const LabelFigures figures = labelFigures(labels);
    LabelJson kappa = nullptr;
    if (figures.kappa)
        kappa = {{"kappa", figures.kappa->kappa}, {"standard_error", figures.kappa->standardError}, {"interval_95", {figures.kappa->interval().first, figures.kappa->interval().second}}};
    return {{"labellers", progressJson(labels, figures)},
            {"agreement", {{"answers", {"yes", "no", "cannot_tell"}}, {"table", figures.table}, {"cases", figures.both.cases()}, {"agreed", figures.both.agreed()}, {"kappa", std::move(kappa)}}},
            {"agreed", figures.agreed},
            {"disagreed", figures.disagreed},
            {"settled", figures.settled},
            {"yes", figures.yes},
            {"no", figures.no},
            {"cannot_tell", figures.cannotTell},
            {"unlabelled", figures.unlabelled},
            {"beside", figures.beside},
            {"representative", labels.sample.strategy != SampleStrategy::Uncertain},
            {"estimate", shareJson(figures.estimate)},
            {"flagged", {{"source", "human labels"}, {"right", figures.rightlyFlagged}, {"unneeded", figures.wronglyFlagged}, {"missed", figures.missed}, {"neither", figures.neither},
                         {"precision", shareJson(figures.precision)}, {"recall", shareJson(figures.recall)}}}};
}

LabelJson settlementJson(const LabelSettlement &settlement)
{
    return {{"person", settlement.signer.by}, {"answer", nameOf(settlement.answer)}, {"reason", settlement.reason}, {"at", formatInstant(settlement.signer.at)}, {"entry", settlement.entry}};
}

LabelJson answerJson(const Label &label)
{
    return {{"person", label.signer.by}, {"answer", nameOf(label.answer)}, {"reason", textOrNull(label.reason)}, {"note", textOrNull(label.note)}, {"pins", label.pins}, {"at", formatInstant(label.signer.at)}, {"entry", label.entry}};
}

/// What was said of each, as far as it is no secret: one answer alone is not told, whoever asks.
LabelJson unitsJson(const SampleLabels &labels)
{
    LabelJson units = LabelJson::array();
    for (const LabelUnit *unit : labels.sample.order()) {
        const UnitLabels &said = labels.of(unit->entry);
        const LabelState state = said.state();
        LabelJson told{{"entry", unit->entry}, {"session", unit->session}, {"deployment", unit->deployment}, {"state", nameOf(state)}};
        told["answer"] = said.answer() ? LabelJson(nameOf(*said.answer())) : LabelJson(nullptr);
        if (said.isAnsweredTwice()) {
            LabelJson answers = LabelJson::array(), beside = LabelJson::array();
            for (const auto &label : said.answers)
                answers.push_back(answerJson(*label));
            for (const Label &label : said.beside)
                beside.push_back(answerJson(label));
            told["answers"] = std::move(answers);
            told["beside"] = std::move(beside);
            LabelJson offered = LabelJson::array();
            for (const auto &offer : said.offered) {
                if (offer)
                    offered.push_back(settlementJson(*offer));
            }
            told["offered"] = std::move(offered);
            told["settled"] = said.settled ? settlementJson(*said.settled) : LabelJson(nullptr);
        }
        units.push_back(std::move(told));
    }
    return units;
}

std::string askedOf(const LabelSample &sample)
{
    return sample.question == LabelQuestion::EscalationNeeded ? "Should it have been handed to a person?" : "Was it within what the agent is there for?";
}

std::string seedWords(const LabelSample &sample)
{
    if (!sample.seedChosen)
        return " (the note does not say who chose it)";
    return *sample.seedChosen ? " (chosen by hand)" : " (nobody chose it: it follows from the ledger and the name)";
}

std::string sampleWords(const LabelSample &sample)
{
    const std::string one = sample.question == LabelQuestion::EscalationNeeded ? "session" : "action";
    return sample.name + ": " + std::string(nameOf(sample.strategy)) + ", " + std::to_string(sample.size()) + " of " + counted(sample.population(), one) + " of " + visible(sample.agent) +
           (sample.deployment.empty() ? "" : " in " + visible(sample.deployment)) + ", seed " + std::to_string(sample.seed) + seedWords(sample) + ". " + askedOf(sample) + " Drawn by " + visible(sample.signer.by) + " at " +
           formatInstant(sample.signer.at) + ": " + visible(sample.reason);
}

/// Of a place that others held before and could not keep.
std::string inPlaceOf(const std::vector<NoteSigner> &before)
{
    std::string words;
    for (const NoteSigner &one : before)
        words += (words.empty() ? ", in the place of " : " and ") + visible(one.by);
    return words.empty() ? words : words + ',';
}

std::string labelProgress(const SampleLabels &labels, const LabelFigures &figures)
{
    std::string words;
    for (std::size_t i = 0; i < labels.labellers.size(); ++i)
        words += (i == 0 ? "" : "; ") + visible(labels.labellers[i].by) + inPlaceOf(labels.before.at(i)) + " answered " + std::to_string(figures.answered.at(i)) + " of " + std::to_string(figures.drawn);
    if (figures.beside > 0)
        words += (words.empty() ? "" : "; ") + counted(figures.beside, "answer counts", "answers count") + " in nothing: given while nobody was enrolled, or by somebody who can act no more";
    if (labels.labellers.size() < 2)
        words += words.empty() ? "nobody has answered yet" : "; nobody else has answered yet";
    return words;
}

std::string kappaWords(const LabelFigures &figures, SampleStrategy strategy)
{
    if (figures.both.cases() == 0)
        return "no agreement yet: nothing was answered yes or no by both";
    const std::string counts = "both said yes or no of " + std::to_string(figures.both.cases()) + " and agreed on " + std::to_string(figures.both.agreed());
    if (!figures.kappa)
        return counts + "; no kappa: both said the same of every one, which cannot be told from chance";
    char text[96];
    const auto [low, high] = figures.kappa->interval();
    std::snprintf(text, sizeof text, "; kappa %.2f, between %.2f and %.2f", figures.kappa->kappa, low, high);
    return counts + text + (strategy == SampleStrategy::Random ? "" : ", of this sample alone");
}

int drawSample(const Arguments &arguments)
{
    LabelSample wanted;
    wanted.name = arguments.text("name");
    wanted.agent = arguments.text("agent");
    wanted.deployment = arguments.text("deployment");
    wanted.reason = arguments.text("reason");
    const auto question = labelQuestionOf(arguments.text("question"));
    if (!question)
        return fail(wrongLabelOption("What people are to be asked is not said.", "Give --question escalation_needed or --question in_scope."));
    const auto strategy = sampleStrategyOf(arguments.has("strategy") ? arguments.text("strategy") : "random");
    if (!strategy)
        return fail(wrongLabelOption("\"" + arguments.text("strategy") + "\" is no strategy.", "Give random, stratified or uncertain."));
    wanted.question = *question;
    wanted.strategy = *strategy;
    const auto size = numberFrom(arguments, "size", 50);
    const auto seed = numberFrom(arguments, "seed", 0);
    for (const auto *number : {&size, &seed}) {
        if (!*number)
            return fail(number->error());
    }
    wanted.wanted = *size;
    wanted.seed = *seed;
    wanted.seedChosen = arguments.has("seed");
    for (const auto &[option, into] : {std::pair{"since", &wanted.since}, {"until", &wanted.until}}) {
        const auto time = arguments.time(option);
        if (!time)
            return fail(time.error());
        *into = *time;
    }
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto sample = Labels(**workspace).draw(std::move(wanted));
    if (!sample)
        return fail(sample.error());
    if (arguments.json()) {
        printJson(sampleJson(*sample));
        return Done;
    }
    print(sampleWords(*sample));
    if (sample->strategy == SampleStrategy::Uncertain)
        print("This sample is not representative: it looks for doubtful cases, and nothing about all of them follows from it.");
    return Done;
}

int listSamples(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    LabelJson list = LabelJson::array();
    const auto all = Labels(**workspace).list();
    for (const SampleLabels &labels : all) {
        const LabelFigures figures = labelFigures(labels);
        LabelJson one = sampleJson(labels.sample);
        one["labellers"] = progressJson(labels, figures);
        one["kappa"] = figures.kappa ? LabelJson(figures.kappa->kappa) : LabelJson(nullptr);
        one["disagreed"] = figures.disagreed;
        list.push_back(std::move(one));
        if (!arguments.json())
            print(sampleWords(labels.sample) + "; " + labelProgress(labels, figures));
    }
    if (arguments.json())
        printJson(LabelJson{{"samples", std::move(list)}});
    else if (all.empty())
        print("No sample was drawn.");
    return Done;
}

/// What was said, or what a tool was called with; nothing where its text is erased.
std::string wordsOf(const std::string &body)
{
    Arena arena;
    JsonReader reader;
    const auto record = readRecord(body, reader, arena);
    if (!record)
        return {};
    if (record->kind == RecordKind::Action)
        return record->arguments.isMap() ? canonicalJson(record->arguments) : std::string(record->argumentsText);
    return std::string(record->said);
}

/// The beginning of it on one line of a table; --json has it whole.
std::string firstWords(const std::string &text)
{
    constexpr std::size_t most = 160;
    if (text.size() <= most)
        return visible(text);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return visible(text.substr(0, end)) + " …";
}

/// What became of a call. Who refused it, and by what, would be a verdict: that it did not run is what happened.
std::string becameOf(Outcome outcome)
{
    return outcome == Outcome::Refused ? "not_executed" : std::string(nameOf(outcome));
}

int nextUnit(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true, surroundings());
    if (!workspace)
        return fail(workspace.error());
    Labels labels(**workspace);
    const auto sample = labels.named(arguments.word(1));
    if (!sample)
        return fail(sample.error());
    const auto next = labels.next(arguments.word(1));
    if (!next)
        return fail(next.error());
    const std::size_t left = sample->open((*workspace)->person().id, (*workspace)->people()).size();
    LabelJson records = LabelJson::array();
    std::vector<std::vector<std::string>> table{{"entry", "kind", "who", "did", "outcome"}};
    if (*next) {
        RowFilter filter;
        filter.agents = {sample->sample.agent};
        filter.sessions = {(*next)->session};
        filter.deployments = {(*next)->deployment};
        const auto entries = (*workspace)->store().select(filter, RowOrder::ArrivalAscending);
        const auto rows = entries ? (*workspace)->store().rows(*entries) : Result<std::vector<Row>>(entries.error());
        if (!rows)
            return fail(rows.error());
        const auto bodies = (*workspace)->store().bodies(*entries);
        if (!bodies)
            return fail(bodies.error());
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const Row &row = (*rows)[i];
            if (row.kind == RecordKind::Session || row.kind == RecordKind::Decision)
                continue; // what its source says of the outcome, and what the gateway answered, would answer for whoever reads it
            const std::string words = wordsOf((*bodies)[i]);
            records.push_back({{"entry", row.number}, {"kind", nameOf(row.kind)}, {"role", row.role == Role::None ? LabelJson(nullptr) : LabelJson(nameOf(row.role))}, {"tool", textOrNull(row.tool)}, {"words", words}, {"outcome", becameOf(row.outcome)}});
            table.push_back({std::to_string(row.number) + (row.number == (*next)->entry && sample->sample.question == LabelQuestion::InScope ? " <" : ""), std::string(nameOf(row.kind)),
                             row.role == Role::None ? "" : std::string(nameOf(row.role)), firstWords(row.tool + (row.tool.empty() ? "" : " ") + words), row.kind == RecordKind::Action ? becameOf(row.outcome) : ""});
        }
    }
    if (arguments.json()) {
        LabelJson unit = nullptr;
        if (*next)
            unit = {{"entry", (*next)->entry}, {"session", (*next)->session}, {"deployment", (*next)->deployment}, {"records", std::move(records)}};
        printJson({{"sample", sample->sample.name}, {"question", nameOf(sample->sample.question)}, {"left", left}, {"unit", std::move(unit)}});
        return Done;
    }
    if (!*next) {
        print("You have answered all " + std::to_string(sample->sample.size()) + '.');
        return Done;
    }
    print(askedOf(sample->sample) + " " + std::to_string(left) + " left.");
    print("session " + visible((*next)->session) + ", named by entry " + std::to_string((*next)->entry));
    printTable(table);
    print("\"mandate show " + visible(arguments.word(0)) + " ENTRY\" shows what a record holds; \"mandate label set " + visible(arguments.word(0)) + ' ' + sample->sample.name + ' ' + std::to_string((*next)->entry) + " yes|no|cannot_tell\" answers.");
    return Done;
}

Result<LabelSubject> subjectFrom(const Arguments &arguments)
{
    const auto unit = entryNumber(arguments.word(2));
    if (!unit)
        return unit.error();
    return LabelSubject{arguments.word(1), 0, *unit};
}

int setLabel(const Arguments &arguments)
{
    const auto subject = subjectFrom(arguments);
    if (!subject)
        return fail(subject.error());
    const auto answer = labelAnswerOf(arguments.word(3));
    if (!answer)
        return fail(wrongLabelOption("\"" + arguments.word(3) + "\" is no answer.", "Answer yes, no or cannot_tell."));
    Label label;
    label.subject = *subject;
    label.answer = *answer;
    label.reason = arguments.text("reason");
    label.note = arguments.text("note");
    std::string pins = arguments.text("pin");
    while (!pins.empty()) {
        const std::size_t comma = std::min(pins.find(','), pins.size());
        const auto pin = entryNumber(pins.substr(0, comma));
        if (!pin)
            return fail(pin.error());
        label.pins.push_back(*pin);
        pins.erase(0, comma + 1);
    }
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    Labels labels(**workspace);
    if (const auto said = labels.label(label); !said)
        return fail(said.error());
    const auto standing = labels.named(label.subject.sample);
    if (!standing)
        return fail(standing.error());
    const std::size_t left = standing->open((*workspace)->person().id, (*workspace)->people()).size();
    if (arguments.json())
        printJson({{"sample", label.subject.sample}, {"unit", label.subject.unit}, {"answer", nameOf(label.answer)}, {"state", nameOf(standing->of(label.subject.unit).state())}, {"left", left}});
    else
        print("Signed: " + std::string(nameOf(label.answer)) + ". " + std::to_string(left) + " left.");
    return Done;
}

int settleLabel(const Arguments &arguments)
{
    const auto subject = subjectFrom(arguments);
    if (!subject)
        return fail(subject.error());
    const auto answer = labelAnswerOf(arguments.word(3));
    if (!answer)
        return fail(wrongLabelOption("\"" + arguments.word(3) + "\" is no answer.", "Settle on yes, no or cannot_tell."));
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    Labels labels(**workspace);
    LabelSettlement settlement;
    settlement.subject = *subject;
    settlement.answer = *answer;
    settlement.reason = arguments.text("reason");
    if (const auto said = labels.settle(std::move(settlement)); !said)
        return fail(said.error());
    const auto standing = labels.named(subject->sample);
    if (!standing)
        return fail(standing.error());
    const bool settled = standing->of(subject->unit).state() == LabelState::Settled;
    if (arguments.json())
        printJson({{"sample", subject->sample}, {"unit", subject->unit}, {"answer", nameOf(*answer)}, {"settled", settled}});
    else
        print(settled ? "Settled: " + std::string(nameOf(*answer)) + '.' : "Signed. It is settled once the other labeller says the same, or a third person decides.");
    return Done;
}

void printFigures(const SampleLabels &labels)
{
    const LabelFigures figures = labelFigures(labels);
    const LabelSample &sample = labels.sample;
    print(labelProgress(labels, figures));
    print(kappaWords(figures, sample.strategy));
    if (figures.disagreed + figures.settled > 0)
        print("disagreements: " + std::to_string(figures.disagreed) + " open, " + std::to_string(figures.settled) + " settled");
    print("yes: " + std::to_string(figures.yes) + ", no: " + std::to_string(figures.no) + ", cannot be told: " + std::to_string(figures.cannotTell) + "; without a yes or no that counts: " + std::to_string(figures.unlabelled) + " of " + std::to_string(figures.drawn));
    if (sample.strategy == SampleStrategy::Uncertain)
        print("This sample is not representative: it looks for doubtful cases, and nothing about all " + std::to_string(sample.population()) + " follows from it.");
    else if (figures.estimate.interval)
        print("of all " + std::to_string(sample.population()) + ", the answer is yes for between " + percent(figures.estimate.interval->first) + " and " + percent(figures.estimate.interval->second) +
              (figures.estimate.share && figures.estimate.n >= fewestForShare ? ", best guess " + percent(*figures.estimate.share) : "") + " (95 %; " + (sample.strategy == SampleStrategy::Random ? "Wilson" : "stratified") + ", from " +
              std::to_string(figures.estimate.n) + ")");
    const bool sessions = sample.question == LabelQuestion::EscalationNeeded;
    print(std::string(sessions ? "escalation" : "verdicts out of scope or prohibited") + " against human labels: precision " + shareWords(figures.precision) + "; recall " + shareWords(figures.recall) + "; " + std::to_string(figures.unlabelled) + " unlabelled" +
          (sample.strategy == SampleStrategy::Random ? "" : "; of this sample alone"));
}

std::string drawnAgainWords(const DrawnAgain &drawn)
{
    const std::string anew = drawn.judgedAnew ? "the trail was judged anew since (entry " + std::to_string(*drawn.judgedAnew) + ")" : "text of it was erased since";
    switch (drawn.check) {
    case DrawCheck::Same: return "drawn again from its seed: the same";
    case DrawCheck::SameJudgedAnew: return "drawn again from its seed: the same; " + anew + ", so that verdicts are not those of then";
    case DrawCheck::FrameChanged: return "drawn again: not possible, it was drawn by verdicts, and " + anew + "; it is of the same sessions or actions";
    case DrawCheck::Different: return "drawn again from its seed: others come out, so that somebody chose these";
    case DrawCheck::OtherEntries: return "drawn again: not possible, it says that it was drawn from others than there were";
    case DrawCheck::OtherLedger: return "drawn again: not possible, the ledger never was what it says that it was drawn from";
    case DrawCheck::NotExplained: return "drawn again: not possible, its verdicts are not those of the trail, and nothing was judged anew since";
    }
    return {};
}

int showSample(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    Labels labels(**workspace);
    const auto sample = labels.named(arguments.word(1));
    if (!sample)
        return fail(sample.error());
    const auto drawn = labels.check(sample->sample);
    if (!drawn)
        return fail(drawn.error());
    const OtherSamples others = otherSamples(labels.list(), sample->sample);
    const int code = isFinding(drawn->check) ? Findings : Done;
    if (arguments.json()) {
        LabelJson told = sampleJson(sample->sample);
        told["drawn_again"] = nameOf(drawn->check);
        told["judged_anew"] = drawn->judgedAnew ? LabelJson(*drawn->judgedAnew) : LabelJson(nullptr);
        told["other_samples"] = {{"drawn", others.drawn}, {"unanswered", others.unanswered}, {"unfinished", others.unfinished}};
        told["figures"] = figuresJson(*sample);
        told["units"] = unitsJson(*sample);
        printJson(told);
        return code;
    }
    print(sampleWords(sample->sample));
    std::vector<std::vector<std::string>> strata{{"stratum", "drawn", "of"}};
    for (const SampleStratum &stratum : sample->sample.strata)
        strata.push_back({stratum.name, std::to_string(stratum.drawn.size()), std::to_string(stratum.population)});
    printTable(strata);
    print(drawnAgainWords(*drawn));
    if (others.drawn > 0)
        print("of the same agent and question " + counted(others.drawn, "other sample was", "other samples were") + " drawn: " + std::to_string(others.unanswered) + " not answered at all, " + std::to_string(others.unfinished) + " not to the end");
    printFigures(*sample);
    std::vector<std::vector<std::string>> units{{"entry", "session", "state", "answers", "settled on"}};
    for (const LabelUnit *unit : sample->sample.order()) {
        const UnitLabels &said = sample->of(unit->entry);
        const bool open = said.isAnsweredTwice();
        units.push_back({std::to_string(unit->entry), unit->session, std::string(nameOf(said.state())), open ? std::string(nameOf(said.answers[0]->answer)) + ", " + std::string(nameOf(said.answers[1]->answer)) : "", said.settled ? std::string(nameOf(said.settled->answer)) : ""});
    }
    printTable(units);
    return code;
}

} // namespace

std::vector<Command> labelCommands()
{
    return {
        {"label draw", "draw a sample of sessions or actions that two people judge",
         {"label draw W --name N --question escalation_needed|in_scope --agent A --reason R [--strategy random|stratified|uncertain] [--size N] [--seed N] [--deployment D] [--since T] [--until T]", 1, 1,
          {"name", "question", "agent", "reason", "strategy", "size", "seed", "deployment", "since", "until"}, {}},
         drawSample},
        {"label list", "the samples that were drawn, and how far they are", {"label list W", 1, 1, {}, {}}, listSamples},
        {"label next", "the next one that you have not answered", {"label next W SAMPLE", 2, 2, {}, {}}, nextUnit},
        {"label set", "answer, signed by you", {"label set W SAMPLE ENTRY yes|no|cannot_tell [--reason R] [--note N] [--pin ENTRY,ENTRY…]", 4, 4, {"reason", "note", "pin"}, {}}, setLabel},
        {"label settle", "settle what the two labellers disagree on", {"label settle W SAMPLE ENTRY yes|no|cannot_tell --reason R", 4, 4, {"reason"}, {}}, settleLabel},
        {"label show", "agreement, estimates and disagreements of a sample", {"label show W SAMPLE", 2, 2, {}, {}}, showSample},
    };
}

} // namespace mandate::cli
