// `lists proof|verify`: a screening as a document that can be computed again. It holds what was asked, against what, and what
// came out, in an order that depends on the input alone, and no time of day; so the same names and editions give the same bytes.
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>
#include <optional>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "cli/common.h"
#include "cli/lists_parts.h"
#include "report/wrap.h"
#include "screen/lists/meaning.h"
#include "screen/name_reader.h"
#include "screen/screen.h"
#include "screen/screener.h"

namespace rf::cli {
namespace {
namespace lists = screen::lists;

constexpr std::string_view kForm = "ringfence-proof-1";
constexpr std::size_t kMaxProof = 256U << 20;  // a proof of a million names has 150 MB

struct ProofAsk {
  std::string input, column;
  Day as_of, known_at;
  double threshold = 0.85;
};
struct ProofMet {
  std::string list, entry, name, by, why;
  double score = 0;
  bool operator<(const ProofMet& o) const { return std::tie(list, entry, name) < std::tie(o.list, o.entry, o.name); }
};
struct ProofRow {
  std::string name, state;  ///< "none", "near", "listed"; a name that knowledge knows and that is on no list is "none"
  std::vector<ProofMet> listed, near;
};
struct Proof {
  ProofAsk ask;
  std::string input_sha, knowledge, conclusion, json, digest;
  std::vector<ProofRow> rows;
  struct List { std::string list, dated, sha256, title; std::uint64_t entries = 0; };
  std::vector<List> lists;
  std::size_t listed = 0, near = 0, unread = 0;  // unread: none where there is a proof
};

std::string three_digits(double score) {
  char b[16];
  std::snprintf(b, sizeof b, "%.3f", score);
  return b;
}

/// On which lists a supplier of knowledge stands on the day, itself or through owners where the list reaches that.
void designations_of(const screen::Screener& s, const std::string& supplier, std::vector<ProofMet>& out, double score) {
  const std::size_t at = s.graph().find(supplier);
  if (at == screen::Graph::npos) return;
  for (const auto& l : screen::designations(s.world(), s.graph(), at))
    if (l.active && l.reaches != false) out.push_back({l.list->id, l.entry->entry, s.graph().party(at).name, l.by, l.list->effect, score});
}

/// `named`: with these editions alone, by list and SHA-256; else with those in force.
Result<Proof> compute_proof(const ProofAsk& ask, const knowledge::Knowledge& k, const std::string& db, const std::optional<std::set<std::pair<std::string, std::string>>>& named) {
  Proof p;
  p.ask = ask;
  p.knowledge = k.hash;
  {
    RF_TRY(const auto file, MappedFile::open(ask.input));
    p.input_sha = sha256_hex(file.bytes());
  }
  RF_TRY(const auto screener, screen::Screener::open(k, {{}, db, ask.as_of, ask.known_at, screen::default_cache(), named}));
  RF_TRY(auto editions, lists::Editions::open(db));
  if (named) editions = editions.only(*named);
  for (const auto& w : screener.warnings()) std::fprintf(stderr, "ringfence: %s\n", printable(w).c_str());
  for (const auto& e : editions.at_hand(ask.known_at)) p.lists.push_back({e.list, e.dated, e.sha256, lists::meaning_of(k, e.list, {}).title, e.entities});
  RF_TRY(auto names, screen::NameReader::open(ask.input, {ask.column, {}, {}}));
  if (names.doubt()) return std::unexpected(*names.doubt());
  screen::Screener::Lane lane(screener);
  names::SearchOptions options;
  options.threshold = ask.threshold;
  screen::NameRow row;
  std::map<std::string, ProofRow> seen;
  for (;;) {
    const auto more = names.next(row);
    if (!more) {
      if (more.error().kind != Kind::Malformed) return std::unexpected(more.error());
      // A proof says of everybody in the file that they were screened: nothing is proved of a file of which part cannot be read.
      Error e = more.error();
      e.input = ask.input;
      if (++p.unread <= 20) print_error(e);
      continue;
    }
    if (!*more) break;
    const std::string name(trimmed(row.name));
    if (name.empty() || seen.contains(name)) continue;
    ProofRow r;
    r.name = name;
    const auto answer = lane.screen(name, options);
    const auto take = [&](const std::vector<screen::Candidate>& from, std::vector<ProofMet>& to) {
      for (const auto& c : from) {
        for (const auto& b : screener.reach().on(c.party))
          (b.confirm ? r.near : to).push_back({b.list->id, b.entry, b.name, b.by, b.list->effect, c.hit.score});
        if (!c.supplier.empty() && c.list == "knowledge") {
          designations_of(screener, std::string(c.supplier), to, c.hit.score);
          continue;
        }
        if (c.related) continue;
        const auto& e = c.index->entities()[c.hit.entity];
        const auto until = parse_iso_day(c.index->text(e.to)), since = parse_iso_day(c.index->text(e.from));
        if ((until && *until < ask.as_of) || (since && *since > ask.as_of)) continue;
        if (!c.later.empty() && since && *since > ask.known_at) continue;
        const auto m = lists::meaning_of(k, c.list, c.index->text(e.source));
        to.push_back({m.list, std::string(c.entry), std::string(c.index->text(e.name)), "named", m.effect, c.hit.score});
      }
      std::stable_sort(to.begin(), to.end());
      to.erase(std::unique(to.begin(), to.end(), [](const ProofMet& a, const ProofMet& b) { return a.list == b.list && a.entry == b.entry; }), to.end());
    };
    take(answer.matches, r.listed);
    take(answer.near, r.near);
    r.state = !r.listed.empty() ? "listed" : !r.near.empty() ? "near" : "none";
    p.listed += r.state == "listed";
    p.near += r.state == "near";
    seen.emplace(name, std::move(r));
  }
  if (p.unread > 0)
    return std::unexpected(Error{Kind::Malformed, ask.input, {}, counted(static_cast<std::int64_t>(p.unread), "record", "records") + " could not be read: no proof is made of a file of which part was not screened", "mend the lines named above"});
  for (auto& [name, r] : seen) p.rows.push_back(std::move(r));
  if (p.rows.empty()) return std::unexpected(Error{Kind::Usage, ask.input, {}, "holds no name", "a name a line, or CSV with --column"});

  std::string against;
  for (const auto& l : p.lists) against += (against.empty() ? "" : ", ") + l.list + " of " + l.dated + (parse_iso_day(l.dated).value_or(Day{}) > ask.known_at ? " (later than was known: by the entries' own days)" : "");
  p.conclusion = (p.rows.size() == 1 ? std::string("This supplier was") : "These " + std::to_string(p.rows.size()) + " suppliers were") + " screened against " +
                 (against.empty() ? std::string("the lists in knowledge alone (no edition was imported)") : against + ", and the lists in knowledge") + ", as of " + to_text(ask.as_of) + ", with what was on record on " +
                 to_text(ask.known_at) + "; " +
                 (p.listed == 0 ? p.near == 0 ? std::string("none is listed.") : "none is listed; " + counted(static_cast<std::int64_t>(p.near), "name is", "names are") + " near an entry and to be confirmed by a person."
                                : counted(static_cast<std::int64_t>(p.listed), "is", "are") + " listed" + (p.near == 0 ? "." : ", " + counted(static_cast<std::int64_t>(p.near), "more is", "more are") + " near an entry."));

  JsonWriter w(p.json, 1);
  w.begin_object().member("proof", kForm).member("conclusion", p.conclusion).member("as_of", to_text(ask.as_of)).member("known_at", to_text(ask.known_at)).member("threshold", three_digits(ask.threshold));
  w.member("program", std::string("ringfence ") + RINGFENCE_VERSION).member("knowledge", p.knowledge);
  w.key("input").begin_object().member("path", ask.input.substr(ask.input.rfind('/') == std::string::npos ? 0 : ask.input.rfind('/') + 1)).member("sha256", p.input_sha).member_or_null("column", ask.column);
  w.member("names", static_cast<std::uint64_t>(p.rows.size())).member("not_read", static_cast<std::uint64_t>(p.unread)).end_object();
  w.key("lists").begin_array();
  for (const auto& l : p.lists) w.begin_object().member("list", l.list).member_or_null("title", l.title).member("dated", l.dated).member("sha256", l.sha256).member("entries", l.entries).end_object();
  w.end_array().member("listed", static_cast<std::uint64_t>(p.listed)).member("near", static_cast<std::uint64_t>(p.near)).key("suppliers").begin_array();
  for (const auto& r : p.rows) {
    w.begin_object().member("name", r.name).member("state", r.state);
    for (const auto& [key, list] : {std::pair("listed", &r.listed), std::pair("near", &r.near)}) {
      w.key(key).begin_array();
      for (const auto& m : *list) w.begin_object().member("list", m.list).member("entry", m.entry).member("name", m.name).member("rule", m.by).member("score", three_digits(m.score)).end_object();
      w.end_array();
    }
    w.end_object();
  }
  w.end_array().end_object();
  p.digest = sha256_hex(p.json);
  p.json.insert(p.json.find('\n') + 1, " \"digest\": \"" + p.digest + "\",\n");
  return p;
}

std::string proof_text(const Proof& p) {
  std::string out = "Proof of a screening\n\n";
  for (const auto& line : report::wrapped(p.conclusion, 96)) out += "  " + line + "\n";
  out += "\n  input      " + p.ask.input + "\n             sha256 " + p.input_sha + "\n  knowledge  " + p.knowledge + "\n  program    ringfence " + RINGFENCE_VERSION + ", threshold " + three_digits(p.ask.threshold) + "\n  digest     " + p.digest + "\n\nLists\n";
  if (p.lists.empty()) out += "  no edition was imported\n";
  for (const auto& l : p.lists) out += "  " + l.list + " of " + l.dated + ", " + std::to_string(l.entries) + " entries\n    sha256 " + l.sha256 + "\n";
  for (const auto& [state, head] : {std::pair("listed", "Listed"), std::pair("near", "Near an entry, to be confirmed"), std::pair("none", "On none of these lists")}) {
    bool any = false;
    for (const auto& r : p.rows) {
      if (r.state != state) continue;
      if (!any) out += std::string("\n") + head + "\n";
      any = true;
      out += "  " + printable(r.name) + "\n";
      for (const auto& m : r.state == "listed" ? r.listed : r.near) out += "    " + m.list + ", " + printable(m.entry) + ": " + printable(m.name) + " (" + m.by + ", " + three_digits(m.score) + ")\n";
    }
  }
  return out + "\nringfence lists verify computes it again. It says what was found against these lists, not that nothing else exists.\n";
}

std::string proof_html(const Proof& p) {
  std::string body;
  for (const char c : proof_text(p)) body += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '>' ? "&gt;" : std::string(1, c);
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Proof of a screening</title><style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
         "pre{white-space:pre-wrap;overflow-wrap:anywhere}</style></head><body><pre>" + body + "</pre></body></html>\n";
}

int make_proof(const Options& o, const std::string& db, const knowledge::Knowledge& k) {
  const auto as_of = day_option(o.as_of, "--as-of"), known_at = day_option(o.known_at, "--known-at");
  if (!as_of || !known_at) return print_error(as_of ? known_at.error() : as_of.error()), kUsage;
  if (o.input == "-") return print_error({Kind::Usage, {}, {}, "a proof needs a file of names that can be read again", "write the names to a file first"}), kUsage;
  const auto p = compute_proof({o.input, o.column, *as_of, *known_at, 0.85}, k, db, {});
  if (!p) return print_error(p.error()), p.error().kind == Kind::Usage ? kUsage : kNothing;
  const bool json = o.out.empty() ? o.format != "text" : o.out.ends_with(".json");
  const std::string text = json ? p->json + "\n" : o.out.ends_with(".html") ? proof_html(*p) : proof_text(*p);
  if (o.out.empty()) {
    out(text);
  } else {
    if (!o.out.ends_with(".json") && !o.out.ends_with(".txt") && !o.out.ends_with(".html")) return print_error({Kind::Usage, o.out, {}, "the ending does not say a form", ".json, .txt or .html"}), kUsage;
    if (const auto done = write_file(o.out, text); !done) return print_error(done.error()), kNothing;
  }
  std::fprintf(stderr, "%s\n", p->conclusion.c_str());
  return finish_output(p->listed > 0 ? kBreached : kDone);
}

int verify_proof(const Options& o, const std::string& db, const knowledge::Knowledge& k) {
  const auto file = MappedFile::open(o.args[0]);
  if (!file) return print_error(file.error()), kNothing;
  const auto bad = [&](const char* why) { return print_error({Kind::Malformed, o.args[0], {}, why, "give the proof in JSON, as ringfence lists proof wrote it"}), kNothing; };
  if (file->bytes().size() > kMaxProof) return bad("is larger than any proof");
  simdjson::dom::parser parser;
  simdjson::dom::element d;
  if (parser.parse(file->bytes().data(), file->bytes().size()).get(d) != simdjson::SUCCESS || !d.is_object()) return bad("is no JSON object");
  const auto text = [](const simdjson::dom::element& of, const char* key) {
    std::string_view s;
    return of[key].get_string().get(s) == simdjson::SUCCESS ? std::string(s) : std::string();
  };
  simdjson::dom::element input;
  if (text(d, "proof") != kForm || d["input"].get(input) != simdjson::SUCCESS || !input.is_object()) return bad("is no proof of a screening");
  const auto as_of = parse_iso_day(text(d, "as_of")), known_at = parse_iso_day(text(d, "known_at"));
  if (!as_of || !known_at) return bad("has no days");
  std::string path = o.input;
  if (path.empty()) {
    const std::string beside = o.args[0].find('/') == std::string::npos ? "" : o.args[0].substr(0, o.args[0].rfind('/') + 1);
    path = text(input, "path");
    if (const auto there = MappedFile::open(beside + path)) path = beside + path;
  }
  double threshold = 0.85;
  const std::string said = text(d, "threshold");
  std::from_chars(said.data(), said.data() + said.size(), threshold);
  // With the editions that the proof names, whatever was imported since: they are kept.
  std::map<std::string, std::string> was, now;
  std::set<std::pair<std::string, std::string>> named;
  simdjson::dom::array array;
  if (d["lists"].get_array().get(array) == simdjson::SUCCESS)
    for (const simdjson::dom::element l : array)
      if (l.is_object()) {
        was[text(l, "list")] = text(l, "dated") + " " + text(l, "sha256");
        named.emplace(text(l, "list"), text(l, "sha256"));
      }
  const auto p = compute_proof({path, text(input, "column"), *as_of, *known_at, threshold}, k, db, named);
  if (!p) return print_error(p.error()), kNothing;
  std::vector<std::string> differ;
  const auto same = [&](const std::string& what, const std::string& then, const std::string& today) {
    if (then != today) differ.push_back(what + ": " + (then.empty() ? "none" : then) + " in the proof, " + (today.empty() ? "none" : today) + " now");
  };
  same("the names' sha256", text(input, "sha256"), p->input_sha);
  same("knowledge", text(d, "knowledge"), p->knowledge);
  same("program", text(d, "program"), std::string("ringfence ") + RINGFENCE_VERSION);
  for (const auto& l : p->lists) now[l.list] = l.dated + " " + l.sha256;
  std::set<std::string> both;
  for (const auto& [l, v] : was) both.insert(l);
  for (const auto& [l, v] : now) both.insert(l);
  if (const auto all = lists::Editions::open(db)) {
    for (const auto& e : all->at_hand(*known_at))
      if (!named.contains({e.list, e.sha256}) && !e.format.starts_with("gleif")) std::fprintf(stderr, "ringfence: since the proof, %s of %s was imported; the proof is looked at with the editions it names\n", e.list.c_str(), e.dated.c_str());
  }
  for (const auto& l : both) same("list " + l, was.contains(l) ? was[l] : "", now.contains(l) ? now[l] : "");
  same("conclusion", text(d, "conclusion"), p->conclusion);
  // The digest says that the text of the proof is as it was written; the bytes say that the screening came out the same.
  const bool bytes = trimmed(file->bytes()) == trimmed(p->json);
  if (!bytes && differ.empty()) differ.push_back(text(d, "digest") == p->digest ? "the text was changed after it was written" : "the answers on single names");
  std::string shown;
  if (o.format == "text") {
    shown = bytes ? "The screening comes out the same: " + p->conclusion + "\n" : "The screening does not come out the same:\n";
    for (const auto& x : differ) shown += "  " + printable(x) + "\n";
  } else {
    JsonWriter w(shown, 1);
    w.begin_object().member("same", bytes).member("digest", p->digest).key("differs").begin_array();
    for (const auto& x : differ) w.value(x);
    w.end_array().end_object();
    shown += "\n";
  }
  out(shown);
  std::fprintf(stderr, "%s\n", bytes ? "the same" : "not the same");
  return finish_output(bytes ? kDone : kBreached);
}

}  // namespace

int run_proof(const Options& o) {
  const auto db = database_path(o);
  if (!db) return print_error(db.error()), kUsage;
  const auto k = knowledge::open(o.knowledge);
  if (!k) return print_error(k.error()), kNothing;
  return o.command == "lists proof" ? make_proof(o, *db, *k) : verify_proof(o, *db, *k);
}

}  // namespace rf::cli
