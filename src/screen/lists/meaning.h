// What standing on a list does: it differs by list, and for a consolidated list by the part a row is of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "knowledge/knowledge.h"

namespace rf::screen::lists {

struct Meaning {
  std::string list;     ///< id in knowledge whose meaning this is ("us-bis-entity-list" for such a row of "us-csl")
  std::string title, authority, law, force, effect, binds;
  std::int64_t stale_after = 30;
  const knowledge::List* known = nullptr;  ///< null: the list is none that knowledge describes; then nothing is said of what it does
};
/// `source`: what the entry says it is of, "" for the list as a whole. A part that knowledge does not describe gets the
/// meaning of none, not that of the list around it.
Meaning meaning_of(const knowledge::Knowledge& k, std::string_view list, std::string_view source);

/// The `effect` of that alone.
std::string_view effect_of(const knowledge::Knowledge& k, std::string_view list, std::string_view source);

}  // namespace rf::screen::lists
