#include "identify/fields.h"

#include <algorithm>
#include <array>

namespace rf::identify {
namespace {

using enum Trust;
constexpr std::array kTable = {
    // SNMP: RFC 3418, 6933, 1628, 3805, 3411
    FieldInfo{"sys_descr", Firmware, true},       FieldInfo{"sys_object_id", Code, false},      FieldInfo{"sys_name", Typed, false},
    FieldInfo{"entity.descr", Firmware, true},    FieldInfo{"entity.name", Firmware, true},     FieldInfo{"entity.model", Firmware, true},
    FieldInfo{"entity.hw", Code, false},          FieldInfo{"entity.fw", Code, false},          FieldInfo{"entity.sw", Code, false},
    FieldInfo{"entity.mfg", Firmware, false},     FieldInfo{"ups.manufacturer", Typed, true}, FieldInfo{"ups.model", Typed, true},
    FieldInfo{"printer.descr", Firmware, true},   FieldInfo{"enterprises", Code, false},        FieldInfo{"engine_id", Code, false},
    // banners
    FieldInfo{"ssh.banner", Firmware, true},      FieldInfo{"ftp.banner", Mixed, true},         FieldInfo{"telnet.banner", Mixed, true},
    FieldInfo{"smtp.banner", Mixed, true},        FieldInfo{"pop3.banner", Mixed, true},        FieldInfo{"imap.banner", Mixed, true},
    FieldInfo{"sip_header.server", Firmware, true}, FieldInfo{"sip_header.user_agent", Firmware, true},
    FieldInfo{"http_header.server", Firmware, true}, FieldInfo{"http_header.wwwauth", Firmware, true}, FieldInfo{"http_header.cookie", Firmware, true},
    FieldInfo{"html_title", Mixed, true},         FieldInfo{"favicon.md5", Code, false},        FieldInfo{"rtsp_header.server", Firmware, true},
    FieldInfo{"x509.subject", Mixed, true},       FieldInfo{"x509.issuer", Mixed, true},        FieldInfo{"tls.jarm", Code, false},
    FieldInfo{"dns.versionbind", Mixed, true},    FieldInfo{"ntp.readvar", Firmware, true},     FieldInfo{"smb.native_os", Firmware, true},
    FieldInfo{"smb.native_lm", Firmware, true},   FieldInfo{"operating_system.name", Firmware, true},
    FieldInfo{"upnp.server", Firmware, true},     FieldInfo{"upnp.description", Firmware, true}, FieldInfo{"ws_discovery.scopes", Firmware, true},
    FieldInfo{"mdns.device-info.txt", Firmware, true}, FieldInfo{"dhcp_vendor_class", Firmware, true}, FieldInfo{"dhcp.hostname", Typed, false},
    FieldInfo{"dhcp.parameters", Code, false},
    // neighbours' protocols, of the speaker itself
    FieldInfo{"lldp.sys_descr", Firmware, true},  FieldInfo{"lldp.sys_name", Typed, false},     FieldInfo{"lldp.med", Firmware, true},
    FieldInfo{"cdp.platform", Firmware, true},    FieldInfo{"cdp.version", Firmware, true},
    FieldInfo{"upnp.manufacturer", Firmware, true}, FieldInfo{"onvif.manufacturer", Firmware, true},
    // CWMP DeviceId (BBF TR-069)
    FieldInfo{"cwmp.manufacturer", Firmware, true}, FieldInfo{"cwmp.product_class", Firmware, true}, FieldInfo{"cwmp.oui", Code, false},
    // command lines: what was typed, the prompt, the answers. cli.identity: only of commands that say what the device is
    FieldInfo{"cli.command", Code, false},        FieldInfo{"cli.prompt", Typed, false},        FieldInfo{"cli.output", Code, false},
    FieldInfo{"cli.identity", Firmware, true},    FieldInfo{"cli.foreign", Code, false},
    FieldInfo{"cwmp.serial", Code, false},        FieldInfo{"cwmp.model_number", Firmware, true}, FieldInfo{"cwmp.description", Firmware, true},
    // what an operator's manager or the device states outright
    FieldInfo{"stated.model", Code, false},       FieldInfo{"stated.serial", Code, false},      FieldInfo{"stated.version", Code, false},
    FieldInfo{"stated.os", Firmware, true},       FieldInfo{"stated.image", Code, false},       FieldInfo{"stated.hardware_version", Code, false},
    FieldInfo{"stated.maker", Code, false},        FieldInfo{"manager.type", Firmware, true},
    // a saved configuration, whole: told by how its commands are put
    FieldInfo{"config.text", Code, false},
    FieldInfo{"inventory.words", Typed, false},
};

struct OtherName {
  std::string_view name, is;
};
constexpr OtherName kOtherNames[] = {
    {"snmp.sys_description", "sys_descr"}, {"snmp.sys_object_id", "sys_object_id"}, {"snmp.sys_name", "sys_name"},
    {"sip.banner", "sip_header.server"},   {"http.server", "http_header.server"},   {"favicon", "favicon.md5"},
};

}  // namespace

std::span<const FieldInfo> field_table() { return kTable; }

std::optional<std::uint16_t> field_index(std::string_view name) {
  for (const auto& o : kOtherNames)
    if (o.name == name) name = o.is;
  const auto at = std::find_if(kTable.begin(), kTable.end(), [&](const FieldInfo& f) { return f.name == name; });
  if (at == kTable.end()) return std::nullopt;
  return static_cast<std::uint16_t>(at - kTable.begin());
}

}  // namespace rf::identify
