// ringfence-knowledge DIR OUT: the build's compiler of knowledge. Prints every fault and fails on any.
#include <cstdio>

#include "base/file.h"
#include "knowledge/knowledge.h"

namespace rf::knowledge {
std::string_view builtin_image() { return {}; }  // this program makes it, so it holds none
}  // namespace rf::knowledge

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: ringfence-knowledge DIR OUT\n");
    return 2;
  }
  const auto files = rf::knowledge::files_below(argv[1]);
  if (!files) {
    std::fprintf(stderr, "%s\n", rf::to_text(files.error()).c_str());
    return 4;
  }
  const auto faults = rf::knowledge::check(*files);
  for (const auto& f : faults) std::fprintf(stderr, "%s/%s\n", argv[1], rf::knowledge::to_text(f).c_str());
  if (!faults.empty()) return 1;
  const auto image = rf::knowledge::compile(*files);
  if (!image) {
    std::fprintf(stderr, "%s\n", rf::to_text(image.error()).c_str());
    return 4;
  }
  if (const auto written = rf::write_file(argv[2], *image); !written) {
    std::fprintf(stderr, "%s\n", rf::to_text(written.error()).c_str());
    return 4;
  }
  return 0;
}
