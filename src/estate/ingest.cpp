#include "estate/ingest.h"

#include <algorithm>

#include "base/text.h"

namespace rf::estate {
namespace {
constexpr std::uint64_t kCellErrors = 20;  // named one by one a column; the rest are counted
std::size_t ix(Field f) { return static_cast<std::size_t>(f); }

/// Fields whose words have one right form; the others are kept as written.
bool rewritten(Field f) {
  switch (f) {
    case Field::Status: case Field::Function: case Field::Country: case Field::Affected: case Field::Kind: case Field::SiteType:
    case Field::SiteClass: case Field::Segment: case Field::Passive: case Field::Service: case Field::AccessFrom:
      return true;
    default:
      return false;
  }
}
std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& p : parts) out += (out.empty() ? "" : "|") + p;
  return out;
}
}  // namespace

std::string Ingest::canonical(Field f, std::string_view cell) const {
  const std::string l = folded(trimmed(cell));
  if (l.empty()) return {};
  switch (f) {
    case Field::Status: {
      const auto s = words_.statuses.find(l);
      return s != words_.statuses.end() ? s->second : l;
    }
    case Field::Country: case Field::AccessFrom: {
      std::string up(trimmed(cell));
      for (char& c : up)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      return up == "UK" ? "GB" : up;
    }
    case Field::Affected: case Field::Passive:
      if (l == "yes" || l == "y" || l == "true" || l == "1" || l == "ja" || l == "oui" || l == "si" || l == "sí" || l == "是" || l == "да") return "yes";
      if (l == "no" || l == "n" || l == "false" || l == "0" || l == "nein" || l == "non" || l == "否" || l == "нет") return "no";
      return f == Field::Affected ? "unknown" : l;
    case Field::Function: {
      std::vector<std::string> parts;
      for (auto p : split(l, '|')) {
        std::string path(trimmed(p));
        for (const auto& [alias, is] : words_.aliases)
          if (starts_with_path(path, alias)) {
            path = is + path.substr(alias.size());
            break;
          }
        if (!path.empty() && std::find(parts.begin(), parts.end(), path) == parts.end()) parts.push_back(path);
      }
      return joined(parts);
    }
    case Field::SiteClass: {
      std::vector<std::string> parts;
      for (auto p : split(l, '|')) parts.emplace_back(trimmed(p) == "sensitive" ? "uk-nss" : trimmed(p));
      return joined(parts);
    }
    default:
      return l;
  }
}

void Ingest::cell_error(std::string why, std::uint64_t line, const std::string& header) {
  if (++more_errors_[header] > kCellErrors) return;
  errors_.push_back({Kind::Malformed, {}, "line " + std::to_string(line) + ", column " + header, std::move(why), "the cell was taken as unknown; the rest of the row was read"});
}

void Ingest::word_column(const evidence::Column& c, Field f, std::size_t first) {
  std::vector<std::uint32_t> codes(c.cells.size());
  Dictionary& into = estate_.dictionary(f);
  std::string_view last;
  std::uint32_t last_code = 0;
  if (!rewritten(f)) {
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (c.cells[i] != last) {
        last = c.cells[i];
        last_code = into.code(last);
      }
      codes[i] = last_code;
    }
  } else {
    if (!raw_[ix(f)]) raw_[ix(f)] = std::make_unique<Dictionary>();
    Dictionary& raw = *raw_[ix(f)];
    auto& to = canonical_[ix(f)];
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const std::uint32_t r = raw.code(c.cells[i]);
      while (to.size() < raw.size()) to.push_back(into.code(canonical(f, raw.text(static_cast<std::uint32_t>(to.size())))));
      codes[i] = to[r];
    }
  }
  estate_.fill_codes(f, first, codes);
}

void Ingest::count_column(const evidence::ColumnBatch& b, const evidence::Column& c, Field f, std::size_t first) {
  auto& into = estate_.counts(f);
  into.resize(first, kNoCount);
  for (std::size_t i = 0; i < c.cells.size(); ++i) {
    const std::string_view s = c.cells[i];
    std::int64_t n = kNoCount;
    if (!s.empty()) {
      auto parsed = parse_count(s);
      if (!parsed && s.size() > 2 && s.find_first_not_of('0', s.find('.') + 1) == std::string_view::npos && s.find('.') != std::string_view::npos)
        parsed = parse_count(s.substr(0, s.find('.')));  // "3.0", as spreadsheets write a whole number
      if (parsed) {
        n = *parsed;
      } else {
        const std::string what = "\"" + std::string(s.substr(0, 40)) + "\"";
        const bool negative = s[0] == '-';
        cell_error(what + (negative ? " is negative" : " is no whole number without separators or units"), b.line[i], c.header);
      }
    }
    into.push_back(n);
  }
  estate_.touch(f);
}

void Ingest::rows(const evidence::ColumnBatch& b) {
  const std::size_t first = estate_.add_rows(input_, b.table, b.line, b.offset, b.length);
  std::map<Field, std::string> headers;
  bool maker = false, seller = false;
  for (const auto& c : b.columns) {
    if (c.field < 0) {
      for (std::size_t i = 0; i < c.cells.size(); ++i) estate_.set_extra(first + i, c.header, c.cells[i]);
      continue;
    }
    const Field f = static_cast<Field>(c.field);
    headers[f] = c.header;
    maker = maker || f == Field::Supplier;
    seller = seller || f == Field::Seller;
    switch (info(f).type) {
      case FieldType::Text: estate_.fill_text(f, first, c.cells); break;
      case FieldType::Word: case FieldType::Decimal: word_column(c, f, first); break;
      case FieldType::Count: count_column(b, c, f, first); break;
      case FieldType::Date: {
        Dates& d = dates_[{b.table, f}];
        if (d.codes.empty()) {
          d.field = f;
          d.header = c.header;
          d.first_row = first;
        }
        for (std::size_t i = 0; i < c.cells.size(); ++i) {
          d.codes.push_back(d.words.code(c.cells[i]));
          if (d.first_line.size() < d.words.size()) d.first_line.resize(d.words.size(), b.line[i]);
        }
        break;
      }
    }
  }
  estate_.set_table(input_, b.table, b.json, b.pointer, std::move(headers), b.sheet);
  if (seller && !maker) {
    auto& range = seller_only_.emplace(b.table, std::pair{first, first}).first->second;
    range.second = first + b.rows();
  }
}

void Ingest::end(const std::function<void(Error)>& report, const std::function<void(Error)>& note) {
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
    for (std::uint32_t c = 1; c < d.words.size(); ++c) {
      const ReadDay r = read_day(d.words.text(c), order);
      by_code[c] = r.day;
      if (r.bad) cell_error("\"" + std::string(d.words.text(c).substr(0, 40)) + "\" is no day", d.first_line[c], d.header);
    }
    auto& into = estate_.days(d.field);
    into.resize(d.first_row);
    for (const std::uint32_t c : d.codes) into.push_back(by_code[c]);
    estate_.touch(d.field);
  }
  dates_.clear();
  // "Vendor" alone is the maker only where the firm is known to make equipment; else it sold the thing.
  for (const auto& [table, range] : seller_only_) {
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
  seller_only_.clear();
  for (auto& e : errors_) report(std::move(e));
  errors_.clear();
  for (const auto& [header, n] : more_errors_)
    if (n > kCellErrors) report({Kind::Malformed, {}, "column " + header, counted(static_cast<std::int64_t>(n - kCellErrors), "more cell", "more cells") + " of the same kind", {}});
  more_errors_.clear();
}

}  // namespace rf::estate
