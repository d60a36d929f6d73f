// One rule of knowledge/fingerprints/*.yaml: words a maker's agent uses → maker, kind, model, software, with a weight.
#pragma once

#include <string>
#include <vector>

namespace rf::identify {

/// Schema and examples: knowledge/fingerprints/README.md.
struct FingerprintRule {
  std::string id;
  /// sys_descr, sys_object_id, sys_name, entity.descr, entity.name, entity.model, entity.mfg, ups.manufacturer, ups.model,
  /// printer.descr, enterprises (answered "PEN" numbers as ".PEN." list), engine_id, other.OID
  std::string field;
  std::string match;     ///< pattern.h; compared without regard to case
  std::string supplier;  ///< id; empty: says nothing of the maker
  std::string brand;     ///< the badge, where it differs from the supplier
  std::string kind;      ///< olt, router, ups …
  std::string model, software, version;  ///< text with $1…$4
  std::vector<std::string> functions;
  double weight = 0;     ///< log-likelihood ratio for `supplier`, natural logarithm; negative speaks against
  bool general = false;  ///< a general-purpose system or agent: its PEN is no witness for a maker
};

}  // namespace rf::identify
