#include "assess/factors.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "direct/because.h"
#include "screen/screen.h"

namespace rf::assess {
namespace {

using knowledge::World;

/// "38.4 % (20000 of 52000)", in integers.
std::string part_of(std::int64_t part, std::int64_t total) {
  if (total <= 0) return "0 of 0";
  __extension__ using Wide = __int128;
  const auto tenths = static_cast<std::int64_t>(Wide{part} * 1000 / total);
  return std::to_string(tenths / 10) + (tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "") + " % (" + std::to_string(part) + " of " + std::to_string(total) + ")";
}

class Factors {
 public:
  Factors(const Answer& a, const direct::Subject& s) : a_(a), s_(s), w_(*s.world) {
    for (const auto& share : a.by_supplier) {
      total_ += share.all;
      for (const auto& [f, amount] : share.by_function) by_function_[f] += amount;
    }
  }

  std::vector<Factor> of(const SupplierCard& card) const {
    const SupplierShare* share = nullptr;
    for (const auto& x : a_.by_supplier)
      if (x.supplier == card.id) share = &x;
    if (!share) return {};
    return {exposure(*share), function(*share), concentration(*share), compulsion(card), export_dependency(card), assurance(card)};
  }

 private:
  Factor exposure(const SupplierShare& x) const {
    Factor f{"exposure", part_of(x.all.quantity, total_.quantity) + " of pieces", {"the inventory"}, false};
    if (total_.premises > 0) f.says += "; " + part_of(x.all.premises, total_.premises) + " of premises";
    if (total_.traffic > 0) f.says += "; " + part_of(x.all.traffic, total_.traffic) + " of traffic";
    return f;
  }
  static Factor function(const SupplierShare& x) {
    Factor f{"function", {}, {"the inventory"}, false};
    for (const auto& [path, amount] : x.by_function) f.says += (f.says.empty() ? "" : ", ") + (path.empty() ? std::string("function not known") : path) + ": " + counted(amount.quantity, "piece", "pieces");
    return f;
  }
  /// Where it has the most of a function; at most three.
  Factor concentration(const SupplierShare& x) const {
    std::vector<std::pair<std::string, Amount>> all(x.by_function.begin(), x.by_function.end());
    std::stable_sort(all.begin(), all.end(), [&](const auto& p, const auto& q) {
      __extension__ using Wide = __int128;
      return Wide{p.second.quantity} * by_function_.at(q.first).quantity > Wide{q.second.quantity} * by_function_.at(p.first).quantity;
    });
    Factor f{"concentration", {}, {"the inventory"}, false};
    for (std::size_t i = 0; i < all.size() && i < 3; ++i)
      f.says += (i == 0 ? "" : "; ") + std::string("of ") + (all[i].first.empty() ? "what has no known function" : all[i].first) + ": " + part_of(all[i].second.quantity, by_function_.at(all[i].first).quantity) + " of pieces";
    return f;
  }
  Factor compulsion(const SupplierCard& card) const {
    Factor f{"compulsion", {}, {}, false};
    const auto j = w_.knowledge->jurisdictions.find(card.country);
    if (j != w_.knowledge->jurisdictions.end())
      for (const auto& law : j->second.laws) {
        if (!w_.holds(law, j->second.laws)) continue;
        f.says += (f.says.empty() ? "seated in " + j->second.name + ": " : "; ") + law.title + ": " + law.says;
        f.sources.push_back(direct::source_words(*w_.knowledge, law.source));
        f.unverified = f.unverified || law.unverified;
      }
    if (f.says.empty()) f.says = card.country.empty() ? "its seat is not on record" : "seated in " + (j == w_.knowledge->jurisdictions.end() ? card.country : j->second.name) + "; no law that compels is on record";
    for (const auto& o : card.owners) f.says += "; owner: " + o;
    return f;
  }
  Factor export_dependency(const SupplierCard& card) const {
    Factor f{"export-dependency", {}, {}, false};
    for (const auto& d : screen::designations(w_, card.id)) {
      if (d.list->force != "export" || !d.active) continue;
      f.says += (f.says.empty() ? "" : "; ") + std::string("on ") + d.list->title + (d.rule == screen::Relation::Named ? "" : " by its group (not checked against the entry)") + (d.entry->from.known() ? " from " + to_text(d.entry->from) : "");
      f.sources.push_back(direct::source_words(*w_.knowledge, d.entry->source));
      f.unverified = f.unverified || d.entry->unverified;
    }
    for (const auto& x : a_.exposures)
      if (x.kind == "product" && screen::relation(w_, card.id, x.supplier) != screen::Relation::None)
        f.says += (f.says.empty() ? "" : "; ") + x.list + " (" + x.status + "): " + counted(x.assets, "asset", "assets") + " with denied parts, " + counted(x.unknown_assets, "asset", "assets") + " whose parts are not stated";
    if (f.says.empty()) f.says = "no denial of supply is on record for it";
    return f;
  }
  Factor assurance(const SupplierCard& card) const {
    Factor f{"assurance", {}, {}, false};
    for (const auto& [id, r] : w_.knowledge->regimes) {
      if (std::none_of(r.about.begin(), r.about.end(), [&](const auto& x) { return screen::relation(w_, card.id, x) != screen::Relation::None; })) continue;
      for (const auto& result : a_.regimes)
        if (result.id == id) {
          f.says += (f.says.empty() ? "" : "; ") + id + " is " + result.status;
          if (const auto* level = w_.first(r.assurance)) {
            f.says += ", assurance " + level->level + " (" + level->by + ")";
            f.sources.push_back(direct::source_words(*w_.knowledge, level->source));
            f.unverified = f.unverified || level->unverified;
          }
        }
    }
    for (const auto& x : s_.facts.assurances)
      if (!x.about.empty() && screen::relation(w_, card.id, x.about) != screen::Relation::None) {
        f.says += (f.says.empty() ? "" : "; ") + x.kind + " stated by the operator" + (x.to.known() ? " until " + to_text(x.to) : "");
        if (!x.source.empty()) f.sources.push_back(x.source);
      }
    if (f.says.empty()) f.says = "no regime and no assurance is on record for it";
    return f;
  }

  const Answer& a_;
  const direct::Subject& s_;
  const World& w_;
  Amount total_;
  std::map<std::string, Amount> by_function_;
};

}  // namespace

void add_factors(Answer& a, const direct::Subject& s) {
  const Factors factors(a, s);
  std::set<std::string> meant;
  for (const auto& f : a.findings)
    if (!f.supplier.empty() && f.status != Status::NotApplicable) meant.insert(f.supplier);
  for (auto& card : a.suppliers) {
    const bool listed = std::any_of(card.designations.begin(), card.designations.end(), [](const auto& d) { return d.active; });
    const bool about = std::any_of(meant.begin(), meant.end(), [&](const auto& id) { return screen::relation(*s.world, card.id, id) != screen::Relation::None; });
    if (listed || about) card.factors = factors.of(card);
  }
}

void flag_backward_dates(Answer& a) {
  constexpr std::size_t kAtMost = 100;  // told one by one; the rest is counted
  static constexpr std::array<std::array<Field, 2>, 6> kOrder = {{{Field::OrderedOn, Field::InstalledOn}, {Field::ManufacturedOn, Field::InstalledOn}, {Field::InstalledOn, Field::RemovedOn},
                                                                  {Field::InServiceFrom, Field::InServiceTo}, {Field::InServiceFrom, Field::RemovedOn}, {Field::RemovedOn, Field::DisposedOn}}};
  const auto& e = *a.estate;
  std::size_t told = 0, more = 0;
  for (const auto& [first, then] : kOrder) {
    if (!e.has(first) || !e.has(then)) continue;
    for (std::size_t row = 0; row < e.size(); ++row) {
      const Day x = e.day(first, row), y = e.day(then, row);
      if (!x.known() || !y.known() || x <= y) continue;
      if (++told > kAtMost) {
        ++more;
        continue;
      }
      const Locator at = e.locator(row, then);
      a.warnings.push_back({Kind::Malformed, at.input, short_form(at), e.key(row) + ": dates run backwards: " + std::string(info(then).name) + " " + to_text(y) + " is before " + std::string(info(first).name) + " " + to_text(x),
                            "both were used as they stand; one of them is wrong"});
    }
  }
  if (more > 0) a.warnings.push_back({Kind::Malformed, {}, {}, "dates run backwards in " + counted(static_cast<std::int64_t>(more), "further pair", "further pairs") + " of cells", {}});
}

void flag_undated_removals(Answer& a) {
  if (a.as_of >= a.known_at) return;  // gone is gone, whenever that was
  const auto& e = *a.estate;
  const auto removed = e.words(Field::Status).find("removed"), disposed = e.words(Field::Status).find("disposed");
  if (!removed && !disposed) return;
  std::int64_t rows = 0;
  for (std::size_t row = 0; row < e.size(); ++row) {
    const std::uint32_t status = e.code(Field::Status, row);
    if (status == 0 || (status != removed && status != disposed)) continue;
    rows += !e.day(Field::RemovedOn, row).known() && !e.day(Field::DisposedOn, row).known();
  }
  if (rows > 0)
    a.warnings.push_back({Kind::Malformed, {}, {}, counted(rows, "row is", "rows are") + " removed and no date says since when: whether they still stood there on " + to_text(a.as_of) + " is open where nothing saw them later",
                          "give removed_on"});
}

}  // namespace rf::assess
