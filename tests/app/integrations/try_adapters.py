# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the adapters with objects as the documentation of their systems shows them. Prints one JSON object of what came back."""
import json
import sys
import threading

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import mandate_inspect  # noqa: E402
import mandate_langgraph  # noqa: E402
import mandate_openai_agents  # noqa: E402
from mandate_gateway import Gateway  # noqa: E402


class RawItem:
    name, arguments, call_id = "read_order", '{"order": "#W1"}', "call-1"


class ToolApprovalItem:
    raw_item = RawItem()


class Forbidden:
    raw_item = {"name": "send_money", "arguments": '{"amount": 5000}', "call_id": "call-2"}


class Broken:
    raw_item = {"name": "send_money", "arguments": "{", "call_id": "call-3"}


class State:
    def __init__(self):
        self.done = []

    def approve(self, item):
        self.done.append("approve")

    def reject(self, item):
        self.done.append("reject")


interrupt = {
    "action_requests": [{"name": "return_item", "args": {"amount": 700}, "description": "The customer wants it back."},
                        {"name": "send_money", "args": {"amount": 9000}, "description": "Pay."},
                        {"name": "return_item", "args": {"amount": 900}, "description": "Another one."}],
    "review_configs": [{"action_name": "return_item", "allowed_decisions": ["approve", "edit", "reject"]}],
}
out = {}
state = State()


def run(name, call):
    out[name] = call()


proposals = {i: {"scope": "x", "blast_radius": "y", "reversible": "full", "confidence": 0.9} for i in range(3)}
whole = {"reasoning": "r", "scope": "x", "blast_radius": "y", "reversible": "full", "confidence": 0.9}
threads = [
    threading.Thread(target=run, args=("langgraph", lambda: mandate_langgraph.decisions(interrupt, Gateway(), session="lg", seconds=60, proposals=proposals))),
    threading.Thread(target=run, args=("openai", lambda: [view.get("state") for _, view in mandate_openai_agents.decide([ToolApprovalItem(), Forbidden(), Broken()], state, Gateway(), session="oa", seconds=60, proposal=whole)])),
    threading.Thread(target=run, args=("inspect", lambda: mandate_inspect.decision("I want to look.", {"function": "read_order", "arguments": {"order": "#W2"}, "id": "c1"}, Gateway(), session="in", seconds=60, proposal=whole))),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
out["state"] = state.done
print(json.dumps(out))
