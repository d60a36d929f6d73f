#include "screen/lists/csv_rows.h"

#include <algorithm>

namespace rf::screen::lists {

Result<bool> CsvRows::fill() {
  if (!started_) {
    started_ = true;
    encoding_ = guess_encoding(source_.head(), source_.whole_in_head());
    if (encoding_ == Encoding::Utf16Le || encoding_ == Encoding::Utf16Be)
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
  if (!is_utf8(cell_)) {
    const Decoded d = to_utf8(cell_, encoding_ == Encoding::Utf8 ? Encoding::Cp1252 : encoding_);
    replaced_ += d.replaced;
    cell_ = d.text;
  }
  if (used_ < cells_.size()) cells_[used_].swap(cell_);
  else cells_.push_back(std::move(cell_));
  ++used_;
  cell_.clear();
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
        if (!any || (used_ == 0 && trimmed(cell_) == "\x1a")) return false;
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
