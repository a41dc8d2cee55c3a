# SPDX-License-Identifier: GPL-3.0-or-later
# Reads a range of a Prometheus server by code of its own, a few points at a time: independent_reader.py ADDRESS QUERY START END STEP
import json
import sys
import urllib.parse
import urllib.request

address, query, start, end, step = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5])
found = {}
count = int((end - start) / step) + 1
for first in range(0, count, 997):
    last = min(first + 996, count - 1)
    asked = urllib.parse.urlencode({"query": query, "start": f"{start + first * step:.3f}", "end": f"{start + last * step:.3f}", "step": step})
    answer = json.load(urllib.request.urlopen(f"{address}/api/v1/query_range?{asked}"))
    assert answer["status"] == "success"
    for series in answer["data"]["result"]:
        name = json.dumps(series["metric"], sort_keys=True)
        found.setdefault(name, []).extend([f"{float(time):.3f}", float(value)] for time, value in series["values"])
print(json.dumps(found))
