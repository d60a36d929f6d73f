#!/usr/bin/env bash
# One pass over everything: a mixed folder gives the same bytes on one thread and two, and 10,000 files take no more memory
# than a few. Asserts memory, never time.
. "$(dirname "$0")/in_folder" || exit 1
python3 - "$root" <<'PY' || exit 1
import gzip, io, json, os, sys, tarfile, zipfile
root = sys.argv[1]
read = lambda p: open(os.path.join(root, p), "rb").read()
walk = read("tests/evidence/snmprec/plain/input.snmprec")
csv = lambda n: ("id,name,manufacturer,model,serial,site\n" + "".join(f"{n}-{i},d{n}-{i},{('Nokia', 'ZTE', 'Cisco')[i % 3]},M{i % 7},S{n:04}{i:05},L{i % 11}\n" for i in range(40))).encode()
netbox = lambda n: json.dumps({"count": 1, "results": [{"id": n, "name": f"nb{n}", "device_type": {"model": "X", "manufacturer": {"name": "ZTE"}}, "serial": f"N{n}", "site": {"name": "A"}, "status": {"value": "active"}}]}).encode()
book = read("tests/evidence/xlsx/cover-titles-sums/input.xlsx")
def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for n, d in files.items():
            z.writestr(zipfile.ZipInfo(n, (2026, 1, 1, 0, 0, 0)), d)
    return out.getvalue()
def tarred(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for n, d in files.items():
            i = tarfile.TarInfo(n); i.size = len(d); t.addfile(i, io.BytesIO(d))
    return out.getvalue()
os.makedirs("mixed/sub")
for n in range(12):
    put = lambda name, data: open(os.path.join("mixed", name), "wb").write(data)
    put(f"{n:02}.csv", csv(n))
    put(f"walk{n:02}.snmprec", walk)
    put(f"sub/netbox{n:02}.json", netbox(n))
    put(f"sub/junk{n:02}.bin", bytes(range(256)) * 8)
put("book.xlsx", book)
put("bad.csv", b"id,name,manufacturer\n1,a,Nokia\n2,b\n")
put("empty.txt", b"")
put("cut.csv.gz", gzip.compress(csv(50), mtime=0)[:200])
put("sub/inventory.csv.gz", gzip.compress(csv(51), mtime=0))
put("sub/walks.zip", zipped({"b/olt2.snmprec": walk, "b/olt1.snmprec": walk, "a.csv": csv(52), "junk.bin": bytes(range(256)), "../slip.csv": csv(53)}))
put("nested.tar.gz", gzip.compress(tarred({"in.zip": zipped({"c.csv": csv(54), "book.xlsx": book}), "d.csv": csv(55)}), mtime=0))
os.makedirs("many")
for n in range(10_000):
    d = f"many/{n // 500:02}"
    os.makedirs(d, exist_ok=True)
    kind = n % 10
    open(f"{d}/{n:05}", "wb").write(csv(n)[:700].rsplit(b"\n", 1)[0] + b"\n" if kind < 4 else walk if kind < 7 else netbox(n) if kind < 9 else zipped({"x.csv": csv(n)[:300].rsplit(b"\n", 1)[0] + b"\n"}))
os.makedirs("few")
for n in range(100):
    open(f"few/{n:05}", "wb").write(open(f"many/00/{n:05}", "rb").read())
PY

for command in "identify" "assess --as-of 2024-01-01 --operator op --db none"; do
  for format in jsonl json; do
    for threads in 1 2 5; do
      # shellcheck disable=SC2086
      "$ringfence" $command mixed --format $format --threads $threads >out.$threads 2>err.$threads
      echo "status $?" >>err.$threads
    done
    for threads in 2 5; do
      cmp -s out.1 out.$threads || { echo "$command, $format: another answer on $threads threads"; diff out.1 out.$threads | head -5; failed=1; }
      cmp -s err.1 err.$threads || { echo "$command, $format: other messages on $threads threads"; diff err.1 err.$threads | head -5; failed=1; }
    done
  done
done
for words in 'mixed/sub/walks.zip!junk.bin' 'mixed/cut.csv.gz' 'mixed/empty.txt' 'mixed/bad.csv: line 3'; do
  grep -qF -- "$words" err.1 || { echo "messages lack \"$words\""; failed=1; }
done
grep -qE 'status (3|5)' err.1 || { echo "unread input gave $(tail -1 err.1)"; failed=1; }
grep -qF 'nested.tar.gz!in.zip!c.csv' out.1 || { echo "a nested member is not in the answer"; failed=1; }
"$ringfence" identify mixed --format jsonl >out.1 2>/dev/null
grep -c '' out.1 >devices
python3 - <<'PY' || failed=1
import json, sys
seen = {}
for line in open("out.1", encoding="utf-8"):
    o = json.loads(line)
    if "asset" in o: seen[o["input"].split("/")[-1]] = seen.get(o["input"].split("/")[-1], 0) + 1
want = {"00.csv": 40, "inventory.csv.gz": 40, "walks.zip!a.csv": 40, "walks.zip!../slip.csv": 40, "nested.tar.gz!d.csv": 40, "nested.tar.gz!in.zip!c.csv": 40, "nested.tar.gz!in.zip!book.xlsx": 4, "book.xlsx": 4}
wrong = {k: (v, seen.get(k.split("/")[-1])) for k, v in want.items() if seen.get(k.split("/")[-1]) != v}
if wrong: sys.exit(f"devices by input: {wrong}")
PY

# peak FOLDER: kilobytes of resident memory, at the most
peak() { python3 - "$ringfence" "$1" <<'PY'
import os, subprocess, sys
p = subprocess.Popen([sys.argv[1], "assess", sys.argv[2], "--as-of", "2024-01-01", "--no-assets", "--format", "json", "--db", "none"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(p.pid, 0)
print(usage.ru_maxrss if os.waitstatus_to_exitcode(status) in (0, 1, 3, 5) else 0)
PY
}
few=$(peak few)
many=$(peak many)
# 100 times the files: what is kept is the estate's rows and the devices, well under a kilobyte each.
[ "$few" -gt 0 ] && [ "$many" -gt 0 ] && [ "$many" -lt $((few + 120000)) ] || { echo "10,000 files took $many kB, 100 took $few kB"; failed=1; }
[ $failed -eq 0 ] && echo "one pass: 10,000 files in $many kB, 100 in $few kB"
exit $failed
