#!/usr/bin/env python3
"""Forty operators' submissions of 10,000 rows each, with answers worked out here beside them: time, memory, and whether the numbers agree.

A month later 3 rows in 100 are dropped, added, re-mapped, re-dated or re-weighed: the same with every change explained.
Peer: the same forty assessed one process each. OPERATORS, ROWS set other sizes.
"""
import csv
import json
import os
import random
import shutil
import sys

from measuring import RINGFENCE, WORK, line, run

OPERATORS = int(os.environ.get("OPERATORS", "40"))
ROWS = int(os.environ.get("ROWS", "10000"))
FUNCTIONS = ["access.fttp.olt", "ran.5g.gnb", "ran.4g.enb", "core.5g.amf", "transport.ip", "management.ems"]
SUPPLIERS = ["Huawei", "Nokia", "Ericsson", "Cisco", "Juniper", "Ciena"]
HEAD = ["id", "operator", "country", "site", "function", "supplier", "serial", "status", "in_service_from", "quantity", "premises", "shared_with"]
REQUIREMENT = ("uk-dvd-huawei-2022", "5g-removal")
IN_SCOPE = {"ran.5g.gnb", "core.5g.amf"}


def make(folder, rows_of):
    for op, rows in rows_of.items():
        os.makedirs(os.path.join(folder, op), exist_ok=True)
        with open(os.path.join(folder, op, "inventory.csv"), "w", newline="") as f:
            w = csv.DictWriter(f, HEAD)
            w.writeheader()
            w.writerows(rows)


def first_month(rnd):
    out = {f"op-{i:02d}": [] for i in range(OPERATORS)}
    for i, op in enumerate(list(out)):
        for n in range(ROWS):
            f = rnd.choice(FUNCTIONS)
            row = dict(id=f"{op}-{n}", operator=op, country="GB", site=f"S{n % (ROWS // 8 + 1)}", function=f, supplier=rnd.choice(SUPPLIERS), serial=f"SN-{i}-{n}", status="in-service",
                       in_service_from=f"{rnd.randint(2015, 2025)}-0{rnd.randint(1, 9)}-1{rnd.randint(0, 9)}", quantity=rnd.randint(1, 4), premises=rnd.randint(50, 900) if f == "access.fttp.olt" else "", shared_with="")
            if rnd.random() < 0.01 and OPERATORS > 1:  # listed by both sides, under ids of their own
                other = f"op-{(i + 1) % OPERATORS:02d}"
                row["shared_with"] = other
                out[other].append(dict(row, id=row["id"] + "-s", operator=other, shared_with=op))
            out[op].append(row)
    return out


def next_month(rnd, months):
    out = {}
    for op, rows in months.items():
        now = []
        for row in rows:
            x, row = rnd.random(), dict(row)
            if x < 0.005:
                continue
            if x < 0.010:
                row["supplier"] = rnd.choice(SUPPLIERS)
            elif x < 0.015:
                row["status"] = "removed"
            elif x < 0.020:
                row["quantity"] += 1
            now.append(row)
            if x > 0.99:
                now.append(dict(row, id=row["id"] + "-n", serial=row["serial"] + "-n", shared_with=""))
        rnd.shuffle(now)
        out[op] = now
    return out


def truth(rows):
    return sum(r["quantity"] for r in rows if r["supplier"] == "Huawei" and r["function"] in IN_SCOPE and r["status"] != "removed")


def make_months(work):
    rnd = random.Random(11)
    before = first_month(rnd)
    after = next_month(rnd, before)
    make(os.path.join(work, "before"), before)
    make(os.path.join(work, "after"), after)
    twins = sum(r["quantity"] for rows in before.values() for r in rows if r["id"].endswith("-s") and r["supplier"] == "Huawei" and r["function"] in IN_SCOPE)
    known = {"first": {op: truth(rows) for op, rows in before.items()}, "then": {op: truth(rows) for op, rows in after.items()}, "twins": twins, "rows": sum(map(len, before.values()))}
    with open(os.path.join(work, "truth.json"), "w", encoding="utf-8") as f:
        json.dump(known, f)


def main():
    work = os.path.join(WORK, "fleet")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    maker = os.fork()  # a child of a large process would be measured as large
    if maker == 0:
        make_months(work)
        os._exit(0)
    if os.waitpid(maker, 0)[1] != 0:
        sys.exit("the submissions could not be made")
    with open(os.path.join(work, "truth.json"), encoding="utf-8") as f:
        known = json.load(f)
    a, b, db = (os.path.join(work, n) for n in ("before", "after", "fleet.db"))
    ask = [RINGFENCE, "assess", "--by", "operator", "--as-of", "2026-01-15", "--known-at", "2026-11-25", "--db", f"sqlite:{db}", "--format", "json"]
    once = run([x if x != f"sqlite:{db}" else "none" for x in ask] + [a], stdout=os.path.join(work, "once.json"))
    first = run(ask + [a], stdout=os.path.join(work, "first.json"))
    then = run(ask + [b], stdout=os.path.join(work, "then.json"))
    days = run([RINGFENCE, "assess", "--by", "operator", "--deadlines", "--as-of", "2026-01-15", b], stdout=os.path.join(work, "days.json"))
    alone = run(["sh", "-c", f'for d in "{a}"/*/; do "{RINGFENCE}" assess "$d" --as-of 2026-01-15 --db none --no-assets --format json >/dev/null; done; true'])
    print(f"fleet: {OPERATORS} submissions, {known['rows']:,} rows")
    line("assess, a process for each (peer)", alone)
    line("assess --by operator, nothing kept", once, alone)
    line("assess --by operator, runs kept", first, alone)
    line("a month later, every change explained", then, alone)
    line("--deadlines of all", days, alone)
    wrong = 0
    for name in ("first", "then"):
        with open(os.path.join(work, name + ".json"), encoding="utf-8") as f:
            answer = json.load(f)
        got = {x["operator"]: x["part"] for x in answer["findings"] if (x["direction"], x["requirement"]) == REQUIREMENT}
        wrong += sum(got.get(op) != n for op, n in known[name].items())
        if name == "first":
            total = next(t for t in answer["totals"] if (t["direction"], t["requirement"]) == REQUIREMENT)
            wrong += total["once"]["part"] != sum(known["first"].values()) - known["twins"]
        else:
            for x in answer["findings"]:
                since = x["since"]
                if not since["changed"]:
                    continue
                steps = since["because"]
                wrong += any(s["because"] == "unexplained" for s in steps) or steps[0]["before"] != since["before"] or steps[-1]["after"] != since["after"] or any(p["after"] != n["before"] for p, n in zip(steps, steps[1:]))
            print(f"  {sum(x['since']['changed'] for x in answer['findings']):,} of {len(answer['findings']):,} numbers changed")
    print(f"  numbers, totals and chains of reasons that are not as worked out beside: {wrong}")
    sys.exit(1 if wrong else 0)


main()
