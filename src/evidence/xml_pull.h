// XML as a stream of tokens, in one pass and within one buffer: no tree, no entities of a document's own.
// A DOCTYPE that only names the document's type (as nmap and NetAct's RAML write one) is passed over, and what it points to never opened; one with
// declarations of its own is refused: office formats have none (ECMA-376 part 2 §8.1.4), and it is how XML bombs are made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/inflate.h"

namespace rf::evidence {

class XmlPull {
 public:
  enum class Token : std::uint8_t { Start, End, Text, Eof, Bad };
  /// `in` must outlive this. `lines`: line() will be asked for.
  explicit XmlPull(ByteSource& in, bool lines = false);

  /// The next token; views of the one before are void. After Bad, error() says why, and nothing follows.
  Token next();
  /// Local name of Start or End, without its prefix.
  std::string_view name() const { return name_; }
  /// Raw text; decode() where it holds '&' or stands in CDATA.
  std::string_view raw_text() const { return text_; }
  /// The text as meant; `held` keeps it where it differs from the raw one. Unknown entities stay as written.
  std::string_view text(std::string& held) const { return cdata_ ? text_ : decoded(text_, held); }
  /// One attribute of the Start by local name. O(attributes).
  std::optional<std::string_view> attribute(std::string_view local, std::string& held) const;
  /// The attribute with a prefix, such as r:id beside id.
  std::optional<std::string_view> prefixed_attribute(std::string_view local, std::string& held) const;
  /// Raw attributes, for the inner loops that read them themselves.
  std::string_view raw_attributes() const { return attributes_; }
  /// What of the stream is in memory and not yet told, for loops that know a frequent form and take it by hand: whole elements
  /// with their ends and nothing else may be skipped. Empty where an end is still to be told.
  std::string_view ahead() const { return failed_ || ends_next_ ? std::string_view() : std::string_view(buffer_.data() + at_, end_ - at_); }
  void skip(std::size_t bytes) { at_ += bytes; }
  int depth() const { return depth_; }
  /// The line on which the token just told begins, from 1; 0 where lines are not counted. O(bytes since it was last asked).
  std::uint64_t line();
  const Error& error() const { return error_; }

  static std::string_view decoded(std::string_view raw, std::string& held);

  static constexpr std::size_t kMaxToken = std::size_t{1} << 20;  // a cell holds 32,767 characters at most
  static constexpr int kMaxDepth = 256;                           // sheets nest 8 deep

 private:
  bool more();  ///< reads on behind end_; false at the end of the stream or on an error
  Token bad(Kind kind, std::string why);
  Token tag(std::size_t close);
  void count_lines(std::uint64_t until);
  std::optional<std::string_view> find(std::string_view local, bool prefixed, std::string& held) const;

  ByteSource& in_;
  std::vector<char> buffer_;
  std::size_t at_ = 0, end_ = 0;
  std::uint64_t before_ = 0;  ///< bytes of the stream that stood before the buffer
  std::uint64_t token_ = 0, counted_ = 0, line_ = 1;  ///< where the token begins and up to where lines were counted, in the stream
  bool over_ = false, failed_ = false, ends_next_ = false, cdata_ = false, lines_ = false, seen_element_ = false;
  int depth_ = 0;
  std::string_view name_, attributes_, text_;
  Error error_;
};

/// Name with its prefix, and raw value, of each attribute of a tag's raw_attributes(). Stops where they are broken.
template <class F>
void each_attribute(std::string_view a, F&& f) {
  std::size_t i = 0;
  for (;;) {
    while (i < a.size() && (a[i] == ' ' || a[i] == '\n' || a[i] == '\r' || a[i] == '\t')) ++i;
    const std::size_t begin = i;
    while (i < a.size() && a[i] != '=' && a[i] != ' ') ++i;
    const std::string_view name = a.substr(begin, i - begin);
    while (i < a.size() && a[i] != '"' && a[i] != '\'') ++i;
    if (i >= a.size()) return;
    const std::size_t shut = a.find(a[i], i + 1);
    if (shut == std::string_view::npos) return;
    f(name, a.substr(i + 1, shut - i - 1));
    i = shut + 1;
  }
}

}  // namespace rf::evidence
