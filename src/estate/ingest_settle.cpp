// What only a whole column can tell: the order of day and month, whether '.' parts thousands, serials that a spreadsheet turned into
// numbers, rows that are sums. What is read by such a rule is told; what stays open is unknown, and told too.
#include <algorithm>

#include "base/text.h"
#include "estate/ingest.h"

namespace rf::estate {
namespace {

constexpr std::uint64_t kCellErrors = 20;  // named one by one a column; the rest are counted
constexpr std::size_t kNamedWords = 8;     // words of a list in one message; the rest are counted

std::string quoted(std::string_view cell) { return "\"" + std::string(cell.substr(0, 40)) + "\""; }
std::string cells(std::uint64_t n, std::string_view does, std::string_view do_) { return counted(static_cast<std::int64_t>(n), "cell " + std::string(does), "cells " + std::string(do_)); }
std::string at_line(std::uint64_t line) { return " (line " + std::to_string(line) + ")"; }

/// How often something happened, and where first.
struct Example {
  std::uint64_t n = 0, line = 0;
  std::string text;
  void add(std::string_view cell, std::uint64_t at, std::uint64_t times) {
    if (n == 0) {
      line = at;
      text = quoted(cell);
    }
    n += times;
  }
};

std::vector<std::uint64_t> uses_of(const std::vector<std::uint32_t>& codes, std::size_t words) {
  std::vector<std::uint64_t> out(words, 0);
  for (const auto c : codes) ++out[c];
  return out;
}

}  // namespace

bool is_scientific(std::string_view cell) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < cell.size() && cell[i] >= '0' && cell[i] <= '9') ++i;
    return i - from;
  };
  if (digits() != 1) return false;
  if (i < cell.size() && (cell[i] == '.' || cell[i] == ',')) {
    ++i;
    if (digits() == 0) return false;
  }
  if (i >= cell.size() || (cell[i] != 'E' && cell[i] != 'e')) return false;
  ++i;
  if (i >= cell.size() || cell[i] != '+') return false;  // "5E12" may be a serial
  ++i;
  return digits() > 0 && i == cell.size();
}

void Ingest::cell_error(std::string why, std::uint64_t line, const std::string& header, std::uint64_t n) {
  if ((more_errors_[header] += n) > kCellErrors) return;
  errors_.push_back({Kind::Malformed, {}, "line " + std::to_string(line) + ", column " + header, std::move(why) + (n > 1 ? " (" + counted(static_cast<std::int64_t>(n), "cell", "cells") + ")" : std::string()),
                     "the cell was taken as unknown; the rest of the row was read"});
}

void Ingest::end(const Say& report, const Say& note) {
  settle_dates(report, note);
  settle_counts(note);
  tell_words(note);
  settle_sellers(note);
  tell_serials(note);
  take_out_sums(note);
  dates_.clear();
  counts_.clear();
  serials_.clear();
  tables_.clear();
  seller_only_.clear();
  for (auto& e : errors_) report(std::move(e));
  errors_.clear();
  for (const auto& [header, n] : more_errors_)
    if (n > kCellErrors) report({Kind::Malformed, {}, "column " + header, counted(static_cast<std::int64_t>(n - kCellErrors), "more cell", "more cells") + " of the same kind", {}});
  more_errors_.clear();
}

void Ingest::settle_dates(const Say& report, const Say& note) {
  for (auto& [key, d] : dates_) {
    DateOrder order = words_.date_order;
    bool dmy = false, mdy = false, ambiguous = false;
    for (std::uint32_t c = 1; c < d.words.size(); ++c) {
      const ReadDay r = read_day(d.words.text(c), DateOrder::Undecided);
      dmy = dmy || r.only == DateOrder::Dmy;
      mdy = mdy || r.only == DateOrder::Mdy;
      ambiguous = ambiguous || r.ambiguous;
    }
    if (order == DateOrder::Undecided && dmy != mdy) order = dmy ? DateOrder::Dmy : DateOrder::Mdy;
    if (ambiguous && (order == DateOrder::Undecided || order == DateOrder::Ymd))
      report({Kind::Malformed, {}, "column " + d.header, dmy && mdy ? "some days can only be day/month and others only month/day" : "day and month cannot be told apart: no value of this column allows only one order",
              "those days were taken as unknown; say the order with --date-order dmy or mdy"});
    std::vector<Day> by_code(d.words.size());
    const auto uses = uses_of(d.codes, d.words.size());
    Example serials;
    for (std::uint32_t c = 1; c < d.words.size(); ++c) {
      if (says_nothing(d.words.text(c))) continue;
      const ReadDay r = read_day(d.words.text(c), order);
      by_code[c] = r.day;
      if (r.bad) cell_error(quoted(d.words.text(c)) + " is no day", d.first_line[c], d.header, uses[c]);
      if (r.serial) serials.add(std::string(d.words.text(c)) + " = " + to_text(r.day), d.first_line[c], uses[c]);
    }
    if (serials.n > 0)
      note({Kind::Malformed, {}, "column " + d.header, cells(serials.n, "holds", "hold") + " a number, such as " + serials.text + at_line(serials.line) + ", read as a spreadsheet counts days from 1900",
            "a workbook that counts from 1904 would mean a day 1462 days later: export the column as YYYY-MM-DD"});
    auto& into = estate_.days(d.field);
    into.resize(d.first_row);
    for (const std::uint32_t c : d.codes) into.push_back(by_code[c]);
    estate_.touch(d.field);
  }
}

void Ingest::settle_counts(const Say& note) {
  using Outcome = ReadCount::Outcome;
  for (auto& [key, c] : counts_) {
    NumberMarks marks;
    for (std::uint32_t w = 1; w < c.words.size(); ++w) marks.add(c.words.text(w));
    const auto uses = uses_of(c.codes, c.words.size());
    std::vector<ReadCount> read(c.words.size());
    std::map<std::string, std::uint64_t> units;
    Example grouped, scaled, open, with_unit;
    for (std::uint32_t w = 1; w < c.words.size(); ++w) {
      const auto text = c.words.text(w);
      ReadCount& r = read[w] = read_count(text, marks);
      switch (r.outcome) {
        case Outcome::Read:
          if (!r.unit.empty()) units[r.unit] += uses[w];
          if (r.grouped) grouped.add(std::string(text) + " = " + std::to_string(r.value), c.first_line[w], uses[w]);
          if (r.scaled) scaled.add(std::string(text) + " = " + std::to_string(r.value), c.first_line[w], uses[w]);
          break;
        case Outcome::Blank: break;
        case Outcome::Open: open.add(text, c.first_line[w], uses[w]); break;
        case Outcome::Negative: cell_error(quoted(text) + " is negative", c.first_line[w], c.header, uses[w]); break;
        case Outcome::Fraction: cell_error(quoted(text) + " is no whole number", c.first_line[w], c.header, uses[w]); break;
        case Outcome::TooBig: cell_error(quoted(text) + " is too big a number", c.first_line[w], c.header, uses[w]); break;
        case Outcome::No: cell_error(quoted(text) + " is no number", c.first_line[w], c.header, uses[w]); break;
      }
    }
    // One unit a column: the commonest, and what is written in another is not converted in silence.
    std::string unit;
    for (const auto& [u, n] : units)
      if (unit.empty() || n > units[unit]) unit = u;
    if (!unit.empty()) {
      for (std::uint32_t w = 1; w < c.words.size(); ++w) {
        if (read[w].outcome != Outcome::Read || read[w].unit.empty()) continue;
        if (read[w].unit == unit) {
          with_unit.add(c.words.text(w), c.first_line[w], uses[w]);
        } else {
          read[w].outcome = Outcome::No;
          cell_error(quoted(c.words.text(w)) + " is in another unit than most of the column (" + unit + ")", c.first_line[w], c.header, uses[w]);
        }
      }
    }
    if (grouped.n > 0) note({Kind::Malformed, {}, "column " + c.header, cells(grouped.n, "parts", "part") + " thousands, such as " + grouped.text + at_line(grouped.line), {}});
    if (scaled.n > 0) note({Kind::Malformed, {}, "column " + c.header, cells(scaled.n, "is", "are") + " written with a multiple, such as " + scaled.text + at_line(scaled.line), "a rounded number: give the exact one where a share is near its limit"});
    if (with_unit.n > 0)
      note({Kind::Malformed, {}, "column " + c.header, cells(with_unit.n, "carries", "carry") + " a unit, such as " + with_unit.text + at_line(with_unit.line) + "; the numbers without one were taken to be in it", {}});
    if (open.n > 0) {
      const bool both = marks.contradicts('.') || marks.contradicts(',');
      errors_.push_back({Kind::Malformed, {}, "column " + c.header, cells(open.n, "is", "are") + " open, such as " + open.text + at_line(open.line) + (both ? ": this column parts thousands and fractions with the same mark" : ": whether the mark parts thousands or a fraction cannot be told from this column"),
                         "they were taken as unknown: write whole numbers in digits alone"});
    }
    auto& into = estate_.counts(c.field);
    for (std::size_t i = 0; i < c.rows.size(); ++i)
      if (const auto& r = read[c.codes[i]]; r.outcome == Outcome::Read) into[c.rows[i]] = r.value;
  }
}

void Ingest::tell_words(const Say& note) const {
  const auto tell = [&](Field f, auto&& fine, const char* what, const char* remedy) {
    const auto& raw = raw_[static_cast<std::size_t>(f)];
    const auto& to = canonical_[static_cast<std::size_t>(f)];
    if (!raw) return;
    std::map<std::uint32_t, std::vector<std::uint32_t>> strange;  // code in the estate → as written
    for (std::uint32_t c = 1; c < raw->size() && c < to.size(); ++c)
      if (!fine(raw->text(c), estate_.words(f).text(to[c]))) strange[to[c]].push_back(c);
    if (strange.empty()) return;
    for (const auto& [table, range] : tables_) {
      const std::string& header = estate_.header_of(input_, table, f);
      if (header.empty()) continue;
      std::uint64_t rows = 0;
      std::set<std::uint32_t> here;
      for (std::size_t r = range.first; r < range.second; ++r)
        if (const auto code = estate_.code(f, r); code != 0 && strange.contains(code)) {
          ++rows;
          here.insert(code);
        }
      std::string words;
      std::size_t named = 0;
      if (strange.contains(0))  // became empty: which rows cannot be told apart from those that were
        for (const auto c : strange.at(0))
          if (++named <= kNamedWords) words += (words.empty() ? "" : ", ") + quoted(raw->text(c));
      for (const auto code : here)
        if (++named <= kNamedWords) words += (words.empty() ? "" : ", ") + quoted(estate_.words(f).text(code));
      if (words.empty()) continue;
      if (named > kNamedWords) words += " and " + std::to_string(named - kNamedWords) + " more";
      note({Kind::Malformed, {}, "column " + header, std::string(what) + words + (rows > 0 ? " (" + counted(static_cast<std::int64_t>(rows), "row", "rows") + ")" : ""), remedy});
    }
  };
  static constexpr std::string_view kStatuses[] = {"planned", "ordered", "in-store", "installed", "in-service", "switched-off", "decommissioned", "removed", "disposed"};
  tell(Field::Status, [](auto, std::string_view is) { return std::find(std::begin(kStatuses), std::end(kStatuses), is) != std::end(kStatuses); },
       "words of status that are not known: ", "whether such a row is in use is undecided: `ringfence map` lists the words, --map reads them");
  tell(Field::Country, [](std::string_view written, auto is) { return !is.empty() || says_nothing(written); }, "words that are no country of ISO 3166-1: ",
       "those rows were taken as without a country; --map says which they mean");
}

void Ingest::settle_sellers(const Say& note) {
  // "Vendor" alone is the maker only where the firm is known to make equipment; else it sold the thing.
  for (const auto table : seller_only_) {
    const auto range = tables_.at(table);
    std::map<std::uint32_t, bool> is_maker;
    std::size_t taken = 0, left = 0;
    for (std::size_t r = range.first; r < range.second; ++r) {
      const std::uint32_t c = estate_.code(Field::Seller, r);
      if (c == 0) continue;
      const auto name = estate_.words(Field::Seller).text(c);
      const auto known = is_maker.emplace(c, false);
      if (known.second) known.first->second = words_.makes_equipment && words_.makes_equipment(name);
      if (known.first->second) {
        estate_.set_word(Field::Supplier, r, name);
        estate_.set_word(Field::Seller, r, {});
        ++taken;
      } else {
        ++left;
      }
    }
    const std::string header = estate_.header_of(input_, table, Field::Seller);
    note({Kind::Malformed, {}, "column " + header, "there is no column for the maker: " + counted(static_cast<std::int64_t>(taken), "row", "rows") + " name here a firm known to make equipment, taken as maker; " +
              counted(static_cast<std::int64_t>(left), "row", "rows") + " another, taken as seller", "--column supplier=HEADER says which column is the maker"});
  }
}

void Ingest::tell_serials(const Say& note) const {
  for (const auto& [table, s] : serials_) {
    if (s.scientific > 0)
      note({Kind::Malformed, {}, "line " + std::to_string(s.scientific_line) + ", column " + s.header, counted(static_cast<std::int64_t>(s.scientific), "serial number was", "serial numbers were") + " turned into a rounded number by a spreadsheet (1.23E+14)",
            "they name no single device and join nothing: export the column as text"});
    // Digits alone, nearly all of one length, some shorter, and none that begins with 0: zeros were lost.
    std::uint64_t all = 0, shorter = 0, line = 0;
    std::size_t usual = 0;
    for (std::size_t n = 0; n < s.of_length.size(); ++n) {
      all += s.of_length[n];
      if (s.of_length[n] > s.of_length[usual]) usual = n;
    }
    for (std::size_t n = 4; n < usual; ++n) {
      if (shorter == 0 && s.of_length[n] > 0) line = s.first_line[n];
      shorter += s.of_length[n];
    }
    constexpr std::uint64_t kEnough = 5;  // fewer serials of one length say nothing of the usual one
    if (shorter == 0 || s.leading_zero > 0 || s.of_length[usual] < kEnough || s.of_length[usual] * 10 < all * 8) continue;
    note({Kind::Malformed, {}, "line " + std::to_string(line) + ", column " + s.header, counted(static_cast<std::int64_t>(shorter), "serial number is", "serial numbers are") + " shorter than the usual " + std::to_string(usual) + " digits and none begins with 0: leading zeros may be lost",
          "serials of digits are joined with and without leading zeros; export the column as text"});
  }
}

bool Ingest::says_numbers_alone(std::size_t row) const {
  if (estate_.code(Field::Supplier, row) != 0 || estate_.code(Field::Model, row) != 0) return false;
  bool any = false;
  for (const auto& f : kFields) {
    if (f.type == FieldType::Count) any = any || estate_.count(f.field, row) != kNoCount;
    else if (f.type == FieldType::Date ? estate_.day(f.field, row).known() : f.field != Field::CapacityGbps && !estate_.text(f.field, row).empty()) return false;
  }
  // A word in a column that no field takes is a word too: "olt-7" under "Knoten".
  for (const auto& [header, cell] : any ? estate_.extras(row) : std::vector<std::pair<std::string_view, std::string_view>>())
    if (cell.find_first_not_of("0123456789.,' ") != std::string_view::npos) return false;
  return any;
}

void Ingest::take_out_sums(const Say& note) {
  // A row that says nothing but numbers, equal to the sum of what stands above it since the last such row.
  std::vector<std::size_t> sums;
  std::uint64_t numbers = 0, numbers_line = 0;
  for (const auto& [table, range] : tables_) {
    std::vector<Field> weights;
    for (const Field f : {Field::Quantity, Field::Premises, Field::Traffic})
      if (!estate_.header_of(input_, table, f).empty()) weights.push_back(f);
    if (weights.empty()) continue;
    std::array<std::int64_t, 3> above{};
    bool some_above = false;
    for (std::size_t row = range.first; row < range.second; ++row) {
      const bool numbers_alone = says_numbers_alone(row);
      bool equal = numbers_alone && some_above;
      for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto n = estate_.count(weights[i], row);
        if (n == kNoCount) continue;
        equal = equal && n == above[i];
        if (n < (std::int64_t{1} << 60) - above[i]) above[i] += n;
      }
      some_above = true;
      if (equal) {
        sums.push_back(row);
        above.fill(0);
        some_above = false;
      } else if (numbers_alone && numbers++ == 0) {
        numbers_line = estate_.source(row).line;
      }
    }
  }
  if (!sums.empty()) {
    note({Kind::Malformed, {}, "line " + std::to_string(estate_.source(sums.front()).line), counted(static_cast<std::int64_t>(sums.size()), "row without any word is", "rows without any word are") + " the sum of the rows above and passed over", {}});
    estate_.remove_rows(sums);
  }
  if (numbers > 0)
    note({Kind::Malformed, {}, "line " + std::to_string(numbers_line), counted(static_cast<std::int64_t>(numbers), "row holds", "rows hold") + " numbers and no word, and is not the sum of the rows above", "counted as a device of which nothing is known: take it out if it is a sum"});
}

}  // namespace rf::estate
