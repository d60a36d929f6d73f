// SSH: identification string RFC 4253 4.2, key exchange lists 7.1. HASSH: MD5 of four of the lists, as its authors define it.
// The string names software, often its distributor and version; embedded makers put their own names there.
// After both sides' SSH_MSG_KEXINIT nothing in the clear tells more, so the connection is let go.
#include "base/cursor.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/lines.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::size_t kMaxSshLine = 1024;     // the string ends at 255 (RFC 4253 4.2); lines before it are free text
constexpr int kMaxSshLines = 64;              // lines a server may send before it
constexpr std::size_t kMaxSshPacket = 35000;  // RFC 4253 6.1
constexpr std::uint8_t kSshKexInit = 20;

class Ssh : public StreamDecoder {
 public:
  Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) override {
    Side& side = sides_[direction];
    while (!chunk.empty() && side.state != State::Over) {
      if (side.state == State::Lines) {
        std::string_view line;
        if (!side.lines.next(chunk, line)) break;
        if (line.starts_with("SSH-")) {
          say(out, field::kSshBanner, line, frame, direction);
          side.state = line.starts_with("SSH-2.0-") || line.starts_with("SSH-1.99-") ? State::Packet : State::Over;
          side.lines.drop();
        } else if (++side.skipped > kMaxSshLines) {
          side.state = State::Over;
        }
        continue;
      }
      packet(side, direction, chunk, frame, out);
    }
    return want();
  }
  Want gap(int direction, std::uint64_t, Hearer&) override {
    over(sides_[direction]);  // lengths behind it cannot be found again
    return want();
  }

 private:
  enum class State : std::uint8_t { Lines, Packet, Over };
  struct Side {
    State state = State::Lines;
    int skipped = 0;
    Lines lines{kMaxSshLine};
    std::string held;
  };

  static void over(Side& side) {
    side.state = State::Over;
    side.lines.drop();
    std::string().swap(side.held);
  }

  /// Length, padding length, payload (RFC 4253 6). The first packet must be KEXINIT; others may precede it only by mistake.
  void packet(Side& side, int direction, std::string_view& chunk, std::uint64_t frame, Hearer& out) {
    const std::size_t had = side.held.size();
    if (had < 4) {
      const std::size_t n = std::min(4 - had, chunk.size());
      side.held.append(chunk.substr(0, n));
      chunk.remove_prefix(n);
      if (side.held.size() < 4) return;
    }
    const std::size_t length = std::size_t{octet(side.held[0])} << 24 | octet(side.held[1]) << 16 | octet(side.held[2]) << 8 | octet(side.held[3]);
    if (length < 2 || length > kMaxSshPacket) return over(side);
    const std::size_t n = std::min(4 + length - side.held.size(), chunk.size());
    side.held.append(chunk.substr(0, n));
    chunk.remove_prefix(n);
    if (side.held.size() < 4 + length) return;
    if (octet(side.held[5]) == kSshKexInit) kex_init(side, direction, frame, out);
    over(side);
  }

  static void kex_init(const Side& side, int direction, std::uint64_t frame, Hearer& out) {
    if (out.enough) return;
    ByteCursor in(std::string_view(side.held).substr(6));
    if (!in.skip(16, "cookie")) return;
    std::string_view lists[8];
    for (auto& list : lists) {
      const auto length = in.be<std::uint32_t>("name-list length");
      if (!length) return;
      const auto names = in.take(*length, "name-list");
      if (!names) return;
      list = *names;
    }
    // kex, host key, then cipher, MAC and compression, each from client to server and back.
    std::string text;
    text += lists[0];
    for (const int list : {2, 4, 6}) {
      text += ';';
      text += lists[list + direction];
    }
    say(out, direction ? field::kSshHasshServer : field::kSshHassh, md5_hex(text), frame, direction);
    say(out, direction ? field::kSshHasshServerLists : field::kSshHasshLists, text, frame, direction);
  }

  Want want() const { return sides_[0].state == State::Over && sides_[1].state == State::Over ? Want::Done : Want::More; }

  Side sides_[2];
};

}  // namespace

std::unique_ptr<StreamDecoder> make_ssh() { return std::make_unique<Ssh>(); }

}  // namespace rf::wire
