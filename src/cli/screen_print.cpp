#include "cli/screen_print.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "base/json_writer.h"
#include "base/text.h"
#include "cli/lists_parts.h"
#include "names/translit.h"
#include "screen/lists/meaning.h"
#include "screen/screen.h"

namespace rf::cli {
namespace {

bool turns_or_controls(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

/// Two digits after the point, as the weights are rounded: what printf gives of them, whose own way takes longer than to find the candidate.
void append_two(std::string& out, double v) {
  const auto hundredths = std::llround(v * 100);
  const auto n = static_cast<std::uint64_t>(hundredths < 0 ? -hundredths : hundredths);
  if (hundredths < 0) out += '-';
  append_number(out, n / 100);
  out += '.';
  out += static_cast<char>('0' + n / 10 % 10);
  out += static_cast<char>('0' + n % 10);
}
std::string two(double v) {
  std::string out;
  append_two(out, v);
  return out;
}

bool plain_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}
void append_safe(std::string& out, std::string_view s) {
  if (plain_ascii(s)) append_json_string(out, s);
  else out += safe_json(s);
}

std::string_view party_id(const screen::Graph& g, std::size_t at) { return g.party(at).id; }

struct Designation {
  std::string_view list, entry;  ///< these and the next point into the lists and knowledge
  std::string from, to, rule;
  std::string_view source, effect, scope;
  bool active = false;
  std::vector<const screen::Tie*> via;
  std::optional<bool> reaches;
  bool not_known_then = false;  ///< of an edition later than what was known, and without a day of its own
  bool to_come = false;  ///< it is not there yet on the day
  std::string entry_held;   ///< where `entry` is not used
  std::string of, edition;  ///< through owners of an imported list: who is named, and in which edition
};

std::vector<Designation> designations_of(const screen::Screener& screener, const screen::Candidate& c) {
  std::vector<Designation> out;
  const auto& world = screener.world();
  const auto named = [&](std::uint32_t entity) {
    const auto& e = c.index->entities()[entity];
    Designation d;
    d.list = c.list;
    d.entry = c.entry;
    d.from = c.index->text(e.from);
    d.to = c.index->text(e.to);
    d.rule = "named";
    d.source = c.index->text(e.source);
    const auto from = parse_iso_day(d.from), to = parse_iso_day(d.to);
    if (!c.later.empty()) {
      if (from && *from > world.known_at) return;
      d.not_known_then = !from;
      if (to && *to > world.known_at) d.to.clear();  // that it would end was not known
    }
    d.to_come = from && *from > world.as_of;
    d.active = !d.to_come && (d.to.empty() || !to || world.as_of <= *to);
    d.effect = screen::lists::effect_of(*world.knowledge, d.list, d.source);
    out.push_back(std::move(d));
  };
  if (c.list != "knowledge" && !c.related) {
    named(c.hit.entity);
    for (const auto e : c.hit.also) named(e);
  }
  if (c.party == screen::Graph::npos) return out;
  if (!c.supplier.empty())
    for (const auto& l : screen::designations(world, screener.graph(), c.party))
    {
      Designation d;
      d.list = l.list->id;
      d.entry = l.entry->entry.empty() ? std::string_view(l.entry->supplier) : std::string_view(l.entry->entry);
      d.from = to_text(l.from);
      d.to = to_text(l.entry->to);
      d.rule = l.by;
      d.effect = l.list->effect;
      d.scope = l.entry->scope;
      d.active = l.active;
      d.via = l.via;
      d.reaches = l.reaches;
      out.push_back(std::move(d));
    }
  // A list that was imported reaches whom those it names own, where knowledge holds that it does.
  for (auto& b : screener.reach().on(c.party)) {
    Designation d;
    d.list = b.list->id;
    d.from = to_text(b.from);
    d.rule = b.by;
    d.effect = b.list->effect;
    d.active = true;
    d.via = std::move(b.via);
    if (!b.confirm) d.reaches = true;
    d.of = b.name;
    d.edition = b.edition;
    d.entry_held = std::move(b.entry);
    out.push_back(std::move(d));
  }
  return out;
}

void write_candidate(std::string& out, const screen::Screener& screener, const screen::Candidate& c) {
  JsonWriter w(out);
  const auto& e = c.index->entities()[c.hit.entity];
  const auto& n = c.index->names()[c.hit.name];
  const std::string_view met = c.index->text(n.written), listed = c.index->text(e.name);
  w.begin_object().member_or_null("supplier", c.supplier).key("name").raw("");
  append_safe(out, met);
  if (listed != met) {
    w.key("listed_as").raw("");
    append_safe(out, listed);
  }
  w.key("score").raw(two(c.hit.score)).key("sum").raw(two(c.hit.sum)).member("list", c.list).member("entry", c.entry);
  if (e.countries) w.member("countries", c.index->text(e.countries));
  w.key("because").begin_array();
  // Most of the text of an answer: written without asking the writer for each key.
  bool first = true;
  for (const auto& b : c.hit.because) {
    out += first ? "{\"rule\":\"" : ",{\"rule\":\"";
    first = false;
    out += to_text(b.rule);
    out += '"';
    if (!b.query.empty()) {
      out += ",\"query\":";
      append_safe(out, b.query);
    }
    if (!b.name.empty()) {
      out += ",\"name\":";
      append_safe(out, b.name);
    }
    out += ",\"weight\":";
    append_two(out, b.weight);
    out += '}';
  }
  w.end_array().key("designations").begin_array();
  for (const auto& d : designations_of(screener, c)) {
    w.begin_object().member("list", d.list).member("entry", d.entry.empty() ? std::string_view(d.entry_held) : d.entry).member_or_null("from", d.from).member_or_null("to", d.to).member("active", d.active).member("rule", d.rule);
    // Through owners: whether the list reaches so far; null where what it reaches on the day is not held.
    if (d.reaches) w.member("reaches", *d.reaches);
    else if (d.rule != "named") w.key("reaches").null();
    if (d.to_come) w.member("to_come", true);
    if (d.not_known_then) w.member("on_record", "not known");
    if (!d.source.empty()) w.member("source", d.source);
    if (!d.edition.empty()) w.member("named", d.of).member("edition", d.edition);
    if (!d.effect.empty()) w.member("effect", d.effect);
    if (!d.scope.empty()) w.member("scope", d.scope);
    w.key("via").begin_array();
    for (const auto* t : d.via) {
      w.begin_object().member("relation", to_text(t->kind)).member("of", party_id(screener.graph(), t->owner));
      w.member("party", party_id(screener.graph(), t->owned));
      w.key("share");
      if (t->share.known()) w.value(t->share.value());
      else w.null();
      w.member_or_null("from", to_text(t->from)).member_or_null("to", to_text(t->to)).member_or_null("source", t->source).end_object();
    }
    w.end_array().end_object();
  }
  w.end_array();
  if (c.decision) {
    const auto& d = c.decision->decision;
    w.key("decision").begin_object().member("verdict", d.verdict).member("by", d.by).member("why", d.why).member("dated", d.day).member("stale", c.decision->stale);
    w.member_or_null("why_stale", c.decision->why_stale).end_object();
  }
  w.end_object();
}

}  // namespace

std::string safe_json(std::string_view s) {
  std::string out;
  std::size_t plain = 0;
  const auto flush = [&](std::size_t to) {
    if (to == plain) return;
    std::string part;
    append_json_string(part, s.substr(plain, to - plain));
    out.append(part, 1, part.size() - 2);
  };
  out += '"';
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t begin = at;
    const auto byte = static_cast<unsigned char>(s[at]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++at;
      continue;
    }
    const char32_t c = names::next_char(s, at);
    if (!turns_or_controls(c)) continue;
    flush(begin);
    char b[8];
    std::snprintf(b, sizeof b, "\\u%04x", static_cast<unsigned>(c));
    out += b;
    plain = at;
  }
  flush(s.size());
  out += '"';
  return out;
}

void append_json(std::string& out, const screen::Screener& screener, std::string_view query, const screen::Screened& s, bool calibration) {
  out += "{\"type\":\"screened\",\"query\":";
  append_safe(out, query);
  if (s.cut) out += ",\"cut\":true";
  for (const auto* list : {&s.matches, &s.near}) {
    out += list == &s.matches ? ",\"matches\":[" : ",\"near\":[";
    bool first = true;
    for (const auto& c : *list) {
      if (!first) out += ',';
      first = false;
      write_candidate(out, screener, c);
    }
    out += ']';
  }
  if (calibration) {
    out += ",\"calibration\":[";
    bool first = true;
    for (const auto& [sum, score] : screener.calibration().points) {
      out += std::string(first ? "" : ",") + "[" + two(sum) + "," + two(score) + "]";
      first = false;
    }
    out += ']';
  }
  out += '}';
}

namespace {
void csv_cell(std::string& out, std::string_view s) {
  std::string text = printable(s);
  if (!text.empty() && std::string_view("=+-@\t").find(text[0]) != std::string_view::npos) text.insert(0, "'");  // a spreadsheet takes it for a formula
  if (text.find_first_of(",\"\n") == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}
}  // namespace

void append_csv_header(std::string& out) { out += "query,status,supplier,name,score,list,entry,from,to,active,rule,reaches\n"; }

void append_csv(std::string& out, const screen::Screener& screener, std::string_view query, const screen::Screened& s) {
  bool any = false;
  for (const auto* list : {&s.matches, &s.near})
    for (const auto& c : *list) {
      any = true;
      auto ds = designations_of(screener, c);
      if (ds.empty()) ds.emplace_back();
      for (const auto& d : ds) {
        csv_cell(out, query);
        out += list == &s.matches ? ",match," : ",near,";
        csv_cell(out, c.supplier);
        out += ',';
        csv_cell(out, c.index->text(c.index->names()[c.hit.name].written));
        out += "," + two(c.hit.score) + ",";
        csv_cell(out, d.list);
        out += ',';
        csv_cell(out, d.entry.empty() ? std::string_view(d.entry_held) : d.entry);
        out += "," + d.from + "," + d.to + (d.list.empty() ? "," : d.active ? ",yes" : d.to_come ? ",not yet" : ",no") + "," + d.rule + "," +
               (d.list.empty() ? "" : d.rule == "named" || d.reaches == true ? "yes" : d.reaches ? "no" : "not held") + "\n";
      }
    }
  if (any) return;
  csv_cell(out, query);
  out += ",,,,,,,,,,,\n";
}

namespace {
bool decided_wrong(const screen::Candidate& c) { return c.decision && !c.decision->stale && c.decision->decision.verdict == "wrong"; }
}  // namespace

void append_text(std::string& out, const screen::Screener& screener, std::string_view query, const screen::Screened& s, bool explain) {
  std::string shown = printable(query.substr(0, 400));
  out += shown + (query.size() > 400 ? "…" : "") + "\n";
  if (s.cut) out += "  only the first 4,096 bytes were compared\n";
  if (s.matches.empty()) out += "  no match\n";
  constexpr double kWorthShowing = 0.3;  // fainter likenesses stand in JSON and CSV
  std::size_t faint = 0;
  for (const auto* list : {&s.matches, &s.near})
    for (const auto& c : *list) {
      if (list == &s.near && c.hit.score < kWorthShowing && !explain) {
        ++faint;
        continue;
      }
      const auto& e = c.index->entities()[c.hit.entity];
      const std::string_view met = c.index->text(c.index->names()[c.hit.name].written), listed = c.index->text(e.name);
      out += std::string(list == &s.matches ? "  match  " : "  near   ") + two(c.hit.score) + "  " + printable(met) + (listed == met ? "" : "  (listed as " + printable(listed) + ")");
      out += "  " + std::string(c.list) + " " + std::string(c.entry) + (list == &s.near && !decided_wrong(c) ? "  to be confirmed" : "") + "\n";
      if (c.decision)
        out += "         decided: " + c.decision->decision.verdict + " by " + printable(c.decision->decision.by) + ", " + c.decision->decision.day + ": " + printable(c.decision->decision.why) +
               (c.decision->stale ? " (decides no more: " + c.decision->why_stale + "; decide again)" : "") + "\n";
      std::string_view told;  // what a list does is said once, behind the last of its rows
      const auto ds = designations_of(screener, c);
      for (const auto& d : ds) {
        // A list that names an owner does not name what it owns: whether it reaches so far is the list's own rule.
        const bool reached = d.rule == "named" || d.reaches == true;
        out += "         " + std::string(d.not_known_then ? "not known whether on record then: " : !reached ? d.reaches ? "not reached by " : "not known whether reached by " : d.active ? "on " : d.to_come ? "not yet on " : "was on ") + std::string(d.list) + (d.source.empty() ? "" : " (" + printable(d.source) + ")") + (d.from.empty() ? "" : " from " + d.from) +
               (d.to.empty() ? "" : " to " + d.to) + (d.rule == "named" ? "" : ", through " + d.rule);
        for (const auto* t : d.via) out += (t == d.via.front() ? ": " : ", ") + std::string(party_id(screener.graph(), t->owner)) + " → " + std::string(party_id(screener.graph(), t->owned));
        if (!c.later.empty() && d.rule == "named" && d.list == c.list) out += ", as the edition of " + std::string(c.later) + " has it";
        if (!d.of.empty()) out += ", of " + printable(d.of) + " (" + d.edition + (d.reaches ? ")" : "; taken for the owner by the same legal name: to be confirmed)");
        if (!d.scope.empty()) out += "; for " + printable(d.scope);
        out += "\n";
        if (d.not_known_then) continue;
        const bool last = &d == &ds.back() || (&d + 1)->list != d.list || (&d + 1)->effect != d.effect;
        if (reached && d.active && !d.effect.empty() && last && d.effect != told) {
          out += "           " + printable(d.effect) + "\n";
          told = d.effect;
        }
      }
      for (const auto& b : c.hit.because)
        if (!explain && b.rule == names::Rule::LookAlikeLetters) out += "         letters of two scripts that print alike: " + printable(b.query) + " for " + printable(b.name) + "\n";
      if (!explain) continue;
      for (const auto& b : c.hit.because) {
        const std::string weight = two(b.weight);
        out += "         " + std::string(weight.size() < 7 ? 7 - weight.size() : 0, ' ') + weight + "  " + std::string(to_text(b.rule));
        if (!b.query.empty()) out += "  " + printable(b.query);
        if (!b.name.empty()) out += (b.query.empty() ? "  list: " : " = ") + printable(b.name);
        out += "\n";
      }
      const std::string sum = two(c.hit.sum);
      out += "         " + std::string(sum.size() < 7 ? 7 - sum.size() : 0, ' ') + sum + "  sum, score " + two(c.hit.score) + "\n";
    }
  if (faint > 0) out += "  " + counted(static_cast<std::int64_t>(faint), "fainter likeness", "fainter likenesses") + " not shown (--explain shows them)\n";
}

std::string calibration_in_words(const names::Calibration& c) {
  std::string out = "Sum of weights → score (knowledge/calibration/screening_score.tsv, straight between):\n ";
  for (const auto& [sum, score] : c.points) out += "  " + two(sum) + " → " + two(score);
  return out + "\n";
}

}  // namespace rf::cli
