#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the answering side of exchanges that were written down, in their order, and says where a request is not the one written down.

    replay_server.py FILE NAME

FILE holds {"exchanges": {NAME: [{"request": {method, path, headers, body}, "response": {status, headers, body}}, …]}}. A body is compared as
JSON where it is an object, else as text; of the headers those are compared that are written down. Prints its port, then for each request
"as written" or what deviates, with "{}" for a request too many.
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

with open(sys.argv[1], encoding="utf-8") as file:
    exchanges = json.load(file)["exchanges"][sys.argv[2]]


def deviation(expected, method, path, headers, body):
    if (method, path) != (expected["method"], expected["path"]):
        return "%s %s instead of %s %s" % (method, path, expected["method"], expected["path"])
    for name, value in expected.get("headers", {}).items():
        if headers.get(name) != value:
            return "header %s is %r instead of %r" % (name, headers.get(name), value)
    wanted = expected.get("body", "")
    try:
        got = json.loads(body) if isinstance(wanted, (dict, list)) else body
    except ValueError:
        got = body
    if got != wanted:
        return "body %r instead of %r" % (got, wanted)
    return None


class Player(BaseHTTPRequestHandler):
    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        response = {"status": 418, "body": {"error": "not as written"}}
        if not exchanges:
            print("a request too many: %s %s" % (self.command, self.path), flush=True)
        else:
            exchange = exchanges.pop(0)
            problem = deviation(exchange["request"], self.command, self.path, self.headers, body)
            print(problem or "as written", flush=True)
            if problem is None:
                response = exchange["response"]
        reply = response.get("body", "")
        octets = (reply if isinstance(reply, str) else json.dumps(reply)).encode()
        self.send_response(response["status"])
        for name, value in response.get("headers", {}).items():
            self.send_header(name, value)
        if response["status"] != 204:
            self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        if response["status"] != 204:
            self.wfile.write(octets)

    do_GET = do_POST = do_PUT = handle_any

    def log_message(self, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Player)
print(server.server_port, flush=True)
server.serve_forever()
