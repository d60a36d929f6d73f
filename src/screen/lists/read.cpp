// A file of a list is told by its first bytes alone: header words, element names, number of cells. What it is called only
// helps where two layouts are one (OFAC's sdn.csv and cons_prim.csv).
#include "screen/lists/read.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "screen/lists/readers.h"

namespace rf::screen::lists {
namespace {

Result<void> read_companion(Files& files, Sink&, Summary&) {
  return std::unexpected(Error{Kind::Usage, files.main.name(), {}, "belongs to OFAC's list of names and is none by itself", "give sdn.csv (or cons_prim.csv) in the same command"});
}

}  // namespace

const std::vector<Format>& formats() {
  static const std::vector<Format> kFormats = {
      {"us-csl-csv", "US Consolidated Screening List, CSV", likeness_us_csl_csv, read_us_csl_csv},
      {"us-csl-json", "US Consolidated Screening List, JSON", likeness_us_csl_json, read_us_csl_json},
      {"us-ofac-csv", "OFAC list, legacy CSV without header", likeness_ofac_csv, read_ofac_csv},
      {"us-ofac-alt", "OFAC list, further names (alt.csv)", likeness_ofac_alt, read_companion, true},
      {"us-ofac-add", "OFAC list, addresses (add.csv)", likeness_ofac_add, read_companion, true},
      {"us-ofac-comments", "OFAC list, remarks that overflow (sdn_comments.csv)", likeness_ofac_comments, read_companion, true},
      {"us-ofac-xml", "OFAC list, XML (sdn.xml)", likeness_ofac_xml, read_ofac_xml},
      {"us-ofac-advanced-xml", "OFAC list, advanced XML", likeness_ofac_advanced_xml, read_ofac_advanced_xml},
      {"us-bis-dpl", "BIS Denied Persons List, tab separated", likeness_bis_dpl, read_bis_dpl},
      {"uk-csv", "UK Sanctions List, CSV", likeness_uk_csv, read_uk_csv},
      {"uk-ofsi-csv", "OFSI consolidated list of targets, CSV", likeness_uk_ofsi_csv, read_uk_ofsi_csv},
      {"eu-xml", "EU consolidated list of financial sanctions, XML", likeness_eu_xml, read_eu_xml},
      {"un-xml", "UN Security Council consolidated list, XML", likeness_un_xml, read_un_xml},
      {"opensanctions-csv", "OpenSanctions, targets.simple.csv", likeness_opensanctions_csv, read_opensanctions_csv},
      {"ftm-json", "OpenSanctions / FollowTheMoney, entities.ftm.json", likeness_ftm_json, read_ftm_json},
      {"gleif-level1", "GLEIF level 1, CSV: who is who", likeness_gleif_level1, read_gleif_level1},
      {"gleif-level2", "GLEIF level 2, CSV: who owns whom", likeness_gleif_level2, read_gleif_level2},
      {"ringfence-yaml", "a list of Ringfence's own form, YAML", likeness_own_yaml, read_own_yaml},
      {"plain-csv", "a table with id and name", likeness_plain_csv, read_plain_csv},
  };
  return kFormats;
}

std::string_view to_text(Relation::Kind k) {
  using enum Relation::Kind;
  switch (k) {
    case Owns: return "owns";
    case Controls: return "controls";
    case Parent: return "parent";
    case Ultimate: return "ultimate-parent";
    case Branch: return "branch";
    case Linked: return "linked";
  }
  return "";
}

const Format* format_of(const Source& source, std::string* why_not) {
  std::string_view head = source.head();
  head.remove_prefix(byte_order_mark(head));
  const Format* best = nullptr;
  double likeness = 0;
  for (const Format& f : formats())
    if (const double l = f.likeness(head, source.name()); l > likeness) {
      likeness = l;
      best = &f;
    }
  if (best != nullptr || why_not == nullptr) return best;
  const std::string begin = lower_ascii(trimmed(head.substr(0, 2000)));
  if (source.stored().empty()) *why_not = "the file is empty";
  else if (begin.starts_with("<!doctype html") || begin.starts_with("<html") || begin.find("<body") != std::string::npos || begin.find("<head>") != std::string::npos)
    *why_not = "it is a web page, not a list: what was fetched is an error page or a page about the list";
  else if (begin.starts_with("<?xml") || begin.starts_with("<")) *why_not = "it is XML of another kind";
  else if (begin.starts_with("pk\x03\x04")) *why_not = "it is a .zip; unpack it first";
  else if (begin.starts_with("%pdf")) *why_not = "it is a PDF; the authority has the list as CSV or XML too";
  else if (begin.starts_with("{") || begin.starts_with("[")) *why_not = "it is JSON of another kind";
  else *why_not = "its first lines are those of no list that is known here";
  return nullptr;
}

bool RowKeeper::width(const CsvRows& rows, std::size_t want) {
  if (rows.cells().size() == want) return true;
  if (rows.closed() || rows.cells().size() > want) left_out(rows.line(), "has " + std::to_string(rows.cells().size()) + " cells, and the list has " + std::to_string(want));
  return false;
}
void RowKeeper::entity(const CsvRows& rows, names::ListEntity e) {
  e.offset = rows.offset();
  e.line = rows.line();
  entity(std::move(e));
}
void RowKeeper::entity(names::ListEntity e) {
  if (e.name.empty()) return left_out(e.line, "has no name");
  ++summary_.entities;
  sink_.entity(std::move(e));
}
void RowKeeper::relation(Relation r) {
  if (r.owner.empty() || r.owned.empty()) return;
  ++summary_.relations;
  sink_.relation(std::move(r));
}
void RowKeeper::left_out(std::uint64_t line, std::string why) {
  if (++summary_.left_out <= kNamed)
    sink_.left_out(Error{Kind::Malformed, source_.name(), line == 0 ? std::string() : "line " + std::to_string(line), std::move(why), "the record was left out; the others were read"});
}
Result<void> RowKeeper::end(const CsvRows& rows, std::size_t want) {
  if (!rows.closed() && rows.cells().size() < want)
    return std::unexpected(Error{Kind::Truncated, source_.name(), "line " + std::to_string(rows.line()),
                                 "the last row has " + std::to_string(rows.cells().size()) + " of " + std::to_string(want) + " cells: the file was cut", "fetch it again"});
  return {};
}

std::string made_up_entry(const names::ListEntity& e) {
  std::string all = e.source + '\0' + e.name + '\0';
  if (!e.addresses.empty()) all += e.addresses.front().text + '\0' + e.addresses.front().country;
  return "name-" + sha256_hex(all).substr(0, 16);
}

Result<Summary> read(Files& files, Sink& sink, const std::string& list) {
  std::string why_not;
  const Format* format = format_of(files.main, &why_not);
  if (format == nullptr)
    return std::unexpected(Error{Kind::Unsupported, files.main.name(), {}, "this is no list: " + why_not, "docs/lists.md names the lists and formats that are read"});
  Summary summary;
  summary.format = format->id;
  summary.list = list;
  // Every entity carries the id of the list; the reader finds it out before its first one.
  class Named : public Sink {
   public:
    Named(Sink& to, const Summary& s) : to_(to), summary_(s) {}
    void entity(names::ListEntity e) override {
      e.list = summary_.list;
      if (summary_.dated.known()) e.edition = to_text(summary_.dated);
      to_.entity(std::move(e));
    }
    void relation(Relation r) override { to_.relation(std::move(r)); }
    void left_out(Error e) override { to_.left_out(std::move(e)); }

   private:
    Sink& to_;
    const Summary& summary_;
  } named(sink, summary);
  if (auto done = format->read(files, named, summary); !done) return in_input(std::move(done).error(), files.main.name());
  const std::uint64_t all = summary.entities + summary.relations + summary.left_out;
  if (summary.left_out * 10 > all)
    return std::unexpected(Error{Kind::Malformed, files.main.name(), {},
                                 std::to_string(summary.left_out) + " of " + std::to_string(all) + " records do not have the layout of " + std::string(format->title),
                                 "the file is of another layout, or damaged; nothing of it is used"});
  if (summary.said != 0 && summary.entities + summary.left_out < summary.said)
    return std::unexpected(Error{Kind::Truncated, files.main.name(), {},
                                 "the list says it has " + std::to_string(summary.said) + " entries, and " + std::to_string(summary.entities) + " are there", "fetch it again"});
  return summary;
}

Result<Summary> read_file(const std::string& path, const std::function<void(names::ListEntity)>& take) {
  RF_TRY(Source source, Source::open(path));
  Files files{std::move(source), {}};
  class Taker : public Sink {
   public:
    explicit Taker(const std::function<void(names::ListEntity)>& f) : f_(f) {}
    void entity(names::ListEntity e) override { f_(std::move(e)); }

   private:
    const std::function<void(names::ListEntity)>& f_;
  } taker(take);
  return read(files, taker);
}

}  // namespace rf::screen::lists
