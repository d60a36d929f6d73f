// The page: one file that needs no network, no script and no style from elsewhere (its Content-Security-Policy allows
// only the two it carries, by their hash). First what an executive asks, then what an engineer opens.
// Tested by tests/report/report_test.cpp.
#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/text.h"
#include "report/html_parts.h"

namespace rf::report {
namespace {

using assess::Answer;

std::string base64_of_hex(std::string_view hex) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto nibble = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : hex) {
    bits = bits << 4 | nibble(c);
    held += 4;
    if (held >= 6) {
      held -= 6;
      out += kDigits[bits >> held & 63];
      bits &= (1U << held) - 1;
    }
  }
  if (held > 0) out += kDigits[bits << (6 - held) & 63];
  while (out.size() % 4 != 0) out += '=';
  return out;
}
std::string csp_hash(std::string_view s) { return "'sha256-" + base64_of_hex(sha256_hex(s)) + "'"; }

std::string tile(std::string_view css, std::int64_t n, const std::string& words) {
  return "<li class=\"" + std::string(css) + (n == 0 ? " zero" : "") + "\"><b>" + std::to_string(n) + "</b><span>" + words + "</span></li>\n";
}

std::string summary(const Answer& a) {
  const Tally t = tally(a);
  const std::string words = not_met_words(a);
  std::string out = "<section id=\"summary\" aria-labelledby=\"h-summary\"><h2 id=\"h-summary\" class=\"hide\">Summary</h2>\n";
  out += "<p class=\"lead\">" + (words.empty() ? std::string("No requirement is shown to be unmet on this evidence") : esc(words)) + (t.undecided > 0 ? "; " + std::to_string(t.undecided) + " undecided" : "") + "; met: " + std::to_string(t.met) + " of " + std::to_string(t.judged()) + " judged.</p>\n<ul class=\"tiles\">";
  for (const auto& [said, n] : not_met_groups(a)) out += tile("bad", n, esc(said));  // a tile a force: they are never added up
  if (words.empty()) out += tile("bad", 0, "not met on this evidence");
  out += tile("open", t.undecided, "undecided: facts are missing") + tile("due", t.due, "due at a day to come");
  out += tile("ok", t.met, "met, of " + std::to_string(t.judged()) + " judged") + "</ul>\n";
  out += "<div class=\"note\"><h3>Read with the numbers</h3><ul>";
  for (const auto& s : assumptions(a)) out += "<li>" + esc(s) + "</li>";
  out += "</ul></div>\n<h3>What needs attention</h3>\n" + html_attention(a);
  return out + "</section>\n";
}

std::string reconciliation(const Answer& a, const Options& o) {
  if (a.reconciliation.empty()) return {};
  std::string out = "<section id=\"reconciliation\" aria-labelledby=\"h-rec\"><h2 id=\"h-rec\">Inventory against observation</h2>\n<p class=\"dim\">The inventory is the count of record. A device that was seen confirms a row; one that confirms none is listed as seen only.</p>\n";
  std::int64_t contradicted = 0;
  for (const auto& r : a.reconciliation) contradicted += static_cast<std::int64_t>(r.contradicted.size());
  if (contradicted > 0) {
    out += table_open("Contradictions (" + grouped(contradicted) + ")", {"asset", "what differs", "evidence"}, true);
    std::size_t n = 0;
    for (const auto& kind : assess::kContradictions)
      for (const auto& r : a.reconciliation)
        for (const auto& c : r.contradicted) {
          if (c.kind != kind || ++n > on_page(static_cast<std::size_t>(contradicted), o)) continue;
          out += "<tr><th scope=\"row\">" + bdi(c.asset) + "</th>" + td(esc(c.says)) + "<td>";
          for (std::size_t i = 0; i < c.evidence.size(); ++i) out += (i ? "<br>" : "") + evidence_cell(c.evidence[i]);
          out += "</td></tr>\n";
        }
    out += table_close() + more(on_page(static_cast<std::size_t>(contradicted), o), static_cast<std::size_t>(contradicted));
  }
  out += table_open("Rows by function", {"function", "#declared", "#observed", "#both", "#declared only", "#observed only", "#contradicted"});
  for (const auto& r : a.reconciliation)
    out += "<tr><th scope=\"row\">" + bdi(r.function.empty() ? "(not known)" : r.function) + "</th>" + num(r.declared) + num(r.observed) + num(r.both) + num(std::max(r.declared_only_total, static_cast<std::int64_t>(r.declared_only.size()))) +
           num(std::max(r.observed_only_total, static_cast<std::int64_t>(r.observed_only.size()))) + num(static_cast<std::int64_t>(r.contradicted.size())) + "</tr>\n";
  out += table_close();
  for (const auto& r : a.reconciliation) {
    const auto list = [&](const std::vector<std::string>& keys, std::int64_t total, std::string_view what) {
      if (keys.empty() || !o.assets) return;
      const auto whole = static_cast<std::size_t>(std::max(total, static_cast<std::int64_t>(keys.size())));
      out += "<details><summary>" + std::string(what) + ", " + bdi(r.function.empty() ? "function not known" : r.function) + " (" + grouped(static_cast<std::int64_t>(whole)) + ")</summary><ul>";
      for (std::size_t i = 0; i < on_page(keys.size(), o); ++i) out += "<li>" + bdi(keys[i]) + "</li>";
      out += "</ul>" + more(on_page(keys.size(), o), whole) + "</details>\n";
    };
    list(r.observed_only, r.observed_only_total, "Observed, in no inventory");
    list(r.declared_only, r.declared_only_total, "Declared, not observed");
  }
  return out + "</section>\n";
}

std::string regimes(const Answer& a) {
  if (a.regimes.empty()) return {};
  std::string out = "<section id=\"regimes\" aria-labelledby=\"h-reg\"><h2 id=\"h-reg\">Regimes of mitigation</h2>\n";
  for (const auto& r : a.regimes) {
    const std::string_view css = r.status == "effective" ? "ok" : r.status == "ineffective" ? "bad" : r.status == "unknown" ? "open" : "off";
    out += "<h3>" + esc(r.id) + (r.operator_id.empty() ? "" : " · " + bdi(r.operator_id)) + " <span class=\"badge " + std::string(css) + "\">" + esc(regime_standing(r.status)) + "</span></h3>\n";
    if (!r.why.empty()) out += "<p>" + esc(r.why) + "</p>\n";
    if (!r.assurance_level.empty())
      out += "<p>Assurance: <b>" + esc(r.assurance_level) + "</b>" + (r.assurance_by.empty() ? "" : ", stated by " + esc(r.assurance_by)) + (r.assurance_from.known() ? ", from " + to_text(r.assurance_from) : "") + ". " + esc(r.assurance_says) + "</p>\n";
    if (r.conditions.empty()) continue;
    out += table_open("Conditions of " + r.id, {"condition", "holds", "decides", "why"});
    for (const auto& c : r.conditions) out += "<tr><th scope=\"row\">" + esc(c.says.empty() ? c.id : c.says) + "</th>" + td(esc(c.state == "true" ? "yes" : c.state == "false" ? "no" : c.state == "not-stated" ? "not stated" : c.state)) + td(c.decides ? "yes" : "no") + td(esc(c.why)) + "</tr>\n";
    out += table_close();
  }
  return out + "</section>\n";
}

std::string directions(const Answer& a) {
  if (a.directions.empty()) return {};
  std::string out = "<section id=\"directions\" aria-labelledby=\"h-dir\"><h2 id=\"h-dir\">Directions, and what of them is not known</h2>\n";
  out += table_open("Directions that exist on the day", {"direction", "force", "state", "territory", "how much is judged", "unverified"});
  std::size_t elsewhere = 0;
  for (const auto& d : a.directions) {
    if (d.note.starts_with("nothing of this estate stands in") || d.note.starts_with("no row says in which country")) {
      ++elsewhere;
      continue;
    }
    std::string unverified;
    for (const auto& u : d.unverified) unverified += (unverified.empty() ? "" : ", ") + esc(u);
    out += "<tr><th scope=\"row\">" + esc(d.title.empty() ? d.id : d.title) + "<br><code class=\"dim\">" + esc(d.id) + "</code></th>" + td(esc(d.force)) + td(esc(d.state)) + td(esc(d.territory)) + td(esc(d.note.empty() ? limits_of(d) : "not judged: " + d.note)) + td(unverified) + "</tr>\n";
  }
  out += table_close();
  if (elsewhere > 0) out += "<p class=\"dim\">" + std::to_string(elsewhere) + " more instruments concern places where nothing of this estate is known to stand.</p>\n";
  std::string due;
  for (const auto& d : a.directions)
    for (const auto& x : d.obligations)
      if (d.note.empty()) due += "<tr><th scope=\"row\">" + esc(d.id) + "</th>" + td(esc(x.says) + (x.unverified ? " <span class=\"dim\">(unverified)</span>" : "")) + td(esc(x.to)) + td(x.due.known() ? to_text(x.due) : esc(x.within)) + td(esc(x.source)) + "</tr>\n";
  if (!due.empty()) out += table_open("To be told to an authority; stated, not judged", {"direction", "what", "to", "when", "source"}, true) + due + table_close();
  return out + "</section>\n";
}

std::string exposures(const Answer& a) {
  if (a.exposures.empty()) return {};
  std::string out = "<section id=\"exposure\" aria-labelledby=\"h-exp\"><h2 id=\"h-exp\">Exposure to denials of supply</h2>\n<p class=\"dim\">These bind who supplies; nothing here is a breach of them.</p>\n";
  out += table_open("Denials followed over components", {"denial", "supplier", "state", "#assets", "#parts not stated", "stock ends", "in words"});
  for (const auto& x : a.exposures)
    out += "<tr><th scope=\"row\">" + esc(x.title) + "</th>" + td(bdi(x.supplier)) + td(esc(x.status)) + num(x.assets) + num(x.unknown_assets) + td(x.stock_ends.known() ? to_text(x.stock_ends) : std::string("not stated")) + td(bdi(x.says)) + "</tr>\n";
  return out + table_close() + "</section>\n";
}

std::string errors(const Answer& a, const Options& o) {
  if (a.errors.empty() && a.warnings.empty()) return {};
  std::string out = "<section id=\"errors\" aria-labelledby=\"h-err\"><h2 id=\"h-err\">What could not be read, and what was flagged</h2>\n";
  const auto table = [&](const std::vector<Error>& list, std::string_view caption) {
    if (list.empty()) return;
    out += table_open(std::string(caption) + " (" + grouped(static_cast<std::int64_t>(list.size())) + ")", {"input", "where", "what was found", "what to do"}, true);
    for (std::size_t i = 0; i < on_page(list.size(), o); ++i)
      out += "<tr><th scope=\"row\">" + bdi(list[i].input) + "</th>" + td(bdi(list[i].where)) + td(esc(list[i].why)) + td(esc(list[i].remedy)) + "</tr>\n";
    out += table_close() + more(on_page(list.size(), o), list.size());
  };
  table(a.errors, "Could not be read");
  table(a.warnings, "Read, but flagged");
  return out + "</section>\n";
}

std::string provenance(const Answer& a, const Options& o) {
  std::string out = "<section id=\"provenance\" aria-labelledby=\"h-prov\"><h2 id=\"h-prov\">What this rests on</h2>\n<dl><dt>judged on</dt><dd>" + to_text(a.as_of) + "</dd>";
  if (a.known_at.known()) out += "<dt>with what was on record by</dt><dd>" + to_text(a.known_at) + "</dd>";
  if (!a.knowledge_hash.empty()) out += "<dt>knowledge, SHA-256</dt><dd><code>" + esc(a.knowledge_hash) + "</code></dd>";
  if (!a.estate_hash.empty()) out += "<dt>estate judged, SHA-256</dt><dd><code>" + esc(a.estate_hash) + "</code></dd>";
  out += "</dl>\n";
  if (!a.inputs.empty()) {
    out += table_open("Inputs (" + grouped(static_cast<std::int64_t>(a.inputs.size())) + ")", {"path", "kind", "#bytes", "SHA-256"}, true);
    for (std::size_t i = 0; i < on_page(a.inputs.size(), o); ++i) {
      const auto& f = a.inputs[i];
      out += "<tr><th scope=\"row\">" + bdi(f.path) + "</th>" + td(esc(f.kind)) + num(static_cast<std::int64_t>(f.bytes)) + td("<code>" + esc(f.sha256) + "</code>") + "</tr>\n";
    }
    out += table_close() + more(on_page(a.inputs.size(), o), a.inputs.size());
  }
  return out + "</section>\n";
}

}  // namespace

std::string page_head(std::string_view title, std::string_view heading, std::string_view meta) {
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src " + csp_hash(kPageStyle) + "; script-src " + csp_hash(kPageScript) +
         "; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><meta name=\"referrer\" content=\"no-referrer\">\n<title>Ringfence: " +
         esc(title) + "</title>\n<style>" + std::string(kPageStyle) + "</style></head>\n<body><a class=\"skip\" href=\"#main\">To the answer</a>\n<header><p class=\"brand\">Ringfence</p><h1>" +
         std::string(heading) + "</h1><p class=\"meta\">" + std::string(meta) + "</p></header>\n";
}
std::string page_foot(std::string_view says) { return "<footer><p>" + esc(says) + "</p></footer>\n<script>" + std::string(kPageScript) + "</script></body></html>\n"; }

std::string esc(std::string_view s) {
  std::string out;
  for (const char c : clean(s)) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  return out;
}
std::string bdi(std::string_view s) { return s.empty() ? std::string() : "<bdi>" + esc(s) + "</bdi>"; }

std::string table_open(std::string_view caption, const std::vector<std::string>& columns, bool caption_seen) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"" + esc(caption) + "\"><table><caption" + (caption_seen ? "" : " class=\"hide\"") + ">" + esc(caption) + "</caption><thead><tr>";
  for (const auto& c : columns) out += c.starts_with('#') ? "<th scope=\"col\" class=\"n\">" + esc(c.substr(1)) + "</th>" : "<th scope=\"col\">" + esc(c) + "</th>";
  return out + "</tr></thead><tbody>\n";
}

std::string more(std::size_t shown, std::size_t total) {
  if (total <= shown) return {};
  return "<p class=\"dim\">… and " + grouped(static_cast<std::int64_t>(total - shown)) + " more of " + grouped(static_cast<std::int64_t>(total)) + " (--all lists them).</p>\n";
}

std::string_view status_class(Status s) {
  switch (s) {
    case Status::Breached: return "bad";
    case Status::Undecided: return "open";
    case Status::Due: return "due";
    case Status::Met: return "ok";
    default: return "off";
  }
}

std::string badge(const Finding& f) {
  constexpr std::array<std::string_view, 7> kSigns = {"✓", "◷", "✕", "?", "–", "◇", "–"};
  return "<span class=\"badge " + std::string(status_class(f.status)) + "\"><span aria-hidden=\"true\">" + std::string(kSigns[static_cast<std::size_t>(f.status)]) + "</span> " + esc(standing(f)) + "</span>";
}

std::string evidence_cell(const Locator& l) {
  // Quoted for a shell, since paths come from outside.
  std::string quoted = "'";
  for (const char c : address_of(l)) {
    if (c == '\'') quoted += "'\\''";
    else quoted += c;
  }
  quoted += "'";
  return bdi(short_form(l)) + "<br><code>ringfence show " + esc(quoted) + "</code>";
}

std::string html(const Answer& a, const Options& o) {
  const std::string who = a.operator_id.empty() ? "Operator not named" : a.operator_id;
  std::string sections = summary(a) + html_findings(a, o) + timeline(a) + html_suppliers(a, o) + exposures(a) + reconciliation(a, o) + regimes(a) + directions(a) + errors(a, o) + provenance(a, o);
  std::string out = page_head((a.operator_id.empty() ? std::string("operator not named") : a.operator_id) + ", " + to_text(a.as_of), bdi(who), "Judged on " + to_text(a.as_of) +
                    (a.known_at.known() && a.known_at != a.as_of ? ", with what was on record by " + to_text(a.known_at) : "") + (a.country.empty() ? "" : " · " + esc(a.country)) + " · " + grouped(a.assets) + (a.assets == 1 ? " asset" : " assets"));
  out += "<nav aria-label=\"Sections\"><ul>";
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kSections = {{{"findings", "Findings"}, {"timeline", "Days that count"}, {"suppliers", "Suppliers"}, {"exposure", "Exposure"}, {"reconciliation", "Inventory against observation"},
                                                                                       {"regimes", "Regimes"}, {"directions", "Directions"}, {"errors", "Not read"}, {"provenance", "What this rests on"}}};
  for (const auto& [id, title] : kSections)
    if (sections.find("<section id=\"" + std::string(id) + "\"") != std::string::npos) out += "<li><a href=\"#" + std::string(id) + "\">" + std::string(title) + "</a></li>";
  out += "</ul></nav>\n<main id=\"main\">\n" + sections;
  return out + "</main>\n" + page_foot(summary_line(a) + ". Statuses hold for the evidence named above and nothing else; no statement here is legal advice.");
}

}  // namespace rf::report
