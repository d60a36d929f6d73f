#include "names/calibrate.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "base/text.h"

namespace rf::names {
namespace {

constexpr std::string_view kRuleNames[] = {
    "prior", "same-word", "next-word", "similar-word", "romanised-short", "romanised-long", "other-script", "no-vowels", "joined-words", "token-alias",
    "abbreviation", "blend", "initial", "acronym", "acronym-alone", "same-number", "other-number", "missing-number", "all-words", "whole-name", "all-telling-words", "inexact-words", "extra-word",
    "missing-word", "rarity-of-odd-word", "odd-common-word", "next-odd-word", "other-house", "different-words", "rarity-of-different", "shared-pattern", "other-business", "other-place", "aside",
    "word-order", "same-form", "other-form", "weak-alias", "short-alias", "person-not-firm", "not-a-firm", "other-spelling", "one-word-typo", "look-alike-letters", "known-look-alike",
    "same-country", "other-country", "same-identifier", "other-name", "entrys-place", "small-list",
    "held-at", "nothing-telling", "two-firms", "ordinary-name", "typo-alone", "another-bears-it", "other-identifier"};
static_assert(std::size(kRuleNames) == static_cast<std::size_t>(Rule::kCount));
constexpr std::string_view kRulesTable = "calibration/screening_rules.tsv", kScoreTable = "calibration/screening_score.tsv";

bool number(std::string_view s, double& out) {
  s = trimmed(s);
  const auto r = std::from_chars(s.data(), s.data() + s.size(), out);
  return r.ec == std::errc() && r.ptr == s.data() + s.size();
}

}  // namespace

std::string_view to_text(Rule r) { return kRuleNames[static_cast<std::size_t>(r)]; }

Calibration Calibration::for_list_of(std::size_t entities) const {
  Calibration out = *this;
  out.weights[static_cast<std::size_t>(Rule::SmallList)] = small_list * std::clamp(std::log(kSetOn / static_cast<double>(std::max<std::size_t>(1, entities))), 0.0, 3.5);
  return out;
}

double Calibration::score(double sum) const {
  if (points.empty()) return 0;
  if (sum <= points.front().first) return points.front().second;
  for (std::size_t i = 1; i < points.size(); ++i)
    if (sum <= points[i].first) {
      const auto& [x0, y0] = points[i - 1];
      const auto& [x1, y1] = points[i];
      return y0 + (y1 - y0) * (sum - x0) / (x1 - x0);
    }
  return points.back().second;
}

double Calibration::sum_for(double score) const {
  if (points.empty()) return 0;
  if (score <= points.front().second) return points.front().first;
  for (std::size_t i = 1; i < points.size(); ++i)
    if (score <= points[i].second) {
      const auto& [x0, y0] = points[i - 1];
      const auto& [x1, y1] = points[i];
      return y1 > y0 ? x0 + (x1 - x0) * (score - y0) / (y1 - y0) : x1;
    }
  return points.back().first + 1;  // above every score: nothing reaches it
}

Result<Calibration> Calibration::of(const knowledge::Knowledge& k) {
  Calibration c;
  std::array<bool, static_cast<std::size_t>(Rule::kCount)> seen{};
  std::size_t line_number = 0;
  const auto bad = [&](std::string_view table, const std::string& why) {
    return std::unexpected(Error{Kind::Malformed, std::string(table), "line " + std::to_string(line_number), why, "see docs/screening.md"});
  };
  for (const auto line : split(k.table(kRulesTable), '\n')) {
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    const auto parts = split(line, '\t');
    const auto* at = std::find(std::begin(kRuleNames), std::end(kRuleNames), parts[0]);
    double w = 0;
    if (at == std::end(kRuleNames)) return bad(kRulesTable, "there is no rule " + std::string(parts[0]));
    if (parts.size() < 2 || !number(parts[1], w)) return bad(kRulesTable, "the second column is not a number");
    c.weights[static_cast<std::size_t>(at - std::begin(kRuleNames))] = w;
    seen[static_cast<std::size_t>(at - std::begin(kRuleNames))] = true;
  }
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (!seen[i]) return bad(kRulesTable, "the rule " + std::string(kRuleNames[i]) + " has no weight");
  c.small_list = std::exchange(c.weights[static_cast<std::size_t>(Rule::SmallList)], 0);
  line_number = 0;
  for (const auto line : split(k.table(kScoreTable), '\n')) {
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    const auto parts = split(line, '\t');
    double x = 0, y = 0;
    if (parts.size() < 2 || !number(parts[0], x) || !number(parts[1], y)) return bad(kScoreTable, "a line is a sum and a score");
    if (!c.points.empty() && (x <= c.points.back().first || y < c.points.back().second)) return bad(kScoreTable, "sums and scores must rise");
    c.points.emplace_back(x, y);
  }
  if (c.points.size() < 2) return bad(kScoreTable, "there are fewer than two points");
  return c;
}

}  // namespace rf::names
