// SPDX-License-Identifier: GPL-3.0-or-later
// Agents that ask a decision point of a workspace of their own, with a clock that the test sets, for tests.
#pragma once

#include "tests/models/workspace/made_trail.h"

#include "models/workspace/decision_point.h"
#include "models/workspace/scope_policies.h"

#include <atomic>

namespace mandate::test {

inline constexpr std::string_view deskPact = R"x({
  "schema": "mandate.pact/1", "pact_id": "desk", "version": "1.0.0", "title": "Returns desk", "binds": [{"deployment": "shop"}],
  "accountability": {"owner": "Owner A", "deputy": "Deputy B"},
  "tools": [{"name": "drop_environment", "title": "Delete an environment", "consequence": ["deletes"], "destructive": true, "reversible": "none"},
            {"name": "refund", "title": "Refund", "consequence": ["spends"], "reversible": "none"}],
  "state": [{"fact": "order", "tools": ["get_order"], "key": "value.id", "value": "value"}],
  "clauses": [
    {"id": "P1", "kind": "permit", "tools": ["get_order", "refund", "credit", "drop_environment"], "when": "true", "reads_as": "The agent may look up and refund orders."},
    {"id": "F1", "kind": "forbid", "tools": ["refund"], "when": "state.order[args.id].status != 'delivered'", "reads_as": "Only delivered orders are refunded."},
    {"id": "F2", "kind": "forbid", "tools": ["refund"], "when": "history.exists(h, h.executed && h.tool == 'refund' && h.args.id == args.id)", "reads_as": "An order is refunded once."},
    {"id": "E1", "kind": "escalate", "tools": ["refund", "credit"], "when": "args.amount > 500", "reads_as": "A refund or credit over 500 needs the owner.",
     "escalation": {"to": "owner", "respond_within": "15m", "if_unanswered": "deny"}}
  ]})x";

/// What a verifier checks the desk's agents against, kept by somebody else: environments of the EU and staging may go, credits too.
inline std::string scopePolicy(const std::string &version, const std::string &where = "args.name == 'staging' || args.name == 'prod-eu'")
{
    return R"({"schema":"mandate.scope-policy/1","scope_policy_id":"desk-scope","version":")" + version + R"(","title":"What the desk may destroy","owner":"Security officer C",
        "binds":[{"agent":"clerk","deployment":"shop"}],"tools":[{"name":"wipe_*","destructive":true}],
        "rules":[{"id":"A1","effect":"allow","tools":["drop_environment"],"when":")" + where + R"(","reads_as":"These environments may go."},
                 {"id":"A2","effect":"allow","tools":["credit"],"when":"true","reads_as":"Credits may be given."}]})";
}

inline std::int64_t minutes(std::int64_t count)
{
    return count * 60'000'000'000;
}

class AskingAgents
{
protected:
    WorkspaceFolder m_folder;
    int m_trails = 0;
    std::shared_ptr<std::atomic<std::int64_t>> m_clock = std::make_shared<std::atomic<std::int64_t>>(1'700'000'000'000'000'000);

    Surroundings surroundings()
    {
        Surroundings around;
        around.clock = [clock = m_clock] { return Instant{clock->load(), true}; };
        return around;
    }

    std::unique_ptr<Workspace> workspace(std::string_view pact = deskPact)
    {
        auto made = need(Workspace::create(m_folder.path("d" + std::to_string(++m_trails) + ".mandate"), surroundings()));
        (void)need(made->addPact(pact));
        m_clock->fetch_add(1'000'000'000);
        return made;
    }

    static ActionQuestion ask(const std::string &tool, const std::string &arguments, const std::string &session = "s1", const std::string &agent = "clerk")
    {
        ActionQuestion question;
        question.action.agent = agent;
        question.action.tool = tool;
        question.action.parameters = arguments;
        question.session = session;
        question.deployment = "shop";
        question.bytes = "{\"asked\":\"" + tool + "\"}";
        return question;
    }

    static Proposal wholeProposal()
    {
        return {"The customer asks for it", "One refund", "1 order", Reversibility::None, 0.9, {}};
    }

    /// A person's yes.
    static ApprovalAct approval()
    {
        ApprovalAct act;
        act.step = ApprovalStep::Approve;
        act.reasonCode = "checked";
        return act;
    }

    /// What the agent reports by telemetry.
    void report(Workspace &workspace, const std::string &tool, const std::string &arguments, const std::string &result, int status = 1)
    {
        const int number = ++m_trails;
        Call call{"s1", tool, arguments, number % 50, status};
        call.result = result;
        (void)need(workspace.import({m_folder.write("report" + std::to_string(number) + ".jsonl", lines({call}, static_cast<std::size_t>(number)))}, {}));
    }
};

} // namespace mandate::test
