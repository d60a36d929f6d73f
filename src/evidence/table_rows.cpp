#include "evidence/table_rows.h"

#include <algorithm>

#include "base/text.h"
#include "evidence/columns.h"

namespace rf::evidence {
namespace {
constexpr std::uint64_t kRowMessages = 20;  // rows named one by one; the rest are counted
}

HeaderLikeness header_likeness(const std::vector<std::string>& headers, bool rows_fit, int index, const ColumnWords& words) {
  HeaderLikeness out;
  std::size_t filled = 0, wordy = 0;
  for (const auto& h : headers) {
    filled += !h.empty();
    wordy += !h.empty() && h.find_first_not_of("0123456789.,-/: ") != std::string::npos;
  }
  if (filled == 0) return out;
  out.fields = map_headers(headers, words);
  out.known = static_cast<int>(std::count_if(out.fields.begin(), out.fields.end(), [](int f) { return f >= 0; }));
  if (out.known == 0) return out;
  out.score = out.known * 10 + (rows_fit ? 4 : 0) + (wordy == filled ? 2 : 0) + (headers.size() > 1 ? 3 : 0) - index;
  if (out.known == 1 && headers.size() > 3) out.score -= 8;  // one word in a long row may be data
  return out;
}

bool is_sum_row(std::span<const std::string_view> cells) {
  static constexpr std::string_view kSums[] = {"total", "totals", "sum", "grand total", "summe", "gesamt", "somme", "suma", "totale", "合计", "总计", "итого", "всего"};
  std::string_view first;
  for (const auto c : cells) {
    const auto t = trimmed(c);
    if (t.empty()) continue;
    if (first.empty()) first = t;
    else if (t.find_first_not_of("0123456789.,' ") != std::string_view::npos) return false;
  }
  const std::string f = folded(first);
  return std::any_of(std::begin(kSums), std::end(kSums), [&](std::string_view s) { return f == s || f == std::string(s) + ":"; });
}

bool is_pivot_sum(std::string_view header) {
  // As Excel, LibreOffice and Google Sheets name the data field of a pivot table in their languages.
  static constexpr std::string_view kBefore[] = {"sum of ", "count of ", "average of ", "max of ", "min of ", "sum - ", "count - ", "average - ", "summe von ", "anzahl von ", "mittelwert von ",
                                                 "summe - ", "anzahl - ", "somme de ", "somme - ", "suma de ", "cuenta de ", "suma z ", "liczba z ", "somma di ", "conteggio di ", "soma de ", "contagem de ",
                                                 "сумма по полю ", "количество по полю ", "求和项:", "计数项:", "求和项：", "计数项："};
  const std::string f = folded(trimmed(header));
  return std::any_of(std::begin(kBefore), std::end(kBefore), [&](std::string_view s) { return f.size() > s.size() && f.starts_with(s); });
}
bool has_pivot_sums(std::span<const std::string> headers, std::span<const int> fields) {
  for (std::size_t c = 0; c < headers.size(); ++c)
    if (fields[c] < 0 && is_pivot_sum(headers[c])) return true;
  return false;
}

void RowMessages::row(std::uint64_t line, std::string why) {
  if (++count_ <= kRowMessages)
    sink_.error(Error{Kind::Malformed, {}, (sheet_.empty() ? "" : "sheet " + sheet_ + ", ") + "line " + std::to_string(line), std::move(why), "the row was left out; the others were read"});
}
RowMessages::~RowMessages() {
  if (count_ > kRowMessages)
    sink_.error(Error{Kind::Malformed, {}, sheet_.empty() ? "" : "sheet " + sheet_, counted(static_cast<std::int64_t>(count_ - kRowMessages), "more row was", "more rows were") + " left out for the same reasons", {}});
}

}  // namespace rf::evidence
