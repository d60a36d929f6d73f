#!/usr/bin/env bash
# A name that is wholly one supplier's is no match of another whose name says more.
. "$(dirname "$0")/in_folder" || exit 1
matched() { # NAME SUPPLIERS
  local got
  got=$("$ringfence" screen "$1" --db none --format json --as-of 2026-11-24 2>/dev/null | python3 -c 'import json, sys
o = json.load(sys.stdin)
o = o[0] if isinstance(o, list) else o
print(" ".join(m["supplier"] or m["name"] for m in o["matches"]))')
  [ "$got" = "$2" ] || { echo "screen $1: matches \"$got\", expected \"$2\""; failed=1; }
}
matched Huawei huawei
matched 'Huawei Marine' hmn
matched 华威 ''
matched 'Shenzhen ZTE Kangxun' zte-kangxun
matched 'UniView Technologies' ''
# A list that names an owner does not name what it owns.
said=$("$ringfence" screen Futurewei --db none --as-of 2026-11-01 2>/dev/null)
grep -q 'not reached by us-ns-cmic' <<<"$said" && grep -q ' on us-ndaa-889' <<<"$said" && grep -q 'not known whether reached by uk-designated-vendors' <<<"$said" &&
  ! grep -q ' on uk-designated-vendors' <<<"$said" || { echo "screen Futurewei: $said"; failed=1; }
# A listing says for what equipment.
said=$("$ringfence" screen Hikvision --db none --format json --as-of 2026-11-01 2>/dev/null)
grep -q '"scope":"video and telecommunications equipment, for the purpose of public safety' <<<"$said" || { echo 'screen Hikvision: no scope'; failed=1; }
# A register of legal entities is no list to stand on, and the owner of a supplier comes from it.
printf 'LEI,Entity.LegalName,Entity.LegalAddress.Country,Entity.LegalJurisdiction,Entity.EntityStatus\nEXAMPLE0000000000001,Nokia Oyj,FI,FI,ACTIVE\nEXAMPLE0000000000002,Zweckverband Holding,FI,FI,ACTIVE\n' >lei.csv
printf 'Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,Relationship.RelationshipStatus\nEXAMPLE0000000000001,EXAMPLE0000000000002,IS_ULTIMATELY_CONSOLIDATED_BY,ACTIVE\n' >rr.csv
db="sqlite:$work/lists.db"
"$ringfence" lists import lei.csv rr.csv --dated 2026-11-01 --db "$db" >/dev/null 2>&1
said=$("$ringfence" screen 'Zweckverband Holding' --db "$db" --no-cache 2>/dev/null)
grep -q 'no match' <<<"$said" || { echo "screen against GLEIF: $said"; failed=1; }
said=$("$ringfence" supplier nokia --db "$db" 2>/dev/null | tr -s ' \n' ' ')
grep -q 'Zweckverband Holding (LEI EXAMPLE0000000000002), ultimate-parent (unverified)' <<<"$said" || { echo "supplier nokia: $said"; failed=1; }
# A supplier of knowledge can be decided on.
"$ringfence" lists decide 'Eltex Power' --list knowledge --entry eltex --verdict wrong --by 'A. Analyst' --why 'a maker of rectifiers' --db "$db" 2>/dev/null &&
  "$ringfence" screen 'Eltex Power' --db "$db" --no-cache 2>/dev/null | grep -q 'no match' || { echo 'a decision on knowledge does not hold'; failed=1; }
exit $failed
