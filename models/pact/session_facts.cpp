// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/session_facts.h"

#include "models/base/canonical_json.h"

#include <algorithm>
#include <new>

namespace mandate {

namespace {

bool speaksOf(const std::vector<std::string> &patterns, std::string_view tool)
{
    return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](const std::string &p) { return matchesPattern(p, tool); });
}

/// What two reports of the same call have in common.
Digest actionOf(const Record &record)
{
    return sha256({record.tool, std::string_view("\0", 1), record.arguments.isMap() ? canonicalJson(record.arguments) : std::string("{}")});
}

} // namespace

SessionFacts::SessionFacts(const CompiledPact::Private &pact, JudgeRoom::Parts &room, bool recordsStay)
    : m_pact(pact),
      m_room(room),
      m_recordsStay(recordsStay),
      m_facts(pact.facts.size())
{
    publish();
}

void SessionFacts::beginMessage(std::int32_t message)
{
    if (message >= 0 && message == m_message)
        return;
    m_message = message;
    m_visible = m_history.size();
    m_earlier.clear();
    if (m_pending.empty())
        return;
    for (const Change &change : m_pending)
        apply(change);
    m_pending.clear();
    publish();
}

void SessionFacts::add(const Record &record)
{
    if (m_pact.uses[variables::Action])
        m_earlier.push_back(kept(record.tool));
    if (m_pact.uses[variables::History])
        m_history.push_back(historyEntry(record));
    if (!m_pact.facts.empty() && m_pact.uses[variables::State] && countsAsExecuted(record.outcome) && record.result)
        readFacts(record);
}

Value SessionFacts::historyEntry(const Record &record)
{
    auto *members = m_arena.array<Member>(6);
    new (members + 0) Member{Value::string("tool"), kept(record.tool)};
    const Value arguments = record.arguments.isMap() ? record.arguments : Value::map({});
    new (members + 1) Member{Value::string("args"), m_recordsStay ? arguments : clone(arguments, m_arena)};
    new (members + 2) Member{Value::string("executed"), Value::boolean(countsAsExecuted(record.outcome))};
    new (members + 3) Member{Value::string("result"), kept(record.result.value_or(std::string_view()))};
    new (members + 4) Member{Value::string("message"), Value::integer(record.message)};
    new (members + 5) Member{Value::string("call"), Value::integer(record.call)};
    return Value::map({members, 6});
}

void SessionFacts::begin(const Record &record)
{
    if (m_pact.uses[variables::History])
        m_onItsWay.push_back({m_history.size(), actionOf(record)});
    add(record);
}

void SessionFacts::settle(const Record &record)
{
    const auto same = m_onItsWay.empty() ? m_onItsWay.end()
                                         : std::ranges::find(m_onItsWay, actionOf(record), &OnItsWay::action);
    if (same == m_onItsWay.end()) {
        add(record);
        return;
    }
    m_history[same->index] = historyEntry(record);
    m_onItsWay.erase(same);
    if (!m_pact.facts.empty() && m_pact.uses[variables::State] && countsAsExecuted(record.outcome) && record.result)
        readFacts(record);
}

void SessionFacts::readFacts(const Record &record)
{
    recycle(m_room.factScratch);
    m_room.factValues[variables::FactText] = Value::string(*record.result);
    m_room.factValues[variables::FactArgs] = record.arguments.isMap() ? record.arguments : Value::map({});
    m_room.factValues[variables::FactTool] = Value::string(record.tool);
    bool parsed = false;
    bool isJson = false;
    Value json;
    for (std::size_t i = 0; i < m_pact.facts.size(); ++i) {
        const CompiledFact &fact = m_pact.facts[i];
        if (!speaksOf(fact.fact.tools, record.tool))
            continue;
        if (!fact.readsObjects) {
            m_room.factValues[variables::FactValue] = Value::null();
            offer(i);
            continue;
        }
        if (!parsed) {
            parsed = true;
            const std::size_t start = record.result->find_first_not_of(" \t\r\n");
            if (start != std::string_view::npos && ((*record.result)[start] == '{' || (*record.result)[start] == '[')) {
                if (auto value = m_room.reader.read(*record.result, m_room.factScratch)) {
                    isJson = true;
                    json = *value;
                }
            }
        }
        if (isJson)
            offerObjects(i, json);
    }
}

void SessionFacts::offerObjects(std::size_t fact, const Value &json)
{
    if (json.isList()) {
        for (const Value &item : json.items()) {
            if (item.isMap())
                offerObjects(fact, item);
        }
        return;
    }
    m_room.factValues[variables::FactValue] = json;
    offer(fact);
    for (const std::string &name : m_pact.facts[fact].fact.under) {
        if (const Value *inner = json.find(name); inner && inner->isMap()) {
            m_room.factValues[variables::FactValue] = *inner;
            offer(fact);
        }
    }
}

void SessionFacts::offer(std::size_t index)
{
    const CompiledFact &fact = m_pact.facts[index];
    if (fact.when) {
        const Value holds = fact.when->evaluate(m_room.factValues, m_room.factScratch);
        if (!holds.is(ValueKind::Bool) || !holds.asBool())
            return; // a result of another shape is no fact, and says nothing against one
    }
    Change change{index, Value::null(), Value::null()};
    if (fact.key) {
        const Value key = fact.key->evaluate(m_room.factValues, m_room.factScratch);
        if (!key.isString())
            return;
        change.key = clone(key, m_arena);
    }
    const Value value = fact.value ? fact.value->evaluate(m_room.factValues, m_room.factScratch) : m_room.factValues[variables::FactValue];
    if (value.isError())
        return;
    change.value = clone(value, m_arena);
    m_pending.push_back(change);
}

void SessionFacts::apply(const Change &change)
{
    Fact &fact = m_facts[change.fact];
    const CompiledFact &compiled = m_pact.facts[change.fact];
    if (!compiled.key) {
        if (!fact.known || !compiled.fact.first)
            fact.single = change.value;
        fact.known = true;
        return;
    }
    const auto entry = std::find_if(fact.entries.begin(), fact.entries.end(),
                                    [&](const Member &member) { return member.key.text() == change.key.text(); });
    if (entry == fact.entries.end())
        fact.entries.push_back({change.key, change.value});
    else if (!compiled.fact.first)
        entry->value = change.value;
}

void SessionFacts::publish()
{
    m_stateMembers.clear();
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        const CompiledFact &compiled = m_pact.facts[i];
        const Value name = Value::string(compiled.fact.fact);
        if (compiled.key)
            m_stateMembers.push_back({name, Value::map(m_facts[i].entries)});
        else if (m_facts[i].known)
            m_stateMembers.push_back({name, m_facts[i].single});
        // a fact without a key that was never read is absent, so that reading it is an error and not a guess
    }
    m_state = Value::map(m_stateMembers);
}

} // namespace mandate
