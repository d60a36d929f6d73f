#include "wire/inner.h"

namespace rf::wire {

StreamDecoder::Want Inner::bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) {
  using Want = StreamDecoder::Want;
  if (over_) return Want::Done;
  if (decoder_) return decoder_->bytes(direction, chunk, frame, out);
  held_[direction].append(chunk);
  bool undecided = false;
  decoder_ = stream_decoder_for(0, 0, direction, held_[direction], undecided);
  if (!decoder_) {
    over_ = !undecided;
    return over_ ? Want::Done : Want::More;
  }
  Want want = Want::More;
  for (const int d : {0, 1}) {
    if (!held_[d].empty() && want == Want::More) want = decoder_->bytes(d, held_[d], frame, out);
    std::string().swap(held_[d]);
  }
  return want;
}

StreamDecoder::Want Inner::gap(int direction, std::uint64_t missing, Hearer& out) {
  if (decoder_) return decoder_->gap(direction, missing, out);
  over_ = true;  // its beginning is lost
  return StreamDecoder::Want::Done;
}

}  // namespace rf::wire
