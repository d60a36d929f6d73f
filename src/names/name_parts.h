// Several names written as one: "X, a.k.a. Y", "X (formerly Y)", "Parent (P).  Affiliated Entity:  X".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rf::names {

struct NamePart {
  std::string text;
  bool instead = false;  ///< the part before it is another firm
};
/// Empty where the name is one. Marks count only between names: "AKA Bank" is one name. O(bytes).
std::vector<NamePart> parts_of(std::string_view name);

}  // namespace rf::names
