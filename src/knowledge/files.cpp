#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "knowledge/knowledge.h"

namespace rf::knowledge {

Result<std::vector<File>> files_below(const std::string& dir) {
  namespace fs = std::filesystem;
  std::error_code ec;
  if (!fs::is_directory(dir, ec))
    return std::unexpected(Error{Kind::Io, dir, {}, "is not a folder of knowledge", "give the folder that holds suppliers/, lists/ and the others"});
  std::vector<File> out;
  // Links to folders are not followed, so no loop of links can be walked.
  for (fs::recursive_directory_iterator it(dir, ec), end; !ec && it != end; it.increment(ec)) {
    if (!it->is_regular_file(ec)) continue;
    const std::string path = fs::relative(it->path(), dir, ec).generic_string();
    if (!path.ends_with(".yaml") && !path.ends_with(".tsv")) continue;
    auto file = MappedFile::open(it->path().string());
    if (!file) return std::unexpected(std::move(file).error());
    out.push_back({path, std::string(file->bytes())});
  }
  if (ec) return std::unexpected(Error{Kind::Io, dir, {}, "cannot be walked: " + ec.message(), {}});
  std::sort(out.begin(), out.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return out;
}

}  // namespace rf::knowledge
