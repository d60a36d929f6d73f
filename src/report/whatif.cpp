#include "report/whatif.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/json_writer.h"
#include "report/csv_line.h"
#include "report/json_parts.h"
#include "report/page.h"

namespace rf::report {
namespace {

using assess::WhatIfAnswer;
using direct::Changed;

void put_indices(JsonWriter& w, std::string_view key, const std::vector<std::size_t>& of) {
  w.key(key).begin_array();
  for (const auto i : of) w.value(static_cast<std::uint64_t>(i));
  w.end_array();
}
/// Hundredths as a number: 12, 12.5.
std::string amount_of_money(direct::Money m) {
  std::string out = std::to_string(m / 100);
  if (m % 100 != 0) out += "." + std::string(m % 100 < 10 ? "0" : "") + std::to_string(m % 100);
  return out;
}
void put_money(JsonWriter& w, std::string_view key, const std::optional<direct::Money>& m) {
  w.key(key);
  m ? w.raw(amount_of_money(*m)) : w.null();
}

void put_changed_members(JsonWriter& w, const Changed& c, bool regime) {
  w.member("id", c.id);
  if (regime) w.member("regime", c.direction);
  else w.member("direction", c.direction).member("requirement", c.requirement);
  w.member_or_null("operator", c.operator_id).member("from_status", c.from_status).member("to_status", c.to_status);
  put_indices(w, "because", c.because);
  if (!c.because_any.empty()) {
    w.key("because_any").begin_array();
    for (const auto& set : c.because_any) {
      w.begin_array();
      for (const auto i : set) w.value(static_cast<std::uint64_t>(i));
      w.end_array();
    }
    w.end_array();
    if (!c.exact) w.member("exact", false);
  }
  w.member("why", c.why);
}
void put_moved_members(JsonWriter& w, const direct::Moved& m) {
  w.member("id", m.id).member("status", m.status);
  const auto put = [&](std::string_view key, const Measured& x, double share) {
    w.key(key);
    x.share ? w.value(share) : w.value(x.part);
  };
  put("from_value", m.from, m.from.value());
  put("to_value", m.to, m.to.value());
  put_optional(w, "from_possible", m.from_possible);
  put_optional(w, "to_possible", m.to_possible);
  w.member("says", m.says);
}
void put_changed_exposure_members(JsonWriter& w, const direct::ChangedExposure& e) {
  w.member("id", e.id).member("list", e.list).member("supplier", e.supplier).member_or_null("operator", e.operator_id).member("from_status", e.from_status).member("to_status", e.to_status);
  w.member("from_assets", e.from_assets).member("to_assets", e.to_assets).member("from_quantity", e.from_quantity).member("to_quantity", e.to_quantity).member("says", e.says);
}
void put_change_members(JsonWriter& w, const direct::ChangeNote& c, std::size_t index) {
  w.member("change", static_cast<std::uint64_t>(index)).member("kind", c.kind).member("says", c.says).member_or_null("on", to_text(c.on)).member("has_come", c.has_come);
  w.member("rows_gone", c.touched.rows_gone).member("pieces_gone", c.touched.pieces_gone).member("rows_new", c.touched.rows_new).member("pieces_new", c.touched.pieces_new);
  put_money(w, "cost", c.cost);
  put_optional(w, "months", c.months);
}
void put_cost(JsonWriter& w, const direct::Cost& c) {
  w.begin_object().member_or_null("currency", c.currency);
  put_money(w, "total", c.total);
  w.member("pieces_added", c.added).member("pieces_replaced", c.replaced).member("pieces_removed", c.removed);
  put_optional(w, "months", c.months);
  w.end_object();
}
void put_side(JsonWriter& w, std::string_view key, const direct::Judgement& j, const assess::Answer& a, const Options& o) {
  w.key(key).begin_object();
  put_array(w, "findings", j.findings, [&](const Finding& f) { put_finding(w, f, a, o); });
  put_array(w, "regimes", j.regimes, [&](const RegimeResult& r) { put_regime(w, r); });
  put_array(w, "exposures", j.exposures, [&](const Exposure& x) { put_exposure(w, x, o); });
  w.end_object();
}
template <class T, class Put>
void put_objects(JsonWriter& w, std::string_view key, const std::vector<T>& items, const Put& put) {
  w.key(key).begin_array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    w.begin_object();
    put(items[i], i);
    w.end_object();
  }
  w.end_array();
}

void put_question(JsonWriter& w, const WhatIfAnswer& x) {
  w.member_or_null("name", x.result.name).member("as_of", to_text(x.base.as_of)).member("known_at", to_text(x.base.known_at)).member_or_null("operator", x.base.operator_id);
}

void put_sweep_members(JsonWriter& w, const direct::SweepAnswer& s) {
  w.member("sweep", s.kind).member("question", s.question).member("found", s.found).member("exact", s.exact).member("says", s.says);
  put_optional(w, "number", s.number);
  w.member_or_null("day", to_text(s.day)).member("pieces", s.pieces);
  put_optional(w, "months", s.months);
  put_money(w, "cost", s.cost);
  put_objects(w, "steps", s.steps, [&](const direct::SweepStep& x, std::size_t) {
    w.member("what", x.what).member("pieces", x.pieces).member_or_null("done", to_text(x.done));
    put_money(w, "cost", x.cost);
  });
  put_texts(w, "breaks", s.breaks);
  w.member("judged", s.judged);
}

std::string what_if_json(const WhatIfAnswer& x, const Options& o) {
  std::string out;
  JsonWriter w(out, o.indent);
  w.begin_object();
  put_question(w, x);
  put_side(w, "before", x.result.before, x.base, o);
  put_side(w, "after", x.result.after, x.base, o);
  put_objects(w, "changed", x.result.changed, [&](const Changed& c, std::size_t) { put_changed_members(w, c, false); });
  put_objects(w, "changed_regimes", x.result.regimes, [&](const Changed& c, std::size_t) { put_changed_members(w, c, true); });
  put_objects(w, "moved", x.result.moved, [&](const direct::Moved& m, std::size_t) { put_moved_members(w, m); });
  put_objects(w, "changed_exposures", x.result.exposures, [&](const direct::ChangedExposure& e, std::size_t) { put_changed_exposure_members(w, e); });
  put_objects(w, "changes", x.result.changes, [&](const direct::ChangeNote& c, std::size_t i) { put_change_members(w, c, i); });
  if (!x.sweeps.empty()) put_objects(w, "sweeps", x.sweeps, [&](const direct::SweepAnswer& a, std::size_t) { put_sweep_members(w, a); });
  w.key("cost");
  put_cost(w, x.result.cost);
  w.member("knowledge", x.base.knowledge_hash);
  put_array(w, "errors", x.base.errors, [&](const Error& e) { put_error(w, e); });
  w.end_object();
  return out + "\n";
}

void what_if_lines(const WhatIfAnswer& x, const Options& o, const Write& out) {
  const auto line = [&](std::string_view type, const auto& put) {
    std::string s;
    JsonWriter w(s);
    w.begin_object().member("type", type);
    put(w);
    w.end_object();
    out(s + "\n");
  };
  for (std::size_t i = 0; i < x.result.changes.size(); ++i) line("change", [&](JsonWriter& w) { put_change_members(w, x.result.changes[i], i); });
  for (const auto& c : x.result.changed) line("changed", [&](JsonWriter& w) { put_changed_members(w, c, false); });
  for (const auto& c : x.result.regimes) line("changed_regime", [&](JsonWriter& w) { put_changed_members(w, c, true); });
  for (const auto& e : x.result.exposures) line("changed_exposure", [&](JsonWriter& w) { put_changed_exposure_members(w, e); });
  for (const auto& m : x.result.moved) line("moved", [&](JsonWriter& w) { put_moved_members(w, m); });
  for (const auto& a : x.sweeps) line("sweep", [&](JsonWriter& w) { put_sweep_members(w, a); });
  for (const auto& [side, j] : {std::pair{"before", &x.result.before}, std::pair{"after", &x.result.after}}) {
    for (const auto& f : j->findings)
      line("finding", [&, which = side](JsonWriter& w) {
        std::string one;
        JsonWriter inner(one);
        put_finding(inner, f, x.base, o);
        w.member("side", which).key("finding").raw(one);
      });
    for (const auto& r : j->regimes)
      line("regime", [&, which = side](JsonWriter& w) {
        std::string one;
        JsonWriter inner(one);
        put_regime(inner, r);
        w.member("side", which).key("regime").raw(one);
      });
  }
  for (const auto& e : x.base.errors)
    line("error", [&](JsonWriter& w) { w.member_or_null("input", e.input).member_or_null("where", e.where).member("why", e.why).member_or_null("remedy", e.remedy); });
  line("summary", [&](JsonWriter& w) {
    put_question(w, x);
    w.member("changed", static_cast<std::uint64_t>(x.result.changed.size())).key("cost");
    put_cost(w, x.result.cost);
    w.member("says", what_if_summary(x));
  });
}

void what_if_csv(const WhatIfAnswer& x, const Write& out) {
  out("id,direction,requirement,operator,from_status,to_status,because,because_any,why\r\n");
  const auto numbers = [](const std::vector<std::size_t>& of) {
    std::string s;
    for (const auto i : of) s += (s.empty() ? "" : " ") + std::to_string(i);
    return s;
  };
  for (const auto* list : {&x.result.changed, &x.result.regimes})
    for (const Changed& c : *list) {
      std::string any;
      for (const auto& set : c.because_any) any += (any.empty() ? "" : "|") + numbers(set);
      Line l;
      l.text(c.id).text(c.direction).text(c.requirement).text(c.operator_id).text(c.from_status).text(c.to_status).text(numbers(c.because)).text(any).text(c.why);
      out(std::move(l).end());
    }
}

const Finding* finding_of(const std::vector<Finding>& findings, const std::string& id) {
  const auto at = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.id == id; });
  return at == findings.end() ? nullptr : &*at;
}

std::string what_if_text(const WhatIfAnswer& x, const Options& o) {
  Page p(o);
  const auto& r = x.result;
  p.say("", "What if: " + (r.name.empty() ? std::string("a scenario") : r.name) + (x.base.operator_id.empty() ? "" : ", at " + x.base.operator_id) + ", on " + to_text(r.as_of), Paint::Bold);
  p.blank();
  for (std::size_t i = 0; i < r.changes.size(); ++i) {
    const auto& c = r.changes[i];
    std::string what = c.says;
    if (!c.has_come) what += ": its day has not come on " + to_text(r.as_of) + ", and nothing is changed before it";
    else if (c.kind == "replace" || c.kind == "remove" || c.kind == "transfer") what += c.touched.rows_gone == 0 ? ": no row fits" : ": " + counted(c.touched.rows_gone, "row", "rows") + ", " + grouped(c.touched.pieces_gone) + " " + unit_of("quantity", c.touched.pieces_gone);
    if (c.months && *c.months > 0) what += ", " + counted(*c.months, "month", "months") + " of work";
    if (c.cost && *c.cost > 0) what += ", " + amount_of_money(*c.cost) + (r.cost.currency.empty() ? "" : " " + r.cost.currency);
    p.say(" " + std::to_string(i) + "  ", what, c.has_come ? Paint::None : Paint::Dim);
  }
  const auto head = [&](const std::string& title, std::size_t n) { p.heading(title + " (" + std::to_string(n) + ")"); };
  if (r.changed.empty() && r.regimes.empty()) p.heading("No finding or regime changes its status");
  if (!r.regimes.empty()) {
    head("Regimes that change", r.regimes.size());
    for (const Changed& c : r.regimes) {
      p.say("  ", c.id + ": " + c.from_status + " → " + c.to_status, c.to_status == "effective" ? Paint::Green : Paint::Yellow);
      p.say("    ", c.why);
    }
  }
  if (!r.changed.empty()) {
    head("Findings that change", r.changed.size());
    for (std::size_t i = 0; i < p.at_most(r.changed.size()); ++i) {
      const Changed& c = r.changed[i];
      const Finding *before = finding_of(r.before.findings, c.id), *after = finding_of(r.after.findings, c.id);
      const std::string from = before ? standing(*before) : "no such finding", to = after ? standing(*after) : "no such finding";
      const Paint paint = c.to_status == "breached" ? Paint::Red : c.to_status == "met" ? Paint::Green : Paint::Yellow;
      p.say("  ", c.id + (after ? " [" + after->force + "]" : "") + ": " + from + " → " + to, paint);
      p.say("    ", c.why);
      if (after && after->status == Status::Breached) p.say("    ", mitigation(*after));
    }
    p.more(p.at_most(r.changed.size()), r.changed.size());
  }
  if (!r.moved.empty()) {
    head("The same status, other numbers", r.moved.size());
    for (std::size_t i = 0; i < p.at_most(r.moved.size()); ++i) {
      const Finding* after = finding_of(r.after.findings, r.moved[i].id);
      p.say("  ", r.moved[i].id + ": " + (after ? standing(*after) : r.moved[i].status) + ", " + r.moved[i].says);
    }
    p.more(p.at_most(r.moved.size()), r.moved.size());
  }
  if (!r.exposures.empty()) {
    head("Exposure to denials of supply", r.exposures.size());
    for (const auto& e : r.exposures) p.say("  ", e.says, Paint::Yellow);
  }
  if (!x.sweeps.empty()) p.heading("Sweeps");
  for (const auto& a : x.sweeps) {
    p.say("  ", a.question);
    p.say("    ", a.says, a.found ? Paint::Green : Paint::Yellow);
    for (std::size_t i = 0; i < p.at_most(a.steps.size()); ++i) {
      const auto& s = a.steps[i];
      p.say("    " + std::to_string(i + 1) + ". ", s.what + ": " + grouped(s.pieces) + " " + unit_of("quantity", s.pieces) + (s.done.known() ? ", done by " + to_text(s.done) : "") + (s.cost && *s.cost > 0 ? ", " + amount_of_money(*s.cost) : ""), Paint::Dim);
    }
    p.more(p.at_most(a.steps.size()), a.steps.size(), "    ");
    if (a.cost && *a.cost > 0) p.say("    ", amount_of_money(*a.cost) + (r.cost.currency.empty() ? "" : " " + r.cost.currency) + " in all");
  }
  const auto& c = r.cost;
  if (c.added + c.replaced + c.removed > 0) {
    p.heading("What it takes");
    std::string says = grouped(c.added) + " added, " + grouped(c.replaced) + " replaced, " + grouped(c.removed) + " removed " + unit_of("quantity", 2);
    if (c.total) says += "; " + amount_of_money(*c.total) + (c.currency.empty() ? "" : " " + c.currency);
    if (c.months) says += "; " + counted(*c.months, "month", "months") + " at the plan's rate, one change after the other";
    p.say("  ", says);
  }
  p.blank();
  p.say("", what_if_summary(x));
  return std::move(p).take();
}

}  // namespace

std::string what_if_summary(const WhatIfAnswer& x) {
  const auto& r = x.result;
  std::string out = counted(static_cast<std::int64_t>(r.changed.size()), "finding changes", "findings change");
  if (!r.regimes.empty()) out += ", " + counted(static_cast<std::int64_t>(r.regimes.size()), "regime", "regimes");
  assess::Answer after;
  after.findings = r.after.findings;
  const std::string words = not_met_words(after);
  out += "; after: " + (words.empty() ? std::string("nothing that is not met") : words);
  const auto later = std::count_if(r.changes.begin(), r.changes.end(), [](const auto& c) { return !c.has_come; });
  if (later > 0) out += "; " + counted(later, "change", "changes") + " later than " + to_text(r.as_of);
  if (!x.base.errors.empty()) out += "; " + counted(static_cast<std::int64_t>(x.base.errors.size()), "part", "parts") + " of the input could not be read";
  return out;
}

void write_what_if(const WhatIfAnswer& x, const Options& o, std::string_view format, const Write& out) {
  if (format == "json") out(what_if_json(x, o));
  else if (format == "jsonl") what_if_lines(x, o, out);
  else if (format == "csv") what_if_csv(x, out);
  else out(what_if_text(x, o));
}

}  // namespace rf::report
