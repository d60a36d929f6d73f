// An inventory as CSV (RFC 4180 and what spreadsheets make of it), in any separator and encoding, columns named as
// people name them. A row with another number of cells than the header is left out and named: which cell is missing
// cannot be told, and a shifted row would put one supplier's name into another's place.
// Cases: tests/evidence/inventory-csv/.
#include <algorithm>

#include "base/text.h"
#include "evidence/columns.h"
#include "evidence/csv_dialect.h"
#include "evidence/reader.h"
#include "evidence/table_rows.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kMaxColumns = 1000;  // widest export seen: 180

}  // namespace

int likeness_csv(std::string_view head, std::string_view) {
  const Encoding e = guess_encoding(head, false);
  const std::string decoded = e == Encoding::Utf8 ? std::string() : to_utf8(head, e).text;
  const std::string_view text = e == Encoding::Utf8 ? head : std::string_view(decoded);
  if (text.find('\0') != std::string_view::npos) return 0;
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || text[first] == '{' || text[first] == '[' || text[first] == '<') return 0;
  // Likely if some separator parts several lines into the same number of cells; an old Macintosh's lines end in CR.
  std::string lines_of(text.substr(0, 16384));
  if (lines_of.find('\n') == std::string::npos) std::replace(lines_of.begin(), lines_of.end(), '\r', '\n');
  Arena arena;
  Record r;
  int likeness = 0;
  for (const char sep : {',', ';', '\t', '|', '^'}) {
    std::size_t lines = 0, common = 0, last = 0;
    for (std::size_t at = 0; at < lines_of.size() && lines < 20; at = r.end) {
      read_record(lines_of, at, sep, arena, r);
      if (r.cells.size() < 2) continue;
      ++lines;
      common += r.cells.size() == last;
      last = r.cells.size();
    }
    if (lines >= 2 && common * 2 >= lines - 1) return 45;
    if (lines >= 1) likeness = 25;
  }
  return likeness;
}

Result<void> read_csv(const Input& input, Sink& sink) {
  static const ColumnWords kNone;
  const ColumnWords& words = input.words ? *input.words : kNone;
  constexpr std::size_t kSample = std::size_t{4} << 20;
  const Encoding encoding = guess_encoding(input.bytes.substr(0, kSample), input.bytes.size() <= kSample);
  std::string decoded;
  std::string_view text = input.bytes;
  std::size_t bom = 0;
  if (encoding != Encoding::Utf8) {
    Decoded d = to_utf8(input.bytes, encoding);
    if (d.replaced > 0)
      sink.note(Error{Kind::Malformed, {}, {}, counted(static_cast<std::int64_t>(d.replaced), "character is", "characters are") + " not " + std::string(to_text(encoding)), "each was read as U+FFFD"});
    decoded = std::move(d.text);
    text = decoded;
  } else {
    if (text.starts_with("\xEF\xBB\xBF")) bom = 3;
    text.remove_prefix(bom);
  }
  if (text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos) {  // lines end as on an old Macintosh
    if (decoded.empty()) decoded = text;
    std::replace(decoded.begin(), decoded.end(), '\r', '\n');
    text = decoded;
  }
  const Dialect d = find_dialect(text, words);
  if (d.known == 0)
    return fail(Kind::Unsupported, "no line among the first 40 names columns that are known", "line 1",
                "name them with --column, for example --column supplier=HEADER --column model=HEADER");
  if (d.headers.size() > kMaxColumns)
    return fail(Kind::Limit, std::to_string(d.headers.size()) + " columns; at most " + std::to_string(kMaxColumns) + " are read", "line " + std::to_string(d.header_line));
  for (const auto& [field, header] : words.named)
    if (!field_named(field))
      return fail(Kind::Usage, "--column " + field + ": there is no such field", {}, "fields are those of docs/inventory.md, such as supplier, model, site");
  if (has_pivot_sums(d.headers, d.fields))
    return fail(Kind::Unsupported, std::string(kPivotPasted), "line " + std::to_string(d.header_line),
                "give the rows themselves; or say what a column of sums is, as in --column quantity='Sum of Pieces'");
  const bool skipped_titles = d.skipped > (text.size() > 4 && lower_ascii(text.substr(0, 4)) == "sep=" ? 1U : 0U);
  if (skipped_titles)
    sink.note(Error{Kind::Malformed, {}, "line " + std::to_string(d.header_line), counted(static_cast<std::int64_t>(d.skipped), "line above the header is", "lines above the header are") + " taken as a title", {}});

  ColumnBatch batch;
  batch.headed = true;
  for (std::size_t c = 0; c < d.headers.size(); ++c) batch.columns.push_back({d.headers[c], d.fields[c], {}});
  // Spreadsheets end every line with empty columns; those without a header hold nothing to keep.
  Arena arena;
  Record r;
  RowMessages messages(sink);
  std::size_t at = d.rows_at;
  std::uint64_t line = d.rows_line, repeated = 0, sums = 0, rows = 0;
  const auto flush = [&] {
    if (batch.rows() == 0) return;
    sink.rows(batch);
    batch.clear_rows();
    arena.clear();
  };
  while (at < text.size()) {
    read_record(text, at, d.separator, arena, r);
    const std::uint64_t here = line;
    const std::size_t begin = at;
    at = r.end;
    line += r.lines;
    if (r.cells.size() == 1 && trimmed(r.cells[0]).empty()) continue;
    std::size_t n = r.cells.size();
    while (n > d.headers.size() && trimmed(r.cells[n - 1]).empty()) --n;
    if (n != d.headers.size() || r.bad_quote) {
      if (std::all_of(r.cells.begin(), r.cells.end(), [](auto c) { return trimmed(c).empty(); })) continue;
      messages.row(here, r.bad_quote ? "a quote is opened and never closed"
                                     : counted(static_cast<std::int64_t>(n), "cell", "cells") + " where the header has " + std::to_string(d.headers.size()));
      continue;
    }
    bool any = false, header_again = true, too_long = false;
    for (std::size_t c = 0; c < n; ++c) {
      r.cells[c] = trimmed(r.cells[c]);
      any = any || !r.cells[c].empty();
      header_again = header_again && r.cells[c] == d.headers[c];
      too_long = too_long || r.cells[c].size() > kMaxCell;
    }
    if (!any) continue;
    if (header_again) {
      ++repeated;
      continue;
    }
    if (too_long) {
      messages.row(here, "a cell longer than " + std::to_string(kMaxCell) + " bytes");
      continue;
    }
    if (is_sum_row(r.cells)) {
      ++sums;
      continue;
    }
    for (std::size_t c = 0; c < n; ++c) batch.columns[c].cells.push_back(r.cells[c]);
    batch.line.push_back(here);
    batch.offset.push_back(encoding == Encoding::Utf8 ? bom + begin : 0);  // offsets of a recoded file would mislead
    batch.length.push_back(encoding == Encoding::Utf8 ? static_cast<std::uint32_t>(r.end - begin) : 0);
    ++rows;
    if (batch.rows() >= kBatchRows) flush();
  }
  flush();
  if (repeated > 0) sink.note(Error{Kind::Malformed, {}, {}, counted(static_cast<std::int64_t>(repeated), "repeated header line was", "repeated header lines were") + " passed over", {}});
  if (sums > 0) sink.note(Error{Kind::Malformed, {}, {}, counted(static_cast<std::int64_t>(sums), "row of sums was", "rows of sums were") + " passed over", {}});
  if (rows == 0 && messages.count() == 0) return fail(Kind::Malformed, "a header and no rows", "line " + std::to_string(d.header_line));
  return {};
}

}  // namespace rf::evidence
