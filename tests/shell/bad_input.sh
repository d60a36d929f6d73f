#!/usr/bin/env bash
# Bad input ends in a message that names file, place and reason, with the exit status of docs/contracts.md, and the rest of
# the work is done. A function a case.
. "$(dirname "$0")/in_folder" || exit 1
good() { printf 'id,name,country,function,supplier,model,status,quantity\n1,amf,GB,core.5g.amf,Ericsson,AMF,in-service,1\n2,olt,GB,access.fttp.olt,Nokia,7360,in-service,2\n' >"$1"; }
# expect STATUS WORDS -- COMMAND…: the status, and every line of WORDS on stderr
expect() {
  local status=$1 words=$2 w
  shift 3
  gives "$status" "$@"
  while IFS= read -r w; do [ -z "$w" ] || says "$w"; done <<<"$words"
}
a() { "$ringfence" assess --as-of 2024-01-01 --operator op --format json --db none "$@"; }

empty_file() { : >empty.csv; expect 4 $'empty.csv\nempty' -- a empty.csv; mkdir -p e; : >e/empty.csv; good e/good.csv; expect 3 'e/empty.csv' -- a e; holds '"assets": 2'; }
empty_folder() { mkdir -p nothing; expect 4 $'nothing\nno files' -- a nothing; }
no_such_path() { expect 4 'no such file' -- a nowhere.csv; }
zeros() { truncate -s 4G zeros.bin; mkdir -p z; mv zeros.bin z/; good z/good.csv; expect 3 $'z/zeros.bin\nlike no kind' -- timeout 60 "$ringfence" assess --as-of 2024-01-01 --format json --db none z; holds '"assets": 2'; rm -rf z; }
short_row() { printf 'id,name,site,function,supplier,model,serial,status,quantity,premises\n1,a,S,core.5g.amf,Nokia,M,X1,in-service,1,\n2,b,S,core.5g.amf,Nokia,M,X2,in-service,1\n' >short.csv; expect 3 $'short.csv\nline 3\n9 cells' -- a short.csv; holds '"assets": 1'; }
invalid_utf8() { printf 'id,name,supplier,model\n1,caf\xff\xc3,Nokia,M\n' >bad8.csv; expect 0 '' -- a bad8.csv; holds '"assets": 1'; python3 -c 'import json; json.load(open("out.txt", encoding="utf-8"))' || failed=1; }
latin1() { printf 'Bezeichnung;Hersteller;Typ;St\xfcck\nM\xfcnchen;Nokia;M;2\n' >latin1.csv; expect 0 '' -- a latin1.csv; holds 'München'; }
utf16() { printf 'id,name,supplier,model\n1,Zürich,Nokia,M\n' | iconv -t UTF-16 >utf16.csv; expect 0 '' -- a utf16.csv; holds 'Zürich'; }
pipe() { good piped.csv; mkfifo fifo; cat piped.csv >fifo & expect 0 '' -- a fifo; holds '"assets": 2'; }
no_such_day() { printf 'id,name,supplier,model,installed_on\n1,a,Nokia,M,31/02/2020\n2,b,Nokia,M,30/01/2020\n' >day.csv; expect 3 $'day.csv\nline 2\ninstalled_on\n31/02/2020' -- a day.csv; holds '2020-01-30'; }
negative() { printf 'id,name,supplier,model,quantity\n1,a,Nokia,M,-4\n2,b,Nokia,M,3\n' >neg.csv; expect 3 $'neg.csv\nline 2\nquantity\nnegative' -- a neg.csv; holds '"assets": 2'; }
yaml_twice() { mkdir -p k1/suppliers; printf 'supplier: x\nname: X\nname: Y\nnames: []\n' >k1/suppliers/x.yaml; expect 1 '' -- "$ringfence" knowledge check k1; holds 'k1/suppliers/x.yaml:3'; holds 'twice'; good g.csv; expect 4 $'x.yaml\nline 3' -- a g.csv --knowledge k1; }
billion_laughs() { mkdir -p k2/suppliers; { echo 'a: &a [x,x,x,x,x,x,x,x,x]'; p=a; for n in b c d e f g h i; do echo "$n: &$n [*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p]"; p=$n; done; } >k2/suppliers/x.yaml; expect 1 '' -- timeout 10 "$ringfence" knowledge check k2; holds 'alias'; }
path_loop() { mkdir -p loop/a; ln -s .. loop/a/up; good loop/good.csv; expect 3 $'loop/a/up\nlink' -- timeout 20 "$ringfence" assess --as-of 2024-01-01 --format json --db none loop; holds '"assets": 2'; }
full_disk() {
  good g.csv
  "$ringfence" assess g.csv --as-of 2024-01-01 --db none >/dev/full 2>err.txt && wrong "a cut answer ended well"
  says 'could not take the whole answer'
  "$ringfence" assess g.csv --as-of 2024-01-01 --db sqlite:"$work"/full.db >/dev/null 2>&1 || true
  (trap "" XFSZ; ulimit -f 8; "$ringfence" assess g.csv --as-of 2025-01-01 --report r.html --db sqlite:"$work"/full.db >/dev/null 2>err.txt); local got=$?
  [ $got = 3 ] || wrong "status $got with a limit on files"
  expect 0 '' -- "$ringfence" runs --db sqlite:"$work"/full.db
  holds '2024-01-01'
}
newer_database() { good g.csv; "$ringfence" assess g.csv --as-of 2024-01-01 --db sqlite:"$work"/new.db >/dev/null 2>&1; sqlite3 new.db 'pragma user_version = 9999' ; expect 3 $'new.db\nnewer' -- "$ringfence" assess g.csv --as-of 2024-01-01 --format json --db sqlite:"$work"/new.db; holds '"assets": 2'; }
two_at_once() {
  good g.csv
  for d in 01 02 03 04; do "$ringfence" assess g.csv --as-of 2024-02-$d --db sqlite:"$work"/two.db >/dev/null 2>"err.$d" & done
  wait
  expect 0 '4 runs kept' -- "$ringfence" runs --db sqlite:"$work"/two.db
}
killed() {
  good g.csv
  for n in 1 2 3 4 5 6 7 8; do
    "$ringfence" assess g.csv --as-of 2024-03-0$n --db sqlite:"$work"/kill.db >/dev/null 2>&1 &
    local pid=$!
    (sleep 0.00$n; kill -9 $pid 2>/dev/null) 2>/dev/null &
    wait $pid 2>/dev/null
  done
  wait 2>/dev/null
  "$ringfence" assess g.csv --as-of 2024-03-09 --db sqlite:"$work"/kill.db >/dev/null 2>&1
  expect 0 'kept' -- "$ringfence" runs --db sqlite:"$work"/kill.db
  holds '2024-03-09'
}
same_twice() { good g.csv; for _ in 1 2; do "$ringfence" assess g.csv --as-of 2024-01-01 --db sqlite:"$work"/same.db >/dev/null 2>err.txt; done; says 'nothing new'; expect 0 '1 run kept' -- "$ringfence" runs --db sqlite:"$work"/same.db; }
usage() { good g.csv; expect 2 '' -- a g.csv --as-of 2024-02-31; expect 2 '' -- "$ringfence" assess; expect 2 '' -- a g.csv --directions no-such; expect 2 '' -- a g.csv --format xml; expect 2 '' -- a g.csv --column nonsense=X; }
# What devices say is shown, never run: no escape sequence, no character that turns the direction of writing, no formula.
hostile_words() {
  local bad=$'\xe2\x80\xae|\xe2\x81\xa6|\xe2\x80\x8f|\xd8\x9c|\xe2\x80\xa8|\xc2\x9b|\x1b|\x07' f
  printf 'Huawei \xe2\x80\xaeSOI \xe2\x81\xa6x \xe2\x80\x8f \xd8\x9c \xe2\x80\xa8 \xc2\x9b31m \x1b[31mred \x07<script>alert(1)</script>\n=1+2|cmd\n' >hostile.txt
  printf '1.3.6.1.2.1.1.1.0|4|%s\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.2011.2.23.96\n1.3.6.1.2.1.1.5.0|4|sw%s\n1.3.6.1.2.1.1.6.0|4|%s\n' "$(head -1 hostile.txt)" "$(head -1 hostile.txt)" "$(head -1 hostile.txt)" >hostile.snmprec
  for f in text csv; do
    expect 0 '' -- "$ringfence" identify --banner sys_descr hostile.txt --format $f
    LC_ALL=C grep -qaE "$bad" out.txt && wrong "banners as $f hold what a terminal obeys"
    expect 0 '' -- "$ringfence" identify hostile.snmprec --format $f
    LC_ALL=C grep -qaE "$bad" out.txt && wrong "devices as $f hold what a terminal obeys"
  done
  "$ringfence" identify --banner sys_descr hostile.txt --format csv | grep -q '[",]=1' && wrong "a banner is a formula in a spreadsheet"
  expect 0 '' -- "$ringfence" identify hostile.snmprec --explain
  LC_ALL=C grep -qaE "$bad" out.txt && wrong "--explain holds what a terminal obeys"
  "$ringfence" assess hostile.snmprec --as-of 2024-01-01 --country GB --db none --report hostile.html >/dev/null 2>&1
  LC_ALL=C grep -qaE "$bad|<script>alert" hostile.html && wrong "the page holds what a browser obeys"
}
long_answers() {
  { printf '.1.3.6.1.2.1.1.1.0 = STRING: "Cisco IOS Software\n'; yes 'line of text' | head -90000; printf 'end"\n.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.9.1.1\n.1.3.6.1.2.1.1.5.0 = STRING: r1\n'; } >long.snmpwalk
  expect 3 $'long.snmpwalk\nline 1\n64 KiB' -- "$ringfence" identify long.snmpwalk --format jsonl
  holds '"name":"r1"'
  holds '"id":"cisco"'
  { printf '1.3.6.1.2.1.1.1.0|4|'; yes x | head -1100000 | tr -d '\n'; printf '\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1\n'; } >wide.snmprec
  expect 3 $'wide.snmprec\nline 1\n1 MiB' -- "$ringfence" identify wide.snmprec --format jsonl
  holds '"id":"cisco"'
}
bursting_pattern() {
  mkdir -p burst/fingerprints
  printf 'maker: cisco\nfingerprints:\n  - id: burst\n    field: [sys_descr]\n    match: "(?:(?:a{1,64}){1,64}){1,64}x"\n    weight: 6\n    source: lab\n    learnt: 2026-11-24\n    examples: [{text: aax}]\n    counter_examples: [aa]\n' >burst/fingerprints/b.yaml
  expect 1 '' -- timeout 10 "$ringfence" knowledge check burst
  holds 'burst/fingerprints/b.yaml:3'
  holds 'too long'
}

for t in empty_file empty_folder no_such_path zeros short_row invalid_utf8 latin1 utf16 pipe no_such_day negative yaml_twice billion_laughs path_loop full_disk newer_database two_at_once killed same_twice usage hostile_words long_answers bursting_pattern; do
  $t
done
[ $failed -eq 0 ] && echo "bad input: all as promised"
exit $failed
