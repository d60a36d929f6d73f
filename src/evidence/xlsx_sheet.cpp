// The rows of one worksheet, in one pass: the loop in which a large workbook is read.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "evidence/xlsx_parts.h"

namespace rf::evidence::xlsx {
namespace {

constexpr std::uint32_t kMaxColumn = 16384;  // ECMA-376 part 1 §18.3.1.13: XFD
constexpr std::size_t kMaxRowText = std::size_t{32} << 20;  // of one row; 1,000 columns of 32,767 characters
constexpr std::uint32_t kNoColumn = 0xFFFFFFFF;

/// Column of "AB12", from 0; kNoColumn where it is none.
std::uint32_t column_of(std::string_view reference) {
  std::uint32_t n = 0;
  for (const char c : reference) {
    const char u = static_cast<char>(c & ~0x20);
    if (u < 'A' || u > 'Z') break;
    n = n * 26 + static_cast<std::uint32_t>(u - 'A' + 1);
    if (n > kMaxColumn) return kNoColumn;
  }
  return n == 0 ? kNoColumn : n - 1;
}
std::uint64_t row_of(std::string_view reference) {
  const auto at = reference.find_first_of("0123456789");
  if (at == std::string_view::npos) return 0;
  std::uint64_t n = 0;
  std::from_chars(reference.data() + at, reference.data() + reference.size(), n);
  return n;
}

enum class Type : std::uint8_t { Number, Shared, Inline, Formula, Bool, Error, Iso };
Type type_of(std::string_view t) {
  if (t == "s") return Type::Shared;
  if (t == "str") return Type::Formula;
  if (t == "inlineStr") return Type::Inline;
  if (t == "b") return Type::Bool;
  if (t == "e") return Type::Error;
  if (t == "d") return Type::Iso;
  return Type::Number;
}

class SheetReading {
 public:
  SheetReading(XmlPull& xml, const SheetContext& context, SheetRows& rows, SheetFacts& facts) : xml_(xml), context_(context), rows_(rows), facts_(facts) {}

  Result<void> run() {
    for (;;) {
      const auto token = xml_.next();
      if (token == XmlPull::Token::Eof) return {};
      if (token == XmlPull::Token::Bad) return std::unexpected(xml_.error());
      if (token != XmlPull::Token::Start) continue;
      if (xml_.name() == "row") {
        bool more = true;
        if (!row(more)) return std::unexpected(xml_.error());
        if (!more) return {};
      } else if (xml_.name() == "mergeCell") {
        std::string held;
        const auto ref = xml_.attribute("ref", held).value_or("");
        const auto colon = ref.find(':');
        if (colon != std::string_view::npos && row_of(ref.substr(0, colon)) != row_of(ref.substr(colon + 1))) ++facts_.merged_over_rows;
      }
    }
  }

 private:
  /// False: the XML is bad.
  bool row(bool& more) {
    std::uint64_t number = line_ + 1;
    bool hidden = false;
    each_attribute(xml_.raw_attributes(), [&](std::string_view name, std::string_view value) {
      if (name == "r") {
        if (const auto n = parse_count(value); n && *n > 0) number = static_cast<std::uint64_t>(*n);
      } else if (name == "hidden") {
        hidden = value == "1" || value == "true";
      }
    });
    line_ = number;
    next_column_ = 0;
    cells_.clear();
    texts_.clear();
    int depth = 0;
    for (;;) {
      if (depth == 0)
        while (plain_cell()) {
        }
      const auto token = xml_.next();
      if (token == XmlPull::Token::Bad || token == XmlPull::Token::Eof) return false;
      if (token == XmlPull::Token::Start) {
        if (depth == 0 && xml_.name() == "c") {
          if (!cell()) return false;
        } else {
          ++depth;
        }
      } else if (token == XmlPull::Token::End) {
        if (depth == 0) break;
        --depth;
      }
    }
    out_.clear();
    const auto before = [](const Held& a, const Held& b) { return a.column < b.column; };
    if (!std::is_sorted(cells_.begin(), cells_.end(), before)) std::stable_sort(cells_.begin(), cells_.end(), before);
    for (const auto& c : cells_)
      out_.push_back({c.column, c.kind, c.shared, c.shared ? context_.strings->at(c.begin) : std::string_view(texts_).substr(c.begin, c.length)});
    more = rows_.row(line_, hidden, out_);
    return true;
  }

  /// A cell as spreadsheet programs write nearly all of them, <c r="B7" s="1" t="s"><v>42</v></c>, whole in the buffer: read without
  /// tokens. False where the next bytes are anything else; nothing is consumed then.
  bool plain_cell() {
    const std::string_view all = xml_.ahead();
    const char *p = all.data(), *const end = p + all.size();
    const auto take = [&](std::string_view word) {
      if (static_cast<std::size_t>(end - p) < word.size() || std::string_view(p, word.size()) != word) return false;
      p += word.size();
      return true;
    };
    if (!take("<c r=\"")) return false;
    const std::string_view reference(p, static_cast<std::size_t>(std::min<std::ptrdiff_t>(end - p, 12)));
    const std::uint32_t column = column_of(reference);
    while (p < end && *p != '"' && *p != '<') ++p;
    std::size_t style = 0;
    Type type = Type::Number;
    if (take("\" s=\"")) {
      const auto r = std::from_chars(p, end, style);
      if (r.ec != std::errc()) return false;
      p = r.ptr;
    }
    if (take("\" t=\"s")) type = Type::Shared;
    if (!take("\"><v>")) return false;
    const char* const begin = p;
    while (p < end && *p != '<' && *p != '&') ++p;
    const std::string_view value(begin, static_cast<std::size_t>(p - begin));
    if (!take("</v></c>") || value.empty()) return false;
    place(column, style, type, value, true, false);
    xml_.skip(static_cast<std::size_t>(p - all.data()));
    return true;
  }

  bool cell() {
    std::uint32_t column = next_column_;
    std::size_t style = 0;
    Type type = Type::Number;
    each_attribute(xml_.raw_attributes(), [&](std::string_view name, std::string_view value) {
      if (name == "r") column = column_of(value);
      else if (name == "t") type = type_of(value);
      else if (name == "s") std::from_chars(value.data(), value.data() + value.size(), style);
    });
    value_.clear();
    bool formula = false, in_value = false, has_value = false;
    int depth = 0;
    for (bool open = true; open;) {
      switch (xml_.next()) {
        case XmlPull::Token::Start:
          if (depth == 0 && xml_.name() == "is") {
            if (!read_rich_text(xml_, value_)) return false;
            has_value = true;
          } else {
            ++depth;
            if (depth == 1) {
              in_value = xml_.name() == "v";
              has_value = has_value || in_value;
              formula = formula || xml_.name() == "f";
            }
          }
          break;
        case XmlPull::Token::Text:
          if (in_value && value_.size() <= XmlPull::kMaxToken) value_ += xml_.text(held_);
          break;
        case XmlPull::Token::End:
          if (depth == 0) open = false;
          else if (--depth == 0) in_value = false;
          break;
        case XmlPull::Token::Eof: case XmlPull::Token::Bad: return false;
      }
    }
    place(column, style, type, value_, has_value, formula);
    return true;
  }

  /// Keeps a cell's value as it is meant. `value` may be a view of the XML's buffer.
  void place(std::uint32_t column, std::size_t style, Type type, std::string_view value, bool has_value, bool formula) {
    if (column >= kMaxColumn || cells_.size() >= kMaxColumn) return;
    next_column_ = column + 1;
    if (!has_value || value.empty()) {
      // <v></v> and no value: programs that write formulas and never work them out.
      if (formula && (!has_value || type == Type::Number)) put(column, SheetCell::Kind::NotComputed, {});
      return;
    }
    switch (type) {
      case Type::Shared: {
        std::uint64_t index = 0;
        const std::string_view v = trimmed(value);
        const auto r = std::from_chars(v.data(), v.data() + v.size(), index);
        if (r.ec != std::errc() || !context_.strings || index >= context_.strings->size()) return bad_cell(column);
        cells_.push_back({column, SheetCell::Kind::Text, true, static_cast<std::size_t>(index), 0});
        return;
      }
      case Type::Bool: return put(column, SheetCell::Kind::Text, value == "1" || value == "true" ? "true" : "false");
      case Type::Error: return put(column, SheetCell::Kind::Fault, value);
      case Type::Inline: case Type::Formula: case Type::Iso: return put(column, SheetCell::Kind::Text, value);
      case Type::Number: return number(column, style, trimmed(value));
    }
  }

  void number(std::uint32_t column, std::size_t style, std::string_view raw) {
    using F = NumberFormat::Kind;
    const NumberFormat format = context_.styles && style < context_.styles->size() ? (*context_.styles)[style] : NumberFormat{};
    if (format.kind == F::Day || format.kind == F::DayTime || format.kind == F::Time) {
      double v = 0;
      const auto r = std::from_chars(raw.data(), raw.data() + raw.size(), v);
      const std::string day = r.ec == std::errc() && r.ptr == raw.data() + raw.size() ? day_text(v, context_.system_1904, format.kind) : std::string();
      if (!day.empty()) return put(column, SheetCell::Kind::Text, day);
      if (++facts_.never_days == 1) facts_.first_never = column_letters(column) + std::to_string(line_);
    }
    bool long_number = false;
    std::string text = number_text(raw, long_number);
    if (format.kind == F::Zeros && text.find_first_not_of("0123456789") == std::string::npos) {
      if (text.size() < format.digits) text.insert(0, format.digits - text.size(), '0');  // as the person sees it
      return put(column, long_number ? SheetCell::Kind::LongNumber : SheetCell::Kind::Text, text);
    }
    put(column, long_number ? SheetCell::Kind::LongNumber : SheetCell::Kind::Number, text);
  }

  void put(std::uint32_t column, SheetCell::Kind kind, std::string_view text) {
    text = text.substr(0, kMaxCell + 1);  // the table refuses what is longer
    if (texts_.size() + text.size() > kMaxRowText) return bad_cell(column);
    cells_.push_back({column, kind, false, texts_.size(), text.size()});
    texts_.append(text);
  }

  void bad_cell(std::uint32_t column) {
    if (++facts_.bad_cells == 1) facts_.first_bad = column_letters(column) + std::to_string(line_);
  }

  struct Held {
    std::uint32_t column;
    SheetCell::Kind kind;
    bool shared;
    std::size_t begin, length;  ///< in texts_; or the number of the shared text
  };

  XmlPull& xml_;
  const SheetContext& context_;
  SheetRows& rows_;
  SheetFacts& facts_;
  std::uint64_t line_ = 0;
  std::uint32_t next_column_ = 0;
  std::vector<Held> cells_;
  std::vector<SheetCell> out_;
  std::string texts_, value_, held_;
};

}  // namespace

Result<void> read_sheet(XmlPull& xml, const SheetContext& context, SheetRows& rows, SheetFacts& facts) { return SheetReading(xml, context, rows, facts).run(); }

Result<std::vector<SheetMerge>> read_merges(XmlPull& xml, std::size_t most) {
  std::vector<SheetMerge> out;
  std::string held;
  for (;;) {
    const auto token = xml.next();
    if (token == XmlPull::Token::Eof) return out;
    if (token == XmlPull::Token::Bad) return std::unexpected(xml.error());
    if (token != XmlPull::Token::Start || xml.name() != "mergeCell" || out.size() >= most) continue;
    const auto ref = xml.attribute("ref", held).value_or("");
    const auto colon = ref.find(':');
    if (colon == std::string_view::npos) continue;
    const auto a = ref.substr(0, colon), b = ref.substr(colon + 1);
    const SheetMerge m{row_of(a), row_of(b), column_of(a), column_of(b)};
    if (m.first_row == 0 || m.last_row < m.first_row || m.first_column == kNoColumn || m.last_column == kNoColumn) continue;
    out.push_back(m);
  }
}

}  // namespace rf::evidence::xlsx
