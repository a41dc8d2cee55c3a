# SPDX-License-Identifier: GPL-3.0-or-later
"""An MCP server on standard input and output with two tools; writes down in argv[1] what was really called."""
import json
import sys

with open(sys.argv[1], "a", encoding="utf-8") as called:
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message:
            continue
        if message["method"] == "tools/call":
            called.write(json.dumps(message["params"], sort_keys=True) + "\n")
            called.flush()
            result = {"content": [{"type": "text", "text": "did " + message["params"]["name"]}], "isError": message["params"]["name"] == "fails"}
        elif message["method"] == "initialize":
            result = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "small", "version": "1"}}
        else:
            result = {"tools": [{"name": "send_money", "inputSchema": {"type": "object"}}]}
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
