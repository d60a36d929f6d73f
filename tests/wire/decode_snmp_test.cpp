#include "tests/wire/heard.h"

namespace rf::wire {
namespace {

TEST(DecodeSnmp, ResponseNamesTheAgent) {
  const std::string whole = seed("wire-snmp/response");
  const Told expected = {"snmp.version=2c",
                         "snmp.sys_descr=Example Router 9000",
                         "snmp.object=1.3.6.1.2.1.1.1.0 s Example Router 9000",
                         "snmp.sys_object_id=1.3.6.1.4.1.32473.1.9000",
                         "snmp.object=1.3.6.1.2.1.1.2.0 o 1.3.6.1.4.1.32473.1.9000",
                         "snmp.object=1.3.6.1.2.1.1.3.0 n 4711",
                         "snmp.object=1.3.6.1.2.1.2.2.1.6.3 s " + unhex("00005e005305"),
                         "snmp.object=1.3.6.1.2.1.47.1.1.1.1.11.1 s SN42",
                         "snmp.object=1.3.6.1.2.1.4.20.1.1.192.0.2.5 a 192.0.2.5"};
  EXPECT_EQ(heard(decode_snmp, whole), expected);
  for (const auto& line : expected) EXPECT_EQ(line.find("secret"), line.npos);  // the community is in the message, and nowhere else
  expect_prefixes_harmless(decode_snmp, whole);
}

TEST(DecodeSnmp, TrapOfVersion1) {
  EXPECT_EQ(heard(decode_snmp, unhex("3029 020100 0406736563726574 a41c 06092b0601040181fd5902 4004c0000205 020106 020101 430101 3000")),
            (Told{"snmp.version=1", "snmp.trap_enterprise=1.3.6.1.4.1.32473.2"}));
}

TEST(DecodeSnmp, EngineOfVersion3) {
  EXPECT_EQ(heard(decode_snmp, seed("wire-snmp/report-v3")), (Told{"snmp.version=3", "snmp.engine_id=80007ed90300005e005301"}));
  expect_prefixes_harmless(decode_snmp, seed("wire-snmp/report-v3"));
}

TEST(DecodeSnmp, RequestsAreNoEvidence) {
  std::string set = seed("wire-snmp/response");
  set[14] = static_cast<char>(0xa3);  // SetRequest: the manager's words
  ASSERT_EQ(static_cast<unsigned char>(seed("wire-snmp/response")[14]), 0xa2);
  EXPECT_EQ(heard(decode_snmp, set), (Told{"snmp.version=2c"}));
}

TEST(DecodeSnmp, LengthsThatLie) {
  EXPECT_EQ(heard(decode_snmp, unhex("3080 020101 040161 0000")), Told{});                      // indefinite
  EXPECT_EQ(heard(decode_snmp, unhex("3084ffffffff 020101 040161")), Told{});                   // 4 GiB
  EXPECT_EQ(heard(decode_snmp, unhex("3089010000000000000000 020101 040161")), Told{});         // more octets than a length may have here
  EXPECT_EQ(heard(decode_snmp, unhex("3008 020101 0409 6162")), Told{});                        // community longer than the message
  EXPECT_EQ(heard(decode_snmp, unhex("3006 020105 040161")), Told{});                           // no such version
  EXPECT_EQ(heard(decode_snmp, unhex("3006 020101 040161")), (Told{"snmp.version=2c"}));        // no PDU
}

TEST(DecodeSnmp, NumbersOfEverySign) {
  // hrDeviceDescr's column with integers: -1, 200, 2^63 as Counter64
  const auto with = [](std::string_view value) {
    const std::string name = "060c 2b0601020119030201 0301 00";
    std::string bind = unhex(name) + unhex(value);
    bind = unhex("30") + static_cast<char>(bind.size()) + bind;
    bind = unhex("30") + static_cast<char>(bind.size()) + bind;
    bind = unhex("020101 020100 020100") + bind;
    bind = unhex("020101 040161 a2") + static_cast<char>(bind.size()) + bind;
    return unhex("30") + static_cast<char>(bind.size()) + bind;
  };
  const std::string at = "snmp.object=1.3.6.1.2.1.25.3.2.1.3.1.0 n ";
  EXPECT_EQ(heard(decode_snmp, with("0201ff")), (Told{"snmp.version=2c", at + "-1"}));
  EXPECT_EQ(heard(decode_snmp, with("020200c8")), (Told{"snmp.version=2c", at + "200"}));
  EXPECT_EQ(heard(decode_snmp, with("4609008000000000000000")), (Told{"snmp.version=2c", at + "9223372036854775808"}));
}

}  // namespace
}  // namespace rf::wire
