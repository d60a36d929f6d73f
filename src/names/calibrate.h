// Weights of the rules and what a sum of them is worth: knowledge/calibration/screening_*.tsv.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/knowledge.h"

namespace rf::names {

/// Order as in kRuleNames (calibrate.cpp) and in the table.
enum class Rule : std::uint8_t {
  Prior, SameWord, NextWord, SimilarWord, RomanisedShort, RomanisedLong, OtherScript, NoVowels, JoinedWords, TokenAlias, Abbreviation, Blend, Initial,
  Acronym, AcronymAlone, SameNumber, OtherNumber, MissingNumber, AllWords, WholeName, AllTellingWords, InexactWords, ExtraWord, MissingWord, RarityOfOddWord, OddCommonWord, NextOddWord,
  OtherHouse, DifferentWords, RarityOfDifferent, SharedPattern, OtherBusiness, OtherPlace, Aside, WordOrder, SameForm, OtherForm, WeakAlias, ShortAlias,
  PersonNotFirm, NotAFirm, OtherSpelling, OneWordTypo, LookAlikeLetters, KnownLookAlike, SameCountry, OtherCountry, SameIdentifier, OtherName, EntrysPlace, SmallList,
  HeldAt, NothingTelling, TwoFirms, OrdinaryName, TypoAlone, AnotherBearsIt, OtherIdentifier, kCount
};
std::string_view to_text(Rule r);

/// As weights and their sums are told.
inline double rounded(double w) { return std::nearbyint(w * 100) / 100; }

struct Calibration {
  std::array<double, static_cast<std::size_t>(Rule::kCount)> weights{};  ///< that of SmallList is 0 until the list is known
  double small_list = 0;                                                ///< of the table, times what for_list_of says
  std::vector<std::pair<double, double>> points;  ///< sum, score; both rising
  double operator[](Rule r) const { return weights[static_cast<std::size_t>(r)]; }
  /// The table is made for a list of kSetOn entities; in a smaller one fewer names can be met by chance. At most 3.5 nats.
  static constexpr double kSetOn = 14160;
  Calibration for_list_of(std::size_t entities) const;
  double score(double sum) const;
  /// The sum that gives `score`: the inverse, at the lowest such sum.
  double sum_for(double score) const;
  /// From knowledge's tables. Fails: Malformed (a rule that is not there, a score that falls).
  static Result<Calibration> of(const knowledge::Knowledge& k);
};

}  // namespace rf::names
