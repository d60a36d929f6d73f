#include "evidence/inflate.h"

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>

namespace rf::evidence {
namespace {

constexpr std::uint64_t kXzMemory = std::uint64_t{256} << 20;  // xz -9 needs 65 MiB; a crafted header may ask for gigabytes
constexpr int kZstdWindowLog = 27;                             // 128 MiB: all that zstd makes unless --long is given
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;      // zlib counts in 32 bits

std::unexpected<Error> ends_early(Packing p) {
  return fail(Kind::Truncated, std::string(to_text(p)) + ": the stream ends early", {}, "was it copied whole?");
}

class Plain : public ByteSource {
 public:
  explicit Plain(std::string_view s) : s_(s) {}
  Result<std::size_t> read(char* into, std::size_t n) override {
    n = std::min(n, s_.size());
    if (n > 0) std::memcpy(into, s_.data(), n);
    s_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view s_;
};

class ZlibStream : public ByteSource {
 public:
  ZlibStream(Packing p, std::string_view packed, InflateBudget& budget) : packing_(p), packed_(packed), budget_(budget) {
    ready_ = inflateInit2(&z_, p == Packing::Gzip ? 15 + 16 : -15) == Z_OK;
  }
  ~ZlibStream() override {
    if (ready_) inflateEnd(&z_);
  }
  ZlibStream(const ZlibStream&) = delete;
  ZlibStream& operator=(const ZlibStream&) = delete;

  Result<std::size_t> read(char* into, std::size_t n) override {
    if (!ready_) return fail(Kind::Limit, "no memory to inflate");
    if (done_) return std::size_t{0};
    n = std::min(n, kMostAtOnce);
    z_.next_out = reinterpret_cast<Bytef*>(into);
    z_.avail_out = static_cast<uInt>(n);
    while (z_.avail_out == n) {
      if (z_.avail_in == 0) {
        const std::size_t more = std::min(packed_.size() - taken_, kMostAtOnce);
        z_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed_.data() + taken_));
        z_.avail_in = static_cast<uInt>(more);
        taken_ += more;
      }
      const int status = ::inflate(&z_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        // RFC 1952 §2.2: a file may be several members one behind the other; zeros behind the last are padding.
        const std::string_view rest = packed_.substr(taken_ - z_.avail_in);
        if (packing_ == Packing::Gzip && rest.starts_with("\x1f\x8b") && inflateReset(&z_) == Z_OK) continue;
        done_ = true;
        break;
      }
      if (status == Z_BUF_ERROR || (status == Z_OK && z_.avail_in == 0 && taken_ == packed_.size() && z_.avail_out == n)) return ends_early(packing_);
      if (status != Z_OK)
        return fail(Kind::Malformed, std::string(to_text(packing_)) + ": damaged" + (z_.msg ? std::string(" (") + z_.msg + ")" : std::string()),
                    "offset " + std::to_string(taken_ - z_.avail_in), "was it copied whole?");
    }
    const std::size_t got = n - z_.avail_out;
    RF_CHECK(budget_.take(got));
    return got;
  }

 private:
  Packing packing_;
  std::string_view packed_;
  InflateBudget& budget_;
  std::size_t taken_ = 0;
  z_stream z_{};
  bool ready_ = false, done_ = false;
};

class XzStream : public ByteSource {
 public:
  XzStream(std::string_view packed, InflateBudget& budget) : budget_(budget) {
    ready_ = lzma_stream_decoder(&s_, kXzMemory, LZMA_CONCATENATED) == LZMA_OK;
    s_.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    s_.avail_in = packed.size();
  }
  ~XzStream() override { lzma_end(&s_); }
  XzStream(const XzStream&) = delete;
  XzStream& operator=(const XzStream&) = delete;

  Result<std::size_t> read(char* into, std::size_t n) override {
    if (!ready_) return fail(Kind::Limit, "no memory to inflate");
    if (done_) return std::size_t{0};
    s_.next_out = reinterpret_cast<std::uint8_t*>(into);
    s_.avail_out = n;
    while (s_.avail_out == n) {
      const lzma_ret status = lzma_code(&s_, LZMA_FINISH);  // all input is there
      if (status == LZMA_STREAM_END) {
        done_ = true;
        break;
      }
      if (status == LZMA_BUF_ERROR) return ends_early(Packing::Xz);
      if (status == LZMA_MEMLIMIT_ERROR) return fail(Kind::Limit, "xz: needs more than " + std::to_string(kXzMemory >> 20) + " MiB to inflate", {}, "pack it again without a larger dictionary");
      if (status != LZMA_OK) return fail(Kind::Malformed, "xz: damaged", "offset " + std::to_string(s_.total_in), "was it copied whole?");
    }
    const std::size_t got = n - s_.avail_out;
    RF_CHECK(budget_.take(got));
    return got;
  }

 private:
  InflateBudget& budget_;
  lzma_stream s_ = LZMA_STREAM_INIT;
  bool ready_ = false, done_ = false;
};

class ZstdStream : public ByteSource {
 public:
  ZstdStream(std::string_view packed, InflateBudget& budget) : in_{packed.data(), packed.size(), 0}, budget_(budget), d_(ZSTD_createDStream()) {
    if (d_) ZSTD_DCtx_setParameter(d_, ZSTD_d_windowLogMax, kZstdWindowLog);
  }
  ~ZstdStream() override { ZSTD_freeDStream(d_); }
  ZstdStream(const ZstdStream&) = delete;
  ZstdStream& operator=(const ZstdStream&) = delete;

  Result<std::size_t> read(char* into, std::size_t n) override {
    if (!d_) return fail(Kind::Limit, "no memory to inflate");
    ZSTD_outBuffer out{into, n, 0};
    while (out.pos == 0) {
      const std::size_t before = in_.pos;
      if (in_.pos == in_.size && frame_done_) return std::size_t{0};
      const std::size_t status = ZSTD_decompressStream(d_, &out, &in_);
      if (ZSTD_isError(status) != 0) {
        const std::string name = ZSTD_getErrorName(status);
        if (name.find("memory") != std::string::npos) return fail(Kind::Limit, "zstd: needs a window over 128 MiB", {}, "pack it again without --long or --ultra");
        return fail(Kind::Malformed, "zstd: damaged (" + name + ")", "offset " + std::to_string(in_.pos), "was it copied whole?");
      }
      frame_done_ = status == 0;
      if (out.pos == 0 && in_.pos == in_.size && !frame_done_ && before == in_.pos) return ends_early(Packing::Zstd);
    }
    RF_CHECK(budget_.take(out.pos));
    return out.pos;
  }

 private:
  ZSTD_inBuffer in_;
  InflateBudget& budget_;
  ZSTD_DStream* d_;
  bool frame_done_ = false;
};

}  // namespace

InflateBudget::InflateBudget(std::uint64_t packed) : limit_(std::min(kMaxBytes, std::max(kFreeBytes, packed >= kMaxBytes / kMaxRatio ? kMaxBytes : packed * kMaxRatio))) {}

Result<void> InflateBudget::take(std::uint64_t n) {
  if (used_.fetch_add(n, std::memory_order_relaxed) + n <= limit_) return {};
  return fail(Kind::Limit, "it inflates to more than " + std::to_string(limit_ >> 20) + " MiB, " + std::to_string(kMaxRatio) + " times its size or the most that is read of one archive: taken for a bomb", {},
              "unpack it yourself and give the folder");
}

Packing stream_packing(std::string_view head) {
  if (head.starts_with("\x1f\x8b\x08")) return Packing::Gzip;
  if (head.starts_with(std::string_view("\xfd"
                                        "7zXZ\0",
                                        6)))
    return Packing::Xz;
  if (head.starts_with("\x28\xb5\x2f\xfd")) return Packing::Zstd;
  // RFC 8878 §3.1.2: a skippable frame may come first.
  if (head.size() >= 8 && (static_cast<unsigned char>(head[0]) & 0xF0) == 0x50 && head.substr(1, 3) == "\x2a\x4d\x18") return Packing::Zstd;
  return Packing::None;
}

std::string_view to_text(Packing p) {
  switch (p) {
    case Packing::Deflate: return "deflate";
    case Packing::Gzip: return "gzip";
    case Packing::Xz: return "xz";
    case Packing::Zstd: return "zstd";
    case Packing::None: break;
  }
  return "none";
}

Result<std::unique_ptr<ByteSource>> open_stream(Packing packing, std::string_view packed, InflateBudget& budget) {
  switch (packing) {
    case Packing::Deflate: case Packing::Gzip: return std::make_unique<ZlibStream>(packing, packed, budget);
    case Packing::Xz: return std::make_unique<XzStream>(packed, budget);
    case Packing::Zstd: return std::make_unique<ZstdStream>(packed, budget);
    case Packing::None: break;
  }
  return std::make_unique<Plain>(packed);
}

}  // namespace rf::evidence
