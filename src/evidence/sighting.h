// Something seen to exist in a capture, without evidence that it is the operator's (docs/design.md, "The words").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evidence/agent_facts.h"

namespace rf::evidence {

/// One statement with the frame in which it was complete.
struct SaidInFrame {
  std::string_view field;  ///< wire/fields.h; static storage
  std::string value;   ///< UTF-8, cut
  std::uint64_t frame = 0;
};

struct Sighting {
  std::string address;                ///< IP; "" for what has none (a station, a neighbour)
  std::string mac;                    ///< lower case with colons; only where ARP, DHCP or its own frame bound it
  std::string name;                   ///< what it calls itself, or ""
  std::uint64_t frame = 0;            ///< in which it was first seen
  std::uint16_t vlan = 0;
  /// Seen inside a tunnel that carries subscribers (GTP-U, L2TP, CAPWAP, Teredo): its address is the subscriber's, whatever
  /// range it lies in.
  bool subscriber = false;
  std::vector<std::string> managers;  ///< IP addresses to which it answered SNMP, or sent a CWMP Inform
  std::vector<SaidInFrame> said;      ///< bounded; the order of the capture
  bool identifies = false;            ///< `facts` hold something that identify can judge
  bool only_banners = false;          ///< … and that is what any server says alone: without a maker, or one it may be of, it is an address like any other
  AgentFacts facts;
};

}  // namespace rf::evidence
