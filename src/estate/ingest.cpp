#include "estate/ingest.h"

#include <algorithm>

#include "base/text.h"
#include "estate/country.h"

namespace rf::estate {
namespace {

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
}  // namespace

std::string Ingest::canonical(Field f, std::string_view cell) const {
  const std::string l = folded(trimmed(cell));
  if (l.empty()) return {};
  if (const auto m = words_.mapped.find(f); m != words_.mapped.end())
    if (const auto to = m->second.find(l); to != m->second.end()) return to->second;
  switch (f) {
    case Field::Status: {
      const auto s = words_.statuses.find(l);
      return s != words_.statuses.end() ? s->second : l;
    }
    case Field::Country: return country_code(cell);  // what is no country is unknown, and told
    case Field::AccessFrom: {
      std::string out;
      for (const auto p : split(cell, '|')) {
        const std::string code = country_code(p);
        out += (out.empty() ? "" : "|") + (code.empty() ? std::string(trimmed(p)) : code);
      }
      return out;
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
      return joined(parts, "|");
    }
    case Field::SiteClass: {
      std::vector<std::string> parts;
      for (auto p : split(l, '|')) parts.emplace_back(trimmed(p) == "sensitive" ? "uk-nss" : trimmed(p));
      return joined(parts, "|");
    }
    default:
      return l;
  }
}

void Ingest::word_column(const evidence::Column& c, Field f, std::size_t first) {
  std::vector<std::uint32_t> codes(c.cells.size());
  Dictionary& into = estate_.dictionary(f);
  if (!rewritten(f) && !words_.mapped.contains(f)) {
    into.codes(c.cells, codes);
  } else {
    if (!raw_[index_of(f)]) raw_[index_of(f)] = std::make_unique<Dictionary>();
    Dictionary& raw = *raw_[index_of(f)];
    auto& to = canonical_[index_of(f)];
    raw.codes(c.cells, codes);
    while (to.size() < raw.size()) to.push_back(into.code(canonical(f, raw.text(static_cast<std::uint32_t>(to.size())))));
    for (auto& code : codes) code = to[code];
  }
  estate_.fill_codes(f, first, codes);
}

void Ingest::count_column(const evidence::ColumnBatch& b, const evidence::Column& c, Field f, std::size_t first) {
  auto& into = estate_.counts(f);
  into.resize(first, kNoCount);
  Counts* open = nullptr;
  for (std::size_t i = 0; i < c.cells.size(); ++i) {
    const std::string_view s = c.cells[i];
    if (s.empty()) {
      into.push_back(kNoCount);
      continue;
    }
    if (const auto plain = parse_count(s)) {
      into.push_back(*plain);
      continue;
    }
    if (!open) {
      open = &counts_[{b.table, f}];
      open->field = f;
      open->header = c.header;
    }
    open->add(s, b.line[i]);
    open->rows.push_back(first + i);
    into.push_back(kNoCount);
  }
  estate_.touch(f);
}

void Ingest::look_at_serials(const evidence::ColumnBatch& b, const evidence::Column& c) {
  Serials* s = nullptr;
  for (std::size_t i = 0; i < c.cells.size(); ++i) {
    const std::string_view cell = c.cells[i];
    if (cell.empty() || cell[0] < '0' || cell[0] > '9') continue;
    if (!s) {
      s = &serials_[b.table];
      s->header = c.header;
    }
    if (is_scientific(cell)) {
      if (s->scientific++ == 0) s->scientific_line = b.line[i];
    } else if (cell.size() < s->of_length.size() && cell.find_first_not_of("0123456789") == std::string_view::npos) {
      if (s->of_length[cell.size()]++ == 0) s->first_line[cell.size()] = b.line[i];
      s->leading_zero += cell[0] == '0';
    }
  }
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
      case FieldType::Text:
        estate_.fill_text(f, first, c.cells);
        if (f == Field::Serial) look_at_serials(b, c);
        break;
      case FieldType::Word: case FieldType::Decimal: word_column(c, f, first); break;
      case FieldType::Count: count_column(b, c, f, first); break;
      case FieldType::Date: {
        Dates& d = dates_[{b.table, f}];
        if (d.codes.empty()) {
          d.field = f;
          d.header = c.header;
          d.first_row = first;
        }
        d.add(c.cells, b.line);
        break;
      }
    }
  }
  estate_.set_table(input_, b.table, b.json, b.pointer, std::move(headers), b.sheet);
  tables_.emplace(b.table, std::pair{first, first}).first->second.second = first + b.rows();
  if (seller && !maker) seller_only_.insert(b.table);
}

}  // namespace rf::estate
