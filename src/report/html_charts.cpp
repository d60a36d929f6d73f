// Pictures of the page, as inline SVG with a title and a description; the same numbers stand in a table beside each.
// What differs by colour also differs by pattern and by its label.
#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "base/text.h"
#include "report/html_parts.h"

namespace rf::report {
namespace {

using assess::Amount;
using assess::Answer;

std::string at(double v) {
  char buffer[32];
  const int n = std::snprintf(buffer, sizeof buffer, "%.1f", v);
  return {buffer, static_cast<std::size_t>(n)};
}
std::string line(double x1, double y1, double x2, double y2, std::string_view css) {
  return "<line x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\"" + at(y2) + "\" class=\"" + std::string(css) + "\"/>";
}
std::string box(double x, double y, double w, double h, std::string_view css, std::string_view more = {}) {
  return "<rect x=\"" + at(x) + "\" y=\"" + at(y) + "\" width=\"" + at(std::max(w, 0.0)) + "\" height=\"" + at(h) + "\" class=\"" + std::string(css) + "\"" + std::string(more) + "/>";
}
std::string label(double x, double y, std::string_view anchor, const std::string& words, std::string_view css = {}) {
  return "<text x=\"" + at(x) + "\" y=\"" + at(y) + "\" text-anchor=\"" + std::string(anchor) + "\"" + (css.empty() ? "" : " class=\"" + std::string(css) + "\"") + ">" + esc(words) + "</text>";
}
std::string cut(std::string_view s, int columns) {
  std::string out;
  int taken = 0;
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t n = std::max<std::size_t>(1, utf8_length(s.substr(i)));
    const int w = columns_of(s.substr(i, n));
    if (taken + w > columns) return out + "…";
    out += s.substr(i, n);
    taken += w;
    i += n;
  }
  return out;
}

// Seven makers by size, the others together, the unknown last.
constexpr std::size_t kNamed = 7;
constexpr std::size_t kOthers = kNamed, kUnknown = kNamed + 1, kParts = kNamed + 2;
constexpr std::size_t kFunctions = 14;  // bars that can still be compared by eye

std::string part_class(std::size_t part) { return part == kUnknown ? "su" : "s" + std::to_string(part); }
/// Marks over the colour, one shape a part; none over the first.
std::string pattern(std::size_t part, const std::string& prefix) {
  static constexpr std::string_view kShapes[] = {
      "", "<path d=\"M0 8L8 0M-2 2L2 -2M6 10L10 6\" class=\"paper\" stroke-width=\"1.6\"/>", "<circle cx=\"4\" cy=\"4\" r=\"1.5\" class=\"dot\"/>",
      "<path d=\"M0 4H8\" class=\"paper\" stroke-width=\"1.6\"/>", "<path d=\"M4 0V8\" class=\"paper\" stroke-width=\"1.6\"/>", "<path d=\"M0 0L8 8M-2 6L2 10M6 -2L10 2\" class=\"paper\" stroke-width=\"1.6\"/>",
      "<path d=\"M4 0V8M0 4H8\" class=\"paper\" stroke-width=\"1.3\"/>", "", "<path d=\"M0 8L8 0M0 0L8 8\" class=\"paper\" stroke-width=\"1.2\"/>"};
  return "<pattern id=\"" + prefix + std::to_string(part) + "\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">" + box(0, 0, 8, 8, part_class(part)) + std::string(kShapes[part]) + "</pattern>";
}
std::string fill(std::size_t part, const std::string& prefix) { return " fill=\"url(#" + prefix + std::to_string(part) + ")\""; }

struct Chart {
  std::string_view what, unit;
  std::int64_t Amount::*of;
};
constexpr Chart kCharts[] = {{"quantity", "pieces", &Amount::quantity}, {"premises", "premises", &Amount::premises}, {"traffic", "traffic", &Amount::traffic}};

struct Bar {
  std::string function;
  std::array<std::int64_t, kParts> parts{};
  std::int64_t total = 0;
};

std::vector<Bar> bars_of(const Answer& a, const Chart& c, const std::vector<std::size_t>& part_of) {
  std::map<std::string, Bar> by_function;
  for (std::size_t i = 0; i < a.by_supplier.size(); ++i)
    for (const auto& [function, amount] : a.by_supplier[i].by_function) {
      Bar& b = by_function[function];
      b.function = function.empty() ? "(not known)" : function;
      b.parts[part_of[i]] += amount.*c.of;
      b.total += amount.*c.of;
    }
  std::vector<Bar> out;
  for (auto& [function, b] : by_function)
    if (b.total > 0) out.push_back(std::move(b));
  std::stable_sort(out.begin(), out.end(), [](const Bar& x, const Bar& y) { return x.total > y.total; });
  return out;
}

std::string chart(const Answer& a, const Chart& c) {
  // The makers with most pieces, in every chart in the same colours.
  const auto order = by_size(a);
  std::vector<std::size_t> part_of(a.by_supplier.size(), kOthers);
  std::array<std::string, kParts> names;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& s = *order[i];
    const auto index = static_cast<std::size_t>(&s - a.by_supplier.data());
    if (s.supplier.empty() && s.name.empty()) part_of[index] = kUnknown;
    else if (i < kNamed) {
      part_of[index] = i;
      names[i] = s.name;
    }
  }
  std::vector<Bar> bars = bars_of(a, c, part_of);
  if (bars.empty()) return {};
  const std::size_t all = bars.size();
  if (bars.size() > kFunctions) bars.resize(kFunctions);
  names[kOthers] = "other makers";
  names[kUnknown] = "maker not known";
  std::array<bool, kParts> used{};
  for (const auto& b : bars)
    for (std::size_t p = 0; p < kParts; ++p) used[p] = used[p] || b.parts[p] > 0;

  constexpr double kLeft = 190, kWide = 680, kRow = 32, kTop = 6;
  const double height = kTop + kRow * static_cast<double>(bars.size()) + 22;
  const std::string id(c.what), prefix = "p-" + id + "-";
  std::string out = "<h3>Share of " + std::string(c.unit) + " by function</h3>\n<ul class=\"legend\">";
  for (std::size_t p = 0; p < kParts; ++p)
    if (used[p]) out += "<li><svg width=\"18\" height=\"14\" aria-hidden=\"true\"><rect width=\"18\" height=\"14\" rx=\"2\"" + fill(p, prefix) + "/></svg>" + bdi(names[p]) + "</li>";
  out += "</ul>\n<div class=\"scroll wide\" tabindex=\"0\" role=\"group\" aria-label=\"chart\"><svg viewBox=\"0 0 980 " + at(height) + "\" role=\"img\" aria-labelledby=\"t-" + id + " d-" + id + "\"><title id=\"t-" + id + "\">Share of " + std::string(c.unit) +
         " by function and maker</title><desc id=\"d-" + id + "\">One bar a function, split by maker; the numbers stand in the table below.</desc><defs>";
  for (std::size_t p = 0; p < kParts; ++p)
    if (used[p]) out += pattern(p, prefix);
  out += "</defs>\n";
  for (int quarter = 0; quarter <= 4; ++quarter) {
    const double x = kLeft + kWide * quarter / 4;
    out += line(x, kTop, x, height - 20, "grid") + label(x, height - 5, "middle", std::to_string(quarter * 25) + " %", "dimt");
  }
  double y = kTop;
  for (const auto& b : bars) {
    out += label(kLeft - 10, y + 20, "end", cut(b.function, 26));
    double x = kLeft;
    std::string labels;
    for (std::size_t p = 0; p < kParts; ++p) {
      if (b.parts[p] == 0) continue;
      const double w = kWide * static_cast<double>(b.parts[p]) / static_cast<double>(b.total);
      out += "<rect x=\"" + at(x) + "\" y=\"" + at(y + 5) + "\" width=\"" + at(std::max(w - 1.0, 0.6)) + "\" height=\"" + at(kRow - 10) + "\"" + fill(p, prefix) + "><title>" + esc(names[p]) + ": " + percent(b.parts[p], b.total) + ", " + grouped(b.parts[p]) + "</title></rect>";
      if (w > 46) labels += label(x + w / 2, y + 20.5, "middle", percent(b.parts[p], b.total), "halo");
      x += w;
    }
    out += labels + label(kLeft + kWide + 8, y + 20, "start", grouped(b.total), "dimt") + "\n";
    y += kRow;
  }
  out += "</svg></div>\n<details><summary>The numbers</summary>";
  std::vector<std::string> columns{"function"};
  for (std::size_t p = 0; p < kParts; ++p)
    if (used[p]) columns.push_back("#" + names[p]);
  columns.emplace_back("#all");
  out += table_open(std::string(c.unit) + " by function and maker", columns);
  for (const auto& b : bars) {
    out += "<tr><th scope=\"row\">" + bdi(b.function) + "</th>";
    for (std::size_t p = 0; p < kParts; ++p)
      if (used[p]) out += num(b.parts[p]);
    out += num(b.total) + "</tr>\n";
  }
  out += table_close() + "</details>\n";
  if (all > bars.size()) out += "<p class=\"dim\">The " + std::to_string(bars.size()) + " largest of " + std::to_string(all) + " functions.</p>\n";
  return out;
}

}  // namespace

std::string share_charts(const Answer& a) {
  std::string out;
  for (const auto& c : kCharts) out += chart(a, c);
  return out;
}

std::string gauge(const Measured& m) {
  const double limit = m.limit(), high = std::max({m.value(), m.value_high(), limit});
  if (high <= 0) return {};
  constexpr double kWide = 600, kLeft = 4;
  double most = high * 1.15;
  if (m.share && most > 0.6) most = 1;
  const auto x = [&](double v) { return kLeft + std::min(v / most, 1.0) * kWide; };
  const bool bad = m.value_low() > limit, open = !bad && m.value_high() > limit;  // as a direction is judged
  std::string words = amount(m) + "; allowed: " + limit_of(m);
  if (const auto b = bounds(m); !b.empty()) words += "; " + b + " as the unknown turns out";
  std::string out = "<svg viewBox=\"0 0 620 44\" width=\"620\" role=\"img\" aria-label=\"" + esc(words) + "\">" + box(kLeft, 8, kWide, 14, "track", " rx=\"3\"");
  out += box(kLeft, 8, x(m.value()) - kLeft, 14, bad ? "fbad" : open ? "fopen" : "fok", " rx=\"3\"");
  if (m.value_low() != m.value_high()) {
    const double lo = x(m.value_low()), hi = x(m.value_high());
    out += line(lo, 15, hi, 15, "ink") + line(lo, 10, lo, 20, "ink") + line(hi, 10, hi, 20, "ink");
  }
  const double l = x(limit);
  out += "<line x1=\"" + at(l) + "\" y1=\"3\" x2=\"" + at(l) + "\" y2=\"27\" class=\"ink\" stroke-width=\"2.5\"/>";
  const bool right = l > kWide * 0.7;
  out += label(right ? l - 2 : l, 40, right ? "end" : "start", "allowed: " + limit_of(m), "dimt");
  return out + "</svg>\n";
}

std::string timeline(const Answer& a) {
  struct Mark {
    Day day;
    std::string what, of, words, css;
    int shape;
  };
  std::vector<Mark> marks;
  std::set<std::string> seen;
  for (const auto* f : in_order(a)) {
    if (!f->from.known() || f->status == Status::NotApplicable) continue;
    const std::string key = f->direction + "/" + f->requirement + to_text(f->from) + std::string(to_text(f->status));
    if (!seen.insert(key).second) continue;
    marks.push_back({f->from, f->requirement, f->direction, standing(*f), "f" + std::string(status_class(f->status)), f->status == Status::Breached ? 0 : f->status == Status::Undecided ? 1 : f->status == Status::Due ? 2 : 3});
  }
  if (marks.empty() || !a.as_of.known()) return {};
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& x, const Mark& y) { return x.day != y.day ? x.day < y.day : x.what < y.what; });
  constexpr std::size_t kMarks = 40;  // one page
  const std::size_t all = marks.size();
  if (marks.size() > kMarks) marks.resize(kMarks);
  Day first = a.as_of, last = a.as_of;
  for (const auto& m : marks) {
    first = std::min(first, m.day);
    last = std::max(last, m.day);
  }
  const int pad = std::max(60, (last.days - first.days) / 20);
  const double begin = first.days - pad, end = last.days + pad;
  constexpr double kLeft = 230, kWide = 430, kRow = 26, kTop = 46;
  const double height = kTop + kRow * static_cast<double>(marks.size()) + 10;
  const auto x = [&](Day d) { return kLeft + (d.days - begin) / (end - begin) * kWide; };
  std::string out = "<section id=\"timeline\" aria-labelledby=\"h-timeline\"><h2 id=\"h-timeline\">Days that count</h2>\n<div class=\"scroll wide\" tabindex=\"0\" role=\"group\" aria-label=\"timeline\"><svg viewBox=\"0 0 1060 " + at(height) +
                    "\" role=\"img\" aria-labelledby=\"t-time d-time\"><title id=\"t-time\">Deadlines and first days, with the day judged</title><desc id=\"d-time\">One line a requirement; the same days stand in the table below.</desc>\n";
  const int years = ymd_of(last).year - ymd_of(first).year + 2;
  const int step = std::max(1, years / 8);
  for (int year = ymd_of(first).year; year <= ymd_of(last).year + 1; year += step) {
    const Day d = day_of(year, 1, 1);
    if (d.days < begin || d.days > end) continue;
    out += line(x(d), kTop - 6, x(d), height - 4, "grid") + label(x(d) + 3, kTop - 10, "start", std::to_string(year), "dimt");
  }
  const double now = x(a.as_of);
  out += "<line x1=\"" + at(now) + "\" y1=\"18\" x2=\"" + at(now) + "\" y2=\"" + at(height - 4) + "\" class=\"ink\" stroke-width=\"1.6\" stroke-dasharray=\"5 4\"/>";
  out += label(now > kLeft + kWide - 60 ? now - 5 : now + 5, 14, now > kLeft + kWide - 60 ? "end" : "start", "judged on " + to_text(a.as_of), "halo") + "\n";
  double y = kTop;
  for (const auto& m : marks) {
    const double cx = x(m.day), cy = y + 12;
    out += label(kLeft - 14, y + 16, "end", cut(m.what, 32)) + line(kLeft, cy, kLeft + kWide, cy, "grid");
    if (m.shape == 0) out += box(cx - 6, cy - 6, 12, 12, m.css);
    else if (m.shape == 1) out += "<path d=\"M" + at(cx) + " " + at(cy - 8) + "l8 8-8 8-8-8z\" class=\"" + m.css + "\"/>";
    else if (m.shape == 2) out += "<path d=\"M" + at(cx - 7) + " " + at(cy + 6) + "h14l-7-13z\" class=\"" + m.css + "\"/>";
    else out += "<circle cx=\"" + at(cx) + "\" cy=\"" + at(cy) + "\" r=\"6\" class=\"" + m.css + "\"/>";
    out += label(kLeft + kWide + 10, y + 16, "start", to_text(m.day) + " · " + m.words) + "\n";
    y += kRow;
  }
  out += "</svg></div>\n<p class=\"dim\">Square: not met, against or not supported. Diamond: undecided. Triangle: due. Circle: others. A limit binds from the day after its deadline.</p>\n<details><summary>The days as a table</summary>";
  out += table_open("Days that count", {"day", "requirement", "direction", "where it stands"});
  for (const auto& m : marks) out += "<tr><th scope=\"row\">" + to_text(m.day) + "</th>" + td(esc(m.what)) + td(esc(m.of)) + td(esc(m.words)) + "</tr>\n";
  out += table_close() + "</details>\n";
  if (all > marks.size()) out += "<p class=\"dim\">The first " + std::to_string(marks.size()) + " of " + std::to_string(all) + " days; all stand in the findings.</p>\n";
  return out + "</section>\n";
}

}  // namespace rf::report
