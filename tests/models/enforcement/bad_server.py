#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that answers as no server should, in the way its first argument names. With CERTIFICATE and KEY it speaks TLS.

    bad_server.py MODE [CERTIFICATE KEY]

Prints its port, then the first line of each request. Raw sockets, since no HTTP library would do this.
"""
import socket
import ssl
import sys
import threading
import time

mode = sys.argv[1]
JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"


def answer(body, head=JSON):
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def read_request(connection):
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        if not part:
            return received
        received += part
    head, body = received.split(b"\r\n\r\n", 1)
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += connection.recv(65536)
    return head


def drip(connection, octets, pause):
    for i in range(len(octets)):
        connection.sendall(octets[i:i + 1])
        time.sleep(pause)


def serve(connection):
    head = read_request(connection)
    print(head.split(b"\r\n")[0].decode(), flush=True)
    token = next((line.split(b" ")[-1] for line in head.split(b"\r\n") if line.lower().startswith(b"authorization:")), b"")
    if mode == "silent":
        time.sleep(30)
    elif mode == "drip_head":
        drip(connection, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 4000, 0.05)
    elif mode == "drip_body":
        connection.sendall(JSON + b"Content-Length: 4000\r\n\r\n")
        drip(connection, b" " * 4000, 0.05)
    elif mode == "huge_body":
        connection.sendall(JSON + b"\r\n" + b" " * (8 << 20))
    elif mode == "huge_chunks":
        connection.sendall(JSON + b"Transfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b" " * 65536 + b"\r\n") * 100)
    elif mode == "huge_head":
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-More: " + b"x" * 4000 + b"\r\n")
    elif mode == "gzip_bomb":
        connection.sendall(answer(b"\x1f\x8b\x08" + b"\0" * 100, JSON + b"Content-Encoding: gzip\r\n"))
    elif mode == "redirect":
        connection.sendall(answer(b"", b"HTTP/1.1 307 Temporary Redirect\r\nLocation: https://elsewhere.example/take\r\n"))
    elif mode == "not_json":
        connection.sendall(answer(b"{\"decision\": fals"))
    elif mode == "login_page":
        connection.sendall(answer(b"<html>Please sign in</html>", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"))
    elif mode == "text_for_bool":
        connection.sendall(answer(b'{"decision":"false","allowed":"false"}'))
    elif mode == "error":
        connection.sendall(answer(b'{"message":"out of order"}', b"HTTP/1.1 500 Internal Server Error\r\n"))
    elif mode == "echo":
        connection.sendall(answer(b'{"message":"bad token ' + token + b'"}', b"HTTP/1.1 401 Unauthorized\r\n"))
    elif mode == "close":
        pass
    elif mode == "half":
        connection.sendall(JSON + b"Content-Length: 100\r\n\r\n{\"decision\":false}")
    elif mode == "allow":
        connection.sendall(answer(b'{"decision":true,"result":true}'))
    elif mode == "refuse":
        connection.sendall(answer(b'{"decision":false,"result":false}'))
    elif mode == "no_content":
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def shake_and_serve(connection):
    try:
        with connection:
            if mode == "slow_handshake":
                connection.recv(65536)
                drip(connection, b"\x16\x03\x03\x40\x00" + b"\0" * 4000, 0.05)
            elif context is not None:
                with context.wrap_socket(connection, server_side=True) as secure:
                    serve(secure)
            else:
                serve(connection)
    except OSError:
        pass


context = None
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=shake_and_serve, args=(listener.accept()[0],), daemon=True).start()
