// Knowledge that has faults, as far as it can be read: so that one fault does not hide the others.
#pragma once

#include <vector>

#include "knowledge/knowledge.h"

namespace rf::knowledge {

/// What `files` hold of known kinds, without what is wrong in them; no tables of products. For checking only: nothing may be judged by it.
Knowledge read_for_check(const std::vector<File>& files);

}  // namespace rf::knowledge
