// Things by the group they are in: a counting sort.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rf::direct {

/// The numbers of things, those of one group side by side and in their order.
class Grouped {
 public:
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;  ///< the group of what is in none
  Grouped() = default;
  /// `group_of(i)`: below `groups`, or kNowhere. O(groups + things).
  template <class GroupOf>
  Grouped(std::size_t groups, std::size_t things, GroupOf group_of) : begin_(groups + 1, 0) {
    for (std::size_t i = 0; i < things; ++i)
      if (const std::uint32_t g = group_of(i); g != kNowhere) ++begin_[g + 1];
    for (std::size_t g = 1; g < begin_.size(); ++g) begin_[g] += begin_[g - 1];
    things_.resize(begin_.back());
    auto at = begin_;
    for (std::size_t i = 0; i < things; ++i)
      if (const std::uint32_t g = group_of(i); g != kNowhere) things_[at[g]++] = static_cast<std::uint32_t>(i);
  }
  /// None where there is no such group.
  std::span<const std::uint32_t> of(std::size_t group) const {
    return group + 1 < begin_.size() ? std::span(things_).subspan(begin_[group], begin_[group + 1] - begin_[group]) : std::span<const std::uint32_t>();
  }
  std::size_t size() const { return things_.size(); }
  const std::vector<std::uint32_t>& begins() const { return begin_; }  ///< where each group begins among `things`, and the end
  const std::vector<std::uint32_t>& things() const { return things_; }

 private:
  std::vector<std::uint32_t> begin_, things_;
};

}  // namespace rf::direct
