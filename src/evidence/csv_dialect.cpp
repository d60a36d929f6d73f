#include "evidence/csv_dialect.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"
#include "evidence/columns.h"
#include "evidence/table_rows.h"

namespace rf::evidence {
namespace {
constexpr std::array<char, 5> kSeparators = {',', ';', '\t', '|', '^'};
constexpr std::size_t kMaxRecord = std::size_t{1} << 20;  // a cell with a whole document in it; bounds a quote left open
}  // namespace

void read_record(std::string_view text, std::size_t at, char sep, Arena& arena, Record& out) {
  out.cells.clear();
  out.lines = 1;
  out.bad_quote = false;
  const char* const base = text.data();
  const void* nl = std::memchr(base + at, '\n', text.size() - at);
  std::size_t eol = nl ? static_cast<std::size_t>(static_cast<const char*>(nl) - base) : text.size();
  out.end = nl ? eol + 1 : eol;
  const auto strip = [&](std::size_t e) { return e > at && base[e - 1] == '\r' ? e - 1 : e; };
  if (!std::memchr(base + at, '"', eol - at)) {
    const char* p = base + at;
    const char* const e = base + strip(eol);
    for (;;) {
      const void* hit = std::memchr(p, sep, static_cast<std::size_t>(e - p));
      const char* q = hit ? static_cast<const char*>(hit) : e;
      out.cells.emplace_back(p, static_cast<std::size_t>(q - p));
      if (!hit) return;
      p = q + 1;
    }
  }
  // With quotes (RFC 4180): a cell in quotes may hold separators, line ends and doubled quotes.
  std::size_t i = at;
  const std::size_t limit = std::min(text.size(), at + kMaxRecord);
  for (;;) {
    while (i < limit && base[i] == ' ' && i + 1 < limit && base[i + 1] == '"') ++i;
    if (i < limit && base[i] == '"') {
      std::size_t j = i + 1;
      bool doubled = false, closed = false;
      std::uint64_t lines = 0;
      for (; j < limit; ++j) {
        if (base[j] == '\n') ++lines;
        if (base[j] != '"') continue;
        if (j + 1 < limit && base[j + 1] == '"') {
          doubled = true;
          ++j;
          continue;
        }
        closed = true;
        break;
      }
      if (closed) {
        std::string_view cell = text.substr(i + 1, j - i - 1);
        std::size_t k = j + 1;
        while (k < limit && base[k] != sep && base[k] != '\n') ++k;
        std::string_view tail = text.substr(j + 1, k - j - 1);
        if (tail.ends_with('\r') && (k == text.size() || base[k] == '\n')) tail.remove_suffix(1);
        if (doubled || !trimmed(tail).empty()) {
          std::string s;
          for (std::size_t c = 0; c < cell.size(); ++c) {
            s += cell[c];
            if (cell[c] == '"') ++c;
          }
          s += trimmed(tail);
          cell = arena.keep(std::move(s));
        }
        out.cells.push_back(cell);
        out.lines += lines;
        i = k;
        if (i < limit && base[i] == sep) {
          ++i;
          continue;
        }
        out.end = i < text.size() ? i + 1 : i;
        return;
      }
      out.bad_quote = true;
    }
    std::size_t j = i;
    while (j < text.size() && base[j] != sep && base[j] != '\n') ++j;
    std::size_t e = j;
    if ((j == text.size() || base[j] == '\n') && e > i && base[e - 1] == '\r') --e;
    out.cells.push_back(text.substr(i, e - i));
    i = j;
    if (i < text.size() && base[i] == sep) {
      ++i;
      continue;
    }
    out.end = i < text.size() ? i + 1 : i;
    return;
  }
}

Dialect find_dialect(std::string_view text, const ColumnWords& words) {
  Dialect best;
  int best_score = -1;
  std::size_t start = 0;
  std::uint64_t first_line = 1;
  std::string_view told;
  if (text.size() > 5 && lower_ascii(text.substr(0, 4)) == "sep=") {  // Excel's own line
    told = text.substr(4, 1);
    const auto nl = text.find('\n');
    start = nl == std::string_view::npos ? text.size() : nl + 1;
    first_line = 2;
  }
  Arena arena;
  for (const char sep : kSeparators) {
    if (!told.empty() && told[0] != sep) continue;
    std::size_t at = start;
    std::uint64_t line = first_line;
    Record r;
    for (int n = 0; n < kHeaderWithin && at < text.size(); ++n) {
      read_record(text, at, sep, arena, r);
      std::vector<std::string> headers;
      for (const auto c : r.cells) headers.emplace_back(trimmed(c));
      const std::size_t next = r.end;
      // The rows below must have as many cells; a title line or a row of data is no header.
      std::size_t a = next, same = 0, seen = 0;
      Record below;
      for (int k = 0; k < 4 && a < text.size(); ++k) {
        read_record(text, a, sep, arena, below);
        a = below.end;
        ++seen;
        same += below.cells.size() == r.cells.size();
      }
      const HeaderLikeness like = header_likeness(headers, seen > 0 && same == seen, n, words);
      if (like.score > best_score) {
        best_score = like.score;
        best = Dialect{sep, headers, like.fields, line, next, line + r.lines, line - 1, like.known};
      }
      at = next;
      line += r.lines;
    }
  }
  return best;
}

}  // namespace rf::evidence
