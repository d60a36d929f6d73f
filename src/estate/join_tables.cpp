// How a line meets a row: by the first of its keys that some row bears. A weight is a sum of pieces, so it goes to one row alone; an attribute
// goes to every row that bears the key. Lines of one key that something tells apart (a port) are added up; two values for one key that
// nothing tells apart contradict each other, and the weight stays unknown.
#include "estate/join_tables.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>

#include "base/text.h"
#include "estate/keys.h"
#include "evidence/columns.h"

namespace rf::estate {
namespace {

constexpr std::string_view kCell = "cell";
bool is_cell_header(std::string_view header) {
  const std::string k = evidence::header_key(header);
  for (const std::string_view w : {"cell", "cell id", "cellid", "cell name", "ecgi", "nci", "cgi", "ncgi", "zelle", "cellule", "celda", "cella", "小区", "сота"})
    if (k == w) return true;
  return false;
}

constexpr std::array kKeyFields = {Field::Id, Field::Serial, Field::Name, Field::Mac, Field::Address, Field::Site};
constexpr std::array kWeights = {Field::Premises, Field::Traffic, Field::Quantity};
bool is_weight(Field f) { return std::find(kWeights.begin(), kWeights.end(), f) != kWeights.end(); }

std::string key_of(Field f, std::string_view cell) {
  if (f == Field::Serial) return serial_key(cell);
  if (f == Field::Mac) return mac_key(cell);
  return word_key(cell);
}

/// Rows of the estate by one of their keys.
class Index {
 public:
  Index(const Estate& e, Field f, bool cells) {
    std::unordered_map<std::uint32_t, std::uint64_t> by_code;
    const bool word = !cells && info(f).type != FieldType::Text;
    for (std::size_t row = 0; row < e.size(); ++row) {
      if (word) {
        const auto code = e.code(f, row);
        if (code == 0) continue;
        const auto known = by_code.emplace(code, 0);
        if (known.second) known.first->second = hash(key_of(f, e.words(f).text(code)));
        entries_.emplace_back(known.first->second, static_cast<std::uint32_t>(row));
        continue;
      }
      if (cells) {
        for (const auto& [header, value] : e.extras(row))
          if (is_cell_header(header)) add(word_key(value), row);
        continue;
      }
      const auto text = e.text(f, row);
      if (text.empty()) continue;
      if (f == Field::Mac)
        for (const auto m : split(text, '|')) add(mac_key(m), row);
      else
        add(key_of(f, text), row);
      if (f == Field::Id)
        if (const auto op = e.text(Field::Operator, row); !op.empty()) add(word_key(std::string(op) + "/" + std::string(text)), row);
      if (f == Field::Name)
        if (const auto dot = text.find('.'); dot != std::string_view::npos && dot > 2) add(word_key(text.substr(0, dot)), row);
    }
    std::sort(entries_.begin(), entries_.end());
    entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
  }
  std::vector<std::uint32_t> rows(const std::string& key) const {
    std::vector<std::uint32_t> out;
    if (key.empty()) return out;
    const auto h = hash(key);
    for (auto at = std::lower_bound(entries_.begin(), entries_.end(), std::pair<std::uint64_t, std::uint32_t>(h, 0)); at != entries_.end() && at->first == h; ++at) out.push_back(at->second);
    return out;
  }

 private:
  static std::uint64_t hash(std::string_view s) { return std::hash<std::string_view>{}(s); }
  void add(const std::string& key, std::size_t row) {
    if (!key.empty()) entries_.emplace_back(hash(key), static_cast<std::uint32_t>(row));
  }
  std::vector<std::pair<std::uint64_t, std::uint32_t>> entries_;
};

struct Sum {
  std::int64_t value = 0;
  std::int64_t lines = 0;
  bool known = false, contradicts = false;
  std::map<std::uint64_t, std::int64_t> told;  ///< what tells a line apart → its weight
};

struct Key {
  Field in_table, in_estate;
  bool cell;
  std::string header = {};  ///< of a column that was told to be a key by its values; empty: the column of in_table
};

/// Whether a cell of the estate bears the key that `value` is.
bool bears(Field f, std::string_view cell, std::string_view op, std::string_view value) {
  const std::string k = key_of(f, value);
  if (f == Field::Mac) {
    for (const auto m : split(cell, '|'))
      if (mac_key(m) == k) return true;
    return false;
  }
  if (key_of(f, cell) == k) return true;
  if (f == Field::Id) return word_key(std::string(op) + "/" + std::string(cell)) == k;
  return f == Field::Name && word_key(cell.substr(0, cell.find('.'))) == k;
}

class TableJoiner {
 public:
  TableJoiner(Estate& e, const Estate& t, std::size_t first, std::size_t last, const JoinHow& how) : e_(e), t_(t), first_(first), last_(last), how_(how) {}

  TableJoin run() {
    if (first_ >= last_) return std::move(out_);
    const auto source = t_.source(first_);
    out_.input = t_.label_of_input(source.input);
    out_.secret = how_.secret;
    out_.lines = static_cast<std::int64_t>(last_ - first_);
    choose_columns(source);
    for (std::size_t line = first_; line < last_; ++line) one(line);
    give_weights();
    keep_other_columns();
    count_without();
    for (const auto r : given_) out_.rows += r;
    return std::move(out_);
  }

 private:
  void choose_columns(const Estate::Source& s) {
    const auto has = [&](Field f) { return !t_.header_of(s.input, s.table, f).empty(); };
    if (how_.sites) {
      for (const Field f : {Field::Site, Field::Name, Field::Id})
        if (has(f)) keys_.push_back({f, Field::Site, false});
    } else {
      for (const Field f : kKeyFields) {
        if (f == Field::Mac) {  // a cell is more than an address and less than a name
          for (std::size_t line = first_; line < last_ && !cells_; ++line)
            for (const auto& [header, value] : t_.extras(line)) cells_ = cells_ || is_cell_header(header);
          if (cells_) keys_.push_back({Field::Name, Field::Name, true});
        }
        if (has(f)) keys_.push_back({f, f, false});
      }
    }
    const bool device = std::any_of(keys_.begin(), keys_.end(), [](const Key& k) { return k.in_estate != Field::Site; });
    if (!how_.sites && !device) find_key();
    for (const auto& f : kFields) {
      if (!has(f.field) || f.field == Field::Operator || f.field == Field::Function) continue;
      if (std::any_of(keys_.begin(), keys_.end(), [&](const Key& k) { return !k.cell && k.in_table == f.field; }) && (f.field != Field::Site || keys_.front().in_table == Field::Site)) continue;
      if (how_.secret && f.field != Field::SiteClass) continue;
      fields_.push_back(f.field);
      out_.gives.emplace_back(f.name);
    }
    function_ = has(Field::Function);
    given_.assign(e_.size(), false);
  }

  /// A column whose header says nothing that is known, such as "OLT" or "Knoten", is the key where most of its values name rows.
  void find_key() {
    constexpr std::size_t kLooked = 2000;  // lines; a key that most of them bear is no chance
    constexpr std::array kDevice = {Field::Id, Field::Serial, Field::Name, Field::Mac, Field::Address};
    const std::size_t step = std::max<std::size_t>(1, (last_ - first_) / kLooked);
    std::map<std::string, std::array<std::size_t, kDevice.size()>, std::less<>> met;
    std::size_t looked = 0;
    std::array<std::unique_ptr<Index>, kDevice.size()> index;
    for (std::size_t line = first_; line < last_; line += step, ++looked)
      for (const auto& [header, value] : t_.extras(line)) {
        if (value.empty()) continue;
        auto& of = met.emplace(std::string(header), std::array<std::size_t, kDevice.size()>{}).first->second;
        for (std::size_t f = 0; f < kDevice.size(); ++f) {
          if (!e_.has(kDevice[f])) continue;
          if (!index[f]) index[f] = std::make_unique<Index>(e_, kDevice[f], false);
          const auto rows = index[f]->rows(key_of(kDevice[f], value));
          of[f] += std::any_of(rows.begin(), rows.end(), [&](auto row) { return bears(kDevice[f], e_.text(kDevice[f], row), e_.text(Field::Operator, row), value); });
        }
      }
    const std::string* best = nullptr;
    std::size_t field = 0, most = 0;
    for (const auto& [header, of] : met)
      for (std::size_t f = 0; f < of.size(); ++f)
        if (of[f] > most) {
          best = &header;
          field = f;
          most = of[f];
        }
    if (best && most * 2 > looked) keys_.insert(keys_.begin(), Key{kDevice[field], kDevice[field], false, *best});
  }

  std::string place(std::size_t line) const { return short_form(t_.locator(line)); }

  void one(std::size_t line) {
    std::vector<std::uint32_t> rows;
    std::string said;
    for (std::size_t k = 0; k < keys_.size() && rows.empty(); ++k) {
      const Key& key = keys_[k];
      std::string value;
      if (key.cell) {
        for (const auto& [header, cell] : t_.extras(line))
          if (is_cell_header(header)) value = cell;
      } else if (!key.header.empty()) {
        for (const auto& [header, cell] : t_.extras(line))
          if (header == key.header) value = cell;
      } else {
        value = t_.text(key.in_table, line);
      }
      if (value.empty()) continue;
      if (said.empty()) said = value;
      if (!index_[k]) index_[k] = std::make_unique<Index>(e_, key.in_estate, key.cell);
      rows = index_[k]->rows(key.cell ? word_key(value) : key_of(key.in_estate, value));
      std::erase_if(rows, [&](std::uint32_t row) { return !agrees(row, line, key, value); });
      const std::string name = std::string(key.cell ? kCell : info(key.in_table).name) + (key.header.empty() ? "" : " (" + key.header + ")");
      if (!rows.empty() && std::find(out_.keys.begin(), out_.keys.end(), name) == out_.keys.end()) out_.keys.push_back(name);
    }
    if (rows.empty()) {
      ++out_.unmatched_total;
      if (!how_.secret && out_.unmatched.size() < kJoinList) out_.unmatched.push_back((said.empty() ? "(no key)" : said) + " (" + place(line) + ")");
      return;
    }
    ++out_.joined_lines;
    for (const Field f : fields_) {
      if (is_weight(f)) weigh(f, line, rows);
      else attribute(f, line, rows);
    }
    const bool alone = rows.size() == 1;
    if (alone && !how_.secret) {
      e_.add_joined(rows[0], line);
      joined_.emplace_back(rows[0], line);
    }
  }

  /// Hashes may collide, and an operator or a function may tell rows of one key apart.
  bool agrees(std::uint32_t row, std::size_t line, const Key& key, const std::string& value) const;

  void attribute(Field f, std::size_t line, const std::vector<std::uint32_t>& rows) {
    const auto type = info(f).type;
    if (type == FieldType::Date) {
      const Day d = t_.day(f, line);
      for (const auto row : rows) {
        if (!d.known()) break;
        const Day had = e_.day(f, row);
        if (had.known() && had != d) ++out_.differing;
        if (!had.known()) e_.set_day(f, row, d);
        given_[row] = true;
      }
      return;
    }
    const auto value = t_.text(f, line);
    if (value.empty()) return;
    for (const auto row : rows) {
      const auto had = e_.text(f, row);
      if (!had.empty() && had != value) ++out_.differing;
      if (had.empty()) {
        if (type == FieldType::Text) e_.set_text(f, row, value);
        else e_.set_word(f, row, value);
      }
      given_[row] = true;
    }
  }

  void weigh(Field f, std::size_t line, std::vector<std::uint32_t> rows) {
    const auto n = t_.count(f, line);
    if (n == kNoCount) return;
    if (rows.size() > 1)  // parts and software are no pieces of their own
      std::erase_if(rows, [&](std::uint32_t row) {
        const auto kind = e_.text(Field::Kind, row);
        return !e_.text(Field::PartOf, row).empty() || kind == "software" || kind == "service";
      });
    if (rows.size() != 1) {
      ++out_.ambiguous;
      return;
    }
    Sum& s = sums_[{rows[0], f}];
    ++s.lines;
    const auto at = s.told.emplace(apart(line), n);
    if (!at.second) {
      s.contradicts = s.contradicts || at.first->second != n;  // the same line twice says it once
      return;
    }
    s.known = true;
    if (n < (std::int64_t{1} << 60) - s.value) s.value += n;
  }

  /// What tells a line from others of its key: its other cells.
  std::uint64_t apart(std::size_t line) const {
    std::uint64_t h = 1469598103934665603ULL;
    const auto mix = [&](std::string_view s) { h = (h ^ std::hash<std::string_view>{}(s)) * 1099511628211ULL; };
    for (const auto& f : kFields)
      if (f.type != FieldType::Count && f.type != FieldType::Date) mix(t_.text(f.field, line));
    for (const auto& [header, value] : t_.extras(line)) {
      mix(header);
      mix(value);
    }
    return h;
  }

  void give_weights() {
    for (const auto& [at, s] : sums_) {
      const auto [row, f] = at;
      if (s.contradicts) {
        ++out_.contradicting;
        continue;
      }
      out_.added += s.told.size() > 1;
      const auto had = e_.count(f, row);
      if (had != kNoCount && had != s.value) ++out_.differing;
      if (had == kNoCount) e_.set_count(f, row, s.value);
      given_[row] = true;
    }
  }

  /// What a row's only line says besides; of several lines each says another thing.
  void keep_other_columns() {
    std::sort(joined_.begin(), joined_.end());
    for (std::size_t i = 0; i < joined_.size(); ++i) {
      const bool alone = (i == 0 || joined_[i - 1].first != joined_[i].first) && (i + 1 == joined_.size() || joined_[i + 1].first != joined_[i].first);
      if (alone)
        for (const auto& [header, value] : t_.extras(joined_[i].second)) e_.add_extra(joined_[i].first, header, value);
    }
  }

  /// Rows of a function that was given something, with nothing of it themselves.
  void count_without() {
    std::vector<bool> functions(e_.words(Field::Function).size(), false);
    const bool sites = !keys_.empty() && keys_.front().in_estate == Field::Site && std::none_of(fields_.begin(), fields_.end(), is_weight);
    if (!sites)
      for (std::size_t row = 0; row < e_.size(); ++row)
        if (given_[row]) functions[e_.code(Field::Function, row)] = true;
    for (std::size_t row = 0; row < e_.size(); ++row) {
      if (given_[row] || (sites ? e_.code(Field::Site, row) == 0 : !functions[e_.code(Field::Function, row)])) continue;
      bool has = !fields_.empty();
      for (const Field f : fields_)
        has = has && (info(f).type == FieldType::Count ? e_.count(f, row) != kNoCount : info(f).type == FieldType::Date ? e_.day(f, row).known() : !e_.text(f, row).empty());
      if (has) continue;
      ++out_.without_total;
      if (!how_.secret && out_.without.size() < kJoinList) out_.without.push_back(e_.key(row));
    }
  }

  Estate& e_;
  const Estate& t_;
  std::size_t first_, last_;
  JoinHow how_;
  TableJoin out_;
  std::vector<Key> keys_;
  std::vector<Field> fields_;
  bool cells_ = false, function_ = false;
  std::map<std::size_t, std::unique_ptr<Index>> index_;
  std::map<std::pair<std::uint32_t, Field>, Sum> sums_;
  std::vector<std::pair<std::uint32_t, std::size_t>> joined_;
  std::vector<bool> given_;
};

bool TableJoiner::agrees(std::uint32_t row, std::size_t line, const Key& key, const std::string& value) const {
  const auto of = e_.text(Field::Operator, row), wanted = t_.text(Field::Operator, line);
  if (!of.empty() && !wanted.empty() && word_key(of) != word_key(wanted)) return false;
  if (function_) {
    const auto path = t_.text(Field::Function, line), has = e_.text(Field::Function, row);
    if (!path.empty() && !has.empty()) {
      bool below = false;
      for (const auto p : split(has, '|')) below = below || starts_with_path(p, path);
      if (!below) return false;
    }
  }
  if (key.cell) return true;
  return bears(key.in_estate, e_.text(key.in_estate, row), of, value);
}

}  // namespace

bool is_attribute_table(const std::vector<evidence::Column>& columns) {
  bool key = false, device = false, weight = false, function = false, subscribers = false, unnamed = false;
  for (const auto& c : columns) {
    if (c.field < 0) {
      key = key || is_cell_header(c.header);
      unnamed = true;
      continue;
    }
    switch (static_cast<Field>(c.field)) {
      case Field::Id: case Field::Name: case Field::Serial: case Field::Mac: case Field::Address: key = device = true; break;
      case Field::Site: key = true; break;
      case Field::Premises: case Field::Traffic: weight = subscribers = true; break;
      case Field::CapacityGbps: case Field::SiteClass: case Field::SiteType: case Field::Affected: weight = true; break;
      case Field::Function: function = true; break;
      case Field::Operator: case Field::Network: case Field::Country: case Field::Region: case Field::Segment: case Field::Description: case Field::SourceDate: break;
      default: return false;
    }
  }
  // Without a key that its header tells, one of the other columns is it: which one, its values say (find_key).
  return (key || (subscribers && unnamed)) && weight && !(function && device);
}

TableJoin join_table(Estate& estate, const Estate& tables, std::size_t first, std::size_t last, const JoinHow& how) { return TableJoiner(estate, tables, first, last, how).run(); }

}  // namespace rf::estate
