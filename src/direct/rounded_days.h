// A date only matters by how it compares with days of the law, of the question and of the scenario. It is moved to the last such day
// not after it; since the day after each of them is one too, `<`, `<=`, `>` and `>=` answer as before.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/date.h"
#include "model/asset_columns.h"

namespace rf::direct {

/// Over the years that estates speak of, days are looked up.
inline constexpr std::int32_t kTableFrom = 0, kTableTo = 36525;  // 1970 to 2069
constexpr bool in_table(Day d) { return d.days >= kTableFrom && d.days < kTableTo; }
constexpr std::size_t at_day(Day d) { return static_cast<std::size_t>(d.days - kTableFrom); }

/// Days to the last of some days not after them.
class Rounding {
 public:
  explicit Rounding(std::vector<Day> days) : days_(std::move(days)), table_(kTableTo - kTableFrom) {
    std::int32_t last = search(Day{kTableFrom}).days;
    auto next = std::upper_bound(days_.begin(), days_.end(), Day{kTableFrom});
    for (std::int32_t d = kTableFrom; d < kTableTo; ++d) {
      while (next != days_.end() && next->days <= d) last = (next++)->days;
      table_[at_day(Day{d})] = last;
    }
  }
  Day operator()(Day d) const {
    if (!d.known()) return d;
    return in_table(d) ? Day{table_[at_day(d)]} : search(d);
  }
  const std::vector<Day>& days() const { return days_; }

 private:
  Day search(Day d) const {
    const auto after = std::upper_bound(days_.begin(), days_.end(), d);
    return after == days_.begin() ? kFirstDay : *std::prev(after);
  }
  std::vector<Day> days_;
  std::vector<std::int32_t> table_;
};

/// What a date of a row is asked (counter.cpp, subject.cpp).
enum class AskedOf : std::uint8_t { State, StateOrCame, Came, Bought };
inline constexpr std::size_t kAskedOf = 4;
/// `installed`: the row says when it was installed, and then bans do not look at when its service began.
constexpr AskedOf asked_of(Field f, bool installed) {
  switch (f) {
    case Field::OrderedOn: case Field::ManufacturedOn: return AskedOf::Bought;
    // One date is held against the other: whether it went before it came.
    case Field::InstalledOn: case Field::RemovedOn: case Field::DisposedOn: return AskedOf::StateOrCame;
    // What was seen is there until then, whatever its word of status.
    case Field::LastSeen: return AskedOf::StateOrCame;
    case Field::InServiceFrom: return installed ? AskedOf::State : AskedOf::StateOrCame;
    default: return AskedOf::State;
  }
}
/// Both, sorted, each once.
inline std::vector<Day> all_of(std::vector<Day> a, const std::vector<Day>& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::sort(a.begin(), a.end());
  a.erase(std::unique(a.begin(), a.end()), a.end());
  return a;
}

/// Of what a pack rounds dates to: whether a day that is asked lies within.
class Spans {
 public:
  Spans(const std::vector<Day>& grid, const std::array<Rounding, kAskedOf>& asked) : grid_(grid), table_(kTableTo - kTableFrom, kNot) {
    for (std::size_t i = 0; i < grid.size(); ++i) {
      std::uint8_t wide = 0;
      for (std::size_t k = 0; k < kAskedOf; ++k) {
        const auto& days = asked[k].days();
        const auto next = std::upper_bound(days.begin(), days.end(), grid[i]);
        if (next != days.end() && (i + 1 == grid.size() || *next < grid[i + 1])) wide |= static_cast<std::uint8_t>(1U << k);
      }
      wide_.push_back(wide);
      if (in_table(grid[i])) table_[at_day(grid[i])] = wide;
    }
  }
  bool wide(Day d, AskedOf what) const {
    const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(what));
    if (in_table(d)) return (table_[at_day(d)] & bit) != 0;
    const auto at = std::lower_bound(grid_.begin(), grid_.end(), d);
    return at == grid_.end() || *at != d || (wide_[static_cast<std::size_t>(at - grid_.begin())] & bit) != 0;
  }

 private:
  static constexpr std::uint8_t kNot = 0xFF;  // no day of the grid: of a damaged pack
  const std::vector<Day>& grid_;
  std::vector<std::uint8_t> wide_, table_;
};

}  // namespace rf::direct
