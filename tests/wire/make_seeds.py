#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets wire-source and wire-engine and the inputs of tests/evidence/capture, by hand-made frames.
Run from the root of the tree; the files are part of it, so this is needed only to add some."""
import os
import struct

be = lambda v, n: v.to_bytes(n, "big")
le = lambda v, n: v.to_bytes(n, "little")
mac = lambda s: bytes.fromhex(s.replace(":", ""))
addr = lambda s: bytes(int(x) for x in s.split("."))
BOX, NMS = "00:1e:73:00:00:02", "02:00:00:00:00:01"


def ether(kind, payload, src=BOX, dst=NMS):
    return mac(dst) + mac(src) + be(kind, 2) + payload


def ip(src, dst, protocol, payload, fragment=0, ident=1):
    return b"\x45\0" + be(20 + len(payload), 2) + be(ident, 2) + be(fragment, 2) + b"\x40" + be(protocol, 1) + be(0, 2) + addr(src) + addr(dst) + payload


def udp(a, b, payload):
    return be(a, 2) + be(b, 2) + be(8 + len(payload), 2) + be(0, 2) + payload


def tcp(a, b, seq, flags, payload=b"", ack=0):
    return be(a, 2) + be(b, 2) + be(seq, 4) + be(ack, 4) + b"\x50" + be(flags, 1) + be(65535, 2) + be(0, 4) + payload


def tlv(kind, value):
    return be(kind << 9 | len(value), 2) + value


def ber(tag, value):
    return bytes([tag]) + (bytes([len(value)]) if len(value) < 128 else b"\x82" + be(len(value), 2)) + value


def oid(text):
    n = [int(x) for x in text.split(".")]
    out = bytes([n[0] * 40 + n[1]])
    for v in n[2:]:
        part = [v & 127]
        while v > 127:
            v >>= 7
            part.insert(0, v & 127 | 128)
        out += bytes(part)
    return ber(6, out)


def response(*pairs):
    binds = b"".join(ber(0x30, oid(o) + v) for o, v in pairs)
    pdu = ber(0xa2, ber(2, b"\x07") + ber(2, b"\0") + ber(2, b"\0") + ber(0x30, binds))
    return ber(0x30, ber(2, b"\1") + ber(4, b"public") + pdu)


def pcap(frames, order="<", nano=False, link=1, cut=0):
    out = struct.pack(order + "IHHiIII", 0xa1b23c4d if nano else 0xa1b2c3d4, 2, 4, 0, 0, 262144, link)
    for i, f in enumerate(frames):
        out += struct.pack(order + "IIII", 1700000000, i * 1000, len(f), len(f)) + f
    return out[:len(out) - cut]


def pcapng(frames, order="<", simple=False):
    def block(kind, body):
        body += b"\0" * (-len(body) % 4)
        n = struct.pack(order + "I", len(body) + 12)
        return struct.pack(order + "I", kind) + n + body + n
    out = block(0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1)) + block(1, struct.pack(order + "HHIHHBxxx", 1, 0, 0, 9, 1, 9))
    for i, f in enumerate(frames):
        out += block(3, struct.pack(order + "I", len(f)) + f) if simple else block(6, struct.pack(order + "IIIII", 0, 0, i, len(f), len(f)) + f)
    return out


arp = ether(0x0806, be(1, 2) + be(0x0800, 2) + b"\x06\x04" + be(2, 2) + mac(BOX) + addr("10.7.0.2") + mac(NMS) + addr("10.7.0.1"))
lldp = ether(0x88cc, tlv(1, b"\x04" + mac(BOX)) + tlv(2, b"\x05gpon 0/1") + tlv(3, be(120, 2)) + tlv(5, b"olt-hh-01") + tlv(6, b"Example Access Node") + tlv(8, b"\x05\x01" + addr("10.7.0.2") + b"\x02" + be(1, 4) + b"\0") + tlv(0, b""),
             dst="01:80:c2:00:00:0e")
snmp = ether(0x0800, ip("10.7.0.2", "10.7.0.1", 17, udp(161, 50000, response(
    ("1.3.6.1.2.1.1.1.0", ber(4, b"Example Access Node")), ("1.3.6.1.2.1.1.2.0", oid("1.3.6.1.4.1.64512.1")), ("1.3.6.1.2.1.1.5.0", ber(4, b"olt-hh-01"))))))
server = b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"
ssh = [ether(0x0800, ip("10.7.0.9", "10.7.0.2", 6, tcp(40000, 22, 99, 2))), ether(0x0800, ip("10.7.0.2", "10.7.0.9", 6, tcp(22, 40000, 199, 18, b"", 100))),
       ether(0x0800, ip("10.7.0.2", "10.7.0.9", 6, tcp(22, 40000, 210, 16, server[10:], 100))), ether(0x0800, ip("10.7.0.2", "10.7.0.9", 6, tcp(22, 40000, 200, 24, server[:12], 100)))]
handset = ip("10.7.200.1", "192.0.2.80", 6, tcp(50001, 80, 1, 24, b"GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: Handset/1.0\r\n\r\n"))
gtpu = ether(0x0800, ip("10.7.0.3", "10.7.0.4", 17, udp(2152, 2152, b"\x30\xff" + be(len(handset), 2) + be(77, 4) + handset)))
question = udp(5354, 53, be(1, 2) + be(0x100, 2) + be(1, 2) + be(0, 6) + b"\x07example\x03org\0" + be(1, 2) + be(1, 2))
fragments = [ether(0x0800, ip("10.7.0.1", "10.7.0.2", 17, question[24:], 3)), ether(0x0800, ip("10.7.0.1", "10.7.0.2", 17, question[:24], 0x2000)), ether(0x0800, ip("10.7.0.1", "10.7.0.2", 17, question[:32], 0x2000))]
inner = ip("192.168.0.1", "192.168.0.2", 17, udp(7, 8, b"x"))
tunnels = [ether(0x0800, ip("10.7.0.3", "10.7.0.4", 17, udp(9999, 4789, be(0x08000000, 4) + be(77 << 8, 4) + ether(0x0800, inner)))),
           ether(0x0800, ip("10.7.0.3", "10.7.0.4", 47, be(0x2000, 2) + be(0x0800, 2) + be(5, 4) + inner)), ether(0x0800, ip("10.7.0.3", "10.7.0.4", 4, ip("10.7.0.3", "10.7.0.4", 4, inner))),
           ether(0x8100, be(7, 2) + be(0x8847, 2) + be(16 << 12 | 0x100, 4) + inner), ether(0x8864, be(0x1100, 2) + be(5, 2) + be(len(inner) + 2, 2) + be(0x21, 2) + inner)]
every = [arp, lldp, snmp] + ssh + [gtpu] + fragments + tunnels

files = {
    "fuzz/corpus/wire-source/little-micro.pcap": pcap([arp, lldp]), "fuzz/corpus/wire-source/big-nano.pcap": pcap([arp, snmp], ">", True), "fuzz/corpus/wire-source/cut.pcap": pcap([arp, lldp], cut=9),
    "fuzz/corpus/wire-source/lying.pcap": pcap([arp]) + struct.pack("<IIII", 1, 2, 0x7fffffff, 5) + b"abc", "fuzz/corpus/wire-source/enhanced.pcapng": pcapng([arp, lldp]),
    "fuzz/corpus/wire-source/big-simple.pcapng": pcapng([arp], ">", True) + pcapng([lldp]), "fuzz/corpus/wire-source/frames.snoop": b"snoop\0\0\0" + be(2, 4) + be(4, 4) + be(len(arp), 4) * 2 + be(24 + len(arp), 4) + be(0, 4) + be(5, 4) + be(6, 4) + arp,
    "fuzz/corpus/wire-engine/every.pcap": pcap(every), "fuzz/corpus/wire-engine/raw.pcap": pcap([inner], link=101), "fuzz/corpus/wire-engine/cooked.pcap": pcap([be(0, 2) + be(1, 2) + be(6, 2) + mac(BOX) + be(0, 2) + be(0x0800, 2) + inner], link=113),
    "fuzz/corpus/wire-engine/frames.bin": b"".join(be(len(f), 2) + f for f in every),
    "tests/evidence/capture/lldp-and-snmp/input.pcap": pcap([arp, lldp, snmp] + ssh),
    "tests/evidence/capture/handset-in-gtpu/input.pcap": pcap([gtpu]),
    "tests/evidence/capture/cut-in-a-frame/input.pcap": pcap([arp, snmp], cut=5),
    "tests/evidence/capture/unknown-link-type/input.pcap": pcap([b"whatever"], link=147),
}
for path, data in files.items():
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)
print(len(files), "files")
