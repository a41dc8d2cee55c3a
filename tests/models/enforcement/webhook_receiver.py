#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A webhook receiver by the Standard Webhooks specification, sharing no code with Mandate.

    webhook_receiver.py SECRET PUBLIC_KEY WANTED ANSWER

SECRET is "whsec_…", PUBLIC_KEY "whpk_…", WANTED the signatures that must be there and hold ("v1", "v1a" or "v1 v1a"), ANSWER what GET says:
"refused", "allowed" or "other". Prints its port, then a JSON line for each request.
"""
import base64
import hashlib
import hmac
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

secret, public_key, wanted, answer = sys.argv[1:5]
hmac_key = base64.b64decode(secret.removeprefix("whsec_"))
verifier = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key.removeprefix("whpk_")))


def holding(headers, body):
    """The kinds of signature that hold; an old or early timestamp lets none hold."""
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        return set()
    signed = b"%s.%s.%s" % (headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body)
    kinds = set()
    for entry in headers["webhook-signature"].split(" "):
        kind, value = entry.split(",", 1)
        octets = base64.b64decode(value, validate=True)
        if kind == "v1" and hmac.compare_digest(hmac.new(hmac_key, signed, hashlib.sha256).digest(), octets):
            kinds.add(kind)
        if kind == "v1a":
            try:
                verifier.verify(octets, signed)
                kinds.add(kind)
            except InvalidSignature:
                pass
    return kinds


class Receiver(BaseHTTPRequestHandler):
    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        held = holding(self.headers, body)
        good = set(wanted.split()) <= held
        print(json.dumps({"id": self.headers["webhook-id"], "held": sorted(held), "method": self.command, "path": self.path,
                          "type": self.headers.get("Content-Type", ""), "body": body.decode()}), flush=True)
        query = parse_qs(urlsplit(self.path).query)
        reply = b""
        if self.command == "GET":
            said = {"agent": query["agent"][0] if answer != "other" else "somebody else", "allowed": answer == "allowed"}
            if "tool" in query:
                said["tool"] = query["tool"][0]
            reply = json.dumps(said).encode()
        self.send_response((200 if reply else 204) if good else 401)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    do_GET = do_POST = handle_any

    def log_message(self, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
