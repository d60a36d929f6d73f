// The knowledge that the program carries, read once for all tests.
#pragma once

#include "knowledge/knowledge.h"

namespace rf::tests {

inline const knowledge::Knowledge& built_in() {
  static const auto k = knowledge::open({});
  return *k;
}

}  // namespace rf::tests
