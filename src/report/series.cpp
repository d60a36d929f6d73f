#include "report/series.h"

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "report/csv_line.h"
#include "report/json_parts.h"
#include "report/page.h"

namespace rf::report {
namespace {

using direct::SeriesLine;
using direct::SeriesRun;

void put_series_line(JsonWriter& w, const SeriesLine& l) {
  w.member("id", l.id);
  if (l.regime) w.member("regime", l.direction);
  else w.member("direction", l.direction).member("requirement", l.requirement);
  w.member_or_null("operator", l.operator_id).key("runs").begin_array();
  for (const SeriesRun& r : l.runs) {
    w.begin_object().member("from", to_text(r.from)).member("to", to_text(r.to)).member("status", r.status);
    if (!l.regime) {
      const Measured& m = r.measured;
      w.member_or_null("measure", m.measure).member("unit", m.share ? "share" : "count");
      put_values(w, m);
      w.key("limit");
      m.share ? w.value(m.limit()) : w.value(m.limit_num);
      w.member("part", m.part).member("total", m.total);
    }
    w.member_or_null("why", r.why).end_object();
  }
  w.end_array();
}
void put_series_head(JsonWriter& w, const assess::SeriesAnswer& s) {
  w.member("from", to_text(s.series.from)).member("to", to_text(s.series.to)).member("known_at", to_text(s.base.known_at)).member("step", s.series.monthly ? "month" : "day");
  w.member_or_null("operator", s.base.operator_id).member("days_judged", static_cast<std::uint64_t>(s.series.days_judged));
}

/// Whether it ever is anything but not applicable.
bool judged_once(const SeriesLine& l) {
  return std::any_of(l.runs.begin(), l.runs.end(), [](const SeriesRun& r) { return r.status != "not-applicable" && r.status != "not-needed"; });
}

}  // namespace

std::string series_summary(const assess::SeriesAnswer& s) {
  std::size_t runs = 0, changing = 0, not_met = 0;
  for (const auto& l : s.series.lines) {
    runs += l.runs.size();
    changing += l.runs.size() > 1;
    not_met += !l.runs.empty() && l.runs.back().status == "breached";
  }
  return std::to_string(s.series.lines.size()) + " requirements and regimes from " + to_text(s.series.from) + " to " + to_text(s.series.to) + ": " + std::to_string(changing) + " change, in " + std::to_string(runs) + " runs; " +
         std::to_string(not_met) + " not met at the end; " + std::to_string(s.series.days_judged) + " days judged";
}

void write_series(const assess::SeriesAnswer& s, const Options& o, std::string_view format, const Write& out) {
  if (format == "json") {
    std::string text;
    JsonWriter w(text, o.indent);
    w.begin_object();
    put_series_head(w, s);
    w.key("series").begin_array();
    for (const auto& l : s.series.lines) {
      w.begin_object();
      put_series_line(w, l);
      w.end_object();
    }
    w.end_array().member("knowledge", s.base.knowledge_hash);
    put_array(w, "errors", s.base.errors, [&](const Error& e) { put_error(w, e); });
    w.end_object();
    return out(text + "\n");
  }
  if (format == "jsonl") {
    for (const auto& l : s.series.lines) {
      std::string text;
      JsonWriter w(text);
      w.begin_object().member("type", l.regime ? "regime" : "requirement");
      put_series_line(w, l);
      w.end_object();
      out(text + "\n");
    }
    std::string text;
    JsonWriter w(text);
    w.begin_object().member("type", "summary");
    put_series_head(w, s);
    w.member("says", series_summary(s)).end_object();
    return out(text + "\n");
  }
  if (format == "csv") {
    out("id,direction,requirement,operator,from,to,status,measure,unit,part,total,value,value_low,value_high,limit,why\r\n");
    for (const auto& l : s.series.lines)
      for (const auto& r : l.runs) {
        const Measured& m = r.measured;
        Line line;
        line.text(l.id).text(l.direction).text(l.requirement).text(l.operator_id).text(to_text(r.from)).text(to_text(r.to)).text(r.status).text(m.measure).text(l.regime ? "" : m.share ? "share" : "count");
        line.number(m.part).number(m.total).measured(m, m.part, m.value()).measured(m, m.part_low, m.value_low()).measured(m, m.part_high, m.value_high()).measured(m, m.limit_num, m.limit()).text(r.why);
        out(std::move(line).end());
      }
    return;
  }
  Page p(o);
  p.say("", "From " + to_text(s.series.from) + " to " + to_text(s.series.to) + (s.base.operator_id.empty() ? "" : ", at " + s.base.operator_id) + (s.series.monthly ? ", judged on the first of each month" : ""), Paint::Bold);
  std::map<Day, std::vector<std::pair<const SeriesLine*, std::size_t>>> by_day;
  p.heading("At the beginning");
  for (const auto& l : s.series.lines) {
    if (!judged_once(l)) continue;
    if (l.runs[0].status != "not-applicable") p.say("  ", l.id + ": " + status_in_words(l.runs[0].status, l.force) + (l.regime ? "" : ", " + amount(l.runs[0].measured)));
    for (std::size_t i = 1; i < l.runs.size(); ++i) by_day[l.runs[i].from].emplace_back(&l, i);
  }
  for (const auto& [day, changes] : by_day) {
    p.heading(to_text(day));
    for (const auto& [l, i] : changes) {
      const auto &was = l->runs[i - 1], &is = l->runs[i];
      const Paint paint = is.status == "breached" || is.status == "ineffective" ? Paint::Red : is.status == "met" || is.status == "effective" ? Paint::Green : Paint::Yellow;
      p.say("  ", l->id + ": " + (was.status == is.status ? status_in_words(is.status, l->force) : status_in_words(was.status, l->force) + " → " + status_in_words(is.status, l->force)), was.status == is.status ? Paint::None : paint);
      p.say("    ", is.why, Paint::Dim);
    }
  }
  p.blank();
  p.say("", series_summary(s));
  out(std::move(p).take());
}

}  // namespace rf::report
