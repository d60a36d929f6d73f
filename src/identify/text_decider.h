// One text of one field, decided millions of times: which patterns and words stand in a text settles the decision but for the words that
// the answer takes from the text, so a decision is worked out once for each such set (Identifier::identify with a Trace) and filled from
// each text. Answers are those of Identifier::identify; tests/identify/ holds them against it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "identify/automaton.h"
#include "identify/identify.h"
#include "identify/pattern_set.h"
#include "identify/trade_words.h"

namespace rf::identify {

/// What is the same for all texts in which the same patterns and words stand.
struct Verdict {
  std::uint32_t number = 0;  ///< counted from 0 in each generation of TextDecider
  Device device;             ///< of the first such text: maker, brand, kind, functions, candidates, sum and confidence are those of all
  Trace trace;               ///< what of the evidence and of the values is the text's own
  struct Way {
    std::uint32_t rule;        ///< Trace::kNone: `form` as it is
    const std::string* form;
    bool guessed_model, takes_groups;
  };
  std::vector<Way> models, softwares, versions, serials;  ///< the first that says something tells
};

/// For one thread; the identifier must outlive it.
class TextDecider {
 public:
  /// Of most fields a text is decided by what it matches alone; of a few (a maker as its manager states it) by more, which this does not know.
  static bool applies(std::string_view field);
  static constexpr std::size_t kMostText = 4096;  ///< bytes; longer ones are for identify()
  /// `field` is one that applies() takes.
  TextDecider(const Identifier& identifier, std::string_view field);

  struct Answer {
    const Verdict* verdict = nullptr;
    const std::vector<TradeWordIndex::Hit>* words = nullptr;  ///< what Trace::Source::word counts
    std::string_view model, software, version, serial;        ///< of this text
  };
  /// `text`: UTF-8, 1 … kMostText bytes; `lower`: the same with ASCII letters in lower case. All stands until the next call.
  const Answer& decide(std::string_view text, std::string_view lower);
  /// Raised when verdicts were forgotten, so that their numbers count from 0 again.
  std::uint64_t generation() const { return generation_; }

 private:
  const Verdict& work_out(std::string_view text);
  void fill(std::string_view text, std::string_view lower);
  const Pattern::Match& match_of(std::uint32_t rule, std::string_view lower);
  std::string_view value(const std::vector<Verdict::Way>& ways, std::string_view text, std::string_view lower, std::string& into);
  std::uint32_t number_of_supplier(const std::string& id);
  std::uint32_t number_of_name(std::string_view words);
  std::uint32_t supplier_of(std::uint32_t rule, std::string_view text, std::string_view lower);

  const Identifier& identifier_;
  const PatternSet& patterns_;
  const TradeWordIndex* words_index_;
  std::unique_ptr<PatternSet::Session> session_;
  std::vector<bool> names_;  ///< by place in patterns_: the rule reads the maker's name out of the text
  std::unordered_map<std::vector<std::uint32_t>, std::unique_ptr<Verdict>, StateHash> verdicts_;
  KeyFront<const Verdict> front_;
  std::unordered_map<std::string, std::uint32_t> names_read_, suppliers_;  ///< name as written → supplier's number; supplier → number
  std::uint64_t generation_ = 0;
  // of the text at hand
  struct Matched {
    std::uint32_t rule, place;
    bool known;
    Pattern::Match match;
  };
  std::vector<Matched> matched_;
  std::vector<TradeWordIndex::Hit> words_;
  std::vector<std::uint32_t> key_;
  std::string model_, software_, version_, serial_, name_;
  evidence::AgentFacts facts_;
  Answer answer_;
};

}  // namespace rf::identify
