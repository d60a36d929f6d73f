#include "tests/wire/heard.h"

namespace rf::wire {
namespace {

TEST(DecodeDhcp, HomeGatewayDiscovers) {
  const std::string whole = seed("wire-dhcp/discover");
  const Told expected = {"dhcp.client_mac=00:00:5e:00:53:03", "dhcp.message=discover", "dhcp.host_name=stb-7", "dhcp.vendor_class=dslforum.org",
                         "dhcp.parameters=1,3,6,43", "dhcp.client_id=0100005e005303", "dhcp.user_class=hgw1", "dhcp.vendor_class_by=32473 exam",
                         "dhcp.vendor_options_by=3561", "dhcp.device_oui=001E73", "dhcp.device_serial=SN0007", "dhcp.device_class=HG-100",
                         "dhcp.vendor_options=3"};
  EXPECT_EQ(heard(decode_dhcp, whole), expected);
  expect_prefixes_harmless(decode_dhcp, whole);
}

std::string with_options(std::string_view hex) { return seed("wire-dhcp/discover").substr(0, 240) + unhex(hex); }

TEST(DecodeDhcp, UserClassWithoutLengths) {
  EXPECT_EQ(heard(decode_dhcp, with_options("4d04 69505845 ff")), (Told{"dhcp.client_mac=00:00:5e:00:53:03", "dhcp.user_class=iPXE"}));
}

TEST(DecodeDhcp, LengthsThatLie) {
  const Told mac = {"dhcp.client_mac=00:00:5e:00:53:03"};
  EXPECT_EQ(heard(decode_dhcp, with_options("0cff 61")), mac);
  EXPECT_EQ(heard(decode_dhcp, with_options("0c")), mac);
  EXPECT_EQ(heard(decode_dhcp, with_options("7c06 00007ed9 ff 61")), mac);
  EXPECT_EQ(heard(decode_dhcp, with_options("7d07 00000de9 02 0109 ff")), (Told{mac[0], "dhcp.vendor_options_by=3561"}));
  EXPECT_EQ(heard(decode_dhcp, with_options("ff 0c0161")), mac);  // nothing behind the end option
}

TEST(DecodeDhcp, NotDhcp) {
  fuzz::Heard out;
  std::string other = seed("wire-dhcp/discover");
  other[236] = 0;
  EXPECT_FALSE(decode_dhcp(other, 1, out));
  EXPECT_FALSE(decode_dhcp(other.substr(0, 200), 1, out));
  EXPECT_TRUE(out.all.empty());
}

TEST(DecodeDhcp6, Solicit) {
  const std::string whole = seed("wire-dhcpv6/solicit");
  const Told expected = {"dhcpv6.duid=0003000100005e005304", "dhcpv6.vendor_class=32473 exam", "dhcpv6.fqdn=cpe.example"};
  EXPECT_EQ(heard(decode_dhcp6, whole), expected);
  expect_prefixes_harmless(decode_dhcp6, whole);
  // Relayed: RELAY-FORW with hop count, two addresses, option 9.
  std::string relayed = unhex("0c00") + std::string(32, '\0') + unhex("0009") + std::string(1, '\0') + static_cast<char>(whole.size()) + whole;
  EXPECT_EQ(heard(decode_dhcp6, relayed), expected);
}

TEST(DecodeDhcp6, RelaysWithoutEnd) {
  std::string inner = seed("wire-dhcpv6/solicit");
  for (int i = 0; i < 40; ++i)
    inner = unhex("0c00") + std::string(32, '\0') + unhex("0009") + static_cast<char>(inner.size() >> 8) + static_cast<char>(inner.size()) + inner;
  EXPECT_EQ(heard(decode_dhcp6, inner), Told{});
}

}  // namespace
}  // namespace rf::wire
