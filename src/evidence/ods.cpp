// A spreadsheet in the OpenDocument format (OASIS OpenDocument 1.3 part 3, ISO/IEC 26300), as LibreOffice and others write it: each
// table of content.xml a table of its own. Empty rows and cells stand as counts, so repetition is bounded before it is done.
// Cases: tests/evidence/ods/.
#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <memory>

#include "base/text.h"
#include "evidence/reader.h"
#include "evidence/sheet_table.h"
#include "evidence/xlsx.h"
#include "evidence/xlsx_parts.h"
#include "evidence/xml_pull.h"
#include "evidence/zip.h"

namespace rf::evidence {
namespace ods {

constexpr std::size_t kMaxMembers = 65536;
constexpr std::size_t kMaxTables = 4096;
constexpr std::uint32_t kMaxColumns = 16384;            // LibreOffice's own
constexpr std::uint64_t kMaxRows = 1'048'576;           // the same
constexpr std::uint64_t kMaxRepeated = 10'000'000;      // cells that stand once and count often; a filled-down column has a million
constexpr std::uint64_t kMaxText = std::uint64_t{1} << 20;  // of one cell
constexpr std::size_t kMaxMerges = 100'000;
constexpr std::string_view kMime = "application/vnd.oasis.opendocument.";

/// What stands behind or within the rows and must be known before them.
struct Ahead {
  std::vector<SheetMerge> merges;
  bool pivot = false;
};
struct Cell {
  std::uint32_t column = 0, repeated = 1;
  SheetCell::Kind kind = SheetCell::Kind::Text;
  std::size_t begin = 0, length = 0;
};

/// One pass over content.xml. `per_table` is asked for where each table's rows go; nullptr passes the table over.
class Reading {
 public:
  using PerTable = std::function<SheetRows*(const std::string& name, bool hidden)>;
  Reading(XmlPull& xml, PerTable per_table, std::function<void(const std::string& name)> ended, std::map<std::string, Ahead>* ahead)
      : xml_(xml), per_table_(std::move(per_table)), ended_(std::move(ended)), ahead_(ahead) {}

  Result<void> run() {
    std::size_t tables = 0;
    std::string hidden_style;
    for (;;) {
      const auto token = xml_.next();
      if (token == XmlPull::Token::Eof) return {};
      if (token == XmlPull::Token::Bad) return std::unexpected(xml_.error());
      if (token == XmlPull::Token::End && xml_.name() == "style") style_.clear();
      if (token != XmlPull::Token::Start) continue;
      if (xml_.name() == "style") style_ = attribute("style:name");
      if (xml_.name() == "table-properties" && attribute("table:display") == "false") hidden_styles_.push_back(style_);
      if (xml_.name() == "data-pilot-table" && ahead_) {
        const std::string target = attribute("table:target-range-address");
        // "$Sheet.A1:Sheet.C9", "'A sheet'.A1"; the name ends at the last dot before the first cell
        const std::string first = target.substr(0, target.find(':'));
        std::string name = first.substr(0, first.rfind('.'));
        if (name.starts_with('$')) name.erase(0, 1);
        if (name.size() > 1 && name.front() == '\'' && name.back() == '\'') name = name.substr(1, name.size() - 2);
        (*ahead_)[name].pivot = true;
      }
      if (xml_.name() != "table") continue;
      if (++tables > kMaxTables) return fail(Kind::Limit, "more than " + std::to_string(kMaxTables) + " sheets");
      RF_CHECK(table());
    }
  }

 private:
  std::string attribute(std::string_view wanted) {
    std::string out;
    each_attribute(xml_.raw_attributes(), [&](std::string_view name, std::string_view value) {
      if (name == wanted) out = XmlPull::decoded(value, held_);
    });
    return out;
  }
  Result<void> bad() const { return std::unexpected(xml_.error()); }
  /// To the end of the element just begun. False: the XML is bad.
  bool pass_over() {
    for (int depth = 0;;) {
      const auto token = xml_.next();
      if (token == XmlPull::Token::Bad || token == XmlPull::Token::Eof) return false;
      if (token == XmlPull::Token::Start) ++depth;
      if (token == XmlPull::Token::End && depth-- == 0) return true;
    }
  }

  Result<void> table() {
    name_ = attribute("table:name");
    const std::string style = attribute("table:style-name");
    const bool hidden = !style.empty() && std::find(hidden_styles_.begin(), hidden_styles_.end(), style) != hidden_styles_.end();
    rows_ = per_table_(name_, hidden);
    line_ = 0;
    for (int depth = 0;;) {
      const auto token = xml_.next();
      if (token == XmlPull::Token::Bad || token == XmlPull::Token::Eof) return bad();
      if (token == XmlPull::Token::End) {
        if (depth-- == 0) break;
        continue;
      }
      if (token != XmlPull::Token::Start) continue;
      if (xml_.name() == "table-row") {
        RF_CHECK(row());
      } else if (xml_.name() == "shapes" || xml_.name() == "forms" || xml_.name() == "table") {
        if (!pass_over()) return bad();  // drawings over the sheet may hold tables of their own
      } else {
        ++depth;  // header rows, groups of rows, columns
      }
    }
    if (ended_) ended_(name_);
    return {};
  }

  Result<void> row() {
    std::uint64_t repeated = 1;
    bool hidden = false;
    each_attribute(xml_.raw_attributes(), [&](std::string_view name, std::string_view value) {
      if (name == "table:number-rows-repeated") repeated = number(value, kMaxRows + 1);
      else if (name == "table:visibility") hidden = value == "collapse" || value == "filter";
    });
    cells_.clear();
    texts_.clear();
    column_ = 0;
    for (;;) {
      const auto token = xml_.next();
      if (token == XmlPull::Token::Bad || token == XmlPull::Token::Eof) return bad();
      if (token == XmlPull::Token::End) break;
      if (token != XmlPull::Token::Start) continue;
      if (xml_.name() == "table-cell" || xml_.name() == "covered-table-cell") {
        if (!cell()) return bad();
      } else if (!pass_over()) {
        return bad();
      }
    }
    const std::uint64_t first = line_ + 1;
    line_ = std::min(line_ + repeated, kMaxRows + 1);
    if (cells_.empty() || !rows_) return {};
    if (line_ > kMaxRows) return fail(Kind::Limit, "more than " + std::to_string(kMaxRows) + " rows in the sheet " + name_);
    std::uint64_t wide = 0;
    for (const auto& c : cells_) wide += c.repeated;
    if (wide * repeated > cells_.size()) repeated_cells_ += wide * repeated - cells_.size();
    if (repeated_cells_ > kMaxRepeated) return fail(Kind::Limit, "more than " + std::to_string(kMaxRepeated) + " cells that stand once and are repeated by a number, in the sheet " + name_, {}, "delete what is filled far down or to the right, and save it again");
    out_.clear();
    for (const auto& c : cells_)
      for (std::uint32_t k = 0; k < c.repeated; ++k) out_.push_back({c.column + k, c.kind, false, std::string_view(texts_).substr(c.begin, c.length)});
    for (std::uint64_t line = first; line <= line_; ++line)
      if (!rows_->row(line, hidden, out_)) {
        rows_ = nullptr;
        break;
      }
    return {};
  }

  static std::uint64_t number(std::string_view text, std::uint64_t most) {
    std::uint64_t n = 1;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return std::clamp<std::uint64_t>(n, 1, most);
  }

  /// False: the XML is bad.
  bool cell() {
    enum class Type : std::uint8_t { None, Text, Number, Date, Time, Bool, Error } type = Type::None;
    std::uint32_t repeated = 1;
    std::uint64_t rows_spanned = 1, columns_spanned = 1;
    bool formula = false;
    value_.clear();
    each_attribute(xml_.raw_attributes(), [&](std::string_view name, std::string_view value) {
      if (name == "table:number-columns-repeated") repeated = static_cast<std::uint32_t>(number(value, kMaxColumns));
      else if (name == "table:number-rows-spanned") rows_spanned = number(value, kMaxRows);
      else if (name == "table:number-columns-spanned") columns_spanned = number(value, kMaxColumns);
      else if (name == "table:formula") formula = true;
      else if (name == "calcext:value-type") type = value == "error" ? Type::Error : type;
      else if (name == "office:value-type" && type != Type::Error)
        type = value == "string" ? Type::Text : value == "date" ? Type::Date : value == "time" ? Type::Time : value == "boolean" ? Type::Bool : Type::Number;
      else if (name == "office:value" || name == "office:date-value" || name == "office:boolean-value" || name == "office:string-value" || name == "office:time-value")
        value_ = XmlPull::decoded(value, held_);
    });
    text_.clear();
    if (!paragraphs()) return false;
    const std::uint32_t column = column_;
    column_ = std::min(column_ + repeated, kMaxColumns);
    if (rows_spanned > 1 && ahead_)
      if (auto& merges = (*ahead_)[name_].merges; merges.size() < kMaxMerges)
        merges.push_back({line_ + 1, line_ + rows_spanned, column, column + static_cast<std::uint32_t>(columns_spanned) - 1});
    if (column >= kMaxColumns || !rows_) return true;
    repeated = std::min(repeated, kMaxColumns - column);
    auto kind = SheetCell::Kind::Text;
    std::string_view shown = text_;
    std::string plain;
    switch (type) {
      case Type::None:
        if (formula && text_.empty()) kind = SheetCell::Kind::NotComputed;
        break;
      case Type::Error: kind = SheetCell::Kind::Fault; break;
      case Type::Text:
        if (!value_.empty()) shown = value_;
        break;
      case Type::Bool: shown = value_; break;
      case Type::Date:
        // A day is written with its time where the cell shows one.
        if (const auto t = value_.find("T00:00:00"); t == 10 && value_.find_first_not_of("0.:", t + 9) == std::string::npos) value_.resize(t);
        shown = value_;
        break;
      case Type::Time: break;  // PT08H00M00S; the text is what people read
      case Type::Number: {
        bool long_number = false;
        plain = xlsx::number_text(trimmed(value_), long_number);
        kind = long_number ? SheetCell::Kind::LongNumber : SheetCell::Kind::Number;
        shown = plain;
        // "00042": as the person sees it
        if (text_.size() > plain.size() && text_.ends_with(plain) && std::string_view(text_).substr(0, text_.size() - plain.size()).find_first_not_of('0') == std::string_view::npos) {
          shown = text_;
          if (!long_number) kind = SheetCell::Kind::Text;
        }
        break;
      }
    }
    if (shown.empty() && kind != SheetCell::Kind::NotComputed && kind != SheetCell::Kind::Fault) return true;
    shown = shown.substr(0, kMaxCell + 1);  // the table refuses what is longer
    cells_.push_back({column, repeated, kind, texts_.size(), shown.size()});
    texts_.append(shown);
    return true;
  }

  /// The cell's paragraphs, one a line; comments and drawings are not its text.
  bool paragraphs() {
    for (int depth = 0, in_paragraph = 0, paragraphs = 0;;) {
      switch (xml_.next()) {
        case XmlPull::Token::Eof: case XmlPull::Token::Bad: return false;
        case XmlPull::Token::Text:
          if (in_paragraph > 0 && text_.size() < kMaxText) text_ += xml_.text(held_);
          break;
        case XmlPull::Token::Start:
          if (xml_.name() == "annotation" || xml_.name() == "frame" || xml_.name() == "custom-shape") {
            if (!pass_over()) return false;
            break;
          }
          ++depth;
          if (in_paragraph > 0) ++in_paragraph;
          if (xml_.name() == "p" && in_paragraph == 0) {
            in_paragraph = 1;
            if (paragraphs++ > 0) text_ += '\n';
          } else if (xml_.name() == "s" && text_.size() < kMaxText) {
            text_.append(number(attribute("text:c"), 1000), ' ');
          } else if (xml_.name() == "tab" || xml_.name() == "line-break") {
            text_ += xml_.name() == "tab" ? '\t' : '\n';
          }
          break;
        case XmlPull::Token::End:
          if (depth-- == 0) return true;
          if (in_paragraph > 0) --in_paragraph;
          break;
      }
    }
  }

  XmlPull& xml_;
  PerTable per_table_;
  std::function<void(const std::string& name)> ended_;
  std::map<std::string, Ahead>* ahead_;
  SheetRows* rows_ = nullptr;
  std::string name_, style_, held_, value_, text_, texts_;
  std::vector<std::string> hidden_styles_;
  std::uint64_t line_ = 0, repeated_cells_ = 0;
  std::uint32_t column_ = 0;
  std::vector<Cell> cells_;
  std::vector<SheetCell> out_;
};

/// The parts of the document; `content` fails where it is no spreadsheet that can be read.
class Document {
 public:
  explicit Document(std::string_view bytes) : bytes_(bytes), budget_(bytes.size()) {}
  Result<void> open() {
    RF_TRY(zip_, read_zip_directory(bytes_, kMaxMembers));
    for (const auto& m : zip_.members) {
      if (m.name == "content.xml") content_ = &m;
      encrypted_ = encrypted_ || m.name == "encrypted-package";  // 1.3: the whole document as one member
      if (m.name == "META-INF/manifest.xml") {
        RF_TRY(auto in, open_zip_member(bytes_, m, budget_));
        XmlPull xml(*in);
        for (auto t = xml.next(); t != XmlPull::Token::Eof && t != XmlPull::Token::Bad; t = xml.next())
          encrypted_ = encrypted_ || (t == XmlPull::Token::Start && xml.name() == "encryption-data");
      }
    }
    if (encrypted_) return fail(Kind::Unsupported, "a spreadsheet encrypted with a password", {}, "open it and save it again without the password");
    if (!content_) return fail(zip_.rebuilt ? Kind::Truncated : Kind::Malformed, zip_.rebuilt ? "the file is cut off: its content.xml is missing" : "a spreadsheet without a content.xml", {}, "save it again as .ods or .xlsx");
    return {};
  }
  bool cut() const { return zip_.rebuilt; }
  Result<void> read(Reading::PerTable per_table, std::function<void(const std::string&)> ended, std::map<std::string, Ahead>* ahead) {
    RF_TRY(auto in, open_zip_member(bytes_, *content_, budget_));
    XmlPull xml(*in);
    return Reading(xml, std::move(per_table), std::move(ended), ahead).run();
  }

 private:
  std::string_view bytes_;
  InflateBudget budget_;
  ZipDirectory zip_;
  const ZipMember* content_ = nullptr;
  bool encrypted_ = false;
};

}  // namespace ods

bool is_ods(std::string_view head) {
  // Part 2 §3.3: the first member is "mimetype", stored, without an extra field.
  return head.starts_with("PK\x03\x04") && head.size() > 38 && head.substr(30, 8) == "mimetype" && head.substr(38).starts_with(ods::kMime);
}

int likeness_ods(std::string_view head, std::string_view) { return is_ods(head) ? 96 : 0; }

Result<void> read_ods(const Input& input, Sink& sink) {
  const auto kind = input.bytes.substr(std::min<std::size_t>(input.bytes.size(), 38 + ods::kMime.size()), 11);
  if (kind != "spreadsheet") return fail(Kind::Unsupported, "an OpenDocument file that is no spreadsheet", {}, "copy its tables into a spreadsheet and save that as .ods, .xlsx or CSV");
  static const ColumnWords kNoWords;
  const ColumnWords& words = input.words ? *input.words : kNoWords;
  ods::Document document(input.bytes);
  RF_CHECK(document.open());
  if (document.cut()) sink.error(Error{Kind::Truncated, {}, {}, "the file is cut off: the directory of its parts is missing", "the parts before the cut were read"});
  std::map<std::string, ods::Ahead> ahead;
  (void)document.read([](const auto&, bool) { return nullptr; }, {}, &ahead);  // what is wrong is told below, with the rows before it
  std::uint32_t table = 0;
  SheetOutcomes outcomes(sink);
  std::unique_ptr<SheetTable> rows;
  bool hidden = false;
  std::string reading;
  const auto begin = [&](const std::string& name, bool is_hidden) -> SheetRows* {
    hidden = is_hidden;
    reading = name;
    rows.reset();
    auto& known = ahead[name];
    if (known.pivot) outcomes.pivot(name);
    else rows = std::make_unique<SheetTable>(words, sink, name, table, std::move(known.merges));
    return rows.get();
  };
  const auto end = [&](const std::string& name) {
    if (rows) outcomes.add(name, hidden, *rows, rows->end());
    rows.reset();
    ++table;
  };
  const auto done = document.read(begin, end, nullptr);
  if (!done) {
    // Rows of the sheet that was being read stand in it still.
    if (rows) (void)rows->end();
    outcomes.failed(done.error(), reading, rows ? rows->rows() : 0);
  }
  return outcomes.result();
}

Result<std::vector<std::pair<std::string, std::string>>> ods_row(std::string_view bytes, std::string_view sheet, std::uint64_t line) {
  ods::Document document(bytes);
  RF_CHECK(document.open());
  OneSheetRow row(line);
  bool found = false;
  const auto done = document.read([&](const std::string& name, bool) -> SheetRows* {
    if (name != sheet) return nullptr;
    found = true;
    return &row;
  }, {}, nullptr);
  if (!row.found && !done) return std::unexpected(done.error());
  if (!found) return fail(Kind::Malformed, "the workbook has no sheet " + std::string(sheet), {}, "is it still the file that was assessed?");
  return row.take(sheet);
}

}  // namespace rf::evidence
