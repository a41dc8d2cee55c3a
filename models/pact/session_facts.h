// SPDX-License-Identifier: GPL-3.0-or-later
// What one session has shown so far: facts read from results, and the history of calls. Seen by conditions as state and history.
#pragma once

#include "models/base/digest.h"
#include "models/pact/judge_room.h"

#include <vector>

namespace mandate {

class SessionFacts
{
public:
    /// `recordsStay`: values and texts of the records taken in outlive this, so that they need no copy.
    SessionFacts(const CompiledPact::Private &pact, JudgeRoom::Parts &room, bool recordsStay);
    /// What calls of earlier messages returned becomes visible; calls of this message stay hidden from each other. −1: every call is a message.
    void beginMessage(std::int32_t message);
    void add(const Record &record);
    /// An action that is on its way, and what became of it: see SessionJudge.
    void begin(const Record &record);
    void settle(const Record &record);

    [[nodiscard]] Value state() const { return m_state; }
    [[nodiscard]] Value history() const { return Value::list({m_history.data(), m_visible}); }
    /// Tools of the calls taken in since the message began.
    [[nodiscard]] Value earlierInMessage() const { return Value::list(m_earlier); }
    [[nodiscard]] std::size_t footprint() const { return m_arena.reserved() + m_history.capacity() * sizeof(Value); }

private:
    struct Fact
    {
        std::vector<Member> entries; ///< keyed facts
        Value single;                ///< facts without a key
        bool known = false;
    };
    struct Change
    {
        std::size_t fact;
        Value key;
        Value value;
    };

    [[nodiscard]] Value kept(std::string_view text) { return Value::string(m_recordsStay ? text : m_arena.copy(text)); }
    [[nodiscard]] Value historyEntry(const Record &record);
    void readFacts(const Record &record);
    void offer(std::size_t fact);
    /// Offers the object that a JSON result is, or each object of its list, and what sits under the members the fact names.
    void offerObjects(std::size_t fact, const Value &json);
    void apply(const Change &change);
    void publish();

    const CompiledPact::Private &m_pact;
    JudgeRoom::Parts &m_room;
    bool m_recordsStay;
    Arena m_arena{1024};
    std::vector<Fact> m_facts;
    std::vector<Member> m_stateMembers;
    Value m_state;
    std::vector<Value> m_history;
    struct OnItsWay
    {
        std::size_t index; ///< in m_history
        Digest action;     ///< of tool and arguments
    };
    std::vector<OnItsWay> m_onItsWay;
    std::size_t m_visible = 0;
    std::vector<Value> m_earlier;
    std::vector<Change> m_pending;
    std::int32_t m_message = -1;
};

} // namespace mandate
