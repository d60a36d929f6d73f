#include "tests/root.h"

namespace rf::tests {
const char* const kRoot = RINGFENCE_TREE;
}
