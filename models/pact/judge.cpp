// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/judge.h"

#include "models/base/canonical_json.h"
#include "models/pact/cel/describe.h"
#include "models/pact/compiled_pact.h"
#include "models/pact/judge_room.h"
#include "models/pact/session_facts.h"
#include "models/pact/variables.h"
#include "models/pact/window_book.h"

#include <algorithm>

namespace mandate {

namespace {

namespace slots = variables;

constexpr std::size_t longestFact = 4096; ///< of a window's values, as an explanation shows them

Value text(std::string_view view)
{
    return Value::string(view);
}

/// Whether a text may be a JSON document, by its first character: spares the reader most plain answers of tools.
bool mayBeJson(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && std::string_view("{[\"-0123456789tfn").find(text[first]) != std::string_view::npos;
}

Value absent(Arena &arena, std::string_view what)
{
    std::string message = "the trail does not hold ";
    message += what;
    return Value::error(arena, message, what);
}

} // namespace

JudgeRoom::Parts::Parts() : values(slots::SlotCount), factValues(slots::FactSlotCount)
{
    noArguments = absent(forever, "args");
    noInput = absent(forever, "input");
    noConfidence = absent(forever, "confidence");
    noProposal = absent(forever, "proposal");
    noVerifier = absent(forever, "verifier");
    noResult = absent(forever, "result");
    noTime = absent(forever, "now");
    noWindows = absent(forever, "window");
}

JudgeRoom::JudgeRoom() : m(std::make_unique<Parts>()) {}
JudgeRoom::~JudgeRoom() = default;

struct SessionJudge::Private
{
    Private(std::shared_ptr<const CompiledPact> of, std::shared_ptr<JudgeRoom> in, Records records)
        : pact(std::move(of)),
          shared(std::move(in)),
          room(shared->parts()),
          facts(pact->parts(), room, records == Records::Kept)
    {
    }

    const ToolClauses &clausesOf(std::string_view tool);
    void fill(const Record &record, const ToolClauses &asked, const WindowsBefore &windows, bool beforeResult);
    Answer ask(std::uint32_t clause, std::string_view &missing);
    /// Asks the clauses of the record's tool.
    Judgement weigh(const Record &record, const WindowsBefore &windows, bool beforeResult);

    std::shared_ptr<const CompiledPact> pact;
    std::shared_ptr<JudgeRoom> shared;
    JudgeRoom::Parts &room;
    SessionFacts facts;
    Value now;
    Value windows; ///< lives until the next judge() in the room
};

const ToolClauses &SessionJudge::Private::clausesOf(std::string_view tool)
{
    const auto found = pact->parts().byTool.find(tool);
    if (found != pact->parts().byTool.end())
        return found->second;
    pact->parts().findClauses(tool, room.unnamedTool);
    return room.unnamedTool;
}

void SessionJudge::Private::fill(const Record &record, const ToolClauses &asked, const WindowsBefore &before, bool beforeResult)
{
    const CompiledPact::Private &parts = pact->parts();
    auto &values = room.values;
    Arena &scratch = room.scratch;
    values[slots::Args] = record.arguments.isMap() ? record.arguments : room.noArguments;
    values[slots::Input] = record.input ? text(*record.input) : room.noInput;
    values[slots::Agent] = text(record.agent);
    values[slots::Session] = text(record.session);
    values[slots::Confidence] = record.confidence ? Value::real(*record.confidence) : room.noConfidence;
    values[slots::Environment] = text(record.deployment);
    values[slots::Proposal] = record.proposal.isMap() ? record.proposal : room.noProposal;
    values[slots::Verifier] = record.verifier.isMap() ? record.verifier : room.noVerifier;
    values[slots::Result] = record.result ? text(*record.result) : room.noResult;
    if (parts.document.fixedClock) {
        values[slots::Now] = parts.now;
    } else if (record.occurred) {
        std::int64_t seconds = record.occurred->nanoseconds / 1'000'000'000;
        std::int64_t rest = record.occurred->nanoseconds % 1'000'000'000;
        if (rest < 0) {
            rest += 1'000'000'000;
            --seconds;
        }
        values[slots::Now] = Value::timestamp(seconds, static_cast<std::uint32_t>(rest));
    } else {
        values[slots::Now] = room.noTime;
    }
    now = values[slots::Now];
    values[slots::State] = facts.state();
    values[slots::History] = facts.history();
    values[slots::Returned] = Value::null();
    if (asked.uses[slots::Returned] && record.result && mayBeJson(*record.result)) {
        if (const auto json = room.reader.read(*record.result, scratch))
            values[slots::Returned] = *json;
    }
    windows = Value();
    if (asked.uses[slots::Window]) {
        values[slots::Window] = !before.book ? room.noWindows
                                : beforeResult ? before.book->now(record, scratch)
                                               : before.book->before(record, before.entry, scratch);
        windows = values[slots::Window];
    }
    if (asked.uses[slots::Action]) {
        auto *members = scratch.array<Member>(6);
        new (members + 0) Member{text("tool"), text(record.tool)};
        new (members + 1) Member{text("said"), text(record.said)};
        new (members + 2) Member{text("calls_in_message"), Value::integer(record.callsInMessage)};
        new (members + 3) Member{text("message"), Value::integer(record.message)};
        new (members + 4) Member{text("call"), Value::integer(record.call)};
        new (members + 5) Member{text("earlier"), facts.earlierInMessage()};
        values[slots::Action] = Value::map({members, 6});
    }
    if (asked.uses[slots::Record]) {
        const std::uint8_t has = record.completeness();
        static constexpr std::array<std::pair<std::string_view, std::uint8_t>, 7> evidence{{{"input", HasInput},
                                                                                            {"action", HasAction},
                                                                                            {"basis", HasBasis},
                                                                                            {"result", HasResult},
                                                                                            {"time", HasTime},
                                                                                            {"decision_basis", HasDecisionBasis},
                                                                                            {"signature", HasSignature}}};
        auto *members = scratch.array<Member>(evidence.size());
        for (std::size_t i = 0; i < evidence.size(); ++i)
            new (members + i) Member{text(evidence[i].first), Value::boolean((has & evidence[i].second) != 0)};
        values[slots::Record] = Value::map({members, evidence.size()});
    }
}

Answer SessionJudge::Private::ask(std::uint32_t clause, std::string_view &missing)
{
    const Value answer = pact->parts().programs[clause].evaluate(room.values, room.scratch);
    if (answer.is(ValueKind::Bool))
        return answer.asBool() ? Answer::Yes : Answer::No;
    missing = answer.isError() ? (answer.why().missing.empty() ? answer.why().message : answer.why().missing)
                               : std::string_view("the condition gave no yes or no");
    return Answer::Undecidable;
}

SessionJudge::SessionJudge(std::shared_ptr<const CompiledPact> pact, std::shared_ptr<JudgeRoom> room, Records records)
    : m(std::make_unique<Private>(std::move(pact), room ? std::move(room) : std::make_shared<JudgeRoom>(), records))
{
}

SessionJudge::~SessionJudge() = default;
SessionJudge::SessionJudge(SessionJudge &&) noexcept = default;
SessionJudge &SessionJudge::operator=(SessionJudge &&) noexcept = default;

Judgement SessionJudge::judge(const Record &record, const WindowsBefore &windows)
{
    Judgement judgement;
    if (record.kind != RecordKind::Action) {
        judgement.verdict = Verdict::NotJudged;
        return judgement;
    }
    m->facts.beginMessage(record.message);
    judgement = m->weigh(record, windows, false);
    m->facts.add(record);
    return judgement;
}

Judgement SessionJudge::consider(const Record &record, const WindowsBefore &windows)
{
    m->facts.beginMessage(-1);
    return m->weigh(record, windows, true);
}

Judgement SessionJudge::Private::weigh(const Record &record, const WindowsBefore &before, bool beforeResult)
{
    Judgement judgement;
    recycle(room.scratch);
    const ToolClauses &asked = clausesOf(record.tool);
    fill(record, asked, before, beforeResult);
    judgement.applicable = asked.clauses;

    // First answers in document order per kind; an undecidable clause counts where a Yes of it would have decided.
    room.answers.clear();
    std::array<std::int32_t, 3> yes{-1, -1, -1}; // forbid, escalate, permit
    std::array<std::int32_t, 3> open{-1, -1, -1};
    const auto clauses = pact->clauses();
    for (const std::uint32_t index : asked.clauses) {
        if (beforeResult && clauses[index].afterResult)
            continue;
        ClauseAnswer answer{index, Answer::No, {}};
        answer.answer = ask(index, answer.missing);
        if (answer.answer == Answer::No)
            continue;
        room.answers.push_back(answer);
        const Clause &clause = clauses[index];
        // An escalation seen in the result speaks of what follows, not of this action.
        if (clause.kind == ClauseKind::Evidence || (clause.kind == ClauseKind::Escalate && clause.afterResult))
            continue;
        auto &first = (answer.answer == Answer::Yes ? yes : open)[static_cast<std::size_t>(clause.kind)];
        if (first < 0)
            first = static_cast<std::int32_t>(index);
    }
    static constexpr std::array<Verdict, 3> verdictOfKind{Verdict::Prohibited, Verdict::NeedsApproval, Verdict::Permitted};
    for (std::size_t kind = 0; kind < yes.size() && judgement.deciding < 0; ++kind) {
        if (yes[kind] >= 0) {
            judgement.verdict = verdictOfKind[kind];
            judgement.deciding = yes[kind];
        } else if (open[kind] >= 0) {
            judgement.verdict = Verdict::Undecidable;
            judgement.deciding = open[kind];
        }
    }
    judgement.answers = room.answers;
    return judgement;
}

void SessionJudge::observe(const Record &record)
{
    if (record.kind != RecordKind::Action)
        return;
    m->facts.beginMessage(record.message);
    m->facts.add(record);
}

void SessionJudge::begin(const Record &record)
{
    m->facts.beginMessage(-1);
    m->facts.begin(record);
}

void SessionJudge::settle(const Record &record)
{
    if (record.kind != RecordKind::Action)
        return;
    m->facts.beginMessage(record.message);
    m->facts.settle(record);
}

std::vector<std::pair<std::string, std::string>> SessionJudge::facts() const
{
    std::vector<std::pair<std::string, std::string>> known;
    for (const Member &fact : m->facts.state().members()) {
        if (fact.value.isError())
            continue;
        if (fact.value.isMap()) {
            for (const Member &entry : fact.value.members()) {
                std::string name = "state." + std::string(fact.key.text());
                if (entry.key.isString())
                    name += "[\"" + std::string(entry.key.text()) + "\"]";
                known.emplace_back(std::move(name), canonicalJson(entry.value));
            }
        } else {
            known.emplace_back("state." + std::string(fact.key.text()), canonicalJson(fact.value));
        }
    }
    if (const Value &now = m->now; now.is(ValueKind::Timestamp))
        known.emplace_back("now", '"' + formatInstant({now.seconds() * 1'000'000'000 + now.nanoseconds(), true}) + '"');
    if (m->windows.isMap()) {
        for (const Member &window : m->windows.members()) {
            if (window.value.isList()) {
                const cel::Description values = cel::describe(window.value);
                known.emplace_back("window." + std::string(window.key.text()), values.ok && values.json.size() <= longestFact
                                                                                   ? values.json
                                                                                   : std::to_string(window.value.items().size()) + " earlier actions");
            }
        }
    }
    known.emplace_back("history", std::to_string(m->facts.history().items().size()) + " earlier calls");
    return known;
}

std::size_t SessionJudge::footprint() const
{
    return m->facts.footprint() + sizeof(Private);
}

} // namespace mandate
