// A workbook as Excel, LibreOffice and others write it (ECMA-376, ISO/IEC 29500 transitional and strict): each sheet a
// table of its own. Cover sheets, pivot tables and charts are told and passed over. One pass over each sheet; memory is
// the texts that cells share. Merged cells stand behind the rows, so a sheet that a person may have merged by hand is
// read for them first. Cases: tests/evidence/xlsx/.
#include "evidence/xlsx.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"
#include "evidence/reader.h"
#include "evidence/sheet_table.h"
#include "evidence/xlsx_parts.h"
#include "evidence/zip.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kMaxParts = 65536;                             // members of the ZIP
constexpr std::size_t kMaxSheets = 4096;
constexpr std::size_t kMaxMerges = 100'000;
constexpr std::uint64_t kMergesUpTo = std::uint64_t{64} << 20;       // bytes of a sheet that is read twice; nobody merges by hand in larger ones
constexpr std::string_view kOle = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";  // [MS-CFB] §2.2

struct SheetPart {
  std::string name, path;
  bool hidden = false;
};
struct Relation {
  std::string type, target;
  bool outside = false;
};

std::string joined_path(std::string_view base_part, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  const auto slash = base_part.rfind('/');
  std::string out(slash == std::string_view::npos ? std::string_view() : base_part.substr(0, slash));
  for (const auto step : split(target, '/')) {
    if (step == "." || step.empty()) continue;
    if (step == "..") {
      const auto up = out.rfind('/');
      out.resize(up == std::string::npos ? 0 : up);
      continue;
    }
    out += (out.empty() ? "" : "/") + std::string(step);
  }
  return out;
}
std::string rels_of(const std::string& part) {
  const auto slash = part.rfind('/');
  return slash == std::string::npos ? "_rels/" + part + ".rels" : part.substr(0, slash + 1) + "_rels/" + part.substr(slash + 1) + ".rels";
}

class Workbook {
 public:
  explicit Workbook(std::string_view bytes) : bytes_(bytes), budget_(bytes.size()) {}

  /// Parts, sheets, texts and formats. Fails where it is no workbook that can be read.
  Result<void> open() {
    RF_TRY(zip_, read_zip_directory(bytes_, kMaxParts));
    for (const auto& m : zip_.members) parts_.emplace(lower_ascii(m.name.starts_with('/') ? std::string_view(m.name).substr(1) : std::string_view(m.name)), &m);
    std::string book;
    RF_TRY(const auto top, relations("_rels/.rels"));
    for (const auto& [id, r] : top)
      if (r.type == "officeDocument") book = joined_path("", r.target);
    if (book.empty() && has("xl/workbook.xml")) book = "xl/workbook.xml";
    if (book.empty() && has("xl/workbook.bin")) book = "xl/workbook.bin";
    if (book.ends_with(".bin")) return fail(Kind::Unsupported, "a binary workbook (.xlsb)", {}, "save it as .xlsx or CSV");
    if (book.starts_with("word/")) return fail(Kind::Unsupported, "a Word document", {}, "copy its tables into a spreadsheet and save that as .xlsx or CSV");
    if (book.starts_with("ppt/")) return fail(Kind::Unsupported, "a presentation", {}, "save its tables as .xlsx or CSV");
    if (book.starts_with("visio/")) return fail(Kind::Unsupported, "a Visio drawing", {}, "save its tables as .xlsx or CSV");
    if (book.empty() || !has(book)) return fail(zip_.rebuilt ? Kind::Truncated : Kind::Malformed, zip_.rebuilt ? "the file is cut off: its workbook part is missing" : "an office file without a workbook in it", {}, "save it again as .xlsx");
    RF_TRY(const auto links, relations(rels_of(book)));
    RF_CHECK(read_book(book, links));
    for (const auto& [id, r] : links) {
      const std::string path = joined_path(book, r.target);
      if (r.type == "sharedStrings" && has(path)) {
        RF_CHECK(with_part(path, [&](XmlPull& xml) { return strings_.read(xml); }));
      } else if (r.type == "styles" && has(path)) {
        // Without its formats a workbook is still read; days then stay numbers, and are told as such.
        const auto read = with_part(path, [&](XmlPull& xml) -> Result<void> {
          RF_TRY(styles_, xlsx::read_styles(xml));
          return {};
        });
        if (!read) styles_error_ = read.error();
      }
    }
    context_ = xlsx::SheetContext{&strings_, &styles_, system_1904_};
    return {};
  }

  bool cut() const { return zip_.rebuilt; }
  const std::vector<SheetPart>& sheets() const { return sheets_; }
  const std::optional<Error>& styles_error() const { return styles_error_; }
  bool has(const std::string& path) const { return parts_.contains(lower_ascii(path)); }
  std::uint64_t size_of(const std::string& path) const {
    const auto p = parts_.find(lower_ascii(path));
    return p == parts_.end() ? 0 : p->second->size;
  }
  const xlsx::SheetContext& context() const { return context_; }

  template <class F>
  Result<void> with_part(const std::string& path, F&& f) {
    const auto p = parts_.find(lower_ascii(path));
    if (p == parts_.end()) return fail(Kind::Malformed, "the part " + path + " is missing", {}, "save it again as .xlsx");
    auto in = open_zip_member(bytes_, *p->second, budget_);
    if (!in) return std::unexpected(in_part(std::move(in).error(), path));
    XmlPull xml(**in);
    Result<void> done = f(xml);
    if (!done) return std::unexpected(in_part(std::move(done).error(), path));
    return {};
  }

  /// Pivot tables hang on a sheet by a relation.
  bool has_pivot(const SheetPart& s) {
    const auto links = relations(rels_of(s.path));
    return links && std::any_of(links->begin(), links->end(), [](const auto& r) { return r.second.type == "pivotTable"; });
  }

 private:
  static Error in_part(Error e, const std::string& path) {
    e.where = path + (e.where.empty() ? "" : ", " + e.where);
    return e;
  }

  /// Relations of a part by id; the last word of a type is the same in transitional and strict files.
  Result<std::map<std::string, Relation>> relations(const std::string& path) {
    std::map<std::string, Relation> out;
    if (!has(path)) return out;
    RF_CHECK(with_part(path, [&](XmlPull& xml) -> Result<void> {
      std::string held;
      for (;;) {
        const auto token = xml.next();
        if (token == XmlPull::Token::Eof) return {};
        if (token == XmlPull::Token::Bad) return std::unexpected(xml.error());
        if (token != XmlPull::Token::Start || xml.name() != "Relationship") continue;
        Relation r;
        const std::string id(xml.attribute("Id", held).value_or(""));
        const std::string type(xml.attribute("Type", held).value_or(""));
        r.type = type.substr(type.rfind('/') + 1);
        r.target = xml.attribute("Target", held).value_or("");
        std::replace(r.target.begin(), r.target.end(), '\\', '/');
        r.outside = xml.attribute("TargetMode", held).value_or("") == "External";
        if (!r.outside && out.size() < kMaxParts) out.emplace(id, std::move(r));
      }
    }));
    return out;
  }

  Result<void> read_book(const std::string& path, const std::map<std::string, Relation>& links) {
    return with_part(path, [&](XmlPull& xml) -> Result<void> {
      std::string held;
      for (;;) {
        const auto token = xml.next();
        if (token == XmlPull::Token::Eof) return {};
        if (token == XmlPull::Token::Bad) return std::unexpected(xml.error());
        if (token != XmlPull::Token::Start) continue;
        if (xml.name() == "workbookPr") {
          const auto v = xml.attribute("date1904", held).value_or("");
          system_1904_ = v == "1" || v == "true";
        } else if (xml.name() == "sheet") {
          SheetPart s;
          s.name = xml.attribute("name", held).value_or("");
          const auto state = xml.attribute("state", held).value_or("");
          s.hidden = state == "hidden" || state == "veryHidden";
          const std::string id(xml.prefixed_attribute("id", held).value_or(""));
          if (const auto r = links.find(id); r != links.end()) {
            if (r->second.type != "worksheet") continue;  // charts, dialogs, macros
            s.path = joined_path(path, r->second.target);
          }
          if (sheets_.size() >= kMaxSheets) return fail(Kind::Limit, "more than " + std::to_string(kMaxSheets) + " sheets");
          sheets_.push_back(std::move(s));
        }
      }
    });
  }

  std::string_view bytes_;
  InflateBudget budget_;
  ZipDirectory zip_;
  std::map<std::string, const ZipMember*, std::less<>> parts_;
  std::vector<SheetPart> sheets_;
  bool system_1904_ = false;
  xlsx::SharedStrings strings_;
  std::vector<xlsx::NumberFormat> styles_;
  std::optional<Error> styles_error_;
  xlsx::SheetContext context_;
};

}  // namespace

bool is_office_zip(std::string_view head) {
  if (!head.starts_with("PK\x03\x04")) return false;
  // Local headers: 30 bytes, then the name (APPNOTE 4.3.7). The first parts of an office file have names of their own.
  const auto number = [&](std::size_t at, std::size_t bytes) {
    std::size_t v = 0;
    while (bytes-- > 0) v = v << 8 | static_cast<unsigned char>(head[at + bytes]);
    return v;
  };
  for (std::size_t at = 0, n = 0; n < 8; ++n) {
    if (at >= head.size() || head.size() - at < 30 || !head.substr(at).starts_with("PK\x03\x04")) return false;
    const std::size_t length = number(at + 26, 2), packed = number(at + 18, 4);
    const std::string_view name = head.substr(at + 30, length);
    for (const std::string_view part : {"[Content_Types].xml", "_rels/.rels", "xl/work", "xl/sharedStrings", "xl/styles", "xl/theme", "xl/_rels", "word/document", "word/_rels", "ppt/presentation", "ppt/slide", "docProps/", "customXml/"})
      if (name.starts_with(part)) return true;
    if (name == "mimetype") return head.substr(at + 30 + name.size()).starts_with("application/vnd.oasis.opendocument.");
    // With bit 3 the size stands behind the data, and the next header has to be looked for.
    at = (number(at + 6, 2) & 8) != 0 ? head.find("PK\x03\x04", at + 30) : at + 30 + length + number(at + 28, 2) + packed;
  }
  return false;
}

int likeness_xlsx(std::string_view head, std::string_view) {
  return is_office_zip(head) || head.starts_with(kOle) ? 95 : 0;
}

Result<void> read_xlsx(const Input& input, Sink& sink) {
  if (input.bytes.starts_with(kOle)) {
    // An encrypted .xlsx is such a container with a stream of this name in UTF-16 ([MS-OFFCRYPTO] §2.3.4.4).
    std::string name;
    for (const char c : std::string_view("EncryptedPackage")) name.append({c, '\0'});
    if (input.bytes.find(name) != std::string_view::npos)
      return fail(Kind::Unsupported, "a workbook encrypted with a password", {}, "open it, take the password off (File, Info, Protect Workbook) and save it again");
    return fail(Kind::Unsupported, "a file of Office before 2007 (.xls, .doc) or of Outlook", {}, "save it as .xlsx or CSV");
  }
  static const ColumnWords kNoWords;
  const ColumnWords& words = input.words ? *input.words : kNoWords;
  for (const auto& [field, header] : words.named)
    if (!field_named(field)) return fail(Kind::Usage, "--column " + field + ": there is no such field", {}, "fields are those of docs/inventory.md, such as supplier, model, site");
  Workbook book(input.bytes);
  RF_CHECK(book.open());
  if (book.cut()) sink.error(Error{Kind::Truncated, {}, {}, "the file is cut off: the directory of its parts is missing", "the parts before the cut were read"});
  if (book.styles_error()) {
    Error e = *book.styles_error();
    e.remedy = "days in it are numbers; the rest was read";
    sink.error(std::move(e));
  }
  std::uint32_t table = 0;
  SheetOutcomes outcomes(sink);
  for (const auto& s : book.sheets()) {
    const std::string where = "sheet " + s.name;
    const auto note = [&](std::string why, std::string remedy = {}) { sink.note(Error{Kind::Malformed, {}, where, std::move(why), std::move(remedy)}); };
    if (book.has_pivot(s)) {
      outcomes.pivot(s.name);
      continue;
    }
    std::vector<SheetMerge> merges;
    const bool small = book.size_of(s.path) <= kMergesUpTo;
    if (small) {
      const auto found = book.with_part(s.path, [&](XmlPull& xml) -> Result<void> {
        RF_TRY(merges, xlsx::read_merges(xml, kMaxMerges));
        return {};
      });
      (void)found;  // what is wrong is told below, with the rows before it
    }
    SheetTable rows(words, sink, s.name, table, std::move(merges));
    xlsx::SheetFacts facts;
    const auto done = book.with_part(s.path, [&](XmlPull& xml) { return xlsx::read_sheet(xml, book.context(), rows, facts); });
    const auto outcome = rows.end();
    if (!done) outcomes.failed(done.error(), s.name, rows.rows());
    if (facts.bad_cells > 0)
      sink.error(Error{Kind::Malformed, {}, where + ", cell " + facts.first_bad, counted(static_cast<std::int64_t>(facts.bad_cells), "cell refers", "cells refer") + " to a text that is not in the workbook", "taken as unknown; save it again as .xlsx"});
    if (facts.never_days > 0)
      note(counted(static_cast<std::int64_t>(facts.never_days), "cell", "cells") + " formatted as a day, the first in " + facts.first_never + ", " + (facts.never_days == 1 ? "holds" : "hold") + " no day that was (before 1900, or 29 February 1900): kept as numbers");
    if (!small && facts.merged_over_rows > 0)
      note(counted(static_cast<std::int64_t>(facts.merged_over_rows), "range", "ranges") + " of cells merged over several rows: in a sheet of this size they are not filled down", "take the merging off and fill the cells");
    outcomes.add(s.name, s.hidden, rows, outcome);
    ++table;
  }
  return outcomes.result();
}

Result<std::vector<std::pair<std::string, std::string>>> workbook_row(std::string_view bytes, std::string_view sheet, std::uint64_t line) {
  if (is_ods(bytes.substr(0, 65536))) return ods_row(bytes, sheet, line);
  if (!is_office_zip(bytes.substr(0, 65536))) return fail(Kind::Malformed, "no workbook, so it has no sheet " + std::string(sheet));
  Workbook book(bytes);
  RF_CHECK(book.open());
  for (const auto& s : book.sheets()) {
    if (s.name != sheet) continue;
    OneSheetRow rows(line);
    xlsx::SheetFacts facts;
    RF_CHECK(book.with_part(s.path, [&](XmlPull& xml) { return xlsx::read_sheet(xml, book.context(), rows, facts); }));
    return rows.take(sheet);
  }
  return fail(Kind::Malformed, "the workbook has no sheet " + std::string(sheet), {}, "is it still the file that was assessed?");
}

}  // namespace rf::evidence
