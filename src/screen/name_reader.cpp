#include "screen/name_reader.h"

#include <simdjson.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace rf::screen {
namespace {

constexpr std::size_t kPiece = 1U << 20;

void cells_of(std::string_view record, char separator, std::vector<std::string>& cells) {
  std::size_t n = 0, i = 0;
  for (;;) {
    if (cells.size() <= n) cells.emplace_back();
    std::string& cell = cells[n++];
    cell.clear();
    if (i < record.size() && record[i] == '"') {
      for (++i; i < record.size(); ++i) {
        if (record[i] != '"') cell += record[i];
        else if (i + 1 < record.size() && record[i + 1] == '"') cell += record[++i];
        else break;
      }
      ++i;
    }
    while (i < record.size() && record[i] != separator) cell += record[i++];
    if (i >= record.size()) break;
    ++i;
  }
  cells.resize(n);
}

}  // namespace

Result<NameReader> NameReader::open(const std::string& path, const Columns& columns) {
  NameReader r;
  r.name_ = path;
  r.owned_ = path != "-";
  r.file_ = r.owned_ ? std::fopen(path.c_str(), "rb") : stdin;
  if (!r.file_) return std::unexpected(Error{Kind::Io, path, {}, std::string("cannot be opened: ") + std::strerror(errno), "give a file of names, or - for standard input"});
  struct stat st {};
  if (r.owned_ && fstat(fileno(r.file_), &st) == 0) {
    if (S_ISDIR(st.st_mode)) return std::unexpected(Error{Kind::Io, path, {}, "is a folder", "give a file of names"});
    r.total_ = S_ISREG(st.st_mode) ? static_cast<std::uint64_t>(st.st_size) : 0;
  }
  if (auto began = r.begin(columns); !began) return in_input(began.error(), path);
  return r;
}

NameReader::NameReader(NameReader&& o) noexcept
    : file_(std::exchange(o.file_, nullptr)), name_(std::move(o.name_)), buffer_(std::move(o.buffer_)), decoded_(std::move(o.decoded_)), at_(o.at_), line_(o.line_),
      record_line_(o.record_line_), read_(o.read_), total_(o.total_), ended_(o.ended_), owned_(o.owned_), failed_(o.failed_), form_(o.form_), encoding_(o.encoding_),
      separator_(o.separator_), columns_(std::move(o.columns_)), name_at_(o.name_at_), country_at_(o.country_at_), identifier_at_(o.identifier_at_), width_(o.width_),
      cells_(std::move(o.cells_)) {}
NameReader::~NameReader() {
  if (file_ && owned_) std::fclose(file_);
}

bool NameReader::fill() {
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t had = buffer_.size();
  buffer_.resize(had + kPiece);
  const std::size_t n = std::fread(buffer_.data() + had, 1, kPiece, file_);
  buffer_.resize(had + n);
  read_ += n;
  if (n == 0) {
    ended_ = true;
    failed_ = std::ferror(file_) != 0;
  }
  return n > 0;
}

Result<void> NameReader::begin(const Columns& columns) {
  columns_ = columns;
  while (buffer_.size() < 65536 && fill()) {
  }
  encoding_ = guess_encoding(std::string_view(buffer_).substr(0, 65536), ended_ && buffer_.size() <= 65536);
  if (encoding_ == Encoding::Utf16Le || encoding_ == Encoding::Utf16Be) {
    // Two bytes a letter do not cut at line feeds: read whole. Exports in UTF-16 are spreadsheets' and small.
    while (buffer_.size() < (256U << 20) && fill()) {
    }
    if (!ended_) return fail(Kind::Limit, "a file in UTF-16 over 256 MB", {}, "convert it to UTF-8");
    buffer_ = to_utf8(buffer_, encoding_).text;
    encoding_ = Encoding::Utf8;
  }
  if (buffer_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  if (columns.name.empty()) return {};
  const std::size_t first = buffer_.find_first_not_of(" \t\r\n", at_);
  if (first != std::string::npos && buffer_[first] == '{') {
    form_ = Form::Jsonl;
    return {};
  }
  form_ = Form::Csv;
  std::string_view head;
  {
    // The separator that cuts the header into most cells.
    const std::string_view line = std::string_view(buffer_).substr(at_, buffer_.find('\n', at_) - at_);
    std::ptrdiff_t best = 0;
    for (const char c : {',', ';', '\t', '|'})
      if (const auto n = std::count(line.begin(), line.end(), c); n > best) {
        best = n;
        separator_ = c;
      }
  }
  RF_TRY(const bool any, record(head, true));
  if (!any) return fail(Kind::Malformed, "is empty", {}, "give a file with a header line");
  cells_of(head, separator_, cells_);
  width_ = cells_.size();
  std::string known;
  const auto find = [&](const std::string& wanted) {
    for (std::size_t i = 0; i < cells_.size(); ++i)
      if (folded(trimmed(cells_[i])) == folded(trimmed(wanted))) return static_cast<int>(i);
    return -1;
  };
  for (const auto& c : cells_) known += (known.empty() ? "" : ", ") + c.substr(0, 40);
  const std::pair<const std::string*, int*> wanted[] = {{&columns.name, &name_at_}, {&columns.country, &country_at_}, {&columns.identifier, &identifier_at_}};
  for (const auto& [header, at] : wanted) {
    if (header->empty()) continue;
    *at = find(*header);
    if (*at < 0) return fail(Kind::Usage, "no column is called \"" + *header + "\"", "line 1", "the columns are: " + known.substr(0, 500));
  }
  return {};
}

Result<bool> NameReader::record(std::string_view& out, bool quoted) {
  bool in_quotes = false;
  std::size_t i = at_;
  record_line_ = line_;
  for (;;) {
    for (; i < buffer_.size(); ++i) {
      const char c = buffer_[i];
      if (quoted && c == '"') in_quotes = !in_quotes;
      if (c != '\n') continue;
      ++line_;
      if (in_quotes) continue;
      std::size_t end = i;
      if (end > at_ && buffer_[end - 1] == '\r') --end;
      out = std::string_view(buffer_).substr(at_, end - at_);
      at_ = i + 1;
      return true;
    }
    if (buffer_.size() - at_ > kMaxRecord) {
      at_ = buffer_.size();
      ended_ = true;
      return fail(Kind::Limit, in_quotes ? "a quote is not closed within 8 MB" : "a line has more than 8 MB", "line " + std::to_string(record_line_), "the rest of the file was not read");
    }
    const std::size_t done = i - at_;
    if (!fill()) break;
    i = done;
  }
  if (failed_) return fail(Kind::Io, "cannot be read to its end", "line " + std::to_string(line_), "the names before it were screened");
  if (at_ >= buffer_.size()) return false;
  out = std::string_view(buffer_).substr(at_);
  if (!out.empty() && out.back() == '\r') out.remove_suffix(1);
  at_ = buffer_.size();
  return true;
}

Result<bool> NameReader::next(NameRow& row) {
  row.name.clear();
  row.country.clear();
  row.identifier.clear();
  for (;;) {
    std::string_view text;
    RF_TRY(const bool any, record(text, form_ == Form::Csv));
    if (!any) return false;
    if (trimmed(text).empty()) continue;
    row.line = record_line_;
    if (encoding_ != Encoding::Utf8) {
      decoded_ = to_utf8(text, encoding_).text;
      text = decoded_;
    }
    if (form_ == Form::Lines) {
      row.name = trimmed(text);
      return true;
    }
    if (form_ == Form::Csv) {
      cells_of(text, separator_, cells_);
      if (cells_.size() <= static_cast<std::size_t>(name_at_))
        return fail(Kind::Malformed, counted(static_cast<std::int64_t>(cells_.size()), "cell", "cells") + " where the header has " + std::to_string(width_), "line " + std::to_string(record_line_), "the row was left out");
      row.name = trimmed(cells_[static_cast<std::size_t>(name_at_)]);
      const auto more = [&](int at, std::string& into) {
        if (at >= 0 && static_cast<std::size_t>(at) < cells_.size()) into = trimmed(cells_[static_cast<std::size_t>(at)]);
      };
      more(country_at_, row.country);
      more(identifier_at_, row.identifier);
      return true;
    }
    thread_local simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(text.data(), text.size()).get(object) != simdjson::SUCCESS)
      return fail(Kind::Malformed, "is no JSON object", "line " + std::to_string(record_line_), "the line was left out");
    const auto take = [&](const std::string& key, std::string& into) {
      std::string_view v;
      if (key.empty() || object[key].get(v) != simdjson::SUCCESS) return false;
      into = trimmed(v);
      return true;
    };
    if (!take(columns_.name, row.name)) return fail(Kind::Malformed, "has no text under \"" + columns_.name + "\"", "line " + std::to_string(record_line_), "the line was left out");
    take(columns_.country, row.country);
    take(columns_.identifier, row.identifier);
    return true;
  }
}

}  // namespace rf::screen
