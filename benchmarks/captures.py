#!/usr/bin/env python3
# peers: softflowd nfdump libndpi-bin libpcap-dev
"""One big capture read beside its peers, on one core: a libpcap loop that counts (the floor), softflowd, nfpcapd, ndpiReader, tshark.

The capture is made from ../shared/data/traffic (make_big.py), MEGABYTES of it (default 600), or is the file that CAPTURE names. Frames are compared before
times count. ../bench installs the peers; those that are not there are named and left out.
"""
import os
import re
import shutil
import subprocess
import sys

from measuring import DATA, RINGFENCE, WORK, best, line, run, skipped

TRIES = int(os.environ.get("TRIES", "3"))
MEGABYTES = os.environ.get("MEGABYTES", "600")
LOOP = r"""
#include <pcap.h>
#include <stdio.h>
static unsigned long frames;
static void take(u_char *u, const struct pcap_pkthdr *h, const u_char *d) { (void)u; (void)h; (void)d; ++frames; }
int main(int c, char **v) {
  char e[PCAP_ERRBUF_SIZE];
  pcap_t *p = c > 1 ? pcap_open_offline(v[1], e) : 0;
  if (!p) return 1;
  pcap_loop(p, -1, take, 0);
  printf("%lu\n", frames);
  return 0;
}
"""


def main():
    os.makedirs(WORK, exist_ok=True)
    capture = os.environ.get("CAPTURE", os.path.join(WORK, f"big-{MEGABYTES}.pcap"))
    if not os.path.exists(capture):
        maker = os.path.join(DATA, "traffic/make_big.py")
        if not os.path.exists(maker):
            skipped("captures: ../shared/data is not here and CAPTURE names no file")
        subprocess.run([sys.executable, maker, capture, MEGABYTES], check=True, stdout=subprocess.DEVNULL)
    with open(capture, "rb") as f:  # into the page cache, for all alike
        while f.read(1 << 24):
            pass
    loop = os.path.join(WORK, "pcap-loop")
    with open(loop + ".c", "w") as f:
        f.write(LOOP)
    floor = subprocess.run(["cc", "-O2", loop + ".c", "-o", loop, "-lpcap"], stderr=subprocess.DEVNULL).returncode == 0
    flows = os.path.join(WORK, "flows")
    shutil.rmtree(flows, ignore_errors=True)
    os.makedirs(flows)
    jobs = []
    if floor:
        jobs.append(("libpcap loop, counts (the floor)", [loop, capture]))
    for name, tool, argv in (
        ("softflowd, flows", "softflowd", ["softflowd", "-d", "-r", capture, "-n", "127.0.0.1:29995", "-m", "2000000", "-v", "9"]),
        ("nfpcapd, flows", "nfpcapd", ["nfpcapd", "-r", capture, "-w", flows, "-B", "2000000"]),
        ("ndpiReader, flows and protocols", "ndpiReader", ["ndpiReader", "-q", "-i", capture]),
    ) + ((("tshark, conversations", "tshark", ["tshark", "-n", "-q", "-r", capture, "-z", "conv,ip"]),) if os.environ.get("TSHARK") else ()):
        if shutil.which(tool):
            jobs.append((name, argv))
        else:
            print(f"  {name}: {tool} is not installed, left out")
    for emit in ("flows", "transactions"):
        jobs.append((f"ringfence watch --emit {emit}", [RINGFENCE, "watch", "--read", capture, "--emit", emit, "--format", "jsonl"]))
    took, said = {name: [] for name, _ in jobs}, os.path.join(WORK, "captures.out")
    for _ in range(TRIES):
        for name, argv in jobs:  # in turn, so that what disturbs one try disturbs all
            took[name].append(run(argv, stdout=said if argv[0] == loop else None, stderr=os.path.join(WORK, "captures.err"), one_core=True))
            if argv[0] == loop:
                frames = int(open(said).read())
    summary = open(os.path.join(WORK, "captures.err")).read()
    seen = int(re.search(r"(\d+) frames? of", summary).group(1))
    if floor and seen != frames:
        sys.exit(f"ringfence read {seen} frames, libpcap {frames}")
    print(f"captures: {os.path.getsize(capture) / 1e6:.0f} MB, {seen} frames, all agree; one core; best of {TRIES}; rates by processor time, which others on the machine disturb less")
    ours = best(took["ringfence watch --emit flows"])
    for name, _ in jobs:
        t = best(took[name])
        line(name, t)
        print(f"  {'':<42} {seen / t.cpu / 1e6:7.2f} million frames/s   {t.cpu / ours.cpu:6.2f} times ringfence's --emit flows")


main()
