// Whether a supplier is one that a requirement means.
#pragma once

#include <string>
#include <vector>

#include "direct/subject.h"
#include "expr/tri.h"
#include "screen/screen.h"

namespace rf::direct {

struct Meant {
  Tri is = Tri::No;
  screen::Relation relation = screen::Relation::None;
  bool brand_only = false;
  bool described = false;  ///< by an instrument that names nobody
  bool component = false;
  bool operator==(const Meant&) const = default;
  /// Surer, or as sure by a closer relation.
  bool stronger_than(const Meant& o) const { return is > o.is || (is == o.is && relation < o.relation); }
};

/// `targets`: ids of the suppliers asked about. `component` is for the caller to say.
Meant meant(const knowledge::World& world, const knowledge::Requirement& requirement, const std::vector<std::string>& targets, const names::Resolution& who);

}  // namespace rf::direct
