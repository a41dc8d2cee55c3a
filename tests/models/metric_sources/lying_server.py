# SPDX-License-Identifier: GPL-3.0-or-later
# A server that answers as Prometheus should not. The first part of the path says how; /seen tells what the other address was asked.
import http.server
import json
import threading
import time
import urllib.parse

seen = []


class Other(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seen.append([self.path, self.headers.get("Authorization")])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


class Liar(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def give(self, body, status=200, kind="application/json", more=()):
        octets = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(octets)))
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(octets)

    def matrix(self, values, **more):
        self.give(json.dumps({"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {"__name__": "up"}, "values": values}]}, **more}))

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        lie = parts.path.split("/")[1]
        query = dict(urllib.parse.parse_qsl(parts.query))
        start, end, step = (float(query.get(name, 0)) for name in ("start", "end", "step"))
        grid = []
        while step and start + len(grid) * step <= end + 1e-6:
            grid.append(start + len(grid) * step)
        if lie == "seen":
            self.give(json.dumps(seen))
        elif lie == "true":
            self.matrix([[t, str(i)] for i, t in enumerate(grid)], warnings=["one shard did not answer"])
        elif lie == "nan":
            self.matrix([[t, "NaN" if i % 3 == 1 else "+Inf" if i % 3 == 2 else "7"] for i, t in enumerate(grid)])
        elif lie == "gaps":
            self.matrix([[t, "1"] for i, t in enumerate(grid) if i < 3 or i > 6])
        elif lie == "toomany":
            self.matrix([[start + i * step, "1"] for i in range(len(grid) + 1)])
        elif lie == "offgrid":
            self.matrix([[t + step / 2, "1"] for t in grid[:-1]])
        elif lie == "twice":
            self.matrix([[t, "1"] for t in (grid[0], grid[1], grid[1])])
        elif lie == "backwards":
            self.matrix([[t, "1"] for t in reversed(grid)])
        elif lie == "string":
            self.give(json.dumps({"status": "success", "data": {"resultType": "string", "result": [start, "all is well"]}}))
        elif lie == "vector":
            self.give(json.dumps({"status": "success", "data": {"resultType": "vector", "result": []}}))
        elif lie == "numbers":
            self.matrix([[t, 1] for t in grid])
        elif lie == "page":
            self.give("<html><body>Welcome</body></html>", kind="text/html")
        elif lie == "successfulerror":
            self.give(json.dumps({"status": "error", "errorType": "timeout", "error": "query timed out"}))
        elif lie == "badquery":
            self.give(json.dumps({"status": "error", "errorType": "bad_data", "error": "parse error: unexpected end of input"}), 400)
        elif lie in ("500", "503", "401"):
            self.give(json.dumps({"status": "error", "errorType": "internal", "error": "disk full"}), int(lie))
        elif lie == "redirect":
            self.give("", 302, more=[("Location", f"http://localhost:{other.server_port}/stolen")])
        elif lie == "endless":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            try:
                self.wfile.write(b'{"status":"success","data":{"resultType":"matrix","result":[')
                while True:
                    self.wfile.write(b" " * 65536)
            except OSError:
                pass
            self.close_connection = True
        elif lie == "slow":
            time.sleep(20)
        elif lie == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b'{"status":"success",')
            self.close_connection = True
        elif lie == "echo":
            self.give(json.dumps({"status": "error", "errorType": "bad_data", "error": "you sent " + str(self.headers.get("Authorization"))}), 400)
        elif lie == "echo-escaped":
            said = "".join("\\u%04x" % ord(c) for c in "you sent " + str(self.headers.get("Authorization")))
            self.give('{"status":"error","errorType":"bad_data","error":"%s"}' % said, 400)
        elif lie == "who":
            good = self.headers.get("Authorization") in ("Bearer s3cret-token", "Basic YWRhOnMzY3JldC10b2tlbg==")
            self.matrix([[t, "1" if good else "0"] for t in grid])
        elif lie == "hostile":
            self.give(json.dumps({"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {"__name__": "up", "job": "a\"b\n\u202e<img src=x>"}, "values": [[grid[0], "1"]]}]}}))
        elif lie == "many":
            self.give(json.dumps({"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {"n": str(i)}, "values": [[grid[0], "1"]]} for i in range(201)]}}))
        elif lie == "metrics":
            self.give("# TYPE a counter\na_total 3\n# EOF\n", kind="application/openmetrics-text; version=1.0.0; charset=utf-8")
        elif lie == "cutmetrics":
            self.give("# TYPE a counter\na_total 3\n", kind="application/openmetrics-text; version=1.0.0; charset=utf-8")
        elif lie == "textmetrics":
            self.give("# TYPE a_total counter\na_total 3\n", kind="text/plain; version=0.0.4; charset=utf-8")
        else:
            self.give("{}", 404)

    def log_message(self, *_):
        pass


other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
threading.Thread(target=other.serve_forever, daemon=True).start()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
