// ringfence show INPUT#line=12 | INPUT#sheet=Devices&line=12 | INPUT#oid=1.3.6… | INPUT#pointer=/results/3 | INPUT#frame=17 | INPUT#bytes=OFFSET+LENGTH
// INPUT!MEMBER#… inside archives; a pack's line is its row. Also takes a locator as JSON, as it stands in findings.
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "cli/common.h"
#include "cli/show_meaning.h"
#include "evidence/container.h"
#include "evidence/pack_view.h"
#include "evidence/snmp_walk.h"
#include "evidence/xlsx.h"
#include "model/locator.h"
#include "report/words.h"

namespace rf::cli {
namespace {

constexpr std::size_t kShownBytes = 4096, kShownHex = 256;
constexpr std::size_t kShownCell = 200;  // columns of a terminal are fewer

/// Offset and length of what the locator names in `bytes`; fails if it is not there.
Result<std::pair<std::size_t, std::size_t>> find(const Locator& l, std::string_view bytes) {
  if (!l.bytes.empty()) {
    const auto [offset, length] = l.bytes.front();
    if (offset > bytes.size() || length > bytes.size() - offset) return fail(Kind::Malformed, "the file ends before offset " + std::to_string(offset) + "+" + std::to_string(length), {}, "is it still the file that was assessed?");
    return std::pair{static_cast<std::size_t>(offset), static_cast<std::size_t>(length)};
  }
  if (l.line != 0) {
    const char eol = bytes.find('\n') == std::string_view::npos ? '\r' : '\n';
    std::size_t at = 0;
    for (std::uint64_t n = 1; n < l.line; ++n) {
      at = bytes.find(eol, at);
      if (at == std::string_view::npos) return fail(Kind::Malformed, "the file has only " + std::to_string(n) + " lines");
      ++at;
    }
    const auto end = bytes.find(eol, at);
    return std::pair{at, (end == std::string_view::npos ? bytes.size() : end) - at};
  }
  if (!l.oid.empty()) {
    for (std::size_t at = byte_order_mark(bytes); at < bytes.size();) {
      auto end = bytes.find('\n', at);
      if (end == std::string_view::npos) end = bytes.size();
      const std::string_view line = bytes.substr(at, end - at);
      const bool recorded = line.starts_with(l.oid) && line.substr(l.oid.size()).starts_with('|');  // snmpsim's form
      if (recorded || evidence::walk_object(line) == l.oid) return std::pair{at, line.size()};
      at = end + 1;
    }
    return fail(Kind::Malformed, "no answer for " + l.oid + " in it");
  }
  const simdjson::padded_string padded(bytes);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document doc;
  simdjson::ondemand::value value;
  std::string_view raw;
  if (parser.iterate(padded).get(doc) || doc.at_pointer(l.pointer).get(value) || simdjson::to_json_string(value).get(raw)) return fail(Kind::Malformed, "nothing at " + l.pointer);
  return std::pair{static_cast<std::size_t>(raw.data() - padded.data()), raw.size()};
}

std::string hex_lines(std::string_view bytes, std::size_t offset) {
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), kShownHex); i += 16) {
    char at[24];
    std::snprintf(at, sizeof at, "%08zx  ", offset + i);
    text += at;
    std::string letters;
    for (std::size_t j = i; j < i + 16; ++j) {
      if (j < bytes.size()) {
        const auto c = static_cast<unsigned char>(bytes[j]);
        append_hex(text, bytes.substr(j, 1));
        letters += c >= 0x20 && c < 0x7F ? static_cast<char>(c) : '.';
      } else {
        text += "  ";
      }
      text += ' ';
    }
    text += " " + letters + "\n";
  }
  if (bytes.size() > kShownHex) text += "… " + std::to_string(bytes.size() - kShownHex) + " more bytes\n";
  return text;
}

/// What foreign bytes say, for a terminal: lines stay, what would command it does not.
std::string clean_lines(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    (out += report::clean(line)) += '\n';
    at = end + 1;
  }
  return out;
}

std::string shown(std::string_view cell) {
  std::size_t n = std::min(cell.size(), kShownCell);
  while (n > 0 && n < cell.size() && (static_cast<unsigned char>(cell[n]) & 0xC0) == 0x80) --n;  // no letter is cut
  return report::clean(cell.substr(0, n)) + (n < cell.size() ? " …" : "");
}

std::string as_text(const std::vector<ShownCell>& cells) {
  std::size_t wide = 0;
  for (const auto& c : cells)
    if (c.name.empty()) wide = std::max(wide, static_cast<std::size_t>(columns_of(c.header.empty() ? "(no header)" : c.header)));
  wide = std::min<std::size_t>(wide, 40);
  const auto padded = [](const std::string& s, std::size_t to) {
    const auto n = static_cast<std::size_t>(columns_of(s));
    return s + std::string(n < to ? to - n : 0, ' ') + "  ";
  };
  std::string out;
  for (const auto& c : cells) {
    out += c.asked ? "> " : "  ";
    if (c.name.empty()) out += padded(c.header.empty() ? "(no header)" : shown(c.header), wide);
    else out += padded(c.name, 6) + (c.header.empty() ? std::string() : shown(c.header) + "  ");
    out += shown(c.value) + (c.field.empty() ? std::string() : "   [" + c.field + "]") + "\n";
  }
  return out;
}

std::string as_text(const ShownFrame& f) {
  std::string out = "frame " + std::to_string(f.number) + ", " + f.time + ", " + std::to_string(f.bytes.size()) + " bytes captured of " + std::to_string(f.on_wire) + ", link type " + std::to_string(f.link) + "\n\n";
  for (const auto& [field, value] : f.said) out += "  " + field + ": " + shown(value) + "\n";
  return out + (f.said.empty() ? "" : "\n") + hex_lines(f.bytes, 0) + "\n";
}

std::string hex_of(std::string_view bytes) {
  std::string out;
  append_hex(out, bytes.substr(0, kShownBytes));
  return out;
}

/// What a locator opened, before it is printed.
struct Opened {
  std::optional<std::pair<std::size_t, std::size_t>> bytes;  ///< offset and length, where it names bytes
  std::string text;
  std::string_view hex;
  std::vector<ShownCell> cells;
  std::vector<ShownFrame> frames;
};

std::string as_json(const Locator& l, const std::string& sha256, const Opened& o, int indent) {
  std::string out;
  JsonWriter w(out, indent);
  w.begin_object().member("input", l.input);
  w.key("path").begin_array();
  for (const auto& m : l.path) w.value(m);
  w.end_array().member("evidence", "sha256:" + sha256).key("at");
  put_at(w, l);
  if (o.bytes) w.member("offset", static_cast<std::uint64_t>(o.bytes->first)).member("length", static_cast<std::uint64_t>(o.bytes->second)).member("text", o.text).member("hex", hex_of(o.hex));
  w.key("cells").begin_array();
  for (const auto& c : o.cells) w.begin_object().member_or_null("cell", c.name).member_or_null("header", c.header).member_or_null("field", c.field).member("value", c.value).member("asked", c.asked).end_object();
  w.end_array().key("frames").begin_array();
  for (const auto& f : o.frames) {
    w.begin_object().member("number", f.number).member("time", f.time).member("captured", static_cast<std::uint64_t>(f.bytes.size())).member("on_wire", f.on_wire).member("link_type", static_cast<std::uint64_t>(f.link));
    w.key("said").begin_array();
    for (const auto& [field, value] : f.said) w.begin_object().member("field", field).member("value", value).end_object();
    w.end_array().member("hex", hex_of(f.bytes)).end_object();
  }
  w.end_array().end_object();
  return out + "\n";
}

/// A file may be called "a!b#c": the name is then taken as it is.
Locator as_named(Locator l, const std::string& given) {
  std::error_code ec;
  if (given.starts_with('{') || std::filesystem::exists(l.input, ec)) return l;
  const std::string whole = given.substr(0, given.rfind('#'));
  if (!std::filesystem::exists(whole, ec)) return l;
  l.input = whole;
  l.path.clear();
  return l;
}

}  // namespace

int run_show(const Options& o) {
  auto parsed = parse_locator(o.args[0]);
  if (!parsed) return print_error(parsed.error()), kUsage;
  const Locator l = as_named(std::move(*parsed), o.args[0]);
  const std::string label = report::clean(input_label(l.input, l.path));
  const auto failed = [&](Error e) {
    e.input = label;
    print_error(e);
    return kNothing;
  };
  const auto given = evidence::member_as_given(l.input, l.path);
  if (!given) return failed(given.error());
  auto content = evidence::peeled(*given);
  if (!content) {
    if (l.bytes.empty()) return failed(content.error());
    content = *given;  // where a stream is damaged, its own bytes are what can be looked at
  }
  const std::string_view whole = content->bytes;
  const bool json = o.format == "json" || o.format == "jsonl";
  std::string text;
  Opened opened;
  if (const bool packed = l.line != 0 && l.bytes.empty() && evidence::PackView::begins(whole); packed || !l.sheet.empty()) {
    auto row = packed ? cells_of_pack_row(whole, l) : cells_of_sheet_row(whole, l);
    if (!row) return failed(row.error());
    opened.cells = std::move(*row);
    text = label + ", " + short_form(l) + "\n\n" + as_text(opened.cells);
  } else if (l.line != 0 && evidence::is_office_zip(whole.substr(0, std::size_t{64} << 10))) {
    return failed({Kind::Usage, {}, {}, "a workbook: a line of it is a row of one of its sheets", "name the sheet, as in #sheet=Devices&line=" + std::to_string(l.line)});
  } else if (!l.frames.empty()) {
    for (const auto number : l.frames) {
      auto frame = frame_shown(whole, number);
      if (!frame) return failed(frame.error());
      text += label + ", " + as_text(*frame);
      opened.frames.push_back(std::move(*frame));
    }
  } else {
    const auto at = find(l, whole);
    if (!at) return failed(at.error());
    opened.bytes = *at;
    opened.hex = whole.substr(at->first, at->second);
    opened.text = to_utf8(opened.hex.substr(0, kShownBytes), guess_encoding(opened.hex.substr(0, kShownBytes), false)).text;
    if (l.line != 0) opened.cells = cells_of_row(whole, l);
    text = label + ", " + short_form(l) + ", offset " + std::to_string(at->first) + ", " + counted(static_cast<std::int64_t>(at->second), "byte", "bytes") + "\n\n" + clean_lines(opened.text) + "\n" +
           (opened.cells.empty() ? "" : as_text(opened.cells) + "\n") + hex_lines(opened.hex, at->first);
  }
  const std::string digest = sha256_hex(given->bytes);
  out(json ? as_json(l, digest, opened, o.format == "json" ? 1 : 0) : text);
  std::fprintf(stderr, "sha256:%s\n", digest.c_str());
  return finish_output(kDone);
}

}  // namespace rf::cli
