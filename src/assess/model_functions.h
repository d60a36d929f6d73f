// Where a product stands, from the family that its model is of: what an inventory's row says of its function where it says nothing else.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"

namespace rf::assess {

/// Families are read so only from this weight on (natural logarithm of how much likelier the function is for such a model than for another): 3 is twenty times.
inline constexpr double kFamilyWeight = 3;

/// Families of knowledge/functions/families.yaml, and of each maker's words in knowledge/fingerprints/ that have one place. Immutable.
class ModelFunctions {
 public:
  explicit ModelFunctions(const knowledge::Knowledge& k);
  ~ModelFunctions();
  /// Paths in order; none where no family fits, or several that contradict each other. `maker`: supplier id, or "". O(model).
  std::vector<std::string> of(std::string_view maker, std::string_view model) const;

 private:
  struct Index;
  std::unique_ptr<const Index> index_;
};

}  // namespace rf::assess
