#include "evidence/cli_parts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "base/text.h"

namespace rf::evidence {
namespace {

using Entity = AgentFacts::Entity;

constexpr std::size_t kMaxPartCell = 256;   // a serial has under 40 characters, a description under 200
constexpr std::size_t kMaxPartColumns = 24;

constexpr std::array<std::string_view, 20> kPartCommands = {"inventory", "elabel", "manuinfo", "manufacture-info", "transceiver", "transceivers", "optics", "sfp", "hardware", "optic",
                                                            "pic", "module", "modules", "card", "board", "equipment", "cpuinfo", "xcvr", "mda", "device"};

/// What a key or a header of a column is for; its words in lower case, without hyphens, dots and underscores.
enum class Role : std::uint8_t { None, Name, Maker, Model, Number, Serial, Descr, Version, Chip };
struct RoleWord {
  std::string_view word;
  Role role;
};
constexpr std::array<RoleWord, 55> kRoleWords = {{
    {"vendor name", Role::Maker}, {"vendorname", Role::Maker}, {"vendor", Role::Maker}, {"manufacturer", Role::Maker}, {"manufacturer name", Role::Maker}, {"mfg name", Role::Maker}, {"mfr name", Role::Maker}, {"transceiver vendor", Role::Maker},
    {"xcvr vendor", Role::Maker}, {"maker", Role::Maker}, {"sfp vendor name", Role::Maker}, {"sfp vendor", Role::Maker}, {"name is", Role::Maker}, {"cisco vendor id", Role::None}, {"vendor info", Role::Maker},
    {"model", Role::Model}, {"model name", Role::Model}, {"model number", Role::Model}, {"vendor pn", Role::Model}, {"vendor part number", Role::Model}, {"vendor part no", Role::Model}, {"part number is", Role::Model},
    {"transceiver pn", Role::Model}, {"board type", Role::Model}, {"boardtype", Role::Model}, {"device name", Role::Model}, {"sfp part number", Role::Model}, {"xcvr vendor part number", Role::Model}, {"product name", Role::Model},
    {"pid", Role::Model}, {"product id", Role::Model}, {"product number", Role::Number}, {"part number", Role::Number}, {"part no", Role::Number}, {"item", Role::Number}, {"pn", Role::Model},
    {"serial number", Role::Serial}, {"serial no", Role::Serial}, {"serial num", Role::Serial}, {"serial number is", Role::Serial}, {"manu serial number", Role::Serial}, {"vendor sn", Role::Serial}, {"sn", Role::Serial},
    {"barcode", Role::Serial}, {"bar code", Role::Serial}, {"device serial number", Role::Serial}, {"serial", Role::Serial}, {"vendor serial number", Role::Serial}, {"sfp serial number", Role::Serial},
    {"description", Role::Descr}, {"descr", Role::Descr}, {"chipset", Role::Chip}, {"switch chip", Role::Chip}, {"system type", Role::Chip}, {"forwarding asic", Role::Chip},
}};

std::string words_of_key(std::string_view key) {
  std::string out;
  for (const char c : lower_ascii(trimmed(key))) {
    const char x = c == '_' || c == '-' || c == '.' || c == '#' || c == '/' ? ' ' : c;
    if (x != ' ' || (!out.empty() && out.back() != ' ')) out += x;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}
Role role_of(std::string_view key) {
  const std::string words = words_of_key(key);
  for (const auto& r : kRoleWords)
    if (words == r.word) return r.role;
  return Role::None;
}

std::string_view without_quotes(std::string_view s) {
  s = trimmed(s);
  while (!s.empty() && s.back() == ',') s = trimmed(s.substr(0, s.size() - 1));
  if (s.size() >= 2 && s.front() == '"' && s.back() == '"') s = trimmed(s.substr(1, s.size() - 2));
  return s.substr(0, std::min(s.size(), kMaxPartCell));
}

class ListedParts {
 public:
  ListedParts(std::string_view output, const Place& at, std::vector<Entity>& out) : output_(output), at_(at), out_(out) {}

  void read() {
    std::uint64_t number = at_.line;
    for (std::size_t begin = 0; begin < output_.size(); ++number) {
      auto end = output_.find('\n', begin);
      if (end == std::string_view::npos) end = output_.size();
      std::string_view line = output_.substr(begin, end - begin);
      while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
      place_ = {};
      place_.line = number;
      if (at_.length != 0) {
        place_.offset = at_.offset + begin;
        place_.length = static_cast<std::uint32_t>(line.size());
      }
      begin = end + 1;
      if (name_descr(line) || pid_sn(line)) continue;
      if (!ruled(line) && !row(line) && !header(line)) pair(line);
      before_ = line;
    }
    finish();
  }

 private:
  Fact fact(std::string_view value) const {
    Fact f;
    f.value = without_quotes(value);
    f.place = place_;
    return f;
  }
  void push(Entity e) {
    if (out_.size() < kMaxListedParts) out_.push_back(std::move(e));
  }
  static bool names_optics(std::string_view words) {
    const std::string low = lower_ascii(words);
    return low.find("xcvr") != std::string::npos || low.find("transceiver") != std::string::npos || low.find("sfp") != std::string::npos || low.find("optic") != std::string::npos;
  }
  static int class_of(std::string_view name, std::string_view descr) {
    const std::string low = lower_ascii(name);
    if (low.find("chassis") != std::string::npos || low == "system" || (low.size() == 1 && low[0] >= '1' && low[0] <= '9') || low.starts_with("switch ")) {
      const bool part = low.find("fan") != std::string::npos || low.find("power") != std::string::npos || low.find('/') != std::string::npos || low.find(" - ") != std::string::npos;
      if (!part) return 3;
    }
    const std::string both = low + " " + lower_ascii(descr);
    if (both.find("power") != std::string::npos || both.find("psu") != std::string::npos || low.starts_with("pem")) return 6;
    if (low.starts_with("fan") || both.find(" fan") != std::string::npos) return 7;
    return 9;
  }

  // NAME: "1", DESCR: "WS-C3750X-24"        then  PID: WS-C3750X-24T-S  , VID: V02  , SN: FDO1234X0AB
  bool name_descr(std::string_view line) {
    const auto t = trimmed(line);
    if (!t.starts_with("NAME:") && !t.starts_with("Name:")) return false;
    const auto descr = std::max(t.find("DESCR:") == std::string_view::npos ? 0 : t.find("DESCR:"), t.find("Descr:") == std::string_view::npos ? 0 : t.find("Descr:"));
    if (descr == 0) return false;
    finish();
    name_ = fact(t.substr(5, descr - 5));
    descr_ = fact(t.substr(descr + 6));
    return true;
  }
  bool pid_sn(std::string_view line) {
    const auto t = trimmed(line);
    if (!t.starts_with("PID:") || name_.empty()) return false;
    const auto vid = t.find("VID:"), sn = t.find("SN:");
    Entity e;
    e.name = std::move(name_);
    e.descr = std::move(descr_);
    e.model = fact(t.substr(4, (vid != std::string_view::npos ? vid : sn == std::string_view::npos ? t.size() : sn) - 4));
    if (sn != std::string_view::npos) e.serial = fact(t.substr(sn + 3));
    e.cls = class_of(e.name.value, e.descr.value);
    name_ = descr_ = {};
    push(std::move(e));
    return true;
  }

  // Item             Version  Part number  Serial number     Description
  struct ColumnAt {
    std::size_t begin;
    Role role;
  };
  bool header(std::string_view line) {
    // Headers stand two blanks apart, or under them a ruler says where each begins; one blank alone does not part them.
    std::vector<ColumnAt> columns;
    bool serial = false, maker = false, model = false;
    for (std::size_t i = 0; i < line.size() && columns.size() < kMaxPartColumns;) {
      if (line[i] == ' ' || line[i] == '\t') {
        ++i;
        continue;
      }
      std::size_t end = i;
      while (end < line.size() && !(line[end] == '\t' || (line[end] == ' ' && (end + 1 >= line.size() || line[end + 1] == ' ')))) ++end;
      const auto word = line.substr(i, end - i);
      if (word.find(':') != std::string_view::npos) return false;
      Role r = role_of(word);
      if (columns.empty()) r = Role::Name;
      serial = serial || r == Role::Serial;
      maker = maker || r == Role::Maker;
      model = model || r == Role::Model || r == Role::Number;
      columns.push_back({i, r});
      i = end;
    }
    if ((!serial && !(maker && model)) || columns.size() < 3) return false;
    finish();
    columns_ = std::move(columns);
    optics_ = !serial && names_optics(line);
    whole_box_ = false;
    const auto tree = lower_ascii(trimmed(line)).starts_with("item ");
    descr_is_model_ = tree;
    return true;
  }
  /// A ruler says where the columns of the line above it begin, however close they stand.
  bool ruled(std::string_view line) {
    if (trimmed(line).empty() || line.find_first_not_of("-=+ ") != std::string_view::npos) return false;
    std::vector<ColumnAt> columns;
    for (std::size_t i = 0; i < line.size() && columns.size() < kMaxPartColumns; ++i)
      if (line[i] != ' ' && (i == 0 || line[i - 1] == ' ')) columns.push_back({i, Role::None});
    bool serial = false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::size_t end = i + 1 < columns.size() ? columns[i + 1].begin : before_.size();
      if (columns[i].begin < before_.size()) columns[i].role = i == 0 ? Role::Name : role_of(before_.substr(columns[i].begin, std::min(end, before_.size()) - columns[i].begin));
      serial = serial || columns[i].role == Role::Serial;
    }
    finish();
    columns_.clear();
    descr_is_model_ = optics_ = false;
    // "HW Version  Serial Number  Mfg Date": a table that names no part is of the device itself.
    whole_box_ = serial && !columns.empty() && words_of_key(before_.substr(0, std::min(columns.size() > 1 ? columns[1].begin : before_.size(), before_.size()))).find("version") != std::string::npos;
    if (serial && columns.size() >= 3) columns_ = std::move(columns);
    return true;
  }
  bool row(std::string_view line) {
    if (columns_.empty()) return false;
    const auto t = trimmed(line);
    if (t.empty() || t.ends_with(':') || line.find_first_not_of(' ') < columns_.front().begin) {
      columns_.clear();
      return t.empty();
    }
    for (std::size_t i = 1; i < columns_.size(); ++i) {  // a cell that runs over its column makes all behind it unsure
      const std::size_t b = columns_[i].begin;
      if (b < line.size() && b > 0 && line[b - 1] != ' ') return true;
    }
    Entity e;
    std::string_view number;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::size_t b = columns_[i].begin, end = i + 1 < columns_.size() ? columns_[i + 1].begin : line.size();
      const std::size_t from = i == 0 ? 0 : b;
      if (from >= line.size()) break;
      const auto cell = trimmed(line.substr(from, std::min(end, line.size()) - from));
      switch (columns_[i].role) {
        case Role::Name: e.name = fact(cell); break;
        case Role::Maker: e.mfg = fact(cell); break;
        case Role::Model: e.model = fact(cell); break;
        case Role::Number: number = cell; break;
        case Role::Serial: e.serial = fact(cell); break;
        case Role::Descr: e.descr = fact(cell); break;
        default: break;
      }
    }
    if (e.model.empty() && descr_is_model_) e.model = e.descr;
    if (e.model.empty() && !number.empty()) e.model = fact(number);
    if (whole_box_) {
      e.name = {};
      e.cls = 3;
      if (!e.serial.empty()) push(std::move(e));
      return true;
    }
    if ((e.serial.empty() && (e.mfg.empty() || e.model.empty())) || e.name.empty()) return true;
    if (const auto gap = e.name.value.find("  "); gap != std::string::npos) {  // "0    100GBASE LR4": the first column is two
      if (e.descr.empty()) e.descr = fact(std::string_view(e.name.value).substr(gap));
      e.name.value.resize(gap);
    }
    if (optics_) {
      e.cls = 10;  // what is plugged into a port
      push(std::move(e));
      return true;
    }
    e.cls = lower_ascii(e.name.value).starts_with("chassis") ? 3 : class_of("part " + e.name.value, e.descr.value);
    push(std::move(e));
    return true;
  }

  // [Board Properties] BoardType=…; "Vendor Name : FINISAR"; "    serial number is AGA1234"
  void pair(std::string_view line) {
    const auto t = trimmed(line);
    if (t.empty()) return;
    std::size_t at = t.find_first_of(":=");
    std::size_t behind = at == std::string_view::npos ? 0 : at + 1;
    if (at == std::string_view::npos)
      if (const auto is = t.find(" is "); is != std::string_view::npos) {
        at = is + 3;
        behind = is + 4;
      }
    const Role r = at == std::string_view::npos ? Role::None : role_of(t.substr(0, at));
    if (r == Role::None) {
      // A line that names a port, a slot or a board opens the next block.
      const bool opens = (t.front() == '[' && t.back() == ']') || (line.front() != ' ' && line.front() != '\t' && (at == std::string_view::npos || t.ends_with(':') || t.find("transceiver") != std::string_view::npos));
      if (opens) {
        finish();
        if (t.find_first_of("0123456789") != std::string_view::npos || t.front() != '[') heading_ = fact(t.front() == '[' ? t.substr(1, t.size() - 2) : t.substr(0, t.find_first_of(" :")));
      }
      return;
    }
    auto value = trimmed(t.substr(behind));
    value = value.substr(0, value.find("    "));  // two pairs on a line
    if (r == Role::Chip) {
      Entity e;
      e.cls = AgentFacts::kChipset;
      e.descr = e.model = e.mfg = fact(value);
      if (!value.empty()) push(std::move(e));
      return;
    }
    Fact* const into = r == Role::Maker ? &block_.mfg : r == Role::Model ? &block_.model : r == Role::Serial ? &block_.serial : r == Role::Descr ? &block_.descr : r == Role::Number ? &number_ : nullptr;
    if (into == nullptr) return;
    if (!into->empty() && (r == Role::Serial || r == Role::Model)) finish();
    *into = fact(value);
  }
  void finish() {
    name_ = descr_ = {};
    if (!block_.serial.empty() && (!block_.model.empty() || !number_.empty() || !block_.mfg.empty())) {
      if (block_.model.empty()) block_.model = number_;
      block_.name = heading_;
      const std::string low = lower_ascii(heading_.value);
      block_.cls = low.find("chassis") != std::string::npos && low.find("slot") == std::string::npos ? 3 : class_of("part " + heading_.value, block_.descr.value);
      push(std::move(block_));
    }
    block_ = {};
    number_ = {};
  }

  std::string_view output_;
  const Place& at_;
  std::vector<Entity>& out_;
  Place place_;
  Fact name_, descr_, heading_, number_;
  Entity block_;
  std::vector<ColumnAt> columns_;
  std::string_view before_;  ///< the line above
  bool descr_is_model_ = false;
  bool optics_ = false;     ///< the table is of what is plugged into ports
  bool whole_box_ = false;  ///< … of the device itself
};

}  // namespace

bool lists_parts(std::string_view command, std::string_view output) {
  const auto parts = split(command, ' ');
  // What is plugged into a port stands among its counters.
  const bool port = std::any_of(parts.begin(), parts.end(), [](auto p) { return p == "port" || p == "ports" || p == "interface" || p == "interfaces"; });
  if (port && output.find("ransceiver") != std::string_view::npos) return true;
  return std::any_of(parts.begin(), parts.end(), [](auto p) { return std::find(kPartCommands.begin(), kPartCommands.end(), p) != kPartCommands.end(); });
}

void add_listed_parts(std::string_view output, const Place& at, std::vector<Entity>& out) { ListedParts(output, at, out).read(); }

}  // namespace rf::evidence
