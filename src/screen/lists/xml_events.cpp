#include "screen/lists/xml_events.h"

#include <expat.h>

#include <algorithm>
#include <memory>

#include "base/text.h"

namespace rf::screen::lists {
namespace {

std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

struct XmlState {
  XML_Parser parser;
  XmlHandler* handler;
  std::vector<std::string> open;
  std::vector<std::string> texts;
  const char* stop = nullptr;  // why it was stopped
  Kind kind = Kind::Malformed;
  std::string encoding;        // declared, and none that is read

  void halt(Kind k, const char* why) {
    if (stop != nullptr) return;
    stop = why;
    kind = k;
    XML_StopParser(parser, XML_FALSE);
  }
  std::string_view parent() const { return open.empty() ? std::string_view() : std::string_view(open.back()); }
  void at() {
    handler->line = XML_GetCurrentLineNumber(parser);
    handler->offset = static_cast<std::uint64_t>(XML_GetCurrentByteIndex(parser));
  }
};

void XMLCALL on_start(void* user, const XML_Char* name, const XML_Char** pairs) {
  XmlState& s = *static_cast<XmlState*>(user);
  if (s.stop != nullptr) return;
  if (s.open.size() >= static_cast<std::size_t>(kMaxXmlDepth)) return s.halt(Kind::Limit, "nested deeper than 64 elements, more than any list is");
  Attributes attributes;
  for (; *pairs != nullptr; pairs += 2) attributes.emplace_back(local_name(pairs[0]), pairs[1]);
  s.at();
  const std::string_view local = local_name(name);
  s.handler->begin(local, s.parent(), attributes);
  s.open.emplace_back(local);
  if (s.texts.size() < s.open.size()) s.texts.emplace_back();
  s.texts[s.open.size() - 1].clear();
}
void XMLCALL on_end(void* user, const XML_Char*) {
  XmlState& s = *static_cast<XmlState*>(user);
  if (s.stop != nullptr || s.open.empty()) return;
  const std::string name = std::move(s.open.back());
  s.open.pop_back();
  s.at();
  s.handler->end(name, s.parent(), trimmed(s.texts[s.open.size()]));
}
void XMLCALL on_text(void* user, const XML_Char* text, int n) {
  XmlState& s = *static_cast<XmlState*>(user);
  if (s.stop != nullptr || s.open.empty()) return;
  std::string& to = s.texts[s.open.size() - 1];
  if (to.size() + static_cast<std::size_t>(n) > kMaxXmlText) return s.halt(Kind::Limit, "more than 4 MiB of text in one element, more than any list has");
  to.append(text, static_cast<std::size_t>(n));
}
void XMLCALL on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  static_cast<XmlState*>(user)->halt(Kind::Unsupported, "it has a document type (DOCTYPE), which no list has and which can hold an entity bomb; it is refused");
}

/// What expat does not know by itself. Of one byte a letter: Windows' western one, which lists are kept in; the rest is refused by its name.
int XMLCALL on_encoding(void* user, const XML_Char* name, XML_Encoding* info) {
  XmlState& s = *static_cast<XmlState*>(user);
  if (lower_ascii(name) != "windows-1252" && lower_ascii(name) != "cp1252") {
    s.encoding = std::string(name).substr(0, 40);
    return XML_STATUS_ERROR;
  }
  constexpr int kUpper[32] = {0x20AC, -1, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, -1, 0x17D, -1,  // 0x80 to 0x9F; the rest is Latin-1
                              -1, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, -1, 0x17E, 0x178};
  for (int byte = 0; byte < 256; ++byte) info->map[byte] = byte >= 0x80 && byte < 0xA0 ? kUpper[byte - 0x80] : byte;
  info->data = nullptr;
  info->convert = nullptr;
  info->release = nullptr;
  return XML_STATUS_OK;
}

}  // namespace

std::string_view attribute(const Attributes& a, std::string_view name) {
  for (const auto& [n, v] : a)
    if (n == name) return v;
  return {};
}

Result<void> read_xml(Source& source, XmlHandler& handler) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(source.recoded() ? "UTF-8" : nullptr), &XML_ParserFree);
  if (!parser) return fail(Kind::Internal, "the XML reader could not be started");
  XmlState state{parser.get(), &handler, {}, {}, nullptr, Kind::Malformed, {}};
  XML_SetUserData(parser.get(), &state);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  XML_SetUnknownEncodingHandler(parser.get(), on_encoding, &state);
  std::uint64_t given = 0;
  for (bool last = false; !last;) {
    RF_TRY(const auto piece, source.next());
    last = piece.empty();
    given += piece.size();
    if (XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0) == XML_STATUS_OK) {
      // expat reads an unfinished tag or comment again with each piece: a very long one would take time by its square.
      const auto read = XML_GetCurrentByteIndex(parser.get());
      if (read >= 0 && given - std::min(given, static_cast<std::uint64_t>(read)) > kMaxXmlTag)
        return std::unexpected(Error{Kind::Limit, source.name(), "offset " + std::to_string(read), "a tag or comment of more than 8 MiB, more than any list has", "fetch the list from the authority's own address"});
      continue;
    }
    const std::string where = "line " + std::to_string(XML_GetCurrentLineNumber(parser.get()));
    if (state.stop != nullptr) return std::unexpected(Error{state.kind, source.name(), where, state.stop, "fetch the list from the authority's own address"});
    if (!state.encoding.empty())
      return std::unexpected(Error{Kind::Unsupported, source.name(), where, "the XML is in the encoding " + state.encoding + ", which is not read",
                                   "fetch it as UTF-8, or recode it and its first line: iconv -f " + state.encoding + " -t UTF-8"});
    const XML_Error code = XML_GetErrorCode(parser.get());
    const bool cut = last && (code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN || code == XML_ERROR_PARTIAL_CHAR || code == XML_ERROR_UNCLOSED_CDATA_SECTION);
    if (cut) return std::unexpected(Error{Kind::Truncated, source.name(), where, "the XML ends in the middle: it was cut", "fetch it again"});
    return std::unexpected(Error{Kind::Malformed, source.name(), where, std::string("no well-formed XML: ") + XML_ErrorString(code), "fetch it again"});
  }
  return {};
}

std::string_view xml_root(std::string_view head) {
  for (std::size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
    if (at + 1 >= head.size()) return {};
    const char c = head[at + 1];
    if (c == '?' || c == '!') {
      // Comments may hold a '<'.
      if (head.substr(at).starts_with("<!--")) {
        const auto end = head.find("-->", at);
        if (end == std::string_view::npos) return {};
        at = end;
      }
      continue;
    }
    const auto end = head.find_first_of(" \t\r\n>/", at + 1);
    if (end == std::string_view::npos) return {};
    return local_name(head.substr(at + 1, end - at - 1));
  }
  return {};
}

}  // namespace rf::screen::lists
