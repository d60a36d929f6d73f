// Where frames come from: captures on disk, read where they lie (mapped), lent in batches without a copy.
//
// Formats: libpcap (https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap: either byte order, micro- and nanoseconds, the
// "modified" variant of some old Linux tools), pcapng (draft-ietf-opsawg-pcapng: any byte order a section, if_tsresol,
// several interfaces and sections, enhanced, simple and obsolete packet blocks), snoop (RFC 1761).
// A capture that is cut, lies or was damaged ends where it stops making sense: what was read before stays, and error() says where.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace rf::wire {

/// One frame as captured. `data` lives as long as the bytes the source was opened over.
struct Frame {
  const std::uint8_t* data = nullptr;
  std::uint32_t captured = 0;  ///< bytes at `data`
  std::uint32_t on_wire = 0;   ///< bytes the frame had; at least `captured`
  std::int64_t time = 0;       ///< nanoseconds since 1970-01-01 UTC; where the format has none, that of the frame before
  std::uint64_t number = 0;    ///< 1-based within its capture, as Wireshark counts
  std::uint32_t input = 0;     ///< which capture of a set; 0 where there is one
  std::uint16_t link = 0;      ///< LINKTYPE (https://www.tcpdump.org/linktypes.html)
};

// Limits, each with its reason.
inline constexpr std::uint32_t kMaxFrame = 256 * 1024;       // libpcap's MAXIMUM_SNAPLEN: what no capture program writes more of
inline constexpr std::uint32_t kMaxDeclaredFrame = 128U << 20;  // … unless the file declares a larger one; libpcap's ceiling (D-Bus, USB)
inline constexpr std::size_t kMaxInterfaces = 65536;         // of one pcapng section; a capture of every port of a chassis has thousands

/// What the container says of itself, complete at the end.
struct CaptureFacts {
  std::string_view format;       ///< "pcap", "pcapng", "snoop"
  std::uint64_t frames = 0;
  std::uint64_t snapped = 0;     ///< frames with fewer bytes than they had on the wire
  std::uint64_t untimed = 0;     ///< frames without a time (simple packet blocks)
  std::uint64_t other_blocks = 0;///< pcapng blocks of kinds not known, left out
  std::uint64_t orphans = 0;     ///< packet blocks of an interface that was not declared, left out
};

class Source {
 public:
  virtual ~Source() = default;
  /// Fills the front of `out` and returns how many; 0: the end. No allocation a frame.
  virtual std::size_t next(std::span<Frame> out) = 0;
};

/// One capture over bytes that outlive it.
class Capture : public Source {
 public:
  /// Fails: Unsupported (no capture format), Truncated (no whole header), Malformed. `bytes` are not copied.
  static Result<std::unique_ptr<Capture>> open(std::string_view bytes);
  /// Why reading ended before the end of the bytes, with the offset; empty: it did not.
  virtual const std::optional<Error>& error() const = 0;
  virtual const CaptureFacts& facts() const = 0;
  /// How far reading has come, for progress.
  virtual std::uint64_t offset() const = 0;
};

/// Whether `head` begins as one of the formats. 0 or 100.
int likeness_of_capture(std::string_view head);

/// Several captures, one after the other by the time of their first frame (ties: by their place in the list). A capture that ends
/// early does not end the set.
class CaptureSet : public Source {
 public:
  struct Member {
    std::uint32_t input = 0;   ///< given to its frames
    std::string_view bytes;
  };
  /// Opens each once for its first time; what is no capture gets its error and is left out.
  explicit CaptureSet(std::vector<Member> members);
  ~CaptureSet() override;
  std::size_t next(std::span<Frame> out) override;
  struct Ended {
    std::uint32_t input = 0;
    std::optional<Error> error;
    CaptureFacts facts;
  };
  /// Of every member, in the order in which they were read; complete at the end.
  const std::vector<Ended>& ended() const { return ended_; }
  std::uint64_t bytes_done() const { return done_ + (now_ ? now_->offset() : 0); }

 private:
  struct Waiting {
    std::int64_t first = 0;
    Member member;
  };
  std::vector<Waiting> waiting_;
  std::size_t at_ = 0;
  std::unique_ptr<Capture> now_;
  std::vector<Ended> ended_;
  std::uint64_t done_ = 0;
};

/// The name of a LINKTYPE ("ETHERNET", "IEEE802_11_RADIOTAP"), "" where it has none we know.
std::string_view link_name(std::uint16_t link);
/// Whether the engine reads what stands behind this link header.
bool link_is_read(std::uint16_t link);

}  // namespace rf::wire
