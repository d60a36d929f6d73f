#include "base/date.h"

#include <chrono>
#include <cstdio>

namespace rf {
namespace ch = std::chrono;

Day day_of(int year, int month, int day) {
  if (year < 1 || year > 9999) return {};
  const ch::year_month_day d{ch::year{year}, ch::month{static_cast<unsigned>(month)}, ch::day{static_cast<unsigned>(day)}};
  if (!d.ok()) return {};
  return Day{static_cast<std::int32_t>(ch::sys_days{d}.time_since_epoch().count())};
}

Ymd ymd_of(Day day) {
  const ch::year_month_day d{ch::sys_days{ch::days{day.days}}};
  return {static_cast<int>(d.year()), static_cast<int>(static_cast<unsigned>(d.month())),
          static_cast<int>(static_cast<unsigned>(d.day()))};
}

std::optional<Day> parse_iso_day(std::string_view t) {
  if (t.size() != 10 || t[4] != '-' || t[7] != '-') return std::nullopt;
  int v[3] = {0, 0, 0};
  int part = 0;
  for (char c : t) {
    if (c == '-') {
      ++part;
    } else if (c >= '0' && c <= '9' && part < 3) {
      v[part] = v[part] * 10 + (c - '0');
    } else {
      return std::nullopt;
    }
  }
  const Day d = day_of(v[0], v[1], v[2]);
  if (!d.known()) return std::nullopt;
  return d;
}

std::string to_text(Day day) {
  if (!day.known()) return {};
  const Ymd d = ymd_of(day);
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", d.year, d.month, d.day);
  return out;
}

Day today_utc() {
  return Day{static_cast<std::int32_t>(ch::floor<ch::days>(ch::system_clock::now()).time_since_epoch().count())};
}

}  // namespace rf
