#!/usr/bin/env python3
# peers: libre2-dev libvectorscan-dev
"""How fast identify answers: patterns beside RE2::Set and Vectorscan, banners as JSON lines, and the time to a first answer.

One core, processor time (what else runs on the machine does not count, though it slows caches and memory down). Patterns:
benchmarks/identify_patterns.cpp, on the system descriptions of ../shared/data (or, where that is not here, on the examples of
knowledge/fingerprints), as they are and made distinct. Banners, from the file to JSON lines with all evidence: real ones made distinct by a
number behind them, by other digits in them, and the same lines again and again, as estates hold them.
"""
import json
import os
import random
import re
import subprocess
import sys

from measuring import DATA, RINGFENCE, ROOT, WORK, best, run


def main():
    os.makedirs(WORK, exist_ok=True)
    truth = os.path.join(DATA, "identification/truth.jsonl")
    lines = []
    if os.path.exists(truth):
        with open(truth, encoding="utf-8") as f:
            lines = [t["text"] for t in map(json.loads, f) if t["kind"] == "banner" and t["field"] == "snmp.sys_description"]
    else:
        print("skipped: ../shared/data is not here; the fingerprints' own examples instead")
        for d, _, names in os.walk(os.path.join(ROOT, "knowledge/fingerprints")):
            for n in sorted(names):
                with open(os.path.join(d, n), encoding="utf-8") as f:
                    lines += re.findall(r"\{text: '((?:[^']|'')*)'", f.read())
    lines = [" ".join(x.split()) for x in lines]
    path, distinct, digits, same = (os.path.join(WORK, n) for n in ("descriptions.txt", "distinct.txt", "digits.txt", "same.txt"))
    copies = max(1, 1_200_000 // len(lines))
    chance = random.Random(5)
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
    with open(distinct, "w", encoding="utf-8") as f:
        f.writelines(f"{x} {c}\n" for c in range(copies) for x in lines)
    numbered, taken = [x for x in lines if len(re.findall("[0-9]", x)) >= 5], set()
    with open(digits, "w", encoding="utf-8") as f:
        for _ in range(1_200_000 // len(numbered)):
            for x in numbered:
                y = re.sub("[0-9]", lambda m: chance.choice("0123456789"), x)
                if y not in taken:
                    f.write(y + "\n")
                    taken.add(y)
    with open(same, "w", encoding="utf-8") as f:
        f.writelines(f"{x}\n" for _ in range(copies * 2) for x in lines)
    bench = os.path.join(ROOT, "build/release/ringfence-bench-identify")
    if subprocess.run(["cmake", "--build", os.path.join(ROOT, "build/release"), "--target", "ringfence-bench-identify"], stdout=subprocess.DEVNULL).returncode == 0:
        few = os.path.join(WORK, "distinct-few.txt")
        with open(distinct, encoding="utf-8") as f, open(few, "w", encoding="utf-8") as g:
            g.writelines(next(f) for _ in range(200_000))
        for file in (path, few):
            subprocess.run(["taskset", "-c", "0", bench, file, "sys_descr"], check=False)
    else:
        print("skipped: RE2 and Vectorscan (libre2-dev, libvectorscan-dev) are not here")
    start = best([run([RINGFENCE, "identify", "--banner", "sys_descr", os.devnull], one_core=True) for _ in range(5)])
    with open(os.path.join(WORK, "one.txt"), "w", encoding="utf-8") as f:
        f.write(lines[0] + "\n")
    first = best([run([RINGFENCE, "identify", "--banner", "sys_descr", os.path.join(WORK, "one.txt"), "--format", "jsonl"], one_core=True) for _ in range(5)])
    print(f"start to first answer: {first.wall * 1000:.0f} ms; memory {first.peak / 1e6:.0f} MB (nothing is cached on disk)")
    for name, file, n in (("a number behind each", distinct, copies * len(lines)), ("other digits in each", digits, len(taken)), ("the same lines again", same, copies * 2 * len(lines))):
        took = best([run([RINGFENCE, "identify", "--banner", "sys_descr", file, "--format", "jsonl"], stdout=os.devnull, one_core=True) for _ in range(3)])
        if took.status != 0:
            sys.exit(f"identify --banner ended with status {took.status}")
        print(f"banners to JSON lines, {name}: {n:,} in {took.cpu:.2f} s of processor time, {n / max(0.001, took.cpu - start.cpu):,.0f} a second; memory {took.peak / 1e6:.0f} MB")


main()
