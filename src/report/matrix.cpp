#include "report/matrix.h"

#include <algorithm>
#include <set>

#include "base/json_writer.h"
#include "base/text.h"
#include "report/csv_line.h"
#include "report/html_parts.h"
#include "report/json_parts.h"
#include "report/page.h"

namespace rf::report {
namespace {

using assess::MatrixAnswer;
using direct::MatrixEntry;
using direct::MatrixRow;
using direct::TargetStep;

/// The limit of an entry or a step, for what says limits.
template <class Limited>
Measured limit_alone(const Limited& l) {
  Measured m;
  m.measure = l.measure;
  m.share = l.share;
  m.limit_num = l.limit_num;
  m.limit_den = l.limit_den;
  return m;
}
template <class Limited>
std::string limit_text(const Limited& l) {
  return limit_of(limit_alone(l)) + (l.share && l.limit_num != 0 ? " of " + l.measure : "");
}
template <class Limited>
void put_limit(JsonWriter& w, const Limited& l) {
  w.key("limit");
  l.share ? w.value(limit_alone(l).limit()) : w.value(l.limit_num);
}
std::string about_text(const std::string& about) {
  if (about == "new") return "new installations";
  if (about == "purchase") return "purchases";
  return about == "approval" ? "without approval" : "what stands";
}
std::string row_title(const MatrixRow& r, const MatrixAnswer& a) {
  const std::string supplier = r.supplier.empty() ? "suppliers described, not named" : a.base.supplier_name ? a.base.supplier_name(r.supplier) : r.supplier;
  return supplier + ", " + (r.function.empty() ? "any function" : r.function) + (r.where.empty() ? "" : " (" + r.where + ")") + ": " + about_text(r.about);
}
std::string entry_text(const MatrixEntry& e) {
  std::string out = limit_text(e);
  if (e.first_day.known()) out += " from " + to_text(e.first_day) + (e.first_day_other.known() ? " or " + to_text(e.first_day_other) : "");
  else if (e.day_open) out += " from a day of each addressee";
  out += " [" + e.force + (e.instrument_state == "in-force" ? "" : ", " + e.instrument_state) + "] " + e.direction + "/" + e.requirement;
  if (e.disputed) out += ", disputed whether it covers this";
  if (e.unverified) out += ", unverified";
  return out + (e.hypothetical ? "; were all of it there: " : "; ") + status_in_words(e.status, e.force);
}
std::string steps_text(const std::vector<TargetStep>& steps) {
  std::string out;
  for (const auto& s : steps) out += (out.empty() ? "" : "; ") + limit_text(s) + (s.from.known() ? " from " + to_text(s.from) : "") + " (" + joined(s.by, ", ") + ")";
  return out;
}
/// Steps that are past but for the strictest of each measure say nothing of what to do now.
std::vector<TargetStep> steps_left(const std::vector<TargetStep>& steps, Day today) {
  std::vector<TargetStep> out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    bool outdone = false;
    for (std::size_t j = i + 1; j < steps.size(); ++j)
      outdone = outdone || ((!steps[j].from.known() || steps[j].from <= today) && (steps[j].limit_num == 0 || steps[j].measure == steps[i].measure));
    if (!outdone) out.push_back(steps[i]);
  }
  return out;
}
/// What is here and asked of by something that is not past; the rest with --all.
bool told(const MatrixEntry& e) { return e.in_force || e.instrument_state == "proposal" || e.status != "not-applicable"; }
bool told(const MatrixRow& r) {
  return r.pieces > 0 && std::any_of(r.by_territory.begin(), r.by_territory.end(), [](const auto& t) { return std::any_of(t.second.begin(), t.second.end(), [](const MatrixEntry& e) { return told(e); }); });
}

void put_steps(JsonWriter& w, std::string_view key, const std::vector<TargetStep>& steps) {
  put_array(w, key, steps, [&](const TargetStep& s) {
    w.begin_object().member_or_null("from", to_text(s.from)).member("unit", s.share ? "share" : "count").member("measure", s.measure);
    put_limit(w, s);
    put_texts(w, "by", s.by);
    w.end_object();
  });
}
void put_matrix_row(JsonWriter& w, const MatrixRow& r) {
  w.begin_object().member_or_null("supplier", r.supplier).member_or_null("function", r.function).member_or_null("where", r.where).member("about", r.about).member("pieces", r.pieces).key("territories").begin_object();
  for (const auto& [t, entries] : r.by_territory) {
    put_array(w, t.empty() ? "anywhere" : t, entries, [&](const MatrixEntry& e) {
      w.begin_object().member("direction", e.direction).member("requirement", e.requirement).member("kind", e.kind).member("force", e.force).member("binds", e.binds).member("instrument_state", e.instrument_state).member("in_force", e.in_force);
      w.member("measure", e.measure).member("unit", e.share ? "share" : "count");
      put_limit(w, e);
      w.member_or_null("from", to_text(e.first_day)).member_or_null("from_other", to_text(e.first_day_other)).member("day_open", e.day_open).member("disputed", e.disputed).member("unverified", e.unverified);
      w.member("status", e.status).member("hypothetical", e.hypothetical).member("part", e.measured.part).member("part_high", e.measured.part_high).member("total", e.measured.total).end_object();
    });
  }
  w.end_object();
  put_array(w, "conflicts", r.conflicts, [&](const auto& c) { w.begin_object().member("kind", c.kind).member("binding", c.binding).member("says", c.says).end_object(); });
  put_steps(w, "target_binding", r.binding);
  put_steps(w, "target_all", r.all);
  w.end_object();
}
void put_matrix_head(JsonWriter& w, const MatrixAnswer& a) {
  w.member("as_of", to_text(a.base.as_of)).member("known_at", to_text(a.base.known_at)).member_or_null("operator", a.base.operator_id);
  put_texts(w, "territories", a.matrix.territories);
  put_texts(w, "hypothetical", a.matrix.hypothetical);
  w.member("left_out", a.matrix.left_out);
}
std::string hidden_rows(std::int64_t n) { return grouped(n) + " more rows are of what is not here, of suppliers that are described and not named, or of instruments that are past (--all lists them)."; }

std::string matrix_text(const MatrixAnswer& a, const Options& o) {
  Page p(o);
  p.say("", upper_first(matrix_summary(a)), Paint::Bold);
  std::int64_t hidden = 0;
  for (const auto& r : a.matrix.rows) {
    if (!told(r) && !o.all) {
      ++hidden;
      continue;
    }
    p.heading(row_title(r, a));
    p.say("  ", r.pieces > 0 ? grouped(r.pieces) + (r.pieces == 1 ? " piece here" : " pieces here") : std::string(r.supplier.empty() ? "whom it means is not said" : "none here"), Paint::Dim);
    for (const auto& [t, entries] : r.by_territory)
      for (const auto& e : entries)
        if (o.all || told(e)) p.say("  " + (t.empty() ? std::string("any") : t) + (columns_of(t) < 3 ? "   " : "  "), entry_text(e), e.in_force ? Paint::None : Paint::Dim);
    for (const auto& c : r.conflicts) p.say("  differ: ", c.says, c.kind == "some-ask-nothing" ? Paint::Dim : Paint::Yellow);
    const auto binding = steps_left(r.binding, a.base.as_of), all = steps_left(r.all, a.base.as_of);
    if (!binding.empty()) p.say("  satisfies what binds: ", steps_text(binding), Paint::Bold);
    if (!all.empty() && steps_text(all) != steps_text(binding)) p.say("  satisfies all, advice and policy too: ", steps_text(all));
  }
  if (hidden > 0) p.say("", hidden_rows(hidden), Paint::Dim);
  p.blank();
  return std::move(p).take();
}

std::string matrix_html(const MatrixAnswer& a, const Options& o) {
  std::string out = page_head("many laws, " + to_text(a.base.as_of), bdi(a.base.operator_id.empty() ? "One estate" : a.base.operator_id) + " under many laws", "On " + to_text(a.base.as_of)) + "<main id=\"main\">\n<p class=\"lead\">" +
                    esc(upper_first(matrix_summary(a))) + "</p>\n<section id=\"matrix\"><h2>Requirement by country</h2>\n";
  std::vector<std::string> columns = {"Supplier, function", "#Pieces here"}, territories = a.matrix.territories;
  if (std::any_of(a.matrix.rows.begin(), a.matrix.rows.end(), [](const auto& r) { return r.by_territory.contains(""); })) territories.emplace_back();
  for (const auto& t : territories) columns.push_back(t.empty() ? "anywhere" : t + (a.matrix.hypothetical.contains(t) ? " (were it there)" : ""));
  columns.insert(columns.end(), {"Where they differ", "Satisfies what binds", "Satisfies all"});
  out += table_open("Requirement by country", columns);
  std::int64_t hidden = 0;
  for (const auto& r : a.matrix.rows) {
    if (!told(r) && !o.all) {
      ++hidden;
      continue;
    }
    out += "<tr><th scope=\"row\">" + esc(row_title(r, a)) + "</th>" + num(r.pieces);
    for (const auto& t : territories) {
      std::string cell;
      if (const auto at = r.by_territory.find(t); at != r.by_territory.end())
        for (const auto& e : at->second)
          if (o.all || told(e)) cell += (cell.empty() ? "" : "<br>") + esc(entry_text(e));
      out += td(cell.empty() ? "–" : cell);
    }
    std::string differ;
    for (const auto& c : r.conflicts) differ += (differ.empty() ? "" : "<br>") + esc(c.says);
    out += td(differ) + td(esc(steps_text(steps_left(r.binding, a.base.as_of)))) + td(esc(steps_text(steps_left(r.all, a.base.as_of)))) + "</tr>\n";
  }
  out += table_close();
  if (hidden > 0) out += "<p class=\"dim\">" + hidden_rows(hidden) + "</p>\n";
  return out + "</section>\n</main>\n" + page_foot("What binds and what advises stand side by side and are never added up; no statement here is legal advice.");
}

}  // namespace

std::string matrix_summary(const MatrixAnswer& a) {
  std::int64_t conflicts = 0;
  std::set<std::string> requirements;
  for (const auto& r : a.matrix.rows) {
    for (const auto& c : r.conflicts) conflicts += c.kind != "some-ask-nothing" && told(r);
    for (const auto& [t, entries] : r.by_territory)
      for (const auto& e : entries) requirements.insert(e.direction + "/" + e.requirement);
  }
  return counted(static_cast<std::int64_t>(requirements.size()), "requirement", "requirements") + " of " + (a.matrix.territories.empty() ? std::string("no territory") : joined(a.matrix.territories, ", ")) + ", " + counted(conflicts, "difference", "differences") + " over what is here, as of " + to_text(a.base.as_of);
}

void write_matrix(const MatrixAnswer& a, const Options& o, std::string_view format, const Write& out) {
  if (format == "html") return out(matrix_html(a, o));
  if (format == "csv") {
    out("supplier,function,where,about,pieces,territory,direction,requirement,force,instrument_state,measure,unit,limit,from,from_other,status,hypothetical,disputed,unverified,differ,target_binding,target_all\r\n");
    for (const auto& r : a.matrix.rows) {
      std::string differ;
      for (const auto& c : r.conflicts) differ += (differ.empty() ? "" : "; ") + c.says;
      for (const auto& [t, entries] : r.by_territory)
        for (const auto& e : entries) {
          Line l;
          l.text(r.supplier).text(r.function).text(r.where).text(r.about).number(r.pieces).text(t).text(e.direction).text(e.requirement).text(e.force).text(e.instrument_state).text(e.measure).text(e.share ? "share" : "count");
          const Measured limit = limit_alone(e);
          l.measured(limit, limit.limit_num, limit.limit()).text(to_text(e.first_day)).text(to_text(e.first_day_other)).text(e.status).text(e.hypothetical ? "true" : "false").text(e.disputed ? "true" : "false").text(e.unverified ? "true" : "false");
          l.text(differ).text(steps_text(r.binding)).text(steps_text(r.all));
          out(std::move(l).end());
        }
    }
    return;
  }
  if (format == "json") {
    std::string t;
    JsonWriter w(t, o.indent);
    w.begin_object();
    put_matrix_head(w, a);
    put_array(w, "rows", a.matrix.rows, [&](const MatrixRow& r) { put_matrix_row(w, r); });
    w.member("knowledge", a.base.knowledge_hash);
    put_array(w, "errors", a.base.errors, [&](const Error& e) { put_error(w, e); });
    w.end_object();
    return out(t + "\n");
  }
  if (format == "jsonl") {
    for (const auto& r : a.matrix.rows) out(typed_line_by("row", [&](JsonWriter& w) { put_matrix_row(w, r); }));
    out(typed_line_by("summary", [&](JsonWriter& w) {
      w.begin_object();
      put_matrix_head(w, a);
      w.member("says", matrix_summary(a)).end_object();
    }));
    return;
  }
  out(matrix_text(a, o));
}

}  // namespace rf::report
