// Which observations are one device, and which stay two although they share something.
#include "assess/same_device.h"

#include <gtest/gtest.h>

namespace rf::assess {
namespace {

Device seen_as(std::string input, std::string name, std::string maker, std::string serial, std::vector<std::string> macs = {}, std::vector<std::string> addresses = {}) {
  Device d;
  d.input = std::move(input);
  d.name = std::move(name);
  d.maker = std::move(maker);
  d.serial = std::move(serial);
  d.macs = std::move(macs);
  d.addresses = std::move(addresses);
  return d;
}
std::size_t left(std::vector<Device> devices, bool across = true) {
  merge_devices(devices, across);
  return devices.size();
}

TEST(SameDevice, JoinsBySerialAndMakerWhateverElseIsMissing) {
  std::vector<Device> d{seen_as("a", "olt-1", "zte", "ZTEG12345678"), seen_as("b", "", "", "zteg-12345678"), seen_as("c", "olt-1", "zte", "ZTEG12345678")};
  const auto notes = merge_devices(d, true);
  ASSERT_EQ(d.size(), 1U);
  EXPECT_EQ(d[0].inputs, (std::vector<std::string>{"b", "c"}));
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_TRUE(notes[0].joined);
  EXPECT_EQ(notes[0].key, "serial and maker");
}

TEST(SameDevice, StaysWithinAnInputUnlessAsked) {
  EXPECT_EQ(left({seen_as("a", "olt-1", "zte", "ZTEG12345678"), seen_as("b", "olt-1", "zte", "ZTEG12345678")}, false), 2U);
  EXPECT_EQ(left({seen_as("a", "olt-1", "zte", "ZTEG12345678"), seen_as("a", "olt-1", "zte", "ZTEG12345678")}, false), 1U);
}

TEST(SameDevice, WhatOneListNamesAsTwoStaysTwo) {
  EXPECT_EQ(left({seen_as("list.json", "ups-1", "zte", "ZTEG12345678"), seen_as("list.json", "ups-2", "zte", "ZTEG12345678")}), 2U);
}

TEST(SameDevice, NumbersThatManyBoxesBearJoinNothing) {
  for (const std::string serial : {"0", "N/A", "123456", "0123456789", "1234567890", "SERIAL", "SERIALNO", "00000000", "XXXXXXXX", "Default string", "987654321"})
    EXPECT_EQ(left({seen_as("a", "", "zte", serial), seen_as("b", "", "zte", serial)}), 2U) << serial;
  for (const std::string engine : {"80001f88040000000000", "800007db0100000000", "80000f0301c0a80001", "80000f037f000001", "80000f03000000000000"}) {
    auto a = seen_as("a", "", "zte", ""), b = seen_as("b", "", "zte", "");
    a.engine_id = b.engine_id = engine;
    EXPECT_EQ(left({a, b}), 2U) << engine;
  }
  for (const std::string mac : {"00:00:5e:00:01:0a", "02:42:ac:11:00:02", "00:00:00:00:00:01", "00:00:01:00:00:01", "ff:ff:ff:ff:ff:ff"})
    EXPECT_EQ(left({seen_as("a", "", "zte", "", {mac}), seen_as("b", "", "zte", "", {mac})}), 2U) << mac;
  EXPECT_EQ(left({seen_as("a", "switch", "zte", ""), seen_as("b", "Switch", "zte", "")}), 2U);
}

TEST(SameDevice, AnEngineIdOfItsOwnJoins) {
  auto a = seen_as("a", "", "zte", ""), b = seen_as("b", "", "", "");
  a.engine_id = b.engine_id = "80000f3e03001e73a1b2c3";
  EXPECT_EQ(left({a, b}), 1U);
  b.maker = "nokia";
  EXPECT_EQ(left({a, b}), 2U);
}

TEST(SameDevice, TwoBehindOneAddressStayTwo) {
  std::vector<Device> d{seen_as("a", "cpe-11", "zte", "SER000A11", {}, {"203.0.113.7"}), seen_as("b", "cpe-12", "zte", "SER000B12", {}, {"203.0.113.7"})};
  const auto notes = merge_devices(d, true);
  EXPECT_EQ(d.size(), 2U);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_FALSE(notes[0].joined);
  EXPECT_NE(notes[0].why.find("serials differ"), std::string::npos);
  EXPECT_EQ(left({seen_as("a", "cpe-11", "zte", "", {}, {"203.0.113.7"}), seen_as("b", "cpe-12", "zte", "", {}, {"203.0.113.7"})}), 2U);
  EXPECT_EQ(left({seen_as("a", "cpe-11", "zte", "", {}, {"203.0.113.7"}), seen_as("b", "cpe-11.example.net", "", "", {}, {"203.0.113.7"})}), 1U);
}

TEST(SameDevice, ASharedMacOfTwoNamesIsNoProof) {
  EXPECT_EQ(left({seen_as("a", "core-1", "zte", "", {"00:1e:73:aa:bb:01"}), seen_as("b", "core-2", "zte", "", {"00:1e:73:aa:bb:01", "00:1e:73:aa:bb:02"})}), 2U);
  EXPECT_EQ(left({seen_as("a", "core-1", "zte", "", {"00:1e:73:aa:bb:01"}), seen_as("b", "", "", "", {"00:1e:73:aa:bb:01", "00:1e:73:aa:bb:02"})}), 1U);
}

TEST(SameDevice, WhatContradictsIsNotJoinedThroughAThird) {
  // The nameless one shares a MAC with both; it can be one of them, and they stay two.
  std::vector<Device> d{seen_as("a", "core-1", "zte", "SER000A11", {"00:1e:73:aa:bb:01"}), seen_as("b", "", "", "", {"00:1e:73:aa:bb:01", "00:1e:73:aa:cc:01"}),
                        seen_as("c", "core-2", "zte", "SER000B12", {"00:1e:73:aa:cc:01"})};
  EXPECT_EQ(left(d), 2U);
}

TEST(SameDevice, AStackBearsTheSerialsOfItsMembers) {
  auto stack = seen_as("a", "sw-1", "zte", "SER000A11");
  stack.parts.push_back({"member", "", "", "SER000A12", "", "", "", "", {}});
  EXPECT_EQ(left({stack, seen_as("b", "", "zte", "SER000A12")}), 1U);
}

TEST(SameDevice, WeightsOfOneSumAreNotAddedToAnother) {
  auto a = seen_as("a", "olt-1", "zte", "ZTEG12345678"), b = seen_as("b", "olt-1", "zte", "ZTEG12345678");
  a.sum = 2.0, b.sum = 5.0;
  a.evidence = {{"one", "zte", 2.0, {}}};
  b.evidence = {{"two", "zte", 5.0, {}}};
  a.evidence[0].locator.line = b.evidence[0].locator.line = 1;
  std::vector<Device> d{a, b};
  merge_devices(d, true);
  ASSERT_EQ(d.size(), 1U);
  double sum = 0;
  for (const auto& e : d[0].evidence) sum += e.weight;
  EXPECT_DOUBLE_EQ(sum, d[0].sum);
  EXPECT_EQ(d[0].evidence.size(), 2U);
}

}  // namespace
}  // namespace rf::assess
