#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rf::fuzz {

std::vector<std::string> target_names();
/// Gives `bytes` to a target; false where there is none of that name.
bool run(std::string_view target, std::string_view bytes);

/// names_target.cpp
void run_names(std::string_view bytes);

}  // namespace rf::fuzz
