// The door of the names room: any spelling of a maker → the supplier that is meant, or candidates to confirm.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "knowledge/knowledge.h"
#include "names/supplier_search.h"

namespace rf::names {

/// Clear: this supplier. Brand: a badge of this supplier, which does not say who made it. Near: like it, to be
/// confirmed. Other: a clear name that nobody in knowledge has. Unknown: no name at all ("", "n/a", "generic").
enum class Match : std::uint8_t { Clear, Brand, Near, Other, Unknown };

struct Candidate {
  std::string supplier;
  double score = 0;   ///< 0..1
  std::string rule;   ///< exact-name, name-and-generic-words, whole-name, likeness, brand, one-letter-apart, token-alias, name-within, doubted
  std::string name;   ///< the spelling in knowledge that was met
};
struct Resolution {
  Match match = Match::Unknown;
  std::string supplier;  ///< Clear and Brand
  double score = 0;
  std::vector<Candidate> candidates;  ///< best first
  std::string badge = {};             ///< of a row: the supplier whose brand it bears, where that is another
};

class Resolver {
 public:
  explicit Resolver(const knowledge::World& world);
  /// O(tokens of the name). Where nothing matched exactly, as `screen` searches knowledge: a name that is wholly a supplier's, in whatever script
  /// and spelling, is Clear; what is only like one is Near. May be asked from many threads.
  Resolution resolve(std::string_view name) const;
  /// The supplier whose name stands at the front of what a device says of itself ("HUAWEI TECHNOLOGIES Co., Ltd. VRP"), "" where
  /// none or several do. For words a maker wrote, never for an inventory: there the rest may name another firm.
  std::string at_front(std::string_view words) const;

 private:
  struct Entry {
    std::string supplier, written;
    bool brand = false;
  };
  std::unordered_map<std::string, std::vector<Entry>> exact_;            ///< normalised name
  std::unordered_map<std::string, std::vector<Entry>> by_first_token_;   ///< for near names
  std::unordered_map<std::string, std::string> lookalikes_;              ///< normalised name → why it is another
  std::vector<std::pair<std::string, Entry>> short_names_;               ///< one-token names, for spelling slips
  std::unique_ptr<SupplierSearch> search_;
};

/// Case folded, punctuation to spaces, legal forms of companies left out: "HUAWEI TECHNOLOGIES CO.,LTD" → "huawei technologies".
std::string normalised(std::string_view name);

}  // namespace rf::names
