// What the words of two names that did not meet take off a sum, for bounds and estimates: the rules of compare(), which adds a reason to
// each and rounds.
#pragma once

#include <algorithm>
#include <cstddef>

#include "names/calibrate.h"
#include "names/parse.h"

namespace rf::names {

inline constexpr std::size_t kWordsHere = 64;  ///< words of a name that are compared

/// Equal ones stay in their order; a handful of items, so nothing is allocated.
template <class T, class Before>
void steadily_sorted(T* items, std::size_t n, Before before) {
  for (std::size_t i = 1; i < n; ++i) {
    const T item = items[i];
    std::size_t k = i;
    for (; k > 0 && before(item, items[k - 1]); --k) items[k] = items[k - 1];
    items[k] = item;
  }
}

/// Words of a side come heaviest first: each further one tells less.
class LeftOver {
 public:
  LeftOver(const Calibration& c, double& sum) : c_(c), sum_(sum) {}
  void begin(bool of_query) {
    query_ = of_query;
    lessening_ = 1;
  }
  /// A word that may yet meet: the next ones tell less, and no more is known.
  void pass() { lessening_ *= c_[Rule::NextOddWord]; }
  void add(WordClass cls, double weight, bool aside, bool house) {
    Side& side = sides_[query_];
    if (cls == WordClass::Number) {
      (aside ? side.aside_number : side.number) = true;
      return;
    }
    const double share = (aside ? c_[Rule::Aside] : 1.0) * lessening_;
    pass();
    if (cls == WordClass::Core) {
      sum_ += share * (c_[query_ ? Rule::ExtraWord : Rule::MissingWord] + c_[Rule::RarityOfOddWord] * weight);
      if (aside) return;
      side.core = true;
      side.rarest = std::max(side.rarest, weight);
    } else {
      sum_ += share * (c_[Rule::OddCommonWord] + 0.5 * c_[Rule::RarityOfOddWord] * weight);
      if (aside) return;
      (cls == WordClass::Place ? side.place : side.common) = true;
      if (house) sum_ += c_[Rule::OtherHouse];
    }
  }
  /// Takes off what both sides together do. True: a telling word or a number is left over.
  bool finish() {
    const Side &a = sides_[0], &b = sides_[1];
    if ((a.number || a.aside_number) && (b.number || b.aside_number)) sum_ += c_[Rule::OtherNumber];
    else if (a.number || b.number) sum_ += c_[Rule::MissingNumber];
    if (a.core && b.core) sum_ += c_[Rule::DifferentWords] + c_[Rule::RarityOfDifferent] * std::min(a.rarest, b.rarest);
    if (a.common && b.common) sum_ += c_[Rule::OtherBusiness];
    if (a.place && b.place) sum_ += c_[Rule::OtherPlace];
    return a.core || b.core || a.number || b.number;
  }

 private:
  struct Side {
    bool core = false, common = false, place = false, number = false, aside_number = false;
    double rarest = 0;
  };
  const Calibration& c_;
  double& sum_;
  Side sides_[2];
  bool query_ = false;
  double lessening_ = 1;
};

}  // namespace rf::names
