// Bytes that come piece by piece and are then read as a whole: in memory while few, else in a file without a name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/result.h"

namespace rf {

/// Move only. The file stands below $TMPDIR, else /var/tmp, and is gone with the last mapping of it.
class Spool {
 public:
  explicit Spool(std::size_t in_memory) : in_memory_(in_memory) {}
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool();
  /// Fails: Io (no space, no such folder).
  Result<void> write(std::string_view bytes);
  /// All that was written; nothing may be written after.
  Result<MappedFile> finish();

 private:
  std::size_t in_memory_;
  std::string held_;
  int fd_ = -1;
};

}  // namespace rf
