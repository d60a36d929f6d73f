#include "direct/measure.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "direct/counter.h"
#include "direct/recounts.h"
#include "screen/screen.h"

namespace rf::direct {

Counted count(const Subject& s, const Question& q, bool plain) {
  if (plain && s.recounts) return s.recounts->count(s, q);
  return Counter(s, q).run();
}

std::vector<std::uint32_t> Counted::rows() const {
  std::vector<std::uint32_t> out = sure;
  for (const auto& o : open) out.push_back(o.row);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

const knowledge::Requirement* requirement_of(const knowledge::Knowledge& k, const Finding& f) {
  const auto d = k.directions.find(f.direction);
  if (d == k.directions.end()) return nullptr;
  for (const auto& q : d->second.requirements)
    if (q.name == f.requirement) return &q;
  return nullptr;
}

std::optional<Counted> count_of(const Subject& s, const Finding& f) {
  const auto* q = requirement_of(*s.world->knowledge, f);
  if (q == nullptr) return std::nullopt;
  const auto& d = s.world->knowledge->directions.find(f.direction)->second;
  for (const auto& m : q->measures) {
    if (m.measure != f.measured.measure || !s.world->holds(m, q->measures)) continue;
    const auto targets = q->each_supplier && !f.supplier.empty() ? std::vector<std::string>{f.supplier} : targets_of(*s.world, *q);
    return count(s, {targets, q, &m, d.id, d.territory, f.operator_id, operators_of(s).takes_rest(f.operator_id)});
  }
  return std::nullopt;
}

std::string_view to_text(Lack l) {
  static constexpr std::array<std::string_view, kLacks> kWords = {"maker", "maker (brand only)", "function", "segment", "site_class", "region", "affected", "ordered_on", "installed_on", "site", "weight", "exception", "approval", "designation", "status", "service"};
  return kWords[static_cast<std::size_t>(l)];
}
std::vector<std::string> names_of(Lacks lacks) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kLacks; ++i)
    if ((lacks >> i) & 1U) out.emplace_back(to_text(static_cast<Lack>(i)));
  return out;
}

std::vector<std::string> targets_of(const knowledge::World& w, const knowledge::Requirement& q) {
  std::vector<std::string> out = q.about;
  if (!q.about_list.empty())
    for (const auto& t : screen::on_list(w, q.about_list))
      if (std::find(out.begin(), out.end(), t) == out.end()) out.push_back(t);
  return out;
}

bool over(std::int64_t part, std::int64_t total, const Measured& m) {
  if (!m.share) return part > m.limit_num;
  return Wide{part} * m.limit_den > Wide{m.limit_num} * total;
}
Tri within(const Measured& m) { return over(m.part_low, m.total_low, m) ? Tri::No : over(m.part_high, m.total_high, m) ? Tri::Maybe : Tri::Yes; }

std::string against_limit(const Measured& m) {
  const auto value = [&](std::int64_t part, std::int64_t total) {
    if (!m.share) return std::to_string(part);
    return total == 0 ? std::string("nothing to take a share of (0 of 0)") : percent_cut(part, total) + " (" + std::to_string(part) + " of " + std::to_string(total) + ")";
  };
  std::string out = value(m.part, m.total);
  if (m.part_low != m.part_high || m.total_low != m.total_high) out = "between " + value(m.part_low, m.total_low) + " and " + value(m.part_high, m.total_high);
  out += ", at most " + (m.share ? percent_cut(m.limit_num, m.limit_den) : std::to_string(m.limit_num));
  if (over(m.part, m.total, m)) out += ", over by " + std::to_string(over_by(m));
  return out;
}

std::int64_t over_by(const Measured& m) {
  if (!over(m.part, m.total, m)) return 0;
  const Wide allowed = m.share ? Wide{m.limit_num} * m.total / m.limit_den : Wide{m.limit_num};
  return m.part - static_cast<std::int64_t>(allowed);
}

}  // namespace rf::direct
