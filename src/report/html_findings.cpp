// Findings on the page: folded to a line each, opened down to the rows and the evidence they rest on.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "report/html_parts.h"

namespace rf::report {
namespace {

using assess::Answer;

RowsByKey rows_of_findings(const Answer& a, const Options& o) {
  RowsByKey out;
  if (!a.estate) return out;
  std::set<std::string> wanted;
  for (const auto& f : a.findings) {
    for (std::size_t i = 0; i < on_page(f.assets.size(), o); ++i) wanted.insert(f.assets[i]);
    for (std::size_t i = 0; i < on_page(f.decide_by.size(), o); ++i) wanted.insert(f.decide_by[i]);
  }
  for (std::size_t row = 0; row < a.estate->size() && out.size() < wanted.size(); ++row) {
    std::string key = a.estate->key(row);
    if (wanted.contains(key)) out.emplace(std::move(key), row);
  }
  return out;
}

std::string maker_cell(const Answer& a, std::size_t row) {
  const assess::MakerOf m = a.maker_of ? a.maker_of(row) : assess::MakerOf{};
  if (m.name.empty() && m.id.empty()) return "<span class=\"dim\">not known</span>";
  return bdi(m.name.empty() ? m.id : m.name) + (m.near ? " <span class=\"dim\">(near name, to confirm)</span>" : "") + (m.brand_only ? " <span class=\"dim\">(brand only)</span>" : "");
}

std::string rows_table(const Answer& a, const Options& o, const RowsByKey& rows, const std::vector<std::string>& keys, const std::vector<Locator>* evidence, std::string_view caption) {
  std::string out = table_open(caption, {"asset", "maker", "function", "site", "status", "#pieces", "basis", "evidence"}, true);
  for (std::size_t i = 0; i < on_page(keys.size(), o); ++i) {
    const auto at = rows.find(keys[i]);
    out += "<tr><th scope=\"row\">" + bdi(keys[i]) + "</th>";
    if (at == rows.end()) {
      out += "<td></td><td></td><td></td><td></td><td></td><td></td>";
    } else {
      const auto& e = *a.estate;
      const std::size_t row = at->second;
      out += td(maker_cell(a, row)) + td(bdi(e.text(Field::Function, row))) + td(bdi(e.text(Field::Site, row))) + td(bdi(e.text(Field::Status, row))) + num(e.quantity(row)) +
             td(std::string(to_words(e.basis(row))));
    }
    const bool own = evidence && evidence->size() == keys.size();
    if (own) out += td(evidence_cell((*evidence)[i]));
    else out += td(at == rows.end() ? std::string() : evidence_cell(a.estate->locator(at->second, Field::Supplier)));
    out += "</tr>\n";
  }
  return out + table_close();
}

void row(std::string& out, std::string_view term, const std::string& html) {
  if (!html.empty()) out += "<dt>" + std::string(term) + "</dt><dd>" + html + "</dd>";
}

std::string body(const Finding& f, const Answer& a, const Options& o, const RowsByKey& rows) {
  std::string out = "<div class=\"inside\"><p class=\"says\">" + esc(sentence(f)) + "</p>\n";
  if (f.status != Status::NotApplicable) out += gauge(f.measured);
  out += "<dl>";
  if (f.status != Status::NotApplicable) {
    row(out, "counted", esc(amount(f.measured)));
    row(out, "as the unknown turns out", esc(bounds(f.measured)));
    row(out, "allowed", esc(limit_of(f.measured)));
    row(out, "over by", esc(over_by(f.measured)));
  }
  row(out, "day", f.from.known() ? esc(to_text(f.from)) + (f.days_left ? " (" + counted(*f.days_left, "day", "days") + " left)" : "") : std::string());
  row(out, "force and state", esc(f.force) + ", " + esc(f.instrument_state));
  row(out, "addressed", esc(f.applies == "assumed" ? "assumed: the list of addressees is not on record, or no operator is named" : f.applies));
  row(out, "where", esc(f.territory) + (f.region.empty() ? "" : ", " + bdi(f.region)));
  row(out, "supplier", f.supplier.empty() ? std::string() : bdi(a.supplier_name && !a.supplier_name(f.supplier).empty() ? a.supplier_name(f.supplier) : f.supplier));
  row(out, "how it is meant", f.supplier_basis.empty() ? std::string() : esc(supplier_basis(f.supplier_basis)));
  if (f.status == Status::Breached || f.status == Status::Due || f.status == Status::Undecided) row(out, "mitigation", esc(mitigation(f)));
  row(out, "missing", esc(missing(f)));
  if (f.unverified) row(out, "rests on", "a fact marked unverified" + (f.unverified_what.empty() ? "" : ": " + esc(f.unverified_what)));
  row(out, "variation", bdi(f.variation));
  std::string open;
  for (const auto& fact : f.decide_facts) open += (open.empty() ? "" : "<br>") + esc(fact);
  row(out, "open in the instrument", open);
  row(out, "id", "<code>" + esc(f.id) + "</code>");
  out += "</dl>\n";
  if (!f.because.empty()) {
    out += "<details class=\"why\"><summary>Why: from the law to the asset</summary><ol>\n";
    for (const auto& b : f.because) {
      out += "<li><span class=\"dim\">" + esc(b.kind) + "</span> " + bdi(b.says) + (b.unverified ? " <span class=\"dim\">(unverified)</span>" : "");
      if (!b.source.empty()) out += "<br><span class=\"dim\">" + bdi(b.source) + "</span>";
      if (b.locator && o.assets) out += "<br>" + evidence_cell(*b.locator);
      out += "</li>\n";
    }
    out += "</ol></details>\n";
  }
  if (!o.assets) return out + "</div>";
  if (!f.decide_by.empty()) {
    out += rows_table(a, o, rows, f.decide_by, nullptr, "The fewest rows that would decide it (" + grouped(static_cast<std::int64_t>(f.decide_by.size())) + " of " +
                                                            grouped(std::max(f.undecided_assets, static_cast<std::int64_t>(f.decide_by.size()))) + " that are open)");
    out += more(on_page(f.decide_by.size(), o), f.decide_by.size());
  }
  if (!f.assets.empty()) {
    const auto total = static_cast<std::size_t>(std::max(f.assets_total, static_cast<std::int64_t>(f.assets.size())));
    out += rows_table(a, o, rows, f.assets, &f.evidence, "Counted rows (" + grouped(static_cast<std::int64_t>(total)) + ")");
    out += more(on_page(f.assets.size(), o), total);
  }
  if (f.evidence.size() != f.assets.size() && !f.evidence.empty()) {
    out += table_open("Evidence (" + grouped(static_cast<std::int64_t>(f.evidence.size())) + ")", {"input", "what stands there", "open with"}, true);
    for (std::size_t i = 0; i < on_page(f.evidence.size(), o); ++i)
      out += "<tr>" + td(bdi(f.evidence[i].input)) + td(bdi(f.evidence[i].says)) + td(evidence_cell(f.evidence[i])) + "</tr>\n";
    out += table_close() + more(on_page(f.evidence.size(), o), f.evidence.size());
  }
  return out + "</div>";
}

std::string title_of(const Finding& f, bool operators) {
  return esc(f.requirement) + (f.measured.measure == "quantity" || f.measured.measure.empty() ? "" : " (" + esc(f.measured.measure) + ")") + (f.region.empty() ? "" : ", " + bdi(f.region)) +
         (operators && !f.operator_id.empty() ? " · " + bdi(f.operator_id) : "");
}

}  // namespace

std::string html_attention(const Answer& a) {
  constexpr std::size_t kAtMost = 8;  // what fits the first page
  const bool operators = several_operators(a);
  std::string out = "<ol class=\"attention\">\n";
  std::size_t n = 0, total = 0;
  for (const auto* f : in_order(a)) {
    if (f->status != Status::Breached && f->status != Status::Undecided && f->status != Status::Due) continue;
    if (++total > kAtMost) continue;
    ++n;
    out += "<li><p><a class=\"what\" href=\"#" + esc(f->id) + "\">" + title_of(*f, operators) + "</a>" + badge(*f) + " <span class=\"force\">" + esc(f->force) + "</span> <span class=\"dim\">" + esc(f->direction) + "</span></p><p>" +
           esc(sentence(*f)) + "</p></li>\n";
  }
  out += "</ol>\n";
  if (total > n) out += "<p class=\"dim\">" + std::to_string(total - n) + " more stand under <a href=\"#findings\">Findings</a>.</p>\n";
  return total == 0 ? "<p>Nothing judged is open, due or not met.</p>\n" : out;
}

std::string html_findings(const Answer& a, const Options& o) {
  const RowsByKey rows = rows_of_findings(a, o);
  const bool operators = several_operators(a);
  std::string out = "<section id=\"findings\" aria-labelledby=\"h-findings\"><h2 id=\"h-findings\">Findings</h2>\n"
                    "<p class=\"dim\">A requirement, a line; open it for the arithmetic, the rows counted and where each stands in the evidence. Instruments of different force are never added up.</p>\n"
                    "<div class=\"filter\" id=\"filter\" hidden><label>Filter <input type=\"search\" autocomplete=\"off\"></label> <output aria-live=\"polite\"></output></div>\n";
  const auto all = in_order(a);
  struct Group {
    Status status;
    std::string title, words;
  };
  std::vector<Group> groups;
  for (const auto& [words, n] : not_met_groups(a)) groups.push_back({Status::Breached, upper_first(words), words});
  groups.insert(groups.end(), {{Status::Undecided, "Undecided: the evidence allows both", {}}, {Status::Due, "Due", {}}, {Status::Met, "Met", {}}, {Status::Exempt, "Exempt", {}},
                               {Status::Preview, "Proposals only, as they would stand", {}}, {Status::NotApplicable, "Not applicable", {}}});
  for (const auto& g : groups) {
    const auto belongs = [&](const Finding* f) { return f->status == g.status && (g.words.empty() || not_met_group(*f) == g.words); };
    const auto n = std::count_if(all.begin(), all.end(), belongs);
    if (n == 0) continue;
    out += "<h3>" + esc(g.title) + " (" + std::to_string(n) + ")</h3>\n";
    for (const auto* f : all) {
      if (!belongs(f)) continue;
      out += "<details class=\"finding\" id=\"" + esc(f->id) + "\"><summary><span class=\"what\">" + title_of(*f, operators) + "</span>" + badge(*f) + "<span class=\"of\">" + esc(f->direction) + " · " + esc(f->force);
      if (f->status != Status::NotApplicable) out += " · " + esc(amount(f->measured)) + ", allowed: " + esc(limit_of(f->measured));
      if (f->from.known()) out += " · " + to_text(f->from);
      out += "</span></summary>\n" + body(*f, a, o, rows) + "</details>\n";
    }
  }
  if (all.empty()) out += "<p>No direction was judged.</p>\n";
  return out + "</section>\n";
}

}  // namespace rf::report
