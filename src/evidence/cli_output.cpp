// What a device answered on its command line: one command's output in a file, or a session log with prompts and commands.
//   olt-hh-01#show version
//   ZXAN product C300 of ZTE Corporation …
// The command comes from its echo behind the prompt, else from the file's name ("show_version.txt", "OLT1 display version.log"); never
// from the folder: who made the device is to be told by what it answers.
//
// Commands that say what the device is (version, inventory, chassis …) are kept apart, as `cli.identity`: neighbours' tables, logs
// and address tables are full of other makers' names.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "evidence/cli_parts.h"
#include "evidence/cli_prompt.h"
#include "evidence/reader.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kMaxKeptOutput = 64 * 1024;   // of one command: what names the device stands at the front
constexpr std::size_t kMaxCommands = 512;           // of one session
// A command with one of these words asks what the device is, unless one of kOthers' is in it too.
constexpr std::array<std::string_view, 34> kIdentity = {"version", "ver", "inventory", "chassis", "system", "hardware", "hw", "platform", "module", "modules", "boot",
                                                        "device", "manuinfo", "board", "boards", "card", "cards", "status", "product", "elabel", "identity",
                                                        "resource", "routerboard", "info", "information", "software", "firmware", "image", "esn", "slot", "unit",
                                                        "stack", "license", "switch"};
constexpr std::array<std::string_view, 26> kOthers = {"lldp", "cdp", "neighbor", "neighbors", "neighbour", "neighbours", "log", "logging", "logbuffer", "arp", "mac",
                                                      "history", "address", "route", "bgp", "ospf", "dhcp", "users", "ssh", "ont", "onu", "discovery", "remote",
                                                      "ap", "client", "interface"};
// Commands whose answers are of other devices, or of what others sent: their words say nothing of the device that answered.
constexpr std::array<std::string_view, 30> kForeign = {"lldp", "cdp", "fdp", "isdp", "edp", "ndp", "neighbor", "neighbors", "neighbour", "neighbours", "log", "logging",
                                                       "logbuffer", "syslog", "discovery", "remote", "remote-system", "lldprx", "clients", "client", "transceiver",
                                                       "transceivers", "optics", "sfp", "trap", "history", "running-config", "config", "configuration", "snooping"};
// Commands that go to another device, or ask whether it is there.
constexpr std::array<std::string_view, 6> kElsewhere = {"ssh", "stelnet", "telnet", "ping", "traceroute", "tracert"};
// Words of commands in names of files that say no verb.
constexpr std::array<std::string_view, 31> kCommandWords = {"chassisshow", "switchshow", "sysinfo", "show", "display", "get", "print", "version", "inventory", "chassis", "interface", "interfaces", "arp",
                                                            "route", "routes", "bgp", "ospf", "isis", "mpls", "vlan", "port", "ports", "lldp", "cdp", "mac",
                                                            "hardware", "status", "neighbors", "summary", "diagnose", "license"};
// What some systems write first on the commands that say what they are; for captures without prompt and telling name.
constexpr std::array<std::string_view, 12> kOpenings = {"Cisco IOS ", "Cisco Internetwork Operating System", "Cisco Nexus Operating System", "Huawei Versatile Routing Platform",
                                                        "HP Comware", "H3C Comware", "HPE Comware", "Hardware inventory:", "JUNOS ", "Arista ", "ZXR10 ", "TiMOS-"};

bool among_words(std::span<const std::string_view> words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); }

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

/// Lower case, blanks for separators, a counting number at the end left out: "cisco_ios_show_version_2" → "cisco ios show version".
std::string words_of_name(std::string_view name) {
  name = name.substr(name.find_last_of("/\\") == std::string_view::npos ? 0 : name.find_last_of("/\\") + 1);
  if (const auto dot = name.rfind('.'); dot != std::string_view::npos && name.size() - dot <= 5) name = name.substr(0, dot);
  std::string out;
  for (const char c : lower_ascii(name)) out += c == '_' || c == '-' || c == '+' || c == '.' ? ' ' : c;
  while (!out.empty() && (out.back() == ' ' || (out.back() >= '0' && out.back() <= '9'))) out.pop_back();
  return out;
}

struct NamedCommand {
  std::string command;
  bool whole = false;  ///< the name is the command and nothing else
};
/// The command in a file's name, from its verb on.
NamedCommand command_of_name(std::string_view name) {
  const auto words = words_of_name(name);
  const auto parts = split(words, ' ');
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i] == "show" || parts[i] == "display" || parts[i] == "get" || parts[i] == "diagnose") {
      std::string out;
      for (std::size_t k = i; k < parts.size(); ++k)
        if (!parts[k].empty()) out += (out.empty() ? "" : " ") + std::string(parts[k]);
      const bool counted = !name.empty() && words_of_name(name).size() + 1 < name.size() &&
                           name.find_last_of("0123456789") != std::string_view::npos && name.find_last_of("0123456789") + 5 >= name.size() && !out.empty();
      return {out, i == 0 && !counted};
    }
  std::size_t known = 0;
  for (const auto p : parts) known += among_words(kCommandWords, p) || among_words(kIdentity, p);
  return known > 0 ? NamedCommand{words, false} : NamedCommand{};
}

bool about_itself(std::string_view command) {
  bool yes = false;
  for (const auto part : split(command, ' ')) {
    if (among_words(kOthers, part)) return false;
    yes = yes || among_words(kIdentity, part);
  }
  return yes;
}

bool about_others(std::string_view command) {
  const auto parts = split(command, ' ');
  if (!parts.empty() && among_words(kElsewhere, parts.front())) return true;
  return std::any_of(parts.begin(), parts.end(), [](auto p) { return among_words(kForeign, p); });
}

bool mostly_printable(std::string_view head) {
  std::size_t odd = 0;
  for (const char c : head) {
    const auto b = static_cast<unsigned char>(c);
    if (b == 0) return false;
    odd += b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != 0x08 && b != 0x1b && b != 0x0c && b != 0x07;
  }
  return odd * 50 <= head.size();
}

template <class Each>
void each_output_line(std::string_view text, Each each) {
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    auto end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    if (!each(text.substr(at, end - at), at, ++number)) return;
    at = end + 1;
  }
}

/// Whether some prompt in `text` has `command` behind it, as names of files write it.
bool echoes(std::string_view text, const KnownPrompts& prompts, std::string_view command) {
  bool found = false;
  if (prompts.commands() && !command.empty())
    each_output_line(text, [&](std::string_view line, std::size_t, std::uint64_t) {
      const auto p = prompts.at(line);
      if (!p || p->command.empty()) return true;
      const std::string words = words_of_name(p->command);
      found = words == command || command.ends_with(words) || words.starts_with(command);
      return !found;
    });
  return found;
}

constexpr std::size_t kMaxStatedLines = 60;  // a system group stands at the front of what "show system" answers

/// What an answer repeats of the SNMP system group: "System Object ID: 1.3.6.1.4.1.259…", "System Description .... JetStream 24-Port…".
/// Seldom more than one of each; the first counts.
void take_system_group(std::string_view output, const Place& place, AgentFacts& facts) {
  std::size_t lines = 0;
  bool described = false;
  each_output_line(output, [&](std::string_view line, std::size_t, std::uint64_t) {
    line = trimmed(without_end(line));
    auto low = lower_ascii(line.substr(0, std::min<std::size_t>(line.size(), 40)));
    std::replace(low.begin(), low.end(), '-', ' ');
    const auto behind = [&](std::string_view key) -> std::string_view {
      if (!low.starts_with(key)) return {};
      auto rest = line.substr(key.size());
      const auto value = rest.find_first_not_of(" .:=-\t");
      if (value == std::string_view::npos || value == 0) return {};
      return trimmed(rest.substr(value));
    };
    for (const std::string_view key : {"system object id", "system oid string", "object id", "sysobjectid", "system oid"}) {
      const auto oid = behind(key);
      const auto at = oid.find("1.3.6.1.4.1.");
      if (at == std::string_view::npos || at > 1 || !facts.sys_object_id.empty()) continue;
      facts.sys_object_id = {std::string(oid.substr(at, oid.find_first_not_of("0123456789.", at) - at)), place};
      if (facts.sys_object_id.value.ends_with('.')) facts.sys_object_id.value.pop_back();
    }
    if (!described)
      for (const std::string_view key : {"system description", "sysdescr", "device description", "system descr", "description"}) {
        const auto words = behind(key);
        if (words.size() < 4 || (key == "description" && lines > 4)) continue;
        facts.said.push_back({"sys_descr", {std::string(words), place}});
        described = true;
        break;
      }
    return ++lines < kMaxStatedLines;
  });
}

// Commands that list boards, optics and licences have a serial number a line, and the device's own is one of many.
constexpr std::array<std::string_view, 21> kSerialsOfParts = {"module", "modules", "card", "cards", "board", "boards", "slot", "elabel", "inventory", "transceiver", "transceivers", "power", "fan", "fans",
                                                              "license", "licence", "hardware", "sfp", "pic", "fpc", "psu"};
// Whose a serial number is, where a word before says it.
constexpr std::array<std::string_view, 9> kWhole = {"system", "chassis", "device", "switch", "unit", "product", "router", "box", "equipment"};

/// "Processor board ID X", "System serial number : X", "Serial-Number: X", "| Serial Number | X |", "ver=00 serial=X": the first that is the whole device's.
void take_own_serial(std::string_view output, const Place& place, AgentFacts& facts) {
  if (std::any_of(facts.said.begin(), facts.said.end(), [](const auto& s) { return s.field == "stated.serial"; })) return;
  std::size_t lines = 0;
  each_output_line(output, [&](std::string_view line, std::size_t at, std::uint64_t number) {
    if (++lines > 4 * kMaxStatedLines) return false;
    auto low = lower_ascii(line.substr(0, std::min<std::size_t>(line.size(), 200)));
    std::replace_if(low.begin(), low.end(), [](char c) { return c == '-' || c == '_' || c == '|' || c == '\t'; }, ' ');
    std::size_t from = std::string::npos;
    if (const auto board = low.find("processor board id "); board != std::string::npos) {
      from = board + 19;
    } else if (const auto word = low.find("serial"); word != std::string::npos) {
      const auto before = trimmed(std::string_view(low).substr(0, word));
      const bool inline_pair = !before.empty() && (before.back() == ',' || before.find('=') != std::string_view::npos);
      if (!before.empty() && !inline_pair && !among_words(kWhole, before)) return true;
      from = word + 6;
      auto rest = std::string_view(low).substr(from);
      for (const std::string_view more : {" number", " num", " no.", " no", "number", "#"})
        if (rest.starts_with(more)) {
          from += more.size();
          break;
        }
      rest = std::string_view(low).substr(from);
      const auto value = rest.find_first_not_of(" :=.");
      // "serial" and a word behind it are a sentence; "Serial number LBAD…" is a pair.
      if (value == std::string_view::npos || value == 0 || (rest.substr(0, value).find_first_of(":=.") == std::string_view::npos && from == word + 6)) return true;
      from += value;
    }
    if (from == std::string::npos || from >= line.size()) return true;
    auto serial = line.substr(from);
    serial = serial.substr(0, serial.find_first_of(" ,;|\t\r()"));
    const bool plain = serial.size() >= 5 && serial.size() <= 40 && serial.find_first_of("0123456789") != std::string_view::npos && serial.find_first_not_of(serial.substr(0, 1)) != std::string_view::npos &&
                       std::all_of(serial.begin(), serial.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '/' || c == '.'; });
    if (!plain) return true;
    Fact f;
    f.value = serial;
    f.place = place;
    f.place.line = place.line + number - 1;
    if (place.length != 0) {
      f.place.offset = place.offset + at;
      f.place.length = static_cast<std::uint32_t>(line.size());
    }
    facts.said.push_back({"stated.serial", std::move(f)});
    return false;
  });
}
bool tells_own_serial(std::string_view command) {
  const auto parts = split(command, ' ');
  return std::none_of(parts.begin(), parts.end(), [](auto p) { return among_words(kSerialsOfParts, p); });
}

}  // namespace

std::string command_named_by(std::string_view name) {
  auto named = command_of_name(name);
  return named.whole ? std::move(named.command) : std::string();
}

int likeness_cli(std::string_view head, std::string_view name) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] == '{' || !mostly_printable(head)) return 0;
  // "<core-1>display version" is a prompt, "<?xml" and "<html>" are none.
  if (head[first] == '<' && !prompt_with_command(head.substr(first, std::min(head.find('\n', first), head.size()) - first))) return 0;
  int prompts = 0;
  each_output_line(head.substr(0, 16384), [&](std::string_view line, std::size_t, std::uint64_t n) {
    prompts += prompt_with_command(line).has_value();
    return n < 200;
  });
  if (prompts > 0) return 80;
  for (const auto o : kOpenings)
    if (head.substr(first).starts_with(o)) return 70;
  const auto named = command_of_name(name);
  if (named.command.empty()) return 0;
  for (const std::string_view packed : {".gz", ".xz", ".zst"})
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  const bool table = name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".json") || name.ends_with(".xml") || name.ends_with(".yaml") || name.ends_with(".yml");
  if (table) return 0;
  const auto verb = named.command.substr(0, named.command.find(' '));
  return verb == "show" || verb == "display" || verb == "get" || verb == "diagnose" ? 61 : 46;  // a running configuration in a capture is that command's output
}

Result<void> read_cli(const Input& input, Sink& sink) {
  std::string decoded;
  std::string_view text = input.bytes;
  if (!is_utf8(text)) {
    auto made = to_utf8(text, guess_encoding(text, true));
    if (made.replaced != 0) sink.note({Kind::Malformed, input.name, "offset 0", counted(static_cast<std::int64_t>(made.replaced), "byte is", "bytes are") + " no text and were replaced", {}});
    decoded = std::move(made.text);
    text = decoded;
  }
  struct Segment {
    std::string command;
    std::size_t begin = 0, end = 0;
    std::uint64_t line = 1;
  };
  std::vector<Segment> segments;
  const auto named = command_of_name(input.name);
  const KnownPrompts prompts(text);
  // What stands before the command that the file is called after is a greeting; where that command was cut off, it is its output.
  segments.push_back({echoes(text, prompts, named.command) ? std::string() : named.command, 0, text.size(), 1});
  std::string host;
  AgentFacts facts;
  bool several = false;
  const auto flush = [&] {
    for (const auto& s : segments) {
      auto output = text.substr(s.begin, std::min(s.end - s.begin, kMaxKeptOutput));
      while (!output.empty() && output.size() == kMaxKeptOutput && (static_cast<unsigned char>(output.back()) & 0xc0) == 0x80) output.remove_suffix(1);
      if (trimmed(output).empty()) continue;
      Place place;
      place.line = s.line;
      place.offset = decoded.empty() ? s.begin : 0;
      place.length = decoded.empty() ? static_cast<std::uint32_t>(output.size()) : 0;
      if (facts.first.line == 0) facts.first = place;
      if (!s.command.empty()) facts.said.push_back({"cli.command", {s.command, place}});
      if (lists_parts(s.command, output)) add_listed_parts(output, place, facts.listed);
      if (!about_others(s.command) && about_itself(s.command)) {
        take_system_group(output, place, facts);
        if (tells_own_serial(s.command)) take_own_serial(output, place, facts);
      }
      facts.said.push_back({about_others(s.command) ? "cli.foreign" : about_itself(s.command) ? "cli.identity" : "cli.output", {std::string(output), place}});
    }
    if (!host.empty()) {
      facts.said.push_back({"cli.prompt", {host, facts.first}});
      facts.sys_name = {host, facts.first};
    }
    if (facts.said.empty()) return;
    facts.input = input.name;
    if (!several && host.empty() && named.whole) facts.capture = named.command;
    sink.agent(std::move(facts));
    facts = {};
    host.clear();
  };
  bool full = false;
  each_output_line(text, [&](std::string_view line, std::size_t at, std::uint64_t number) {
    const auto prompt = prompts.at(line);
    if (!prompt) return true;
    segments.back().end = at;
    if (!host.empty() && !prompt->host.empty() && prompt->host != host) {  // a log of several devices
      several = true;
      flush();
      segments.clear();
    } else if (segments.size() >= kMaxCommands) {
      full = true;
      return false;
    }
    if (!prompt->host.empty()) host = prompt->host;
    segments.push_back({lower_ascii(prompt->command), at + line.size(), text.size(), number});
    return true;
  });
  flush();
  if (full) sink.note({Kind::Limit, input.name, {}, "commands beyond the first 512 of a session were left out", "split the log"});
  return {};
}

}  // namespace rf::evidence
