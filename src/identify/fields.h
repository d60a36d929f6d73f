// The fields a fingerprint can look at, by name, and how far what stands in each can be trusted to be the maker's own words.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rf::identify {

/// Firmware: written by the maker's software. Mixed: the maker's words with a person's between them (page titles, welcome lines).
/// Typed: given by people (host names, prompts). Code: numbers and digests, no words.
enum class Trust : std::uint8_t { Firmware, Mixed, Typed, Code };

struct FieldInfo {
  std::string_view name;
  Trust trust;
  bool text;  ///< "text" in a fingerprint stands for all of these
};

std::span<const FieldInfo> field_table();
/// Index in the table, by name or by another name of the same ("snmp.sys_description" is "sys_descr").
std::optional<std::uint16_t> field_index(std::string_view name);

inline constexpr std::string_view kOtherObject = "other.";  ///< "other.OID": an SNMP object, in no table

}  // namespace rf::identify
