// The UK's two lists as CSV: the UK Sanctions List (FCDO; a row a name and address, "Unique ID") and OFSI's older consolidated
// list of targets ("Group ID"). Above the header stands a line with the day. Rows of one designation are joined by its id;
// the UK list keeps them together, OFSI's does not always, so there the whole list is held (20,000 rows).
#include <algorithm>
#include <map>

#include "screen/lists/readers.h"
#include "screen/lists/words.h"

namespace rf::screen::lists {
namespace {
using names::AliasKind;
using names::ListEntity;

constexpr std::size_t kMaxHeld = 2'000'000;  // designations of OFSI's list; it has 5,000

struct UkColumns {
  int id, group, name6, parts[5], type, strength, non_latin, script, regime, kind, source, imposed, other, reasons, address[6], post, country, from, nationality, passport, national, business,
      imo, parent, subsidiaries, title, un;
  explicit UkColumns(const Columns& c, bool ofsi) {
    const auto either = [&](std::string_view a, std::string_view b) { return c.at(a) >= 0 ? c.at(a) : c.at(b); };
    id = ofsi ? c.at("group id") : c.at("unique id");
    group = c.at("ofsi group id");
    name6 = c.at("name 6");
    for (int i = 0; i < 5; ++i) parts[i] = c.at("name " + std::to_string(i + 1));
    type = either("name type", "alias type");
    strength = either("alias strength", "alias quality");
    non_latin = c.at("name non-latin script");
    script = c.at("non-latin script type");
    regime = either("regime name", "regime");
    kind = ofsi ? c.at("group type") : either("designation type", "individual, entity, ship");
    source = c.at("designation source");
    imposed = c.at("sanctions imposed");
    other = c.at("other information");
    reasons = c.at("uk statement of reasons");
    for (int i = 0; i < 6; ++i) address[i] = either("address line " + std::to_string(i + 1), "address " + std::to_string(i + 1));
    post = either("address postal code", "post/zip code");
    country = ofsi ? c.at("country") : c.at("address country");
    from = ofsi ? either("uk sanctions list date designated", "listed on") : c.at("date designated");
    nationality = either("nationality(/ies)", "nationality");
    passport = c.at("passport number");
    national = either("national identifier number", "national identification number");
    business = c.at("business registration number (s)");
    imo = c.at("imo number");
    parent = c.at("parent company");
    subsidiaries = c.at("subsidiaries");
    title = c.at("title");
    un = c.at("un reference number");
  }
};

/// "(1) Russia (2) Cyprus" and "Russia/Cyprus": its parts.
template <class Take>
void numbered(std::string_view text, Take take) {
  if (!text.starts_with("(1)")) return each_part(text, "/", take);
  for (int i = 1; !text.empty(); ++i) {
    const std::string mark = "(" + std::to_string(i) + ")", next = "(" + std::to_string(i + 1) + ")";
    if (!text.starts_with(mark)) return;
    text.remove_prefix(mark.size());
    const auto end = text.find(next);
    if (const auto part = trimmed(text.substr(0, end)); !part.empty()) take(part);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end);
  }
}

void add_row(ListEntity& e, const std::vector<std::string>& r, const UkColumns& c) {
  std::string name;
  for (const int p : c.parts)
    if (!cell(r, p).empty()) name += (name.empty() ? "" : " ") + std::string(cell(r, p));
  if (!cell(r, c.name6).empty()) name += (name.empty() ? "" : " ") + std::string(cell(r, c.name6));
  const std::string type = lower_ascii(cell(r, c.type)), strength = lower_ascii(cell(r, c.strength));
  const bool primary = type.starts_with("primary");
  if (e.entry.empty()) e.entry = cell(r, c.id);
  if (primary && !name.empty() && name != e.name) {
    const std::string before = e.name;
    e.name = name;
    std::erase_if(e.aliases, [&](const names::Alias& a) { return a.text == name; });
    if (!before.empty()) add_alias(e, before, AliasKind::Also);
  } else if (e.name.empty()) {
    e.name = name;
  } else {
    const AliasKind kind = strength.find("low") != std::string::npos                                                      ? AliasKind::Weak
                           : type.find("f.k.a") != std::string::npos || type.find("fka") != std::string::npos || type.find("former") != std::string::npos ? AliasKind::Former
                           : strength.find("good") != std::string::npos                                                   ? AliasKind::Strong
                                                                                                                          : AliasKind::Also;
    add_alias(e, name, kind);
  }
  if (!cell(r, c.non_latin).empty()) {
    const std::string script = lower_ascii(cell(r, c.script));
    add_alias(e, cell(r, c.non_latin), AliasKind::Original,
              script.find("cyril") != std::string::npos ? "Cyrl" : script.find("arab") != std::string::npos ? "Arab" : script.find("chin") != std::string::npos || script.find("han") == 0 ? "Hani" : "");
  }
  if (e.kind == names::EntityKind::Unknown) e.kind = entity_kind(cell(r, c.kind));
  if (const auto v = cell(r, c.regime); !v.empty() && std::find(e.programs.begin(), e.programs.end(), v) == e.programs.end()) e.programs.emplace_back(v);
  if (e.source.empty()) e.source = cell(r, c.source);
  if (e.from.empty()) e.from = iso_day(cell(r, c.from), true);
  names::Address a;
  for (const int at : c.address)
    if (!cell(r, at).empty()) a.text += (a.text.empty() ? "" : ", ") + std::string(cell(r, at));
  if (!cell(r, c.post).empty()) a.text += (a.text.empty() ? "" : ", ") + std::string(cell(r, c.post));
  a.country = country_code(cell(r, c.country));
  add_country(e, a.country);
  if ((!a.text.empty() || !a.country.empty()) && std::none_of(e.addresses.begin(), e.addresses.end(), [&](const names::Address& o) { return o.text == a.text && o.country == a.country; }))
    e.addresses.push_back(std::move(a));
  numbered(cell(r, c.nationality), [&](auto v) { add_country(e, country_code(v)); });
  const auto id = [&](const char* kind, int at) {
    numbered(cell(r, at), [&](auto v) {
      if (std::none_of(e.identifiers.begin(), e.identifiers.end(), [&](const names::Identifier& o) { return o.value == v; })) e.identifiers.push_back({kind, std::string(v), {}});
    });
  };
  id("passport", c.passport), id("national-id", c.national), id("registration", c.business), id("imo", c.imo);
  // OFSI keeps it among other information: "(Business Reg No):1027700132195 (Parent Company):…".
  if (const auto other = cell(r, c.other); !other.empty()) {
    const std::string folded_other = lower_ascii(other);
    for (std::size_t at = folded_other.find("business reg"); at != std::string::npos; at = folded_other.find("business reg", at + 1)) {
      const std::size_t colon = other.find(':', at);
      if (colon == std::string_view::npos || colon > at + 40) continue;
      std::string_view value = trimmed(other.substr(colon + 1, std::min(other.find(" (", colon), other.size()) - colon - 1));
      while (value.ends_with('.') || value.ends_with(';') || value.ends_with(',')) value.remove_suffix(1);
      if (value.find_first_of("0123456789") != std::string_view::npos && value.size() < 60 &&
          std::none_of(e.identifiers.begin(), e.identifiers.end(), [&](const names::Identifier& o) { return o.value == value; }))
        e.identifiers.push_back({"registration", std::string(value), {}});
    }
  }
  if (e.remarks.empty()) {
    const auto say = [&](const char* word, int at) {
      if (!cell(r, at).empty()) e.remarks += (e.remarks.empty() ? "" : " | ") + std::string(word) + std::string(cell(r, at));
    };
    say("Sanctions imposed: ", c.imposed), say("", c.other), say("Reasons: ", c.reasons), say("Parent company: ", c.parent), say("Subsidiaries: ", c.subsidiaries), say("UN reference: ", c.un);
  }
}

Result<void> read_uk(Files& files, Sink& sink, Summary& summary, bool ofsi) {
  CsvRows rows(files.main, ',');
  RF_TRY(bool more, rows.next());
  // The line above the header: "Report Date: 14-Nov-2024", or "Last Updated,14/11/2024".
  for (int above = 0; more && above < 3 && Columns(rows.cells()).at("name 6") < 0; ++above) {
    std::string_view day = rows.cells().size() > 1 && !cell(rows.cells(), 1).empty() ? cell(rows.cells(), 1) : cell(rows.cells(), 0);
    if (const auto colon = day.find(':'); colon != std::string_view::npos) day = day.substr(colon + 1);
    if (const auto d = parse_iso_day(iso_day(day, true)); d) summary.dated = *d;
    RF_TRY(more, rows.next());
  }
  if (!more) return fail(Kind::Malformed, "there is no header line");
  const Columns col(rows.cells());
  const std::size_t width = col.size();
  const UkColumns c(col, ofsi);
  if (c.id < 0 || c.name6 < 0) return fail(Kind::Malformed, "the header has no id or no name", "line " + std::to_string(rows.line()));
  RowKeeper keep(files.main, sink, summary, ofsi ? "uk-ofsi" : "uk-sanctions");
  std::map<std::string, std::size_t> place;  // OFSI only
  std::vector<ListEntity> held;
  ListEntity now;
  for (;;) {
    RF_TRY(const bool any, rows.next());
    if (!any) break;
    const auto& r = rows.cells();
    if (!keep.width(rows, width)) continue;
    const std::string id(cell(r, c.id));
    if (id.empty()) {
      keep.left_out(rows.line(), "has no id");
      continue;
    }
    if (ofsi) {
      const auto [at, fresh] = place.emplace(id, held.size());
      if (fresh) {
        if (held.size() >= kMaxHeld) return fail(Kind::Limit, "more than 2,000,000 designations", "line " + std::to_string(rows.line()));
        held.emplace_back();
        held.back().offset = rows.offset();
        held.back().line = rows.line();
      }
      add_row(held[at->second], r, c);
      continue;
    }
    if (!now.entry.empty() && now.entry != id) {
      keep.entity(std::move(now));
      now = {};
    }
    if (now.entry.empty()) {
      now.offset = rows.offset();
      now.line = rows.line();
    }
    add_row(now, r, c);
  }
  if (!now.entry.empty()) keep.entity(std::move(now));
  for (auto& e : held) keep.entity(std::move(e));
  return keep.end(rows, width);
}

bool line_has(std::string_view head, std::initializer_list<std::string_view> words) {
  const std::string first = lower_ascii(head.substr(0, 4000));
  return std::all_of(words.begin(), words.end(), [&](auto w) { return first.find(w) != std::string::npos; });
}

}  // namespace

double likeness_uk_csv(std::string_view head, std::string_view) { return line_has(head, {"unique id", "name 6", "regime name"}) ? 1 : 0; }
double likeness_uk_ofsi_csv(std::string_view head, std::string_view) { return line_has(head, {"group id", "name 6", "group type"}) && !line_has(head, {"unique id"}) ? 1 : 0; }
Result<void> read_uk_csv(Files& files, Sink& sink, Summary& summary) { return read_uk(files, sink, summary, false); }
Result<void> read_uk_ofsi_csv(Files& files, Sink& sink, Summary& summary) { return read_uk(files, sink, summary, true); }

}  // namespace rf::screen::lists
