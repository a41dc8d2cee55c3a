# SPDX-License-Identifier: GPL-3.0-or-later
"""An Inspect approver (inspect_ai.approval) that lets a Mandate gateway decide, in Inspect's own words.

    from inspect_ai.approval import Approval, approver

    @approver
    def mandate():
        async def approve(message, call, view, history):
            return Approval(**await asyncio.to_thread(decision, message, call, Gateway(), session="eval-1"))
        return approve

`call` has function, arguments and id (inspect_ai.tool.ToolCall). Binding grade: digest_recorded; with a narrower approval the decision is "modify" and
`modified` is the call that may run.
"""

GRADE = "digest_recorded"
SOURCE = "inspect"


def _member(thing, name):
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def decision(message, call, gateway, session="", seconds=900, proposal=None):
    """{"decision": approve | modify | reject | terminate | escalate, "modified"?, "explanation"}."""
    tool, arguments, identity = _member(call, "function"), _member(call, "arguments") or {}, _member(call, "id")
    wanted = dict(proposal or {})
    if message and "reasoning" not in wanted:
        wanted["reasoning"] = message
    try:
        view = gateway.file(tool, arguments, wanted, SOURCE, GRADE, session=session, call_id=identity)
        if view["state"] == "open":
            view = gateway.wait(view, seconds)
    except Exception as error:
        state = ((getattr(error, "problem", None) or {}).get("evaluation") or {}).get("context", {}).get("state")
        return {"decision": "terminate" if state in ("suspended", "revoked") else "reject", "explanation": str(error)}
    note = view.get("decided", {}).get("note", "")
    if view["state"] == "approved" and "limited_to" in view:
        return {"decision": "modify", "modified": _copy(call, view["limited_to"]), "explanation": "%s: a narrower action was approved. %s" % (view["id"], note)}
    if view["state"] == "approved":
        return {"decision": "approve", "explanation": "%s: approved. %s" % (view["id"], note)}
    if view["state"] in ("open", "expired"):
        return {"decision": "escalate", "explanation": "%s: nobody decided in time." % view["id"]}
    return {"decision": "reject", "explanation": "%s is %s. %s" % (view["id"], view["state"], note)}


def _copy(call, arguments):
    if isinstance(call, dict):
        return dict(call, arguments=arguments)
    if hasattr(call, "model_copy"):
        return call.model_copy(update={"arguments": arguments})
    import copy
    other = copy.copy(call)
    other.arguments = arguments
    return other
