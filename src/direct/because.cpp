#include "direct/because.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "screen/screen.h"

namespace rf::direct {
namespace {

std::string wide_text(Wide n) {
  if (n == 0) return "0";
  std::string out;
  for (Wide left = n < 0 ? -n : n; left > 0; left /= 10) out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(left % 10)));
  return n < 0 ? "-" + out : out;
}
std::string comma_list(const std::vector<std::string>& v) {
  std::string out;
  for (const auto& x : v) out += (out.empty() ? "" : ", ") + x;
  return out;
}

/// "19344 × 100 = 1934400 is over 35 × 52000 = 1820000"
std::string arithmetic(const char* which, std::int64_t part, std::int64_t total, const Measured& m) {
  const bool is_over = over(part, total, m);
  if (!m.share) return std::string(which) + ": " + std::to_string(part) + (is_over ? " is over " : " is not over ") + std::to_string(m.limit_num);
  if (total == 0) return std::string(which) + ": 0 of 0, a share of nothing, is over no limit";
  return std::string(which) + ": " + std::to_string(part) + " × " + std::to_string(m.limit_den) + " = " + wide_text(Wide{part} * m.limit_den) + (is_over ? " is over " : " is not over ") + std::to_string(m.limit_num) + " × " +
         std::to_string(total) + " = " + wide_text(Wide{m.limit_num} * total);
}

}  // namespace

std::string source_words(const knowledge::Knowledge& k, const std::string& source) {
  const auto at = k.sources.find(source);
  if (at == k.sources.end()) return source;
  return at->second.title + (at->second.dated.empty() ? "" : " (" + at->second.dated + ")");
}

std::vector<Because> because(const Subject& s, const Finding& f, const knowledge::Direction& d, const knowledge::Requirement& q, const knowledge::Measure& m,
                             const knowledge::Deadline* t, const Counted& c, const std::string& why_not, const Subject& named_in, const std::vector<std::uint32_t>& named) {
  const auto& w = *s.world;
  const auto& k = *w.knowledge;
  std::vector<Because> out;
  const auto rule = [&](std::string says, const knowledge::Fact& from) { out.push_back({"rule", std::move(says), source_words(k, from.source), from.unverified, {}}); };
  const auto fact = [&](std::string says, std::string source = {}, bool unverified = false) { out.push_back({"fact", std::move(says), std::move(source), unverified, {}}); };

  if (const auto* state = w.first(d.states))
    rule(d.title + " (" + d.force + ", " + (d.territory.empty() ? "everywhere" : d.territory) + ") is " + state->state + (state->from.known() ? " from " + to_text(state->from) : std::string()), *state);
  fact(f.applies == "addressed" ? (f.operator_id.empty() ? "the operator" : f.operator_id) + " is addressed" : f.applies == "assumed" ? "whether the operator is addressed is not on record; it is assumed" : "not addressed: " + why_not);
  rule(q.says, q);
  std::vector<std::string> in, disputed, left_out;
  for (const auto& p : q.functions)
    if (w.holds(p, q.functions)) (p.scope == knowledge::Scope::In ? in : p.scope == knowledge::Scope::Out ? left_out : disputed).push_back(p.path);
  if (q.all_functions) fact("it covers every function");
  if (!q.functions.empty()) {
    const auto& p = q.functions.front();
    out.push_back({"rule", "it covers " + (in.empty() ? std::string("nothing for sure") : comma_list(in)) + (disputed.empty() ? "" : "; disputed: " + comma_list(disputed)) + (left_out.empty() ? "" : "; left out: " + comma_list(left_out)), source_words(k, p.source),
                   std::any_of(q.functions.begin(), q.functions.end(), [&](const auto& x) { return x.unverified && w.holds(x, q.functions); }), {}});
  }
  for (const auto& x : q.exceptions)
    if (w.holds(x, q.exceptions)) rule("except: " + x.says, x);
  rule("it is measured by " + m.measure + (m.counted_at.empty() ? "" : ", counted at " + comma_list(m.counted_at)) + (m.base.empty() ? "" : ": " + m.base), m);
  if (t)
    rule(t->deadline.known() ? "its last lawful day is " + to_text(t->deadline) + (t->deadline_other.known() ? " or " + to_text(t->deadline_other) : "") : "it binds from " + to_text(t->since), *t);
  if (!f.variation.empty()) fact("a variation of this operator alone, confidential", f.variation);

  // Who made what was counted: each maker once.
  std::set<std::string> makers;
  for (const auto row : c.sure) {
    const auto& who = s.makers[s.maker_of_row[row]];
    if (who.match != names::Match::Clear || makers.size() >= 20 || !makers.insert(who.supplier).second) continue;
    std::string says = "\"" + std::string(s.estate->text(Field::Supplier, row)) + "\" is read as " + who.supplier;
    for (const auto& target : f.supplier.empty() ? targets_of(w, q) : std::vector<std::string>{f.supplier}) {
      const auto relation = screen::relation(w, who.supplier, target);
      if (relation == screen::Relation::Named) says += ", which the instrument names";
      else if (relation != screen::Relation::None) says += ", " + std::string(screen::to_text(relation)) + " of " + target;
      if (relation != screen::Relation::None) break;
    }
    fact(std::move(says), who.candidates.empty() ? std::string() : who.candidates.front().rule);
  }
  constexpr std::size_t kRowsInChain = 5;  // the rest stand in `assets`
  for (std::size_t i = 0; i < std::min(named.size(), kRowsInChain); ++i) {
    const auto row = named[i];
    const auto& e = *named_in.estate;
    std::string says = e.key(row) + ": " + std::string(e.text(Field::Supplier, row));
    if (const auto model = e.text(Field::Model, row); !model.empty()) says += " " + std::string(model);
    says += ", " + std::string(e.text(Field::Function, row));
    if (const auto site = e.text(Field::Site, row); !site.empty()) says += " at " + std::string(site);
    for (const Field field : {Field::Premises, Field::Traffic})
      if (const auto n = e.count(field, row); n != estate::kNoCount && info(field).name == m.measure) says += ", " + std::to_string(n) + " " + m.measure;
    if (m.measure == "quantity" && e.quantity(row) != 1) says += ", " + std::to_string(e.quantity(row)) + " pieces";
    out.push_back({"fact", std::move(says), {}, false, e.locator(row, Field::Supplier)});
  }
  if (const auto more = f.assets_total - static_cast<std::int64_t>(kRowsInChain); more > 0 && !named.empty()) fact("and " + counted(more, "more row", "more rows") + " counted");
  if (!f.missing.empty()) {
    std::string lacks;
    for (const auto& [what, n] : f.missing) lacks += (lacks.empty() ? "" : ", ") + what + (what == "deadline" ? "" : " of " + counted(n, "row", "rows"));
    fact("not known: " + lacks);
  }
  if (c.excepted_rows > 0) fact(counted(c.excepted_rows, "row falls", "rows fall") + " under an exception");
  if (c.component_rows > 0) fact(counted(c.component_rows, "row holds", "rows hold") + " a component of the supplier; components do not count here");
  const auto& n = f.measured;
  const bool open = n.part_low != n.part_high || n.total_low != n.total_high;
  if (open) {
    out.push_back({"result", arithmetic("every unknown for others", n.part_low, n.total_low, n), {}, false, {}});
    out.push_back({"result", arithmetic("every unknown for the supplier", n.part_high, n.total_high, n), {}, false, {}});
  } else {
    out.push_back({"result", arithmetic("counted", n.part, n.total, n), {}, false, {}});
  }
  out.push_back({"result", std::string(to_text(f.status)) + " on " + to_text(w.as_of) + (why_not.empty() ? "" : ": " + why_not), {}, false, {}});
  return out;
}

}  // namespace rf::direct
