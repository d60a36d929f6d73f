// Shares in exact arithmetic: whole billionths, so that 50 % is 50 % and a sum of thirds as written is compared as written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rf::screen {

/// A share of a company. Range 0..1 as billionths; unknown where nobody states it.
struct Share {
  static constexpr std::int64_t kWhole = 1'000'000'000;
  std::int64_t billionths = -1;

  constexpr bool known() const { return billionths >= 0; }
  constexpr bool operator==(const Share&) const = default;
  double value() const { return static_cast<double>(billionths) / static_cast<double>(kWhole); }  ///< for printing, never for deciding
};
/// "0.3034", "1" (a part of one), or with `percent` "30.34", "30,34", "50%", "50 %". Digits past the ninth decimal are cut off.
/// Empty where it is none, or outside 0..1.
std::optional<Share> parse_share(std::string_view text, bool percent);
/// "30.34 %", "50 %"; "not stated" where unknown.
std::string to_text(Share s);
/// A share of a share, rounded down to a billionth.
Share operator*(Share a, Share b);

}  // namespace rf::screen
