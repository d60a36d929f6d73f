#include "direct/cells.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/text.h"
#include "direct/key_table.h"
#include "direct/rounded_days.h"

namespace rf::direct {
namespace {

constexpr std::array kAskedWords = {Field::Operator, Field::Country, Field::Region, Field::SiteType, Field::SiteClass, Field::Function, Field::Segment, Field::Passive, Field::Kind,
                                    Field::Service,  Field::Parties, Field::Status, Field::Affected, Field::SharedWith};
constexpr std::array kAskedDays = {Field::OrderedOn, Field::ManufacturedOn, Field::InstalledOn, Field::InServiceFrom, Field::InServiceTo, Field::RemovedOn, Field::DisposedOn, Field::LastSeen};
constexpr std::array kAskedFilled = {Field::PartOf, Field::RunsOn};  // whether there is one

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

template <class AddDay>
void asked_by(const expr::Expression* e, FoldBy& by, AddDay add_day, const std::vector<Day>& judged) {
  if (!e) return;
  for (const auto& n : e->nodes) {
    if (n.op == expr::Op::Row && n.field) {
      if (n.field->kind == expr::FieldKind::Count) by.apart = true;
      if (n.field->kind != expr::FieldKind::Who && n.field->derived == expr::Derived::None) by.fields.insert(n.field->field);
    } else if (n.op == expr::Op::Day) {
      add_day(n.day);
    } else if (n.op == expr::Op::Today) {
      for (const Day d : judged) add_day(d);
    } else if (n.op == expr::Op::Call && n.function == expr::Function::Sites) {
      by.sites_everywhere = true;
    }
  }
}

class Folding {
 public:
  Folding(const Subject& s, const FoldBy& by) : s_(s), e_(*s.estate), by_(by), rounding_{Rounding(by.days), Rounding(all_of(by.days, by.came)), Rounding(by.came), Rounding(by.bought)}, keys_(0) {
    words_.assign(kAskedWords.begin(), kAskedWords.end());
    for (const Field f : by.fields) {
      const auto t = info(f).type;
      if (t == FieldType::Text) texts_.push_back(f);
      else if ((t == FieldType::Word || t == FieldType::Decimal) && f != Field::Supplier && std::find(words_.begin(), words_.end(), f) == words_.end()) words_.push_back(f);
    }
    if ((!s.components.empty() || by.as_written) && std::find(words_.begin(), words_.end(), Field::Components) == words_.end()) words_.push_back(Field::Components);
    std::erase_if(words_, [&](Field f) { return !e_.has(f); });
    std::erase_if(texts_, [&](Field f) { return !e_.has(f); });
    site_counts_ = sites_counted(s, by);
    site_asked_ = by.fields.contains(Field::Site);
    sites_apart_ = (site_asked_ || by.sites_everywhere || by.apart) && !by.no_sites;
    std::erase(words_, Field::Site);
    for (const Field f : kAskedDays)
      if (e_.has(f)) days_.push_back(f);
    for (const Field f : kAskedFilled)
      if (e_.has(f)) filled_.push_back(f);
    text_codes_.resize(texts_.size());
    removals_ = e_.has(Field::RemovedOn) || e_.has(Field::DisposedOn);
    // A word that all rows have tells none apart.
    key_words_ = words_;
    std::erase_if(key_words_, [&](Field f) { return e_.one_word(f); });
    key_.resize(5 + key_words_.size() + 1 + days_.size() + filled_.size() + texts_.size());
    keys_ = KeyTable(key_.size());
  }

  Folded run() {
    out_.estate = std::make_shared<estate::Estate>();
    cells_ = out_.estate.get();
    cells_->share_words(e_);
    input_ = cells_->add_input("cells");
    Subject& t = out_.subject;
    t.estate = cells_;
    t.world = s_.world;
    t.makers = s_.makers;
    t.wholes = s_.wholes;
    t.country = s_.country;
    t.facts = s_.facts;
    t.totals = s_.totals;
    t.parties = s_.parties;
    t.components = s_.components;
    if (s_.packed && s_.absent.empty() && !finer_than_pack()) from_cells(*s_.packed);
    else from_rows();
    for (std::uint32_t c = 0; c < sums_.size(); ++c) {
      cells_->set_count(Field::Quantity, c, sums_[c].quantity);
      if (sums_[c].premises != estate::kNoCount) cells_->set_count(Field::Premises, c, sums_[c].premises);
      if (sums_[c].traffic != estate::kNoCount) cells_->set_count(Field::Traffic, c, sums_[c].traffic);
    }
    list_sites();
    if (!by_.as_written) {
      t.states = states_of(*cells_, s_.world->as_of, s_.world->known_at);
      t.by_function = rows_by_function(*cells_);
    }
    return std::move(out_);
  }

 private:
  struct Sums {
    std::int64_t quantity = 0, premises = estate::kNoCount, traffic = estate::kNoCount;
  };

  struct SomeSites {
    std::uint32_t cell = 0, begin = 0, end = 0;  ///< in sites_
  };
  /// Each cell's side by side.
  void list_sites() {
    Subject& t = out_.subject;
    for (const auto& some : some_sites_) t.cells[some.cell].sites_end += some.end - some.begin;
    std::uint32_t at = 0;
    for (SubjectCell& c : t.cells) {
      c.sites = at;
      at += c.sites_end;
      c.sites_end = c.sites;
    }
    t.sites.resize(at);
    for (const auto& some : some_sites_) {
      auto& end = t.cells[some.cell].sites_end;
      std::copy(sites_.begin() + some.begin, sites_.begin() + some.end, t.sites.begin() + end);
      end += some.end - some.begin;
    }
  }

  bool lists_sites(std::uint32_t function) const { return !sites_apart_ && !by_.no_sites && site_counts_[function]; }
  std::uint32_t take_row(std::uint32_t row) {
    const std::uint32_t site = lists_sites(e_.code(Field::Function, row)) ? e_.code(Field::Site, row) : 0;
    const std::uint32_t cell = take(e_, row, {1, e_.count(Field::Premises, row), e_.count(Field::Traffic, row)}, site != 0);
    if (site == 0) return cell;
    const auto at = static_cast<std::uint32_t>(sites_.size());
    sites_.push_back(site);
    some_sites_.push_back({cell, at, at + 1});
    return cell;
  }

  void from_rows() {
    out_.cell_of.assign(e_.size(), kOpened);
    for (std::uint32_t row = 0; row < e_.size(); ++row)
      if (s_.there(row)) {
        out_.cell_of[row] = take_row(row);
        if (by_.most_cells > 0 && sums_.size() > by_.most_cells) {
          out_.too_many = true;
          return;
        }
      }
  }

  /// A scenario or a condition asks for a field that the pack's cells do not keep apart.
  bool finer_than_pack() const {
    if (by_.apart || !texts_.empty()) return true;
    const auto& b = *s_.packed->estate;
    return std::any_of(words_.begin(), words_.end(), [&](Field f) { return !b.has(f); }) || (sites_apart_ && e_.has(Field::Site) && !b.has(Field::Site) && (site_asked_ || std::find(site_counts_.begin(), site_counts_.end(), true) != site_counts_.end())) ||
           s_.packed->sites.size() != site_counts_.size();
  }

  /// Cells of the pack whose rows the question cannot tell apart are taken whole, the others row by row; all in the order of their first rows.
  void from_cells(const estate::OpenedPack::Cells& p) {
    const auto& b = *p.estate;
    const Spans spans(p.grid, rounding_);
    const auto opens = [&](std::size_t cell) {
      const std::uint32_t function = b.code(Field::Function, cell);
      if (sites_apart_ && (site_asked_ || site_counts_[function]) && !p.sites[function] && e_.has(Field::Site)) return true;
      const bool installed = b.day(Field::InstalledOn, cell).known();
      return std::any_of(days_.begin(), days_.end(), [&](Field f) {
        const Day d = b.day(f, cell);
        return d.known() && spans.wide(d, asked_of(f, installed));
      });
    };
    // Of rows that name a site and rows that name none, each is told apart.
    const auto reads_sites = [&](std::uint32_t cell) {
      const auto from = static_cast<std::uint32_t>(sites_.size());
      const auto begin = static_cast<std::uint64_t>(p.begin.at(cell)), end = static_cast<std::uint64_t>(p.begin.at(cell + 1));
      std::size_t named = 0;
      for (std::uint64_t i = begin; i < end; ++i) {
        sites_.push_back(e_.code(Field::Site, static_cast<std::uint32_t>(p.rows.at(i))));
        named += sites_.back() != 0;
      }
      if (named == end - begin) {
        some_sites_.push_back({cell, from, static_cast<std::uint32_t>(sites_.size())});
        return true;
      }
      sites_.resize(from);
      return named == 0;
    };
    std::vector<std::uint32_t> rows;
    out_.cell_of.assign(b.size(), 0);
    out_.of_pack = true;
    for (std::uint32_t c = 0; c < b.size(); ++c) {
      if (!opens(c) && (!lists_sites(b.code(Field::Function, c)) || reads_sites(c))) continue;
      out_.cell_of[c] = kOpened;
      const auto of = p.of(c);
      rows.insert(rows.end(), of.begin(), of.end());
    }
    if (rows.size() > e_.size() / 64) {  // many: in order by a bit a row
      std::vector<bool> opened(e_.size(), false);
      for (const auto row : rows) opened[row] = true;
      std::size_t at = 0;
      for (std::uint32_t row = 0; row < opened.size(); ++row)
        if (opened[row]) rows[at++] = row;
    } else {
      std::sort(rows.begin(), rows.end());
    }
    out_.opened.reserve(rows.size());
    auto next = rows.begin();
    const auto take_rows_before = [&](std::uint64_t row) {
      for (; next != rows.end() && *next < row; ++next) out_.opened.emplace_back(*next, take_row(*next));
    };
    const std::size_t listed = some_sites_.size();  // of whole cells, ascending; what is listed from here on is of rows
    std::size_t list = 0;
    for (std::uint32_t c = 0; c < b.size(); ++c) {
      if (out_.cell_of[c] == kOpened) continue;
      const std::int64_t begin = p.begin.at(c);
      take_rows_before(static_cast<std::uint64_t>(p.rows.at(static_cast<std::uint64_t>(begin))));
      const bool named = list < listed && some_sites_[list].cell == c;
      out_.cell_of[c] = take(b, c, {p.begin.at(c + 1) - begin, p.most_premises.at(c), p.most_traffic.at(c)}, named);
      if (named) some_sites_[list++].cell = out_.cell_of[c];
    }
    take_rows_before(~std::uint64_t{0});
  }

  std::uint32_t whole_of(const estate::Estate& e, std::uint32_t row) const { return &e == &e_ ? s_.whole_at(row) : s_.packed->whole ? s_.packed->whole.at(row) : 0; }
  std::uint32_t maker_of(const estate::Estate& e, std::uint32_t row) const { return &e == &e_ ? s_.maker_of_row[row] : s_.maker_of_row.read(e, row); }

  /// Adds a row, or a cell of the pack, to its cell; gives the cell. `listed`: its sites are, and none of them is without a name.
  std::uint32_t take(const estate::Estate& e, std::uint32_t row, const SubjectCell& in, bool listed) {
    key_of(e, row, listed);
    const auto fresh = static_cast<std::uint32_t>(sums_.size());
    const std::uint32_t cell = keys_.find(key_.data(), fresh);
    if (cell != fresh && add(e, row, in, cell)) return cell;
    if (cell != fresh) keys_.renumber(fresh);
    first(e, row, in);
    return fresh;
  }

  void key_of(const estate::Estate& e, std::uint32_t row, bool listed) {
    std::size_t at = 0;
    const auto put = [&](std::uint32_t v) { key_[at++] = v; };
    std::fill(key_.begin(), key_.end(), 0);
    // Rows that are not like any other: seen to answer, or seen after they were removed, or removed before they came, or of a site that counts and is not named.
    const bool site = site_counts_[e.code(Field::Function, row)];
    const auto* seen = e_.all_seen().empty() ? nullptr : e.seen(row);
    const bool alone = by_.apart || (seen && seen->answers_though != Field::Id) || contradictory(e, row) || (by_.sites_everywhere && e.code(Field::Site, row) == 0);
    put(alone ? row + 1 : 0);
    if (alone) return put(&e == &e_ ? 0 : 1);
    if (by_.as_written) {
      put(e.code(Field::Supplier, row));
      put(e.code(Field::Brand, row));
    } else {
      put(maker_of(e, row));
      put(0);
    }
    put(whole_of(e, row));
    put((e.count(Field::Premises, row) == estate::kNoCount ? 1U : 0U) | (e.count(Field::Traffic, row) == estate::kNoCount ? 2U : 0U));
    for (const Field f : key_words_) put(e.code(f, row));
    put(sites_apart_ ? (site || site_asked_ ? e.code(Field::Site, row) : 0) : listed || (by_.no_sites && site && e.code(Field::Site, row) != 0) ? 1 : 0);
    const bool installed = e.day(Field::InstalledOn, row).known();
    for (const Field f : days_) put(static_cast<std::uint32_t>(rounded(f, installed, e.day(f, row)).days));
    for (const Field f : filled_) put(e.filled(f, row) ? 1 : 0);
    for (std::size_t i = 0; i < texts_.size(); ++i) put(text_codes_[i].code(e.text(texts_[i], row)));
  }
  void first(const estate::Estate& e, std::uint32_t row, const SubjectCell& in) {
    const auto cell = static_cast<std::uint32_t>(cells_->add_row(input_));
    Subject& t = out_.subject;
    const auto same_code = [&](Field f) {
      if (const std::uint32_t c = e.code(f, row); c != 0) cells_->set_code(f, cell, c);
    };
    for (const Field f : words_) same_code(f);
    if (sites_apart_ && (site_asked_ || site_counts_[e.code(Field::Function, row)])) same_code(Field::Site);
    same_code(Field::Supplier);
    if (by_.as_written || e.code(Field::Supplier, row) == 0) same_code(Field::Brand);
    const bool as_it_is = contradictory(e, row);
    const bool installed = e.day(Field::InstalledOn, row).known();
    for (const Field f : days_)
      if (const Day d = e.day(f, row); d.known()) cells_->set_day(f, cell, as_it_is ? d : rounded(f, installed, d));
    for (const Field f : filled_)
      if (e.filled(f, row)) cells_->set_text(f, cell, "x");
    for (const Field f : texts_) cells_->set_text(f, cell, e.text(f, row));
    if (const auto* seen = e.seen(row); seen && seen->answers_though != Field::Id) {
      estate::Seen s;
      s.answers_though = seen->answers_though;
      cells_->set_seen(cell, std::move(s));
    }
    sums_.push_back({e.quantity(row), e.count(Field::Premises, row), e.count(Field::Traffic, row)});
    if (!by_.as_written) t.maker_of_row.push_back(maker_of(e, row));
    t.whole_of_row.set(cell, whole_of(e, row));
    t.cells.push_back(in);
  }
  Day rounded(Field f, bool installed, Day d) const { return rounding_[static_cast<std::size_t>(asked_of(f, installed))](d); }
  bool contradictory(const estate::Estate& e, std::uint32_t row) const {
    if (!removals_) return false;
    const RowDates dates = dates_of(e, row);
    return dates.gone_before_it_came() || dates.seen_after_it_went();
  }

  /// Adds a row to its cell; false where a sum would pass 2^63-1, and then a cell of the same key begins.
  bool add(const estate::Estate& e, std::uint32_t row, const SubjectCell& in, std::uint32_t cell) {
    SubjectCell& c = out_.subject.cells[cell];
    Sums& sums = sums_[cell];
    std::int64_t quantity = 0, premises = 0, traffic = 0;
    const std::int64_t p = e.count(Field::Premises, row), t = e.count(Field::Traffic, row);
    if (__builtin_add_overflow(sums.quantity, e.quantity(row), &quantity)) return false;
    if (p != estate::kNoCount && __builtin_add_overflow(sums.premises, p, &premises)) return false;
    if (t != estate::kNoCount && __builtin_add_overflow(sums.traffic, t, &traffic)) return false;
    sums.quantity = quantity;
    if (p != estate::kNoCount) sums.premises = premises;
    if (t != estate::kNoCount) sums.traffic = traffic;
    c.rows += in.rows;
    c.most_premises = std::max(c.most_premises, in.most_premises);
    c.most_traffic = std::max(c.most_traffic, in.most_traffic);
    return true;
  }

  const Subject& s_;
  const estate::Estate& e_;
  const FoldBy& by_;
  std::array<Rounding, kAskedOf> rounding_;  ///< by AskedOf
  std::vector<Field> words_, key_words_, texts_, days_, filled_;
  std::vector<estate::Dictionary> text_codes_;
  std::vector<bool> site_counts_;  ///< by code of the function
  bool site_asked_ = false;        ///< a condition or change names sites
  bool sites_apart_ = false;       ///< rows of two sites are never in one cell, where sites count
  std::vector<std::uint32_t> sites_;  ///< codes, a row each
  std::vector<SomeSites> some_sites_;
  bool removals_ = false;          ///< rows have days of removal, which others may contradict
  KeyTable keys_;
  std::vector<std::uint32_t> key_;
  std::vector<Sums> sums_;
  Folded out_;
  estate::Estate* cells_ = nullptr;
  std::uint32_t input_ = 0;
};

/// Cells of a pack stand in the order of their first rows, so what is asked first is soon found.
class BehindPack : public RowsBehind {
 public:
  BehindPack(const Subject& rows, const Folded& f) : rows_(rows), folded_(f), packed_(*rows.packed) {}
  const Subject& rows() const override { return rows_; }
  std::vector<std::uint32_t> first(const std::vector<std::uint32_t>& cells, std::size_t at_most) const override {
    std::vector<std::uint32_t> out;
    if (cells.empty() || at_most == 0) return out;
    std::vector<bool> asked(folded_.estate->size(), false);
    for (const auto c : cells) asked[c] = true;
    const auto enough = [&](std::uint32_t next) {
      if (out.size() < at_most) return false;
      std::nth_element(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(at_most - 1), out.end());
      out.resize(at_most);
      return next > out[at_most - 1];
    };
    std::uint32_t checked = 0;
    for (std::uint32_t b = 0; b < folded_.cell_of.size(); ++b) {
      if (folded_.cell_of[b] == kOpened || !asked[folded_.cell_of[b]]) continue;
      const auto begin = static_cast<std::uint64_t>(packed_.begin.at(b)), end = static_cast<std::uint64_t>(packed_.begin.at(b + 1));
      if (out.size() >= at_most && (out.size() > 2 * at_most || ++checked % 16 == 0) && enough(static_cast<std::uint32_t>(packed_.rows.at(begin)))) break;
      for (std::uint64_t i = begin; i < end && i - begin < at_most; ++i) out.push_back(static_cast<std::uint32_t>(packed_.rows.at(i)));
    }
    std::size_t opened = 0;
    for (const auto& [row, cell] : folded_.opened) {
      if (opened >= at_most) break;
      if (asked[cell]) out.push_back(row), ++opened;
    }
    std::sort(out.begin(), out.end());
    if (out.size() > at_most) out.resize(at_most);
    return out;
  }
  std::vector<std::uint32_t> all(std::uint32_t cell) const override {
    if (!of_pack_) {
      const std::size_t n = folded_.estate->size();
      of_pack_.emplace(n, folded_.cell_of.size(), [&](std::size_t b) { return folded_.cell_of[b]; });
      of_opened_.emplace(n, folded_.opened.size(), [&](std::size_t i) { return folded_.opened[i].second; });
    }
    std::vector<std::uint32_t> out;
    for (const auto b : of_pack_->of(cell)) {
      const auto of = packed_.of(b);
      out.insert(out.end(), of.begin(), of.end());
    }
    for (const auto i : of_opened_->of(cell)) out.push_back(folded_.opened[i].first);
    return out;
  }

 private:
  const Subject& rows_;
  const Folded& folded_;
  const estate::OpenedPack::Cells& packed_;
  mutable std::optional<Grouped> of_pack_, of_opened_;  ///< made when all rows of a cell are first asked for
};

class BehindRows : public RowsBehind {
 public:
  BehindRows(const Subject& rows, const Folded& f) : rows_(rows), rows_of_(f.estate->size(), f.cell_of.size(), [&](std::size_t row) { return f.cell_of[row]; }) {}
  const Subject& rows() const override { return rows_; }
  std::vector<std::uint32_t> first(const std::vector<std::uint32_t>& cells, std::size_t at_most) const override {
    std::vector<std::uint32_t> out;
    at_most = std::min(at_most, rows_of_.size());  // all of them: twice as many is a number still
    for (const auto c : cells)
      for (const auto of = rows_of_.of(c); const auto row : of.first(std::min(at_most, of.size()))) {
        out.push_back(row);
        if (out.size() < 2 * at_most + 4096) continue;
        std::nth_element(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(at_most), out.end());
        out.resize(at_most);
      }
    std::sort(out.begin(), out.end());
    if (out.size() > at_most) out.resize(at_most);
    return out;
  }
  std::vector<std::uint32_t> all(std::uint32_t cell) const override {
    const auto of = rows_of_.of(cell);
    return {of.begin(), of.end()};
  }

 private:
  const Subject& rows_;
  Grouped rows_of_;
};

}  // namespace

std::vector<bool> sites_counted(const Subject& s, const FoldBy& by) {
  const auto& e = *s.estate;
  std::vector<bool> out(e.words(Field::Function).size(), by.sites_everywhere);
  const auto counts_sites = [](const knowledge::Requirement& q) { return std::any_of(q.measures.begin(), q.measures.end(), [](const auto& m) { return m.measure == "sites"; }); };
  for (const auto& [id, d] : s.world->knowledge->directions)
    for (const auto& q : d.requirements) {
      if (!counts_sites(q)) continue;
      for (std::uint32_t c = 0; c < out.size(); ++c) {
        const auto cell = e.words(Field::Function).text(c);
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

static std::unique_ptr<RowsBehind> rows_behind(const Subject& rows, const Folded& cells) {
  if (cells.of_pack) return std::make_unique<BehindPack>(rows, cells);
  return std::make_unique<BehindRows>(rows, cells);
}

NamedCells::NamedCells(const Subject& rows, const FoldBy& by) : cells_(fold(rows, by)), behind_(rows_behind(rows, cells_)) { cells_.subject.behind = behind_.get(); }

FoldBy fold_by(const knowledge::World& w, const std::vector<Day>& judged, const Scenario* scenario, const OperatorFacts& facts) {
  FoldBy by;
  DaySet days, came, bought, ends;
  const auto anywhere = [&](Day d) {
    for (DaySet* of : {&days, &came, &bought}) of->add(d);
  };
  for (const Day d : judged) {
    days.add(d);
    bought.add(d);  // an order of a later day is none yet
  }
  for (const auto& [id, d] : w.knowledge->directions)
    for (const auto& q : d.requirements) {
      for (const auto& t : q.dates) {
        for (const Day day : {t.since, t.deadline, t.deadline_other, t.until}) ends.add(day);
        // Bans count from the day they begin, or from behind a last lawful day.
        if (q.kind == "purchase-ban")
          for (const Day day : {t.since, t.deadline}) bought.add(day);
        if (q.kind != "removal" && q.kind != "use" && q.kind != "cap")
          for (const Day day : {t.since, t.deadline}) came.add(day);
      }
      for (const auto& x : q.exceptions) asked_by(x.test.get(), by, anywhere, judged);
    }
  for (const auto& v : w.knowledge->variations)
    for (DaySet* of : {&came, &bought, &ends}) of->add(v.deadline);
  for (const auto& [id, r] : w.knowledge->regimes) {
    asked_by(r.needed.get(), by, anywhere, judged);
    for (const auto& c : r.conditions) asked_by(c.holds.get(), by, anywhere, judged);
  }
  if (scenario) {
    for (const auto& c : scenario->changes) {
      for (const Day d : {c.on, c.to, c.deadline}) anywhere(d);
      for (const auto& [f, words] : c.where.fields) by.fields.insert(f);
    }
    for (const auto& q : scenario->sweeps) {
      for (const Day d : {q.from, q.until}) anywhere(d);
      for (const auto& [f, words] : q.where.fields) by.fields.insert(f);
      if (q.kind != Sweep::Kind::HowMany) by.fields.insert(q.by);
    }
  }
  if (std::any_of(facts.approvals.begin(), facts.approvals.end(), [](const auto& a) { return !a.model.empty(); })) by.fields.insert(Field::Model);
  by.days = std::move(days).take();
  by.came = std::move(came).take();
  by.bought = std::move(bought).take();
  by.ends = std::move(ends).take();
  if (scenario && !scenario->sweeps.empty()) by.days = all_of(std::move(by.days), by.ends), by.bought = all_of(std::move(by.bought), by.ends);  // they judge on the last days of what must hold
  return by;
}
void FoldBy::ask_all_days() {
  days = all_of(all_of(all_of(std::move(days), came), bought), ends);
  came = bought = days;
}

Folded fold(const Subject& s, const FoldBy& by) { return Folding(s, by).run(); }

}  // namespace rf::direct
