// Where a text's lines end and where the bars within them stand, looked for 64 bytes at a time: a bit a byte, so that rows of forty
// bytes cost no call each.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace rf::evidence {

class Marks {
 public:
  explicit Marks(std::string_view text) : text_(text) {}

  /// Place of the first line end at or behind `from`; the text's size where there is none. Amortized O(bytes passed) for ascending places.
  std::size_t line_end(std::size_t from) { return next<false>(from); }
  /// The first line end or bar.
  std::size_t line_end_or_bar(std::size_t from) { return next<true>(from); }

 private:
  static constexpr std::size_t kBlock = 64;

  template <bool Bars>
  std::size_t next(std::size_t from) {
    if (from >= text_.size()) return text_.size();
    std::size_t block = from & ~(kBlock - 1);
    if (block != block_) load(block);
    std::uint64_t m = (Bars ? ends_ | bars_ : ends_) >> (from - block);
    if (m != 0) return from + static_cast<std::size_t>(std::countr_zero(m));
    for (block += kBlock; block < text_.size(); block += kBlock) {
      load(block);
      m = Bars ? ends_ | bars_ : ends_;
      if (m != 0) return block + static_cast<std::size_t>(std::countr_zero(m));
    }
    return text_.size();
  }
  void load(std::size_t block) {
    block_ = block;
    if (block + kBlock <= text_.size()) return load(text_.data() + block);
    char rest[kBlock] = {};  // bytes behind the end are zeros, which are no marks
    std::memcpy(rest, text_.data() + block, text_.size() - block);
    load(rest);
  }
  void load(const char* p) {
    ends_ = bars_ = 0;
#if defined(__SSE2__)
    const __m128i end = _mm_set1_epi8('\n'), bar = _mm_set1_epi8('|');
    for (int i = 0; i < 4; ++i) {
      const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
      ends_ |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(v, end)))) << (16 * i);
      bars_ |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(v, bar)))) << (16 * i);
    }
#else
    for (std::size_t i = 0; i < kBlock; ++i) {
      ends_ |= static_cast<std::uint64_t>(p[i] == '\n') << i;
      bars_ |= static_cast<std::uint64_t>(p[i] == '|') << i;
    }
#endif
  }

  std::string_view text_;
  std::size_t block_ = ~std::size_t{0};  ///< where the block at hand begins
  std::uint64_t ends_ = 0, bars_ = 0;
};

}  // namespace rf::evidence
