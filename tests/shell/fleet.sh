#!/usr/bin/env bash
# Many operators as a user asks for them: kept runs, what changed since, other days and other knowledge, bad input. A function a case.
. "$(dirname "$0")/in_folder" || exit 1
# ask PATH OPTION…: one day, one direction, one database a case
ask() { "$ringfence" assess --by operator --known-at 2026-11-25 --directions uk-dvd-huawei-2022 --db sqlite:"$db" "$@"; }
head=id,operator,country,function,supplier,status,in_service_from,quantity
estate() { mkdir -p "$1/albion" "$1/borealis"; printf '%s\na1,albion,GB,ran.5g.gnb,Huawei,in-service,2020-01-01,%s\na2,albion,GB,ran.5g.gnb,Nokia,in-service,2020-01-01,4\n' "$head" "$2" >"$1/albion/i.csv"; printf '%s\nb1,borealis,GB,ran.5g.gnb,Nokia,in-service,2020-01-01,2\n' "$head" >"$1/borealis/i.csv"; }

runs_are_compared() {
  db=$work/a.db
  estate m1 2; estate m2 5
  gives 0 ask m1 --as-of 2026-01-01 --format json; holds '"since": null'; says '2 runs kept'
  gives 0 ask m2 --as-of 2026-01-01 --format jsonl; holds '"because":"re-weighed"'; holds '"of":"run 1 (as of 2026-01-01)"'; lacks unexplained
  cp out.txt first.txt
  gives 0 ask m2 --as-of 2026-01-01 --format jsonl; says '2 were kept before'
  cmp -s first.txt out.txt || wrong 'asked twice, it answers otherwise'
  # Two years later the removal is late: the day alone says why, for the rows are the same.
  gives 1 ask m2 --as-of 2028-01-01 --format jsonl; holds '"because":"day","what":"from 2026-01-01 to 2028-01-01"'; holds '"status":"breached"'; lacks re-weighed
  # Against the first month, by number of its run: both reasons.
  gives 1 ask m2 --as-of 2028-01-01 --since 2 --format jsonl; holds '"because":"day"'; holds '"because":"re-weighed"'
  gives 1 ask m2 --as-of 2028-01-01 --since none; lacks 'since run'
}
other_knowledge_is_a_reason() {
  db=$work/b.db
  estate k1 2
  mkdir -p know/directions
  gives 0 ask k1 --as-of 2026-01-01
  sed 's/deadline: 2027-12-31/deadline: 2025-12-31/' "$root/knowledge/directions/uk-dvd-huawei-2022.yaml" >know/directions/uk-dvd-huawei-2022.yaml
  gives 1 ask k1 --as-of 2026-01-01 --knowledge know --format jsonl; holds '"because":"knowledge"'; holds '"because":"knowledge","what":"knowledge '; lacks '"because":"re-'
}
rows_no_longer_kept() {
  db=$work/c.db
  estate g1 2; estate g2 5
  gives 0 ask g1 --as-of 2026-01-01
  rm -rf "$db.d"
  gives 0 ask g2 --as-of 2026-01-01 --format jsonl; holds '"because":"unexplained","what":"the earlier rows were not kept"'
}
folders_are_compared() {
  db=$work/d.db
  estate f1 2; estate f2 5
  gives 0 ask f2 --since f1 --as-of 2026-01-01 --format jsonl; holds '"of":"f1/albion"'; holds '"because":"re-weighed"'
}
reports_are_written() {
  db=$work/e.db
  estate r1 2
  gives 0 ask r1 --as-of 2026-01-01 --report r.html --report r.csv --report r.json; says 'report: r.html'
  grep -q '<h1>2 submissions</h1>' r.html || wrong 'no page'
  gives 3 ask r1 --as-of 2026-01-01 --report r.pdf; says 'its ending tells no format'
}
wrong_questions() {
  db=$work/f.db
  estate q1 2
  gives 2 ask q1 --since nowhere; says 'neither the number of a run, nor a folder, nor none'
  gives 4 ask q1 --since 99; says 'run 99'
  gives 2 ask q1 --matrix; says 'answers of their own'
  gives 2 ask q1 --operator albion; says '--operator names one'
  mkdir -p empty
  gives 4 ask empty; says 'holds no submissions'
  gives 4 ask nowhere; says 'no such file or folder'
  gives 2 "$ringfence" assess q1 --matrix --countries GB,XX --db none; says 'XX: knowledge has no direction of that territory'
  gives 2 "$ringfence" assess q1 --since 1 --db none; says '--since goes with --by operator'
}
one_broken_submission() {
  db=$work/g.db
  estate b1 2
  mkdir b1/dyfed && head -c 3000 /dev/zero >b1/dyfed/i.csv
  gives 3 ask b1 --as-of 2026-01-01 --format json; holds '"read": false'; holds '"operator": "borealis"'; says b1/dyfed
}

for case in runs_are_compared other_knowledge_is_a_reason rows_no_longer_kept folders_are_compared reports_are_written wrong_questions one_broken_submission; do "$case"; done
[ "$failed" = 0 ] && echo "fleet: as expected"
exit "$failed"
