#include "base/text.h"
#include "report/by_operator.h"
#include "report/html_parts.h"

namespace rf::report {
namespace {

using assess::ByOperator;
using assess::OperatorLine;

std::string submissions_table(const ByOperator& b, const Options& o) {
  std::string out = "<section id=\"submissions\" aria-labelledby=\"h-submissions\"><h2 id=\"h-submissions\">Submissions</h2>\n" + table_open("Submissions", {"Submission", "Operators", "#Assets", "#Unknown maker", "Since", "Rows", "Gaps"});
  for (std::size_t i = 0; i < b.submissions.size() && (o.all || i < kPageList); ++i) {
    const auto& s = b.submissions[i];
    std::string operators, gaps;
    for (const auto& op : s.operators) operators += (operators.empty() ? "" : ", ") + bdi(operator_name(op));
    for (const auto& g : s.gaps) gaps += (gaps.empty() ? "" : "<br>") + esc(g);
    out += "<tr><th scope=\"row\">" + bdi(s.name) + "</th>" + td(operators) + num(s.assets) + num(s.unknown) + td(s.since ? bdi(*s.since) : "nothing to compare with") + td(s.since ? esc(rows_in_words(s.rows)) : "") + td(gaps) + "</tr>\n";
  }
  out += table_close() + more(on_page(b.submissions.size(), o), b.submissions.size());
  if (!b.unlisted.empty()) {
    out += "<h3>Shared, and listed by one side only</h3><ul>";
    for (const auto& u : b.unlisted) out += "<li>" + bdi(u.by) + " states that it shares " + counted(static_cast<std::int64_t>(u.assets.size()), "asset", "assets") + " with " + bdi(u.operator_id) + " that the submission of the latter does not list: " + bdi(u.assets.front()) + (u.assets.size() > 1 ? ", …" : "") + "</li>";
    out += "</ul>\n";
  }
  return out + "</section>\n";
}

std::string change_cell(const OperatorLine& l, const ByOperator& b) {
  const auto& s = b.submissions[l.submission];
  if (!s.since) return {};
  if (!l.changed) return "as before";
  std::string out = "<details><summary>" + esc(change_in_words(l.changed->before, l.changed->after, l.finding.measured)) + "</summary><ul>";
  for (const auto& step : l.changed->steps) out += "<li>" + esc(step_in_words(step, l.finding.measured)) + "</li>";
  return out + "</ul></details>";
}

}  // namespace

std::string by_operator_html(const ByOperator& b, const Options& o) {
  std::string out = page_head("many operators, " + to_text(b.as_of), counted(static_cast<std::int64_t>(b.submissions.size()), "submission", "submissions"),
                              "Judged on " + to_text(b.as_of) + (b.known_at != b.as_of ? ", with what was on record by " + to_text(b.known_at) : ""));
  out += "<nav aria-label=\"Sections\"><ul><li><a href=\"#requirements\">Requirements</a></li><li><a href=\"#submissions\">Submissions</a></li></ul></nav>\n<main id=\"main\">\n<p class=\"lead\">" + esc(upper_first(by_operator_summary(b))) + "</p>\n";
  out += "<section id=\"requirements\" aria-labelledby=\"h-requirements\"><h2 id=\"h-requirements\">Requirements</h2>\n";
  for (const auto& [title, lines, total] : line_groups(b)) {
    out += "<h3>" + esc(title) + "</h3>\n" + table_open(title, {"Operator", "Status", "Value", "Bounds", "Not known", "Since the last submission"});
    for (const auto* l : lines) {
      const Finding& f = l->finding;
      out += "<tr><th scope=\"row\">" + bdi(operator_name(f.operator_id)) + "</th>" + td(badge(f)) + td(esc(amount(f.measured))) + td(esc(bounds(f.measured))) + td(esc(missing(f))) + td(change_cell(*l, b)) + "</tr>\n";
    }
    if (total) {
      const auto& x = *total;
      out += "<tr><th scope=\"row\">All " + std::to_string(x.operators) + ", shared assets once</th><td></td>" + td(x.adds_up ? esc(amount(x.once)) : "distinct suppliers do not add up") + td(x.adds_up ? esc(bounds(x.once)) : "") + "<td></td>" +
             td(x.adds_up && x.sum.part != x.once.part ? grouped(x.sum.part - x.once.part) + " shared counted once" : "") + "</tr>\n";
    }
    out += table_close();
  }
  out += "</section>\n" + submissions_table(b, o);
  if (!b.errors.empty()) {
    out += "<section id=\"errors\" aria-labelledby=\"h-errors\"><h2 id=\"h-errors\">Not read</h2><ul>";
    for (std::size_t i = 0; i < on_page(b.errors.size(), o); ++i) out += "<li>" + bdi(to_text(b.errors[i])) + "</li>";
    out += "</ul>" + more(on_page(b.errors.size(), o), b.errors.size()) + "</section>\n";
  }
  return out + "</main>\n" + page_foot("Statuses hold for the evidence named above and nothing else; no statement here is legal advice.");
}

}  // namespace rf::report
