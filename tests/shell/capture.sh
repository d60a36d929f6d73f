#!/usr/bin/env bash
# A box with snmpd and lldpd in a network namespace of its own, walked by a manager in another, while frames are captured between
# them. The walk and the capture give one asset with both kinds of evidence; the capture alone is a sighting, until the operator's
# facts say where its management stands.
set -euo pipefail
ringfence=${RINGFENCE_PROGRAM:?}
skip() { echo "skipped: $1"; exit 0; }
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
for tool in ip snmpd snmpwalk lldpd python3; do
  command -v $tool >/dev/null || [ -x /usr/sbin/$tool ] || skip "$tool is not installed"
done
box=rf-box-$$ nms=rf-nms-$$
ip netns add "$box" 2>/dev/null || skip "network namespaces cannot be made here"
work=$(mktemp -d)
pids=()
finish() {
  for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
  wait 2>/dev/null || true
  ip netns del "$box" 2>/dev/null || true
  ip netns del "$nms" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
ip netns add "$nms"
ip link add rfb$$ netns "$box" type veth peer name rfn$$ netns "$nms" 2>/dev/null || skip "no veth pair can be made here"
ip -n "$box" addr add 10.77.0.2/24 dev rfb$$
ip -n "$nms" addr add 10.77.0.1/24 dev rfn$$
ip -n "$box" link set rfb$$ address 00:1e:73:77:00:02
for n in "$box" "$nms"; do ip -n "$n" link set lo up; done
ip -n "$box" link set rfb$$ up
ip -n "$nms" link set rfn$$ up

# The capture: until an LLDP frame came and the walk is over.
cat >"$work/sniff.py" <<'P'
import os, select, socket, struct, sys, time
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
s.bind((sys.argv[1], 0))
out = open(sys.argv[2], "wb")
out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
open(sys.argv[2] + ".ready", "w").close()
lldp, until = False, time.monotonic() + 20
while time.monotonic() < until:
    if select.select([s], [], [], 0.1)[0]:
        f = s.recv(65535)
        t = time.time_ns()
        out.write(struct.pack("<IIII", t // 10**9, t % 10**9 // 1000, len(f), len(f)) + f)
        lldp = lldp or f[12:14] == b"\x88\xcc"
    elif lldp and os.path.exists(sys.argv[3]):
        break
out.close()
sys.exit(0 if lldp else 3)
P
mkdir "$work/in" "$work/capture"
ip netns exec "$nms" python3 "$work/sniff.py" rfn$$ "$work/capture/box.pcap" "$work/walked" &
sniffer=$!
pids+=("$sniffer")
for _ in $(seq 100); do [ -e "$work/capture/box.pcap.ready" ] && break; read -rt 0.1 <> <(:) || true; done
rm -f "$work/capture/box.pcap.ready"
printf 'agentAddress udp:10.77.0.2:161\nrocommunity public 10.77.0.1\nsysName olt-test-01\nsysLocation Test Exchange\nsysDescr Test Access Software\n' >"$work/snmpd.conf"
SNMP_PERSISTENT_DIR="$work" ip netns exec "$box" /usr/sbin/snmpd -f -C -c "$work/snmpd.conf" -Lf "$work/snmpd.log" -p "$work/pid" -I system_mib,sysORTable,snmpEngine,ifTable,ip &
pids+=($!)
mkdir -p /run/lldpd
chmod 711 "$work"
install -d -o _lldpd -m 755 "$work/lldpd" 2>/dev/null || skip "lldpd has no user of its own here"
ip netns exec "$box" lldpd -d -I "rfb$$" -u "$work/lldpd/socket" -S "Test Access Software" -m 10.77.0.2 >"$work/lldpd.log" 2>&1 &
pids+=($!)
export MIBS=""
for _ in $(seq 50); do
  ip netns exec "$nms" snmpwalk -v2c -c public -r 0 -t 0.2 10.77.0.2 1.3.6.1.2.1.1.1 >/dev/null 2>&1 && break
done
ip netns exec "$nms" snmpwalk -v2c -c public -On 10.77.0.2 1.3.6.1.2.1 >"$work/in/box.walk" 2>/dev/null || { cat "$work/snmpd.log"; exit 1; }
touch "$work/walked"
wait "$sniffer" || { cat "$work/lldpd.log"; skip "lldpd sent nothing here"; }
cp "$work/capture/box.pcap" "$work/in/"
assess() { # OUT PATH…
  local out=$1 status=0
  shift
  "$ringfence" assess "$@" --as-of 2026-11-24 --format json --db none --country GB >"$out" 2>"$work/err" || status=$?
  [ $status -eq 0 ] || [ $status -eq 1 ] || { cat "$work/err"; exit 1; }
}
assess "$work/both.json" "$work/in"
assess "$work/alone.json" "$work/capture"
printf 'operator: test\ncountry: GB\nmanagement:\n  - 10.77.0.1\n' >"$work/capture/operator.yaml"
assess "$work/managed.json" "$work/capture"
python3 - "$work" <<'P'
import json, sys
both, alone, managed = (json.load(open(f"{sys.argv[1]}/{n}.json")) for n in ("both", "alone", "managed"))
assert [x["name"] for x in both["assets"]] == ["olt-test-01"], [x["name"] for x in both["assets"]]
at = [e["at"] for e in both["assets"][0]["evidence"]]
assert any("oid" in a for a in at) and any("frames" in a for a in at), at
assert alone["assets"] == [] and alone["sightings"] >= 1, (alone["assets"], alone["sightings"])
assert [x["name"] for x in managed["assets"]] == ["olt-test-01"], managed["assets"]
fields = {e["at"].get("field", "") for e in managed["assets"][0]["evidence"]}
assert any(f.startswith("snmp.") or f.startswith("ip.") for f in fields), fields
# The manager itself is seen too, and is nobody's asset.
assert managed["sightings"] >= 1, managed["sightings"]
print("one asset from a walk and a capture; a sighting from the capture alone; an asset where management is declared")
P
