// `lists decide|decisions`: an entry is looked up in the edition in force, or among the entries of knowledge, and what it says is
// kept as a hash, so that the decision never outlives a change of it.
#include <cstdio>

#include "base/text.h"
#include "cli/common.h"
#include "cli/lists_parts.h"
#include "screen/decisions.h"
#include "screen/lists/known_entries.h"

namespace rf::cli {
namespace {
namespace lists = screen::lists;

struct EntryNow {
  names::ListEntity entity;
  std::string hash;
};
/// An entry as it now is; its name is empty where there is none.
Result<EntryNow> entry_now(const lists::Editions& editions, const knowledge::Knowledge& k, const std::string& list, const std::string& entry, Day known_at) {
  EntryNow out;
  if (const auto* e = editions.in_force(list, known_at)) {
    std::vector<std::string> rows;
    RF_CHECK(editions.each(*e, [&](names::ListEntity x, std::string_view hash) {
      if (x.entry != entry) return;
      rows.emplace_back(hash);
      if (out.entity.name.empty()) out.entity = std::move(x);
    }));
    if (!rows.empty()) out.hash = lists::hash_of_rows(rows);
    return out;
  }
  for (auto& x : lists::known_entries(k, list, known_at))
    if (x.entry == entry && out.entity.name.empty()) {
      out.hash = lists::hash_of(x);
      out.entity = std::move(x);
    }
  return out;
}

int keep_decision(const Options& o, const std::string& db, const knowledge::Knowledge& k) {
  const auto day = day_option(o.dated, "--dated");
  if (!day) return print_error(day.error()), kUsage;
  const auto editions = lists::Editions::open(db);
  if (!editions) return print_error(editions.error()), kNothing;
  const auto now = entry_now(*editions, k, o.list, o.entry, today_utc());
  if (!now) return print_error(now.error()), kNothing;
  if (now->entity.name.empty() && o.verdict != "withdrawn")
    return print_error({Kind::Usage, {}, {}, "the list " + o.list + " has no entry \"" + o.entry + "\"", "ringfence lists show LIST NAME shows entries and their numbers"}), kUsage;
  if (trimmed(o.by).empty() || trimmed(o.why).empty()) return print_error({Kind::Usage, {}, {}, "a decision needs a name and a reason", "--by NAME --why REASON"}), kUsage;
  const std::string key = screen::decision_key(o.args[0]);
  if (key.empty()) return print_error({Kind::Usage, {}, {}, "\"" + o.args[0] + "\" is no name", {}}), kUsage;
  auto store = store::Store::open(db);
  if (!store) return print_error(store.error()), kNothing;
  store::Decision d;
  d.day = to_text(*day);
  d.by = o.by;
  d.verdict = o.verdict;
  d.query = key;
  d.list = o.list;
  d.entry = o.entry;
  d.name = now->entity.name;
  d.entry_hash = now->hash;
  d.edition = now->entity.edition;
  d.why = o.why;
  const auto number = store->keep(d);
  if (!number) return print_error(number.error()), kNothing;
  std::fprintf(stderr, "decision %lld kept: \"%s\" and %s (%s, %s): %s, by %s\n", static_cast<long long>(*number), o.args[0].c_str(), printable(d.name.empty() ? d.entry : d.name).c_str(), d.list.c_str(),
               d.entry.c_str(), d.verdict.c_str(), d.by.c_str());
  return kDone;
}

int list_decisions(const Options& o, const std::string& db, const knowledge::Knowledge& k) {
  const auto known_at = day_option(o.known_at, "--known-at");
  if (!known_at) return print_error(known_at.error()), kUsage;
  std::vector<Error> errors;
  const auto held = screen::Decisions::open(db, *known_at, errors);
  for (const auto& e : errors) print_error(e);
  if (!errors.empty()) return kNothing;
  const auto editions = lists::Editions::open(db);
  if (!editions) return print_error(editions.error()), kNothing;
  std::string text;
  JsonWriter w(text, o.format == "json" ? 1 : 0);
  if (o.format == "json") w.begin_array();
  std::size_t stale = 0, n = 0;
  for (const auto& d : held.all()) {
    const auto now = entry_now(*editions, k, d.list, d.entry, *known_at);
    if (!now) return print_error(now.error()), kNothing;
    const auto as_held = held.now(d, now->hash);
    const bool is_stale = as_held && as_held->stale;
    stale += is_stale;
    ++n;
    if (o.format == "text") {
      text += d.day + "  " + d.verdict + "  \"" + printable(d.query) + "\" and " + printable(d.name) + " (" + d.list + ", " + d.entry + ")\n    by " + printable(d.by) + ": " + printable(d.why) + "\n";
      if (is_stale) text += "    STALE: " + as_held->why_stale + "; it decides nothing until it is decided again\n";
    } else {
      JsonWriter line(text, 0);
      JsonWriter& to = o.format == "jsonl" ? line : w;
      to.begin_object();
      if (o.format == "jsonl") to.member("type", "decision");
      to.member("number", d.number).member("dated", d.day).member("made_at", d.made_at).member("by", d.by).member("verdict", d.verdict).member("query", d.query).member("list", d.list);
      to.member("entry", d.entry).member("name", d.name).member("entry_hash", d.entry_hash).member_or_null("edition", d.edition).member("why", d.why).member("stale", is_stale);
      to.member_or_null("why_stale", is_stale ? as_held->why_stale : std::string()).end_object();
      if (o.format == "jsonl") text += "\n";
    }
  }
  if (o.format == "json") {
    w.end_array();
    text += "\n";
  }
  out(text);
  std::fprintf(stderr, "%zu decisions, %zu stale\n", n, stale);
  return finish_output(kDone);
}

}  // namespace

int run_decisions(const Options& o) {
  const auto db = database_path(o);
  if (!db) return print_error(db.error()), kUsage;
  if (db->empty()) return print_error({Kind::Usage, {}, {}, "--db none keeps no decisions", "leave --db out, or give sqlite:PATH"}), kUsage;
  const auto k = knowledge::open(o.knowledge);
  if (!k) return print_error(k.error()), kNothing;
  return o.command == "lists decide" ? keep_decision(o, *db, *k) : list_decisions(o, *db, *k);
}

}  // namespace rf::cli
