// TLS over TCP: records RFC 8446 section 5, handshake messages of RFC 5246 7.4 in the clear: both hellos, and certificates up to
// TLS 1.2 (1.3 encrypts them). A message may span records and a record segments. SSL 2.0's hello (RFC 5246 E.2) is passed over.
// Over as soon as both directions are encrypted.
#include "wire/certificate.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/say.h"
#include "wire/tls_hello.h"

namespace rf::wire {
namespace {

constexpr std::size_t kMaxTlsRecord = 16384 + 2048;    // RFC 5246 6.2.3
constexpr std::size_t kMaxTlsMessage = 64 * 1024;      // the longest certificate chains have some 20 KiB
constexpr std::size_t kMaxTlsOneSided = 64 * 1024;     // encrypted octets of one direction while nothing of the other was seen
constexpr int kMaxTlsCertificates = 32;                // of one message

constexpr std::uint8_t kChangeCipherSpec = 20, kAlert = 21, kHandshake = 22, kApplicationData = 23, kHeartbeat = 24;
constexpr std::uint8_t kClientHello = 1, kServerHello = 2, kCertificate = 11;

class Tls : public StreamDecoder {
 public:
  Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) override {
    Side& side = sides_[direction];
    while (!chunk.empty() && !side.over) {
      if (side.left == 0) {
        if (side.head.size() < 5) {
          const std::size_t n = std::min(5 - side.head.size(), chunk.size());
          side.head.append(chunk.substr(0, n));
          chunk.remove_prefix(n);
          if (side.head.size() < 5) break;
        }
        begin_record(side);
        continue;
      }
      const std::string_view fragment = chunk.substr(0, side.left);
      chunk.remove_prefix(fragment.size());
      side.left -= fragment.size();
      if (side.type == kHandshake) handshake(direction, fragment, frame, out);
    }
    side.encrypted += chunk.size();
    return want();
  }

  Want gap(int direction, std::uint64_t missing, Hearer&) override {
    Side& side = sides_[direction];
    const bool inside = side.left >= missing && side.head.empty();
    if (inside && side.type == kHandshake && side.skip >= missing) side.skip -= missing;
    else if (!inside || side.type == kHandshake) end(side);
    if (!side.over) side.left -= missing;
    return want();
  }

 private:
  struct Side {
    std::string head;           ///< an unfinished record header
    std::string message;        ///< an unfinished handshake message
    std::uint64_t left = 0;     ///< of the record
    std::uint64_t skip = 0;     ///< of a handshake message nobody wants
    std::uint8_t type = 0;
    bool any = false, over = false;
    std::size_t encrypted = 0;  ///< octets after its end
  };

  static void end(Side& side) {
    side.over = true;
    std::string().swap(side.message);
    std::string().swap(side.head);
  }

  void begin_record(Side& side) {
    const std::string head = side.head;
    side.head.clear();
    side.type = octet(head[0]);
    side.left = static_cast<std::uint64_t>(octet(head[3]) << 8 | octet(head[4]));
    if (!side.any && (side.type & 0x80) && octet(head[2]) == kClientHello) {  // SSL 2.0: 2 octets of length, 3 of its content were read
      const std::uint64_t length = static_cast<std::uint64_t>((side.type & 0x7f) << 8 | octet(head[1]));
      side.left = length - std::min<std::uint64_t>(length, 3);
      side.any = true;
      return;
    }
    side.any = true;
    if (side.type < kChangeCipherSpec || side.type > kHeartbeat || octet(head[1]) != 3 || side.left > kMaxTlsRecord) return end(side);
    if (side.type == kApplicationData) return end(side);
    // After a retry both sides send one for old middleboxes' sake, and hellos follow (RFC 8446 D.4).
    if (side.type == kChangeCipherSpec && !retry_) end(side);
    if (side.type == kHandshake && side.left == 0) end(side);
  }

  void handshake(int direction, std::string_view fragment, std::uint64_t frame, Hearer& out) {
    Side& side = sides_[direction];
    while (!fragment.empty() && !side.over) {
      if (side.skip) {
        const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(side.skip, fragment.size()));
        fragment.remove_prefix(n);
        side.skip -= n;
        continue;
      }
      if (side.message.empty() && fragment.size() >= 4) {  // most messages lie whole in one fragment
        const std::size_t length = length_of(fragment);
        if (!wanted(fragment[0], length)) {
          side.skip = 4 + length;
          continue;
        }
        if (fragment.size() >= 4 + length) {
          message(octet(fragment[0]), fragment.substr(4, length), direction, frame, out);
          fragment.remove_prefix(4 + length);
          continue;
        }
      }
      const std::size_t target = side.message.size() < 4 ? 4 : 4 + length_of(side.message);
      const std::size_t n = std::min(target - side.message.size(), fragment.size());
      side.message.append(fragment.substr(0, n));
      fragment.remove_prefix(n);
      if (side.message.size() < 4) continue;
      const std::size_t length = length_of(side.message);
      if (!wanted(side.message[0], length)) {
        side.skip = length;
        side.message.clear();
      } else if (side.message.size() == 4 + length) {
        std::string whole;
        whole.swap(side.message);
        message(octet(whole[0]), std::string_view(whole).substr(4), direction, frame, out);
      }
    }
  }

  static std::size_t length_of(std::string_view message) {
    return std::size_t{octet(message[1])} << 16 | std::size_t{octet(message[2])} << 8 | octet(message[3]);
  }
  static bool wanted(char type, std::size_t length) {
    return (type == kClientHello || type == kServerHello || type == kCertificate) && length <= kMaxTlsMessage;
  }

  void message(std::uint8_t type, std::string_view body, int direction, std::uint64_t frame, Hearer& out) {
    if (type == kClientHello) {
      say_client_hello(body, TlsOver::Tcp, frame, direction, out);
    } else if (type == kServerHello) {
      const ServerHello hello = say_server_hello(body, frame, direction, out);
      retry_ = hello.retry;
      if (hello.tls13 && !hello.retry) {
        end(sides_[0]);
        end(sides_[1]);
      }
    } else {
      certificates(body, direction, frame, out);
    }
  }

  /// RFC 5246 7.4.2.
  static void certificates(std::string_view body, int direction, std::uint64_t frame, Hearer& out) {
    if (body.size() < 3) return;
    body.remove_prefix(3);
    for (int i = 0; body.size() > 3 && i < kMaxTlsCertificates; ++i) {
      const std::size_t length = std::size_t{octet(body[0])} << 16 | std::size_t{octet(body[1])} << 8 | octet(body[2]);
      body.remove_prefix(3);
      if (length > body.size() || length == 0) return;
      say_certificate(body.substr(0, length), frame, direction, out);
      body.remove_prefix(length);
    }
  }

  Want want() {
    if (sides_[0].over && sides_[1].over) return Want::Done;
    for (const int d : {0, 1})
      if (sides_[d].over && !sides_[1 - d].any && sides_[d].encrypted > kMaxTlsOneSided) return Want::Done;
    return Want::More;
  }

  Side sides_[2];
  bool retry_ = false;
};

}  // namespace

Fit fit_tls(std::string_view begin) {
  if (begin.empty()) return Fit::Short;
  if (octet(begin[0]) == kHandshake) {
    if (begin.size() > 1 && begin[1] != 3) return Fit::No;
    if (begin.size() > 2 && octet(begin[2]) > 4) return Fit::No;
    if (begin.size() < 6) return Fit::Short;
    const std::uint8_t type = octet(begin[5]);
    return type == kClientHello || type == kServerHello || type == kCertificate ? Fit::Yes : Fit::No;
  }
  if (!(octet(begin[0]) & 0x80)) return Fit::No;
  if (begin.size() > 2 && begin[2] != kClientHello) return Fit::No;
  if (begin.size() < 11) return Fit::Short;
  const std::size_t length = (octet(begin[0]) & 0x7fU) << 8 | octet(begin[1]);
  const std::size_t ciphers = octet(begin[5]) << 8U | octet(begin[6]), session = octet(begin[7]) << 8U | octet(begin[8]),
                    challenge = octet(begin[9]) << 8U | octet(begin[10]);
  const bool version = (begin[3] == 3 && octet(begin[4]) <= 4) || (begin[3] == 0 && begin[4] == 2);
  return version && ciphers % 3 == 0 && 9 + ciphers + session + challenge == length ? Fit::Yes : Fit::No;
}

std::unique_ptr<StreamDecoder> make_tls() { return std::make_unique<Tls>(); }

}  // namespace rf::wire
