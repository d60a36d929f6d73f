#include "direct/between.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "direct/measure.h"
#include "estate/append.h"

namespace rf::direct {
namespace {

/// What a row is taken for. Its name, address, description and version are asked by no requirement.
constexpr std::array kMapped = {Field::Operator, Field::Country, Field::Region, Field::Site, Field::SiteType, Field::SiteClass, Field::Function, Field::Segment, Field::Passive,
                                Field::Supplier, Field::Brand, Field::Parties, Field::Model, Field::Kind, Field::Service, Field::Access, Field::AccessFrom, Field::PartOf,
                                Field::RunsOn, Field::Owner, Field::SharedWith, Field::Affected, Field::Components, Field::Software, Field::Seller};
constexpr std::array kDated = {Field::Status, Field::OrderedOn, Field::ManufacturedOn, Field::InstalledOn, Field::InServiceFrom, Field::InServiceTo, Field::RemovedOn,
                               Field::DisposedOn, Field::LastSeen};
constexpr std::array kWeighed = {Field::Quantity, Field::Premises, Field::Traffic};

bool same_cell(const estate::Estate& a, std::size_t i, const estate::Estate& b, std::size_t j, Field f) {
  switch (info(f).type) {
    case FieldType::Date: return a.day(f, i) == b.day(f, j);
    case FieldType::Count: return f == Field::Quantity ? a.quantity(i) == b.quantity(j) : a.count(f, i) == b.count(f, j);
    default: return a.text(f, i) == b.text(f, j);
  }
}
template <class Fields>
bool same_cells(const estate::Estate& a, std::size_t i, const estate::Estate& b, std::size_t j, const Fields& fields) {
  return std::all_of(fields.begin(), fields.end(), [&](Field f) { return same_cell(a, i, b, j, f); });
}

/// All that judges ask of a row, as one text: for rows that nothing names.
std::string content_of(const estate::Estate& e, std::size_t row) {
  std::string out = "=";
  const auto put = [&](Field f) {
    if (info(f).type == FieldType::Date) out += std::to_string(e.day(f, row).days);
    else if (info(f).type == FieldType::Count) out += std::to_string(e.count(f, row));
    else out += e.text(f, row);
    out += '\x1f';
  };
  for (const Field f : kMapped) put(f);
  for (const Field f : kDated) put(f);
  for (const Field f : kWeighed) put(f);
  return out;
}

std::string identity_of(const estate::Estate& e, std::size_t row, bool several) {
  const std::string op = several ? std::string(e.text(Field::Operator, row)) + "\x1f" : std::string();
  constexpr std::array<std::pair<Field, char>, 4> kBy = {{{Field::Id, 'i'}, {Field::Serial, 's'}, {Field::Mac, 'm'}, {Field::Name, 'n'}}};
  for (const auto& [f, sign] : kBy)
    if (const auto t = e.text(f, row); !t.empty()) return op + sign + std::string(t);
  return content_of(e, row);
}

/// Row → its row in the other submission. Rows of one identity go together in their order.
std::vector<std::uint32_t> paired(const Subject& before, const Subject& after) {
  constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);
  const bool several = operators_of(before).ids.size() > 1 || operators_of(after).ids.size() > 1;
  std::unordered_map<std::string, std::vector<std::uint32_t>> at;
  for (std::size_t row = after.estate->size(); row-- > 0;)
    if (after.there(row)) at[identity_of(*after.estate, row, several)].push_back(static_cast<std::uint32_t>(row));
  std::vector<std::uint32_t> out(before.estate->size(), kNone);
  for (std::size_t row = 0; row < out.size(); ++row) {
    if (!before.there(row)) continue;
    const auto known = at.find(identity_of(*before.estate, row, several));
    if (known == at.end() || known->second.empty()) continue;
    out[row] = known->second.back();
    known->second.pop_back();
  }
  return out;
}

/// Who a row's maker is, as far as judges care.
bool same_maker(const Subject& a, std::size_t i, const Subject& b, std::size_t j) {
  const auto &x = a.makers[a.maker_of_row[i]], &y = b.makers[b.maker_of_row[j]];
  return x.match == y.match && x.supplier == y.supplier;
}

/// Rows of two submissions in one estate, any of them there or not.
class Both {
 public:
  Both(const Subject& before, const Subject& after) : estate_(std::make_shared<estate::Estate>()) {
    s_.estate = estate_.get();
    s_.world = after.world;
    s_.country = after.country;
    s_.facts = after.facts;
    s_.totals = after.totals;
    const auto partner = paired(before, after);
    std::vector<bool> is_old(after.estate->size(), false);
    std::vector<std::uint32_t> old_rows, new_rows;
    std::map<std::string, std::vector<std::pair<std::size_t, std::size_t>>> pairs;  // kind → places in old_rows, row of `after`
    std::vector<std::size_t> dropped;
    for (std::size_t row = 0; row < partner.size(); ++row) {
      if (!before.there(row)) continue;
      if (partner[row] == static_cast<std::uint32_t>(-1)) {
        dropped.push_back(old_rows.size());
        old_rows.push_back(static_cast<std::uint32_t>(row));
        continue;
      }
      is_old[partner[row]] = true;
      const std::string kind = kind_of(before, row, after, partner[row]);
      if (kind.empty()) {
        ++rows_.same;
        continue;
      }
      pairs[kind].emplace_back(old_rows.size(), partner[row]);
      old_rows.push_back(static_cast<std::uint32_t>(row));
    }
    for (std::size_t row = 0; row < after.estate->size(); ++row)
      if (after.there(row)) new_rows.push_back(static_cast<std::uint32_t>(row));
    bring(before, old_rows);
    const std::size_t first_new = s_.maker_of_row.size();
    bring(after, new_rows);
    s_.absent.assign(s_.maker_of_row.size(), false);
    std::vector<std::size_t> place(after.estate->size(), 0);
    for (std::size_t i = 0; i < new_rows.size(); ++i) place[new_rows[i]] = first_new + i;
    Kind added{"rows-added", {}, {}};
    for (const auto row : new_rows)
      if (!is_old[row]) {
        added.come.push_back(place[row]);
        s_.absent[place[row]] = true;
      }
    rows_.dropped = static_cast<std::int64_t>(dropped.size());
    rows_.added = static_cast<std::int64_t>(added.come.size());
    if (!dropped.empty()) kinds_.push_back({"rows-dropped", std::move(dropped), {}});
    for (const auto& [kind, of] : pairs) {
      Kind k{kind, {}, {}};
      rows_.changed[kind] = static_cast<std::int64_t>(of.size());
      for (const auto& [old_row, new_row] : of) {
        k.go.push_back(old_row);
        k.come.push_back(place[new_row]);
        s_.absent[place[new_row]] = true;
      }
      kinds_.push_back(std::move(k));
    }
    if (!added.come.empty()) kinds_.push_back(std::move(added));
  }

  struct Kind {
    std::string because;
    std::vector<std::size_t> go, come;
  };
  const std::vector<Kind>& kinds() const { return kinds_; }
  const RowChanges& rows() const { return rows_; }
  const Subject& subject() const { return s_; }
  void put_in(const Kind& k) {
    for (const auto row : k.go) s_.absent[row] = true;
    for (const auto row : k.come) s_.absent[row] = false;
  }

 private:
  static std::string kind_of(const Subject& a, std::size_t i, const Subject& b, std::size_t j) {
    const auto &x = *a.estate, &y = *b.estate;
    std::string out;
    const auto add = [&](const char* kind) { out += (out.empty() ? "" : ", ") + std::string(kind); };
    if (!same_maker(a, i, b, j) || !same_cells(x, i, y, j, kMapped)) add("re-mapped");
    if (!same_cells(x, i, y, j, kDated)) add("re-dated");
    if (!same_cells(x, i, y, j, kWeighed)) add("re-weighed");
    return out;
  }
  void bring(const Subject& from, const std::vector<std::uint32_t>& rows) {
    const std::size_t first = estate::append_rows(*estate_, *from.estate, rows);
    const auto makers = static_cast<std::uint32_t>(s_.makers.size());
    s_.makers.insert(s_.makers.end(), from.makers.begin(), from.makers.end());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      s_.maker_of_row.push_back(makers + from.maker_of_row[rows[i]]);
      s_.states.push_back(from.states[rows[i]]);
      if (const auto p = from.parties.find(from.estate->code(Field::Parties, rows[i])); p != from.parties.end())
        s_.parties.emplace(estate_->code(Field::Parties, first + i), p->second);
      if (const auto p = from.components.find(from.estate->code(Field::Components, rows[i])); p != from.components.end())
        s_.components.emplace(estate_->code(Field::Components, first + i), p->second);
    }
  }
  std::shared_ptr<estate::Estate> estate_;
  Subject s_;
  std::vector<Kind> kinds_;
  RowChanges rows_;
};

/// The rows that a finding counts or could count.
std::vector<std::uint32_t> counted_rows(const Subject& s, const Finding& f) {
  const auto c = count_of(s, f);
  return c ? c->rows() : std::vector<std::uint32_t>();
}

Numbers at(const Stage& s, const std::string& id) {
  const auto n = s.numbers.find(id);
  return n == s.numbers.end() ? Numbers{} : n->second;
}

}  // namespace

Numbers numbers_of(const Finding& f) {
  const Measured& m = f.measured;
  if (!m.share) return {std::string(to_text(f.status)), m.part, m.part_low, m.part_high, 0, 0, 0};  // a count is of nothing
  return {std::string(to_text(f.status)), m.part, m.part_low, m.part_high, m.total, m.total_low, m.total_high};
}

std::map<std::string, Numbers> numbers_of(const std::vector<Finding>& findings) {
  std::map<std::string, Numbers> out;
  for (const auto& f : findings) out[f.id] = numbers_of(f);
  return out;
}

std::int64_t RowChanges::changes() const {
  std::int64_t n = dropped + added;
  for (const auto& [kind, rows] : changed) n += rows;
  return n;
}

std::vector<ChangedFinding> changes_of(const std::vector<Stage>& stages) {
  std::vector<ChangedFinding> out;
  if (stages.empty()) return out;
  std::set<std::string> ids;
  for (const auto& s : stages)
    for (const auto& [id, n] : s.numbers) ids.insert(id);
  for (const auto& id : ids) {
    ChangedFinding c{id, at(stages.front(), id), at(stages.back(), id), {}};
    if (c.before == c.after) continue;
    for (std::size_t i = 1; i < stages.size(); ++i) {
      ChangeStep step{stages[i].because, stages[i].says, 0, {}, at(stages[i - 1], id), at(stages[i], id)};
      if (step.before != step.after) c.steps.push_back(std::move(step));
    }
    out.push_back(std::move(c));
  }
  return out;
}

Result<Between> explain(std::vector<Stage> stages, const Subject& before, const Subject& after, const std::vector<Finding>& now, const Choice& choice) {
  Between out;
  Both both(before, after);
  out.rows = both.rows();
  const auto last = numbers_of(now);
  std::set<std::string> moved;
  for (const auto& [id, n] : last)
    if (at(stages.back(), id) != n) moved.insert(id);
  for (const auto& [id, n] : stages.back().numbers)
    if (!last.contains(id)) moved.insert(id);
  // What did not move keeps its number through all kinds of change, whatever they did to it on the way.
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> assets;  // kind, finding → keys
  std::vector<std::pair<const Finding*, std::vector<std::uint32_t>>> counted;  // before the kind that is put in next
  if (!both.kinds().empty())
    for (const auto& f : now)
      if (moved.contains(f.id)) counted.emplace_back(&f, counted_rows(both.subject(), f));
  for (std::size_t i = 0; i < both.kinds().size() && !moved.empty(); ++i) {
    const auto& kind = both.kinds()[i];
    both.put_in(kind);
    Choice only = choice;
    only.only = &moved;
    RF_TRY(const Judgement j, judge(both.subject(), only));
    Stage stage{kind.because, {}, stages.back().numbers};
    for (const auto& id : moved) stage.numbers.erase(id);
    for (const auto& f : j.findings) stage.numbers[f.id] = numbers_of(f);
    std::vector<bool> of_kind(both.subject().maker_of_row.size(), false);
    for (const auto row : kind.go) of_kind[row] = true;
    for (const auto row : kind.come) of_kind[row] = true;
    for (auto& [f, rows] : counted) {
      auto rows_after = counted_rows(both.subject(), *f);
      rows.swap(rows_after);
      if (at(stages.back(), f->id) == at(stage, f->id)) continue;
      std::set<std::string> keys;
      std::vector<std::string> in_order;
      for (const auto* list : {&rows_after, &rows})  // those of before, then those of after
        for (const auto row : *list)
          if (of_kind[row]) {
            std::string key = both.subject().estate->key(row);
            if (keys.insert(key).second) in_order.push_back(std::move(key));
          }
      assets[{kind.because, f->id}] = std::move(in_order);
    }
    stages.push_back(std::move(stage));
  }
  // Were the parts not to add up to the whole, the rest would stand here, and tests would fail on it.
  stages.push_back({"unexplained", {}, last});
  out.findings = changes_of(stages);
  for (auto& c : out.findings)
    for (auto& step : c.steps)
      if (const auto a = assets.find({step.because, c.id}); a != assets.end()) {
        step.rows = static_cast<std::int64_t>(a->second.size());
        step.assets.assign(a->second.begin(), a->second.begin() + static_cast<std::ptrdiff_t>(std::min(a->second.size(), choice.list_at_most)));
      }
  return out;
}

}  // namespace rf::direct
