// Three clocks on one page: what is due to whom and when, when a cap will be passed, how long spares last.
#include "report/deadlines.h"

#include <algorithm>

#include "report/csv_line.h"
#include "report/html_parts.h"
#include "report/json_parts.h"
#include "report/page.h"

namespace rf::report {
namespace {

using assess::ByOperator;
using direct::LedgerEntry;
using direct::Rollout;

std::vector<const LedgerEntry*> deadlines_in_order(const ByOperator& b) {
  std::vector<const LedgerEntry*> out;
  for (const auto& s : b.submissions)
    for (const auto& e : s.deadlines) out.push_back(&e);
  std::stable_sort(out.begin(), out.end(), [](const auto* x, const auto* y) {
    if (x->deadline.known() != y->deadline.known()) return x->deadline.known();
    return x->deadline < y->deadline;
  });
  return out;
}
std::vector<const Rollout*> caps_in_order(const ByOperator& b) {
  std::vector<const Rollout*> out;
  for (const auto& s : b.submissions)
    for (const auto& r : s.caps) out.push_back(&r);
  std::stable_sort(out.begin(), out.end(), [](const auto* x, const auto* y) {
    const auto rank = [](const Rollout* r) { return r->state == "over" ? 0 : r->rate.passes.known() ? 1 : r->earliest.passes.known() ? 2 : 3; };
    if (rank(x) != rank(y)) return rank(x) < rank(y);
    return rank(x) == 2 ? x->earliest.passes < y->earliest.passes : x->rate.passes < y->rate.passes;
  });
  return out;
}

std::vector<const Exposure*> denials_of(const ByOperator& b) {
  std::vector<const Exposure*> out;
  for (const auto& s : b.submissions)
    for (const auto& x : s.exposures) out.push_back(&x);
  return out;
}

std::string day_of_entry(const LedgerEntry& e) {
  if (!e.deadline.known()) return e.clock == "individual" ? "a day of its own, not on record" : e.clock == "within" ? e.within : "no day";
  std::string out = to_text(e.deadline);
  if (e.other.known()) out += " or " + to_text(e.other);
  if (e.days_left) out += *e.days_left < 0 ? ", passed " + grouped(-std::int64_t{*e.days_left}) + " days ago" : *e.days_left == 0 ? ", today" : ", " + grouped(*e.days_left) + (*e.days_left == 1 ? " day left" : " days left");
  return out;
}
std::string clock_in_words(const LedgerEntry& e) {
  std::string out = e.clock == "own" ? "its own day" : e.clock == "individual" ? "each recipient has its own day" : e.clock == "general" ? "one day for all" : e.clock == "within" ? "counted from an event" : "no day set";
  if (e.clock_from.known()) out += ", bound since " + to_text(e.clock_from);
  if (!e.reference.empty()) out += " (" + e.reference + ")";
  return out;
}
std::string chain_in_words(const LedgerEntry& e) {
  if (e.chain.size() < 2) return {};
  std::string out;
  for (const auto& d : e.chain) out += (out.empty() ? "" : " → ") + (d.deadline.known() ? to_text(d.deadline) : std::string("no day")) + (d.learnt.known() ? " (known " + to_text(d.learnt) + (d.stands ? ", stands" : "") + ")" : d.stands ? " (stands)" : "");
  return out;
}
bool day_moved(const LedgerEntry& e) {
  return std::any_of(e.chain.begin(), e.chain.end(), [&](const auto& d) { return d.deadline != e.chain.front().deadline; });
}
std::string standing_in_words(const LedgerEntry& e) {
  if (e.status.empty()) return "to be told to " + (e.to.empty() ? std::string("the authority") : e.to) + "; not judged";
  return (e.applies == "assumed" ? "if addressed: " : "") + status_in_words(e.status, e.force);
}

void put_rate(JsonWriter& w, std::string_view key, const direct::RolloutRate& r) {
  w.key(key).begin_object().member("part", r.part).member("total", r.total).member("part_year", r.part_year).member("total_year", r.total_year);
  put_day(w, "passes", r.passes);
  w.end_object();
}

std::string deadlines_text(const ByOperator& b, const Options& o) {
  Page p(o);
  p.say("", upper_first(deadlines_summary(b)), Paint::Bold);
  const auto entries = deadlines_in_order(b);
  p.heading("Deadlines");
  const std::size_t n = p.at_most(entries.size(), 40);
  for (std::size_t i = 0; i < n; ++i) {
    const auto& e = *entries[i];
    const bool bad = e.status == "breached" && e.days_left && *e.days_left < 0;
    p.say("  ", day_of_entry(e) + ": " + e.direction + " / " + e.requirement + " @ " + operator_name(e.operator_id) + " [" + e.force + "]: " + standing_in_words(e), bad ? Paint::Red : e.days_left && *e.days_left >= 0 ? Paint::Yellow : Paint::None);
    p.say("    ", clock_in_words(e), Paint::Dim);
    if (const auto c = chain_in_words(e); !c.empty()) p.say("    ", (day_moved(e) ? "moved: " : "the day stayed: ") + c, Paint::Dim);
    if (!e.amended_by.empty()) p.say("    ", "the instrument was amended or followed by " + joined(e.amended_by, ", "), Paint::Dim);
    if (e.kind == "obligation") p.say("    ", e.says, Paint::Dim);
  }
  p.more(n, entries.size());
  const auto caps = caps_in_order(b);
  if (!caps.empty()) p.heading("Caps at the present roll-out rate");
  for (std::size_t i = 0; i < p.at_most(caps.size()); ++i) {
    p.say("  ", caps[i]->direction + " / " + caps[i]->requirement + (caps[i]->supplier.empty() ? "" : ", " + caps[i]->supplier) + " @ " + operator_name(caps[i]->operator_id), caps[i]->state == "over" ? Paint::Red : caps[i]->rate.passes.known() ? Paint::Yellow : Paint::None);
    p.say("    ", caps[i]->says);
  }
  p.more(p.at_most(caps.size()), caps.size());
  const auto denials = denials_of(b);
  if (!denials.empty()) p.heading("Denials of supply: nobody here is bound by them");
  for (const auto* x : denials) {
    p.say("  ", x->list + " / " + x->supplier + " @ " + operator_name(x->operator_id) + ": " + x->status, x->status == "active" ? Paint::Yellow : Paint::None);
    p.say("    ", x->says);
  }
  p.blank();
  return std::move(p).take();
}

std::string deadlines_html(const ByOperator& b, const Options& o) {
  std::string out = page_head("days that count, " + to_text(b.as_of), "Days that count", "On " + to_text(b.as_of)) + "<main id=\"main\">\n<p class=\"lead\">" + esc(upper_first(deadlines_summary(b))) + "</p>\n";
  const auto entries = deadlines_in_order(b);
  out += "<section id=\"deadlines\"><h2>Deadlines</h2>\n" + table_open("Deadlines", {"Day", "Operator", "Requirement", "Force", "Status", "Clock", "How the day moved"});
  for (std::size_t i = 0; i < on_page(entries.size(), o); ++i) {
    const auto& e = *entries[i];
    out += "<tr><th scope=\"row\">" + esc(day_of_entry(e)) + "</th>" + td(bdi(operator_name(e.operator_id))) + td(esc(e.direction + " / " + e.requirement) + "<br><span class=\"dim\">" + esc(e.says) + "</span>") + td(esc(e.force)) + td(esc(standing_in_words(e))) + td(esc(clock_in_words(e))) + td(esc(chain_in_words(e))) + "</tr>\n";
  }
  out += table_close() + more(on_page(entries.size(), o), entries.size()) + "</section>\n";
  const auto caps = caps_in_order(b);
  if (!caps.empty()) {
    out += "<section id=\"caps\"><h2>Caps at the present roll-out rate</h2>\n" + table_open("Caps at the present roll-out rate", {"Cap", "Operator", "Passed on", "Earliest", "Latest", "In words"});
    for (std::size_t i = 0; i < on_page(caps.size(), o); ++i) {
      const auto& r = *caps[i];
      const auto day = [&](const direct::RolloutRate& x) { return td(r.state == "over" ? std::string("passed already") : x.passes.known() ? to_text(x.passes) : std::string("not at this rate")); };
      out += "<tr><th scope=\"row\">" + esc(r.direction + " / " + r.requirement) + "</th>" + td(bdi(operator_name(r.operator_id))) + day(r.rate) + day(r.earliest) + day(r.latest) + td(bdi(r.says)) + "</tr>\n";
    }
    out += table_close() + more(on_page(caps.size(), o), caps.size()) + "</section>\n";
  }
  std::string denials;
  for (const auto* x : denials_of(b))
    for (const auto& c : x->clock)
      denials += "<tr><th scope=\"row\">" + esc(x->list + " / " + x->supplier) + "</th>" + td(bdi(operator_name(x->operator_id))) + td(esc(x->status)) + td(esc(c.function.empty() ? "not known" : c.function)) + num(c.pieces) + num(c.unknown) + num(c.spares) + num(c.used) +
                 td(c.months ? std::to_string(*c.months) + (c.months_low != c.months ? " (at least " + std::to_string(*c.months_low) + ")" : "") : std::string("not on record")) + td(c.until.known() ? to_text(c.until) : std::string()) + td(c.stated_until.known() ? to_text(c.stated_until) : std::string("not stated")) + "</tr>\n";
  if (!denials.empty())
    out += "<section id=\"denials\"><h2>Denials of supply</h2>\n<p class=\"dim\">These bind who supplies; nothing here is a breach of them.</p>\n" + table_open("Denials of supply", {"Denial", "Operator", "State", "Function", "#With denied parts", "#Parts not stated", "#Spares", "#Taken out in 365 days", "Months", "Spares end", "Stated end"}) + denials + table_close() + "</section>\n";
  return out + "</main>\n" + page_foot("Days hold for the evidence and knowledge named above; no statement here is legal advice.");
}

void deadlines_csv(const ByOperator& b, const Write& out) {
  out("kind,operator,direction,requirement,force,status,day,day_other,days_left,clock,bound_since,reference,earliest,latest,function,pieces,unknown,spares,used,months,says\r\n");
  for (const auto* e : deadlines_in_order(b)) {
    Line l;
    l.text(e->kind).text(e->operator_id).text(e->direction).text(e->requirement).text(e->force).text(e->status).text(to_text(e->deadline)).text(to_text(e->other));
    e->days_left ? l.number(std::int64_t{*e->days_left}) : l.empty();
    l.text(e->clock).text(to_text(e->clock_from)).text(e->reference);
    for (int i = 0; i < 8; ++i) l.empty();
    l.text(e->says);
    out(std::move(l).end());
  }
  for (const auto* r : caps_in_order(b)) {
    Line l;
    l.text("cap").text(r->operator_id).text(r->direction).text(r->requirement).text(r->force).text(r->state).text(to_text(r->rate.passes)).empty().empty().text("rate").text(to_text(r->since)).empty();
    l.text(to_text(r->earliest.passes)).text(to_text(r->latest.passes));
    for (int i = 0; i < 6; ++i) l.empty();
    l.text(r->says);
    out(std::move(l).end());
  }
  for (const auto* x : denials_of(b))
    for (const auto& c : x->clock) {
      Line l;
      l.text("denial").text(x->operator_id).text(x->list).text(x->supplier).text("export").text(x->status).text(to_text(c.until)).text(to_text(c.stated_until)).empty().text("spares").text(to_text(x->from)).empty().empty().empty();
      l.text(c.function).number(c.pieces).number(c.unknown).number(c.spares).number(c.used);
      c.months ? l.number(*c.months) : l.empty();
      l.empty();
      out(std::move(l).end());
    }
}

void put_deadline(JsonWriter& w, const LedgerEntry& e) {
  w.begin_object().member("kind", e.kind).member_or_null("operator", e.operator_id).member("direction", e.direction).member("requirement", e.requirement).member("says", e.says).member("force", e.force).member_or_null("applies", e.applies).member_or_null("status", e.status);
  put_day(w, "deadline", e.deadline);
  put_day(w, "deadline_other", e.other);
  put_optional(w, "days_left", e.days_left);
  w.member("clock", e.clock);
  put_day(w, "bound_since", e.clock_from);
  w.member_or_null("reference", e.reference).member_or_null("within", e.within).member_or_null("to", e.to);
  put_array(w, "chain", e.chain, [&](const auto& d) {
    w.begin_object();
    put_day(w, "deadline", d.deadline);
    put_day(w, "deadline_other", d.other);
    put_day(w, "learnt", d.learnt);
    w.member("stands", d.stands).member("unverified", d.unverified).member_or_null("source", d.source).end_object();
  });
  put_texts(w, "amends", e.amends);
  put_texts(w, "amended_by", e.amended_by);
  w.end_object();
}

void put_cap(JsonWriter& w, const Rollout& r, const Options& o) {
  w.begin_object().member("id", r.id).member_or_null("operator", r.operator_id).member("direction", r.direction).member("requirement", r.requirement).member_or_null("supplier", r.supplier).member("force", r.force);
  w.member("measure", r.now.measure).member("unit", r.now.share ? "share" : "count").member("limit", r.now.limit()).member("state", r.state);
  put_day(w, "since", r.since);
  put_rate(w, "rate", r.rate);
  put_rate(w, "earliest", r.earliest);
  put_rate(w, "latest", r.latest);
  w.member("rows_new", r.rows_new).member("rows_gone", r.rows_gone).member("rows_undated", r.rows_undated);
  if (o.assets) {
    put_texts(w, "assets_new", r.assets_new);
    put_texts(w, "assets_undated", r.assets_undated);
  }
  w.member("says", r.says).end_object();
}

}  // namespace

std::string deadlines_summary(const ByOperator& b) {
  std::int64_t to_come = 0, unmet = 0, over = 0, will = 0, denials = 0;
  for (const auto& s : b.submissions) {
    for (const auto& e : s.deadlines) {
      to_come += e.days_left && *e.days_left >= 0;
      unmet += e.days_left && *e.days_left < 0 && e.status == "breached";
    }
    for (const auto& r : s.caps) {
      over += r.state == "over";
      will += r.state != "over" && r.rate.passes.known();
    }
    for (const auto& x : s.exposures) denials += x.status == "active";
  }
  return counted(to_come, "deadline", "deadlines") + " to come, " + grouped(unmet) + " passed and not met, " + counted(over, "cap", "caps") + " passed and " + grouped(will) + " to be passed at the present rate, " + counted(denials, "denial of supply", "denials of supply") + " active, as of " + to_text(b.as_of);
}

void write_deadlines(const ByOperator& b, const Options& o, std::string_view format, const Write& out) {
  if (format == "csv") return deadlines_csv(b, out);
  if (format == "html") return out(deadlines_html(b, o));
  if (format == "json") {
    std::string t;
    JsonWriter w(t, o.indent);
    w.begin_object().member("as_of", to_text(b.as_of)).member("known_at", to_text(b.known_at)).member("knowledge", b.knowledge_hash);
    put_array(w, "deadlines", deadlines_in_order(b), [&](const LedgerEntry* e) { put_deadline(w, *e); });
    put_array(w, "caps", caps_in_order(b), [&](const Rollout* r) { put_cap(w, *r, o); });
    put_array(w, "denials", denials_of(b), [&](const Exposure* x) { put_exposure(w, *x, o); });
    put_array(w, "errors", b.errors, [&](const Error& e) { put_error(w, e); });
    w.end_object();
    return out(t + "\n");
  }
  if (format == "jsonl") {
    for (const auto* e : deadlines_in_order(b)) out(typed_line_by("deadline", [&](JsonWriter& w) { put_deadline(w, *e); }));
    for (const auto* r : caps_in_order(b)) out(typed_line_by("cap", [&](JsonWriter& w) { put_cap(w, *r, o); }));
    for (const auto* x : denials_of(b)) out(typed_line_by("denial", [&](JsonWriter& w) { put_exposure(w, *x, o); }));
    for (const auto& e : b.errors) out(typed_line_by("error", [&](JsonWriter& w) { put_error(w, e); }));
    out(typed_line_by("summary", [&](JsonWriter& w) { w.begin_object().member("as_of", to_text(b.as_of)).member("says", deadlines_summary(b)).end_object(); }));
    return;
  }
  out(deadlines_text(b, o));
}

}  // namespace rf::report
