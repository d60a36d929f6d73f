// Identifiers in the form in which they are compared, whoever typed them.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "estate/ingest.h"

namespace rf::estate {

/// Ids, names and sites: without case and outer blanks.
inline std::string word_key(std::string_view s) {
  s = trimmed(s);
  const bool ascii = std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii ? lower_ascii(s) : folded(s);
}

/// Serials as people type them: case and separators aside. "" where it names no single piece ("N/A", "0", "None", a number that a
/// spreadsheet rounded).
inline std::string serial_key(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
    else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out += c;
  }
  if (out.size() < 4 || out.find_first_not_of(out[0]) == std::string::npos || is_scientific(trimmed(s))) return {};
  for (const std::string_view none : {"NONE", "UNKNOWN", "NOTAVAILABLE", "NOTAPPLICABLE", "12345678", "123456789", "1234567890", "TOBEFILLEDBYOEM", "DEFAULTSTRING", "UNBEKANNT", "TEST"})
    if (out == none) return {};
  return out;
}

/// Digits alone, without the zeros before them: what a spreadsheet leaves of a serial. "" where there is a letter, or little left.
inline std::string serial_number_key(std::string_view key) {
  if (key.empty() || key.find_first_not_of("0123456789") != std::string_view::npos) return {};
  key.remove_prefix(std::min(key.find_first_not_of('0'), key.size()));
  return key.size() < 6 ? std::string() : std::string(key);
}

inline std::string mac_key(std::string_view s) {
  std::string out;
  for (const char c : lower_ascii(s))
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) out += c;
  return out.size() == 12 && out.find_first_not_of('0') != std::string::npos && out != "ffffffffffff" ? out : std::string();
}

}  // namespace rf::estate
