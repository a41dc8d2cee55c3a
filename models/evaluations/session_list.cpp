// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/session_list.h"

#include "models/base/object_writer.h"
#include "models/evaluations/field_reader.h"
#include "models/evaluations/result_formats.h"

namespace mandate {

namespace {

constexpr std::string_view listFormat = "a list of sessions of a ledger";
constexpr std::string_view listMark = "mandate.sessions.v1";

} // namespace

std::string sessionListJson(const SessionList &list)
{
    Arena arena;
    std::vector<Value> sessions;
    std::vector<std::vector<Member>> members(list.sessions.size());
    for (std::size_t i = 0; i < list.sessions.size(); ++i) {
        const ResultCase &one = list.sessions[i];
        const auto put = [&into = members[i], &arena](std::string_view key, const std::string &text) {
            if (!text.empty())
                into.push_back({Value::string(key), Value::string(arena.copy(text))});
        };
        put("subject", one.subject);
        put("suite", one.suite);
        put("task", one.task);
        put("attack", one.attack);
        put("session", one.session);
        put("says", one.says);
        put("result", std::string(nameOf(one.result)));
        if (one.useful)
            members[i].push_back({Value::string("useful"), Value::boolean(*one.useful)});
        sessions.push_back(Value::map(members[i]));
    }
    ObjectWriter whole;
    whole.put("format", listMark);
    whole.put("agent", list.agent);
    whole.put("ledger", list.ledger);
    whole.put("size", Value::integer(static_cast<std::int64_t>(list.size)));
    whole.put("root", list.root);
    whole.put("first", Value::integer(static_cast<std::int64_t>(list.first)));
    whole.put("last", Value::integer(static_cast<std::int64_t>(list.last)));
    if (list.since)
        whole.put("since", formatInstant(*list.since));
    if (list.until)
        whole.put("until", formatInstant(*list.until));
    if (list.ended)
        whole.put("ended", formatInstant(*list.ended));
    whole.put("sessions", Value::list(sessions));
    return whole.canonical();
}

ResultReading readSessionList(std::string_view bytes)
{
    if (bytes.find(listMark) == std::string_view::npos)
        return std::nullopt;
    Arena arena;
    JsonReader reader;
    const auto list = reader.read(bytes, arena);
    if (!list)
        return Result<ResultFile>(damagedResults(listFormat, list.error().happened));
    if (list->findText("format") != listMark)
        return std::nullopt;
    FieldReader in(listFormat);
    ResultFile file;
    file.format = "sessions";
    file.program = "mandate";
    file.began = in.time(*list, "ended");
    const Value *sessions = in.list(*list, "sessions");
    in.need(sessions != nullptr, "sessions");
    bool attacks = false;
    for (std::size_t i = 0; sessions && i < sessions->items().size() && !in.problem(); ++i) {
        const Value &session = sessions->items()[i];
        in.at("/sessions/" + std::to_string(i));
        ResultCase one;
        one.subject = in.text(session, "subject");
        one.suite = in.text(session, "suite");
        one.task = in.text(session, "task");
        one.attack = in.text(session, "attack");
        one.session = in.text(session, "session");
        one.says = in.text(session, "says");
        one.useful = in.truth(session, "useful");
        const auto result = caseResultOf(in.text(session, "result"));
        if (!result)
            in.refuse("result", "A session has no result.");
        else
            one.result = *result;
        attacks = attacks || !one.attack.empty();
        file.cases.push_back(std::move(one));
    }
    if (in.problem())
        return Result<ResultFile>(*in.problem());
    file.kind = attacks ? ResultKind::RedTeam : ResultKind::Tasks;
    return Result<ResultFile>(std::move(file));
}

} // namespace mandate
