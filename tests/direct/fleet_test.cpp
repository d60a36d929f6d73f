// Many submissions: totals against an estate in which everything stands once, and reasons that add up to what they explain.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "direct/between.h"
#include "direct/denial.h"
#include "direct/ledger.h"
#include "direct/matrix.h"
#include "direct/rollout.h"
#include "direct/shared_once.h"
#include "tests/direct/small_estates.h"

namespace rf::direct {
namespace {

struct FleetRow {
  std::string id, op, supplier, function, site, shared_with, status, country = "GB";
  long quantity = 1, premises = 10;
  std::string from = "2020-01-01";
};

Made fleet_of(const std::vector<FleetRow>& rows, const knowledge::World& w) {
  Made m;
  auto& e = *m.estate;
  const auto input = e.add_input("rows");
  for (const auto& r : rows) {
    const auto row = e.add_row(input);
    e.set_text(Field::Id, row, r.id);
    e.set_word(Field::Operator, row, r.op);
    e.set_word(Field::Country, row, r.country);
    e.set_word(Field::Supplier, row, r.supplier);
    e.set_word(Field::Function, row, r.function);
    e.set_word(Field::Site, row, r.site);
    e.set_word(Field::SharedWith, row, r.shared_with);
    e.set_word(Field::Status, row, r.status);
    e.set_word(Field::Affected, row, "no");
    e.set_word(Field::SiteClass, row, "none");
    if (!r.from.empty()) e.set_day(Field::InServiceFrom, row, *parse_iso_day(r.from));
    e.set_count(Field::Quantity, row, r.quantity);
    e.set_count(Field::Premises, row, r.premises);
    e.set_count(Field::Traffic, row, r.premises);
  }
  settle(m, w);
  return m;
}

const std::vector<std::string> kSuppliers = {"Huawei", "ZTE", "Nokia", "Ericsson", ""};
const std::vector<std::string> kFunctions = {"access.fttp.olt", "ran.5g.gnb", "core.5g.amf", "core.dns", "transport.ip"};

TEST(SharedOnce, SumOfOperatorsMinusSharedIsTheTotal) {
  const auto& w = wworld("2023-11-15");
  std::size_t shared = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const std::vector<std::string> ops = {"op0", "op1", "op2", "op3"};
    std::map<std::string, std::vector<FleetRow>> submissions;
    std::vector<FleetRow> once;  // every asset once, all of one operator
    for (int i = 0; i < 14; ++i) {
      FleetRow r{"a" + std::to_string(i), any_of(random, ops), any_of(random, kSuppliers), any_of(random, kFunctions), "s" + std::to_string(i), "", "", "GB", static_cast<long>(random() % 5 + 1), static_cast<long>(random() % 90), "2020-01-01"};
      const std::string other = any_of(random, ops);
      FleetRow alone = r;
      alone.op = "all";
      once.push_back(alone);
      if (random() % 2 == 0 && other != r.op) {
        ++shared;
        FleetRow twin = r;
        r.shared_with = other;
        twin.op = other;
        twin.shared_with = r.op;
        submissions[other].push_back(twin);
      }
      submissions[r.op].push_back(r);
    }
    SharedOnce total;
    std::map<std::string, std::int64_t> sums;
    for (const auto& [op, rows] : submissions) {
      const Made m = fleet_of(rows, w);
      const auto j = judge(m.subject, {{}, 0, nullptr, true});
      ASSERT_TRUE(j);
      ASSERT_TRUE(total.add(m.subject, j->findings));
      for (const auto& f : j->findings)
        if (f.status != Status::NotApplicable && f.measured.measure != "suppliers") sums[f.direction + f.requirement + f.supplier + f.measured.measure] += f.measured.part;
    }
    const Made whole = fleet_of(once, w);
    const auto j = judge(whole.subject, {{}, 0, nullptr, true});
    ASSERT_TRUE(j);
    std::size_t compared = 0;
    for (const auto& t : total.totals()) {
      if (!t.adds_up) continue;
      EXPECT_EQ(t.sum.part, (sums[t.direction + t.requirement + t.supplier + t.once.measure])) << seed;
      for (const auto& f : j->findings) {
        if (f.direction != t.direction || f.requirement != t.requirement || f.supplier != t.supplier || f.measured.measure != t.once.measure) continue;
        ++compared;
        const auto &a = t.once, &b = f.measured;
        EXPECT_EQ(std::tie(a.part, a.part_low, a.part_high, a.total, a.total_low, a.total_high), std::tie(b.part, b.part_low, b.part_high, b.total, b.total_low, b.total_high)) << seed << " " << f.id << " " << a.part << " " << b.part;
      }
    }
    EXPECT_GT(compared, 5U);
  }
  EXPECT_GT(shared, 100U);
}

TEST(SharedOnce, OneInventoryOfSeveralSharersCountsARowOnce) {
  const auto& w = wworld("2023-11-15");
  const Made m = fleet_of({{"a", "x", "Huawei", "ran.5g.gnb", "s", "y", "", "GB", 2}, {"b", "x", "Huawei", "ran.5g.gnb", "s", "", "", "GB", 1}, {"c", "y", "Huawei", "ran.5g.gnb", "s", "", "", "GB", 4}}, w);
  const auto j = judge(m.subject, {{"uk-dvd-huawei-2022"}, 0, nullptr, true});
  ASSERT_TRUE(j);
  SharedOnce total;
  ASSERT_TRUE(total.add(m.subject, j->findings));
  for (const auto& t : total.totals()) {
    if (t.requirement != "5g-removal") continue;
    EXPECT_EQ(t.sum.part, 9);   // x: 2 + 1, y: 2 + 4
    EXPECT_EQ(t.once.part, 7);
  }
  EXPECT_EQ(total.shared(), 1);
  EXPECT_TRUE(total.unlisted().empty());
}

TEST(SharedOnce, AnEqualSerialOfStrangersIsTwoAssets) {
  const auto& w = wworld("2023-11-15");
  SharedOnce total;
  for (const auto& [op, with] : {std::pair{"x", "y"}, std::pair{"p", "q"}}) {
    Made m = fleet_of({{"a", op, "Huawei", "ran.5g.gnb", "s", with, "", "GB", 2}}, w);
    m.estate->set_text(Field::Serial, 0, "0001");
    const auto j = judge(m.subject, {{"uk-dvd-huawei-2022"}, 0, nullptr, true});
    ASSERT_TRUE(j);
    ASSERT_TRUE(total.add(m.subject, j->findings));
  }
  EXPECT_EQ(total.shared(), 2);
  EXPECT_EQ(total.listed_again(), 0);
}

TEST(BetweenSubmissions, ReasonsAddUpToTheWholeChange) {
  const auto& w = wworld("2023-11-15");
  std::size_t explained = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    std::vector<FleetRow> before, after;
    for (int i = 0; i < 14; ++i) {
      FleetRow r{i % 5 == 4 ? "" : "a" + std::to_string(i), "op", any_of(random, kSuppliers), any_of(random, kFunctions), "s" + std::to_string(i % 4), "", "", "GB", static_cast<long>(random() % 5 + 1), static_cast<long>(random() % 90), "2020-01-01"};
      const auto fate = random() % 8;
      if (fate != 0) before.push_back(r);
      if (fate == 1) continue;
      if (fate == 2 || fate == 6) r.supplier = any_of(random, kSuppliers);
      if (fate == 3 || fate == 6) r.status = "removed";
      if (fate == 4) r.premises += 7;
      if (fate == 5) r.function = any_of(random, kFunctions);
      after.push_back(r);
    }
    std::shuffle(after.begin(), after.end(), random);
    const Made a = fleet_of(before, w), b = fleet_of(after, w);
    const auto ja = judge(a.subject, {{}, 0, nullptr, true}), jb = judge(b.subject, {{}, 0, nullptr, true});
    ASSERT_TRUE(ja);
    ASSERT_TRUE(jb);
    Stage first;
    for (const auto& f : ja->findings) first.numbers[f.id] = numbers_of(f);
    const auto between = explain({first}, a.subject, b.subject, jb->findings, {{}, 5, nullptr, true});
    ASSERT_TRUE(between);
    std::map<std::string, ChangedFinding> changed;
    for (const auto& c : between->findings) changed.emplace(c.id, c);
    for (const auto& f : jb->findings) {
      const auto c = changed.find(f.id);
      EXPECT_EQ(c != changed.end(), first.numbers[f.id] != numbers_of(f)) << f.id;
      if (c == changed.end()) continue;
      ++explained;
      ASSERT_FALSE(c->second.steps.empty());
      EXPECT_EQ(c->second.steps.front().before, first.numbers[f.id]);
      EXPECT_EQ(c->second.steps.back().after, numbers_of(f));
      for (std::size_t i = 0; i < c->second.steps.size(); ++i) {
        EXPECT_NE(c->second.steps[i].because, "unexplained") << seed << " " << f.id;
        EXPECT_TRUE(i == 0 || c->second.steps[i - 1].after == c->second.steps[i].before) << f.id;
      }
    }
    EXPECT_EQ(between->rows.same + between->rows.changes() - between->rows.added, static_cast<std::int64_t>(before.size()));
  }
  EXPECT_GT(explained, 100U);
}

TEST(BetweenSubmissions, TheSameRowsInAnotherOrderChangeNothing) {
  const auto& w = wworld("2023-11-15");
  std::vector<FleetRow> rows = {{"a", "op", "Huawei", "ran.5g.gnb", "s", "", ""}, {"", "op", "Huawei", "ran.5g.gnb", "s", "", ""}, {"", "op", "Huawei", "ran.5g.gnb", "s", "", ""}, {"b", "op", "Nokia", "ran.5g.gnb", "s", "", ""}};
  const Made a = fleet_of(rows, w);
  std::reverse(rows.begin(), rows.end());
  const Made b = fleet_of(rows, w);
  const auto ja = judge(a.subject, {{}, 0, nullptr, true}), jb = judge(b.subject, {{}, 0, nullptr, true});
  Stage first;
  for (const auto& f : ja->findings) first.numbers[f.id] = numbers_of(f);
  const auto between = explain({first}, a.subject, b.subject, jb->findings, {{}, 5, nullptr, true});
  ASSERT_TRUE(between);
  EXPECT_TRUE(between->findings.empty());
  EXPECT_EQ(between->rows.changes(), 0);
  EXPECT_EQ(between->rows.same, 4);
}

Measured cap_35() {
  Measured m;
  m.measure = "premises";
  m.share = true;
  m.limit_num = 35;
  m.limit_den = 100;
  return m;
}

TEST(Rollout, DayIsWorkedOutInIntegers) {
  const Day today = day_of(2026, 1, 1);
  // 3400 of 10000, one a day, the base stays: 3500 is exactly at the cap and met, 3501 is over it, on the 101st day.
  EXPECT_EQ(to_text(day_passed(today, {3400, 10000, 365, 0, {}}, cap_35())), "2026-04-12");
  // The base grows as fast: 3400 + t over 0.35 (10000 + t) needs 0.65 t > 100, t > 153.8.
  EXPECT_EQ(day_passed(today, {3400, 10000, 365, 365, {}}, cap_35()).days - today.days, 154);
  // Growth at exactly 35 % of the base's never passes it; nor does a shrinking part.
  EXPECT_FALSE(day_passed(today, {3400, 10000, 35, 100, {}}, cap_35()).known());
  EXPECT_FALSE(day_passed(today, {3400, 10000, -5, 0, {}}, cap_35()).known());
  // A base that shrinks passes it although nothing is added: 3400 > 0.35 (10000 − t): t > 285.7.
  EXPECT_EQ(day_passed(today, {3400, 10000, 0, -365, {}}, cap_35()).days - today.days, 286);
  EXPECT_EQ(day_passed(today, {3501, 10000, 0, 0, {}}, cap_35()), today);  // over already
  // Huge numbers decide nothing rather than something wrong.
  EXPECT_FALSE(day_passed(today, {std::int64_t{1} << 60, (std::int64_t{1} << 62), 1, 0, {}}, cap_35()).known());
}

TEST(Rollout, RateIsOfRowsOfThePastYear) {
  const auto& w = wworld("2023-11-15");
  // 30 of 100 premises are Huawei's; 5 of them came in the past year, and so did 10 of others. One row of 2 has no date of start.
  const Made m = fleet_of({{"a", "op", "Huawei", "access.fttp.olt", "s", "", "", "GB", 1, 23}, {"b", "op", "Huawei", "access.fttp.olt", "s", "", "", "GB", 1, 5, "2023-03-01"}, {"u", "op", "Huawei", "access.fttp.olt", "s", "", "", "GB", 1, 2, ""},
                           {"c", "op", "Nokia", "access.fttp.olt", "s", "", "", "GB", 1, 60}, {"d", "op", "Nokia", "access.fttp.olt", "s", "", "", "GB", 1, 10, "2022-11-16"}}, w);
  const auto j = judge(m.subject, {{"uk-dvd-huawei-2022"}, 0});
  ASSERT_TRUE(j);
  const auto all = rollouts(m.subject, j->findings, 5);
  const auto r = std::find_if(all.begin(), all.end(), [](const auto& x) { return x.requirement == "fttp-cap"; });
  ASSERT_NE(r, all.end());
  EXPECT_EQ(to_text(r->since), "2022-11-15");
  EXPECT_EQ(r->rate.part, 30);
  EXPECT_EQ(r->rate.part_year, 5);
  EXPECT_EQ(r->rate.total_year, 15);  // a share of 5 in 15 is under 35 % of growth: never
  EXPECT_FALSE(r->rate.passes.known());
  EXPECT_EQ(r->earliest.part_year, 7);  // were the undated row new too: 7 of 17
  EXPECT_EQ(r->earliest.total_year, 17);
  // 30 + 7 y over 0.35 (100 + 17 y): 1.05 y > 5, y > 4.76 years: day 1739.
  EXPECT_EQ(r->earliest.passes.days - w.as_of.days, 1739);
  EXPECT_EQ(r->state, "undecided");
  EXPECT_EQ(r->rows_new, 1);
  EXPECT_EQ(r->rows_undated, 1);
}

TEST(Ledger, ADayThatMovedIsKnownAsItWasThen) {
  const knowledge::World then{&tests::built_in(), *parse_iso_day("2022-06-01"), *parse_iso_day("2022-06-01")};
  const Made m = fleet_of({{"a", "op", "Huawei", "core.5g.amf", "s", "", ""}}, then);
  for (const auto& [world, day, links] : {std::tuple{then, "2023-01-28", 1U}, std::tuple{wworld("2023-06-01"), "2023-12-31", 2U}}) {
    Subject s = m.subject;
    s.world = &world;
    const auto j = judge(s, {{"uk-dvd-huawei-2022"}, 0});
    ASSERT_TRUE(j);
    const auto entries = ledger(s, j->findings);
    const auto e = std::find_if(entries.begin(), entries.end(), [](const auto& x) { return x.requirement == "core-removal"; });
    ASSERT_NE(e, entries.end());
    EXPECT_EQ(to_text(e->deadline), day);
    EXPECT_EQ(e->chain.size(), links);
    EXPECT_EQ(e->clock, "general");
  }
}

TEST(LawMatrix, ACapHereAndABanThereAreOneTarget) {
  const auto& w = wworld("2026-11-01");
  const Made m = fleet_of({{"a", "op", "Huawei", "access.fttp.olt", "s", "", ""}, {"b", "op", "Huawei", "ran.5g.gnb", "s", "", "", "SE"}}, w);
  const auto x = matrix(m.subject, {});
  ASSERT_TRUE(x);
  EXPECT_NE(std::find(x->territories.begin(), x->territories.end(), "GB"), x->territories.end());
  EXPECT_NE(std::find(x->territories.begin(), x->territories.end(), "SE"), x->territories.end());
  EXPECT_TRUE(x->hypothetical.empty());
  for (const auto& row : x->rows) {
    // Steps only ever become stricter, and each is some entry's limit on its day.
    for (const auto* steps : {&row.binding, &row.all})
      for (std::size_t i = 1; i < steps->size(); ++i) {
        EXPECT_LE((*steps)[i - 1].from, (*steps)[i].from);
        EXPECT_NE((*steps)[i - 1].limit_num, 0) << "nothing is stricter than nothing";
      }
    for (const auto& [t, entries] : row.by_territory)
      for (const auto& e : entries) EXPECT_FALSE(e.force == "export" || e.force == "investment" || e.force == "funding") << e.direction;
  }
  const auto refused = matrix(m.subject, {"XX"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::Usage);
}

std::string invented(const std::string& id, const std::string& territory, const std::string& force, const std::string& limit, const std::string& deadline, const std::string& operators = "everyone: true, complete: true") {
  return "direction: " + id + "\ntitle: \"" + id + "\"\nauthority: uk-dcms\nforce: " + force + "\nterritory: " + territory + "\nurl: \"https://example.org\"\ntext_seen: true\nknown: 1\n" +
         "defaults: {source: uk-dvd-2022, learnt: 2020-01-01, confidence: stated}\nstates:\n  - {state: in-force, from: 2020-01-01}\naddressees: {who: all, " + operators + ", operators: [], source: uk-dvd-2022, learnt: 2020-01-01}\nstatements: []\n" +
         "requirements:\n  - id: limit\n    says: \"Invented.\"\n    kind: cap\n    about: [huawei]\n    functions:\n      - {path: corporate.it, scope: in, source: uk-dvd-2022, learnt: 2020-01-01}\n" +
         "    measures:\n      - {measure: quantity, counted_at: [], base: \"pieces\", source: uk-dvd-2022, learnt: 2020-01-01}\n    limit: " + limit + "\n    dates:\n      - {deadline: " + deadline + "}\n";
}

// 6 of Huawei's and 4 of others' pieces. GB's law allows half from 2024, its advice 40 % from 2025, SE's law nothing from 2026; another
// law of GB, of which the operator is no addressee, allows nothing from 2021. What binds: half, then nothing. All: half, 40 %, nothing.
TEST(LawMatrix, TheStrictestOnEachDay) {
  namespace fs = std::filesystem;
  const fs::path dir = fs::temp_directory_path() / ("ringfence-matrix-" + std::to_string(::getpid()));
  fs::create_directories(dir / "directions");
  std::ofstream(dir / "directions/zz-gb.yaml") << invented("zz-gb", "GB", "law", "{share: \"50/100\"}", "2023-12-31");
  std::ofstream(dir / "directions/zz-gb-advice.yaml") << invented("zz-gb-advice", "GB", "advice", "{share: \"40/100\"}", "2024-12-31");
  std::ofstream(dir / "directions/zz-se.yaml") << invented("zz-se", "SE", "law", "{count: 0}", "2025-12-31");
  std::ofstream(dir / "directions/zz-others.yaml") << invented("zz-others", "GB", "law", "{count: 0}", "2020-12-31", "everyone: false, complete: true");
  const auto k = knowledge::open({dir.string()});
  fs::remove_all(dir);
  ASSERT_TRUE(k) << to_text(k.error());
  const knowledge::World w{&*k, *parse_iso_day("2026-11-01"), *parse_iso_day("2026-11-01")};
  const Made m = fleet_of({{"a", "op", "Huawei", "corporate.it", "s", "", "", "GB", 6}, {"b", "op", "Nokia", "corporate.it", "s", "", "", "GB", 4}}, w);
  const auto x = matrix(m.subject, {"GB", "SE"});
  ASSERT_TRUE(x) << to_text(x.error());
  EXPECT_EQ(x->hypothetical, std::set<std::string>{"SE"});
  const auto row = std::find_if(x->rows.begin(), x->rows.end(), [](const auto& r) { return r.supplier == "huawei" && r.function == "corporate.it" && r.about == "in-place"; });
  ASSERT_NE(row, x->rows.end());
  EXPECT_EQ(row->pieces, 6);
  const auto step = [](const TargetStep& t) { return to_text(t.from) + " " + std::to_string(t.limit_num) + "/" + std::to_string(t.limit_den) + " " + t.by.front(); };
  ASSERT_EQ(row->binding.size(), 2U);
  EXPECT_EQ(step(row->binding[0]), "2024-01-01 50/100 zz-gb/limit (GB)");
  EXPECT_EQ(step(row->binding[1]), "2026-01-01 0/1 zz-se/limit (SE)");
  ASSERT_EQ(row->all.size(), 3U);
  EXPECT_EQ(step(row->all[1]), "2025-01-01 40/100 zz-gb-advice/limit (GB)");
  std::map<std::string, int> kinds;
  for (const auto& c : row->conflicts) ++kinds[c.kind + (c.binding ? ", binding" : "")];
  EXPECT_EQ(kinds["limit-against-none, binding"], 1);  // half in GB, nothing in SE
  EXPECT_EQ(kinds["limit-against-none"], 1);           // 40 % advised in GB, nothing in SE
  EXPECT_EQ(kinds["limits-differ"], 1);                // half and 40 % in one country
  // Were all of it in Sweden, the six would be over none; in GB six of ten are over half.
  EXPECT_EQ(row->by_territory.at("SE").front().status, "breached");
  EXPECT_TRUE(row->by_territory.at("SE").front().hypothetical);
  EXPECT_EQ(row->by_territory.at("SE").front().measured.part, 6);
  for (const auto& e : row->by_territory.at("GB")) EXPECT_EQ(e.status, e.direction == "zz-others" ? "not-applicable" : "breached") << e.direction;
}

// Huawei stands in Sweden and ZTE in Canada, under requirements that name both: what one is over says nothing of the other, nor of a core that nobody has.
TEST(LawMatrix, ACellIsOfItsSupplierAndFunctionAlone) {
  const auto& w = wworld("2025-06-01");
  const Made m = fleet_of({{"a", "op", "Huawei", "ran.5g.gnb", "s", "", "", "SE", 6}, {"b", "op", "ZTE", "ran.5g.gnb", "s", "", "", "CA", 4}}, w);
  const auto x = matrix(m.subject, {"SE", "CA"});
  ASSERT_TRUE(x) << to_text(x.error());
  std::map<std::string, std::string> cells;  // supplier, function, country → status of what stands
  for (const auto& row : x->rows)
    for (const auto& [country, entries] : row.by_territory)
      for (const auto& e : entries)
        if (row.about == "in-place" && (e.requirement == "existing-infrastructure" || e.requirement == "5g-removal")) cells[row.supplier + " " + row.function + " " + country] = e.status;
  EXPECT_EQ(cells["huawei ran.5g SE"], "breached");
  EXPECT_EQ(cells["zte ran.5g SE"], "met");
  EXPECT_EQ(cells["zte ran.5g CA"], "breached");
  EXPECT_EQ(cells["huawei ran.5g CA"], "met");
  for (const auto& [cell, status] : cells) {
    if (cell.find(" core") == std::string::npos) continue;
    EXPECT_EQ(status, "met") << cell;
  }
}

// docs/scenarios.md: six OLTs with a denied chip, three in store, two taken out in the year before: 3 × 12 / 2 months, 3 × 365 / 2 days.
TEST(DenialClock, SparesLastAsLongAsWhatWasTakenOutSays) {
  const auto& w = wworld("2018-04-20");
  Made m = fleet_of({{"a", "op", "ZTE", "access.fttp.olt", "s", "", "in-service", "GB", 6, 10, "2016-01-01"}, {"b", "op", "ZTE", "access.fttp.olt", "s", "", "in-store", "GB", 3, 10, "2016-01-01"}, {"c", "op", "ZTE", "access.fttp.olt", "s", "", "removed", "GB", 2, 10, "2016-01-01"},
                     {"d", "op", "ZTE", "access.fttp.olt", "s", "", "removed", "GB", 1, 10, "2016-01-01"}, {"e", "op", "ZTE", "access.fttp.olt", "s", "", "removed", "GB", 9, 10, "2016-01-01"}, {"f", "op", "Nokia", "access.fttp.olt", "s", "", "in-store", "GB", 50, 10, "2016-01-01"}}, w);
  m.estate->set_day(Field::RemovedOn, 2, *parse_iso_day("2018-02-01"));
  m.estate->set_day(Field::RemovedOn, 4, *parse_iso_day("2017-04-20"));  // a day too old; d's day is not stated
  for (std::size_t row = 0; row < m.estate->size(); ++row) m.estate->set_word(Field::Components, row, "Broadcom:BCM68620");
  m.subject.components[m.estate->code(Field::Components, 0)] = {{"BCM68620", wresolver().resolve("Broadcom")}};
  m.subject.states = states_of(*m.estate, w.as_of, w.known_at);
  const auto all = denials(m.subject, "op", true, 10);
  const auto x = std::find_if(all.begin(), all.end(), [](const auto& e) { return e.list == "us-bis-zte-denial-2018" && e.kind == "product"; });
  ASSERT_NE(x, all.end());
  ASSERT_EQ(x->clock.size(), 1U);
  const SupplyClock& c = x->clock.front();
  EXPECT_EQ(c.function, "access.fttp.olt");
  EXPECT_EQ(std::make_tuple(c.pieces, c.spares, c.used, c.used_undated), (std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>(6, 3, 2, 1)));
  EXPECT_EQ(c.months, 18);
  EXPECT_EQ(c.months_low, 12);
  EXPECT_EQ(to_text(c.until), "2019-10-19");
}

}  // namespace
}  // namespace rf::direct
