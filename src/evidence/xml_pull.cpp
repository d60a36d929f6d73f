#include "evidence/xml_pull.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace rf::evidence {
namespace {
constexpr std::size_t kChunk = std::size_t{256} << 10;

std::string_view local_of(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// "amp", "#x41" …; 0 where it is none.
std::uint32_t entity(std::string_view name) {
  if (name == "amp") return '&';
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  if (name.size() < 2 || name[0] != '#') return 0;
  const bool hex = name[1] == 'x';
  std::uint32_t v = 0;
  for (const char c : name.substr(hex ? 2 : 1)) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return 0;
    v = v * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
    if (v > 0x10FFFF) return 0;
  }
  return v >= 0xD800 && v < 0xE000 ? 0 : v;
}
}  // namespace

XmlPull::XmlPull(ByteSource& in, bool lines) : in_(in), lines_(lines) { buffer_.resize(kChunk * 2); }

void XmlPull::count_lines(std::uint64_t until) {
  const char* from = buffer_.data() + (counted_ - before_);
  line_ += static_cast<std::uint64_t>(std::count(from, from + (until - counted_), '\n'));
  counted_ = until;
}

std::uint64_t XmlPull::line() {
  if (!lines_) return 0;
  if (token_ > counted_) count_lines(token_);
  return line_;
}

bool XmlPull::more() {
  if (over_ || failed_) return false;
  if (at_ > 0) {
    if (lines_) count_lines(before_ + at_);
    std::memmove(buffer_.data(), buffer_.data() + at_, end_ - at_);
    before_ += at_;
    end_ -= at_;
    at_ = 0;
  }
  if (end_ > kMaxToken) {
    (void)bad(Kind::Limit, "a piece of text or a tag longer than " + std::to_string(kMaxToken) + " bytes");
    return false;
  }
  if (buffer_.size() - end_ < kChunk) buffer_.resize(end_ + kChunk);
  auto got = in_.read(buffer_.data() + end_, buffer_.size() - end_);
  if (!got) {
    error_ = std::move(got).error();
    failed_ = true;
    return false;
  }
  if (*got == 0) over_ = true;
  end_ += *got;
  return *got > 0;
}

XmlPull::Token XmlPull::bad(Kind kind, std::string why) {
  if (!failed_) error_ = Error{kind, {}, "offset " + std::to_string(before_ + at_), std::move(why), {}};
  failed_ = true;
  return Token::Bad;
}

XmlPull::Token XmlPull::next() {
  if (failed_) return Token::Bad;
  if (ends_next_) {
    ends_next_ = false;
    --depth_;
    return Token::End;
  }
  for (;;) {
    if (at_ == end_ && !more()) {
      if (failed_) return Token::Bad;
      return depth_ == 0 ? Token::Eof : bad(Kind::Truncated, "the XML ends within an element");
    }
    if (before_ == 0 && at_ == 0 && end_ >= 2) {
      const auto a = static_cast<unsigned char>(buffer_[0]), b = static_cast<unsigned char>(buffer_[1]);
      if ((a == 0xFF && b == 0xFE) || (a == 0xFE && b == 0xFF)) return bad(Kind::Unsupported, "XML in UTF-16; UTF-8 is read");
      if (a == 0xEF && end_ >= 3) at_ = 3;
    }
    token_ = before_ + at_;
    if (buffer_[at_] != '<') {
      std::size_t scanned = 0;
      const void* lt = nullptr;
      while (!(lt = std::memchr(buffer_.data() + at_ + scanned, '<', end_ - at_ - scanned))) {
        scanned = end_ - at_;
        if (!more()) break;
      }
      if (failed_) return Token::Bad;
      const std::size_t until = lt ? static_cast<std::size_t>(static_cast<const char*>(lt) - buffer_.data()) : end_;
      text_ = std::string_view(buffer_.data() + at_, until - at_);
      at_ = until;
      cdata_ = false;
      return Token::Text;
    }
    // Markup: found whole in the buffer before it is looked at.
    while (end_ - at_ < 9 && more()) {
    }
    if (failed_) return Token::Bad;
    const std::string_view head(buffer_.data() + at_, std::min<std::size_t>(end_ - at_, 9));
    const std::string_view closing = head.starts_with("<!--") ? "-->" : head.starts_with("<![CDATA[") ? "]]>" : head.starts_with("<?") ? "?>" : "";
    if (!closing.empty()) {
      std::size_t from = 2;
      std::size_t hit = std::string_view::npos;
      for (;;) {
        hit = std::string_view(buffer_.data() + at_, end_ - at_).find(closing, from);
        if (hit != std::string_view::npos) break;
        from = std::max<std::size_t>(2, end_ - at_ - std::min(end_ - at_, closing.size()));
        if (!more()) return failed_ ? Token::Bad : bad(Kind::Truncated, "the XML ends within a comment");
      }
      const bool cdata = closing[0] == ']';
      if (cdata) {
        text_ = std::string_view(buffer_.data() + at_ + 9, hit < 9 ? 0 : hit - 9);
        cdata_ = true;
      }
      at_ += hit + closing.size();
      if (cdata) return Token::Text;
      continue;
    }
    if (head.starts_with("<!")) {
      std::size_t scanned = 2;
      for (;; ++scanned) {
        while (at_ + scanned == end_ && more()) {
        }
        if (failed_) return Token::Bad;
        if (at_ + scanned == end_) return bad(Kind::Truncated, "the XML ends within a DOCTYPE");
        if (buffer_[at_ + scanned] == '[' || buffer_[at_ + scanned] == '<') return bad(Kind::Unsupported, "the XML has a DOCTYPE that declares entities or more of its own: bombs are made of it");
        if (buffer_[at_ + scanned] == '>') break;
      }
      if (seen_element_) return bad(Kind::Malformed, "a DOCTYPE within the document");
      at_ += scanned + 1;
      continue;
    }
    seen_element_ = true;
    std::size_t scan = 1;
    char quote = 0;
    for (;;) {
      while (at_ + scan < end_) {
        const char c = buffer_[at_ + scan];
        if (quote != 0) {
          if (c == quote) quote = 0;
        } else if (c == '>') {
          return tag(at_ + scan);
        } else if (c == '"' || c == '\'') {
          quote = c;
        }
        ++scan;
      }
      if (!more()) return failed_ ? Token::Bad : bad(Kind::Truncated, "the XML ends within a tag");
    }
  }
}

XmlPull::Token XmlPull::tag(std::size_t close) {
  std::string_view inside(buffer_.data() + at_ + 1, close - at_ - 1);
  at_ = close + 1;
  if (inside.starts_with('/')) {
    inside.remove_prefix(1);
    while (!inside.empty() && is_space(inside.back())) inside.remove_suffix(1);
    name_ = local_of(inside);
    if (depth_ == 0) return bad(Kind::Malformed, "an element is closed that was never opened");
    --depth_;
    return Token::End;
  }
  if (inside.ends_with('/')) {
    inside.remove_suffix(1);
    ends_next_ = true;
  }
  std::size_t n = 0;
  while (n < inside.size() && !is_space(inside[n])) ++n;
  name_ = local_of(inside.substr(0, n));
  attributes_ = inside.substr(n);
  if (name_.empty()) return bad(Kind::Malformed, "a tag without a name");
  if (++depth_ > kMaxDepth) return bad(Kind::Limit, "elements nested deeper than " + std::to_string(kMaxDepth));
  return Token::Start;
}

std::optional<std::string_view> XmlPull::find(std::string_view local, bool prefixed, std::string& held) const {
  std::string_view a = attributes_;
  while (!a.empty()) {
    std::size_t i = 0;
    while (i < a.size() && is_space(a[i])) ++i;
    const std::size_t eq = a.find('=', i);
    if (eq == std::string_view::npos) return std::nullopt;
    std::string_view name = a.substr(i, eq - i);
    while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
    std::size_t open = eq + 1;
    while (open < a.size() && is_space(a[open])) ++open;
    if (open >= a.size() || (a[open] != '"' && a[open] != '\'')) return std::nullopt;
    const std::size_t shut = a.find(a[open], open + 1);
    if (shut == std::string_view::npos) return std::nullopt;
    const bool has_prefix = name.find(':') != std::string_view::npos;
    if (has_prefix == prefixed && local_of(name) == local) return decoded(a.substr(open + 1, shut - open - 1), held);
    a.remove_prefix(shut + 1);
  }
  return std::nullopt;
}
std::optional<std::string_view> XmlPull::attribute(std::string_view local, std::string& held) const { return find(local, false, held); }
std::optional<std::string_view> XmlPull::prefixed_attribute(std::string_view local, std::string& held) const { return find(local, true, held); }

std::string_view XmlPull::decoded(std::string_view raw, std::string& held) {
  std::size_t amp = raw.find('&');
  if (amp == std::string_view::npos) return raw;
  std::string out;
  std::size_t from = 0;
  while (amp != std::string_view::npos) {
    out.append(raw.substr(from, amp - from));
    const std::size_t semicolon = raw.substr(0, std::min(raw.size(), amp + 12)).find(';', amp);
    const std::uint32_t c = semicolon == std::string_view::npos ? 0 : entity(raw.substr(amp + 1, semicolon - amp - 1));
    if (c != 0) {
      append_utf8(out, c);
      from = semicolon + 1;
    } else {
      out += '&';
      from = amp + 1;
    }
    amp = raw.find('&', from);
  }
  out.append(raw.substr(from));
  held = std::move(out);
  return held;
}

}  // namespace rf::evidence
