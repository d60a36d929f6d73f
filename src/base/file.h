// Files mapped for reading, hashed, and written so that a crash leaves the old or the new one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace rf {

/// A whole file, mapped read-only (or read, where it cannot be mapped: pipes). Move only.
class MappedFile {
 public:
  static Result<MappedFile> open(const std::string& path);
  /// Standard input to its end, at most `limit` bytes.
  static Result<MappedFile> standard_input(std::uint64_t limit);
  static MappedFile of(std::string bytes);
  /// Takes the open file `fd`, closed here whatever comes of it; `name` is for messages.
  static Result<MappedFile> of_descriptor(int fd, const std::string& name);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();
  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile() = default;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  bool mapped_ = false;
  std::string held_;
};

/// At most `most` bytes from the front of a file into `out`. False where there is no such file, it cannot be read or is none (a pipe).
bool read_head(const std::string& path, std::size_t most, std::string& out);
std::string sha256_hex(std::string_view bytes);
/// Writes beside, syncs, renames. Fails with Io (full disk, no permission) and leaves what was there.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace rf
