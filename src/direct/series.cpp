#include "direct/series.h"

#include <algorithm>
#include <map>

#include "direct/measure.h"

namespace rf::direct {
namespace {

class FactDays {
 public:
  void begins(Day d) {
    if (d.known()) days_.push_back(d);
  }
  void ends(Day d) {
    if (d.known()) days_.push_back(d.plus(1));
  }
  template <class F>
  void all(const std::vector<F>& facts) {
    for (const auto& f : facts) {
      begins(f.from);
      ends(f.to);
    }
  }
  void date_literals(const expr::Expression* e) {
    if (!e) return;
    for (const auto& n : e->nodes)
      if (n.op == expr::Op::Day) begins(n.day), ends(n.day);
  }
  std::vector<Day> take() && {
    std::sort(days_.begin(), days_.end());
    days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
    return std::move(days_);
  }

 private:
  std::vector<Day> days_;
};

std::string of_count(const Measured& m) { return against_limit(m) + (m.share ? " of " + m.measure : ""); }

struct OnDay {
  std::string status, direction, requirement, operator_id, state;
  bool regime = false, deadline = false;
  Day from;
  Measured measured;
  std::string why;  ///< of a regime
  std::string force = {};
};

/// Of a count the total says nothing.
bool same_numbers(const Measured& a, const Measured& b) {
  return std::tie(a.part, a.part_low, a.part_high, a.limit_num, a.limit_den) == std::tie(b.part, b.part_low, b.part_high, b.limit_num, b.limit_den) && (!a.share || a.total == b.total);
}

}  // namespace

std::vector<Day> days_of_facts(const knowledge::World& w, const OperatorFacts& facts) {
  const auto& k = *w.knowledge;
  FactDays days;
  for (const auto& [id, s] : k.suppliers) {
    days.all(s.seats);
    days.all(s.owners);
    days.all(s.affiliates);
  }
  for (const auto& [id, j] : k.jurisdictions) days.all(j.members);
  for (const auto& [id, l] : k.lists) days.all(l.entries);
  for (const auto& [id, d] : k.directions) {
    days.all(d.states);
    days.all(d.addressees.named);
    for (const auto& q : d.requirements) {
      days.all(q.functions);
      days.all(q.measures);
      days.all(q.limits);
      days.all(q.exceptions);
      days.all(q.dates);
      for (const auto& t : q.dates) {
        days.begins(t.since);
        for (const Day last : {t.deadline, t.deadline_other, t.until}) days.ends(last);
      }
    }
  }
  for (const auto& [id, r] : k.regimes) {
    days.all(r.conditions);
    days.all(r.assurance);
    days.date_literals(r.needed.get());
    for (const auto& c : r.conditions) days.date_literals(c.holds.get());
  }
  days.all(k.variations);
  for (const auto& v : k.variations) days.ends(v.deadline);
  days.all(facts.assurances);
  days.all(facts.approvals);
  return std::move(days).take();
}

Result<Series> series(Overlay& overlay, const Choice& asked, Day from, Day to, bool monthly) {
  if (!from.known() || !to.known() || to < from) return fail(Kind::Usage, "a series from " + to_text(from) + " to " + to_text(to) + " runs backwards", {}, "--series FROM..TO, such as 2020-01-01..2028-12-31");
  Series out;
  out.from = from;
  out.to = to;
  out.monthly = monthly;
  std::vector<Day> days{from};
  const auto add = [&](Day d) {
    if (d.known() && d > from && d <= to) days.push_back(d);
  };
  if (monthly) {
    const Ymd first = ymd_of(from);
    for (int y = first.year, m = first.month; day_of(y, m, 1) <= to; m == 12 ? (++y, m = 1) : ++m) add(day_of(y, m, 1));
    add(to);
  } else {
    for (const Day d : days_of_facts(*overlay.subject().world, overlay.subject().facts)) add(d);
    for (std::size_t i = 0; i < overlay.scenario().changes.size(); ++i) {
      add(overlay.day_of(i));
      add(overlay.scenario().changes[i].to.plus(1));
      add(overlay.scenario().changes[i].deadline.plus(1));
    }
    const auto& e = *overlay.subject().estate;
    for (const Field f : {Field::InstalledOn, Field::InServiceFrom, Field::InServiceTo, Field::RemovedOn, Field::DisposedOn}) {
      if (!e.has(f)) continue;
      std::vector<Day> of_rows;
      for (std::size_t row = 0; row < e.size(); ++row)
        if (const Day d = e.day(f, row); d.known()) of_rows.push_back(f == Field::InServiceTo ? d.plus(1) : d);
      std::sort(of_rows.begin(), of_rows.end());
      of_rows.erase(std::unique(of_rows.begin(), of_rows.end()), of_rows.end());
      for (const Day d : of_rows) add(d);
    }
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  if (days.size() > kMaxSeriesDays) return fail(Kind::Limit, std::to_string(days.size()) + " days on which something can change", {}, "--step month judges on the first of each month, or ask for a shorter time");
  Choice choice = asked;
  choice.plain = true;
  choice.list_at_most = 0;
  std::map<std::string, SeriesLine> lines;
  std::map<std::string, OnDay> before;
  Day last_day;  // judged before
  for (const Day d : days) {
    overlay.judge_on(d);
    overlay.apply(overlay.come());
    RF_TRY(const Judgement j, judge(overlay.subject(), choice));
    ++out.days_judged;
    std::map<std::string, OnDay> now;
    for (const auto& f : j.findings) now[f.id] = {std::string(to_text(f.status)), f.direction, f.requirement, f.operator_id, f.instrument_state, false, f.has_deadline, f.from, f.measured, {}, f.force};
    for (const auto& r : j.regimes) now[regime_key(r.id, r.operator_id)] = {r.status, r.id, {}, r.operator_id, {}, true, false, {}, {}, r.why, {}};
    for (const auto& [id, b] : before)
      if (!now.contains(id)) {
        OnDay gone = b;
        gone.status = "not-applicable";
        gone.why = "no such finding any more";
        now[id] = std::move(gone);
      }
    for (const auto& [id, x] : now) {
      SeriesLine& line = lines[id];
      const auto was = before.find(id);
      const bool same = was != before.end() && was->second.status == x.status && (x.regime || same_numbers(was->second.measured, x.measured));
      if (same) continue;
      if (line.runs.empty()) {
        line.id = id;
        line.direction = x.direction;
        line.requirement = x.requirement;
        line.operator_id = x.operator_id;
        line.regime = x.regime;
        line.force = x.force;
        if (d != from) line.runs.push_back({from, d.plus(-1), "not-applicable", {}, {}});
      }
      std::string why;
      const auto say = [&](const std::string& s) { why += (why.empty() ? "" : "; ") + s; };
      if (d != from) {
        if (was == before.end() || (was->second.status == "not-applicable" && was->second.state != x.state)) say(x.regime ? "its conditions are on record" : "the instrument is " + x.state);
        else if (was->second.state != x.state) say("the instrument is " + x.state + ", before " + was->second.state);
        if (was != before.end() && was->second.status != x.status && x.deadline && x.from < d && (!was->second.deadline || was->second.from >= last_day)) say("its last lawful day, " + to_text(x.from) + ", has passed");
        if (was != before.end() && was->second.status == "undecided" && x.status == "breached" && x.deadline && same_numbers(was->second.measured, x.measured)) say("its last lawful day has passed by every source");
        if (was != before.end() && was->second.deadline && x.deadline && was->second.from != x.from) say("its last lawful day is " + to_text(x.from) + ", before " + to_text(was->second.from));
        if (was != before.end() && !x.regime && !same_numbers(was->second.measured, x.measured)) say(of_count(x.measured) + "; before " + of_count(was->second.measured));
        for (std::size_t i = 0; i < overlay.scenario().changes.size(); ++i)
          if (overlay.day_of(i) == d) say("change " + std::to_string(i) + " (" + overlay.scenario().changes[i].says + ")");
        if ((x.regime || x.status == "not-applicable") && !x.why.empty()) say(x.why);
        if (why.empty()) say("facts on record are others from this day");
      }
      if (!line.runs.empty()) line.runs.back().to = d.plus(-1);
      line.runs.push_back({d, to, x.status, x.measured, std::move(why)});
    }
    before = std::move(now);
    last_day = d;
  }
  for (auto& [id, line] : lines) out.lines.push_back(std::move(line));
  return out;
}

}  // namespace rf::direct
