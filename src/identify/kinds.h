// Kinds of device whose function in the network follows from the kind alone. A router or switch may stand anywhere: none.
#pragma once

#include <string_view>

namespace rf::identify {

constexpr std::string_view function_of_kind(std::string_view kind) {
  struct Row {
    std::string_view kind, function;
  };
  constexpr Row rows[] = {
      {"olt", "access.fttp.olt"},          {"dslam", "access.copper.dslam"}, {"cmts", "access.cable.cmts"},
      {"microwave", "transport.microwave"}, {"optical", "transport.optical"}, {"ups", "site.power"},
      {"pdu", "site.power"},               {"rectifier", "site.power"},      {"firewall", "security.firewall"},
      {"printer", "corporate.it"},
  };
  for (const auto& r : rows)
    if (r.kind == kind) return r.function;
  return {};
}

}  // namespace rf::identify
