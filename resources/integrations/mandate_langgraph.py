# SPDX-License-Identifier: GPL-3.0-or-later
"""Files LangChain/LangGraph human-in-the-loop interrupts at a Mandate gateway, and gives the decisions back in LangChain's shape.

    request = interrupt.value     # {"action_requests": [{"name", "args", "description"}], "review_configs": [{"action_name", "allowed_decisions"}]}
    graph.invoke(Command(resume=decisions(request, Gateway(), session=thread_id)), config)

Binding grade: position. LangGraph ties a decision to its place in the list, not to a digest, and runs the node again on resume; ask the gateway once more
where the tool itself is called (Gateway.evaluate with the approval) to have it re-checked.
"""

GRADE = "position"
SOURCE = "langgraph"


def _allowed(request, name):
    for config in request.get("review_configs", []):
        if config.get("action_name") == name:
            return config.get("allowed_decisions", [])
    return ["approve", "edit", "reject"]


def decisions(request, gateway, session="", seconds=900, proposals=None):
    """{"decisions": [{"type", "edited_action"?, "message"?}]} in the order of the action requests. All are filed before any is waited for."""
    filed = []
    for index, action in enumerate(request["action_requests"]):
        proposal = dict((proposals or {}).get(index, {}))
        if action.get("description") and "reasoning" not in proposal:
            proposal["reasoning"] = action["description"]
        filed.append(_file(gateway, action, proposal, session))
    return {"decisions": [_decision(gateway, request, action, view, seconds) for action, view in zip(request["action_requests"], filed)]}


def _file(gateway, action, proposal, session):
    try:
        return gateway.file(action["name"], action.get("args", {}), proposal, SOURCE, GRADE, session=session)
    except Exception as error:  # refused, or not reached: neither is an approval
        return {"state": "refused", "words": str(error)}


def _decision(gateway, request, action, view, seconds):
    try:
        if view["state"] == "open":
            view = gateway.wait(view, seconds)
    except Exception as error:
        view = {"state": "refused", "words": str(error)}
    if view["state"] != "approved":
        note = view.get("decided", {}).get("note") or view.get("words") or "The request is %s." % view["state"]
        return {"type": "reject", "message": note}
    limited = view.get("limited_to")
    if limited is None:
        return {"type": "approve"}
    if "edit" not in _allowed(request, action["name"]):
        return {"type": "reject", "message": "Only a narrower action was approved, and this tool's review does not take edits."}
    return {"type": "edit", "edited_action": {"name": action["name"], "args": limited}}
