// Archives and compressed files as what they hold: .zip, .tar, .gz, .xz, .zst and each within the other, told by content.
// A compressed file is the file within it; an archive is its members, by sorted name. Names of members are names, never
// paths: nothing is ever written by them. What is large goes to a file without a name and is mapped.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "evidence/inflate.h"
#include "evidence/tar.h"
#include "evidence/zip.h"

namespace rf::evidence {

inline constexpr int kMaxArchiveDepth = 8;                  // layers within each other; a .tar.gz is two, exports seen have three
inline constexpr std::size_t kMaxArchiveMembers = 1'000'000; // of one archive; bounds the memory of its directory
inline constexpr std::size_t kSpoolInMemory = std::size_t{4} << 20;  // larger members go to a temporary file

/// Bytes and what keeps them.
struct Content {
  std::shared_ptr<const MappedFile> file;
  std::string_view bytes;
  std::shared_ptr<InflateBudget> budget;  ///< of the outermost file
  int depth = 0;                          ///< layers taken off so far
};
/// A file that was opened.
Content content_of(MappedFile file);
/// With gzip, xz and Zstandard taken off, one within the other too, and text in UTF-16 (with its mark) as UTF-8. Fails: Malformed, Truncated, Limit, Io.
Result<Content> peeled(Content content);
/// ZIP (office files are none) or tar, once peeled.
bool is_archive(std::string_view bytes);
/// Nothing that peeled() takes off, no archive and no office file, by its head.
bool is_plain(std::string_view head);

class Archive {
 public:
  /// Fails: Malformed, Truncated, Limit (too many members, too deep).
  static Result<std::shared_ptr<const Archive>> open(Content content);
  /// Sorted; folders, links and names that begin with '.' left out, as in a folder on disk. Distinct.
  const std::vector<std::string>& names() const { return names_; }
  /// Parts of the archive itself that are damaged, and what is worth saying.
  const std::vector<Error>& errors() const { return errors_; }
  const std::vector<Error>& notes() const { return notes_; }
  /// The bytes of one member. Fails where it is damaged, encrypted or too large; the others are not touched by that.
  Result<Content> extract(std::size_t index) const;

 private:
  Content content_;
  bool zip_ = false;
  ZipDirectory zip_members_;
  TarDirectory tar_members_;
  std::vector<std::string> names_;
  std::vector<std::size_t> order_;  ///< of names_ → number in the directory
  std::vector<Error> errors_, notes_;
};

/// Opens `path`, and in it the members named, outermost first; compressed layers are taken off on the way and at the end.
/// No members: the file itself, peeled. Fails: as above, and where there is no such member.
Result<Content> open_member(const std::string& path, const std::vector<std::string>& members);
/// The same with the layers of the innermost left on: the bytes whose digest an assessment prints.
Result<Content> member_as_given(const std::string& path, const std::vector<std::string>& members);

}  // namespace rf::evidence
