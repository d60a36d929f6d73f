// The cheapest choice of things to do so that sums reach what is needed: a small integer program, solved by CBC.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace rf::direct {

struct CoverProblem {
  std::vector<std::int64_t> cost;                     ///< of each thing
  struct Row {
    std::vector<std::int64_t> gain;                   ///< of each thing
    std::int64_t need = 0;                            ///< the sum of what is chosen is at least this
  };
  std::vector<Row> at_least;
  std::vector<std::int64_t> work;                     ///< of each thing; the sum is at most `work_at_most`
  std::int64_t work_at_most = -1;                     ///< negative: not limited
  std::vector<std::vector<bool>> refused;             ///< choices that may not come again
};
/// The cheapest choice; empty where there is none. Numbers up to 2^53 are exact (CBC reckons in doubles), and the caller checks.
std::optional<std::vector<bool>> cheapest(const CoverProblem& p);

}  // namespace rf::direct
