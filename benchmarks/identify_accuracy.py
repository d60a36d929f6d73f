#!/usr/bin/env python3
"""Makers that `ringfence identify` finds in the walks of ../shared/data, against its truth.

right: any of the truth's words for the maker stands in the maker's name, or in any name knowledge/suppliers has for it, as a word, or,
from five letters on, also across words ("ipinfusion" in "IP Infusion");
wrong: a maker, and not that one; unknown: none given; asserted: the truth has no maker and one was given;
designated wrong: a wrong maker that stands on a list, the error that must not happen.
The rules were written by people who had seen this set: these are figures within the sample, no forecast.
"""
import collections
import json
import os
import sys

from measuring import DATA, RINGFENCE, WORK, run, skipped
from names import listed, plain, suppliers

VERBOSE = "VERBOSE" in os.environ


def stands_in(word, name):
    """`name` as plain() gives it."""
    return plain(word) in name or (len(word) >= 5 and plain(word).replace(" ", "") in name.replace(" ", ""))


def main():
    truth_path = os.path.join(DATA, "identification/truth.jsonl")
    if not os.path.exists(truth_path):
        skipped("identify_accuracy: ../shared/data is not here")
    with open(truth_path, encoding="utf-8") as f:
        truth = [t for t in map(json.loads, f) if t["kind"] == "snmp"]
    out, err = os.path.join(WORK, "identify.jsonl"), os.path.join(WORK, "identify.err")
    os.makedirs(WORK, exist_ok=True)
    took = run([RINGFENCE, "identify", os.path.join(DATA, "identification/snmp"), "--format", "jsonl"], stdout=out, stderr=err)
    if took.status not in (0, 3):
        sys.exit(f"identify ended with status {took.status}")
    found = collections.defaultdict(list)
    with open(out, encoding="utf-8") as f:
        for o in map(json.loads, f):
            if o.get("type") in ("error", "summary"):
                continue
            for i in [o["input"]] + o.get("inputs", []):
                found[os.path.basename(i)].append(o)
    with open(err, encoding="utf-8") as f:
        errors = f.read()
    names, on_list = suppliers(), listed()
    count, wrong, accused, silent = collections.Counter(), [], [], []
    for t in truth:
        walk = os.path.basename(t["input"])
        makers = [o["maker"] for o in found[walk] if o["maker"]]
        if not found[walk]:
            count["read" if walk in errors else "lost"] += 0
            (count.update(named=1) if walk in errors else silent.append(walk))
        words = (t["maker_words"] or "").split()
        if not words:
            count["null"] += 1
            if makers:
                count["asserted"] += 1
                if makers[0]["id"] in on_list:
                    accused.append((walk, makers[0]["id"], "nobody"))
            continue
        count["with"] += 1
        if not makers:
            count["unknown"] += 1
            continue
        known = names.get(makers[0]["id"] or "", []) + [plain(makers[0]["name"])]
        if any(stands_in(w, n) for w in words for n in known):
            count["right"] += 1
        else:
            count["wrong"] += 1
            wrong.append((walk, makers[0]["id"] or makers[0]["name"], "|".join(words)))
            if makers[0]["id"] in on_list:
                accused.append(wrong[-1])
    n = count["with"]
    print(f"identify: {len(truth)} walks in {took.wall:.2f} s; {len(truth) - count['named'] - len(silent)} gave a device, {count['named']} are named on stderr, {len(silent)} are neither")
    print(f"  truth has a maker: {n}; right {count['right']} ({count['right'] / n:.1%}), wrong {count['wrong']} ({count['wrong'] / n:.1%}), unknown {count['unknown']} ({count['unknown'] / n:.1%})")
    print(f"  truth has none: {count['null']}; a maker asserted {count['asserted']}")
    print(f"  a listed supplier where the truth names another, or none: {len(accused)}")
    for walk, got, want in accused + (wrong if VERBOSE else []):
        print(f"    {walk}: {got}, should be {want}")
    for walk in silent:
        print(f"    {walk}: no device and no error")


main()
