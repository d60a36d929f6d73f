#include "base/result.h"

namespace rf {

std::string to_text(const Error& e) {
  std::string out;
  if (!e.input.empty()) out += e.input + ": ";
  if (!e.where.empty()) out += e.where + ": ";
  out += e.why;
  if (!e.remedy.empty()) out += "\n  " + e.remedy;
  return out;
}

}  // namespace rf
