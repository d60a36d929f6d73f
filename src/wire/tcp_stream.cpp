#include "wire/tcp_stream.h"

#include <algorithm>
#include <cstring>

namespace rf::wire {
namespace {

/// RFC 9293 §3.4: sequence numbers are compared modulo 2^32.
std::int32_t ahead(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b); }

}  // namespace

void TcpStream::begins(int direction, std::uint32_t sequence) {
  half_[direction].next = sequence;
  half_[direction].started = true;
}

bool TcpStream::segment(int d, std::uint32_t sequence, Span payload, std::uint64_t frame, bool fin, const Context& c) {
  Half& h = half_[d];
  if (!h.started) begins(d, sequence);
  std::int32_t delta = ahead(sequence, h.next);
  const std::uint32_t behind = sequence + payload.on_wire;
  if (payload.on_wire > 0) {
    if (delta < 0) {
      const auto old = static_cast<std::uint32_t>(-static_cast<std::int64_t>(delta));
      payload = old >= payload.on_wire ? Span{} : Span{payload.data + std::min(old, payload.captured), payload.captured - std::min(old, payload.captured), payload.on_wire - old};
      delta = 0;
    }
    if (payload.on_wire > 0 && delta == 0) {
      // Held segments that this one reaches into came first; only the bytes before them are taken.
      while (payload.on_wire > 0) {
        std::uint32_t take = payload.on_wire;
        if (!h.held.empty()) {
          const std::int32_t room = ahead(h.held.front().sequence, h.next);
          if (room >= 0 && static_cast<std::uint32_t>(room) < take) take = static_cast<std::uint32_t>(room);
        }
        if (take > 0) {
          const std::uint32_t there = std::min(take, payload.captured);
          h.next += take;
          if (there > 0 && !deliver(d, {reinterpret_cast<const char*>(payload.data), there}, frame, c)) return false;
          if (there < take && !gap(d, take - there, c)) return false;
        }
        const std::uint32_t before = h.next;
        if (!h.held.empty() && ahead(h.held.front().sequence, h.next) <= 0) {
          const auto& front = h.held.front();
          const std::uint32_t common = std::min({payload.on_wire - take, front.on_wire, payload.captured > take ? payload.captured - take : 0U, static_cast<std::uint32_t>(front.bytes.size())});
          if (common > 0 && std::memcmp(payload.data + take, front.bytes.data(), common) != 0) ++c.losses->segments_conflicting;
        }
        if (!drain(d, c)) return false;
        const std::uint32_t passed = std::min(payload.on_wire, take + (h.next - before));
        payload = {payload.data + std::min(passed, payload.captured), payload.captured - std::min(passed, payload.captured), payload.on_wire - passed};
      }
    } else if (payload.on_wire > 0) {
      hold(d, sequence, payload, frame, c);
      while (h.held.size() > kMaxHeldSegments || h.held_bytes > kMaxHeldBytes || (*c.held_total > kMaxHeldTotal && !h.held.empty())) {
        ++c.losses->segments_over_budget;
        if (!give_up(d, c)) return false;
      }
    }
  }
  if (fin && ahead(behind, h.next) <= 0) {
    h.ended = true;
    if (half_[1 - d].ended) return false;
  }
  return true;
}

bool TcpStream::acknowledged(int d, std::uint32_t ack, const Context& c) {
  Half& h = half_[d];
  if (h.held.size() < kGiveUpAfter || ahead(ack, h.held.front().sequence) < 0) return true;
  return give_up(d, c);
}

void TcpStream::hold(int d, std::uint32_t sequence, Span payload, std::uint64_t frame, const Context& c) {
  Half& h = half_[d];
  std::uint32_t from = sequence;
  const std::uint32_t end = sequence + payload.on_wire;
  std::size_t i = 0;
  while (i < h.held.size() && ahead(h.held[i].sequence + h.held[i].on_wire, from) <= 0) ++i;
  while (ahead(end, from) > 0) {
    const bool last = i == h.held.size();
    const std::uint32_t stop = last || ahead(h.held[i].sequence, end) >= 0 ? end : h.held[i].sequence;
    if (ahead(stop, from) > 0) {
      const std::uint32_t at = from - sequence, length = stop - from;
      Segment s;
      s.sequence = from;
      s.on_wire = length;
      s.frame = frame;
      if (payload.captured > at) s.bytes.assign(reinterpret_cast<const char*>(payload.data) + at, std::min(length, payload.captured - at));
      h.held_bytes += s.bytes.size();
      *c.held_total += s.bytes.size();
      h.held.insert(h.held.begin() + static_cast<std::ptrdiff_t>(i), std::move(s));
      ++i;
      from = stop;
      continue;
    }
    const Segment& there = h.held[i];
    const std::uint32_t at = from - sequence, inside = from - there.sequence;
    const std::uint32_t length = std::min(end - from, there.on_wire - inside);
    const std::uint32_t common = std::min({length, payload.captured > at ? payload.captured - at : 0U, there.bytes.size() > inside ? static_cast<std::uint32_t>(there.bytes.size()) - inside : 0U});
    if (common > 0 && std::memcmp(payload.data + at, there.bytes.data() + inside, common) != 0) ++c.losses->segments_conflicting;
    from += length;
    ++i;
  }
}

bool TcpStream::drain(int d, const Context& c) {
  Half& h = half_[d];
  std::size_t done = 0;
  bool more = true;
  while (more && done < h.held.size() && ahead(h.held[done].sequence, h.next) <= 0) {
    Segment s = std::move(h.held[done++]);
    h.held_bytes -= s.bytes.size();
    *c.held_total -= s.bytes.size();
    const std::int32_t skip = ahead(h.next, s.sequence);
    if (static_cast<std::uint32_t>(skip) >= s.on_wire) continue;
    std::string_view bytes = s.bytes;
    bytes.remove_prefix(std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(skip)));
    const std::uint32_t length = s.on_wire - static_cast<std::uint32_t>(skip);
    h.next += length;
    if (!bytes.empty()) more = deliver(d, bytes, s.frame, c);
    if (more && bytes.size() < length) more = gap(d, length - bytes.size(), c);
  }
  h.held.erase(h.held.begin(), h.held.begin() + static_cast<std::ptrdiff_t>(done));
  return more;
}

bool TcpStream::give_up(int d, const Context& c) {
  Half& h = half_[d];
  if (h.held.empty()) return true;
  const std::uint32_t missing = h.held.front().sequence - h.next;
  h.next = h.held.front().sequence;
  if (missing > 0 && !gap(d, missing, c)) return false;
  return drain(d, c);
}

void TcpStream::finish(const Context& c) {
  // The direction whose next frame came first goes first.
  while (waits(0) || waits(1)) {
    const int d = !waits(0) ? 1 : !waits(1) ? 0 : half_[0].held.front().frame <= half_[1].held.front().frame ? 0 : 1;
    if (!give_up(d, c)) break;
  }
  for (auto& h : half_) {
    *c.held_total -= h.held_bytes;
    h.held_bytes = 0;
    h.held.clear();
  }
}

bool TcpStream::gap(int d, std::uint64_t missing, const Context& c) {
  c.losses->stream_bytes_lost += missing;
  Half& h = half_[d];
  if (decoder_) return decoder_->gap(d, missing, *c.hearer) == StreamDecoder::Want::More;
  h.dropped += missing + h.begin.size();
  h.begin.clear();
  h.nobodys = true;  // what begins behind a gap is the middle of something
  return wanted();
}

bool TcpStream::deliver(int d, std::string_view bytes, std::uint64_t frame, const Context& c) {
  if (decoder_) return decoder_->bytes(d, bytes, frame, *c.hearer) == StreamDecoder::Want::More;
  Half& h = half_[d];
  if (h.nobodys) {
    if (late_ < kLateLooks) {
      ++late_;
      decoder_ = late_decoder_for(bytes);
      if (decoder_) return decoder_->bytes(d, bytes, frame, *c.hearer) == StreamDecoder::Want::More;
    }
    h.dropped += bytes.size();
    return wanted();
  }
  std::string joined;
  if (!h.begin.empty()) {
    joined = h.begin;
    joined += bytes;
    bytes = joined;
  }
  bool undecided = false;
  decoder_ = stream_decoder_for(c.initiator_port, c.responder_port, d, bytes, undecided);
  if (!decoder_) {
    if (undecided && bytes.size() < kPeek) {
      if (h.begin.empty()) h.begin_frame = frame;
      h.begin.assign(bytes);
      return true;
    }
    h.nobodys = true;
    h.dropped += bytes.size();
    h.begin.clear();
    return wanted();
  }
  // What the other end said before it was known whose connection this is.
  Half& other = half_[1 - d];
  using Want = StreamDecoder::Want;
  if (other.dropped > 0 && decoder_->gap(1 - d, other.dropped, *c.hearer) == Want::Done) return false;
  if (!other.begin.empty() && decoder_->bytes(1 - d, other.begin, other.begin_frame, *c.hearer) == Want::Done) return false;
  other.begin.clear();
  const bool more = decoder_->bytes(d, bytes, frame, *c.hearer) == Want::More;
  h.begin.clear();
  return more;
}

}  // namespace rf::wire
