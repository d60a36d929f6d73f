// The pieces of the page. Every text that is not ours goes through `esc`; nothing is loaded, nothing needs a script.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "assess/answer.h"
#include "report/report.h"
#include "report/words.h"

namespace rf::report {

inline constexpr std::size_t kPageList = 100;  // of any list on the page, with the total stated; --all lifts it

/// All up to the end of the page's header, and all from its footer on. `heading` and `meta` are HTML.
std::string page_head(std::string_view title, std::string_view heading, std::string_view meta);
std::string page_foot(std::string_view says);
/// As HTML text or attribute value (in double quotes): & < > " ' escaped, control and bidi override characters replaced.
std::string esc(std::string_view s);
/// A name from outside, kept from turning the direction of the text around it.
std::string bdi(std::string_view s);
inline std::string num(std::int64_t n) { return "<td class=\"n\">" + grouped(n) + "</td>"; }
inline std::string td(const std::string& html) { return "<td>" + html + "</td>"; }
/// "<table>" with a caption (may be hidden to the eye) and a head of columns, "#" before one that holds numbers.
std::string table_open(std::string_view caption, const std::vector<std::string>& columns, bool caption_seen = false);
inline std::string table_close() { return "</tbody></table></div>\n"; }
/// "… 1,234 more of 1,334 (--all lists them)", or nothing.
std::string more(std::size_t shown, std::size_t total);
inline std::size_t on_page(std::size_t n, const Options& o) { return o.all || n < kPageList ? n : kPageList; }
/// A coloured word with a sign that can be told apart without colour.
std::string badge(const Finding& f);
std::string_view status_class(Status s);
/// Locator's short form, and the command that opens it.
std::string evidence_cell(const Locator& l);

/// Rows of the estate by key, for those keys that findings name.
using RowsByKey = std::unordered_map<std::string, std::size_t>;

std::string html_findings(const assess::Answer& a, const Options& o);
/// What needs attention, short, for the first page.
std::string html_attention(const assess::Answer& a);
std::string html_suppliers(const assess::Answer& a, const Options& o);
/// Value, its bounds and the limit as a bar.
std::string gauge(const Measured& m);
std::string share_charts(const assess::Answer& a);
std::string timeline(const assess::Answer& a);

extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;

}  // namespace rf::report
