// SPDX-License-Identifier: GPL-3.0-or-later
// A hand-made session for tests: calls written as text, judged one after another, answers by clause id.
#pragma once

#include "models/pact/judge.h"
#include "models/pact/window_book.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

char *toString(Answer answer);
char *toString(Verdict verdict);

/// What a judgement said, kept beyond the next one.
struct Judged
{
    Verdict verdict = Verdict::NotJudged;
    std::string deciding;                  ///< clause id; empty when none
    std::map<std::string, Answer> answers; ///< of every clause that was asked
    std::map<std::string, std::string> missing;

    /// The answer of a clause; the test fails when it was not asked.
    [[nodiscard]] Answer of(const std::string &clause) const;
    [[nodiscard]] bool asked(const std::string &clause) const { return answers.contains(clause); }
};

class JudgedSession
{
public:
    explicit JudgedSession(std::shared_ptr<const CompiledPact> pact);

    /// The user says something: it is the input of the calls that follow.
    void user(std::string text);
    /// A call in a message of its own. Without a result the source gave none.
    Judged call(std::string_view tool, std::string_view args = "{}", std::optional<std::string> result = "{}", Outcome outcome = Outcome::Executed);
    /// A call in the same message as the one before.
    Judged beside(std::string_view tool, std::string_view args = "{}", std::optional<std::string> result = "{}", Outcome outcome = Outcome::Executed);
    Judged failed(std::string_view tool, std::string_view args = "{}") { return call(tool, args, "Error: refused", Outcome::Failed); }

    Record next; ///< what the next calls have besides tool, arguments, result and position
    SessionJudge judge;

private:
    Judged ask(std::string_view tool, std::string_view args, std::optional<std::string> result, Outcome outcome);
    std::string_view keep(std::string text) { return m_texts.emplace_back(std::move(text)); }

    std::shared_ptr<const CompiledPact> m_pact;
    WindowBook m_windows;
    std::uint64_t m_taken = 0;
    Arena m_arena;
    std::deque<std::string> m_texts;
    std::int32_t m_message = -1;
    std::int32_t m_call = 0;
};

/// Aborts the test program with the reason when the document or a condition is refused.
[[nodiscard]] std::shared_ptr<const CompiledPact> compiledPact(std::string_view json);
/// A pact of resources/pacts.
[[nodiscard]] std::shared_ptr<const CompiledPact> shippedPact(const std::string &name);
[[nodiscard]] std::string shippedPactText(const std::string &name);
/// A whole document around a part of it, such as R"("clauses":[…])". "clauses" and "binds" are added when the part has none.
[[nodiscard]] std::string pactWith(std::string_view parts);
/// A clause with the members that must be there; `more` begins with a comma.
[[nodiscard]] std::string clause(std::string_view id, std::string_view kind, std::string_view when, std::string_view more = {});

} // namespace mandate
