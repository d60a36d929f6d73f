// FTP control connection: RFC 959 5.4 (greeting), 4.2 (replies of several lines), RFC 4217 (AUTH TLS). What the client sends holds
// names and passwords, and is read past.
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/reply_stream.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::size_t kMaxFtpGreeting = 4096;

class Ftp : public ReplyStream {
 public:
  Ftp() : ReplyStream(64) {}  // greeting, AUTH, USER, PASS, SYST: within the first dozen

 private:
  bool line(int direction, std::string_view text, std::uint64_t frame, Hearer& out) override {
    if (direction == 0 || text.size() < 4) return true;
    if (!greeting_said_) {
      const bool numbered = text.starts_with("220 ") || text.starts_with("220-");
      if (!numbered && greeting_.empty()) return true;
      if (greeting_.size() + text.size() > kMaxFtpGreeting) return false;
      if (!greeting_.empty()) greeting_ += '\n';
      greeting_ += numbered ? text.substr(4) : text;  // lines between the first and the last need no number
      if (!text.starts_with("220 ")) return true;
      greeting_said_ = true;
      say(out, field::kFtpBanner, greeting_, frame, direction);
      return true;
    }
    if (text.starts_with("215 ")) say(out, field::kFtpSystem, text.substr(4), frame, direction);
    return !text.starts_with("215 ");
  }
  std::string greeting_;
  bool greeting_said_ = false;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_ftp() { return std::make_unique<Ftp>(); }

}  // namespace rf::wire
