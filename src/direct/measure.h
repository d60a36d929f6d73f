// Counting one requirement over an estate: what is sure, what could be, and what is missing to know.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "direct/subject.h"
#include "model/finding.h"

namespace rf::direct {

/// What to count. Built from a requirement; regimes build their own.
struct Question {
  std::vector<std::string> targets;  ///< supplier ids
  const knowledge::Requirement* requirement = nullptr;
  const knowledge::Measure* measure = nullptr;
  std::string territory, operator_id;
  bool whole_estate_operator = true;  ///< rows without an operator belong to it
};

/// Rows that could decide, and the ones counted.
struct Counted {
  Measured measured;
  std::vector<std::uint32_t> sure;     ///< rows counted in part
  struct Open {
    std::uint32_t row;
    std::int64_t weight;
  };
  std::vector<Open> open;              ///< rows that may be counted, heaviest first
  std::map<std::string, std::int64_t> missing;
  std::map<std::string, std::int64_t> stood_in;  ///< "in_service_from" for installed_on: rows
  std::string basis;                   ///< strongest basis met among `sure`, or "brand-only" among open ones
  std::int64_t subsidiaries = 0, affiliates = 0;
  bool territory_assumed = false;
};

Counted count(const Subject& s, const Question& q);

}  // namespace rf::direct
