// What people decided on likenesses of a name and an entry of a list, and whether the entry still says what it said then.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "screen/lists/editions.h"
#include "store/store.h"

namespace rf::screen {

/// The form in which a query is kept and looked up: folded, single spaces, without legal forms.
std::string decision_key(std::string_view query);

struct Held {
  store::Decision decision;
  bool stale = false;  ///< the entry has changed since, or has been away: the decision is shown and does not decide
  std::string why_stale;  ///< in words, where it is
};

class Decisions {
 public:
  Decisions() = default;
  /// Those dated `known_at` or before; of several on one query and entry the last counts, and a withdrawn one not at all. One that has
  /// lapsed stays stale, whatever the entry says later.
  Decisions(const std::vector<store::Decision>& all, Day known_at);
  /// From the database; none where it does not exist.
  static Decisions open(const std::string& db, Day known_at, std::vector<Error>& errors);
  /// On a name and an entry as it now is; `entry_hash` as lists::hash_of_rows gives it, "" where the entry is gone. O(log n).
  std::optional<Held> on(std::string_view query, std::string_view list, std::string_view entry, std::string_view entry_hash) const;
  /// The same for one of all().
  std::optional<Held> now(const store::Decision& d, std::string_view entry_hash) const;
  bool empty() const { return by_.empty(); }
  std::vector<store::Decision> all() const;

 private:
  struct Kept {
    store::Decision decision;
    std::string lapsed;  ///< why; "" where it has not
  };
  std::optional<Held> at(const std::string& place, std::string_view entry_hash) const;
  std::map<std::string, Kept> by_;  ///< key, list and entry with a zero between
};

/// After an import: decisions made on an earlier edition, whose entry the new edition does not have or words otherwise, lapse for good, dated
/// the edition's day. Else one would come alive again, unseen, when the entry returns. Gives those that lapsed now.
Result<std::vector<store::Decision>> lapse(store::Store& store, const lists::Editions& editions, const store::Edition& edition);

}  // namespace rf::screen
