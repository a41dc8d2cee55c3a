#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A receiver of security event tokens pushed by RFC 8935, verifying them with jwcrypto and sharing no code with Mandate.

    set_receiver.py KEY_SET ISSUER AUDIENCE TOKEN

KEY_SET is a JWK Set. Keeps which accounts are disabled. Prints its port, then a JSON line for each request.
"""
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from jwcrypto import jwk, jws

keys = jwk.JWKSet.from_json(sys.argv[1])
issuer, audience, bearer = sys.argv[2:5]
seen = set()
RISC = "https://schemas.openid.net/secevent/risc/event-type/"
CAEP = "https://schemas.openid.net/secevent/caep/event-type/"
SSF = "https://schemas.openid.net/secevent/ssf/event-type/"


class Refused(Exception):
    pass


def need(condition, error, words):
    if not condition:
        raise Refused(error, words)


def read_token(compact):
    """Checks of RFC 8417, RFC 8935 section 2, RFC 9493 and OpenID Shared Signals 1.0; raises Refused with an RFC 8935 error code."""
    token = jws.JWS()
    token.allowed_algs = ["EdDSA"]
    try:
        token.deserialize(compact)
        header = json.loads(token.objects["protected"])
    except Exception as problem:
        raise Refused("invalid_request", "no JWS: %s" % problem)
    need(header.get("typ") == "secevent+jwt", "invalid_request", "typ is not secevent+jwt")
    key = keys.get_key(header.get("kid"))
    need(key is not None, "invalid_key", "no such key")
    try:
        token.verify(key)
    except Exception:
        raise Refused("authentication_failed", "the signature does not hold")
    claims = json.loads(token.payload)
    need(claims.get("iss") == issuer, "invalid_issuer", "issued by somebody else")
    need(claims.get("aud") == audience, "invalid_audience", "for somebody else")
    need(isinstance(claims.get("iat"), int) and abs(time.time() - claims["iat"]) < 300, "invalid_request", "iat")
    need(isinstance(claims.get("jti"), str) and claims["jti"], "invalid_request", "jti")
    need("sub" not in claims and "exp" not in claims, "invalid_request", "sub and exp must not be there")
    subject = claims.get("sub_id", {})
    members = {"opaque": {"format", "id"}, "iss_sub": {"format", "iss", "sub"}, "account": {"format", "uri"}, "uri": {"format", "uri"}}
    need(set(subject) == members.get(subject.get("format")), "invalid_request", "sub_id")
    events = claims.get("events")
    need(isinstance(events, dict) and len(events) == 1, "invalid_request", "one event a token")
    (event, content), = events.items()
    if event.startswith(CAEP):
        need(isinstance(content.get("event_timestamp"), int) and content["event_timestamp"] < 1e11, "invalid_request", "event_timestamp")
        need(content.get("initiating_entity") in ("admin", "user", "policy", "system"), "invalid_request", "initiating_entity")
        need(all(isinstance(text, str) for text in content.get("reason_admin", {}).values()), "invalid_request", "reason_admin")
    if event == CAEP + "token-claims-change":
        need(isinstance(content.get("claims"), dict) and content["claims"], "invalid_request", "claims")
    known = {RISC + "account-disabled", RISC + "account-enabled", CAEP + "session-revoked", CAEP + "token-claims-change", SSF + "verification"}
    need(event in known, "invalid_request", "unknown event")
    return claims, event, content


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, reply, told = 202, b"", {}
        try:
            need(self.headers["Authorization"] == "Bearer " + bearer, "access_denied", "wrong token")
            need(self.headers["Content-Type"] == "application/secevent+jwt", "invalid_request", "content type")
            need(self.headers["Accept"] == "application/json", "invalid_request", "accept")
            claims, event, content = read_token(body)
            told = {"event": event.rsplit("/", 1)[1], "content": content, "subject": claims["sub_id"], "jti": claims["jti"],
                    "txn": claims.get("txn", ""), "again": claims["jti"] in seen}
            seen.add(claims["jti"])
        except Refused as problem:
            status = 400
            told = {"refused": problem.args[0]}
            reply = json.dumps({"err": problem.args[0], "description": problem.args[1]}).encode()
        print(json.dumps(told), flush=True)
        self.send_response(status)
        if reply:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Language", "en-US")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
