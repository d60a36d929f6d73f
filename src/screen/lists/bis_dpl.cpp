// BIS Denied Persons List: tab separated, quoted, a header line. It numbers nobody: an entry is told by name, address and the
// day of effect. Expiration 06/29/2056 stands for fifty years.
#include "base/file.h"
#include "screen/lists/readers.h"
#include "screen/lists/words.h"

namespace rf::screen::lists {

double likeness_bis_dpl(std::string_view head, std::string_view) {
  const std::string first = lower_ascii(head.substr(0, std::min<std::size_t>(head.find('\n'), 1000)));
  return first.find('\t') != std::string::npos && first.find("effective_date") != std::string::npos && first.find("standard_order") != std::string::npos ? 1 : 0;
}

Result<void> read_bis_dpl(Files& files, Sink& sink, Summary& summary) {
  CsvRows rows(files.main, '\t');
  RF_TRY(const bool any, rows.next());
  if (!any) return fail(Kind::Malformed, "the list is empty");
  const Columns col(rows.cells());
  if (!col.has({"name", "effective_date", "expiration_date"})) return fail(Kind::Malformed, "the header has no name or dates", "line 1");
  const std::size_t width = col.size();
  const int name = col.at("name"), street = col.at("street_address"), city = col.at("city"), state = col.at("state"), country = col.at("country"), post = col.at("postal_code"),
            from = col.at("effective_date"), to = col.at("expiration_date"), standard = col.at("standard_order"), action = col.at("action"), notice = col.at("fr_citation"),
            updated = col.at("last_update");
  RowKeeper keep(files.main, sink, summary, "us-bis-dpl");
  Day newest;
  const Day today = today_utc();  // days to come are slips of the pen
  for (;;) {
    RF_TRY(const bool more, rows.next());
    if (!more) break;
    const auto& r = rows.cells();
    if (!keep.width(rows, width)) continue;
    names::ListEntity e;
    e.name = cell(r, name);
    e.source = "Denied Persons List (DPL) - Bureau of Industry and Security";
    names::Address a;
    for (const int at : {street, city, state, post})
      if (!cell(r, at).empty()) a.text += (a.text.empty() ? "" : ", ") + std::string(cell(r, at));
    a.city = cell(r, city);
    a.country = country_code(cell(r, country));
    add_country(e, a.country);
    e.from = iso_day(cell(r, from), false);
    e.to = iso_day(cell(r, to), false);
    if (!a.text.empty()) e.addresses.push_back(a);
    e.remarks = cell(r, action);
    if (!cell(r, notice).empty()) e.remarks += (e.remarks.empty() ? "" : " | ") + std::string("Notice: ") + std::string(cell(r, notice));
    if (!cell(r, standard).empty()) e.remarks += std::string(" | Standard order: ") + std::string(cell(r, standard));
    e.entry = "dpl-" + sha256_hex(e.name + '\0' + a.text + '\0' + a.country + '\0' + e.from).substr(0, 16);
    if (const auto d = parse_iso_day(iso_day(cell(r, updated), false)); d && *d > newest && *d <= today) newest = *d;
    keep.entity(rows, std::move(e));
  }
  // The list does not say its day; it cannot be older than its newest row.
  summary.dated = newest;
  return keep.end(rows, width);
}

}  // namespace rf::screen::lists
