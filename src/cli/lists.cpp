// `lists import|status|diff|show`: editions of the authorities' lists in the store.
#include <algorithm>
#include <cstdio>

#include "base/json_writer.h"
#include "base/text.h"
#include "cli/common.h"
#include "cli/lists_parts.h"
#include "screen/decisions.h"
#include "screen/lists/editions.h"
#include "screen/lists/known_entries.h"
#include "screen/lists/meaning.h"

namespace rf::cli {
namespace {
namespace lists = screen::lists;

constexpr std::size_t kListsShown = 100;  // contracts.md: lists hold at most 100, --all lifts it

/// Several files → groups that are one edition each: OFAC's companions go to the names given in the same command.
std::vector<lists::Files> grouped_files(const Options& o, std::vector<Error>& errors) {
  std::vector<lists::Files> out;
  std::vector<lists::Source> companions;
  for (const auto& path : o.args) {
    auto source = lists::Source::open(path);
    if (!source) {
      errors.push_back(std::move(source).error());
      continue;
    }
    const auto* format = lists::format_of(*source);
    if (format != nullptr && format->companion) companions.push_back(std::move(*source));
    else out.push_back({std::move(*source), {}});
  }
  for (auto& c : companions) {
    std::vector<lists::Files*> owners;
    for (auto& f : out)
      if (const auto* format = lists::format_of(f.main); format != nullptr && format->id == "us-ofac-csv") owners.push_back(&f);
    const auto is_cons = [](const std::string& name) { return lower_ascii(name.substr(name.rfind('/') == std::string::npos ? 0 : name.rfind('/') + 1)).starts_with("cons"); };
    if (owners.size() > 1) std::erase_if(owners, [&](const lists::Files* f) { return is_cons(f->main.name()) != is_cons(c.name()); });
    if (owners.size() == 1) owners[0]->more.push_back(std::move(c));
    else if (owners.empty())
      errors.push_back({Kind::Usage, c.name(), {}, "belongs to OFAC's list of names and is none by itself", "give sdn.csv (or cons_prim.csv) in the same command"});
    else
      errors.push_back({Kind::Usage, c.name(), {}, "belongs to OFAC's names, and several such files were given", "import one after the other"});
  }
  return out;
}

/// Which of OFAC's companions were not given with the names: "alt.csv and add.csv".
std::string companions_missing(const lists::Files& f) {
  std::string out;
  for (const auto& [id, what] : {std::pair("us-ofac-alt", "alt.csv (further names)"), std::pair("us-ofac-add", "add.csv (addresses)")})
    if (std::none_of(f.more.begin(), f.more.end(), [&, wanted = std::string_view(id)](const lists::Source& s) {
          const auto* format = lists::format_of(s);
          return format != nullptr && format->id == wanted;
        }))
      out += (out.empty() ? "" : " and ") + std::string(what);
  return out;
}

int lists_import(const Options& o) {
  const auto db = database_path(o);
  if (!db) return print_error(db.error()), kUsage;
  if (db->empty()) return print_error({Kind::Usage, {}, {}, "--db none keeps no lists", "leave --db out, or give sqlite:PATH"}), kUsage;
  lists::ImportOptions options;
  options.list = o.list;
  options.accept_shrink = o.accept_shrink;
  options.today = today_utc();
  if (!o.dated.empty()) {
    const auto d = day_option(o.dated, "--dated");
    if (!d) return print_error(d.error()), kUsage;
    if (*d > options.today) return print_error({Kind::Usage, {}, {}, "--dated " + o.dated + " is still to come: an edition is of the day it was made", "give the day of the edition, " + to_text(options.today) + " at the latest"}), kUsage;
    options.dated = *d;
  }
  auto store = store::Store::open(*db);
  if (!store) return print_error(store.error()), kNothing;
  std::vector<Error> errors;
  auto files = grouped_files(o, errors);
  std::string text;
  JsonWriter w(text, o.format == "json" ? 1 : 0);
  if (o.format == "json") w.begin_object().key("imported").begin_array();
  std::size_t done = 0, added = 0, left_out = 0;
  for (auto& f : files) {
    const auto result = lists::import(*store, f, options);
    if (!result) {
      errors.push_back(result.error());
      continue;
    }
    if (const auto lacks = companions_missing(f); !lacks.empty() && result->edition.format == "us-ofac-csv")
      std::fprintf(stderr, "ringfence: %s was given without %s: what it holds is missing, and a name that stands there alone is met by nothing; give the files of one list in one command (docs/lists.md)\n", f.main.name().c_str(), lacks.c_str());
    ++done;
    added += result->added;
    if (result->added) {
      const auto editions = lists::Editions::open(*db);
      const auto lapsed = editions ? screen::lapse(*store, *editions, result->edition) : Result<std::vector<store::Decision>>(std::unexpected(editions.error()));
      if (!lapsed) errors.push_back(lapsed.error());
      else
        for (const auto& d : *lapsed)
          std::fprintf(stderr, "ringfence: the decision on \"%s\" and %s (%s, %s) decides no more: %s; look at it again\n", printable(d.query).c_str(), printable(d.name).c_str(), d.list.c_str(), printable(d.entry).c_str(), d.why.c_str());
    }
    left_out += result->edition.left_out;
    const auto& e = result->edition;
    for (const auto& l : result->left_out) print_error(l);
    if (e.left_out > result->left_out.size())
      std::fprintf(stderr, "ringfence: %s: %s more left out for the same reasons\n", f.main.name().c_str(), std::to_string(e.left_out - result->left_out.size()).c_str());
    if (o.format == "text") {
      text += e.list + " of " + e.dated + (e.dated_by == "file" ? "" : e.dated_by == "given" ? " (as given)" : " (the list does not say its day; that of the import)") + ": " +
              counted(static_cast<std::int64_t>(e.entities), "entry", "entries");
      if (e.relations > 0) text += ", " + counted(static_cast<std::int64_t>(e.relations), "relation", "relations");
      text += ", sha256 " + e.sha256.substr(0, 12) + ", edition " + std::to_string(e.number) + "\n";
      if (!result->added) text += "  is there already: nothing was changed\n";
      else if (!result->before.empty()) text += "  the edition of " + result->before + " had " + std::to_string(result->entities_before) + "; ringfence lists diff shows what changed\n";
      if (!result->in_force) text += "  an edition of a later day is in force; this one answers for its own day\n";
    } else {
      JsonWriter line(text, 0);
      JsonWriter& to = o.format == "jsonl" ? line : w;
      write_edition(to, e, o.format == "jsonl" ? "edition" : "", [&] {
        to.member("added", result->added).member("in_force", result->in_force).member_or_null("before", result->before);
      });
      if (o.format == "jsonl") text += "\n";
    }
  }
  if (o.format == "json") {
    w.end_array();
    write_errors(w, errors);
    w.end_object();
    text += "\n";
  }
  out(text);
  for (const auto& e : errors) print_error(e);
  std::fprintf(stderr, "%s imported (%zu new), %s left out, %s could not be used\n", counted(static_cast<std::int64_t>(done), "edition", "editions").c_str(), added,
               counted(static_cast<std::int64_t>(left_out), "record", "records").c_str(), counted(static_cast<std::int64_t>(errors.size()), "file", "files").c_str());
  return finish_output(errors.empty() ? kDone : done == 0 ? kNothing : kSomeUnread);
}

int lists_status(const Options& o, const lists::Editions& editions, const knowledge::Knowledge& k, Day as_of, Day known_at) {
  std::string text;
  JsonWriter w(text, o.format == "json" ? 1 : 0);
  const auto now = editions.in_force(known_at);
  std::size_t stale = 0;
  if (o.format == "json") w.begin_array();
  for (const auto& e : now) {
    const auto age = as_of.days - parse_iso_day(e.dated).value_or(Day{}).days;
    const auto meaning = lists::meaning_of(k, e.list, {});
    const bool is_stale = age > meaning.stale_after;
    stale += is_stale;
    if (o.format == "text") {
      text += e.list + std::string(e.list.size() < 18 ? 18 - e.list.size() : 1, ' ') + e.dated + "  " + (age < 0 ? "dated after the day asked for" : counted(age, "day", "days") + " old") +
              (is_stale ? ", STALE (older than " + std::to_string(meaning.stale_after) + ")" : "") + "  " + counted(static_cast<std::int64_t>(e.entities), "entry", "entries") +
              (e.relations > 0 ? ", " + counted(static_cast<std::int64_t>(e.relations), "relation", "relations") : "") + "  sha256 " + e.sha256.substr(0, 12) + "  edition " + std::to_string(e.number) + "\n";
      if (!meaning.title.empty()) text += "    " + meaning.title + "\n";
      if (o.all)
        for (const auto& old : editions.all())
          if (old.list == e.list && old.number != e.number) text += "    also " + old.dated + "  " + std::to_string(old.entities) + " entries  edition " + std::to_string(old.number) + "\n";
    } else {
      JsonWriter line(text, 0);
      JsonWriter& to = o.format == "jsonl" ? line : w;
      write_edition(to, e, o.format == "jsonl" ? "edition" : "", [&] {
        to.member("age_days", static_cast<std::int64_t>(age)).member("stale", is_stale).member("stale_after_days", meaning.stale_after).member_or_null("title", meaning.title);
        to.key("earlier").begin_array();
        for (const auto& old : editions.all())
          if (old.list == e.list && old.number != e.number) to.begin_object().member("edition", old.number).member("dated", old.dated).member("sha256", old.sha256).end_object();
        to.end_array();
      });
      if (o.format == "jsonl") text += "\n";
    }
  }
  if (o.format == "json") {
    w.end_array();
    text += "\n";
  }
  if (o.format == "text" && now.empty()) text = "No list was imported that is dated " + to_text(known_at) + " or before; ringfence lists import FILE reads one.\n";
  out(text);
  std::fprintf(stderr, "%s, %zu stale%s\n", counted(static_cast<std::int64_t>(now.size()), "list", "lists").c_str(), stale, stale > 0 ? ": fetch them from the authority and import again" : "");
  return finish_output(stale > 0 ? kBreached : kDone);
}

int lists_diff(const Options& o, const lists::Editions& editions) {
  const auto a = editions.find(o.args[0]), b = editions.find(o.args[1]);
  if (!a || !b) return print_error(a ? b.error() : a.error()), kUsage;
  if (a->list != b->list) return print_error({Kind::Usage, {}, {}, "edition " + o.args[0] + " is of " + a->list + ", " + o.args[1] + " of " + b->list, "give two editions of one list"}), kUsage;
  const auto changes = lists::diff(editions, *a, *b);
  if (!changes) return print_error(changes.error()), kNothing;
  std::string text;
  JsonWriter w(text, o.format == "json" ? 1 : 0);
  if (o.format == "json") w.begin_object().member("list", a->list).member("from", a->dated).member("to", b->dated).key("changes").begin_array();
  std::size_t n[4] = {};
  for (const auto& c : *changes) {
    const std::size_t at = static_cast<std::size_t>(c.what);
    if (++n[at] > kListsShown && !o.all) continue;
    std::string fields;
    for (const auto& f : c.fields) fields += (fields.empty() ? "" : ", ") + f;
    if (o.format == "text") {
      text += std::string(to_text(c.what)) + "  " + printable(c.name) + "  [" + c.entry + "]" + (c.before.empty() ? "" : "  was " + printable(c.before)) + (fields.empty() ? "" : "  (" + fields + ")") + "\n";
    } else {
      JsonWriter line(text, 0);
      JsonWriter& to = o.format == "jsonl" ? line : w;
      to.begin_object();
      if (o.format == "jsonl") to.member("type", "change");
      to.member("what", to_text(c.what)).member("entry", c.entry).member("name", c.name).member_or_null("before", c.before).member_or_null("source", c.source).key("fields").begin_array();
      for (const auto& f : c.fields) to.value(f);
      to.end_array().end_object();
      if (o.format == "jsonl") text += "\n";
    }
  }
  if (o.format == "json") {
    w.end_array().key("counts").begin_object();
    for (int i = 0; i < 4; ++i) w.member(to_text(static_cast<lists::Difference::What>(i)), static_cast<std::uint64_t>(n[i]));
    w.end_object().end_object();
    text += "\n";
  }
  out(text);
  std::fprintf(stderr, "%s from %s to %s: %zu added, %zu dropped, %zu renamed, %zu changed%s\n", a->list.c_str(), a->dated.c_str(), b->dated.c_str(), n[0], n[1], n[2], n[3],
               !o.all && std::any_of(std::begin(n), std::end(n), [](auto c) { return c > kListsShown; }) ? " (100 of a kind shown; --all shows all)" : "");
  return finish_output(kDone);
}

int lists_show(const Options& o, const lists::Editions& editions, const knowledge::Knowledge& k) {
  auto e = editions.find(o.args[0]);
  // A list that was never imported may stand in knowledge.
  std::vector<names::ListEntity> known;
  if (!e && k.lists.contains(o.args[0])) {
    known = lists::known_entries(k, o.args[0], today_utc());
    e = store::Edition{};
    e->list = o.args[0];
    e->dated = "knowledge";
    e->format = "knowledge";
    e->sha256 = k.hash;
    e->entities = known.size();
  }
  if (!e) return print_error(e.error()), kUsage;
  const std::string wanted = o.args.size() > 1 ? o.args[1] : "";
  const std::string folded_wanted = folded(wanted);
  std::string text;
  JsonWriter w(text, o.format == "json" ? 1 : 0);
  if (o.format == "json") {
    w.begin_object().key("edition");
    write_edition(w, *e, "", [] {});
    w.key("entries").begin_array();
  }
  if (o.format == "text" && wanted.empty()) {
    const auto m = lists::meaning_of(k, e->list, {});
    text += e->list + (m.title.empty() ? "" : ": " + m.title) + "\n  edition " + std::to_string(e->number) + " of " + e->dated + ", " + e->format + ", imported " + e->made_at + "\n  sha256 " + e->sha256 + "\n  " +
            counted(static_cast<std::int64_t>(e->entities), "entry", "entries") + ", " + counted(static_cast<std::int64_t>(e->relations), "relation", "relations") + "\n";
    if (!m.effect.empty()) text += "  what it does: " + m.effect + "\n";
  }
  std::size_t found = 0;
  const auto take = [&](names::ListEntity x, std::string_view hash) {
    if (!wanted.empty() && x.entry != wanted && folded(x.name).find(folded_wanted) == std::string::npos &&
        std::none_of(x.aliases.begin(), x.aliases.end(), [&](const names::Alias& a) { return folded(a.text).find(folded_wanted) != std::string::npos; }))
      return;
    if (++found > (wanted.empty() ? std::size_t{20} : kListsShown) && !o.all) return;
    if (o.format == "text") {
      text += "\n" + entity_in_words(x, lists::meaning_of(k, x.list, x.source), hash, e->format);
    } else {
      JsonWriter line(text, 0);
      write_entity(o.format == "jsonl" ? line : w, x, lists::meaning_of(k, x.list, x.source), hash, o.format == "jsonl");
      if (o.format == "jsonl") text += "\n";
    }
  };
  if (e->format == "knowledge")
    for (auto& x : known) {
      const std::string hash = lists::hash_of(x);
      take(std::move(x), hash);
    }
  const auto done = e->format == "knowledge" ? Result<void>() : editions.each(*e, take);
  if (!done) return print_error(done.error()), kNothing;
  if (o.format == "json") {
    w.end_array().end_object();
    text += "\n";
  }
  out(text);
  std::fprintf(stderr, "%s%s\n", counted(static_cast<std::int64_t>(found), "entry", "entries").c_str(), wanted.empty() && found > 20 && !o.all ? ", 20 shown; --all shows all, or name an entry" : "");
  return finish_output(!wanted.empty() && found == 0 ? kNothing : kDone);
}

}  // namespace

int run_lists(const Options& o) {
  if (o.command == "lists import") return lists_import(o);
  if (o.command == "lists decide" || o.command == "lists decisions") return run_decisions(o);
  if (o.command == "lists proof" || o.command == "lists verify") return run_proof(o);
  const auto db = database_path(o);
  if (!db) return print_error(db.error()), kUsage;
  const auto editions = lists::Editions::open(*db);
  if (!editions) return print_error(editions.error()), kNothing;
  if (o.command == "lists diff") return lists_diff(o, *editions);
  const auto k = knowledge::open(o.knowledge);
  if (!k) return print_error(k.error()), kNothing;
  if (o.command == "lists show") return lists_show(o, *editions, *k);
  const auto as_of = day_option(o.as_of, "--as-of"), known_at = day_option(o.known_at, "--known-at");
  if (!as_of || !known_at) return print_error(as_of ? known_at.error() : as_of.error()), kUsage;
  return lists_status(o, *editions, *k, *as_of, *known_at);
}

}  // namespace rf::cli
