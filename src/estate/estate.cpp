#include "estate/estate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/file.h"
#include "base/hash.h"
#include "model/pack_format.h"

namespace rf::estate {
namespace {
std::uint64_t hash_of(std::string_view s) { return table_hash(s, 0xcbf29ce484222325ULL ^ (s.size() * 0x9E3779B97F4A7C15ULL)); }

/// A slot of a dictionary: code + 1, and above it the upper half of the hash, so that hardly a text is looked at that is another.
constexpr std::uint64_t slot_of(std::uint32_t code, std::uint64_t hash) { return (hash & 0xFFFFFFFF00000000ULL) | (code + std::uint64_t{1}); }
constexpr std::optional<std::uint32_t> code_in(std::uint64_t slot, std::uint64_t hash) {
  if (((slot ^ hash) >> 32) != 0) return std::nullopt;
  return static_cast<std::uint32_t>(slot) - 1;
}
}  // namespace

Dictionary::Dictionary() : texts_{std::string_view{}} {}

void Dictionary::borrow(std::vector<std::string_view> texts) {
  texts_ = std::move(texts);
  if (texts_.empty()) texts_.emplace_back();
  slots_.clear();
}

std::optional<std::uint32_t> Dictionary::find(std::string_view s) const {
  if (s.empty()) return 0;
  if (slots_.empty()) {
    if (texts_.size() == 1) return std::nullopt;
    index();
  }
  const std::size_t mask = slots_.size() - 1;
  const std::uint64_t h = hash_of(s);
  for (std::size_t i = h & mask;; i = (i + 1) & mask) {
    if (slots_[i] == 0) return std::nullopt;
    if (const auto c = code_in(slots_[i], h); c && equal_texts(texts_[*c], s)) return *c;
  }
}

void Dictionary::clear() {
  constexpr std::size_t kKeptSlots = 64;  // to empty more costs more than to make them again
  if (texts_.size() == 1) return;
  texts_.resize(1);
  if (slots_.size() > kKeptSlots) slots_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
  if (chunks_.empty()) return;
  if (chunks_.size() > 1 || left_ + static_cast<std::size_t>(at_ - chunks_.front().get()) != kChunk) {
    chunks_.clear();
    at_ = nullptr;
    left_ = 0;
    return;
  }
  at_ = chunks_.front().get();
  left_ = kChunk;
}

void Dictionary::index() const {
  slots_.assign(std::bit_ceil(std::max<std::size_t>(16, texts_.size() * 4)), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t c = 1; c < texts_.size(); ++c) {
    const std::uint64_t h = hash_of(texts_[c]);
    std::size_t i = h & mask;
    while (slots_[i] != 0) i = (i + 1) & mask;
    slots_[i] = slot_of(c, h);
  }
}

std::uint32_t Dictionary::code(std::string_view s) { return s.empty() ? 0 : code_of(s, hash_of(s)); }

void Dictionary::codes(std::span<const std::string_view> texts, std::span<std::uint32_t> out) {
  constexpr std::size_t kAhead = 32;
  std::array<std::uint64_t, kAhead> hashes;
  for (std::size_t begin = 0; begin < texts.size(); begin += kAhead) {
    const std::size_t n = std::min(kAhead, texts.size() - begin), mask = slots_.empty() ? 0 : slots_.size() - 1;
    for (std::size_t i = 0; i < n; ++i) {
      hashes[i] = hash_of(texts[begin + i]);
      if (mask != 0) __builtin_prefetch(&slots_[hashes[i] & mask]);
    }
    for (std::size_t i = 0; i < n; ++i) out[begin + i] = texts[begin + i].empty() ? 0 : code_of(texts[begin + i], hashes[i]);
  }
}

std::uint32_t Dictionary::code_of(std::string_view s, std::uint64_t h) {
  if (texts_.size() * 2 > slots_.size()) index();
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = h & mask;
  for (; slots_[i] != 0; i = (i + 1) & mask)
    if (const auto c = code_in(slots_[i], h); c && equal_texts(texts_[*c], s)) return *c;
  if (s.size() > left_) {
    const std::size_t n = std::max(kChunk, s.size());
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(n));
    at_ = chunks_.back().get();
    left_ = n;
  }
  std::memcpy(at_, s.data(), s.size());
  texts_.emplace_back(at_, s.size());
  at_ += s.size();
  left_ -= s.size();
  slots_[i] = slot_of(static_cast<std::uint32_t>(texts_.size() - 1), h);
  return static_cast<std::uint32_t>(texts_.size() - 1);
}

void TextColumn::set(std::size_t row, std::string_view s) {
  const std::uint64_t begin = row == 0 ? 0 : ends_[row - 1];
  const auto delta = static_cast<std::int64_t>(s.size()) - static_cast<std::int64_t>(ends_[row] - begin);
  bytes_.replace(begin, ends_[row] - begin, s);
  for (std::size_t i = row; i < ends_.size(); ++i) ends_[i] = static_cast<std::uint64_t>(static_cast<std::int64_t>(ends_[i]) + delta);
}

Estate::Estate() = default;
Estate::~Estate() = default;
Estate::Estate(Estate&&) noexcept = default;
Estate& Estate::operator=(Estate&&) noexcept = default;

void Estate::borrow(std::shared_ptr<const LentColumns> columns, std::uint32_t input) {
  columns_ = std::move(columns);
  rows_ = lent_ = columns_->rows;
  lent_input_ = input;
  for (std::size_t f = 0; f < kFieldCount; ++f) filled_[f] = columns_->words[f] || columns_->values[f] || columns_->texts[f].size() > 0 || columns_->filled[f];
}
bool Estate::filled(Field f, std::size_t row) const {
  if (row < lent_ && info(f).type == FieldType::Text)
    if (const auto& c = columns_->filled[index_of(f)]) return c.at(row) != 0;
  return !text(f, row).empty();
}
void Estate::own() {
  const std::size_t n = lent_;
  for (const auto& f : kFields) {
    const std::size_t i = index_of(f.field);
    if (f.type == FieldType::Text) {
      TextColumn all;
      if (columns_->texts[i].size() == 0 && texts_[i].size() == 0) continue;
      for (std::size_t row = 0; row < n; ++row) all.append(columns_->texts[i].at(row));
      for (std::size_t row = 0; row < texts_[i].size(); ++row) all.append(texts_[i].at(row));
      texts_[i] = std::move(all);
    } else if (f.type == FieldType::Date) {
      if (!columns_->values[i] && days_[i].empty()) continue;
      std::vector<Day> all(n);
      for (std::size_t row = 0; row < n; ++row) all[row] = lent_day(f.field, row);
      all.insert(all.end(), days_[i].begin(), days_[i].end());
      days_[i] = std::move(all);
    } else if (f.type == FieldType::Count) {
      if (!columns_->values[i] && counts_[i].empty()) continue;
      std::vector<std::int64_t> all(n);
      for (std::size_t row = 0; row < n; ++row) all[row] = lent_count(f.field, row);
      all.insert(all.end(), counts_[i].begin(), counts_[i].end());
      counts_[i] = std::move(all);
    } else {
      if (!columns_->words[i] && codes_[i].empty()) continue;
      std::vector<std::uint32_t> all(n);
      for (std::size_t row = 0; row < n; ++row) all[row] = lent_code(f.field, row);
      all.insert(all.end(), codes_[i].begin(), codes_[i].end());
      codes_[i] = std::move(all);
    }
  }
  std::vector<Source> all(n);
  for (std::size_t row = 0; row < n; ++row) all[row] = source(row);
  all.insert(all.end(), sources_.begin(), sources_.end());
  sources_ = std::move(all);
  held_ = std::move(columns_);  // words point into it
  lent_ = 0;
  const LentColumns* const from = held_.get();
  for (auto& e : extras_) e.codes.insert(e.codes.begin(), n, 0);
  for (std::size_t x = 0; x < from->extras.size(); ++x)
    for (std::size_t row = 0; row < n; ++row) set_extra(row, from->extras[x].first, from->extra_words[x][from->extras[x].second.at(row)]);
  for (std::size_t row = 0; row < n && from->from; ++row) set_extra(row, pack::kInputColumn, from->from_words[from->from.at(row)]);
  for (std::size_t row = 0; row < n && from->line; ++row)
    if (from->line.at(row) >= 0) set_extra(row, pack::kLineColumn, std::to_string(from->line.at(row)));
}

std::string_view Estate::text(Field f, std::size_t row) const {
  if (row < lent_) return info(f).type == FieldType::Text ? columns_->texts[index_of(f)].at(row) : dictionaries_[index_of(f)].text(lent_code(f, row));
  row -= lent_;
  if (info(f).type == FieldType::Text) return texts_[index_of(f)].at(row);
  const auto& c = codes_[index_of(f)];
  return row < c.size() ? dictionaries_[index_of(f)].text(c[row]) : std::string_view{};
}
Estate::Source Estate::source(std::size_t row) const { return row < lent_ ? Source{lent_input_, 0, row + 1, 0, 0} : sources_[row - lent_]; }

const std::string& Estate::header_of(std::uint32_t input, std::uint32_t table, Field f) const {
  static const std::string none;
  const auto t = tables_.find({input, table});
  if (t == tables_.end()) return none;
  const auto h = t->second.headers.find(f);
  return h == t->second.headers.end() ? none : h->second;
}

Locator Estate::locator(std::size_t row, std::optional<Field> column) const {
  const Source s = source(row);
  Locator l;
  l.input = inputs_[s.input];
  l.path = members_[s.input];
  const auto t = tables_.find({s.input, s.table});
  if (t != tables_.end() && t->second.json) {
    l.pointer = t->second.pointer + "/" + std::to_string(s.line);
  } else if (s.line != 0) {
    l.line = s.line;
    if (t != tables_.end()) l.sheet = t->second.sheet;
  }
  if (s.length != 0) l.bytes = {{s.offset, s.length}};
  if (column && !hidden(*column)) {
    l.column = header_of(s.input, s.table, *column);
    l.says = text(*column, row);
  }
  if (const Seen* d = seen(row); d && s.line == 0 && s.length == 0 && !d->device.evidence.empty()) {
    l = d->device.evidence.front().locator;
    if (l.input.empty()) l.input = d->input;
  }
  return l;
}

const Seen* Estate::seen(std::size_t row) const {
  const auto s = seen_.find(row);
  return s == seen_.end() ? nullptr : &s->second;
}
Basis Estate::basis(std::size_t row) const {
  const Seen* s = seen(row);
  if (!s) return is_part(row) ? Basis::Observed : Basis::Declared;
  if (row < unlisted_.size() && unlisted_[row]) return Basis::Observed;
  return s->contradicts ? Basis::Contradicted : Basis::Both;
}

std::string Estate::key(std::size_t row) const {
  const std::string_view id = text(Field::Id, row), op = text(Field::Operator, row);
  if (!id.empty()) return op.empty() ? std::string(id) : std::string(op) + "/" + std::string(id);
  const std::string_view serial = text(Field::Serial, row), maker = text(Field::Supplier, row);
  if (!serial.empty()) return maker.empty() ? "serial/" + std::string(serial) : std::string(maker) + "/" + std::string(serial);
  if (const Seen* s = seen(row)) {
    if (!s->device.chassis_id.empty()) return s->device.chassis_id;
    if (!s->device.engine_id.empty()) return s->device.engine_id;
  }
  std::string_view mac = text(Field::Mac, row);
  if (const std::size_t bar = mac.find('|'); bar != std::string_view::npos) mac = mac.substr(0, bar);
  if (!mac.empty()) return std::string(mac);
  // A row of a pack is called what it was called before, read alone or beside other files.
  if (const std::string_view first = extra(row, pack::kInputColumn), line = extra(row, pack::kLineColumn); !first.empty() && !line.empty()) return std::string(first) + "#" + std::string(line);
  const Source s = source(row);
  std::string out = inputs_[s.input];
  for (const auto& m : members_[s.input]) out += "!" + m;
  if (const auto t = tables_.find({s.input, s.table}); t != tables_.end() && !t->second.sheet.empty()) out += "#" + t->second.sheet;
  const Seen* unlisted = s.line == 0 ? seen(row) : nullptr;
  return out + "#" + std::to_string(unlisted ? unlisted->number : s.line);
}

std::uint32_t Estate::add_input(std::string name, std::vector<std::string> members) {
  inputs_.push_back(std::move(name));
  members_.push_back(std::move(members));
  return static_cast<std::uint32_t>(inputs_.size() - 1);
}

std::size_t Estate::add_row(std::uint32_t input) {
  sources_.push_back(Source{input, 0, 0, 0, 0});
  return rows_++;
}

void Estate::set_text(Field f, std::size_t row, std::string_view value) {
  if (info(f).type != FieldType::Text) return set_word(f, row, value);
  if (row < lent_) own();
  row -= lent_;
  auto& c = texts_[index_of(f)];
  while (c.size() < row) c.append({});
  if (c.size() == row) {
    c.append(value);
  } else {
    c.set(row, value);
  }
  touch(f);
}
void Estate::set_texts(Field f, const std::vector<std::pair<std::size_t, std::string>>& cells) {
  if (cells.empty()) return;
  if (lent_ > 0) own();
  const TextColumn before = std::move(texts_[index_of(f)]);
  TextColumn after;
  const std::size_t n = std::max(before.size(), cells.back().first + 1);
  std::size_t next = 0;
  for (std::size_t row = 0; row < n; ++row) {
    if (next < cells.size() && cells[next].first == row) {
      after.append(cells[next].second);
      while (next < cells.size() && cells[next].first == row) ++next;
    } else {
      after.append(before.at(row));
    }
  }
  texts_[index_of(f)] = std::move(after);
  touch(f);
}
void Estate::set_word(Field f, std::size_t row, std::string_view value) {
  if (info(f).type == FieldType::Text) return set_text(f, row, value);
  set_code(f, row, dictionaries_[index_of(f)].code(value));
}
void Estate::set_code(Field f, std::size_t row, std::uint32_t code) {
  if (row < lent_) own();
  row -= lent_;
  auto& c = codes_[index_of(f)];
  if (c.size() <= row) c.resize(row + 1, 0);
  c[row] = code;
  touch(f);
}
void Estate::share_words(const Estate& other) {
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    std::vector<std::string_view> texts;
    for (std::uint32_t c = 0; c < other.dictionaries_[f].size(); ++c) texts.push_back(other.dictionaries_[f].text(c));
    dictionaries_[f].borrow(std::move(texts));
  }
}
void Estate::set_day(Field f, std::size_t row, Day value) {
  if (row < lent_) own();
  row -= lent_;
  auto& c = days_[index_of(f)];
  if (c.size() <= row) c.resize(row + 1);
  c[row] = value;
  touch(f);
}
void Estate::set_count(Field f, std::size_t row, std::int64_t value) {
  if (row < lent_) own();
  row -= lent_;
  auto& c = counts_[index_of(f)];
  if (c.size() <= row) c.resize(row + 1, kNoCount);
  c[row] = value;
  touch(f);
}
void Estate::set_source(std::size_t row, const Source& s) {
  if (row < lent_) own();
  sources_[row - lent_] = s;
}
void Estate::set_table(std::uint32_t input, std::uint32_t table, bool json, std::string pointer,
                       std::map<Field, std::string> headers, std::string sheet) {
  tables_[{input, table}] = Table{json, std::move(pointer), std::move(sheet), std::move(headers)};
}
void Estate::set_extra(std::size_t row, std::string_view header, std::string_view value) {
  if (value.empty()) return;
  if (row < lent_) own();
  row -= lent_;
  auto e = std::find_if(extras_.begin(), extras_.end(), [&](const Extra& x) { return x.header == header; });
  if (e == extras_.end()) {
    extras_.emplace_back();
    e = std::prev(extras_.end());
    e->header = header;
  }
  if (e->codes.size() <= row) e->codes.resize(row + 1, 0);
  e->codes[row] = e->words.code(value);
}
void Estate::add_extra(std::size_t row, std::string_view header, std::string_view value) {
  if (!extra(row, header).empty()) return;
  set_extra(row, header, value);
}
std::vector<std::pair<std::string_view, std::string_view>> Estate::extras(std::size_t row) const {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  if (row < lent_) {
    for (std::size_t x = 0; x < columns_->extras.size(); ++x)
      if (const auto code = columns_->extras[x].second.at(row); code != 0) out.emplace_back(columns_->extras[x].first, columns_->extra_words[x][code]);
    for (const std::string_view header : {pack::kInputColumn, pack::kLineColumn})
      if (const auto value = lent_place(row, header); !value.empty()) out.emplace_back(header, value);
    return out;
  }
  row -= lent_;
  for (const Extra& e : extras_)
    if (row < e.codes.size() && e.codes[row] != 0) out.emplace_back(e.header, e.words.text(e.codes[row]));
  return out;
}
std::vector<std::string> Estate::extra_headers() const {
  std::vector<std::string> out;
  if (columns_) {
    for (const auto& x : columns_->extras) out.push_back(x.first);
    out.emplace_back(pack::kInputColumn);
    out.emplace_back(pack::kLineColumn);
  }
  for (const Extra& e : extras_)
    if (std::find(out.begin(), out.end(), e.header) == out.end()) out.push_back(e.header);
  return out;
}
std::string_view Estate::extra(std::size_t row, std::string_view header) const {
  if (row < lent_) {
    for (std::size_t x = 0; x < columns_->extras.size(); ++x)
      if (columns_->extras[x].first == header) return columns_->extra_words[x][columns_->extras[x].second.at(row)];
    return lent_place(row, header);
  }
  row -= lent_;
  for (const Extra& e : extras_)
    if (e.header == header) return row < e.codes.size() ? e.words.text(e.codes[row]) : std::string_view();
  return {};
}
std::string_view Estate::lent_place(std::size_t row, std::string_view header) const {
  if (header == pack::kInputColumn && columns_->from) return columns_->from_words[columns_->from.at(row)];
  if (header != pack::kLineColumn || !columns_->line || columns_->line.at(row) < 0) return {};
  // Lines are numbers; the texts of those asked for stay, as other texts do.
  return lines_.try_emplace(row, std::to_string(columns_->line.at(row))).first->second;
}
void Estate::set_seen(std::size_t row, Seen s) { seen_.insert_or_assign(row, std::move(s)); }
void Estate::add_also(std::size_t row, Locator l) { also_[row].push_back(std::move(l)); }
void Estate::sort_joined() { std::sort(joined_.begin(), joined_.end()); }
std::vector<Locator> Estate::also(std::size_t row) const {
  std::vector<Locator> out;
  if (const auto a = also_.find(row); a != also_.end()) out = a->second;
  for (auto at = std::lower_bound(joined_.begin(), joined_.end(), std::pair<std::uint32_t, std::uint32_t>(static_cast<std::uint32_t>(row), 0)); at != joined_.end() && at->first == row; ++at)
    out.push_back(tables_of_joins_->locator(at->second));
  return out;
}
void Estate::set_unlisted(std::size_t row) {
  if (unlisted_.size() <= row) unlisted_.resize(row + 1, false);
  unlisted_[row] = true;
}

std::size_t Estate::add_rows(std::uint32_t input, std::uint32_t table, const std::vector<std::uint64_t>& line,
                             const std::vector<std::uint64_t>& offset, const std::vector<std::uint32_t>& length) {
  if (lent_ > 0) own();
  const std::size_t first = rows_;
  for (std::size_t i = 0; i < line.size(); ++i) sources_.push_back(Source{input, table, line[i], offset[i], length[i]});
  rows_ += line.size();
  return first;
}
void Estate::fill_text(Field f, std::size_t first, const std::vector<std::string_view>& cells) {
  auto& c = texts_[index_of(f)];
  while (c.size() < first) c.append({});
  for (const auto& s : cells) c.append(s);
  touch(f);
}
void Estate::fill_codes(Field f, std::size_t first, const std::vector<std::uint32_t>& codes) {
  auto& c = codes_[index_of(f)];
  c.resize(first, 0);
  c.insert(c.end(), codes.begin(), codes.end());
  touch(f);
}

void Estate::clear() {
  if (lent_ > 0) {
    *this = Estate();
    return;
  }
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    if (!filled_[f]) continue;
    dictionaries_[f].clear();
    codes_[f].clear();
    texts_[f].clear();
    days_[f].clear();
    counts_[f].clear();
  }
  filled_.fill(false);
  hidden_.fill(false);
  rows_ = 0;
  inputs_.clear();
  members_.clear();
  sources_.clear();
  tables_.clear();
  extras_.clear();
  lines_.clear();
  seen_.clear();
  also_.clear();
  tables_of_joins_.reset();
  joined_.clear();
  unlisted_.clear();
}

void Estate::remove_rows(const std::vector<std::size_t>& gone) {
  if (gone.empty()) return;
  if (lent_ > 0) own();
  const auto squeeze = [&](auto& column) {
    std::size_t to = gone.front(), next = 0;
    for (std::size_t row = to; row < column.size(); ++row) {
      if (next < gone.size() && gone[next] == row) ++next;
      else column[to++] = column[row];
    }
    if (to < column.size()) column.resize(to);
  };
  for (auto& c : codes_) squeeze(c);
  for (auto& c : days_) squeeze(c);
  for (auto& c : counts_) squeeze(c);
  for (auto& e : extras_) squeeze(e.codes);
  for (auto& c : texts_) {
    if (c.size() <= gone.front()) continue;
    TextColumn kept;
    std::size_t next = 0;
    for (std::size_t row = 0; row < c.size(); ++row) {
      if (next < gone.size() && gone[next] == row) ++next;
      else kept.append(c.at(row));
    }
    c = std::move(kept);
  }
  squeeze(sources_);
  squeeze(unlisted_);
  std::unordered_map<std::size_t, Seen> seen;
  std::unordered_map<std::size_t, std::vector<Locator>> also;
  const auto moved = [&](std::size_t row) { return row - static_cast<std::size_t>(std::lower_bound(gone.begin(), gone.end(), row) - gone.begin()); };
  for (auto& [row, s] : seen_)
    if (!std::binary_search(gone.begin(), gone.end(), row)) seen.emplace(moved(row), std::move(s));
  for (auto& [row, l] : also_)
    if (!std::binary_search(gone.begin(), gone.end(), row)) also.emplace(moved(row), std::move(l));
  seen_ = std::move(seen);
  also_ = std::move(also);
  rows_ -= gone.size();
}

std::optional<Error> Estate::damage() const {
  const auto& from = columns_ ? columns_ : held_;
  if (!from || !from->damaged()) return std::nullopt;
  return Error{Kind::Malformed, lent_input_ < inputs_.size() ? inputs_[lent_input_] : std::string(), {}, "texts of the pack are damaged: they were read as empty", "make it again with estate pack"};
}

std::string Estate::hash() const {
  // Cells in the order of rows and fields, each with its length: two estates with one hash judge alike.
  std::string digest_of_columns;
  for (const auto& f : kFields) {
    if (!has(f.field) || hidden(f.field)) continue;
    std::string bytes(f.name);
    const auto put_number = [&](auto n) { bytes.append(reinterpret_cast<const char*>(&n), sizeof n); };
    const auto put = [&](std::string_view s) {
      bytes += std::to_string(s.size());
      bytes += ':';
      bytes += s;
    };
    if (f.type == FieldType::Date) {
      for (std::size_t row = 0; row < lent_ + days_[index_of(f.field)].size(); ++row) put_number(day(f.field, row).days);
    } else if (f.type == FieldType::Count) {
      for (std::size_t row = 0; row < lent_ + counts_[index_of(f.field)].size(); ++row) put_number(count(f.field, row));
    } else if (f.type == FieldType::Text) {
      for (std::size_t row = 0; row < lent_ + texts_[index_of(f.field)].size(); ++row) put(text(f.field, row));
    } else {
      const auto& d = dictionaries_[index_of(f.field)];
      for (std::uint32_t c = 0; c < d.size(); ++c) put(d.text(c));
      for (std::size_t row = 0; row < lent_ + codes_[index_of(f.field)].size(); ++row) put_number(code(f.field, row));
    }
    digest_of_columns += sha256_hex(bytes);
  }
  return sha256_hex(digest_of_columns + std::to_string(rows_));
}

}  // namespace rf::estate
