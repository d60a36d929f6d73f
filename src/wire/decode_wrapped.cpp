// Protocols that are a preamble to another: SOCKS (RFC 1928, and version 4), the PROXY line of load balancers, and the requests for
// TLS of PostgreSQL, MySQL, RDP and XMPP (RFC 6120 section 5). Their own words are read past. The inner protocol is found where a
// segment begins with it: each side waits for the other before it, so it begins a segment.
#include "wire/decoders.h"
#include "wire/inner.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr int kMaxPreambleChunks = 32;  // XMPP needs about eight

class Wrapped : public StreamDecoder {
 public:
  Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) override {
    if (inner_) return inner_->bytes(direction, chunk, frame, out);
    if (first_ && chunk.starts_with("PROXY ")) {  // one line, then the client's own first octets
      const std::size_t end = chunk.find('\n');
      if (end != chunk.npos) chunk.remove_prefix(end + 1);
    }
    first_ = false;
    if (chunk.empty()) return Want::More;
    if (fit_tls(chunk) == Fit::Yes || fit_http(chunk) == Fit::Yes || fit_text(chunk, "SSH-") == Fit::Yes) {
      inner_ = std::make_unique<Inner>();
      return inner_->bytes(direction, chunk, frame, out);
    }
    return ++chunks_ > kMaxPreambleChunks ? Want::Done : Want::More;
  }
  Want gap(int direction, std::uint64_t missing, Hearer& out) override {
    return inner_ ? inner_->gap(direction, missing, out) : Want::More;
  }

 private:
  std::unique_ptr<Inner> inner_;
  int chunks_ = 0;
  bool first_ = true;
};

}  // namespace

Fit fit_wrapped(std::string_view begin, bool socks_port, bool mysql_port) {
  using namespace std::string_view_literals;
  Fit best = Fit::No;
  for (const std::string_view start : {"PROXY TCP"sv, "<?xml"sv, "<stream:stream"sv, "\0\0\0\x08\x04\xd2\x16\x2f"sv}) {
    const Fit f = fit_text(begin, start);
    if (f == Fit::Yes) return f;
    if (f == Fit::Short) best = f;
  }
  // SOCKS 5 opens with its version, a count and that many methods, all registered ones being small: it is the whole segment.
  if (begin.size() >= 3 && begin[0] == 5 && begin[1] > 0 && begin.size() == 2U + octet(begin[1]) && octet(begin[2]) <= 9) return Fit::Yes;
  if (begin.size() < 8) return best;
  // TPKT (RFC 1006) around an X.224 connection request that asks for something (RDP).
  if (begin.starts_with("\x03\0"sv) && octet(begin[5]) == 0xe0 && octet(begin[4]) + 5U == octet(begin[3])) return Fit::Yes;
  if (mysql_port && begin[3] == 0 && begin[4] == 10) return Fit::Yes;  // greeting, protocol version 10
  if (socks_port && begin[0] == 4 && begin[1] == 1) return Fit::Yes;
  return best;
}

std::unique_ptr<StreamDecoder> make_wrapped() { return std::make_unique<Wrapped>(); }

}  // namespace rf::wire
