// A copy of what is known, with the changes of a scenario in it. Only what a change touches is put back when another set is tried.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "direct/scenario.h"
#include "knowledge/knowledge.h"

namespace rf::direct {

class ChangedWorld {
 public:
  /// `world` and its knowledge must outlive this.
  explicit ChangedWorld(const knowledge::World& world);
  ChangedWorld(const ChangedWorld&) = delete;
  ChangedWorld& operator=(const ChangedWorld&) = delete;

  /// As on record, judged on `as_of`. O(what was changed).
  void reset(Day as_of);
  /// Applies a change of the world that is so from `on`. Facts of a scenario count as known at any time.
  void apply(const Change& change, Day on);
  const knowledge::World& world() const { return world_; }

 private:
  knowledge::Knowledge& changed();  ///< copied when first needed: most scenarios only change rows
  void take_over(const Change& change, Day on);

  const knowledge::Knowledge& base_;
  std::unique_ptr<knowledge::Knowledge> changed_;
  knowledge::World world_;
  std::set<std::string> suppliers_, lists_, directions_, regimes_;  ///< touched
};

}  // namespace rf::direct
