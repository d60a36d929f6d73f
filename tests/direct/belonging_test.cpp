// What is no piece of its own, what names no site, what does not say what it is, and what contradicts itself: each could once make
// a requirement look met. Worked out by hand from docs/judging.md.
#include <algorithm>

#include "report/report.h"
#include "report/words.h"
#include "tests/direct/judged.h"

namespace rf {
namespace {

class Belonging : public tests::Judged {};

const std::string kAccessRemoval = "uk-dvd-huawei-2022/5g-removal", kCoreRemoval = "uk-dvd-huawei-2022/core-removal", kAccessSites = "uk-dvd-huawei-2022/5g-access-cap/sites";
const std::string kParts = "id,country,function,supplier,kind,runs_on,part_of,status\n";

TEST_F(Belonging, SoftwareOfTheSupplierOnAnothersHostCounts) {
  const auto a = judge(kParts + "h,GB,core.5g.upf,Dell,,,,in-service\ns,GB,core.5g.upf,Huawei,software,h,,in-service\n", "2028-01-02");
  EXPECT_EQ(status(a, kAccessRemoval), "breached");
  EXPECT_EQ(finding(a, kAccessRemoval).measured.part, 1);
}
TEST_F(Belonging, SoftwareIsCountedWithItsHostOnce) {
  const auto a = judge(kParts + "h,GB,core.5g.upf,Huawei,,,,in-service\ns,GB,core.5g.upf,Huawei,software,h,,in-service\n", "2028-01-02");
  EXPECT_EQ(finding(a, kAccessRemoval).measured.part, 1);
  // A host outside the scope does not stand for what runs on it; software of others is no piece.
  const auto b = judge(kParts + "h,GB,datacentre.compute,Huawei,,,,in-service\ns,GB,core.5g.upf,Huawei,software,h,,in-service\nn,GB,core.5g.upf,Nokia,software,h,,in-service\n", "2028-01-02");
  EXPECT_EQ(finding(b, kAccessRemoval).measured.part, 1);
  EXPECT_EQ(finding(b, kAccessRemoval).measured.total, 1);
  EXPECT_EQ(status(judge(kParts + "s,GB,core.5g.upf,Huawei,software,gone,,in-service\n", "2028-01-02"), kAccessRemoval), "breached") << "its host is not in the estate";
}
TEST_F(Belonging, APartIsToldAndCountsOnlyWhereTheInstrumentSpeaksOfComponents) {
  const std::string csv = kParts + "c,GB,core.4g.mme,Nokia,,,,in-service\np,GB,core.4g.mme,Huawei,,,c,in-service\n";
  const auto gb = judge(csv, "2024-01-02");
  EXPECT_EQ(status(gb, kCoreRemoval), "met");
  EXPECT_NE(finding(gb, kCoreRemoval).says.find("In 1 further row only a component is the supplier's"), std::string::npos) << finding(gb, kCoreRemoval).says;
  const std::string us = kParts + "c,US,core.4g.mme,Nokia,,,,in-service\np,US,core.4g.mme,Huawei,,,m,in-service\nm,US,core.4g.mme,Nokia,,,c,in-service\n";
  const auto answer_1 = judge(us, "2024-01-02");
  const auto& f = finding(answer_1, "us-ndaa-889-2018/part-b/huawei");
  EXPECT_EQ(f.status, Status::Breached);
  EXPECT_EQ(f.supplier_basis, "component-only");
  // Its own card in its own chassis is the chassis.
  const auto own = judge(kParts + "c,GB,core.4g.mme,Huawei,,,,in-service\np,GB,core.4g.mme,Huawei,,,c,in-service\n", "2024-01-02");
  EXPECT_EQ(finding(own, kCoreRemoval).measured.part, 1);
  EXPECT_EQ(finding(own, kCoreRemoval).says.find("component"), std::string::npos);
}

std::string sites(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string out = "id,country,function,supplier,site,status\n";
  for (std::size_t i = 0; i < rows.size(); ++i) out += "r" + std::to_string(i) + ",GB,ran.5g.gnb," + rows[i].first + "," + rows[i].second + ",in-service\n";
  return out;
}
TEST_F(Belonging, RowsWithoutASiteMayAllStandAtOne) {
  // One site of Huawei's, nine rows of Nokia's that name no site: one of ten, or one of one.
  std::vector<std::pair<std::string, std::string>> rows = {{"Huawei", "A"}};
  for (int i = 0; i < 9; ++i) rows.emplace_back("Nokia", "");
  const auto answer_2 = judge(sites(rows), "2024-01-02");
  const auto& f = finding(answer_2, kAccessSites);
  EXPECT_EQ(f.status, Status::Undecided);
  EXPECT_EQ(f.missing.at("site"), 9);
  EXPECT_EQ(f.measured.part_low, 1);
  EXPECT_EQ(f.measured.total_low, 10);
  EXPECT_EQ(f.measured.part_high, 1);
  EXPECT_EQ(f.measured.total_high, 1);
  // Ten sites of Nokia's with names bound it: at most one of eleven, or two of ten where a Huawei row without a site stands at one of them.
  rows = {{"Huawei", "A"}, {"Huawei", ""}};
  for (int i = 0; i < 10; ++i) rows.emplace_back("Nokia", "N" + std::to_string(i));
  const auto answer_3 = judge(sites(rows), "2024-01-02");
  const auto& g = finding(answer_3, kAccessSites);
  EXPECT_EQ(g.status, Status::Met);
  EXPECT_EQ(g.measured.part_high, 2);
  EXPECT_EQ(g.measured.total_high, 11);
  // Nobody's but Nokia's: nothing could overturn it.
  EXPECT_EQ(status(judge(sites({{"Nokia", ""}, {"Nokia", ""}}), "2024-01-02"), kAccessSites), "met");
}

TEST_F(Belonging, AServiceThatDoesNotSayWhatItIsLeavesItOpen) {
  const std::string head = "id,country,kind,service,function,supplier,status\n";
  const auto answer_4 = judge(head + "s,GB,service,,core.5g.amf,Huawei,in-service\n", "2028-01-02");
  const auto& f = finding(answer_4, kAccessRemoval);
  EXPECT_EQ(f.status, Status::Undecided);
  EXPECT_EQ(f.missing.at("service"), 1);
  EXPECT_EQ(status(judge(head + "s,GB,service,field-maintenance,core.5g.amf,Huawei,in-service\n", "2028-01-02"), kAccessRemoval), "met");
}

TEST_F(Belonging, RemovedBeforeItCameIsNotGone) {
  const auto answer_5 = judge("id,country,function,supplier,status,installed_on,removed_on\nm,GB,core.4g.mme,Huawei,in-service,2020-01-01,2019-01-01\n", "2024-01-02");
  const auto& f = finding(answer_5, kCoreRemoval);
  EXPECT_EQ(f.status, Status::Undecided);
  EXPECT_EQ(f.missing.at("status"), 1);
}

TEST_F(Belonging, WhatOneCountrySaysOfARiskIsNotSaidOfAnother) {
  const std::string csv = "id,country,function,supplier,status,installed_on\nz,US,core.4g.mme,ZTE,in-service,2015-01-01\nh,SE,core.5g.amf,Huawei,in-service,2015-01-01\ng,GB,ran.4g.enb,Huawei,in-service,2015-01-01\nn,GB,ran.4g.enb,Nokia,in-service,2015-01-01\n";
  const auto a = judge(csv, "2024-01-02");
  EXPECT_FALSE(finding(a, "us-ndaa-889-2018/part-b/zte").mitigation.possible.has_value()) << "the NCSC spoke of the United Kingdom";
  EXPECT_FALSE(finding(a, "se-pts-2020/existing-infrastructure").mitigation.possible.has_value()) << "the evaluation centre works for British operators";
  EXPECT_EQ(finding(a, "uk-ncsc-zte-2018/no-use").mitigation.possible, std::optional(false));
  EXPECT_EQ(finding(a, kAccessRemoval).mitigation.regime, "uk-hcsec");
  // A mitigation is of the risk and lifts no duty.
  EXPECT_NE(report::mitigation(finding(a, kAccessRemoval)).find("What the instrument asks stands all the same"), std::string::npos);
}

TEST_F(Belonging, ADraftSaysNothingThatItsLawSaidLater) {
  const std::string csv = "id,country,function,supplier,status,installed_on\nm,GB,core.4g.mme,Huawei,in-service,2019-01-01\nr,GB,ran.5g.gnb,Huawei,in-service,2019-01-01\n";
  const auto a = judge(csv, "2022-06-01", "2022-06-01");
  const auto& f = finding(a, kCoreRemoval);
  EXPECT_EQ(f.says.find("2023-12-31"), std::string::npos);
  EXPECT_EQ(f.says.find("December"), std::string::npos) << f.says;
  EXPECT_NE(f.says.find("Its last lawful day is 2023-01-28"), std::string::npos) << f.says;
  EXPECT_EQ(status(a, kAccessRemoval), "preview") << "what did not move between draft and direction stood in the draft";
  EXPECT_EQ(status(a, "uk-dvd-huawei-2022/5g-install-ban"), "preview");
  for (const auto& d : a.directions) EXPECT_NE(d.id, "us-ndaa-805-2024") << "an Act of December 2023";
}

TEST_F(Belonging, TheMilitaryListForbidsNoUse) {
  for (const char* day : {"2026-06-30", "2027-07-01"}) {
    const auto a = judge("id,country,function,supplier,status\nh,US,core.4g.mme,Huawei,in-service\n", day);
    for (const auto& f : a.findings) EXPECT_FALSE(f.direction == "us-1260h" || f.direction == "us-ndaa-805-2024") << f.id;
  }
}

TEST_F(Belonging, WhatStoodThereInJune2020WasHadByThen) {
  const std::string head = "id,country,function,supplier,status,ordered_on,installed_on\n";
  const auto id = "us-rip-replace/replace/huawei";
  const auto had = judge(head + "h,US,ran.4g.enb,Huawei,in-service,,2015-01-01\n", "2024-01-02");
  EXPECT_EQ(finding(had, id).measured.part, 1);
  const auto answer_6 = judge(head + "h,US,ran.4g.enb,Huawei,in-service,2020-07-01,2020-08-01\n", "2024-01-02");
  const auto& later = finding(answer_6, id);
  EXPECT_EQ(later.measured.part_high, 0);
  EXPECT_EQ(finding(judge(head + "h,US,ran.4g.enb,Huawei,in-service,2020-06-30,2020-08-01\n", "2024-01-02"), id).measured.part, 1);
}

TEST_F(Belonging, ASumTooLargeDecidesNoRegime) {
  const std::string big = "9223372036854775807";
  const auto a = judge("id,country,function,supplier,status,premises\na,GB,access.fttp.olt,Huawei,in-service," + big + "\nb,GB,access.fttp.olt,Huawei,in-service,1\nc,GB,access.fttp.olt,Nokia,in-service," + big + "\n", "2024-01-02");
  EXPECT_EQ(status(a, "uk-dvd-huawei-2022/fttp-cap"), "undecided");
  for (const auto& r : a.regimes) EXPECT_EQ(r.status, "unknown") << r.why;
}

TEST_F(Belonging, ACountryIsReadAsPeopleWriteItOrRefused) {
  auto q = request("id,function,supplier,status\nm,core.4g.mme,Huawei,in-service\n");
  for (const char* gb : {"GB", "gb", "UK", "United Kingdom"}) {
    q.country = gb;
    const auto a = assess::assess(q, tests::built_in());
    ASSERT_TRUE(a.has_value()) << gb;
    EXPECT_EQ(status(*a, kCoreRemoval), "breached") << gb;
  }
  q.country = "XX";
  const auto none = assess::assess(q, tests::built_in());
  ASSERT_FALSE(none.has_value()) << "nothing would be judged, and all look well";
  EXPECT_EQ(none.error().kind, Kind::Usage);
}

TEST_F(Belonging, WhatAnOperatorStatesIsReadByNameAndWhatMeansNothingIsTold) {
  auto q = request("id,country,function,supplier,status,installed_on\nn,FR,ran.5g.gnb,Nokia,in-service,2021-01-01\n");
  const auto with = [&](const std::string& approval) {
    q.operator_facts = write("facts.yaml", "operator: albion\ncountry: France\napprovals_complete: true\napprovals:\n  - " + approval + "\n");
    auto a = assess::assess(q, tests::built_in());
    EXPECT_TRUE(a.has_value()) << to_text(a.error());
    return std::move(*a);
  };
  EXPECT_EQ(status(with("{direction: fr-l34-11-2019, supplier: Nokia}"), "fr-l34-11-2019/prior-authorisation"), "met");
  for (const char* wrong : {"{direction: fr-l34-11, supplier: nokia}", "{direction: fr-l34-11-2019, requirement: prior, supplier: nokia}", "{direction: fr-l34-11-2019, supplier: Nokya}"}) {
    const auto a = with(wrong);
    EXPECT_TRUE(std::any_of(a.warnings.begin(), a.warnings.end(), [](const Error& e) { return e.input == "operator facts"; })) << wrong;
  }
  q.operator_facts = write("facts.yaml", "operator: albion\ncountry: Albion\n");
  EXPECT_FALSE(assess::assess(q, tests::built_in()).has_value());
}

}  // namespace
}  // namespace rf
