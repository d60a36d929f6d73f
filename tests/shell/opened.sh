#!/usr/bin/env bash
# What stands inside archives, compressed files and workbooks is opened by show, read by watch and mapped by map as if it lay in a folder.
. "$(dirname "$0")/in_folder" || exit 1
python3 - "$root" <<'PY' || exit 1
import gzip, io, lzma, os, sys, zipfile
read = lambda p: open(os.path.join(sys.argv[1], "tests/evidence", p), "rb").read()
walk, book, capture = read("snmprec/plain/input.snmprec"), read("xlsx/cover-titles-sums/input.xlsx"), read("capture/lldp-and-snmp/input.pcap")
def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for n, d in files.items():
            z.writestr(n, d)
    return out.getvalue()
put = lambda name, data: open(name, "wb").write(data)
rows = b"id,name,manufacturer\n1,a,Nokia\n"
put("walks.zip", zipped({"olt1.snmprec": walk, "x.csv": rows}))
put("a.zip", zipped({"book.xlsx": book, "in.zip": zipped({"book.xlsx": book})}))
put("book.xlsx", book)
put("rows.csv.gz", gzip.compress(rows, mtime=0))
put("c.pcap", capture)
put("c.pcap.gz", gzip.compress(capture, mtime=0))
put("c.pcap.xz", lzma.compress(capture))
put("c.zip", zipped({"c.pcap.gz": gzip.compress(capture, mtime=0)}))
# More small ones than stay in memory: they go to a file.
put("many.zip", zipped({f"{i}.pcap": capture[:24] + capture[24:] * (2000 if i else 1) for i in range(8)}))
put("esc.csv", b'id,name,manufacturer\n1,"a\x1b[31mred\xe2\x80\xae",Nokia\n')
put("words.txt", b"SNMPv2-MIB::sysDescr.0 = STRING: Example OS\nSNMPv2-MIB::sysName.0 = STRING: edge-1\n")
put("cut.csv.gz", gzip.compress(rows * 100, mtime=0)[:30])
PY

# shows LOCATOR WORDS…: it opens, and each of the words stands in it
shows() {
  local at=$1
  shift
  "$ringfence" show "$at" >out 2>err || { echo "show $at: status $?: $(head -1 err)"; failed=1; return; }
  for words in "$@"; do grep -qF -- "$words" out || { echo "show $at lacks \"$words\""; failed=1; }; done
}
# refuses LOCATOR WORDS: status 4, and why
refuses() {
  "$ringfence" show "$1" >out 2>err
  local status=$?
  [ $status = 4 ] && grep -qF -- "$2" err || { echo "show $1: status $status: $(head -1 err)"; failed=1; }
}
shows 'walks.zip!olt1.snmprec#line=3' 'walks.zip!olt1.snmprec, line 3' '1.3.6.1.2.1.1.5.0|4|core-1'
shows 'walks.zip!olt1.snmprec#oid=1.3.6.1.2.1.1.5.0' '4|core-1'
shows 'rows.csv.gz#line=2&column=manufacturer' '> manufacturer  Nokia   [supplier]'
grep -qF "sha256:$(sha256sum <rows.csv.gz | cut -d' ' -f1)" err || { echo "the digest is not that of the file as given"; failed=1; }
shows 'book.xlsx#sheet=Devices&line=4&column=Manufacturer' '> B4      Manufacturer  Nokia   [supplier]' 'D4      Serial number  SN-1   [serial]'
shows 'a.zip!in.zip!book.xlsx#sheet=Devices&line=7' 'A7      Name  olt-3   [name]'
shows '{"input":"a.zip","path":["book.xlsx"],"at":{"sheet":"Devices","line":4,"column":"Model"}}' '> C4      Model  7360   [model]'
for c in c.pcap c.pcap.gz 'c.zip!c.pcap.gz'; do shows "$c#frame=3" "$c, frame 3, 2023-11-14T22:13:20.002000Z, 147 bytes captured of 147" 'snmp.sys_name: olt-hh-01' '00000090  2d 30 31'; done
shows 'cut.csv.gz#bytes=0+2' '1f 8b'
shows 'words.txt#oid=1.3.6.1.2.1.1.5.0' 'SNMPv2-MIB::sysName.0 = STRING: edge-1'
printf 'id,operator,country,name,manufacturer,quantity\n7,albion,GB,edge-7,Nokia,3\n8,albion,GB,edge-8,Huawei,2\n' >estate.csv
"$ringfence" estate pack estate.csv --out p.estate 2>/dev/null
shows 'p.estate#line=2&column=supplier' 'p.estate, line 2, column supplier' '> supplier     Huawei   [supplier]' 'packed_from  estate.csv' 'packed_line  3'
refuses 'p.estate#line=3' 'the pack has only 2 rows'
# A row without an id is called the same in its file, in a pack, and in a pack beside other files.
printf 'operator,country,function,manufacturer,quantity\nalbion,GB,core.5g.amf,Huawei,2\n' >nameless.csv
"$ringfence" estate pack nameless.csv --out nameless.estate 2>/dev/null
for inputs in nameless.csv nameless.estate 'nameless.estate estate.csv'; do
  "$ringfence" assess $inputs --db none --as-of 2024-06-01 --format json >out 2>/dev/null
  grep -q '"asset":"nameless.csv#2"' out || { echo "assess $inputs: its row is not called nameless.csv#2"; failed=1; }
done
# What devices and people wrote commands no terminal.
for at in 'esc.csv#line=2' 'esc.csv#bytes=21+16'; do
  shows "$at" '[31mred'
  if grep -q $'\x1b' out || grep -q $'\xe2\x80\xae' out; then echo "show $at prints what commands a terminal"; failed=1; fi
done
"$ringfence" show 'book.xlsx#sheet=Devices&line=4&column=Model' --format json >row 2>/dev/null
"$ringfence" show 'c.pcap#frame=3' --format jsonl >frame 2>/dev/null
"$ringfence" show 'walks.zip!olt1.snmprec#line=3' --format jsonl >line 2>/dev/null
python3 - <<'PY' || failed=1
import json
row, frame, line = (json.load(open(n)) for n in ("row", "frame", "line"))
assert {"cell": "C4", "header": "Model", "field": "model", "value": "7360", "asked": True} in row["cells"], row
assert {"field": "snmp.sys_name", "value": "olt-hh-01"} in frame["frames"][0]["said"] and frame["frames"][0]["captured"] == 147, frame
assert line["path"] == ["olt1.snmprec"] and line["text"] == "1.3.6.1.2.1.1.5.0|4|core-1" and bytes.fromhex(line["hex"]).decode() == line["text"] and line["at"] == {"line": 3}, line
PY

refuses 'cut.csv.gz#line=2' 'cut.csv.gz'
refuses 'walks.zip!nothing#line=1' 'no member nothing'
refuses 'rows.csv.gz!x#line=1' 'no archive'
refuses 'a.zip!book.xlsx#sheet=None&line=1' 'no sheet None'
refuses 'book.xlsx#sheet=Devices&line=9999' 'no line 9999'
refuses 'book.xlsx#line=3' 'name the sheet'
refuses 'c.pcap.gz#frame=999' 'only 7 frames'

# The flows of a capture are the same wherever it lies.
"$ringfence" watch --read c.pcap --emit flows --format csv >flows 2>/dev/null
sed 's/c\.pcap/IN/g' flows >want
[ "$(wc -l <want)" -gt 1 ] || { echo "no flows at all"; failed=1; }
for c in c.pcap.gz c.pcap.xz 'c.zip!c.pcap.gz'; do
  "$ringfence" watch --read "${c%%!*}" --emit flows --format csv >out 2>err || { echo "watch $c: status $?: $(head -1 err)"; failed=1; }
  sed "s/$c/IN/g" out | cmp -s - want || { echo "watch $c: other flows"; failed=1; }
done
"$ringfence" watch --read many.zip --emit flows >/dev/null 2>err
grep -qF '98007 frames of 8 captures' err || { echo "eight captures of an archive: $(tail -1 err)"; failed=1; }
"$ringfence" watch --read walks.zip c.pcap --emit flows >/dev/null 2>err
[ $? = 3 ] && grep -qF 'walks.zip!x.csv: offset 0: does not begin as a capture' err || { echo "what is no capture in an archive: $(head -1 err)"; failed=1; }

"$ringfence" map walks.zip a.zip rows.csv.gz >out 2>err || { echo "map: status $?: $(head -1 err)"; failed=1; }
for words in '"manufacturer": supplier  # 10 of 10 rows' '"Serial number": serial  # 8 of 8 rows' '"7360":'; do grep -qF -- "$words" out || { echo "map lacks $words"; failed=1; }; done
"$ringfence" map cut.csv.gz >out 2>err && { echo "map of a damaged file succeeded"; failed=1; }
grep -qF 'cut.csv.gz' err || { echo "map does not name the damaged file"; failed=1; }
exit $failed
