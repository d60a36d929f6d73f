// The text that net-snmp's snmpwalk and snmpbulkwalk print, in the forms its -O options give it:
//   .1.3.6.1.2.1.1.1.0 = STRING: "…"        -On          SNMPv2-MIB::sysDescr.0 = STRING: …       as installed
//   iso.3.6.1.2.1.1.1.0 = STRING: "…"       without MIBs  sysDescr.0 = STRING: …                   -Os
//   .1.3.6.1.2.1.1.1.0 "…"                  -Onq         .iso.org.dod.internet.mgmt.mib-2.…       -Of
// A value may run over lines: a quoted one to its closing quote, a Hex-STRING while there are pairs of digits, any
// other until a line that starts like a row. Names are known only for the objects asked for; a row named
// otherwise is read and dropped. man snmpcmd(1), net-snmp 5.9.
#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"
#include "evidence/snmp_walk.h"

namespace rf::evidence {
namespace {

struct Named {
  std::string_view name, oid;
};

// The descriptors of the objects kept (SNMPv2-MIB, IF-MIB, IP-MIB, ENTITY-MIB, LLDP-MIB, UPS-MIB, Printer-MIB), and the nodes
// under which net-snmp prints what it knows no name for. Sorted: searched by halves.
constexpr std::array kNames = {
    Named{"dot1dBaseBridgeAddress", "1.3.6.1.2.1.17.1.1"},
    Named{"entPhysicalClass", "1.3.6.1.2.1.47.1.1.1.1.5"},
    Named{"entPhysicalContainedIn", "1.3.6.1.2.1.47.1.1.1.1.4"},
    Named{"entPhysicalDescr", "1.3.6.1.2.1.47.1.1.1.1.2"},
    Named{"entPhysicalFirmwareRev", "1.3.6.1.2.1.47.1.1.1.1.9"},
    Named{"entPhysicalHardwareRev", "1.3.6.1.2.1.47.1.1.1.1.8"},
    Named{"entPhysicalMfgName", "1.3.6.1.2.1.47.1.1.1.1.12"},
    Named{"entPhysicalModelName", "1.3.6.1.2.1.47.1.1.1.1.13"},
    Named{"entPhysicalName", "1.3.6.1.2.1.47.1.1.1.1.7"},
    Named{"entPhysicalSerialNum", "1.3.6.1.2.1.47.1.1.1.1.11"},
    Named{"entPhysicalSoftwareRev", "1.3.6.1.2.1.47.1.1.1.1.10"},
    Named{"entPhysicalVendorType", "1.3.6.1.2.1.47.1.1.1.1.3"},
    Named{"enterprises", "1.3.6.1.4.1"},
    Named{"hrDeviceDescr", "1.3.6.1.2.1.25.3.2.1.3"},
    Named{"ifPhysAddress", "1.3.6.1.2.1.2.2.1.6"},
    Named{"internet", "1.3.6.1"},
    Named{"ipAdEntAddr", "1.3.6.1.2.1.4.20.1.1"},
    Named{"ipAddressIfIndex", "1.3.6.1.2.1.4.34.1.3"},
    Named{"iso", "1"},
    Named{"lldpLocChassisId", "1.0.8802.1.1.2.1.3.2"},
    Named{"lldpLocChassisIdSubtype", "1.0.8802.1.1.2.1.3.1"},
    Named{"mib-2", "1.3.6.1.2.1"},
    Named{"netSnmpAgentOIDs", "1.3.6.1.4.1.8072.3.2"},
    Named{"prtGeneralPrinterName", "1.3.6.1.2.1.43.5.1.1.16"},
    Named{"prtGeneralSerialNumber", "1.3.6.1.2.1.43.5.1.1.17"},
    Named{"snmpEngineID", "1.3.6.1.6.3.10.2.1.1"},
    Named{"sysContact", "1.3.6.1.2.1.1.4"},
    Named{"sysDescr", "1.3.6.1.2.1.1.1"},
    Named{"sysLocation", "1.3.6.1.2.1.1.6"},
    Named{"sysName", "1.3.6.1.2.1.1.5"},
    Named{"sysObjectID", "1.3.6.1.2.1.1.2"},
    Named{"upsIdentAgentSoftwareVersion", "1.3.6.1.2.1.33.1.1.4"},
    Named{"upsIdentManufacturer", "1.3.6.1.2.1.33.1.1.1"},
    Named{"upsIdentModel", "1.3.6.1.2.1.33.1.1.2"},
    Named{"upsIdentUPSSoftwareVersion", "1.3.6.1.2.1.33.1.1.3"},
};
static_assert(std::is_sorted(kNames.begin(), kNames.end(), [](const Named& a, const Named& b) { return a.name < b.name; }));

// -Of: every node by name. The words between the root and an object kept that has a name of its own.
constexpr std::array kNodes = {
    Named{"directory", "1"}, Named{"dod", "6"},      Named{"experimental", "3"}, Named{"interfaces", "2"}, Named{"internet", "1"},
    Named{"iso", "1"},       Named{"mgmt", "2"},     Named{"mib-2", "1"},        Named{"org", "3"},        Named{"private", "4"},
    Named{"snmpV2", "6"},    Named{"system", "1"},
};

std::string_view oid_named(std::string_view name) {
  const auto at = std::lower_bound(kNames.begin(), kNames.end(), name, [](const Named& n, std::string_view s) { return n.name < s; });
  return at != kNames.end() && at->name == name ? at->oid : std::string_view{};
}

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Length of the object at the front of `line`, 0 where it starts like no row. Blanks inside a quoted index do not end it. The first
/// `known` bytes are numbers and dots.
std::size_t object_length(std::string_view line, std::size_t known = 1) {
  if (line.empty()) return 0;
  std::size_t i = 0;
  if (digit(line[0]) || (line[0] == '.' && line.size() > 1 && digit(line[1]))) {
    for (i = known; i < line.size() && (digit(line[i]) || line[i] == '.'); ++i)
      if (i > kMaxOidLength) return 0;
    const bool dots = std::memchr(line.data() + 1, '.', i - 1) != nullptr;
    return dots && (i == line.size() || line[i] == ' ') ? i : 0;
  }
  if (line[0] == '.') i = 1;
  if (i >= line.size() || !letter(line[i])) return 0;
  bool module = false, dotted = false, quoted = false;
  for (; i < line.size(); ++i) {
    const char c = line[i];
    if (i > kMaxOidLength) return 0;
    if (quoted) {
      quoted = c != '"';
    } else if (c == ' ') {
      break;
    } else if (c == '"') {
      if (!dotted) return 0;
      quoted = true;
    } else if (c == ':') {
      if (!dotted && i + 1 < line.size() && line[i + 1] == ':' && !module) module = true, ++i;
      else if (!dotted) return 0;
    } else if (c == '.' || c == '[') {
      dotted = true;
    } else if (!letter(c) && !digit(c) && c != '-' && c != '_' && !dotted) {
      return 0;
    }
  }
  if (quoted) return 0;
  if (module) return i;
  // Without a module's name any sentence would do: ask for an instance and what stands between object and value.
  if (!dotted || i >= line.size()) return 0;
  return line.substr(i).starts_with(" = ") || line.starts_with("iso.") || line.starts_with(".iso.") ? i : 0;
}

/// The object as a numeric OID in `out`; false where its name is not one we keep.
bool numeric(std::string_view object, std::string& out) {
  out.clear();
  if (const auto module = object.find("::"); module != std::string_view::npos && module < object.find('"')) object.remove_prefix(module + 2);
  if (!object.empty() && object.front() == '.') object.remove_prefix(1);
  if (object.empty()) return false;
  if (digit(object.front())) {
    if (!is_numeric_oid(object)) return false;
    out = object;
    return true;
  }
  bool first = true;
  while (!object.empty()) {
    auto dot = object.find('.');
    if (dot == std::string_view::npos) dot = object.size();
    const auto word = object.substr(0, dot);
    if (word.empty()) return false;
    if (digit(word.front())) break;  // the instance
    if (const auto whole = oid_named(word); !whole.empty() && (first || word != "internet")) {
      out = whole;
    } else {
      const auto node = std::find_if(kNodes.begin(), kNodes.end(), [&](const Named& n) { return n.name == word; });
      if (node == kNodes.end()) break;
      if (!out.empty()) out += '.';
      out += node->oid;
    }
    first = false;
    object.remove_prefix(std::min(dot + 1, object.size()));
  }
  if (out.empty()) return false;
  if (object.empty()) return true;
  // IP-MIB indices: ipv4."10.0.0.1" and ipv6."fe:80:…" (16 octets).
  for (const auto& [word, lead, between] : {std::tuple{std::string_view("ipv4.\""), std::string_view(".1.4"), '.'},
                                            std::tuple{std::string_view("ipv6.\""), std::string_view(".2.16"), ':'}}) {
    if (!object.starts_with(word)) continue;
    object.remove_prefix(word.size());
    if (object.empty() || object.back() != '"') return false;
    object.remove_suffix(1);
    out += lead;
    for (const auto part : split(object, between)) {
      if (between == '.') {
        (out += '.') += part;
      } else {
        std::string byte;
        if (part.size() != 2 || !unhex(part, byte)) return false;
        (out += '.') += std::to_string(static_cast<unsigned char>(byte[0]));
      }
    }
    return is_numeric_oid(out);
  }
  (out += '.') += object;
  return is_numeric_oid(out);
}

/// What says that the agent gave no value, after which nothing more is to be had.
bool says_nothing(std::string_view value) {
  return value.starts_with("No Such ") || value.starts_with("No more variables left");
}

/// Lines that snmpwalk prints about the walk itself.
bool about_the_walk(std::string_view line) {
  return line.starts_with("Timeout: ") || line.starts_with("End of MIB") || line.starts_with("Error in packet") ||
         line.starts_with("Reason: ") || line.starts_with("Failed object: ") || line.starts_with("Error: OID not increasing") ||
         line.starts_with(" >= ") || line.starts_with("MIB search path") || line.starts_with("Cannot find module") || line.front() == '#';
}

bool hex_line(std::string_view s) {
  s = trimmed(s);
  if (s.size() < 2) return false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    const bool hex = digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (i % 3 == 2 ? c != ' ' : !hex) return false;
  }
  return true;
}

/// A walk's lines, one behind the other.
struct Lines {
  std::string_view bytes;
  std::size_t at = 0;
  std::uint64_t number = 0;

  bool more() const { return at < bytes.size(); }
  std::string_view peek(std::size_t& next) const {
    const void* found = std::memchr(bytes.data() + at, '\n', bytes.size() - at);
    const std::size_t stop = found == nullptr ? bytes.size() : static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    next = std::min(stop + 1, bytes.size());
    auto line = bytes.substr(at, stop - at);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }
  std::string_view take() {
    std::size_t next = 0;
    const auto line = peek(next);
    at = next;
    ++number;
    return line;
  }
};

bool ends_quoted(std::string_view s) {
  if (s.empty() || s.back() != '"') return false;
  std::size_t backslashes = 0;
  while (backslashes + 1 < s.size() && s[s.size() - 2 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 0;
}

std::string unquoted(std::string_view s) {  // without the outer quotes; \" and \\ resolved
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '\\' && i + 1 < s.size() && (s[i + 1] == '"' || s[i + 1] == '\\')) ++i;
    out += s[i];
  }
  return out;
}

class WalkText {
 public:
  WalkText(const Input& input, Sink& sink) : gatherer_(input, sink), lines_{input.bytes} { lines_.at = byte_order_mark(input.bytes); }

  Result<void> read() {
    bool in_value = false;  // lines that start no row belong to the row before
    while (lines_.more()) {
      const auto offset = lines_.at;
      const auto line = lines_.take();
      if (line.empty()) continue;
      if (line.size() > kMaxWalkLine) {
        gatherer_.bad("longer than 1 MiB", lines_.number);
        continue;
      }
      const std::size_t dot = line.front() == '.' ? 1 : 0;
      passed_ = gatherer_.passed(line.substr(dot));
      const auto object = object_length(line, passed_ != 0 ? passed_ + dot : 1);
      if (object == 0) {
        if (!in_value && !about_the_walk(line)) gatherer_.bad("does not start with an object", lines_.number);
        continue;
      }
      in_value = row(line, object, offset);
    }
    return gatherer_.finish();
  }

 private:
  /// One row and the lines its value runs over. True where further lines may belong to it.
  bool row(std::string_view line, std::size_t object, std::size_t offset) {
    auto value = line.substr(object);
    if (value.starts_with(" = ")) value.remove_prefix(3);
    else if (value == " =") value.remove_prefix(2);  // -OQ and an empty value
    else if (!value.empty()) value.remove_prefix(1);
    if (says_nothing(value)) {
      gatherer_.good();
      return false;
    }
    const auto number = lines_.number;
    const auto name = line.substr(0, object);
    std::string_view oid = name.front() == '.' ? name.substr(1) : name;
    if (!digit(oid.empty() ? ' ' : oid.front()) || oid.back() == '.') oid = numeric(name, named_) ? std::string_view(named_) : std::string_view{};
    const bool passed = passed_ != 0 && !oid.empty();
    const auto what = passed ? gatherer_.passed_as() : oid.empty() ? Interest::None : oid.data() == named_.data() ? gatherer_.interest(oid) : gatherer_.look(oid);
    gatherer_.good();

    if (value.starts_with("Wrong Type (should be ")) {
      if (const auto close = value.find("): "); close != std::string_view::npos) value.remove_prefix(close + 3);
    }
    const auto type = type_of(value);  // moves value past it
    const bool quoted = !value.empty() && value.front() == '"';
    if (what == Interest::None || what == Interest::Enterprise) {
      if (what == Interest::Enterprise) {
        const auto text = quoted && value.size() > 2 && value.back() == '"' ? value.substr(1, value.size() - 2) : type == "STRING" ? value : std::string_view{};
        passed ? gatherer_.count_passed(oid, number, offset, line.size(), text) : gatherer_.count_enterprise(oid, number, offset, line.size(), text);
      }
      if (quoted && !(value.size() > 1 && ends_quoted(value.substr(1)))) quoted_rest(value.substr(1), nullptr, number);
      return true;
    }
    if (!is_numeric_oid(oid)) {
      gatherer_.bad("does not start with an object", number);
      return false;
    }
    std::string text;
    WalkValue given{WalkValue::Form::Text, value};
    if (type == "Hex-STRING" || (type.empty() && !quoted && hex_line(value)) ||
        (type.empty() && quoted && hex_line(value.substr(1, value.size() - 1 - (ends_quoted(value) && value.size() > 1 ? 1 : 0))))) {
      std::string hex(quoted ? value.substr(1) : value);
      std::size_t next = 0;
      while (lines_.more() && hex.size() < 4 * kMaxWalkValue) {
        auto more = trimmed(lines_.peek(next));
        if (quoted && !more.empty() && more.back() == '"') more.remove_suffix(1);
        if (hex.ends_with('"') || !hex_line(more)) break;
        lines_.take();
        (hex += ' ') += more;
      }
      if (hex.ends_with('"')) hex.pop_back();
      // Trailing "  [abc]" is -OT's reading of the same bytes.
      if (const auto bracket = hex.find('['); bracket != std::string::npos) hex.resize(bracket);
      if (!unhex(hex, text)) {
        gatherer_.bad("says that its value is hexadecimal, and it is not", number);
        return true;
      }
      given = {WalkValue::Form::Bytes, text};
    } else if (quoted) {
      const auto inside = value.substr(1);
      if (ends_quoted(inside)) text = unquoted(inside.substr(0, inside.size() - 1));
      else if (!quoted_rest(inside, &text, number)) return true;
      given.data = text;
    } else if (type == "OID" || what == Interest::Entity || what == Interest::System) {
      const bool object_id = type == "OID" || oid == "1.3.6.1.2.1.1.2.0" || oid.starts_with("1.3.6.1.2.1.47.1.1.1.1.3.");
      if (object_id) {
        if (numeric(trimmed(value), text)) given = {WalkValue::Form::Oid, text};
        else if (net_snmp_system(trimmed(value), text)) given = {WalkValue::Form::Oid, text};
      } else if (type == "INTEGER") {
        given = {WalkValue::Form::Number, enumerated(value)};
      } else if (oid.starts_with("1.3.6.1.2.1.47.1.1.1.1.5.")) {
        given = {WalkValue::Form::Number, class_number(trimmed(value))};
      } else {
        text = value;
        unquoted_rest(text);
        given.data = text;
      }
    } else if (type == "INTEGER") {
      given = {WalkValue::Form::Number, enumerated(value)};
    } else if (oid == "1.0.8802.1.1.2.1.3.1.0" && value == "macAddress") {
      given = {WalkValue::Form::Number, "4"};
    } else {
      text = value;
      unquoted_rest(text);
      given.data = text;
    }
    gatherer_.row(what, oid, given, number, offset, lines_.at - offset - ending());
    return true;
  }

  std::size_t ending() const {  // of the last line taken
    std::size_t n = 0;
    while (n < 2 && lines_.at > n && (lines_.bytes[lines_.at - 1 - n] == '\n' || lines_.bytes[lines_.at - 1 - n] == '\r')) ++n;
    return n;
  }

  static std::string_view type_of(std::string_view& value) {
    constexpr std::string_view types[] = {"STRING", "Hex-STRING", "OID", "INTEGER", "Timeticks", "Gauge32", "Counter32", "Counter64",
                                          "IpAddress", "Network Address", "BITS", "Opaque", "UInteger32", "Unsigned32", "NULL"};
    for (const auto t : types)
      if (value.starts_with(t) && value.size() > t.size() && value[t.size()] == ':') {
        value.remove_prefix(t.size() + 1);
        if (!value.empty() && value.front() == ' ') value.remove_prefix(1);
        return t;
      }
    return {};
  }

  /// "up(1)" → "1", "1" → "1", "3 seconds" → "3".
  static std::string_view enumerated(std::string_view v) {
    if (const auto open = v.rfind('('); open != std::string_view::npos && v.ends_with(')')) v = v.substr(open + 1, v.size() - open - 2);
    return v.substr(0, v.find(' '));
  }

  static std::string_view class_number(std::string_view v) {  // PhysicalClass (RFC 6933), printed by name under -OQ
    constexpr std::array<std::string_view, 12> names = {"other", "unknown", "chassis", "backplane", "container", "powerSupply",
                                                        "fan", "sensor", "module", "port", "stack", "cpu"};
    constexpr std::array<std::string_view, 12> numbers = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"};
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == v) return numbers[i];
    return v;
  }

  /// NET-SNMP-TC::linux and its like: the names net-snmp's own MIB has for operating systems.
  static bool net_snmp_system(std::string_view v, std::string& out) {
    if (!v.starts_with("NET-SNMP-TC::") && !v.starts_with("NET-SNMP-MIB::netSnmpAgentOIDs")) return false;
    out = "1.3.6.1.4.1.8072.3.2.255";
    if (v == "NET-SNMP-TC::linux") out = "1.3.6.1.4.1.8072.3.2.10";
    if (v == "NET-SNMP-TC::freebsd") out = "1.3.6.1.4.1.8072.3.2.8";
    return true;
  }

  /// The lines of an open quoted value up to its closing quote, into `text` unless null. False, and back
  /// behind the first line, where there is none within kMaxWalkValue.
  bool quoted_rest(std::string_view inside, std::string* text, std::uint64_t number) {
    const Lines back = lines_;
    std::string all(inside);
    while (lines_.more() && all.size() <= kMaxWalkValue) {
      const auto more = lines_.take();
      (all += '\n') += more;
      if (!ends_quoted(more)) continue;
      all.pop_back();
      if (text != nullptr) *text = unquoted(all);
      return true;
    }
    lines_ = back;
    gatherer_.bad("opens a quoted value that is not closed within 64 KiB", number);
    return false;
  }

  /// The lines of a value without quotes: all that start no row.
  void unquoted_rest(std::string& text) {
    std::size_t next = 0;
    while (lines_.more() && text.size() <= kMaxWalkValue) {
      const auto more = lines_.peek(next);
      if (object_length(more) != 0 || (!more.empty() && about_the_walk(more))) return;
      lines_.take();
      (text += '\n') += more;
    }
  }

  WalkGatherer gatherer_;
  Lines lines_;
  std::string named_;
  std::size_t passed_ = 0;  ///< of the line at hand (WalkGatherer::passed)
};

}  // namespace

std::string walk_object(std::string_view line) {
  std::string out;
  const auto length = object_length(line);
  if (length == 0 || !numeric(line.substr(0, length), out)) out.clear();
  return out;
}

int likeness_snmpwalk(std::string_view head, std::string_view) {
  int rows = 0, other = 0;
  head.remove_prefix(byte_order_mark(head));
  for (Lines lines{head}; lines.more() && rows + other < 60;) {
    const auto line = lines.take();
    if (line.empty() || !lines.more()) {
      if (line.empty()) continue;
    }
    const auto n = object_length(line);
    if (n == 0) {
      ++other;
      continue;
    }
    const auto value = line.substr(n);
    const bool object = line[0] == '.' || line.find("::") < n || line.starts_with("iso.") || value.starts_with(" = ");
    if (object && (value.starts_with(" = ") || value == " =" || (value.starts_with(" ") && line[0] == '.'))) ++rows;
    else ++other;
    // A value over many lines is one row, up to its closing quote or the end of what is looked at.
    if (const auto quote = value.find(": \""); quote != std::string_view::npos && object && !ends_quoted(value.substr(quote + 3)))
      for (const Lines back = lines; lines.more();) {
        const auto rest = lines.take();
        if (ends_quoted(rest)) break;
        if (object_length(rest) != 0) {
          lines = back;
          break;
        }
      }
  }
  if (rows == 0) return 0;
  // Values over many lines make for few rows: a third of the lines is plenty, prose has none.
  return rows * 3 >= other ? 90 : rows * 20 / (rows + other);
}

Result<void> read_snmpwalk(const Input& input, Sink& sink) { return WalkText(input, sink).read(); }

}  // namespace rf::evidence
