// One asset as JSON: who made it and how that is known, then every field of the one table that is filled.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "assess/model_functions.h"
#include "base/text.h"
#include "estate/pairs.h"
#include "report/json_parts.h"
#include "report/words.h"

namespace rf::report {
namespace {

using assess::Answer;
using assess::MakerOf;
using estate::Estate;

constexpr std::size_t kUsualAsset = 6 * 1024;  // bytes: a device with ten witnesses

std::vector<std::string> functions_of(const MakerOf& m, const Estate& e, std::size_t row) {
  if (!m.functions.empty()) return m.functions;
  std::vector<std::string> out;
  for (const auto part : split(e.text(Field::Function, row), '|'))
    if (const auto t = trimmed(part); !t.empty()) out.emplace_back(t);
  return out;
}

void put_party(JsonWriter& w, std::string_view role, std::string_view supplier, std::string_view name, double confidence) {
  w.begin_object().member("role", role).member_or_null("supplier", supplier).member("name", name).key("confidence");
  supplier.empty() ? w.null() : w.value(confidence);
  w.end_object();
}

void put_parties(JsonWriter& w, const MakerOf& m, const Estate& e, std::size_t row, std::string_view brand) {
  w.key("parties").begin_array();
  const std::string_view written = e.text(Field::Supplier, row);
  if (!m.id.empty() || !m.name.empty() || !written.empty()) put_party(w, "maker", m.id, written.empty() ? std::string_view(m.name) : written, m.confidence);
  if (!brand.empty()) put_party(w, "brand", {}, brand, 0);
  for (const auto& party : estate::read_pairs(e.text(Field::Parties, row)))
    if (!party.second.empty()) put_party(w, party.first.empty() ? std::string_view("other") : std::string_view(party.first), {}, party.second, 0);
  if (const auto seller = e.text(Field::Seller, row); !seller.empty()) put_party(w, "seller", {}, seller, 0);
  w.end_array();
}

void put_evidence(JsonWriter& w, const Answer& a, const Evidence& e) {
  w.begin_object();
  put_locator_members(w, e.locator, a, e.says);
  w.member_or_null("for", e.supplier).member("weight", e.weight).end_object();
}

/// Who else it may be, best first: candidates of the name, and of what the device says.
std::vector<Candidate> others(const MakerOf& m, const Device* device) {
  std::vector<Candidate> out;
  const auto add = [&](const std::vector<Candidate>& from) {
    for (const auto& c : from)
      if (c.supplier != m.id && std::none_of(out.begin(), out.end(), [&](const Candidate& o) { return o.supplier == c.supplier; })) out.push_back(c);
  };
  add(m.candidates);
  if (device) add(device->candidates);
  std::stable_sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
  return out;
}

/// Fields that the identity shape already has under the same name.
constexpr bool in_identity(Field f) {
  switch (f) {
    case Field::Name: case Field::Serial: case Field::Site: case Field::Kind: case Field::Model: case Field::Function:
    case Field::Brand: case Field::Parties: case Field::Software: case Field::Operator: case Field::Status: case Field::Quantity:
      return true;
    default: return false;
  }
}

void put_field(JsonWriter& w, const Estate& e, const FieldInfo& f, std::size_t row) {
  switch (f.type) {
    case FieldType::Date:
      if (const Day d = e.day(f.field, row); d.known()) w.member(f.name, to_text(d));
      return;
    case FieldType::Count:
      if (const auto n = e.count(f.field, row); n != estate::kNoCount) w.member(f.name, n);
      return;
    case FieldType::Decimal: {
      const std::string_view s = e.text(f.field, row);
      if (s.empty()) return;
      double d = 0;
      const auto r = std::from_chars(s.data(), s.data() + s.size(), d);
      w.key(f.name);
      r.ec == std::errc{} && r.ptr == s.data() + s.size() ? w.value(d) : w.value(s);
      return;
    }
    case FieldType::Text:
    case FieldType::Word:
      if (const auto s = e.text(f.field, row); !s.empty()) w.member(f.name, s);
  }
}

/// The sum whose calibration is `confidence` (identify::confidence_of turned round), for rows that were only declared.
double sum_of(double confidence) {
  const double c = std::clamp(confidence, 0.0001, 0.9999);
  return std::round(std::log(c / (1 - c)) * 100) / 100;
}

}  // namespace

std::string asset_json(const Answer& a, std::size_t row) {
  const Estate& e = *a.estate;
  const MakerOf m = a.maker_of ? a.maker_of(row) : MakerOf{};
  const estate::Seen* seen = e.seen(row);
  const Device* device = seen ? &seen->device : nullptr;
  const auto or_device = [&](Field f, const std::string Device::*own) {
    const std::string_view s = e.text(f, row);
    return s.empty() && device ? std::string_view(device->*own) : s;
  };
  const Locator cell = e.locator(row, Field::Supplier);
  std::string out;
  out.reserve(kUsualAsset);
  JsonWriter w(out);
  w.begin_object();
  w.member("input", input_label(cell.input, cell.path)).member("asset", e.key(row));
  w.member_or_null("name", or_device(Field::Name, &Device::name));
  w.member_or_null("serial", or_device(Field::Serial, &Device::serial));
  w.member_or_null("site", e.text(Field::Site, row));
  w.key("maker");
  if (m.id.empty() && m.name.empty()) w.null();
  else w.begin_object().member_or_null("id", m.id).member("name", m.name).end_object();
  const std::string_view brand = or_device(Field::Brand, &Device::brand);
  w.key("brand");
  if (brand.empty()) w.null();
  else {
    const std::string known = a.supplier_name ? a.supplier_name(brand) : std::string();  // a device's brand may be an id
    const bool is_id = !known.empty() && known != brand;
    w.begin_object().member_or_null("id", is_id ? brand : std::string_view()).member("name", is_id ? std::string_view(known) : brand).end_object();
  }
  const screen::Standing standing = a.standing_of ? a.standing_of(row) : screen::Standing{};
  w.key("line");
  if (standing.line_name.empty()) w.null();
  else {
    w.begin_object().member("made_by", standing.made_by).member_or_null("supplier", standing.line).member("name", standing.line_name).member_or_null("from", to_text(standing.line_from));
    w.member("unverified", standing.line_unverified).member("source", standing.line_source).end_object();
  }
  w.key("owners").begin_array();
  for (const auto& o : standing.owners) {
    w.begin_object().member_or_null("supplier", o.id).member("name", o.name).key("share");
    o.share < 0 ? w.null() : w.value(o.share);
    w.member_or_null("from", to_text(o.from)).member("unverified", o.unverified).member("source", o.source).end_object();
  }
  w.end_array();
  if (!standing.says.empty()) w.member("standing", standing.says);
  w.member_or_null("kind", or_device(Field::Kind, &Device::kind)).member_or_null("model", or_device(Field::Model, &Device::model));
  w.key("software").begin_object().member_or_null("name", or_device(Field::Software, &Device::software_name));
  w.member_or_null("version", or_device(Field::Version, &Device::software_version)).end_object();
  w.member("confidence", m.id.empty() && m.name.empty() ? 0.0 : m.confidence).member("near", m.near);
  w.key("candidates").begin_array();
  for (const auto& c : others(m, device)) w.begin_object().member("maker", c.supplier).member("confidence", c.confidence).end_object();
  w.end_array();
  put_texts(w, "function", functions_of(m, e, row));
  put_parties(w, m, e, row, brand);
  const bool told_by_device = device && !device->evidence.empty();
  const double sum = told_by_device ? device->sum : sum_of(m.confidence);
  w.member("sum", sum);
  w.key("evidence").begin_array();
  if (const auto written = e.text(Field::Supplier, row); !written.empty() && !(device && e.basis(row) == Basis::Observed))
    put_evidence(w, a, {(e.is_part(row) ? "the device's list of its parts names the maker: " : "the inventory's maker: ") + std::string(written), m.id, told_by_device ? 0.0 : sum, cell});
  else if (!device)
    put_evidence(w, a, {e.is_part(row) ? "the device's list of its parts; it names no maker" : "the row; it names no maker", {}, 0.0, e.locator(row)});
  if (device)
    for (const auto& x : device->evidence) put_evidence(w, a, x);
  if (e.text(Field::Function, row).empty() && !m.functions.empty() && (!device || device->functions.empty()))
    put_evidence(w, a, {"the model's family stands at " + joined(m.functions, ", ") + "; a direction counts by a function or role that is stated, or by what the device says", {}, assess::kFamilyWeight, e.locator(row, Field::Model)});
  w.end_array();
  w.member_or_null("operator", e.text(Field::Operator, row).empty() ? std::string_view(a.operator_id) : e.text(Field::Operator, row));
  w.member("basis", to_words(e.basis(row))).member_or_null("status", e.text(Field::Status, row)).member("quantity", e.quantity(row));
  for (const auto& f : kFields)
    if (!in_identity(f.field) && e.has(f.field) && !e.hidden(f.field)) put_field(w, e, f, row);
  if (seen) {
    w.member_or_null("matched_by", seen->matched_by).member_or_null("contradiction", seen->contradiction);
    w.key("inputs").begin_array().value(cell.input);
    if (seen->input != cell.input) w.value(seen->input);
    for (const auto& i : seen->device.inputs)
      if (i != cell.input && i != seen->input) w.value(i);
    w.end_array();
  }
  if (const auto also = e.also(row); !also.empty()) {
    w.key("also_in").begin_array();
    for (const auto& l : also) {
      w.begin_object();
      put_locator_members(w, l, a);
      w.end_object();
    }
    w.end_array();
  }
  const auto extras = e.extras(row);
  if (!extras.empty()) {
    w.key("extra").begin_object();
    for (const auto& [header, value] : extras) w.member(header, value);
    w.end_object();
  }
  w.end_object();
  return out;
}

}  // namespace rf::report
