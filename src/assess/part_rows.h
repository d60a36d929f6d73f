// What devices hold becomes rows that are part of theirs, with makers of their own (docs/inventory.md, "Parts").
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "estate/estate.h"
#include "model/asset.h"

namespace rf::assess {

/// Members of stacks, taken out of `devices`' parts, as devices of their own behind their stack (`Device::stack`). O(devices + parts).
/// Gives the new number of each.
std::vector<std::size_t> split_members(std::vector<Device>& devices);

class PartRows {
 public:
  /// Rows that an inventory lists are met by serial: a part that stands there already is no second row. O(rows) where any part bears a serial.
  PartRows(estate::Estate& estate, const std::vector<Device>& devices);
  /// Rows of kind `component` behind those of the estate, part of `row`, and the `components` cell of `row` where it is empty: what was
  /// seen answers as what an inventory states. `input`: of the estate, where the parts were read.
  void add(std::size_t row, std::uint32_t input, const std::vector<Part>& parts);
  std::int64_t added() const { return added_; }

 private:
  estate::Estate& e_;
  std::unordered_map<std::string, std::size_t> listed_;  ///< serials of parts → row of an inventory, or none
  std::int64_t added_ = 0;
};

}  // namespace rf::assess
