// US Consolidated Screening List (trade.gov): CSV with or without the column `_id`, and JSON as its API and download give it.
// Thirteen lists in one; `source` says which a row is of, and what it does differs by that (knowledge/lists/, `part`).
#include <simdjson.h>

#include "screen/lists/csv_rows.h"
#include "screen/lists/json_items.h"
#include "screen/lists/readers.h"
#include "screen/lists/words.h"

namespace rf::screen::lists {
namespace {
using names::AliasKind;
using names::ListEntity;

/// "80 SW 8th Street Suite 2000, Miami, FL, 33130, US": the country stands last.
void csl_addresses(ListEntity& e, std::string_view text) {
  each_part(text, ";", [&](std::string_view part) {
    names::Address a;
    const auto comma = part.rfind(',');
    const std::string_view last = trimmed(comma == std::string_view::npos ? part : part.substr(comma + 1));
    const std::string code = last.size() == 2 ? country_code(last) : std::string();
    if (!code.empty()) {
      a.country = code;
      part = comma == std::string_view::npos ? std::string_view() : trimmed(part.substr(0, comma));
      add_country(e, code);
    }
    a.text = part;
    e.addresses.push_back(std::move(a));
  });
}

/// "CN, 91110000MA005UCQ5P, Unified Social Credit Code (USCC)": country (not always), number, kind.
void csl_ids(ListEntity& e, std::string_view text) {
  each_part(text, ";", [&](std::string_view part) {
    const auto last = part.rfind(',');
    if (last == std::string_view::npos) return;
    const std::string type = identifier_type(part.substr(last + 1));
    if (type.empty()) return;
    names::Identifier id;
    id.type = type;
    std::string_view value = trimmed(part.substr(0, last));
    if (const auto comma = value.find(','); comma == 2) {
      id.country = country_code(value.substr(0, 2));
      if (!id.country.empty()) value = trimmed(value.substr(3));
    }
    id.value = value;
    if (!id.value.empty()) e.identifiers.push_back(std::move(id));
  });
}

/// What a licence requirement, a notice and the remarks say, in one line.
std::string csl_remarks(std::string_view remarks, std::string_view requirement, std::string_view policy, std::string_view notice) {
  std::string out(remarks);
  const auto add = [&](const char* word, std::string_view v) {
    if (v.empty()) return;
    if (!out.empty()) out += " | ";
    out += word;
    out += v;
  };
  add("Licence requirement: ", requirement);
  add("Licence policy: ", policy);
  add("Notice: ", notice);
  return out;
}

}  // namespace

double likeness_us_csl_csv(std::string_view head, std::string_view) {
  const std::string first = lower_ascii(head.substr(0, std::min<std::size_t>(head.find('\n'), 2000)));
  const auto has = [&](std::string_view w) { return first.find(w) != std::string::npos; };
  if (first.starts_with('{') || first.starts_with('[')) return 0;
  return has("entity_number") && has("federal_register_notice") && has("alt_names") ? 1 : 0;
}

Result<void> read_us_csl_csv(Files& files, Sink& sink, Summary& summary) {
  CsvRows rows(files.main, ',');
  RF_TRY(const bool any, rows.next());
  if (!any) return fail(Kind::Malformed, "the list is empty");
  const Columns col(rows.cells());
  if (!col.has({"source", "name", "alt_names", "entity_number"})) return fail(Kind::Malformed, "the header has no source, name, alt_names or entity_number", "line 1");
  const std::size_t width = col.size();
  const int id = col.at("_id"), number = col.at("entity_number"), source = col.at("source"), type = col.at("type"), programs = col.at("programs"), name = col.at("name"),
            title = col.at("title"), addresses = col.at("addresses"), notice = col.at("federal_register_notice"), from = col.at("start_date"), to = col.at("end_date"),
            requirement = col.at("license_requirement"), policy = col.at("license_policy"), remarks = col.at("remarks"), alts = col.at("alt_names"),
            citizenships = col.at("citizenships"), nationalities = col.at("nationalities"), ids = col.at("ids"), flag = col.at("vessel_flag");
  RowKeeper keep(files.main, sink, summary, "us-csl");
  for (;;) {
    RF_TRY(const bool more, rows.next());
    if (!more) break;
    const auto& r = rows.cells();
    if (!keep.width(rows, width)) continue;
    ListEntity e;
    e.name = cell(r, name);
    e.entry = cell(r, number);
    if (e.entry.empty()) e.entry = cell(r, id);
    e.source = cell(r, source);
    e.kind = entity_kind(cell(r, type));
    e.from = iso_day(cell(r, from), false);
    e.to = iso_day(cell(r, to), false);
    e.remarks = csl_remarks(cell(r, remarks), cell(r, requirement), cell(r, policy), cell(r, notice));
    if (!cell(r, title).empty()) e.remarks += (e.remarks.empty() ? "Title: " : " | Title: ") + std::string(cell(r, title));
    each_part(cell(r, programs), ";", [&](auto p) { e.programs.emplace_back(p); });
    each_part(cell(r, alts), ";", [&](auto p) { add_alias(e, p, AliasKind::Unsaid); });
    csl_addresses(e, cell(r, addresses));
    for (const int c : {citizenships, nationalities, flag}) each_part(cell(r, c), ";", [&](auto p) { add_country(e, country_code(p)); });
    csl_ids(e, cell(r, ids));
    // The old layout numbers only Treasury's rows: what is left is told by what it says.
    if (e.entry.empty()) e.entry = made_up_entry(e);
    keep.entity(rows, std::move(e));
  }
  return keep.end(rows, width);
}

double likeness_us_csl_json(std::string_view head, std::string_view) {
  const auto first = trimmed(head.substr(0, 4096));
  if (!first.starts_with('{') && !first.starts_with('[')) return 0;
  const auto has = [&](std::string_view w) { return head.find(w) != std::string_view::npos; };
  return has("\"source\"") && has("\"alt_names\"") && (has("\"federal_register_notice\"") || has("\"source_list_url\"") || has("\"results\"")) ? 0.95 : 0;
}

Result<void> read_us_csl_json(Files& files, Sink& sink, Summary& summary) {
  JsonItems items(files.main);
  simdjson::dom::parser parser;
  const auto text = [](const simdjson::dom::element& o, const char* key) -> std::string {
    std::string_view s;
    if (o[key].get_string().get(s) == simdjson::SUCCESS) return std::string(trimmed(s));
    std::int64_t n = 0;
    if (o[key].get_int64().get(n) == simdjson::SUCCESS) return std::to_string(n);
    return {};
  };
  const auto each = [](const simdjson::dom::element& o, const char* key, auto take) {
    simdjson::dom::array list;
    if (o[key].get_array().get(list) != simdjson::SUCCESS) {
      std::string_view s;
      if (o[key].get_string().get(s) == simdjson::SUCCESS) each_part(s, ";", take);
      return;
    }
    for (const simdjson::dom::element item : list) {
      std::string_view s;
      if (item.get_string().get(s) == simdjson::SUCCESS && !trimmed(s).empty()) take(trimmed(s));
    }
  };
  RowKeeper keep(files.main, sink, summary, "us-csl");
  for (;;) {
    RF_TRY(const bool more, items.next());
    if (!more) break;
    simdjson::dom::element o;
    simdjson::dom::object object;
    if (parser.parse(items.text().data(), items.text().size()).get(o) != simdjson::SUCCESS || o.get_object().get(object) != simdjson::SUCCESS) {
      keep.left_out(items.line(), "no JSON object");
      continue;
    }
    ListEntity e;
    e.offset = items.offset();
    e.line = items.line();
    e.name = text(o, "name");
    e.entry = text(o, "entity_number");
    if (e.entry.empty()) e.entry = text(o, "_id");
    if (e.entry.empty()) e.entry = text(o, "id");
    e.source = text(o, "source");
    e.kind = entity_kind(text(o, "type"));
    e.from = iso_day(text(o, "start_date"), false);
    e.to = iso_day(text(o, "end_date"), false);
    e.remarks = csl_remarks(text(o, "remarks"), text(o, "license_requirement"), text(o, "license_policy"), text(o, "federal_register_notice"));
    if (const auto title = text(o, "title"); !title.empty()) e.remarks += (e.remarks.empty() ? "Title: " : " | Title: ") + title;
    each(o, "programs", [&](auto p) { e.programs.emplace_back(p); });
    each(o, "alt_names", [&](auto p) { add_alias(e, p, AliasKind::Unsaid); });
    for (const char* key : {"citizenships", "nationalities"}) each(o, key, [&](auto p) { add_country(e, country_code(p)); });
    simdjson::dom::array list;
    if (o["addresses"].get_array().get(list) == simdjson::SUCCESS) {
      for (const simdjson::dom::element a : list) {
        if (!a.is_object()) continue;
        names::Address address;
        for (const char* key : {"address", "city", "state", "postal_code"})
          if (const auto part = text(a, key); !part.empty()) address.text += (address.text.empty() ? "" : ", ") + part;
        address.city = text(a, "city");
        address.country = country_code(text(a, "country"));
        add_country(e, address.country);
        if (!address.text.empty() || !address.country.empty()) e.addresses.push_back(std::move(address));
      }
    } else {
      csl_addresses(e, text(o, "addresses"));
    }
    if (o["ids"].get_array().get(list) == simdjson::SUCCESS) {
      for (const simdjson::dom::element i : list) {
        if (!i.is_object()) continue;
        names::Identifier id{identifier_type(text(i, "type")), text(i, "number"), country_code(text(i, "country"))};
        if (!id.type.empty() && !id.value.empty()) e.identifiers.push_back(std::move(id));
      }
    } else {
      csl_ids(e, text(o, "ids"));
    }
    if (e.entry.empty()) e.entry = made_up_entry(e);
    keep.entity(std::move(e));
  }
  if (summary.entities == 0) return fail(Kind::Malformed, "holds no entries");
  return {};
}

}  // namespace rf::screen::lists
