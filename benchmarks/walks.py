#!/usr/bin/env python3
"""Walks read in one process: the folder given COPIES times as PATH, less the time of one small walk (program start, knowledge).

Real walks where ../shared/data is; else those of examples/, given often enough to reach the same bytes.
`cat | wc -l` over the same files is the limit: it reads every byte once and looks for line ends.
An agent's text that came before is not looked through again (identify/compiled.cpp), as estates have many devices of one model and release: the
same walks given again profit from that, so DISTINCT copies are read too whose texts have other digits each.
`first answer`: the time of one small walk, start of the program included.
"""
import os
import random
import re
import shutil
import sys

from measuring import DATA, RINGFENCE, ROOT, WORK, best, line, run

TRIES = int(os.environ.get("TRIES", "3"))


def other_digits(files, copies):
    """Copies of the walks below WORK; the digits of octet strings are others in each, so that no text comes twice."""
    folder = os.path.join(WORK, "distinct-walks")
    shutil.rmtree(folder, ignore_errors=True)
    chance = random.Random(7)
    digits = re.compile(rb"[0-9]")
    total = 0
    for c in range(copies):
        os.makedirs(os.path.join(folder, str(c)))
        for n, path in enumerate(files):
            with open(path, "rb") as f:
                lines = f.read().split(b"\n")
            for i, line in enumerate(lines):
                oid, bar, value = line.partition(b"|4|")
                if bar:
                    lines[i] = oid + bar + digits.sub(lambda m: b"%d" % chance.randrange(10), value)
            with open(os.path.join(folder, str(c), f"{n}.snmprec"), "wb") as f:
                total += f.write(b"\n".join(lines))
    return folder, total


def main():
    os.makedirs(WORK, exist_ok=True)
    folder = os.path.join(DATA, "identification/snmp")
    if not os.path.isdir(folder):
        folder = os.path.join(ROOT, "examples/albion/walks")
        print("skipped: the real walks, ../shared/data is not here; reading examples/albion/walks instead")
    files = sorted(os.path.join(d, f) for d, _, names in os.walk(folder) for f in names)
    if not files:
        sys.exit(f"no walks below {os.path.relpath(folder, ROOT)}")
    once = sum(os.path.getsize(f) for f in files)
    copies = int(os.environ.get("COPIES", "50" if once > 10_000_000 else str(min(20_000, 400_000_000 // once))))
    total = once * copies
    smallest = min(files, key=os.path.getsize)
    paths = [folder] * copies
    err = os.path.join(WORK, "walks.err")
    floor, start, identify, assess = [], [], [], []
    cat = f'for i in $(seq {copies}); do find "{folder}" -type f -print0 | xargs -0 cat; done | wc -l'
    for _ in range(TRIES):
        floor.append(run(["sh", "-c", cat]))
        start.append(run([RINGFENCE, "identify", smallest, "--format", "jsonl"], one_core=True))
        identify.append(run([RINGFENCE, "identify", "--format", "jsonl"] + paths, stderr=err, one_core=True))
        assess.append(run([RINGFENCE, "assess", "--no-assets", "--format", "json", "--db", "none"] + paths, stderr=err, one_core=True))
    zero = best(start)
    copies_apart = int(os.environ.get("DISTINCT", "8" if once > 10_000_000 else "100"))
    folder_apart, bytes_apart = other_digits(files, copies_apart)
    apart = [run([RINGFENCE, "identify", "--format", "jsonl", folder_apart], stderr=err, one_core=True) for _ in range(TRIES)]
    shutil.rmtree(folder_apart)
    print(f"walks: {len(files)} files, {copies} times, {total / 1e6:.0f} MB; one core; best of {TRIES}; start of {zero.wall:.3f} s taken off")
    for name, tries in (("cat | wc -l (the limit)", floor), ("ringfence identify --format jsonl", identify), ("ringfence assess --no-assets --format json", assess)):
        t = best(tries)
        off = 0 if tries is floor else zero.wall
        if t.status not in (0, 1, 3, 5):
            sys.exit(f"{name} ended with status {t.status}")
        line(name, t)
        busy = t.cpu - (0 if tries is floor else zero.cpu)
        print(f"  {'':<42} {total / 1e6 / (t.wall - off):7.0f} MB/s  {(best(floor).wall) / (t.wall - off):.2f} of the limit;"
              f" a second of processor time {total / 1e6 / busy:.0f} MB, {best(floor).cpu / busy:.2f} of the limit")
    t = best(apart)
    line(f"identify, {copies_apart} times, no text twice", t)
    print(f"  {'':<42} a second of processor time {bytes_apart / 1e6 / (t.cpu - zero.cpu):.0f} MB")
    print(f"first answer: {zero.wall * 1000:.0f} ms, of which {zero.cpu * 1000:.0f} ms of processor time")


main()
