// Who speaks for an address on the wire: ARP (RFC 826) and IPv6 neighbour discovery (RFC 4861). Not the room's door.
#pragma once

#include <cstdint>

#include "wire/flow.h"
#include "wire/link_layer.h"

namespace rf::wire {

/// The sender's pair of an ARP message for Ethernet and IPv4. False: another kind, cut, or a probe (RFC 5227), which binds nothing.
bool read_arp(Span message, Mac& mac, Ip& ip);

/// The pair that an ICMPv6 message binds: the source with its link-layer address (solicitations, RFC 4861 §4.1, 4.3; advertisements of
/// routers, §4.2), or the target with its own (advertisements of neighbours, §4.4). `source`: of the IPv6 header, whose hop limit was
/// 255 (§7.1: nobody off the link can send that). False: another message, cut, without the option, or sent from the unspecified address.
bool read_discovery(const Ip& source, Span message, Mac& mac, Ip& ip);

}  // namespace rf::wire
