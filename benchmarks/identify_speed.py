#!/usr/bin/env python3
# peers: libre2-dev libvectorscan-dev
"""How fast identify answers: patterns beside RE2::Set and Vectorscan, banners as JSON lines, and the time to a first answer.

One core. Patterns: benchmarks/identify_patterns.cpp, on the system descriptions of ../shared/data (or, where that is not here, on the
examples of knowledge/fingerprints). Banners: every line is another one (a serial number behind it), so that nothing is remembered; and the
same lines again and again, as estates hold them.
"""
import json
import os
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
    path = os.path.join(WORK, "descriptions.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
    bench = os.path.join(ROOT, "build/release/ringfence-bench-identify")
    if subprocess.run(["cmake", "--build", os.path.join(ROOT, "build/release"), "--target", "ringfence-bench-identify"], stdout=subprocess.DEVNULL).returncode == 0:
        subprocess.run(["taskset", "-c", "0", bench, path, "sys_descr"], check=False)
    else:
        print("skipped: RE2 and Vectorscan (libre2-dev, libvectorscan-dev) are not here")
    distinct, same = os.path.join(WORK, "distinct.txt"), os.path.join(WORK, "same.txt")
    copies = max(1, 400_000 // len(lines))
    with open(distinct, "w", encoding="utf-8") as f:
        f.writelines(f"{x} {c}\n" for c in range(copies) for x in lines)
    with open(same, "w", encoding="utf-8") as f:
        f.writelines(f"{x}\n" for _ in range(copies * 5) for x in lines)
    start = best([run([RINGFENCE, "identify", "--banner", "ssh.banner", os.devnull], one_core=True) for _ in range(5)])
    with open(os.path.join(WORK, "one.txt"), "w", encoding="utf-8") as f:
        f.write(lines[0] + "\n")
    first = best([run([RINGFENCE, "identify", "--banner", "sys_descr", os.path.join(WORK, "one.txt"), "--format", "jsonl"], one_core=True) for _ in range(5)])
    print(f"start to first answer: {first.wall * 1000:.0f} ms; memory {first.peak / 1e6:.0f} MB (nothing is cached on disk)")
    for name, file, n in (("every line another", distinct, copies * len(lines)), ("the same lines again", same, copies * 5 * len(lines))):
        took = best([run([RINGFENCE, "identify", "--banner", "sys_descr", file, "--format", "jsonl"], stdout=os.devnull, one_core=True) for _ in range(2)])
        if took.status != 0:
            sys.exit(f"identify --banner ended with status {took.status}")
        print(f"banners to JSON lines, {name}: {n} in {took.wall:.2f} s, {n / max(0.001, took.wall - start.wall):,.0f} a second; memory {took.peak / 1e6:.0f} MB")


main()
