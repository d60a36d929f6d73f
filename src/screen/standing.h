// Who made a product then, whose line it is now, and who owns that firm: dated facts on the world's day (docs/judging.md, "What is read").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"

namespace rf::screen {

struct StandingOwner {
  std::string id, name;  ///< id empty: nobody in knowledge
  double share = -1;     ///< 0..1 for printing; negative: not stated
  std::optional<bool> control;
  Day from, to;
  bool unverified = false;
  std::string source;    ///< in words
};

struct Standing {
  std::string made_by;              ///< the maker's name as it was then
  Day made;                         ///< unknown where no day is stated
  std::vector<StandingOwner> then;  ///< owners on that day
  std::string answers, answers_name;  ///< who answers for it on the world's day: supplier id ("" where there is no file), and name
  std::string line, line_name;      ///< the same where that is another than made it; both empty: who made it does
  Day line_from;
  std::string line_source, line_what;
  bool line_unverified = false;
  std::vector<StandingOwner> owners;  ///< on the world's day, of whoever answers for the line
  bool moved = false;                 ///< another answers for it than when it was made
  std::string says;                   ///< "made by A (2009), line now B's …, owned by C …"; "" where nothing of this is known
};

/// `maker`: supplier id; `written`: what the evidence calls it ("Alcatel-Lucent"), which may name a firm that became part of the maker; `made`: the day
/// it was made, or what stands in for it. O(lines and owners of the suppliers met).
Standing standing(const knowledge::World& world, const std::string& maker, std::string_view written, Day made);
/// False where standing() would say nothing, whatever the day: for callers with many rows. O(1).
bool has_standing(const knowledge::World& world, const std::string& maker);
/// Whether lines of products moved to it or from it: only then does standing() look at `written`. O(1).
bool has_lines(const knowledge::World& world, const std::string& maker);

}  // namespace rf::screen
