#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An agent that does again what a recorded tau2 session shows, and asks the gateway before each call: what it is refused it does not do, what waits
for a person it waits for, and what it did it reports with the recorded result. Prints one JSON object a call.

    recorded_agent.py RUN.json SIMULATION-ID     (MANDATE_GATEWAY, MANDATE_TOKEN, MANDATE_AGENT, MANDATE_DEPLOYMENT; path of mandate_gateway in PYTHONPATH)
"""
import json
import sys

from mandate_gateway import Gateway

PROPOSAL = {
    "reasoning": "The customer asked for it and confirmed.",
    "scope": "This order, and the payment method it names.",
    "blast_radius": "1 order",
    "reversible": "none",
    "confidence": 0.9,
}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        run = json.load(file)
    simulation = next(s for s in run["simulations"] if s["id"] == sys.argv[2])
    results = {m["id"]: m["content"] for m in simulation["messages"] if m["role"] == "tool"}
    gateway = Gateway()
    said = None
    for message in simulation["messages"]:
        if message["role"] == "user" and message.get("content"):
            said = message["content"]
        for call in (message.get("tool_calls") or []) if message["role"] == "assistant" else []:
            more = {"session": simulation["id"], "call_id": call["id"], "input": said}
            answer = gateway.evaluate(call["name"], call["arguments"], **more)
            print(json.dumps({"tool": call["name"], "arguments": call["arguments"], "decision": answer["decision"], "reason": answer["context"]["reason"]}), flush=True)
            approval = None
            if answer["context"]["reason"] == "needs_approval":
                filed = gateway.file(call["name"], call["arguments"], proposal=PROPOSAL, **more)
                print(json.dumps({"waits_for": filed["id"]}), flush=True)
                resolved = gateway.wait(filed, seconds=60)
                approval = {"id": filed["id"], "resolution": resolved.get("resolution")}
                answer = gateway.evaluate(call["name"], call["arguments"], approval=approval, **more)
                print(json.dumps({"tool": call["name"], "arguments": call["arguments"], "decision": answer["decision"], "reason": answer["context"]["reason"],
                                  "approval": approval}), flush=True)
            if answer["decision"]:
                gateway.report(call["name"], call["arguments"], "executed", result=results.get(call["id"], ""), session=simulation["id"], approval=approval)
    print(json.dumps({"done": True}), flush=True)


main()
