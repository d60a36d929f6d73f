#include "direct/overlay.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/count.h"
#include "base/text.h"
#include "direct/series.h"
#include "estate/pairs.h"
#include "screen/screen.h"

namespace rf::direct {
namespace {

/// The words of a Word field that fit, by code; asked once a distinct value.
bool same_word(std::string_view cell, const std::vector<Word>& words, Field f) {
  if (f == Field::Function) {
    for (const auto path : split(cell, '|'))
      for (const auto& w : words)
        for (const auto wanted : split(w.text, '|'))
          if (starts_with_path(path, wanted)) return true;
    return false;
  }
  const std::string have = folded(trimmed(cell));
  const bool several = f == Field::SiteClass || f == Field::Mac || f == Field::SharedWith;
  for (const auto& w : words) {
    const std::string want = folded(trimmed(w.text));
    if (have == want) return true;
    if (several)
      for (const auto part : split(have, '|'))
        if (trimmed(part) == want) return true;
  }
  return false;
}

/// What new equipment does not take over from the old: names of the box, its parts, its dates.
constexpr std::array kOfTheBox = {Field::Brand, Field::Model, Field::Version, Field::Software, Field::Components, Field::Affected, Field::Seller, Field::Description, Field::Role};

bool is_kept(Field f) {
  if (f == Field::Id || f == Field::Serial || f == Field::Mac || f == Field::Address || f == Field::PartOf || f == Field::RunsOn || f == Field::Supplier) return false;
  return std::find(kOfTheBox.begin(), kOfTheBox.end(), f) == kOfTheBox.end();
}

/// Parties that stay when the equipment goes: who runs it, houses it, owns it.
std::string parties_kept(std::string_view cell) {
  std::string out;
  for (const auto part : split(cell, '|')) {
    const std::string role = lower_ascii(trimmed(part.substr(0, part.find(':'))));
    if (role == "managed-service" || role == "managed-operation" || role == "host" || role == "owner") out += (out.empty() ? "" : "|") + std::string(part);
  }
  return out;
}

}  // namespace

Overlay::Overlay(Subject subject, std::shared_ptr<estate::Estate> estate, const names::Resolver& resolver, const Scenario& scenario, const std::string& file, std::vector<Error>& faults)
    : subject_(std::move(subject)), estate_(std::move(estate)), resolver_(resolver), scenario_(scenario), base_(*subject_.world), world_(base_), first_day_(base_.as_of) {
  subject_.world = &world_.world();
  base_size_ = estate_->size();
  subject_.absent.assign(base_size_, false);
  subject_.recounts = &recounts_;
  input_ = estate_->add_input(file);
  for (const Change& c : scenario.changes) days_.push_back(c.on.known() ? c.on : first_day_);
  for (std::size_t i = 0; i < days_.size(); ++i) in_time_.push_back(i);
  std::stable_sort(in_time_.begin(), in_time_.end(), [&](std::size_t a, std::size_t b) { return days_[a] < days_[b]; });
  base_rows_.resize(days_.size());
  base_known_.resize(days_.size(), false);
  added_.resize(days_.size(), 0);
  touched_.resize(days_.size());
  add_rows(faults);
}
Overlay::Overlay(Folded cells, const names::Resolver& resolver, const Scenario& scenario, const std::string& file, std::vector<Error>& faults)
    : Overlay(std::move(cells.subject), std::move(cells.estate), resolver, scenario, file, faults) {}

std::uint32_t Overlay::maker(const std::string& supplier) {
  const auto at = maker_of_.emplace(supplier, static_cast<std::uint32_t>(subject_.makers.size()));
  if (at.second) {
    names::Resolution r;
    r.match = names::Match::Clear;
    r.supplier = supplier;
    r.score = 1;
    r.candidates = {{supplier, 1.0, "scenario", supplier}};
    subject_.makers.push_back(std::move(r));
  }
  return at.first->second;
}

std::uint32_t Overlay::new_row(std::size_t change) {
  const auto row = static_cast<std::uint32_t>(estate_->add_row(input_));
  estate_->set_source(row, {input_, 0, scenario_.changes[change].at.line, 0, 0});
  return row;
}

void Overlay::finish_row(std::uint32_t row, std::uint32_t m) {
  if (const auto s = base_.knowledge->suppliers.find(subject_.makers[m].supplier); s != base_.knowledge->suppliers.end() && estate_->text(Field::Supplier, row).empty())
    estate_->set_word(Field::Supplier, row, s->second.name);
  subject_.maker_of_row.resize(row + 1, 0);
  subject_.maker_of_row.set(row, m);
  subject_.states.resize(row + 1);
  subject_.states[row] = state_of(*estate_, row, world_.world().as_of, world_.world().known_at);
  subject_.absent.resize(row + 1, true);
  subject_.absent[row] = true;
  if (!subject_.cells.empty()) {
    subject_.cells.resize(row + 1);
    subject_.cells[row] = {1, estate_->count(Field::Premises, row), estate_->count(Field::Traffic, row)};
  }
  const std::uint32_t parties = estate_->code(Field::Parties, row), parts = estate_->code(Field::Components, row);
  if (parties != 0 && !subject_.parties.contains(parties))
    for (const auto& p : estate::read_pairs(estate_->text(Field::Parties, row)))
      if (!p.first.empty()) subject_.parties[parties].emplace_back(lower_ascii(p.first), resolver_.resolve(p.second));
  if (parts != 0 && !subject_.components.contains(parts))
    for (const auto& p : estate::read_pairs(estate_->text(Field::Components, row)))
      subject_.components[parts].push_back({p.second, p.first.empty() ? names::Resolution{} : resolver_.resolve(p.first)});
}

/// The rows that `add` brings: of the estate's operator and country, where there is one.
void Overlay::add_rows(std::vector<Error>& faults) {
  const auto only = [&](Field f) {
    std::vector<std::string> words;
    std::vector<bool> seen(estate_->words(f).size(), false);
    for (std::size_t row = 0; row < base_size_; ++row) seen[estate_->code(f, row)] = true;
    for (std::uint32_t c = 1; c < seen.size(); ++c)
      if (seen[c]) words.emplace_back(estate_->words(f).text(c));
    return words;
  };
  std::vector<std::string> operators, countries;
  bool asked = false;
  for (std::size_t i = 0; i < scenario_.changes.size(); ++i) {
    const Change& c = scenario_.changes[i];
    if (c.kind != ChangeKind::Add) continue;
    if (!asked) {
      operators = only(Field::Operator);
      countries = only(Field::Country);
      asked = true;
    }
    const std::uint32_t row = new_row(i);
    added_[i] = row;
    estate_->set_text(Field::Id, row, "change-" + std::to_string(i));
    bool dated = false, op = false, country = false;
    for (const auto& [f, w] : c.cells) {
      switch (info(f).type) {
        case FieldType::Count: estate_->set_count(f, row, parse_count(w.text).value_or(0)); break;
        case FieldType::Date: estate_->set_day(f, row, parse_iso_day(w.text).value_or(Day{})); break;
        case FieldType::Text: estate_->set_text(f, row, w.text); break;
        case FieldType::Word: case FieldType::Decimal: estate_->set_word(f, row, w.text); break;
      }
      dated = dated || f == Field::InstalledOn || f == Field::InServiceFrom;
      op = op || f == Field::Operator;
      country = country || f == Field::Country;
    }
    if (!dated) {
      estate_->set_day(Field::InstalledOn, row, days_[i]);
      estate_->set_day(Field::InServiceFrom, row, days_[i]);
    }
    if (!op && !operators.empty()) {
      const std::string& given = subject_.facts.id;
      if (!given.empty()) estate_->set_word(Field::Operator, row, given);
      else if (operators.size() == 1) estate_->set_word(Field::Operator, row, operators[0]);
      else faults.push_back({Kind::Malformed, {}, to_text(c.at), "whose is what is added? The estate is of " + joined(operators, ", "), "operator: " + operators[0] + " in this change, or --operator"});
    }
    if (!country) {
      if (!subject_.country.empty()) estate_->set_word(Field::Country, row, subject_.country);
      else if (countries.size() == 1) estate_->set_word(Field::Country, row, countries[0]);
      else if (countries.size() > 1) faults.push_back({Kind::Malformed, {}, to_text(c.at), "where is what is added? The estate stands in " + joined(countries, ", "), "country: " + countries[0] + " in this change, or --country"});
    }
    finish_row(row, maker(c.supplier.text));
  }
}

/// Rows that do not say are the operator's and the country's that the question gives.
std::string_view Overlay::said(Field f, std::string_view cell) const {
  if (cell.empty() && f == Field::Operator) return subject_.facts.id;
  if (cell.empty() && f == Field::Country) return subject_.country;
  return cell;
}

bool Overlay::fits(const Change& c, std::size_t row) const {
  return std::all_of(c.where.fields.begin(), c.where.fields.end(), [&](const auto& f) { return f.first == Field::Supplier || same_word(said(f.first, estate_->text(f.first, row)), f.second, f.first); });
}

const std::vector<std::uint32_t>& Overlay::base_rows(std::size_t change) {
  auto& out = base_rows_[change];
  if (base_known_[change]) return out;
  base_known_[change] = true;
  const Change& c = scenario_.changes[change];
  std::vector<std::pair<Field, std::vector<bool>>> by_code;
  std::vector<std::pair<Field, const std::vector<Word>*>> by_text;
  for (const auto& [f, words] : c.where.fields) {
    if (f == Field::Supplier) continue;
    if (info(f).type == FieldType::Text) {
      by_text.emplace_back(f, &words);
      continue;
    }
    std::vector<bool> fit;
    for (std::uint32_t code = 0; code < estate_->words(f).size(); ++code) fit.push_back(same_word(said(f, estate_->words(f).text(code)), words, f));
    by_code.emplace_back(f, std::move(fit));
  }
  for (std::uint32_t row = 0; row < base_size_; ++row) {
    const bool in = std::all_of(by_code.begin(), by_code.end(), [&](const auto& x) { return x.second[estate_->code(x.first, row)]; }) &&
                    std::all_of(by_text.begin(), by_text.end(), [&](const auto& x) { return same_word(estate_->text(x.first, row), *x.second, x.first); });
    if (in) out.push_back(row);
  }
  return out;
}

/// The maker itself, or a firm it owns; by what the changes before this one have made of its owners.
bool Overlay::of_supplier(const Change& c, std::size_t row, Makers& known) const {
  const auto f = std::find_if(c.where.fields.begin(), c.where.fields.end(), [](const auto& x) { return x.first == Field::Supplier; });
  if (f == c.where.fields.end()) return true;
  if (known.empty())
    for (const auto& m : subject_.makers)
      known.push_back(m.match == names::Match::Clear && std::any_of(f->second.begin(), f->second.end(), [&](const Word& w) {
                        const auto r = screen::relation(world_.world(), m.supplier, w.text);
                        return r == screen::Relation::Named || r == screen::Relation::Subsidiary;
                      }));
  return known[subject_.maker_of_row[row]];
}

void Overlay::hide(std::uint32_t row) {
  recounts_.changes(row, !subject_.absent[row], subject_.states[row]);
  subject_.absent[row] = true;
  changed_rows_.push_back(row);
}
void Overlay::show(std::uint32_t row) {
  recounts_.changes(row, !subject_.absent[row], subject_.states[row]);
  subject_.absent[row] = false;
  changed_rows_.push_back(row);
}

std::uint32_t Overlay::derived(std::uint32_t from, std::size_t change) {
  const std::uint64_t of = static_cast<std::uint64_t>(change) << 32 | from;
  const auto known = derived_.find(of);
  if (known != derived_.end()) return known->second;
  const Change& c = scenario_.changes[change];
  const std::uint32_t row = new_row(change);
  const bool transfer = c.kind == ChangeKind::Transfer;
  const bool here = subject_.states[from].present;
  for (const auto& f : kFields) {
    if (!transfer && !is_kept(f.field)) continue;
    switch (f.type) {
      case FieldType::Count:
        if (const auto n = estate_->count(f.field, from); n != estate::kNoCount) estate_->set_count(f.field, row, n);
        break;
      case FieldType::Date:
        if (transfer || !here)
          if (const Day d = estate_->day(f.field, from); d.known()) estate_->set_day(f.field, row, d);
        break;
      case FieldType::Text: case FieldType::Word: case FieldType::Decimal: {
        std::string cell(estate_->text(f.field, from));  // a copy: adding may move what it points to
        if (f.field == Field::Parties && !transfer) cell = parties_kept(cell);
        if (!cell.empty()) estate_->set_text(f.field, row, cell);
        break;
      }
    }
  }
  const std::string id(estate_->text(Field::Id, from));
  std::uint32_t m = subject_.maker_of_row[from];
  if (transfer) {
    estate_->set_word(Field::Operator, row, c.new_operator.text);
  } else {
    m = maker(c.supplier.text);
    estate_->set_text(Field::Id, row, (id.empty() ? "row-" + std::to_string(from) : id) + "/change-" + std::to_string(change));
    if (here) {
      estate_->set_day(Field::InstalledOn, row, days_[change]);
      estate_->set_day(Field::InServiceFrom, row, days_[change]);
    }
    for (const auto& [f, w] : c.cells) {
      switch (info(f).type) {
        case FieldType::Count: estate_->set_count(f, row, parse_count(w.text).value_or(0)); break;
        case FieldType::Date: estate_->set_day(f, row, parse_iso_day(w.text).value_or(Day{})); break;
        default: estate_->set_text(f, row, w.text); break;
      }
    }
  }
  finish_row(row, m);
  if (!subject_.cells.empty()) {
    SubjectCell& cell = subject_.cells[row] = subject_.cells[from];
    if (!transfer && std::any_of(c.cells.begin(), c.cells.end(), [](const auto& x) { return x.first == Field::Site; })) cell.sites = cell.sites_end = 0;  // all stand at the one that is given
  }
  if (transfer) subject_.whole_of_row.set(row, subject_.whole_at(from));
  derived_.emplace(of, row);
  return row;
}

std::vector<std::uint32_t> Overlay::rows_of(std::size_t change) {
  const Change& c = scenario_.changes[change];
  Makers makers;
  std::vector<std::uint32_t> rows;
  const auto take = [&](std::uint32_t row) {
    // What is gone by then is not replaced; what is only planned is planned otherwise.
    const auto status = estate_->text(Field::Status, row);
    const bool planned = status == "planned" || status == "ordered" || status == "in-store";
    if (!subject_.absent[row] && (subject_.states[row].present || planned) && of_supplier(c, row, makers)) rows.push_back(row);
  };
  for (const auto row : base_rows(change)) take(row);
  for (std::size_t row = base_size_; row < estate_->size(); ++row)
    if (!subject_.absent[row] && fits(c, row)) take(static_cast<std::uint32_t>(row));
  return rows;
}

void Overlay::replace(const std::vector<std::uint32_t>& rows, std::size_t change) {
  for (const auto row : rows) {
    if (subject_.absent[row]) continue;
    hide(row);
    show(derived(row, change));
  }
}

void Overlay::set_pieces(std::size_t change, std::int64_t pieces, std::int64_t premises_each, std::int64_t traffic_each) {
  const std::uint32_t row = added_[change];
  const auto times = [&](std::int64_t each) {
    std::int64_t out = 0;
    return each == estate::kNoCount ? each : __builtin_mul_overflow(each, pieces, &out) ? std::numeric_limits<std::int64_t>::max() : out;
  };
  recounts_.forget();
  estate_->set_count(Field::Quantity, row, pieces);
  estate_->set_count(Field::Premises, row, times(premises_each));
  estate_->set_count(Field::Traffic, row, times(traffic_each));
  if (row < subject_.cells.size()) subject_.cells[row] = {1, times(premises_each), times(traffic_each)};
}

void Overlay::apply_rows(std::size_t change) {
  const Change& c = scenario_.changes[change];
  Touched& t = touched_[change];
  t = {};
  if (c.kind == ChangeKind::Add) {
    const std::uint32_t row = added_[change];
    show(row);
    t.rows_new = 1;
    t.pieces_new = estate_->quantity(row);
    t.pieces_by_function[std::string(estate_->text(Field::Function, row))] = t.pieces_new;
    return;
  }
  const std::vector<std::uint32_t> rows = rows_of(change);
  const bool parts = estate_->has(Field::PartOf);
  for (const auto row : rows) {
    hide(row);
    t.rows_gone += subject_.rows_in(row);
    const bool piece = (!parts || !estate_->filled(Field::PartOf, row)) && (estate_->code(Field::Kind, row) == 0 || estate_->text(Field::Kind, row) == "equipment");
    if (piece && subject_.states[row].present) {
      t.pieces_gone = added(t.pieces_gone, estate_->quantity(row));
      auto& n = t.pieces_by_function[std::string(estate_->text(Field::Function, row))];
      n = added(n, estate_->quantity(row));
    }
    if (c.kind == ChangeKind::Remove) continue;
    const std::uint32_t with = derived(row, change);
    show(with);
    t.rows_new += subject_.rows_in(with);
    if (piece && subject_.states[with].present) t.pieces_new = added(t.pieces_new, estate_->quantity(with));
  }
}

Overlay::Set Overlay::come() const {
  Set out = 0;
  for (std::size_t i = 0; i < days_.size(); ++i)
    if (days_[i] <= world_.world().as_of) out |= Set{1} << i;
  return out;
}

void Overlay::judge_on(Day as_of) {
  apply(0);
  const Day before = world_.world().as_of;
  world_.reset(as_of);
  // Where no fact begins or ends between the two days, the world counts rows as it did.
  if (days_of_facts_.empty()) days_of_facts_ = direct::days_of_facts(base_, subject_.facts);
  const auto next = std::upper_bound(days_of_facts_.begin(), days_of_facts_.end(), std::min(before, as_of));
  if (next != days_of_facts_.end() && *next <= std::max(before, as_of)) recounts_.world_changed();
  move_states(before, as_of);
}

void Overlay::move_states(Day from, Day to) {
  if (from == to) return;
  const auto& e = *estate_;
  if (turns_.empty()) {
    for (const Field f : {Field::InstalledOn, Field::InServiceFrom, Field::InServiceTo, Field::RemovedOn, Field::DisposedOn}) {
      if (!e.has(f)) continue;
      for (std::uint32_t row = 0; row < base_size_; ++row) {
        const Day d = e.day(f, row);
        if (!d.known()) continue;
        turns_.emplace_back(d, row);
        if (f == Field::InServiceTo) turns_.emplace_back(d.plus(1), row);
      }
    }
    // Words of status that are so only since they were written, or speak against a date.
    const Day written = world_.world().known_at;
    std::vector<bool> turning;
    for (std::uint32_t c = 0; c < e.words(Field::Status).size(); ++c) turning.push_back(turns_when_written(e.words(Field::Status).text(c)));
    for (std::uint32_t row = 0; row < base_size_; ++row) {
      if (!turning[e.code(Field::Status, row)]) continue;
      for (const Day d : {written, e.day(Field::LastSeen, row), e.day(Field::OrderedOn, row)})
        if (d.known()) turns_.emplace_back(d, row), turns_.emplace_back(d.plus(1), row);
    }
    std::sort(turns_.begin(), turns_.end());
  }
  const StateReader reader(e, world_.world().known_at);
  const auto look = [&](std::uint32_t row) {
    const RowState now = reader.on(row, to);
    if (now == subject_.states[row]) return;
    recounts_.changes(row, !subject_.absent[row], subject_.states[row]);
    subject_.states[row] = now;
  };
  // Those whose day lies after the earlier of the two and not after the later.
  const auto after = [&](Day d) { return std::upper_bound(turns_.begin(), turns_.end(), std::pair{d, ~std::uint32_t{0}}); };
  for (auto at = after(std::min(from, to)), end = after(std::max(from, to)); at != end; ++at) look(at->second);
  for (auto row = static_cast<std::uint32_t>(base_size_); row < e.size(); ++row) look(row);
}

void Overlay::apply(Set changes) {
  for (const auto row : changed_rows_) {
    recounts_.changes(row, !subject_.absent[row], subject_.states[row]);
    subject_.absent[row] = row >= base_size_;
  }
  changed_rows_.clear();
  const Day as_of = world_.world().as_of;
  world_.reset(as_of);
  if (std::exchange(changed_world_, false)) recounts_.world_changed();
  for (const std::size_t i : in_time_) {
    touched_[i] = {};
    if (((changes >> i) & 1U) == 0 || days_[i] > as_of) continue;
    if (changes_estate(scenario_.changes[i].kind)) apply_rows(i);
    else {
      world_.apply(scenario_.changes[i], days_[i]);
      changed_world_ = true;
    }
  }
  if (changed_world_) recounts_.world_changed();
}

}  // namespace rf::direct
