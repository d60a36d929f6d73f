#!/usr/bin/env python3
"""Makers, models and versions that `ringfence identify` finds in ../shared/data/identification, against its truth.

right: any of the truth's words for the maker stands in the maker's name, or in any name knowledge/suppliers has for it, as a word, or,
from five letters on, also across words ("ipinfusion" in "IP Infusion"); or the truth's word is that name with the family behind it
("cisco-old", "socomecpdu"): these are counted apart, too, as `by family`, for a scorer that takes the words as they stand calls them wrong;
wrong: a maker, and not that one; unknown: none given; asserted: the truth has no maker and one was given;
designated wrong: a wrong maker that stands on a list, the error that must not happen.
version, model: equal to the truth without regard to case and blanks; `within`: or one stands in the other; `of those stated`: where the
truth's value stands in one value of the input at all (walks are cut, and some truths are composed from tables of the tool they come from).

Makers with five cases or more get a line each, by the truth's words, walks and identity commands and banners counted together (hashes and
other commands left out); a maker of fewer stands in the sum below.

Held apart by hash (see HELD): `systems`, one operating system or maker in six; `inputs`, one input in ten of the rest. docs/measured.md
says which of them were looked at, and when.
VERBOSE=1 names every error; SPLIT=open|systems|inputs looks at one part alone; DUMP=FILE writes a line a case.
"""
import collections
import hashlib
import json
import os
import sys

from measuring import DATA, RINGFENCE, WORK, run, skipped
from names import listed, plain, suppliers

VERBOSE = "VERBOSE" in os.environ
ONLY = os.environ.get("SPLIT")
IDENTITY = ("version", "inventory", "chassis", "system", "hardware")
NOT_IDENTITY = ("lldp", "arp", "interface", "cluster", "processes", "uptime", "clock", "file_systems")
HASH_ONLY = ("favicon.md5", "tls.jarm")
LEAST = 5  # cases of a maker that gets a line of its own


def number(s):
    return int(hashlib.sha1(s.encode()).hexdigest(), 16)


def held(t):
    family = t["os"] if t["kind"] != "banner" else (t["maker_words"] or "")
    if number(family) % 6 == 0:
        return "systems"
    return "inputs" if number(t["input"] or t["text"]) % 10 == 0 else "open"


def stands_in(word, name):
    """`name` as plain() gives it."""
    return plain(word) in name or (len(word) >= 5 and plain(word).replace(" ", "") in name.replace(" ", ""))


def of_family(word, name):
    """Whether the truth's word begins with the maker's name, the family's words behind it: "thomson-cm" of "Thomson"."""
    name = name.strip()
    return len(name) >= 5 and " " not in name and plain(word).strip().startswith(name)


def flat(s):
    return "".join((s or "").lower().split())


def group(t):
    if t["kind"] == "snmp":
        return "walks"
    if t["kind"] == "cli":
        words = t["command"]
        return "cli identity" if any(w in words for w in IDENTITY) else "cli other"
    return "banners, hashes" if t["field"] in HASH_ONLY else "banners"


def text_of(kind, value):
    """A value of an snmprec line; type with x: hexadecimal."""
    try:
        return bytes.fromhex(value).decode("latin1") if kind.endswith("x") else value
    except ValueError:
        return value


def stated(t, want):
    """Whether the input holds `want` in one of its values."""
    if t["kind"] == "banner":
        return flat(want) in flat(t["text"])
    with open(os.path.join(DATA, "identification", t["input"]), encoding="utf-8", errors="replace") as f:
        if t["kind"] == "cli":
            return flat(want) in flat(f.read())
        for line in f:
            parts = line.rstrip("\n").split("|", 2)
            if len(parts) == 3 and flat(want) in flat(text_of(parts[1], parts[2])):
                return True
    return False


def devices(truth, kind, extra):
    """Answers by input name."""
    out, err = os.path.join(WORK, f"identify-{kind}.jsonl"), os.path.join(WORK, f"identify-{kind}.err")
    took = run([RINGFENCE, "identify", os.path.join(DATA, "identification", kind), "--format", "jsonl", "--db", "none"] + extra, stdout=out, stderr=err)
    if took.status not in (0, 3):
        sys.exit(f"identify ended with status {took.status}: {err}")
    found = collections.defaultdict(list)
    base = os.path.join(DATA, "identification") + "/"
    with open(out, encoding="utf-8") as f:
        for o in map(json.loads, f):
            if o.get("type") in ("error", "summary") or o.get("part_of"):  # what a device holds is not who made it
                continue
            for i in {o["input"]} | set(o.get("inputs", [])):
                found[i.replace(base, "")].append(o)
    with open(err, encoding="utf-8") as f:
        errors = f.read()
    for t in truth:
        if t["kind"] == kind:
            t["answers"] = found[t["input"]]
            t["named_in_errors"] = t["input"] in errors
    return took


def banners(truth, extra):
    fields = collections.defaultdict(list)
    for t in truth:
        if t["kind"] == "banner":
            fields[t["field"] or "telnet.banner"].append(t)
    for field, cases in fields.items():
        path, out = os.path.join(WORK, "banners.txt"), os.path.join(WORK, "banners.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            for t in cases:
                f.write(t["text"].replace("\r", "\\r").replace("\n", "\\n") + "\n")
        took = run([RINGFENCE, "identify", "--banner", field, path, "--format", "jsonl"] + extra, stdout=out, stderr=os.path.join(WORK, "banners.err"))
        if took.status != 0:
            sys.exit(f"identify --banner {field} ended with status {took.status}")
        with open(out, encoding="utf-8") as f:
            for t, line in zip(cases, f, strict=True):
                t["answers"] = [json.loads(line)]


def by_maker(makers):
    """Right, wrong and unknown of each maker; those without an error in one list."""
    many = sorted(((m, c) for m, c in makers.items() if sum(c.values()) >= LEAST), key=lambda x: (-sum(x[1].values()), x[0]))
    print(f"makers with {LEAST} cases or more: {len(many)}; cases, right, wrong, unknown")
    flawless = []
    for m, c in many:
        n = sum(c.values())
        if c["right"] == n:
            flawless.append(f"{m} {n}")
        else:
            print(f"  {m:40} {n:5} {c['right']:5} {c['wrong']:3} {n - c['right'] - c['wrong']:3}")
    print("  all right: " + ", ".join(flawless))
    few = [c for c in makers.values() if sum(c.values()) < LEAST]
    total = collections.Counter()
    for c in few:
        total += c
    print(f"  {len(few)} makers with fewer: {sum(total.values())} cases, {total['right']} right, {total['wrong']} wrong")


def main():
    truth_path = os.path.join(DATA, "identification/truth.jsonl")
    if not os.path.exists(truth_path):
        skipped("identify_accuracy: ../shared/data is not here")
    with open(truth_path, encoding="utf-8") as f:
        truth = list(map(json.loads, f))
    os.makedirs(WORK, exist_ok=True)
    extra = sys.argv[1:]
    for kind in ("snmp", "cli"):
        devices(truth, kind, extra)
    banners(truth, extra)
    names, on_list = suppliers(), listed()
    tables = collections.defaultdict(collections.Counter)
    makers = collections.defaultdict(collections.Counter)
    wrong, bins = [], []
    dump = open(os.environ["DUMP"], "w", encoding="utf-8") if "DUMP" in os.environ else None
    for t in truth:
        split = held(t)
        if ONLY and split != ONLY:
            continue
        told = t["answers"][0] if t["answers"] else {}
        maker = next((o["maker"] for o in t["answers"] if o.get("maker")), None)
        words = (t["maker_words"] or "").split() if t["kind"] != "banner" else ([t["maker_words"]] if t["maker_words"] else [])
        known = names.get(maker["id"] or "", []) + [plain(maker["name"])] if maker else []
        as_written = maker is not None and any(stands_in(w, n) for w in words for n in known)
        by_family = maker is not None and not as_written and any(of_family(w, n) for w in words for n in known)
        right = as_written or by_family
        if not t["answers"]:
            what = "lost"
        elif not words:
            what = "asserted" if maker else "none, rightly"
        else:
            what = "right" if right else "wrong" if maker else "unknown"
        counts = [tables[group(t), "all"], tables[group(t), split]]
        for c in counts:
            c[what] += 1
            c["with"] += bool(words)
            c["by family"] += by_family
        if group(t) in ("walks", "cli identity", "banners") and words:
            makers[t["maker_words"]][what] += 1
        if maker and words:
            bins.append((told.get("sum", 0), told.get("confidence", 0), right))
        if what in ("wrong", "asserted"):
            designated = maker["id"] in on_list
            for c in counts:
                c["designated"] += designated
            wrong.append((group(t), t["input"] or t["field"] + ": " + t["text"][:60] if t["kind"] != "banner" else f"{t['field']}: {t['text'][:60]}", maker["id"] or maker["name"], t["maker_words"], designated))
        version, model = (told.get("software") or {}).get("version"), told.get("model")
        for key, got, want in (("version", version, t["version"]), ("model", model, t["hardware"])):
            if not want or "{" in want or want == "<private>":
                continue
            equal = flat(got) == flat(want)
            within = equal or (got and (flat(got) in flat(want) or flat(want) in flat(got)))
            for c in counts:
                c[key] += 1
                c[key + " equal"] += equal
                c[key + " within"] += bool(within)
            if equal or stated(t, want):
                for c in counts:
                    c[key + " stated"] += 1
        if dump:
            dump.write(json.dumps({"split": split, "group": group(t), "what": what, "input": t["input"] or t["text"][:200], "field": t.get("field"), "os": t.get("os"),
                                   "words": t["maker_words"], "maker": maker and maker["id"], "version": [version, t["version"]], "model": [model, t["hardware"]]}) + "\n")
    for (g, split), c in sorted(tables.items()):
        n = max(1, c["with"])
        line = f"{g:16} {split:8} {c['with']:5} with a maker: right {c['right'] / n:6.1%} wrong {c['wrong'] / n:5.1%} unknown {c['unknown'] / n:5.1%} lost {c['lost']}"
        if c["by family"]:
            line += f"; right by family {c['by family']}"
        line += f"; none in truth, asserted {c['asserted']} of {c['asserted'] + c['none, rightly']}; designated wrongly {c['designated']}"
        for key in ("version", "model"):
            if c[key]:
                line += f"; {key} {c[key + ' equal'] / c[key]:.1%} ({c[key + ' within'] / c[key]:.1%} within) of {c[key]}, {c[key + ' equal'] / max(1, c[key + ' stated']):.1%} of {c[key + ' stated']} stated"
        print(line)
    # Expected calibration error over ten bins of stated confidence.
    error = 0
    for b in range(10):
        part = [x for x in bins if b / 10 <= x[1] < (b + 1) / 10 or (b == 9 and x[1] == 1)]
        if part:
            error += abs(sum(x[1] for x in part) / len(part) - sum(x[2] for x in part) / len(part)) * len(part) / len(bins)
    print(f"expected calibration error of the makers given: {error:.4f} over {len(bins)}")
    if not ONLY:
        by_maker(makers)
    if "FIT" in os.environ:  # isotonic: pool adjacent violators over the sums
        blocks = []
        for s, _, r in sorted(bins):
            blocks.append([s, s, float(r), 1])
            while len(blocks) > 1 and blocks[-2][2] / blocks[-2][3] >= blocks[-1][2] / blocks[-1][3]:
                b = blocks.pop()
                blocks[-1] = [blocks[-1][0], b[1], blocks[-1][2] + b[2], blocks[-1][3] + b[3]]
        for lo, hi, r, n in blocks:
            print(f"  sum {lo:.2f}..{hi:.2f}: right {r / n:.4f} of {n}")
    for g, where, got, want, designated in wrong:
        if designated or VERBOSE:
            print(f"  {'DESIGNATED ' if designated else ''}{g}: {where}: {got}, should be {want}")


main()
