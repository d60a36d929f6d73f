// Lists of one's own: a YAML file of the kind knowledge/lists/ holds, and any table with an id and a name.
#include <algorithm>

#include "knowledge/knowledge.h"
#include "screen/lists/readers.h"
#include "screen/lists/words.h"

namespace rf::screen::lists {
namespace {
constexpr std::size_t kMaxYaml = 256U << 20;  // a tree is made of the whole; longer lists belong into a table

Result<std::string> all_of(Source& source, std::size_t limit) {
  std::string out;
  for (;;) {
    RF_TRY(const auto piece, source.next());
    if (piece.empty()) return out;
    out += piece;
    if (out.size() > limit) return fail(Kind::Limit, "a YAML list of more than " + std::to_string(limit >> 20) + " MiB", {}, "give it as CSV with id and name");
  }
}

char separator_of(std::string_view first) {
  char best = ',';
  long most = -1;
  for (const char c : {',', ';', '\t', '|'})
    if (const long n = std::count(first.begin(), first.end(), c); n > most) {
      most = n;
      best = c;
    }
  return best;
}
/// Which column is which, by the words people use. -1: none.
struct Plain {
  int id = -1, name = -1, aliases = -1, country = -1, from = -1, to = -1, address = -1;
};
Plain plain_columns(const Columns& c) {
  const auto first = [&](std::initializer_list<std::string_view> words) {
    for (const auto w : words)
      if (c.at(w) >= 0) return c.at(w);
    return -1;
  };
  return {first({"id", "entity_id", "number", "no", "uid", "key", "_id", "entity_number"}), first({"name", "entity", "entity_name", "company", "supplier", "names"}),
          first({"aliases", "alias", "alt_names", "other_names", "aka"}), first({"country", "country_code", "countries"}), first({"from", "start_date", "listed_on", "date"}),
          first({"to", "end_date", "removed_on"}), first({"address", "addresses"})};
}
}  // namespace

double likeness_own_yaml(std::string_view head, std::string_view) {
  std::string_view rest = head;
  for (int i = 0; i < 60 && !rest.empty(); ++i) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (line.starts_with("list:")) return 0.9;
    if (!trimmed(line).empty() && !line.starts_with('#') && !line.starts_with("---") && line.find(':') == std::string_view::npos && !line.starts_with(' ')) return 0;
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  return 0;
}

Result<void> read_own_yaml(Files& files, Sink& sink, Summary& summary) {
  RF_TRY(const std::string bytes, all_of(files.main, kMaxYaml));
  RF_TRY(const knowledge::Node root, knowledge::parse_yaml(bytes));
  const std::string id(root.get("list"));
  const auto faults = knowledge::check({{"lists/" + id + ".yaml", bytes}}, nullptr);
  for (const auto& f : faults) {
    // Suppliers and sources of the built-in knowledge are not at hand here.
    if (f.why.starts_with("unknown supplier") || f.why.starts_with("unknown source")) continue;
    return fail(Kind::Malformed, f.why, "line " + std::to_string(f.line), "ringfence knowledge check lists all faults");
  }
  const knowledge::Node* entries = root.find("entries");
  RowKeeper keep(files.main, sink, summary, id);
  Day newest;
  const knowledge::Node* defaults = root.find("defaults");
  for (const auto& n : entries == nullptr ? std::vector<knowledge::Node>{} : entries->items) {
    names::ListEntity e;
    e.line = n.line;
    e.entry = n.get("entry");
    e.name = e.entry;
    e.supplier = n.get("supplier");
    e.kind = names::EntityKind::Organisation;
    e.from = n.get("from");
    e.to = n.get("to");
    e.remarks = n.get("scope");
    if (!n.get("note").empty()) e.remarks += (e.remarks.empty() ? "" : " | ") + std::string(n.get("note"));
    e.source = root.get("title");
    std::string_view learnt = n.get("learnt");
    if (learnt.empty() && defaults != nullptr) learnt = defaults->get("learnt");
    if (const auto d = parse_iso_day(learnt); d && *d > newest) newest = *d;
    keep.entity(std::move(e));
  }
  summary.dated = newest;
  if (summary.entities == 0) return fail(Kind::Malformed, "the list has no entries");
  return {};
}

double likeness_plain_csv(std::string_view head, std::string_view) {
  const std::string_view first = head.substr(0, std::min<std::size_t>(head.find('\n'), 2000));
  if (first.find('<') != std::string_view::npos || first.find('{') != std::string_view::npos) return 0;
  Source source = Source::of(first, "head");
  CsvRows rows(source, separator_of(first));
  const auto any = rows.next();
  if (!any || !*any) return 0;
  const Plain p = plain_columns(Columns(rows.cells()));
  return p.name < 0 ? 0 : p.id < 0 ? 0.2 : 0.4;
}

Result<void> read_plain_csv(Files& files, Sink& sink, Summary& summary) {
  const std::string_view head = files.main.head();
  const char separator = separator_of(head.substr(0, head.find('\n')));
  CsvRows rows(files.main, separator);
  RF_TRY(const bool any, rows.next());
  if (!any) return fail(Kind::Malformed, "the list is empty");
  const Columns col(rows.cells());
  const Plain p = plain_columns(col);
  const std::size_t width = col.size();
  if (p.name < 0) return fail(Kind::Malformed, "no column is called name", "line 1");
  std::string id = files.main.name();
  id = id.substr(id.rfind('/') == std::string::npos ? 0 : id.rfind('/') + 1);
  id = id.substr(0, id.find('.'));
  RowKeeper keep(files.main, sink, summary, id.empty() ? "list" : id);
  for (;;) {
    RF_TRY(const bool more, rows.next());
    if (!more) break;
    const auto& r = rows.cells();
    if (!keep.width(rows, width)) continue;
    names::ListEntity e;
    e.name = cell(r, p.name);
    e.entry = cell(r, p.id);
    each_part(cell(r, p.aliases), cell(r, p.aliases).find('|') != std::string_view::npos ? "|" : ";", [&](auto a) { add_alias(e, a, names::AliasKind::Unsaid); });
    each_part(cell(r, p.country), ";", [&](auto c) { add_country(e, country_code(c)); });
    e.from = iso_day(cell(r, p.from), true);
    e.to = iso_day(cell(r, p.to), true);
    if (!cell(r, p.address).empty()) e.addresses.push_back({std::string(cell(r, p.address)), {}, {}});
    if (e.entry.empty()) e.entry = made_up_entry(e);
    keep.entity(rows, std::move(e));
  }
  return keep.end(rows, width);
}

}  // namespace rf::screen::lists
