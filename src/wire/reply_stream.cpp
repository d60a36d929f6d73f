#include "wire/reply_stream.h"

#include "wire/decoders.h"

namespace rf::wire {

StreamDecoder::Want ReplyStream::bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) {
  if (tls_) return tls_->bytes(direction, chunk, frame, out);
  Lines& lines = lines_[direction];
  while (!chunk.empty() && !done_) {
    if (lines.at_line_start() && chunk[0] == 0x16) {
      tls_.emplace(make_tls());
      return tls_->bytes(direction, chunk, frame, out);
    }
    std::string_view text;
    if (!lines.next(chunk, text)) break;
    if (--wanted_ < 0 || !line(direction, text, frame, out)) done_ = true;
  }
  return done_ ? Want::Done : Want::More;
}

StreamDecoder::Want ReplyStream::gap(int direction, std::uint64_t missing, Hearer& out) {
  if (tls_) return tls_->gap(direction, missing, out);
  lines_[direction].drop();
  return done_ ? Want::Done : Want::More;
}

}  // namespace rf::wire
