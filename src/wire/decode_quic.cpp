// QUIC: RFC 9000 section 17.2 (long headers), 19.6 (CRYPTO frames); Initial protection RFC 9001 section 5, version 2 RFC 9369.
// The keys follow from the client's first Destination Connection ID, so this is no decryption of anything secret. ClientHello and
// ServerHello are said as TLS. 0-RTT, Handshake and 1-RTT packets stay closed.
#include "wire/decode_quic.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <optional>

#include "base/cursor.h"
#include "wire/say.h"
#include "wire/tls_hello.h"

namespace rf::wire {
namespace {

constexpr std::size_t kMaxQuicCrypto = 16 * 1024;  // a ClientHello with two post-quantum shares has some 3 KiB
constexpr std::size_t kMaxQuicPieces = 64;
constexpr int kMaxQuicPackets = 8;  // coalesced in one datagram (RFC 9000 12.2)

struct QuicVersion {
  std::uint32_t first, last;
  std::string_view salt;
  bool two;
};
constexpr QuicVersion kQuicVersions[] = {
    {0x00000001, 0x00000001, {"\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a", 20}, false},
    {0xff000021, 0xff000022, {"\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a", 20}, false},  // drafts 33, 34
    {0x6b3343cf, 0x6b3343cf, {"\x0d\xed\xe3\xde\xf7\x00\xa6\xdb\x81\x93\x81\xbe\x6e\x26\x9d\xcb\xf9\xbd\x2e\xd9", 20}, true},
    {0xff00001d, 0xff000020, {"\xaf\xbf\xec\x28\x99\x93\xd2\x4c\x9e\x97\x86\xf1\x9c\x61\x11\xe0\x43\x90\xa8\x99", 20}, false},  // drafts 29 to 32
    {0xff000017, 0xff00001c, {"\xc3\xee\xf7\x12\xc7\x2e\xbb\x5a\x11\xa7\xd2\x43\x2b\xb4\x63\x65\xbe\xf9\xf5\x02", 20}, false},  // drafts 23 to 28
    {0xfaceb002, 0xfaceb002, {"\xc3\xee\xf7\x12\xc7\x2e\xbb\x5a\x11\xa7\xd2\x43\x2b\xb4\x63\x65\xbe\xf9\xf5\x02", 20}, false},  // mvfst, draft 27
};

constexpr std::size_t kQuicDraft29 = 3;
static_assert(kQuicVersions[kQuicDraft29].first == 0xff00001d);

const QuicVersion* quic_version(std::string_view bytes) {
  std::uint32_t v = 0;
  for (const char c : bytes.substr(1, 4)) v = v << 8 | octet(c);
  for (const auto& known : kQuicVersions)
    if (v >= known.first && v <= known.last) return &known;
  // Reserved to provoke a negotiation (RFC 9000 section 15); clients that send them use the keys of their own draft, mostly 29.
  return (v & 0x0f0f0f0f) == 0x0a0a0a0a ? &kQuicVersions[kQuicDraft29] : nullptr;
}

Checked<std::uint64_t> quic_varint(ByteCursor& in) {  // RFC 9000 section 16
  RF_TRY(const std::uint8_t first, in.be<std::uint8_t>("variable-length integer"));
  std::uint64_t v = first & 0x3f;
  for (int more = (1 << (first >> 6)) - 1; more > 0; --more) {
    RF_TRY(const std::uint8_t next, in.be<std::uint8_t>("variable-length integer"));
    v = v << 8 | next;
  }
  return v;
}

using Secret = std::array<unsigned char, 32>;

Secret hmac_sha256(std::string_view key, std::string_view data) {
  Secret out{};
  unsigned int size = 0;
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  HMAC(sha256, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(data.data()), data.size(), out.data(), &size);
  return out;
}
std::string_view view(const Secret& s) { return {reinterpret_cast<const char*>(s.data()), s.size()}; }

/// HKDF-Expand-Label (RFC 8446 7.1) for up to 32 octets: one round.
Secret expand_label(const Secret& secret, std::string_view label, std::size_t length) {
  std::string info;
  info += '\0';
  info += static_cast<char>(length);
  info += static_cast<char>(6 + label.size());
  info += "tls13 ";
  info += label;
  info += '\0';
  info += '\x01';
  return hmac_sha256(view(secret), info);
}

struct QuicKeys {
  Secret key, iv, hp;
};
QuicKeys quic_keys(const QuicVersion& v, std::string_view destination_id, bool server) {
  const Secret initial = hmac_sha256(v.salt, destination_id);
  const Secret side = expand_label(initial, server ? "server in" : "client in", 32);
  return {expand_label(side, v.two ? "quicv2 key" : "quic key", 16), expand_label(side, v.two ? "quicv2 iv" : "quic iv", 12),
          expand_label(side, v.two ? "quicv2 hp" : "quic hp", 16)};
}

struct CipherContext {
  EVP_CIPHER_CTX* ctx = EVP_CIPHER_CTX_new();
  CipherContext() = default;
  CipherContext(const CipherContext&) = delete;
  CipherContext& operator=(const CipherContext&) = delete;
  ~CipherContext() { EVP_CIPHER_CTX_free(ctx); }
};

/// One packet opened. `packet` from its first octet to the end its length field gives; `number_at`: where the packet number stands.
std::optional<std::string> open_packet(const QuicKeys& keys, std::string_view packet, std::size_t number_at) {
  static const EVP_CIPHER* const ecb = EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr);
  static const EVP_CIPHER* const gcm = EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr);
  if (!ecb || !gcm || packet.size() < number_at + 4 + 16) return std::nullopt;
  const auto* bytes = reinterpret_cast<const unsigned char*>(packet.data());
  unsigned char mask[32];
  int n = 0;
  CipherContext c;
  if (!c.ctx || EVP_EncryptInit_ex2(c.ctx, ecb, keys.hp.data(), nullptr, nullptr) != 1) return std::nullopt;
  EVP_CIPHER_CTX_set_padding(c.ctx, 0);
  if (EVP_EncryptUpdate(c.ctx, mask, &n, bytes + number_at + 4, 16) != 1) return std::nullopt;
  std::string header(packet.substr(0, number_at + 4));
  header[0] = static_cast<char>(octet(header[0]) ^ (mask[0] & 0x0f));
  const std::size_t number_size = (octet(header[0]) & 3U) + 1;
  header.resize(number_at + number_size);
  unsigned char nonce[12];
  std::copy(keys.iv.begin(), keys.iv.begin() + 12, nonce);
  for (std::size_t i = 0; i < number_size; ++i) {
    header[number_at + i] = static_cast<char>(octet(header[number_at + i]) ^ mask[1 + i]);
    nonce[12 - number_size + i] ^= octet(header[number_at + i]);
  }
  const std::string_view sealed = packet.substr(header.size());
  if (sealed.size() < 16) return std::nullopt;
  std::string tag(sealed.substr(sealed.size() - 16)), plain(sealed.size() - 16, '\0');
  EVP_CIPHER_CTX_reset(c.ctx);
  if (EVP_DecryptInit_ex2(c.ctx, gcm, keys.key.data(), nonce, nullptr) != 1 ||
      EVP_DecryptUpdate(c.ctx, nullptr, &n, reinterpret_cast<const unsigned char*>(header.data()), static_cast<int>(header.size())) != 1 ||
      EVP_DecryptUpdate(c.ctx, reinterpret_cast<unsigned char*>(plain.data()), &n, reinterpret_cast<const unsigned char*>(sealed.data()),
                        static_cast<int>(plain.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(c.ctx, EVP_CTRL_AEAD_SET_TAG, 16, tag.data()) != 1)
    return std::nullopt;
  unsigned char end[16];
  if (EVP_DecryptFinal_ex(c.ctx, end, &n) != 1) return std::nullopt;  // other keys, or another protocol
  return plain;
}

struct QuicHeader {
  const QuicVersion* version = nullptr;
  bool initial = false;
  std::string_view destination_id;
  std::size_t number_at = 0, size = 0;
};
/// RFC 9000 17.2: the parts of a long header that are in the clear.
Checked<QuicHeader> read_quic_header(std::string_view bytes) {
  ByteCursor in(bytes);
  QuicHeader h;
  RF_CHECK(in.need(6, "long header"));
  h.version = quic_version(bytes);
  const unsigned type = octet(bytes[0]) >> 4 & 3;
  if (!h.version || (octet(bytes[0]) & 0x80) == 0) return fault(Kind::Malformed, 0, "long header");
  h.initial = type == (h.version->two ? 1U : 0U);
  const bool retry = type == (h.version->two ? 0U : 3U);
  if (retry) return fault(Kind::Unsupported, 0, "Retry");
  RF_CHECK(in.skip(5, "first octet and version"));
  RF_TRY(const std::uint8_t destination, in.be<std::uint8_t>("destination connection id length"));
  if (destination > 20) return fault(Kind::Malformed, in.offset(), "destination connection id");
  RF_TRY(h.destination_id, in.take(destination, "destination connection id"));
  RF_TRY(const std::uint8_t source, in.be<std::uint8_t>("source connection id length"));
  RF_CHECK(in.skip(source, "source connection id"));
  if (h.initial) {
    RF_TRY(const std::uint64_t token, quic_varint(in));
    RF_CHECK(in.skip(token, "token"));
  }
  RF_TRY(const std::uint64_t length, quic_varint(in));
  h.number_at = bytes.size() - in.left();
  RF_CHECK(in.skip(length, "packet"));
  h.size = bytes.size() - in.left();
  return h;
}

}  // namespace

bool is_quic_initial(std::string_view datagram) {
  return datagram.size() >= 40 && (octet(datagram[0]) & 0x80) != 0 && quic_version(datagram) != nullptr;
}

QuicOpen::Open& QuicOpen::open(const Flow& flow) {
  const auto [at, fresh] = open_.try_emplace(flow);
  if (fresh) {
    order_.push_back(flow);
    if (order_.size() > kMaxQuicOpen) {
      open_.erase(order_.front());
      order_.pop_front();
    }
  }
  return at->second;
}

/// CRYPTO frames into their stream. Other frames of an Initial are short and are read past; one it may not hold ends the reading.
void QuicOpen::frames(std::string_view plain, Crypto& to) {
  ByteCursor in(plain);
  while (!in.empty()) {
    const std::uint8_t type = in.raw_be<std::uint8_t>();
    if (type <= 1) continue;  // PADDING, PING
    if (type == 2 || type == 3) {  // ACK: largest, delay, ranges, first range; then pairs
      std::uint64_t head[4];
      for (auto& v : head) {
        const auto n = quic_varint(in);
        if (!n) return;
        v = *n;
      }
      for (std::uint64_t i = 0, more = head[2] * 2 + (type == 3 ? 3 : 0); i < more; ++i)
        if (!quic_varint(in)) return;
      continue;
    }
    if (type != 6) return;
    const auto offset = quic_varint(in);
    const auto length = quic_varint(in);
    if (!offset || !length) return;
    const auto data = in.take(*length, "crypto data");
    if (!data || *offset > kMaxQuicCrypto || *length > kMaxQuicCrypto - *offset || to.pieces.size() >= kMaxQuicPieces) return;
    std::size_t start = *offset, end = *offset + *length;
    if (to.data.size() < end) to.data.resize(end);
    to.data.replace(start, data->size(), *data);
    for (auto at = to.pieces.begin(); at != to.pieces.end();) {  // merged with what it touches
      if (at->first > end || at->second < start) {
        ++at;
        continue;
      }
      start = std::min(start, at->first);
      end = std::max(end, at->second);
      at = to.pieces.erase(at);
    }
    to.pieces[start] = end;
  }
}

void QuicOpen::say_hello(Crypto& c, int direction, std::uint64_t frame, Hearer& out) {
  if (c.said || c.pieces.empty() || c.pieces.begin()->first != 0) return;
  const std::string_view whole(c.data.data(), c.pieces.begin()->second);
  if (whole.size() < 4) return;
  const std::size_t length = std::size_t{octet(whole[1])} << 16 | std::size_t{octet(whole[2])} << 8 | octet(whole[3]);
  if (whole.size() < 4 + length) return;
  if (whole[0] == 1) say_client_hello(whole.substr(4, length), TlsOver::Quic, frame, direction, out);
  else if (whole[0] == 2) (void)say_server_hello(whole.substr(4, length), frame, direction, out);
  c = {};
  c.said = true;
}

void QuicOpen::packet(const Flow& flow, int direction, std::string_view payload, std::size_t& used, std::uint64_t frame, Hearer& out) {
  const auto h = read_quic_header(payload);
  if (!h) {
    used = payload.size();
    return;
  }
  used = h->size;
  if (!h->initial) return;
  const std::string_view bytes = payload.substr(0, h->size);
  const auto known = open_.find(flow);
  if (known != open_.end()) {
    Crypto& side = known->second.sides[direction];
    // A later packet of the same handshake; once said, there is nothing to open it for.
    if (side.said && (direction == 1 || known->second.destination_id == h->destination_id)) return;
    if (const auto plain = open_packet(quic_keys(*h->version, known->second.destination_id, direction == 1), bytes, h->number_at)) {
      if (side.said) return;
      frames(*plain, side);
      return say_hello(side, direction, frame, out);
    }
  }
  if (direction == 1) return;
  // The first packet, one after a Retry, or another connection on the same ports.
  const auto plain = open_packet(quic_keys(*h->version, h->destination_id, false), bytes, h->number_at);
  if (!plain) return;
  Open& fresh = open(flow);
  fresh = {};
  fresh.destination_id = h->destination_id;
  frames(*plain, fresh.sides[0]);
  say_hello(fresh.sides[0], 0, frame, out);
}

bool QuicOpen::datagram(const End& from, const End& to, std::string_view payload, std::uint64_t frame, Hearer& out) {
  // Who is the client shows in whose keys open the packet; a flow already open knows.
  const Flow forth{from.ip, to.ip, from.port, to.port}, back{to.ip, from.ip, to.port, from.port};
  const bool answer = open_.contains(back);
  for (int i = 0; i < kMaxQuicPackets && is_quic_initial(payload); ++i) {
    std::size_t used = 0;
    packet(answer ? back : forth, answer ? 1 : 0, payload, used, frame, out);
    payload.remove_prefix(std::min(used, payload.size()));
  }
  return true;
}

}  // namespace rf::wire
