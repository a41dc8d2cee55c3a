# SPDX-License-Identifier: GPL-3.0-or-later
"""A real time-stamp authority (RFC 3161) for tests: OpenSSL's own, behind a small HTTP server.

usage: authority.py FOLDER [slow|broken|lying]
Makes a root and an authority's certificate in FOLDER (root.pem), prints the port it listens on, and answers until it is killed.
slow: never answers. broken: answers with 500. lying: answers with the response to another request.
"""
import http.server
import os
import subprocess
import sys
import tempfile
import time

folder = sys.argv[1]
manner = sys.argv[2] if len(sys.argv) > 2 else ""


def openssl(*words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_keys():
    with open(os.path.join(folder, "tsa.cnf"), "w", encoding="ascii") as config:
        config.write(
            "[req]\ndistinguished_name=name\n[name]\n[tsa]\ndefault_tsa=this\n[this]\nserial=serial\ncrypto_device=builtin\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\n"
            "default_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\nordering=yes\ntsa_name=yes\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n"
            "[of_root]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"
            "[of_tsa]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
        )
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-subj", "/CN=Test root", "-config", "tsa.cnf",
            "-extensions", "of_root")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/O=Test/CN=Test time-stamp authority", "-config", "tsa.cnf")
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "30", "-extfile", "tsa.cnf", "-extensions", "of_tsa")
    with open(os.path.join(folder, "serial"), "w", encoding="ascii") as serial:
        serial.write("01\n")


class Authority(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        if manner == "slow":
            time.sleep(3600)
        if manner == "broken" or self.headers["Content-Type"] != "application/timestamp-query":
            self.send_error(500)
            return
        with tempfile.TemporaryDirectory() as place:
            asked = os.path.join(place, "query")
            with open(asked, "wb") as file:
                file.write(query)
            if manner == "lying":
                openssl("ts", "-query", "-digest", "00" * 32, "-sha256", "-cert", "-out", asked)
            answer = os.path.join(place, "answer")
            openssl("ts", "-reply", "-config", "tsa.cnf", "-section", "this", "-queryfile", asked, "-out", answer)
            with open(answer, "rb") as file:
                reply = file.read()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *words):
        pass


make_keys()
server = http.server.HTTPServer(("127.0.0.1", 0), Authority)
print(server.server_port, flush=True)
server.serve_forever()
