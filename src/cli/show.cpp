// ringfence show INPUT#line=12 | INPUT#sheet=Devices&line=12 | INPUT#oid=1.3.6… | INPUT#pointer=/results/3 | INPUT#frame=17 | INPUT#bytes=OFFSET+LENGTH
// INPUT!MEMBER#… inside archives. Also takes a locator as JSON, as it stands in findings.
#include <simdjson.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "cli/common.h"
#include "cli/show_meaning.h"
#include "evidence/container.h"
#include "evidence/xlsx.h"
#include "model/locator.h"

namespace rf::cli {
namespace {

constexpr std::size_t kShownBytes = 4096, kShownHex = 256;

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
    // The instance stands at the start of a line, with or without a leading dot or "iso".
    for (std::size_t at = 0; at < bytes.size();) {
      auto end = bytes.find('\n', at);
      if (end == std::string_view::npos) end = bytes.size();
      std::string_view line = bytes.substr(at, end - at);
      std::string_view oid = line;
      if (oid.starts_with('.')) oid.remove_prefix(1);
      std::string_view wanted = l.oid;
      if (oid.starts_with("iso.") && wanted.starts_with("1.")) {
        oid.remove_prefix(4);
        wanted.remove_prefix(2);
      }
      if (oid.starts_with(wanted) && (oid.size() == wanted.size() || oid[wanted.size()] == '|' || oid[wanted.size()] == ' ')) return std::pair{at, line.size()};
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

}  // namespace

namespace {

std::string hex_lines(std::string_view bytes, std::size_t offset) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), kShownHex); i += 16) {
    char at[24];
    std::snprintf(at, sizeof at, "%08zx  ", offset + i);
    text += at;
    std::string letters;
    for (std::size_t j = i; j < i + 16; ++j) {
      if (j < bytes.size()) {
        const auto c = static_cast<unsigned char>(bytes[j]);
        text += kHex[c >> 4];
        text += kHex[c & 15];
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
  const std::string label = input_label(l.input, l.path);
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
  std::string text, meaning;
  if (!l.sheet.empty()) {
    const auto row = meaning_of_sheet_row(whole, l);
    if (!row) return failed(row.error());
    text = label + ", " + short_form(l) + "\n\n" + *row;
  } else if (l.line != 0 && evidence::is_office_zip(whole.substr(0, std::size_t{64} << 10))) {
    return failed({Kind::Usage, {}, {}, "a workbook: a line of it is a row of one of its sheets", "name the sheet, as in #sheet=Devices&line=" + std::to_string(l.line)});
  } else if (!l.frames.empty()) {
    for (const auto number : l.frames) {
      const auto frame = meaning_of_frame(whole, number);
      if (!frame) return failed(frame.error());
      text += label + ", frame " + std::to_string(number) + ", " + frame->heading + "\n\n" + (frame->statements.empty() ? "" : frame->statements + "\n") + hex_lines(frame->bytes, 0) + "\n";
    }
  } else {
    const auto at = find(l, whole);
    if (!at) return failed(at.error());
    const std::string_view all = whole.substr(at->first, at->second), bytes = all.substr(0, kShownBytes);
    text = label + ", " + short_form(l) + ", offset " + std::to_string(at->first) + ", " + counted(static_cast<std::int64_t>(at->second), "byte", "bytes") + "\n\n";
    if (l.line != 0) meaning = meaning_of_row(whole, l);
    const Decoded d = to_utf8(bytes, guess_encoding(bytes, false));
    text += d.text + (d.text.ends_with('\n') ? "" : "\n") + "\n" + (meaning.empty() ? "" : meaning + "\n") + hex_lines(all, at->first);
  }
  out(text);
  std::fprintf(stderr, "sha256:%s\n", sha256_hex(given->bytes).c_str());
  return finish_output(kDone);
}

}  // namespace rf::cli
