// Names: lines of a list and one to look for, from foreign bytes, through parsing, index, search and what is printed of it.
#include <cmath>
#include <cstdlib>

#include "base/text.h"
#include "fuzz/targets.h"
#include "names/search.h"

namespace rf::fuzz {
namespace {

/// A few words of each kind, so that every way through the parser is open without the built-in knowledge.
const knowledge::Knowledge& small_knowledge() {
  static const knowledge::Knowledge k = [] {
    knowledge::Knowledge made;
    made.tables["names/business_words.tsv"] = "technology\ttech\t| 技术\n!bank\tbanks\t| 银行\n~group\tgrp\nof\tde al\nand\ty\nservice\tsrvces\n";
    made.tables["names/places.tsv"] = "c:cn\tchina\t| 中国\nc:hk\thong_kong\n";
    made.tables["names/legal_forms.tsv"] = "limited\t\tLtd\nlimited\t\tOOO\nlimited\t\t有限公司\nstock\t\tS.A.\nother\t\tThe\n";
    made.tables["names/han_readings.tsv"] = "长城\tchang cheng\n";
    made.tables["names/word_frequency.tsv"] = "names\t1000\ntechnology\t100\nacme\t6\n";
    return made;
  }();
  return k;
}

}  // namespace

/// The first line is the query, the others are a list: an entity a line, names parted by tabs.
void run_names(std::string_view bytes) {
  static const auto lexicon = names::Lexicon::of(small_knowledge());
  static const names::Calibration calibration = [] {
    names::Calibration c;
    for (std::size_t i = 0; i < c.weights.size(); ++i) c.weights[i] = (i % 3 == 0 ? -1.0 : 0.7) * (1 + static_cast<double>(i % 5));
    c.weights[static_cast<std::size_t>(names::Rule::NextWord)] = 0.8;
    c.weights[static_cast<std::size_t>(names::Rule::NextOddWord)] = 0.5;
    c.points = {{-60, 0}, {0, 0.5}, {60, 1}};
    return c;
  }();
  constexpr std::size_t kEntities = 64;  // enough for words to meet; keeps an input fast
  const auto lines = split(bytes, '\n');
  names::IndexBuilder builder(lexicon);
  for (std::size_t i = 1; i < lines.size() && i <= kEntities; ++i) {
    names::ListEntity e;
    e.list = "fuzz";
    e.entry = std::to_string(i);
    for (const auto part : split(lines[i], '\t')) {
      if (e.name.empty()) e.name = part;
      else e.aliases.push_back({std::string(part), names::AliasKind::Unsaid, {}, {}, {}});
    }
    builder.add(e);
  }
  const std::string made = builder.finish();
  const auto index = names::Index::open(made);
  if (!index) std::abort();  // what is built must open
  const names::ScriptAliases aliases;
  names::Searcher searcher(*index, *lexicon, calibration, aliases);
  names::SearchOptions options;
  options.near_floor = 0;
  const auto& a = searcher.search(lines.empty() ? bytes : lines[0], options);
  for (const auto* hits : {&a.matches, &a.near})
    for (const auto& h : *hits) {
      double sum = 0;
      for (const auto& b : h.because) sum += b.weight;
      if (std::abs(sum - h.sum) > 1e-6) std::abort();  // the lines must add up
    }
}

}  // namespace rf::fuzz
