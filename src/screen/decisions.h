// What people decided on likenesses of a name and an entry of a list, and whether the entry still says what it said then.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "store/store.h"

namespace rf::screen {

/// The form in which a query is kept and looked up: folded, single spaces, without legal forms.
std::string decision_key(std::string_view query);

struct Held {
  store::Decision decision;
  bool stale = false;  ///< the entry has changed since, or is gone: the decision is shown and does not decide
};

class Decisions {
 public:
  Decisions() = default;
  /// Those dated `known_at` or before; of several on one query and entry the last counts, and a withdrawn one not at all.
  Decisions(const std::vector<store::Decision>& all, Day known_at);
  /// From the database; none where it does not exist.
  static Decisions open(const std::string& db, Day known_at, std::vector<Error>& errors);
  /// On a name and an entry as it now is. O(log n).
  std::optional<Held> on(std::string_view query, std::string_view list, std::string_view entry, std::string_view entry_hash) const;
  bool empty() const { return by_.empty(); }
  std::vector<store::Decision> all() const;

 private:
  std::map<std::string, store::Decision> by_;  ///< key, list and entry with a zero between
};

}  // namespace rf::screen
