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
  std::string kind{}, service{}, removed{}, last_seen{}, shared_with{};
  int part_of = -1, runs_on = -1;  ///< number of a row of the same list, there or not
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
/// Rows as most estates have none: parts, software and services, days that contradict each other, equipment shared with another operator.
inline void make_odd(WRow& r, std::mt19937& g, std::size_t rows) {
  const auto any = [&](const std::vector<std::string>& v) { return any_of(g, v); };
  const auto some_row = [&] { return static_cast<int>(g() % rows); };
  switch (g() % 8) {
    case 0: r.part_of = some_row(); break;
    case 1: r.kind = "software", r.runs_on = g() % 3 ? some_row() : -1; break;
    case 2: r.kind = "service", r.service = any({"managed-operation", "", "unknown", "maintenance"}); break;
    case 3: r.removed = any({"2018-01-01", "2021-03-01", "2023-06-30", "2024-02-01"}), r.last_seen = any({"", "2020-05-05", "2023-07-01"}); break;
    case 4: r.last_seen = any({"2019-01-01", "2023-07-01"}); break;
    case 5: r.shared_with = any({"albion", "other|albion", "other"}); break;
    case 6: r.kind = "component", r.part_of = some_row(); break;
    default: break;
  }
}

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
  s.states = states_of(e, w.as_of, w.known_at);
}
/// The outermost row that one is part of or runs on; -1: none.
inline int whole_of(const std::vector<WRow>& rows, std::size_t row) {
  const auto of = [&](std::size_t r) {
    const int at = rows[r].part_of >= 0 ? rows[r].part_of : rows[r].runs_on;
    return at == static_cast<int>(r) ? -1 : at;
  };
  int at = of(row);
  for (int level = 1; at >= 0 && level < kMostNested; ++level) {
    const int wider = of(static_cast<std::size_t>(at));
    if (wider < 0) break;
    at = wider;
  }
  return at;
}
inline Made made_of(const std::vector<WRow>& rows, const knowledge::World& w) {
  Made m;
  auto& e = *m.estate;
  const auto input = e.add_input("rows");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const WRow& r = rows[i];
    if (!r.there) continue;
    const auto row = e.add_row(input);
    e.set_text(Field::Id, row, "r" + std::to_string(i));
    if (r.part_of >= 0) e.set_text(Field::PartOf, row, "r" + std::to_string(r.part_of));
    if (r.runs_on >= 0) e.set_text(Field::RunsOn, row, "r" + std::to_string(r.runs_on));
    e.set_word(Field::Kind, row, r.kind);
    e.set_word(Field::Service, row, r.service);
    e.set_word(Field::SharedWith, row, r.shared_with);
    if (!r.removed.empty()) e.set_day(Field::RemovedOn, row, *parse_iso_day(r.removed));
    if (!r.last_seen.empty()) e.set_day(Field::LastSeen, row, *parse_iso_day(r.last_seen));
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
  // A scenario takes away rows that others are part of; whose those were stays known.
  std::size_t row = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].there) continue;
    if (const int whole = whole_of(rows, i); whole >= 0) {
      const WRow& of = rows[static_cast<std::size_t>(whole)];
      m.subject.makers.push_back(wresolver().resolve(of.supplier));
      m.subject.wholes.push_back({static_cast<std::uint32_t>(m.subject.makers.size() - 1), of.function});
      m.subject.whole_of_row.set(row, static_cast<std::uint32_t>(m.subject.wholes.size()));
    }
    ++row;
  }
  return m;
}

}  // namespace rf::direct
