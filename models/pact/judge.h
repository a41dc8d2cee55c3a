// SPDX-License-Identifier: GPL-3.0-or-later
// Judging actions under a pact: compile once, then one SessionJudge a session, fed with its actions in order. Pure computation over
// Records; what is done with a verdict is decided elsewhere. Meaning: docs/pact.md.
#pragma once

#include "models/base/result.h"
#include "models/evidence/record.h"
#include "models/pact/document.h"
#include "models/pact/verdict.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class Answer : std::uint8_t { No, Yes, Undecidable };

/// A pact with its conditions compiled. Immutable and shareable between threads. Besides the written clauses it holds those that other
/// parts of the document imply: "hand_off", "verification", "evidence".
class CompiledPact
{
public:
    /// Input error with the clause id as position when a condition does not compile.
    static Result<std::shared_ptr<const CompiledPact>> compile(PactDocument document);
    ~CompiledPact();

    [[nodiscard]] const PactDocument &document() const;
    /// Written clauses first, in document order, then implied ones.
    [[nodiscard]] std::span<const Clause> clauses() const;
    /// Whether some condition looks at more than the action itself. If none does, every action can be judged alone.
    [[nodiscard]] bool remembersSessions() const;
    /// Whether some condition looks at actions of other sessions: then judging needs a WindowBook.
    [[nodiscard]] bool looksAtWindows() const;
    /// Whether the condition of one of clauses() does, by its index, and whether that of one that speaks of this tool does.
    [[nodiscard]] bool clauseLooksAtWindows(std::size_t clause) const;
    [[nodiscard]] bool looksAtWindows(std::string_view tool) const;
    /// Indexes into clauses() of those that speak of a tool, in order.
    [[nodiscard]] std::vector<std::uint32_t> clausesFor(std::string_view tool) const;

    struct Private;
    [[nodiscard]] const Private &parts() const { return *m; }

private:
    CompiledPact();
    std::unique_ptr<Private> m;
};

/// A clause that was broken, triggered or owed, or that could not be decided.
struct ClauseAnswer
{
    std::uint32_t clause = 0; ///< index into CompiledPact::clauses()
    Answer answer = Answer::No;
    std::string_view missing; ///< the fact that was missing, or the reason, when undecidable; valid until the next judge() in the room
};

struct Judgement
{
    Verdict verdict = Verdict::OutOfScope;
    std::int32_t deciding = -1;            ///< index of the deciding clause; −1 when nothing permits the action
    std::span<const std::uint32_t> applicable; ///< indexes of the clauses asked; valid until the next judge() in the room
    std::span<const ClauseAnswer> answers; ///< those that did not answer No, permissions included; valid until the next judge() in the room
};

/// Working memory of judging, shared by the judges of one thread: what lives only during a judge().
class JudgeRoom
{
public:
    JudgeRoom();
    ~JudgeRoom();
    JudgeRoom(const JudgeRoom &) = delete;
    JudgeRoom &operator=(const JudgeRoom &) = delete;

    struct Parts;
    [[nodiscard]] Parts &parts() { return *m; }

private:
    std::unique_ptr<Parts> m;
};

class WindowBook;

/// From where an action looks back over its windows.
struct WindowsBefore
{
    const WindowBook *book = nullptr; ///< of the judge's pact; none: the windows are unknown, and what reads them is undecidable
    std::uint64_t entry = 0;          ///< the action's in the ledger; not used by consider()
};

/// Judges one session's actions in order, keeping its facts and history. Facts and history of a message's calls are seen by later
/// messages only: parallel calls do not see each other.
class SessionJudge
{
public:
    enum class Records : std::uint8_t {
        Passing, ///< needed during a call only: what is remembered of them is copied
        Kept,    ///< their values and texts outlive the judge, which refers to them
    };
    /// Judges that share a room must be used by one thread; without one it has its own.
    explicit SessionJudge(std::shared_ptr<const CompiledPact> pact, std::shared_ptr<JudgeRoom> room = {}, Records records = Records::Passing);
    ~SessionJudge();
    SessionJudge(SessionJudge &&) noexcept;
    SessionJudge &operator=(SessionJudge &&) noexcept;

    /// Takes an Action in; other records may be passed and are ignored.
    Judgement judge(const Record &record, const WindowsBefore &windows = {});
    /// Judges an action that has not run yet, without taking it in: every call before it is seen, and clauses that look at the result are left out.
    Judgement consider(const Record &record, const WindowsBefore &windows = {});
    /// Takes an action in without judging it: a session's earlier actions, read again.
    void observe(const Record &record);
    /// Takes in an action that is on its way: it counts as executed until settle() says what became of it.
    void begin(const Record &record);
    /// Takes in what became of an action. Where begin() saw the same tool with the same arguments, it is that one; else as observe().
    void settle(const Record &record);

    /// What the conditions could use at the last judge() or observe(), as (name, canonical JSON) pairs: for explanations.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> facts() const;
    /// Memory held, bytes.
    [[nodiscard]] std::size_t footprint() const;

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
