#include "model/finding.h"

#include <array>
#include <string_view>

namespace rf {
namespace {
constexpr std::array<std::string_view, 7> kStatus = {"met", "due", "breached", "undecided", "exempt", "preview", "not-applicable"};
}

std::string_view to_text(Status s) { return kStatus[static_cast<std::size_t>(s)]; }

std::optional<Status> parse_status(std::string_view s) {
  for (std::size_t i = 0; i < kStatus.size(); ++i)
    if (kStatus[i] == s) return static_cast<Status>(i);
  return std::nullopt;
}

}  // namespace rf
