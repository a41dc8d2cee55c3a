// SPDX-License-Identifier: GPL-3.0-or-later
#include "judged_session.h"

#include "models/base/json_reader.h"

#include <QFile>
#include <QTest>

namespace mandate {

namespace {

[[noreturn]] void giveUp(const std::string &why)
{
    qFatal("%s", why.c_str());
}

} // namespace

char *toString(Answer answer)
{
    static constexpr std::array<const char *, 3> names{"no", "yes", "undecidable"};
    return qstrdup(names[static_cast<std::size_t>(answer)]);
}

char *toString(Verdict verdict)
{
    return qstrdup(std::string(nameOf(verdict)).c_str());
}

Answer Judged::of(const std::string &clause) const
{
    const auto found = answers.find(clause);
    if (found == answers.end())
        giveUp("the clause " + clause + " was not asked");
    return found->second;
}

JudgedSession::JudgedSession(std::shared_ptr<const CompiledPact> pact) : judge(pact), m_pact(std::move(pact)), m_windows(m_pact)
{
    next.agent = "agent";
    next.session = "session";
    next.occurred = parseInstant("2025-03-01T10:00:00Z");
}

void JudgedSession::user(std::string text)
{
    ++m_message;
    next.input = keep(std::move(text));
}

Judged JudgedSession::call(std::string_view tool, std::string_view args, std::optional<std::string> result, Outcome outcome)
{
    ++m_message;
    m_call = 0;
    return ask(tool, args, std::move(result), outcome);
}

Judged JudgedSession::beside(std::string_view tool, std::string_view args, std::optional<std::string> result, Outcome outcome)
{
    ++m_call;
    return ask(tool, args, std::move(result), outcome);
}

Judged JudgedSession::ask(std::string_view tool, std::string_view args, std::optional<std::string> result, Outcome outcome)
{
    Record record = next;
    record.tool = tool;
    if (!args.empty()) {
        const auto read = JsonReader().read(args, m_arena);
        if (!read)
            giveUp("the test's arguments are no JSON: " + std::string(args));
        record.arguments = *read;
    }
    if (result)
        record.result = keep(*std::move(result));
    record.outcome = outcome;
    record.message = m_message;
    record.call = m_call;
    if (record.callsInMessage == 0)
        record.callsInMessage = 1;

    m_windows.act(record, m_taken);
    const Judgement judgement = judge.judge(record, {&m_windows, m_taken++});
    Judged judged;
    judged.verdict = judgement.verdict;
    const auto clauses = m_pact->clauses();
    if (judgement.deciding >= 0)
        judged.deciding = clauses[static_cast<std::size_t>(judgement.deciding)].id;
    for (const std::uint32_t index : judgement.applicable)
        judged.answers[clauses[index].id] = Answer::No;
    for (const ClauseAnswer &answer : judgement.answers) {
        judged.answers[clauses[answer.clause].id] = answer.answer;
        if (answer.answer == Answer::Undecidable)
            judged.missing[clauses[answer.clause].id] = std::string(answer.missing);
    }
    return judged;
}

std::shared_ptr<const CompiledPact> compiledPact(std::string_view json)
{
    auto parsed = parsePact(json);
    if (!parsed)
        giveUp("the test's pact is refused: " + describe(parsed.error()));
    auto compiled = CompiledPact::compile(std::move(parsed->document));
    if (!compiled)
        giveUp("the test's pact does not compile: " + describe(compiled.error()));
    return std::move(compiled).value();
}

std::string shippedPactText(const std::string &name)
{
    QFile file(QString::fromStdString(MANDATE_SOURCE_DIR "/resources/pacts/" + name + ".json"));
    if (!file.open(QIODevice::ReadOnly))
        giveUp("there is no shipped pact " + name);
    return file.readAll().toStdString();
}

std::shared_ptr<const CompiledPact> shippedPact(const std::string &name)
{
    return compiledPact(shippedPactText(name));
}

std::string pactWith(std::string_view parts)
{
    std::string json = R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.0.0","title":"T")";
    if (parts.find("\"binds\"") == std::string_view::npos)
        json += R"(,"binds":[{"deployment":"shop"}])";
    if (parts.find("\"clauses\"") == std::string_view::npos)
        json += R"(,"clauses":[])";
    if (!parts.empty())
        json += ',' + std::string(parts);
    return json + '}';
}

std::string clause(std::string_view id, std::string_view kind, std::string_view when, std::string_view more)
{
    std::string json =
        R"({"id":")" + std::string(id) + R"(","kind":")" + std::string(kind) + R"(","when":")" + std::string(when) + R"(","reads_as":"It reads.")";
    if (kind == "escalate")
        json += R"(,"escalation":{"to":"owner","respond_within":"15m","if_unanswered":"deny"})";
    return json + std::string(more) + '}';
}

} // namespace mandate
