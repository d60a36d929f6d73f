#include "direct/ground.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "direct/measure.h"
#include "screen/screen.h"

namespace rf::direct {

namespace {
/// Of the values of a cell: any that is so makes it so; where each must be, one that is not leaves it open.
class Values {
 public:
  explicit Values(bool every) : every_(every) {}
  void add(Tri t) {
    best_ = std::max(best_, t);
    least_ = std::min(least_, t);
  }
  Tri is() const { return every_ && least_ != Tri::Yes ? std::min(best_, Tri::Maybe) : best_; }

 private:
  bool every_;
  Tri best_ = Tri::No, least_ = Tri::Yes;
};
}  // namespace

Tri below_any(std::string_view cell, const std::vector<std::string>& paths, const std::vector<std::string>& except, bool every) {
  if (cell.empty()) return Tri::Maybe;
  Values values(every);
  for (const auto path : split(cell, '|')) {
    Tri is = Tri::No;
    if (std::none_of(except.begin(), except.end(), [&](const auto& p) { return starts_with_path(path, p); }))
      for (const auto& p : paths) {
        if (starts_with_path(path, p)) is = Tri::Yes;
        else if (starts_with_path(p, path)) is = std::max(is, Tri::Maybe);
      }
    // "access" alone may be what is left out below it.
    if (std::any_of(except.begin(), except.end(), [&](const auto& p) { return starts_with_path(p, path); })) is = std::min(is, Tri::Maybe);
    values.add(is);
  }
  return values.is();
}

Tri stands_for(const knowledge::World& w, const names::Resolution& who, const std::vector<std::string>& ids) {
  const auto is = [&](const std::string& id) {
    return std::any_of(ids.begin(), ids.end(), [&](const auto& t) { return screen::relation(w, id, t) != screen::Relation::None; });
  };
  const auto badge = [&] { return !who.badge.empty() && is(who.badge) ? Tri::Maybe : Tri::No; };
  switch (who.match) {
    case names::Match::Clear: return is(who.supplier) ? Tri::Yes : badge();
    case names::Match::Unknown: return Tri::Maybe;
    case names::Match::Other: return badge();
    case names::Match::Brand:
      if (is(who.supplier)) return Tri::Maybe;
      break;
    case names::Match::Near: break;
  }
  for (const auto& c : who.candidates)
    if (is(c.supplier)) return Tri::Maybe;
  return badge();
}

bool in_territory(const knowledge::World& w, std::string_view country, const std::string& territory) {
  if (territory.empty() || country == territory) return true;
  const auto j = w.knowledge->jurisdictions.find(territory);
  if (j == w.knowledge->jurisdictions.end()) return false;
  return std::any_of(j->second.members.begin(), j->second.members.end(), [&](const auto& m) { return m.country == country && w.holds(m, j->second.members); });
}

bool belongs(const Subject& s, std::size_t row, const std::string& operator_id, bool whole, const std::string& territory) {
  if (!belongs_to(*s.estate, row, operator_id, whole)) return false;
  std::string_view at = s.estate->text(Field::Country, row);
  if (at.empty()) at = s.country;
  return at.empty() || in_territory(*s.world, at, territory);
}

EstateGround::EstateGround(const Subject& s, Whose whose) : s_(s), w_(*s.world), e_(*s.estate), whose_(std::move(whose)) {
  take_rows();
  prepare();
}
EstateGround::EstateGround(const Subject& s, Whose whose, const AlikeRows& alike) : s_(s), w_(*s.world), e_(*s.estate), whose_(std::move(whose)) {
  struct Alike {
    Weight weight;
    std::uint32_t first = 0;
  };
  std::vector<Alike> sums(alike.size() * 8);
  for (std::size_t row = 0; row < e_.size(); ++row) {
    if (!s_.there(row)) continue;
    const RowState& st = s_.states[row];
    Alike& a = sums[alike.of(row) * 8 + (st.present ? 1U : 0U) + (st.in_service ? 2U : 0U) + (st.unsure ? 4U : 0U)];
    if (a.weight.rows == 0) a.first = static_cast<std::uint32_t>(row);
    a.weight.rows += s_.rows_in(row);
    if (__builtin_add_overflow(a.weight.pieces, e_.quantity(row), &a.weight.pieces)) {  // the evaluator tells of it, row by row
      take_rows();
      prepare();
      return;
    }
  }
  std::erase_if(sums, [](const Alike& a) { return a.weight.rows == 0; });
  std::sort(sums.begin(), sums.end(), [](const Alike& a, const Alike& b) { return a.first < b.first; });
  std::vector<std::uint32_t> firsts;
  for (const Alike& a : sums) firsts.push_back(a.first);
  take_rows(&firsts);
  auto at = sums.begin();
  for (const auto row : rows_) {
    while (at->first != row) ++at;
    weights_.push_back(at->weight);
  }
  prepare();
}

void EstateGround::take_rows(const std::vector<std::uint32_t>* of) {
  // A line of a bill of materials is part of something, and stands nowhere by itself. Of services only managed operation is read.
  const auto component = e_.words(Field::Kind).find("component"), service = e_.words(Field::Kind).find("service"), managed = e_.words(Field::Service).find("managed-operation");
  if (service) service_kind_ = *service;
  const auto of_words = [&](Field f, auto is) {
    std::vector<bool> out;
    for (std::uint32_t c = 0; c < e_.words(f).size(); ++c) out.push_back(is(e_.words(f).text(c)));
    return out;
  };
  const auto passive_function = of_words(Field::Function, [](std::string_view path) { return is_passive_function(path); });
  const auto passive_word = of_words(Field::Passive, [](std::string_view word) { return word == "yes"; });
  const bool parts = e_.has(Field::PartOf);
  const std::size_t n = of ? of->size() : e_.size();
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t row = of ? (*of)[i] : i;
    const std::uint32_t kind = e_.code(Field::Kind, row);
    if ((component && kind == *component) || (service && kind == *service && e_.code(Field::Service, row) != 0 && !(managed && e_.code(Field::Service, row) == *managed))) continue;
    // What is passive counts nowhere, and what is part of another's product is a component of that (docs/inventory.md).
    const std::uint32_t said_passive = e_.code(Field::Passive, row);
    if (said_passive == 0 ? passive_function[e_.code(Field::Function, row)] : passive_word[said_passive]) continue;
    if (parts && s_.whole_at(row) != 0 && e_.filled(Field::PartOf, row)) continue;
    if (s_.there(row) && belongs(s_, row, whose_.operator_id, whose_.whole, whose_.territory)) rows_.push_back(static_cast<std::uint32_t>(row));
  }
}
EstateGround::EstateGround(const Subject& s) : s_(s), w_(*s.world), e_(*s.estate), every_value_(true) {
  rows_.resize(e_.size());
  for (std::size_t row = 0; row < rows_.size(); ++row) rows_[row] = static_cast<std::uint32_t>(row);
  prepare();
}

void EstateGround::prepare() {
  sample_row_.resize(s_.makers.size(), 0);
  for (const auto row : rows_) sample_row_[s_.maker_of_row[row]] = row;
  if (s_.parties.empty()) return;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> seen;
  for (const auto row : rows_) {
    const std::pair key{s_.maker_of_row[row], e_.code(Field::Parties, row)};
    const auto at = seen.emplace(key, static_cast<std::uint32_t>(suppliers_.size()));
    if (at.second) suppliers_.push_back(key);
    supplier_of_row_.push_back(at.first->second);
  }
}

std::size_t EstateGround::codes(const expr::RowField& f) const {
  if (f.kind != expr::FieldKind::Who) return e_.words(f.field).size();
  return f.derived == expr::Derived::Supplier && !supplier_of_row_.empty() ? suppliers_.size() : s_.makers.size();
}
std::uint32_t EstateGround::code(const expr::RowField& f, std::size_t row) const {
  if (f.kind != expr::FieldKind::Who) return e_.code(f.field, rows_[row]);
  return f.derived == expr::Derived::Supplier && !supplier_of_row_.empty() ? supplier_of_row_[row] : s_.maker_of_row[rows_[row]];
}

template <class Use>
void EstateGround::each_party(const expr::RowField& who, std::uint32_t code, Use use) const {
  if (who.derived != expr::Derived::Supplier || supplier_of_row_.empty()) return use(code, s_.makers[code]);
  const auto [maker, parties] = suppliers_[code];
  use(maker, s_.makers[maker]);
  const auto p = s_.parties.find(parties);
  if (p == s_.parties.end()) return;
  for (const auto& [role, party] : p->second)
    if (role == "managed-operation" || role == "managed-service") use(static_cast<std::uint32_t>(s_.makers.size()), party);
}

Tri EstateGround::in(const expr::RowField& f, std::uint32_t code, const std::vector<std::string>& words, const std::vector<std::string>& except) const {
  if (f.kind == expr::FieldKind::Who) {
    Tri best = Tri::No;
    each_party(f, code, [&](std::uint32_t, const names::Resolution& who) { best = std::max(best, stands_for(w_, who, words)); });
    return best;
  }
  std::string_view cell = e_.words(f.field).text(code);
  if (f.kind == expr::FieldKind::Path) return below_any(cell, words, except, every_value_);
  // An empty kind is equipment, and nothing is passive that does not say so (docs/inventory.md); else empty is unknown.
  if (cell.empty() && f.field == Field::Kind) cell = "equipment";
  if (cell.empty() && f.field == Field::Passive) cell = "no";
  if (cell.empty() || cell == "unknown") return Tri::Maybe;
  Values values(every_value_);
  for (const auto part : split(cell, '|')) values.add(std::find(words.begin(), words.end(), trimmed(part)) != words.end() ? Tri::Yes : Tri::No);
  return values.is();
}

Tri EstateGround::flag(const expr::RowField& f, std::size_t row) const {
  const RowState& state = s_.states[rows_[row]];
  const bool is = f.derived == expr::Derived::Present ? state.present : state.in_service;
  // A service that does not say what it is may be the operation of the network, or not.
  const bool unspecified = service_kind_ != 0 && e_.code(Field::Kind, rows_[row]) == service_kind_ && e_.code(Field::Service, rows_[row]) == 0;
  return !is ? Tri::No : state.unsure || unspecified ? Tri::Maybe : Tri::Yes;
}
Day EstateGround::day(const expr::RowField& f, std::size_t row) const {
  if (f.derived != expr::Derived::Installed) return e_.day(f.field, rows_[row]);
  const Day installed = e_.day(Field::InstalledOn, rows_[row]);
  return installed.known() ? installed : e_.day(Field::InServiceFrom, rows_[row]);
}
std::optional<std::int64_t> EstateGround::count(const expr::RowField& f, std::size_t row) const {
  if (f.field == Field::Quantity) return e_.quantity(rows_[row]);
  const std::int64_t n = e_.count(f.field, rows_[row]);
  return n == estate::kNoCount ? std::nullopt : std::optional(n);
}
std::string EstateGround::site(std::size_t row) const {
  const auto site = e_.text(Field::Site, rows_[row]);
  return site.empty() ? std::string() : std::string(e_.text(Field::Region, rows_[row])) + "/" + std::string(site);
}

void EstateGround::members(const expr::RowField& f, std::uint32_t code, Tri in, expr::Set& into) const {
  each_party(f, code, [&](std::uint32_t maker, const names::Resolution& who) {
    const auto written = [&] { return "=" + (maker < sample_row_.size() ? std::string(e_.text(Field::Supplier, sample_row_[maker])) : std::string("a managed service")); };
    switch (who.match) {
      case names::Match::Clear: into.add(who.supplier, in); break;
      case names::Match::Other: into.add(written(), in); break;
      case names::Match::Brand: into.add(who.supplier, std::min(in, Tri::Maybe), "by brand only"); break;
      case names::Match::Near:
        for (const auto& c : who.candidates) into.add(c.supplier, Tri::Maybe, "a near name, to be confirmed");
        into.add(written(), Tri::Maybe);
        break;
      case names::Match::Unknown: ++into.open; break;
    }
  });
}

expr::Set EstateGround::assessed(const expr::Set& of, const std::string& list) const {
  expr::Set out;
  out.open = of.open;
  const auto listed = screen::on_list(w_, list);
  std::set<std::string> groups;
  for (const auto& l : listed) groups.insert(screen::influence_group(w_, l));
  groups.erase("");
  for (const auto& [id, m] : of.members) {
    if (id.starts_with('=')) continue;
    bool named = false;
    for (const auto& l : listed)
      if (screen::relation(w_, id, l) != screen::Relation::None) {
        out.add(l, m.in, m.note);
        named = true;
      }
    if (!named && groups.contains(screen::influence_group(w_, id)))
      out.add(id, Tri::Maybe, "no statement on it: " + name_of(id) + " is of the same influence group and " + list + " does not name it");
  }
  return out;
}
expr::Set EstateGround::on_list(const expr::Set& of, const std::string& list) const {
  expr::Set out;
  out.open = of.open;
  const auto listed = screen::on_list(w_, list);
  for (const auto& [id, m] : of.members)
    for (const auto& l : listed)
      if (!id.starts_with('=') && screen::relation(w_, id, l) != screen::Relation::None) out.add(l, m.in, m.note);
  return out;
}
expr::Set EstateGround::outside(const expr::Set& of, const std::vector<std::string>& suppliers) const {
  expr::Set out;
  out.open = of.open;
  std::set<std::string> groups;
  for (const auto& s : suppliers) groups.insert(screen::influence_group(w_, s));
  groups.erase("");
  for (const auto& [id, m] : of.members) {
    if (id.starts_with('=')) {
      out.add(id, std::min(m.in, Tri::Maybe), "nothing on record says where " + name_of(id) + " has its seat");
      continue;
    }
    const bool same = std::any_of(suppliers.begin(), suppliers.end(), [&](const auto& s) { return screen::relation(w_, id, s) != screen::Relation::None; });
    if (same || groups.contains(screen::influence_group(w_, id))) continue;
    const bool seated = !screen::country(w_, id).empty();
    out.add(id, seated ? m.in : std::min(m.in, Tri::Maybe), seated ? m.note : "the seat of " + name_of(id) + " is not on record");
  }
  return out;
}

expr::Verdict EstateGround::holds(const std::string& direction, const std::string& requirement) const {
  const auto d = w_.knowledge->directions.find(direction);
  if (d == w_.knowledge->directions.end()) return {Tri::Maybe, "no direction " + direction + " is on record"};
  for (const auto& q : d->second.requirements) {
    if (q.name != requirement) continue;
    expr::Verdict all{Tri::Yes, {}};
    for (const auto& m : q.measures) {
      if (!w_.holds(m, q.measures)) continue;
      const Counted counted = direct::count(s_, Question{targets_of(w_, q), &q, &m, direction, d->second.territory, whose_.operator_id, whose_.whole}, true);
      const Tri is = counted.too_large ? Tri::Maybe : within(counted.measured);
      all.why += (all.why.empty() ? "" : "; ") + requirement + " by " + m.measure + ": " + (counted.too_large ? "a sum of weights passes 2^63-1, which decides nothing" : against_limit(counted.measured));
      all.is = std::min(all.is, is);
    }
    return all;
  }
  return {Tri::Maybe, direction + " has no requirement " + requirement};
}

expr::Verdict EstateGround::assured(const std::string& kind) const {
  for (const Assurance& a : s_.facts.assurances) {
    if (a.kind != kind || !speaks_for(s_.facts, whose_.operator_id)) continue;
    if (!a.about.empty() && !whose_.about.empty() && std::find(whose_.about.begin(), whose_.about.end(), a.about) == whose_.about.end()) continue;
    if ((a.from.known() && a.from > w_.as_of) || (a.to.known() && w_.as_of > a.to)) continue;
    return {Tri::Yes, "stated by the operator" + (a.from.known() ? " from " + to_text(a.from) : std::string()) + (a.source.empty() ? "" : " (" + a.source + ")")};
  }
  return {Tri::Maybe, "no evidence of it was given"};
}

std::string EstateGround::name_of(const std::string& id) const {
  if (id.starts_with('=')) return id.size() > 1 ? id.substr(1) : "a maker without a name";
  const auto s = w_.knowledge->suppliers.find(id);
  return s == w_.knowledge->suppliers.end() ? id : s->second.name;
}

}  // namespace rf::direct
