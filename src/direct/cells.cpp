// A date only matters by how it compares with days of the law, of the question and of the scenario. It is moved to the last such day
// not after it; since the day after each of them is one too, `<`, `<=`, `>` and `>=` answer as before.
#include "direct/cells.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"

namespace rf::direct {
namespace {

constexpr std::array kAskedWords = {Field::Operator, Field::Country, Field::Region, Field::SiteType, Field::SiteClass, Field::Function, Field::Segment, Field::Passive, Field::Kind,
                                    Field::Service,  Field::Parties, Field::Status, Field::Affected, Field::SharedWith};
constexpr std::array kAskedDays = {Field::OrderedOn, Field::ManufacturedOn, Field::InstalledOn, Field::InServiceFrom, Field::InServiceTo, Field::RemovedOn, Field::DisposedOn, Field::LastSeen};
constexpr std::array kAskedFilled = {Field::PartOf, Field::RunsOn};  // whether there is one
constexpr Day kFirstDay{-719162};                                    // 0001-01-01

class DaySet {
 public:
  void add(Day d) {
    if (!d.known()) return;
    days_.push_back(d);
    days_.push_back(d.plus(1));
  }
  template <class F>
  void span(const F& fact) {
    add(fact.from);
    add(fact.to);
  }
  std::vector<Day> take() && {
    days_.push_back(kFirstDay);
    std::sort(days_.begin(), days_.end());
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    return std::move(days_);
  }

 private:
  std::vector<Day> days_;
};

void asked_by(const expr::Expression* e, FoldBy& by, DaySet& days) {
  if (!e) return;
  for (const auto& n : e->nodes) {
    if (n.op == expr::Op::Row && n.field) {
      if (n.field->kind == expr::FieldKind::Count) by.apart = true;
      if (n.field->kind != expr::FieldKind::Who && n.field->derived == expr::Derived::None) by.fields.insert(n.field->field);
    } else if (n.op == expr::Op::Day) {
      days.add(n.day);
    } else if (n.op == expr::Op::Call && n.function == expr::Function::Sites) {
      by.sites_everywhere = true;
    }
  }
}

/// The cells of one row as numbers; rows with one key are one.
class Key {
 public:
  void put(std::uint32_t v) { words_.push_back(v); }
  void clear() { words_.clear(); }
  bool operator==(const Key&) const = default;
  std::size_t hash() const { return table_hash({reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(std::uint32_t)}, 0x9E3779B97F4A7C15ULL); }

 private:
  std::vector<std::uint32_t> words_;
};
struct KeyHash {
  std::size_t operator()(const Key& k) const { return k.hash(); }
};

class Folding {
 public:
  Folding(const Subject& s, const FoldBy& by) : s_(s), e_(*s.estate), by_(by) {
    words_.assign(kAskedWords.begin(), kAskedWords.end());
    for (const Field f : by.fields) {
      const auto t = info(f).type;
      if (t == FieldType::Text) texts_.push_back(f);
      else if ((t == FieldType::Word || t == FieldType::Decimal) && f != Field::Supplier && std::find(words_.begin(), words_.end(), f) == words_.end()) words_.push_back(f);
    }
    if (!s.components.empty() && std::find(words_.begin(), words_.end(), Field::Components) == words_.end()) words_.push_back(Field::Components);
    std::erase_if(words_, [&](Field f) { return !e_.has(f); });
    text_codes_.resize(texts_.size());
    site_counts_ = site_by_function();
    site_asked_ = by.fields.contains(Field::Site);
    std::erase(words_, Field::Site);
  }

  Folded run() {
    out_.estate = std::make_shared<estate::Estate>();
    cells_ = out_.estate.get();
    input_ = cells_->add_input("cells");
    out_.subject = Subject{};
    Subject& t = out_.subject;
    t.estate = cells_;
    t.world = s_.world;
    t.makers = s_.makers;
    t.wholes = s_.wholes;
    t.country = s_.country;
    t.facts = s_.facts;
    t.totals = s_.totals;
    std::unordered_map<Key, std::uint32_t, KeyHash> known;
    Key key;
    for (std::uint32_t row = 0; row < e_.size(); ++row) {
      if (!s_.there(row)) continue;
      key_of(row, key);
      const auto at = known.emplace(key, static_cast<std::uint32_t>(cells_->size()));
      if (at.second || !add(row, at.first->second)) {
        at.first->second = static_cast<std::uint32_t>(cells_->size());
        first(row);
      }
    }
    return std::move(out_);
  }

 private:
  /// By code of the function: whether some measure may count the sites of such rows.
  std::vector<bool> site_by_function() const {
    std::vector<bool> out(e_.words(Field::Function).size(), by_.sites_everywhere);
    const auto counts_sites = [](const knowledge::Requirement& q) { return std::any_of(q.measures.begin(), q.measures.end(), [](const auto& m) { return m.measure == "sites"; }); };
    for (const auto& [id, d] : s_.world->knowledge->directions)
      for (const auto& q : d.requirements) {
        if (!counts_sites(q)) continue;
        for (std::uint32_t c = 0; c < out.size(); ++c) {
          const auto cell = e_.words(Field::Function).text(c);
          const auto near = [&](std::string_view p) {
            for (const auto path : split(cell, '|'))
              if (starts_with_path(path, p) || starts_with_path(p, path)) return true;
            return cell.empty();
          };
          bool in = q.all_functions || cell.empty();
          for (const auto& p : q.functions) in = in || near(p.path);
          for (const auto& m : q.measures)
            for (const auto& p : m.counted_at) in = in || near(p);
          if (in) out[c] = true;
        }
      }
    return out;
  }

  Day rounded(Day d) const {
    if (!d.known()) return d;
    const auto after = std::upper_bound(by_.days.begin(), by_.days.end(), d);
    return after == by_.days.begin() ? kFirstDay : *std::prev(after);
  }

  void key_of(std::uint32_t row, Key& key) {
    key.clear();
    // Rows that are not like any other: seen to answer, or seen after they were removed, or removed before they came, or of a site that counts and is not named.
    const bool site = site_counts_[e_.code(Field::Function, row)];
    const auto* seen = e_.seen(row);
    const bool alone = by_.apart || (seen && seen->answers_though != Field::Id) || contradictory(row) || (site && e_.code(Field::Site, row) == 0);
    key.put(alone ? row + 1 : 0);
    if (alone) return;
    key.put(s_.maker_of_row[row]);
    if (!s_.wholes.empty()) key.put(s_.whole_at(row));
    const RowState& st = s_.states[row];
    key.put((st.present ? 1U : 0U) | (st.in_service ? 2U : 0U) | (st.unsure ? 4U : 0U) | (e_.count(Field::Premises, row) == estate::kNoCount ? 8U : 0U) | (e_.count(Field::Traffic, row) == estate::kNoCount ? 16U : 0U));
    for (const Field f : words_) key.put(e_.code(f, row));
    if (site || site_asked_) key.put(e_.code(Field::Site, row));
    for (const Field f : kAskedDays) key.put(static_cast<std::uint32_t>(rounded(e_.day(f, row)).days));
    for (const Field f : kAskedFilled) key.put(e_.has(f) && !e_.text(f, row).empty() ? 1 : 0);
    for (std::size_t i = 0; i < texts_.size(); ++i) key.put(text_codes_[i].code(e_.text(texts_[i], row)));
  }
  void first(std::uint32_t row) {
    const auto cell = static_cast<std::uint32_t>(cells_->add_row(input_));
    Subject& t = out_.subject;
    for (const Field f : words_)
      if (e_.code(f, row) != 0) cells_->set_word(f, cell, e_.text(f, row));
    if ((site_asked_ || site_counts_[e_.code(Field::Function, row)]) && e_.code(Field::Site, row) != 0) cells_->set_word(Field::Site, cell, e_.text(Field::Site, row));
    if (e_.code(Field::Supplier, row) != 0) cells_->set_word(Field::Supplier, cell, e_.text(Field::Supplier, row));
    for (const Field f : kAskedDays)
      if (const Day d = e_.day(f, row); d.known()) cells_->set_day(f, cell, contradictory(row) ? d : rounded(d));
    for (const Field f : kAskedFilled)
      if (e_.has(f) && !e_.text(f, row).empty()) cells_->set_text(f, cell, "x");
    for (const Field f : texts_) cells_->set_text(f, cell, e_.text(f, row));
    cells_->set_count(Field::Quantity, cell, e_.quantity(row));
    for (const Field f : {Field::Premises, Field::Traffic})
      if (const auto n = e_.count(f, row); n != estate::kNoCount) cells_->set_count(f, cell, n);
    if (const auto* seen = e_.seen(row); seen && seen->answers_though != Field::Id) {
      estate::Seen s;
      s.answers_though = seen->answers_though;
      cells_->set_seen(cell, std::move(s));
    }
    t.maker_of_row.push_back(s_.maker_of_row[row]);
    if (!s_.wholes.empty()) t.whole_of_row.push_back(s_.whole_at(row));
    t.states.push_back(s_.states[row]);
    t.cells.push_back({1, e_.count(Field::Premises, row), e_.count(Field::Traffic, row)});
    const std::uint32_t parties = cells_->code(Field::Parties, cell), parts = cells_->code(Field::Components, cell);
    if (parties != 0)
      if (const auto p = s_.parties.find(e_.code(Field::Parties, row)); p != s_.parties.end()) t.parties.emplace(parties, p->second);
    if (parts != 0)
      if (const auto p = s_.components.find(e_.code(Field::Components, row)); p != s_.components.end()) t.components.emplace(parts, p->second);
  }
  bool contradictory(std::uint32_t row) const {
    const RowDates dates = dates_of(e_, row);
    return dates.gone_before_it_came() || dates.seen_after_it_went();
  }

  /// Adds a row to its cell; false where a sum would pass 2^63-1, and then a cell of the same key begins.
  bool add(std::uint32_t row, std::uint32_t cell) {
    SubjectCell& c = out_.subject.cells[cell];
    std::int64_t quantity = 0, premises = 0, traffic = 0;
    const std::int64_t p = e_.count(Field::Premises, row), t = e_.count(Field::Traffic, row);
    if (__builtin_add_overflow(cells_->quantity(cell), e_.quantity(row), &quantity)) return false;
    if (p != estate::kNoCount && __builtin_add_overflow(cells_->count(Field::Premises, cell), p, &premises)) return false;
    if (t != estate::kNoCount && __builtin_add_overflow(cells_->count(Field::Traffic, cell), t, &traffic)) return false;
    cells_->set_count(Field::Quantity, cell, quantity);
    if (p != estate::kNoCount) cells_->set_count(Field::Premises, cell, premises);
    if (t != estate::kNoCount) cells_->set_count(Field::Traffic, cell, traffic);
    ++c.rows;
    c.most_premises = std::max(c.most_premises, p);
    c.most_traffic = std::max(c.most_traffic, t);
    return true;
  }

  const Subject& s_;
  const estate::Estate& e_;
  const FoldBy& by_;
  std::vector<Field> words_, texts_;
  std::vector<estate::Dictionary> text_codes_;
  std::vector<bool> site_counts_;  ///< by code of the function
  bool site_asked_ = false;        ///< a condition or change names sites
  Folded out_;
  estate::Estate* cells_ = nullptr;
  std::uint32_t input_ = 0;
};

}  // namespace

FoldBy fold_by(const knowledge::World& w, const std::vector<Day>& judged, const Scenario* scenario, const OperatorFacts& facts) {
  FoldBy by;
  DaySet days;
  for (const Day d : judged) days.add(d);
  for (const auto& [id, d] : w.knowledge->directions)
    for (const auto& q : d.requirements) {
      for (const auto& t : q.dates)
        for (const Day day : {t.since, t.deadline, t.deadline_other, t.until}) days.add(day);
      for (const auto& x : q.exceptions) asked_by(x.test.get(), by, days);
    }
  for (const auto& [id, r] : w.knowledge->regimes) {
    asked_by(r.needed.get(), by, days);
    for (const auto& c : r.conditions) asked_by(c.holds.get(), by, days);
  }
  if (scenario) {
    for (const auto& c : scenario->changes) {
      for (const Day d : {c.on, c.to, c.deadline}) days.add(d);
      for (const auto& [f, words] : c.where.fields) by.fields.insert(f);
    }
    for (const auto& q : scenario->sweeps) {
      for (const Day d : {q.from, q.until}) days.add(d);
      for (const auto& [f, words] : q.where.fields) by.fields.insert(f);
      if (q.kind != Sweep::Kind::HowMany) by.fields.insert(q.by);
    }
  }
  if (std::any_of(facts.approvals.begin(), facts.approvals.end(), [](const auto& a) { return !a.model.empty(); })) by.fields.insert(Field::Model);
  by.days = std::move(days).take();
  return by;
}

Folded fold(const Subject& s, const FoldBy& by) { return Folding(s, by).run(); }

}  // namespace rf::direct
