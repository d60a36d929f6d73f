#!/usr/bin/env python3
"""Inputs of ../shared/data/inventory against their truth, by kind.

NetBox, CSV and XLSX: every device an asset with its manufacturer, model and serial. LibreNMS, Ansible, TR-069, YANG and NRM: devices and
components with name, manufacturer, model, serial and version as the truth prints them. Bills of materials: the digest of the sorted
lines name@version. Names of a file are matched as a bag, for several devices may have one name or none. Configurations: the maker named,
wrong or unknown; many of the files are fragments too thin to tell, so unknown is no failure there, and wrong is.
"""
import collections
import hashlib
import json
import os
import sys

from measuring import DATA, RINGFENCE, WORK, run, skipped

LISTS = ("netbox-dump", "netbox-api", "csv", "xlsx")
BOMS = ("cyclonedx", "spdx")
SLOTS = {"name": 0, "manufacturer": 1, "model": 2, "serial": 3, "version": 4}


def assets_of(path, out):
    took = run([RINGFENCE, "identify", path, "--all", "--format", "jsonl"], stdout=out)
    if took.status not in (0, 3):
        return []
    with open(out, encoding="utf-8") as g:
        return [o for o in map(json.loads, g) if o.get("type") not in ("error", "summary")]


def party(o):
    return next((p["name"] for p in o["parties"] if p["role"] == "maker"), None)


def printed(o):
    return (o.get("name") or None, party(o), o.get("model") or None, o.get("serial") or None, (o.get("software") or {}).get("version") or None)


def same_bill(t, assets):
    lines = sorted(f"{o['name'] or ''}@{(o.get('software') or {}).get('version') or ''}" for o in assets if o.get("kind") == "component")
    digests = [hashlib.sha256("\n".join(lines + end).encode()).hexdigest() for end in ([], [""])]
    return len(lines) == t["components"] and t["names_sha256"] in digests


def same_rows(t, assets):
    """What of the truth's rows is missing. Rows of parts must be equal; of devices, all that the truth states: our own reading of sysDescr may
    say more. Serials that are a redaction or a number never burnt in ("<private>", "0") are none."""
    rows = t.get("rows", [])
    parts = t["kind"] in ("librenms-api-inventory", "yang-instance")
    keys = [k for k in SLOTS if any(k in r for r in rows) and (k != "manufacturer" or parts)]
    missing = collections.Counter()
    left = [printed(o) for o in assets]
    for r in rows:
        want = [(SLOTS[k], None if not parts and r.get(k) in ("<private>", "Unknown", "0") else r.get(k) or None) for k in keys]
        hit = next((g for g in left if all(g[i] == v or (v is None and not parts) for i, v in want)), None)
        if hit is None:
            missing[tuple(v for _, v in want)] += 1
        else:
            left.remove(hit)
    return missing


def main():
    truth_path = os.path.join(DATA, "inventory/truth.jsonl")
    if not os.path.exists(truth_path):
        skipped("inventory_accuracy: ../shared/data is not here")
    os.makedirs(WORK, exist_ok=True)
    out = os.path.join(WORK, "inventory.jsonl")
    only = set(sys.argv[1:])
    inputs, right = collections.Counter(), collections.Counter()
    makers = collections.defaultdict(collections.Counter)
    with open(truth_path, encoding="utf-8") as f:
        for t in map(json.loads, f):
            kind = t["kind"]
            if only and kind not in only:
                continue
            assets = assets_of(os.path.join(DATA, "inventory", t["input"]), out)
            if kind == "config":
                said = {o["maker"]["id"] for o in assets if isinstance(o.get("maker"), dict) and o["maker"].get("id")} or {o["maker"] for o in assets if isinstance(o.get("maker"), str)}
                words = t["maker_words"].replace(" ", "")
                good = any(s.replace("-", "") in words or words in s.replace("-", "") for s in said)
                makers[t["family"]]["right" if good else "wrong" if said else "unknown"] += 1
                if said and not good:
                    print(f"  {t['input']}: {sorted(said)} for {t['maker_words']}")
                continue
            inputs[kind] += 1
            if kind in LISTS:
                got = collections.Counter(printed(o)[:4] for o in assets)
                missing = collections.Counter((r["name"], r["manufacturer"], r["model"], r["serial"] or None) for r in t["rows"]) - got
            elif kind in BOMS:
                missing = {} if same_bill(t, assets) else {"bill": len(assets)}
            else:
                missing = same_rows(t, assets)
            right[kind] += not missing
            for row, n in list(missing.items())[:3]:
                print(f"  {t['input']}: missing {n} x {row}")
    for kind in sorted(inputs):
        print(f"{kind}: {right[kind]} of {inputs[kind]} inputs equal to the truth")
    wrong = 0
    for family in sorted(makers):
        m = makers[family]
        wrong += m["wrong"]
        print(f"configurations {family}: right {m['right']}, unknown {m['unknown']}, wrong {m['wrong']}")
    total = sum((Counter for Counter in makers.values()), collections.Counter())
    print(f"inventory: {sum(right.values())} of {sum(inputs.values())} inputs equal; configurations right {total['right']}, unknown {total['unknown']}, wrong {total['wrong']}")
    sys.exit(0 if sum(right.values()) >= 0.98 * sum(inputs.values()) and wrong <= 0.005 * sum(total.values()) else 1)


main()
