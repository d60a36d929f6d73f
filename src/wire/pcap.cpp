// libpcap files: a header of 24 bytes, then records of 16 (or 24) bytes and the frame.
//   d4 c3 b2 a1 | 2.4 | zone 0 | sigfigs 0 | snaplen | link   →   seconds, fraction, captured, on wire, bytes …
// The byte order is that of the machine that wrote it, told by the magic. Old versions had the two lengths the other way round
// (before 2.3, and by some programs in 2.3), as libpcap's sf-pcap.c knows. Snoop (RFC 1761) is the same idea in big-endian and
// stands here too. Tested by tests/wire/source_test.cpp and the corpus fuzz/corpus/wire-source.
#include <cstring>

#include "base/cursor.h"
#include "wire/capture_formats.h"

namespace rf::wire {
namespace {

constexpr std::uint32_t kMicro = 0xa1b2c3d4, kNano = 0xa1b23c4d, kModified = 0xa1b2cd34;

template <bool Swap>
std::uint32_t word_at(const char* p) {
  std::uint32_t v;
  std::memcpy(&v, p, 4);
  return Swap ? __builtin_bswap32(v) : v;
}

struct PcapHeader {
  bool swap = false, nano = false, modified = false;
  bool lengths_swapped = false, lengths_doubtful = false;  // versions before 2.3; 2.3 itself
  std::uint32_t snaplen = 0;
  std::uint16_t link = 0;
};

class PcapFile : public Capture {
 public:
  PcapFile(std::string_view bytes, const PcapHeader& h) : bytes_(bytes), h_(h), limit_(std::max(kMaxFrame, std::min(h.snaplen, kMaxDeclaredFrame))) {
    facts_.format = "pcap";
  }
  std::size_t next(std::span<Frame> out) override { return h_.swap ? read<true>(out) : read<false>(out); }
  const std::optional<Error>& error() const override { return error_; }
  const CaptureFacts& facts() const override { return facts_; }
  std::uint64_t offset() const override { return at_; }

 private:
  template <bool Swap>
  std::size_t read(std::span<Frame> out) {
    const std::size_t head = h_.modified ? 24 : 16;
    const char* const begin = bytes_.data();
    const std::size_t size = bytes_.size();
    const std::int64_t unit = h_.nano ? 1 : 1000;
    std::size_t n = 0;
    while (n < out.size() && at_ < size && !error_) {
      if (size - at_ < head) {
        end(Kind::Truncated, "the record header of frame " + std::to_string(facts_.frames + 1) + " is cut");
        break;
      }
      const char* p = begin + at_;
      ahead_.of(p);
      std::uint32_t captured = word_at<Swap>(p + 8), on_wire = word_at<Swap>(p + 12);
      if (h_.lengths_swapped || (h_.lengths_doubtful && captured > on_wire)) std::swap(captured, on_wire);
      if (captured > limit_) {
        end(Kind::Malformed, "frame " + std::to_string(facts_.frames + 1) + " is said to hold " + std::to_string(captured) + " bytes, more than any capture program writes (" + std::to_string(limit_) + ")");
        break;
      }
      if (captured > size - at_ - head) {
        end(Kind::Truncated, "frame " + std::to_string(facts_.frames + 1) + " has " + std::to_string(captured) + " bytes, and the file only " + std::to_string(size - at_ - head) + " more");
        break;
      }
      Frame& f = out[n++];
      f.data = reinterpret_cast<const std::uint8_t*>(p + head);
      f.captured = captured;
      f.on_wire = std::max(captured, on_wire);
      f.time = std::int64_t{word_at<Swap>(p)} * 1'000'000'000 + std::int64_t{word_at<Swap>(p + 4)} * unit;
      f.number = ++facts_.frames;
      f.input = 0;
      f.link = h_.link;
      facts_.snapped += on_wire > captured;
      at_ += head + captured;
    }
    return n;
  }
  void end(Kind kind, std::string why) { error_ = cut_short(kind, at_, std::move(why), facts_.frames); }

  std::string_view bytes_;
  PcapHeader h_;
  std::uint32_t limit_;
  std::size_t at_ = 24;
  ReadAhead ahead_{bytes_.data()};
  CaptureFacts facts_;
  std::optional<Error> error_;
};

class SnoopFile : public Capture {
 public:
  SnoopFile(std::string_view bytes, std::uint16_t link) : in_(bytes), link_(link) {
    in_ = ByteCursor(bytes.substr(16), 16);
    facts_.format = "snoop";
  }
  std::size_t next(std::span<Frame> out) override {
    std::size_t n = 0;
    while (n < out.size() && !in_.empty() && !error_) {
      const auto at = in_.offset();
      const auto which = "frame " + std::to_string(facts_.frames + 1);
      if (!in_.need(24, "snoop record header")) {
        error_ = cut_short(Kind::Truncated, at, "the record header of " + which + " is cut", facts_.frames);
        break;
      }
      const auto on_wire = in_.raw_be<std::uint32_t>(), captured = in_.raw_be<std::uint32_t>(), record = in_.raw_be<std::uint32_t>();
      (void)in_.raw_be<std::uint32_t>();  // drops, cumulative
      const auto seconds = in_.raw_be<std::uint32_t>(), micro = in_.raw_be<std::uint32_t>();
      if (record < 24 || captured > record - 24 || captured > kMaxFrame) {
        error_ = cut_short(Kind::Malformed, at, which + ": a record of " + std::to_string(record) + " bytes cannot hold " + std::to_string(captured), facts_.frames);
        break;
      }
      const auto data = in_.take(captured, "snoop record");
      if (!data) {
        error_ = cut_short(Kind::Truncated, at, which + " is cut", facts_.frames);
        break;
      }
      (void)in_.skip(std::min<std::size_t>(record - 24 - captured, in_.left()), "snoop padding");
      Frame& f = out[n++];
      f = {reinterpret_cast<const std::uint8_t*>(data->data()), captured, std::max(captured, on_wire), std::int64_t{seconds} * 1'000'000'000 + std::int64_t{micro} * 1000, ++facts_.frames, 0, link_};
      facts_.snapped += on_wire > captured;
    }
    return n;
  }
  const std::optional<Error>& error() const override { return error_; }
  const CaptureFacts& facts() const override { return facts_; }
  std::uint64_t offset() const override { return in_.offset(); }

 private:
  ByteCursor in_;
  std::uint16_t link_;
  CaptureFacts facts_;
  std::optional<Error> error_;
};

}  // namespace

bool is_pcap(std::string_view head) {
  if (head.size() < 4) return false;
  const auto m = word_at<false>(head.data()), s = word_at<true>(head.data());
  for (const auto magic : {kMicro, kNano, kModified})
    if (m == magic || s == magic) return true;
  return false;
}

Result<std::unique_ptr<Capture>> open_pcap(std::string_view bytes) {
  if (bytes.size() < 24) return fail(Kind::Truncated, "the header of a pcap file has 24 bytes, this file " + std::to_string(bytes.size()), "offset 0", "copy the capture again");
  PcapHeader h;
  const auto own = word_at<false>(bytes.data());
  h.swap = own != kMicro && own != kNano && own != kModified;
  const auto word = [&](std::size_t at) { return h.swap ? word_at<true>(bytes.data() + at) : word_at<false>(bytes.data() + at); };
  h.nano = word(0) == kNano;
  h.modified = word(0) == kModified;
  const std::uint32_t version = word(4);  // two 16-bit numbers in the file's order
  const bool big = std::endian::native == std::endian::big ? !h.swap : h.swap;
  const std::uint32_t major = big ? version >> 16 : version & 0xffff, minor = big ? version & 0xffff : version >> 16;
  h.lengths_swapped = (major == 2 && minor < 3) || major < 2 || major == 543;  // 543: DG/UX tcpdump, as libpcap tells
  h.lengths_doubtful = major == 2 && minor == 3;
  h.snaplen = word(16);
  h.link = static_cast<std::uint16_t>(word(20) & 0xffff);  // above: reserved bits and the length of the frame check sequence
  return std::unique_ptr<Capture>(new PcapFile(bytes, h));
}

bool is_snoop(std::string_view head) { return head.starts_with(std::string_view("snoop\0\0\0", 8)); }

Result<std::unique_ptr<Capture>> open_snoop(std::string_view bytes) {
  ByteCursor in(bytes.substr(8), 8);
  if (!in.need(8, "snoop header")) return fail(Kind::Truncated, "the header of a snoop file has 16 bytes", "offset 8", "copy the capture again");
  const auto version = in.raw_be<std::uint32_t>(), link = in.raw_be<std::uint32_t>();
  if (version != 2) return fail(Kind::Unsupported, "snoop version " + std::to_string(version) + ", known is 2", "offset 8");
  // RFC 1761: 0 IEEE 802.3, 4 Ethernet, 8 FDDI.
  return std::unique_ptr<Capture>(new SnoopFile(bytes, link == 0 || link == 4 ? 1 : link == 8 ? 10 : static_cast<std::uint16_t>(0x8000 | (link & 0x7fff))));
}

}  // namespace rf::wire
