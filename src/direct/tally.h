// What the rows of one requirement add up to, from which a row can be taken out again.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "direct/measure.h"

namespace rf::direct {

/// Rows by site (codes of region and site), and how many sites are of each kind.
class SiteTally {
 public:
  /// `supplier`: its row for sure, perhaps, or not at all.
  void add(std::uint32_t region, std::uint32_t site, bool base_sure, Tri supplier, std::int64_t n) { put(at(region, site), base_sure ? 0 : 1, kind_of(supplier), n); }
  /// A row at each of these sites, or (sign -1) none any more.
  void add_all(std::uint32_t region, std::span<const std::uint32_t> sites, bool base_sure, Tri supplier, int sign) {
    const int kind = kind_of(supplier), base = base_sure ? 0 : 1;
    for (const auto site : sites) put(at(region, site), base, kind, sign);
  }
  std::int64_t sure = 0, all = 0;       ///< in the base
  std::int64_t part = 0, part_all = 0;  ///< of the supplier
  std::int64_t joining = 0;             ///< in the base only with what may be the supplier's

 private:
  using Rows = std::array<std::int64_t, 4>;  ///< in the base for sure, maybe; the supplier's for sure, maybe
  static constexpr std::uint32_t kRegions = 64;              // of most estates; others are looked up
  static constexpr std::uint64_t kSpan = std::uint64_t{1} << 21;  // sites × regions that stand side by side
  static int kind_of(Tri supplier) { return supplier == Tri::Yes ? 2 : supplier == Tri::Maybe ? 3 : -1; }
  void put(Rows& of, int base, int kind, std::int64_t n) {
    // Where no number begins or ends to be none, a site is of the kinds that it was of.
    const auto turns = [&](std::int64_t has) { return has == 0 || has + n == 0; };
    if (turns(of[static_cast<std::size_t>(base)]) || (kind >= 0 && turns(of[static_cast<std::size_t>(kind)]))) {
      note(of, -1);
      of[static_cast<std::size_t>(base)] += n;
      if (kind >= 0) of[static_cast<std::size_t>(kind)] += n;
      note(of, 1);
      return;
    }
    of[static_cast<std::size_t>(base)] += n;
    if (kind >= 0) of[static_cast<std::size_t>(kind)] += n;
  }
  void note(const Rows& of, std::int64_t n) {
    if (of[0] + of[1] == 0) return;
    const bool maybe = of[2] + of[3] > 0;
    sure += of[0] > 0 ? n : 0;
    all += n;
    part += of[2] > 0 && of[0] > 0 ? n : 0;
    part_all += maybe ? n : 0;
    joining += of[0] == 0 && maybe ? n : 0;
  }
  Rows& at(std::uint32_t region, std::uint32_t site) {
    while (stride_ <= region && stride_ < kRegions && near_.empty()) stride_ *= 2;
    const std::uint64_t i = std::uint64_t{site} * stride_ + region;
    if (region >= stride_ || i >= kSpan) return far_[std::uint64_t{region} << 32 | site];
    if (i >= near_.size()) near_.resize(std::min(kSpan, std::max<std::uint64_t>(i + 1, near_.size() * 2)));
    return near_[i];
  }
  std::uint32_t stride_ = 8;
  std::vector<Rows> near_;
  std::unordered_map<std::uint64_t, Rows> far_;
};

/// By what the supplier of a row is meant, strongest first.
inline constexpr std::array<std::string_view, 5> kBases = {"named", "subsidiary", "affiliate", "component-only", "brand-only"};

struct Tally {
  Wide part = 0, part_low = 0, part_high = 0;     // of the supplier
  Wide other = 0, other_low = 0, other_high = 0;  // of others, as they add to the bounds' totals
  std::array<std::int64_t, kLacks> missing{};
  std::vector<std::int64_t> disputed;  // by code of the function
  SiteTally sites;
  std::int64_t siteless_of_supplier = 0, siteless_maybe = 0, siteless_of_others = 0;  // rows that name no site; of the first, those that may not count
  std::vector<Counted::Open> siteless;  // of others, where rows are listed
  std::array<std::int64_t, kFieldCount> stood_in{};
  std::vector<std::int64_t> open_exceptions;
  std::int64_t excepted_rows = 0, exposure_rows = 0, component_rows = 0;
  Wide exposure_pieces = 0;
  std::array<std::int64_t, kBases.size()> basis{};
  std::int64_t subsidiaries = 0, affiliates = 0, sure_rows = 0, open_rows = 0;
  std::int64_t largest = 0;
};

}  // namespace rf::direct
