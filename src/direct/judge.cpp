// One finding per direction, requirement, measure and operator. What is counted stands in measure.cpp; here the count
// meets its limit and its days. Comparison is in integers: part × denominator against numerator × total.
#include "direct/judge.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "direct/because.h"
#include "direct/denial.h"
#include "direct/ground.h"
#include "direct/measure.h"
#include "direct/words.h"
#include "screen/screen.h"

namespace rf::direct {
namespace {

using knowledge::Direction;
using knowledge::Requirement;

/// The rows behind open cells that weigh most, as `count` orders rows.
std::vector<Counted::Open> rows_of_open(const Subject& s, const Counted& c, std::size_t at_most) {
  const estate::Estate& e = *s.behind->rows().estate;
  const auto& measure = c.measured.measure;
  std::vector<Counted::Open> out;
  at_most = std::min(at_most, s.behind->rows().estate->size());
  const auto keep = [&] {
    if (out.size() <= at_most) return;
    std::nth_element(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(at_most), out.end(), Counted::before);
    out.resize(at_most);
  };
  for (const auto& o : c.open)
    for (const auto row : s.behind->all(o.row)) {
      const std::int64_t known = measure == "premises" ? e.count(Field::Premises, row) : measure == "traffic" ? e.count(Field::Traffic, row) : measure == "quantity" ? e.quantity(row) : 1;
      out.push_back({row, known == estate::kNoCount ? c.largest : known, o.lacks, o.later});
      if (out.size() > 2 * at_most + 65536) keep();
    }
  keep();
  std::sort(out.begin(), out.end(), Counted::before);
  return out;
}

/// The fewest open rows whose facts would settle it for the operator, heaviest first.
void decide_by(Finding& f, const Counted& c, const Subject& s, std::size_t at_most) {
  Wide left = c.measured.part_high;
  const Measured& m = c.measured;
  const auto open = s.behind ? rows_of_open(s, c, at_most) : c.open;
  const estate::Estate& e = s.behind ? *s.behind->rows().estate : *s.estate;
  for (const auto& o : open) {
    if (!over(static_cast<std::int64_t>(left), m.total_high, m) || f.decide_by.size() >= at_most) break;
    f.decide_by.push_back(e.key(o.row));
    f.decide_rows.push_back({f.decide_by.back(), names_of(o.lacks)});
    left -= o.weight;
  }
}

/// addressed, assumed or not-addressed, and in `why` the reason of the last.
std::string applies(const Subject& s, const Direction& d, const std::string& op, std::string& why) {
  const auto& a = d.addressees;
  const auto has = [](const std::vector<std::string>& list, const std::string& id) { return std::find(list.begin(), list.end(), id) != list.end(); };
  const bool own_facts = speaks_for(s.facts, op);
  if (own_facts && has(s.facts.addressee_of, d.id)) return "addressed";
  if (op.empty()) return "assumed";
  why = op + " is not among its addressees (" + a.who + ")";
  if (std::any_of(a.not_operators.begin(), a.not_operators.end(), [&](const auto& id) { return same_operator(id, op); })) {
    why = op + " is no party to it";
    return "not-addressed";
  }
  if (std::any_of(a.operators.begin(), a.operators.end(), [&](const auto& id) { return same_operator(id, op); })) return "addressed";
  const knowledge::Addressee* named = nullptr;
  for (const auto& n : a.named)
    if ((same_operator(n.operator_id, op) || same_operator(n.name, op)) && s.world->known(n, a.named)) {
      if (s.world->holds(n, a.named)) return "addressed";
      named = &n;
    }
  if (named) {
    const bool later = named->from.known() && s.world->as_of < named->from;
    why = op + (later ? " is an addressee only from " + to_text(named->from) : " was an addressee until " + to_text(named->to));
    return "not-addressed";
  }
  if (a.everyone) return "addressed";
  if (own_facts && !a.classes.empty() && !s.facts.classes.empty()) {
    if (std::any_of(s.facts.classes.begin(), s.facts.classes.end(), [&](const auto& c) { return has(a.classes, c); })) return "addressed";
    why = op + " is of none of the classes it addresses";
    return "not-addressed";
  }
  // A part of an addressee's name may be the addressee: no reason to say that it is none.
  const auto perhaps = [&](const std::string& name) { return perhaps_same_operator(name, op); };
  if (std::any_of(a.operators.begin(), a.operators.end(), perhaps)) return "assumed";
  if (std::any_of(a.named.begin(), a.named.end(), [&](const auto& n) { return (perhaps(n.operator_id) || perhaps(n.name)) && s.world->holds(n, a.named); })) return "assumed";
  return a.complete ? "not-addressed" : "assumed";
}

const knowledge::State* state_on(const knowledge::World& w, const Direction& d) { return w.first(d.states); }

/// `used`: codes of countries that rows have (codes_used); of code 0 whether any row that is there says none.
bool territory_touched(const Subject& s, const Direction& d, const std::vector<bool>& used) {
  if (d.territory.empty()) return true;
  const auto& words = s.estate->words(Field::Country);
  for (std::uint32_t c = 0; c < words.size(); ++c) {
    if (c != 0 && !used[c]) continue;
    std::string_view at = words.text(c);
    if (at.empty()) {
      // Code 0 stands for rows without a country; where no column was read every row is one.
      at = s.country.empty() ? std::string_view(s.facts.country) : std::string_view(s.country);
      if (at.empty() && (words.size() == 1 || s.estate->size() == 0)) return true;
      if (at.empty()) {
        if (used[0]) return true;
        continue;
      }
    }
    if (in_territory(*s.world, at, d.territory)) return true;
  }
  return false;
}

/// What an authority said of its own country, and a regime that works in one, say nothing of another.
bool speaks_of(const Subject& s, const std::string& spoken_of, const std::string& asked) {
  return spoken_of.empty() || (!asked.empty() && (in_territory(*s.world, spoken_of, asked) || in_territory(*s.world, asked, spoken_of)));
}

Mitigation mitigation_of(const Subject& s, const Direction& asked, const std::vector<std::string>& targets, const std::vector<RegimeResult>& regimes, const std::string& op) {
  Mitigation m;
  for (const auto& [id, d] : s.world->knowledge->directions)
    for (const auto& st : d.statements) {
      if (!speaks_of(s, d.territory, asked.territory)) continue;
      if (!s.world->holds(st, d.statements) || !st.possible || std::find(targets.begin(), targets.end(), st.about) == targets.end()) continue;
      m.possible = st.possible;
      m.basis = "stated-by-authority";
      m.by = st.by;
      m.why = st.by + " on " + st.about + ": \"" + st.quote + "\" (" + id + ")";
      return m;
    }
  for (const auto& [id, r] : s.world->knowledge->regimes) {
    if (!speaks_of(s, r.territory, asked.territory)) continue;
    if (std::none_of(targets.begin(), targets.end(), [&](const auto& t) { return std::find(r.about.begin(), r.about.end(), t) != r.about.end(); })) continue;
    for (const auto& result : regimes) {
      if (result.id != id || result.operator_id != op || result.status == "not-needed") continue;
      m.basis = "conditions";
      m.regime = id;
      m.by = "ringfence";
      if (result.status == "effective") m.possible = true;
      if (result.status == "ineffective") m.possible = false;
      m.why = "the regime " + id + " is " + result.status + " here: " + result.why;
      return m;
    }
  }
  m.why = "no authority's statement and no regime in knowledge speaks of it";
  return m;
}

}  // namespace

std::string finding_id(const Direction& d, const Requirement& q, const knowledge::Measure& measure, const std::vector<std::string>& targets, const std::string& op) {
  return d.id + "/" + q.name + (q.measures.size() > 1 ? "/" + measure.measure : "") + (q.each_supplier && !targets.empty() ? "/" + targets[0] : "") + "@" + (op.empty() ? "unnamed" : op);
}
std::string regime_key(const std::string& regime, const std::string& op) { return regime + "@" + (op.empty() ? "unnamed" : op); }

bool binds_others(const std::string& force) { return force == "export" || force == "investment" || force == "funding" || force == "authorisation"; }

Finding judge_one(const Subject& s, const Direction& d, const Requirement& q, const knowledge::Measure& measure,
                  const std::vector<std::string>& targets, const std::string& op, bool whole, std::size_t list_at_most, bool plain) {
  const knowledge::World& w = *s.world;
  Question question{targets, &q, &measure, d.id, d.territory, op, whole};
  const Counted c = count(s, question, plain);
  Finding f;
  f.direction = d.id;
  f.requirement = q.name;
  f.operator_id = op;
  f.id = finding_id(d, q, measure, targets, op);
  f.supplier = targets.size() == 1 ? targets[0] : "";
  f.force = d.force;
  f.territory = d.territory;
  f.measured = c.measured;
  f.measured.over_by = over_by(c.measured);
  f.exposure_only = binds_others(d.force);
  f.exposure_rows = c.exposure_rows;
  f.exposure_pieces = c.exposure_pieces;
  f.component_rows = c.component_rows;
  f.excepted_rows = c.excepted_rows;
  f.missing = c.missing;
  f.supplier_basis = c.basis;
  const bool unverified_scope = std::any_of(q.functions.begin(), q.functions.end(), [&](const auto& p) { return p.unverified && w.holds(p, q.functions); });
  f.unverified = q.unverified || measure.unverified || unverified_scope;
  std::string not_addressed;
  f.applies = applies(s, d, op, not_addressed);
  const auto* state = state_on(w, d);
  f.instrument_state = state ? state->state : "unpublished";
  const auto* t = w.first(q.dates);
  // A variation moves this operator's date or frees it; it stays out of everybody else's documents.
  const knowledge::Variation* const variation = variation_of(w, op, d.id, q.name);
  knowledge::Deadline varied;
  if (t && variation && variation->deadline.known()) {
    varied = *t;
    varied.deadline = variation->deadline;
    varied.deadline_other = Day{};
    t = &varied;
  }
  if (variation) {
    f.variation = variation->reference;
    f.applies = "addressed";  // only an addressee is granted one
  }
  if (t) {
    f.has_deadline = t->deadline.known();
    f.from = t->deadline.known() ? t->deadline : t->since;
    f.from_other = t->deadline_other;
    f.unverified = f.unverified || t->unverified;
    if (t->deadline.known() && w.as_of <= t->deadline) f.days_left = t->deadline.days - w.as_of.days;
  }
  const bool low = over(c.measured.part_low, c.measured.total_low, c.measured);
  const bool high = over(c.measured.part_high, c.measured.total_high, c.measured);
  const bool begun = t && (!t->since.known() || w.as_of >= t->since);
  const bool binding = t && begun && (!t->deadline.known() || w.as_of > t->deadline);
  const bool binding_other = t && t->deadline_other.known() ? w.as_of > t->deadline_other : binding;
  std::string open_day;
  if (!high) f.status = Status::Met;
  else if (!low) f.status = Status::Undecided;
  else if (t && t->individual && !t->deadline.known()) {
    f.status = Status::Undecided;
    open_day = "Each addressee has a last day of its own, and this operator's is not on record";
    f.missing["deadline"] = 1;
  }
  else if (binding && binding_other) f.status = Status::Breached;
  else if (!binding && !binding_other) f.status = Status::Due;
  else {
    f.status = Status::Undecided;
    open_day = "Its day is " + to_text(t->deadline) + " or " + to_text(t->deadline_other) + ", and sources differ";
    f.missing["deadline"] = 1;
  }
  if (c.too_large) {
    f.status = Status::Undecided;
    f.decide_facts.push_back("a sum of weights passes 2^63-1; a weight of the estate is far too large");
  }
  if (f.status == Status::Undecided) {
    f.undecided_assets = c.open_rows;
    if (!low && !plain) decide_by(f, c, s, list_at_most);  // else rows decide nothing: a day does
    f.decide_facts.insert(f.decide_facts.end(), c.facts.begin(), c.facts.end());
    if (q.described && f.missing.contains("designation")) f.decide_facts.push_back("who is meant: the instrument names nobody (" + q.described->says + ")");
    if (!open_day.empty()) f.decide_facts.push_back(t->individual && !t->deadline.known() ? "this operator's own last day (private/variations.yaml)" : "its day: " + to_text(t->deadline) + " or " + to_text(t->deadline_other));
  }
  std::string why_not;
  if (f.instrument_state == "proposal") f.status = Status::Preview;
  if (!t && f.status != Status::Preview) why_not = "no date of this requirement is on record";
  else if (!t) why_not.clear();  // a draft whose day is not set yet
  else if (!begun && f.status != Status::Preview) why_not = "it begins on " + to_text(t->since);
  else if (t->until.known() && w.as_of > t->until) why_not = "it ended on " + to_text(t->until);
  if (f.exposure_only && why_not.empty()) why_not = "it binds " + d.addressees.who + ", not a network; what stands here is exposure";
  if (f.applies == "not-addressed") why_not = not_addressed;
  if (f.instrument_state == "superseded") why_not = "it was superseded" + (state && !state->by.empty() ? " by " + state->by : std::string()) + (state && state->from.known() ? " from " + to_text(state->from) : std::string());
  if (f.instrument_state == "suspended" || f.instrument_state == "unpublished") why_not = "it is " + f.instrument_state;
  if (variation && variation->exempt && why_not.empty()) f.status = Status::Exempt;
  if (!why_not.empty()) {
    f.status = Status::NotApplicable;
    f.days_left.reset();
  }
  f.assets_total = c.sure_rows;
  if (plain) return f;
  std::vector<std::uint32_t> named;
  if (s.behind) named = s.behind->first(c.sure, list_at_most);
  else named.assign(c.sure.begin(), c.sure.begin() + static_cast<std::ptrdiff_t>(std::min(list_at_most, c.sure.size())));
  const Subject& named_in = s.behind ? s.behind->rows() : s;
  for (const auto row : named) {
    f.assets.push_back(named_in.estate->key(row));
    f.evidence.push_back(named_in.estate->locator(row, Field::Supplier));
  }
  // Where sources differ on the day, only the later one is sure.
  const Day last_day = !t ? Day{} : t->deadline_other.known() ? std::max(t->deadline, t->deadline_other) : t->deadline;
  if (f.unverified) {
    std::string what;
    const auto add = [&](bool unverified, const char* word) {
      if (unverified) what += (what.empty() ? "" : ", ") + std::string(word);
    };
    add(q.unverified, "what the requirement says");
    add(measure.unverified, "how it is measured");
    add(t && t->unverified, "its date");
    add(unverified_scope, "which functions it covers");
    f.unverified_what = what;
  }
  const Day bound_from = last_day.known() ? last_day.plus(1) : t ? t->since : Day{};
  f.says = say(f, d, q, c, bound_from, why_not, open_day);
  f.because = because(s, f, d, q, measure, t, c, why_not, named_in, named);
  return f;
}

Result<Judgement> judge(const Subject& s, const Choice& choice) {
  const knowledge::World& w = *s.world;
  const bool plain = choice.plain || choice.only;
  Judgement out;
  for (const auto& id : choice.directions)
    if (!w.knowledge->directions.contains(id))
      return fail(Kind::Usage, "--directions " + id + ": knowledge has no such direction", {}, "ringfence knowledge list directions");
  const Operators all = operators_of(s);
  const auto& operators = all.ids;
  auto countries_used = codes_used(s, Field::Country);
  if (s.absent.empty() && s.country.empty() && s.facts.country.empty()) {
    countries_used[0] = false;
    for (std::size_t row = 0; row < s.estate->size() && !countries_used[0]; ++row) countries_used[0] = s.estate->code(Field::Country, row) == 0;
  }
  for (const auto& op : operators) {
    const bool takes_rest = all.takes_rest(op);
    for (const auto& [id, regime_] : w.knowledge->regimes) {
      if (choice.only && !choice.only->contains(regime_key(id, op))) continue;
      auto r = regime(s, regime_, op, takes_rest);
      if (r.status != "absent") out.regimes.push_back(std::move(r));
    }
  }
  const bool nowhere = s.country.empty() && std::find(countries_used.begin() + 1, countries_used.end(), true) == countries_used.end();
  for (const auto& [id, d] : w.knowledge->directions) {
    const bool asked = std::find(choice.directions.begin(), choice.directions.end(), id) != choice.directions.end();
    if (!choice.directions.empty() && !asked) continue;
    const auto* state = state_on(w, d);
    if (!state) continue;  // not made yet on that day, or not yet known
    DirectionSummary sum;
    sum.id = id;
    sum.title = d.title;
    sum.force = d.force;
    sum.state = state->state;
    sum.territory = d.territory;
    sum.text_seen = d.text_seen;
    sum.encoded = std::count_if(d.requirements.begin(), d.requirements.end(), [&](const auto& q) { return w.known(q, d.requirements); });
    sum.known = d.known;
    for (const auto& q : d.requirements)
      if (q.unverified && w.known(q, d.requirements)) sum.unverified.push_back(q.name);
    sum.amends = d.amends;
    for (const auto& x : d.states)
      if (w.known(x, d.states)) sum.history.push_back({x.state, x.by, source_words(*w.knowledge, x.source), x.from, x.to});
    for (const auto& x : d.obligations)
      if (w.holds(x, d.obligations)) sum.obligations.push_back({x.name, x.says, x.recipient, x.within, source_words(*w.knowledge, x.source), x.due, x.unverified});
    const bool given = std::find(s.facts.addressee_of.begin(), s.facts.addressee_of.end(), id) != s.facts.addressee_of.end();
    if (!asked && !given && !territory_touched(s, d, countries_used)) {
      sum.note = "nothing of this estate stands in " + d.territory;
      out.directions.push_back(std::move(sum));
      continue;
    }
    if (d.requirements.empty() && sum.note.empty()) sum.note = d.effect.empty() ? "it asks nothing that an inventory can answer" : d.effect;
    for (const auto& q : d.requirements) {
      if (!w.known(q, d.requirements)) continue;
      // Where nobody said in which country anything stands, instruments that name no supplier would ask of every row.
      if (nowhere && !asked && !given && (q.described || q.kind == "approval")) {
        sum.note = "no row says in which country it stands, and --country is not given";
        continue;
      }
      const std::vector<std::string> targets = targets_of(w, q);
      std::vector<std::vector<std::string>> groups;
      if (q.each_supplier)
        for (const auto& t : targets) groups.push_back({t});
      else groups.push_back(targets);
      for (const auto& group : groups)
        for (const auto& m : q.measures) {
          if (!w.holds(m, q.measures)) continue;
          for (const auto& op : operators) {
            const bool takes_rest = all.takes_rest(op);
            if (choice.only && !choice.only->contains(finding_id(d, q, m, group, op))) continue;
            Finding f = judge_one(s, d, q, m, group, op, takes_rest, choice.list_at_most, plain);
            // What binds others everywhere is told where there is something to tell.
            if (f.exposure_only && d.territory.empty() && !asked && f.measured.part_high == 0 && f.exposure_rows == 0) continue;
            if (!plain) f.mitigation = mitigation_of(s, d, group, out.regimes, op);
            out.findings.push_back(std::move(f));
          }
        }
    }
    out.directions.push_back(std::move(sum));
  }
  if (plain || !denials_asked(w)) return out;
  const Subject& by_rows = s.behind ? s.behind->rows() : s;  // a denial follows parts, spares and their days
  for (const auto& op : operators) {
    const bool takes_rest = all.takes_rest(op);
    for (auto& x : denials(by_rows, op, takes_rest, choice.list_at_most)) out.exposures.push_back(std::move(x));
  }
  return out;
}

}  // namespace rf::direct
