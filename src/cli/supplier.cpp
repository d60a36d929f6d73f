// `supplier ID|NAME`: the dossier. A name is taken only where one supplier is clearly meant; else the nearest are offered.
#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "cli/common.h"
#include "cli/lists_parts.h"
#include "names/resolve.h"
#include "report/dossier.h"
#include "screen/gleif_ties.h"

namespace rf::cli {
namespace {

/// The id that is meant, or what to say.
Result<std::string> supplier_meant(const knowledge::World& world, const std::string& asked) {
  if (world.knowledge->suppliers.contains(lower_ascii(asked))) return lower_ascii(asked);
  const names::Resolver resolver(world);
  const auto r = resolver.resolve(asked);
  if (r.match == names::Match::Clear || r.match == names::Match::Brand) return r.supplier;
  std::string near;
  std::vector<std::string> shown;
  const auto offer = [&](const std::string& id, const std::string& name) {
    if (std::find(shown.begin(), shown.end(), id) != shown.end() || shown.size() == 5) return;
    shown.push_back(id);
    near += (near.empty() ? "" : ", ") + id + " (" + name + ")";
  };
  for (const auto& c : r.candidates) offer(c.supplier, c.name);
  for (const auto& [id, name] : screen::nearest(world, asked, 5)) offer(id, name);
  return std::unexpected(Error{Kind::Usage, {}, {}, "no supplier in knowledge is called \"" + printable(asked.substr(0, 200)) + "\"",
                               near.empty() ? "ringfence knowledge list suppliers shows them; ringfence screen looks in the lists" : "nearest, to be confirmed: " + near});
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
  const auto id = supplier_meant(world, asked);
  if (!id) return print_error(id.error()), kNothing;
  const auto db = database_path(o);
  if (!db) return print_error(db.error()), kUsage;
  const auto editions = screen::lists::Editions::open(*db);
  if (!editions) return print_error(editions.error()), kNothing;
  std::vector<Error> errors;
  const auto decisions = screen::Decisions::open(*db, *known_at, errors);
  screen::Graph graph(world);
  const auto gleif = screen::add_gleif(graph, world, *editions, *id);
  if (!gleif) errors.push_back(gleif.error());
  else if (gleif->of_that_name > 1)
    std::fprintf(stderr, "ringfence: %zu entities of GLEIF (%s) bear the name and seat of %s: none is taken for it; give its lei in knowledge/suppliers\n", gleif->of_that_name, gleif->source.c_str(), id->c_str());
  for (const auto& e : editions->in_force(*known_at)) {
    if (e.format == "gleif-level2") continue;
    if (const auto added = graph.add(*editions, e); !added) errors.push_back(added.error());
  }
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
  const auto active = std::count_if(d->lists.begin(), d->lists.end(), [](const auto& l) { return l.active && l.reaches != false; });
  std::fprintf(stderr, "%s: on %s, %s, %s; %zu in imported lists\n", d->name.c_str(), counted(active, "list today", "lists today").c_str(),
               counted(static_cast<std::int64_t>(d->warnings.size()), "warning", "warnings").c_str(), counted(static_cast<std::int64_t>(d->factors.size()), "factor", "factors").c_str(), d->imported.size());
  return finish_output(errors.empty() ? kDone : kSomeUnread);
}

}  // namespace rf::cli
