#include "direct/matrix.h"

#include <algorithm>
#include <tuple>

#include "base/count.h"
#include "base/text.h"
#include "direct/ground.h"
#include "direct/measure.h"
#include "screen/screen.h"

namespace rf::direct {
namespace {

using knowledge::Scope;

std::string about_of(std::string_view kind) {
  if (kind == "install-ban") return "new";
  if (kind == "purchase-ban") return "purchase";
  return kind == "approval" ? "approval" : "in-place";
}
bool is_binding(std::string_view force) { return force == "law" || force == "licence" || force == "contract"; }

std::string where_of(const knowledge::Requirement& q) {
  std::string out;
  const auto add = [&](const char* what, const std::vector<std::string>& words) {
    if (!words.empty()) out += (out.empty() ? "" : "; ") + std::string(what) + ": " + joined(words, ", ");
  };
  add("segment", q.segments);
  add("site_class", q.site_classes);
  add("region", q.regions);
  add("affected", q.affected);
  return out;
}

/// What a requirement says of a function: its longest path above it.
std::optional<Scope> scope_of(const knowledge::World& w, const knowledge::Requirement& q, const std::string& function) {
  const knowledge::ScopePath* best = nullptr;
  for (const auto& p : q.functions)
    if (w.holds(p, q.functions) && starts_with_path(function, p.path) && (!best || p.path.size() > best->path.size())) best = &p;
  if (best) return best->scope;
  return q.all_functions ? std::optional(Scope::In) : std::nullopt;
}

std::string limit_words(const MatrixEntry& e) {
  if (!e.share) return e.limit_num == 0 ? "none" : "at most " + std::to_string(e.limit_num);
  return "at most " + percent_cut(e.limit_num, e.limit_den) + " of " + e.measure;
}
std::string named(const MatrixEntry& e) { return e.direction + "/" + e.requirement + " (" + (e.territory.empty() ? "anywhere" : e.territory) + ")"; }
std::string with_force(const MatrixEntry& e) { return (e.territory.empty() ? std::string("anywhere") : e.territory) + " (" + e.direction + "/" + e.requirement + ", " + e.force + ")"; }
bool nothing_allowed(const MatrixEntry& e) { return e.limit_num == 0; }
/// Two limits that can be held against each other: none, or the same measure.
bool same_limit(const MatrixEntry& a, const MatrixEntry& b) {
  if (nothing_allowed(a) || nothing_allowed(b)) return nothing_allowed(a) == nothing_allowed(b);
  return a.share == b.share && a.measure == b.measure && Wide{a.limit_num} * b.limit_den == Wide{b.limit_num} * a.limit_den;
}

void find_conflicts(MatrixRow& row, const std::vector<std::string>& territories) {
  std::vector<const MatrixEntry*> all;
  for (const auto& [t, entries] : row.by_territory)
    for (const auto& e : entries)
      if (e.in_force && !e.disputed) all.push_back(&e);
  std::set<std::string> told;
  const auto tell = [&](std::string kind, const MatrixEntry& a, const MatrixEntry& b, std::string says) {
    if (told.insert(kind + says).second) row.conflicts.push_back({std::move(kind), std::move(says), a.binds && b.binds});
  };
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const MatrixEntry *a = all[i], *b = all[j];
      if (a->direction == b->direction) continue;  // what one instrument asks holds together
      if (!same_limit(*a, *b)) {
        if (nothing_allowed(*b)) std::swap(a, b);
        const bool none = nothing_allowed(*a) != nothing_allowed(*b);
        tell(none ? "limit-against-none" : "limits-differ", *a, *b, limit_words(*a) + " in " + with_force(*a) + ", " + limit_words(*b) + " in " + with_force(*b));
      } else if (a->first_day != b->first_day) {
        if (b->first_day < a->first_day) std::swap(a, b);
        const auto day = [](const MatrixEntry& e) { return e.first_day.known() ? "from " + to_text(e.first_day) : e.day_open ? std::string("from a day of each addressee") : std::string("at once"); };
        tell("dates-differ", *a, *b, limit_words(*a) + " " + day(*a) + " in " + with_force(*a) + ", " + day(*b) + " in " + with_force(*b));
      }
    }
  std::string silent;
  for (const auto& t : territories)
    if (!row.by_territory.contains(t)) silent += (silent.empty() ? "" : ", ") + t;
  if (!silent.empty() && !all.empty()) row.conflicts.push_back({"some-ask-nothing", "nothing is asked of it in " + silent, false});
}

/// Each step is stricter than what holds by then: nothing at all, or less of one measure.
std::vector<TargetStep> target(const MatrixRow& row, bool binding_only) {
  std::vector<const MatrixEntry*> all;
  for (const auto& [t, entries] : row.by_territory)
    for (const auto& e : entries)
      if (e.in_force && (e.binds || !binding_only)) all.push_back(&e);
  // On one day the strictest first, so that the others add nothing.
  std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
    const Day x = a->first_day, y = b->first_day;
    if (x != y) return x < y;
    if (nothing_allowed(*a) != nothing_allowed(*b)) return nothing_allowed(*a);
    if (a->measure != b->measure) return a->measure < b->measure;
    return Wide{a->limit_num} * b->limit_den < Wide{b->limit_num} * a->limit_den;
  });
  std::vector<TargetStep> out;
  for (const auto* e : all) {
    bool held = false;
    for (auto& step : out) {
      const bool none = step.limit_num == 0, same = step.share == e->share && step.measure == e->measure;
      if (none || (same && Wide{step.limit_num} * e->limit_den <= Wide{e->limit_num} * step.limit_den)) {
        held = true;
        const bool equal = none ? nothing_allowed(*e) : same && Wide{step.limit_num} * e->limit_den == Wide{e->limit_num} * step.limit_den;
        if (step.from == e->first_day && equal) step.by.push_back(named(*e));
        break;
      }
    }
    if (!held) out.push_back({e->first_day, e->share, e->limit_num, e->limit_den, e->measure, {named(*e)}});
  }
  return out;
}

bool same_entries(const MatrixRow& a, const MatrixRow& b) {
  const auto key = [](const MatrixRow& r) {
    std::vector<std::tuple<std::string, std::string, std::string, bool>> out;
    for (const auto& [t, entries] : r.by_territory)
      for (const auto& e : entries) out.emplace_back(e.direction, e.requirement, e.measure, e.disputed);
    return out;
  };
  return key(a) == key(b);
}

class Making {
 public:
  explicit Making(const Subject& s) : s_(s), w_(*s.world), e_(*s.estate), operators_(operators_of(s)) {}

  Result<Matrix> run(const std::vector<std::string>& asked) {
    RF_CHECK(choose(asked));
    for (const auto& [id, d] : w_.knowledge->directions) {
      const auto* state = w_.first(d.states);
      if (!state) continue;
      if (binds_others(d.force)) {
        out_.left_out += static_cast<std::int64_t>(d.requirements.size());
        continue;
      }
      if (!d.territory.empty() && std::find(out_.territories.begin(), out_.territories.end(), d.territory) == out_.territories.end()) continue;
      for (const auto& q : d.requirements) take(d, q, *state);
    }
    finish();
    return std::move(out_);
  }

 private:
  Result<void> choose(const std::vector<std::string>& asked) {
    std::set<std::string> known, here;
    for (const auto& [id, d] : w_.knowledge->directions)
      if (!d.territory.empty() && !d.requirements.empty()) known.insert(d.territory);
    std::set<std::string> countries;
    const auto used = codes_used(s_, Field::Country);
    for (std::uint32_t c = 1; c < used.size(); ++c)
      if (used[c]) countries.emplace(e_.words(Field::Country).text(c));
    if (countries.empty() && !s_.country.empty()) countries.insert(s_.country);
    for (const auto& t : known)
      if (std::any_of(countries.begin(), countries.end(), [&](const auto& c) { return in_territory(w_, c, t); })) here.insert(t);
    std::set<std::string> chosen;
    if (asked.empty()) chosen = here;
    for (const auto& t : asked) {
      if (t == "all") chosen.insert(known.begin(), known.end());
      else if (known.contains(t)) chosen.insert(t);
      else return fail(Kind::Usage, "--countries " + t + ": knowledge has no direction of that territory", {}, "one of " + joined({known.begin(), known.end()}, ", "));
    }
    out_.territories.assign(chosen.begin(), chosen.end());
    for (const auto& t : chosen)
      if (!here.contains(t)) out_.hypothetical.insert(t);
    return {};
  }

  void take(const knowledge::Direction& d, const knowledge::Requirement& q, const knowledge::State& state) {
    if (!w_.known(q, d.requirements)) return;
    std::vector<std::string> suppliers = targets_of(w_, q);
    if (q.described) suppliers.assign(1, "");
    const auto* t = w_.first(q.dates);
    const auto* limit = w_.first(q.limits);
    if (!limit && !q.limits.empty()) limit = &q.limits.front();
    const bool imagined = out_.hypothetical.contains(d.territory);
    knowledge::Direction anywhere;
    if (imagined) {
      anywhere = d;
      anywhere.territory.clear();
    }
    for (const auto& supplier : suppliers) {
      if (!supplier.empty() && !in_estate(supplier)) continue;
      for (const auto& m : q.measures) {
        if (!w_.holds(m, q.measures)) continue;
        MatrixEntry x;
        x.direction = d.id;
        x.requirement = q.name;
        x.measure = m.measure;
        x.territory = d.territory;
        x.force = d.force;
        x.instrument_state = state.state;
        x.kind = q.kind;
        x.binds = is_binding(d.force);
        x.in_force = state.state == "in-force" || state.state == "appealed";
        if (limit) {
          x.share = limit->share;
          x.limit_num = limit->num;
          x.limit_den = limit->den > 0 ? limit->den : 1;
        }
        if (t) {
          x.first_day = t->deadline.known() ? t->deadline.plus(1) : t->since;
          if (t->deadline_other.known()) {
            x.first_day_other = std::max(t->deadline, t->deadline_other).plus(1);
            x.first_day = std::min(t->deadline, t->deadline_other).plus(1);
          }
          x.day_open = t->individual && !t->deadline.known();
          x.unverified = t->unverified;
          if (t->until.known() && t->until < w_.as_of) x.in_force = false;
        }
        x.unverified = x.unverified || q.unverified || m.unverified;
        x.hypothetical = imagined;
        const std::vector<std::string> group = q.each_supplier || q.described ? (supplier.empty() ? targets_of(w_, q) : std::vector<std::string>{supplier}) : targets_of(w_, q);
        const auto key = d.id + "/" + q.name + "/" + m.measure + "/" + (q.each_supplier ? supplier : "");
        auto judged = judged_.find(key);
        if (judged == judged_.end()) {
          const std::string op = operators_.stated.empty() ? *operators_.ids.begin() : operators_.stated;
          judged = judged_.emplace(key, judge_one(s_, imagined ? anywhere : d, q, m, group, op, operators_.takes_rest(op), 0, true)).first;
        }
        if (judged->second.applies == "not-addressed") x.in_force = false;
        x.status = to_text(judged->second.status);
        x.measured = judged->second.measured;
        entries_.push_back({supplier, where_of(q), about_of(q.kind), &d, &q, &m, std::move(x)});
        for (const auto& p : q.functions)
          if (w_.holds(p, q.functions)) paths_.insert(p.path);
        if (q.all_functions) paths_.insert("");
      }
    }
  }

  /// Whether anything of it, or that may be of it, is in the estate; lists name hundreds that are not.
  bool in_estate(const std::string& supplier) {
    const auto known = in_estate_.find(supplier);
    if (known != in_estate_.end()) return known->second;
    if (makers_there_.empty()) {
      makers_there_.resize(s_.makers.size(), false);
      for (std::size_t row = 0; row < e_.size(); ++row)
        if (s_.there(row)) makers_there_[s_.maker_of_row[row]] = true;
    }
    bool any = false;
    for (std::size_t m = 0; m < s_.makers.size() && !any; ++m) any = makers_there_[m] && s_.makers[m].match == names::Match::Clear && stands_for(w_, s_.makers[m], {supplier}) == Tri::Yes;
    in_estate_.emplace(supplier, any);
    return any;
  }

  struct Taken {
    std::string supplier, where, about;
    const knowledge::Direction* direction;
    const knowledge::Requirement* requirement;
    const knowledge::Measure* measure;
    MatrixEntry entry;
  };

  /// Where nothing is allowed, a cell answers for its supplier and function alone: that another one stands somewhere else is no word on these.
  void narrow(const Taken& x, const std::string& path, MatrixEntry& e) {
    if (x.supplier.empty() || !nothing_allowed(e) || !(e.status == "breached" || e.status == "due" || e.status == "undecided")) return;
    knowledge::Requirement own = *x.requirement;
    if (!path.empty() && !own.all_functions) {
      std::erase_if(own.functions, [&](const auto& p) { return !starts_with_path(p.path, path) && !starts_with_path(path, p.path); });
      const knowledge::ScopePath* above = nullptr;
      for (const auto& p : own.functions)
        if (w_.holds(p, x.requirement->functions) && starts_with_path(path, p.path) && (!above || p.path.size() > above->path.size())) above = &p;
      if (above && above->path != path) {
        auto here = *above;
        here.path = path;
        std::erase_if(own.functions, [&](const auto& p) { return starts_with_path(path, p.path); });
        own.functions.push_back(std::move(here));
      }
    }
    const auto key = e.direction + "/" + e.requirement + "/" + e.measure + "/" + x.supplier + "/" + path;
    auto judged = judged_.find(key);
    if (judged == judged_.end()) {
      knowledge::Direction anywhere;
      if (e.hypothetical) anywhere = *x.direction, anywhere.territory.clear();
      const std::string op = operators_.stated.empty() ? *operators_.ids.begin() : operators_.stated;
      judged = judged_.emplace(key, judge_one(s_, e.hypothetical ? anywhere : *x.direction, own, *x.measure, {x.supplier}, op, operators_.takes_rest(op), 0, true)).first;
    }
    e.status = to_text(judged->second.status);
    e.measured = judged->second.measured;
  }

  void finish() {
    // Pieces of each supplier at each path; the supplier's own group counts.
    std::map<std::string, std::vector<std::pair<std::string, std::int64_t>>> pieces;
    std::set<std::string> suppliers;
    for (const auto& x : entries_) suppliers.insert(x.supplier);
    for (const auto& supplier : suppliers) {
      if (supplier.empty()) continue;
      std::vector<bool> its;
      for (const auto& m : s_.makers) its.push_back(stands_for(w_, m, {supplier}) == Tri::Yes);
      std::map<std::uint32_t, std::int64_t> by_code;
      for (std::size_t row = 0; row < e_.size(); ++row)
        if (s_.there(row) && s_.states[row].present && its[s_.maker_of_row[row]]) {
          auto& n = by_code[e_.code(Field::Function, row)];
          n = added(n, e_.quantity(row));
        }
      for (const auto& [code, n] : by_code) pieces[supplier].emplace_back(std::string(e_.words(Field::Function).text(code)), n);
    }
    std::map<std::tuple<std::string, std::string, std::string, std::string>, MatrixRow> rows;  // supplier, about, where, function
    for (const auto& x : entries_)
      for (const auto& path : paths_) {
        const auto scope = path.empty() ? (x.requirement->all_functions ? std::optional(Scope::In) : std::nullopt) : scope_of(w_, *x.requirement, path);
        if (!scope || *scope == Scope::Out) continue;
        MatrixRow& row = rows[{x.supplier, x.about, x.where, path}];
        row.supplier = x.supplier;
        row.about = x.about;
        row.where = x.where;
        row.function = path;
        MatrixEntry e = x.entry;
        e.disputed = *scope == Scope::Disputed;
        narrow(x, path, e);
        row.by_territory[e.territory].push_back(std::move(e));
      }
    // A path that says no more than the one above it is left to that one.
    std::vector<MatrixRow> kept;
    for (auto& [key, row] : rows) {
      const MatrixRow* above = nullptr;
      for (std::string path = row.function; above == nullptr && !path.empty();) {
        const auto dot = path.rfind('.');
        path = dot == std::string::npos ? std::string() : path.substr(0, dot);
        if (const auto r = rows.find({row.supplier, row.about, row.where, path}); r != rows.end()) above = &r->second;
      }
      if (above && same_entries(*above, row)) continue;
      kept.push_back(row);
    }
    for (auto& row : kept) {
      for (const auto& [cell, n] : pieces[row.supplier]) {
        bool in = row.function.empty();
        for (const auto path : split(cell, '|')) in = in || starts_with_path(path, row.function);
        if (in) row.pieces = added(row.pieces, n);
      }
      find_conflicts(row, out_.territories);
      row.binding = target(row, true);
      row.all = target(row, false);
    }
    std::map<std::string, std::int64_t> of_supplier;
    for (const auto& [supplier, by] : pieces)
      for (const auto& [cell, n] : by) of_supplier[supplier] = added(of_supplier[supplier], n);
    std::stable_sort(kept.begin(), kept.end(), [&](const MatrixRow& a, const MatrixRow& b) {
      const bool x = of_supplier[a.supplier] > 0, y = of_supplier[b.supplier] > 0;
      if (x != y) return x;
      return std::tie(a.supplier, a.function, a.about, a.where) < std::tie(b.supplier, b.function, b.about, b.where);
    });
    out_.rows = std::move(kept);
  }

  const Subject& s_;
  const knowledge::World& w_;
  const estate::Estate& e_;
  const Operators operators_;
  Matrix out_;
  std::vector<Taken> entries_;
  std::set<std::string> paths_;
  std::map<std::string, Finding> judged_;
  std::map<std::string, bool> in_estate_;
  std::vector<bool> makers_there_;
};

}  // namespace

Result<Matrix> matrix(const Subject& s, const std::vector<std::string>& territories) { return Making(s).run(territories); }

}  // namespace rf::direct
