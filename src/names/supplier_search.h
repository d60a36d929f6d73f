// The suppliers of knowledge as entries that are searched for, by the matching of screening (names/search.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "names/list_entity.h"

namespace rf::names {

/// A supplier of knowledge as an entry of the list "knowledge", with the names that were known by the world's day.
ListEntity known_supplier(const knowledge::World& world, const knowledge::Supplier& s);

/// May be asked from many threads; one search runs at a time.
class SupplierSearch {
 public:
  /// The index is made with the first question, some 20 ms. The world's knowledge must outlive it.
  explicit SupplierSearch(const knowledge::World& world);
  ~SupplierSearch();

  struct Found {
    std::string supplier, name;  ///< and the spelling in knowledge that was met
    double score = 0;
    bool match = false;  ///< at or above screening's threshold
    bool whole = false;  ///< nothing telling is left over on either side, and nothing looks like a slip
  };
  /// Best first, down to `near_floor`; each supplier once. Empty where knowledge has no tables for names.
  std::vector<Found> search(std::string_view name, double near_floor) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rf::names
