#include "identify/identify.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/text.h"
#include "identify/from_knowledge.h"
#include "identify/pattern.h"
#include "knowledge/knowledge.h"

namespace rf::identify {
namespace {

/// The rules of knowledge/fingerprints with a small world beside them.
const Identifier& identifier() {
  static const Identifier made = [] {
    Facts facts;
    facts.pen = [](std::uint32_t pen) -> Registrant {
      switch (pen) {
        case 9: return {"cisco", "ciscoSystems"};
        case 11: return {"hpe", "Hewlett-Packard"};
        case 2011: return {"huawei", "HUAWEI Technology Co.,Ltd"};
        case 2636: return {"juniper", "Juniper Networks, Inc."};
        case 3902: return {"zte", "Zhongxing Telecom Co.,ltd. (abbr. ZTE)"};
        case 8072: return {"", "net-snmp"};
        case 25506: return {"h3c", "H3C"};
        case 39165: return {"hikvision", "Hikvision Digital Technology Co., Ltd."};
        case 32473: return {"", "Example Enterprise Number, Inc."};
        default: return {};
      }
    };
    facts.oui = [](std::uint64_t mac) -> Registrant { return mac >> 24 == 0x00259eU ? Registrant{"huawei", "Huawei Technologies"} : Registrant{}; };
    facts.named = [](std::string_view words) { return lower_ascii(words).starts_with("cisco") ? std::string("cisco") : std::string{}; };
    facts.listed = [](std::string_view s) { return s == "huawei" || s == "zte" || s == "h3c" || s == "hikvision"; };
    auto files = knowledge::files_below(std::string(RINGFENCE_ROOT) + "/knowledge");
    EXPECT_TRUE(files);
    std::vector<knowledge::File> rules;
    for (auto& f : *files)
      if (f.path.starts_with("fingerprints/") || f.path.starts_with("functions/") || f.path.starts_with("products/")) rules.push_back(std::move(f));
    const auto image = knowledge::compile(rules);
    EXPECT_TRUE(image) << to_text(image.error());
    const auto loaded = knowledge::load(*image);
    EXPECT_TRUE(loaded);
    take_fingerprints({&*loaded, {}, {}}, facts);
    auto result = Identifier::make(std::move(facts));
    EXPECT_TRUE(result) << to_text(result.error());
    return std::move(*result);
  }();
  return made;
}

evidence::AgentFacts agent(std::string descr, std::string object_id) {
  evidence::AgentFacts f;
  f.input = "walk";
  f.sys_descr = {std::move(descr), {"1.3.6.1.2.1.1.1.0", 1, 0, 20}};
  f.sys_object_id = {std::move(object_id), {"1.3.6.1.2.1.1.2.0", 2, 20, 30}};
  return f;
}

void adds_up(const Device& d) {
  if (d.maker.empty()) return;
  double sum = 0;
  for (const auto& e : d.evidence)
    if (e.supplier == d.maker) sum += e.weight;
  EXPECT_NEAR(sum, d.sum, 1e-9);
  EXPECT_NEAR(d.confidence, 1 / (1 + std::exp(-d.sum)), 1e-12);
}

TEST(Identify, AGuessedModelLeavesTheMakersNameOut) {
  const auto d = identifier().identify(agent("Cisco ZQ-9999 v9.9.9", "1.3.6.1.4.1.9.1.1"));
  EXPECT_EQ(d.maker, "cisco");
  EXPECT_EQ(d.model, "ZQ-9999");
  EXPECT_EQ(d.software_version, "9.9.9");
}

TEST(Identify, TheNameOfAHostIsNoModel) {
  const auto d = identifier().identify(agent("Linux db-9 9.9.9-99 #9 SMP", "1.3.6.1.4.1.8072.3.2.10"));
  EXPECT_TRUE(d.maker.empty());
  EXPECT_EQ(d.model, "");
}

TEST(Identify, AFirmRegisteredInTwoScriptsHasAnId) {
  EXPECT_EQ(slug("\u6df1\u5733\u67d0\u516c\u53f8(Examplewerke Co., Ltd.)"), "examplewerke");
  EXPECT_EQ(slug("Example Works (formerly Sample)"), "example-works");
}

TEST(Identify, WordsAndNumberTogether) {
  const auto d = identifier().identify(agent("Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE", "1.3.6.1.4.1.9.1.716"));
  EXPECT_EQ(d.maker, "cisco");
  EXPECT_GT(d.confidence, 0.99);
  EXPECT_EQ(d.software_name, "IOS");
  EXPECT_EQ(d.software_version, "15.0(2)SE11");
  EXPECT_TRUE(d.functions.empty());
  adds_up(d);
  ASSERT_FALSE(d.evidence.empty());
  EXPECT_EQ(d.evidence[0].locator.oid, "1.3.6.1.2.1.1.1.0");
  EXPECT_EQ(d.evidence[0].locator.bytes.at(0).second, 20U);
}

TEST(Identify, ZteWithModelAndVersion) {
  const auto d = identifier().identify(agent("C320 Version V2.1.0 Software, Copyright (c) by ZTE Corporation Compiled", "1.3.6.1.4.1.3902.1082.1001.320.2.1"));
  EXPECT_EQ(d.maker, "zte");
  EXPECT_EQ(d.model, "C320");
  EXPECT_EQ(d.software_version, "2.1.0");
  adds_up(d);
}

TEST(Identify, KindGivesFunction) {
  const auto d = identifier().identify(agent("Huawei Integrated Access Software MA5800", "1.3.6.1.4.1.2011.2.248"));
  EXPECT_EQ(d.maker, "huawei");
  EXPECT_EQ(d.kind, "olt");
  EXPECT_EQ(d.functions, std::vector<std::string>{"access.fttp.olt"});
}

TEST(Identify, GeneralSystemsHaveNoMaker) {
  for (const auto& [descr, id] : {std::pair("Linux huawei-test 5.10.0 #1 SMP x86_64", "1.3.6.1.4.1.8072.3.2.10"),
                                  std::pair("Hardware: Intel64 Family 6 - Software: Windows Version 6.3 (Build 17763)", "1.3.6.1.4.1.311.1.1.3.1.2"),
                                  std::pair("FreeBSD host 13.1-RELEASE", "1.3.6.1.4.1.8072.3.2.8")}) {
    const auto d = identifier().identify(agent(descr, id));
    EXPECT_EQ(d.maker, "") << descr;
    EXPECT_FALSE(d.software_name.empty()) << descr;
  }
}

TEST(Identify, AnOuiAloneNamesNobody) {
  auto f = agent("Linux host 5.10.0", "1.3.6.1.4.1.8072.3.2.10");
  f.macs.push_back({"00:25:9e:01:02:03", {}});
  const auto d = identifier().identify(f);
  EXPECT_EQ(d.maker, "");
  ASSERT_EQ(d.candidates.size(), 1U);
  EXPECT_EQ(d.candidates[0].supplier, "huawei");
  EXPECT_LT(d.candidates[0].confidence, 0.2);
}

TEST(Identify, ANeighboursWordsAreNotTheDevices) {
  auto f = agent("Juniper Networks, Inc. mx204 internet router, kernel JUNOS 20.4R3, Build date: 2022-01-01", "1.3.6.1.4.1.2636.1.1.1.2.150");
  f.sys_name.value = "to-huawei-core";
  f.sys_location.value = "Huawei Versatile Routing Platform Software VRP (R) software, Version 5.70";
  f.sys_contact.value = "Copyright (c) 2013 Huawei Technologies";
  f.entities.emplace_back().descr.value = "Huawei Versatile Routing Platform";
  f.entities.back().contained = true;
  f.entities.back().cls = 10;
  const auto d = identifier().identify(f);
  EXPECT_EQ(d.maker, "juniper");
  EXPECT_EQ(d.model, "Juniper mx204");
  for (const auto& e : d.evidence) EXPECT_NE(e.supplier, "huawei");
  const auto quoted = identifier().identify(agent("Example switch, uplink to Huawei Technologies", "1.3.6.1.4.1.32473.1"));
  EXPECT_NE(quoted.maker, "huawei");
}

TEST(Identify, ComwareUnderHpesBadge) {
  auto d = identifier().identify(agent("HPE Comware Platform Software, Software Version 7.1.070, Release 2612\r\nHPE 5130", "1.3.6.1.4.1.25506.11.1.161"));
  EXPECT_EQ(d.maker, "h3c");
  EXPECT_EQ(d.brand, "hpe");
  EXPECT_EQ(d.software_name, "Comware");
  adds_up(d);
  d = identifier().identify(agent("HP Comware Platform Software, Software Version 5.20", "1.3.6.1.4.1.11.2.3.7.11.1"));
  EXPECT_EQ(d.maker, "hpe");
  EXPECT_TRUE(std::any_of(d.candidates.begin(), d.candidates.end(), [](const Candidate& c) { return c.supplier == "h3c" && c.confidence < 0.5; }));
}

TEST(Identify, ANumberTypedWrongly) {
  auto f = agent("Linux SyncServer 2.6.10", "1.3.6.1.4.1.39165.2");
  f.enterprises.push_back({32473, 12, {}});
  EXPECT_NE(identifier().identify(f).maker, "hikvision");
}

TEST(Identify, WitnessesThatDisagreeLeaveItOpen) {
  const auto d = identifier().identify(agent("Cisco Controller", "1.3.6.1.4.1.2636.1"));
  EXPECT_LT(d.sum, identifier().identify(agent("Cisco Controller", "1.3.6.1.4.1.9.1")).sum - 5);
  EXPECT_FALSE(d.candidates.empty());
  adds_up(d);
}

TEST(Identify, AnUnknownOrganizationBecomesASlug) {
  const auto d = identifier().identify(agent("Box", "1.3.6.1.4.1.32473.1"));
  EXPECT_EQ(d.maker, "example-enterprise-number");
  EXPECT_EQ(slug("Zhone Technologies, Inc."), "zhone");
  EXPECT_EQ(slug("Technologies"), "technologies");
  EXPECT_EQ(slug(""), "");
}

TEST(Identify, ChassisGivesSerialAndModel) {
  auto f = agent("", "");
  f.entities.emplace_back().cls = 9;
  f.entities.back().contained = true;
  f.entities.back().serial.value = "MODULE";
  f.entities.emplace_back().cls = 3;
  f.entities.back().serial.value = "BOX";
  f.entities.back().model.value = "X1";
  f.entities.back().mfg.value = "Cisco Systems Inc";
  const auto d = identifier().identify(f);
  EXPECT_EQ(d.serial, "BOX");
  EXPECT_EQ(d.model, "X1");
  EXPECT_EQ(d.maker, "cisco");
  EXPECT_EQ(d.maker_words, "Cisco Systems Inc");
}

/// One row of entPhysicalTable, of a class (RFC 6933) in a device that says nothing else of its maker.
evidence::AgentFacts host_with(int cls, std::string mfg, std::string descr, std::string model) {
  auto f = agent("Linux srv 5.4", "1.3.6.1.4.1.8072.3.2.10");
  evidence::AgentFacts::Entity e;
  e.index = 5;
  e.cls = cls;
  e.mfg = {std::move(mfg), {"1.3.6.1.2.1.47.1.1.1.1.12.5", 5, 0, 0}};
  e.descr = {std::move(descr), {"1.3.6.1.2.1.47.1.1.1.1.2.5", 6, 0, 0}};
  e.model = {std::move(model), {"1.3.6.1.2.1.47.1.1.1.1.13.5", 7, 0, 0}};
  f.entities.push_back(std::move(e));
  return f;
}

TEST(Identify, WhatIsFittedSpeaksForItselfAlone) {
  for (const auto& f : {host_with(6, "Cisco", "power supply", "PSU-9"), host_with(7, "Cisco", "fan tray", "FAN-9"), host_with(10, "Cisco", "port 1", "SFP-9"), host_with(9, "Cisco", "10G optical module", "QSFP28"), host_with(12, "Cisco", "CPU", "C9")}) {
    const auto d = identifier().identify(f);
    EXPECT_EQ(d.maker, "") << f.entities[0].descr.value;
    EXPECT_EQ(d.model, "") << f.entities[0].descr.value;
    ASSERT_EQ(d.parts.size(), 1U) << f.entities[0].descr.value;
    EXPECT_EQ(d.parts[0].maker_words, "Cisco");
  }
  EXPECT_EQ(identifier().identify(host_with(3, "Cisco", "chassis", "C-9")).maker, "cisco");
}

TEST(Identify, AnothersPartGivesTheBoxNoModel) {
  auto f = agent("Juniper Networks, Inc. mx204", "1.3.6.1.4.1.2636.1.1.1.2.150");
  for (const int cls : {3, 9}) {
    auto part = host_with(cls, cls == 3 ? "Juniper Networks" : "Cisco", "", cls == 3 ? "" : "LC-9999").entities[0];
    part.contained = cls == 9;
    f.entities.push_back(std::move(part));
  }
  const auto d = identifier().identify(f);
  EXPECT_EQ(d.maker, "juniper");
  EXPECT_NE(d.model, "LC-9999");
}

TEST(Identify, ANameOfWhatItGoesWithIsNoMakers) {
  for (const char* descr : {"ZTE compatible ONU tester 9", "Examplewerke OLT, compatible with Huawei, ZTE and Hikvision ONUs", "Hikvision-certified PoE switch by Examplewerke", "Gadget for Huawei office", "Hikvision repeater monitoring on Raspberry Pi"}) {
    const auto d = identifier().identify(agent(descr, ""));
    EXPECT_EQ(d.maker, "") << descr;
  }
}

TEST(Identify, ListedNamesBesideGeneralSystemsNameNobody) {
  const auto said = [](std::string_view field, std::string text) {
    evidence::AgentFacts f;
    f.input = "capture";
    f.said.push_back({std::string(field), {std::move(text), {}}});
    return identifier().identify(f).maker;
  };
  EXPECT_EQ(said("lldp.sys_descr", "Linux zte-db9 9.9.0-9-amd64 #1 SMP"), "");
  EXPECT_EQ(said("lldp.sys_descr", "Ubuntu 99.04 LTS Linux 9.9.0 huawei-nms x86_64"), "");
  EXPECT_EQ(said("lldp.sys_descr", "Windows 99 Hikvision CMS station"), "");
  EXPECT_EQ(said("http_header.server", "squid/9.9 huawei-cache"), "");
  EXPECT_EQ(said("http_header.server", "openresty zte.com.cn mirror"), "");
  EXPECT_EQ(said("sip_header.user_agent", "Linphone Desktop/9.9 (huawei-laptop)"), "");
  for (const char* login : {"Debian GNU/Linux 99 zte-core tty1 login:", "Authorised ZTE staff only! login:", "managed by ZTE Services login:"}) EXPECT_EQ(said("telnet.banner", login), "") << login;
  for (const char* greeting : {"220 ProFTPD Server (ZTE backup)", "220 vsFTPd 9.9.9 - ZTE config backups"}) EXPECT_EQ(said("ftp.banner", greeting), "") << greeting;
  EXPECT_EQ(said("telnet.banner", "Welcome to ZXR10 Switch of ZTE Corporation"), "zte");
}

TEST(Identify, TheProductsNumberGivesTheModelWhereNothingElseDoes) {
  auto f = agent("Cisco IOS Software, C3560 Software (C3560-IPSERVICESK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE", ".1.3.6.1.4.1.9.1.615");
  EXPECT_EQ(identifier().identify(f).model, "catalyst3560G24TS");
  f.entities.resize(1);
  f.entities[0].cls = 3;
  f.entities[0].model.value = "WS-C3560G-24TS-S";
  EXPECT_EQ(identifier().identify(f).model, "WS-C3560G-24TS-S");
  // A stack's number says less than its first member.
  f.sys_object_id.value = "1.3.6.1.4.1.9.1.2494";
  f.entities[0].cls = 11;
  f.entities[0].model.value.clear();
  f.entities.resize(2);
  f.entities[1].index = 2;
  f.entities[1].cls = 9;
  f.entities[1].contained = true;
  f.entities[1].model.value = "C9300-48P";
  EXPECT_EQ(identifier().identify(f).model, "C9300-48P");
}

TEST(Identify, AMakerNobodyWroteDownIsNamedByItsOwnWordsWhereNothingElseSpeaks) {
  auto f = agent("Linux box 4.9.0 #1 SMP armv7l", "1.3.6.1.4.1.8072.3.2.10");
  f.entities.resize(1);
  f.entities[0].cls = 3;
  f.entities[0].mfg.value = "Examplewerke GmbH";
  EXPECT_EQ(identifier().identify(f).maker, "examplewerke");
  EXPECT_EQ(identifier().identify(f).maker_words, "Examplewerke GmbH");
  for (const char* none : {"OEM", "Default string", "To be filled by O.E.M.", "0123456789", "AB", "System manufacturer", "www.examplewerke.example"}) {
    f.entities[0].mfg.value = none;
    EXPECT_EQ(identifier().identify(f).maker, "") << none;
  }
  f.entities[0].mfg.value = "Examplewerke A/S";
  EXPECT_EQ(identifier().identify(f).maker, "examplewerke");
  f.macs.push_back({"00:25:9e:01:02:03", {}});  // another's: the name may be that of the software's author
  EXPECT_EQ(identifier().identify(f).maker, "");
  f = agent("Cisco IOS Software, C3560 Software (C3560-IPSERVICESK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE", "1.3.6.1.4.1.9.1.615");
  f.entities.resize(1);
  f.entities[0].cls = 3;
  f.entities[0].mfg.value = "Examplewerke GmbH";  // who made its board
  EXPECT_EQ(identifier().identify(f).maker, "cisco");
}

TEST(Identify, AVersionIsNoModel) {
  for (const char* none : {"4.4.2", "v1.8.0.4853089", "5.9.2 (Linux Kernel 6.1.94)", "Examplewerke SNMP Agent", "device-description"}) EXPECT_TRUE(is_no_model(none)) << none;
  for (const char* some : {"X99", "1830 PSS v23.6", "v6", "V1600D8", "9306", "Agent 007", ""}) EXPECT_FALSE(is_no_model(some)) << some;
}

TEST(Identify, NothingAnswered) {
  const auto d = identifier().identify({});
  EXPECT_EQ(d.maker, "");
  EXPECT_TRUE(d.evidence.empty());
}

struct PatternCase {
  const char *pattern, *text, *whole, *first;
};

TEST(Pattern, Matches) {
  const PatternCase cases[] = {
      {"abc", "xxabcx", "abc", ""},          {"a(b|cd)+e", "zabcdbe", "abcdbe", "b"}, {"^a.c$", "abc", "abc", ""},
      {"(\\d+)\\.(\\d+)", "v12.34", "12.34", "12"}, {"a{2,3}", "aaaa", "aaa", ""},   {"a{2,}b", "aaaab", "aaaab", ""},
      {"x*?b", "xxb", "xxb", ""},            {"(.*?), v", "one, two, v", "one, two, v", "one, two"}, {"[^,]+,", "ab,c", "ab,", ""},
      {"\\bcat\\b", "a cat.", "cat", ""},    {"(?:ab)?c", "abc", "abc", ""},          {"ABC", "abc", "abc", ""},
      {"a|b|cc", "xcc", "cc", ""},           {"(a|b)c*d", "acd", "acd", "a"},         {"[]x]+", "]x]", "]x]", ""}, {"a{0,2}b", "aab", "aab", ""},
      {"[a1-\\]]x", "z]x", "]x", ""}};
  for (const auto& c : cases) {
    const auto p = Pattern::compile(c.pattern);
    ASSERT_TRUE(p) << c.pattern;
    Pattern::Match m;
    ASSERT_TRUE(p->search(c.text, &m)) << c.pattern;
    const std::string_view text(c.text);
    EXPECT_EQ(text.substr(m.at[0].first, m.at[0].second - m.at[0].first), c.whole) << c.pattern;
    if (c.first[0] != 0) {
      EXPECT_EQ(text.substr(m.at[1].first, m.at[1].second - m.at[1].first), c.first) << c.pattern;
    }
  }
}

TEST(Pattern, DoesNotMatch) {
  for (const auto& [pattern, text] : {std::pair("^b", "ab"), {"a$", "ab"}, {"\\bcat\\b", "concat"}, {"a{3}", "aa"}, {"[^a]", "aaa"}, {"a+b", "b"}})
    EXPECT_FALSE(Pattern::compile(pattern)->search(text, nullptr)) << pattern;
}

TEST(Pattern, FaultsAreNamed) {
  for (const auto* pattern : {"(", ")", "[a", "*a", "a**", "a{3,1}", "a{99}", "[z-a]", "[1-\\]", "[a-\\d]", "[a-\\", "\\", "(a)(b)(c)(d)(e)"})
    EXPECT_FALSE(Pattern::compile(pattern)) << pattern;
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "(?:";
  EXPECT_FALSE(Pattern::compile(deep));
  EXPECT_FALSE(Pattern::compile("(?:(?:(?:a{64}){64}){64}){64}"));
}

TEST(Pattern, LinearTime) {
  const auto p = Pattern::compile("(?:a+)+$");
  ASSERT_TRUE(p);
  EXPECT_FALSE(p->search(std::string(20000, 'a') + "b", nullptr));
}

TEST(Pattern, TheCheapTestIsInEveryMatch) {
  EXPECT_EQ(Pattern::compile("ab(?:cdef|g)hi")->literal().size(), 2U);
  EXPECT_EQ(Pattern::compile("(?:long)?x")->literal(), "x");
  EXPECT_EQ(Pattern::compile("cisco ios.*version")->literal(), "cisco ios");
  EXPECT_EQ(Pattern::compile("a|b")->literal(), "");
  EXPECT_EQ(Pattern::compile("(?:word)*?y")->literal(), "y");
}

}  // namespace
}  // namespace rf::identify
