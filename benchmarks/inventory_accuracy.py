#!/usr/bin/env python3
"""Every device of the NetBox, CSV and XLSX inputs of ../shared/data/inventory must be an asset with its manufacturer, model and serial.

Manufacturers are compared as written (the maker among `parties`), models and serials to the letter; the names of a file are matched as
a bag, for several devices may have one name or none.
"""
import collections
import json
import os
import sys

from measuring import DATA, RINGFENCE, WORK, run, skipped


def main():
    truth_path = os.path.join(DATA, "inventory/truth.jsonl")
    if not os.path.exists(truth_path):
        skipped("inventory_accuracy: ../shared/data is not here")
    os.makedirs(WORK, exist_ok=True)
    files = devices = good = surplus = 0
    with open(truth_path, encoding="utf-8") as f:
        for t in map(json.loads, f):
            if t["kind"] not in ("netbox-dump", "netbox-api", "csv", "xlsx"):
                continue
            out = os.path.join(WORK, "inventory.jsonl")
            took = run([RINGFENCE, "identify", os.path.join(DATA, "inventory", t["input"]), "--format", "jsonl"], stdout=out)
            got = collections.Counter()
            if took.status in (0, 3):
                with open(out, encoding="utf-8") as g:
                    for o in map(json.loads, g):
                        if o.get("type") in ("error", "summary"):
                            continue
                        maker = next((p["name"] for p in o["parties"] if p["role"] == "maker"), None)
                        got[o["name"], maker, o["model"], o["serial"]] += 1
            want = collections.Counter((r["name"], r["manufacturer"], r["model"], r["serial"] or None) for r in t["rows"])
            files += 1
            devices += sum(want.values())
            good += sum((want & got).values())
            surplus += sum((got - want).values())
            for row, n in (want - got).items():
                print(f"  {t['input']}: missing {n} x {row}")
    print(f"inventories: {files} files, {devices} devices; {good} are assets with the right manufacturer, model and serial; {surplus} assets more")
    sys.exit(0 if good == devices else 1)


main()
