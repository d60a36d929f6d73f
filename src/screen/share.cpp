#include "screen/share.h"

#include "base/text.h"

namespace rf::screen {

std::optional<Share> parse_share(std::string_view text, bool percent) {
  text = trimmed(text);
  if (text.ends_with('%')) {
    percent = true;
    text = trimmed(text.substr(0, text.size() - 1));
  }
  const int decimals = percent ? 7 : 9;  // of billionths
  std::int64_t value = 0;
  int digits = 0, after = -1;
  for (const char c : text) {
    if ((c == '.' || c == ',') && after < 0) {
      after = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    ++digits;
    if (after >= decimals) continue;
    if (after >= 0) ++after;
    value = value * 10 + (c - '0');
    if (value > Share::kWhole) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  for (int i = after < 0 ? 0 : after; i < decimals; ++i) {
    value *= 10;
    if (value > Share::kWhole) return std::nullopt;
  }
  return Share{value};
}

std::string to_text(Share s) {
  if (!s.known()) return "not stated";
  std::string out = std::to_string(s.billionths / 10'000'000);
  std::string rest = std::to_string(s.billionths % 10'000'000);
  rest.insert(0, 7 - rest.size(), '0');
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return out + (rest.empty() ? "" : "." + rest) + " %";
}

Share operator*(Share a, Share b) {
  if (!a.known() || !b.known()) return {};
  return {static_cast<std::int64_t>(static_cast<__int128>(a.billionths) * b.billionths / Share::kWhole)};
}

}  // namespace rf::screen
