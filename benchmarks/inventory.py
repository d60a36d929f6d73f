#!/usr/bin/env python3
# peers: sqlite3
"""A million rows: `ringfence assess --no-assets --format json` beside sqlite3's .import and the same sums in SQL.

Answers are compared first: pieces and rows by maker, and by function and maker. Then time and memory of one run are printed as
ratios. sqlite3 gets what speaks for it: a database in memory, no journal, typed columns, one spelling a maker. It does no more
than the sums; Ringfence also resolves names, reads dates, reconciles, judges every direction and hashes what it keeps.
"""
import csv
import json
import os
import subprocess
import sys

import make_inventory
from measuring import RINGFENCE, ROOT, WORK, best, line, run

ROWS = int(os.environ.get("ROWS", "1000000"))
TRIES = int(os.environ.get("TRIES", "3"))
SQL = """PRAGMA journal_mode=off;
PRAGMA synchronous=off;
CREATE TABLE inventory(asset TEXT, region TEXT, site TEXT, function TEXT, manufacturer TEXT, model TEXT, serial TEXT, version TEXT,
  quantity INTEGER, in_service_from TEXT);
.mode csv
.import --skip 1 {path} inventory
SELECT 'maker', '', manufacturer, count(*), sum(quantity), sum(quantity) * 1.0 / (SELECT sum(quantity) FROM inventory) FROM inventory GROUP BY manufacturer;
SELECT 'function', function, manufacturer, count(*), sum(quantity),
  sum(quantity) * 1.0 / sum(sum(quantity)) OVER (PARTITION BY function) FROM inventory GROUP BY function, manufacturer;
"""


def sums_of_sqlite(path):
    out = {}
    with open(path, encoding="utf-8", newline="") as f:
        for row in csv.reader(f):
            if row and row[0] in ("maker", "function"):
                out[row[0], row[1] or "unknown" if row[0] == "function" else "", row[2]] = (int(row[3]), int(row[4]))
    return out


def sums_of_ringfence(path):
    written = {i or w or "unknown": w for i, w, _ in make_inventory.MAKERS}
    out = {}
    with open(path, encoding="utf-8") as f:
        answer = json.load(f)
    for s in answer["estate"]["by_supplier"]:
        maker = written[s["supplier"] or s["name"]]
        out["maker", "", maker] = (s["assets"], s["quantity"])
        for function, a in s["by_function"].items():
            out["function", function, maker] = (a["assets"], a["quantity"])
    return out


def main():
    os.makedirs(WORK, exist_ok=True)
    path = os.path.join(WORK, f"inventory-{ROWS}.csv")
    if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(make_inventory.__file__):
        subprocess.run([sys.executable, make_inventory.__file__, str(ROWS), path], check=True)
    sql = os.path.join(WORK, "inventory.sql")
    with open(sql, "w", encoding="utf-8") as f:
        f.write(SQL.format(path=path))
    answer, sums, kept = (os.path.join(WORK, n) for n in ("inventory.json", "inventory.sums", "inventory.db"))
    ask = [RINGFENCE, "assess", path, "--no-assets", "--format", "json", "--as-of", "2026-11-24"]

    def fresh(argv, database, **to):
        for ending in ("", "-wal", "-shm", "-journal"):
            if os.path.exists(database + ending):
                os.remove(database + ending)
        return run(argv, **to)

    memory, disk, plain, keeping = [], [], [], []
    for _ in range(TRIES):  # in turn, so that a disturbance of the machine meets all of them
        memory.append(run(["sqlite3", ":memory:"], stdin=sql, stdout=sums))
        disk.append(fresh(["sqlite3", kept], kept, stdin=sql, stdout=sums))
        plain.append(run(ask + ["--db", "none"], stdout=answer, stderr=os.path.join(WORK, "inventory.err")))
        keeping.append(fresh(ask + ["--db", "sqlite:" + kept], kept, stdout=answer))
    a, b = sums_of_ringfence(answer), sums_of_sqlite(sums)
    if a != b:
        print("the answers differ; no time counts:")
        for k in sorted(set(a) | set(b)):
            if a.get(k) != b.get(k):
                print(f"  {k}: ringfence {a.get(k)}, sqlite3 {b.get(k)}")
        sys.exit(1)
    for t in plain + keeping:
        if t.status not in (0, 1):
            sys.exit(f"ringfence ended with status {t.status}; see {os.path.relpath(WORK, ROOT)}/inventory.err")
    base = best(memory)
    print(f"inventory: {ROWS} rows, {os.path.getsize(path) / 1e6:.0f} MB; all agree on {len(a)} sums; best of {TRIES}, beside sqlite3 in memory")
    line("sqlite3 .import and sums, in memory", base, base)
    line("sqlite3 .import and sums, on disk", best(disk), base)
    line("ringfence assess --db none", best(plain), base)
    line("ringfence assess, run kept", best(keeping), base)


main()
