#!/usr/bin/env python3
# peers: sqlite3 postgresql clickhouse-server clickhouse-client
"""Estates of ten million assets: packed, opened where they lie, judged, changed and walked through time; beside databases.

Two estates are made (benchmarks/estate_speed.cpp): one that folds (equipment rolled out month by month) and one that hardly does (three
dates a row, drawn apart). Each is imported and packed; then one process opens the pack and asks: all directions on one day, a what-if of
ten changes, 120 months. sqlite3, PostgreSQL and ClickHouse (benchmarks/estate_peers.py) are asked for the numbers of four requirements alone, one core each, from a
table that holds all they ask side by side; their answers must be those of `ringfence assess` of the pack, or no time counts. One that is
not installed is passed over. ROWS=1000000 is the quick form; ESTATES=folds, PEERS=sqlite,clickhouse ask fewer.
Times are processor time where the machine is busy: both are printed.
"""
import json
import os
import subprocess
import sys

import estate_peers as peers
from measuring import RINGFENCE, ROOT, WORK, run

ROWS = int(os.environ.get("ROWS", "10000000"))
ESTATES = os.environ.get("ESTATES", "folds,distinct").split(",")
PEERS = os.environ.get("PEERS", "sqlite,postgres,clickhouse").split(",")
TURNS = 3  # of which the mean is taken: processors are counted in hundredths of a second
AS_OF = "2023-11-01"
BENCH = os.path.join(ROOT, "build/release/ringfence-bench-estate")
HERE = f"installed_on <= '{AS_OF}'"
USED = HERE + f" AND (in_service_from = '' OR in_service_from <= '{AS_OF}')"
CORE = "function IN ('core.5g.amf','core.5g.upf','core.ims.cscf')"
RAN = "function IN ('ran.5g.gnb','ran.smallcell')"
# finding, what it counts: (part, total or None)
QUESTIONS = {
    "uk-dvd-huawei-2022/core-removal@albion": f"SELECT sum(CASE WHEN supplier='Huawei' THEN quantity ELSE 0 END), NULL FROM e WHERE {CORE} AND {HERE}",
    "uk-dvd-huawei-2022/fttp-cap@albion": f"SELECT sum(CASE WHEN supplier='Huawei' THEN premises ELSE 0 END), sum(premises) FROM e WHERE function='access.fttp.olt' AND {USED}",
    "uk-dvd-huawei-2022/5g-access-cap/sites@albion": f"SELECT count(DISTINCT CASE WHEN supplier='Huawei' THEN region||'/'||site END), count(DISTINCT region||'/'||site) FROM e WHERE {RAN} AND {USED}",
    "uk-ncsc-zte-2018/no-use@albion": f"SELECT sum(quantity), NULL FROM e WHERE supplier='ZTE' AND function NOT IN ('customer.cpe','access.fttp.ont') AND {USED}",
}


def measured_peer(peer, path, found, asked):
    """Its four answers against ours, then the second time of each, when what it reads is in memory."""
    if not peer.INSTALLED:
        print(f"  {peer.NAME}: not installed, not asked")
        return
    p = peer(WORK)
    try:
        built, seconds = p.build(path), 0.0
        for finding, query in QUESTIONS.items():
            p.ask(query)
            turns = [p.ask(query) for _ in range(TURNS)]
            (part, total), ours = turns[0][0], found[finding]
            if ours["part"] != (part or 0) or (total is not None and ours["total"] != total):
                sys.exit(f"  {finding}: ringfence {ours['part']} of {ours['total']}, {peer.NAME} {part} of {total}; no time counts")
            seconds += sum(took for _, took in turns) / TURNS
    finally:
        p.close()
    first, again = ((asked["fold"]["cpu_ms"] if fold else 0) + asked[which]["cpu_ms"] for fold, which in ((True, "judge_all"), (False, "judge_all_again")))
    print(f"  {peer.NAME}: import and index {built.wall:.1f} s, {built.cpu:.1f} s processor; {len(QUESTIONS)} questions {seconds:.3f} s processor, same answers: "
          f"x{seconds * 1e3 / first:.1f} of all {asked['findings']} findings of all directions folded and judged, x{seconds * 1e3 / again:.0f} of them judged again")


def measured(name):
    path, pack = (os.path.join(WORK, f"estate-{name}-{ROWS}.{ending}") for ending in ("csv", "estate"))
    answer = os.path.join(WORK, "estate.json")
    try:
        subprocess.run([BENCH, "make", str(ROWS), name, path], check=True)
        print(f"estate {name}: {ROWS} rows, CSV of {os.path.getsize(path) / 1e6:.0f} MB")
        t = run([RINGFENCE, "estate", "pack", path, "--out", pack], stderr=os.path.join(WORK, "estate.err"))
        if t.status != 0:
            sys.exit(open(os.path.join(WORK, "estate.err"), encoding="utf-8").read())
        print(f"  import and pack: {t.wall:.1f} s, {t.cpu:.1f} s processor ({ROWS / t.cpu / 1e6:.2f} M rows a processor second), {t.peak / 1e6:.0f} MB; pack {os.path.getsize(pack) / 1e6:.0f} MB, {os.path.getsize(pack) / ROWS:.1f} bytes a row with texts")
        asked = json.loads(subprocess.run([BENCH, "ask", pack, AS_OF], capture_output=True, text=True, check=True).stdout)
        for key, value in asked.items():
            print(f"  {key:<20} {value['wall_ms']:10.2f} ms  {value['cpu_ms']:10.2f} ms processor" if isinstance(value, dict) else f"  {key:<20} {value}")
        t = run([RINGFENCE, "assess", pack, "--no-assets", "--format", "json", "--as-of", AS_OF, "--db", "none"], stdout=answer)
        print(f"  assess PACK --no-assets --format json (with SHA-256 of the pack): {t.wall:.1f} s, {t.cpu:.1f} s processor, {t.peak / 1e6:.0f} MB")
        with open(answer, encoding="utf-8") as f:
            found = {x["id"]: x for x in json.load(f)["findings"]}
        for peer in peers.ALL:
            if peer.__name__.lower() in PEERS:
                measured_peer(peer, path, found, asked)
    finally:
        for left in (path, pack):
            if os.path.exists(left):
                os.remove(left)


def main():
    os.makedirs(WORK, exist_ok=True)
    subprocess.run(["ninja", "-C", os.path.join(ROOT, "build/release"), "ringfence-bench-estate"], check=True, stdout=subprocess.DEVNULL)
    for name in ESTATES:
        measured(name)


main()
