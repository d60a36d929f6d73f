#include "screen/name_reader.h"

#include <simdjson.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/charset.h"
#include "base/text.h"

namespace rf::screen {
namespace {

constexpr std::size_t kPiece = 1U << 20;
constexpr std::size_t kLookedAt = 65536;      // of the front, to tell what the file is
constexpr std::uint64_t kLongestCell = 200;   // lines; a name or an address has a handful
constexpr std::size_t kRowsInside = 5;        // lines within one cell that have just the cells of a row: a quote was not closed

/// What people call the column of names.
constexpr std::string_view kNameHeaders[] = {"name", "names", "supplier", "supplier name", "vendor", "vendor name", "company", "company name", "entity", "entity name", "manufacturer", "maker", "firm", "legal name",
                                             "organisation", "organization", "counterparty", "partner", "customer", "名称", "供应商", "公司名称", "наименование", "поставщик"};
bool names_a_name(std::string_view header) {
  std::string h = folded(trimmed(header));
  std::replace(h.begin(), h.end(), '_', ' ');
  return std::find(std::begin(kNameHeaders), std::end(kNameHeaders), std::string_view(h)) != std::end(kNameHeaders);
}

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
      record_line_(o.record_line_), read_(o.read_), total_(o.total_), ended_(o.ended_), owned_(o.owned_), failed_(o.failed_), packed_(std::move(o.packed_)), fault_(std::move(o.fault_)),
      doubt_(std::move(o.doubt_)), taken_(std::move(o.taken_)), form_(o.form_), charset_(o.charset_), separator_(o.separator_), line_end_(o.line_end_), columns_(std::move(o.columns_)),
      name_at_(o.name_at_), country_at_(o.country_at_), identifier_at_(o.identifier_at_), width_(o.width_), cells_(std::move(o.cells_)) {}
NameReader::~NameReader() {
  if (file_ && owned_) std::fclose(file_);
}

bool NameReader::fill() {
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  if (packed_) {
    const auto piece = packed_->next();
    if (!piece) fault_ = piece.error();
    if (!piece || piece->empty()) {
      ended_ = true;
      failed_ = !piece;
      return false;
    }
    buffer_ += *piece;
    return true;
  }
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

Result<void> NameReader::open_text() {
  while (buffer_.size() < kLookedAt && fill()) {
  }
  const bool gzip = buffer_.starts_with("\x1f\x8b"), zip = buffer_.starts_with("PK\x03\x04");
  if (gzip || zip) {
    if (zip && buffer_.find("[Content_Types].xml") < 4096) return fail(Kind::Unsupported, "is a workbook", {}, "save the sheet as CSV and give that");
    if (!owned_) return fail(Kind::Unsupported, "is compressed", {}, "unpack it on the way: zcat FILE.gz | ringfence screen --input -");
    RF_TRY(auto source, lists::Source::open(name_));
    packed_ = std::move(source);
    buffer_.clear();
    total_ = 0;
    ended_ = false;
    while (buffer_.size() < kLookedAt && fill()) {
    }
    if (fault_) return std::unexpected(*fault_);
  }
  for (const auto& [magic, what] : {std::pair<std::string_view, const char*>{"\xFD" "7zXZ", ".xz"}, {"\x28\xB5\x2F\xFD", ".zst"}, {"BZh", ".bz2"}, {"7z\xBC\xAF", ".7z"}, {"%PDF", "PDF"}})
    if (buffer_.starts_with(magic)) return fail(Kind::Unsupported, std::string("is ") + what + ", not text", {}, "give the names as text, CSV, JSONL, or any of these as .gz");
  charset_ = charset_of(std::string_view(buffer_).substr(0, kLookedAt), ended_ && buffer_.size() <= kLookedAt);
  if (charset_.starts_with("UTF-16")) {
    // Two bytes a letter do not cut at line feeds: read whole. Exports in UTF-16 are spreadsheets' and small.
    while (buffer_.size() < (256U << 20) && fill()) {
    }
    if (!ended_) return fail(Kind::Limit, "a file in UTF-16 over 256 MB", {}, "convert it to UTF-8");
    buffer_ = to_utf8(buffer_, charset_).text;
    charset_ = "UTF-8";
  }
  const std::string_view head = std::string_view(buffer_).substr(0, kLookedAt);
  if (head.find('\0') != std::string_view::npos) return fail(Kind::Unsupported, "is no text: it has zero bytes", {}, "give the names as text, CSV or JSONL");
  if (head.find('\n') == std::string_view::npos && head.find('\r') != std::string_view::npos) line_end_ = '\r';
  if (buffer_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  return {};
}

/// Without --column: a table whose header says which column is of names is read by it; of another table it is said that nobody says.
Result<void> NameReader::find_column() {
  const std::string_view text = std::string_view(buffer_).substr(at_, kLookedAt);
  const auto lines = split(text, line_end_);
  if (lines.empty()) return {};
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '{') {
    doubt_ = Error{Kind::Usage, name_, {}, "looks like JSON, and no --column says under which key the names stand: its lines were read as names whole", "give --column KEY"};
    return {};
  }
  char separator = 0;
  std::ptrdiff_t most = 0;
  for (const char c : {',', ';', '\t', '|'})
    if (const auto n = std::count(lines[0].begin(), lines[0].end(), c); n > most) {
      most = n;
      separator = c;
    }
  if (separator == 0) return {};
  cells_of(trimmed(lines[0]), separator, cells_);
  std::string known;
  for (const auto& c : cells_) known += (known.empty() ? "" : ", ") + c.substr(0, 40);
  for (const auto& c : cells_)
    if (names_a_name(c) && (separator != ',' || cells_.size() > 2 || std::none_of(cells_.begin(), cells_.end(), [](const std::string& x) { return trimmed(x).find(' ') != std::string_view::npos && trimmed(x).size() > 20; }))) {
      columns_.name = trimmed(c);
      taken_ = "the names are taken from the column \"" + columns_.name.substr(0, 40) + "\"; --column names another";
      return {};
    }
  // Names have commas too ("X Co., Ltd."): a table is what has as many cells in every line.
  std::size_t same = 0, seen = 0;
  for (std::size_t i = 1; i < lines.size() && i <= 8; ++i) {
    if (trimmed(lines[i]).empty()) continue;
    ++seen;
    same += std::count(lines[i].begin(), lines[i].end(), separator) == most;
  }
  const auto ends = [&](std::string_view e) { return folded(name_).ends_with(e); };
  const bool called_so = ends(".csv") || ends(".tsv") || ends(".csv.gz") || ends(".tsv.gz");
  if (seen > 0 && same == seen && (called_so || separator != ',' || most > 1))
    doubt_ = Error{Kind::Usage, name_, "line 1", "looks like a table, and no --column says which holds the names: its rows were read as names whole", "give --column HEADER; the first row is: " + known.substr(0, 300)};
  return {};
}

Result<void> NameReader::begin(const Columns& columns) {
  columns_ = columns;
  RF_CHECK(open_text());
  if (columns_.name.empty()) {
    RF_CHECK(find_column());
    if (columns_.name.empty()) return {};
  }
  const std::size_t first = buffer_.find_first_not_of(" \t\r\n", at_);
  if (first != std::string::npos && buffer_[first] == '{') {
    form_ = Form::Jsonl;
    return {};
  }
  form_ = Form::Csv;
  std::string_view head;
  {
    // The separator that cuts the header into most cells.
    const std::string_view line = std::string_view(buffer_).substr(at_, buffer_.find(line_end_, at_) - at_);
    std::ptrdiff_t best = 0;
    for (const char c : {',', ';', '\t', '|'})
      if (const auto n = std::count(line.begin(), line.end(), c); n > best) {
        best = n;
        separator_ = c;
      }
  }
  RF_TRY(const bool any, record(head, true));
  if (!any) return fail(Kind::Malformed, "is empty", {}, "give a file with a header line");
  if (charset_ != "UTF-8") {
    decoded_ = to_utf8(head, charset_).text;
    head = decoded_;
  }
  cells_of(head, separator_, cells_);
  width_ = cells_.size();
  std::string known;
  const auto find = [&](const std::string& wanted) {
    for (std::size_t i = 0; i < cells_.size(); ++i)
      if (folded(trimmed(cells_[i])) == folded(trimmed(wanted))) return static_cast<int>(i);
    return -1;
  };
  for (const auto& c : cells_) known += (known.empty() ? "" : ", ") + c.substr(0, 40);
  const std::pair<const std::string*, int*> wanted[] = {{&columns_.name, &name_at_}, {&columns_.country, &country_at_}, {&columns_.identifier, &identifier_at_}};
  for (const auto& [header, at] : wanted) {
    if (header->empty()) continue;
    *at = find(*header);
    if (*at < 0) return fail(Kind::Usage, "no column is called \"" + *header + "\"", "line 1", "the columns are: " + known.substr(0, 500));
  }
  return {};
}

/// The record that begins at at_ cannot be one of several lines: its first line is left out, and the next read follows it.
Result<bool> NameReader::one_line(std::string why) {
  const std::size_t end = buffer_.find(line_end_, at_);
  at_ = end == std::string::npos ? buffer_.size() : end + 1;
  line_ = record_line_ + 1;
  return fail(Kind::Malformed, std::move(why), "line " + std::to_string(record_line_), "the line was left out, and the rows behind it read; close the quote");
}

Result<bool> NameReader::record(std::string_view& out, bool quoted) {
  // A quote opens only at the front of a cell; elsewhere it is a letter (cells_of reads it so too).
  enum class In : std::uint8_t { Front, Cell, Quotes, AfterQuote } in = In::Front;
  std::size_t i = at_, cells = 1, line_begin = at_, rows_inside = 0, inside = 0;
  bool several = false;  // the quoted cell goes over lines
  record_line_ = line_;
  for (;;) {
    for (; i < buffer_.size(); ++i) {
      const char c = buffer_[i];
      if (quoted) {
        if (in == In::Quotes) {
          if (c == '"') in = In::AfterQuote;
          if (c != line_end_) continue;
        } else if (in == In::AfterQuote && c == '"') {
          in = In::Quotes;
          continue;
        } else if (c == separator_) {
          in = In::Front;
          several = false;
          ++cells;
          continue;
        } else if (in == In::AfterQuote && several && c != line_end_ && c != ' ' && c != '\r') {
          return one_line("a quote opens here that is not closed: the next one stands on line " + std::to_string(line_) + " and ends no cell");
        } else if (in == In::Front && c == '"') {
          in = In::Quotes;
          continue;
        } else if (c != line_end_) {
          if (in == In::Front && c != ' ') in = In::Cell;
          continue;
        }
      }
      if (c != line_end_) continue;
      ++line_;
      if (quoted && in == In::Quotes) {
        if (several && width_ > 1) {
          const std::string_view line = std::string_view(buffer_).substr(line_begin, i - line_begin);
          if (trimmed(line).empty()) ++inside;
          else if (++inside; std::count(line.begin(), line.end(), separator_) + 1 == static_cast<std::ptrdiff_t>(width_)) ++rows_inside;
        }
        several = true;
        line_begin = i + 1;
        if (line_ - record_line_ > kLongestCell) return one_line("a quote opens here that is not closed within " + std::to_string(kLongestCell) + " lines");
        continue;
      }
      const bool swallowed = several || line_ - record_line_ > 1;
      if (quoted && swallowed && width_ > 1 && (cells != width_ || (rows_inside >= kRowsInside && rows_inside == inside)))
        return one_line("a quote opens here that is not closed where it should be: the record would go on to line " + std::to_string(line_ - 1));
      std::size_t end = i;
      if (end > at_ && buffer_[end - 1] == '\r') --end;
      out = std::string_view(buffer_).substr(at_, end - at_);
      at_ = i + 1;
      return true;
    }
    if (buffer_.size() - at_ > kMaxRecord) {
      if (quoted && in == In::Quotes && buffer_.find(line_end_, at_) != std::string::npos) return one_line("a quote opens here that is not closed within 8 MB");
      at_ = buffer_.size();
      ended_ = true;
      return fail(Kind::Limit, "a line has more than 8 MB", "line " + std::to_string(record_line_), "the rest of the file was not read");
    }
    const std::size_t done = i - at_, begin = line_begin - at_;
    if (!fill()) break;
    i = done;
    line_begin = begin;
  }
  if (failed_) {
    failed_ = false;
    at_ = buffer_.size();
    if (fault_) return fail(Kind::Io, fault_->why, fault_->where, "the names before it were screened");
    return fail(Kind::Io, "cannot be read to its end", "line " + std::to_string(line_), "the names before it were screened");
  }
  if (at_ >= buffer_.size()) return false;
  if (quoted && in == In::Quotes) return one_line("a quote opens here that is never closed");
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
    if (charset_ != "UTF-8" || !is_utf8(text)) {
      const auto charset = charset_ == "UTF-8" ? charset_of(text, true) : charset_;
      if (charset.empty() && !is_utf8(text))
        return fail(Kind::Malformed, "has letters in an encoding that was not recognised", "line " + std::to_string(record_line_), "the row was left out; save the file as UTF-8 (iconv -f ENCODING -t UTF-8)");
      if (!charset.empty()) {
        decoded_ = to_utf8(text, charset).text;
        text = decoded_;
      }
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
