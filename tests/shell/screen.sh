#!/usr/bin/env bash
# A name that is wholly one supplier's is no match of another whose name says more.
set -uo pipefail
ringfence=${RINGFENCE_PROGRAM:?}
failed=0
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
exit $failed
