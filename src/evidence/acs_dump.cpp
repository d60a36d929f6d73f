// What an auto-configuration server (ACS) knows of the CPE it manages, as it is dumped: millions of devices, a row each, in constant memory.
//   wide CSV     a column a parameter ("InternetGatewayDevice.DeviceInfo.SoftwareVersion", "_deviceId._SerialNumber"), a line a device
//   long CSV     device, parameter, value: lines of one device stand together; without a device column all lines are one device
//   JSON         objects with "_deviceId" or a tree "InternetGatewayDevice"/"Device" (as GenieACS keeps them), in a list or a line each
// Parameters are those of BBF TR-098 and TR-181 DeviceInfo and of TR-069's DeviceId. Cases: tests/evidence/acs-dump/.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "evidence/csv_dialect.h"
#include "evidence/reader.h"
#include "evidence/row_writer.h"
#include "evidence/table_rows.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

constexpr std::size_t kMaxCpeObject = std::size_t{16} << 20;  // one device's whole tree; real ones are below 1 MB
constexpr std::size_t kMaxParameter = 4096;
constexpr std::size_t kMaxAcsColumns = 4000;

enum class Cpe_ : std::uint8_t { None, Device, Maker, Oui, Product, Model, Serial, Software, Hardware, Address, Mac, Chipset };

struct ParameterEnd {
  std::string_view end;  ///< behind the last dots, lower case
  Cpe_ role;
};
constexpr std::array<ParameterEnd, 25> kParameters = {{
    {"deviceinfo.manufacturer", Cpe_::Maker},     {"deviceinfo.manufactureroui", Cpe_::Oui},   {"deviceinfo.productclass", Cpe_::Product}, {"deviceinfo.modelname", Cpe_::Model},   {"deviceinfo.modelnumber", Cpe_::None},
    {"deviceinfo.serialnumber", Cpe_::Serial},    {"deviceinfo.softwareversion", Cpe_::Software}, {"deviceinfo.hardwareversion", Cpe_::Hardware}, {"_deviceid._manufacturer", Cpe_::Maker}, {"_deviceid._oui", Cpe_::Oui},
    {"_deviceid._productclass", Cpe_::Product},   {"_deviceid._serialnumber", Cpe_::Serial},   {"deviceid.manufacturer", Cpe_::Maker},     {"deviceid.oui", Cpe_::Oui},             {"deviceid.productclass", Cpe_::Product},
    {"deviceid.serialnumber", Cpe_::Serial},      {"deviceid.id", Cpe_::Device},               {"_id", Cpe_::Device},                      {"externalipaddress", Cpe_::Address},    {"connectionrequesturl", Cpe_::None},
    {"ethernet.macaddress", Cpe_::Mac},           {"lanethernetinterfaceconfig.1.macaddress", Cpe_::Mac}, {"deviceinfo.chipset", Cpe_::Chipset}, {"deviceinfo.x_chipset", Cpe_::Chipset}, {"deviceinfo.processor", Cpe_::None},
}};

/// The role of a parameter's full name; `._value` behind it is GenieACS's.
Cpe_ role_of_parameter(std::string_view name) {
  if (name.size() > 512) return Cpe_::None;
  std::string low = lower_ascii(trimmed(name));
  if (low.ends_with("._value")) low.resize(low.size() - 7);
  for (const auto& p : kParameters)
    if (low == p.end || (low.size() > p.end.size() && low.ends_with(p.end) && low[low.size() - p.end.size() - 1] == '.')) return p.role;
  return Cpe_::None;
}
Cpe_ role_of_column(std::string_view header) {
  const Cpe_ r = role_of_parameter(header);
  if (r != Cpe_::None) return r;
  const std::string low = lower_ascii(trimmed(header));
  for (const auto& [word, role] : {std::pair<std::string_view, Cpe_>{"deviceid", Cpe_::Device}, {"device id", Cpe_::Device}, {"device", Cpe_::Device}, {"cpe id", Cpe_::Device}, {"cpeid", Cpe_::Device}, {"id", Cpe_::Device}})
    if (low == word) return role;
  return Cpe_::None;
}
bool is_parameter(std::string_view s) {
  s = trimmed(s);
  return s.starts_with("InternetGatewayDevice.") || s.starts_with("Device.") || s.starts_with("_deviceId.") || s.starts_with("DeviceID.");
}

class CpeRows {
 public:
  explicit CpeRows(Sink& sink, bool json)
      : rows_(sink, {Field::Id, Field::Supplier, Field::Model, Field::Serial, Field::Version, Field::Mac, Field::Address, Field::Components}, {"oui", "product_class", "hardware_version"}, json, "") {}
  void set(Cpe_ r, std::string_view v) {
    auto& cell = cells_[static_cast<std::size_t>(r)];
    if (r != Cpe_::None && cell.empty()) cell = trimmed(v.substr(0, kMaxParameter));
  }
  std::string_view get(Cpe_ r) const { return cells_[static_cast<std::size_t>(r)]; }
  bool any() const {
    return !get(Cpe_::Serial).empty() || !get(Cpe_::Maker).empty() || !get(Cpe_::Oui).empty() || !get(Cpe_::Product).empty();
  }
  /// False where it says nothing of a device.
  bool end(std::uint64_t line, std::uint64_t offset, std::size_t length) {
    const bool told = any();
    if (told) {
      rows_.begin();
      std::string id(get(Cpe_::Device));
      if (id.empty() && !get(Cpe_::Oui).empty() && !get(Cpe_::Serial).empty()) id = std::string(get(Cpe_::Oui)) + "-" + std::string(get(Cpe_::Product)) + "-" + std::string(get(Cpe_::Serial));  // TR-069's identity of a CPE
      rows_.set(Field::Id, id);
      rows_.set(Field::Supplier, std::string(get(Cpe_::Maker)));
      rows_.set(Field::Model, std::string(get(Cpe_::Model).empty() ? get(Cpe_::Product) : get(Cpe_::Model)));
      rows_.set(Field::Serial, std::string(get(Cpe_::Serial)));
      rows_.set(Field::Version, std::string(get(Cpe_::Software)));
      rows_.set(Field::Mac, std::string(get(Cpe_::Mac)));
      rows_.set(Field::Address, std::string(get(Cpe_::Address)));
      if (!get(Cpe_::Chipset).empty()) {
        // "Broadcom BCM6362": a word that is a maker's, then the chip.
        const auto chip = get(Cpe_::Chipset);
        const auto blank = chip.find(' ');
        rows_.set(Field::Components, blank == std::string_view::npos ? ":" + std::string(chip) : std::string(chip.substr(0, blank)) + ":" + std::string(chip.substr(blank + 1)));
      }
      rows_.set_extra(0, std::string(get(Cpe_::Oui)));
      rows_.set_extra(1, std::string(get(Cpe_::Product)));
      rows_.set_extra(2, std::string(get(Cpe_::Hardware)));
      rows_.end(line, offset, length);
    }
    for (auto& c : cells_) c.clear();
    return told;
  }
  void flush() { rows_.flush(); }
  std::uint64_t written() const { return rows_.written(); }

 private:
  RowWriter rows_;
  std::array<std::string, 12> cells_;
};

// CSV.

struct AcsTable {
  char separator = ',';
  bool wide = false;
  std::vector<Cpe_> roles;                              ///< wide
  int device = -1, name = 0, value = 1;                 ///< long
  std::size_t rows_at = 0;
  std::uint64_t rows_line = 1;
};

std::optional<AcsTable> find_acs_table(std::string_view text) {
  for (const char sep : {',', ';', '\t', '|'}) {
    Arena arena;
    Record r;
    std::uint64_t line = 1;
    for (std::size_t at = 0, n = 0; at < text.size() && n < 10; ++n) {
      read_record(text, at, sep, arena, r);
      const std::size_t begin = at;
      at = r.end;
      if (r.cells.size() >= 2 && r.cells.size() <= kMaxAcsColumns) {
        std::size_t parameters = 0, last = 0;
        for (std::size_t c = 0; c < r.cells.size(); ++c)
          if (is_parameter(r.cells[c])) ++parameters, last = c;
        AcsTable t;
        t.separator = sep;
        if (parameters >= 2) {
          t.wide = true;
          for (const auto c : r.cells) t.roles.push_back(role_of_column(c));
          t.rows_at = r.end;
          t.rows_line = line + r.lines;
          if (std::count_if(t.roles.begin(), t.roles.end(), [](Cpe_ x) { return x != Cpe_::None; }) >= 2) return t;
        } else if (parameters == 1 && last + 1 < r.cells.size() && last <= 1) {  // a line "device, parameter, value" or "parameter, value"
          t.name = static_cast<int>(last);
          t.value = static_cast<int>(last) + 1;
          t.device = last == 1 ? 0 : -1;
          t.rows_at = begin;
          t.rows_line = line;
          return t;
        }
      }
      line += r.lines;
    }
  }
  return std::nullopt;
}

Result<void> read_acs_csv(std::string_view text, std::size_t bom, Sink& sink) {
  const auto t = find_acs_table(text);
  if (!t) return fail(Kind::Unsupported, "no line among the first 10 names parameters of TR-069", "line 1", {});
  CpeRows cpe(sink, false);
  RowMessages messages(sink);
  Arena arena;
  Record r;
  std::uint64_t line = t->rows_line, first_line = 0;
  std::size_t first_at = 0;
  std::string device;
  for (std::size_t at = t->rows_at; at < text.size();) {
    read_record(text, at, t->separator, arena, r);
    const std::size_t begin = at;
    const std::uint64_t here = line;
    at = r.end;
    line += r.lines;
    if (t->wide) {
      if (std::all_of(r.cells.begin(), r.cells.end(), [](auto c) { return trimmed(c).empty(); })) continue;
      if (r.cells.size() != t->roles.size() || r.bad_quote) {
        messages.row(here, r.bad_quote ? "a quote is opened and never closed" : counted(static_cast<std::int64_t>(r.cells.size()), "cell", "cells") + " where the header has " + std::to_string(t->roles.size()));
      } else {
        for (std::size_t c = 0; c < r.cells.size(); ++c) cpe.set(t->roles[c], r.cells[c]);
        if (!cpe.end(here, bom + begin, r.end - begin)) messages.row(here, "says nothing of a device");
      }
    } else if (r.cells.size() > static_cast<std::size_t>(t->value)) {
      if (t->device >= 0 && r.cells[0] != device) {
        cpe.end(first_line, bom + first_at, 0);
        device = r.cells[0];
        first_line = 0;
      }
      if (first_line == 0) first_line = here, first_at = begin;
      if (t->device >= 0) cpe.set(Cpe_::Device, device);
      cpe.set(role_of_parameter(r.cells[static_cast<std::size_t>(t->name)]), r.cells[static_cast<std::size_t>(t->value)]);
    }
    arena.clear();
  }
  if (!t->wide) cpe.end(first_line, bom + first_at, 0);
  cpe.flush();
  if (cpe.written() == 0 && messages.count() == 0) return fail(Kind::Malformed, "no device in it", {}, {});
  return {};
}

// JSON.

void take_parameters(dom::element e, std::string& path, CpeRows& cpe, int depth) {
  dom::object o;
  std::string_view text;
  if (e.get(text) == simdjson::SUCCESS) return cpe.set(role_of_parameter(path), text);
  if (depth > 16 || e.get(o) != simdjson::SUCCESS) return;
  for (const auto f : o) {
    const std::size_t size = path.size();
    path += (path.empty() ? "" : ".") + std::string(f.key);
    take_parameters(f.value, path, cpe, depth + 1);
    path.resize(size);
  }
}

Result<void> read_acs_json(std::string_view text, Sink& sink) {
  CpeRows cpe(sink, true);
  dom::parser parser;
  std::uint64_t number = 0, bad = 0;
  // Objects of the outermost list, or one behind another, each parsed alone: a dump of millions is never a tree.
  int depth = 0;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      else if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' && depth++ == 0) begin = i;
    if (c != '}' || depth == 0 || --depth != 0) continue;
    const std::string_view object = text.substr(begin, i + 1 - begin);
    dom::element doc;
    if (object.size() > kMaxCpeObject || parser.parse(object.data(), object.size()).get(doc) != simdjson::SUCCESS) {
      if (bad++ == 0) sink.error({Kind::Malformed, {}, "offset " + std::to_string(begin), object.size() > kMaxCpeObject ? "one device of more than 16 MiB" : "not JSON", "the device was left out"});
    } else {
      std::string path;
      take_parameters(doc, path, cpe, 0);
      cpe.end(number, begin, object.size());
    }
    ++number;
  }
  cpe.flush();
  if (depth != 0) sink.error({Kind::Malformed, {}, "offset " + std::to_string(begin), "the last object is cut", "export it again"});
  if (cpe.written() == 0) return fail(Kind::Malformed, "no device in it", {}, {});
  return {};
}

}  // namespace

int likeness_acs_dump(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] == '<') return 0;
  if (head[first] == '{' || head[first] == '[')
    return head.find("\"_deviceId\"") != std::string_view::npos || (head.find("\"DeviceInfo\"") != std::string_view::npos && (head.find("\"InternetGatewayDevice\"") != std::string_view::npos || head.find("\"Device\"") != std::string_view::npos)) ||
                   head.find("\"InternetGatewayDevice.DeviceInfo.") != std::string_view::npos || head.find("\"Device.DeviceInfo.") != std::string_view::npos
               ? 85
               : 0;
  if (head.find("DeviceInfo.") == std::string_view::npos && head.find("_deviceId.") == std::string_view::npos && head.find("DeviceID.") == std::string_view::npos) return 0;
  return find_acs_table(head.substr(first, 32768)) ? 80 : 0;
}

Result<void> read_acs_dump(const Input& input, Sink& sink) {
  std::string_view text = input.bytes;
  std::size_t bom = 0;
  if (text.starts_with("\xEF\xBB\xBF")) {
    bom = 3;
    text.remove_prefix(bom);
  }
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return fail(Kind::Malformed, "the file is empty", "offset 0", {});
  if (text[first] == '{' || text[first] == '[') return read_acs_json(text, sink);
  return read_acs_csv(text, bom, sink);
}

}  // namespace rf::evidence
