#include "screen/lists/csv_rows.h"

#include <algorithm>

#include "base/charset.h"

namespace rf::screen::lists {
namespace {
constexpr std::size_t kOddKept = 16384;  // as much as charset_of looks at
bool western(std::string_view c) { return c == "windows-1252" || c == "ISO-8859-1"; }
}

Result<bool> CsvRows::fill() {
  if (!started_) {
    started_ = true;
    charset_ = charset_of(source_.head(), source_.whole_in_head());
    if (charset_.starts_with("UTF-16"))
      return std::unexpected(Error{Kind::Unsupported, source_.name(), {}, "the text is UTF-16; lists are read as UTF-8 or one byte a letter", "save it as UTF-8 and import that"});
  }
  RF_TRY(piece_, source_.next());
  if (offset_ == 0 && piece_.starts_with("\xEF\xBB\xBF")) {
    piece_.remove_prefix(3);
    offset_ = 3;
  }
  return !piece_.empty();
}

void CsvRows::end_cell() {
  if (charset_ != "UTF-8" || std::any_of(cell_.begin(), cell_.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    const bool odd = !is_utf8(cell_);
    if (odd) {
      ++odds_;
      if (odd_.size() < kOddKept) odd_.append(cell_).push_back('\n');
    }
    // A cell of UTF-8 is seldom anything else; Western letters hardly ever make one.
    if (!odd && (charset_ == "UTF-8" || western(charset_))) {
      ++in_utf8_;
    } else {
      if (odd && charset_ == "UTF-8" && in_utf8_ == 0) charset_ = charset_of(cell_, true);  // the front of the file was ASCII
      if (charset_.starts_with("UTF-16") || charset_.starts_with("UTF-32")) charset_ = {};  // no cell of bytes is
      const Decoded d = to_utf8(cell_, charset_ == "UTF-8" ? "windows-1252" : charset_);
      replaced_ += d.replaced;
      cell_ = d.text;
    }
  }
  if (used_ < cells_.size()) cells_[used_].swap(cell_);
  else cells_.push_back(std::move(cell_));
  ++used_;
  cell_.clear();
}

/// Letters read as those of another encoding are worse than none: the list is refused. Windows' and ISO's Western letters are one here.
Result<bool> CsvRows::ended() {
  if (odd_.empty() || in_utf8_ >= odds_) return false;  // a stray byte in UTF-8 costs its letter
  const auto is = charset_of(odd_, true);
  if (is.empty() || charset_.empty())
    return std::unexpected(Error{Kind::Unsupported, source_.name(), {}, "its letters beyond ASCII are of an encoding that was not recognised", "recode it: iconv -f ENCODING -t UTF-8, and import that"});
  if (is != charset_ && !(western(is) && western(charset_)))
    return std::unexpected(Error{Kind::Unsupported, source_.name(), {}, "its letters beyond ASCII look like " + std::string(charset_) + " in front and like " + std::string(is) + " further down", "recode it: iconv -f ENCODING -t UTF-8, and import that"});
  return false;
}

Result<bool> CsvRows::next() {
  used_ = 0;
  cell_.clear();
  bool quoted = false, was_quoted = false, any = false;
  std::size_t length = 0;
  row_line_ = line_;
  row_offset_ = offset_;
  const auto finish = [&](bool closed) -> bool {
    end_cell();
    closed_ = closed;
    if (used_ == 1 && trimmed(cells_[0]).empty() && !was_quoted) {  // a blank line
      used_ = 0;
      any = was_quoted = false;
      length = 0;
      row_line_ = line_;
      row_offset_ = offset_;
      return false;
    }
    cells_.resize(used_);
    return true;
  };
  bool after_quote = false;  // a quote within a quoted cell: the end, or one half of a doubled one
  for (;;) {
    if (piece_.empty()) {
      RF_TRY(const bool more, fill());
      if (!more) {
        if (quoted && !after_quote)
          return std::unexpected(Error{Kind::Truncated, source_.name(), "line " + std::to_string(row_line_), "the file ends inside a quoted cell: it was cut", "fetch the file again"});
        if (!any || (used_ == 0 && trimmed(cell_) == "\x1a")) return ended();
        return finish(false);
      }
    }
    // What is plain goes over in one piece.
    std::size_t n = 0;
    if (quoted && !after_quote) {
      while (n < piece_.size() && piece_[n] != '"') {
        line_ += piece_[n] == '\n';
        ++n;
      }
    } else if (!after_quote) {
      while (n < piece_.size() && piece_[n] != separator_ && piece_[n] != '\n' && piece_[n] != '"') ++n;
    }
    if (n > 0) {
      cell_.append(piece_.substr(0, n));
      piece_.remove_prefix(n);
      offset_ += n;
      length += n;
      any = true;
      if (length > kMaxRow)
        return std::unexpected(Error{Kind::Limit, source_.name(), "line " + std::to_string(row_line_), "a row of more than 8 MiB, more than any list has", "perhaps a quote that is never closed; fetch the file again"});
      if (piece_.empty()) continue;
    }
    const char c = piece_.front();
    piece_.remove_prefix(1);
    ++offset_;
    ++length;
    any = true;
    if (quoted) {
      if (!after_quote) {
        after_quote = true;  // c is a quote
        continue;
      }
      after_quote = false;
      if (c == '"') {
        cell_ += '"';
        continue;
      }
      quoted = false;
    }
    if (c == '"') {
      // A quote opens only at the front of a cell; elsewhere it is a letter. OFAC writes `"NAME" ,`.
      if (trimmed(cell_).empty() && !was_quoted) {
        cell_.clear();
        quoted = was_quoted = true;
      } else {
        cell_ += c;
      }
    } else if (c == separator_) {
      if (used_ >= kMaxCells)
        return std::unexpected(Error{Kind::Limit, source_.name(), "line " + std::to_string(row_line_), "a row of more than 4096 cells", "this is no list"});
      end_cell();
      was_quoted = false;
    } else if (c == '\n') {
      ++line_;
      if (!cell_.empty() && cell_.back() == '\r') cell_.pop_back();
      if (finish(true)) return true;
    } else {
      cell_ += c;
    }
  }
}

Columns::Columns(const std::vector<std::string>& header) {
  for (const auto& h : header) names_.push_back(lower_ascii(trimmed(h)));
}
int Columns::at(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), lower_ascii(name));
  return found == names_.end() ? -1 : static_cast<int>(found - names_.begin());
}
bool Columns::has(std::initializer_list<std::string_view> names) const {
  return std::all_of(names.begin(), names.end(), [&](auto n) { return at(n) >= 0; });
}

}  // namespace rf::screen::lists
