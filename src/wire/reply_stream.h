// What FTP, SMTP, POP3, IMAP and SIP over TCP share: lines in both directions, few of them wanted, and TLS that may begin between
// two lines (STARTTLS, AUTH TLS, STLS): a record's first octet begins no line of text.
#pragma once

#include <optional>

#include "wire/inner.h"
#include "wire/lines.h"

namespace rf::wire {

class ReplyStream : public StreamDecoder {
 public:
  /// `lines`: of both directions together, after which the connection is let go.
  explicit ReplyStream(int lines) : wanted_(lines) {}
  Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) final;
  Want gap(int direction, std::uint64_t missing, Hearer& out) final;

 protected:
  /// One line without its end. False: nothing more is wanted.
  virtual bool line(int direction, std::string_view text, std::uint64_t frame, Hearer& out) = 0;

 private:
  static constexpr std::size_t kMaxReplyLine = 4096;  // RFC 5321 4.5.3.1 allows 1000 with extensions
  Lines lines_[2] = {Lines(kMaxReplyLine), Lines(kMaxReplyLine)};
  int wanted_;
  std::optional<Inner> tls_;
  bool done_ = false;
};

}  // namespace rf::wire
