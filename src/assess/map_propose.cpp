// Proposals rest on words (knowledge), on what the cells look like, and on what other rows of the same word say. None of them is used until a person
// has the map; and "core" in a word proposes no core path.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unordered_map>

#include "assess/assess.h"
#include "assess/contents.h"
#include "assess/gather.h"
#include "assess/map.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "estate/country.h"
#include "estate/keys.h"
#include "estate/read_count.h"
#include "evidence/columns.h"

namespace rf::assess {
namespace {

constexpr std::size_t kSample = 200;  // cells of a column that are looked at where its header says nothing
constexpr std::array kWordFields = {Field::Status, Field::Role, Field::Model, Field::Country, Field::SiteType, Field::Kind};

struct Proposal {
  std::string word;      ///< header or word, as written first
  std::string to;        ///< field, or the cell it stands for; "-" or ""
  std::int64_t rows = 0, filled = 0;
  double confidence = 0;
  std::string why;
};

struct Seen {
  std::string word;
  std::int64_t rows = 0;
  std::unordered_map<std::string, std::int64_t> functions, makers;  ///< of the same rows
};

class MapSink : public evidence::Sink {
 public:
  MapSink(const std::string& input, std::vector<Error>& errors) : input_(input), errors_(errors) {}
  struct Header {
    std::string word, example;
    int field = -1;
    std::int64_t rows = 0, filled = 0;
    std::vector<std::string> sample;
  };
  std::map<std::string, Header>* headers = nullptr;
  std::map<Field, std::map<std::string, Seen>>* words = nullptr;
  void rows(const evidence::ColumnBatch& b) override {
    const evidence::Column *role = nullptr, *function = nullptr, *maker = nullptr;
    for (const auto& c : b.columns) {
      if (c.field == static_cast<int>(Field::Role)) role = &c;
      if (c.field == static_cast<int>(Field::Function)) function = &c;
      if (c.field == static_cast<int>(Field::Supplier)) maker = &c;
    }
    for (const auto& c : b.columns) {
      auto& h = (*headers)[evidence::header_key(c.header)];
      if (h.word.empty()) {
        h.word = c.header;
        h.field = c.field;
      }
      h.rows += static_cast<std::int64_t>(b.rows());
      for (const auto cell : c.cells) {
        if (cell.empty()) continue;
        ++h.filled;
        if (h.example.empty()) h.example = cell.substr(0, 40);
        if (h.sample.size() < kSample) h.sample.emplace_back(cell.substr(0, 200));
      }
      if (c.field < 0 || std::find(kWordFields.begin(), kWordFields.end(), static_cast<Field>(c.field)) == kWordFields.end()) continue;
      auto& of = (*words)[static_cast<Field>(c.field)];
      for (std::size_t i = 0; i < c.cells.size(); ++i) {
        const auto cell = trimmed(c.cells[i]);
        if (cell.empty() || cell.size() > 200 || of.size() >= kMaxProposals) continue;
        Seen& s = of[estate::word_key(cell)];
        if (s.rows++ == 0) s.word = cell;
        const auto note = [&](const evidence::Column* from, std::unordered_map<std::string, std::int64_t>& into) {
          if (from && from != &c && !from->cells[i].empty() && into.size() < 64) ++into[std::string(from->cells[i].substr(0, 100))];
        };
        note(function, s.functions);
        if (!function) note(role, s.functions);
        note(maker, s.makers);
      }
    }
  }
  void agent(evidence::AgentFacts) override {}
  void error(Error e) override {
    e.input = input_;
    errors_.push_back(std::move(e));
  }
  void note(Error) override {}

 private:
  const std::string& input_;
  std::vector<Error>& errors_;
};

class Proposer {
 public:
  Proposer(const knowledge::Knowledge& k, const Tools& t) : k_(k), t_(t) {
    for (const auto& r : k.roles)
      for (const auto& w : r.words) roles_.emplace(folded(w), &r);
  }

  Proposal column(const MapSink::Header& h) const {
    Proposal p{h.word, "-", h.rows, h.filled, 0, {}};
    p.why = h.example.empty() ? "empty" : "such as \"" + h.example + "\"";
    if (h.field >= 0) {
      p.to = info(static_cast<Field>(h.field)).name;
      p.confidence = 1;
      p.why += "; a known header";
      return p;
    }
    if (h.sample.empty()) return p;
    const auto share = [&](auto&& test) { return static_cast<double>(std::count_if(h.sample.begin(), h.sample.end(), test)) / static_cast<double>(h.sample.size()); };
    const auto try_field = [&](Field f, double s, std::string_view what) {
      if (s < 0.8 || s * 0.8 <= p.confidence) return;
      p.to = info(f).name;
      p.confidence = s * 0.8;
      p.why += "; " + std::string(what);
    };
    try_field(Field::Mac, share([](const auto& c) { return !estate::mac_key(c).empty() && c.size() <= 17; }), "its cells are MAC addresses");
    try_field(Field::Status, share([&](const auto& c) { return t_.words.statuses.contains(folded(c)); }), "its cells are words of status");
    try_field(Field::Supplier, share([&](const auto& c) { return t_.words.makes_equipment && t_.words.makes_equipment(c); }), "its cells are makers of equipment");
    try_field(Field::Role, share([&](const auto& c) { return roles_.contains(folded(c)); }), "its cells are words of roles");
    try_field(Field::Country, share([](const auto& c) { return c.size() > 2 && !estate::country_code(c).empty(); }), "its cells are countries");
    return p;
  }

  Proposal word(Field f, const Seen& s) const {
    Proposal p{s.word, "", s.rows, s.rows, 0, {}};
    switch (f) {
      case Field::Status:
        if (const auto at = t_.words.statuses.find(folded(s.word)); at != t_.words.statuses.end()) p.to = at->second, p.confidence = 1, p.why = "a known word";
        else p.why = "not known";
        break;
      case Field::Country:
        p.to = estate::country_code(s.word);
        p.confidence = p.to.empty() ? 0 : 1;
        p.why = p.to.empty() ? "no country that ISO 3166-1 names" : "ISO 3166-1";
        break;
      case Field::Role: role(s, p); break;
      case Field::Model: model(s, p); break;
      default:
        p.to = folded(s.word);
        p.confidence = 0.5;
        p.why = "as written";
    }
    return p;
  }

 private:
  /// Whole words of `phrase` stand in `text`; both folded.
  static bool contains_phrase(std::string_view text, std::string_view phrase) {
    for (std::size_t at = text.find(phrase); at != std::string_view::npos; at = text.find(phrase, at + 1)) {
      const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; };
      if ((at == 0 || !letter(text[at - 1])) && (at + phrase.size() == text.size() || !letter(text[at + phrase.size()]))) return true;
    }
    return false;
  }
  void role(const Seen& s, Proposal& p) const {
    const std::string f = folded(s.word);
    if (const auto at = roles_.find(f); at != roles_.end()) {
      const auto& r = *at->second;
      if (r.disputed || r.function.empty()) {
        p.why = r.kind == "passive" ? "passive: counts in no measure" : r.disputed && !r.function.empty() ? "may be " + r.function + ": a word alone does not say so" : "may sit anywhere";
        return;
      }
      p.to = r.function;
      p.confidence = 0.95;
      p.why = "a known word";
      return;
    }
    // The longest known word inside it; a path of the core needs more than a word inside another.
    std::string best;
    const knowledge::Role* is = nullptr;
    for (const auto& [word, r] : roles_)
      if (word.size() > best.size() && word.size() > 2 && !r->function.empty() && !r->disputed && contains_phrase(f, word)) best = word, is = r;
    if (!is) {
      p.why = "not known";
    } else if (starts_with_path(is->function, "core")) {
      p.why = "holds \"" + best + "\", which may be " + is->function + ": not without a second support";
    } else {
      p.to = is->function;
      p.confidence = 0.6;
      p.why = "holds \"" + best + "\"";
    }
  }
  void model(const Seen& s, Proposal& p) const {
    // What other columns of the same rows say, where they agree.
    std::int64_t all = 0;
    std::map<std::string, std::int64_t> by;
    for (const auto& [cell, n] : s.functions) {
      all += n;
      const auto lower = folded(cell);
      if (std::any_of(k_.functions.begin(), k_.functions.end(), [&](const auto& path) { return path.path.find('.') != std::string::npos && starts_with_path(lower, path.path); })) by[lower] += n;
      else if (const auto at = roles_.find(lower); at != roles_.end() && !at->second->disputed && !at->second->function.empty()) by[at->second->function] += n;
    }
    for (const auto& [path, n] : by)
      if (n * 10 >= all * 9) {
        p.to = path;
        p.confidence = 0.85;
        p.why = counted(n, "row", "rows") + " of this model say so";
        return;
      }
    if (by.size() > 1) {
      p.why = "its rows say " + std::to_string(by.size()) + " functions";
      return;
    }
    // What a device that calls itself so would be.
    evidence::AgentFacts facts;
    std::string maker;
    std::int64_t most = 0;
    for (const auto& [name, n] : s.makers)
      if (n > most || (n == most && name < maker)) most = n, maker = name;
    facts.sys_descr.value = maker + " " + s.word;
    const Device d = t_.identifier->identify(facts);
    if (!d.functions.empty() && !starts_with_path(d.functions.front(), "core")) {
      for (const auto& path : d.functions) p.to += (p.to.empty() ? "" : "|") + path;
      p.confidence = 0.5;
      p.why = "a device of this name is one (knowledge/fingerprints)";
      return;
    }
    p.why = "not known";
  }

  const knowledge::Knowledge& k_;
  const Tools& t_;
  std::map<std::string, const knowledge::Role*> roles_;
};

std::string in_quotes(std::string_view s) {
  std::string out;
  append_json_string(out, s);  // a string of JSON is one of YAML
  return out;
}
std::string one_line(std::string s) {
  for (char& c : s)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return s;
}
std::string confidence_of(const Proposal& p) {
  char out[16];
  std::snprintf(out, sizeof out, "%.2f", p.confidence);
  return out;
}
std::string meaning_text(const Meaning& m, bool of_things, Field f) {
  if (m.empty()) return "\"\"";
  const Field plain = of_things ? Field::Function : f;
  if (m.size() == 1 && m.begin()->first == plain) return m.begin()->second.empty() ? "\"\"" : in_quotes(m.begin()->second);
  std::string out = "{";
  for (const auto& [into, cell] : m) out += (out.size() > 1 ? ", " : "") + std::string(info(into).name) + ": " + in_quotes(cell);
  return out + "}";
}

}  // namespace

Result<std::string> propose_map(const Request& request, const knowledge::Knowledge& k, std::string_view format, std::vector<Error>& errors) {
  const knowledge::World world{&k, request.as_of, request.known_at};
  Map stated;
  if (!request.map.empty()) {
    RF_TRY(const MappedFile file, MappedFile::open(request.map));
    auto map = read_map(file.bytes(), k);
    if (!map) return in_input(std::move(map).error(), request.map);
    stated = std::move(*map);
  }
  const auto inputs = find_inputs(request.paths, errors);
  if (inputs.empty()) return std::unexpected(errors.empty() ? Error{Kind::Usage, {}, {}, "no PATH given", "ringfence map --help"} : errors.front());
  RF_TRY(const Tools tools, make_tools(world, request));
  std::map<std::string, MapSink::Header> headers;
  std::map<Field, std::map<std::string, Seen>> words;
  std::size_t read = 0;
  const auto propose_from = [&](const Unit& unit, const std::string& label, const evidence::Content& content) {
    const std::string& name = unit.members.empty() ? unit.found.name : unit.members.back();
    const auto reader = evidence::reader_for(content.bytes, name, request.kind);
    MapSink sink(label, errors);
    sink.headers = &headers;
    sink.words = &words;
    evidence::Input input{};
    input.name = name;
    input.bytes = content.bytes;
    input.words = &tools.columns;
    const auto done = reader ? (*reader)->read(input, sink) : Result<void>(std::unexpected(reader.error()));
    if (done) ++read;
    else sink.error(done.error());
  };
  for_each_content(inputs, propose_from, [&](Error e) { errors.push_back(std::move(e)); });
  if (headers.empty()) return std::unexpected(errors.empty() ? Error{Kind::Unsupported, request.paths.front(), {}, "no table was found", {}} : errors.front());
  const Proposer proposer(k, tools);
  std::string out;
  const bool json = format != "text";
  const auto object = [&](std::string_view part, const Proposal& p, bool by_person) {
    JsonWriter w(out);
    w.begin_object().member("part", part).member("word", p.word).member("to", p.to).member("rows", p.rows).member("filled", p.filled).member("confidence", p.confidence).member("stated", by_person).member("why", p.why).end_object();
    out += '\n';
  };
  if (!json)
    out += "# What the columns and words of " + counted(static_cast<std::int64_t>(read), "input", "inputs") + " mean. Edit what stands behind the colons, then: ringfence assess PATH… --map THIS\n"
           "# A column takes a field of docs/inventory.md, or \"-\": kept, and not read. A role or model takes a function, or {function: …, passive: yes}.\n"
           "# \"\" is undecided: the rows stay, and an answer that they could change says so.\nmap: 1\n\ncolumns:\n";
  for (const auto& [key, h] : headers) {
    Proposal p = proposer.column(h);
    const auto at = stated.columns.find(key);
    if (at != stated.columns.end()) {
      p.to = at->second < 0 ? "-" : std::string(info(static_cast<Field>(at->second)).name);
      p.confidence = 1;
    }
    if (json) {
      object("column", p, at != stated.columns.end());
      continue;
    }
    out += "  " + in_quotes(p.word) + ": " + (p.to == "-" ? "\"-\"" : p.to) + "  # " + std::to_string(p.filled) + " of " + std::to_string(p.rows) + " rows, " + one_line(p.why) +
           (at != stated.columns.end() ? "; stated" : "; confidence " + confidence_of(p)) + "\n";
  }
  if (!json)
    for (const auto& [key, is] : stated.columns)
      if (!headers.contains(key)) out += "  " + in_quotes(stated.headers.at(key)) + ": " + (is < 0 ? "\"-\"" : std::string(info(static_cast<Field>(is)).name)) + "  # stated; not met in these inputs\n";
  if (!json) out += "\nvalues:\n";
  for (const auto& [f, of] : stated.values) words[f];
  for (const auto& [f, of] : words) {
    const bool of_things = f == Field::Role || f == Field::Model;
    if (!json) out += "  " + std::string(info(f).name) + ":\n";
    const auto known = stated.values.find(f);
    std::vector<const Seen*> order;
    for (const auto& [key, s] : of) order.push_back(&s);
    std::stable_sort(order.begin(), order.end(), [](const Seen* a, const Seen* b) { return a->rows > b->rows; });
    for (const Seen* s : order) {
      Proposal p = proposer.word(f, *s);
      const Meaning* m = nullptr;
      if (known != stated.values.end())
        if (const auto at = known->second.find(folded(s->word)); at != known->second.end()) m = &at->second;
      if (json) {
        if (m) p.to = meaning_text(*m, of_things, f);
        object(info(f).name, p, m != nullptr);
        continue;
      }
      out += "    " + in_quotes(p.word) + ": " + (m ? meaning_text(*m, of_things, f) : in_quotes(p.to)) + "  # " + counted(p.rows, "row", "rows") + (m ? "; stated" : ", confidence " + confidence_of(p)) +
             (p.why.empty() ? "" : "; " + one_line(p.why)) + "\n";
    }
    if (json || known == stated.values.end()) continue;
    for (const auto& [key, m] : known->second)
      if (!of.contains(estate::word_key(stated.words.at(f).at(key)))) out += "    " + in_quotes(stated.words.at(f).at(key)) + ": " + meaning_text(m, of_things, f) + "  # stated; not met in these inputs\n";
  }
  return out;
}

}  // namespace rf::assess
