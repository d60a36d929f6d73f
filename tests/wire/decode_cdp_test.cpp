#include "tests/wire/heard.h"

namespace rf::wire {
namespace {

TEST(DecodeCdp, Switch) {
  const std::string whole = seed("wire-cdp/switch");
  const Told expected = {"cdp.device_id=sw1.example", "cdp.address=192.0.2.9", "cdp.port_id=FastEthernet0/1", "cdp.capabilities=switch,igmp",
                         "cdp.software=Example Software, Version 12.1\nCopyright Example", "cdp.platform=example WS-1", "cdp.vtp_domain=lab",
                         "cdp.system_name=sw1", "cdp.management_address=2001:db8::9", "cdp.location=rack 4"};
  EXPECT_EQ(heard(decode_cdp, whole), expected);
  expect_prefixes_harmless(decode_cdp, whole);
}

TEST(DecodeCdp, ObjectId) {
  EXPECT_EQ(heard(decode_cdp, unhex("02b40000 0015 000c 2b0601040181fd59")), (Told{"cdp.system_object_id=1.3.6.1.4.1.32473"}));
  EXPECT_EQ(heard(decode_cdp, unhex("02b40000 0015 000b 2b0601040181fd")), Told{});  // cut inside its last number
}

TEST(DecodeCdp, LengthsThatLie) {
  EXPECT_EQ(heard(decode_cdp, unhex("02b40000 0001 0003 61626364")), Told{});       // shorter than its own header
  EXPECT_EQ(heard(decode_cdp, unhex("02b40000 0001 00ff 61626364")), Told{});       // longer than the frame
  EXPECT_EQ(heard(decode_cdp, unhex("02b40000 0002 0011 ffffffff 0101cc 0004 c0000201")), (Told{"cdp.address=192.0.2.1"}));
}

TEST(DecodeCdp, NotCdp) {
  fuzz::Heard out;
  EXPECT_FALSE(decode_cdp(unhex("00b4000000010005 61"), 1, out));
  EXPECT_FALSE(decode_cdp(unhex("02b4"), 1, out));
}

}  // namespace
}  // namespace rf::wire
