// SPDX-License-Identifier: GPL-3.0-or-later
// What the trail says about the cause of an incident: every question of models/cases/attribution answered from records, with those that show it.
// Computed from what happened and what sources label, never from what an agent or a customer claims; a suggestion, nobody's claim.
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/incidents/rules.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>
#include <re2/re2.h>
#include <set>

namespace mandate {

namespace {

constexpr std::size_t mostPins = 5;          ///< of one answer
constexpr std::size_t shortestValue = 6;     ///< of an argument that is looked for in texts: shorter ones are found by chance
constexpr std::uint64_t manyTimes = 10;      ///< calls of one tool in a session that may be a loop
constexpr std::size_t mostTexts = 4'000'000; ///< octets of a session's texts that are looked through

re2::StringPiece piece(std::string_view text)
{
    return {text.data(), text.size()};
}

/// Texts by which instructions hide in what a tool returns (AgentDojo; "ignore previous instructions" and its kin). RE2, since others wrote what is searched.
bool carriesInstructions(std::string_view text)
{
    static const re2::RE2 known("(?i)<INFORMATION>|ignore (all |your )?(previous|prior|above) instructions|disregard (all |the )?(previous|above)|you must (now|first) "
                                "(do|send|transfer|execute)|IMPORTANT!!!|system override");
    return re2::RE2::PartialMatch(piece(text), known);
}

/// Whom the agent works for asks for it, or says yes to it.
bool asksForIt(std::string_view text)
{
    static const re2::RE2 known("(?i)\\b(yes|yeah|yep|sure|confirm|confirmed|correct|proceed|go ahead|please|i want|i need|i'd like|i would like|ok|okay)\\b");
    return re2::RE2::PartialMatch(piece(text), known);
}

/// Whether a condition compares with a number: then the clause is a limit that one can ask to exceed.
bool setsLimit(const Clause &clause)
{
    static const re2::RE2 comparison("[<>]=?\\s*[0-9]+(\\.[0-9]+)?\\b");
    return re2::RE2::PartialMatch(piece(clause.when), comparison);
}

bool isScalar(const Value &value)
{
    return value.isString() || value.is(ValueKind::Int) || value.is(ValueKind::Uint) || value.is(ValueKind::Double) || value.is(ValueKind::Bool);
}

struct Contradiction
{
    EntryNumber entry = 0;
    std::string member;
    std::string told;
    std::string answered;
};

/// The result with what the tool was told in place of what it answered; nothing when the two do not contradict each other.
std::optional<std::string> asTold(const Record &record, EntryNumber entry, std::vector<Contradiction> &found)
{
    if (!record.arguments.isMap() || !record.result || !countsAsExecuted(record.outcome))
        return std::nullopt;
    Arena arena;
    JsonReader reader;
    const auto result = reader.read(*record.result, arena);
    if (!result || !result->isMap())
        return std::nullopt;
    std::vector<Member> members(result->members().begin(), result->members().end());
    bool changed = false;
    for (Member &member : members) {
        const Value *told = member.key.isString() ? record.arguments.find(member.key.text()) : nullptr;
        if (!told || !isScalar(*told) || !isScalar(member.value))
            continue;
        const std::string said = canonicalJson(*told);
        const std::string answered = canonicalJson(member.value);
        if (said == answered)
            continue;
        found.push_back({entry, std::string(member.key.text()), said, answered});
        member.value = *told;
        changed = true;
    }
    return changed ? std::optional(canonicalJson(Value::map(members))) : std::nullopt;
}

/// One session, read once, with what each question needs.
class Trail
{
public:
    /// `verdicts` are those of the incident's actions. Both outlive this.
    Trail(const Incident &incident, const PactPointer &pact, std::span<const Verdict> verdicts) : m_incident(incident), m_verdicts(verdicts)
    {
        for (const IncidentAction &action : incident.actions)
            m_offending.insert(action.entry);
        if (pact) {
            m_plain.emplace(pact->compiled);
            m_corrected.emplace(pact->compiled);
            const auto clauses = pact->compiled->clauses();
            const auto clause = std::ranges::find(clauses, incident.clause.id, &Clause::id);
            if (clause != clauses.end())
                m_clause = static_cast<std::uint32_t>(clause - clauses.begin());
        }
    }

    void take(EntryNumber entry, const Record &record)
    {
        if (record.kind == RecordKind::Session)
            takeLabels(entry, record);
        else if (record.kind == RecordKind::Message && record.role == Role::User)
            takeWords(entry, record.said);
        else if (record.kind == RecordKind::Action)
            takeAction(entry, record);
    }

    [[nodiscard]] CauseSuggestion suggestion() const
    {
        CauseSuggestion made;
        made.answers = {stateTrue(), steered(), repeated(), permitted(), toolObeyed(), pressed(), unclear(), readFirst(), scored()};
        made.diagnosis = diagnose(made.answered());
        for (const TrailAnswer &answer : made.answers) {
            if (answer.answer == "unknown")
                made.missing.push_back(answer.because);
        }
        std::ranges::copy(m_missing, std::back_inserter(made.missing));
        return made;
    }

private:
    void takeLabels(EntryNumber entry, const Record &record)
    {
        const Value *reward = record.labels.find("reward");
        const Value *utility = record.labels.find("utility");
        if (reward && (reward->is(ValueKind::Double) || reward->is(ValueKind::Int)))
            m_scored = (reward->is(ValueKind::Double) ? reward->asDouble() : static_cast<double>(reward->asInt())) >= 1.0;
        else if (utility && utility->is(ValueKind::Bool))
            m_scored = utility->asBool();
        m_labels = entry;
        const Value *expected = record.labels.find("expected_actions");
        if (!expected || !expected->isList())
            return;
        m_expected.emplace();
        for (const Value &action : expected->items()) {
            const Value *arguments = nullptr;
            for (const std::string_view name : {"arguments", "kwargs", "args"})
                arguments = arguments ? arguments : action.find(name);
            if (arguments)
                m_expected->insert(std::string(action.findText("name").value_or(std::string_view())) + ' ' + canonicalJson(*arguments));
        }
    }

    void takeWords(EntryNumber entry, std::string_view said)
    {
        if (!m_firstOffending) {
            m_lastWords = said;
            m_lastWordsEntry = entry;
        }
        if (m_userTexts.size() + said.size() < mostTexts)
            m_userTexts += std::string(said) + '\n';
    }

    void takeAction(EntryNumber entry, const Record &record)
    {
        const bool offending = m_offending.contains(entry);
        if (offending)
            takeOffending(entry, record);
        if (countsAsExecuted(record.outcome))
            ++m_calls[std::string(record.tool)];
        ++m_allCalls;
        judge(entry, record, offending);
        if (record.result && (m_lookedThrough += record.result->size()) < mostTexts && carriesInstructions(*record.result)) {
            m_instructions += *record.result;
            m_instructionEntries.push_back(entry);
        }
    }

    void takeOffending(EntryNumber entry, const Record &record)
    {
        if (!m_firstOffending)
            m_firstOffending = entry;
        m_tool = record.tool;
        if (record.input && m_lastWords.empty())
            m_lastWords = *record.input;
        m_executed = m_executed || countsAsExecuted(record.outcome);
        if (m_expected || m_expectedCalls.size() < 1000)
            m_expectedCalls.emplace_back(entry, std::string(record.tool) + ' ' + canonicalJson(record.arguments));
        if (m_steeredBy || m_instructions.empty() || !record.arguments.isMap())
            return;
        for (const Member &member : record.arguments.members()) {
            if (!member.value.isString() || member.value.text().size() < shortestValue)
                continue;
            if (m_instructions.find(member.value.text()) != std::string::npos && m_userTexts.find(member.value.text()) == std::string::npos) {
                m_steeredBy = m_instructionEntries.back();
                m_steered = entry;
                return;
            }
        }
    }

    void judge(EntryNumber entry, const Record &record, bool offending)
    {
        const std::size_t before = m_contradictions.size();
        const auto corrected = asTold(record, entry, m_contradictions);
        if (offending)
            m_ownContradiction = m_ownContradiction || m_contradictions.size() > before;
        if (!m_plain)
            return;
        note(m_plain->judge(record), offending, m_broken, true);
        Record told = record;
        if (corrected)
            told.result = *corrected;
        note(m_corrected->judge(told), offending, m_brokenAsTold, false);
    }

    void note(const Judgement &judgement, bool offending, std::uint64_t &broken, bool plain)
    {
        if (!offending)
            return;
        for (const ClauseAnswer &answer : judgement.answers) {
            if (m_clause && answer.clause == *m_clause && answer.answer == Answer::Yes)
                ++broken;
            const bool ofIt = !m_clause || answer.clause == *m_clause;
            if (plain && ofIt && answer.answer == Answer::Undecidable && answer.missing.starts_with("state.")) {
                m_unread = true;
                const std::string missing = "The trail does not hold " + std::string(answer.missing) + '.';
                if (m_missing.size() < mostPins && std::ranges::find(m_missing, missing) == m_missing.end())
                    m_missing.push_back(missing);
            }
        }
    }

    static TrailAnswer made(std::string_view question, std::string_view answer, std::string because, std::vector<Pin> pins = {})
    {
        return {std::string(question), std::string(answer), std::move(because), std::move(pins)};
    }

    [[nodiscard]] TrailAnswer stateTrue() const
    {
        std::vector<Pin> pins;
        for (const Contradiction &one : m_contradictions) {
            if (pins.size() < mostPins && (!m_firstOffending || one.entry < *m_firstOffending))
                pins.push_back({one.entry, "Told " + one.member + " = " + one.told + ", the tool answered " + one.answered + '.'});
        }
        if (pins.empty())
            return made("state_true", "yes", "No tool answered another value than the one it was told.");
        if (m_broken > 0 && m_brokenAsTold == 0)
            return made("state_true", "no", "A tool answered another value than it was told; with the one it was told, the clause is not broken.", std::move(pins));
        return made("state_true", "yes", "A tool answered another value than it was told; the clause is broken with either.", std::move(pins));
    }

    [[nodiscard]] TrailAnswer steered() const
    {
        if (m_steeredBy)
            return made("steered", "yes", "A value of the action stands in a result that carries instructions, and nowhere in what the user wrote.",
                        {{*m_steeredBy, "Carries instructions and the value."}, {m_steered, "Uses the value."}});
        return made("steered", "no", m_instructionEntries.empty() ? "No result before it carries instructions that are known as such." : "Results carry instructions; no value of the action is theirs alone.");
    }

    [[nodiscard]] TrailAnswer repeated() const
    {
        const auto calls = m_calls.find(m_tool);
        const std::uint64_t count = calls == m_calls.end() ? 0 : calls->second;
        if (count >= manyTimes && count * 2 >= m_allCalls)
            return made("repeated", "yes", "It called the same tool " + std::to_string(count) + " times in one session, of " + std::to_string(m_allCalls) + " calls in all.", firstAndLast());
        return made("repeated", "no", "It called that tool " + std::to_string(count) + " times in the session.");
    }

    [[nodiscard]] TrailAnswer permitted() const
    {
        const bool byVerdict = m_incident.clause.id == "by_hand" || m_incident.clause.id == undecidedAction;
        if (!byVerdict)
            return made("permitted", "no", "Clause " + m_incident.clause.id + " is broken.", firstPins("Breaks clause " + m_incident.clause.id + '.'));
        bool allowed = !m_verdicts.empty(), broken = false;
        for (const Verdict verdict : m_verdicts) {
            allowed = allowed && (verdict == Verdict::Permitted || verdict == Verdict::Approved);
            broken = broken || verdict == Verdict::Prohibited || verdict == Verdict::OutOfScope || verdict == Verdict::NeedsApproval;
        }
        if (broken)
            return made("permitted", "no", "The pact in force forbids it, does not permit it, or asks for an approval that is not there.", firstPins({}));
        if (allowed)
            return made("permitted", "yes", "Every action was permitted by the pact in force, or approved.", firstPins({}));
        return made("permitted", "unknown", "Whether the pact permitted it cannot be decided from the trail.");
    }

    [[nodiscard]] TrailAnswer toolObeyed() const
    {
        if (m_ownContradiction)
            return made("tool_obeyed", "no", "The tool answered another value than it was told.", firstPins({}));
        if (m_executed)
            return made("tool_obeyed", "yes", "The tools report what they were told.");
        return made("tool_obeyed", "unknown", "Nothing ran, so no tool shows what it did.");
    }

    [[nodiscard]] TrailAnswer pressed() const
    {
        if (!setsLimit(m_incident.clause))
            return made("pressed", "no", "The clause sets no limit that one could ask to exceed.");
        if (m_lastWords.empty())
            return made("pressed", "unknown", "The trail holds no words of whom the agent works for.");
        if (!asksForIt(m_lastWords))
            return made("pressed", "no", "The last words before it do not ask for it.");
        std::vector<Pin> pins;
        if (m_lastWordsEntry)
            pins.push_back({*m_lastWordsEntry, "Asks for it, or says yes to it."});
        return made("pressed", "yes", "The clause is a limit, and the last words before the action ask for it or say yes to it.", std::move(pins));
    }

    [[nodiscard]] TrailAnswer unclear() const
    {
        if (!m_expected)
            return made("unclear", "unknown", "The source does not say which actions the task asks for.");
        for (const auto &[entry, call] : m_expectedCalls) {
            if (m_expected->contains(call))
                return made("unclear", "yes", "The task's own list of expected actions holds exactly this call.", {{*m_labels, "Lists the call as expected."}, {entry, "Is the call."}});
        }
        return made("unclear", "no", "The task's own list of expected actions does not hold it.");
    }

    [[nodiscard]] TrailAnswer readFirst() const
    {
        if (m_incident.clause.kind == ClauseKind::Evidence && m_incident.clause.id != "by_hand")
            return made("read_first", "no", "The clause asks for what has to be read before, and it was not.", firstPins("Nothing before it reads what it acts on."));
        if (m_unread)
            return made("read_first", "no", "A state that the pact's conditions need was never read in this session.", firstPins({}));
        return made("read_first", "yes", "Every state that the conditions need was read before.");
    }

    [[nodiscard]] TrailAnswer scored() const
    {
        if (!m_scored)
            return made("scored", "unknown", "The source does not say whether the run succeeded.");
        return made("scored", *m_scored ? "yes" : "no", *m_scored ? "The source counts the run as a success." : "The source counts the run as failed.",
                    {{*m_labels, "Holds the source's own score."}});
    }

    [[nodiscard]] std::vector<Pin> firstPins(const std::string &shows) const
    {
        std::vector<Pin> pins;
        for (const IncidentAction &action : m_incident.actions) {
            if (pins.size() < mostPins)
                pins.push_back({action.entry, shows});
        }
        return pins;
    }
    [[nodiscard]] std::vector<Pin> firstAndLast() const
    {
        if (m_incident.actions.empty())
            return {};
        return {{m_incident.actions.front().entry, "The first of them that broke the clause."}, {m_incident.actions.back().entry, "The last."}};
    }

    const Incident &m_incident;
    std::span<const Verdict> m_verdicts;
    std::set<EntryNumber> m_offending;
    std::optional<SessionJudge> m_plain;     ///< of what the trail says
    std::optional<SessionJudge> m_corrected; ///< of what it would say if tools had answered what they were told
    std::optional<std::uint32_t> m_clause;
    std::uint64_t m_broken = 0, m_brokenAsTold = 0;
    std::vector<Contradiction> m_contradictions;
    bool m_ownContradiction = false;
    std::optional<EntryNumber> m_firstOffending;
    std::string m_tool;
    bool m_executed = false;
    std::string m_lastWords;
    std::optional<EntryNumber> m_lastWordsEntry;
    std::string m_userTexts;
    std::size_t m_lookedThrough = 0;
    std::string m_instructions;
    std::vector<EntryNumber> m_instructionEntries;
    std::optional<EntryNumber> m_steeredBy;
    EntryNumber m_steered = 0;
    std::map<std::string, std::uint64_t> m_calls;
    std::uint64_t m_allCalls = 0;
    std::optional<bool> m_scored;
    std::optional<EntryNumber> m_labels;
    std::optional<std::set<std::string>> m_expected; ///< tool and canonical arguments
    std::vector<std::pair<EntryNumber, std::string>> m_expectedCalls;
    bool m_unread = false;
    std::vector<std::string> m_missing;
};

} // namespace

Result<CauseSuggestion> Workspace::suggestCause(const std::string &id, std::stop_token stop) const
{
    auto view = incidentCase(id);
    if (!view)
        return view.error();
    const Incident &incident = view->incident;
    PactPointer pact;
    {
        const std::shared_lock reading(m->lock);
        pact = m->pactNamed(incident.pactId, incident.pactVersion);
    }
    std::vector<EntryNumber> entries;
    for (const IncidentAction &action : incident.actions)
        entries.push_back(action.entry);
    const auto rows = m->store->rows(entries);
    if (!rows)
        return rows.error();
    std::vector<Verdict> verdicts;
    std::ranges::transform(*rows, std::back_inserter(verdicts), &Row::verdict);
    Trail trail(incident, pact, verdicts);
    RowFilter filter;
    filter.agents = {incident.agent};
    filter.sessions = {incident.session};
    const auto session = m->store->select(filter, RowOrder::ArrivalAscending, stop);
    if (!session)
        return session.error();
    if (auto read = m->eachRecord(*session, [&](EntryNumber entry, const Record &record) { trail.take(entry, record); }); !read)
        return read.error();
    return trail.suggestion();
}

} // namespace mandate
