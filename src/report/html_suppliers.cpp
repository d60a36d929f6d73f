// Who the suppliers are: shares as pictures and numbers, owners, and the lists they stand on.
#include "base/text.h"
#include "report/html_parts.h"

namespace rf::report {
namespace {

using assess::Answer;

std::string share_cell(std::int64_t part, std::int64_t total) { return num(part) + "<td class=\"n\">" + (total == 0 ? std::string("–") : percent(part, total)) + "</td>"; }

std::string totals_table(const Answer& a, const Options& o) {
  assess::Amount sum;
  for (const auto& s : a.by_supplier) {
    sum += s.all;
  }
  std::vector<std::string> columns{"maker", "#assets", "#pieces", "#share"};
  if (sum.premises > 0) columns.insert(columns.end(), {"#premises", "#share"});
  if (sum.traffic > 0) columns.insert(columns.end(), {"#traffic", "#share"});
  std::string out = table_open("All makers of this estate", columns, true);
  const auto order = by_size(a);
  for (std::size_t i = 0; i < on_page(order.size(), o); ++i) {
    const auto& s = *order[i];
    const bool unknown = s.supplier.empty() && s.name.empty();
    out += "<tr><th scope=\"row\">" + (unknown ? std::string("maker not known") : bdi(s.name)) + (!s.own_name ? "" : " <span class=\"dim\">(a name that knowledge does not have)</span>") + "</th>" + num(s.all.assets) +
           share_cell(s.all.quantity, sum.quantity);
    if (sum.premises > 0) out += share_cell(s.all.premises, sum.premises);
    if (sum.traffic > 0) out += share_cell(s.all.traffic, sum.traffic);
    out += "</tr>\n";
  }
  return out + table_close() + more(on_page(a.by_supplier.size(), o), a.by_supplier.size());
}

std::string span_of(const assess::Designation& d) {
  if (!d.from.known() && !d.to.known()) return {};
  return to_text(d.from) + " – " + (d.to.known() ? to_text(d.to) : std::string("open"));
}

std::string card(const assess::SupplierCard& s) {
  std::string out = "<h4>" + bdi(s.name) + " <code class=\"dim\">" + esc(s.id) + "</code></h4>\n<dl>";
  if (!s.country.empty()) out += "<dt>seat</dt><dd>" + esc(s.country) + "</dd>";
  if (!s.influence_group.empty()) out += "<dt>influence group</dt><dd>" + esc(s.influence_group) + "</dd>";
  if (!s.owners.empty()) {
    out += "<dt>owners</dt><dd>";
    for (std::size_t i = 0; i < s.owners.size(); ++i) out += (i ? "<br>" : "") + bdi(s.owners[i]);
    out += "</dd>";
  }
  out += "<dt>lists</dt><dd>" + counted(static_cast<std::int64_t>(s.designations.size()), "entry", "entries") + "</dd></dl>\n";
  out += table_open("Lists that name " + s.name + " or its group", {"list", "force", "entry", "from – to", "on the day judged", "how it is meant", "what it does, for what equipment"});
  for (const auto& d : s.designations)
    out += "<tr><th scope=\"row\">" + esc(d.title.empty() ? d.list : d.title) + (d.unverified ? " <span class=\"badge open\">unverified</span>" : "") + "</th>" + td(esc(d.force)) + td(esc(d.entry)) + td(span_of(d)) +
           td(d.active ? "listed" : "not listed") + td(esc(supplier_basis(d.rule))) + td(esc(d.effect + (d.scope.empty() ? "" : " For: " + d.scope + "."))) + "</tr>\n";
  out += table_close();
  if (s.factors.empty()) return out;
  out += table_open("What bears on " + s.name + "; side by side, without a total", {"factor", "what is known", "source"}, true);
  for (const auto& f : s.factors) {
    std::string sources;
    for (const auto& source : f.sources) sources += (sources.empty() ? "" : "<br>") + bdi(source);
    out += "<tr><th scope=\"row\">" + esc(f.factor) + "</th>" + td(bdi(f.says) + (f.unverified ? " <span class=\"badge open\">unverified</span>" : "")) + td(sources) + "</tr>\n";
  }
  return out + table_close();
}

}  // namespace

std::string html_suppliers(const Answer& a, const Options& o) {
  if (a.by_supplier.empty() && a.suppliers.empty()) return {};
  std::string out = "<section id=\"suppliers\" aria-labelledby=\"h-suppliers\"><h2 id=\"h-suppliers\">Suppliers</h2>\n";
  out += totals_table(a, o) + share_charts(a);
  if (a.suppliers.empty()) return out + "</section>\n";
  out += "<h3>Who they are</h3>\n<p class=\"dim\">A list makes no finding by itself, only where a direction or a regime refers to it.</p>\n";
  std::vector<const assess::SupplierCard*> listed, others;
  for (const auto& s : a.suppliers) (s.designations.empty() ? others : listed).push_back(&s);
  for (std::size_t i = 0; i < on_page(listed.size(), o); ++i) out += card(*listed[i]);
  out += more(on_page(listed.size(), o), listed.size());
  if (others.empty()) return out + "</section>\n";
  out += "<details><summary>On none of the lists in knowledge (" + grouped(static_cast<std::int64_t>(others.size())) + ")</summary>";
  out += table_open("Suppliers on none of the lists in knowledge", {"supplier", "id", "seat", "influence group", "owners"});
  for (std::size_t i = 0; i < on_page(others.size(), o); ++i) {
    const auto& s = *others[i];
    std::string owners;
    for (const auto& w : s.owners) owners += (owners.empty() ? "" : "<br>") + bdi(w);
    out += "<tr><th scope=\"row\">" + bdi(s.name) + "</th>" + td("<code>" + esc(s.id) + "</code>") + td(esc(s.country)) + td(esc(s.influence_group)) + td(owners) + "</tr>\n";
  }
  return out + table_close() + more(on_page(others.size(), o), others.size()) + "</details>\n</section>\n";
}

}  // namespace rf::report
