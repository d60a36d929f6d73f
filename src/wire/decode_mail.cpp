// Greetings of mail servers: SMTP RFC 5321 4.2, POP3 RFC 1939 section 4, IMAP RFC 9051 7.1; TLS begun inside them (RFC 3207,
// 2595). The first reply names the software as often as not. Nothing else is said: mail is nobody's business here.
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/reply_stream.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

class Mail : public ReplyStream {
 public:
  Mail(std::string_view field, std::string_view prefix) : ReplyStream(64), field_(field), prefix_(prefix) {}  // STARTTLS comes early

 private:
  bool line(int direction, std::string_view text, std::uint64_t frame, Hearer& out) override {
    if (direction == 0 || said_) return true;
    if (text.starts_with(prefix_)) say(out, field_, text.substr(prefix_.size()), frame, direction);
    said_ = true;
    return true;
  }
  std::string_view field_, prefix_;
  bool said_ = false;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_smtp() { return std::make_unique<Mail>(field::kSmtpBanner, "220 "); }
std::unique_ptr<StreamDecoder> make_pop3() { return std::make_unique<Mail>(field::kPop3Banner, "+OK "); }
std::unique_ptr<StreamDecoder> make_imap() { return std::make_unique<Mail>(field::kImapBanner, "* OK "); }

}  // namespace rf::wire
