#include "evidence/tar.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace rf::evidence {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMaxLongName = 64 * 1024;  // of a pax header; PATH_MAX is 4,096
constexpr std::size_t kTarErrors = 20;

/// Octal digits, or GNU's base 256 with the top bit set; empty where it is neither.
std::optional<std::uint64_t> tar_number(std::string_view field) {
  if (!field.empty() && (static_cast<unsigned char>(field[0]) & 0x80) != 0) {
    std::uint64_t v = static_cast<unsigned char>(field[0]) & 0x3F;
    for (const char c : field.substr(1)) {
      if (v >> 55 != 0) return std::nullopt;
      v = v << 8 | static_cast<unsigned char>(c);
    }
    return v;
  }
  std::size_t i = 0;
  while (i < field.size() && field[i] == ' ') ++i;
  std::uint64_t v = 0;
  bool any = false;
  for (; i < field.size() && field[i] >= '0' && field[i] <= '7'; ++i) {
    if (v >> 60 != 0) return std::nullopt;
    v = v * 8 + static_cast<std::uint64_t>(field[i] - '0');
    any = true;
  }
  return any || i == field.size() || field[i] == '\0' ? std::optional(v) : std::nullopt;
}

std::string_view until_nul(std::string_view s) { return s.substr(0, s.find('\0')); }

bool sound_header(std::string_view h) {
  if (h.size() < kBlock || h[0] == '\0') return false;
  const auto wanted = tar_number(h.substr(148, 8));
  if (!wanted || *wanted == 0) return false;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(h[i]);
  return sum == *wanted;
}

std::string clean_name(std::string_view raw) {
  std::string name = is_utf8(raw) ? std::string(raw) : to_utf8(raw, guess_encoding(raw, true)).text;
  for (char& c : name)
    if (static_cast<unsigned char>(c) < 0x20) c = '_';
  return name;
}

/// "27 path=…\n" records of a pax header; the keys that matter here.
void read_pax(std::string_view body, std::string& path, std::optional<std::uint64_t>& size) {
  while (!body.empty()) {
    std::size_t n = 0;
    const auto r = std::from_chars(body.data(), body.data() + body.size(), n);
    const auto begin = static_cast<std::size_t>(r.ptr - body.data()) + 1;
    if (r.ec != std::errc() || n < begin + 1 || n > body.size()) return;
    const std::string_view record = body.substr(begin, n - begin - 1);
    const auto eq = record.find('=');
    if (eq != std::string_view::npos) {
      const auto value = record.substr(eq + 1);
      if (record.substr(0, eq) == "path") path = value;
      if (record.substr(0, eq) == "size")
        if (const auto v = parse_count(value)) size = static_cast<std::uint64_t>(*v);
    }
    body.remove_prefix(n);
  }
}

}  // namespace

bool is_tar(std::string_view head) { return sound_header(head.substr(0, kBlock)); }

Result<TarDirectory> read_tar(std::string_view bytes, std::size_t max_members) {
  TarDirectory d;
  std::string long_name;
  std::optional<std::uint64_t> long_size;
  std::uint64_t at = 0;
  const auto told = [&](Kind kind, std::string why) {
    if (d.errors.size() < kTarErrors) d.errors.push_back({kind, {}, "offset " + std::to_string(at), std::move(why), "was it copied whole?"});
  };
  while (bytes.size() - at >= kBlock) {
    const std::string_view h = bytes.substr(at, kBlock);
    if (h.find_first_not_of('\0') == std::string_view::npos) {  // two blocks of zeros end it; archives put one behind the other go on
      at += kBlock;
      continue;
    }
    const auto declared = tar_number(h.substr(124, 12));
    if (!sound_header(h) || !declared) {
      told(Kind::Malformed, "a damaged tar header; the next sound one was looked for");
      long_name.clear();
      long_size.reset();
      do at += kBlock;
      while (bytes.size() - at >= kBlock && !sound_header(bytes.substr(at, kBlock)));
      continue;
    }
    const char type = h[156];
    const bool extended = type == 'x' || type == 'g' || type == 'L' || type == 'K';
    const std::uint64_t size = !extended && long_size ? *long_size : *declared;
    const bool has_data = type == '0' || type == '\0' || type == '7' || type == 'S' || extended;
    const std::uint64_t left = bytes.size() - at - kBlock;
    if (has_data && size > left) {
      told(Kind::Truncated, "the tar archive ends within " + clean_name(until_nul(h.substr(0, 100))));
      return d;
    }
    const std::string_view body = bytes.substr(at + kBlock, has_data ? size : 0);
    if (type == 'L') {
      long_name = until_nul(body.substr(0, kMaxLongName));
    } else if (type == 'x') {
      read_pax(body.substr(0, kMaxLongName), long_name, long_size);
    } else if (!extended) {
      if (type == '0' || type == '\0' || type == '7') {
        std::string name = long_name;
        if (name.empty()) {
          name = until_nul(h.substr(0, 100));
          if (h.substr(257, 6) == std::string_view("ustar\0", 6) && h[345] != '\0') name = std::string(until_nul(h.substr(345, 155))) + "/" + name;
        }
        if (name.ends_with('/')) {
          // before ustar, a folder is a file whose name ends so
        } else {
          if (d.members.size() >= max_members) return fail(Kind::Limit, "more than " + std::to_string(max_members) + " members");
          d.members.push_back({clean_name(name), at + kBlock, size});
        }
      } else if (type != '5') {
        ++d.others;
      }
      long_name.clear();
      long_size.reset();
    }
    const std::uint64_t blocks = (body.size() + kBlock - 1) / kBlock * kBlock;
    at += kBlock + std::min<std::uint64_t>(blocks, left);
  }
  return d;
}

}  // namespace rf::evidence
