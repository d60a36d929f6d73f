// What was seen in captures becomes an asset only (docs/design.md, "The words")
// - by an answer to the operator's own management: SNMP, to an address inside a declared management range;
// - by lying in a declared `inside` range, outside of tunnels that carry subscribers;
// - by being a device that a walk or another export names too (engine id, serial, chassis, MAC address, or address and name);
// - by confirming a row of an inventory (MAC, address, serial, name): join.h does that.
// The rest stays a sighting: listed, never counted by a direction.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assess/gather.h"

namespace rf::assess {

/// An IP range in prefix form ("10.1.0.0/16", "2001:db8::/32"), or one address.
struct Range {
  std::array<std::uint8_t, 16> base{};
  int bits = 0;   ///< of the 128 of an IPv6 address; IPv4 stands in ::ffff:0:0/96
  bool holds(std::string_view address) const;
};
/// Fails: Malformed.
Result<Range> parse_range(std::string_view text);

/// Moves what becomes an asset to `g.devices`, joins what is a device already, marks what may confirm a row
/// (Device::sighting) and counts the rest in `g.sightings_left`. `all_devices`: whatever identifies itself is a device (identify).
void settle_sightings(Gathered& g, const Tools& tools, bool all_devices);

}  // namespace rf::assess
