#include "assess/part_rows.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "estate/keys.h"

namespace rf::assess {
namespace {

constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);
constexpr std::size_t kMostPairs = 64;  // distinct maker and model of one device's `components`; a chassis holds some dozen kinds

std::string escaped_pair(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (c == ':' || c == '|' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::vector<std::size_t> split_members(std::vector<Device>& devices) {
  std::vector<std::size_t> moved;
  const auto has = [](const Device& d) { return !d.parts.empty() && d.parts.front().member(); };
  if (std::none_of(devices.begin(), devices.end(), has)) {
    for (std::size_t i = 0; i < devices.size(); ++i) moved.push_back(i);
    return moved;
  }
  std::vector<Device> out;
  for (Device& d : devices) {
    moved.push_back(out.size());
    if (!has(d)) {
      out.push_back(std::move(d));
      continue;
    }
    const auto behind = std::find_if(d.parts.begin(), d.parts.end(), [](const Part& p) { return !p.member(); });
    const std::vector<Part> members(d.parts.begin(), behind);
    d.parts.erase(d.parts.begin(), behind);
    const std::size_t stack = out.size();
    out.push_back(std::move(d));
    for (const Part& p : members) {
      const Device& s = out[stack];
      Device m;
      m.input = s.input;
      m.path = s.path;
      m.stack = stack;
      m.name = p.name.empty() || s.name.empty() ? p.name : s.name + " " + p.name;
      m.serial = p.serial;
      m.model = p.model;
      m.location = s.location;
      m.software_version = p.version;
      m.software_name = s.software_name;
      m.kind = s.kind;
      m.functions = s.functions;
      m.maker = s.maker;
      m.maker_words = p.maker_words;
      m.brand = s.brand;
      m.sum = s.sum;
      m.confidence = s.confidence;
      m.candidates = s.candidates;
      m.sighting = s.sighting;
      m.standing = s.standing;
      Evidence e;
      e.says = "a member of the stack " + (s.name.empty() ? s.serial : s.name) + (p.maker_words.empty() ? "" : ", of " + p.maker_words);
      e.supplier = s.maker;
      e.weight = s.sum;
      e.locator = p.locator;
      e.locator.input = e.locator.input.empty() ? s.input : e.locator.input;
      e.locator.path = s.path;
      m.evidence.push_back(std::move(e));
      out.push_back(std::move(m));
    }
  }
  devices = std::move(out);
  return moved;
}

PartRows::PartRows(estate::Estate& estate, const std::vector<Device>& devices) : e_(estate) {
  if (!e_.has(Field::Serial)) return;
  for (const Device& d : devices)
    for (const Part& p : d.parts)
      if (auto key = estate::serial_key(p.serial); !key.empty()) listed_.emplace(std::move(key), kNoRow);
  if (listed_.empty()) return;
  for (std::size_t row = 0; row < e_.size(); ++row)
    if (const auto at = listed_.find(estate::serial_key(e_.text(Field::Serial, row))); at != listed_.end() && at->second == kNoRow) at->second = row;
}

void PartRows::add(std::size_t row, std::uint32_t input, const std::vector<Part>& parts) {
  if (parts.empty()) return;
  const std::string of = e_.text(Field::Id, row).empty() ? e_.key(row) : std::string(e_.text(Field::Id, row));
  std::set<std::string> pairs;
  for (const Part& p : parts) {
    if (!p.maker_words.empty() && pairs.size() < kMostPairs) pairs.insert(escaped_pair(p.maker_words) + ":" + escaped_pair(p.model.empty() ? p.kind : p.model));
    if (const auto known = listed_.find(estate::serial_key(p.serial)); known != listed_.end() && known->second != kNoRow) {
      if (known->second != row) e_.add_also(known->second, p.locator);
      continue;
    }
    const std::size_t r = e_.add_row(input);
    estate::Estate::Source s;
    s.input = input;
    s.line = p.locator.line;
    if (!p.locator.bytes.empty()) {
      s.offset = p.locator.bytes.front().first;
      s.length = static_cast<std::uint32_t>(p.locator.bytes.front().second);
    }
    e_.set_source(r, s);
    const auto set = [&](Field f, std::string_view value) {
      if (!value.empty()) e_.set_text(f, r, value);
    };
    set(Field::Name, p.name);
    set(Field::Kind, "component");
    set(Field::Role, p.kind);
    set(Field::Supplier, p.maker_words);
    set(Field::Brand, p.brand);
    set(Field::Model, p.model);
    set(Field::Serial, p.serial);
    set(Field::Version, p.version);
    if (p.description != p.model) set(Field::Description, p.description);
    set(Field::PartOf, of);
    e_.set_unlisted(r);
    ++added_;
  }
  if (pairs.empty() || !e_.text(Field::Components, row).empty()) return;
  std::string cell;
  for (const auto& pair : pairs) cell += (cell.empty() ? "" : "|") + pair;
  e_.set_word(Field::Components, row, cell);
}

}  // namespace rf::assess
