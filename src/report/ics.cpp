// Deadlines as an iCalendar file (RFC 5545): all-day events, one for each requirement and operator, obligations to report, the end
// of denials and of stock. Nothing in it comes from the clock: DTSTAMP is the day judged on, and an event keeps its UID from
// run to run, so that a calendar that imports the file again moves events instead of doubling them.
#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "report/report.h"
#include "report/words.h"

namespace rf::report {
namespace {

constexpr std::size_t kLine = 75;  // octets of a content line, its end not counted (RFC 5545, 3.1)

/// TEXT of RFC 5545, 3.3.11; control characters have no place in it.
std::string ics_text(std::string_view s) {
  std::string out;
  for (const char c : clean(s)) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') out += "\\n";
    else out += c;
  }
  return out;
}
/// A content line, folded between characters, never within one.
void put_line(std::string& out, const std::string& line) {
  std::size_t at = 0, room = kLine;
  while (line.size() - at > room) {
    std::size_t n = 0;
    for (std::size_t next = at; next < line.size();) {
      const std::size_t c = std::max<std::size_t>(utf8_length(std::string_view(line).substr(next)), 1);
      if (n + c > room) break;
      n += c;
      next += c;
    }
    out += line.substr(at, n) + "\r\n ";
    at += n;
    room = kLine - 1;  // the blank that continues it counts
  }
  out += line.substr(at) + "\r\n";
}
std::string ics_date(Day d) {
  std::string out;
  for (const char c : to_text(d))
    if (c != '-') out += c;
  return out;
}

struct Event {
  std::string key;  ///< what the UID is made of
  Day day;
  std::string summary, description, category;
};

void put_event(std::string& out, const Event& e, Day stamp) {
  put_line(out, "BEGIN:VEVENT");
  put_line(out, "UID:" + sha256_hex(e.key).substr(0, 32) + "@ringfence");
  put_line(out, "DTSTAMP:" + ics_date(stamp) + "T000000Z");
  put_line(out, "DTSTART;VALUE=DATE:" + ics_date(e.day));
  put_line(out, "DTEND;VALUE=DATE:" + ics_date(e.day.plus(1)));
  put_line(out, "SUMMARY:" + ics_text(e.summary));
  put_line(out, "DESCRIPTION:" + ics_text(e.description));
  put_line(out, "CATEGORIES:" + ics_text(e.category));
  put_line(out, "TRANSP:TRANSPARENT");
  put_line(out, "END:VEVENT");
}

}  // namespace

std::string ics(const assess::Answer& a) {
  std::map<std::string, Event> events;  // by key: the measures of one requirement are one day
  for (const auto& f : a.findings) {
    if (f.status == Status::NotApplicable || f.status == Status::Exempt || !f.from.known()) continue;
    if (!f.has_deadline && f.from <= a.as_of) continue;  // it binds already and asks for no day
    const std::string who = f.operator_id.empty() ? std::string() : " (" + f.operator_id + ")";
    Event e{f.direction + "/" + f.requirement + (f.supplier.empty() ? "" : "/" + f.supplier) + "@" + f.operator_id, f.from,
            f.direction + " " + f.requirement + ": " + (f.has_deadline ? "last lawful day" : "binds from this day") + who, sentence(f), f.force};
    const auto put = [&](const Event& event) {
      const auto at = events.emplace(event.key, event);
      if (!at.second && at.first->second.description != event.description) at.first->second.description += "\n" + event.description;
    };
    if (!f.from_other.known()) {
      put(e);
      continue;
    }
    // Sources differ: whoever plans by the calendar has to see both days.
    Event other = e;
    e.summary += ", or " + to_text(f.from_other) + ": sources differ";
    other.key += "/other";
    other.day = f.from_other;
    other.summary += ", or " + to_text(f.from) + ": sources differ";
    put(e), put(other);
  }
  for (const auto& d : a.directions)
    for (const auto& o : d.obligations) {
      if (!o.due.known()) continue;
      const std::string key = d.id + "/obligation/" + o.id;
      events.emplace(key, Event{key, o.due, d.id + " " + o.id + ": to be done by this day", o.says + (o.to.empty() ? "" : " To: " + o.to + ".") + (o.unverified ? " Not verified against the text." : ""), d.force});
    }
  for (const auto& x : a.exposures) {
    if (x.stock_ends.known()) events.emplace(x.id + "/stock", Event{x.id + "/stock", x.stock_ends, x.list + " " + x.supplier + ": stock is stated to end", x.says, "exposure"});
    if (x.to.known() && x.status != "ended") events.emplace(x.id + "/end", Event{x.id + "/end", x.to, x.list + " " + x.supplier + ": last day of the denial on record", x.says, "exposure"});
  }
  std::vector<const Event*> order;
  for (const auto& [key, e] : events) order.push_back(&e);
  std::stable_sort(order.begin(), order.end(), [](const Event* x, const Event* y) { return x->day < y->day; });
  std::string out;
  put_line(out, "BEGIN:VCALENDAR");
  put_line(out, "VERSION:2.0");
  put_line(out, "PRODID:-//Ringfence//Ringfence//EN");
  put_line(out, "CALSCALE:GREGORIAN");
  put_line(out, "METHOD:PUBLISH");
  put_line(out, "X-WR-CALNAME:" + ics_text("Ringfence" + (a.operator_id.empty() ? std::string() : ": " + a.operator_id)));
  for (const auto* e : order) put_event(out, *e, a.as_of);
  put_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace rf::report
