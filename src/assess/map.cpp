#include "assess/map.h"

#include <algorithm>

#include "base/text.h"
#include "estate/country.h"
#include "evidence/columns.h"
#include "knowledge/node.h"

namespace rf::assess {
namespace {

using knowledge::Node;

std::string line_of(std::uint32_t line) { return "line " + std::to_string(line); }

constexpr std::string_view kStatuses[] = {"planned", "ordered", "in-store", "installed", "in-service", "switched-off", "decommissioned", "removed", "disposed"};

/// A cell that a field can hold; for those with a fixed vocabulary, one of it. Countries come back as their code.
Result<std::string> checked(Field f, std::string_view cell, std::uint32_t line, const knowledge::Knowledge& k) {
  const std::string value(trimmed(cell));
  const auto bad = [&](std::string why, std::string remedy) { return fail(Kind::Malformed, "\"" + value + "\" " + std::move(why), line_of(line), std::move(remedy)); };
  if (value.empty()) return value;
  if (f == Field::Status && std::find(std::begin(kStatuses), std::end(kStatuses), value) == std::end(kStatuses))
    return bad("is no status", "planned, ordered, in-store, installed, in-service, switched-off, decommissioned, removed or disposed");
  if ((f == Field::Passive && value != "yes" && value != "no") || (f == Field::Affected && value != "yes" && value != "no" && value != "unknown")) return bad("is neither yes nor no", {});
  if (f == Field::Country) {
    const auto code = estate::country_code(value);
    if (code.empty()) return bad("is no country", "ISO 3166-1 alpha-2, such as GB");
    return code;
  }
  if (f == Field::Function && !k.functions.empty())
    for (const auto path : split(value, '|')) {
      const bool known = std::any_of(k.functions.begin(), k.functions.end(), [&](const auto& p) { return starts_with_path(trimmed(path), p.path) || starts_with_path(p.path, trimmed(path)); }) ||
                         std::any_of(k.aliases.begin(), k.aliases.end(), [&](const auto& a) { return starts_with_path(trimmed(path), a.first); });
      if (!known) return bad("is no function", "paths are those of docs/inventory.md, such as access.fttp.olt");
    }
  return value;
}

}  // namespace

Result<Map> read_map(std::string_view bytes, const knowledge::Knowledge& k) {
  if (bytes.size() > kMaxMapBytes) return fail(Kind::Limit, "a map of more than " + std::to_string(kMaxMapBytes >> 20) + " MiB");
  RF_TRY(const Node n, knowledge::parse_yaml(bytes));
  if (n.type != Node::Type::Map || !n.find("map")) return fail(Kind::Malformed, "no map: it begins with `map: 1`", "line 1", "ringfence map PATH > map.yaml makes one");
  if (n.get("map") != "1") return fail(Kind::Unsupported, "a map of version " + std::string(n.get("map")).substr(0, 20), line_of(n.find("map")->line), "this program reads version 1");
  for (std::size_t i = 0; i < n.keys.size(); ++i)
    if (n.keys[i] != "map" && n.keys[i] != "columns" && n.keys[i] != "values") return fail(Kind::Malformed, "\"" + n.keys[i].substr(0, 40) + "\" is no part of a map", line_of(n.key_lines[i]), "parts are columns and values");
  Map out;
  if (const Node* columns = n.find("columns"); columns && !columns->is_null()) {
    if (columns->type != Node::Type::Map) return fail(Kind::Malformed, "columns are HEADER: FIELD", line_of(columns->line));
    for (std::size_t i = 0; i < columns->keys.size(); ++i) {
      const Node& to = columns->items[i];
      if (to.type != Node::Type::Scalar) return fail(Kind::Malformed, "\"" + columns->keys[i].substr(0, 40) + "\" names no field", line_of(columns->key_lines[i]), "a field of docs/inventory.md, or \"-\"");
      const auto field = field_named(to.text);
      if (!field && to.text != "-") return fail(Kind::Malformed, "\"" + to.text.substr(0, 40) + "\" is no field", line_of(to.line), "a field of docs/inventory.md, or \"-\" to keep the column unread");
      const auto key = evidence::header_key(columns->keys[i]);
      const int is = field ? static_cast<int>(*field) : -1;
      const auto at = out.columns.emplace(key, is);
      if (!at.second && at.first->second != is) return fail(Kind::Malformed, "\"" + columns->keys[i].substr(0, 40) + "\" is the same header as one above and means another field", line_of(columns->key_lines[i]));
      out.headers.emplace(key, columns->keys[i]);
    }
  }
  const Node* values = n.find("values");
  if (!values || values->is_null()) return out;
  if (values->type != Node::Type::Map) return fail(Kind::Malformed, "values are FIELD: {WORD: MEANING}", line_of(values->line));
  for (std::size_t i = 0; i < values->keys.size(); ++i) {
    const auto of = field_named(values->keys[i]);
    if (!of || info(*of).type != FieldType::Word) return fail(Kind::Malformed, "\"" + values->keys[i].substr(0, 40) + "\" is no field of words", line_of(values->key_lines[i]), "such as role, model, status, country, site_type");
    const Node& words = values->items[i];
    if (words.is_null()) continue;
    if (words.type != Node::Type::Map) return fail(Kind::Malformed, "below " + values->keys[i] + " stand WORD: MEANING", line_of(words.line));
    const bool of_things = *of == Field::Role || *of == Field::Model;
    for (std::size_t w = 0; w < words.keys.size(); ++w) {
      const Node& to = words.items[w];
      Meaning meaning;
      if (to.type == Node::Type::Scalar) {
        const Field into = of_things ? Field::Function : *of;
        RF_TRY(auto cell, checked(into, to.text, to.line, k));
        if (!cell.empty() || !of_things) meaning[into] = std::move(cell);
      } else if (to.type == Node::Type::Map && of_things) {
        for (std::size_t m = 0; m < to.keys.size(); ++m) {
          const auto into = field_named(to.keys[m]);
          if (!into || info(*into).type != FieldType::Word) return fail(Kind::Malformed, "\"" + to.keys[m].substr(0, 40) + "\" is no field of words", line_of(to.key_lines[m]));
          if (to.items[m].type != Node::Type::Scalar) return fail(Kind::Malformed, "\"" + to.keys[m].substr(0, 40) + "\" takes one word", line_of(to.key_lines[m]));
          RF_TRY(auto cell, checked(*into, to.items[m].text, to.items[m].line, k));
          meaning[*into] = std::move(cell);
        }
      } else if (!to.is_null()) {
        return fail(Kind::Malformed, "\"" + words.keys[w].substr(0, 40) + "\" takes a word" + (of_things ? " or {function: …, kind: …}" : ""), line_of(words.key_lines[w]));
      }
      const auto key = folded(trimmed(words.keys[w]));
      const auto at = out.values[*of].emplace(key, meaning);
      if (!at.second && at.first->second != meaning) return fail(Kind::Malformed, "\"" + words.keys[w].substr(0, 40) + "\" is the same word as one above and means something else", line_of(words.key_lines[w]));
      out.words[*of].emplace(key, words.keys[w]);
    }
  }
  return out;
}

}  // namespace rf::assess
