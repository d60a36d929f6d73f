#include "direct/sweep.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "base/count.h"
#include "base/text.h"
#include "direct/cells.h"
#include "direct/cheapest.h"
#include "direct/measure.h"

namespace rf::direct {
namespace {

/// How bad a status is; what is not judged is not worse than what is met.
int badness(const std::string& status) {
  static const std::map<std::string, int, std::less<>> kBad = {{"undecided", 1}, {"unknown", 1}, {"due", 2}, {"ineffective", 2}, {"breached", 3}};
  const auto at = kBad.find(status);
  return at == kBad.end() ? 0 : at->second;
}

/// A calendar month later or earlier; the last day of a shorter month.
Day months_from(Day d, std::int64_t n) {
  const Ymd y = ymd_of(d);
  const std::int64_t month = static_cast<std::int64_t>(y.year) * 12 + y.month - 1 + n;
  const int year = static_cast<int>(month >= 0 ? month / 12 : (month - 11) / 12), m = static_cast<int>(month - std::int64_t{year} * 12) + 1;
  for (int day = y.day; day > 27; --day)
    if (const Day out = day_of(year, m, day); out.known()) return out;
  return day_of(year, m, std::min(y.day, 28));
}

struct SweepState {
  std::string status;
  Measured measured;
  bool weight_open = false;  ///< a weight is missing, so that bounds are not straight lines in what is added
};
using States = std::map<std::string, SweepState>;

class Sweeping {
 public:
  Sweeping(const Subject& s, const names::Resolver& r, const Scenario& scenario, const std::string& file, const Choice& choice, std::vector<Error>& faults)
      : base_(s), resolver_(r), scenario_(scenario), file_(file), choice_(choice), faults_(faults) {
    if (choice_.only == nullptr && choice_.list_at_most > 0) choice_.list_at_most = 0;
  }

  Result<SweepAnswer> ask(const Sweep& q) {
    answer_ = {};
    q_ = &q;
    own_ = scenario_;
    own_.sweeps = {q};
    Change c;
    c.at = q.at;
    c.supplier = q.supplier;
    if (q.kind == Sweep::Kind::HowMany) {
      c.kind = ChangeKind::Add;
      c.cells = q.cells;
    } else {
      c.kind = ChangeKind::Replace;
      c.where = q.where;
      c.on = q.from;
    }
    if (own_.changes.size() == kMaxChanges) return fail(Kind::Limit, "a sweep beside " + std::to_string(kMaxChanges) + " changes", to_text(q.at));
    own_.changes.push_back(std::move(c));
    change_ = own_.changes.size() - 1;
    FoldBy by = fold_by(*base_.world, {base_.world->as_of, q.until}, &own_, base_.facts);
    if (q.kind == Sweep::Kind::LatestStart) {  // assets one by one, under their own keys
      by.apart = true;
      by.fields.insert({Field::Id, Field::Serial, Field::Mac});
    }
    Folded cells = fold(base_, by);
    std::vector<Error> faults;
    overlay_ = std::make_unique<Overlay>(std::move(cells.subject), cells.estate, resolver_, own_, file_, faults);
    if (!faults.empty()) {
      faults_.insert(faults_.end(), faults.begin(), faults.end());
      return fail(Kind::Malformed, "the sweep has a fault", to_text(q.at));
    }
    before_ = overlay_->come() & ~(Overlay::Set{1} << change_);
    ids_.clear();
    Result<void> done = {};
    switch (q.kind) {
      case Sweep::Kind::HowMany: done = how_many(); break;
      case Sweep::Kind::LatestStart: done = latest_start(); break;
      case Sweep::Kind::Order: done = order(); break;
      case Sweep::Kind::Cheapest: done = cheapest_plan(); break;
    }
    if (!done) return std::unexpected(done.error());
    return answer_;
  }

 private:
  std::string name(const std::string& id) const {
    const auto s = base_.world->knowledge->suppliers.find(id);
    return s == base_.world->knowledge->suppliers.end() ? id : s->second.name;
  }
  std::string what_must_hold() const {
    if (!q_->regime.text.empty()) return q_->regime.text;
    if (q_->direction.text.empty()) return "anything that holds";
    return q_->direction.text + (q_->requirement.text.empty() ? "" : "/" + q_->requirement.text);
  }

  bool asked(const std::string& direction, const std::string& requirement) const {
    if (!q_->regime.text.empty()) return false;
    return q_->direction.text.empty() || (q_->direction.text == direction && (q_->requirement.text.empty() || q_->requirement.text == requirement));
  }
  /// Judges the overlay as it stands. The first time all is judged, then only what is asked.
  Result<States> judged() {
    ++answer_.judged;
    Choice choice = choice_;
    if (!ids_.empty()) choice.only = &ids_;
    choice.plain = true;
    if (!q_->direction.text.empty()) choice.directions = {q_->direction.text};
    RF_TRY(const Judgement j, judge(overlay_->subject(), choice));
    States out;
    for (const auto& f : j.findings)
      if (asked(f.direction, f.requirement)) out[f.id] = {std::string(to_text(f.status)), f.measured, f.missing.contains("weight") || f.missing.contains("stated total")};
    for (const auto& r : j.regimes)
      if (q_->regime.text.empty() ? q_->direction.text.empty() : q_->regime.text == r.id) out[regime_key(r.id, r.operator_id)] = {r.status, {}, false};
    if (ids_.empty())
      for (const auto& [id, s] : out) ids_.insert(id);
    return out;
  }
  static std::vector<std::string> worse(const States& base, const States& now) {
    std::vector<std::string> out;
    for (const auto& [id, s] : now) {
      const auto was = base.find(id);
      if (badness(s.status) > (was == base.end() ? 0 : badness(was->second.status))) out.push_back(id);
    }
    return out;
  }

  Result<void> nothing_judged() {
    answer_.says = what_must_hold() + " asks nothing of this estate.";
    return {};
  }

  // How many.

  Result<void> how_many() {
    const auto number = [&](Field f) {
      for (const auto& [field, w] : q_->cells)
        if (field == f) return parse_count(w.text).value_or(estate::kNoCount);
      return estate::kNoCount;
    };
    std::string function;
    for (const auto& [field, w] : q_->cells)
      if (field == Field::Function) function = w.text;
    const std::int64_t premises = number(Field::Premises), traffic = number(Field::Traffic);
    answer_.kind = "how-many";
    answer_.question = "How many of " + name(q_->supplier.text) + " as " + function + " until " + what_must_hold() + " breaks?";
    overlay_->apply(before_);
    RF_TRY(const States base, judged());
    const auto at = [&](std::int64_t n) -> Result<std::vector<std::string>> {
      overlay_->set_pieces(change_, n, premises, traffic);
      overlay_->apply(before_ | (Overlay::Set{1} << change_));
      RF_TRY(const States now, judged());
      open_ = std::any_of(now.begin(), now.end(), [](const auto& s) { return s.second.weight_open; });
      return worse(base, now);
    };
    RF_TRY(std::vector<std::string> breaks, at(1));
    std::int64_t most = q_->at_most > 0 ? q_->at_most : 1'000'000;
    std::int64_t good = 0, bad = 1;
    if (breaks.empty()) {
      // From one piece on, what stands there does not change, only how much: each limit is a straight line in the number, and once
      // passed stays passed. A missing weight bends the line, and then each number is tried.
      const bool straight = !open_;
      if (straight) {
        RF_TRY(breaks, at(most));
        good = 1;
        bad = most;
        if (breaks.empty()) good = most;
        while (good != most && bad - good > 1) {
          const std::int64_t middle = good + (bad - good) / 2;
          RF_TRY(auto here, at(middle));
          if (here.empty()) good = middle;
          else bad = middle, breaks = std::move(here);
        }
      } else {
        most = std::min(most, kScanAtMost);
        for (good = 1; good < most; ++good) {
          RF_TRY(breaks, at(good + 1));
          if (!breaks.empty()) break;
        }
        bad = good + 1;
      }
    }
    answer_.found = true;
    answer_.number = good;
    answer_.breaks = breaks;
    // What does not hold at all cannot break any more: that is no room for more of it.
    std::vector<std::string> already;
    for (const auto& [id, s] : base)
      if (badness(s.status) >= 2) already.push_back(id);
    if (breaks.empty() && !already.empty() && already.size() == base.size()) {
      answer_.number = 0;
      answer_.breaks = already;
      answer_.says = "It does not hold already, before the first one: " + joined(already, ", ") + ".";
    } else if (breaks.empty()) answer_.says = "Up to " + std::to_string(good) + " nothing breaks; more were not tried.";
    else answer_.says = (good == 0 ? std::string("None: the first one") : "At most " + std::to_string(good) + "; with " + std::to_string(bad) + " it") + " breaks " + joined(breaks, ", ") + ".";
    return {};
  }

  // What is to be replaced.

  struct Group {
    std::string what;
    std::vector<std::uint32_t> rows;
    std::int64_t pieces = 0;
    std::optional<Money> cost;
  };
  std::vector<Group> groups(bool each_row) {
    overlay_->apply(before_);
    const auto& e = *overlay_->subject().estate;
    std::vector<Group> out;
    std::map<std::string, std::size_t> known;
    for (const auto row : overlay_->rows_of(change_)) {
      std::string what = each_row ? e.key(row) : std::string(e.text(q_->by, row));
      if (what.empty()) what = "no " + std::string(info(q_->by).name) + " named";
      const auto at = each_row ? std::pair{known.end(), true} : known.emplace(what, out.size());
      if (at.second) {
        out.push_back({what, {}, 0, Money{0}});
      }
      Group& g = each_row ? out.back() : out[at.first->second];
      g.rows.push_back(row);
      const std::int64_t n = e.quantity(row);
      g.pieces = added(g.pieces, n);
      const auto rate = scenario_.costs.replace.of(e.text(Field::Function, row));
      Money product = 0;
      if (!rate || __builtin_mul_overflow(*rate, n, &product)) g.cost.reset();
      else if (g.cost) g.cost = added(*g.cost, product);
    }
    return out;
  }
  void add_step(const Group& g, Day done) {
    answer_.steps.push_back({g.what, g.pieces, done, g.cost});
    answer_.pieces = added(answer_.pieces, g.pieces);
    if (g.cost && (answer_.cost || answer_.steps.size() == 1)) answer_.cost = added(answer_.cost.value_or(0), *g.cost);
    else answer_.cost.reset();
  }
  Result<States> with(const std::vector<const Group*>& chosen) {
    overlay_->apply(before_);
    for (const Group* g : chosen) overlay_->replace(g->rows, change_);
    return judged();
  }

  /// Rows that the requirement counts, or may count; replacing any other does nothing for it.
  std::set<std::uint32_t> counted_rows() const {
    const Subject& s = overlay_->subject();
    const auto& d = s.world->knowledge->directions.at(q_->direction.text);
    const auto& operators = s.estate->words(Field::Operator);
    std::set<std::uint32_t> out;
    for (const auto& q : d.requirements) {
      if (q.name != q_->requirement.text) continue;
      for (const auto& m : q.measures)
        for (std::uint32_t c = 0; c < operators.size(); ++c) {
          const auto rows = count(s, Question{targets_of(*s.world, q), &q, &m, d.id, d.territory, std::string(operators.text(c)), true}).rows();
          out.insert(rows.begin(), rows.end());
        }
    }
    return out;
  }

  // The latest day to begin: assets with most weight a piece first, each replaced when its last piece is.

  Result<void> latest_start() {
    answer_.kind = "latest-start";
    answer_.question = "At " + counted(q_->a_month, "piece", "pieces") + " a month, when must the replacement with " + name(q_->supplier.text) + " begin, so that " + what_must_hold() + " is met?";
    if (q_->direction.text.empty() || q_->requirement.text.empty()) return fail(Kind::Malformed, "\"latest-start\" needs \"direction\" and \"requirement\"", to_text(q_->at), "which deadline is to be met");
    Day deadline = q_->until;
    if (!deadline.known()) {
      overlay_->apply(before_);
      const auto& w = *overlay_->subject().world;
      for (const auto& r : w.knowledge->directions.at(q_->direction.text).requirements)
        if (r.name == q_->requirement.text)
          if (const auto* t = w.first(r.dates)) deadline = t->deadline;
    }
    if (!deadline.known()) return fail(Kind::Malformed, q_->direction.text + "/" + q_->requirement.text + " has no last lawful day on record", to_text(q_->at), "until: YYYY-MM-DD says by when");
    overlay_->judge_on(deadline.plus(1));
    before_ = overlay_->come() & ~(Overlay::Set{1} << change_);
    std::vector<Group> all = groups(true);
    const auto& e = *overlay_->subject().estate;
    RF_TRY(const States now, with({}));
    if (now.empty()) return nothing_judged();
    const auto ok = [](const States& s) { return std::all_of(s.begin(), s.end(), [](const auto& x) { return badness(x.second.status) == 0; }); };
    const std::string measure = now.empty() ? "" : now.begin()->second.measured.measure;
    const Field f = measure == "premises" ? Field::Premises : measure == "traffic" ? Field::Traffic : Field::Quantity;
    const auto weight = [&](const Group& g) { return f == Field::Quantity ? e.quantity(g.rows[0]) : std::max<std::int64_t>(e.count(f, g.rows[0]), 0); };
    const auto counts = counted_rows();
    if (!ok(now)) std::erase_if(all, [&](const Group& g) { return !counts.contains(g.rows[0]); });
    std::stable_sort(all.begin(), all.end(), [&](const Group& a, const Group& b) { return Wide{weight(a)} * b.pieces > Wide{weight(b)} * a.pieces; });
    std::vector<const Group*> chosen;
    const auto prefix = [&](std::size_t n) {
      chosen.clear();
      for (std::size_t i = 0; i < n; ++i) chosen.push_back(&all[i]);
      return with(chosen);
    };
    // What is replaced leaves the supplier in question and adds to others: more of it is never worse, so the fewest are found by halving.
    std::size_t need = 0;
    if (!ok(now)) {
      RF_TRY(const States every, prefix(all.size()));
      if (!ok(every)) {
        for (const auto& [id, s] : every)
          if (badness(s.status) > 0) answer_.breaks.push_back(id);
        answer_.says = "Replacing all of it does not meet it: " + joined(answer_.breaks, ", ") + ".";
        return {};
      }
      std::size_t low = 0, high = all.size();
      while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        RF_TRY(const States s, prefix(middle));
        (ok(s) ? high : low) = middle;
      }
      need = high;
    }
    std::int64_t pieces = 0;
    for (std::size_t i = 0; i < need; ++i) pieces = added(pieces, all[i].pieces);
    // Heaviest first takes the fewest pieces where assets are single pieces, or where all of them must go.
    answer_.exact = need == all.size() || (measure != "sites" && std::all_of(all.begin(), all.end(), [](const Group& g) { return g.pieces == 1; }));
    const std::int64_t months = pieces / q_->a_month + (pieces % q_->a_month != 0);
    answer_.found = true;
    answer_.months = months;
    answer_.day = months_from(deadline, -months);
    std::int64_t sofar = 0;
    for (std::size_t i = 0; i < need; ++i) {
      sofar = added(sofar, all[i].pieces);
      add_step(all[i], months_from(answer_.day, sofar / q_->a_month + (sofar % q_->a_month != 0)));
    }
    answer_.says = need == 0 ? "Nothing needs to be replaced: it is met on " + to_text(deadline.plus(1)) + " as it stands."
                             : counted(pieces, "piece", "pieces") + " in " + counted(months, "month", "months") + ": begin by " + to_text(answer_.day) + ", and the last of them is done by " + to_text(deadline) + ".";
    if (need > 0 && !answer_.exact) answer_.says += " Assets are taken whole, heaviest a piece first; another choice of them may need fewer.";
    if (need > 0 && answer_.day < base_.world->as_of)
      answer_.says += " That day has passed on " + to_text(base_.world->as_of) + ": begun then, it is done by " + to_text(months_from(base_.world->as_of, months)) + ".";
    return {};
  }

  // An order that breaks nothing on the way.

  Result<void> order() {
    answer_.kind = "order";
    answer_.question = "In which order of " + std::string(info(q_->by).name) + "s can it be replaced with " + name(q_->supplier.text) + " and break nothing on the way?";
    const std::vector<Group> all = groups(false);
    RF_TRY(const States base, with({}));
    std::vector<std::size_t> path;
    std::unordered_set<std::string> dead;  // sets from which no order goes on, as text of bits
    std::string in(all.size(), '0');
    bool spent = false;
    std::vector<std::string> last;
    // By depth, without recursion: `next` is the group to try at each depth.
    std::vector<std::size_t> next{0};
    while (path.size() < all.size() && !next.empty()) {
      std::size_t& g = next.back();
      while (g < all.size() && in[g] == '1') ++g;
      if (g == all.size()) {  // nothing more to try here
        dead.insert(in);
        next.pop_back();
        if (path.empty()) break;
        in[path.back()] = '0';
        path.pop_back();
        continue;
      }
      const std::size_t pick = g++;
      in[pick] = '1';
      bool good = !dead.contains(in);
      if (good) {
        if (answer_.judged >= kTries) {
          spent = true;
          break;
        }
        std::vector<const Group*> chosen;
        for (std::size_t i = 0; i < all.size(); ++i)
          if (in[i] == '1') chosen.push_back(&all[i]);
        RF_TRY(const States now, with(chosen));
        const auto bad = worse(base, now);
        if (!bad.empty()) {
          good = false;
          last = bad;
          dead.insert(in);
        }
      }
      if (!good) {
        in[pick] = '0';
        continue;
      }
      path.push_back(pick);
      next.push_back(0);
    }
    answer_.found = path.size() == all.size();
    answer_.exact = !spent;
    if (answer_.found) {
      Day done = scenario_.plan.from.known() ? scenario_.plan.from : q_->from.known() ? q_->from : base_.world->as_of;
      std::int64_t sofar = 0;
      for (const auto i : path) {
        sofar = added(sofar, all[i].pieces);
        add_step(all[i], q_->a_month > 0 ? months_from(done, sofar / q_->a_month + (sofar % q_->a_month != 0)) : Day{});
      }
      answer_.says = all.empty() ? "There is nothing to replace." : "In this order nothing gets worse at any step: ";
      for (std::size_t i = 0; i < path.size(); ++i) answer_.says += (i ? ", " : "") + all[path[i]].what;
      if (!all.empty()) answer_.says += ".";
    } else {
      answer_.breaks = last;
      answer_.says = spent ? "No such order was found in " + std::to_string(kTries) + " tries; there may be one." : "There is no such order: each breaks " + joined(last, ", ") + " on the way.";
    }
    return {};
  }

  // The cheapest set of sites that meets it.

  Result<void> cheapest_plan() {
    answer_.kind = "cheapest";
    answer_.question = "Which " + std::string(info(q_->by).name) + "s are to be replaced with " + name(q_->supplier.text) + ", at least cost, so that " + what_must_hold() + " is met?";
    if (q_->direction.text.empty()) return fail(Kind::Malformed, "\"cheapest\" needs \"direction\"", to_text(q_->at), "which requirement is to be met");
    const std::vector<Group> all = groups(false);
    for (const auto& g : all)
      if (!g.cost) return fail(Kind::Malformed, "no cost is given for all of " + g.what, to_text(q_->at), "costs: {replace: {others: 1000}} gives one a piece");
    RF_TRY(const States base, with({}));
    if (base.empty()) return nothing_judged();
    CoverProblem p;
    std::vector<std::string> rows;
    for (const auto& [id, s] : base) {
      const Measured& m = s.measured;
      if (s.status == "not-applicable" || s.status == "preview" || s.status == "exempt" || !over(m.part_high, m.total_high, m)) continue;
      // The total stays where things are replaced, so what must go is what is over the limit.
      const Wide allowed = m.share ? Wide{m.limit_num} * m.total_high / m.limit_den : Wide{m.limit_num};
      p.at_least.push_back({{}, m.part_high - static_cast<std::int64_t>(allowed)});
      rows.push_back(id);
    }
    std::int64_t capacity = -1;
    if (const std::int64_t a_month = q_->a_month > 0 ? q_->a_month : scenario_.plan.total; a_month > 0 && q_->until.known()) {
      const Day from = scenario_.plan.from.known() ? scenario_.plan.from : q_->from.known() ? q_->from : base_.world->as_of;
      std::int64_t months = 0;
      while (months < 1200 && months_from(from, months + 1) <= q_->until) ++months;
      if (__builtin_mul_overflow(months, a_month, &capacity)) capacity = -1;
    }
    p.work_at_most = capacity;
    for (const auto& g : all) {
      RF_TRY(const States alone, with({&g}));
      p.cost.push_back(*g.cost);
      p.work.push_back(g.pieces);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto now = alone.find(rows[i]);
        p.at_least[i].gain.push_back(base.at(rows[i]).measured.part_high - (now == alone.end() ? 0 : now->second.measured.part_high));
      }
    }
    for (std::int64_t tries = 0; tries < kPlansTried; ++tries) {
      const auto choice = cheapest(p);
      if (!choice) {
        answer_.says = tries == 0 ? "No choice of what is named meets it" + std::string(capacity >= 0 ? " with " + std::to_string(capacity) + " pieces until " + to_text(q_->until) : "") + "." : "No plan that the optimiser found passed the judge.";
        answer_.breaks = rows;
        return {};
      }
      std::vector<const Group*> chosen;
      for (std::size_t i = 0; i < all.size(); ++i)
        if ((*choice)[i]) chosen.push_back(&all[i]);
      RF_TRY(const States now, with(chosen));
      const bool met = std::all_of(rows.begin(), rows.end(), [&](const auto& id) {
        const auto at = now.find(id);
        return at == now.end() || within(at->second.measured) == Tri::Yes;
      });
      const auto bad = worse(base, now);
      if (!met || !bad.empty()) {
        p.refused.push_back(*choice);
        continue;
      }
      answer_.found = true;
      answer_.cost = 0;
      for (const Group* g : chosen) add_step(*g, Day{});
      if (chosen.empty()) answer_.cost = 0;
      answer_.says = chosen.empty() ? "Nothing needs to be replaced." : "Replace ";
      for (std::size_t i = 0; i < chosen.size(); ++i) answer_.says += (i ? ", " : "") + chosen[i]->what;
      if (!chosen.empty()) answer_.says += ": " + counted(answer_.pieces, "piece", "pieces") + ". The judge finds it met.";
      return {};
    }
    answer_.exact = false;
    answer_.says = "No plan passed the judge in " + std::to_string(kPlansTried) + " tries; there may be one.";
    return {};
  }

  const Subject& base_;
  const names::Resolver& resolver_;
  const Scenario& scenario_;
  const std::string& file_;
  Choice choice_;
  std::vector<Error>& faults_;
  const Sweep* q_ = nullptr;
  Scenario own_;
  std::size_t change_ = 0;
  std::unique_ptr<Overlay> overlay_;
  Overlay::Set before_ = 0;
  std::set<std::string> ids_;
  bool open_ = false;
  SweepAnswer answer_;
};

}  // namespace

Result<std::vector<SweepAnswer>> sweep(const Subject& s, const names::Resolver& resolver, const Scenario& scenario, const std::string& file, const Choice& choice, std::vector<Error>& faults) {
  std::vector<SweepAnswer> out;
  Sweeping sweeping(s, resolver, scenario, file, choice, faults);
  for (const auto& q : scenario.sweeps) {
    RF_TRY(SweepAnswer a, sweeping.ask(q));
    out.push_back(std::move(a));
  }
  return out;
}

}  // namespace rf::direct
