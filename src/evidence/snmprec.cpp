// snmpsim recordings (.snmprec): one answer a line, `oid|type|value`. The type is the ASN.1 tag as a number, with
// an `x` behind where the value is in hexadecimal ("4x|001e73…"), an `e` where it is a quoted Python string; other
// tags ("4:numeric", "67:variation") carry parameters of a variation module, whose value no device gave.
//   1.3.6.1.2.1.1.5.0|4|olt-hh-01
// https://docs.lextudio.com/snmpsim/documentation/managing-simulation-data.html
#include <bit>
#include <cstddef>
#include <cstring>

#include "base/text.h"
#include "evidence/snmp_walk.h"

namespace rf::evidence {
namespace {

/// The ASN.1 tag numbers of SNMP (RFC 3416) as snmpsim writes them.
bool known_type(std::string_view digits) {
  switch (digits.size()) {
    case 1: return digits[0] == '2' || (digits[0] >= '4' && digits[0] <= '6');
    case 2: return (digits[0] == '6' && digits[1] >= '4' && digits[1] <= '8') || digits == "70";
    case 3: return digits == "128" || digits == "129" || digits == "130";
    default: return false;
  }
}

struct Row {
  std::string_view oid, type, value;
  bool hex = false, escaped = false, variation = false;
  std::string_view plain_text() const { return type.size() == 1 && type[0] == '4' && !hex && !variation ? value : std::string_view{}; }
};

/// Where the line is a row: its three parts.
bool split_row(std::string_view line, Row& row) {
  const std::size_t bar = line.find('|');
  if (bar == std::string_view::npos) return false;
  const std::size_t second = line.find('|', bar + 1);
  if (second == std::string_view::npos) return false;
  row.oid = line.substr(0, bar);
  if (!row.oid.empty() && row.oid.front() == '.') row.oid.remove_prefix(1);
  row.type = line.substr(bar + 1, second - bar - 1);
  row.value = line.substr(second + 1);
  if (const auto colon = row.type.size() > 2 ? row.type.find(':') : std::string_view::npos; colon != std::string_view::npos) {
    row.variation = true;
    row.type = row.type.substr(0, colon);
  }
  if (!row.type.empty() && row.type.back() == 'x') row.hex = true;
  if (!row.type.empty() && row.type.back() == 'e') row.escaped = true;
  if (row.hex || row.escaped) row.type.remove_suffix(1);
  return known_type(row.type);
}

/// The next line end, looked for without a call in the first sixteen bytes: most values are shorter.
const char* end_of_value(const char* p, const char* end) {
  if constexpr (std::endian::native == std::endian::little) {
    for (int i = 0; i < 2 && end - p >= 8; ++i, p += 8) {
      std::uint64_t v;
      std::memcpy(&v, p, 8);
      v ^= 0x0101010101010101U * '\n';
      if (const std::uint64_t zero = (v - 0x0101010101010101U) & ~v & 0x8080808080808080U; zero != 0) return p + std::countr_zero(zero) / 8;  // the lowest is no borrow's
    }
  }
  const void* const found = std::memchr(p, '\n', static_cast<std::size_t>(end - p));
  return found == nullptr ? end : static_cast<const char*>(found);
}

/// A row that nobody asks for, in its usual form: digits and dots, a bar, a type of one or two digits, a bar.
struct PassedRow {
  const char *bar = nullptr, *value = nullptr;
  const char* stop = nullptr;  ///< the line's end; null: of another form
  bool words = false;          ///< an octet string in plain
};
PassedRow passed_row(const char* begin, const char* rest, const char* end) {
  while (rest < end && ((*rest >= '0' && *rest <= '9') || *rest == '.')) ++rest;
  if (end - rest < 4 || *rest != '|') return {};
  PassedRow row;
  row.bar = rest;
  if (rest[2] == '|') {
    if (rest[1] != '2' && (rest[1] < '4' || rest[1] > '6')) return {};
    row.words = rest[1] == '4';
    row.value = rest + 3;
  } else if (rest[3] == '|' && rest[1] == '6' && rest[2] >= '4' && rest[2] <= '8') {
    row.value = rest + 4;
  } else {
    return {};
  }
  row.stop = end_of_value(row.value, end);
  if (row.stop - begin > static_cast<std::ptrdiff_t>(kMaxWalkLine)) return {};
  return row;
}

/// snmpsim's `e`: a Python string literal without its quotes.
std::string unescaped(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '\\' || i + 1 >= s.size()) {
      out += s[i];
      continue;
    }
    switch (const char c = s[++i]; c) {
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'x':
        if (std::string byte; i + 2 < s.size() && unhex(s.substr(i + 1, 2), byte)) {
          out += byte;
          i += 2;
          break;
        }
        [[fallthrough]];
      default: out += c;
    }
  }
  return out;
}

std::string_view without_return(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

int likeness_snmprec(std::string_view head, std::string_view name) {
  int rows = 0, other = 0;
  for (std::size_t at = byte_order_mark(head); at < head.size() && rows + other < 40;) {
    auto end = head.find('\n', at);
    const bool cut = end == std::string_view::npos;
    if (cut) end = head.size();
    const auto line = without_return(head.substr(at, end - at));
    at = end + 1;
    if (line.empty() || line.front() == '#') continue;
    Row row;
    if (line.size() < kMaxWalkLine && split_row(line, row) && is_numeric_oid(row.oid)) ++rows;
    else if (!cut) ++other;
  }
  if (rows == 0) return 0;
  const int share = rows * 98 / (rows + other);
  return share < 40 ? share / 4 : share + (name.ends_with(".snmprec") ? 2 : 0);
}

Result<void> read_snmprec(const Input& input, Sink& sink) {
  WalkGatherer gatherer(input, sink);
  const char* const begin = input.bytes.data();
  const char* const end = begin + input.bytes.size();
  std::uint64_t line_number = 0;
  std::string bytes;
  for (const char* at = begin + byte_order_mark(input.bytes); at < end;) {
    ++line_number;
    const auto offset = static_cast<std::uint64_t>(at - begin);
    const std::size_t passed = gatherer.passed({at, static_cast<std::size_t>(end - at)});
    if (const PassedRow row = passed != 0 ? passed_row(at, at + passed, end) : PassedRow{}; row.stop != nullptr) {
      gatherer.good();
      if (gatherer.passed_as() == Interest::Enterprise) {
        const auto line = without_return({at, static_cast<std::size_t>(row.stop - at)});
        const auto value = static_cast<std::size_t>(row.value - at);
        gatherer.count_passed(line.substr(0, static_cast<std::size_t>(row.bar - at)), line_number, offset, line.size(), row.words && value <= line.size() ? line.substr(value) : std::string_view{});
      }
      at = row.stop + 1;
      continue;
    }
    const char* stop = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (stop == nullptr) stop = end;
    const auto line = without_return({at, static_cast<std::size_t>(stop - at)});
    at = stop + 1;
    if (line.empty() || line.front() == '#') continue;
    if (line.size() > kMaxWalkLine) {
      gatherer.bad("longer than 1 MiB", line_number);
      continue;
    }
    Row row;
    if (!split_row(line, row)) {
      gatherer.bad("not of the form oid|type|value", line_number);
      continue;
    }
    if (passed != 0) {
      gatherer.good();
      if (gatherer.passed_as() == Interest::Enterprise) gatherer.count_passed(row.oid, line_number, offset, line.size(), row.plain_text());
      continue;
    }
    const auto what = gatherer.look(row.oid);
    if (what == Interest::None || what == Interest::Enterprise) {
      if (row.oid.empty() || row.oid.front() < '0' || row.oid.front() > '9') {
        gatherer.bad("does not start with an object's number", line_number);
        continue;
      }
      gatherer.good();
      if (what == Interest::Enterprise) gatherer.count_enterprise(row.oid, line_number, offset, line.size(), row.plain_text());
      continue;
    }
    if (!is_numeric_oid(row.oid)) {
      gatherer.bad("does not start with an object's number", line_number);
      continue;
    }
    gatherer.good();
    if (row.variation) continue;
    WalkValue value{WalkValue::Form::Text, row.value};
    const bool octets = row.type.size() == 1 ? row.type[0] == '4' : row.type == "64" || row.type == "68";
    if (row.type.size() == 1 && row.type[0] == '6') {
      value.form = WalkValue::Form::Oid;
      if (!value.data.empty() && value.data.front() == '.') value.data.remove_prefix(1);
      if (!is_numeric_oid(value.data)) value.form = WalkValue::Form::Text;
    } else if (octets) {
      if (row.hex) {
        bytes.clear();
        if (!unhex(row.value, bytes)) {
          gatherer.bad("says that its value is hexadecimal, and it is not", line_number);
          continue;
        }
        value = {WalkValue::Form::Bytes, bytes};
      } else if (row.escaped) {
        bytes = unescaped(row.value);
        value.data = bytes;
      }
    } else {
      value.form = WalkValue::Form::Number;
    }
    gatherer.row(what, row.oid, value, line_number, offset, line.size());
  }
  return gatherer.finish();
}

}  // namespace rf::evidence
