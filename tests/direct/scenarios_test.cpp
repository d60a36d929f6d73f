// docs/scenarios.md, worked out by hand there: each test is one of its sections.
#include "base/text.h"
#include "report/report.h"
#include "tests/direct/judged.h"

namespace rf {
namespace {

class Scenario : public tests::Judged {
 protected:
  static std::string regime(const assess::Answer& a) {
    for (const auto& r : a.regimes)
      if (r.id == "uk-hcsec") return r.status;
    return "";
  }
};

std::string olts(long huawei, long others) {
  return "id,country,function,supplier,status,premises\na,GB,access.fttp.olt,Huawei,in-service," + std::to_string(huawei) + "\nb,GB,access.fttp.olt,Nokia,in-service," + std::to_string(others) + "\n";
}

TEST_F(Scenario, TheCapAtAHair) {
  for (const auto& [huawei, before, after] : {std::tuple{349, "met", "met"}, {350, "met", "met"}, {351, "due", "breached"}}) {
    EXPECT_EQ(status(judge(olts(huawei, 1000 - huawei), "2023-10-31"), "uk-dvd-huawei-2022/fttp-cap"), before) << huawei;
    const auto a = judge(olts(huawei, 1000 - huawei), "2023-11-01");
    EXPECT_EQ(status(a, "uk-dvd-huawei-2022/fttp-cap"), after) << huawei;
    EXPECT_EQ(finding(a, "uk-dvd-huawei-2022/fttp-cap").measured.over_by, huawei - 350 > 0 ? huawei - 350 : 0);
  }
  const auto over = judge(olts(351, 649), "2023-11-01");
  const auto& f = finding(over, "uk-dvd-huawei-2022/fttp-cap");
  ASSERT_FALSE(f.because.empty());
  EXPECT_EQ(f.because[f.because.size() - 2].says, "counted: 351 × 100 = 35100 is over 35 × 1000 = 35000");
  EXPECT_EQ(f.because.front().kind, "rule");
  EXPECT_EQ(f.because.back().kind, "result");
}

TEST_F(Scenario, AShareOfNothingIsNoBreachAndIsSaid) {
  const auto a = judge("id,country,function,supplier,status\na,GB,core.dns,Nokia,in-service\n", "2023-11-01");
  EXPECT_EQ(status(a, "uk-dvd-huawei-2022/fttp-cap"), "met");
  EXPECT_NE(finding(a, "uk-dvd-huawei-2022/fttp-cap").says.find("0 of 0"), std::string::npos);
}

const char* const kCore = "id,country,function,supplier,status,installed_on\nm,GB,core.4g.mme,Huawei,in-service,2019-01-01\n";

TEST_F(Scenario, TheCoreDeadlineMoved) {
  const std::string id = "uk-dvd-huawei-2022/core-removal";
  // On 1 June 2022 there was a draft, and its day was 28 January 2023.
  const auto then = judge(kCore, "2023-06-01", "2022-06-01");
  EXPECT_EQ(status(then, id), "preview");
  EXPECT_EQ(to_text(finding(then, id).from), "2023-01-28");
  // From 13 October 2022 the law is in force, and its day is 31 December 2023.
  const auto after = judge(kCore, "2023-06-01", "2022-10-13");
  EXPECT_EQ(status(after, id), "due");
  EXPECT_EQ(to_text(finding(after, id).from), "2023-12-31");
  EXPECT_EQ(status(judge(kCore, "2023-12-31"), id), "due");
  EXPECT_EQ(status(judge(kCore, "2024-01-01"), id), "breached");
}

TEST_F(Scenario, ASupplierSoldOutOfAGroup) {
  const char* const csv = "id,country,function,supplier,status,installed_on\nh,GB,core.5g.amf,\"Honor Device Co., Ltd.\",in-service,2019-01-01\n";
  const auto before = judge(csv, "2020-11-01");
  EXPECT_EQ(status(before, "uk-hmg-huawei-2020-07/5g-removal"), "due");
  EXPECT_EQ(finding(before, "uk-hmg-huawei-2020-07/5g-removal").supplier_basis, "subsidiary");
  EXPECT_EQ(status(judge(csv, "2020-12-01"), "uk-hmg-huawei-2020-07/5g-removal"), "met") << "sold on 17 November 2020";
}

TEST_F(Scenario, AServiceInsteadOfEquipment) {
  const std::string head = "id,country,kind,service,function,supplier,status\n";
  const std::string noc = head + "s,GB,service,managed-operation,management.noc,ZTE,in-service\n";
  EXPECT_EQ(status(judge(noc, "2018-04-17"), "uk-ncsc-zte-2018/no-use"), "breached");
  EXPECT_EQ(status(judge(head + "s,GB,service,field-maintenance,management.noc,ZTE,in-service\n", "2018-04-17"), "uk-ncsc-zte-2018/no-use"), "met") << "the requirement does not read field maintenance";
  EXPECT_EQ(regime(judge(noc + "h,GB,,,ran.4g.enb,Huawei,in-service\nn,GB,,,ran.4g.enb,Nokia,in-service\n", "2018-04-17")), "ineffective");
}

TEST_F(Scenario, TheLetter) {
  const std::string before = "id,country,function,supplier,status,quantity\nc,GB,ran.4g.enb,Huawei,in-service,200\nn,GB,ran.4g.enb,Nokia,in-service,300\n";
  EXPECT_EQ(regime(judge(before, "2018-04-16")), "effective");
  for (const std::string quantity : {"1", "5000"})
    for (const std::string function : {"access.fttp.olt", "core.ip.router", "transport.optical"}) {
      const auto a = judge(before + "z,GB," + function + ",ZTE Corporation,in-service," + quantity + "\n", "2018-04-16");
      EXPECT_EQ(status(a, "uk-ncsc-zte-2018/no-use"), "breached") << function;
      EXPECT_EQ(finding(a, "uk-ncsc-zte-2018/no-use").measured.part, *parse_count(quantity));
      const auto& m = finding(a, "uk-ncsc-zte-2018/no-use").mitigation;
      EXPECT_EQ(m.possible, std::optional(false));
      EXPECT_EQ(m.basis, "stated-by-authority");
      EXPECT_EQ(m.by, "uk-ncsc");
      EXPECT_EQ(regime(a), "ineffective");
      EXPECT_NE(a.regimes.front().why.find("2 suppliers of uk-ncsc-assessed stand in infrastructure: Huawei"), std::string::npos) << a.regimes.front().why;
      EXPECT_NE(a.regimes.front().why.find("at most 1, over by 1"), std::string::npos) << a.regimes.front().why;
    }
  // A firm of the same group that no UK statement names: not known, never ineffective.
  const auto unnamed = judge(before + "f,GB,access.fttp.olt,FiberHome,in-service,1\n", "2018-04-16");
  EXPECT_EQ(regime(unnamed), "unknown");
  EXPECT_NE(unnamed.regimes.front().why.find("no statement on it"), std::string::npos);
  EXPECT_EQ(regime(judge("id,country,function,supplier,status\nn,GB,ran.4g.enb,Nokia,in-service\n", "2018-04-16")), "not-needed");
}

TEST_F(Scenario, TheDenialAndItsLifting) {
  const char* const csv =
      "id,country,function,supplier,status,quantity,components\nz,GB,access.fttp.olt,ZTE,in-service,40,Broadcom:BCM68620|ZTE:card\nn,GB,access.fttp.olt,Nokia,in-service,10,Broadcom:BCM68620\nu,GB,transport.optical,ZTE,in-service,2,\n"
      "c,GB,access.wifi,ZTE,in-service,3,MediaTek:MT7621\n";
  const char* const facts = "operator: albion\ncountry: GB\nassurances:\n  - {kind: stock, about: {supplier: zte}, from: 2018-04-01, to: 2018-06-30, source: \"spares audit of April 2018\"}\n";
  const auto exposure = [](const assess::Answer& a) -> const Exposure* {
    for (const auto& x : a.exposures)
      if (x.list == "us-bis-zte-denial-2018" && x.supplier == "zte" && x.kind == "product") return &x;
    return nullptr;
  };
  const auto may = judge(csv, "2018-05-01", "2018-05-01", "albion", facts);
  ASSERT_NE(exposure(may), nullptr);
  EXPECT_EQ(exposure(may)->status, "active");
  EXPECT_EQ(exposure(may)->assets, 1);
  EXPECT_EQ(exposure(may)->quantity, 40);
  EXPECT_EQ(exposure(may)->unknown_assets, 1) << "the optical node states no parts; the access point's are of Taiwan";
  EXPECT_EQ(to_text(exposure(may)->to), "2025-03-13") << "as set then";
  EXPECT_EQ(to_text(exposure(may)->stock_ends), "2018-06-30");
  EXPECT_EQ(exposure(may)->components.begin()->first, "Broadcom Inc.: BCM68620");
  for (const auto& f : may.findings) EXPECT_TRUE(f.force != "export" || f.status == Status::NotApplicable) << f.id;
  const auto august = judge(csv, "2018-08-01");
  ASSERT_NE(exposure(august), nullptr);
  EXPECT_EQ(exposure(august)->status, "ended");
  EXPECT_EQ(to_text(exposure(august)->to), "2018-07-13");
  EXPECT_EQ(exposure(judge(csv, "2018-08-01", "2018-07-12"))->status, "active") << "the lifting was not known";
  EXPECT_EQ(exposure(judge(csv, "2020-01-01")), nullptr) << "long over";
}

TEST_F(Scenario, AComponentCountsOnlyWhereTheInstrumentSaysSo) {
  const char* const csv = "id,country,function,supplier,status,components\na,US,access.fttp.ont,Nokia,in-service,Huawei:Hi5681\nb,GB,core.5g.amf,Nokia,in-service,Huawei:Hi1620\n";
  const auto a = judge(csv, "2024-01-01");
  EXPECT_EQ(status(a, "uk-dvd-huawei-2022/core-removal"), "met");
  EXPECT_EQ(finding(a, "uk-dvd-huawei-2022/core-removal").component_rows, 1);
  const auto& part = finding(a, "us-ndaa-889-2018/part-b/huawei");
  EXPECT_EQ(part.supplier_basis, "component-only");
  EXPECT_EQ(part.measured.part, 1);
}

TEST_F(Scenario, AnInstrumentThatNamesNobodyAccusesNobody) {
  const auto a = judge("id,country,function,supplier,status\na,AU,ran.5g.gnb,Huawei,in-service\nb,AU,ran.5g.gnb,Nokia,in-service\n", "2024-01-01");
  const auto& f = finding(a, "au-5g-2018/5g");
  EXPECT_EQ(f.status, Status::Undecided);
  EXPECT_EQ(f.measured.part_low, 0);
  EXPECT_EQ(f.measured.part_high, 1);
  ASSERT_FALSE(f.decide_facts.empty());
  EXPECT_NE(f.decide_facts.front().find("names nobody"), std::string::npos);
  EXPECT_EQ(status(judge("id,country,function,supplier,status\nb,AU,ran.5g.gnb,Nokia,in-service\n", "2024-01-01"), "au-5g-2018/5g"), "met");
}

TEST_F(Scenario, WhoIsBound) {
  const char* const csv = "id,country,function,supplier,status\na,DE,core.5g.amf,Huawei,in-service\nr,DE,ran.5g.gnb,Huawei,in-service\n";
  const auto telekom = judge(csv, "2027-01-01", "2026-11-24", "telekom-deutschland");
  EXPECT_EQ(finding(telekom, "de-bmi-5g-2024/core-critical-components").applies, "addressed");
  EXPECT_EQ(status(telekom, "de-bmi-5g-2024/core-critical-components"), "breached");
  EXPECT_NE(finding(telekom, "de-bmi-5g-2024/core-critical-components").says.find("Not in line with the contract"), std::string::npos);
  EXPECT_EQ(finding(telekom, "de-bmi-5g-2024/core-critical-components").measured.part, 1) << "radios may stay";
  EXPECT_EQ(status(judge(csv, "2027-01-01", "2026-11-24", "1&1"), "de-bmi-5g-2024/core-critical-components"), "not-applicable");
  // An approval that is not on record leaves it open, and is never a breach by itself.
  const char* const ro = "id,country,function,supplier,status,installed_on\na,RO,ran.5g.gnb,Ericsson,in-service,2023-01-01\n";
  const auto unapproved = judge(ro, "2024-01-01");
  const auto& open = finding(unapproved, "ro-163-2021/authorised-makers");
  EXPECT_EQ(open.status, Status::Undecided);
  EXPECT_TRUE(open.missing.contains("approval"));
  EXPECT_EQ(status(judge(ro, "2024-01-01", "2026-11-24", "albion", "operator: albion\napprovals:\n  - {direction: ro-163-2021, supplier: ericsson, reference: \"decision 1\"}\n"), "ro-163-2021/authorised-makers"), "met");
  EXPECT_EQ(status(judge(ro, "2024-01-01", "2026-11-24", "albion", "operator: albion\napprovals_complete: true\n"), "ro-163-2021/authorised-makers"), "breached");
}

TEST_F(Scenario, NumbersTooLargeDecideNothing) {
  const auto a = judge("id,country,function,supplier,status,premises\na,GB,access.fttp.olt,Huawei,in-service,9223372036854775807\nb,GB,access.fttp.olt,Huawei,in-service,9223372036854775807\n", "2023-11-01");
  EXPECT_EQ(status(a, "uk-dvd-huawei-2022/fttp-cap"), "undecided");
}

TEST_F(Scenario, DatesThatRunBackwardsAreToldByPlace) {
  const auto a = judge("id,country,function,supplier,status,installed_on,removed_on\na,GB,core.4g.mme,Huawei,in-service,2021-01-01,2020-01-01\n", "2023-11-01");
  ASSERT_FALSE(a.warnings.empty());
  bool told = false;
  for (const auto& w : a.warnings) told = told || (w.why.find("dates run backwards: removed_on 2020-01-01 is before installed_on 2021-01-01") != std::string::npos && w.where == "line 2, column removed_on");
  EXPECT_TRUE(told);
}

TEST_F(Scenario, DeadlinesAsACalendar) {
  const auto calendar = [&](const char* as_of) { return report::ics(judge(kCore, as_of)); };
  const std::string one = calendar("2023-06-01"), other = calendar("2023-06-02");
  const auto uids = [](const std::string& s) {
    std::vector<std::string> out;
    for (const auto line : split(s, '\n'))
      if (line.starts_with("UID:")) out.emplace_back(line);
    return out;
  };
  EXPECT_FALSE(uids(one).empty());
  EXPECT_EQ(uids(one), uids(other)) << "an event keeps its name";
  EXPECT_NE(one.find("DTSTART;VALUE=DATE:20231231\r\nDTEND;VALUE=DATE:20240101\r\n"), std::string::npos);
  EXPECT_NE(one.find("DTSTAMP:20230601T000000Z"), std::string::npos);
  EXPECT_TRUE(one.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(one.ends_with("END:VCALENDAR\r\n"));
  for (const auto line : split(one, '\n')) {
    if (line.empty()) continue;
    EXPECT_EQ(line.back(), '\r');
    EXPECT_LE(line.size(), 76U) << line;
    EXPECT_TRUE(is_utf8(line)) << line;
  }
}

}  // namespace
}  // namespace rf
