# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks a Mandate gateway: may this be done, file a request, wait, report. Python 3.9 or newer, standard library only.

    gateway = Gateway()                       # MANDATE_GATEWAY, MANDATE_TOKEN or MANDATE_TOKEN_FILE, MANDATE_AGENT
    answer = gateway.evaluate("send_money", {"amount": 10}, session="run-7")
    if answer["decision"]: ...

Fails closed: whatever cannot be asked is not allowed, and says why.
"""
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid


class GatewayError(Exception):
    """The gateway was not reached, or refused the request itself. `problem` is its RFC 9457 answer, if there is one."""

    def __init__(self, words, problem=None, status=0):
        super().__init__(words)
        self.problem = problem or {}
        self.status = status


class Gateway:
    def __init__(self, address=None, token=None, agent=None, deployment=None, timeout=10, context=None):
        self.address = (address or os.environ.get("MANDATE_GATEWAY", "http://127.0.0.1:4318")).rstrip("/")
        self.agent = agent or os.environ.get("MANDATE_AGENT", "")
        self.deployment = deployment if deployment is not None else os.environ.get("MANDATE_DEPLOYMENT", "")
        self.timeout = timeout
        self.context = context  # of ssl, for a certificate authority of one's own
        self.token = token or os.environ.get("MANDATE_TOKEN") or self._token_of_file()
        if not self.agent:
            raise GatewayError("MANDATE_AGENT does not say which agent asks")

    @staticmethod
    def _token_of_file():
        path = os.environ.get("MANDATE_TOKEN_FILE")
        if not path:
            raise GatewayError("there is no token: set MANDATE_TOKEN_FILE or MANDATE_TOKEN")
        with open(path, encoding="utf-8") as file:
            return file.readline().strip()

    def call(self, method, path, body=None, timeout=None):
        request = urllib.request.Request(self.address + path, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout or self.timeout, context=self.context) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            try:
                problem = json.load(error)
            except ValueError:
                problem = {}
            raise GatewayError(problem.get("detail") or "the gateway answered %d" % error.code, problem, error.code) from None
        except (OSError, ValueError) as error:
            raise GatewayError("the gateway at %s was not reached: %s" % (self.address, error)) from None

    def question(self, tool, arguments, resource=None, session="", call_id=None, input=None, confidence=None, approval=None):
        context = {"session": session, "deployment": self.deployment}
        if input:
            context["input"] = input
        if confidence is not None:
            context["confidence"] = confidence
        if approval:
            context["approval"] = approval
        properties = {"arguments": arguments}
        if call_id:
            properties["call_id"] = str(call_id)
        return {
            "subject": {"type": "agent", "id": self.agent},
            "action": {"name": tool, "properties": properties},
            "resource": {"type": "tool", "id": resource or tool},
            "context": context,
        }

    def evaluate(self, tool, arguments, **more):
        """The decision and its context; never raises, refuses instead."""
        try:
            return self.call("POST", "/access/v1/evaluation", self.question(tool, arguments, **more))
        except GatewayError as error:
            return {"decision": False, "context": {"reason": "gateway_failed", "reason_admin": {"en": str(error)}, "reason_user": {"en": "This cannot be decided at the moment."}}}

    def file(self, tool, arguments, proposal=None, source=None, binding_grade=None, **more):
        body = self.question(tool, arguments, **more)
        if proposal:
            body["proposal"] = proposal
        if source:
            body["source"] = source
            body["binding_grade"] = binding_grade or "none"
        return self.call("POST", "/v1/approvals", body)

    def wait(self, approval, seconds=900):
        """The approval when it is decided or the time is over; a person's question does not end the waiting."""
        end = time.monotonic() + seconds
        while True:
            left = max(0, min(30, int(end - time.monotonic())))
            view = self.call("GET", "/v1/approvals/%s?%s" % (approval["id"], urllib.parse.urlencode({"wait": left, "version": approval.get("version", 0)})), timeout=left + self.timeout)
            if view["state"] != "open" or time.monotonic() >= end:
                return view
            if view.get("version") == approval.get("version"):
                time.sleep(0.2)
            approval = view

    def decide(self, tool, arguments, proposal=None, seconds=900, takes_limits=True, **more):
        """Evaluates, files and waits where a person has to decide, and evaluates again with the approval. Returns (decision, arguments that
        may run, approval or None): a person may have approved less than was asked for. Without `takes_limits` that is a refusal, and the
        approval is not used up."""
        answer = self.evaluate(tool, arguments, **more)
        context = answer["context"]
        if answer["decision"] or context.get("reason") not in ("needs_approval", "verifier_missing"):
            return answer, arguments, None
        try:
            view = self.file(tool, arguments, proposal, **more)
            if view["state"] == "open":
                view = self.wait(view, seconds)
            if view["state"] != "approved":
                words = {"denied": "A person denied it", "expired": "Nobody decided in time"}.get(view["state"], "It is not approved: " + view["state"])
                note = view.get("decided", {}).get("note")
                context = dict(context, reason="approval_" + view["state"], reason_admin={"en": words + (": " + note if note else ".")}, approval=view.get("id"))
                return {"decision": False, "context": context}, arguments, view
            if "limited_to" in view and not takes_limits:
                words = "A person approved only %s (%s)." % (json.dumps(view["limited_to"]), view["id"])
                return {"decision": False, "context": dict(context, reason="approval_limited", reason_admin={"en": words})}, arguments, view
            arguments = view.get("limited_to", arguments)
            more["approval"] = {"id": view["id"], "resolution": view.get("resolution")}
            return self.evaluate(tool, arguments, **more), arguments, view
        except GatewayError as error:
            return {"decision": False, "context": dict(context, reason="gateway_failed", reason_admin={"en": str(error)})}, arguments, None

    def report(self, tool, arguments, outcome, result=None, error=None, session="", started=None, approval=None):
        """Says what became of the action: for its approval, and as an OTLP span. `outcome` is executed, failed or unknown."""
        if approval:
            body = {"outcome": outcome, "arguments": arguments}
            if error:
                body["error"] = error
            self.call("POST", "/v1/approvals/%s/executed" % approval["id"], body)
        text = lambda value: {"stringValue": value if isinstance(value, str) else json.dumps(value)}
        attributes = {"gen_ai.operation.name": "execute_tool", "gen_ai.agent.name": self.agent, "gen_ai.tool.name": tool,
                      "gen_ai.tool.call.arguments": arguments, "gen_ai.conversation.id": session}
        if result is not None:
            attributes["gen_ai.tool.call.result"] = result
        if error:
            attributes["error.message"] = error
        now = time.time_ns()
        span = {"traceId": uuid.uuid4().hex, "spanId": uuid.uuid4().hex[:16], "name": "execute_tool " + tool, "kind": 1,
                "startTimeUnixNano": str(started or now), "endTimeUnixNano": str(now),
                "attributes": [{"key": key, "value": text(value)} for key, value in attributes.items() if value != ""],
                "status": {"code": 1 if outcome == "executed" else 2 if outcome == "failed" else 0}}
        resource = {"attributes": [{"key": "service.name", "value": text(self.agent)}]}
        if self.deployment:
            resource["attributes"].append({"key": "deployment.environment.name", "value": text(self.deployment)})
        return self.call("POST", "/v1/traces", {"resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": {"name": "mandate-guard"}, "spans": [span]}]}]})


def words_of(answer):
    """One line for a person or a model: why it is refused."""
    context = answer.get("context", {})
    words = context.get("reason_admin", {}).get("en") or context.get("reason", "refused")
    return words + (" (clause %s)" % context["clause"] if context.get("clause") and context["clause"] not in words else "")
