// The door of the identify room: what a device says of itself → its maker, kind and functions with weights.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/asset.h"

namespace rf::identify {

/// What an SNMP agent answered, as the readers give it (evidence room); values as text unless said.
struct AgentFacts {
  std::string input;
  std::string sys_descr, sys_object_id, sys_name, sys_location;  ///< RFC 3418
  std::string engine_id_hex;                                     ///< RFC 3411 snmpEngineID
  struct Entity {  ///< RFC 6933 entPhysicalTable row
    std::uint32_t index = 0;
    int cls = 0;  ///< 3 chassis, 9 module, 11 stack …
    std::string descr, name, serial, model, mfg, hw, fw, sw;
    bool contained = false;
  };
  std::vector<Entity> entities;
  std::vector<std::string> macs;       ///< ifPhysAddress, lower case with colons
  std::vector<std::string> addresses;  ///< ipAdEntAddr
  std::vector<std::pair<std::uint32_t, std::uint32_t>> enterprises;  ///< PENs below 1.3.6.1.4.1 answered, with counts
  struct Other {  ///< other objects a fingerprint may ask for, e.g. a maker's own serial number object
    std::string oid, value;
  };
  std::vector<Other> others;
};

}  // namespace rf::identify
