#include "wire/neighbour.h"

#include <algorithm>

namespace rf::wire {
namespace {

constexpr std::uint8_t kRouterSolicitation = 133, kRouterAdvertisement = 134, kNeighbourSolicitation = 135, kNeighbourAdvertisement = 136;
constexpr std::uint8_t kSourceLinkLayer = 1, kTargetLinkLayer = 2;

/// An address of one station: not all zeroes, not of a group (IEEE 802, the lowest bit of the first octet).
bool of_one(Mac mac) { return mac != 0 && (mac >> 40 & 1) == 0; }

}  // namespace

bool read_arp(Span in, Mac& mac, Ip& ip) {
  // Hardware 1, protocol 0800, lengths 6 and 4, operation, sender's pair, target's pair.
  const std::uint8_t* a = in.data;
  if (in.captured < 28 || be16(a) != 1 || be16(a + 2) != kIpv4 || a[4] != 6 || a[5] != 4) return false;
  mac = be48(a + 8);
  ip = {};
  std::copy_n(a + 14, 4, ip.bytes.begin());
  return mac != 0 && be32(a + 14) != 0;
}

bool read_discovery(const Ip& source, Span in, Mac& mac, Ip& ip) {
  if (in.captured < 8 || in.data[1] != 0) return false;
  const std::uint8_t type = in.data[0];
  const std::uint32_t head = type == kRouterSolicitation ? 8 : type == kRouterAdvertisement ? 16 : type == kNeighbourSolicitation || type == kNeighbourAdvertisement ? 24 : 0;
  if (head == 0 || in.captured < head) return false;
  const bool target = type == kNeighbourAdvertisement;
  ip = source;
  if (target) std::copy_n(in.data + 8, 16, ip.bytes.begin());
  if (ip.bytes[0] == 0xff || std::all_of(ip.bytes.begin(), ip.bytes.end(), [](std::uint8_t b) { return b == 0; })) return false;
  // Options: type, length in units of eight octets; 0 is not allowed (§4.6).
  for (Span left = in.from(head); left.captured >= 8;) {
    const std::uint32_t length = left.data[1] * 8U;
    if (length == 0 || length > left.captured) return false;
    if (left.data[0] == (target ? kTargetLinkLayer : kSourceLinkLayer)) {
      mac = be48(left.data + 2);
      return length == 8 && of_one(mac);
    }
    left = left.from(length);
  }
  return false;
}

}  // namespace rf::wire
