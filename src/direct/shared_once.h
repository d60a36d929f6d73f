// An authority's total over many operators, in which what several of them share is counted once.
//
// Each operator's estate has a shared asset whole (docs/inventory.md, `shared_with`), so the operators' numbers add up to more than
// there is. Submissions come one at a time; of each only its shared assets stay in memory.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "direct/judge.h"

namespace rf::direct {

/// One requirement over all operators that it could bind: not those it is not addressed to, or that have nothing in its territory.
struct TotalLine {
  std::string direction, requirement, supplier, force, territory;
  Day from;
  Measured sum;     ///< of the operators' numbers
  Measured once;    ///< the same with every shared asset once
  bool adds_up = true;  ///< false: distinct suppliers do not add up, and both numbers are empty
  std::int64_t operators = 0;
  std::map<std::string, std::int64_t> by_status;
};

class SharedOnce {
 public:
  /// `findings`: those of this submission to be added up. An asset that an earlier submission, or an earlier row, listed is counted no
  /// more. Known again by operator and id, by serial or MAC where either side names the other as a sharer, by id where both do.
  /// Fails as judge does. O(rows), and one judge more where something is listed again.
  Result<void> add(const Subject& s, const std::vector<Finding>& findings);

  std::vector<TotalLine> totals() const;  ///< by direction, requirement, measure

  struct Unlisted {
    std::string operator_id, by;      ///< `by` says that it shares these with `operator_id`, whose submission does not list them
    std::vector<std::string> assets;
  };
  std::vector<Unlisted> unlisted() const;
  std::int64_t shared() const { return static_cast<std::int64_t>(assets_.size()); }  ///< distinct shared assets
  std::int64_t listed_again() const { return listed_again_; }
  const std::vector<std::string>& listed_otherwise() const { return listed_otherwise_; }  ///< whose second listing says another maker, function or weight

 private:
  struct Common {
    std::string key;
    std::uint64_t content = 0;  ///< hash of what counts of it
    std::set<std::string> listed_by, sharers;
  };
  std::vector<bool> again(const Subject& s, const Operators& ops, const std::set<std::string>& judged);
  std::vector<Common> assets_;
  std::unordered_map<std::string, std::size_t> at_;
  std::map<std::string, TotalLine> lines_;
  std::set<std::string> submitted_;
  std::vector<std::string> listed_otherwise_;
  std::int64_t listed_again_ = 0;
};

}  // namespace rf::direct
