// What exports of network managers have in common, whoever's they are: network elements by name, with boards as rows, objects or elements of XML.
// A network element is a device as its own manager states it; its boards are parts of it.
// Shared by manager_csv.cpp, manager_json.cpp, manager_xml.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "evidence/reader.h"

namespace rf::evidence {

inline constexpr std::size_t kMaxManagedElements = 200'000;  // of one export held as a tree; the largest national networks have some 100,000
inline constexpr std::size_t kMaxBoardsOfOne = 4096;         // of one network element
inline constexpr std::size_t kMaxManagerText = 1024;         // of one cell; names and types are under 200

/// What a column, key or element of a manager's export is for.
enum class ManagedRole : std::uint8_t {
  None, ElementName, ElementId, ElementType, ElementAddress, ElementVersion, ElementVendor, Site, Board, BoardType, PartNumber, Serial, Vendor, Slot, Frame, Version, Description
};
/// By its words, in English and Chinese; case, blanks and punctuation aside. O(1).
ManagedRole managed_role(std::string_view word);
/// The same for the header of a table's column, whose words people's managers put together in many ways ("Bar Code (SN)", "Board Serial Number",
/// "NE Software Version"): what is no word known whole is told by the words in it. `device`: what names a device names the element.
ManagedRole managed_column(std::string_view header, bool device = false);

/// One line of an export: what it says of a network element, and of one board in it.
struct ManagedRow {
  std::array<std::string, 17> cells;  ///< by ManagedRole
  Place place;
  std::string& operator[](ManagedRole r) { return cells[static_cast<std::size_t>(r)]; }
  const std::string& operator[](ManagedRole r) const { return cells[static_cast<std::size_t>(r)]; }
  std::string element() const { return (*this)[ManagedRole::ElementName].empty() ? (*this)[ManagedRole::ElementId] : (*this)[ManagedRole::ElementName]; }
  bool board() const;
};

/// Adds what the row says to the element: its type, version and address; its board to `listed`. False where a limit left the board out.
bool add_managed_row(AgentFacts& element, const ManagedRow& row);

/// Elements of an export that is held as a tree, in the order in which they are first named.
class ManagedElements {
 public:
  ManagedElements(const Input& input, Sink& sink) : input_(input), sink_(sink) {}
  void add(const ManagedRow& row);
  /// Pushes all. Unsupported where there were none.
  Result<void> finish();

 private:
  const Input& input_;
  Sink& sink_;
  std::vector<AgentFacts> elements_;
  std::unordered_map<std::string, std::size_t> at_;
  std::uint64_t left_out_ = 0;
};

}  // namespace rf::evidence
