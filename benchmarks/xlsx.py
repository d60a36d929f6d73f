#!/usr/bin/env python3
# peers: python3-openpyxl
"""A workbook of a million rows: `ringfence assess --no-assets --format json` beside openpyxl's read-only mode.

The rows are those of benchmarks/inventory.py, written as Excel writes them: texts shared, days as numbers with a format. openpyxl
(Debian's python3-openpyxl) reads every cell and adds up pieces and rows by maker; the sums are compared before times count. Memory
is printed for a tenth of the rows too, beside the same rows as CSV: what a workbook takes more than that is the texts that cells share.
ROWS and TRIES in the environment change the size; `ROWS=1000000` takes minutes, nearly all of them openpyxl's.
"""
import csv
import datetime
import json
import multiprocessing
import os
import subprocess
import sys
import zipfile
from xml.sax.saxutils import escape

import make_inventory
from measuring import RINGFENCE, WORK, best, line, run, skipped

ROWS = int(os.environ.get("ROWS", "1000000"))
TRIES = int(os.environ.get("TRIES", "2"))
PYTHON = "/usr/bin/python3"  # the one that Debian's packages are for
PEER = """
import collections, openpyxl, sys
rows, pieces = collections.Counter(), collections.Counter()
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True)["Devices"]
for r in sheet.iter_rows(min_row=2, values_only=True):
    rows[r[4] or ""] += 1
    pieces[r[4] or ""] += r[8]
for m in sorted(rows):
    print(m, rows[m], pieces[m], sep="\\t")
"""
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def make(rows_csv, path):
    shared, epoch = {}, datetime.date(1899, 12, 30)
    with zipfile.ZipFile(path + ".new", "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z, open(rows_csv, encoding="utf-8", newline="") as f:
        z.writestr("[Content_Types].xml", XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                   '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                   '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                   '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
                   '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
                   '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>')
        z.writestr("_rels/.rels", f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        z.writestr("xl/workbook.xml", f'{XML}<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Devices" sheetId="1" r:id="r1"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
                   f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>')
        z.writestr("xl/styles.xml", f'{XML}<styleSheet {MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
                   '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>')
        with z.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
            out.write(f"{XML}<worksheet {MAIN}><sheetData>".encode())
            for n, row in enumerate(csv.reader(f), 1):
                cells = []
                for c, v in enumerate(row):
                    ref = f"{chr(65 + c)}{n}"
                    if not v:
                        continue
                    if n > 1 and c == 8:
                        cells.append(f'<c r="{ref}"><v>{v}</v></c>')
                    elif n > 1 and c == 9:
                        cells.append(f'<c r="{ref}" s="1"><v>{(datetime.date.fromisoformat(v) - epoch).days}</v></c>')
                    else:
                        cells.append(f'<c r="{ref}" t="s"><v>{shared.setdefault(v, len(shared))}</v></c>')
                out.write(f'<row r="{n}" spans="1:10">{"".join(cells)}</row>'.encode())
            out.write(b"</sheetData></worksheet>")
        with z.open("xl/sharedStrings.xml", "w", force_zip64=True) as out:
            out.write(f'{XML}<sst {MAIN} uniqueCount="{len(shared)}">'.encode())
            for s in shared:
                out.write(f"<si><t>{escape(s)}</t></si>".encode())
            out.write(b"</sst>")
    os.replace(path + ".new", path)


def inputs(rows):
    rows_csv, book = os.path.join(WORK, f"inventory-{rows}.csv"), os.path.join(WORK, f"inventory-{rows}.xlsx")
    if not os.path.exists(rows_csv):
        subprocess.run([sys.executable, make_inventory.__file__, str(rows), rows_csv], check=True)
    if not os.path.exists(book) or os.path.getmtime(book) < os.path.getmtime(__file__):
        # In a process of its own: a child's peak counts what its parent held when it was started.
        maker = multiprocessing.get_context("fork").Process(target=make, args=(rows_csv, book))
        maker.start()
        maker.join()
        if maker.exitcode != 0:
            sys.exit(1)
    return rows_csv, book


def main():
    if subprocess.run([PYTHON, "-c", "import openpyxl"], capture_output=True, check=False).returncode != 0:
        skipped("xlsx: python3-openpyxl is not here")
    os.makedirs(WORK, exist_ok=True)
    answer, sums = os.path.join(WORK, "xlsx.json"), os.path.join(WORK, "xlsx.sums")
    ask = ["--no-assets", "--format", "json", "--as-of", "2026-11-24", "--db", "none"]
    rows_csv, book = inputs(ROWS)
    small_csv, small = inputs(ROWS // 10)
    ours, peers, plain = [], [], []
    for _ in range(TRIES):
        ours.append(run([RINGFENCE, "assess", book] + ask, stdout=answer, stderr=os.path.join(WORK, "xlsx.err"), one_core=True))
        plain.append(run([RINGFENCE, "assess", rows_csv] + ask, one_core=True))
    peers.append(run([PYTHON, "-c", PEER, book], stdout=sums, stderr=os.path.join(WORK, "openpyxl.err"), one_core=True))
    if peers[0].status != 0:
        print("xlsx: openpyxl could not read the workbook:", open(os.path.join(WORK, "openpyxl.err"), encoding="utf-8").read().strip().splitlines()[-1:])
        sys.exit(1)
    written = {i or w or "unknown": w for i, w, _ in make_inventory.MAKERS}
    with open(answer, encoding="utf-8") as f:
        a = {written[s["supplier"] or s["name"]]: (s["assets"], s["quantity"]) for s in json.load(f)["estate"]["by_supplier"]}
    with open(sums, encoding="utf-8") as f:
        b = {m: (int(r), int(p)) for m, r, p in (x.rstrip("\n").split("\t") for x in f)}
    if a != b:
        print("xlsx: the answers differ; no time counts:", sorted(set(a.items()) ^ set(b.items()))[:6])
        sys.exit(1)
    print(f"xlsx: {ROWS} rows, {os.path.getsize(book) / 1e6:.0f} MB; one core; best of {TRIES}, openpyxl once; {len(a)} sums agree")
    line("openpyxl, read-only", peers[0])
    line("ringfence assess", best(ours), peers[0])
    print(f"  ringfence is {peers[0].wall / best(ours).wall:.1f} times as fast")
    line("ringfence assess, the rows as CSV", best(plain), best(ours))
    for name, path in ((f"{ROWS // 10} rows as a workbook", small), (f"{ROWS // 10} rows as CSV", small_csv)):
        line(name, run([RINGFENCE, "assess", path] + ask, one_core=True))


main()
