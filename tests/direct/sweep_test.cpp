// Sweeps against trying everything: each number, each subset, each order.
#include "direct/sweep.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "direct/series.h"
#include "tests/direct/small_estates.h"

namespace rf::direct {
namespace {

std::vector<SweepAnswer> swept(const std::vector<WRow>& rows, const std::string& yaml, const std::string& as_of) {
  std::vector<Error> faults;
  Scenario s = read_scenario(yaml, faults);
  const knowledge::World& w = wworld(as_of);
  settle(s, w, wresolver(), faults);
  EXPECT_TRUE(faults.empty()) << to_text(faults.empty() ? Error{} : faults[0]);
  const Made m = made_of(rows, w);
  auto out = sweep(m.subject, wresolver(), s, "s", {}, faults);
  if (!out) {
    ADD_FAILURE() << to_text(out.error());
    return {};
  }
  return std::move(*out);
}
/// Part over the limit of the premises' cap, by hand.
bool over_cap(std::int64_t huawei, std::int64_t total) { return huawei * 100 > total * 35; }

TEST(Sweep, HowManyUntilTheCapBreaks) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 g(seed);
    const long huawei = static_cast<long>(g() % 400), others = static_cast<long>(100 + g() % 2000), each = static_cast<long>(1 + g() % 40);
    const std::vector<WRow> rows = {{"Huawei", "access.fttp.olt", "", "A", "in-service", "2019-01-01", 1, huawei}, {"Nokia", "access.fttp.olt", "", "B", "in-service", "2019-01-01", 1, others}};
    if (over_cap(huawei, huawei + others)) continue;
    std::int64_t n = 0;
    while (!over_cap(huawei + (n + 1) * each, huawei + others + (n + 1) * each)) ++n;
    const auto a = swept(rows, "sweep: {how-many: {function: access.fttp.olt, supplier: huawei, affected: no, installed_on: 2019-06-01, premises: " + std::to_string(each) + ", direction: uk-dvd-huawei-2022, requirement: fttp-cap}}\n", "2023-11-01");
    ASSERT_EQ(a.size(), 1U);
    EXPECT_EQ(a[0].number, n) << "seed " << seed << ": " << a[0].says;
    EXPECT_TRUE(a[0].exact);
    EXPECT_LT(a[0].judged, 60);
    EXPECT_EQ(a[0].breaks, std::vector<std::string>{"uk-dvd-huawei-2022/fttp-cap@albion"});
  }
}

TEST(Sweep, TheFirstOfASecondSupplierBreaksTheRegime) {
  const std::vector<WRow> rows = {{"Huawei", "ran.4g.enb", "", "A", "in-service", "", 200}, {"Nokia", "ran.4g.enb", "", "B", "in-service", "", 300}};
  const auto a = swept(rows, "sweep:\n  - how-many: {function: access.fttp.olt, supplier: zte, regime: uk-hcsec}\n  - how-many: {function: ran.4g.enb, supplier: nokia, regime: uk-hcsec, at_most: 5000}\n", "2018-06-01");
  ASSERT_EQ(a.size(), 2U);
  EXPECT_EQ(a[0].number, 0);
  EXPECT_EQ(a[0].breaks, std::vector<std::string>{"uk-hcsec@albion"});
  EXPECT_EQ(a[1].number, 5000);
  EXPECT_TRUE(a[1].breaks.empty());
}

TEST(Sweep, TheLatestStart) {
  // 7 pieces of Huawei in the core, 2 a month: 4 months before 31 December 2023.
  const std::vector<WRow> rows = {{"Huawei", "core.4g.mme", "", "A", "in-service", "2018-01-01", 3}, {"Huawei", "core.subscriber", "", "B", "in-service", "2018-01-01", 4}, {"Huawei", "ran.4g.enb", "", "C", "in-service", "2018-01-01", 90}};
  const auto a = swept(rows, "sweep: {latest-start: {where: {supplier: huawei, function: core}, with: ericsson, a_month: 2, direction: uk-dvd-huawei-2022, requirement: core-removal}}\n", "2022-11-01");
  ASSERT_EQ(a.size(), 1U);
  EXPECT_TRUE(a[0].found) << a[0].says;
  EXPECT_EQ(a[0].pieces, 7);
  EXPECT_EQ(a[0].months, 4);
  EXPECT_EQ(to_text(a[0].day), "2023-08-31");
  // With the radio alone it cannot be met.
  const auto b = swept(rows, "sweep: {latest-start: {where: {supplier: huawei, function: ran}, with: ericsson, a_month: 2, direction: uk-dvd-huawei-2022, requirement: core-removal}}\n", "2022-11-01");
  EXPECT_FALSE(b[0].found);
  EXPECT_EQ(b[0].breaks, std::vector<std::string>{"uk-dvd-huawei-2022/core-removal@albion"});
}

TEST(Sweep, WhatTheRequirementDoesNotCountDelaysNothing) {
  const std::string sweep = "sweep: {latest-start: {where: {supplier: huawei}, with: ericsson, a_month: 2, direction: uk-dvd-huawei-2022, requirement: ";
  // Three nodes in front of seven in the core: the seven alone must go, in 4 months.
  std::vector<WRow> rows(3, {"Huawei", "ran.4g.enb", "", "A", "in-service", "2018-01-01"});
  rows.insert(rows.end(), 7, {"Huawei", "core.4g.mme", "", "B", "in-service", "2018-01-01"});
  const auto a = swept(rows, sweep + "core-removal}}\n", "2022-11-01");
  EXPECT_EQ(a[0].pieces, 7) << a[0].says;
  EXPECT_EQ(to_text(a[0].day), "2023-08-31");
  // 500 of 1,000 by five, and a terminal with more premises than all: two of the five do it.
  rows = {{"Huawei", "access.fttp.ont", "", "T", "in-service", "2018-01-01", 1, 5000}, {"Nokia", "access.fttp.olt", "", "N", "in-service", "2018-01-01", 1, 500}};
  rows.insert(rows.end(), 5, {"Huawei", "access.fttp.olt", "", "H", "in-service", "2018-01-01", 1, 100});
  const auto b = swept(rows, sweep + "fttp-cap}}\n", "2022-11-01");
  EXPECT_EQ(b[0].pieces, 2) << b[0].says;
  EXPECT_TRUE(b[0].exact);
  // Begun on the day, it is late, and that is said.
  const auto late = swept({{"Huawei", "core.4g.mme", "", "B", "in-service", "2018-01-01", 7}}, sweep + "core-removal}}\n", "2023-11-05");
  EXPECT_NE(late[0].says.find("That day has passed on 2023-11-05: begun then, it is done by 2024-03-05"), std::string::npos) << late[0].says;
}

TEST(Sweep, WhatDoesNotHoldLeavesNoRoom) {
  const auto a = swept({{"Huawei", "core.4g.mme", "", "B", "in-service", "2018-01-01", 7}}, "sweep: {how-many: {function: core.4g.mme, supplier: huawei, direction: uk-dvd-huawei-2022, requirement: core-removal}}\n", "2024-02-05");
  EXPECT_EQ(a[0].number, 0) << a[0].says;
  EXPECT_EQ(a[0].breaks, std::vector<std::string>{"uk-dvd-huawei-2022/core-removal@albion"});
}

TEST(Sweep, OfACapOnlyTheHeaviestAreReplaced) {
  // 600 of 1000 premises; 250 must go, so that 350 remain: 200 and 150 do it, in two pieces.
  const std::vector<WRow> rows = {{"Huawei", "access.fttp.olt", "", "A", "in-service", "2018-01-01", 1, 100}, {"Huawei", "access.fttp.olt", "", "B", "in-service", "2018-01-01", 1, 200},
                                  {"Huawei", "access.fttp.olt", "", "C", "in-service", "2018-01-01", 1, 150}, {"Huawei", "access.fttp.olt", "", "D", "in-service", "2018-01-01", 3, 150},
                                  {"Nokia", "access.fttp.olt", "", "E", "in-service", "2018-01-01", 1, 400}};
  const auto a = swept(rows, "sweep: {latest-start: {where: {supplier: huawei}, with: nokia, a_month: 1, direction: uk-dvd-huawei-2022, requirement: fttp-cap}}\n", "2022-11-01");
  ASSERT_TRUE(a[0].found) << a[0].says;
  EXPECT_EQ(a[0].pieces, 2);
  EXPECT_EQ(to_text(a[0].day), "2023-08-31");
}

TEST(Sweep, AnOrderThatBreaksNothingOnTheWay) {
  // Huawei has 30 of 100 premises, ZTE takes over from Nokia …: what is to be replaced with Huawei must follow what goes from it. Two sites, one
  // of Huawei's (to Nokia) cannot be expressed in one sweep; so the cap itself must hold at each step: replacing Nokia with Huawei breaks it.
  const std::vector<WRow> rows = {{"Huawei", "access.fttp.olt", "", "A", "in-service", "2018-01-01", 1, 30}, {"Nokia", "access.fttp.olt", "", "B", "in-service", "2018-01-01", 1, 30}, {"Adtran", "access.fttp.olt", "", "C", "in-service", "2018-01-01", 1, 40}};
  const auto bad = swept(rows, "sweep: {order: {where: {supplier: nokia}, with: huawei, each: site, direction: uk-dvd-huawei-2022, requirement: fttp-cap}}\n", "2023-11-01");
  EXPECT_FALSE(bad[0].found);
  EXPECT_TRUE(bad[0].exact);
  EXPECT_EQ(bad[0].breaks, std::vector<std::string>{"uk-dvd-huawei-2022/fttp-cap@albion"});
  const auto good = swept(rows, "sweep: {order: {where: {supplier: huawei}, with: nokia, each: site}}\n", "2023-11-01");
  EXPECT_TRUE(good[0].found) << good[0].says;
  ASSERT_EQ(good[0].steps.size(), 1U);
  EXPECT_EQ(good[0].steps[0].what, "A");
}

TEST(Sweep, TheCheapestPlanIsTheCheapestOfAll) {
  for (unsigned seed = 1; seed <= 25; ++seed) {
    std::mt19937 g(seed);
    const std::size_t n = 3 + g() % 6;
    std::vector<WRow> rows = {{"Nokia", "access.fttp.olt", "", "N", "in-service", "2018-01-01", 1, 500}};
    std::vector<long> premises, pieces;
    long total = 500, huawei = 0;
    for (std::size_t i = 0; i < n; ++i) {
      premises.push_back(static_cast<long>(20 + g() % 300));
      pieces.push_back(static_cast<long>(1 + g() % 9));
      rows.push_back({"Huawei", "access.fttp.olt", "", "S" + std::to_string(i), "in-service", "2018-01-01", pieces[i], premises[i]});
      total += premises[i];
      huawei += premises[i];
    }
    long best = -1;
    for (unsigned set = 0; set < (1U << n); ++set) {
      long gone = 0, cost = 0;
      for (std::size_t i = 0; i < n; ++i)
        if ((set >> i) & 1U) gone += premises[i], cost += pieces[i] * 700;
      if (!over_cap(huawei - gone, total) && (best < 0 || cost < best)) best = cost;
    }
    const auto a = swept(rows, "costs: {replace: 7}\nsweep: {cheapest: {where: {supplier: huawei}, with: nokia, each: site, direction: uk-dvd-huawei-2022, requirement: fttp-cap}}\n", "2023-11-01");
    ASSERT_EQ(a.size(), 1U);
    ASSERT_TRUE(a[0].found) << a[0].says;
    EXPECT_EQ(a[0].cost, best) << "seed " << seed << ": " << a[0].says;
  }
}

// Series: each run against the judge on every single day.
TEST(Series, RunsAreWhatTheJudgeSaysOnEachDay) {
  const std::vector<WRow> rows = {{"Huawei", "core.4g.mme", "", "A", "in-service", "2018-01-01", 3}, {"Huawei", "access.fttp.olt", "", "B", "in-service", "2022-12-15", 1, 400}, {"Nokia", "access.fttp.olt", "", "C", "in-service", "2018-01-01", 1, 700},
                                  {"ZTE", "transport.optical", "", "C", "in-service", "2023-02-03", 2}};
  std::vector<Error> faults;
  Scenario s = read_scenario("changes:\n  - replace: {where: {supplier: huawei, function: core}, with: ericsson, by: 2023-03-01}\n  - move-deadline: {direction: uk-dvd-huawei-2022, requirement: fttp-cap, to: 2023-04-04, from: 2023-01-20}\n", faults);
  const knowledge::World& w = wworld("2023-11-01");
  settle(s, w, wresolver(), faults);
  ASSERT_TRUE(faults.empty());
  Made m = made_of(rows, w);
  Overlay overlay(m.subject, m.estate, wresolver(), s, "s", faults);
  Choice choice;
  choice.directions = {"uk-dvd-huawei-2022", "uk-ncsc-zte-2018"};
  const Day from = *parse_iso_day("2022-12-01"), to = *parse_iso_day("2023-04-30");
  const auto all = series(overlay, choice, from, to, false);
  ASSERT_TRUE(all) << to_text(all.error());
  EXPECT_LT(all->days_judged, 60U);
  choice.plain = true;
  std::size_t compared = 0;
  for (Day d = from; d <= to; d = d.plus(1)) {
    overlay.judge_on(d);
    overlay.apply(overlay.come());
    const auto j = judge(overlay.subject(), choice);
    ASSERT_TRUE(j);
    for (const auto& f : j->findings) {
      const auto line = std::find_if(all->lines.begin(), all->lines.end(), [&](const auto& l) { return l.id == f.id; });
      ASSERT_NE(line, all->lines.end()) << f.id;
      const auto run = std::find_if(line->runs.begin(), line->runs.end(), [&](const auto& r) { return r.from <= d && d <= r.to; });
      ASSERT_NE(run, line->runs.end()) << f.id << " on " << to_text(d);
      EXPECT_EQ(run->status, to_text(f.status)) << f.id << " on " << to_text(d);
      EXPECT_EQ(run->measured.part, f.measured.part) << f.id << " on " << to_text(d);
      ++compared;
    }
  }
  EXPECT_GT(compared, 500U);
  const auto core = std::find_if(all->lines.begin(), all->lines.end(), [](const auto& l) { return l.id == "uk-dvd-huawei-2022/core-removal@albion"; });
  ASSERT_EQ(core->runs.size(), 2U);
  EXPECT_EQ(core->runs[0].status, "due");
  EXPECT_EQ(core->runs[1].status, "met");
  EXPECT_EQ(to_text(core->runs[1].from), "2023-03-01");
  EXPECT_NE(core->runs[1].why.find("change 0"), std::string::npos) << core->runs[1].why;
}

}  // namespace
}  // namespace rf::direct
