#include "watch/flow_line.h"

#include <array>
#include <charconv>
#include <cstring>
#include <string>

#include "base/json_writer.h"
#include "watch/objects.h"

namespace rf::watch {
namespace {

template <std::size_t N>
char* put_words(char* p, const char (&s)[N]) {
  std::memcpy(p, s, N - 1);
  return p + N - 1;
}
char* put_text(char* p, std::string_view s) {
  std::memcpy(p, s.data(), s.size());
  return p + s.size();
}
char* put_count(char* p, std::uint64_t n) {
  if (n < 10) {
    *p = static_cast<char>('0' + n);
    return p + 1;
  }
  return std::to_chars(p, p + 20, n).ptr;
}
void put_fixed(char* p, std::int64_t v, int digits) {
  for (int i = digits - 1; i >= 0; --i, v /= 10) p[i] = static_cast<char>('0' + v % 10);
}

}  // namespace

char* TimeText::put(char* p, std::int64_t ns) {
  std::int64_t seconds = ns / 1'000'000'000, rest = ns % 1'000'000'000;
  if (rest < 0) {
    rest += 1'000'000'000;
    --seconds;
  }
  if (seconds != second_) {
    second_ = seconds;
    std::int64_t days = seconds / 86400, second = seconds % 86400;
    if (second < 0) {
      second += 86400;
      --days;
    }
    if (days != day_) {
      day_ = days;
      // Years that begin on the first of March have their leap day last; 400 of them have 146,097 days.
      const std::int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
      const std::int64_t day_of_era = z - era * 146097;
      const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
      const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
      const std::int64_t m = (5 * day_of_year + 2) / 153, day = day_of_year - (153 * m + 2) / 5 + 1, month = m < 10 ? m + 3 : m - 9;
      const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
      put_fixed(text_, year, 4);
      put_fixed(text_ + 5, month, 2);
      put_fixed(text_ + 8, day, 2);
    }
    put_fixed(text_ + 11, second / 3600, 2);
    put_fixed(text_ + 14, second / 60 % 60, 2);
    put_fixed(text_ + 17, second % 60, 2);
  }
  std::memcpy(p, text_, 20);
  p += 20;
  const auto micro = static_cast<std::uint32_t>(rest / 1000), nano = static_cast<std::uint32_t>(rest % 1000);
  put_fixed(p, micro, 6);
  p += 6;
  if (nano != 0) {
    put_fixed(p, nano, 3);
    p += 3;
  }
  *p = 'Z';
  return p + 1;
}

char* put_flow(char* p, const wire::Flow& f, TimeText& times) {
  p = put_words(p, R"({"type":"flow","start":")");
  p = times.put(p, f.start);
  p = put_words(p, R"(","end":")");
  p = times.put(p, f.end);
  p = put_words(p, R"(","src":")");
  p = wire::put_text(p, f.src);
  p = put_words(p, R"(","src_port":)");
  p = put_count(p, f.src_port);
  p = put_words(p, R"(,"dst":")");
  p = wire::put_text(p, f.dst);
  p = put_words(p, R"(","dst_port":)");
  p = put_count(p, f.dst_port);
  p = put_words(p, R"(,"transport":")");
  p = f.transport == 6 ? put_words(p, "tcp") : f.transport == 17 ? put_words(p, "udp") : put_text(p, wire::transport_name(f.transport));
  p = put_words(p, R"(","protocol":)");
  if (f.protocol.empty()) {
    p = put_words(p, "null");
  } else {  // a word of fields.h: nothing in it needs escaping
    *p++ = '"';
    p = put_text(p, f.protocol);
    *p++ = '"';
  }
  p = put_words(p, R"(,"packets":[)");
  p = put_count(p, f.packets[0]);
  *p++ = ',';
  p = put_count(p, f.packets[1]);
  p = put_words(p, R"(],"bytes":[)");
  p = put_count(p, f.bytes[0]);
  *p++ = ',';
  p = put_count(p, f.bytes[1]);
  p = put_words(p, R"(],"tunnel":)");
  if (f.tunnel.kind == wire::TunnelKind::None) {
    p = put_words(p, "null");
  } else {
    std::string tunnel;
    JsonWriter w(tunnel);
    put_tunnel(w, f.tunnel);
    p = put_text(p, tunnel);
  }
  p = put_words(p, R"(,"frame":)");
  p = put_count(p, f.first_frame);
  if (f.vlan != 0) {
    p = put_words(p, R"(,"vlan":)");
    p = put_count(p, f.vlan);
  }
  return p;
}

}  // namespace rf::watch
