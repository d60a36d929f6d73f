#include "screen/lists/meaning.h"

namespace rf::screen::lists {

namespace {
struct Described {
  const knowledge::List *whole = nullptr, *part = nullptr;
};
Described described(const knowledge::Knowledge& k, std::string_view list, std::string_view source) {
  Described out;
  if (const auto at = k.lists.find(list); at != k.lists.end()) out.whole = &at->second;
  std::size_t longest = 0;
  if (!source.empty())
    for (const auto& [id, l] : k.lists)
      for (const auto& p : l.parts)
        if (p.size() > longest && source.starts_with(p)) {
          longest = p.size();
          out.part = &l;
        }
  return out;
}
}  // namespace

std::string_view effect_of(const knowledge::Knowledge& k, std::string_view list, std::string_view source) {
  const auto [whole, part] = described(k, list, source);
  return part != nullptr ? std::string_view(part->effect) : whole != nullptr ? std::string_view(whole->effect) : std::string_view{};
}

Meaning meaning_of(const knowledge::Knowledge& k, std::string_view list, std::string_view source) {
  const auto [whole, part] = described(k, list, source);
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
