// SPDX-License-Identifier: GPL-3.0-or-later
// requests, request show, approve, deny, watch.
#include "app/cli/approval_json.h"
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/output.h"
#include "app/cli/pact_file.h"
#include "app/cli/surroundings.h"
#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <iostream>
#include <map>
#include <thread>

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

/// "in 4 min", or how it ended.
std::string whenWords(const ApprovalView &view, const Instant &now)
{
    if (view.decision != DecisionState::Open)
        return view.decided ? formatInstant(view.decided->at) : formatInstant(view.request.expiresAt);
    const std::int64_t seconds = (view.request.expiresAt.nanoseconds - now.nanoseconds) / 1'000'000'000;
    return seconds < 60 ? "in " + std::to_string(seconds) + " s" : "in " + std::to_string(seconds / 60) + " min";
}

/// A timer is never shown as a person.
std::string whoWords(const ApprovalView &view, const std::optional<Delegation> &away)
{
    if (!view.decided && view.claimedBy.empty())
        return away ? away->person + " is away; " + away->delegate + " decides" : "-";
    if (!view.decided)
        return "claimed by " + view.claimedBy;
    return view.decided->actorKind == ActorKind::Timeout ? "nobody, in time" : actedBy(view.decided->by, view.decided->actingFor, view.decided->actingUntil);
}

int listRequests(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    ApprovalFilter filter;
    filter.openOnly = arguments.has("open");
    filter.agent = arguments.text("agent");
    const auto views = (*workspace)->approvals(filter);
    if (!views)
        return fail(views.error());
    const PeopleRegister people = (*workspace)->people();
    const Instant now = (*workspace)->now();
    if (arguments.json()) {
        Json list = Json::array();
        for (const ApprovalPointer &view : *views)
            list.push_back(approvalJson(*view, absentAddressee(people, *view, now), false));
        printJson(Json{{"total", views->size()}, {"requests", std::move(list)}});
        return Done;
    }
    std::vector<std::vector<std::string>> rows{{"request", "decision", "operation", "expires / closed", "agent", "tool", "clause", "by"}};
    for (const ApprovalPointer &view : *views)
        rows.push_back({view->id, std::string(nameOf(view->decision)), std::string(nameOf(view->operation)), whenWords(*view, (*workspace)->now()),
                        view->request.action.agent, view->request.action.tool, view->request.clause.empty() ? "-" : view->request.clause, whoWords(*view, absentAddressee(people, *view, now))});
    printTable(rows);
    return Done;
}

int showRequest(const Arguments &arguments)
{
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    const auto view = (*workspace)->approval(arguments.word(1));
    if (!view)
        return fail(view.error());
    const auto radius = (*workspace)->blastRadius(view->request);
    const auto away = absentAddressee((*workspace)->people(), *view, (*workspace)->now());
    if (arguments.json()) {
        Json json = approvalJson(*view, away, true);
        json["computed"] = radius ? Json{{"consequences", radius->consequences},
                                         {"destructive", radius->destructive},
                                         {"reversible", radius->reversible.empty() ? Json(nullptr) : Json(radius->reversible)},
                                         {"objects", radius->objects ? Json(*radius->objects) : Json(nullptr)},
                                         {"objects_from", radius->objectsFrom.empty() ? Json(nullptr) : Json(radius->objectsFrom)},
                                         {"money_millionths", radius->millionths ? Json(*radius->millionths) : Json(nullptr)},
                                         {"currency", radius->currency.empty() ? Json(nullptr) : Json(radius->currency)},
                                         {"similar_executed", radius->similarExecuted},
                                         {"similar_refused", radius->similarRefused},
                                         {"similar_violations", radius->similarViolations},
                                         {"contradictions", radius->contradictions}}
                                  : Json(nullptr);
        printJson(json);
        return Done;
    }
    const ApprovalRequest &request = view->request;
    print(view->id + ": " + visible(request.action.agent) + " asks for " + visible(request.action.tool));
    print("decision   " + std::string(nameOf(view->decision)) + ", " + whoWords(*view, away));
    print("operation  " + std::string(nameOf(view->operation)));
    print("arguments  " + visible(request.action.parameters));
    print("why asked  " + (view->readsAs.empty() ? std::string("-") : visible(view->readsAs)) + (request.clause.empty() ? "" : " (" + visible(request.clause) + ", " + visible(request.pactId) + '@' + visible(request.pactVersion) + ')'));
    print("agent says " + (request.proposal.reasoning.empty() ? std::string("-") : '"' + visible(request.proposal.reasoning) + '"'));
    if (radius) {
        for (const std::string &contradiction : radius->contradictions)
            print("differs    " + visible(contradiction));
    }
    std::string missing;
    for (const std::string_view name : request.proposal.missing())
        missing += (missing.empty() ? "" : ", ") + std::string(name);
    if (!missing.empty())
        print("missing    " + missing + ": nobody can approve");
    print("answer due " + formatInstant(request.respondBy) + ", expires " + formatInstant(request.expiresAt) + (request.handOff ? ", then handed to a person" : ", then denied"));
    print("digest     " + view->digest.hex());
    return Done;
}

int decide(const Arguments &arguments, ApprovalStep step)
{
    ApprovalAct act;
    act.step = step;
    act.reasonCode = arguments.text("reason");
    act.note = arguments.text("note");
    if (arguments.has("limit")) {
        auto limits = readFile(arguments.text("limit"));
        if (!limits)
            return fail(limits.error());
        act.limitedTo = std::move(limits).value();
    }
    auto workspace = Workspace::open(arguments.word(0), false, surroundings());
    if (!workspace)
        return fail(workspace.error());
    const auto view = (*workspace)->act(arguments.word(1), act);
    if (!view)
        return fail(view.error());
    if (arguments.json()) {
        printJson(approvalJson(*view, absentAddressee((*workspace)->people(), *view, (*workspace)->now()), true));
        return Done;
    }
    print(view->id + " is " + std::string(nameOf(view->decision)) + " by " + actedBy(view->decided->by, view->decided->actingFor, view->decided->actingUntil) + ". Signed and recorded as entry " + std::to_string(view->decided->entry) + '.');
    if (step == ApprovalStep::Approve)
        print("The agent has not acted yet. It may do exactly the action with digest " + view->approvedDigest.hex() + ", once.");
    return Done;
}

/// What watch remembers of a request.
struct Seen
{
    std::size_t steps = 0;
    DecisionState decision = DecisionState::Open;
    OperationState operation = OperationState::NotAllowed;
};

void tell(const Arguments &arguments, const std::string &event, const ApprovalView &view, const PeopleRegister &people, const Instant &now)
{
    const auto away = absentAddressee(people, view, now);
    if (arguments.json())
        printJson(Json{{"event", event}, {"at", formatInstant(now)}, {"request", approvalJson(view, away, false)}});
    else
        print(formatInstant(now) + "  " + event + "  " + view.id + "  " + std::string(nameOf(view.decision)) + " / " + std::string(nameOf(view.operation)) + "  "
              + visible(view.request.action.agent) + "  " + visible(view.request.action.tool) + "  " + whoWords(view, away));
    std::cout.flush();
}

int watch(const Arguments &arguments)
{
    const Interruption interruption;
    auto workspace = Workspace::open(arguments.word(0), true);
    if (!workspace)
        return fail(workspace.error());
    std::map<std::string, Seen> known;
    bool first = true;
    while (!interruption.token().stop_requested()) {
        ApprovalFilter filter;
        filter.agent = arguments.text("agent");
        const auto views = (*workspace)->approvals(filter);
        if (!views)
            return fail(views.error());
        const PeopleRegister people = (*workspace)->people();
        const Instant now = (*workspace)->now();
        for (const ApprovalPointer &shared : *views) {
            const ApprovalView &view = *shared;
            const auto [seen, isNew] = known.try_emplace(view.id);
            Seen &before = seen->second;
            if (isNew && first && view.decision == DecisionState::Open)
                tell(arguments, "open", view, people, now);
            else if (isNew && !first)
                tell(arguments, "file", view, people, now);
            for (std::size_t i = isNew ? (first ? view.history.size() : 1) : before.steps; i < view.history.size(); ++i)
                tell(arguments, std::string(nameOf(view.history[i].statement.step)), view, people, now);
            // By the clock alone, before anybody wrote it down.
            if (!isNew && before.steps == view.history.size() && (before.decision != view.decision || before.operation != view.operation))
                tell(arguments, before.decision != view.decision ? "expire" : "outcome", view, people, now);
            // The expiry was told already when it is written down.
            before = {view.history.size(), view.decision, view.operation};
        }
        first = false;
        for (int turn = 0; turn < 5 && !interruption.token().stop_requested(); ++turn)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return Done;
}

} // namespace

std::vector<Command> approvalCommands()
{
    return {
        {"requests", "what agents ask persons to decide, least time left first", {"requests W [--open] [--agent A]", 1, 1, {"agent"}, {"open"}}, listRequests},
        {"request show", "one request with its arguments, proposal, computed reach and history", {"request show W ID", 2, 2, {}, {}}, showRequest},
        {"approve", "approve exactly this action, or a narrower one", {"approve W ID --reason CODE [--limit ARGS.json] [--note T]", 2, 2, {"reason", "limit", "note"}, {}},
         [](const Arguments &arguments) { return decide(arguments, ApprovalStep::Approve); }},
        {"deny", "deny a request", {"deny W ID --reason CODE [--note T]", 2, 2, {"reason", "note"}, {}},
         [](const Arguments &arguments) { return decide(arguments, ApprovalStep::Deny); }},
        {"watch", "follow new requests and what becomes of them, until Ctrl+C", {"watch W [--agent A]", 1, 1, {"agent"}, {}}, watch},
    };
}

} // namespace mandate::cli
