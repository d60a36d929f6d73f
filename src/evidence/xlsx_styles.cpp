// What the cells of a workbook refer to: texts kept once, and number formats, by which a number is told to be a day.
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>

#include "base/date.h"
#include "base/text.h"
#include "evidence/xlsx_parts.h"

namespace rf::evidence::xlsx {
namespace {

constexpr std::size_t kMaxStyles = 1 << 17;  // Excel allows 65,490
constexpr int kMaxZeros = 32;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// _x000D_ and the like; only control characters and '_' need it, and only those are undone.
void undo_escapes(std::string& s, std::size_t from) {
  std::size_t at = s.find("_x", from);
  while (at != std::string::npos) {
    if (at + 6 < s.size() && s[at + 6] == '_') {
      int v = 0;
      for (std::size_t i = 2; i < 6 && v >= 0; ++i) v = hex_digit(s[at + i]) < 0 ? -1 : v * 16 + hex_digit(s[at + i]);
      if (v >= 0 && v < 0x80 && (v < 0x20 || v == '_')) s.replace(at, 7, 1, static_cast<char>(v == 0 ? ' ' : v));
    }
    at = s.find("_x", at + 1);
  }
}

std::uint32_t number_of(std::string_view s, std::uint32_t otherwise) {
  std::uint32_t v = 0;
  const auto r = std::from_chars(s.data(), s.data() + s.size(), v);
  return r.ec == std::errc() && r.ptr == s.data() + s.size() ? v : otherwise;
}

}  // namespace

bool read_rich_text(XmlPull& xml, std::string& out) {
  const int depth = xml.depth();
  const std::size_t from = out.size();
  int in_text = 0, aloud = 0;
  std::string held;
  for (;;) {
    switch (xml.next()) {
      case XmlPull::Token::Start:
        if (xml.name() == "rPh") ++aloud;
        else if (xml.name() == "t") ++in_text;
        break;
      case XmlPull::Token::Text:
        if (in_text > 0 && aloud == 0 && out.size() - from <= XmlPull::kMaxToken) out += xml.text(held);
        break;
      case XmlPull::Token::End:
        if (xml.depth() < depth) {
          undo_escapes(out, from);
          return true;
        }
        if (xml.name() == "rPh") --aloud;
        else if (xml.name() == "t") --in_text;
        break;
      case XmlPull::Token::Eof: case XmlPull::Token::Bad: return false;
    }
  }
}

bool SharedStrings::add(std::string_view s) {
  if (s.size() > XmlPull::kMaxToken) s = s.substr(0, XmlPull::kMaxToken);
  if (used_ + s.size() > kChunk) {
    if ((chunks_.size() + 1) * kChunk > kMaxBytes) return false;
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(kChunk));
    used_ = 0;
  }
  if (!s.empty()) std::memcpy(chunks_.back().get() + used_, s.data(), s.size());
  entries_.push_back({static_cast<std::uint32_t>(((chunks_.size() - 1) << kChunkLog) + used_), static_cast<std::uint32_t>(s.size())});
  used_ += s.size();
  return entries_.size() <= kMaxStrings;
}

Result<void> SharedStrings::read(XmlPull& xml) {
  std::string text;
  for (;;) {
    const auto token = xml.next();
    if (token == XmlPull::Token::Eof) return {};
    if (token == XmlPull::Token::Bad) return std::unexpected(xml.error());
    if (token != XmlPull::Token::Start || xml.name() != "si") continue;
    text.clear();
    if (!read_rich_text(xml, text)) return std::unexpected(xml.error());
    if (!add(text)) return fail(Kind::Limit, "its shared texts take more than " + std::to_string(kMaxBytes >> 20) + " MiB, or are more than " + std::to_string(kMaxStrings), {}, "save each sheet as CSV");
  }
}

NumberFormat number_format(std::uint32_t id, std::string_view code) {
  using F = NumberFormat::Kind;
  if (code.empty()) {
    if (id == 14 || id == 15 || id == 16 || id == 17) return {F::Day, 0};
    if (id == 22) return {F::DayTime, 0};
    if ((id >= 18 && id <= 21) || id == 45 || id == 47) return {F::Time, 0};  // 46 is [h]:mm:ss, a length of time
    if (id == 32 || id == 33) return {F::Time, 0};
    if ((id >= 27 && id <= 31) || (id >= 34 && id <= 36) || (id >= 50 && id <= 58)) return {F::Day, 0};  // East Asian
    return {};
  }
  // Only the first section: those behind ';' are for negative numbers and texts.
  bool day = false, month = false, time = false, quoted = false, other = false;
  int zeros = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (quoted) {
      quoted = c != '"';
      continue;
    }
    if (c == ';') break;
    if (c == '"') {
      quoted = true;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const auto shut = code.find(']', i);
      const std::string inside = lower_ascii(code.substr(i + 1, shut == std::string_view::npos ? 0 : shut - i - 1));
      if (!inside.empty() && inside.find_first_not_of("hms") == std::string::npos) return {};  // [h]:mm, a length of time
      if (shut == std::string_view::npos) break;
      i = shut;
    } else {
      switch (c) {
        case 'y': case 'Y': case 'd': case 'D': day = true; break;
        case 'm': case 'M': month = true; break;
        case 'h': case 'H': case 's': case 'S': time = true; break;
        case '0': ++zeros; break;
        case '#': case '?': case '%': case 'E': case '.': case ',': other = true; break;
        case 'G': case 'g': if (lower_ascii(code.substr(i, 7)) == "general") return {};
          break;
        default: break;
      }
    }
  }
  if (day || (month && !time)) return {time ? F::DayTime : F::Day, 0};
  if (time) return {F::Time, 0};
  if (zeros > 1 && zeros <= kMaxZeros && !other && code.find_first_not_of('0') == std::string_view::npos) return {F::Zeros, static_cast<std::uint8_t>(zeros)};
  return {};
}

Result<std::vector<NumberFormat>> read_styles(XmlPull& xml) {
  std::map<std::uint32_t, std::string> codes;
  std::vector<NumberFormat> out;
  std::string held;
  bool in_cells = false;
  for (;;) {
    const auto token = xml.next();
    if (token == XmlPull::Token::Eof) return out;
    if (token == XmlPull::Token::Bad) return std::unexpected(xml.error());
    if (token == XmlPull::Token::End && xml.name() == "cellXfs") in_cells = false;
    if (token != XmlPull::Token::Start) continue;
    if (xml.name() == "cellXfs") in_cells = true;
    if (xml.name() == "numFmt" && codes.size() < kMaxStyles) {
      const std::uint32_t id = number_of(xml.attribute("numFmtId", held).value_or(""), 0);
      if (const auto code = xml.attribute("formatCode", held)) codes[id] = std::string(*code);
    } else if (xml.name() == "xf" && in_cells) {
      if (out.size() >= kMaxStyles) return fail(Kind::Limit, "more than " + std::to_string(kMaxStyles) + " cell formats");
      const std::uint32_t id = number_of(xml.attribute("numFmtId", held).value_or(""), 0);
      const auto code = codes.find(id);
      out.push_back(number_format(id, code == codes.end() ? std::string_view() : std::string_view(code->second)));
    }
  }
}

std::string day_text(double serial, bool system_1904, NumberFormat::Kind kind) {
  // §18.17.4.1: 1900-01-01 is 1, and 60 is a 29 February 1900 that never was; or 1904-01-01 is 0.
  constexpr double kMost = 2958466;  // 10000-01-01
  if (!(serial >= 0) || serial >= kMost) return {};
  auto whole = static_cast<std::int64_t>(std::floor(serial));
  auto seconds = static_cast<std::int64_t>(std::llround((serial - std::floor(serial)) * 86400));
  if (seconds == 86400) {
    seconds = 0;
    ++whole;
  }
  std::array<char, 40> out{};
  if (kind == NumberFormat::Kind::Time && whole == 0) {
    std::snprintf(out.data(), out.size(), "%02d:%02d:%02d", static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    return out.data();
  }
  if (!system_1904 && (whole < 1 || whole == 60)) return {};
  // Days since 1970-01-01.
  std::int64_t z = system_1904 ? whole - 24107 : whole - 25569 + (whole < 60 ? 1 : 0);
  z += 719468;  // Hinnant, chrono-Compatible Low-Level Date Algorithms: civil_from_days
  const std::int64_t era = z / 146097, doe = z - era * 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
  const int d = static_cast<int>(doy - (153 * mp + 2) / 5 + 1), m = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  const int y = static_cast<int>(yoe + era * 400 + (m <= 2 ? 1 : 0));
  if (y > 9999) return {};
  int n = std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", y, m, d);
  if (seconds > 0)
    std::snprintf(out.data() + n, out.size() - static_cast<std::size_t>(n), "T%02d:%02d:%02d", static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return out.data();
}

std::string number_text(std::string_view raw, bool& long_number) {
  long_number = false;
  const bool digits = !raw.empty() && raw.find_first_not_of("0123456789", raw[0] == '-' ? 1 : 0) == std::string_view::npos;
  if (digits && raw.size() <= 15) return std::string(raw);
  double v = 0;
  const auto r = std::from_chars(raw.data(), raw.data() + raw.size(), v);
  if (r.ec != std::errc() || r.ptr != raw.data() + raw.size() || !std::isfinite(v)) return std::string(raw);
  std::array<char, 64> out{};
  if (v == std::floor(v) && std::fabs(v) < 1e22) {
    long_number = std::fabs(v) >= 1e15;
    const auto t = std::to_chars(out.data(), out.data() + out.size(), v, std::chars_format::fixed, 0);
    return {out.data(), t.ptr};
  }
  const auto t = std::to_chars(out.data(), out.data() + out.size(), v, std::chars_format::general, 15);
  return {out.data(), t.ptr};
}

}  // namespace rf::evidence::xlsx
