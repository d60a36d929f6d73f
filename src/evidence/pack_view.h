// A pack of version 2 or 3 (model/pack_format.h) as it lies in memory: sections found and checked once, cells unpacked when they are asked for.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace rf::evidence {

/// Numbers of a few bits each. Points into the pack.
class PackedNumbers {
 public:
  PackedNumbers() = default;
  /// `data` has (n × width + 7) / 8 bytes and 8 more.
  PackedNumbers(const char* data, unsigned width, std::uint64_t n) : data_(data), width_(width), mask_(width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1), n_(n) {}
  std::uint64_t size() const { return n_; }
  explicit operator bool() const { return data_ != nullptr; }
  std::uint64_t at(std::uint64_t i) const {
    std::uint64_t w;
    if (width_ >= 64) {
      std::memcpy(&w, data_ + i * 8, 8);
      return w;
    }
    const std::uint64_t bit = i * width_;
    std::memcpy(&w, data_ + (bit >> 3), 8);
    return (w >> (bit & 7)) & mask_;
  }
  unsigned width() const { return width_; }
  /// Of one bit or none: whether all are the same. O(bytes).
  bool all_same() const;

 private:
  const char* data_ = nullptr;
  unsigned width_ = 0;
  std::uint64_t mask_ = 0, n_ = 0;
};

/// Codes into a dictionary; one that lies outside it (a damaged pack) is read as 0.
class PackedCodes {
 public:
  PackedCodes() = default;
  PackedCodes(PackedNumbers numbers, std::uint64_t words) : numbers_(numbers), words_(words) {}
  explicit operator bool() const { return static_cast<bool>(numbers_); }
  std::uint32_t at(std::uint64_t i) const {
    const std::uint64_t c = numbers_.at(i);
    return c < words_ ? static_cast<std::uint32_t>(c) : 0;
  }
  bool all_same() const { return numbers_.all_same(); }

 private:
  PackedNumbers numbers_;
  std::uint64_t words_ = 0;
};

/// Numbers that may be missing.
class PackedValues {
 public:
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();
  PackedValues() = default;
  PackedValues(PackedNumbers numbers, std::int64_t base, bool along) : numbers_(numbers), base_(base), along_(along) {}
  explicit operator bool() const { return static_cast<bool>(numbers_); }
  std::uint64_t size() const { return numbers_.size(); }
  /// Wraps where a damaged pack would overflow: whoever needs a range checks it.
  std::int64_t at(std::uint64_t i) const {
    const std::uint64_t v = numbers_.at(i);
    if (along_) return static_cast<std::int64_t>(static_cast<std::uint64_t>(base_) + i + v);
    if (numbers_.width() >= 64) return static_cast<std::int64_t>(v);
    return v == 0 ? kNone : static_cast<std::int64_t>(static_cast<std::uint64_t>(base_) + (v - 1));
  }

 private:
  PackedNumbers numbers_;
  std::int64_t base_ = 0;
  bool along_ = false;
};

/// Mostly distinct texts, in blocks. What was unpacked is kept: texts stay valid as long as this is, moved or not; a copy would point into what
/// another keeps, so there is none. One thread at a time.
class PackedTexts {
 public:
  PackedTexts() = default;
  PackedTexts(PackedTexts&&) = default;  ///< `other` may then be assigned or destroyed
  PackedTexts& operator=(PackedTexts&&) = default;
  explicit PackedTexts(std::string_view section, std::uint64_t n);
  std::uint64_t size() const { return n_; }
  /// "" where its block is damaged, or where all that was unpacked exceeds pack::most_unpacked; `damaged` tells.
  std::string_view at(std::uint64_t i) const;
  bool damaged() const { return damaged_; }
  /// Forgets what was unpacked, and with it every text that was given.
  void forget() const {
    open_.clear();
    last_bytes_ = nullptr;
    last_ = ~std::uint64_t{0};
    unpacked_ = 0;
  }

 private:
  struct Block {
    std::uint64_t first = 0, offset = 0, size = 0;
  };
  std::string_view section_;
  std::uint64_t n_ = 0, blocks_ = 0;
  Block block(std::uint64_t i) const;
  std::string unpack(const Block& b, std::uint64_t texts) const;  ///< "" and `damaged` where it cannot be
  mutable std::uint64_t unpacked_ = 0;
  mutable std::map<std::uint64_t, std::string> open_;
  mutable std::uint64_t last_ = ~std::uint64_t{0};
  mutable const std::string* last_bytes_ = nullptr;
  mutable bool damaged_ = false;
};

class PackView {
 public:
  /// Checks header, table, hashes, and where blocks of texts lie. `bytes` must outlive this. Fails: Truncated, Malformed, Unsupported (another
  /// version), Limit. O(bytes of codes and dictionaries); blocks of texts are checked when they are opened.
  static Result<PackView> open(std::string_view bytes);
  /// Whether a file whose front is `head` begins as a pack of version 2 or 3 does.
  static bool begins(std::string_view head);
  std::uint64_t rows() const { return rows_; }

  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// In the order of the file.
  std::vector<std::string_view> names() const;
  /// Texts of a kTexts section; empty where there is none. Fails: Malformed, also where the section is of another kind.
  Result<std::vector<std::string_view>> texts(std::string_view name) const;
  /// The same, of a dictionary: the first is "". Whether all are distinct is not asked; of two that are not, the first is found. Fails: Malformed.
  Result<std::vector<std::string_view>> words(std::string_view name) const;
  /// What was said while its rows were read ("notes"), and of what was not read then ("unread"). Fails: Malformed.
  Result<std::vector<Error>> said(std::string_view name) const;
  /// Without data where there is no such section of `n` numbers.
  PackedNumbers numbers(std::string_view name, std::uint64_t n) const;
  PackedValues values(std::string_view name, std::uint64_t n) const;
  PackedTexts blocks(std::string_view name) const;
  std::uint64_t length(std::string_view name) const;  ///< n of a section, or 0

 private:
  struct Section {
    std::string_view name;
    std::uint32_t kind = 0, width = 0;
    std::uint64_t n = 0;
    std::int64_t base = 0;
    std::string_view bytes;
  };
  const Section* find(std::string_view name) const;
  std::vector<Section> sections_;
  std::map<std::string_view, std::size_t> by_name_;
  std::uint64_t rows_ = 0;
};

/// A cell of a row as it was packed.
struct PackedCell {
  std::string header;
  int field = -1;  ///< static_cast<int>(Field), or -1: a column without one
  std::string value;
};
/// The 1-based row of a pack of version 2 or 3, with where it was read from when it was packed (columns of model/pack_format.h). Fails: as
/// PackView::open, Malformed (no such row, or its texts are damaged). O(bytes of codes and dictionaries), without the other rows' texts.
Result<std::vector<PackedCell>> pack_row(std::string_view bytes, std::uint64_t row);

/// What a pack keeps of a section's bytes, against damage and not against forgery. Read in little-endian words.
std::uint64_t section_hash(std::string_view bytes);

}  // namespace rf::evidence
