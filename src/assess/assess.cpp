#include "assess/assess.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "assess/factors.h"
#include "assess/makers.h"
#include "assess/prepare.h"
#include "assess/reconcile.h"
#include "base/text.h"
#include "direct/cells.h"
#include "direct/denial.h"
#include "direct/judge.h"
#include "identify/identify.h"
#include "screen/screen.h"

namespace rf::assess {
namespace {

constexpr std::size_t kListAtMost = 100;  // contracts.md: lists hold at most 100 unless --all

/// Adds up what each supplier has, by function. Words once a distinct value: a cell of a table (maker × function code).
void sum_suppliers(Answer& a, const direct::Subject& s) {
  const auto& e = *s.estate;
  const auto& functions = e.words(Field::Function);
  // Rows with one printed name are one line, whatever their spelling.
  std::map<std::string, std::size_t> line_of;
  std::vector<std::size_t> line_of_maker(s.makers.size(), static_cast<std::size_t>(-1));
  std::vector<std::vector<Amount>> cells;  // line → function code
  const auto line = [&](std::uint32_t maker, std::size_t row) {
    std::size_t& known = line_of_maker[maker];
    if (known != static_cast<std::size_t>(-1)) return known;
    const auto& m = s.makers[maker];
    SupplierShare share;
    if (m.match == names::Match::Clear) {
      share.supplier = m.supplier;
      share.name = a.supplier_name(m.supplier);
    } else if (m.match == names::Match::Other) {
      share.name = std::string(e.text(Field::Supplier, row));
      share.resolved = false;
      share.own_name = true;
    } else {
      share.name = m.match == names::Match::Unknown ? "unknown" : "to be confirmed: " + std::string(e.text(Field::Supplier, row).empty() ? e.text(Field::Brand, row) : e.text(Field::Supplier, row));
      share.resolved = false;
    }
    const std::string key = share.supplier.empty() ? "\x01" + share.name : share.supplier;
    const auto at = line_of.emplace(key, a.by_supplier.size());
    if (at.second) {
      a.by_supplier.push_back(std::move(share));
      cells.emplace_back(functions.size());
    }
    known = at.first->second;
    return known;
  };
  const bool parts = e.has(Field::PartOf);
  const std::uint32_t software = e.words(Field::Kind).find("software").value_or(0), service = e.words(Field::Kind).find("service").value_or(0),
                      component = e.words(Field::Kind).find("component").value_or(0);
  for (std::size_t row = 0; row < e.size(); ++row) {
    const std::uint32_t maker = s.maker_of_row[row];
    if (component != 0 && e.code(Field::Kind, row) == component) {  // of a bill of materials, or in a device: listed, no asset of the estate
      if (e.is_part(row) && s.makers[maker].match == names::Match::Clear) {
        const std::size_t l = line(maker, row);
        a.by_supplier[l].parts += s.rows_in(row);
      }
      continue;
    }
    const auto match = s.makers[maker].match;
    if (match != names::Match::Clear && match != names::Match::Other) a.unknown += s.rows_in(row);
    Amount& c = cells[line(maker, row)][e.code(Field::Function, row)];
    c.assets += s.rows_in(row);
    const std::uint32_t kind = e.code(Field::Kind, row);
    const bool piece = (!parts || !e.filled(Field::PartOf, row)) && (kind == 0 || (kind != software && kind != service));
    if (piece) c.quantity = added(c.quantity, e.quantity(row));
    if (const auto n = e.count(Field::Premises, row); n != estate::kNoCount) c.premises = added(c.premises, n);
    if (const auto n = e.count(Field::Traffic, row); n != estate::kNoCount) c.traffic = added(c.traffic, n);
  }
  for (std::size_t l = 0; l < cells.size(); ++l)
    for (std::uint32_t f = 0; f < cells[l].size(); ++f) {
      if (cells[l][f].assets == 0) continue;
      a.by_supplier[l].all += cells[l][f];
      const auto text = functions.text(f);
      if (text.empty()) a.by_supplier[l].by_function[""] += cells[l][f];
      for (const auto path : split(text, '|')) a.by_supplier[l].by_function[std::string(path)] += cells[l][f];
    }
  std::stable_sort(a.by_supplier.begin(), a.by_supplier.end(), [](const SupplierShare& x, const SupplierShare& y) {
    return std::tie(y.all.quantity, y.all.assets, x.name) < std::tie(x.all.quantity, x.all.assets, y.name);
  });
}

void cards(Answer& a, const knowledge::World& w) {
  for (const auto& share : a.by_supplier) {
    if (share.supplier.empty()) continue;
    SupplierCard card;
    card.id = share.supplier;
    card.name = share.name;
    card.country = screen::country(w, card.id);
    card.influence_group = screen::influence_group(w, card.id);
    card.owners = screen::owners_in_words(w, card.id);
    for (const auto& d : screen::designations(w, card.id))
      card.designations.push_back({d.list->id, d.list->title, d.list->force, d.entry->entry, std::string(screen::to_text(d.rule)), d.entry->from, d.entry->to, d.active, d.entry->unverified,
                                   d.list->effect, d.entry->scope, d.by});
    a.suppliers.push_back(std::move(card));
  }
}

void tell_moved(Answer& a, const direct::Subject& s, const knowledge::World& w) {
  const auto& e = *a.estate;
  std::map<std::tuple<std::string, std::string, std::int32_t>, std::pair<std::string, std::int64_t>> by;  // maker, words, day
  const auto component = e.words(Field::Kind).find("component");
  std::vector<char> stands(s.makers.size());
  for (std::size_t m = 0; m < stands.size(); ++m) stands[m] = s.makers[m].match == names::Match::Clear && screen::has_standing(w, s.makers[m].supplier);
  if (std::find(stands.begin(), stands.end(), 1) == stands.end()) return;
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (!stands[s.maker_of_row[row]] || (component && e.code(Field::Kind, row) == *component)) continue;
    const Day made = made_on(e, row);
    if (!made.known() && e.seen(row) == nullptr) continue;
    const std::string& id = s.makers[s.maker_of_row[row]].supplier;
    const std::string words = screen::has_lines(w, id) ? written_of(e, row) : std::string();
    const auto [at, fresh] = by.try_emplace({id, words, made.known() ? made.days : -1}, std::string(), 0);
    if (fresh)
      if (auto standing = screen::standing(w, id, words, made); standing.moved) at->second.first = std::move(standing.says);
    ++at->second.second;
  }
  std::map<std::string, std::int64_t> sums;
  for (const auto& [key, x] : by)
    if (!x.first.empty()) sums[x.first] += x.second;
  a.moved.assign(sums.begin(), sums.end());
  std::stable_sort(a.moved.begin(), a.moved.end(), [](const auto& x, const auto& y) { return x.second > y.second; });
}

}  // namespace

Result<Answer> assess(const Request& request, const knowledge::Knowledge& k) {
  RF_TRY(const auto prepared, prepare(request, k, nullptr, true));
  const knowledge::World& world = prepared->world;
  Gathered& gathered = prepared->gathered;
  direct::Subject& subject = prepared->subject;
  Answer a = std::move(prepared->answer);

  // Of packs and large inventories the cells are judged, and rows are opened where they are named. Denials follow parts to what they are part of,
  // and what a device said is said of a row.
  const bool folds = prepared->of_pack || (subject.estate->size() >= request.cells_from && subject.estate->all_seen().empty());
  const bool by_rows = !folds || subject.estate->has(Field::PartOf);
  std::optional<direct::NamedCells> cells;
  if (!by_rows) cells.emplace(subject, direct::fold_by(world, {world.as_of}, nullptr, subject.facts));
  if (prepared->of_pack && (by_rows || direct::denials_asked(world))) {
    subject.states = direct::states_of(*a.estate, world.as_of, world.known_at);
  }
  if (by_rows) subject.by_function = direct::rows_by_function(*a.estate);
  const direct::Subject& judged = cells ? cells->subject() : subject;
  sum_suppliers(a, judged);
  const std::size_t at_most = request.all ? static_cast<std::size_t>(-1) : kListAtMost;
  reconcile(a, gathered, request.lists ? at_most : 0);
  cards(a, world);
  RF_TRY(direct::Judgement j, direct::judge(judged, {request.directions, request.lists ? at_most : 0}));
  a.findings = std::move(j.findings);
  a.regimes = std::move(j.regimes);
  a.directions = std::move(j.directions);
  a.exposures = std::move(j.exposures);
  add_factors(a, subject);
  flag_backward_dates(a);
  flag_undated_removals(a);
  if (a.estate->hidden(Field::SiteClass)) keep_sites_secret(a.findings, k);
  for (auto& f : a.findings)
    for (auto& l : f.evidence) {
      const auto h = a.input_sha256.find(input_label(l.input, l.path));
      if (h != a.input_sha256.end() && !h->second.empty()) l.evidence = "sha256:" + h->second;
    }
  if (request.hash_inputs && a.estate_hash.empty()) a.estate_hash = a.estate->hash();

  tell_moved(a, subject, world);
  set_makers(a, std::move(subject.makers), std::move(subject.maker_of_row), world, prepared->tools->families);
  tell_damage(a);
  return a;
}

}  // namespace rf::assess
