// What knowledge/fingerprints/*.yaml says, as the identify room takes it. Schema and examples: knowledge/fingerprints/README.md.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rf::identify {

/// Words a maker's firmware uses → maker, kind, model, software, with a weight.
struct FingerprintRule {
  std::string id;
  std::vector<std::string> fields;  ///< names of fields.h, "other.OID", or "text": every field of words
  std::string match;                ///< pattern.h; compared without regard to case
  std::string supplier;             ///< id; empty: says nothing of the maker
  std::string names;                ///< text with $1…$4 that is a maker's name; knowledge of names tells whose
  std::string brand;                ///< the badge, where it differs from the supplier
  std::string kind;                 ///< olt, router, ups …
  std::string model, software, version, serial;  ///< text with $1…$4
  std::vector<std::string> functions;
  double weight = 0;     ///< log-likelihood ratio for `supplier`, natural logarithm; negative speaks against
  int rank = 0;          ///< whose model and version is taken: the highest, then the heaviest
  bool general = false;  ///< a general-purpose system or agent: its PEN is no witness for a maker
};

/// Words of trade that stand for one maker wherever its firmware writes them.
struct TradeWordRule {
  std::vector<std::string> words;
  std::vector<std::string> fields;  ///< empty: every field of words
  std::string supplier, brand, kind, software;
  std::vector<std::string> functions;
  double weight = 0;
};

/// An SNMP object in which a maker's agents keep one fact.
struct ObjectRule {
  std::string oid;   ///< itself or any instance below it
  enum class Says : std::uint8_t { Model, Version, Serial, Software, Maker } says = Says::Version;
  std::string take;  ///< pattern the value has to match; empty: any
  std::string as;    ///< text with $1…$4; empty: the first group, or the whole value
  std::string supplier, kind;
  int rank = 0;
  double weight = 0;  ///< log-likelihood ratio that a device which answers it is the supplier's; 0: a little, for an object below an enterprise number
};

/// An enterprise number that says nothing, or little, of who made the box.
struct AgentNumber {
  std::uint32_t pen = 0;
  enum class Says : std::uint8_t { All, Little, Nothing } says = Says::All;
  bool inside = false;  ///< answers on hosts for a card, a driver, an extension
};

}  // namespace rf::identify
