// Estates made row by row, for tests that judge thousands of them.
#pragma once

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "direct/subject.h"
#include "names/resolve.h"
#include "tests/built_in.h"

namespace rf::direct {

struct WRow {
  std::string supplier, function, region, site, status, installed;
  long quantity = 1, premises = -1;
  bool there = true;
};

template <class T>
const T& any_of(std::mt19937& g, const std::vector<T>& v) { return v[g() % v.size()]; }

inline const knowledge::World& wworld(const std::string& as_of) {
  static std::map<std::string, knowledge::World> worlds;
  return worlds.emplace(as_of, knowledge::World{&tests::built_in(), *parse_iso_day(as_of), *parse_iso_day("2026-11-01")}).first->second;
}
inline const names::Resolver& wresolver() {
  static const names::Resolver r(wworld("2023-11-01"));
  return r;
}

struct Made {
  std::shared_ptr<estate::Estate> estate = std::make_shared<estate::Estate>();
  Subject subject;
};
/// The makers and states of its rows, once all are there.
inline void settle(Made& m, const knowledge::World& w) {
  const auto& e = *m.estate;
  Subject& s = m.subject;
  s.estate = m.estate.get();
  s.world = &w;
  std::map<std::string, std::uint32_t> makers;
  for (std::size_t row = 0; row < e.size(); ++row) {
    const auto at = makers.emplace(std::string(e.text(Field::Supplier, row)), static_cast<std::uint32_t>(s.makers.size()));
    if (at.second) s.makers.push_back(wresolver().resolve(at.first->first));
    s.maker_of_row.push_back(at.first->second);
  }
  s.states = states_of(e, w.as_of);
}
inline Made made_of(const std::vector<WRow>& rows, const knowledge::World& w) {
  Made m;
  auto& e = *m.estate;
  const auto input = e.add_input("rows");
  for (const WRow& r : rows) {
    if (!r.there) continue;
    const auto row = e.add_row(input);
    e.set_text(Field::Id, row, "r" + std::to_string(row));
    e.set_word(Field::Operator, row, "albion");
    e.set_word(Field::Country, row, "GB");
    e.set_word(Field::Supplier, row, r.supplier);
    e.set_word(Field::Function, row, r.function);
    e.set_word(Field::Region, row, r.region);
    e.set_word(Field::Site, row, r.site);
    e.set_word(Field::Status, row, r.status);
    e.set_word(Field::Affected, row, "no");
    if (!r.installed.empty()) e.set_day(Field::InstalledOn, row, *parse_iso_day(r.installed));
    e.set_count(Field::Quantity, row, r.quantity);
    if (r.premises >= 0) e.set_count(Field::Premises, row, r.premises);
  }
  settle(m, w);
  return m;
}

}  // namespace rf::direct
