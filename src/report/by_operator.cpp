// Many operators, one line each and requirement. People read it by requirement (who is over it?), machines by operator.
#include "report/by_operator.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/json_writer.h"
#include "report/csv_line.h"
#include "report/json_parts.h"
#include "report/page.h"

namespace rf::report {
namespace {

using assess::ByOperator;
using assess::OperatorLine;
using assess::Submission;
using direct::Numbers;
using direct::TotalLine;

Measured with(const Measured& like, const Numbers& n) {
  Measured m = like;
  m.part = n.part;
  m.part_low = n.part_low;
  m.part_high = n.part_high;
  m.total = n.total;
  m.total_low = n.total_low;
  m.total_high = n.total_high;
  return m;
}
std::string status_of(const Numbers& n) { return n.status.empty() ? "not judged" : n.status; }
/// "due → met"; empty where it stays.
std::string status_change(const Numbers& before, const Numbers& after) { return before.status == after.status ? std::string() : status_of(before) + " → " + status_of(after); }
std::string said(const Numbers& n, const Measured& like) {
  if (n.status.empty()) return status_of(n);
  const Measured m = with(like, n);
  const std::string b = bounds(m);
  return amount(m) + (b.empty() ? "" : ", " + b);
}
/// Short, for a chain of reasons: "128 of 654 (up to 141 of 660)".
std::string brief(const Numbers& n, bool share) {
  if (n.status.empty()) return status_of(n);
  const auto one = [&](std::int64_t part, std::int64_t total) { return grouped(part) + (share ? " of " + grouped(total) : ""); };
  const bool open = n.part_high != n.part || (share && n.total_high != n.total);
  return one(n.part, n.total) + (open ? " (up to " + one(n.part_high, n.total_high) + ")" : "");
}
std::string_view reason(std::string_view because) {
  if (because == "knowledge") return "what is known, or stated of the operator, changed";
  if (because == "learnt") return "what was learnt since";
  if (because == "day") return "another day";
  if (because == "unexplained") return "cannot be explained";
  return because;
}

/// Of Numbers or Measured.
template <class Counts>
void put_counts(JsonWriter& w, const Counts& n, bool share) {
  w.member("part", n.part).member("part_low", n.part_low).member("part_high", n.part_high);
  if (share) w.member("total", n.total).member("total_low", n.total_low).member("total_high", n.total_high);
}
void put_numbers(JsonWriter& w, std::string_view key, const Numbers& n, bool share) {
  w.key(key);
  if (n.status.empty()) {
    w.null();
    return;
  }
  w.begin_object().member("status", n.status);
  put_counts(w, n, share);
  w.end_object();
}
void put_run(JsonWriter& w, std::int64_t run) {
  w.key("run");
  run > 0 ? w.value(run) : w.null();
}
void put_change(JsonWriter& w, const OperatorLine& l, const Submission& s) {
  w.key("since");
  if (!s.since) {
    w.null();
    return;
  }
  w.begin_object().member("of", *s.since);
  put_run(w, s.since_run);
  w.member("changed", l.changed.has_value());
  if (l.changed) {
    const bool share = l.finding.measured.share;
    put_numbers(w, "before", l.changed->before, share);
    put_numbers(w, "after", l.changed->after, share);
    put_array(w, "because", l.changed->steps, [&](const direct::ChangeStep& step) {
      w.begin_object().member("because", step.because).member_or_null("what", step.says).member("rows", step.rows);
      put_texts(w, "assets", step.assets);
      put_numbers(w, "before", step.before, share);
      put_numbers(w, "after", step.after, share);
      w.member("says", step_in_words(step, l.finding.measured)).end_object();
    });
  }
  w.end_object();
}
/// A finding's object with what a line has more.
std::string line_json(const OperatorLine& l, const ByOperator& b, const Options& o) {
  Options plain = o;
  plain.assets = false;
  const Submission& s = b.submissions[l.submission];
  std::string out;
  JsonWriter w(out);
  w.begin_object();
  put_finding_members(w, l.finding, {}, plain);
  w.member("submission", s.name);
  put_change(w, l, s);
  w.end_object();
  return out;
}

void put_submission(JsonWriter& w, const Submission& s, const Options& o) {
  w.begin_object().member("submission", s.name).member("path", s.path);
  put_array(w, "operators", s.operators, [&](const std::string& op) { op.empty() ? w.null() : w.value(op); });
  w.member_or_null("country", s.country).member("read", !s.failed).member("assets", s.assets).member("unknown", s.unknown).member("sightings", s.sightings).member("inputs", s.inputs);
  put_run(w, s.run);
  w.key("since");
  if (s.since) {
    w.begin_object().member("of", *s.since);
    put_run(w, s.since_run);
    w.key("rows").begin_object().member("same", s.rows.same).member("dropped", s.rows.dropped).member("added", s.rows.added);
    for (const auto& [kind, n] : s.rows.changed) w.member(kind, n);
    w.end_object().end_object();
  } else {
    w.null();
  }
  put_texts(w, "gaps", s.gaps);
  put_array(w, "regimes", s.regimes, [&](const RegimeResult& r) { put_regime(w, r); });
  put_array(w, "exposures", s.exposures, [&](const Exposure& x) { put_exposure(w, x, o); });
  put_array(w, "errors", s.errors, [&](const Error& e) { put_error(w, e); });
  put_array(w, "warnings", s.warnings, [&](const Error& e) { put_error(w, e); });
  w.end_object();
}

void put_sum(JsonWriter& w, std::string_view key, const Measured& m, bool adds_up) {
  w.key(key);
  if (!adds_up) {
    w.null();
    return;
  }
  w.begin_object();
  put_counts(w, m, true);
  w.end_object();
}
void put_total(JsonWriter& w, const TotalLine& t) {
  const Measured& m = t.once;
  w.begin_object().member("direction", t.direction).member("requirement", t.requirement).member_or_null("supplier", t.supplier).member("force", t.force).member_or_null("territory", t.territory);
  w.member_or_null("from", to_text(t.from)).member("measure", m.measure).member("unit", m.share ? "share" : "count").member("operators", t.operators).key("statuses").begin_object();
  for (const auto& [status, n] : t.by_status) w.member(status, n);
  w.end_object();
  if (t.adds_up) put_values(w, m);
  else w.key("value").null().key("value_low").null().key("value_high").null();
  put_sum(w, "once", t.once, t.adds_up);
  put_sum(w, "sum_of_operators", t.sum, t.adds_up);
  w.key("shared");
  t.adds_up ? w.value(t.sum.part - t.once.part) : w.null();
  w.end_object();
}
void put_shared(JsonWriter& w, const ByOperator& b) {
  w.begin_object().member("assets", b.shared).member("listed_again", b.listed_again);
  put_texts(w, "listed_otherwise", b.listed_otherwise);
  w.key("unlisted").begin_array();
  for (const auto& u : b.unlisted) {
    w.begin_object().member("operator", u.operator_id).member("stated_by", u.by).member("total", static_cast<std::int64_t>(u.assets.size())).key("assets").begin_array();
    for (std::size_t i = 0; i < u.assets.size() && i < kListAtMost; ++i) w.value(u.assets[i]);
    w.end_array().end_object();
  }
  w.end_array().end_object();
}
void put_head(JsonWriter& w, const ByOperator& b) {
  w.member("as_of", to_text(b.as_of)).member("known_at", to_text(b.known_at)).member("by", "operator").member("knowledge", b.knowledge_hash);
}

void json(const ByOperator& b, const Options& o, const Write& out) {
  std::string text;
  JsonWriter w(text, o.indent);
  const auto hand_on = [&] {
    if (text.size() < kPiece) return;
    out(text);
    text.clear();
  };
  w.begin_object();
  put_head(w, b);
  w.key("submissions").begin_array();
  for (const auto& s : b.submissions) put_submission(w, s, o), hand_on();
  w.end_array().key("findings").begin_array();
  for (const auto& l : b.lines) w.raw(line_json(l, b, o)), hand_on();
  w.end_array();
  put_array(w, "totals", b.totals, [&](const TotalLine& t) { put_total(w, t); });
  w.key("shared");
  put_shared(w, b);
  put_array(w, "directions", b.directions, [&](const DirectionSummary& d) { put_direction(w, d); });
  put_array(w, "errors", b.errors, [&](const Error& e) { put_error(w, e); });
  w.end_object();
  out(text + "\n");
}

void jsonl(const ByOperator& b, const Options& o, const Write& out) {
  std::size_t line = 0;
  for (std::size_t i = 0; i < b.submissions.size(); ++i) {
    out(typed_line_by("submission", [&](JsonWriter& w) { put_submission(w, b.submissions[i], o); }));
    for (const auto& e : b.submissions[i].errors) out(typed_line_by("error", [&](JsonWriter& w) { put_error(w, e); }));
    for (; line < b.lines.size() && b.lines[line].submission == i; ++line) out(typed_line("finding", line_json(b.lines[line], b, o)));
  }
  for (const auto& t : b.totals) out(typed_line_by("total", [&](JsonWriter& w) { put_total(w, t); }));
  out(typed_line_by("summary", [&](JsonWriter& w) {
    w.begin_object();
    put_head(w, b);
    w.key("shared");
    put_shared(w, b);
    w.member("errors", static_cast<std::int64_t>(b.errors.size())).member("says", by_operator_summary(b)).end_object();
  }));
}

void csv(const ByOperator& b, const Write& out) {
  out("operator,submission,direction,requirement,supplier,force,applies,territory,status,in_words,from,days_left,measure,unit,value,value_low,value_high,limit,part,total,over_by,"
      "undecided_assets,missing,since,changed,status_before,part_before,total_before,why\r\n");
  for (const auto& l : b.lines) {
    const Finding& f = l.finding;
    const Measured& m = f.measured;
    const Submission& s = b.submissions[l.submission];
    Line c;
    c.text(f.operator_id).text(s.name).text(f.direction).text(f.requirement).text(f.supplier).text(f.force).text(f.applies).text(f.territory).text(to_text(f.status)).text(standing(f)).text(to_text(f.from));
    f.days_left ? c.number(std::int64_t{*f.days_left}) : c.empty();
    c.text(m.measure).text(m.share ? "share" : "count").measured(m, m.part, m.value()).measured(m, m.part_low, m.value_low()).measured(m, m.part_high, m.value_high()).measured(m, m.limit_num, m.limit());
    c.number(m.part).number(m.total).number(m.over_by).number(f.undecided_assets).text(missing(f)).text(s.since.value_or("")).text(s.since ? (l.changed ? "true" : "false") : "");
    if (l.changed) {
      std::string why;
      for (const auto& step : l.changed->steps) why += (why.empty() ? "" : "; ") + step_in_words(step, m);
      c.text(l.changed->before.status).number(l.changed->before.part).number(l.changed->before.total).text(why);
    } else {
      c.empty().empty().empty().empty();
    }
    out(std::move(c).end());
  }
  for (const auto& t : b.totals) {
    const Measured& m = t.once;
    Line c;
    c.text("(all " + std::to_string(t.operators) + ", shared assets once)").empty().text(t.direction).text(t.requirement).text(t.supplier).text(t.force).empty().text(t.territory).empty().empty().text(to_text(t.from)).empty();
    c.text(m.measure).text(m.share ? "share" : "count");
    if (t.adds_up) c.measured(m, m.part, m.value()).measured(m, m.part_low, m.value_low()).measured(m, m.part_high, m.value_high()).measured(m, m.limit_num, m.limit()).number(m.part).number(m.total);
    else c.empty().empty().empty().empty().empty().empty();
    for (int i = 0; i < 9; ++i) c.empty();
    out(std::move(c).end());
  }
}

/// Not asked of it; or nothing of it anywhere, nothing unknown, nothing changed.
bool quiet(const OperatorLine& l) {
  const Finding& f = l.finding;
  if (f.status == Status::NotApplicable) return true;
  return (f.status == Status::Met || f.status == Status::Preview) && f.measured.part_high == 0 && f.exposure_rows == 0 && !l.changed;
}

std::string text(const ByOperator& b, const Options& o) {
  Page p(o);
  p.say("", upper_first(by_operator_summary(b)), Paint::Bold);
  std::int64_t of_none = 0;
  for (const auto& [title, lines, total] : line_groups(b)) {
    if (!o.all && std::all_of(lines.begin(), lines.end(), [](const auto* l) { return l->finding.status == Status::NotApplicable; })) {
      ++of_none;
      continue;
    }
    p.heading(title);
    std::vector<const OperatorLine*> told;
    std::map<Status, std::vector<std::string>> none;
    for (const auto* l : lines) {
      if (quiet(*l) && !o.all) none[l->finding.status].push_back(operator_name(l->finding.operator_id));
      else told.push_back(l);
    }
    std::stable_sort(told.begin(), told.end(), [](const auto* x, const auto* y) {
      const auto rank = [](Status s) { return s == Status::Breached ? 0 : s == Status::Undecided ? 1 : s == Status::Due ? 2 : s == Status::Met ? 3 : 4; };
      return rank(x->finding.status) < rank(y->finding.status);
    });
    for (const auto* l : told) {
      const Finding& f = l->finding;
      const std::string range = bounds(f.measured), lacks = missing(f);
      std::string who = "  " + clean(operator_name(f.operator_id)) + "  ";
      who.append(static_cast<std::size_t>(std::max(0, 14 - columns_of(who))), ' ');
      p.say(who, standing(f) + "; " + amount(f.measured) + (range.empty() ? "" : ", " + range) + (lacks.empty() ? "" : "; not known: " + lacks), paint_of(f.status));
      if (!l->changed) continue;
      const std::string moved = status_change(l->changed->before, l->changed->after);
      p.say("      ", "since " + *b.submissions[l->submission].since + ": " + (moved.empty() ? "" : moved + ", ") + change_in_words(l->changed->before, l->changed->after, f.measured));
      for (const auto& step : l->changed->steps) p.say("        ", step_in_words(step, f.measured), step.because == "unexplained" ? Paint::Red : Paint::Dim);
    }
    for (const auto& [status, ops] : none) {
      const std::string what = status == Status::NotApplicable ? "not applicable to" : status == Status::Preview ? "not in force, nothing of it at" : "nothing of it at";
      p.say("  ", what + " " + std::to_string(ops.size()) + ": " + first_of(ops, 6), Paint::Dim);
    }
    if (total) {
      const TotalLine& x = *total;
      if (!x.adds_up) p.say("  ", "all " + std::to_string(x.operators) + ": distinct suppliers do not add up", Paint::Dim);
      else {
        const std::string range = bounds(x.once);
        p.say("  ", "all " + std::to_string(x.operators) + ": " + amount(x.once) + (range.empty() ? "" : ", " + range) + (x.sum.part != x.once.part ? "; " + grouped(x.sum.part - x.once.part) + " shared counted once" : ""), Paint::Bold);
      }
    }
  }
  if (of_none > 0) {
    p.blank();
    p.say("", counted(of_none, "requirement applies", "requirements apply") + " to none of them: past, of another territory, or binding those who supply (--all lists them).", Paint::Dim);
  }
  bool headed = false;
  const auto gap = [&](const std::string& who, const std::string& what) {
    if (!headed) p.heading("Gaps");
    headed = true;
    p.say("  ", who + ": " + what, Paint::Yellow);
  };
  for (const auto& s : b.submissions)
    for (const auto& g : s.gaps) gap(s.name, g);
  for (const auto& u : b.unlisted)
    gap(u.operator_id, u.by + " states that it shares " + counted(static_cast<std::int64_t>(u.assets.size()), "asset", "assets") + " with it that its submission does not list: " + first_of(u.assets, 3));
  if (!b.listed_otherwise.empty()) gap("shared", counted(static_cast<std::int64_t>(b.listed_otherwise.size()), "asset is", "assets are") + " listed by two sharers with another maker, function or weight; the first listing counts in the totals: " + first_of(b.listed_otherwise, 1));
  headed = false;
  for (const auto& s : b.submissions)
    if (s.since) {
      if (!headed) p.heading("Rows since the last submission");
      headed = true;
      p.say("  ", s.name + ", since " + *s.since + ": " + rows_in_words(s.rows), s.rows.changes() == 0 ? Paint::Dim : Paint::None);
    }
  p.blank();
  return std::move(p).take();
}

}  // namespace

std::string rows_in_words(const direct::RowChanges& r) {
  std::string out = grouped(r.same) + (r.same == 1 ? " row as before" : " rows as before");
  if (r.dropped > 0) out += ", " + grouped(r.dropped) + " dropped";
  if (r.added > 0) out += ", " + grouped(r.added) + " added";
  for (const auto& [kind, n] : r.changed) out += ", " + grouped(n) + " " + kind;
  return out;
}

std::string change_in_words(const Numbers& before, const Numbers& after, const Measured& like) {
  const std::string a = said(before, like), b = said(after, like);
  return a == b ? b : a + " → " + b;
}

std::string step_in_words(const direct::ChangeStep& s, const Measured& like) {
  std::string out;
  const bool of_rows = s.because.starts_with("rows-");
  if (of_rows || s.because.starts_with("re-")) out = (s.rows > 0 ? grouped(s.rows) + (s.rows == 1 ? " row " : " rows ") : std::string("other rows ")) + (of_rows ? s.because.substr(5) : s.because);
  else out = std::string(reason(s.because)) + (s.says.empty() ? "" : " (" + s.says + ")");
  if (!s.assets.empty()) out += " (" + joined(s.assets, ", ") + (static_cast<std::int64_t>(s.assets.size()) < s.rows ? ", …" : "") + ")";
  out += ": " + brief(s.before, like.share) + " → " + brief(s.after, like.share);
  const std::string moved = status_change(s.before, s.after);
  return out + (moved.empty() ? "" : ", " + moved);
}

std::vector<LineGroup> line_groups(const ByOperator& b) {
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  std::map<Key, LineGroup> groups;
  for (const auto& l : b.lines) {
    const Finding& f = l.finding;
    const std::string& measure = f.measured.measure;
    LineGroup& g = groups[Key{f.direction, f.requirement, f.supplier, measure}];
    if (g.lines.empty())
      g.title = f.direction + " / " + f.requirement + (measure.empty() || measure == "quantity" ? "" : " (" + measure + ")") + (f.supplier.empty() ? "" : ", " + f.supplier) + " [" + f.force + "]: " + limit_of(f.measured) +
                (f.from.known() ? (f.has_deadline ? ", last day " : ", from ") + to_text(f.from) : "");
    g.lines.push_back(&l);
  }
  for (const auto& t : b.totals)
    if (const auto at = groups.find(Key{t.direction, t.requirement, t.supplier, t.once.measure}); at != groups.end() && t.operators > 1) at->second.total = &t;
  std::vector<LineGroup> out;
  for (auto& [key, g] : groups) out.push_back(std::move(g));
  return out;
}

std::string by_operator_summary(const ByOperator& b) {
  std::size_t operators = 0;
  std::int64_t assets = 0, changed = 0, compared = 0;
  std::map<std::string, std::int64_t> not_met_lines;
  std::map<std::string, std::int64_t> by;
  for (const auto& s : b.submissions) {
    operators += s.operators.size();
    assets += s.assets;
    compared += s.since.has_value();
  }
  for (const auto& l : b.lines) {
    changed += l.changed.has_value();
    if (l.finding.status == Status::Breached) ++not_met_lines[not_met_group(l.finding)];
    ++by[std::string(to_text(l.finding.status))];
  }
  std::string out = counted(static_cast<std::int64_t>(b.submissions.size()), "submission", "submissions") + " of " + counted(static_cast<std::int64_t>(operators), "operator", "operators") + ", " + grouped(assets) + (assets == 1 ? " asset" : " assets") + " as of " + to_text(b.as_of) + ": ";
  std::string lines;
  for (const auto& [words, n] : not_met_lines) lines += (lines.empty() ? "" : ", ") + grouped(n) + " " + words;
  for (const auto* status : {"undecided", "due", "met"})
    if (by[status] > 0) lines += (lines.empty() ? "" : ", ") + grouped(by[status]) + " " + status;
  out += lines.empty() ? "nothing to judge" : lines;
  if (compared > 0) out += "; " + counted(changed, "number", "numbers") + " changed since the last submission";
  return out;
}

void write_by_operator(const ByOperator& b, const Options& o, std::string_view format, const Write& out) {
  if (format == "json") return json(b, o, out);
  if (format == "jsonl") return jsonl(b, o, out);
  if (format == "csv") return csv(b, out);
  if (format == "html") return out(by_operator_html(b, o));
  out(text(b, o));
}

}  // namespace rf::report
