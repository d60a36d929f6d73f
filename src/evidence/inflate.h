// Compressed streams inflated piece by piece: gzip and deflate (RFC 1951, 1952), xz, Zstandard (RFC 8878).
// Memory is the window of the format, whatever the stream says it holds; what comes out is counted against a budget.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace rf::evidence {

/// Bytes in order. Not shared between threads.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Up to `n` bytes (n > 0); 0 only at the end. Fails: Malformed, Truncated, Limit, Unsupported.
  virtual Result<std::size_t> read(char* into, std::size_t n) = 0;
};

/// What may come out of one input in all, over every member and layer. Shared by the threads that read it.
class InflateBudget {
 public:
  /// `packed`: bytes of the outermost file. More than kMaxRatio times as much as that, beyond kFreeBytes, is a bomb:
  /// the densest real export seen is 90 times, deflate alone reaches 1032.
  explicit InflateBudget(std::uint64_t packed);
  /// Takes `n` bytes more; fails with Limit.
  Result<void> take(std::uint64_t n);

  static constexpr std::uint64_t kMaxRatio = 250;
  static constexpr std::uint64_t kFreeBytes = std::uint64_t{256} << 20;
  static constexpr std::uint64_t kMaxBytes = std::uint64_t{64} << 30;  // a disk's worth; a day of captures fits

 private:
  std::uint64_t limit_;
  std::atomic<std::uint64_t> used_{0};
};

enum class Packing : std::uint8_t { None, Deflate, Gzip, Xz, Zstd };
/// Told by the first bytes: Gzip, Xz or Zstd; None for all else.
Packing stream_packing(std::string_view head);
std::string_view to_text(Packing p);

/// A stream over `packed`, which must outlive it, as must `budget`. None: the bytes as they are, not counted.
Result<std::unique_ptr<ByteSource>> open_stream(Packing packing, std::string_view packed, InflateBudget& budget);

}  // namespace rf::evidence
