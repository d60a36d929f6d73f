// The bytes of a list, front to back, in constant memory: a file, or what a .gz or the one list in a .zip unpacks to; UTF-16 as UTF-8.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace rf::screen::lists {

/// What a .gz may unpack to. The largest list published (GLEIF level 1) has under 5 GB; more is a bomb.
inline constexpr std::uint64_t kMaxUnpacked = 16ULL << 30;

class Source {
 public:
  /// A file; .gz, .zip and UTF-16 are told by its first bytes. Fails: Io, Malformed (not gzip after all; a .zip of several lists).
  static Result<Source> open(const std::string& path);
  /// Bytes in memory, which must outlive the source: for tests and fuzzing.
  static Source of(std::string_view bytes, std::string name);
  Source(Source&&) noexcept;
  Source& operator=(Source&&) noexcept;
  ~Source();

  const std::string& name() const;
  /// The first bytes (at most 64 KiB), unpacked. The reading position stays.
  std::string_view head() const;
  bool recoded() const;        ///< read from UTF-16: what the text says of its own encoding is no longer so
  bool whole_in_head() const;  ///< nothing follows what head() gives
  /// The next piece, valid until the next call; empty at the end. Fails: Truncated (a .gz cut in the middle), Malformed, Limit.
  Result<std::string_view> next();
  /// Back to the first byte, for formats that need two passes.
  Result<void> rewind();
  std::string_view stored() const;  ///< the file as it is stored, for hashing and keeping

 private:
  struct Impl;
  explicit Source(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rf::screen::lists
