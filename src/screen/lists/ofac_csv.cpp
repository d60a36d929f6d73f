// OFAC's legacy CSV: no header line, "-0-" for none, a Ctrl-Z at the end. Names stand in sdn.csv (12 cells), further names in
// alt.csv (5), addresses in add.csv (6), remarks that overflow in sdn_comments.csv (2), joined by the first cell.
// Weak names stand in the remarks: a.k.a. 'SWEET MICKY'. OFAC data specification of 12/06/2004, updated 09/25/2023.
#include <algorithm>
#include <unordered_map>

#include "screen/lists/readers.h"
#include "screen/lists/words.h"

namespace rf::screen::lists {
namespace {
using names::AliasKind;
using names::ListEntity;

constexpr std::size_t kMaxJoined = 8'000'000;  // rows of companions held in memory; OFAC's have 60,000

std::string_view ofac_cell(const std::vector<std::string>& r, std::size_t at) {
  const std::string_view v = cell(r, static_cast<int>(at));
  return v == "-0-" ? std::string_view() : v;
}

/// Cells of the first lines, where every line has as many and begins with a number; 0 otherwise.
std::size_t numbered_cells(std::string_view head) {
  if (head.find('\n') == std::string_view::npos && head.size() < 10) return 0;
  const std::size_t last = head.rfind('\n');
  Source source = Source::of(last == std::string_view::npos ? head : head.substr(0, last + 1), "head");
  CsvRows rows(source, ',');
  std::size_t width = 0;
  for (int i = 0; i < 20; ++i) {
    const auto more = rows.next();
    if (!more || !*more) break;
    const auto& r = rows.cells();
    if (!parse_count(cell(r, 0)) || (width != 0 && r.size() != width)) return 0;
    width = r.size();
  }
  return width;
}

/// Programmes whose members are on OFAC's lists without being blocked.
bool is_non_sdn(std::string_view programme) {
  static constexpr std::string_view kNon[] = {"NS-PLC", "UKRAINE-EO13662", "NS-MBS", "MBS", "CMIC-EO13959", "FSE", "NS-ISA", "561-RELATED", "561LIST", "CAPTA", "HIFPAA", "RUSSIA-EO14024-DIRECTIVE", "BELARUS-EO14038-DIRECTIVE", "NS-CMIC"};
  return std::any_of(std::begin(kNon), std::end(kNon), [&](auto n) { return programme.starts_with(n); });
}

/// "DOB 1938; Tax ID No. 5030056754 (Russia); a.k.a. 'SWEET MICKY'."
void read_remarks(ListEntity& e, std::string_view remarks) {
  while (remarks.ends_with('.')) remarks.remove_suffix(1);
  each_part(remarks, ";", [&](std::string_view part) {
    if (part.starts_with("a.k.a. '") || part.starts_with("f.k.a. '") || part.starts_with("n.k.a. '")) {
      const auto end = part.rfind('\'');
      if (end > 8) add_alias(e, part.substr(8, end - 8), AliasKind::Weak);
      return;
    }
    if (part.starts_with("nationality ") || part.starts_with("citizen ")) {
      add_country(e, country_code(part.substr(part.find(' ') + 1)));
      return;
    }
    if (part.starts_with("alt. ")) part.remove_prefix(5);
    std::string_view country;
    if (part.ends_with(')')) {
      const auto open = part.rfind('(');
      if (open != std::string_view::npos && open > 0) {
        country = part.substr(open + 1, part.size() - open - 2);
        part = trimmed(part.substr(0, open));
      }
    }
    const auto space = part.rfind(' ');
    if (space == std::string_view::npos) return;
    const std::string_view number = part.substr(space + 1);
    if (number.find_first_of("0123456789") == std::string_view::npos) return;
    const std::string type = identifier_type(part.substr(0, space));
    if (!type.empty()) e.identifiers.push_back({type, std::string(number), country_code(country)});
  });
}

struct Joined {
  std::vector<names::Alias> aliases;
  std::vector<names::Address> addresses;
  std::string comments;
};

Result<void> join(Source& source, std::unordered_map<std::string, Joined>& to, std::size_t& held) {
  CsvRows rows(source, ',');
  std::size_t width = 0;
  for (;;) {
    RF_TRY(const bool more, rows.next());
    if (!more) break;
    const auto& r = rows.cells();
    if (width == 0) width = r.size();
    if (r.size() != width) {
      if (!rows.closed())
        return std::unexpected(Error{Kind::Truncated, source.name(), "line " + std::to_string(rows.line()), "the last row is not whole: the file was cut", "fetch it again"});
      continue;
    }
    if (++held > kMaxJoined) return std::unexpected(Error{Kind::Limit, source.name(), {}, "more than 8,000,000 rows beside the names", "this is not OFAC's file"});
    Joined& j = to[std::string(cell(r, 0))];
    if (width == 5) {
      const std::string type = lower_ascii(ofac_cell(r, 2));
      names::Alias a;
      a.text = ofac_cell(r, 3);
      a.kind = type.starts_with("fka") || type.starts_with("f.k.a") ? AliasKind::Former : AliasKind::Also;
      if (!a.text.empty()) j.aliases.push_back(std::move(a));
    } else if (width == 6) {
      names::Address a;
      a.text = ofac_cell(r, 2);
      a.city = ofac_cell(r, 3);
      if (!a.city.empty()) a.text += (a.text.empty() ? "" : ", ") + a.city;
      a.country = country_code(ofac_cell(r, 4));
      if (!a.text.empty() || !a.country.empty()) j.addresses.push_back(std::move(a));
    } else {
      j.comments += (j.comments.empty() ? "" : " ") + std::string(ofac_cell(r, 1));
    }
  }
  return {};
}

}  // namespace

double likeness_ofac_csv(std::string_view head, std::string_view) { return numbered_cells(head) == 12 ? 0.9 : 0; }
double likeness_ofac_alt(std::string_view head, std::string_view) {
  if (numbered_cells(head) != 5) return 0;
  return head.find("aka") != std::string_view::npos || head.find("fka") != std::string_view::npos || head.find("nka") != std::string_view::npos ? 0.85 : 0;
}
double likeness_ofac_add(std::string_view head, std::string_view) { return numbered_cells(head) == 6 && head.find("-0-") != std::string_view::npos ? 0.8 : 0; }
double likeness_ofac_comments(std::string_view head, std::string_view file) { return numbered_cells(head) == 2 && lower_ascii(file).find("comment") != std::string::npos ? 0.8 : 0; }

Result<void> read_ofac_csv(Files& files, Sink& sink, Summary& summary) {
  std::unordered_map<std::string, Joined> joined;
  std::size_t held = 0;
  for (Source& more : files.more) RF_CHECK(join(more, joined, held));
  // Which of OFAC's two lists: told by the programmes of the first rows.
  std::size_t non = 0, of = 0;
  CsvRows rows(files.main, ',');
  std::vector<std::pair<ListEntity, bool>> first;  // held until it is known which list it is
  RowKeeper* keep = nullptr;
  std::optional<RowKeeper> keeper;
  const auto begin = [&] {
    keeper.emplace(files.main, sink, summary, of > 0 && non * 2 > of ? "us-ofac-non-sdn" : "us-ofac-sdn");
    keep = &*keeper;
    for (auto& [e, good] : first) good ? keep->entity(std::move(e)) : keep->left_out(e.line, std::move(e.remarks));
    first.clear();
  };
  for (;;) {
    RF_TRY(const bool more, rows.next());
    if (!more) break;
    const auto& r = rows.cells();
    ListEntity e;
    e.offset = rows.offset();
    e.line = rows.line();
    if (r.size() != 12 || !parse_count(cell(r, 0))) {
      if (!rows.closed() && r.size() < 12) break;
      e.remarks = r.size() != 12 ? "has " + std::to_string(r.size()) + " cells, and the list has 12" : "does not begin with a number";
      if (keep != nullptr) keep->left_out(e.line, e.remarks);
      else first.emplace_back(std::move(e), false);
      continue;
    }
    e.entry = cell(r, 0);
    e.name = ofac_cell(r, 1);
    e.kind = ofac_cell(r, 2).empty() ? names::EntityKind::Organisation : entity_kind(ofac_cell(r, 2));
    each_part(ofac_cell(r, 3), "] [", [&](auto p) { e.programs.emplace_back(p); });
    for (const auto& p : e.programs) non += is_non_sdn(p);
    of += e.programs.size();
    e.remarks = ofac_cell(r, 11);
    if (!ofac_cell(r, 4).empty()) e.remarks = "Title: " + std::string(ofac_cell(r, 4)) + (e.remarks.empty() ? "" : " | ") + e.remarks;
    std::string_view remarks = ofac_cell(r, 11);
    if (const auto j = joined.find(e.entry); j != joined.end()) {
      for (auto& a : j->second.aliases) add_alias(e, a.text, a.kind);
      for (auto& a : j->second.addresses) {
        add_country(e, a.country);
        e.addresses.push_back(std::move(a));
      }
      if (!j->second.comments.empty()) e.remarks += (e.remarks.empty() ? "" : " ") + j->second.comments;
    }
    read_remarks(e, remarks);
    if (!ofac_cell(r, 8).empty()) add_country(e, country_code(ofac_cell(r, 8)));
    if (keep == nullptr) {
      first.emplace_back(std::move(e), true);
      if (first.size() == 200) begin();
    } else {
      keep->entity(std::move(e));
    }
  }
  if (keep == nullptr) begin();
  return keep->end(rows, 12);
}

}  // namespace rf::screen::lists
