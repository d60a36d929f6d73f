// The parts that all capture formats share: telling them apart, and reading several in the order of time.
#include "wire/source.h"

#include <algorithm>

#include "wire/capture_formats.h"

namespace rf::wire {

int likeness_of_capture(std::string_view head) { return is_pcap(head) || is_pcapng(head) || is_snoop(head) ? 100 : 0; }

Result<std::unique_ptr<Capture>> Capture::open(std::string_view bytes) {
  if (is_pcapng(bytes)) return open_pcapng(bytes);
  if (is_pcap(bytes)) return open_pcap(bytes);
  if (is_snoop(bytes)) return open_snoop(bytes);
  return fail(Kind::Unsupported, "does not begin as a capture (pcap, pcapng or snoop)", "offset 0", "write it with tcpdump -w, dumpcap or Wireshark");
}

Error cut_short(Kind kind, std::uint64_t offset, std::string why, std::uint64_t frames) {
  return {kind, {}, "offset " + std::to_string(offset), std::move(why),
          frames == 0 ? "no frame could be read" : "the rest was not read; the " + std::to_string(frames) + (frames == 1 ? " frame" : " frames") + " before it count"};
}

CaptureSet::CaptureSet(std::vector<Member> members) {
  for (const Member& m : members) {
    auto capture = Capture::open(m.bytes);
    if (!capture) {
      ended_.push_back({m.input, std::move(capture).error(), {}});
      continue;
    }
    Frame first;
    const bool any = (*capture)->next({&first, 1}) == 1;
    waiting_.push_back({any ? first.time : 0, m});
  }
  std::stable_sort(waiting_.begin(), waiting_.end(), [](const Waiting& a, const Waiting& b) { return a.first < b.first; });
}

CaptureSet::~CaptureSet() = default;

std::size_t CaptureSet::next(std::span<Frame> out) {
  while (!out.empty()) {
    if (!now_) {
      if (at_ == waiting_.size()) return 0;
      auto opened = Capture::open(waiting_[at_].member.bytes);
      now_ = std::move(*opened);  // it opened before
    }
    const Member& m = waiting_[at_].member;
    if (const std::size_t n = now_->next(out); n > 0) {
      if (m.input != 0)
        for (Frame& f : out.first(n)) f.input = m.input;
      return n;
    }
    ended_.push_back({m.input, now_->error(), now_->facts()});
    done_ += m.bytes.size();
    now_.reset();
    ++at_;
  }
  return 0;
}

}  // namespace rf::wire
