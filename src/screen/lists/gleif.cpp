// GLEIF golden copies as CSV. Level 1, who is who: LEI-CDF 3.1. Level 2, who owns whom: RR-CDF 2.1; its parents are those who
// consolidate the accounts, which is control, not a share: a quantity is taken as a share only where its unit is a percentage.
#include "screen/lists/readers.h"
#include "screen/lists/words.h"

namespace rf::screen::lists {
namespace {
std::string first_line(std::string_view head) { return std::string(head.substr(0, std::min<std::size_t>(head.find('\n'), 60'000))); }
}  // namespace

double likeness_gleif_level1(std::string_view head, std::string_view) {
  const std::string first = first_line(head);
  return first.find("Entity.LegalName") != std::string::npos && first.find("LEI") != std::string::npos ? 1 : 0;
}
double likeness_gleif_level2(std::string_view head, std::string_view) {
  return first_line(head).find("Relationship.StartNode.NodeID") != std::string::npos ? 1 : 0;
}

Result<void> read_gleif_level1(Files& files, Sink& sink, Summary& summary) {
  CsvRows rows(files.main, ',');
  RF_TRY(const bool any, rows.next());
  if (!any) return fail(Kind::Malformed, "the list is empty");
  const Columns col(rows.cells());
  if (!col.has({"lei", "entity.legalname"})) return fail(Kind::Malformed, "the header has no LEI or Entity.LegalName", "line 1");
  const std::size_t width = col.size();
  const int lei = col.at("lei"), name = col.at("entity.legalname"), status = col.at("entity.entitystatus"), jurisdiction = col.at("entity.legaljurisdiction"),
            number = col.at("entity.registrationauthority.registrationauthorityentityid"), created = col.at("entity.entitycreationdate"), updated = col.at("registration.lastupdatedate");
  struct Other { int text, type; bool latin; };
  std::vector<Other> others;
  for (int i = 1; i <= 10; ++i) {
    for (const bool latin : {false, true}) {
      const std::string base = latin ? "entity.transliteratedotherentitynames.transliteratedotherentityname." + std::to_string(i) : "entity.otherentitynames.otherentityname." + std::to_string(i);
      if (const int at = col.at(base); at >= 0) others.push_back({at, col.at(base + ".type"), latin});
    }
  }
  struct Place { int line, city, country; };
  std::vector<Place> places;
  for (const char* base : {"entity.legaladdress.", "entity.headquartersaddress."})
    places.push_back({col.at(std::string(base) + "firstaddressline"), col.at(std::string(base) + "city"), col.at(std::string(base) + "country")});
  RowKeeper keep(files.main, sink, summary, "gleif");
  Day newest;
  for (;;) {
    RF_TRY(const bool more, rows.next());
    if (!more) break;
    const auto& r = rows.cells();
    if (!keep.width(rows, width)) continue;
    names::ListEntity e;
    e.entry = cell(r, lei);
    if (e.entry.size() != 20) {
      keep.left_out(rows.line(), "\"" + e.entry.substr(0, 40) + "\" is no LEI (20 letters and digits)");
      continue;
    }
    e.name = cell(r, name);
    e.kind = names::EntityKind::Organisation;
    for (const auto& o : others) {
      const auto text = cell(r, o.text), type = cell(r, o.type);
      if (!text.empty())
        add_alias(e, text, type.find("PREVIOUS") != std::string_view::npos ? names::AliasKind::Former : names::AliasKind::Also, o.latin ? "Latn" : "");
    }
    for (const auto& p : places) {
      names::Address a{std::string(cell(r, p.line)), std::string(cell(r, p.city)), country_code(cell(r, p.country))};
      if (!a.city.empty()) a.text += (a.text.empty() ? "" : ", ") + a.city;
      add_country(e, a.country);
      if (!a.text.empty() && (e.addresses.empty() || e.addresses.back().text != a.text)) e.addresses.push_back(std::move(a));
    }
    add_country(e, country_code(cell(r, jurisdiction).substr(0, 2)));
    e.identifiers.push_back({"lei", e.entry, {}});
    if (!cell(r, number).empty()) e.identifiers.push_back({"registration", std::string(cell(r, number)), country_code(cell(r, jurisdiction).substr(0, 2))});
    e.from = iso_day(cell(r, created), false);
    if (cell(r, status) == "INACTIVE") e.remarks = "no longer active";
    if (const auto d = parse_iso_day(iso_day(cell(r, updated), false)); d && *d > newest) newest = *d;
    keep.entity(rows, std::move(e));
  }
  summary.dated = newest;
  return keep.end(rows, width);
}

Result<void> read_gleif_level2(Files& files, Sink& sink, Summary& summary) {
  CsvRows rows(files.main, ',');
  RF_TRY(const bool any, rows.next());
  if (!any) return fail(Kind::Malformed, "the list is empty");
  const Columns col(rows.cells());
  const std::size_t width = col.size();
  const int start = col.at("relationship.startnode.nodeid"), end = col.at("relationship.endnode.nodeid"), type = col.at("relationship.relationshiptype"),
            status = col.at("relationship.relationshipstatus"), updated = col.at("registration.lastupdatedate");
  if (start < 0 || end < 0 || type < 0) return fail(Kind::Malformed, "the header has no nodes or no type of relationship", "line 1");
  struct Period { int from, to, type; };
  std::vector<Period> periods;
  struct Quantity { int amount, unit; };
  std::vector<Quantity> quantities;
  for (int i = 1; i <= 5; ++i) {
    const std::string p = "relationship.period." + std::to_string(i) + ".", q = "relationship.quantifiers." + std::to_string(i) + ".";
    if (col.at(p + "startdate") >= 0) periods.push_back({col.at(p + "startdate"), col.at(p + "enddate"), col.at(p + "periodtype")});
    if (col.at(q + "quantifieramount") >= 0) quantities.push_back({col.at(q + "quantifieramount"), col.at(q + "quantifierunits")});
  }
  RowKeeper keep(files.main, sink, summary, "gleif-parents");
  Day newest;
  for (;;) {
    RF_TRY(const bool more, rows.next());
    if (!more) break;
    const auto& r = rows.cells();
    if (!keep.width(rows, width)) continue;
    const std::string_view t = cell(r, type);
    Relation x;
    x.owned = cell(r, start);  // the one that is consolidated
    x.owner = cell(r, end);
    x.says = t;
    if (x.owned.size() != 20 || x.owner.size() != 20) {
      keep.left_out(rows.line(), "a node is no LEI");
      continue;
    }
    if (const auto d = parse_iso_day(iso_day(cell(r, updated), false)); d && *d > newest) newest = *d;
    if (t == "IS_DIRECTLY_CONSOLIDATED_BY") x.kind = Relation::Kind::Parent;
    else if (t == "IS_ULTIMATELY_CONSOLIDATED_BY") x.kind = Relation::Kind::Ultimate;
    else if (t == "IS_INTERNATIONAL_BRANCH_OF") x.kind = Relation::Kind::Branch;
    else x.kind = Relation::Kind::Linked;  // funds and their managers
    for (const auto& p : periods) {
      // The accounting period is the last year's books, not the time in which it was a parent.
      if (cell(r, p.type) != "RELATIONSHIP_PERIOD") continue;
      x.from = iso_day(cell(r, p.from), false);
      x.to = iso_day(cell(r, p.to), false);
    }
    if (cell(r, status) == "INACTIVE" && x.to.empty()) x.to = iso_day(cell(r, updated), false);
    for (const auto& q : quantities)
      if (cell(r, q.unit) == "PERCENTAGE") x.share = parse_share(cell(r, q.amount), true).value_or(Share{});
    keep.relation(std::move(x));
  }
  summary.dated = newest;
  return keep.end(rows, width);
}

}  // namespace rf::screen::lists
