# SPDX-License-Identifier: GPL-3.0-or-later
"""Files the tool approvals of the OpenAI Agents SDK at a Mandate gateway, and applies the decisions to the run's state.

    result = await Runner.run(agent, text)
    while result.interruptions:
        state = result.to_state()
        decide(result.interruptions, state, Gateway(), session=run_id)
        result = await Runner.run(agent, state)

An interruption is a ToolApprovalItem whose `raw_item` has name, arguments (a JSON text) and call_id. Binding grade: digest_recorded, because the call that runs on
resume is the one in the serialised state that was filed, and nothing checks it again.
Decisions are never sticky: `always_approve` and `always_reject` would decide about calls that nobody has seen.
"""
import json

GRADE = "digest_recorded"
SOURCE = "openai-agents"


def _member(thing, name):
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def call_of(interruption):
    """(tool, arguments, call id) of a ToolApprovalItem."""
    raw = _member(interruption, "raw_item") or interruption
    arguments = _member(raw, "arguments")
    if isinstance(arguments, str):
        arguments = json.loads(arguments or "{}")
    if not isinstance(arguments, dict):
        raise ValueError("the arguments are no JSON object")
    return _member(raw, "name") or _member(interruption, "tool_name"), arguments, _member(raw, "call_id") or _member(raw, "id")


def decide(interruptions, state, gateway, session="", seconds=900, proposal=None):
    """Calls state.approve(item) or state.reject(item) for each; returns [(item, approval)]. Whatever fails is rejected."""
    filed = []
    for item in interruptions:
        try:
            tool, arguments, call = call_of(item)
            filed.append((item, gateway.file(tool, arguments, proposal, SOURCE, GRADE, session=session, call_id=call)))
        except Exception as error:
            filed.append((item, {"state": "refused", "words": str(error)}))
    decided = []
    for item, view in filed:
        try:
            if view["state"] == "open":
                view = gateway.wait(view, seconds)
        except Exception as error:
            view = {"state": "refused", "words": str(error)}
        if view["state"] == "approved" and "limited_to" not in view:  # the SDK cannot run less than was asked for
            state.approve(item)
        else:
            state.reject(item)
        decided.append((item, view))
    return decided
