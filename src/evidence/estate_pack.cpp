// An estate pack (model/pack_format.h): the columns of an estate that was assessed before, wherever an inventory may be.
// Every length is checked against what is left before it is used. Cases: tests/evidence/estate-pack/.
#include <algorithm>
#include <deque>

#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "evidence/pack_view.h"
#include "evidence/reader.h"
#include "model/pack_format.h"

namespace rf::evidence {
namespace {

class Cursor {
 public:
  explicit Cursor(std::string_view s) : s_(s) {}
  template <class N>
  Result<N> number() {
    RF_TRY(const std::string_view b, take(sizeof(N)));
    return at<N>(b, 0);
  }
  Result<std::string_view> take(std::uint64_t n) {
    if (n > s_.size() - at_) return fail(Kind::Truncated, "the pack ends early", "offset " + std::to_string(at_), "make it again with estate pack");
    const auto out = s_.substr(at_, n);
    at_ += n;
    return out;
  }
  template <class N>
  static N at(std::string_view b, std::size_t index) {
    N n = 0;
    for (std::size_t i = 0; i < sizeof(N); ++i) n = static_cast<N>(n | static_cast<N>(static_cast<N>(static_cast<unsigned char>(b[index * sizeof(N) + i])) << (8 * i)));
    return n;
  }
  std::uint64_t left() const { return s_.size() - at_; }
  std::size_t offset() const { return at_; }

 private:
  std::string_view s_;
  std::size_t at_ = 0;
};

struct PackColumn {
  bool words = false;
  std::uint64_t n = 0;  ///< words, or rows
  std::string_view ends, bytes, codes;

  Result<std::string_view> text(std::uint64_t i) const {
    const std::uint64_t begin = i == 0 ? 0 : Cursor::at<std::uint64_t>(ends, i - 1), end = Cursor::at<std::uint64_t>(ends, i);
    if (begin > end || end > bytes.size()) return fail(Kind::Malformed, "a text of the pack lies outside it", {}, "make it again with estate pack");
    return bytes.substr(begin, end - begin);
  }
  Result<std::string_view> cell(std::uint64_t row) const {
    if (!words) return text(row);
    const auto c = Cursor::at<std::uint32_t>(codes, row);
    if (c >= n) return fail(Kind::Malformed, "a word of the pack is not in its dictionary", {}, "make it again with estate pack");
    return text(c);
  }
};

/// One column of a pack of version 2 or 3, as texts.
struct TextOf {
  PackedCodes codes;
  std::vector<std::string_view> words;
  PackedValues days, counts;
  PackedTexts texts;

  std::string_view cell(std::uint64_t row, std::deque<std::string>& made) const {
    if (codes) return words[codes.at(row)];
    if (days) {
      const Day d = day_of_number(days.at(row));
      return d.known() ? std::string_view(made.emplace_back(to_text(d))) : std::string_view();
    }
    if (counts) {
      const std::int64_t n = counts.at(row);
      return n == PackedValues::kNone ? std::string_view() : std::string_view(made.emplace_back(std::to_string(n)));
    }
    return texts.at(row);
  }
};

/// The columns of a pack of version 2 or 3 as a table has them.
struct PackTable {
  std::vector<Column> heads;  ///< without cells
  std::deque<TextOf> columns;

  static Result<PackTable> open(const PackView& view);
  bool damaged() const {
    return std::any_of(columns.begin(), columns.end(), [](const auto& c) { return c.texts.damaged(); });
  }
};

Result<PackTable> PackTable::open(const PackView& view) {
  const std::uint64_t rows = view.rows();
  PackTable out;
  const auto add = [&](std::string header, int field, TextOf column) {
    out.heads.push_back({std::move(header), field, {}});
    out.columns.push_back(std::move(column));
  };
  const auto coded = [&](std::string_view codes, std::string_view words) -> Result<TextOf> {
    TextOf column;
    RF_TRY(column.words, view.texts(words));  // codes are not taken for words that are not there
    if (!column.words.empty()) column.codes = PackedCodes(view.numbers(codes, rows), column.words.size());
    return column;
  };
  const auto short_column = [] { return fail(Kind::Malformed, "a column of the pack is shorter than its rows", {}, "make it again with estate pack"); };
  for (const std::string_view name : view.names()) {
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos) continue;
    const std::string_view kind = name.substr(0, slash);
    const std::string rest(name.substr(slash + 1));
    const auto field = field_named(rest);
    TextOf column;
    if (kind == "word" && field) {
      RF_TRY(column, coded(name, "words/" + rest));
    } else if (kind == "extra") {
      RF_TRY(column, coded(name, "extras/" + rest));
    } else if (kind == "day" && field) {
      column.days = view.values(name, rows);
    } else if (kind == "count" && field) {
      column.counts = view.values(name, rows);
    } else if (kind == "text" && field) {
      column.texts = view.blocks(name);
      if (column.texts.size() != rows) return short_column();
    } else {
      continue;
    }
    if (!column.codes && !column.days && !column.counts && column.texts.size() == 0 && rows > 0) return short_column();
    if (out.columns.size() >= pack::kMaxColumns) return fail(Kind::Limit, "more than " + std::to_string(pack::kMaxColumns) + " columns");
    add(rest, kind == "extra" ? -1 : static_cast<int>(*field), std::move(column));
  }
  RF_TRY(TextOf from, coded("from", "froms"));
  if (from.codes) add(std::string(pack::kInputColumn), -1, std::move(from));
  if (TextOf line; (line.counts = view.values("line", rows))) add(std::string(pack::kLineColumn), -1, std::move(line));
  return out;
}

std::unexpected<Error> damaged_texts(std::string_view how) {
  return fail(Kind::Malformed, "texts of the pack are damaged" + std::string(how), {}, "make it again with estate pack");
}

Result<void> read_pack_view(const Input& input, Sink& sink) {
  RF_TRY(const PackView view, PackView::open(input.bytes));
  RF_TRY(PackTable table, PackTable::open(view));
  const std::uint64_t rows = view.rows();
  ColumnBatch batch;
  batch.columns = std::move(table.heads);
  RF_TRY(auto notes, view.said("notes"));
  for (Error& note : notes) sink.note(std::move(note));
  RF_TRY(auto unread, view.said("unread"));
  for (Error& e : unread) sink.error(std::move(e));
  std::deque<std::string> made;
  for (std::uint64_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) batch.columns[c].cells.push_back(table.columns[c].cell(row, made));
    batch.line.push_back(row + 1);
    batch.offset.push_back(0);
    batch.length.push_back(0);
    if (batch.rows() < kBatchRows && row + 1 != rows) continue;
    sink.rows(batch);
    batch.clear_rows();
    made.clear();
    for (const auto& c : table.columns) c.texts.forget();
  }
  if (table.damaged()) return damaged_texts(": they were read as empty");
  return {};
}

}  // namespace

Result<std::vector<PackedCell>> pack_row(std::string_view bytes, std::uint64_t row) {
  RF_TRY(const PackView view, PackView::open(bytes));
  if (row == 0 || row > view.rows()) return fail(Kind::Malformed, "the pack has only " + counted(static_cast<std::int64_t>(view.rows()), "row", "rows"));
  RF_TRY(const PackTable table, PackTable::open(view));
  std::vector<PackedCell> out;
  std::deque<std::string> made;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    out.push_back({table.heads[c].header, table.heads[c].field, std::string(table.columns[c].cell(row - 1, made))});
  if (table.damaged()) return damaged_texts(" where this row lies");
  return out;
}

int likeness_estate_pack(std::string_view head, std::string_view) { return head.starts_with(pack::kMagic) ? 100 : 0; }

Result<void> read_estate_pack(const Input& input, Sink& sink) {
  if (PackView::begins(input.bytes)) return read_pack_view(input, sink);
  if (input.bytes.size() < pack::kDigest) return fail(Kind::Truncated, "shorter than any pack");
  const std::string_view body = input.bytes.substr(0, input.bytes.size() - pack::kDigest);
  if (sha256_hex(body) != input.bytes.substr(body.size())) return fail(Kind::Malformed, "the pack is damaged: its SHA-256 does not fit", {}, "make it again with estate pack");
  Cursor in(body);
  RF_TRY(const std::string_view magic, in.take(pack::kMagic.size()));
  if (magic != pack::kMagic) return fail(Kind::Unsupported, "not an estate pack", "offset 0");
  RF_TRY(const auto version, in.number<std::uint32_t>());
  if (version != pack::kOldVersion) return fail(Kind::Unsupported, "a pack of version " + std::to_string(version), "offset 8", "this program reads versions 1 to 3; make it again with estate pack");
  RF_TRY(const auto columns, in.number<std::uint32_t>());
  RF_TRY(const auto rows, in.number<std::uint64_t>());
  if (columns > pack::kMaxColumns) return fail(Kind::Limit, std::to_string(columns) + " columns", "offset 12");
  if (rows > in.left()) return fail(Kind::Malformed, "more rows than bytes", "offset 16");
  ColumnBatch batch;
  std::vector<PackColumn> packed;
  for (std::uint32_t c = 0; c < columns; ++c) {
    RF_TRY(const auto name_length, in.number<std::uint32_t>());
    RF_TRY(const std::string_view name, in.take(name_length));
    RF_TRY(const auto kind, in.number<std::uint8_t>());
    PackColumn p;
    p.words = kind == pack::kOldWords;
    if (!p.words && kind != pack::kOldTexts) return fail(Kind::Malformed, "a column of unknown kind", "offset " + std::to_string(in.offset()));
    p.n = rows;
    if (p.words) {
      RF_TRY(const auto n, in.number<std::uint32_t>());
      p.n = n;
    }
    RF_TRY(p.ends, in.take(p.n * sizeof(std::uint64_t)));
    RF_TRY(p.bytes, in.take(p.n == 0 ? 0 : Cursor::at<std::uint64_t>(p.ends, p.n - 1)));
    if (p.words) {
      RF_TRY(p.codes, in.take(rows * sizeof(std::uint32_t)));
    }
    const auto field = field_named(name);
    batch.columns.push_back({std::string(name), field ? static_cast<int>(*field) : -1, {}});
    packed.push_back(p);
  }
  for (std::uint64_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < packed.size(); ++c) {
      RF_TRY(const std::string_view cell, packed[c].cell(row));
      batch.columns[c].cells.push_back(cell);
    }
    batch.line.push_back(row + 1);
    batch.offset.push_back(0);
    batch.length.push_back(0);
    if (batch.rows() >= kBatchRows || row + 1 == rows) {
      sink.rows(batch);
      batch.clear_rows();
    }
  }
  return {};
}

}  // namespace rf::evidence
