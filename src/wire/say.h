// Small things every decoder needs: saying, and printing addresses and digits into a buffer of its own.
#pragma once

#include <string>

#include "base/text.h"
#include "wire/said.h"

namespace rf::wire {

/// Empty values are not statements.
inline void say(Hearer& out, std::string_view field, std::string_view value, std::uint64_t frame, int direction = 0) {
  if (!value.empty()) out.said({field, value.substr(0, kMaxSaid), frame, direction});
}

inline std::string_view without_trailing_nul(std::string_view s) {
  while (!s.empty() && s.back() == '\0') s.remove_suffix(1);
  return s;
}

inline std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

/// Appends "192.0.2.1" for 4 octets, "2001:db8::1" (RFC 5952) for 16, colons for 6; false and nothing for another length.
bool append_address(std::string& to, std::string_view bytes);
/// Lower-case hexadecimal MD5: what HASSH and JA3 are defined by; nothing here rests on its strength.
std::string md5_hex(std::string_view bytes);

}  // namespace rf::wire
