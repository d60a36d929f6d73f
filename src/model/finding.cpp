#include "model/finding.h"

#include <array>
#include <string_view>

namespace rf {
namespace {
constexpr std::array<std::string_view, 7> kStatus = {"met", "due", "breached", "undecided", "exempt", "preview", "not-applicable"};
}

std::string_view to_text(Status s) { return kStatus[static_cast<std::size_t>(s)]; }

int rank_of(Status s) {
  switch (s) {
    case Status::Breached: return 0;
    case Status::Undecided: return 1;
    case Status::Due: return 2;
    case Status::Met: return 3;
    case Status::Exempt: return 4;
    case Status::Preview: return 5;
    case Status::NotApplicable: return 6;
  }
  return 7;
}

std::optional<Status> parse_status(std::string_view s) {
  for (std::size_t i = 0; i < kStatus.size(); ++i)
    if (kStatus[i] == s) return static_cast<Status>(i);
  return std::nullopt;
}

}  // namespace rf
