#include "knowledge/knowledge.h"

extern "C" {
extern const char rf_builtin_knowledge_begin[];
extern const char rf_builtin_knowledge_end[];
}

namespace rf::knowledge {

std::string_view builtin_image() {
  return {rf_builtin_knowledge_begin, static_cast<std::size_t>(rf_builtin_knowledge_end - rf_builtin_knowledge_begin)};
}

}  // namespace rf::knowledge
