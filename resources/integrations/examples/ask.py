#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An agent in a few lines: asks, waits for a person where one has to decide, acts, reports. ask.py TOOL ARGUMENTS-AS-JSON"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), ".."))
from mandate_gateway import Gateway, words_of  # noqa: E402

gateway = Gateway()
tool, arguments = sys.argv[1], json.loads(sys.argv[2])
answer, allowed, approval = gateway.decide(tool, arguments, session="example")
if not answer["decision"]:
    sys.exit("Refused: " + words_of(answer))
print("would call", tool, "with", json.dumps(allowed))  # here the tool is called
gateway.report(tool, allowed, "executed", "done", session="example", approval=approval)
