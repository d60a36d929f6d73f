// `supplier ID|NAME`: the dossier. A name is taken as `screen` takes it: where it matches one supplier; else entries of imported lists
// that it matches are shown, and what is only near is offered.
#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "cli/common.h"
#include "cli/lists_parts.h"
#include "names/resolve.h"
#include "report/dossier.h"
#include "screen/gleif_ties.h"
#include "screen/lists/meaning.h"
#include "screen/screener.h"

namespace rf::cli {
namespace {

/// The id that is meant, "" where only entries of imported lists are (in `listed`), or what to say.
Result<std::string> supplier_meant(const knowledge::World& world, const std::string& asked, const screen::Screener& screener, std::vector<screen::Candidate>& listed) {
  const names::Resolver resolver(world);
  const auto r = resolver.resolve(asked);
  if (r.match == names::Match::Clear || r.match == names::Match::Brand) return r.supplier;
  screen::Screener::Lane lane(screener);
  const auto found = lane.screen(asked, {});
  std::vector<std::string> meant;
  for (const auto& c : found.matches) {
    if (!c.supplier.empty() && std::find(meant.begin(), meant.end(), c.supplier) == meant.end()) meant.emplace_back(c.supplier);
    if (c.supplier.empty()) listed.push_back(c);
  }
  if (meant.size() == 1) return meant[0];
  if (meant.empty() && !listed.empty()) return std::string();
  std::string near;
  std::vector<std::string> shown;
  const auto offer = [&](const std::string& id, const std::string& name) {
    if (std::find(shown.begin(), shown.end(), id) != shown.end() || shown.size() == 5) return;
    shown.push_back(id);
    near += (near.empty() ? "" : ", ") + id + " (" + name + ")";
  };
  for (const auto* v : {&found.matches, &found.near})
    for (const auto& c : *v)
      if (!c.supplier.empty()) offer(std::string(c.supplier), std::string(c.index->text(c.index->entities()[c.hit.entity].name)));
  for (const auto& c : r.candidates) offer(c.supplier, c.name);
  for (const auto& [id, name] : screen::nearest(world, asked, 5)) offer(id, name);
  return std::unexpected(Error{Kind::Usage, {}, {}, (meant.size() > 1 ? "several suppliers in knowledge may be meant by \"" : "no supplier in knowledge is called \"") + printable(asked.substr(0, 200)) + "\"",
                               near.empty() ? "ringfence knowledge list suppliers shows them; ringfence screen looks in the lists" : "nearest, to be confirmed: " + near});
}

std::string tie_said(const screen::Graph& g, const screen::Tie& t, bool up) {
  return (up ? g.party(t.owner).name : g.party(t.owned).name) + ", " + std::string(to_text(t.kind)) + (t.share.known() ? ", " + to_text(t.share) : "") + (t.from.known() ? ", from " + to_text(t.from) : "") + (t.note.empty() ? "" : ", " + t.note) + " [" + t.source + "]";
}

/// Whoever stands in imported lists alone: what each list says, and who is tied to him.
int show_listed(const Options& o, const knowledge::World& world, const screen::lists::Editions& editions, const screen::Screener& screener, const std::vector<screen::Candidate>& listed) {
  if (o.format == "dot") return print_error({Kind::Usage, {}, {}, "an entry of a list has no picture", "--format text, json or jsonl"}), kUsage;
  std::string text;
  JsonWriter w(text, o.format == "json" ? 1 : 0);
  const bool json = o.format != "text";
  if (json) w.begin_object().key("supplier").null().member("as_of", to_text(world.as_of)).member("known_at", to_text(world.known_at)).key("entries").begin_array();
  std::vector<std::size_t> parties;
  for (const auto& c : listed) {
    if (c.party != screen::Graph::npos && std::find(parties.begin(), parties.end(), c.party) == parties.end()) parties.push_back(c.party);
    for (const auto& edition : editions.at_hand(world.known_at)) {
      if (edition.list != c.list) continue;
      const auto done = editions.each(edition, [&](names::ListEntity e, std::string_view hash) {
        if (e.entry != c.entry) return;
        const auto m = screen::lists::meaning_of(*world.knowledge, e.list, e.source);
        if (json) write_entity(w, e, m, hash, false);
        else text += (text.empty() ? "" : "\n") + entity_in_words(e, m, hash, edition.format);
      });
      if (!done) return print_error(done.error()), kNothing;
    }
  }
  if (json) w.end_array().key("ties").begin_array();
  const auto& g = screener.graph();
  for (const std::size_t p : parties) {
    for (const bool up : {true, false})
      for (const auto* t : up ? g.owners(p, world.as_of) : g.owned(p, world.as_of)) {
        if (!json) {
          text += std::string(up ? "  owner or link: " : "  of it: ") + printable(tie_said(g, *t, up)) + "\n";
          continue;
        }
        w.begin_object().member("relation", to_text(t->kind)).member("of", g.party(t->owner).id).member("of_name", g.party(t->owner).name).member("owned", g.party(t->owned).id).member("owned_name", g.party(t->owned).name).key("share");
        t->share.known() ? w.value(t->share.value()) : w.null();
        w.member_or_null("from", to_text(t->from)).member_or_null("to", to_text(t->to)).member("source", t->source).member_or_null("note", t->note).end_object();
      }
    if (json) continue;
    for (const auto& b : screener.reach().on(p)) text += "  reached by " + b.list->id + " through owners (" + (b.by == "50%" ? to_text(b.share) : b.by) + "): " + printable(b.name) + " [" + b.edition + "]" + (b.confirm ? ", by the same legal name alone: to be confirmed" : "") + "\n";
  }
  if (json) {
    w.end_array().key("imported_through").begin_array();
    for (const std::size_t p : parties)
      for (const auto& b : screener.reach().on(p)) {
        w.begin_object().member("list", b.list->id).member("entry", b.entry).member("named", b.name).member("edition", b.edition).member("rule", b.by).key("share");
        b.share.known() ? w.value(b.share.value()) : w.null();
        w.member_or_null("from", to_text(b.from)).member("to_be_confirmed", b.confirm).end_object();
      }
    w.end_array().end_object();
    text += "\n";
  }
  out(text);
  std::fprintf(stderr, "no supplier in knowledge: %s of imported lists\n", counted(static_cast<std::int64_t>(listed.size()), "entry", "entries").c_str());
  return finish_output(kDone);
}

}  // namespace

int run_supplier(const Options& o) {
  const auto as_of = day_option(o.as_of, "--as-of"), known_at = day_option(o.known_at, "--known-at");
  if (!as_of || !known_at) return print_error(as_of ? known_at.error() : as_of.error()), kUsage;
  if (o.format == "csv") return print_error({Kind::Usage, {}, {}, "a dossier is no table", "--format text, json, jsonl or dot"}), kUsage;
  const auto k = knowledge::open(o.knowledge);
  if (!k) return print_error(k.error()), kNothing;
  const knowledge::World world{&*k, *as_of, *known_at};
  std::string asked;
  for (const auto& a : o.args) asked += (asked.empty() ? "" : " ") + a;  // a name may be given without quotes
  const auto db = database_path(o);
  if (!db) return print_error(db.error()), kUsage;
  const auto editions = screen::lists::Editions::open(*db);
  if (!editions) return print_error(editions.error()), kNothing;
  for (const auto& e : editions->at_hand(*known_at))
    if (screen::lists::Editions::later(e, *known_at)) std::fprintf(stderr, "ringfence: %s\n", printable(screen::lists::said_of_later(e, *known_at)).c_str());
  Result<std::string> id = lower_ascii(asked);
  if (!k->suppliers.contains(*id)) {
    const auto screener = screen::Screener::open(*k, {{}, *db, *as_of, *known_at, screen::default_cache(), {}});
    if (!screener) return print_error(screener.error()), kNothing;
    std::vector<screen::Candidate> listed;
    id = supplier_meant(world, asked, *screener, listed);
    if (!id) return print_error(id.error()), kNothing;
    if (id->empty()) return show_listed(o, world, *editions, *screener, listed);
  }
  std::vector<Error> errors;
  const auto decisions = screen::Decisions::open(*db, *known_at, errors);
  screen::Graph graph(world);
  const auto gleif = screen::add_gleif(graph, world, *editions, *id);
  if (!gleif) errors.push_back(gleif.error());
  else if (gleif->of_that_name > 1)
    std::fprintf(stderr, "ringfence: %zu entities of GLEIF (%s) bear the name and seat of %s: none is taken for it; give its lei in knowledge/suppliers\n", gleif->of_that_name, gleif->source.c_str(), id->c_str());
  if (const auto added = screen::add_ties(graph, *editions, *known_at); !added) errors.push_back(added.error());
  auto d = screen::dossier(world, graph, *editions, decisions, *id);
  if (!d) return print_error(d.error()), kNothing;
  if (gleif && !gleif->lei.empty() && gleif->by != "knowledge") {
    screen::Said lei;
    lei.what = gleif->lei, lei.kind = "lei", lei.source = gleif->source + (gleif->by == "name" ? ", by the same legal name and seat: to be confirmed" : ", by the same registration number"), lei.unverified = gleif->by == "name";
    d->numbers.push_back(std::move(lei));
  }
  report::Presence presence;
  if (!o.on.empty()) {
    Options reading = o;
    reading.args = o.on;
    auto request = request_of(reading);
    if (!request) return print_error(request.error()), kUsage;
    request->lists = false;
    const auto answer = assess::assess(*request, *k);
    if (!answer) return print_error(answer.error()), kNothing;
    errors.insert(errors.end(), answer->errors.begin(), answer->errors.end());
    presence.estate_assets = answer->assets;
    for (const auto& s : answer->by_supplier) {
      if (s.supplier == *id) {
        presence.all = s.all;
        presence.by_function = s.by_function;
      } else if (!s.supplier.empty() && !d->influence_group.empty() && screen::influence_group(world, s.supplier) == d->influence_group) {
        presence.same_group.emplace_back(s.name, s.all.assets);
      }
    }
  }
  const report::DossierInput in{*d, graph, o.on.empty() ? nullptr : &presence, errors};
  if (o.format == "json") out(report::dossier_json(in, 1) + "\n");
  else if (o.format == "jsonl") out(report::dossier_json(in, 0) + "\n");
  else if (o.format == "dot") out(report::dossier_dot(in));
  else out(report::dossier_text(in, terminal_columns()));
  for (const auto& e : errors) print_error(e);
  std::vector<std::string> on;  // an authority's list counts once, however many entries it has
  for (const auto& l : d->lists)
    if (l.active && l.reaches != false && std::find(on.begin(), on.end(), l.list->id) == on.end()) on.push_back(l.list->id);
  const auto active = static_cast<std::int64_t>(on.size());
  std::fprintf(stderr, "%s: on %s, %s, %s; %zu in imported lists\n", d->name.c_str(), counted(active, "list today", "lists today").c_str(),
               counted(static_cast<std::int64_t>(d->warnings.size()), "warning", "warnings").c_str(), counted(static_cast<std::int64_t>(d->factors.size()), "factor", "factors").c_str(), d->imported.size());
  return finish_output(errors.empty() ? kDone : kSomeUnread);
}

}  // namespace rf::cli
