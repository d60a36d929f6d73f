#include "cli/identify_views.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"
#include "report/words.h"

namespace rf::cli {
namespace {

using report::clean;

enum Missing : std::size_t { kEntity, kSystem, kIdentity, kConfirm, kName, kOther, kGroups };
struct Group {
  std::string_view id, says, remedy;
};
constexpr std::array<Group, kGroups> kMissing = {
    Group{"entity-mib", "answer only an agent that many makers use (net-snmp, Windows), and nothing of their hardware", "walk ENTITY-MIB (1.3.6.1.2.1.47) and 1.3.6.1.4.1, or capture `show version`"},
    Group{"system-group", "answer neither sysDescr nor sysObjectID", "walk 1.3.6.1.2.1.1; a view may hide it from this community or user"},
    Group{"identity-command", "gave output of commands that do not say what the device is", "capture `show version` or `display version`, and the inventory or chassis"},
    Group{"second-witness", "have one weak witness, or witnesses that disagree", "confirm the first candidate by a second kind of evidence: label, serial number, another command"},
    Group{"maker-column", "stand in an inventory that names no maker", "fill the column of the maker, or hand in a walk of the device"},
    Group{"fingerprint", "say words that no fingerprint knows", "add them to a file of knowledge/fingerprints (docs/identify.md shows how)"},
};

Missing missing_of(const assess::Answer& a, std::size_t row) {
  const auto* seen = a.estate->seen(row);
  if (!seen) return kName;
  const Device& d = seen->device;
  if (!d.candidates.empty()) return kConfirm;
  bool snmp = false, shared_agent = false;
  for (const auto& e : d.evidence) {
    snmp = snmp || !e.locator.oid.empty();
    shared_agent = shared_agent || e.says.find("that many makers use") != std::string::npos;
  }
  if (shared_agent) return kEntity;
  if (d.description.empty() && d.name.empty() && !snmp) return d.chassis_id.empty() && d.macs.empty() ? kIdentity : kSystem;
  if (d.description.empty()) return snmp ? kSystem : kIdentity;
  return kOther;
}

/// The joins among observations, and behind them those of an observation with the row of an inventory that it confirms.
std::vector<assess::MergeNote> all_merges(const assess::Answer& a) {
  auto out = a.merges;
  const auto& e = *a.estate;
  for (std::size_t row = 0; row < e.size(); ++row) {
    const auto* seen = e.seen(row);
    if (seen == nullptr || seen->matched_by.empty()) continue;
    const std::string key = e.key(row);
    const std::string inventory = e.label_of_input(e.source(row).input);
    const auto value = [&]() -> std::string {
      if (seen->matched_by.starts_with("serial")) return std::string(e.text(Field::Serial, row));
      if (seen->matched_by.starts_with("name")) return std::string(e.text(Field::Name, row));
      return {};
    };
    const auto confirms = [&](const std::string& input) {
      // What joined another observation first is told there.
      if (input == inventory || std::any_of(a.merges.begin(), a.merges.end(), [&](const auto& m) { return m.joined && m.assets[0] == key && m.inputs[1] == input; })) return;
      assess::MergeNote note;
      note.joined = true;
      note.key = seen->matched_by;
      note.value = value();
      note.why = "as the row of an inventory";
      note.inputs = {inventory, input};
      note.assets = {key, key};
      out.push_back(std::move(note));
    };
    confirms(seen->input);
    for (const auto& i : seen->device.inputs)
      if (i != seen->input) confirms(i);
  }
  return out;
}

}  // namespace

std::string explained(const assess::Answer& a) {
  std::string out;
  const auto& e = *a.estate;
  for (std::size_t row = 0; row < e.size(); ++row) {
    const auto m = a.maker_of(row);
    const auto* seen = e.seen(row);
    if (e.is_part(row)) {
      out += "  holds a " + clean(e.text(Field::Role, row)) + " " + clean(e.text(Field::Model, row)) + ", maker " + (m.name.empty() ? std::string("not named") : clean(m.name)) + "  [" + short_form(e.locator(row)) + "]\n";
      continue;
    }
    if (row > 0) out += "\n";
    out += clean(e.text(Field::Name, row).empty() ? e.key(row) : std::string(e.text(Field::Name, row))) + "  " + clean(e.input_name(e.source(row).input)) + "\n";
    if (const auto s = a.standing_of ? a.standing_of(row) : screen::Standing{}; !s.says.empty()) out += "  " + clean(s.says) + "\n";
    out += "  maker " + (m.name.empty() ? std::string("unknown") : clean(m.name));
    if (seen) {
      const Device& d = seen->device;
      std::array<char, 64> sum{};
      std::snprintf(sum.data(), sum.size(), ", sum %.2f, confidence %.2f", d.sum, m.name.empty() ? 0.0 : m.confidence);
      out += sum.data();
      if (!d.brand.empty()) out += ", badge " + clean(a.supplier_name(d.brand));
      out += "\n";
      for (const auto& w : d.evidence) {
        std::array<char, 32> weight{};
        std::snprintf(weight.data(), weight.size(), "  %+6.2f  ", w.weight);
        out += weight.data() + clean(w.says) + (w.supplier.empty() ? std::string() : "  → " + w.supplier);
        const auto at = short_form(w.locator);
        out += (at.empty() ? std::string() : "  [" + at + "]") + "\n";
      }
      for (const auto& c : d.candidates) {
        std::array<char, 32> p{};
        std::snprintf(p.data(), p.size(), " (%.2f)", c.confidence);
        out += "  candidate " + c.supplier + p.data() + "\n";
      }
    } else {
      out += "\n";
    }
  }
  return out + (e.size() > 0 ? "\n" : "");
}

std::string merges(const assess::Answer& a, std::string_view format) {
  std::string out;
  if (format == "csv") out = "result,asset,other,key,value,input,with,why\r\n";
  if (format == "json") out = "[";
  std::size_t n = 0;
  for (const auto& m : all_merges(a)) {
    const bool json = format == "json" || format == "jsonl";
    if (json) {
      std::string line;
      JsonWriter w(line);
      w.begin_object().member("type", m.joined ? "joined" : "apart").member("asset", m.assets[0]);
      if (!m.joined) w.member("other", m.assets[1]);
      w.member("key", m.key).member("value", m.value).member("on", to_text(a.as_of)).key("inputs").begin_array().value(m.inputs[0]).value(m.inputs[1]).end_array().member_or_null("why", m.why).end_object();
      out += format == "json" ? (n++ > 0 ? ",\n " : "\n ") + line : line + "\n";
    } else if (format == "csv") {
      const auto quoted = [](std::string_view s) {
        std::string q = "\"";
        for (const char c : s) q += c == '"' ? "\"\"" : std::string(1, c);
        return q + "\"";
      };
      out += std::string(m.joined ? "joined" : "apart") + "," + quoted(m.assets[0]) + "," + quoted(m.joined ? std::string() : m.assets[1]) + "," + std::string(m.key) + "," + quoted(m.value) + "," + quoted(m.inputs[0]) + "," + quoted(m.inputs[1]) + "," + quoted(m.why) + "\r\n";
    } else if (m.joined) {
      out += clean(m.assets[0]) + ": " + clean(m.inputs[1]) + " joins " + clean(m.inputs[0]) + " by " + std::string(m.key) + " " + clean(m.value) + (m.why.empty() ? "" : " " + clean(m.why)) + "\n";
    } else {
      out += "apart: " + clean(m.assets[0]) + " (" + clean(m.inputs[0]) + ") and " + clean(m.assets[1]) + " (" + clean(m.inputs[1]) + ") share the " + std::string(m.key) + " " + clean(m.value) + "; " + clean(m.why) + "\n";
    }
  }
  if (format == "json") out += "\n]\n";
  if (format == "text" && out.empty()) out = "no two observations share a key\n";
  return out;
}

std::string why_unknown(const assess::Answer& a, std::string_view format) {
  std::array<std::vector<std::string>, kGroups> groups;
  for (std::size_t row = 0; row < a.estate->size(); ++row) {
    if (a.estate->is_part(row)) continue;
    const auto m = a.maker_of(row);
    if (!m.id.empty() || !m.name.empty()) continue;
    groups[missing_of(a, row)].push_back(a.estate->key(row));
  }
  std::array<std::size_t, kGroups> order{};
  for (std::size_t i = 0; i < kGroups; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return groups[x].size() > groups[y].size(); });
  std::string out;
  JsonWriter w(out);
  if (format == "json") w.begin_array();
  if (format == "csv") out += "missing,devices,says,remedy\r\n";
  for (const auto g : order) {
    const auto& devices = groups[g];
    if (devices.empty()) continue;
    const auto& what = kMissing[g];
    if (format == "text") {
      out += counted(static_cast<std::int64_t>(devices.size()), "device", "devices") + " " + std::string(what.says) + "\n  " + std::string(what.remedy) + "\n  for example";
      for (std::size_t i = 0; i < devices.size() && i < 3; ++i) out += (i == 0 ? " " : ", ") + clean(devices[i]);
      out += "\n";
    } else if (format == "csv") {
      out += std::string(what.id) + "," + std::to_string(devices.size()) + ",\"" + std::string(what.says) + "\",\"" + std::string(what.remedy) + "\"\r\n";
    } else {
      std::string line;
      JsonWriter l(line);
      l.begin_object().member("missing", what.id).member("devices", static_cast<std::int64_t>(devices.size())).member("says", what.says).member("remedy", what.remedy).key("assets").begin_array();
      for (const auto& d : devices) l.value(d);
      l.end_array().end_object();
      if (format == "json") w.raw(line);
      else out += line + "\n";
    }
  }
  if (format == "json") w.end_array(), out += "\n";
  return out;
}

}  // namespace rf::cli
