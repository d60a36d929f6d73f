// What-if against slow and obvious code: changes done by hand on a list of rows, judged from scratch. Seeds are fixed; a failure prints
// the rows and the scenario.
#include "direct/whatif.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <random>

#include "base/text.h"
#include "direct/cells.h"
#include "screen/screen.h"
#include "tests/direct/small_estates.h"

namespace rf::direct {
namespace {

const std::set<std::string>& asked() {
  static const std::set<std::string> ids = {"uk-dvd-huawei-2022/core-removal@albion", "uk-dvd-huawei-2022/fttp-cap@albion", "uk-dvd-huawei-2022/5g-removal@albion", "uk-dvd-huawei-2022/5g-access-cap/sites@albion",
                                            "uk-ncsc-zte-2018/no-use@albion", "uk-ncsc-hrv-2020-01/fttp-cap@albion", "uk-dvd-huawei-2022/5g-install-ban@albion", "uk-hcsec@albion"};
  return ids;
}
/// All that must be the same, a line an id.
std::string judged(const Subject& s) {
  Choice choice;
  choice.directions = {"uk-dvd-huawei-2022", "uk-ncsc-zte-2018", "uk-ncsc-hrv-2020-01"};
  choice.only = &asked();
  const auto j = judge(s, choice);
  if (!j) return to_text(j.error());
  std::string out;
  for (const auto& f : j->findings) {
    const Measured& m = f.measured;
    out += f.id + " " + std::string(to_text(f.status)) + " " + std::to_string(m.part) + " " + std::to_string(m.part_low) + "-" + std::to_string(m.part_high) + " of " + std::to_string(m.total) + " " + std::to_string(m.total_low) + "-" +
           std::to_string(m.total_high) + " over " + std::to_string(m.over_by) + " rows " + std::to_string(f.assets_total) + " open " + std::to_string(f.undecided_assets) + " to come " + std::to_string(f.exposure_rows);
    for (const auto& [k, n] : f.missing) out += " " + k + "=" + std::to_string(n);
    out += "\n";
  }
  for (const auto& r : j->regimes) out += r.id + " " + r.status + "\n";
  return out;
}

const std::vector<std::string> kMakers = {"Huawei", "Huawei", "ZTE", "Nokia", "Ericsson", "FiberHome", "", "Huawai", "Some Firm"};
const std::vector<std::string> kKnownMakers = {"huawei", "zte", "nokia", "ericsson"};
const std::vector<std::string> kScenarioFunctions = {"core.4g.mme", "core.5g.amf", "core", "access.fttp.olt", "access.fttp.olt", "ran.5g.gnb", "ran.4g.enb", "", "core.ip.router", "transport.optical"};
const std::vector<std::string> kDays = {"2019-05-01", "2020-08-01", "2021-03-01", "2022-11-01", "2023-06-30", "2023-11-01", "2024-02-01"};

WRow random_row(std::mt19937& g) {
  WRow r;
  r.supplier = any_of(g, kMakers);
  r.function = any_of(g, kScenarioFunctions);
  r.region = any_of<std::string>(g, {"north", "south"});
  r.site = any_of<std::string>(g, {"Ash", "Birch", ""});
  r.status = any_of<std::string>(g, {"in-service", "in-service", "in-service", "switched-off", "planned", "removed", ""});
  if (g() % 4) r.installed = any_of(g, kDays);
  r.quantity = static_cast<long>(1 + g() % 5);
  if (g() % 4) r.premises = static_cast<long>(g() % 900);
  return r;
}

/// One change as YAML, and the same done by hand.
struct WChange {
  std::string yaml, kind, day, maker, function, region;
  long quantity = 1, premises = -1;
};
WChange random_change(std::mt19937& g) {
  WChange c;
  c.kind = any_of<std::string>(g, {"add", "add", "replace", "replace", "remove", "designate", "move"});
  c.day = any_of(g, kDays);
  c.maker = any_of(g, kKnownMakers);
  std::string where;
  if (c.kind == "replace" || c.kind == "remove") {
    const std::string of = any_of(g, kKnownMakers);
    c.yaml = of;  // kept for doing it by hand
    where = "where: {supplier: " + of;
    if (g() % 2) c.function = any_of<std::string>(g, {"core", "access.fttp", "ran.5g.gnb"}), where += ", function: " + c.function;
    if (g() % 3 == 0) c.region = any_of<std::string>(g, {"north", "south"}), where += ", region: " + c.region;
    where += "}";
  }
  return c;
}
std::string yaml_of(const WChange& c) {
  std::string where = "where: {supplier: " + c.yaml + (c.function.empty() ? "" : ", function: " + c.function) + (c.region.empty() ? "" : ", region: " + c.region) + "}";
  if (c.kind == "add")
    return "  - add: {function: " + c.function + ", supplier: " + c.maker + ", affected: no, region: north, site: Ash, quantity: " + std::to_string(c.quantity) + (c.premises < 0 ? "" : ", premises: " + std::to_string(c.premises)) + ", from: " + c.day + "}\n";
  if (c.kind == "replace") return "  - replace: {" + where + ", with: " + c.maker + ", affected: no, by: " + c.day + "}\n";
  if (c.kind == "remove") return "  - remove: {" + where + ", by: " + c.day + "}\n";
  if (c.kind == "designate") return "  - designate: {supplier: fiberhome, list: uk-ncsc-assessed, from: " + c.day + "}\n";
  return "  - move-deadline: {direction: uk-dvd-huawei-2022, requirement: core-removal, to: 2024-03-31, from: " + c.day + "}\n";
}

void by_hand(std::vector<WRow>& rows, const WChange& c, const std::string& as_of) {
  if (c.kind == "add") {
    rows.push_back({c.maker, c.function, "north", "Ash", "", c.day, c.quantity, c.premises, true});
    return;
  }
  const std::size_t n = rows.size();
  for (std::size_t i = 0; i < n; ++i) {
    WRow& r = rows[i];
    const auto who = wresolver().resolve(r.supplier);
    if (!r.there || who.match != names::Match::Clear || who.supplier != c.yaml) continue;
    if (!c.function.empty() && !starts_with_path(r.function, c.function)) continue;
    if (!c.region.empty() && r.region != c.region) continue;
    const bool planned = r.status == "planned";
    WRow alone = r;
    alone.part_of = alone.runs_on = -1;
    const bool present = made_of({alone}, wworld(as_of)).subject.states[0].present;
    if (!present && !planned) continue;
    r.there = false;
    if (c.kind == "remove") continue;
    WRow with = r;
    with.there = true;
    with.supplier = c.maker;
    with.part_of = with.runs_on = -1;
    if (present) with.installed = c.day, with.removed = with.last_seen = "";
    rows.push_back(with);
  }
}

/// Knowledge with the two changes of the world done by hand; made once each.
const knowledge::Knowledge& knowledge_by_hand(const std::string& designated_from, bool moved) {
  static std::map<std::pair<std::string, bool>, knowledge::Knowledge> made;
  const auto at = made.find({designated_from, moved});
  if (at != made.end()) return at->second;
  knowledge::Knowledge k = tests::built_in();
  if (!designated_from.empty()) {
    knowledge::Entry e;
    e.supplier = "fiberhome";
    e.from = *parse_iso_day(designated_from);
    k.lists.at("uk-ncsc-assessed").entries.push_back(e);
  }
  if (moved)
    for (auto& q : k.directions.at("uk-dvd-huawei-2022").requirements)
      if (q.name == "core-removal")
        for (auto& d : q.dates) d.deadline = *parse_iso_day("2024-03-31");
  return made.emplace(std::pair{designated_from, moved}, std::move(k)).first->second;
}

/// Estates that are tried, of which each has four sets of changes: RINGFENCE_ESTATES, else fewer than a release tries.
unsigned estates_tried() {
  const char* given = std::getenv("RINGFENCE_ESTATES");
  return given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : 2500;
}

TEST(WhatIf, IncrementalEqualsFromScratchOnTenThousandEstates) {
  std::size_t tried = 0;
  const unsigned seeds = estates_tried();
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    std::mt19937 g(seed);
    std::vector<WRow> rows;
    for (std::size_t i = 0, n = 1 + g() % 14; i < n; ++i) {
      rows.push_back(random_row(g));
      if (seed % 2 == 0) make_odd(rows.back(), g, n);
    }
    for (std::size_t i = 0, n = g() % 4; i < n; ++i) rows.push_back(rows[g() % rows.size()]);  // some that fold
    const std::string as_of = any_of<std::string>(g, {"2021-06-01", "2023-11-01", "2024-06-01"});
    std::vector<WChange> changes;
    std::string yaml = "changes:\n";
    for (std::size_t i = 0, n = 1 + g() % 5; i < n; ++i) {
      WChange c = random_change(g);
      if (c.kind == "add") {
        c.function = any_of<std::string>(g, {"core.4g.mme", "access.fttp.olt", "ran.5g.gnb"});
        c.quantity = static_cast<long>(1 + g() % 9);
        if (g() % 3) c.premises = static_cast<long>(g() % 900);
      }
      yaml += yaml_of(c);
      changes.push_back(std::move(c));
    }
    std::vector<Error> faults;
    Scenario scenario = read_scenario(yaml, faults);
    ASSERT_TRUE(faults.empty()) << to_text(faults[0]) << "\n" << yaml;
    const knowledge::World& w = wworld(as_of);
    settle(scenario, w, wresolver(), faults);
    ASSERT_TRUE(faults.empty()) << to_text(faults[0]) << "\n" << yaml;
    const Made base = made_of(rows, w);
    Folded cells = fold(base.subject, fold_by(w, {w.as_of}, &scenario, {}));
    Overlay folded(std::move(cells), wresolver(), scenario, "s", faults);
    FoldBy apart = fold_by(w, {w.as_of}, &scenario, {});
    apart.fields.insert(Field::Site);
    Overlay by_site(fold(base.subject, apart), wresolver(), scenario, "s", faults);
    Overlay overlay(base.subject, base.estate, wresolver(), scenario, "s", faults);
    // Several sets one after another: what an earlier one left behind must not be seen.
    for (int k = 0; k < 4; ++k, ++tried) {
      const Overlay::Set set = k == 0 ? 0 : g() % (1U << changes.size());
      std::vector<std::size_t> order;
      for (std::size_t i = 0; i < changes.size(); ++i)
        if (((set >> i) & 1U) && changes[i].day <= as_of) order.push_back(i);
      std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return changes[a].day < changes[b].day; });
      std::vector<WRow> by = rows;
      std::string designated;
      bool moved = false;
      for (const auto i : order) {
        if (changes[i].kind == "designate") designated = designated.empty() ? changes[i].day : designated;
        else if (changes[i].kind == "move") moved = true;
        else by_hand(by, changes[i], as_of);
      }
      const knowledge::World changed{&knowledge_by_hand(designated, moved), w.as_of, w.known_at};
      const Made scratch = made_of(by, changed);
      const std::string expected = judged(scratch.subject);
      overlay.apply(set);
      folded.apply(set);
      by_site.apply(set);
      ASSERT_EQ(judged(overlay.subject()), expected) << "seed " << seed << ", set " << set << ", as of " << as_of << "\n" << yaml;
      ASSERT_EQ(judged(by_site.subject()), expected) << "cells with sites apart, seed " << seed << ", set " << set << ", as of " << as_of << "\n" << yaml;
      ASSERT_EQ(judged(folded.subject()), expected) << "cells, seed " << seed << ", set " << set << ", as of " << as_of << "\n" << yaml;
    }
  }
  EXPECT_EQ(tried, 4 * seeds);
}

TEST(WhatIf, NothingBeforeAChangeMoves) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 g(seed);
    std::vector<WRow> rows;
    for (std::size_t i = 0, n = 1 + g() % 14; i < n; ++i) rows.push_back(random_row(g));
    std::string yaml = "changes:\n";
    for (int i = 0; i < 4; ++i) {
      WChange c = random_change(g);
      if (c.kind == "add") c.function = "access.fttp.olt";
      c.day = "2024-01-01";
      yaml += yaml_of(c);
    }
    std::vector<Error> faults;
    const knowledge::World& w = wworld("2023-12-31");
    Scenario scenario = read_scenario(yaml, faults);
    settle(scenario, w, wresolver(), faults);
    ASSERT_TRUE(faults.empty()) << to_text(faults[0]);
    Made m = made_of(rows, w);
    const std::string before = judged(m.subject);
    Overlay overlay(m.subject, m.estate, wresolver(), scenario, "s", faults);
    overlay.apply(~Overlay::Set{0} >> 60);
    ASSERT_EQ(judged(overlay.subject()), before) << yaml;
    overlay.judge_on(*parse_iso_day("2024-01-01"));
    overlay.apply(overlay.come());
    overlay.judge_on(*parse_iso_day("2023-12-31"));
    overlay.apply(15);
    ASSERT_EQ(judged(overlay.subject()), before) << "back from the future\n" << yaml;
  }
}

}  // namespace
}  // namespace rf::direct
