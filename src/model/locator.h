// One locator for findings, identities, alerts and errors: where in the evidence a statement rests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rf {

struct Locator {
  std::string evidence;           ///< "sha256:…" of the input; empty until it is asked for
  std::string input;              ///< path as given, joined with the path below it
  std::vector<std::string> path;  ///< members of archives, outermost first
  // One of these says where; what is empty or 0 does not apply.
  std::string oid;                ///< SNMP object instance, numeric (RFC 3416)
  std::string pointer;            ///< JSON pointer (RFC 6901)
  std::uint64_t line = 0;         ///< 1-based
  std::string column;             ///< header word as written in the file
  std::vector<std::pair<std::uint64_t, std::uint64_t>> bytes;  ///< offset, length
  std::string says;               ///< what stands there, shortened for reading
};

/// The printed short form, e.g. "1.3.6.1.2.1.1.2.0" or "line 12, column supplier".
std::string short_form(const Locator& l);
/// INPUT#oid=…, INPUT#line=12, INPUT#pointer=/results/3: what `ringfence show` opens.
std::string address_of(const Locator& l);

}  // namespace rf
