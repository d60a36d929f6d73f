#!/usr/bin/env python3
"""Walks read in one process: the folder given COPIES times as PATH, less the time of one small walk (program start, knowledge).

Real walks where ../shared/data is; else those of examples/, given often enough to reach the same bytes.
`cat | wc -l` over the same files is the limit: it reads every byte once and looks for line ends.
"""
import os
import sys

from measuring import DATA, RINGFENCE, ROOT, WORK, best, line, run

TRIES = int(os.environ.get("TRIES", "3"))


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


main()
