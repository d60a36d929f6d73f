#!/usr/bin/env bash
# An agent on loopback is walked with net-snmp, in numeric and named form, and assessed: one device, net-snmp on Linux,
# whose box no maker may be asserted for; and the same agent telling a maker's identity.
set -euo pipefail
ringfence=${RINGFENCE_PROGRAM:?}
for tool in snmpd snmpwalk; do
  command -v $tool >/dev/null || [ -x /usr/sbin/$tool ] || { echo "skipped: $tool is not installed"; exit 0; }
done
work=$(mktemp -d)
agent=""
finish() { [ -n "$agent" ] && kill "$agent" 2>/dev/null; rm -rf "$work"; }
trap finish EXIT
walk() { # NAME EXTRA-CONFIG FLAGS…
  local name=$1 extra=$2 port
  shift 2
  for port in $(shuf -i 20000-40000 -n 5); do
    printf 'agentAddress udp:127.0.0.1:%s\nrocommunity public 127.0.0.1\nsysName olt-test-01\nsysLocation Test Exchange\nsysServices 72\n%s\n' "$port" "$extra" >"$work/snmpd.conf"
    SNMP_PERSISTENT_DIR="$work" /usr/sbin/snmpd -f -C -c "$work/snmpd.conf" -Lf "$work/snmpd.log" -p "$work/pid" -I system_mib,sysORTable,snmpEngine,ifTable &
    agent=$!
    for _ in $(seq 50); do
      if snmpwalk -v2c -c public -r 0 -t 0.2 "127.0.0.1:$port" 1.3.6.1.2.1.1.1 >/dev/null 2>&1; then
        snmpwalk -v2c -c public "$@" "127.0.0.1:$port" 1.3.6.1.2.1 >"$work/in/$name" 2>/dev/null || true
        kill "$agent"; wait "$agent" 2>/dev/null || true; agent=""
        return 0
      fi
      kill -0 "$agent" 2>/dev/null || break
    done
    kill "$agent" 2>/dev/null || true
  done
  echo "the agent did not answer"; cat "$work/snmpd.log"; return 1
}
mkdir "$work/in"
export MIBS=""
walk linux.walk "" -On
walk named.walk "sysDescr Huawei Integrated Access Software
sysObjectID .1.3.6.1.4.1.2011.2.248
sysName olt-test-02" -OX
status=0
"$ringfence" assess "$work/in" --as-of 2026-11-24 --format json --db none --country GB >"$work/answer.json" 2>"$work/err" || status=$?
[ $status -eq 0 ] || [ $status -eq 1 ] || { cat "$work/err"; exit 1; }
python3 - "$work/answer.json" <<'P'
import json, sys
a = json.load(open(sys.argv[1]))
assert len(a["assets"]) == 2, [x["name"] for x in a["assets"]]
by = {x["name"]: x for x in a["assets"]}
assert by["olt-test-01"]["maker"] is None, by["olt-test-01"]["maker"]
assert by["olt-test-02"]["maker"]["id"] == "huawei", by["olt-test-02"]
assert by["olt-test-02"]["basis"] == "observed"
assert any(e.get("at", {}).get("oid", "").startswith("1.3.6.1.2.1.1.") for e in by["olt-test-02"]["evidence"])
assert a["errors"] == [], a["errors"]
P
