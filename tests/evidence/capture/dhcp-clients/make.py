"""Writes input.pcap: python3 make.py"""
import socket
import struct


def ipv4(source, target, payload):
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, 0, 64, 17, 0, socket.inet_aton(source), socket.inet_aton(target))
    total = sum(struct.unpack(">10H", head))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return head[:10] + struct.pack(">H", ~total & 0xFFFF) + head[12:] + payload


def frame(mac, source, source_port, target, target_port, payload, to="ffffffffffff"):
    udp = struct.pack(">HHHH", source_port, target_port, 8 + len(payload), 0) + payload
    return bytes.fromhex(to) + bytes.fromhex(mac) + b"\x08\x00" + ipv4(source, target, udp)


def dhcp(op, message, client, options, relay="0.0.0.0"):
    out = struct.pack(">BBBBIHH", op, 1, 6, 0, 7, 0, 0) + bytes(12) + socket.inet_aton(relay) + bytes.fromhex(client) + bytes(10 + 192) + b"\x63\x82\x53\x63"
    for code, value in [(53, bytes([message]))] + options:
        out += bytes([code, len(value)]) + value
    return out + b"\xff"


ONE, TWO, THREE = "020000000001", "020000000002", "020000000003"
frames = [
    frame(ONE, "0.0.0.0", 68, "255.255.255.255", 67, dhcp(1, 1, ONE, [(12, b"lab-1"), (60, b"Example A")])),
    frame(TWO, "0.0.0.0", 68, "255.255.255.255", 67, dhcp(1, 1, TWO, [(12, b"lab-2"), (60, b"Example B")])),
    frame("0200000000aa", "192.0.2.1", 67, "192.0.2.53", 67, dhcp(1, 3, THREE, [(12, b"lab-3"), (60, b"Example C")], "192.0.2.1"), "0200000000bb"),
    frame("0200000000bb", "192.0.2.53", 67, "192.0.2.1", 67, dhcp(2, 2, THREE, [(60, b"Example C")], "192.0.2.1"), "0200000000aa"),
]
with open("input.pcap", "wb") as out:
    out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    for i, f in enumerate(frames):
        out.write(struct.pack("<IIII", 1_700_000_000 + i, 0, len(f), len(f)) + f)
