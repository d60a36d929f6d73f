#include "assess/same_asset.h"

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"
#include "estate/keys.h"

namespace rf::assess {
namespace {

using estate::Estate;

/// Never 0. What has one hash is compared before it counts.
std::uint64_t hash_of_key(std::string_view s, std::uint64_t seed) { return table_hash(s, (seed + 1) * 0x9E3779B97F4A7C15ULL ^ s.size()) | 1ULL << 63; }

/// Rows whose hash an earlier row has, with that row. A slot holds part of the hash beside the row, and is fetched ahead: a table of a million
/// rows misses the cache once a row and no more.
std::vector<std::pair<std::uint32_t, std::uint32_t>> repeated(const std::vector<std::uint64_t>& hashes) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  const std::size_t mask = std::bit_ceil(hashes.size() * 2 + 16) - 1;
  constexpr std::uint64_t kTag = 0xFFFFFFFF00000000ULL;
  std::vector<std::uint64_t> slots(mask + 1, 0);  // upper half of the hash, row + 1
  constexpr std::size_t kAhead = 16;
  for (std::size_t row = 0; row < hashes.size(); ++row) {
    if (row + kAhead < hashes.size()) __builtin_prefetch(&slots[hashes[row + kAhead] & mask], 1);
    const std::uint64_t h = hashes[row];
    if (h == 0) continue;
    for (std::size_t i = h & mask;; i = (i + 1) & mask) {
      if (slots[i] == 0) {
        slots[i] = (h & kTag) | (row + 1);
        break;
      }
      if ((slots[i] & kTag) != (h & kTag)) continue;
      const auto first = static_cast<std::uint32_t>(slots[i] & ~kTag) - 1;
      if (hashes[first] != h) continue;
      out.emplace_back(first, static_cast<std::uint32_t>(row));
      break;
    }
  }
  return out;
}

class Merger {
 public:
  Merger(Gathered& g, const Tools& t, const std::string& op) : g_(g), t_(t), e_(*g.estate), operator_(op) {}

  void run() {
    const std::size_t n = e_.size();
    const auto component = e_.words(Field::Kind).find("component"), software = e_.words(Field::Kind).find("software"), service = e_.words(Field::Kind).find("service");
    const auto is = [&](const std::optional<std::uint32_t>& code, std::size_t row) { return code && *code != 0 && e_.code(Field::Kind, row) == *code; };
    std::vector<std::uint64_t> hashes(n, 0);
    if (e_.has(Field::Id)) {
      for (std::size_t row = 0; row < n; ++row) {
        const auto id = e_.text(Field::Id, row);
        if (id.empty() || is(component, row) || is(software, row)) continue;
        hashes[row] = hash_of_key(id, e_.code(Field::Operator, row));
      }
      for (const auto& [a, b] : repeated(hashes))
        if (e_.text(Field::Id, a) == e_.text(Field::Id, b) && e_.code(Field::Operator, a) == e_.code(Field::Operator, b)) by_id(a, b);
    }
    if (e_.has(Field::Serial)) {
      const bool parts = e_.has(Field::PartOf);
      for (std::size_t row = 0; row < n; ++row) {
        hashes[row] = 0;
        const auto serial = e_.text(Field::Serial, row);
        if (serial.size() < 4 || is(component, row) || is(software, row) || is(service, row) || (parts && !e_.text(Field::PartOf, row).empty())) continue;
        std::array<char, 64> letters;  // longer serials are compared by their first
        std::size_t length = 0;
        for (char c : serial) {
          if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
          if (((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) && length < letters.size()) letters[length++] = c;
        }
        hashes[row] = hash_of_key({letters.data(), length}, 0);
      }
      for (const auto& [a, b] : repeated(hashes)) {
        const auto key = estate::serial_key(e_.text(Field::Serial, a));
        if (!key.empty() && key == estate::serial_key(e_.text(Field::Serial, b)) && standing(a) != standing(b)) by_serial(a, b, key.size());
      }
    }
    tell();
    take_out();
  }

 private:
  bool one_table(std::size_t a, std::size_t b) const {
    const auto x = e_.source(a), y = e_.source(b);
    return x.input == y.input && x.table == y.table;
  }
  std::string value(Field f, std::size_t row) const {
    switch (f) {
      case Field::Serial: return estate::serial_key(e_.text(f, row));
      case Field::Mac: return estate::mac_key(e_.text(f, row));
      default: return estate::word_key(e_.text(f, row));
    }
  }
  /// Both say something of it, and another thing.
  bool differ(Field f, std::size_t a, std::size_t b) const {
    if (!e_.has(f) || e_.text(f, a).empty() || e_.text(f, b).empty()) return false;
    const auto x = value(f, a), y = value(f, b);
    return !x.empty() && !y.empty() && x != y;
  }
  bool agree(Field f, std::size_t a, std::size_t b) const {
    if (!e_.has(f) || e_.text(f, a).empty() || e_.text(f, b).empty()) return false;
    const auto x = value(f, a);
    return !x.empty() && x == value(f, b);
  }
  std::string maker(std::size_t row) const {
    const auto written = e_.text(Field::Supplier, row);
    if (written.empty()) return {};
    const auto r = t_.resolver->resolve(written);
    return r.match == names::Match::Clear ? r.supplier : estate::word_key(written);
  }

  void by_id(std::size_t a, std::size_t b) {
    const bool same_serial = agree(Field::Serial, a, b);
    if (one_table(a, b)) {
      bool conflict = false;
      if (!same_serial)
        for (const Field f : {Field::Serial, Field::Name, Field::Mac, Field::Address, Field::Site, Field::Model, Field::Function}) conflict = conflict || differ(f, a, b);
      if (conflict) ++apart_id_;
      else merge(a, b);
      return;
    }
    if (e_.code(Field::Operator, a) != 0 || !operator_.empty()) return merge(a, b);
    bool support = same_serial, any = false;
    for (const Field f : {Field::Name, Field::Mac, Field::Address, Field::Serial}) {
      support = support || agree(f, a, b);
      any = any || (!e_.text(f, a).empty() && !e_.text(f, b).empty());
    }
    support = support || (agree(Field::Site, a, b) && (agree(Field::Model, a, b) || agree(Field::Function, a, b)));
    const auto id = e_.text(Field::Id, a);
    support = support || (!any && !id.starts_with("device/") && !id.starts_with("module/"));  // numbers that NetBox gives out anew in each database
    if (!support || differ(Field::Serial, a, b) || differ(Field::Name, a, b)) ++apart_id_;
    else merge(a, b);
  }

  void by_serial(std::size_t a, std::size_t b, std::size_t length) {
    if (one_table(a, b)) {
      if (differ(Field::Id, a, b) || differ(Field::Name, a, b) || differ(Field::Model, a, b)) ++apart_serial_;
      else merge(a, b);
      return;
    }
    const auto x = e_.text(Field::Operator, a), y = e_.text(Field::Operator, b);
    if (!x.empty() && !y.empty() && x != y && !shares(a, y) && !shares(b, x)) {
      ++apart_serial_;
      return;
    }
    const auto p = maker(a), q = maker(b);
    constexpr std::size_t kTelling = 8;  // shorter serials are given out by several makers
    if (length >= kTelling || p.empty() || q.empty() || p == q) merge(a, b);
    else ++apart_serial_;
  }
  bool shares(std::size_t row, std::string_view with) const {
    for (const auto s : split(e_.text(Field::SharedWith, row), '|'))
      if (trimmed(s) == with) return true;
    return false;
  }

  std::size_t standing(std::size_t row) const {
    for (auto at = gone_to_.find(row); at != gone_to_.end(); at = gone_to_.find(row)) row = at->second;
    return row;
  }

  void merge(std::size_t first, std::size_t second) {
    std::size_t keep = standing(first), drop = standing(second);
    if (keep == drop) return;
    if (e_.day(Field::SourceDate, drop) > e_.day(Field::SourceDate, keep) && e_.day(Field::SourceDate, keep).known()) std::swap(keep, drop);
    ++merged_of_[{e_.source(keep).input, e_.source(drop).input}];
    compare(keep, drop);
    for (const auto& f : kFields) {
      if (!e_.has(f.field)) continue;
      if (f.type == FieldType::Date) {
        if (!e_.day(f.field, keep).known() && e_.day(f.field, drop).known() && f.field != Field::SourceDate) e_.set_day(f.field, keep, e_.day(f.field, drop));
      } else if (f.type == FieldType::Count) {
        if (e_.count(f.field, keep) == estate::kNoCount && e_.count(f.field, drop) != estate::kNoCount) e_.set_count(f.field, keep, e_.count(f.field, drop));
      } else if (e_.text(f.field, keep).empty() && !e_.text(f.field, drop).empty()) {
        if (f.type == FieldType::Text) texts_[f.field].emplace_back(keep, std::string(e_.text(f.field, drop)));
        else e_.set_word(f.field, keep, std::string(e_.text(f.field, drop)));
      }
    }
    // Two operators that share a piece: it is one in an authority's total and whole in each estate.
    const auto x = e_.text(Field::Operator, keep), y = e_.text(Field::Operator, drop);
    if (!x.empty() && !y.empty() && x != y && !shares(keep, y)) {
      const std::string with(e_.text(Field::SharedWith, keep));
      e_.set_word(Field::SharedWith, keep, with.empty() || with == x ? std::string(y) : with + "|" + std::string(y));
    }
    e_.add_also(keep, e_.locator(drop));
    gone_to_[drop] = keep;
    gone_.push_back(drop);
  }

  void compare(std::size_t keep, std::size_t drop) {
    std::string says;
    std::vector<Locator> evidence;
    std::string other_maker;
    const auto differs = [&](Field f, const std::string& x, const std::string& y) {
      ++differing_[f];
      says += (says.empty() ? "" : "; ") + std::string(info(f).name) + " is " + x + " in one inventory, " + y + " in another";
      if (evidence.size() >= 4) return;
      evidence.push_back(e_.locator(keep, f));
      evidence.push_back(e_.locator(drop, f));
    };
    if (const auto p = maker(keep), q = maker(drop); !p.empty() && !q.empty() && p != q) {
      other_maker = e_.text(Field::Supplier, drop);
      differs(Field::Supplier, std::string(e_.text(Field::Supplier, keep)), other_maker);
    }
    for (const Field f : {Field::Model, Field::Serial, Field::Function, Field::Status, Field::Site, Field::Country, Field::Segment, Field::SiteClass, Field::Affected})
      if (differ(f, keep, drop) && !e_.hidden(f)) differs(f, std::string(e_.text(f, keep)), std::string(e_.text(f, drop)));
    for (const Field f : {Field::Quantity, Field::Premises, Field::Traffic})
      if (const auto x = e_.count(f, keep), y = e_.count(f, drop); x != estate::kNoCount && y != estate::kNoCount && x != y) differs(f, std::to_string(x), std::to_string(y));
    for (const Field f : {Field::InstalledOn, Field::InServiceFrom, Field::InServiceTo, Field::RemovedOn})
      if (const auto x = e_.day(f, keep), y = e_.day(f, drop); x.known() && y.known() && x != y) differs(f, to_text(x), to_text(y));
    if (says.empty()) return;
    for (auto& l : evidence) l.says = l.says.substr(0, 200);
    Gathered::Twin twin{keep, std::move(says), std::move(evidence), std::move(other_maker)};
    g_.twins.push_back(std::move(twin));
  }

  void tell() {
    const auto say = [&](std::string input, std::string why, std::string remedy) { g_.warnings.push_back({Kind::Malformed, std::move(input), {}, std::move(why), std::move(remedy)}); };
    for (const auto& [inputs, n] : merged_of_) {
      const auto& kept = e_.input_name(inputs.first);
      const auto& dropped = e_.input_name(inputs.second);
      say(dropped, inputs.first == inputs.second ? counted(n, "row repeats an asset", "rows repeat assets") + " of the same file: counted once"
                                                 : counted(n, "row is an asset", "rows are assets") + " that " + kept + " lists too: counted once, and what one leaves empty the other fills", {});
    }
    if (!differing_.empty()) {
      std::string words;
      for (const auto& [f, n] : differing_) words += (words.empty() ? "" : ", ") + std::string(info(f).name) + " (" + std::to_string(n) + ")";
      say({}, "the inventories contradict each other about " + counted(static_cast<std::int64_t>(g_.twins.size()), "asset", "assets") + ": " + words,
          "the later source_date stands, else what was read first; where the makers differ neither is believed; each is listed under reconciliation");
    }
    if (apart_id_ > 0) say({}, counted(apart_id_, "row bears an id", "rows bear ids") + " that another row has, and differs from it in what identifies a device: kept apart", "if they are one, let the rows name their operator, or give --operator");
    if (apart_serial_ > 0) say({}, counted(apart_serial_, "row bears a serial", "rows bear serials") + " that another row has, and differs from it in id, name, model, maker or operator: kept apart", "if they are one asset, give them one id");
  }

  void take_out() {
    if (gone_.empty()) return;
    for (auto& [f, edits] : texts_) {
      std::stable_sort(edits.begin(), edits.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
      e_.set_texts(f, edits);
    }
    std::sort(gone_.begin(), gone_.end());
    for (auto& t : g_.twins) {
      t.row = standing(t.row);
      t.row -= static_cast<std::size_t>(std::lower_bound(gone_.begin(), gone_.end(), t.row) - gone_.begin());
    }
    e_.remove_rows(gone_);
  }

  Gathered& g_;
  const Tools& t_;
  Estate& e_;
  const std::string& operator_;
  std::unordered_map<std::size_t, std::size_t> gone_to_;
  std::vector<std::size_t> gone_;
  std::map<Field, std::vector<std::pair<std::size_t, std::string>>> texts_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> merged_of_;
  std::map<Field, std::int64_t> differing_;
  std::int64_t apart_id_ = 0, apart_serial_ = 0;
};

}  // namespace

void merge_same_assets(Gathered& g, const Tools& t, const std::string& op) { Merger(g, t, op).run(); }

}  // namespace rf::assess
