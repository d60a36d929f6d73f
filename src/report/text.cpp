// The answer for a terminal, in the order in which it is asked for: what is not met, what is not known and what would
// decide it, what is to come, what holds; then the estate behind it and the limits of what we know.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "report/page.h"
#include "report/report.h"
#include "report/words.h"
#include "report/wrap.h"

namespace rf::report {
namespace {

using assess::Answer;

constexpr std::size_t kDecideBy = 4;  // rows to fetch first

std::string name_of(const Finding& f, bool operators) {
  return f.direction + " / " + f.requirement + (f.measured.measure.empty() || f.measured.measure == "quantity" ? "" : " (" + f.measured.measure + ")") + (f.region.empty() ? "" : ", " + f.region) + (operators && !f.operator_id.empty() ? " @ " + f.operator_id : "");
}

void put_rows(Page& p, std::string_view label, const std::vector<std::string>& rows, std::size_t total, std::size_t cap) {
  if (rows.empty()) return;
  const std::size_t n = p.at_most(rows.size(), cap);
  std::string list;
  for (std::size_t i = 0; i < n; ++i) list += (i ? ", " : "") + rows[i];
  if (total > n) list += ", … " + grouped(static_cast<std::int64_t>(total - n)) + " more";
  p.say("    ", std::string(label) + " " + list, Paint::Dim);
}

void put_finding(Page& p, const Finding& f, const Options& o, bool operators) {
  p.say("  ", name_of(f, operators) + " [" + f.force + "]: " + standing(f), paint_of(f.status));
  p.say("    ", sentence(f));
  if (f.status == Status::Breached && f.measured.over_by > 0) p.say("    ", over_by(f.measured) + ".");
  if (f.status == Status::Breached || f.status == Status::Due) p.say("    ", mitigation(f));
  if (!f.variation.empty()) p.say("    ", "By a variation for this operator: " + f.variation + ".");
  if (f.unverified && !f.unverified_what.empty() && sentence(f).find(f.unverified_what) == std::string::npos) p.say("    ", "Unverified: " + f.unverified_what + ".", Paint::Dim);
  if (o.explain)
    for (const auto& b : f.because)
      p.say("    ", b.kind + ": " + b.says + (b.unverified ? " (unverified)" : "") + (b.locator ? " <" + address_of(*b.locator) + ">" : "") + (b.source.empty() ? "" : " [" + b.source + "]"), Paint::Dim);
  if (!o.assets) return;
  if (f.status == Status::Undecided) put_rows(p, "decided by:", f.decide_by, f.decide_by.size(), kDecideBy);
  else put_rows(p, "rows:", f.assets, static_cast<std::size_t>(f.assets_total), 5);
}

void put_findings(Page& p, const Answer& a, const Options& o) {
  const auto all = in_order(a);
  const bool operators = several_operators(a);
  const auto section = [&](Status status, std::string_view title, const std::string& group = {}) {
    std::vector<const Finding*> these;
    for (const auto* f : all)
      if (f->status == status && (group.empty() || not_met_group(*f) == group)) these.push_back(f);
    if (these.empty()) return;
    p.heading(std::string(title) + " (" + std::to_string(these.size()) + ")");
    const std::size_t n = p.at_most(these.size());
    for (std::size_t i = 0; i < n; ++i) put_finding(p, *these[i], o, operators);
    p.more(n, these.size());
  };
  for (const auto& [words, n] : not_met_groups(a)) section(Status::Breached, upper_first(words), words);
  section(Status::Undecided, "Undecided: the evidence allows both");
  section(Status::Due, "Due");

  const Tally t = tally(a);
  if (t.judged() > 0) p.heading("Met: " + std::to_string(t.met) + " of " + std::to_string(t.judged()) + " judged");
  std::size_t done = 0;
  for (const auto* f : all) {
    if (f->status != Status::Met || done >= p.at_most(static_cast<std::size_t>(t.met))) continue;
    p.say("  ", name_of(*f, operators) + ": " + standing(*f) + ", " + amount(f->measured) + ", allowed: " + limit_of(f->measured));
    ++done;
  }
  p.more(done, static_cast<std::size_t>(t.met));
  section(Status::Exempt, "Exempt");
  section(Status::Preview, "Proposals only, as they would stand");
  if (t.not_applicable > 0) {
    p.heading("Not applicable (" + std::to_string(t.not_applicable) + ")");
    done = 0;
    for (const auto* f : all)
      if (f->status == Status::NotApplicable && done < p.at_most(static_cast<std::size_t>(t.not_applicable), 10)) {
        p.say("  ", name_of(*f, operators) + ": " + sentence(*f), Paint::Dim);
        ++done;
      }
    p.more(done, static_cast<std::size_t>(t.not_applicable));
  }
}

void put_suppliers(Page& p, const Answer& a) {
  if (a.by_supplier.empty()) return;
  assess::Amount sum;
  for (const auto& s : a.by_supplier) {
    sum += s.all;
  }
  p.heading("Suppliers, by pieces");
  constexpr int kName = 20;  // least columns of a name; weights that leave it fewer are not shown
  const bool premises = sum.premises > 0 && p.columns() >= 2 + kName + 18 + 20;
  const bool traffic = sum.traffic > 0 && p.columns() >= 2 + kName + 18 + (premises ? 40 : 20);
  const int name = std::min(44, p.columns() - 2 - 18 - (premises ? 20 : 0) - (traffic ? 20 : 0));
  std::string head = "  " + fitted("maker", name) + right("pieces", 11) + right("share", 7);
  if (premises) head += right("premises", 13) + right("share", 7);
  if (traffic) head += right("traffic", 13) + right("share", 7);
  p.raw(head);
  const auto cell = [](std::int64_t part, std::int64_t total, int wide) {
    return right(grouped(part), wide) + right(total == 0 ? std::string("–") : percent(part, total), 7);
  };
  const auto order = by_size(a);
  const std::size_t n = p.at_most(order.size());
  for (std::size_t i = 0; i < n; ++i) {
    const auto& s = *order[i];
    const bool unknown = s.supplier.empty() && s.name.empty();
    bool listed = false;
    for (const auto& card : a.suppliers)
      if (card.id == s.supplier && !s.supplier.empty()) listed = std::any_of(card.designations.begin(), card.designations.end(), [](const auto& d) { return d.active; });
    std::string line = "  " + fitted(clean(unknown ? std::string("(maker not known)") : s.name + (listed ? " *" : "") + (s.own_name ? " ?" : "")), name);
    line += cell(s.all.quantity, sum.quantity, 11);
    if (premises) line += cell(s.all.premises, sum.premises, 13);
    if (traffic) line += cell(s.all.traffic, sum.traffic, 13);
    if (s.parts > 0 && p.columns() >= static_cast<int>(line.size()) + 24) line += "  " + counted(s.parts, "part", "parts") + " in devices";
    p.raw(line);
  }
  p.more(n, a.by_supplier.size());
  if (!a.moved.empty()) p.say("  ", "who answers today for what was made before:", Paint::Dim);
  for (std::size_t i = 0; i < p.at_most(a.moved.size()); ++i) p.say("  - ", counted(a.moved[i].second, "asset", "assets") + " " + clean(a.moved[i].first));
  bool listed = false, clear_name = false;
  for (const auto& s : a.by_supplier) clear_name = clear_name || s.own_name;
  for (const auto& card : a.suppliers)
    for (const auto& d : card.designations) {
      if (!d.active) continue;
      if (!listed) p.say("  ", "* on a list; a list makes no finding by itself:", Paint::Dim);
      listed = true;
      p.say("    ", card.name + ": " + d.title + (d.from.known() ? ", from " + to_text(d.from) : "") + (d.rule.empty() || d.rule == "named" ? "" : ", " + d.rule + "; not checked against the notice's annex") +
                        (d.unverified ? " (unverified)" : "") + (d.scope.empty() ? "" : "; for " + d.scope) + (d.effect.empty() ? "" : ". " + d.effect), Paint::Dim);
    }
  if (clear_name) p.say("  ", "? a name that knowledge does not have", Paint::Dim);
}

void put_reconciliation(Page& p, const Answer& a) {
  const bool any = std::any_of(a.reconciliation.begin(), a.reconciliation.end(), [](const auto& r) { return r.observed > 0 || !r.contradicted.empty(); });
  if (!any) return;
  p.heading("Reconciliation of the inventory with what was observed");
  std::size_t shown_ones = 0, all = 0;
  for (const auto& kind : assess::kContradictions)
    for (const auto& r : a.reconciliation)
      for (const auto& c : r.contradicted) {
        if (c.kind != kind) continue;
        ++all;
        if (all > p.at_most(all)) continue;
        ++shown_ones;
        p.say("  ! ", c.asset + ": " + c.says, Paint::Yellow);
        std::string places;
        for (std::size_t i = 0; i < c.evidence.size() && i < 4; ++i) places += (places.empty() ? "" : ", ") + address_of(c.evidence[i]);
        if (!places.empty()) p.say("    ", places, Paint::Dim);
      }
  p.more(shown_ones, all);
  const int name = std::min(36, p.columns() - 2 - 44);
  p.raw("  " + fitted("function", name) + right("declared", 11) + right("observed", 11) + right("both", 11) + right("differ", 11));
  for (const auto& r : a.reconciliation)
    p.raw("  " + fitted(r.function.empty() ? std::string("(not known)") : clean(r.function), name) + right(grouped(r.declared), 11) + right(grouped(r.observed), 11) + right(grouped(r.both), 11) +
          right(grouped(static_cast<std::int64_t>(r.contradicted.size())), 11));
  for (const auto& r : a.reconciliation)
    put_rows(p, "observed, in no inventory" + (r.function.empty() ? "" : " (" + r.function + ")") + ":", r.observed_only, static_cast<std::size_t>(std::max(r.observed_only_total, static_cast<std::int64_t>(r.observed_only.size()))), 5);
}

void put_limits(Page& p, const Answer& a) {
  if (!a.regimes.empty()) p.heading("Regimes of mitigation");
  for (const auto& r : a.regimes) {
    p.say("  ", r.id + (r.operator_id.empty() ? "" : " @ " + r.operator_id) + ": " + std::string(regime_standing(r.status)), r.status == "ineffective" ? Paint::Red : Paint::None);
    if (!r.why.empty()) p.say("    ", r.why);
    if (!r.assurance_level.empty()) p.say("    ", "assurance: " + r.assurance_level + (r.assurance_by.empty() ? "" : ", by " + r.assurance_by) + (r.assurance_from.known() ? ", from " + to_text(r.assurance_from) : ""));
    for (const auto& c : r.conditions) p.say("      ", (c.state.empty() ? "not-stated" : c.state) + (c.decides ? " (decides): " : ": ") + c.says + (c.why.empty() ? "" : " — " + c.why), c.decides && c.state == "false" ? Paint::Red : Paint::Dim);
  }
  if (!a.directions.empty()) p.heading("Directions, and what of them is not known");
  std::map<std::string, std::size_t> elsewhere;  // instruments of other places, by why they make no finding
  for (const auto& d : a.directions) {
    if (d.note.starts_with("nothing of this estate stands in") || d.note.starts_with("no row says in which country")) {
      ++elsewhere[d.note];
      continue;
    }
    p.say("  ", d.id + "  [" + d.force + ", " + d.state + "]: " + (d.note.empty() ? limits_of(d) : d.note));
    if (!d.unverified.empty() && d.note.empty()) {
      std::string list;
      for (const auto& u : d.unverified) list += (list.empty() ? "" : ", ") + u;
      p.say("    ", "unverified: " + list, Paint::Dim);
    }
    for (const auto& x : d.obligations)
      if (d.note.empty()) p.say("    ", "to be told" + (x.to.empty() ? std::string() : " to " + x.to) + (x.due.known() ? " by " + to_text(x.due) : std::string()) + (x.within.empty() ? "" : " " + x.within) + ": " + x.says + (x.unverified ? " (unverified)" : ""), Paint::Dim);
  }
  std::string others;
  for (const auto& [note, n] : elsewhere) others += (others.empty() ? "" : "; ") + std::to_string(n) + ": " + note;
  if (!others.empty()) p.say("  ", "and others, not judged here: " + others + ".", Paint::Dim);
  if (!a.exposures.empty()) p.heading("Exposure to denials of supply: nobody here is bound by them");
  for (const auto& x : a.exposures) {
    p.say("  ", x.list + " / " + x.supplier + (x.operator_id.empty() ? "" : " @ " + x.operator_id) + ": " + x.status + (x.unverified ? " (unverified)" : ""), x.status == "active" ? Paint::Yellow : Paint::None);
    p.say("    ", x.says);
  }
  bool any = false;
  for (const auto& card : a.suppliers) {
    if (card.factors.empty()) continue;
    if (!any) p.heading("What bears on suppliers of concern; side by side, without a total");
    any = true;
    p.say("  ", card.name, Paint::Bold);
    for (const auto& f : card.factors) {
      std::string sources;
      for (const auto& s : f.sources)
        if (sources.find(s) == std::string::npos) sources += (sources.empty() ? "" : "; ") + s;
      p.say("    ", f.factor + ": " + f.says + (f.unverified ? " (unverified)" : "") + (sources.empty() || sources == "the inventory" ? "" : " [" + sources + "]"));
    }
  }
}

void put_errors(Page& p, const std::vector<Error>& errors, std::string_view title, Paint paint) {
  if (errors.empty()) return;
  p.heading(std::string(title) + " (" + std::to_string(errors.size()) + ")");
  const std::size_t n = p.at_most(errors.size());
  for (std::size_t i = 0; i < n; ++i) {
    const Error& e = errors[i];
    p.say("  ", (e.input.empty() ? "" : e.input + ": ") + (e.where.empty() ? "" : e.where + ": ") + e.why, paint);
    if (!e.remedy.empty()) p.say("    ", e.remedy);
  }
  p.more(n, errors.size());
}

}  // namespace

std::string text(const Answer& a, const Options& o) {
  Page p(o);
  p.say("", "Ringfence: " + (a.operator_id.empty() ? std::string("operator not named") : a.operator_id) + ", as of " + to_text(a.as_of) +
                (a.known_at.known() && a.known_at != a.as_of ? ", with what was on record by " + to_text(a.known_at) : std::string()), Paint::Bold);
  p.say("", summary_line(a));
  p.blank();
  for (const auto& s : assumptions(a)) p.say("- ", s);
  put_findings(p, a, o);
  put_reconciliation(p, a);
  put_suppliers(p, a);
  put_limits(p, a);
  put_errors(p, a.errors, "Could not be read", Paint::Red);
  put_errors(p, a.warnings, "Read, but flagged", Paint::Yellow);
  return std::move(p).take();
}

std::string summary_line(const Answer& a) {
  const Tally t = tally(a);
  std::string out = not_met_words(a);
  const auto add = [&](const std::string& s) { out += (out.empty() ? "" : ", ") + s; };
  if (t.undecided > 0) add(std::to_string(t.undecided) + " undecided");
  if (t.due > 0) add(std::to_string(t.due) + " due");
  add("met: " + std::to_string(t.met) + " of " + std::to_string(t.judged()) + " judged");
  out += "; " + counted(a.assets, "asset", "assets") + " as of " + to_text(a.as_of);
  if (!a.errors.empty()) out += "; " + counted(static_cast<std::int64_t>(a.errors.size()), "part", "parts") + " of the input could not be read";
  if (t.breached == 0 && t.undecided > 0 && a.errors.empty()) out += " (undecided alone ends with exit status 0)";
  return out;
}

}  // namespace rf::report
