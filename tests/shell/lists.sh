#!/usr/bin/env bash
# Imported lists: whom they reach through owners, who is only tied to an entry, what was on record when, and proofs that stay true.
. "$(dirname "$0")/in_folder" || exit 1
export XDG_CACHE_HOME=$work/cache
db="sqlite:$work/lists.db"
entity() { printf '{"id":"%s","caption":"%s","schema":"%s","target":%s,"last_seen":"2026-11-20","datasets":["%s"],"properties":{%s}}\n' "$@"; }

owned_by_those_listed() {
  { entity NK-1 'Auditron Holding JSC' Company true us_ofac_sdn '"name":["Auditron Holding JSC"],"topics":["sanction"]'
    entity NK-2 'Baltron Holding JSC' Company true us_ofac_sdn '"name":["Baltron Holding JSC"],"topics":["sanction"]'
    entity NK-3 'Velikonda Radio LLC' Company false ext_register '"name":["Velikonda Radio LLC"],"topics":["sanction.linked"]'
    entity NK-4 'Zdenovik Optics LLC' Company false ext_register '"name":["Zdenovik Optics LLC"]'
    entity NK-5 'Ladoga Director' Person false ext_register '"name":["Ladoga Director"]'
    entity o1 o Ownership false ext_register '"owner":["NK-1"],"asset":["NK-3"],"percentage":["30"],"startDate":["2020-01-01"]'
    entity o2 o Ownership false ext_register '"owner":["NK-2"],"asset":["NK-3"],"percentage":["20 %"],"startDate":["2021-01-01"]'
    entity o3 o Ownership false ext_register '"owner":["NK-1"],"asset":["NK-4"],"percentage":["49.99"]'
    entity d1 d Directorship false ext_register '"director":["NK-5"],"organization":["NK-1"]'
    for n in 1 2; do entity s$n s Sanction false us_ofac_sdn "\"entity\":[\"NK-$n\"],\"authority\":[\"OFAC\"],\"startDate\":[\"2023-05-19\"]"; done
  } >os.ftm.json
  gives 0 "$ringfence" lists import os.ftm.json --db "$db"
  holds 'opensanctions of 2026-11-20'
  gives 1 "$ringfence" screen 'Auditron Holding JSC' --db "$db" --as-of 2026-11-25
  gives 1 "$ringfence" screen 'Velikonda Radio LLC' --db "$db" --as-of 2026-11-25
  holds 'on us-ofac-sdn from 2023-05-19, through 50%'
  lacks 'on opensanctions'
  gives 0 "$ringfence" screen 'Zdenovik Optics LLC' 'Ladoga Director' --db "$db" --as-of 2026-11-25
  lacks 'match  '
  gives 0 "$ringfence" supplier 'Velikonda Radio LLC' --db "$db" --as-of 2026-11-25
  holds 'reached by us-ofac-sdn through owners (50 %)'
  gives 0 "$ringfence" supplier 'Auditron Holding JSC' --db "$db" --as-of 2026-11-25
  holds 'linked'
}

owner_on_a_list_by_its_number() {
  mkdir -p k/suppliers
  printf '%s\n' 'supplier: audx' 'name: "Auditronic Electronics Co., Ltd."' 'defaults: {source: rf-research, learnt: 2010-01-01, confidence: stated}' 'names:' '  - {text: "Auditronic Electronics Co., Ltd.", kind: legal}' \
    'ids:' '  - {type: uscc, value: "91440300MA5AUDIT01", country: CN}' >k/suppliers/audx.yaml
  printf '%s\n' 'supplier: audy' 'name: "Velmurando Antennas Ltd"' 'defaults: {source: rf-research, learnt: 2010-01-01, confidence: stated}' 'names:' '  - {text: "Velmurando Antennas Ltd", kind: legal}' \
    'owners:' '  - {owner: audx, share: 0.6, from: 2019-01-01}' >k/suppliers/audy.yaml
  printf '%s\n' '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ' \
    '70001,"SHENZHEN AUDITRONIC",-0- ,"NPWMD] [IFSR",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Unified Social Credit Code (USCC) 91440300MA5AUDIT01 (China)."' >sdn.csv
  gives 0 "$ringfence" lists import sdn.csv --dated 2026-11-20 --db sqlite:sdn.db
  says 'was given without alt.csv (further names) and add.csv (addresses)'
  gives 1 "$ringfence" screen 'Velmurando Antennas Ltd' --knowledge k --db sqlite:sdn.db --format json
  holds '"list":"us-ofac-sdn","entry":"70001"'
  holds '"rule":"50%","reaches":true'
  gives 1 "$ringfence" screen --knowledge k 'Velmurando Antennas Ltd' --db sqlite:sdn.db
  gives 0 "$ringfence" supplier audy --knowledge k --db sqlite:sdn.db --format json
  holds '"imported_through"'
  holds 'SHENZHEN AUDITRONIC'
  gives 0 "$ringfence" supplier 'SHENZHEN AUDITRONIC' --db sqlite:sdn.db
  holds 'uscc 91440300MA5AUDIT01'
}

what_was_on_record() {
  printf 'id,name,from\n1,Parsian Radio Works,2016-03-08\n2,Undated Radio Works,\n3,Later Radio Works,2024-01-01\n' >mine.csv
  gives 0 "$ringfence" lists import mine.csv --dated 2026-11-20 --db sqlite:mine.db
  gives 1 "$ringfence" screen 'Parsian Radio Works' --known-at 2020-01-01 --as-of 2020-01-01 --db sqlite:mine.db
  says 'mine: no edition of 2020-01-01 or before is held'
  holds 'on mine from 2016-03-08, as the edition of 2026-11-20 has it'
  gives 0 "$ringfence" screen 'Undated Radio Works' --known-at 2020-01-01 --db sqlite:mine.db
  holds 'not known whether on record then'
  gives 0 "$ringfence" screen 'Later Radio Works' --known-at 2020-01-01 --db sqlite:mine.db
  lacks 'on mine from 2024'
  gives 1 "$ringfence" screen 'Parsian Radio Works' --as-of 2016-01-01 --db sqlite:mine.db
  holds 'not yet on mine'
  lacks 'was on mine'
}

proofs_stay_true() {
  printf 'name\nParsian Radio Works\nNobody Ltd\n' >s.csv
  gives 1 "$ringfence" lists proof --input s.csv --column name --db sqlite:mine.db --out p.json
  printf 'id,name,from\n1,Parsian Radio Works,2016-03-08\n2,Undated Radio Works,\n4,Nobody Ltd,2010-01-01\n' >older.csv
  gives 0 "$ringfence" lists import older.csv --list mine --dated 2026-11-22 --db sqlite:mine.db
  gives 0 "$ringfence" lists import older.csv --list other --dated 2020-01-01 --db sqlite:mine.db
  gives 0 "$ringfence" lists verify p.json --db sqlite:mine.db
  says 'since the proof, mine of 2026-11-22 was imported'
  printf 'name,cc\nParsian,DE\n"Nobody,DE\nMore,DE\n' >open.csv
  gives 4 "$ringfence" lists proof --input open.csv --column name --db sqlite:mine.db
  says 'a quote opens here'
  gives 3 "$ringfence" screen --input open.csv --column name --db none --format csv
  holds 'More,'
  gives 2 "$ringfence" lists import older.csv --dated 2999-01-01 --db sqlite:mine.db
  gives 2 "$ringfence" screen x --db none --format dot
}

names_in_any_spelling() {
  for name in 中興通訊 'ZТE'; do
    gives 0 "$ringfence" supplier "$name" --db none --format json
    holds '"supplier": "zte"'
  done
  gives 0 "$ringfence" supplier 'Hua Wei Tech. Co Ltd' --db none --format json
  holds '"supplier": "huawei"'
  gives 4 "$ringfence" supplier 'Huawai' --db none
  says 'huawei'
  gives 0 "$ringfence" supplier dahua --known-at 2018-03-01 --as-of 2018-03-01 --db none
  lacks Skywatch
}

owned_by_those_listed
owner_on_a_list_by_its_number
what_was_on_record
proofs_stay_true
names_in_any_spelling
exit $failed
