#include "base/json_writer.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include "base/text.h"

namespace rf {

namespace {

/// How many bytes at the front are ASCII that JSON takes as it is. Eight at a time: most texts are all of this.
std::size_t plain_length(std::string_view s) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
  // A byte that is 0 after the exclusive or, or below 0x20, borrows into its own high bit; bytes above 0x7f have it anyway. What a
  // borrow does to the bytes above it only makes the slow way look again.
  const auto zero = [](std::uint64_t v) { return (v - kOnes) & ~v; };
  const auto plain = [&](std::uint64_t v) { return ((v | zero(v ^ kOnes * '"') | zero(v ^ kOnes * '\\') | ((v - kOnes * 0x20) & ~v)) & kHighs) == 0; };
  const auto eight = [&](std::size_t at) {
    std::uint64_t v;
    std::memcpy(&v, s.data() + at, 8);
    return v;
  };
  std::size_t i = 0;
  while (i + 8 <= s.size() && plain(eight(i))) i += 8;
  // What is left, seen together with bytes that were looked at, or with itself.
  if (s.size() >= 8) {
    if (i + 8 > s.size() && plain(eight(s.size() - 8))) return s.size();
  } else if (s.size() >= 4) {
    std::uint32_t front, back;
    std::memcpy(&front, s.data(), 4);
    std::memcpy(&back, s.data() + s.size() - 4, 4);
    if (plain(std::uint64_t{front} << 32 | back)) return s.size();
  }
  for (; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') break;
  }
  return i;
}

template <class N>
void append_whole(std::string& out, N n) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

}  // namespace

void append_json_string(std::string& out, std::string_view s) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (plain_length(s) == s.size()) {
    const std::size_t before = out.size();
    out.resize_and_overwrite(before + s.size() + 2, [&](char* p, std::size_t) {
      p += before;
      *p++ = '"';
      std::memcpy(p, s.data(), s.size());
      p[s.size()] = '"';
      return before + s.size() + 2;
    });
    return;
  }
  out += '"';
  std::size_t i = 0;
  while (i < s.size()) {
    if (const std::size_t n = plain_length(s.substr(i)); n > 0) {
      out.append(s, i, n);
      i += n;
      continue;
    }
    const unsigned char c = static_cast<unsigned char>(s[i]);
    if (c >= 0x80) {
      const std::size_t n = utf8_length(s.substr(i));
      if (n == 0) {
        out += "\xEF\xBF\xBD";
        ++i;
      } else {
        out.append(s, i, n);
        i += n;
      }
    } else {
      ++i;
      switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
          out += "\\u00";
          out += kHex[c >> 4];
          out += kHex[c & 15];
      }
    }
  }
  out += '"';
}

void JsonWriter::newline() {
  if (indent_ == 0) return;
  out_ += '\n';
  out_.append(static_cast<std::size_t>(indent_ * depth_), ' ');
}
void JsonWriter::before() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  if (!first_) out_ += ',';
  first_ = false;
  newline();
}
JsonWriter& JsonWriter::open(char bracket) {
  before();
  out_ += bracket;
  ++depth_;
  first_ = true;
  return *this;
}
JsonWriter& JsonWriter::close(char bracket) {
  --depth_;
  if (!first_) newline();
  out_ += bracket;
  first_ = false;
  return *this;
}
JsonWriter& JsonWriter::begin_object() { return open('{'); }
JsonWriter& JsonWriter::end_object() { return close('}'); }
JsonWriter& JsonWriter::begin_array() { return open('['); }
JsonWriter& JsonWriter::end_array() { return close(']'); }
JsonWriter& JsonWriter::key(std::string_view k) {
  if (indent_ == 0 && !after_key_ && plain_length(k) == k.size()) {
    const std::size_t size = out_.size();
    const bool comma = depth_ != 0 && !first_;
    out_.resize_and_overwrite(size + k.size() + 3 + (comma ? 1 : 0), [&](char* p, std::size_t) {
      char* at = p + size;
      if (comma) *at++ = ',';
      *at++ = '"';
      std::memcpy(at, k.data(), k.size());
      at += k.size();
      *at++ = '"', *at++ = ':';
      return static_cast<std::size_t>(at - p);
    });
    if (depth_ != 0) first_ = false;
    after_key_ = true;
    return *this;
  }
  before();
  append_json_string(out_, k);
  out_ += indent_ ? ": " : ":";
  after_key_ = true;
  return *this;
}
JsonWriter& JsonWriter::value(std::string_view s) {
  before();
  append_json_string(out_, s);
  return *this;
}
JsonWriter& JsonWriter::value(bool b) {
  before();
  out_ += b ? "true" : "false";
  return *this;
}
JsonWriter& JsonWriter::value(std::int64_t n) {
  before();
  append_whole(out_, n);
  return *this;
}
JsonWriter& JsonWriter::value(std::uint64_t n) {
  before();
  append_whole(out_, n);
  return *this;
}
JsonWriter& JsonWriter::value(double d) {
  if (!std::isfinite(d)) return null();
  before();
  char buf[32];
  const auto r = std::to_chars(buf, buf + sizeof buf, d);
  out_.append(buf, r.ptr);
  return *this;
}
JsonWriter& JsonWriter::null() {
  before();
  out_ += "null";
  return *this;
}
JsonWriter& JsonWriter::raw(std::string_view json) {
  before();
  out_ += json;
  return *this;
}

}  // namespace rf
