// One line of CSV. A cell that a spreadsheet would take for a formula (it begins with = + - @ or a tab) gets an apostrophe
// before it: names come from evidence, and evidence comes from strangers. Numbers are written by us and stay as they are.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/finding.h"
#include "report/words.h"

namespace rf::report {

class Line {
 public:
  Line& text(std::string_view s) {
    comma();
    std::string cell = clean(s);
    if (!cell.empty() && (std::string_view("=+-@").find(cell[0]) != std::string_view::npos || s[0] == '\t')) cell.insert(0, "'");
    if (cell.find_first_of(",\"") == std::string::npos) {
      line_ += cell;
      return *this;
    }
    line_ += '"';
    for (const char c : cell) line_.append(c == '"' ? 2 : 1, c);
    line_ += '"';
    return *this;
  }
  Line& number(std::int64_t n) {
    comma();
    line_ += std::to_string(n);
    return *this;
  }
  Line& number(double d) {
    comma();
    std::array<char, 32> buffer;
    const auto r = std::to_chars(buffer.data(), buffer.data() + buffer.size(), d);
    line_.append(buffer.data(), r.ptr);
    return *this;
  }
  Line& measured(const Measured& m, std::int64_t count, double share) { return m.share ? number(share) : number(count); }
  Line& empty() {
    comma();
    return *this;
  }
  std::string end() && { return std::move(line_) + "\r\n"; }

 private:
  void comma() {
    if (!first_) line_ += ',';
    first_ = false;
  }
  std::string line_;
  bool first_ = true;
};

}  // namespace rf::report
