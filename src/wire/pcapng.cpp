// pcapng: a list of blocks, each with its type and its length before and behind. A section header (type 0a 0d 0d 0a) says the
// byte order of what follows; interface descriptions say link type and time resolution; packet blocks name their interface.
//   EPB 6: interface, time (high, low), captured, on wire, bytes, options     SPB 3: on wire, bytes (interface 0, no time)
//   PB 2 (obsolete): interface (16), drops (16), then as the EPB
// Blocks of kinds not known are passed over by their length, as the draft wants. Tested by tests/wire/source_test.cpp.
#include <algorithm>
#include <cstring>

#include "base/cursor.h"
#include "wire/capture_formats.h"

namespace rf::wire {
namespace {

constexpr std::uint32_t kSection = 0x0a0d0d0a, kInterface = 1, kPacket = 2, kSimple = 3, kEnhanced = 6;
constexpr std::uint32_t kNames = 4, kStatistics = 5, kJournal = 9, kSecrets = 10, kCustom = 0xbad, kCustomNoCopy = 0x40000bad;

struct Interface {
  std::uint16_t link = 0;
  std::uint32_t snaplen = 0;
  std::uint64_t per_second = 1'000'000;  // units of the time stamp
  std::int64_t offset = 0;               // if_tsoffset, seconds
};

std::int64_t nanoseconds(const Interface& i, std::uint64_t t) {
  if (i.per_second == 1'000'000) return static_cast<std::int64_t>(t * 1000);
  if (i.per_second == 1'000'000'000) return static_cast<std::int64_t>(t);
  const std::uint64_t seconds = t / i.per_second, rest = t % i.per_second;
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::int64_t>(seconds * 1'000'000'000 + static_cast<std::uint64_t>(Wide{rest} * 1'000'000'000 / i.per_second));
}

class PcapngFile : public Capture {
 public:
  explicit PcapngFile(std::string_view bytes) : bytes_(bytes) { facts_.format = "pcapng"; }

  std::size_t next(std::span<Frame> out) override {
    std::size_t n = 0;
    while (n < out.size() && !error_ && at_ < bytes_.size())
      if (!block(out[n])) continue;
      else ++n;
    return n;
  }
  const std::optional<Error>& error() const override { return error_; }
  const CaptureFacts& facts() const override { return facts_; }
  std::uint64_t offset() const override { return at_; }

  /// Reads up to the first frame; a file whose first block is wrong is no capture.
  Result<void> begin() {
    Frame none;
    (void)block(none);
    if (error_) return std::unexpected(*error_);
    return {};
  }

 private:
  std::uint16_t half(std::size_t at) const {
    std::uint16_t v;
    std::memcpy(&v, bytes_.data() + at, 2);
    return swap_ ? __builtin_bswap16(v) : v;
  }
  std::uint32_t word(std::size_t at) const {
    std::uint32_t v;
    std::memcpy(&v, bytes_.data() + at, 4);
    return swap_ ? __builtin_bswap32(v) : v;
  }
  void end(Kind kind, std::string why) { error_ = cut_short(kind, at_, std::move(why), facts_.frames); }

  /// One block; true where it was a frame, then in `f`.
  bool block(Frame& f) {
    const std::size_t left = bytes_.size() - at_;
    ahead_.of(bytes_.data() + at_);
    if (left < 12) return end(Kind::Truncated, "the header of a block is cut"), false;
    std::uint32_t type;
    std::memcpy(&type, bytes_.data() + at_, 4);
    if (type == kSection) {  // the same read either way
      std::uint32_t order;
      std::memcpy(&order, bytes_.data() + at_ + 8, 4);
      if (order != 0x1a2b3c4d && order != 0x4d3c2b1a) return end(Kind::Malformed, "a section whose byte-order magic is neither 1A2B3C4D nor 4D3C2B1A"), false;
      swap_ = order == 0x4d3c2b1a;
      interfaces_.clear();
    } else {
      type = word(at_);
    }
    const std::uint32_t length = word(at_ + 4);
    const std::size_t padded = (std::size_t{length} + 3) & ~std::size_t{3};  // some writers do not count the padding
    if (length < 12 || (type == kSection && length < 28)) return end(Kind::Malformed, "a block of type " + std::to_string(type) + " that is " + std::to_string(length) + " bytes long"), false;
    if (padded > left) return end(Kind::Truncated, "a block of type " + std::to_string(type) + " has " + std::to_string(length) + " bytes, and the file only " + std::to_string(left) + " more"), false;
    if (word(at_ + padded - 4) != length)
      return end(Kind::Malformed, "a block says " + std::to_string(length) + " bytes before its content and " + std::to_string(word(at_ + padded - 4)) + " behind it"), false;
    const std::size_t body = at_ + 8, size = padded - 12;
    bool frame = false;
    switch (type) {
      case kSection: {
        const std::uint16_t major = half(body + 4);
        if (major != 1) return end(Kind::Unsupported, "pcapng version " + std::to_string(major) + ", known is 1"), false;
        break;
      }
      case kInterface: frame = false; interface(body, size); break;
      case kEnhanced:
        if (size < 20) return end(Kind::Malformed, "an enhanced packet block of " + std::to_string(length) + " bytes"), false;
        frame = packet(f, word(body), body + 4, body + 20, size - 20);
        break;
      case kPacket:
        if (size < 20) return end(Kind::Malformed, "a packet block of " + std::to_string(length) + " bytes"), false;
        frame = packet(f, half(body), body + 4, body + 20, size - 20);
        break;
      case kSimple: frame = simple(f, body, size); break;
      case kNames: case kStatistics: case kJournal: case kSecrets: case kCustom: case kCustomNoCopy: break;
      default: ++facts_.other_blocks;
    }
    if (error_) return false;
    at_ += padded;
    return frame;
  }

  void interface(std::size_t body, std::size_t size) {
    if (size < 8) return end(Kind::Malformed, "an interface description of " + std::to_string(size + 12) + " bytes");
    if (interfaces_.size() >= kMaxInterfaces) return end(Kind::Limit, "more than " + std::to_string(kMaxInterfaces) + " interfaces in a section");
    Interface i;
    i.link = half(body);
    i.snaplen = word(body + 4);
    for (std::size_t at = body + 8; at + 4 <= body + size;) {  // options: code, length, value, padding to four
      const std::uint16_t code = half(at), n = half(at + 2);
      at += 4;
      if (code == 0 || n > body + size - at) break;
      if (code == 9 && n == 1) {
        const auto r = static_cast<std::uint8_t>(bytes_[at]);
        std::uint64_t per = 1;
        bool fits = true;
        for (int k = 0; k < (r & 0x7f) && fits; ++k) {
          const std::uint64_t base = (r & 0x80) != 0 ? 2 : 10;
          fits = per <= ~std::uint64_t{0} / base;
          if (fits) per *= base;
        }
        if (!fits) return end(Kind::Malformed, "an interface whose time resolution is finer than 64 bits can count");
        i.per_second = per;
      } else if (code == 14 && n == 8) {
        std::uint64_t v;
        std::memcpy(&v, bytes_.data() + at, 8);
        i.offset = static_cast<std::int64_t>(swap_ ? __builtin_bswap64(v) : v);
      }
      at += (std::size_t{n} + 3) & ~std::size_t{3};
    }
    interfaces_.push_back(i);
  }

  bool packet(Frame& f, std::uint32_t number, std::size_t head, std::size_t data, std::size_t room) {
    if (number >= interfaces_.size()) {
      ++facts_.orphans;
      return false;
    }
    const Interface& i = interfaces_[number];
    const std::uint32_t captured = word(head + 8), on_wire = word(head + 12);
    if (captured > room) return end(Kind::Malformed, "frame " + std::to_string(facts_.frames + 1) + " is said to hold " + std::to_string(captured) + " bytes, and its block has room for " + std::to_string(room)), false;
    const std::uint64_t units = std::uint64_t{word(head)} << 32 | word(head + 4);
    last_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(nanoseconds(i, units)) + static_cast<std::uint64_t>(i.offset) * 1'000'000'000U);
    put(f, data, captured, on_wire, i.link);
    return true;
  }

  bool simple(Frame& f, std::size_t body, std::size_t size) {
    if (size < 4) return end(Kind::Malformed, "a simple packet block of " + std::to_string(size + 12) + " bytes"), false;
    if (interfaces_.empty()) {
      ++facts_.orphans;
      return false;
    }
    const std::uint32_t on_wire = word(body);
    auto captured = static_cast<std::uint32_t>(std::min<std::size_t>(on_wire, size - 4));
    if (interfaces_[0].snaplen != 0) captured = std::min(captured, interfaces_[0].snaplen);
    ++facts_.untimed;
    put(f, body + 4, captured, on_wire, interfaces_[0].link);
    return true;
  }

  void put(Frame& f, std::size_t data, std::uint32_t captured, std::uint32_t on_wire, std::uint16_t link) {
    f = {reinterpret_cast<const std::uint8_t*>(bytes_.data() + data), captured, std::max(captured, on_wire), last_, ++facts_.frames, 0, link};
    facts_.snapped += on_wire > captured;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  ReadAhead ahead_{bytes_.data()};
  bool swap_ = false;
  std::int64_t last_ = 0;
  std::vector<Interface> interfaces_;
  CaptureFacts facts_;
  std::optional<Error> error_;
};

}  // namespace

bool is_pcapng(std::string_view head) {
  return head.size() >= 12 && head.starts_with("\x0a\x0d\x0d\x0a") && (head.substr(8, 4) == "\x1a\x2b\x3c\x4d" || head.substr(8, 4) == "\x4d\x3c\x2b\x1a");
}

Result<std::unique_ptr<Capture>> open_pcapng(std::string_view bytes) {
  auto file = std::make_unique<PcapngFile>(bytes);
  RF_CHECK(file->begin());
  return std::unique_ptr<Capture>(std::move(file));
}

}  // namespace rf::wire
