// Configurations of network devices as they are saved: lines of commands (`interface …`, `set system …`, `config system …`, `net add …`) or
// blocks in braces. The text goes to the fingerprints whole (`config.text`), since a system is told by how its commands are put, not by
// who is named in a description; the host name is read from the commands that set it.
// Cases: tests/evidence/device-config/.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "evidence/reader.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kMaxConfigText = 256 * 1024;  // what names the system stands in the first screens; lists of objects follow
constexpr std::size_t kConfigSample = 400;          // lines looked at to tell a configuration from other text
constexpr std::uint64_t kMaxVersionLines = 40;      // the version stands before all blocks
constexpr std::size_t kMaxHostname = 255;           // RFC 1035 §2.3.4

/// First words of commands that configurations of all makers are made of.
constexpr std::array<std::string_view, 111> kCommands = {
    "aaa", "access-group", "access-list", "add", "address", "address-family", "alias", "allow", "apply-group", "area", "banner", "boot", "bridge",
    "channel-group", "class", "class-map", "clock", "config", "configure", "context", "control-plane", "create", "crypto", "default", "delete", "deny",
    "description", "dhcp", "domain", "dot1x", "echo", "edit", "enable", "encapsulation", "end", "exit", "export", "extcommunity-set", "failover",
    "feature", "firewall", "global", "group", "ha", "health", "hostname", "import", "interface", "ip", "ipv4", "ipv6", "isis", "key", "l2vpn", "lacp",
    "ldp", "license", "line", "load-interval", "logging", "ltm", "mac", "match", "module", "mpls", "mtu", "name", "nameif", "neighbor", "net", "network",
    "next", "no", "ntp", "object", "object-group", "password", "permit", "policy", "policy-map", "policy-options", "prefix-set", "qos", "radius-server",
    "rba", "redistribute", "remark", "route", "route-map", "router", "security-level", "service", "service-policy", "set", "shutdown", "slb",
    "snmp-agent", "snmp-server", "spanning-tree", "switchport", "sysname", "system", "tacacs-server", "track", "trunk", "username", "vlan", "vrf",
    "vrrp-a", "zone", "zone-pair"};
static_assert(std::is_sorted(kCommands.begin(), kCommands.end()));

/// What only configurations begin with, or contain in their first lines.
constexpr std::array<std::string_view, 18> kMarks = {
    "!RANCID-CONTENT-TYPE:", "# TiMOS-", "\nASA Version ", "#TMSH-VERSION", "config system global", "set system host-name ", "set deviceconfig system ", "net del all",
    "Building configuration...", "#config-version=", "!Software Version V", "set version ", "! Command: show running-config", "## Last commit:", "!Command: show running-config",
    "# Configuration of ", "\n sysname ", "\n[global-config]"};

std::string_view first_word(std::string_view line) { return line.substr(0, std::min(line.find_first_of(" \t"), line.size())); }

/// Commands that set the device's own name, with the name behind.
constexpr std::array<std::string_view, 9> kNaming = {"hostname ", "set hostname ", "set system host-name ", "set deviceconfig system hostname ", "net add hostname ", "sysname ",
                                                     "host-name ", "system name ", "switchname "};

std::string hostname_of(std::string_view line) {
  line = trimmed(line);
  for (const auto n : kNaming)
    if (line.starts_with(n)) {
      std::string_view name = trimmed(line.substr(n.size()));
      if (name.ends_with(';')) name = trimmed(name.substr(0, name.size() - 1));
      if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
      if (name.empty() || name.size() > kMaxHostname || name.find(' ') != std::string_view::npos || name == "{") return {};
      return std::string(name);
    }
  return {};
}

/// The version of the software that wrote the configuration, where a line of its own says it; the model, where it stands beside.
///   version 15.2            (IOS, NX-OS, Junos with ';')     !Software Version V200R005C10SPC800      set version 21.4R3-S5.4
///    version 7.1.070, Release 6635P07   (Comware)            ! device: leaf-1 (DCS-7050SX3, EOS-4.28.1F)
struct Writer {
  std::string_view version, model;
};
Writer writer_of(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  Writer w;
  if (line.starts_with("! device: ") && line.ends_with(')')) {
    const auto open = line.rfind('('), comma = line.rfind(", ");
    if (open == std::string_view::npos || comma == std::string_view::npos || comma < open) return {};
    w.model = line.substr(open + 1, comma - open - 1);
    w.version = line.substr(comma + 2, line.size() - comma - 3);
    if (const auto system = w.version.find('-'); system != std::string_view::npos && w.version.find_first_of("0123456789") > system) w.version.remove_prefix(system + 1);
  } else {
    for (const std::string_view key : {"version ", " version ", "set version ", "!Software Version "})
      if (line.starts_with(key)) {
        w.version = trimmed(line.substr(key.size()));
        // " version 2" is a protocol's, within a block.
        if (key.front() == ' ' && w.version.find(", ") == std::string_view::npos) return {};
        if (key.front() != ' ') w.version = w.version.substr(0, w.version.find(' '));
        break;
      }
    while (!w.version.empty() && (w.version.back() == ';' || w.version.back() == '"')) w.version.remove_suffix(1);
    if (!w.version.empty() && w.version.front() == '"') w.version.remove_prefix(1);
  }
  const auto digit = w.version.find_first_of("0123456789");
  if (digit == std::string_view::npos || digit > 2 || w.version.size() < 3 || w.version.size() > 60) return {};
  return w;
}

}  // namespace

int likeness_device_config(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] == '<' || (head[first] == '[' && head.find("\n[global-config]") == std::string_view::npos) || (head[first] == '{' && head.find("\":") != std::string_view::npos)) return 0;
  const std::string_view opening = head.substr(0, 2048);
  for (const auto m : kMarks)
    if (opening.find(m[0] == '\n' ? m.substr(1) : m) != std::string_view::npos && (m[0] != '\n' || opening.find(m) != std::string_view::npos)) return 85;
  // Blocks parted by lines of '!' below a host name are a configuration whatever its commands are called.
  std::size_t lines = 0, commands = 0, blocks = 0, marks = 0, indented = 0;
  bool named = false;
  for (std::size_t at = 0; at < head.size() && lines < kConfigSample;) {
    auto end = head.find('\n', at);
    if (end == std::string_view::npos) end = head.size();
    const bool begin_blank = head[at] == ' ' || head[at] == '\t';
    const std::string_view line = trimmed(head.substr(at, end - at));
    at = end + 1;
    if (line == "!") ++marks;
    if (line.empty() || line[0] == '!' || line[0] == '#') continue;
    named = named || line.starts_with("hostname ");
    ++lines;
    const auto word = first_word(line);
    const bool cell = word.size() < line.size() && line[word.size()] == '\t';  // "name", then a tab: the header of a table
    if (!cell && std::binary_search(kCommands.begin(), kCommands.end(), word)) ++commands;
    else if (line.ends_with('{') || line == "}" || line.ends_with(';')) ++blocks;
    else if (begin_blank) ++indented;
  }
  if (lines < 2 || commands == 0) return 0;
  if (named && marks >= 2) blocks += indented;
  const std::size_t share = 100 * (commands + blocks) / lines;
  return share < 50 ? 0 : static_cast<int>(30 + share * 2 / 5);
}

Result<void> read_device_config(const Input& input, Sink& sink) {
  const Decoded text = to_utf8(input.bytes.substr(0, kMaxConfigText), guess_encoding(input.bytes.substr(0, kMaxConfigText), input.bytes.size() <= kMaxConfigText));
  AgentFacts a;
  a.input = input.name;
  std::uint64_t line = 0;
  const std::string_view all = input.bytes.substr(0, kMaxConfigText);
  bool versioned = false;
  for (std::size_t at = 0; at < all.size() && (a.sys_name.empty() || (!versioned && line < kMaxVersionLines));) {
    auto end = all.find('\n', at);
    if (end == std::string_view::npos) end = all.size();
    ++line;
    if (const Writer w = versioned || line > kMaxVersionLines ? Writer{} : writer_of(all.substr(at, end - at)); !w.version.empty()) {
      versioned = true;
      const auto say = [&](const char* field, std::string_view value) {
        Fact f;
        f.value = value;
        f.place.line = line;
        f.place.offset = at;
        f.place.length = static_cast<std::uint32_t>(end - at);
        if (!value.empty()) a.said.push_back({field, std::move(f)});
      };
      say("stated.version", w.version);
      say("stated.model", w.model);
    }
    if (std::string name = a.sys_name.empty() ? hostname_of(all.substr(at, end - at)) : std::string(); !name.empty()) {
      a.sys_name.value = std::move(name);
      a.sys_name.place.line = line;
      a.sys_name.place.offset = at;
      a.sys_name.place.length = static_cast<std::uint32_t>(end - at);
    }
    at = end + 1;
  }
  Fact whole;
  whole.value = text.text;
  whole.place.line = 1;
  whole.place.length = static_cast<std::uint32_t>(std::min(all.find('\n'), all.size()));
  a.first = whole.place;
  a.said.push_back({"config.text", std::move(whole)});
  if (input.bytes.size() > kMaxConfigText) sink.note(Error{Kind::Limit, {}, {}, "only the first " + std::to_string(kMaxConfigText >> 10) + " KiB of the configuration were looked at", {}});
  sink.agent(std::move(a));
  return {};
}

}  // namespace rf::evidence
