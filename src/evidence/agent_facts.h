// What one SNMP agent answered, with the place of each answer: made by the readers, judged by the identify room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rf::evidence {

/// Where an answer stands in the input.
struct Place {
  std::string oid;           ///< numeric object instance (RFC 3416), no leading dot
  std::uint64_t line = 0;    ///< 1-based; in a capture the frame's number
  std::uint64_t offset = 0;  ///< bytes from the start of the input
  std::uint32_t length = 0;
  std::uint32_t of = 0;      ///< number of the input among AgentFacts::inputs, where the facts of several were put together
  std::string_view field{};  ///< in a capture: what of the frame (wire/fields.h); static storage
  std::string pointer{};     ///< JSON pointer (RFC 6901) of the object that says it; empty where the form is no JSON
};

/// A value as UTF-8 text (OIDs numeric) and its place; empty: not answered.
struct Fact {
  std::string value;
  Place place;
  bool empty() const { return value.empty(); }
};

struct AgentFacts {
  std::string input;
  std::vector<std::string> inputs;  ///< of places with `of`; empty: all are of `input`
  bool in_frames = false;  ///< read from a capture: places count frames
  Place first;  ///< the agent's first line that was kept
  Fact sys_descr, sys_object_id, sys_name, sys_location, sys_contact;  ///< RFC 3418
  Fact engine_id;   ///< RFC 3411 snmpEngineID, hexadecimal digits, lower case
  Fact chassis_id;  ///< IEEE 802.1AB lldpLocChassisId: MAC address with colons, or text

  struct Entity {  ///< RFC 6933 entPhysicalTable row
    std::uint32_t index = 0;
    int cls = 0;  ///< 3 chassis, 9 module, 11 stack …; 0 not answered
    Fact descr, name, serial, model, mfg, vendor_type;
    std::string hw, fw, sw;
    bool contained = false;  ///< entPhysicalContainedIn is not 0
    std::uint32_t inside = 0;  ///< entPhysicalContainedIn
  };
  std::vector<Entity> entities;
  std::vector<Entity> listed;  ///< what commands list as its parts (cli_parts.h); `cls` as in entPhysicalClass, kChipset for a chip
  static constexpr int kChipset = 256;
  std::vector<Fact> macs;       ///< ifPhysAddress and dot1dBaseBridgeAddress, lower case with colons
  std::vector<Fact> addresses;  ///< ipAdEntAddr, ipAddressTable

  struct Enterprise {  ///< objects answered below 1.3.6.1.4.1.PEN
    std::uint32_t pen = 0;
    std::uint64_t objects = 0;
    Place first;
  };
  std::vector<Enterprise> enterprises;  ///< in the order of the walk
  std::vector<Fact> revisions;          ///< texts below 1.3.6.1.4.1 that look like a version, the first 16; asked for by nobody
  std::vector<Fact> others;             ///< UPS-MIB identity, hrDeviceDescr, and what Input::asked names

  /// Anything else a device says of itself, by the name of the field: "http_header.server", "ssh.banner", "cli.version" …
  /// (knowledge/fingerprints/README.md lists them). Texts may share one place.
  struct Said {
    std::string field;
    Fact fact;
  };
  std::vector<Said> said;
  /// The command whose output the whole input is, where its name says so and nothing else: such files of one folder are captures of
  /// one device.
  std::string capture;
};

}  // namespace rf::evidence
