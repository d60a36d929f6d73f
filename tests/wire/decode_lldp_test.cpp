// Frames by hand; Wireshark 4.0 reads the first as it is read here.
#include "tests/wire/heard.h"

namespace rf::wire {
namespace {

// TLV by TLV: chassis (MAC), port (interface name), TTL, port description, names, capabilities, management address, VLAN name,
// the seven of TIA-1057, two of an organisation of its own, MUD URL, end.
const std::string kWhole = unhex(
    "0207 04 00005e005301  0409 05 67652d302f302f31  0602 0078  080e 75706c696e6b20746f20636f7265  0a09 6f6c742d68682d3031"
    "0c0e 4578616d706c65204f5320392e31  0e04 0014 0014  100c 05 01 c0000207 02 00000001 00  fe0b 0080c2 03 0064 04 766f6970"
    "fe09 0012bb 05 48572d4131  fe08 0012bb 06 46572d32  fe08 0012bb 07 53572d33  fe0a 0012bb 08 534e30303031"
    "fe11 0012bb 09 4578616d706c6520576f726b73  fe0b 0012bb 0a 45582d39303030  fe08 0012bb 0b 412d3137"
    "fe06 001e73 01 0102  fe05 001e73 02 03  fe1e 00005e 01 68747470733a2f2f6d75642e6578616d706c652f782e6a736f6e 0000");

TEST(DecodeLldp, InventoryOfADevice) {
  const Told expected = {
      "lldp.chassis_id=00:00:5e:00:53:01", "lldp.chassis_id_subtype=mac", "lldp.port_id=ge-0/0/1", "lldp.port_description=uplink to core",
      "lldp.system_name=olt-hh-01", "lldp.system_description=Example OS 9.1", "lldp.capabilities=bridge,router",
      "lldp.management_address=192.0.2.7", "lldp.vlan_name=voip", "lldp.hardware_revision=HW-A1", "lldp.firmware_revision=FW-2",
      "lldp.software_revision=SW-3", "lldp.serial_number=SN0001", "lldp.manufacturer=Example Works", "lldp.model=EX-9000",
      "lldp.asset_id=A-17", "lldp.organization=00-1e-73", "lldp.mud_url=https://mud.example/x.json"};
  EXPECT_EQ(heard(decode_lldp, kWhole), expected);
  expect_prefixes_harmless(decode_lldp, kWhole);
}

TEST(DecodeLldp, OtherIds) {
  EXPECT_EQ(heard(decode_lldp, unhex("0206 05 01 c0000201  0404 03 0a0b0c 0000")),
            (Told{"lldp.chassis_id=192.0.2.1", "lldp.chassis_id_subtype=address",
                  "lldp.port_id=" + unhex("0a0b0c")}));  // a MAC address of five octets is given as sent
  EXPECT_EQ(heard(decode_lldp, unhex("0205 07 6f6c7400 0000")), (Told{"lldp.chassis_id=olt", "lldp.chassis_id_subtype=local"}));
}

TEST(DecodeLldp, LengthThatLies) {
  // The system name claims 511 octets: what stood before it counts, what follows is not guessed at.
  EXPECT_EQ(heard(decode_lldp, unhex("0205 07 6f6c7431 0bff 6162")), (Told{"lldp.chassis_id=olt1", "lldp.chassis_id_subtype=local"}));
  EXPECT_EQ(heard(decode_lldp, unhex("0200 0a00 1000 1001ff 0e01ff fe03001e73 0000")), Told{});
}

TEST(DecodeLldp, NotLldp) {
  fuzz::Heard out;
  EXPECT_FALSE(decode_lldp(unhex("0a09 6f6c742d68682d3031"), 1, out));  // no chassis id first
  EXPECT_FALSE(decode_lldp("", 1, out));
  EXPECT_TRUE(out.all.empty());
}

}  // namespace
}  // namespace rf::wire
