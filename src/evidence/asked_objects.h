// The SNMP objects that knowledge asks the readers of walks to keep, in a form that costs a row next to nothing.
#pragma once

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rf::evidence {

/// `oid` is `asked` or lies below it; `*` in `asked` stands for one number: "1.3.6.1.4.1.8691.7.*.1.4" (one MIB a model).
inline bool is_asked(std::string_view asked, std::string_view oid) {
  std::size_t i = 0;
  for (std::size_t a = 0; a < asked.size(); ++a) {
    if (asked[a] == '*') {
      const std::size_t from = i;
      while (i < oid.size() && oid[i] != '.') ++i;
      if (i == from) return false;
    } else if (i >= oid.size() || oid[i++] != asked[a]) {
      return false;
    }
  }
  return i == oid.size() || oid[i] == '.';
}

/// How many characters two texts have in common at their front.
inline std::size_t common_front(std::string_view a, std::string_view b) {
  const std::size_t n = std::min(a.size(), b.size());
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    std::uint64_t x, y;
    std::memcpy(&x, a.data() + i, 8);
    std::memcpy(&y, b.data() + i, 8);
    if (x == y) continue;
    if constexpr (std::endian::native == std::endian::little) return i + static_cast<std::size_t>(std::countr_zero(x ^ y)) / 8;
    break;
  }
  while (i < n && a[i] == b[i]) ++i;
  return i;
}

/// starts_with for fronts of some thirty characters, without a call: walks ask it once a row.
inline bool begins_with(std::string_view s, std::string_view front) {
  const std::size_t n = front.size();
  if (s.size() < n) return false;
  if (n < 8) return s.substr(0, n) == front;
  const auto same = [&](std::size_t i) {
    std::uint64_t x, y;
    std::memcpy(&x, s.data() + i, 8);
    std::memcpy(&y, front.data() + i, 8);
    return x == y;
  };
  if (!same(n - 8)) return false;  // siblings differ at the end
  for (std::size_t i = 0; i + 8 < n; i += 8)
    if (!same(i)) return false;
  return true;
}

/// How many characters of `oid` agree with `asked`, where `*` stands for one number.
inline std::size_t agreement(std::string_view asked, std::string_view oid) {
  std::size_t i = 0;
  for (const char c : asked) {
    if (c == '*') {
      while (i < oid.size() && oid[i] != '.') ++i;
    } else {
      if (i >= oid.size() || oid[i] != c) break;
      ++i;
    }
  }
  return i;
}

/// Numeric OIDs without a leading dot; an object stands for itself and all below it. Immutable once made.
class AskedObjects {
 public:
  struct Group {
    std::vector<std::string> oids;     ///< sorted
    std::vector<std::size_t> lengths;  ///< those that occur, ascending
    std::vector<std::string> open;     ///< those with a `*`

    /// Whether `oid` is one of them or lies below one. A row mostly fails at the few lengths, before any comparison.
    bool has(std::string_view oid) const {
      for (const std::size_t n : lengths) {
        if (oid.size() < n) break;
        if (oid.size() != n && oid[n] != '.') continue;
        if (std::binary_search(oids.begin(), oids.end(), oid.substr(0, n), std::less<std::string_view>())) return true;
      }
      for (const auto& o : open)
        if (is_asked(o, oid)) return true;
      return false;
    }
    /// The most characters in which `oid` agrees with one of them.
    std::size_t agrees(std::string_view oid) const {
      std::size_t n = 0;
      const auto at = std::lower_bound(oids.begin(), oids.end(), oid, std::less<std::string_view>());
      if (at != oids.end()) n = common_front(*at, oid);
      if (at != oids.begin()) n = std::max(n, common_front(*std::prev(at), oid));  // of sorted strings the neighbours agree most
      for (const auto& o : open) n = std::max(n, agreement(o, oid));
      return n;
    }
  };

  AskedObjects() = default;
  explicit AskedObjects(const std::vector<std::string>& oids) {
    for (const auto& oid : oids) {
      std::uint32_t pen = 0;
      Group& group = pen_of(oid, pen) ? by_pen_[pen] : others_;
      (oid.find('*') == std::string::npos ? group.oids : group.open).push_back(oid);
    }
    for (auto& [pen, group] : by_pen_) arrange(group);
    arrange(others_);
  }
  /// Those below one enterprise number; null where there are none.
  const Group* below_pen(std::uint32_t pen) const {
    const auto at = by_pen_.find(pen);
    return at == by_pen_.end() ? nullptr : &at->second;
  }
  const Group& others() const { return others_; }  ///< those below no enterprise number
  /// The number behind 1.3.6.1.4.1; false where there is none.
  static bool pen_of(std::string_view oid, std::uint32_t& pen) {
    constexpr std::string_view lead = "1.3.6.1.4.1.";
    if (oid.size() <= lead.size() || oid.substr(0, lead.size()) != lead) return false;
    return std::from_chars(oid.data() + lead.size(), oid.data() + oid.size(), pen).ec == std::errc{};
  }

 private:
  static void arrange(Group& g) {
    std::sort(g.oids.begin(), g.oids.end());
    for (const auto& o : g.oids) g.lengths.push_back(o.size());
    std::sort(g.lengths.begin(), g.lengths.end());
    g.lengths.erase(std::unique(g.lengths.begin(), g.lengths.end()), g.lengths.end());
  }
  std::unordered_map<std::uint32_t, Group> by_pen_;
  Group others_;
};

}  // namespace rf::evidence
