#include "evidence/sheet_table.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <limits>
#include <map>
#include <optional>

#include "base/text.h"
#include "evidence/columns.h"

namespace rf::evidence {
namespace sheet_detail {  // named: the table below has members of these types, in batches of files too

constexpr std::size_t kMaxHeaders = 1000;            // widest export seen: 180; a sheet has 16,384
constexpr std::size_t kBatchCells = 256 * 1024;      // bounds a batch of a very wide table
constexpr std::size_t kMaxActiveMerges = 1000;       // ranges open at one row; crafted files stack them
constexpr std::size_t kRowsBelow = 4;                // looked at to see whether a header fits
constexpr std::uint64_t kCellMessages = 20;

/// Text that lives until clear(): bytes in chunks, none moved.
class CellArena {
 public:
  std::string_view keep(std::string_view s) {
    if (s.empty()) return {};
    if (s.size() > left_) {
      if (next_ == chunks_.size() || s.size() > kChunk) {
        chunks_.push_back(std::make_unique<char[]>(std::max(kChunk, s.size())));
        std::swap(chunks_.back(), chunks_[next_]);
      }
      at_ = chunks_[next_++].get();
      left_ = std::max(kChunk, s.size());
    }
    std::memcpy(at_, s.data(), s.size());
    const std::string_view out(at_, s.size());
    at_ += s.size();
    left_ -= s.size();
    return out;
  }
  void clear() {
    if (chunks_.size() > kKept) chunks_.resize(kKept);
    next_ = 0;
    left_ = 0;
  }

 private:
  static constexpr std::size_t kChunk = std::size_t{64} << 10;
  static constexpr std::size_t kKept = 32;
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t next_ = 0, left_ = 0;
  char* at_ = nullptr;
};

struct HeldCell {
  std::uint32_t column;
  SheetCell::Kind kind;
  std::string text;
};
struct HeldRow {
  std::uint64_t line;
  bool hidden;
  std::vector<HeldCell> cells;
};

bool counts(int field) {
  if (field < 0) return false;
  const FieldType t = kFields[static_cast<std::size_t>(field)].type;
  return t == FieldType::Count || t == FieldType::Decimal;
}

}  // namespace sheet_detail
using namespace sheet_detail;

std::string column_letters(std::uint32_t column) {
  std::string out;
  for (std::uint64_t n = std::uint64_t{column} + 1; n > 0; n = (n - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
  return out;
}

struct SheetTable::Impl {
  Impl(const ColumnWords& w, Sink& s, std::string name, std::uint32_t table, std::vector<SheetMerge> m)
      : words(w), sink(s), sheet(std::move(name)), messages(s, sheet), merges(std::move(m)) {
    batch.headed = true;
    batch.table = table;
    batch.sheet = sheet;
    std::erase_if(merges, [](const SheetMerge& x) { return x.last_row <= x.first_row; });
    std::sort(merges.begin(), merges.end(), [](const SheetMerge& a, const SheetMerge& b) { return a.first_row < b.first_row; });
  }

  std::string where(std::uint64_t line = 0, std::string_view column = {}) const {
    std::string out = "sheet " + sheet;
    if (line != 0) out += ", line " + std::to_string(line);
    if (!column.empty()) out += ", column " + std::string(column);
    return out;
  }
  void note(std::string why, std::string remedy = {}, std::uint64_t line = 0, std::string_view column = {}) {
    sink.note(Error{Kind::Malformed, {}, where(line, column), std::move(why), std::move(remedy)});
  }

  void hold(std::uint64_t line, bool hidden, std::span<const SheetCell> cells) {
    HeldRow r{line, hidden, {}};
    bool any = false;
    for (const auto& c : cells) {
      r.cells.push_back({c.column, c.kind, std::string(c.text.substr(0, kMaxCell + 1))});
      any = any || !trimmed(c.text).empty();
    }
    if (any) held.push_back(std::move(r));
  }

  /// A sheet of pairs, word and value, is a cover: above and below a header stands no other such word.
  bool is_form(std::size_t at, std::uint32_t column) const {
    for (std::size_t i = at - std::min(at, kRowsBelow); i < held.size() && i <= at + kRowsBelow; ++i)
      for (const auto& c : held[i].cells)
        if (i != at && c.column == column && words.by_word.contains(header_key(c.text))) return true;
    return false;
  }

  void decide() {
    decided = true;
    int best = -1;
    std::optional<std::size_t> header;
    std::vector<std::uint32_t> best_columns;
    std::vector<std::string> best_headers;
    std::vector<int> best_fields;
    std::uint64_t dropped_best = 0;
    for (std::size_t i = 0; i < held.size() && i < static_cast<std::size_t>(kHeaderWithin); ++i) {
      std::vector<std::string> headers;
      std::vector<std::uint32_t> columns;
      std::uint64_t dropped = 0;
      std::uint32_t last = 0;
      for (const auto& c : held[i].cells) {
        const auto text = trimmed(c.text);
        if (text.empty()) continue;
        last = c.column;
        if (headers.size() == kMaxHeaders) {
          ++dropped;
          continue;
        }
        headers.emplace_back(text);
        columns.push_back(c.column);
      }
      bool fit = i + 1 < held.size();
      for (std::size_t k = i + 1; k < held.size() && k <= i + kRowsBelow; ++k) {
        const auto& below = held[k].cells;
        fit = fit && (headers.size() == 1 || below.size() > 1) && (below.empty() || below.back().column <= last);
      }
      const HeaderLikeness like = header_likeness(headers, fit, static_cast<int>(i), words);
      if (like.score <= best) continue;
      if (like.known == 1) {
        const auto at = static_cast<std::size_t>(std::find_if(like.fields.begin(), like.fields.end(), [](int f) { return f >= 0; }) - like.fields.begin());
        if (is_form(i, columns[at])) continue;
      }
      best = like.score;
      header = i;
      best_columns = std::move(columns);
      best_headers = std::move(headers);
      best_fields = like.fields;
      dropped_best = dropped;
    }
    if (!header) {
      no_header = true;
      held.clear();
      return;
    }
    if (has_pivot_sums(best_headers, best_fields)) {
      no_header = pivot = true;
      held.clear();
      return;
    }
    header_line = held[*header].line;
    if (*header > 0) note(counted(static_cast<std::int64_t>(*header), "line above the header is", "lines above the header are") + " taken as a title", {}, header_line);
    if (dropped_best > 0)
      note(counted(static_cast<std::int64_t>(dropped_best), "column was", "columns were") + " passed over: at most " + std::to_string(kMaxHeaders) + " with a header are read", {}, header_line);
    column_of.assign(best_columns.back() + std::size_t{1}, -1);
    for (std::size_t c = 0; c < best_headers.size(); ++c) {
      column_of[best_columns[c]] = static_cast<std::int32_t>(c);
      batch.columns.push_back({best_headers[c], best_fields[c], {}});
    }
    numbers.assign(batch.columns.size(), 0);
    long_numbers.assign(batch.columns.size(), 0);
    faults.assign(batch.columns.size(), 0);
    filled_down.assign(batch.columns.size(), 0);
    not_filled.assign(batch.columns.size(), 0);
    const std::size_t from = *header + 1;
    std::vector<SheetCell> cells;
    for (std::size_t i = from; i < held.size(); ++i) {
      cells.clear();
      for (const auto& c : held[i].cells) cells.push_back({c.column, c.kind, false, c.text});
      body(held[i].line, held[i].hidden, cells);
    }
    held.clear();
    held.shrink_to_fit();
  }

  void open_merges(std::uint64_t line) {
    std::erase_if(active, [&](const Active& a) { return a.merge->last_row < line; });
    for (; next_merge < merges.size() && merges[next_merge].first_row <= line; ++next_merge) {
      const SheetMerge& m = merges[next_merge];
      if (m.first_row <= header_line || m.last_row < line) continue;
      if (m.first_column >= column_of.size() || column_of[m.first_column] < 0) continue;
      if (active.size() >= kMaxActiveMerges) {
        ++merges_dropped;
        continue;
      }
      active.push_back({&m, {}, SheetCell::Kind::Text});
    }
  }

  void fault_cell(std::uint64_t line, std::size_t column, const SheetCell& c) {
    if (++faults[column] > kCellMessages) return;
    sink.error(Error{Kind::Malformed, {}, where(line, batch.columns[column].header),
                     c.kind == SheetCell::Kind::Fault ? "the formula gives " + std::string(c.text.substr(0, 40)) : std::string("a formula whose value is not stored"),
                     c.kind == SheetCell::Kind::Fault ? "the cell was taken as unknown; the rest of the row was read" : "open the file in a spreadsheet and save it; the cell was taken as unknown"});
  }

  void body(std::uint64_t line, bool is_hidden, std::span<const SheetCell> cells) {
    const std::size_t n = batch.columns.size();
    row_cells.assign(n, {});
    bool any = false, header_again = true, too_long = false;
    std::size_t matched = 0;
    for (const auto& c : cells) {
      const std::string_view text = trimmed(c.text);
      const bool faulty = c.kind == SheetCell::Kind::Fault || c.kind == SheetCell::Kind::NotComputed;
      if (text.empty() && !faulty) continue;
      const std::int32_t at = c.column < column_of.size() ? column_of[c.column] : -1;
      if (at < 0) {
        ++strays;
        if (strays == 1) stray_at = column_letters(c.column) + std::to_string(line);
        continue;
      }
      const auto column = static_cast<std::size_t>(at);
      any = true;
      if (faulty) {
        fault_cell(line, column, c);
        header_again = false;
        continue;
      }
      too_long = too_long || text.size() > kMaxCell;
      row_cells[column] = c.lasting ? text : arena.keep(text);
      ++matched;
      header_again = header_again && text == batch.columns[column].header;
      if (c.kind == SheetCell::Kind::Number) ++numbers[column];
      if (c.kind == SheetCell::Kind::LongNumber) ++long_numbers[column];
    }
    if (!merges.empty()) open_merges(line);
    for (auto& a : active) {
      const auto column = static_cast<std::size_t>(column_of[a.merge->first_column]);
      if (a.merge->first_row == line) {
        a.text = row_cells[column];
        continue;
      }
      if (!any || a.text.empty() || !row_cells[column].empty()) continue;
      if (counts(batch.columns[column].field)) {
        ++not_filled[column];
      } else {
        row_cells[column] = arena.keep(a.text);
        ++filled_down[column];
      }
    }
    if (!any) return;
    if (header_again && matched == n) {
      ++repeated;
      return;
    }
    if (too_long) return messages.row(line, "a cell longer than " + std::to_string(kMaxCell) + " bytes");
    if (is_sum_row(row_cells)) {
      ++sums;
      return;
    }
    hidden_rows += is_hidden;
    for (std::size_t c = 0; c < n; ++c) batch.columns[c].cells.push_back(row_cells[c]);
    batch.line.push_back(line);
    batch.offset.push_back(0);
    batch.length.push_back(0);
    ++rows;
    if (batch.rows() >= kBatchRows || batch.rows() * n >= kBatchCells) flush();
  }

  void flush() {
    if (batch.rows() == 0) return;
    sink.rows(batch);
    batch.clear_rows();
    arena.clear();
  }

  void notes() {
    const auto n = [](std::uint64_t v, const char* one, const char* many) { return counted(static_cast<std::int64_t>(v), one, many); };
    for (std::size_t c = 0; c < batch.columns.size(); ++c) {
      const auto& col = batch.columns[c];
      const bool serial = col.field == static_cast<int>(Field::Serial);
      if (serial && numbers[c] > 0) note(n(numbers[c], "serial is a number", "serials are numbers") + ", not text: zeros in front, if there were any, are lost", "compare with the labels before relying on them", 0, col.header);
      if (long_numbers[c] > 0 && !counts(col.field))
        note(n(long_numbers[c], "cell holds a number", "cells hold numbers") + " of more than 15 digits, of which a spreadsheet keeps 15: the last digits are not to be trusted", "export the column as text", 0, col.header);
      if (filled_down[c] > 0) note(n(filled_down[c], "row takes", "rows take") + " the value of a cell merged over several rows", {}, 0, col.header);
      if (not_filled[c] > 0) note("a cell merged over several rows was counted once, in its first row; " + n(not_filled[c], "row below it is", "rows below it are") + " left unknown", "give each row its own number", 0, col.header);
      if (faults[c] > kCellMessages) sink.error(Error{Kind::Malformed, {}, where(0, col.header), n(faults[c] - kCellMessages, "more cell", "more cells") + " of the same kind", {}});
    }
    if (merges_dropped > 0) note(n(merges_dropped, "merged range was", "merged ranges were") + " not filled down: more than " + std::to_string(kMaxActiveMerges) + " lie over one row");
    if (strays > 0) note(n(strays, "cell stands", "cells stand") + " in a column without a header and " + (strays == 1 ? "was" : "were") + " passed over, the first in " + stray_at);
    if (repeated > 0) note(n(repeated, "repeated header line was", "repeated header lines were") + " passed over");
    if (sums > 0) note(n(sums, "row of sums was", "rows of sums were") + " passed over");
    if (hidden_rows > 0) note(n(hidden_rows, "hidden row was", "hidden rows were") + " read like the others");
  }

  struct Active {
    const SheetMerge* merge;
    std::string text;
    SheetCell::Kind kind;
  };

  const ColumnWords& words;
  Sink& sink;
  std::string sheet;
  RowMessages messages;
  std::vector<SheetMerge> merges;
  std::vector<Active> active;
  std::size_t next_merge = 0;
  std::vector<HeldRow> held;
  bool decided = false, no_header = false, pivot = false;
  std::uint64_t header_line = 0;
  ColumnBatch batch;
  std::vector<std::int32_t> column_of;  ///< column of the sheet → of the batch, -1 none
  std::vector<std::string_view> row_cells;
  CellArena arena;
  std::vector<std::uint64_t> numbers, long_numbers, faults, filled_down, not_filled;
  std::uint64_t rows = 0, repeated = 0, sums = 0, strays = 0, hidden_rows = 0, merges_dropped = 0;
  std::string stray_at;
};

SheetTable::SheetTable(const ColumnWords& words, Sink& sink, std::string sheet, std::uint32_t table, std::vector<SheetMerge> merges)
    : impl_(std::make_unique<Impl>(words, sink, std::move(sheet), table, std::move(merges))) {}
SheetTable::~SheetTable() = default;
std::uint64_t SheetTable::rows() const { return impl_->rows; }

bool SheetTable::row(std::uint64_t line, bool hidden, std::span<const SheetCell> cells) {
  if (impl_->no_header) return false;
  if (impl_->decided) {
    impl_->body(line, hidden, cells);
    return true;
  }
  impl_->hold(line, hidden, cells);
  if (impl_->held.size() >= static_cast<std::size_t>(kHeaderWithin) + kRowsBelow) impl_->decide();
  return !impl_->no_header;
}

SheetTable::Outcome SheetTable::end() {
  if (!impl_->decided) {
    if (impl_->held.empty()) return Outcome::Empty;
    impl_->decide();
  }
  if (impl_->no_header) return impl_->pivot ? Outcome::Pivot : Outcome::NoHeader;
  impl_->flush();
  impl_->notes();
  return impl_->rows > 0 || impl_->messages.count() > 0 ? Outcome::Rows : Outcome::HeaderOnly;
}

void SheetOutcomes::note(const std::string& sheet, std::string why, std::string remedy) {
  sink_.note(Error{Kind::Malformed, {}, "sheet " + sheet, std::move(why), std::move(remedy)});
}
void SheetOutcomes::add(const std::string& sheet, bool hidden, const SheetTable& table, SheetTable::Outcome outcome) {
  using Outcome = SheetTable::Outcome;
  switch (outcome) {
    case Outcome::Rows:
      ++read_;
      if (hidden) note(sheet, "is hidden; " + counted(static_cast<std::int64_t>(table.rows()), "row of it was", "rows of it were") + " read like the others");
      break;
    case Outcome::HeaderOnly: note(sheet, "has a header and no rows"); ++without_; break;
    case Outcome::NoHeader:
      note(sheet, "no line among its first " + std::to_string(kHeaderWithin) + " names columns that are known: passed over", "name them with --column, for example --column supplier=HEADER");
      ++without_;
      break;
    case Outcome::Pivot: note(sheet, std::string(kPivotPasted), "if its rows are what you have, say what a column of sums is, as in --column quantity='Sum of Pieces'"); ++without_; break;
    case Outcome::Empty: break;
  }
}
void SheetOutcomes::pivot(const std::string& sheet) {
  note(sheet, "holds a pivot table, sums of other rows: passed over", "if it holds rows too, move them to a sheet of their own");
}
void SheetOutcomes::failed(Error why, const std::string& sheet, std::uint64_t rows) {
  why.where = "sheet " + sheet + (why.where.empty() ? "" : ", " + why.where);
  if (rows > 0) why.remedy = counted(static_cast<std::int64_t>(rows), "row", "rows") + " before it were read" + (why.remedy.empty() ? "" : "; " + why.remedy);
  sink_.error(std::move(why));
  ++failed_;
}
Result<void> SheetOutcomes::result() const {
  if (read_ > 0 || failed_ > 0) return {};
  return fail(Kind::Unsupported, without_ == 0 ? "no sheet with rows in it" : "no sheet names columns that are known above its rows", {}, "name them with --column, for example --column supplier=HEADER --column model=HEADER");
}

}  // namespace rf::evidence
