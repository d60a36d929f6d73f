// OpenSanctions: targets.simple.csv (a row an entity), and entities.ftm.json (FollowTheMoney: an entity a line, of every schema;
// Ownership and Directorship are relations, Sanction adds dates and programmes to the entity it names).
// FollowTheMoney comes in any order and an entity's sanctions stand anywhere, so the file is read twice: sanctions and
// addresses first. It also holds who is tied to those listed (owners, officers, politicians): they are kept as related, not as listed.
#include <simdjson.h>

#include <algorithm>
#include <unordered_map>

#include "screen/lists/json_items.h"
#include "screen/lists/readers.h"
#include "screen/lists/words.h"

namespace rf::screen::lists {
namespace {
using names::AliasKind;
using names::ListEntity;

constexpr std::size_t kMaxSide = 20'000'000;  // sanctions and addresses held beside; the whole of OpenSanctions has 3 M

std::string upper(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}
void country_parts(ListEntity& e, std::string_view text) {
  each_part(text, ";", [&](auto p) { add_country(e, p.size() == 2 ? country_code(upper(p)) : country_code(p)); });
}

}  // namespace

double likeness_opensanctions_csv(std::string_view head, std::string_view) {
  const std::string first = lower_ascii(head.substr(0, std::min<std::size_t>(head.find('\n'), 1000)));
  const auto has = [&](std::string_view w) { return first.find(w) != std::string::npos; };
  return has("schema") && has("aliases") && has("sanctions") && has("first_seen") ? 1 : 0;
}

Result<void> read_opensanctions_csv(Files& files, Sink& sink, Summary& summary) {
  CsvRows rows(files.main, ',');
  RF_TRY(const bool any, rows.next());
  if (!any) return fail(Kind::Malformed, "the list is empty");
  const Columns col(rows.cells());
  if (!col.has({"id", "schema", "name", "aliases"})) return fail(Kind::Malformed, "the header has no id, schema, name or aliases", "line 1");
  const std::size_t width = col.size();
  const int id = col.at("id"), schema = col.at("schema"), name = col.at("name"), aliases = col.at("aliases"), countries = col.at("countries"), addresses = col.at("addresses"),
            identifiers = col.at("identifiers"), sanctions = col.at("sanctions"), program = col.at("program_ids"), dataset = col.at("dataset"), seen = col.at("last_seen"), changed = col.at("last_change");
  RowKeeper keep(files.main, sink, summary, "opensanctions");
  Day newest;
  for (;;) {
    RF_TRY(const bool more, rows.next());
    if (!more) break;
    const auto& r = rows.cells();
    if (!keep.width(rows, width)) continue;
    ListEntity e;
    e.entry = cell(r, id);
    e.name = cell(r, name);
    e.kind = entity_kind(cell(r, schema));
    e.source = cell(r, dataset);
    each_part(cell(r, aliases), ";", [&](auto p) { add_alias(e, p, AliasKind::Unsaid); });
    country_parts(e, cell(r, countries));
    each_part(cell(r, addresses), ";", [&](auto p) { e.addresses.push_back({std::string(p), {}, {}}); });
    each_part(cell(r, identifiers), ";", [&](auto p) { e.identifiers.push_back({"registration", std::string(p), {}}); });
    each_part(cell(r, program), ";", [&](auto p) { e.programs.emplace_back(p); });
    e.remarks = cell(r, sanctions);
    // The day on which the sources were last looked at is that of the export; an entry's last change may be years before.
    if (const auto d = parse_iso_day(iso_day(cell(r, seen < 0 ? changed : seen), false)); d && *d > newest) newest = *d;
    keep.entity(rows, std::move(e));
  }
  summary.dated = newest;
  return keep.end(rows, width);
}

double likeness_ftm_json(std::string_view head, std::string_view) {
  const auto first = trimmed(head.substr(0, 65536));
  if (!first.starts_with('{')) return 0;
  const auto has = [&](std::string_view w) { return head.find(w) != std::string_view::npos; };
  return has("\"schema\"") && has("\"properties\"") && has("\"id\"") ? 0.9 : 0;
}

Result<void> read_ftm_json(Files& files, Sink& sink, Summary& summary) {
  using simdjson::dom::element;
  struct Side {
    std::string from, to, says;
    std::vector<std::string> programs;
    bool open = false;  // one of its sanctions has no end
  };
  std::unordered_map<std::string, Side> sanctions;
  std::unordered_map<std::string, names::Address> addresses;
  bool says_targets = false;  // the file says of its entities whether they are listed: by "target", a sanction or a topic
  simdjson::dom::parser parser;
  const auto each = [](const element& properties, const char* key, auto take) {
    simdjson::dom::array list;
    if (properties[key].get_array().get(list) != simdjson::SUCCESS) return;
    for (const element item : list) {
      std::string_view s;
      if (item.get_string().get(s) == simdjson::SUCCESS && !trimmed(s).empty()) take(trimmed(s));
    }
  };
  const auto first = [&](const element& properties, const char* key) {
    std::string out;
    each(properties, key, [&](auto v) {
      if (out.empty()) out = v;
    });
    return out;
  };
  const auto text = [](const element& o, const char* key) {
    std::string_view s;
    return o[key].get_string().get(s) == simdjson::SUCCESS ? std::string(s) : std::string();
  };
  const auto walk = [&](auto take, RowKeeper* keep) -> Result<void> {
    JsonItems items(files.main);
    for (;;) {
      RF_TRY(const bool more, items.next());
      if (!more) return {};
      element o, properties;
      if (parser.parse(items.text().data(), items.text().size()).get(o) != simdjson::SUCCESS || !o.is_object() || text(o, "id").empty() || o["properties"].get(properties) != simdjson::SUCCESS ||
          !properties.is_object()) {
        if (keep != nullptr) keep->left_out(items.line(), "no entity of FollowTheMoney: id or properties are missing");
        continue;
      }
      RF_CHECK(take(items, o, properties));
    }
  };
  RF_CHECK(walk(
      [&](const JsonItems&, const element& o, const element& p) -> Result<void> {
        const std::string schema = text(o, "schema");
        bool target = false;
        says_targets = says_targets || schema == "Sanction" || o["target"].get_bool().get(target) == simdjson::SUCCESS || !first(p, "topics").empty();
        if (sanctions.size() + addresses.size() > kMaxSide) return fail(Kind::Limit, "more than 20,000,000 sanctions and addresses");
        if (schema == "Sanction") {
          each(p, "entity", [&](auto id) {
            Side& s = sanctions[std::string(id)];
            std::string from = first(p, "startDate");
            if (from.empty()) from = first(p, "listingDate");
            const std::string to = first(p, "endDate");
            if (!from.empty() && (s.from.empty() || from < s.from)) s.from = from;
            if (to.empty()) s.open = true;
            else if (to > s.to) s.to = to;
            for (const char* key : {"programId", "program"})
              each(p, key, [&](auto v) {
                if (std::find(s.programs.begin(), s.programs.end(), v) == s.programs.end()) s.programs.emplace_back(v);
              });
            const std::string authority = first(p, "authority");
            if (!authority.empty() && s.says.find(authority) == std::string::npos) s.says += (s.says.empty() ? "" : "; ") + authority;
          });
        } else if (schema == "Address") {
          names::Address a;
          a.text = first(p, "full");
          a.city = first(p, "city");
          a.country = country_code(upper(first(p, "country")));
          addresses.emplace(text(o, "id"), std::move(a));
        }
        return {};
      },
      nullptr));
  RF_CHECK(files.main.rewind());
  RowKeeper keep(files.main, sink, summary, "opensanctions");
  Day seen, changed;
  RF_CHECK(walk(
      [&](const JsonItems& items, const element& o, const element& p) -> Result<void> {
        const std::string schema = text(o, "schema"), id = text(o, "id");
        if (const auto d = parse_iso_day(iso_day(text(o, "last_seen"), false)); d && *d > seen) seen = *d;
        if (const auto d = parse_iso_day(iso_day(text(o, "last_change"), false)); d && *d > changed) changed = *d;
        const auto relation = [&](Relation::Kind kind, const char* owner, const char* owned, std::string says) {
          each(p, owner, [&](auto a) {
            each(p, owned, [&](auto b) {
              Relation r;
              r.kind = kind;
              r.owner = a;
              r.owned = b;
              r.share = parse_share(first(p, "percentage"), true).value_or(Share{});
              r.from = iso_day(first(p, "startDate"), false);
              r.to = iso_day(first(p, "endDate"), false);
              r.says = says;
              keep.relation(std::move(r));
            });
          });
        };
        if (schema == "Ownership") return relation(Relation::Kind::Owns, "owner", "asset", first(p, "role")), Result<void>{};
        // To sit on a board is not to control the firm.
        if (schema == "Directorship") return relation(Relation::Kind::Linked, "director", "organization", first(p, "role").empty() ? "director" : first(p, "role")), Result<void>{};
        if (schema == "Associate") return relation(Relation::Kind::Linked, "person", "associate", first(p, "relationship")), Result<void>{};
        if (schema == "UnknownLink") return relation(Relation::Kind::Linked, "subject", "object", first(p, "role")), Result<void>{};
        static constexpr std::string_view kEntities[] = {"Company", "Organization", "LegalEntity", "PublicBody", "Person", "Vessel", "Airplane"};
        if (std::find(std::begin(kEntities), std::end(kEntities), schema) == std::end(kEntities)) return {};
        ListEntity e;
        e.offset = items.offset();
        e.line = items.line();
        e.entry = id;
        e.kind = entity_kind(schema);
        e.name = text(o, "caption");
        if (e.name.empty()) e.name = first(p, "name");
        each(p, "name", [&](auto v) { add_alias(e, v, AliasKind::Also); });
        each(p, "alias", [&](auto v) { add_alias(e, v, AliasKind::Also); });
        each(p, "weakAlias", [&](auto v) { add_alias(e, v, AliasKind::Weak); });
        each(p, "previousName", [&](auto v) { add_alias(e, v, AliasKind::Former); });
        each(p, "abbreviation", [&](auto v) { add_alias(e, v, AliasKind::Acronym); });
        for (const char* key : {"country", "jurisdiction", "nationality", "mainCountry", "citizenship", "flag"})
          each(p, key, [&](auto v) { add_country(e, country_code(upper(v))); });
        for (const char* key : {"leiCode", "registrationNumber", "ogrnCode", "innCode", "taxNumber", "vatCode", "uscCode", "idNumber", "swiftBic", "imoNumber", "mmsi", "passportNumber", "isinCode"}) {
          const std::string type = key == std::string_view("uscCode") ? "uscc" : identifier_type(key);
          each(p, key, [&](auto v) { e.identifiers.push_back({type.empty() ? "registration" : type, std::string(v), {}}); });
        }
        each(p, "address", [&](auto v) { e.addresses.push_back({std::string(v), {}, {}}); });
        each(p, "addressEntity", [&](auto v) {
          if (const auto at = addresses.find(std::string(v)); at != addresses.end()) {
            add_country(e, at->second.country);
            e.addresses.push_back(at->second);
          }
        });
        simdjson::dom::array datasets;
        if (o["datasets"].get_array().get(datasets) == simdjson::SUCCESS)
          for (const element d : datasets) {
            std::string_view s;
            if (d.get_string().get(s) == simdjson::SUCCESS) e.source += (e.source.empty() ? "" : ";") + std::string(s);
          }
        if (const auto s = sanctions.find(id); s != sanctions.end()) {
          e.from = iso_day(s->second.from, false);
          if (!s->second.open) e.to = iso_day(s->second.to, false);
          e.programs = s->second.programs;
          e.remarks = s->second.says;
        }
        std::string topics;
        bool listed = sanctions.contains(id);
        each(p, "topics", [&](std::string_view v) {
          topics += (topics.empty() ? "" : ", ") + std::string(v);
          for (const std::string_view t : {"sanction", "sanction.counter", "debarment", "export.control", "reg.action", "wanted", "invest.ban", "export.control.listed"}) listed = listed || v == t;
        });
        bool target = false;
        const bool said = o["target"].get_bool().get(target) == simdjson::SUCCESS;
        if (said) listed = target && (listed || topics.empty());
        if (says_targets && !listed) e.remarks = std::string(kOnlyRelated) + (e.remarks.empty() ? "" : " | " + e.remarks);
        if (!topics.empty()) e.remarks += (e.remarks.empty() ? "" : " | ") + std::string("Topics: ") + topics;
        keep.entity(std::move(e));
        return {};
      },
      &keep));
  summary.dated = seen.known() ? seen : changed;
  if (summary.entities + summary.relations == 0) return fail(Kind::Malformed, "holds no entities");
  return {};
}

}  // namespace rf::screen::lists
