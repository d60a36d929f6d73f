#include "cli/lists_parts.h"

#include "base/text.h"

namespace rf::cli {
namespace {
const char* entity_word(names::EntityKind k) {
  using enum names::EntityKind;
  switch (k) {
    case Organisation: return "organisation";
    case Person: return "person";
    case Vessel: return "vessel";
    case Aircraft: return "aircraft";
    case Unknown: return "";
  }
  return "";
}
const char* alias_word(names::AliasKind k) {
  using enum names::AliasKind;
  switch (k) {
    case Strong: return "strong";
    case Weak: return "weak";
    case Also: return "also";
    case Former: return "former";
    case Acronym: return "acronym";
    case Original: return "original";
    case Unsaid: return "";
  }
  return "";
}
}  // namespace

std::string printable(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t n = std::max<std::size_t>(1, utf8_length(s.substr(i)));
    const std::string_view c = s.substr(i, n);
    const auto u = static_cast<unsigned char>(c[0]);
    // U+0000..001F, 007F, 0080..009F; U+200B..200F, 202A..202E, 2060..2069, FEFF.
    const bool control = u < 0x20 || u == 0x7F || (n == 2 && u == 0xC2 && static_cast<unsigned char>(c[1]) < 0xA0);
    bool mark = n == 3 && c == "\xEF\xBB\xBF";
    if (n == 3 && u == 0xE2 && static_cast<unsigned char>(c[1]) == 0x80) {
      const auto last = static_cast<unsigned char>(c[2]);
      mark = (last >= 0x8B && last <= 0x8F) || (last >= 0xAA && last <= 0xAE);
    }
    if (n == 3 && u == 0xE2 && static_cast<unsigned char>(c[1]) == 0x81) mark = static_cast<unsigned char>(c[2]) >= 0xA0 && static_cast<unsigned char>(c[2]) <= 0xAF;
    if (utf8_length(s.substr(i)) == 0) out += "\xEF\xBF\xBD";
    else if (control) out += ' ';
    else if (!mark) out += c;
    i += n;
  }
  return out;
}

void write_errors(JsonWriter& w, const std::vector<Error>& errors) {
  w.key("errors").begin_array();
  for (const auto& e : errors) w.begin_object().member("input", e.input).member("where", e.where).member("why", e.why).member("remedy", e.remedy).end_object();
  w.end_array();
}

void write_entity(JsonWriter& w, const names::ListEntity& e, const screen::lists::Meaning& m, std::string_view hash, bool typed) {
  w.begin_object();
  if (typed) w.member("type", "entry");
  w.member("list", m.list).member("imported_as", e.list).member("edition", e.edition).member("entry", e.entry).member("entry_hash", hash).member("name", e.name).member_or_null("kind", entity_word(e.kind));
  w.key("aliases").begin_array();
  for (const auto& a : e.aliases) w.begin_object().member("text", a.text).member_or_null("kind", alias_word(a.kind)).member_or_null("script", a.script).end_object();
  w.end_array().key("addresses").begin_array();
  for (const auto& a : e.addresses) w.begin_object().member("text", a.text).member_or_null("country", a.country).end_object();
  w.end_array().key("countries").begin_array();
  for (const auto& c : e.countries) w.value(c);
  w.end_array().key("identifiers").begin_array();
  for (const auto& i : e.identifiers) w.begin_object().member("type", i.type).member("value", i.value).member_or_null("country", i.country).end_object();
  w.end_array().key("programs").begin_array();
  for (const auto& p : e.programs) w.value(p);
  w.end_array().member_or_null("source", e.source).member_or_null("from", e.from).member_or_null("to", e.to).member_or_null("supplier", e.supplier).member_or_null("remarks", e.remarks);
  w.member_or_null("title", m.title).member_or_null("force", m.force).member_or_null("effect", m.effect).member_or_null("binds", m.binds).member("line", e.line).member("offset", e.offset).end_object();
}

std::string entity_in_words(const names::ListEntity& e, const screen::lists::Meaning& m, std::string_view hash, std::string_view format) {
  std::string out = printable(e.name) + (e.kind == names::EntityKind::Unknown ? "" : std::string(" (") + entity_word(e.kind) + ")") + "\n  " + m.list + (m.title.empty() ? "" : ", " + m.title) + ", entry " +
                    e.entry + (e.from.empty() ? "" : ", from " + e.from) + (e.to.empty() ? "" : ", to " + e.to) + "\n";
  const auto line = [&](const char* word, const std::string& text) {
    if (!text.empty()) out += "  " + std::string(word) + " " + printable(text) + "\n";
  };
  std::string list;
  for (const auto& a : e.aliases) list += (list.empty() ? "" : "; ") + a.text + (a.kind == names::AliasKind::Weak ? " (weak)" : a.kind == names::AliasKind::Former ? " (former)" : "");
  line("also:", list);
  list.clear();
  for (const auto& a : e.addresses) list += (list.empty() ? "" : "; ") + a.text + (a.country.empty() ? "" : (a.text.empty() ? "" : ", ") + a.country);
  line("at:", list);
  list.clear();
  for (const auto& i : e.identifiers) list += (list.empty() ? "" : "; ") + i.type + " " + i.value;
  line("numbers:", list);
  list.clear();
  for (const auto& p : e.programs) list += (list.empty() ? "" : "; ") + p;
  line("programmes:", list);
  line("says:", e.remarks);
  line("what it does:", m.effect);
  line("binds:", m.binds);
  line("stands at:", std::string(format) + (e.line > 0 ? ", line " + std::to_string(e.line) : "") + ", entry hash " + std::string(hash.substr(0, 12)));
  return out;
}

}  // namespace rf::cli
