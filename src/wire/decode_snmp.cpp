// SNMP: v1 RFC 1157, v2c RFC 1901 and 3416, v3 RFC 3412 and 3414 (engine id; plain contents where not encrypted).
// Only what agents say is taken: responses and notifications. A community name is a password: read past, never said.
// A value in a GetRequest is a placeholder and one in a SetRequest is the manager's: neither is evidence of the device.
#include <algorithm>

#include "wire/ber.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::uint8_t kSequence = 0x30, kInteger = 0x02, kOctets = 0x04, kObjectId = 0x06;
constexpr std::uint8_t kGetResponse = 0xa2, kTrapV1 = 0xa4, kInform = 0xa6, kTrapV2 = 0xa7;

/// Instances said as snmp.object, by the start of their encoding (1.3 is 0x2b): enough to tell who a device is.
constexpr std::string_view kSnmpWanted[] = {
    {"\x2b\x06\x01\x02\x01\x01", 6},                          // system group
    {"\x2b\x06\x01\x02\x01\x02\x02\x01\x06", 9},              // ifPhysAddress
    {"\x2b\x06\x01\x02\x01\x04\x14\x01\x01", 9},              // ipAdEntAddr
    {"\x2b\x06\x01\x02\x01\x04\x22\x01", 8},                  // ipAddressTable
    {"\x2b\x06\x01\x02\x01\x11\x01\x01", 8},                  // dot1dBaseBridgeAddress
    {"\x2b\x06\x01\x02\x01\x19\x03\x02\x01\x03", 10},         // hrDeviceDescr
    {"\x2b\x06\x01\x02\x01\x21\x01\x01", 8},                  // UPS-MIB identity
    {"\x2b\x06\x01\x02\x01\x2f\x01\x01\x01\x01", 10},         // entPhysicalTable
    {"\x2b\x06\x01\x06\x03\x0a\x02\x01\x01", 9},              // snmpEngineID
    {"\x2b\x06\x01\x04\x01", 5},                              // enterprises
    {"\x28\xc4\x62\x01\x01\x02\x01\x03", 8},                  // 1.0.8802.1.1.2.1.3: lldpLocalSystemData
};

/// Scalars of the system group (RFC 3418) with a field of their own, by the last number before ".0".
std::string_view snmp_system_field(std::string_view oid) {
  if (oid.size() != 8 || !oid.starts_with(kSnmpWanted[0]) || oid[7] != 0) return {};
  switch (oid[6]) {
    case 1: return field::kSnmpSysDescr;
    case 2: return field::kSnmpSysObjectId;
    case 4: return field::kSnmpSysContact;
    case 5: return field::kSnmpSysName;
    case 6: return field::kSnmpSysLocation;
    default: return {};
  }
}

/// The value behind "OID " with its form's letter: appended to `text`. False: no value (exceptions, Opaque, NULL).
bool append_snmp_value(std::string& text, const BerValue& v) {
  const std::string_view raw = v.in.rest();
  switch (v.tag) {
    case kOctets:
      text += "s ";
      text += raw;
      return true;
    case kObjectId:
      text += "o ";
      return append_oid(text, raw);
    case 0x40:  // IpAddress
      text += "a ";
      return raw.size() == 4 && append_address(text, raw);
    case kInteger: {
      if (raw.empty() || raw.size() > 8) return false;
      std::uint64_t n = octet(raw[0]) & 0x80 ? ~std::uint64_t{0} : 0;
      for (const char c : raw) n = n << 8 | octet(c);
      text += "n ";
      if (octet(raw[0]) & 0x80) {
        text += '-';
        n = ~n + 1;
      }
      append_number(text, n);
      return true;
    }
    case 0x41: case 0x42: case 0x43: case 0x46: {  // Counter32, Unsigned32, TimeTicks, Counter64
      if (raw.empty() || raw.size() > 9) return false;
      std::uint64_t n = 0;
      for (const char c : raw) n = n << 8 | octet(c);
      text += "n ";
      append_number(text, n);
      return true;
    }
    default:
      return false;
  }
}

void say_snmp_varbinds(ByteCursor list, std::uint64_t frame, Hearer& out) {
  std::string text;
  while (!list.empty() && !out.enough) {
    auto pair = ber_expect(list, kSequence, "VarBind");
    if (!pair) return;
    const auto name = ber_expect(pair->in, kObjectId, "name");
    const auto value = ber_next(pair->in, "value");
    if (!name || !value) return;
    const std::string_view oid = name->in.rest();
    if (std::ranges::none_of(kSnmpWanted, [&](std::string_view w) { return oid.starts_with(w); })) continue;
    text.clear();
    if (!append_oid(text, oid)) continue;
    text += ' ';
    const std::size_t at = text.size();
    if (!append_snmp_value(text, *value)) continue;
    const std::string_view data = std::string_view(text).substr(at + 2);
    const bool is_oid = value->tag == kObjectId;
    if (const auto own = snmp_system_field(oid); !own.empty() && (is_oid || value->tag == kOctets) && is_oid == (oid[6] == 2))
      say(out, own, without_trailing_nul(data), frame);
    say(out, field::kSnmpObject, text, frame);
  }
}

void say_snmp_pdu(ByteCursor in, std::uint64_t frame, Hearer& out) {
  auto pdu = ber_next(in, "PDU");
  if (!pdu) return;
  ByteCursor& at = pdu->in;
  if (pdu->tag == kTrapV1) {
    const auto enterprise = ber_expect(at, kObjectId, "enterprise");
    std::string text;
    if (!enterprise || !append_oid(text, enterprise->in.rest())) return;
    say(out, field::kSnmpTrapEnterprise, text, frame);
    for (const char* what : {"agent-addr", "generic-trap", "specific-trap", "time-stamp"})
      if (!ber_next(at, what)) return;
  } else if (pdu->tag == kGetResponse || pdu->tag == kInform || pdu->tag == kTrapV2) {
    for (const char* what : {"request-id", "error-status", "error-index"})
      if (!ber_expect(at, kInteger, what)) return;
  } else {
    return;
  }
  if (const auto list = ber_expect(at, kSequence, "variable-bindings")) say_snmp_varbinds(list->in, frame, out);
}

/// msgGlobalData, msgSecurityParameters, msgData (RFC 3412 section 6).
void say_snmp_v3(ByteCursor in, std::uint64_t frame, Hearer& out) {
  auto global = ber_expect(in, kSequence, "msgGlobalData");
  const auto security = ber_expect(in, kOctets, "msgSecurityParameters");
  if (!global || !security) return;
  const auto id = ber_expect(global->in, kInteger, "msgID");
  const auto size = ber_expect(global->in, kInteger, "msgMaxSize");
  const auto flags = ber_expect(global->in, kOctets, "msgFlags");
  if (!id || !size || !flags || flags->in.left() != 1) return;
  ByteCursor parameters = security->in;
  if (auto usm = ber_expect(parameters, kSequence, "UsmSecurityParameters")) {
    if (const auto engine = ber_expect(usm->in, kOctets, "msgAuthoritativeEngineID"); engine && engine->in.left() >= 5 && engine->in.left() <= 32) {
      std::string text;
      append_hex(text, engine->in.rest());
      say(out, field::kSnmpEngineId, text, frame);
    }
  }
  if (octet(flags->in.rest()[0]) & 2) return;  // encrypted
  auto scoped = ber_expect(in, kSequence, "ScopedPDU");
  if (!scoped || !ber_expect(scoped->in, kOctets, "contextEngineID") || !ber_expect(scoped->in, kOctets, "contextName")) return;
  say_snmp_pdu(scoped->in, frame, out);
}

}  // namespace

bool decode_snmp(std::string_view message, std::uint64_t frame, Hearer& out) {
  ByteCursor in(message);
  auto whole = ber_expect(in, kSequence, "Message");
  if (!whole) return false;
  const auto version = ber_expect(whole->in, kInteger, "version");
  if (!version || version->in.left() != 1) return false;
  switch (version->in.rest()[0]) {
    case 0:
    case 1:
      if (!ber_expect(whole->in, kOctets, "community")) return false;
      say(out, field::kSnmpVersion, version->in.rest()[0] ? "2c" : "1", frame);
      say_snmp_pdu(whole->in, frame, out);
      return true;
    case 3:
      if (whole->in.empty() || octet(whole->in.rest()[0]) != kSequence) return false;
      say(out, field::kSnmpVersion, "3", frame);
      say_snmp_v3(whole->in, frame, out);
      return true;
    default:
      return false;
  }
}

}  // namespace rf::wire
