// What a judge looks at: an estate whose makers have been resolved, in a world of one day.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "estate/estate.h"
#include "knowledge/knowledge.h"
#include "names/resolve.h"

namespace rf::direct {

struct OperatorFacts {
  std::string id, country;
  std::vector<std::string> addressee_of;
};

struct Subject {
  const estate::Estate* estate = nullptr;
  const knowledge::World* world = nullptr;
  std::vector<names::Resolution> makers;     ///< distinct ways a row's maker was read
  std::vector<std::uint32_t> maker_of_row;   ///< index into makers
  std::map<std::uint32_t, std::vector<std::pair<std::string, names::Resolution>>> parties;  ///< code of the parties cell → role, who
  std::string country;                       ///< --country: where no row says
  OperatorFacts facts;
};

/// The state of a row on the world's day. `sure` false: a date or status that would tell is missing.
struct RowState {
  bool present = false;     ///< physically there, connected or powered
  bool in_service = false;
};
RowState state_of(const estate::Estate& e, std::size_t row, Day day);

}  // namespace rf::direct
