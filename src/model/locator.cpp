#include "model/locator.h"

#include <simdjson.h>

#include "base/text.h"

namespace rf {
namespace {

constexpr std::size_t kMaxFrames = 10'000;  // a statement that rests on more names its first ones

/// `%XX` for what would end a name or a value.
std::string escaped(std::string_view s, std::string_view special) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : s) {
    if (c != '%' && special.find(c) == std::string_view::npos) {
      out += c;
      continue;
    }
    out += '%';
    out += kHex[static_cast<unsigned char>(c) >> 4];
    out += kHex[static_cast<unsigned char>(c) & 15];
  }
  return out;
}
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}
std::string unescaped(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && hex_value(s[i + 1]) >= 0 && hex_value(s[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(s[i + 1]) * 16 + hex_value(s[i + 2]));
      i += 2;
    } else {
      out += s[i];
    }
  }
  return out;
}

std::string numbers(const std::vector<std::uint64_t>& n, std::string_view between) {
  std::string out;
  for (std::size_t i = 0; i < n.size(); ++i) out += (i == 0 ? "" : std::string(between)) + std::to_string(n[i]);
  return out;
}

std::unexpected<Error> no_locator(std::string_view s) {
  return fail(Kind::Usage, "\"" + std::string(s.substr(0, 200)) + "\" is no locator", {},
              "it looks like FILE#line=12, FILE#sheet=NAME&line=12, FILE#oid=1.3.6.1.2.1.1.2.0, FILE#pointer=/results/3, FILE#frame=17 or FILE#bytes=100+20; "
              "FILE!MEMBER#… names a member of an archive");
}

bool says_where(const Locator& l) {
  return l.line != 0 || !l.oid.empty() || !l.pointer.empty() || !l.bytes.empty() || !l.frames.empty();
}

Result<Locator> from_json(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::element e;
  if (parser.parse(text.data(), text.size()).get(e) != simdjson::SUCCESS || !e.is_object())
    return fail(Kind::Usage, "the locator is no JSON", {}, "give it as printed in a finding");
  Locator l;
  const auto text_at = [](simdjson::dom::element from, std::string_view key, std::string& into) {
    std::string_view v;
    if (from[key].get(v) == simdjson::SUCCESS) into = v;
  };
  const auto number_at = [](simdjson::dom::element from, std::string_view key, std::uint64_t& into) { return from[key].get(into) == simdjson::SUCCESS; };
  text_at(e, "evidence", l.evidence);
  text_at(e, "input", l.input);
  text_at(e, "says", l.says);
  simdjson::dom::array list;
  if (e["path"].get(list) == simdjson::SUCCESS)
    for (auto p : list) {
      std::string_view v;
      if (p.get(v) == simdjson::SUCCESS) l.path.emplace_back(v);
    }
  if (e["bytes"].get(list) == simdjson::SUCCESS)
    for (auto b : list) {
      std::uint64_t offset = 0, length = 0;
      if (b.at(0).get(offset) == simdjson::SUCCESS && b.at(1).get(length) == simdjson::SUCCESS) l.bytes.emplace_back(offset, length);
    }
  simdjson::dom::element at;
  if (e["at"].get(at) == simdjson::SUCCESS && at.is_object()) {
    text_at(at, "oid", l.oid);
    text_at(at, "pointer", l.pointer);
    text_at(at, "sheet", l.sheet);
    text_at(at, "column", l.column);
    text_at(at, "field", l.field);
    number_at(at, "line", l.line);
    std::uint64_t n = 0;
    if (at["frames"].get(list) == simdjson::SUCCESS)
      for (auto f : list)
        if (f.get(n) == simdjson::SUCCESS && l.frames.size() < kMaxFrames) l.frames.push_back(n);
    if (l.bytes.empty() && number_at(at, "offset", n)) l.bytes.emplace_back(n, 0);
  }
  if (l.input.empty() || !says_where(l)) return no_locator(text);
  return l;
}

}  // namespace

std::string input_label(const std::string& input, const std::vector<std::string>& path) {
  std::string out = input;
  for (const auto& p : path) out += "!" + p;
  return out;
}

std::string short_form(const Locator& l) {
  if (!l.oid.empty()) return l.oid;
  if (!l.frames.empty()) return (l.frames.size() == 1 ? "frame " : "frames ") + numbers(l.frames, ", ") + (l.field.empty() ? "" : ", " + l.field);
  if (l.line != 0)
    return (l.sheet.empty() ? "line " : "sheet " + l.sheet + ", row ") + std::to_string(l.line) + (l.column.empty() ? "" : ", column " + l.column);
  if (!l.pointer.empty()) return l.pointer;
  if (!l.bytes.empty()) return "offset " + std::to_string(l.bytes.front().first);
  return l.input;
}

std::string address_of(const Locator& l) {
  std::string out = escaped(l.input, "!#");
  for (const auto& p : l.path) out += "!" + escaped(p, "!#");
  const auto value = [](std::string_view s) { return escaped(s, "#&"); };
  if (!l.oid.empty()) return out + "#oid=" + l.oid;
  if (!l.frames.empty())
    return out + (l.frames.size() == 1 ? "#frame=" : "#frames=") + numbers(l.frames, ",") + (l.field.empty() ? "" : "&field=" + value(l.field));
  if (l.line != 0)
    return out + (l.sheet.empty() ? "#" : "#sheet=" + value(l.sheet) + "&") + "line=" + std::to_string(l.line) + (l.column.empty() ? "" : "&column=" + value(l.column));
  if (!l.pointer.empty()) return out + "#pointer=" + value(l.pointer);
  if (!l.bytes.empty()) return out + "#bytes=" + std::to_string(l.bytes.front().first) + "+" + std::to_string(l.bytes.front().second);
  return out;
}

Result<Locator> parse_locator(std::string_view s) {
  if (trimmed(s).starts_with('{')) return from_json(trimmed(s));
  const auto hash = s.rfind('#');
  if (hash == std::string_view::npos) return no_locator(s);
  Locator l;
  bool first = true;
  for (const auto part : split(s.substr(0, hash), '!')) {
    if (first) l.input = unescaped(part);
    else l.path.push_back(unescaped(part));
    first = false;
  }
  for (const auto pair : split(s.substr(hash + 1), '&')) {
    const auto eq = pair.find('=');
    if (eq == std::string_view::npos) return no_locator(s);
    const std::string_view what = pair.substr(0, eq);
    const std::string value = unescaped(pair.substr(eq + 1));
    const auto number = [](std::string_view digits) {
      const auto n = parse_count(digits);
      return n ? static_cast<std::uint64_t>(*n) : 0;
    };
    if (what == "line" || what == "row") l.line = number(value);
    else if (what == "sheet") l.sheet = value;
    else if (what == "column") l.column = value;
    else if (what == "field") l.field = value;
    else if (what == "oid") l.oid = value.starts_with('.') ? value.substr(1) : value;
    else if (what == "pointer") l.pointer = value;
    else if (what == "frame" || what == "frames") {
      for (const auto f : split(value, ','))
        if (const auto n = number(trimmed(f)); n != 0 && l.frames.size() < kMaxFrames) l.frames.push_back(n);
    } else if (what == "bytes" || what == "offset") {
      const auto plus = value.find('+');
      const auto offset = parse_count(value.substr(0, plus));
      const auto length = plus == std::string::npos ? std::optional<std::int64_t>(0) : parse_count(value.substr(plus + 1));
      if (offset && length) l.bytes.emplace_back(static_cast<std::uint64_t>(*offset), static_cast<std::uint64_t>(*length));
    } else {
      return no_locator(s);
    }
  }
  if (l.input.empty() || !says_where(l)) return no_locator(s);
  return l;
}

void put_at(JsonWriter& w, const Locator& l) {
  w.begin_object();
  if (!l.oid.empty()) {
    w.member("oid", l.oid);
  } else if (!l.frames.empty()) {
    w.key("frames").begin_array();
    for (const auto f : l.frames) w.value(f);
    w.end_array();
    if (!l.field.empty()) w.member("field", l.field);
  } else if (l.line != 0) {
    if (!l.sheet.empty()) w.member("sheet", l.sheet);
    w.member("line", l.line);
    if (!l.column.empty()) w.member("column", l.column);
  } else if (!l.pointer.empty()) {
    w.member("pointer", l.pointer);
  } else if (!l.bytes.empty()) {
    w.member("offset", l.bytes.front().first);
  }
  w.end_object();
}

}  // namespace rf
