#!/usr/bin/env python3
"""Captures against what tshark says of them (../shared/data/traffic/truth.jsonl): frames, IP bytes, flows, flows in tunnels,
and what was said (SNI, SSH, HTTP, LLDP, CDP, SNMP, DNS, JA3, certificates). SHOW=n lists n differences of each kind.
"""
import collections
import hashlib
import json
import os
import subprocess
import sys

from measuring import DATA, RINGFENCE, skipped

TRAFFIC = os.path.join(DATA, "traffic")
SHOW = int(os.environ.get("SHOW", "0"))
ONLY = os.environ.get("ONLY", "")
# The link types that are read; of the others only the frames are counted.
READ = {0, 1, 8, 9, 10, 12, 14, 50, 51, 100, 101, 104, 105, 107, 108, 113, 119, 127, 163, 166, 192, 228, 229, 239, 276}
FIELDS = {
    "sni": ("tls.sni",), "ssh": ("ssh.banner",), "hassh": ("ssh.hassh",), "hassh_server": ("ssh.hassh_server",),
    "http_host": ("http.host",), "http_agent": ("http.user_agent",), "http_server": ("http.server",), "http_request": ("http.request",),
    "lldp_name": ("lldp.system_name",), "lldp_description": ("lldp.system_description",),
    "cdp_device": ("cdp.device_id",), "cdp_platform": ("cdp.platform",), "cdp_software": ("cdp.software",),
    "snmp_version": ("snmp.version",), "dhcp_host": ("dhcp.host_name",), "dhcp_class": ("dhcp.vendor_class",),
    "dns_query": ("dns.query",), "ja3": ("tls.ja3",), "ja3s": ("tls.ja3s",), "certificates": ("tls.certificate_sha256",),
    "sip_agent": ("sip.user_agent",), "sip_server": ("sip.server",), "tftp_file": ("tftp.file",),
}


def objects(emit, path):
    p = subprocess.run([RINGFENCE, "watch", "--read", path, "--emit", emit, "--flow-timeout", "none", "--format", "jsonl"],
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode not in (0, 3, 4):
        sys.exit(f"{path}: status {p.returncode}: {p.stderr.decode(errors='replace')[:400]}")
    return [json.loads(x) for x in p.stdout.decode().splitlines()]


def spelt(what, value):
    """The truth's own way to write a value, as ours."""
    if what == "snmp_version":
        return {"0": "1", "1": "2c"}.get(value, value)
    if what == "dns_query" and value == "<Root>":
        return "."
    return value


def found(what, value, mine):
    if what == "http_request":  # the truth has the method
        return any(m.split(" ")[0] == value for m in mine)
    if what == "cdp_software":  # the truth has it line by line
        return any(value.strip() in m for m in mine)
    return value in mine or value.lower().strip() in {m.lower().strip() for m in mine}


def flow_key(f):
    return (f["src"], f["src_port"], f["dst"], f["dst_port"], f["transport"], *f["packets"], *f["bytes"])


def main():
    if not os.path.isfile(os.path.join(TRAFFIC, "truth.jsonl")):
        skipped("traffic_accuracy: ../shared/data is not here")
    right, of = collections.Counter(), collections.Counter()
    wrong = collections.defaultdict(list)

    def say(what, ok, *why):
        of[what] += 1
        right[what] += ok
        if not ok:
            wrong[what].append(why)

    for text in open(os.path.join(TRAFFIC, "truth.jsonl")):
        t = json.loads(text)
        if ONLY and ONLY not in t["input"]:
            continue
        path = os.path.join(TRAFFIC, t["input"])
        got = objects("flows", path)
        summary, flows = got[-1], [f for f in got if f["type"] == "flow"]
        say("captures: frames", summary["frames"] == max(t["packets"], t["records"]), t["input"], summary["frames"], t["packets"], t["records"])
        if not set(t["links"]) <= READ:
            continue
        outer = [f for f in flows if not f["tunnel"]]
        inner = [f for f in flows if f["tunnel"]]
        named = set(t["links"]) <= {0, 1, 9, 12, 14, 50, 51, 101, 108, 113, 228, 229, 276}
        which = "named link types" if named else "other link types"
        bytes_count = not t.get("zero_length")
        total = sum(sum(f["bytes"]) for f in outer)
        if bytes_count:
            say(f"{which}: IP bytes", total == t["ip_bytes"], t["input"], total, t["ip_bytes"])
        say(f"{which}: number of flows", len(outer) == t["flows_count"], t["input"], len(outer), t["flows_count"])
        cut = 9 if bytes_count else 7
        mine = collections.Counter(flow_key(f)[:cut] for f in outer)
        theirs = collections.Counter(tuple(f)[:cut] for f in t["flows"])
        ok = not theirs - mine if t["flows_count"] > len(t["flows"]) else mine == theirs
        # The truth calls an IPv6 flow without ports by its header's first extension ("ipv6"), we by what is behind it.
        if not ok and any(k[4] == "ipv6" and ":" in k[0] for k in theirs):
            def ends(flows):
                c = collections.Counter()
                for k, n in flows.items():
                    if ":" in k[0] and not k[1] and not k[3]:
                        for i in range(5, len(k)):
                            c[tuple(sorted((k[0], k[2]))), i] += n * k[i] if not (i - 5) % 2 or k[0] <= k[2] else n * k[i]
                    else:
                        c[k] += n
                return c
            same = ends(mine) == ends(theirs)
            say(f"{which}: flows, IPv6 extensions aside", same, t["input"], sorted((mine - theirs).items())[:3], sorted((theirs - mine).items())[:3])
        else:
            say(f"{which}: flows, IPv6 extensions aside", ok, t["input"])
        say(f"{which}: flows", ok, t["input"], sorted((mine - theirs).items())[:3], sorted((theirs - mine).items())[:3])
        if t["tunnel_flows_count"]:
            mine = collections.Counter(flow_key(f)[:cut] for f in inner)
            theirs = collections.Counter(tuple(f[2:])[:cut] for f in t["tunnel_flows"])
            for k, n in theirs.items():
                for _ in range(n):
                    say("flows in tunnels", mine[k] > 0, t["input"], k, [f[0] for f in t["tunnel_flows"]][:2], sorted(mine)[:2])
                    mine[k] -= 1
        wanted = [k for k in FIELDS if t["app"].get(k)]
        if wanted:
            said = collections.defaultdict(set)
            for o in objects("transactions", path):
                for k, v in o.get("said", {}).items():
                    said[k].update(v if isinstance(v, list) else [v])
            for k in wanted:
                values = [c["sha256"] for c in t["app"][k]] if k == "certificates" else list(t["app"][k])
                mine = set().union(*(said[f] for f in FIELDS[k]))
                for v in values:
                    say(f"said: {k}", found(k, spelt(k, v), mine), t["input"], v, sorted(mine)[:3])
    for what in sorted(of):
        print(f"  {what:<40} {right[what]:6} of {of[what]:6}  {100 * right[what] / of[what]:6.2f} %")
        for w in wrong[what][:SHOW]:
            print("      ", *w)


main()
