// ringfence-fuzz --list | TARGET FOLDER…: replays every file below the folders, with any compiler.
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "fuzz/targets.h"

int main(int argc, char** argv) {
  if (argc >= 2 && std::string_view(argv[1]) == "--list") {
    for (const auto& t : rf::fuzz::target_names()) std::printf("%s\n", t.c_str());
    return 0;
  }
  if (argc < 3) return std::fprintf(stderr, "usage: ringfence-fuzz --list | TARGET FOLDER…\n"), 2;
  std::size_t files = 0;
  for (int i = 2; i < argc; ++i) {
    std::error_code ec;
    for (const auto& f : std::filesystem::recursive_directory_iterator(argv[i], ec)) {
      if (!f.is_regular_file()) continue;
      const auto file = rf::MappedFile::open(f.path().string());
      if (!file) continue;
      std::fprintf(stderr, "%s\n", f.path().c_str());
      if (!rf::fuzz::run(argv[1], file->bytes())) return std::fprintf(stderr, "no target %s\n", argv[1]), 2;
      ++files;
    }
  }
  std::printf("%s: %zu files\n", argv[1], files);
  return files > 0 ? 0 : 1;
}
