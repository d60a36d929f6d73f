#!/usr/bin/env bash
# A capture in which one server says by FTP what it is, and another says a name that any server may have. The first is a device with a
# maker and the frame that says so, the second an address like any other. Neither is anybody's asset until an inside range holds it.
set -euo pipefail
ringfence=${RINGFENCE_PROGRAM:?}
command -v python3 >/dev/null || { echo "skipped: python3 is not installed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in"
python3 - "$work/in/greetings.pcap" <<'P'
import struct, sys
def says(host, port, text):
    for flags, seq, body in ((0x12, 99, b""), (0x18, 100, text)):
        t = struct.pack("!HHIIBBHHH", port, 40000, seq, 0, 0x50, flags, 65535, 0, 0) + body
        yield b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(t), 1, 0, 64, 6, 0) + bytes(host) + bytes((192, 0, 2, 1)) + t
frames = [*says((10, 9, 0, 2), 21, b"220 edge FTP server (MikroTik 9.99.9) ready\r\n"), *says((10, 9, 0, 3), 80, b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n")]
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for i, f in enumerate(frames):
        out.write(struct.pack("<IIII", 1700000000, i, len(f), len(f)) + f)
P
"$ringfence" identify "$work/in" --format jsonl >"$work/devices" 2>"$work/err" || { cat "$work/err"; exit 1; }
python3 - "$work/devices" <<'P'
import json, sys
devices = [d for d in map(json.loads, open(sys.argv[1])) if "maker" in d]
assert len(devices) == 1, devices
d = devices[0]
assert d["maker"] and d["maker"]["id"] == "mikrotik", d
assert any(e["at"].get("frames") == [2] and e["at"].get("field") == "ftp.banner" for e in d["evidence"]), d["evidence"]
P
assets() { "$ringfence" assess "$work/in" --as-of 2026-11-24 --format json --db none --country GB 2>/dev/null | python3 -c 'import json, sys
a = json.load(sys.stdin)
print(sum(1 for x in a["assets"] if x.get("standing") != "sighting"))' || true; }
[ "$(assets)" = 0 ] || { echo "a greeting alone made an asset"; exit 1; }
printf "operator: test\ncountry: GB\ninside:\n  - 10.9.0.0/24\n" >"$work/in/operator.yaml"
[ "$(assets)" = 2 ] || { echo "an inside range holds both: $(assets)"; exit 1; }
