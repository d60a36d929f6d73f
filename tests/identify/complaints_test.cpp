// What users of other systems complain of, each as a case: a maker stated wrongly, patterns that look at the front only, one
// winner where there are two, lists of vendors without the telecom makers. And what strangers may write into a device's texts.
#include <gtest/gtest.h>

#include <algorithm>

#include "assess/assess.h"
#include "assess/gather.h"
#include "evidence/snmp_walk.h"
#include "identify/from_knowledge.h"
#include "identify/literals.h"
#include "identify/pattern_set.h"
#include "identify/trade_words.h"
#include "knowledge/knowledge.h"

namespace rf::identify {
namespace {

struct World {
  knowledge::Knowledge knowledge;
  knowledge::World world;
  assess::Tools tools;
};
const World& world() {
  static const World* const made = [] {
    auto* w = new World;
    auto k = knowledge::open({});
    EXPECT_TRUE(k);
    w->knowledge = std::move(*k);
    w->world = {&w->knowledge, *parse_iso_day("2026-11-24"), *parse_iso_day("2026-11-24")};
    auto tools = assess::make_tools(w->world, assess::Request{});
    EXPECT_TRUE(tools);
    w->tools = std::move(*tools);
    return w;
  }();
  return *made;
}
const Identifier& complained_of() { return *world().tools.identifier; }

Device walk(std::string descr, std::string object_id) {
  evidence::AgentFacts f;
  f.sys_descr = {std::move(descr), {"1.3.6.1.2.1.1.1.0", 1, 0, 20}};
  f.sys_object_id = {std::move(object_id), {"1.3.6.1.2.1.1.2.0", 2, 20, 30}};
  return complained_of().identify(f);
}
Device said(std::string field, std::string text) {
  evidence::AgentFacts f;
  f.said.push_back({std::move(field), {std::move(text), {"", 1, 0, 1}}});
  return complained_of().identify(f);
}

TEST(Complaints, AHuaweiSwitchIsNoZyxel) {
  const auto d = walk("S2700-26TP-EI-AC\nHuawei Versatile Routing Platform Software\n VRP (R) software,Version 5.70 (S2700 V100R006C00SPC800)", "1.3.6.1.4.1.2011.2.23.97");
  EXPECT_EQ(d.maker, "huawei");
  EXPECT_EQ(d.model, "S2700-26TP-EI-AC");
  EXPECT_EQ(d.software_version, "5.70 (V100R006C00SPC800)");
  for (const auto& e : d.evidence) EXPECT_NE(e.supplier, "zyxel");
}

TEST(Complaints, OneFamilyHasOneAnswer) {
  for (const char* descr : {"HP Comware Platform Software, Software Version 5.20 Release 1809 HP A5820-24XG Switch Copyright (c) 2010-2013 Hewlett-Packard Development Company, L.P.",
                            "HP Comware Platform Software, Software Version 5.20.99 Release 2215 HP A5500-24G EI", "HPE FlexNetwork 5140 Comware Software, Version 7.1.070",
                            "HPE OfficeConnect 1950 Comware Software 7.1", "HPE Comware Platform Software, Software Version 7.1.070, Release 3507P18 HPE 5130-24G-4SFP+ EI Switch"}) {
    const auto d = walk(descr, "1.3.6.1.4.1.25506.11.1.77");
    EXPECT_EQ(d.maker, "h3c") << descr;
    EXPECT_EQ(d.brand, "hpe") << descr;
  }
  EXPECT_EQ(walk("H3C Comware Platform Software, Software Version 5.20 H3C S5120-28P-SI", "1.3.6.1.4.1.25506.1.500").brand, "");
  // Ruckus took Brocade's campus switches with their number and their words.
  EXPECT_EQ(walk("Ruckus Wireless, Inc. ICX7250-24P, IronWare Version 08.0.90T211", "1.3.6.1.4.1.1991.1.3.62.1.1").maker, "commscope");
  EXPECT_EQ(walk("Brocade Communications Systems, Inc. ICX6610-24, IronWare Version 08.0.30T7f3", "1.3.6.1.4.1.1991.1.3.56.1.1").maker, "brocade");
}

TEST(Complaints, WhoWroteTheSystemDidNotMakeTheBox) {
  auto d = walk("Edgecore AS5916-54XKS OcNOS-SP 6.0", "1.3.6.1.4.1.36673.1.1");
  EXPECT_EQ(d.maker, "edgecore");
  EXPECT_EQ(d.software_name, "OcNOS");
  EXPECT_EQ(walk("UfiSpace S9510-28DC OcNOS", "1.3.6.1.4.1.36673.1.1").maker, "ufispace");
  // Where the box is a code, whose system it is remains what is known.
  EXPECT_EQ(walk("Hardware Model:UFI_S9510-28DC, Software version: OcNOS,6.5.2", "1.3.6.1.4.1.36673.1.1").maker, "ip-infusion");
  d = said("cli.identity", "\nVersion:          VyOS 1.4.0\nHardware vendor:  Dell Inc.\nHardware model:   PowerEdge R450\nHardware S/N:     ABC9999\n");
  EXPECT_EQ(d.maker, "dell");
  EXPECT_EQ(d.software_name, "VyOS");
  d = said("cli.identity", "\nDISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='21.02.1'\n");
  EXPECT_EQ(d.maker, "");
  EXPECT_EQ(d.software_name, "OpenWrt");
  EXPECT_NE(said("cli.identity", "\nFS S5860-20SQ\nChipset: Centec CTC8096\n").maker, "centec");
}

TEST(Complaints, AnOperatorsNameIsABadge) {
  evidence::AgentFacts f;
  f.said.push_back({"cwmp.manufacturer", {"Vodafone", {"", 1, 0, 1}}});
  f.said.push_back({"cwmp.oui", {"00259E", {"", 2, 0, 1}}});
  const auto d = complained_of().identify(f);
  EXPECT_EQ(d.maker, "");
  EXPECT_EQ(d.brand, "Vodafone");
  ASSERT_FALSE(d.candidates.empty());
  EXPECT_EQ(d.candidates[0].supplier, "huawei");
}

TEST(Complaints, WordsNeedNotStandAtTheFront) {
  const auto d = walk("Welcome. ZXR10 3900 Version Number: 39 Series V2.8.23 Software, Copyright (c) by ZTE Corporation", "1.3.6.1.4.1.3902.3.100.40");
  EXPECT_EQ(d.maker, "zte");
}

TEST(Complaints, BadgeAndMakerAreTwo) {
  const auto d = walk("HPE Comware Platform Software, Software Version 7.1.070, Release 2612\r\nHPE 5130", "1.3.6.1.4.1.25506.11.1.161");
  EXPECT_EQ(d.maker, "h3c");
  EXPECT_EQ(d.brand, "hpe");
  const auto aruba = walk("AOS-W (MODEL: OAW-4550), Version 6.5.4.9 (67890)", "1.3.6.1.4.1.6486.800.1.1.2.2.2.1");
  EXPECT_EQ(aruba.maker, "hpe");
  EXPECT_EQ(aruba.brand, "ale");
}

TEST(Complaints, TheListHasTheTelecomMakers) {
  const auto k = world().knowledge.suppliers;
  for (const char* id : {"zte", "ericsson", "nokia", "huawei", "fiberhome", "ciena", "adtran", "samsung", "nec", "mavenir", "calix", "raisecom"}) EXPECT_TRUE(k.contains(id)) << id;
  EXPECT_EQ(walk("", "1.3.6.1.4.1.193.81.1").maker, "ericsson");
  EXPECT_EQ(walk("", "1.3.6.1.4.1.5875.800.1").maker, "fiberhome");
}

TEST(Complaints, AHostsNameIsNoMaker) {
  for (const char* descr : {"Linux huawei-test 5.10.0 #1 SMP x86_64", "Linux zte 5.10.0 #1 SMP x86_64", "Linux cisco-lab 4.19.0 #1"}) {
    const auto d = walk(descr, "1.3.6.1.4.1.8072.3.2.10");
    EXPECT_EQ(d.maker, "") << descr;
    EXPECT_EQ(d.software_name, "Linux");
  }
}

TEST(Complaints, NeighboursAreNotTheDevice) {
  const auto d = said("cli.foreign", "Port Description = Huawei Versatile Routing Platform Software VRP (R) software, Version 8.1");
  EXPECT_EQ(d.maker, "");
}

TEST(Complaints, GeneralServersNameNobody) {
  EXPECT_EQ(said("ssh.banner", "SSH-2.0-OpenSSH_8.4p1 Debian-5").maker, "");
  EXPECT_EQ(said("ssh.banner", "SSH-2.0-dropbear_2019.78").maker, "");
  EXPECT_EQ(said("http_header.server", "Apache/2.4.57 (Debian)").maker, "");
  EXPECT_EQ(said("ssh.banner", "SSH-2.0-dropbear_2019.78").software_version, "2019.78");
}

TEST(Complaints, ACommandsOutputByItsForm) {
  auto d = said("cli.identity", "Huawei Versatile Routing Platform Software\nVRP (R) software, Version 8.180 (NE40E V800R011C00SPC200)\nCopyright (C) 2012-2018 Huawei Technologies Co., Ltd.\nHUAWEI NE40E-X2-M8A uptime is 161 days\n");
  EXPECT_EQ(d.maker, "huawei");
  EXPECT_EQ(d.model, "NE40E-X2-M8A");
  d = said("cli.identity", "Rack Shelf Slot CfgType RealType Port  HardVer SoftVer         Status\n1    1     1    GTGO    GTGOG    8     V1.0.0  V2.1.0          INSERVICE\n");
  EXPECT_EQ(d.maker, "zte");
  EXPECT_EQ(d.functions, (std::vector<std::string>{"access.fttp.olt"}));
}

TEST(Complaints, ACoreSwitchHasNoCorePath) {
  const auto d = walk("Core Switch, Cisco NX-OS(tm) n9000, Software (n9000-dk9), Version 9.3(5), RELEASE SOFTWARE", "1.3.6.1.4.1.9.12.3.1.3.1467");
  EXPECT_EQ(d.maker, "cisco");
  for (const auto& f : d.functions) EXPECT_FALSE(f.starts_with("core.")) << f;
}

TEST(Complaints, OneWinnerWhereThereAreTwo) {
  // A badge on another's hardware with the other's number: nobody is named, both stand as candidates.
  const auto d = walk("Lenovo Flex System Fabric EN9999R 10Gb Scalable Switch", "1.3.6.1.4.1.20301.1.18.17");
  EXPECT_EQ(d.maker, "");
  ASSERT_GE(d.candidates.size(), 2U);
  for (const char* who : {"lenovo", "ibm"})
    EXPECT_TRUE(std::any_of(d.candidates.begin(), d.candidates.end(), [&](const Candidate& c) { return c.supplier == who; })) << who;
}

TEST(Complaints, WitnessesThatDisagreeWeighOnEveryCandidate) {
  const auto d = walk("Broadcom BCM96838 with HiSilicon Hi1980 BMC", "1.3.6.1.4.1.4413.1");
  EXPECT_EQ(d.maker, "");
  ASSERT_EQ(d.candidates.size(), 2U);  // chips, of which neither made the device
  EXPECT_GE(d.candidates[0].confidence, d.candidates[1].confidence);
  EXPECT_LT(d.candidates[1].confidence, 0.5);
}

TEST(Complaints, ObjectsOfStandardsNameNobody) {
  evidence::AgentFacts f;  // UPS-MIB (RFC 1628) is answered by everybody's cards
  f.sys_descr = {"Power Management Card", {"1.3.6.1.2.1.1.1.0", 1, 0, 20}};
  f.others.push_back({"1.0.6", {"1.3.6.1.2.1.33.1.1.3.0", 2, 20, 30}});
  const auto d = complained_of().identify(f);
  EXPECT_EQ(d.maker, "");
  EXPECT_TRUE(d.candidates.empty());
}

TEST(Complaints, NumbersTypedByThoseWhoHaveNone) {
  EXPECT_EQ(walk("Label printer, version 9.02", "1.3.6.1.4.1.51966").maker, "");  // 0xCAFE
}

TEST(Complaints, AVersionInTheMakersOwnObjects) {
  evidence::AgentFacts f;
  f.sys_descr = {"Linux box 4.9.0 #1 SMP armv7l", {"1.3.6.1.2.1.1.1.0", 1, 0, 20}};
  f.sys_object_id = {"1.3.6.1.4.1.8072.3.2.10", {"1.3.6.1.2.1.1.2.0", 2, 20, 30}};
  f.enterprises.push_back({2606, 3, {"1.3.6.1.4.1.2606.1.1.0", 3, 50, 30}});
  f.revisions.push_back({"7.7.7", {"1.3.6.1.4.1.9999.1.1.0", 3, 50, 30}});
  f.revisions.push_back({"V9.15.2", {"1.3.6.1.4.1.2606.99.1.0", 4, 80, 30}});
  const auto d = complained_of().identify(f);
  EXPECT_EQ(d.maker, "rittal");
  EXPECT_EQ(d.software_version, "V9.15.2");  // not the kernel's, and not another number's
}

TEST(Complaints, SeveralObjectsMakeOneFact) {
  evidence::AgentFacts f;
  f.sys_descr = {"APC Web/SNMP Management Card", {"1.3.6.1.2.1.1.1.0", 1, 0, 20}};
  f.sys_object_id = {"1.3.6.1.4.1.318.1.3.4.6", {"1.3.6.1.2.1.1.2.0", 2, 20, 30}};
  f.others.push_back({"v9.8.2", {"1.3.6.1.4.1.318.1.4.2.4.1.4.1", 3, 50, 30}});
  EXPECT_EQ(complained_of().identify(f).software_version, "v9.8.2");  // half of it is still said, by the simpler rule
  f.others.push_back({"v9.8.0", {"1.3.6.1.4.1.318.1.4.2.4.1.4.2", 4, 80, 30}});
  EXPECT_EQ(complained_of().identify(f).software_version, "AOS v9.8.2 / App v9.8.0");
}

TEST(Complaints, AMakerNamedInTheText) {
  const auto d = walk("Some Cable Modem <<HW_REV: 9.0; VENDOR: Thomson; BOOTR: 2.1; SW_REV: ST99.04; MODEL: TCM999>>", "1.3.6.1.4.1.8072.3.2.10");
  EXPECT_EQ(d.maker, "vantiva");
  EXPECT_EQ(d.model, "TCM999");
  EXPECT_EQ(d.software_version, "ST99.04");
  EXPECT_EQ(walk("<<HW_REV: 9.0; VENDOR: Nobody Anybody Knows; BOOTR: 2.1; SW_REV: ST99.04; MODEL: TCM999>>", "").maker, "");
}

TEST(Complaints, WhatIsRememberedIsOfItsField) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(said("cli.foreign", "Huawei Versatile Routing Platform Software").maker, "");
    EXPECT_EQ(said("cli.identity", "Huawei Versatile Routing Platform Software").maker, "huawei");
  }
}

TEST(Revisions, AreNoAddressesDaysOrVoltages) {
  for (const char* yes : {"1.2.3", "V2.00", "v6.4.2(AAZI.1)", "10.4.1-b7", "4.1.9.85", "3.5.2b", "V1.30", "01.21", "R80.20", "V6.4  build 25021113", "v7.0.1,build0022,220323 (Interim)", "8.0.0 build 1595", "V100R002C01B104SP04"})
    EXPECT_TRUE(evidence::looks_like_revision(yes)) << yes;
  for (const char* no : {"", "1.2", "13.8", "10.0.0.1", "192.168.1.1", "0.0.0.0", "12.03.2020", "2020.03.12", "3.3V", "abc", "1.2.3 of 4", "1..2", "v", "999999999999999999999", "0.21", "building 7", "VLAN100", "V100", "R1", "1.2 buildings"})
    EXPECT_FALSE(evidence::looks_like_revision(no)) << no;
}

TEST(BadTexts, NeitherCrashNorHang) {
  std::string binary;
  for (int i = 0; i < 4096; ++i) binary += static_cast<char>(i * 37);
  (void)said("ssh.banner", binary);
  (void)walk(std::string(1 << 20, 'a') + " Cisco", "1.3.6.1.4.1.9.1.1");
  (void)walk(std::string(1 << 20, '('), "");
  const auto d = walk("Cisco IOS Software \xE2\x80\xAE evil \x1b[2J", "1.3.6.1.4.1.9.1.1");
  EXPECT_EQ(d.maker, "cisco");
}

TEST(PatternSets, FindWhatEachPatternFinds) {
  // The plain way judges the quick one: every fingerprint of the built-in knowledge on every example of all.
  const auto& k = world().knowledge;
  PatternSet set;
  std::vector<Pattern> each;
  for (std::uint32_t i = 0; i < k.fingerprints.size(); ++i) {
    ASSERT_TRUE(set.add(k.fingerprints[i].match, i));
    each.push_back(*Pattern::compile(k.fingerprints[i].match));
  }
  set.seal();
  for (const auto& f : k.fingerprints)
    for (const auto& e : f.examples) {
      std::string low = e.text;
      std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      std::vector<PatternSet::Hit> hits;
      set.search(low, hits);
      std::vector<std::uint32_t> quick, plain;
      for (const auto& h : hits) {
        quick.push_back(h.number);
        Pattern::Match m;
        ASSERT_TRUE(each[h.number].search(low, &m)) << e.text;
        for (std::size_t g = 1; g <= kMaxCaptures; ++g) EXPECT_EQ(h.match.at[g], m.at[g]) << k.fingerprints[h.number].name << ", group " << g << ": " << e.text;
      }
      for (std::uint32_t i = 0; i < each.size(); ++i)
        if (each[i].search(low, nullptr)) plain.push_back(i);
      EXPECT_EQ(quick, plain) << e.text;
    }
}

TEST(PatternSets, TellGroupsAsThePatternDoes) {
  const char* const patterns[] = {"(a+?)(b*)(c|cd)?(d)?$", "^(?:(x)|y)+z?", "(\\w+) (?:\\b(\\d+)|(.*?);)", "((?:ab|a)(b?))c|(.)", "\\b(\\w*)\\b[.,]", "(|a)+(b)", "(a*)*b?$"};
  const char* const texts[] = {"", "a", "aabbcd", "xyxz", "yyx", "one 22", "one two;", "abc", "abbc", "a b. c,", "ab", "aaab", "aab\xff", "\n"};
  PatternSet set;
  std::vector<Pattern> each;
  for (const auto* p : patterns) {
    ASSERT_TRUE(set.add(p, static_cast<std::uint32_t>(each.size()))) << p;
    each.push_back(*Pattern::compile(p));
  }
  set.seal();
  for (int round = 0; round < 2; ++round)  // the second time the states are there
    for (const auto* text : texts) {
      std::vector<PatternSet::Hit> hits;
      set.search(text, hits);
      auto hit = hits.begin();
      for (std::size_t i = 0; i < each.size(); ++i) {
        Pattern::Match m;
        const bool found = each[i].search(text, &m);
        ASSERT_EQ(found, hit != hits.end() && hit->number == i) << patterns[i] << " on " << text;
        if (!found) continue;
        for (std::size_t g = 1; g <= kMaxCaptures; ++g) {
          EXPECT_EQ(hit->match.has[g], m.has[g]) << patterns[i] << " on " << text << ", group " << g;
          EXPECT_EQ(hit->match.at[g], m.at[g]) << patterns[i] << " on " << text << ", group " << g;
        }
        ++hit;
      }
    }
}

TEST(PatternSets, BeginAnewWhenTheirMemoryIsSpent) {
  // Every text is another set of wanted patterns, and each byte a state that was not there: far more than a session keeps.
  PatternSet set;
  std::vector<Pattern> each;
  for (int i = 0; i < 64; ++i) {
    const std::string p = "w" + std::to_string(100 + i) + ".*(\\d)[a-y]{3,20}z?$";
    ASSERT_TRUE(set.add(p, static_cast<std::uint32_t>(i)));
    each.push_back(*Pattern::compile(p));
  }
  set.seal();
  std::uint64_t x = 1;
  for (int n = 0; n < 300; ++n) {
    std::string text;
    while (text.size() < 600) {
      x = x * 6364136223846793005U + 1442695040888963407U;
      const auto r = x >> 33;
      text += r % 7 == 0 ? " w" + std::to_string(100 + r / 7 % 64) : std::string(1, static_cast<char>(r % 3 == 0 ? '0' + r / 3 % 10 : 'a' + r / 3 % 26));
    }
    text += "5abcdefz";
    std::vector<PatternSet::Hit> hits;
    set.search(text, hits);
    std::size_t found = 0;
    for (const auto& p : each) found += p.search(text, nullptr) ? 1 : 0;
    ASSERT_EQ(hits.size(), found) << text;
  }
}

TEST(PatternSets, ReadSetsWithEscapedEndsAsThePatternDoes) {
  PatternSet set;
  EXPECT_FALSE(set.add("(a [^b1-\\]cd) e)|", 0));  // the bracket is escaped, so the set never ends
  ASSERT_TRUE(set.add("(?:a[^b1-\\]]=cd|)", 1));
  ASSERT_TRUE(set.add("[a1-\\]]=long", 2));
  set.seal();
  const auto found = [&](std::string_view text) {
    std::vector<PatternSet::Hit> hits;
    set.search(text, hits);
    std::vector<std::uint32_t> numbers;
    for (const auto& h : hits) numbers.push_back(h.number);
    return numbers;
  };
  EXPECT_EQ(found("nothing"), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(found("a ]=long"), (std::vector<std::uint32_t>{1, 2}));
}

TEST(Literals, OfWhichOneMustStand) {
  using V = std::vector<std::string>;
  EXPECT_EQ(needed_literals("(?:cisco|ios xe) version"), (V{"cisco version", "ios xe version"}));
  EXPECT_EQ(needed_literals("a.*b"), V{});
  EXPECT_EQ(needed_literals("^zxr10 (?:x)?"), (V{"zxr10 "}));
  EXPECT_EQ(needed_literals("(?:abc|d)"), V{});
  EXPECT_EQ(needed_literals("(?:abc)?def"), (V{"def"}));
}

TEST(TradeWords, AreWholeWords) {
  TradeWordIndex index;
  EXPECT_TRUE(index.add("des-*", 1));
  EXPECT_TRUE(index.add("konica minolta", 2));
  EXPECT_TRUE(index.add("laserjet*", 3));
  EXPECT_FALSE(index.add("x", 4));
  const auto found = [&](std::string_view text) {
    std::vector<TradeWordIndex::Hit> hits;
    index.search(text, hits);
    std::vector<std::uint32_t> out;
    for (const auto& h : hits) out.push_back(h.entry);
    return out;
  };
  EXPECT_EQ(found("d-link des-3200 switch"), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(found("desk des-moines"), std::vector<std::uint32_t>{});
  EXPECT_EQ(found("konica-minolta bizhub, laserjetpro"), (std::vector<std::uint32_t>{2, 3}));
  EXPECT_EQ(found("konica bizhub"), std::vector<std::uint32_t>{});
}

TEST(KnowledgeOfFingerprints, TestsItself) {
  const auto files = knowledge::files_below(std::string(RINGFENCE_ROOT) + "/knowledge");
  ASSERT_TRUE(files);
  const auto image = knowledge::compile(*files);
  ASSERT_TRUE(image);
  const auto own = knowledge::load(*image);
  ASSERT_TRUE(own);
  for (const auto& f : check_fingerprints(*own, world().knowledge)) ADD_FAILURE() << f.file << ":" << f.line << ": " << f.why;
}

TEST(KnowledgeOfFingerprints, SaysWhatIsWrongAndWhere) {
  const auto faults = [](const std::string& rules) {
    const auto image = knowledge::compile({{"fingerprints/x.yaml", "defaults: {source: a b, learnt: 2026-01-01}\nfingerprints:\n" + rules}});
    EXPECT_TRUE(image) << to_text(image.error());
    const auto own = knowledge::load(*image);
    std::string out;
    for (const auto& f : check_fingerprints(*own, world().knowledge)) out += std::to_string(f.line) + ": " + f.why + "\n";
    return out;
  };
  const std::string good = "examples: [{text: ab}], counter_examples: [cd]}\n";
  EXPECT_NE(faults("  - {id: a, field: ssh.banner, match: '(?:(?:(?:a{1,64}){1,64}){1,64})', " + good).find("3: fingerprint a: the pattern is refused"), std::string::npos);
  EXPECT_NE(faults("  - {id: a, field: ssh.banner, match: 'ab', examples: [{text: zz}], counter_examples: [cd]}\n").find("does not match its example"), std::string::npos);
  EXPECT_NE(faults("  - {id: a, field: ssh.banner, match: 'ab', examples: [{text: ab}], counter_examples: [xab]}\n").find("matches its counter-example"), std::string::npos);
  EXPECT_NE(faults("  - {id: a, field: ssh.baner, match: 'ab', " + good).find("is no field"), std::string::npos);
  EXPECT_NE(faults("  - {id: a, field: ssh.banner, match: 'a(b)', version: $1, examples: [{text: ab, version: c}], counter_examples: [cd]}\n").find("reads the version"), std::string::npos);
  EXPECT_NE(faults("  - {id: a, field: ssh.banner, match: 'ab', supplier: nobody-at-all, " + good).find("unknown supplier"), std::string::npos);
  EXPECT_EQ(faults("  - {id: a, field: ssh.banner, match: 'ab', supplier: cisco, weight: 5, " + good), "");
}

}  // namespace
}  // namespace rf::identify
