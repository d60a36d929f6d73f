#include "direct/stated_total.h"

#include <algorithm>

#include "base/text.h"

namespace rf::direct {

std::optional<std::int64_t> stated_total(const Subject& subject, const Question& q) {
  std::vector<std::string> paths = q.measure->counted_at;
  if (paths.empty())
    for (const auto& p : q.requirement->functions)
      if (p.scope == knowledge::Scope::In && subject.world->holds(p, q.requirement->functions)) paths.push_back(p.path);
  if (paths.empty()) return std::nullopt;
  const auto stated = [&](std::string_view path) -> const StatedTotal* {
    for (const auto& t : subject.totals)
      if (t.measure == q.measure->measure && t.function == path && (t.operator_id == q.operator_id || (t.operator_id.empty() && q.whole_estate_operator))) return &t;
    return nullptr;
  };
  std::int64_t sum = 0;
  bool every = true;
  for (const auto& p : paths) {
    const auto* t = stated(p);
    every = every && t != nullptr && t->total < (std::int64_t{1} << 60) - sum;
    if (every) sum += t->total;
  }
  if (every) return sum;
  // A wider path serves where the estate carries that weight nowhere else below it.
  for (std::string wide = paths.front(); !wide.empty(); wide = wide.substr(0, wide.rfind('.') == std::string::npos ? 0 : wide.rfind('.'))) {
    const auto* t = stated(wide);
    if (!t || !std::all_of(paths.begin(), paths.end(), [&](const auto& p) { return starts_with_path(p, wide); })) continue;
    std::int64_t narrow = 0;
    for (const auto& p : paths) {
      StatedTotal one = *t;
      one.function = p;
      narrow += known_sum(subject, one);
    }
    if (narrow == known_sum(subject, *t)) return t->total;
  }
  return std::nullopt;
}

}  // namespace rf::direct
