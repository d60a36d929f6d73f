// Cases: tests/evidence/snmprec/*/ and tests/evidence/snmpwalk/*/; what is in them stands in their about.md.
#include <gtest/gtest.h>

#include <random>

#include "base/file.h"
#include "evidence/reader.h"
#include "evidence/snmp_walk.h"

namespace rf::evidence {
namespace {

struct Gathered : Sink {
  std::vector<AgentFacts> agents;
  std::vector<Error> errors, notes;
  bool failed = false;
  void rows(const ColumnBatch&) override {}
  void agent(AgentFacts facts) override { agents.push_back(std::move(facts)); }
  void error(Error e) override { errors.push_back(std::move(e)); }
  void note(Error e) override { notes.push_back(std::move(e)); }
};

Gathered read_bytes(bool recording, std::string_view bytes, const AskedObjects* asked = nullptr) {
  Gathered g;
  const Input input{"case", bytes, nullptr, asked};
  g.failed = !(recording ? read_snmprec(input, g) : read_snmpwalk(input, g));
  return g;
}

Gathered read_case(const std::string& name) {
  const bool recording = name.starts_with("snmprec/");
  const auto file = MappedFile::open(std::string(RINGFENCE_ROOT) + "/tests/evidence/" + name + (recording ? "/input.snmprec" : "/input.txt"));
  EXPECT_TRUE(file) << name;
  if (!file) return {};
  const auto rec = likeness_snmprec(file->bytes(), "input"), walk = likeness_snmpwalk(file->bytes(), "input");
  if (name != "snmprec/nothing-readable") {
    EXPECT_GT(recording ? rec : walk, recording ? walk : rec) << name;
  }
  return read_bytes(recording, file->bytes());
}

TEST(Snmprec, Plain) {
  const auto g = read_case("snmprec/plain");
  ASSERT_EQ(g.agents.size(), 1U);
  const auto& a = g.agents[0];
  EXPECT_EQ(a.sys_descr.value, "Example Router 9000");
  EXPECT_EQ(a.sys_object_id.value, "1.3.6.1.4.1.32473.1");
  EXPECT_EQ(a.sys_object_id.place.line, 2U);
  EXPECT_EQ(a.sys_object_id.place.offset, 40U);
  EXPECT_EQ(a.sys_object_id.place.length, 39U);
  EXPECT_EQ(a.sys_object_id.place.oid, "1.3.6.1.2.1.1.2.0");
  ASSERT_EQ(a.macs.size(), 1U);
  EXPECT_EQ(a.macs[0].value, "00:1e:73:aa:bb:cc");
  ASSERT_EQ(a.addresses.size(), 1U);
  EXPECT_EQ(a.addresses[0].value, "192.0.2.7");
  ASSERT_EQ(a.enterprises.size(), 1U);
  EXPECT_EQ(a.enterprises[0].pen, 32473U);
  EXPECT_EQ(a.enterprises[0].objects, 2U);
  EXPECT_TRUE(g.errors.empty());
  EXPECT_TRUE(g.notes.empty());
}

TEST(Snmprec, HexText) { EXPECT_EQ(read_case("snmprec/hex-text").agents.at(0).sys_descr.value, "Example\r\nRouter"); }

TEST(Snmprec, Truncated) {
  const auto g = read_case("snmprec/truncated");
  ASSERT_EQ(g.agents.size(), 1U);
  EXPECT_EQ(g.agents[0].sys_name.value, "core-1");
  ASSERT_EQ(g.errors.size(), 1U);
  EXPECT_EQ(g.errors[0].where, "line 3");
  EXPECT_EQ(read_case("snmprec/cut-in-type").errors.size(), 1U);
}

TEST(Snmprec, LineEndsOfWindows) {
  const auto g = read_case("snmprec/crlf");
  EXPECT_EQ(g.agents.at(0).sys_descr.value, "Example");
  EXPECT_EQ(g.agents.at(0).sys_name.value, "core-1");
}

TEST(Snmprec, JoinedWalksAreAgentsOfTheirOwn) {
  auto g = read_case("snmprec/two-agents");
  ASSERT_EQ(g.agents.size(), 2U);
  EXPECT_EQ(g.agents[0].sys_name.value, "a");
  EXPECT_EQ(g.agents[1].sys_name.value, "b");
  EXPECT_EQ(g.agents[1].first.line, 4U);
  EXPECT_TRUE(g.agents[1].enterprises.empty());
  g = read_case("snmprec/two-agents-without-descr");
  ASSERT_EQ(g.agents.size(), 2U);
  EXPECT_EQ(g.agents[0].sys_object_id.value, "1.3.6.1.4.1.32473.1");
  EXPECT_EQ(g.agents[1].sys_descr.value, "Second");
}

TEST(Snmprec, OtherEncodingIsNoted) {
  const auto g = read_case("snmprec/not-utf8");
  EXPECT_EQ(g.agents.at(0).sys_location.value, "M\xc3\xbcnchen");
  EXPECT_EQ(g.notes.size(), 1U);
}

TEST(Snmprec, UnreadableLinesAreToldOnce) {
  const auto g = read_case("snmprec/garbage-between");
  EXPECT_EQ(g.agents.at(0).sys_name.value, "core-1");
  ASSERT_EQ(g.errors.size(), 1U);
  EXPECT_EQ(g.errors[0].where, "line 2");
  EXPECT_NE(g.errors[0].why.find("2 lines"), std::string::npos);
  EXPECT_TRUE(read_case("snmprec/nothing-readable").failed);
  EXPECT_TRUE(read_bytes(true, "").failed);
}

TEST(Snmprec, VariationIsNoAnswer) { EXPECT_EQ(read_case("snmprec/variation").agents.at(0).sys_name.value, ""); }

TEST(Snmprec, Entities) {
  const auto g = read_case("snmprec/entities");
  const auto& e = g.agents.at(0).entities;
  ASSERT_EQ(e.size(), 2U);
  EXPECT_EQ(e[0].cls, 3);
  EXPECT_FALSE(e[0].contained);
  EXPECT_TRUE(e[1].contained);
  EXPECT_EQ(e[0].mfg.value, "Example Works");
  EXPECT_EQ(e[0].model.value, "X-9000");
  EXPECT_EQ(e[1].serial.value, "SN-2");
}

TEST(Snmprec, AskedObjectsAreKept) {
  const AskedObjects objects(std::vector<std::string>{"1.3.6.1.4.1.32473.7"});
  const auto* const asked = &objects;
  const auto g = read_bytes(true, "1.3.6.1.4.1.32473.7.1.0|4|SN-7\n1.3.6.1.4.1.32473.70.1.0|4|other\n", asked);
  ASSERT_EQ(g.agents.at(0).others.size(), 1U);
  EXPECT_EQ(g.agents[0].others[0].value, "SN-7");
  EXPECT_EQ(g.agents[0].enterprises.at(0).objects, 2U);
}

TEST(Snmprec, VersionsBehindRowsThatArePassedOver) {
  const auto g = read_bytes(true, "1.3.6.1.4.1.32473.1.1.0|4|hello\n1.3.6.1.4.1.32473.1.2.0|4|R80.20.1\n1.3.6.1.4.1.32473.1.3.0|4|V2.00\n1.3.6.1.4.1.32473.1.4.0|4|1.2.3\n1.3.6.1.4.1.32473.1.5.0|4|Rack 1.2.3\n");
  ASSERT_EQ(g.agents.size(), 1U);
  std::vector<std::string> versions;
  for (const auto& f : g.agents[0].revisions) versions.push_back(f.value);
  EXPECT_EQ(versions, (std::vector<std::string>{"R80.20.1", "V2.00", "1.2.3"}));
  EXPECT_EQ(g.agents[0].enterprises.at(0).objects, 5U);
}

// Rows below one front are told in place; a row of elsewhere between two of them makes each be looked at as if it were the first.
TEST(Snmprec, RowsThatArePassedOverAreReadAsOthers) {
  const std::vector<std::string> tails = {"7|2|1", "8|4|4.11.7b", "9|4|", "10|4|5.1.22\r", "11|4x|56312e32", "12|4e|a\\nb", "13|65|12", "14|128|x", "15|66:numeric|rate=1", "16|70|9", "17|3|1", "18|40|1",
                                          "19|4", "20", "", "21||x", "22|4|a|b|c", "x|4|2.40.1", "23|4|2.41.17-b3", "24|6|1.3.6.1", "25|1|0", "26|71|5", "27.3.4.|4|V2.00(AAZI.1)"};
  for (const std::string front : {"1.3.6.1.4.1.32473.1.1.", "1.3.6.1.2.1.31.1.1.1.6."})
    for (const std::string last : {"\n", ""}) {
      std::string together = front + "1|2|1\n", apart = together;
      for (const auto& t : tails) {
        const auto row = front + t + (&t == &tails.back() ? last : "\n");
        together += row;
        apart += "1.3.6.1.2.1.99.1.1|2|1\n" + row;
      }
      const auto a = read_bytes(true, together), b = read_bytes(true, apart);
      ASSERT_EQ(a.agents.size(), b.agents.size());
      ASSERT_EQ(a.errors.size(), b.errors.size());
      for (std::size_t i = 0; i < a.errors.size(); ++i) EXPECT_EQ(a.errors[i].why, b.errors[i].why);
      if (a.agents.empty()) continue;
      EXPECT_EQ(a.agents[0].enterprises.at(0).objects, b.agents[0].enterprises.at(0).objects);
      std::vector<std::string> one, other;
      for (const auto& r : a.agents[0].revisions) one.push_back(r.value + " " + r.place.oid);
      for (const auto& r : b.agents[0].revisions) other.push_back(r.value + " " + r.place.oid);
      EXPECT_EQ(one, other);
      EXPECT_EQ(one.front(), "4.11.7b 1.3.6.1.4.1.32473.1.1.8");
    }
}

TEST(Snmprec, LimitsAreTold) {
  std::string many = "1.3.6.1.2.1.1.1.0|4|Example\n";
  for (int i = 1; i <= 8300; ++i) many += "1.3.6.1.2.1.47.1.1.1.1.2." + std::to_string(i) + "|4|part\n";
  many += "1.3.6.1.2.1.1.5.0|4|" + std::string(10000, 'x') + "\n";
  const auto g = read_bytes(true, many);
  EXPECT_EQ(g.agents.at(0).entities.size(), kMaxEntities);
  EXPECT_EQ(g.agents.at(0).sys_name.value.size(), kMaxKeptText);
  EXPECT_EQ(g.notes.size(), 2U);
}

TEST(Snmpwalk, NumericAndNamedAgree) {
  for (const auto* name : {"snmpwalk/numeric", "snmpwalk/named"}) {
    const auto g = read_case(name);
    ASSERT_EQ(g.agents.size(), 1U) << name;
    const auto& a = g.agents[0];
    EXPECT_EQ(a.sys_descr.value, "Example Router 9000") << name;
    EXPECT_EQ(a.sys_object_id.value, "1.3.6.1.4.1.32473.1") << name;
    EXPECT_EQ(a.sys_name.value, "core-1") << name;
    ASSERT_EQ(a.macs.size(), 1U) << name;
    EXPECT_EQ(a.macs[0].value, "00:1e:73:aa:bb:cc") << name;
    ASSERT_EQ(a.enterprises.size(), 1U) << name;
    EXPECT_TRUE(g.errors.empty()) << name;
  }
  const auto g = read_case("snmpwalk/named");
  EXPECT_EQ(g.agents.at(0).addresses.at(0).value, "192.0.2.7");
  EXPECT_EQ(g.agents.at(0).entities.at(0).cls, 3);
  EXPECT_EQ(g.agents.at(0).entities.at(0).serial.value, "SN-1");
}

TEST(Snmpwalk, OtherForms) {
  for (const auto* name : {"snmpwalk/byte-order-mark", "snmprec/byte-order-mark"}) {
    const auto g = read_case(name);
    ASSERT_EQ(g.agents.size(), 1U) << name;
    EXPECT_EQ(g.agents[0].sys_descr.value, "Example OS 1.2") << name;
    EXPECT_EQ(g.agents[0].sys_descr.place.offset, 3U) << name;
    EXPECT_TRUE(g.errors.empty()) << name;
  }
  for (const auto* name : {"snmpwalk/iso", "snmpwalk/quick", "snmpwalk/quick-equal"}) {
    const auto g = read_case(name);
    EXPECT_TRUE(g.agents.at(0).sys_descr.value.starts_with("Example")) << name;
    EXPECT_EQ(g.agents.at(0).sys_object_id.value, "1.3.6.1.4.1.32473.1") << name;
    EXPECT_TRUE(g.errors.empty()) << name;
  }
  EXPECT_EQ(read_case("snmpwalk/quick-equal").agents.at(0).sys_name.value, "core-1");
}

TEST(Snmpwalk, ValuesOverLines) {
  auto g = read_case("snmpwalk/multi-line-quoted");
  EXPECT_EQ(g.agents.at(0).sys_descr.value, "Example \"OS\" Software\nCopyright (c) Example\n.1.3.6.1.2.1.1.5.0 = STRING: this is inside");
  EXPECT_EQ(g.agents.at(0).sys_name.value, "core-1");
  EXPECT_EQ(g.agents.at(0).sys_name.place.line, 4U);
  g = read_case("snmpwalk/multi-line-plain");
  EXPECT_EQ(g.agents.at(0).sys_descr.value, "Example OS Software\nTechnical Support: none\n\nCompiled yesterday");
  EXPECT_EQ(g.agents.at(0).sys_name.value, "core-1");
  g = read_case("snmpwalk/hex-lines");
  EXPECT_EQ(g.agents.at(0).sys_descr.value, "Example Router");
  EXPECT_EQ(g.agents.at(0).sys_name.value, "core-1");
}

TEST(Snmpwalk, Complaints) {
  EXPECT_EQ(read_case("snmpwalk/wrong-type").agents.at(0).sys_descr.value, "Example");
  const auto g = read_case("snmpwalk/unterminated");
  EXPECT_EQ(g.agents.at(0).sys_name.value, "core-1");
  EXPECT_EQ(g.errors.size(), 1U);
}

TEST(Snmpwalk, ARowInsideAValueIsNoRow) {
  const auto g = read_case("snmpwalk/quoted-row-elsewhere");
  ASSERT_EQ(g.agents.size(), 1U);
  EXPECT_EQ(g.agents[0].sys_descr.value, "Example");
  EXPECT_EQ(g.agents[0].sys_name.value, "core-1");
}

TEST(Snmp, Likeness) {
  EXPECT_LT(likeness_snmpwalk("id,name,supplier\n1,a,b\n", "x.csv"), 20);
  EXPECT_LT(likeness_snmprec("id|name|supplier\n1|a|b\n", "x.csv"), 20);
  EXPECT_EQ(likeness_snmprec("", ""), 0);
  EXPECT_EQ(likeness_snmpwalk("{\"a\": 1}\n", ""), 0);
}

TEST(Snmp, AnyBytesEndWell) {
  std::mt19937 random(1);
  const std::string seeds[] = {
      "1.3.6.1.2.1.1.1.0|4x|4142\n1.3.6.1.2.1.4.34.1.3.2.16.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.9|2|1\n1.0.8802.1.1.2.1.3.2.0|4|x\n1.3.6.1.4.1.9.1|2|1\n",
      ".1.3.6.1.2.1.1.1.0 = STRING: \"a\nb\"\nIP-MIB::ipAddressIfIndex.ipv6.\"fe:80:00\" = INTEGER: x(1)\n.1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 1\nSNMPv2-MIB::sysObjectID.0 = OID: \n"};
  for (const auto& seed : seeds)
    for (int i = 0; i < 20000; ++i) {
      auto bytes = seed;
      for (int k = 0; k < 4; ++k) bytes[random() % bytes.size()] = static_cast<char>(random());
      if (i % 3 == 0) bytes.resize(random() % bytes.size());
      read_bytes(true, bytes);
      read_bytes(false, bytes);
      likeness_snmprec(bytes, "x");
      likeness_snmpwalk(bytes, "x");
    }
}

}  // namespace
}  // namespace rf::evidence
