// Text for a terminal: wrapped lines, headings, colours where they are wanted.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "report/report.h"
#include "report/words.h"
#include "report/wrap.h"

namespace rf::report {

inline constexpr std::size_t kRows = 20;  // what a screen holds; --all lifts it, the other formats list a hundred

enum class Paint { None, Bold, Red, Yellow, Green, Dim };

inline Paint paint_of(Status s) {
  return s == Status::Breached ? Paint::Red : s == Status::Met ? Paint::Green : s == Status::NotApplicable ? Paint::Dim : Paint::Yellow;
}

class Page {
 public:
  explicit Page(const Options& o) : o_(o), columns_(std::max(o.columns, 40)) {}

  void blank() {
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
  }
  void heading(std::string_view s) {
    blank();
    put("", std::string(s), Paint::Bold);
  }
  /// Wrapped; `first` before the first line, as many columns of space before the others.
  void say(std::string_view first, std::string_view s, Paint paint = Paint::None) {
    const int indent = columns_of(first);
    std::string before(first);
    for (const auto& line : wrapped(clean(s), columns_ - indent)) {
      put(before, line, paint);
      before.assign(static_cast<std::size_t>(indent), ' ');
    }
  }
  void raw(std::string_view line) { put("", std::string(line), Paint::None); }
  void more(std::size_t shown, std::size_t total, std::string_view indent = "  ") {
    if (total > shown) say(indent, "… and " + grouped(static_cast<std::int64_t>(total - shown)) + " more (--all lists them)", Paint::Dim);
  }
  std::size_t at_most(std::size_t n, std::size_t cap = kRows) const { return o_.all ? n : std::min(n, cap); }
  int columns() const { return columns_; }
  std::string take() && { return std::move(out_); }

 private:
  void put(std::string_view before, std::string line, Paint paint) {
    while (line.ends_with(' ')) line.pop_back();
    constexpr std::string_view kCodes[] = {"", "\x1b[1m", "\x1b[1;31m", "\x1b[33m", "\x1b[32m", "\x1b[2m"};
    out_ += before;
    if (o_.colour && paint != Paint::None) out_ += std::string(kCodes[static_cast<int>(paint)]) + line + "\x1b[0m";
    else out_ += line;
    out_ += '\n';
  }
  const Options& o_;
  int columns_;
  std::string out_;
};

}  // namespace rf::report
