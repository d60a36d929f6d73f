// Telnet: RFC 854 (commands), 855 (sub-negotiation). What the responder shows before anybody types: its banner and the prompt for a
// name, where routers, DSLAMs and gateways name themselves. Ends at the prompt, before names and passwords.
#include "base/text.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/http_header.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::size_t kMaxTelnetBanner = 2048;
constexpr unsigned char kIac = 255, kSb = 250, kSe = 240, kWill = 251;

class Telnet : public StreamDecoder {
 public:
  Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) override {
    for (const char c : chunk) {
      if (done_) break;
      if (!is_text(direction, octet(c))) continue;
      if (direction == 0) {  // somebody types
        if (!text_.empty()) finish(frame_, out);
        continue;
      }
      if (c == '\0') continue;  // CR NUL, RFC 854
      text_ += c;
      frame_ = frame;
      if ((c == ':' && is_prompt()) || text_.size() == kMaxTelnetBanner) finish(frame, out);
    }
    return done_ ? Want::Done : Want::More;
  }
  Want gap(int, std::uint64_t, Hearer& out) override {
    finish(frame_, out);
    return Want::Done;
  }

 private:
  enum class State : std::uint8_t { Text, Command, Option, Sub, SubIac };

  bool is_text(int direction, unsigned char c) {
    State& s = states_[direction];
    switch (s) {
      case State::Text:
        if (c != kIac) return true;
        s = State::Command;
        return false;
      case State::Command:
        if (c == kIac) {
          s = State::Text;
          return true;  // 255 as data
        }
        s = c == kSb ? State::Sub : c >= kWill ? State::Option : State::Text;
        return false;
      case State::Option:
        s = State::Text;
        return false;
      case State::Sub:
        if (c == kIac) s = State::SubIac;
        return false;
      case State::SubIac:
        s = c == kSe ? State::Text : State::Sub;
        return false;
    }
    return false;
  }

  bool is_prompt() const {
    const std::string_view all = text_;
    for (const std::string_view word : {"login:", "username:", "user name:", "user:", "account:", "password:"})
      if (all.size() >= word.size() && same_word(all.substr(all.size() - word.size()), word)) return true;
    return false;
  }

  void finish(std::uint64_t frame, Hearer& out) {
    if (!done_) say(out, field::kTelnetBanner, trimmed(text_), frame, 1);
    done_ = true;
    std::string().swap(text_);
  }

  State states_[2] = {State::Text, State::Text};
  std::string text_;
  std::uint64_t frame_ = 0;
  bool done_ = false;
};

}  // namespace

Fit fit_telnet(std::string_view begin) {
  if (begin.empty()) return Fit::Short;
  if (octet(begin[0]) != kIac) return Fit::No;
  if (begin.size() < 3) return Fit::Short;
  return octet(begin[1]) >= kWill && octet(begin[1]) < kIac && octet(begin[2]) < 50 ? Fit::Yes : Fit::No;
}

std::unique_ptr<StreamDecoder> make_telnet() { return std::make_unique<Telnet>(); }

}  // namespace rf::wire
