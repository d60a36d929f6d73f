#include "screen/lists/meaning.h"

namespace rf::screen::lists {

Meaning meaning_of(const knowledge::Knowledge& k, std::string_view list, std::string_view source) {
  const knowledge::List* whole = nullptr;
  if (const auto at = k.lists.find(list); at != k.lists.end()) whole = &at->second;
  const knowledge::List* part = nullptr;
  std::size_t longest = 0;
  if (!source.empty())
    for (const auto& [id, l] : k.lists)
      for (const auto& p : l.parts)
        if (source.starts_with(p) && p.size() > longest) {
          longest = p.size();
          part = &l;
        }
  Meaning out;
  out.list = list;
  if (whole != nullptr) out.stale_after = whole->stale_after;
  // A list that says of itself that it is made of others ("parts" of none, force of none) has no effect of its own.
  const knowledge::List* is = part != nullptr ? part : whole;
  out.known = is;
  if (is == nullptr) return out;
  if (part != nullptr) out.list = part->id;
  out.title = is->title;
  out.authority = is->authority;
  out.law = is->law;
  out.force = is->force;
  out.effect = is->effect;
  out.binds = is->binds;
  return out;
}

}  // namespace rf::screen::lists
