#!/usr/bin/env python3
"""Whether `identify --merge` puts observations of one device together and leaves different devices apart.

The walks of ../shared/data/identification are cut into three overlapping parts, as three tools would have walked them: system group and
ENTITY-MIB; system group, interfaces and LLDP; ENTITY-MIB, interfaces and LLDP. What is in none of these goes to one part by a hash of its object's first
numbers. Truth: parts of one walk are one device, parts of two are two. A pair of parts can be joined where it shares a usable key: a
name somebody gave, a serial of its own, a MAC address of its own; the others have nothing in common that could be known.
VERBOSE=1 names the pairs joined wrongly.
"""
import collections
import hashlib
import itertools
import json
import os
import re
import shutil
import sys

from measuring import DATA, RINGFENCE, WORK, run, skipped

SYSTEM, ENTITY = "1.3.6.1.2.1.1.", "1.3.6.1.2.1.47."
LINKS = ("1.3.6.1.2.1.2.", "1.3.6.1.2.1.4.", "1.3.6.1.2.1.17.", "1.3.6.1.2.1.31.", "1.0.8802.")
FACTORY = {"", "<private>", "private", "switch", "router", "localhost", "unknown", "default", "hostname", "system", "n/a", "none"}


def group(oid):
    if oid.startswith(SYSTEM):
        return "system"
    if oid.startswith(ENTITY):
        return "entity"
    return "links" if oid.startswith(LINKS) else None


def keys(rows):
    """What of a part could join it to another, as a person would see it."""
    out = set()
    for oid, kind, value in rows:
        if oid == "1.3.6.1.2.1.1.5.0" and value.lower() not in FACTORY and re.search(r"\d", value) and len(value) >= 5:
            out.add("name " + value.lower())
        if oid.startswith("1.3.6.1.2.1.47.1.1.1.1.11.") and len(re.sub(r"\W", "", value)) >= 5 and len(set(value)) > 2 and "private" not in value.lower():
            out.add("serial " + value)
        if oid.startswith(("1.3.6.1.2.1.2.2.1.6.", "1.3.6.1.2.1.17.1.1.0")) and "x" in kind and len(value) == 12 and value[1] in "048cC" and set(value) != {"0"}:
            out.add("mac " + value.lower())
    return out


def main():
    source = os.path.join(DATA, "identification/snmp")
    if not os.path.isdir(source):
        skipped("merge_accuracy: ../shared/data is not here")
    folder = os.path.join(WORK, "merge")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    parts = collections.defaultdict(dict)
    for name in sorted(os.listdir(source)):
        rows = collections.defaultdict(list)
        with open(os.path.join(source, name), encoding="utf-8", errors="surrogateescape") as f:
            for line in f:
                oid, kind, value = (line.rstrip("\n").split("|", 2) + ["", ""])[:3]
                which = group(oid) or ("system", "entity", "links")[hashlib.sha1(".".join(oid.split(".")[:9]).encode()).digest()[0] % 3]
                rows[which].append((oid, kind, value))
        for n, held in enumerate((("system", "entity"), ("system", "links"), ("entity", "links"))):
            # The other rows go with the first group of a part alone, so that no two parts share them.
            taken = [r for g in held for r in rows[g] if group(r[0]) or g == held[0] and n != 1 or g == held[1] and n == 1]
            if len({r[0] for r in taken if group(r[0])}) < 3:
                continue
            path = os.path.join(folder, f"{name}.part{n}.snmprec")
            with open(path, "w", encoding="utf-8", errors="surrogateescape") as f:
                f.writelines("|".join(r) + "\n" for r in taken)
            parts[name][os.path.basename(path)] = keys(taken)
    out = os.path.join(WORK, "merge.jsonl")
    took = run([RINGFENCE, "identify", folder, "--merge", "--all", "--format", "jsonl", "--db", "none"], stdout=out, stderr=os.path.join(WORK, "merge.err"))
    if took.status not in (0, 3):
        sys.exit(f"identify ended with status {took.status}")
    one = {}
    with open(out, encoding="utf-8") as f:
        for number, o in enumerate(map(json.loads, f)):
            if o.get("part_of") or o.get("type") in ("error", "summary"):
                continue
            for i in {o["input"]} | set(o.get("inputs", [])):
                one[os.path.basename(i)] = number
    pairs = joined = able = able_joined = 0
    for held in parts.values():
        for a, b in itertools.combinations(sorted(held), 2):
            if a not in one or b not in one:
                continue
            together = one[a] == one[b]
            pairs += 1
            joined += together
            if held[a] & held[b]:
                able += 1
                able_joined += together
    by_device = collections.defaultdict(list)
    for name, number in one.items():
        by_device[number].append(name)
    wrong = wrong_same = 0
    for names in by_device.values():
        for a, b in itertools.combinations(sorted(names), 2):
            x, y = a.rsplit(".part", 1)[0], b.rsplit(".part", 1)[0]
            if x == y:
                continue
            # Two recordings of one device: most of what identifies is the same in both walks.
            left, right = set().union(*parts[x].values()), set().union(*parts[y].values())
            same = len(left & right) >= 0.5 * min(len(left), len(right)) and left & right
            wrong_same += bool(same)
            wrong += not same
            if "VERBOSE" in os.environ:
                print(f"  {'same device recorded twice?' if same else 'WRONG'}: {a} with {b}: {sorted(left & right)[:3]}")
    print(f"parts of {len(parts)} walks: {joined} of {pairs} pairs joined; of those that share a usable key {able_joined} of {able} (recall {able_joined / max(1, able):.4f})")
    print(f"parts of two walks joined: {wrong} wrong, {wrong_same} of walks that share most of their keys; precision {joined / max(1, joined + wrong):.4f}")
    sys.exit(0 if wrong <= 0.005 * joined and able_joined >= 0.95 * able else 1)


main()
