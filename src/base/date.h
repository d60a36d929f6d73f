// Calendar days (ISO 8601, proleptic Gregorian) as a count of days since 1970-01-01.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace rf {

/// A day. Unknown days order before all others and print as "". Range 0001-01-01 … 9999-12-31.
struct Day {
  static constexpr std::int32_t kUnknown = std::numeric_limits<std::int32_t>::min();
  std::int32_t days = kUnknown;

  constexpr bool known() const { return days != kUnknown; }
  constexpr auto operator<=>(const Day&) const = default;
  constexpr Day plus(std::int32_t n) const { return known() ? Day{days + n} : *this; }
};

struct Ymd {
  int year, month, day;
};

inline constexpr Day kFirstDay{-719162}, kLastDay{2932896};  ///< 0001-01-01 and 9999-12-31

/// So many days after 1970-01-01; unknown beyond the years 1 to 9999, whatever foreign bytes say.
constexpr Day day_of_number(std::int64_t days) {
  return days < kFirstDay.days || days > kLastDay.days ? Day{} : Day{static_cast<std::int32_t>(days)};
}
Day day_of(int year, int month, int day);  ///< unknown where there is no such day (31/02)
Ymd ymd_of(Day day);
/// "YYYY-MM-DD", exactly. Nothing else: dirty dates are `read_day`'s in the evidence room.
std::optional<Day> parse_iso_day(std::string_view text);
std::string to_text(Day day);
Day today_utc();

}  // namespace rf
