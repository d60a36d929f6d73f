#!/usr/bin/env python3
"""Writes input.pcap: servers that greet, two certificates, neighbour discovery, and a server in a subscriber's tunnel."""
import struct


def ether(kind, body, src="001e73000002"):
    return bytes.fromhex("001e73000001" + src) + struct.pack("!H", kind) + body


def ip4(src, dst, proto, body):
    a = lambda t: bytes(int(x) for x in t.split("."))
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 1, 0, 64, proto, 0) + a(src) + a(dst) + body


def tcp(sport, dport, seq, flags, body=b""):
    return struct.pack("!HHIIBBHHH", sport, dport, seq, 0, 0x50, flags, 65535, 0, 0) + body


def udp(sport, dport, body):
    return struct.pack("!HHHH", sport, dport, 8 + len(body), 0) + body


def says(server, port, text):
    """The server's SYN+ACK and what it says first."""
    return [ip4(server, "10.7.0.1", 6, tcp(port, 40000, 99, 0x12)), ip4(server, "10.7.0.1", 6, tcp(port, 40000, 100, 0x18, text))]


def der(tag, *parts):
    body = b"".join(parts)
    n = len(body)
    return bytes([tag]) + (bytes([n]) if n < 128 else struct.pack("!BH", 0x82, n)) + body


def name(organization, common):
    attribute = lambda oid, text: der(0x31, der(0x30, der(0x06, bytes.fromhex(oid)), der(0x0c, text.encode())))
    return der(0x30, attribute("55040a", organization), attribute("550403", common))


def certificate(subject, issuer):
    algorithm = der(0x30, der(0x06, bytes.fromhex("2a864886f70d01010b")))
    tbs = der(0x30, der(0xa0, der(0x02, b"\2")), der(0x02, b"\7"), algorithm, issuer, der(0x30, der(0x17, b"200101000000Z"), der(0x17, b"400101000000Z")), subject, der(0x30, algorithm, der(0x03, b"\0\1")))
    return der(0x30, tbs, algorithm, der(0x03, b"\0\1"))


def tls(*chain):
    message = lambda kind, body: bytes([kind]) + struct.pack("!I", len(body))[1:] + body
    hello = message(2, b"\3\3" + bytes(32) + b"\0" + b"\0\x2f" + b"\0")
    certs = b"".join(struct.pack("!I", len(c))[1:] + c for c in chain)
    body = hello + message(11, struct.pack("!I", len(certs))[1:] + certs)
    return b"\x16\3\3" + struct.pack("!H", len(body)) + body


own, other = name("Example Access", "gateway"), name("Example Authority", "root")
web = b"HTTP/1.1 401 Unauthorized\r\nServer: Example-Web/2\r\nWWW-Authenticate: Basic realm=\"HG 9\"\r\nSet-Cookie: sid=c2VjcmV0\r\nContent-Length: 0\r\n\r\n"
packets = says("10.7.0.5", 80, web)
packets += says("10.7.0.6", 21, b"220 Example FTP ready\r\n")
packets += says("10.7.0.7", 443, tls(certificate(own, own)))
packets += says("10.7.0.8", 443, tls(certificate(own, other), certificate(other, other)))
packets += [ip4("10.7.0.5", "239.255.255.250", 17, udp(1900, 1900, b"NOTIFY * HTTP/1.1\r\nSERVER: Linux/9 UPnP/1.0 Example/3\r\nNT: upnp:rootdevice\r\n\r\n"))]
frames = [ether(0x0800, p) for p in packets]
inside = says("10.7.200.9", 80, web)
frames += [ether(0x0800, ip4("10.7.0.3", "10.7.0.4", 17, udp(2152, 2152, struct.pack("!BBHI", 0x30, 255, len(p), 7) + p))) for p in inside]
station = bytes.fromhex("fe80000000000000021e73fffe000009")
advertisement = struct.pack("!BBHI", 136, 0, 0, 0x60000000) + station + bytes.fromhex("0201" + "001e73000009")
frames += [ether(0x86dd, struct.pack("!IHBB", 6 << 28, len(advertisement), 58, 255) + station + bytes.fromhex("ff02" + "00" * 13 + "01") + advertisement, "001e73000009")]
with open("input.pcap", "wb") as out:
    out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for i, f in enumerate(frames):
        out.write(struct.pack("<IIII", 1700000000, i * 1000, len(f), len(f)) + f)
