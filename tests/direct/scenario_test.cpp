// The form of a scenario and what its words mean: every fault with line, column and reason, and what is near.
#include <gtest/gtest.h>

#include "direct/scenario.h"
#include "tests/built_in.h"

namespace rf::direct {
namespace {

/// "line 3, column 5: why | remedy", one a line.
std::string faults_of(const std::string& yaml) {
  const knowledge::World w{&tests::built_in(), *parse_iso_day("2023-11-01"), *parse_iso_day("2026-11-01")};
  static const names::Resolver resolver(w);
  std::vector<Error> faults;
  Scenario s = read_scenario(yaml, faults);
  if (faults.empty()) settle(s, w, resolver, faults);
  std::string out;
  for (const auto& f : faults) out += (out.empty() ? "" : "\n") + f.where + ": " + f.why + (f.remedy.empty() ? "" : " | " + f.remedy);
  return out;
}
std::string change(const std::string& c) { return faults_of("changes:\n  - " + c + "\n"); }
#define HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST(ScenarioFile, AllKindsAreRead) {
  EXPECT_EQ(faults_of(R"(name: All kinds
says: of change
as_of: 2018-04-16
known_at: 2018-05-01
changes:
  - add: {function: access.fttp.olt, supplier: ZTE, quantity: 40, premises: 20000, from: 2018-06-01}
  - replace: {where: {supplier: huawei, function: core}, with: ericsson, by: 2023-06-30}
  - remove: {where: {site: [Ash, Birch], region: north, operator: albion, model: X}, by: 2020-01-01}
  - designate: {supplier: FiberHome, list: uk-ncsc-assessed, from: 2018-06-01}
  - deny-export: {authority: us, supplier: zte, from: 2018-04-15}
  - change-of-control: {supplier: adtran, owner: huawei, share: 51 %, from: 2020-01-01}
  - move-deadline: {direction: uk-dvd-huawei-2022, requirement: core-removal, to: 2024-03-31}
  - end-regime: {regime: uk-hcsec, from: 2019-01-01}
  - transfer: {where: {operator: caledon}, to: albion, from: 2023-10-01}
costs: {currency: GBP, replace: {core: 250000.50, others: 10}, add: 5}
plan: {pieces: {core: 2}, total: 10, from: 2023-01-01}
sweep:
  - how-many: {function: access.fttp.olt, supplier: zte, regime: uk-hcsec}
  - latest-start: {where: {supplier: huawei, function: core}, with: ericsson, a_month: 2, direction: uk-dvd-huawei-2022, requirement: core-removal}
)"), "");
}

TEST(ScenarioFile, AnUnknownKindOrKeyIsToldWithThePlaceAndTheNearest) {
  EXPECT_EQ(change("ad: {function: core, supplier: zte}"), "line 2, column 5: \"ad\" is no kind of change | perhaps add");
  HAS(change("explode: {}"), "line 2, column 5: \"explode\" is no kind of change | known: add, replace");
  EXPECT_EQ(change("add: {function: core, supplier: zte, quantty: 4}"), "line 2, column 51: \"quantty\" is no key of \"add\" | perhaps quantity");
  EXPECT_EQ(faults_of("nam: x\nchanges: []\n"), "line 1, column 6: \"nam\" is no key of a scenario | perhaps name");
  HAS(change("add: {function: core, supplier: zte}\n    remove: {where: {site: x}}"), "one change with 2 keys at its head: add, remove");
  HAS(change("replace: {where: {vendor: x}, with: zte}"), "\"vendor\" is no key of \"where\"");
}

TEST(ScenarioFile, AnUnknownSupplierIsAFaultAndTheNearestAreOffered) {
  HAS(change("add: {function: core, supplier: Erikson}"), "line 2, column 37: no supplier in knowledge is called \"Erikson\" | nearest: ");
  HAS(change("add: {function: core, supplier: Erikson}"), "ericsson");
  HAS(change("remove: {where: {supplier: huwei}}"), "huawei (Huawei Technologies");
}

TEST(ScenarioFile, UnknownIdsAreFaults) {
  HAS(change("move-deadline: {direction: uk-dvd-huawei-2021, requirement: core-removal, to: 2024-01-01}"), "knowledge has no direction \"uk-dvd-huawei-2021\" | perhaps uk-dvd-huawei-2022");
  HAS(change("move-deadline: {direction: uk-dvd-huawei-2022, requirement: core, to: 2024-01-01}"), "uk-dvd-huawei-2022 has no requirement \"core\" | it has ");
  HAS(change("end-regime: {regime: uk-hscec}"), "knowledge has no regime \"uk-hscec\" | perhaps uk-hcsec");
  HAS(change("designate: {supplier: zte, list: uk-ncsc-asessed}"), "perhaps uk-ncsc-assessed");
  HAS(change("add: {function: core.4g.mne, supplier: zte}"), "line 2, column 21: \"core.4g.mne\" is no function | perhaps core.4g.mme");
  HAS(change("deny-export: {authority: xx, supplier: zte}"), "\"xx\" is no authority that knowledge has");
}

TEST(ScenarioFile, DaysSharesAndNumbersAreChecked) {
  EXPECT_EQ(change("add: {function: core, supplier: zte, from: 31.12.2020}"), "line 2, column 48: \"31.12.2020\" is no day | write it as YYYY-MM-DD");
  EXPECT_EQ(change("designate: {supplier: zte, list: uk-ncsc-assessed, from: 2020-01-01, to: 2019-01-01}"), "line 2, column 16: dates run backwards: to 2019-01-01 is before from 2020-01-01");
  HAS(change("add: {function: core, supplier: zte, installed_on: 2020-01-01, removed_on: 2019-01-01}"), "dates run backwards: its end 2019-01-01 is before its installation 2020-01-01");
  HAS(change("change-of-control: {supplier: zte, owner: nokia, share: 1.01}"), "\"1.01\" is no share from 0 to 1 | 0.51 is 51 %");
  HAS(change("change-of-control: {supplier: zte, owner: zte}"), "nobody owns himself");
  HAS(change("add: {function: core, supplier: zte, quantity: -4}"), "\"-4\": quantity is a whole number of 1 and more");
  HAS(change("add: {function: core, supplier: zte, quantity: 20k}"), "\"20k\": quantity is a whole number");
  HAS(change("move-deadline: {direction: uk-ncsc-zte-2018, requirement: no-use, to: 2017-01-01}"), "dates run backwards: the last lawful day 2017-01-01 is before the requirement begins");
}

TEST(ScenarioFile, WhatIsMissingIsTold) {
  HAS(change("add: {supplier: zte}"), "\"add\" without \"function\"");
  HAS(change("replace: {where: {site: x}}"), "\"replace\" without \"with\"");
  HAS(change("remove: {by: 2020-01-01}"), "\"remove\" without \"where\"");
  HAS(change("remove: {where: {}}"), "\"where\" is empty");
  HAS(faults_of("name: x\n"), "a scenario without changes");
  HAS(faults_of("- a\n"), "a scenario is keys and values");
  HAS(faults_of("a: [\n"), "line ");
  // Several faults of one file are told at once.
  HAS(faults_of("changes:\n  - ad: {}\n  - add: {function: core, supplier: zte, from: x}\n"), "line 3");
}

TEST(ScenarioFile, RatesGoByTheLongestPath) {
  Rates r;
  r.by_function = {{"", 1}, {"core", 2}, {"core.4g", 3}};
  EXPECT_EQ(r.of("core.4g.mme"), 3);
  EXPECT_EQ(r.of("core.dns"), 2);
  EXPECT_EQ(r.of("access.fttp.olt|core.dns"), 2);
  EXPECT_EQ(r.of("access.fttp.olt"), 1);
  EXPECT_EQ(Rates{}.of("core"), std::nullopt);
}

}  // namespace
}  // namespace rf::direct
