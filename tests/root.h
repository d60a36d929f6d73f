// Included before every test: where the tree is. The path itself stands in one file, so that a compiler's cache serves every clone.
#pragma once

namespace rf::tests {
extern const char* const kRoot;
}
#define RINGFENCE_ROOT rf::tests::kRoot
