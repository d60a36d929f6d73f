// HTTP/1: RFC 9112 (messages), RFC 9110 (fields). Every request and response of a connection, pipelined or kept alive; bodies are
// passed over by Content-Length or chunk sizes; only XML is held, since CWMP (decode_cwmp.cpp) stands in requests and descriptions of devices (decode_description.cpp) in answers. After CONNECT and its 2xx the tunnel's content is decoded in turn.
// Where lengths were lost (a gap, a body that lies), the next line that is a start line resynchronises.
#include <array>
#include <charconv>

#include "base/text.h"
#include "wire/decoders.h"
#include "wire/fields.h"
#include "wire/http_header.h"
#include "wire/inner.h"
#include "wire/lines.h"
#include "wire/say.h"

namespace rf::wire {
namespace {

constexpr std::size_t kMaxHttpLine = 16 * 1024;     // servers refuse longer ones; a cookie is what comes near
constexpr int kMaxHttpHeaders = 512;                // a message with more is no message
constexpr std::size_t kMaxHttpBody = 32 * 1024;     // an Inform has some 4 KiB, and the device stands at its beginning
constexpr std::size_t kMaxHttpWaiting = 16 * 1024;  // sent behind a CONNECT before its answer: a ClientHello

bool is_method(std::string_view word) {
  if (word.empty() || word.size() > 20) return false;
  for (const char c : word)
    if (!(c >= 'A' && c <= 'Z') && c != '-' && c != '_') return false;
  return true;
}
bool is_version(std::string_view word) { return word.starts_with("HTTP/1.") && word.size() == 8; }
bool is_status_line(std::string_view line) {
  return line.size() >= 12 && is_version(line.substr(0, 8)) && line[8] == ' ' && line[9] >= '1' && line[9] <= '5';
}

bool is_greeting(std::string_view line) {
  return line.starts_with("SSH-") || line.starts_with("220 ") || line.starts_with("220-") || line.starts_with("+OK ") || line.starts_with("* OK ");
}

struct RequestLine {
  std::string_view whole, method, target;
};
/// "METHOD target HTTP/1.x". `anywhere`: the method may end a word, which bytes of a lost body begin.
bool read_request_line(std::string_view line, bool anywhere, RequestLine& out) {
  const std::size_t last = line.rfind(' ');
  if (last == line.npos || last == 0 || !is_version(line.substr(last + 1))) return false;
  std::size_t first = line.find(' ');
  if (anywhere) first = line.rfind(' ', last - 1);
  if (first == last && !anywhere) {  // a client's mistake that servers answer: nothing between the method and the version
    out = {line, line.substr(0, first), {}};
    return is_method(out.method);
  }
  if (first == line.npos || first >= last) return false;
  std::size_t begin = 0;
  if (anywhere) {
    begin = first;
    while (begin > 0 && is_method(line.substr(begin - 1, 1)) && first - begin < 20) --begin;
  }
  out = {line.substr(begin), line.substr(begin, first - begin), line.substr(first + 1, last - first - 1)};
  return is_method(out.method) && !out.target.empty();
}

class Http : public StreamDecoder {
 public:
  Want bytes(int direction, std::string_view chunk, std::uint64_t frame, Hearer& out) override {
    if (tunnel_) return tunnel_->bytes(direction, chunk, frame, out);
    while (!chunk.empty() && !tunnel_ && !upgraded_ && !(foreign_ && direction == 1) && !out.enough) step(direction, chunk, frame, out);
    if (tunnel_ && !chunk.empty()) return tunnel_->bytes(direction, chunk, frame, out);
    if (foreign_ && direction == 1 && !chunk.empty()) return foreign_->bytes(direction, chunk, frame, out);
    return want();
  }

  Want gap(int direction, std::uint64_t missing, Hearer& out) override {
    if (tunnel_) return tunnel_->gap(direction, missing, out);
    if (foreign_ && direction == 1) return foreign_->gap(direction, missing, out);
    Side& side = sides_[direction];
    if ((side.state == State::Body || side.state == State::ChunkData) && side.left > missing) {
      side.left -= missing;
    } else if (side.state == State::Body && side.left == missing) {
      side.state = State::Start;
    } else if (side.state != State::Over) {
      side.lines.drop();
      side.waiting.clear();
      side.state = State::Lost;
    }
    return want();
  }

 private:
  enum class State : std::uint8_t { Start, Headers, Body, ChunkSize, ChunkData, Trailer, Waiting, Lost, Over };
  enum class Asked : std::uint8_t { Other, Head, Connect };
  struct Side {
    State state = State::Start;
    bool begun = false, response = false, chunked = false, has_length = false, xml = false;
    int headers = 0, status = 0;
    std::uint64_t left = 0;  ///< of a body or chunk
    Asked asked = Asked::Other;
    Lines lines{kMaxHttpLine};
    std::string waiting, body;  ///< the body where it is XML
  };

  Want want() const {
    return upgraded_ || (sides_[0].state == State::Over && sides_[1].state == State::Over) ? Want::Done : Want::More;
  }

  void step(int direction, std::string_view& chunk, std::uint64_t frame, Hearer& out) {
    Side& side = sides_[direction];
    switch (side.state) {
      case State::Over:
        if (side.xml) body_until_close(side, chunk, direction, frame, out);
        chunk = {};
        return;
      case State::Waiting:
        if (side.waiting.size() < kMaxHttpWaiting) side.waiting.append(chunk.substr(0, kMaxHttpWaiting));
        chunk = {};
        return;
      case State::Body:
      case State::ChunkData: {
        const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(side.left, chunk.size()));
        if (side.xml) side.body.append(chunk.substr(0, std::min(n, kMaxHttpBody - std::min(kMaxHttpBody, side.body.size()))));
        chunk.remove_prefix(n);
        side.left -= n;
        if (side.left > 0) return;
        side.state = side.state == State::Body ? State::Start : State::ChunkSize;
        if (side.state == State::Start) end_of_body(direction, frame, out);
        return;
      }
      default:
        break;
    }
    std::string_view line;
    if (side.lines.next(chunk, line)) on_line(direction, line, frame, out);
  }

  void on_line(int direction, std::string_view line, std::uint64_t frame, Hearer& out) {
    Side& side = sides_[direction];
    switch (side.state) {
      case State::Start:
      case State::Lost:
        return start_line(direction, line, frame, out);
      case State::Headers:
        if (line.empty()) return end_of_headers(direction, frame, out);
        if (++side.headers > kMaxHttpHeaders) {
          side.state = State::Lost;
          return;
        }
        return header(direction, http_header(line), frame, out);
      case State::ChunkSize: {
        std::uint64_t size = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
        // The 2 octets of line end after the data are counted with it.
        if (error != std::errc() || size > (1ULL << 62)) side.state = State::Lost;
        else if (size == 0) side.state = State::Trailer;
        else side.state = State::ChunkData, side.left = size + 2;
        return;
      }
      case State::Trailer:
        if (!line.empty()) return;
        side.state = State::Start;
        return end_of_body(direction, frame, out);
      default:
        return;
    }
  }

  void start_line(int direction, std::string_view line, std::uint64_t frame, Hearer& out) {
    Side& side = sides_[direction];
    const bool lost = side.state == State::Lost;
    RequestLine request;
    if (line.empty()) return;  // RFC 9112 2.2: an empty line before a request is ignored
    if (const std::size_t at = lost ? line.find("HTTP/1.") : 0; at != line.npos && is_status_line(line.substr(at))) {
      begin(side, true);
      side.status = (line[at + 9] - '0') * 100 + digit(line[at + 10]) * 10 + digit(line[at + 11]);
      side.asked = side.status >= 200 || side.status == 101 ? next_asked() : Asked::Other;
      say(out, field::kHttpStatus, line.substr(at), frame, direction);
    } else if (read_request_line(line, lost, request)) {
      begin(side, false);
      side.asked = request.method == "HEAD" ? Asked::Head : request.method == "CONNECT" ? Asked::Connect : Asked::Other;
      if (asked_count_ < asked_.size()) asked_[(asked_first_ + asked_count_++) % asked_.size()] = side.asked;
      say(out, field::kHttpRequest, request.whole, frame, direction);
    } else if (direction == 1 && side.state == State::Start && !side.begun && asked_count_ > 0 && is_greeting(line)) {
      // Who is asked in HTTP and answers in other words is a server of another kind, as scans meet them.
      foreign_ = std::make_unique<Inner>();
      std::string first(line);
      first += '\n';
      (void)foreign_->bytes(direction, first, frame, out);
    } else {
      side.state = State::Lost;
    }
  }

  static int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : 0; }

  static void begin(Side& side, bool response) {
    side.state = State::Headers;
    side.begun = true;
    side.response = response;
    side.chunked = side.has_length = side.xml = false;
    side.body.clear();
    side.headers = side.status = 0;
    side.left = 0;
  }

  Asked next_asked() {
    if (asked_count_ == 0) return Asked::Other;
    const Asked a = asked_[asked_first_];
    asked_first_ = (asked_first_ + 1) % asked_.size();
    --asked_count_;
    return a;
  }

  void header(int direction, const HttpHeader& h, std::uint64_t frame, Hearer& out) {
    Side& side = sides_[direction];
    switch (h.name.size()) {  // lengths first: most headers are none of these
      case 4:
        if (same_word(h.name, "Host")) say(out, field::kHttpHost, h.value, frame, direction);
        break;
      case 6:
        if (same_word(h.name, "Server")) say(out, field::kHttpServer, h.value, frame, direction);
        break;
      case 10:
        if (same_word(h.name, "Set-Cookie")) say(out, field::kHttpCookie, h.value.substr(0, h.value.find('=') + 1), frame, direction);
        if (same_word(h.name, "User-Agent")) say(out, field::kHttpUserAgent, h.value, frame, direction);
        break;
      case 12:
        if (same_word(h.name, "Content-Type")) {
          say(out, field::kHttpContentType, h.value, frame, direction);
          side.xml = (!side.response || side.status == 200) && h.value.find("xml") != h.value.npos;
        }
        if (same_word(h.name, "X-Powered-By")) say(out, field::kHttpPoweredBy, h.value, frame, direction);
        break;
      case 14:
        if (same_word(h.name, "Content-Length")) {
          const auto n = parse_count(h.value);
          if (n) side.left = static_cast<std::uint64_t>(*n), side.has_length = true;
        }
        break;
      case 16:
        if (same_word(h.name, "WWW-Authenticate")) {
          say(out, field::kHttpRealm, http_realm(h.value), frame, direction);
          say(out, field::kHttpAuthenticate, h.value, frame, direction);
        }
        break;
      case 17:
        if (same_word(h.name, "Transfer-Encoding") && lists_word(h.value, "chunked")) side.chunked = true;
        break;
      default:
        break;
    }
  }

  void end_of_headers(int direction, std::uint64_t frame, Hearer& out) {
    Side& side = sides_[direction];
    side.state = State::Start;
    if (!side.response) {
      if (side.asked == Asked::Connect) side.state = State::Waiting;
      else body(side, false);
      return;
    }
    if (side.status == 101) {
      upgraded_ = true;
      return;
    }
    if (side.status < 200) return;
    if (side.asked == Asked::Connect) return connect_answered(direction, frame, out);
    if (side.asked == Asked::Head || side.status == 204 || side.status == 304) return;
    body(side, true);
  }

  void end_of_body(int direction, std::uint64_t frame, Hearer& out) {
    Side& side = sides_[direction];
    if (side.xml) (void)(side.response ? decode_description(side.body, frame, direction, out) : decode_cwmp(side.body, frame, direction, out));
    std::string().swap(side.body);
  }

  /// Small devices give no length and close; the end of the document's element is the end then.
  void body_until_close(Side& side, std::string_view chunk, int direction, std::uint64_t frame, Hearer& out) {
    constexpr std::size_t kEnd = 64;  // bytes of a closing tag with its prefix; only what is new can end the document
    const std::size_t before = side.body.size() - std::min(side.body.size(), kEnd);
    side.body.append(chunk.substr(0, kMaxHttpBody - std::min(kMaxHttpBody, side.body.size())));
    const std::string_view fresh = std::string_view(side.body).substr(before);
    const std::size_t name = fresh.rfind("Envelope>"), tag = name == fresh.npos ? name : fresh.rfind('<', name);
    const bool closed = fresh.find("</root>") != fresh.npos || (tag != fresh.npos && fresh.substr(tag).starts_with("</"));
    if (side.body.size() < kMaxHttpBody && !closed) return;
    end_of_body(direction, frame, out);
    side.xml = false;
  }

  /// RFC 9112 6.3.
  static void body(Side& side, bool until_close) {
    if (side.chunked) side.state = State::ChunkSize;
    else if (side.has_length) side.state = side.left ? State::Body : State::Start;
    else if (until_close) side.state = State::Over;
  }

  void connect_answered(int direction, std::uint64_t frame, Hearer& out) {
    Side& client = sides_[1 - direction];
    std::string waiting;
    waiting.swap(client.waiting);
    if (client.state == State::Waiting) client.state = State::Start;
    if (sides_[direction].status < 300) {
      tunnel_ = std::make_unique<Inner>();
      if (!waiting.empty()) (void)tunnel_->bytes(1 - direction, waiting, frame, out);
      return;
    }
    body(sides_[direction], true);
    std::string_view rest = waiting;
    while (!rest.empty() && !tunnel_ && !upgraded_) step(1 - direction, rest, frame, out);
  }

  Side sides_[2];
  std::array<Asked, 32> asked_{};  // requests without an answer; more pipelined ones count as plain
  std::size_t asked_first_ = 0, asked_count_ = 0;
  std::unique_ptr<Inner> tunnel_, foreign_;
  bool upgraded_ = false;
};

}  // namespace

Fit fit_http(std::string_view begin) {
  if (const Fit f = fit_text(begin, "HTTP/1."); f != Fit::No) return f;
  const std::size_t blank = begin.find(' ');
  if (blank == begin.npos) return is_method(begin) ? Fit::Short : Fit::No;
  if (!is_method(begin.substr(0, blank))) return Fit::No;
  const std::string_view target = begin.substr(blank + 1);
  if (target.empty()) return Fit::Short;
  if (begin.starts_with("CONNECT ") || target[0] == '/' || target.starts_with("* HTTP/1.")) return Fit::Yes;
  if (const Fit f = fit_text(target, "* HTTP/1."); f != Fit::No) return f;
  if (const Fit f = fit_text(target, "HTTP/1."); f != Fit::No) return f;
  if (const Fit f = fit_text(target, "http://"); f != Fit::No) return f;
  return fit_text(target, "https://");
}

std::unique_ptr<StreamDecoder> make_http() { return std::make_unique<Http>(); }

}  // namespace rf::wire
