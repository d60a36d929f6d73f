#!/usr/bin/env bash
# Real walks and inventories, where ../shared/data is: every input read or named in errors, makers and devices as the truth says.
set -euo pipefail
cd "$(dirname "$0")/../.."
ringfence=${RINGFENCE_PROGRAM:?}
data=../shared/data
[ -d $data ] || { echo "skipped: ../shared/data is not here"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() { local status=0; "$ringfence" assess "$@" --as-of 2026-11-24 --db none --format json --all 2>/dev/null || status=$?; if [ $status -eq 2 ] || [ $status -eq 4 ]; then return 1; fi; }
run $data/identification/snmp >"$work/walks.json"
mapfile -t inventories < <(ls $data/inventory/lists/*.csv $data/inventory/netbox/*.json)
for i in "${inventories[@]}"; do run "$i" >"$work/$(basename "$i").answer"; done
python3 - "$work" $data <<'P'
import collections, glob, json, os, re, sys
work, data = sys.argv[1:]
names = {}
for f in glob.glob("knowledge/suppliers/*.yaml"):
    text = open(f, encoding="utf-8").read()
    head = re.search(r"^name: (.*)$", text, re.M).group(1)
    names[os.path.basename(f)[:-5]] = " | ".join([head] + re.findall(r"\{text: (\"[^\"]*\"|[^,}]*)", text)).lower()
answer = json.load(open(f"{work}/walks.json"))
listed = {s["id"] for s in answer["suppliers"] if s["designations"]}
by_input = collections.defaultdict(list)
for a in answer["assets"]:
    for i in [a["input"]] + a.get("inputs", []): by_input[i].append(a)
errors = {e["input"] for e in answer["errors"]}
known = right = 0
for line in open(f"{data}/identification/truth.jsonl", encoding="utf-8"):
    t = json.loads(line)
    if t["kind"] != "snmp": continue
    path = f"{data}/identification/{t['input']}"
    assert path in by_input or path in errors, f"{t['input']} neither read nor named"
    if not t["maker_words"]: continue
    known += 1
    makers = [a["maker"] for a in by_input[path] if a["maker"]]
    ok = any(w.lower() in (m["name"] + " | " + names.get(m["id"], m["id"])).lower() for m in makers for w in t["maker_words"])
    right += ok
    for m in makers: assert ok or m["id"] not in listed, f"{t['input']}: {m['id']} is designated, and the truth is {t['maker_words']}"
assert right >= 0.8 * known, f"{right} of {known} makers"
print(f"walks: {right} of {known} makers right")
devices = 0
for line in open(f"{data}/inventory/truth.jsonl", encoding="utf-8"):
    t = json.loads(line)
    if t["kind"] not in ("netbox-dump", "netbox-api", "csv"): continue
    assets = collections.Counter()
    for a in json.load(open(f"{work}/{os.path.basename(t['input'])}.answer"))["assets"]:
        written = next((p["name"] for p in a["parties"] if p["role"] == "maker"), None)
        assets[a["name"], written, a["model"], a["serial"]] += 1
    for r in t["rows"]:
        key = (r["name"], r["manufacturer"], r["model"], r["serial"])
        assert assets[key] > 0, f"{t['input']}: {key} is no asset"
        assets[key] -= 1
        devices += 1
print(f"inventories: {devices} devices right")
P
