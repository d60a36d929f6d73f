// Foreign bytes only through a cursor that checks: it owns nothing, knows its offset, and every read can fail.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <expected>
#include <string_view>

#include "base/result.h"

namespace rf {

/// An error inside a loop over foreign bytes: no text is built until somebody wants it. A room's door makes it an Error.
struct Fault {
  Kind kind = Kind::Internal;
  std::uint64_t offset = 0;   ///< from the start of what the cursor was made over, plus its base
  const char* what = "";      ///< the field being read, in the standard's words; static storage
};
template <class T>
using Checked = std::expected<T, Fault>;

inline std::unexpected<Fault> fault(Kind kind, std::uint64_t offset, const char* what) { return std::unexpected(Fault{kind, offset, what}); }

/// Reads front to back. Endianness is in the read. After `need(n)` succeeded, the next n bytes may be read with `raw_*`.
class ByteCursor {
 public:
  ByteCursor() = default;
  explicit ByteCursor(std::string_view bytes, std::uint64_t base = 0) : at_(bytes.data()), left_(bytes.size()), start_(bytes.data()), base_(base) {}

  std::size_t left() const { return left_; }
  bool empty() const { return left_ == 0; }
  std::uint64_t offset() const { return base_ + static_cast<std::uint64_t>(at_ - start_); }
  std::string_view rest() const { return {at_, left_}; }

  /// Truncated unless `n` bytes are left.
  Checked<void> need(std::size_t n, const char* what) const {
    if (n > left_) return fault(Kind::Truncated, offset(), what);
    return {};
  }
  template <std::unsigned_integral T>
  Checked<T> be(const char* what) {
    if (sizeof(T) > left_) return fault(Kind::Truncated, offset(), what);
    return raw_be<T>();
  }
  template <std::unsigned_integral T>
  Checked<T> le(const char* what) {
    if (sizeof(T) > left_) return fault(Kind::Truncated, offset(), what);
    return raw_le<T>();
  }
  Checked<std::string_view> take(std::size_t n, const char* what) {
    if (n > left_) return fault(Kind::Truncated, offset(), what);
    const std::string_view out(at_, n);
    at_ += n;
    left_ -= n;
    return out;
  }
  Checked<void> skip(std::size_t n, const char* what) {
    if (n > left_) return fault(Kind::Truncated, offset(), what);
    at_ += n;
    left_ -= n;
    return {};
  }
  /// The next `n` bytes as a cursor of their own, with offsets of the whole.
  Checked<ByteCursor> within(std::size_t n, const char* what) {
    if (n > left_) return fault(Kind::Truncated, offset(), what);
    ByteCursor out(std::string_view(at_, n), offset());
    at_ += n;
    left_ -= n;
    return out;
  }
  /// Without a check: only behind need().
  template <std::unsigned_integral T>
  T raw_be() {
    T v;
    std::memcpy(&v, at_, sizeof v);
    at_ += sizeof v;
    left_ -= sizeof v;
    if constexpr (std::endian::native == std::endian::little && sizeof(T) > 1) return swapped(v);
    else return v;
  }
  template <std::unsigned_integral T>
  T raw_le() {
    T v;
    std::memcpy(&v, at_, sizeof v);
    at_ += sizeof v;
    left_ -= sizeof v;
    if constexpr (std::endian::native == std::endian::big && sizeof(T) > 1) return swapped(v);
    else return v;
  }

 private:
  template <std::unsigned_integral T>
  static T swapped(T v) {
    if constexpr (sizeof(T) == 2) return static_cast<T>(__builtin_bswap16(v));
    else if constexpr (sizeof(T) == 4) return __builtin_bswap32(v);
    else return __builtin_bswap64(v);
  }
  const char* at_ = nullptr;
  std::size_t left_ = 0;
  const char* start_ = nullptr;
  std::uint64_t base_ = 0;
};

}  // namespace rf
