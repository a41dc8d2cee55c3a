#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes audit.jsonl and spec.json: chains of Agent Governance Toolkit audit entries, hashed by Python itself.

audit.jsonl as the toolkit's reference implementation does it (json.dumps(sort_keys=True), time by isoformat(), files with "Z"); spec.json as its
specification AUDIT-COMPLIANCE 1.0, section 4.4 says (no white space, UTF-8). Independent of the reader that is tested.
"""
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).parent
FIELDS = ["entry_id", "timestamp", "event_type", "agent_did", "action", "resource", "data", "outcome", "previous_hash"]


def entry(n, event, action, resource, data, outcome, **more):
    e = {"entry_id": f"audit_{n:016x}", "timestamp": f"2026-02-03T12:00:0{n}.500000Z", "event_type": event, "agent_did": "did:mesh:refund-bot",
         "action": action, "arguments_hash": None, "resource": resource, "target_did": None, "approver_did": None, "data": data, "outcome": outcome,
         "policy_decision": "allow", "matched_rule": "refund-limit", "policy_version": "v4", "previous_hash": "", "entry_hash": "",
         "trace_id": f"trace-{n}", "session_id": "session-1"}
    e.update(more)
    return e


ENTRIES = [
    entry(1, "tool_invocation", "refund", "order/17", {"amount": 120.0, "currency": "EUR", "note": "Größe 3 – „neu“ 😀"}, "success"),
    entry(2, "tool_invocation", "lookup", None, {"tries": [1, 2.5, 1e-07, 1e+22], "deep": {"b": None, "a": True}}, "failure"),
    entry(3, "policy_evaluation", "evaluate", "order/18", {}, "success"),
    entry(4, "tool_blocked", "refund", "order/18", {"amount": 900}, "denied", policy_decision="deny", approver_did="did:mesh:ada"),
    entry(5, "tool_invocation", "close", "order/17", {"quote": "\"\\/\b\f\n\r\t\u0001\u007f"}, "success"),
]


def chained(entries, dump, time):
    previous, out = "", []
    for e in (dict(e) for e in entries):
        e["previous_hash"] = previous
        hashed = {k: e[k] for k in FIELDS}
        hashed["timestamp"] = time(e["timestamp"])
        previous = e["entry_hash"] = hashlib.sha256(dump(hashed).encode()).hexdigest()
        out.append(e)
    return out


reference = chained(ENTRIES, lambda v: json.dumps(v, sort_keys=True), lambda t: t.replace("Z", "+00:00"))
(HERE / "audit.jsonl").write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in reference))
spec = chained(ENTRIES, lambda v: json.dumps(v, sort_keys=True, separators=(",", ":"), ensure_ascii=False), lambda t: t)
(HERE / "spec.json").write_text(json.dumps({"exported_at": "2026-02-03T13:00:00Z", "merkle_root": "0" * 64, "verified": True, "entry_count": len(spec),
                                            "entries": spec}, ensure_ascii=False, indent=1) + "\n")
