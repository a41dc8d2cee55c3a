// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/evaluations.h"

#include "models/evaluations/session_list.h"
#include "models/workspace/run_reading.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <set>
#include <tuple>

namespace mandate {

namespace {

constexpr std::size_t largestResults = std::size_t{256} << 20;

std::string oneOrNone(const std::set<std::string> &names)
{
    return names.size() == 1 ? *names.begin() : std::string();
}

EvaluationStatement statementOf(const ResultFile &file, std::string_view bytes, const EvaluationOrder &order)
{
    std::set<std::string> suites;
    for (const ResultCase &one : file.cases)
        suites.insert(one.suite);
    EvaluationStatement statement;
    statement.agent = order.agent;
    statement.suite = !order.suite.empty() ? order.suite : oneOrNone(suites);
    if (statement.suite.empty())
        statement.suite = order.source.empty() ? file.format : order.source;
    statement.source = order.source;
    statement.format = file.format;
    statement.kind = file.kind;
    statement.program = file.program;
    statement.ran = order.ran;
    if (file.began && (!statement.ran || file.began->nanoseconds < statement.ran->nanoseconds))
        statement.ran = file.began;
    statement.model = order.model;
    statement.content = sha256(bytes);
    statement.octets = bytes.size();
    statement.counts = countResults(file.cases);
    return statement;
}

/// It did not run yet, so whoever says so does not know.
void dropTimeAhead(EvaluationStatement &statement, const Instant &now, std::vector<std::string> &warnings)
{
    if (!statement.ran || statement.ran->nanoseconds <= now.nanoseconds)
        return;
    statement.ran.reset();
    warnings.emplace_back("The time at which it is said to have run has not come yet, and is not kept.");
}

/// Windows and files say a time more or less exactly.
bool isSameTime(const std::optional<Instant> &one, const std::optional<Instant> &other)
{
    constexpr std::int64_t minuteNs = 60LL * 1'000'000'000;
    return one && other ? std::abs(one->nanoseconds - other->nanoseconds) < minuteNs : one.has_value() == other.has_value();
}

/// What the same results come with this time that nobody said before: another model, or when they ran. Bytes that were here already ran before that.
bool saysMore(const EvaluationStatement &known, const EvaluationStatement &asked)
{
    if (!asked.model.empty() && asked.model != known.model)
        return true;
    return asked.ran && !isSameTime(asked.ran, known.ran) && (asked.content != known.content || asked.ran->nanoseconds <= known.signer.at.nanoseconds);
}

/// What is here already of the results that somebody brings in.
struct KnownResults
{
    std::optional<EvaluationStatement> known; ///< the same for the same agent, and nothing is said of them that is new
    std::vector<std::string> warnings;
};

KnownResults knownResults(const Workspace &workspace, const EvaluationStatement &asked, const ResultFile &file)
{
    KnownResults found;
    std::vector<std::string> beside;
    bool again = false;
    for (const EvaluationStatement &known : workspace.evaluations()) {
        if (!known.mayCount) // brought in by who may not: whoever may has to be able to
            continue;
        const bool sameBytes = known.content == asked.content;
        const std::string entry = std::to_string(known.entry);
        if (known.agent != asked.agent) {
            if (sameBytes && beside.empty())
                beside.push_back("The same bytes are in entry " + entry + (known.agent.empty() ? " for no agent by name." : " for the agent " + known.agent + '.'));
            continue;
        }
        const bool more = saysMore(known, asked);
        if (more && again)
            continue;
        if (!sameBytes) {
            if (known.format != asked.format || known.kind != asked.kind || known.counts != asked.counts)
                continue;
            const auto before = resultsOf(workspace, known);
            if (!before || !sameResults(before->cases, file.cases))
                continue;
        }
        if (more) {
            again = true;
            found.warnings.push_back("The same results are in entry " + entry + ", " + (known.ran ? "which ran at " + formatInstant(*known.ran) : std::string("of which nobody said when they ran")) +
                                     (known.model.empty() ? "." : ", of the model " + known.model + '.'));
            continue;
        }
        found.known = known;
        found.warnings.clear();
        if (!sameBytes)
            found.warnings.push_back("The same results are known as entry " + entry + ", in other bytes: nothing was brought in.");
        else if (asked.ran && !isSameTime(asked.ran, known.ran))
            found.warnings.push_back("These bytes were brought in before the time at which they are said to have run.");
        return found;
    }
    found.warnings.insert(found.warnings.end(), beside.begin(), beside.end());
    return found;
}

bool isWithin(const AgentRun &run, const SessionEvaluationOrder &order)
{
    if (!order.since && !order.until)
        return true;
    return run.began && (!order.since || run.began->nanoseconds >= order.since->nanoseconds) && (!order.until || run.began->nanoseconds < order.until->nanoseconds);
}

/// What the source says of a run, as a case: under attack whether that succeeded, else whether the task was done.
ResultCase caseOf(const AgentRun &run)
{
    const RunFacts &facts = run.facts;
    ResultCase one;
    one.subject = run.agent;
    one.suite = run.deployment;
    one.session = run.session;
    one.task = run.task.substr(0, run.task.find_last_not_of(' ') + 1);
    one.attack = facts.attack && *facts.attack != "none" ? *facts.attack : std::string();
    if (facts.aborted) {
        one.result = CaseResult::Error;
        one.says = "ended in an error";
        return one;
    }
    if (facts.incomplete || run.task.starts_with("injection_task")) // an injection task run by itself is no task of a user
        return one;
    one.useful = facts.useful;
    if (!one.attack.empty() && facts.attackSucceeded)
        one.result = *facts.attackSucceeded ? CaseResult::Failed : CaseResult::Passed;
    else if (one.attack.empty() && facts.succeeded)
        one.result = *facts.succeeded ? CaseResult::Passed : CaseResult::Failed;
    return one;
}

/// Which part of the ledger was read, and how old it is.
Result<void> citeLedger(const Store &store, const RowFilter &read, SessionList &list, const std::stop_token &stop)
{
    const Checkpoint head = store.head();
    list.ledger = store.origin();
    list.size = head.size;
    list.root = head.root.hex();
    const auto entries = store.select(read, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    const auto byTime = store.select(read, RowOrder::TimeAscending, stop);
    if (!byTime)
        return byTime.error();
    if (entries->empty())
        return {};
    list.first = entries->front();
    list.last = entries->back();
    std::size_t end = byTime->size(); // those without a time come last
    constexpr std::size_t atOnce = 1024;
    while (end > 0 && !list.ended) {
        const std::size_t begin = end > atOnce ? end - atOnce : 0;
        const auto rows = store.rows(std::span(*byTime).subspan(begin, end - begin));
        if (!rows)
            return rows.error();
        for (const Row &row : *rows) {
            if (row.time)
                list.ended = row.time;
        }
        end = begin;
    }
    return {};
}

} // namespace

std::optional<Error> evaluationRoleRefusal(const PeopleRegister &people, const std::string &person, const std::string &agent, const Instant &at)
{
    if (people.isOpen() || people.is(person, PersonRole::ProductLead) || mayDecide(people, person, agent) || decidesInPlaceOf(people, person, agent, at))
        return std::nullopt;
    return Error{ErrorKind::Refused, "MND-EVL-007", person + " does not answer for " + (agent.empty() ? std::string("agents") : "the agent " + agent) + ", and brings in no evaluation.", "Nothing was kept.",
                 "These can: " + whoMayDecide(people, agent, at, person) + "; and " + people.whoIs({PersonRole::ProductLead}, person) + '.', {}};
}

Result<ImportedEvaluation> Evaluations::import(std::string_view bytes, const EvaluationOrder &order)
{
    if (bytes.size() > largestResults)
        return Error{ErrorKind::Input, "MND-EVL-004", "The results have more than 256 MiB.", "Nothing was imported.", "Import them in parts, such as a file a suite.", {}};
    auto file = readResultFile(bytes);
    if (!file)
        return file.error();
    EvaluationStatement statement = statementOf(*file, bytes, order);
    std::vector<std::string> warnings = file->warnings;
    dropTimeAhead(statement, m_workspace.now(), warnings);
    KnownResults here = knownResults(m_workspace, statement, *file);
    warnings.insert(warnings.end(), here.warnings.begin(), here.warnings.end());
    if (here.known)
        return ImportedEvaluation{*std::move(here.known), std::move(warnings), true};
    return keep(std::move(statement), bytes, std::move(warnings));
}

Result<ImportedEvaluation> Evaluations::keep(EvaluationStatement statement, std::string_view bytes, std::vector<std::string> warnings)
{
    const Instant now = m_workspace.now();
    if (!measuresTheAgent(statement) && statement.kind != ResultKind::Opinions)
        warnings.emplace_back("No case is scored: kept, and no agent is current by it.");
    else if (!statement.ran && !statement.agent.empty() && statement.kind != ResultKind::Opinions)
        warnings.emplace_back("Nobody said when it ran: kept, and no agent is current by it until somebody brings it in with that time.");
    if (!statement.agent.empty()) {
        const AgentStanding standing = m_workspace.m->standing(statement.agent, m_workspace.m->deploymentsOf(statement.agent), statement.ran.value_or(now));
        if (!standing.pactId.empty()) {
            statement.pact = standing.pactId + '@' + standing.pactVersion;
            if (const auto pact = m_workspace.pact(statement.pact))
                statement.pactDigest = pact->digest.hex();
        }
    }
    const auto entry = m_workspace.signNote(
        [&](const NoteSigner &signer, const SigningKey &key) -> Result<std::string> {
            {
                const std::shared_lock reading(m_workspace.m->lock);
                if (auto refusal = evaluationRoleRefusal(m_workspace.m->people, signer.by, statement.agent, signer.at))
                    return *std::move(refusal);
            }
            statement.signer = signer;
            return evaluationEntry(statement, key);
        },
        bytes);
    if (!entry)
        return entry.error();
    statement.entry = *entry;
    return ImportedEvaluation{std::move(statement), std::move(warnings), false};
}

Result<ImportedEvaluation> Evaluations::ofSessions(const SessionEvaluationOrder &order, std::stop_token stop)
{
    RunReading reading;
    reading.filter.agents = {order.agent};
    reading.depth = RunDepth::Whole;
    const auto runs = readRuns(m_workspace, reading, stop);
    if (!runs)
        return runs.error();
    SessionList list;
    list.agent = order.agent;
    list.since = order.since;
    list.until = order.until;
    std::set<std::string> models;
    std::uint64_t unlabelled = 0;
    for (const AgentRun &run : *runs) {
        if (!isWithin(run, order))
            continue;
        list.sessions.push_back(caseOf(run));
        unlabelled += list.sessions.back().result == CaseResult::NotScored;
        if (!run.model.empty())
            models.insert(run.model);
    }
    if (unlabelled == list.sessions.size())
        return Error{ErrorKind::Missing, "MND-EVL-006", "No session of the agent " + order.agent + " says what became of it" + (order.since || order.until ? " in this time." : "."), "Nothing was kept.",
                     "Only sources that label their runs can be an evaluation: attack success, utility, reward. Others: \"mandate evaluate import\".", {}};
    RowFilter read = reading.filter;
    read.kinds = {RecordKind::Action};
    read.since = order.since;
    read.until = order.until;
    if (const auto cited = citeLedger(m_workspace.store(), read, list, stop); !cited)
        return cited.error();
    for (const EvaluationStatement &known : m_workspace.evaluations()) {
        if (!known.mayCount || known.agent != order.agent || known.format != "sessions" || (!order.model.empty() && order.model != known.model))
            continue;
        const auto before = resultsOf(m_workspace, known);
        if (before && before->cases == list.sessions)
            return ImportedEvaluation{known, {}, true};
    }
    const std::string bytes = sessionListJson(list);
    const auto file = readResultFile(bytes);
    if (!file)
        return file.error();
    EvaluationStatement statement = statementOf(*file, bytes, {order.agent, order.suite, order.model.empty() ? oneOrNone(models) : order.model, {}, "sessions"});
    std::vector<std::string> warnings;
    dropTimeAhead(statement, m_workspace.now(), warnings);
    if (unlabelled > 0)
        warnings.push_back(std::to_string(unlabelled) + " of " + std::to_string(list.sessions.size()) + " sessions do not say what became of them: not scored.");
    return keep(std::move(statement), bytes, std::move(warnings));
}

Result<EvaluationStatement> evaluationIn(const Workspace &workspace, EntryNumber entry)
{
    const auto all = workspace.evaluations();
    const auto found = std::ranges::find(all, entry, &EvaluationStatement::entry);
    if (found == all.end())
        return Error{ErrorKind::Missing, "MND-EVL-022", "Entry " + std::to_string(entry) + " holds no results of an evaluation.", "Nothing was changed.", "\"mandate evaluate list\" shows those that do.", {}};
    return *found;
}

Result<EvaluationComparison> compareEvaluations(const Workspace &workspace, EntryNumber before, EntryNumber after)
{
    EvaluationComparison compared;
    std::array<std::vector<ResultCase>, 2> cases;
    for (const auto &[entry, into, side] : {std::tuple{before, &compared.before, 0U}, std::tuple{after, &compared.after, 1U}}) {
        auto evaluation = evaluationIn(workspace, entry);
        if (!evaluation)
            return evaluation.error();
        if (evaluation->kind == ResultKind::Answers || evaluation->kind == ResultKind::Opinions)
            return Error{ErrorKind::Input, "MND-EVL-023", "The results in entry " + std::to_string(entry) + " are answers or opinions, which do not fail by an attack.", "Nothing was compared.",
                         "\"mandate evaluate show\" tells their figures.", {}};
        auto results = resultsOf(workspace, *evaluation);
        if (!results)
            return results.error();
        *into = *std::move(evaluation);
        cases.at(side) = std::move(results->cases);
    }
    if (compared.before.format != compared.after.format)
        compared.warnings.push_back("The two are of different programs (" + compared.before.format + ", " + compared.after.format + "): what they call an attack may differ.");
    if (compared.before.suite != compared.after.suite)
        compared.warnings.push_back("The two are of different suites (\"" + compared.before.suite + "\", \"" + compared.after.suite + "\").");
    if (compared.before.agent != compared.after.agent)
        compared.warnings.emplace_back("The two are of different agents.");
    compared.shares = compareResults(cases[0], cases[1]);
    std::ranges::move(comparisonWarnings(compared.shares), std::back_inserter(compared.warnings));
    return compared;
}

Result<EvaluationGrid> gridOf(const Workspace &workspace, const std::string &agent)
{
    std::vector<EvaluationWithCases> evaluations;
    std::vector<EntryNumber> unreadable;
    for (const EvaluationStatement &evaluation : workspace.evaluations()) {
        if (evaluation.agent != agent || evaluation.kind == ResultKind::Answers || evaluation.kind == ResultKind::Opinions)
            continue;
        if (!evaluation.mayCount) {
            evaluations.emplace_back(evaluation, std::vector<ResultCase>());
            continue;
        }
        auto results = resultsOf(workspace, evaluation);
        if (results)
            evaluations.emplace_back(evaluation, std::move(results->cases));
        else
            unreadable.push_back(evaluation.entry);
    }
    EvaluationGrid grid = evaluationGrid(evaluations);
    grid.unreadable = std::move(unreadable);
    return grid;
}

Result<ResultFile> resultsOf(const Workspace &workspace, const EvaluationStatement &evaluation)
{
    const EntryNumber entry = evaluation.entry;
    const auto rows = workspace.store().rows({&entry, 1});
    if (!rows)
        return rows.error();
    if (rows->empty() || !rows->front().item)
        return Error{ErrorKind::Missing, "MND-EVL-011", "The results of the evaluation in entry " + std::to_string(entry) + " are not here.", "What was signed about them is.", "Open the workspace that they were imported into.", {}};
    const auto item = workspace.store().item(*rows->front().item);
    if (!item)
        return item.error();
    return readResultFile(item->bytes);
}

Result<std::map<std::string, bool>> sessionLabels(const Workspace &workspace, std::stop_token stop)
{
    const auto runs = readRuns(workspace, {}, stop);
    if (!runs)
        return runs.error();
    std::map<std::string, bool> labels;
    std::set<std::string> seen;
    std::set<std::string> shared;
    for (const AgentRun &run : *runs) {
        if (!seen.insert(run.session).second)
            shared.insert(run.session);
        if (run.facts.succeeded)
            labels[run.session] = *run.facts.succeeded;
    }
    for (const std::string &session : shared)
        labels.erase(session);
    return labels;
}

} // namespace mandate
