// Every line of the dossier is a fact of knowledge, a tie of the graph, or an entry of a list, with its source. Factors are the
// same facts put under the heads that assessors use (section 105Z8 of the Communications Act 2003; the NCSC's criteria of 28
// January 2020; measure SM03 of the EU toolbox): a head that has nothing behind it is left out, and nothing is added up.
#include "screen/dossier.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "names/resolve.h"

namespace rf::screen {
namespace {
using knowledge::World;

std::string source_title(const World& w, const std::string& source) {
  const auto at = w.knowledge->sources.find(source);
  return at == w.knowledge->sources.end() ? source : at->second.title;
}
template <class F>
Said said(const World& w, const F& f, const std::vector<F>& among) {
  Said s;
  s.from = f.from;
  s.to = f.to;
  s.source = source_title(w, f.source);
  s.unverified = f.unverified;
  s.holds = w.holds(f, among);
  return s;
}
/// Known by then and begun by the day, past ones too.
template <class F>
bool begun(const World& w, const F& f, const std::vector<F>& among) {
  return w.known(f, among) && (!f.from.known() || f.from <= w.as_of);
}
std::string supplier_name(const World& w, const std::string& id) {
  const auto at = w.knowledge->suppliers.find(id);
  return at == w.knowledge->suppliers.end() ? id : at->second.name;
}
/// The year, or the day, that a text names at `at`; unknown where none stands there. "2022", "2022-23", "2022-03-01".
Day named_day(std::string_view t, std::size_t at) {
  const auto digit = [&](std::size_t i) { return i < t.size() && t[i] >= '0' && t[i] <= '9'; };
  const bool inside = at > 0 && (digit(at - 1) || t[at - 1] == '.' || t[at - 1] == '-' || t[at - 1] == '/' || (static_cast<unsigned char>(t[at - 1]) | 0x20) >= 'a');
  if (inside || !(t.substr(at, 2) == "19" || t.substr(at, 2) == "20") || !digit(at + 2) || !digit(at + 3) || digit(at + 4)) return {};
  if (const auto whole = parse_iso_day(t.substr(at, 10))) return *whole;
  const int year = (t[at] - '0') * 1000 + (t[at + 1] - '0') * 100 + (t[at + 2] - '0') * 10 + (t[at + 3] - '0');
  if (t.size() > at + 6 && t[at + 4] == '-' && digit(at + 5) && digit(at + 6) && !digit(at + 7))
    if (const Day month = day_of(year, (t[at + 5] - '0') * 10 + (t[at + 6] - '0'), 1); month.known() && (t[at + 5] - '0') * 10 + (t[at + 6] - '0') <= 12 && year % 100 + 1 != (t[at + 5] - '0') * 10 + (t[at + 6] - '0')) return month;
  return day_of(year, 1, 1);
}

bool begins_before(const Said& a, const Said& b) { return a.from < b.from; }

void add_factors(Dossier& d, const World& w, const Graph& graph) {
  const auto add = [&](std::string factor, std::string says, std::string source, Day from, bool unverified) { d.factors.push_back({std::move(factor), std::move(says), std::move(source), from, unverified}); };
  if (!d.state_control.empty()) {
    bool unverified = false;
    std::string chain, sources;
    for (const Tie* t : d.state_control) {
      chain += (chain.empty() ? "" : ", controlled by ") + graph.party(t->owner).name;
      unverified = unverified || t->unverified;
      if (sources.find(t->source) == std::string::npos) sources += (sources.empty() ? "" : "; ") + t->source;
    }
    add("state control", "controlled by " + chain, sources, d.state_control.back()->from, unverified);
  } else {
    for (const auto& a : d.owners)
      if (graph.party(a.party).state && !a.ties.empty())
        add("state ownership without control", graph.party(a.party).name + (a.ties.size() == 1 ? " owns " : ", through others, owns ") + (a.share.known() ? to_text(a.share) : "a share that is not stated"),
            a.ties.back()->source, a.ties.back()->from, std::any_of(a.ties.begin(), a.ties.end(), [](const Tie* t) { return t->unverified; }));
  }
  for (const auto& l : d.laws)
    if (l.holds) add("law of compulsion", l.what + (l.by.empty() ? "" : ", " + l.by) + ": " + l.says, l.source, l.from, l.unverified);
  for (const auto& l : d.lists) {
    if (l.reaches == false) continue;
    const std::string how = l.by == "named" ? "named" : l.by == "50%" ? "through owners (" + to_text(l.share) + ")" : l.by == "control" ? "through control" : "as an affiliate";
    const std::string when = l.active ? "" : ", until " + to_text(l.entry->to);
    const bool supply = l.list->force == "export";
    add(supply ? "continuity of supply" : "listed", l.list->title + ", " + how + when + (l.reaches.has_value() ? "" : "; whether the list reaches it is not held") + ": " + l.list->effect,
        source_title(w, l.entry->source), l.from, l.entry->unverified);
  }
  for (const auto& t : d.through)
    add(t.list->force == "export" ? "continuity of supply" : "listed", t.list->title + ", through owners (" + (t.by == "50%" ? to_text(t.share) : t.by) + ") named there: " + t.name + (t.confirm ? " (taken by the same legal name: to be confirmed)" : "") + ": " + t.list->effect,
        t.edition, t.from, t.confirm);
  for (const auto& i : d.imported)
    if (i.active && i.by != "name" && !(i.later && i.entity.from.empty()))
      add(i.meaning.force == "export" ? "continuity of supply" : "listed", (i.meaning.title.empty() ? i.entity.list : i.meaning.title) + ", entry " + i.entity.entry + " (by " + i.by + " " + i.met + ")" + (i.meaning.effect.empty() ? "" : ": " + i.meaning.effect),
          i.entity.list + " of " + i.entity.edition, parse_iso_day(i.entity.from).value_or(Day{}), false);
  for (const auto& [id, direction] : w.knowledge->directions)
    for (const auto& s : direction.statements)
      if (s.about == d.id && w.holds(s, direction.statements))
        add("mitigation, as an authority states it", direction.title + ": " + (s.possible.has_value() ? *s.possible ? "can be mitigated" : "cannot be mitigated" : "not decided") + (s.quote.empty() ? "" : " (\"" + s.quote + "\")"),
            source_title(w, s.source), s.from, s.unverified);
  for (const auto& [id, regime] : w.knowledge->regimes) {
    if (std::find(regime.about.begin(), regime.about.end(), d.id) == regime.about.end()) continue;
    for (const auto& a : regime.assurance)
      if (w.holds(a, regime.assurance)) add("engineering and assurance", regime.title + ": " + a.level + " (" + a.by + ")" + (a.says.empty() ? "" : ": " + a.says), source_title(w, a.source), a.from, a.unverified);
  }
  for (const auto& x : d.warnings)
    if (x.holds && x.direction.empty()) add("position of an authority", x.country + ", " + x.by + " (" + x.kind + "): " + x.says, x.source, x.from, x.unverified);
  for (const auto& x : d.makes_for) add("behind other badges", "makes for " + x.what + (x.says.empty() ? "" : ": " + x.says), x.source, x.from, x.unverified);
}

Result<void> add_imported(Dossier& d, const World& w, const knowledge::Supplier& s, const lists::Editions& editions, const Decisions& decisions) {
  std::map<std::string, std::string> numbers;  // folded number → type
  for (const auto& i : s.ids)
    if (w.known(i, s.ids)) numbers[lower_ascii(i.value)] = i.type;
  std::map<std::string, std::string> legal;  // normalised → as written
  for (const auto& n : s.names)
    if (w.known(n, s.names) && (n.kind == "legal" || n.kind == "former" || n.kind.empty())) legal.emplace(names::normalised(n.text), n.text);
  legal.emplace(names::normalised(s.name), s.name);
  legal.erase("");
  for (const auto& edition : editions.at_hand(w.known_at)) {
    if (edition.format.starts_with("gleif")) continue;
    const bool later = lists::Editions::later(edition, w.known_at);
    RF_CHECK(editions.each(edition, [&](names::ListEntity e, std::string_view hash) {
      if (lists::only_related(e)) return;
      ListedAs l;
      if (e.supplier == d.id) {
        l.by = "supplier";
        l.met = d.id;
      }
      for (const auto& i : e.identifiers)
        if (l.by.empty() && (i.type == "uscc" || i.type == "lei" || i.type == "registration"))
          if (const auto at = numbers.find(lower_ascii(i.value)); at != numbers.end()) {
            l.by = "number";
            l.met = at->second + " " + i.value;
          }
      if (l.by.empty() && e.kind != names::EntityKind::Person && e.kind != names::EntityKind::Vessel && e.kind != names::EntityKind::Aircraft) {
        // "Example Co., Ltd. (Example)": BIS writes the short name behind.
        const auto same = [&](const std::string& n) {
          const auto open = n.ends_with(')') ? n.rfind('(') : std::string::npos;
          return legal.contains(names::normalised(n)) || (open != std::string::npos && open > 0 && legal.contains(names::normalised(n.substr(0, open))));
        };
        if (same(e.name)) l.met = e.name;
        for (const auto& a : e.aliases)
          if (l.met.empty() && a.kind != names::AliasKind::Weak && same(a.text)) l.met = a.text;
        if (!l.met.empty()) l.by = "name";
      }
      if (l.by.empty()) return;
      const auto from = parse_iso_day(e.from), to = parse_iso_day(e.to);
      if ((from && *from > w.as_of) || (later && lists::on_record(e.from, w.known_at) == lists::OnRecord::No)) return;
      l.later = later;
      l.active = !to || w.as_of <= *to;
      l.hash = hash;
      l.meaning = lists::meaning_of(*w.knowledge, e.list, e.source);
      l.entity = std::move(e);
      d.imported.push_back(std::move(l));
    }));
  }
  if (!decisions.empty()) {
    std::map<std::string, std::set<std::string>> met;  // list → entries: a decision is on an entry, whatever rows it has
    for (const auto& l : d.imported) met[l.entity.list].insert(l.entity.entry);
    for (const auto& edition : editions.at_hand(w.known_at)) {
      const auto of = met.find(edition.list);
      if (of == met.end()) continue;
      RF_TRY(const auto hashes, editions.hashes(edition, of->second));
      for (auto& l : d.imported)
        for (const auto& name : {l.met, s.name})
          if (l.entity.list == edition.list && !l.decision) l.decision = decisions.on(name, edition.list, l.entity.entry, hashes.at(l.entity.entry));
    }
  }
  // A wrong match that a person has ruled out, and whose entry is the same still, is left out.
  std::erase_if(d.imported, [](const ListedAs& l) { return l.decision && !l.decision->stale && l.decision->decision.verdict == "wrong"; });
  // Entries without a day: the first edition that has them says since when at the latest.
  for (auto& l : d.imported) {
    if (!l.entity.from.empty() || l.later) continue;
    l.since = l.entity.edition;
    for (const auto& e : editions.all()) {
      if (e.list != l.entity.list || e.dated >= l.since || parse_iso_day(e.dated).value_or(Day{}) > w.known_at) continue;
      bool has = false;
      RF_CHECK(editions.each(e, [&](names::ListEntity x, std::string_view) { has = has || x.entry == l.entity.entry; }));
      if (has) l.since = e.dated;
    }
  }
  std::stable_sort(d.imported.begin(), d.imported.end(), [](const ListedAs& a, const ListedAs& b) { return (a.by == "name") < (b.by == "name"); });
  return {};
}

}  // namespace

std::string as_known(const std::string& text, Day known_at) {
  std::size_t clause = 0;  // where the clause begins
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ';' || (i + 1 < text.size() && (text[i] == ',' || text[i] == '.' || text[i] == ':') && text[i + 1] == ' ') || (text[i] == '(' && i > 0)) clause = i;
    const Day day = named_day(text, i);
    if (!day.known() || day <= known_at) continue;
    const std::string before = lower_ascii(std::string_view(text).substr(clause, i - clause));
    bool beforehand = false;
    for (const char* word : {" by ", "until ", "before ", "till ", "end of ", "no later than ", " for "}) beforehand = beforehand || before.find(word) != std::string::npos;
    if (beforehand) continue;
    std::string out = text.substr(0, clause);
    while (!out.empty() && (out.back() == ' ' || out.back() == ',' || out.back() == ';')) out.pop_back();
    return out;
  }
  return text;
}

Result<Dossier> dossier(const World& w, const Graph& graph, const lists::Editions& editions, const Decisions& decisions, const std::string& id) {
  const auto found = w.knowledge->suppliers.find(id);
  if (found == w.knowledge->suppliers.end()) return fail(Kind::Usage, "there is no supplier " + id);
  const knowledge::Supplier& s = found->second;
  Dossier d;
  d.id = id;
  d.name = s.name;
  d.maker = s.maker;
  d.as_of = w.as_of;
  d.known_at = w.known_at;
  for (const auto& note : s.notes)
    if (auto said = as_known(note, w.known_at); !said.empty()) d.notes.push_back(std::move(said));
  d.seat = country(w, id);
  if (const auto j = w.knowledge->jurisdictions.find(d.seat); j != w.knowledge->jurisdictions.end()) d.seat_name = j->second.name;
  d.influence_group = influence_group(w, id);
  const auto each = [&](const auto& facts, std::vector<Said>& to, auto fill) {
    for (const auto& f : facts)
      if (begun(w, f, facts)) {
        Said x = said(w, f, facts);
        fill(f, x);
        if (&to != &d.warnings && &to != &d.laws) x.says = as_known(x.says, w.known_at);  // those say themselves what is to come
        to.push_back(std::move(x));
      }
  };
  const auto name = [](const knowledge::Name& f, Said& x) { x.what = f.text, x.kind = f.kind, x.country = f.lang; };
  each(s.names, d.names, name);
  each(s.brands, d.brands, name);
  each(s.ids, d.numbers, [](const auto& f, Said& x) { x.what = f.value, x.kind = f.type, x.country = f.country; });
  each(s.seats, d.seats, [](const auto& f, Said& x) { x.what = f.country; });
  each(s.affiliates, d.affiliates, [&](const auto& f, Said& x) { x.what = supplier_name(w, f.supplier), x.by = f.supplier, x.says = f.note; });
  each(s.warnings, d.warnings, [](const auto& f, Said& x) { x.country = f.country, x.by = f.by, x.kind = f.force, x.says = f.says, x.direction = f.direction; });
  std::stable_sort(d.warnings.begin(), d.warnings.end(), begins_before);
  each(s.partners, d.partners, [&](const auto& f, Said& x) { x.what = f.supplier.empty() ? f.name : supplier_name(w, f.supplier), x.by = f.supplier, x.kind = f.kind, x.says = f.says; });
  each(s.rebadges, d.makes_for, [&](const auto& f, Said& x) {
    const bool known = w.knowledge->suppliers.contains(f.for_whom);
    x.what = known ? supplier_name(w, f.for_whom) : f.for_whom, x.by = known ? f.for_whom : "", x.says = f.note;
  });
  std::set<std::string> own_names;
  for (const auto& n : s.names) own_names.insert(names::normalised(n.text));
  for (const auto& [other, o] : w.knowledge->suppliers) {
    if (other == id) continue;
    for (const auto& f : o.rebadges)
      if (begun(w, f, o.rebadges) && (f.for_whom == id || own_names.contains(names::normalised(f.for_whom)))) {
        Said x = said(w, f, o.rebadges);
        x.what = o.name, x.by = other, x.says = as_known(f.note, w.known_at);
        d.made_by.push_back(std::move(x));
      }
    for (const auto& f : o.partners)
      if (f.supplier == id && begun(w, f, o.partners) && std::none_of(d.partners.begin(), d.partners.end(), [&](const Said& p) { return p.by == other; })) {
        Said x = said(w, f, o.partners);
        x.what = o.name, x.by = other, x.kind = f.kind, x.says = "says of itself: " + f.says;
        d.partners.push_back(std::move(x));
      }
  }
  std::stable_sort(d.partners.begin(), d.partners.end(), begins_before);
  for (const auto& l : s.lookalikes) d.not_this.emplace_back(l.text, as_known(l.why, w.known_at));
  if (const auto j = w.knowledge->jurisdictions.find(d.seat); j != w.knowledge->jurisdictions.end())
    each(j->second.laws, d.laws, [](const auto& f, Said& x) { x.what = f.title, x.by = f.citation, x.says = f.says; });
  d.party = graph.find(id);
  if (d.party != Graph::npos) {
    d.owner_history = graph.history(d.party);
    std::erase_if(d.owner_history, [&](const Tie* t) { return t->kind == Tie::Kind::Affiliate || t->kind == Tie::Kind::Linked || (t->from.known() && t->from > w.as_of); });
    d.owners = graph.above(d.party, w.as_of);
    d.ultimate = graph.ultimate(d.party, w.as_of);
    d.owned = graph.owned(d.party, w.as_of);
    std::erase_if(d.owned, [](const Tie* t) { return t->kind == Tie::Kind::Affiliate || t->kind == Tie::Kind::Linked; });
    d.state_control = graph.state_control(d.party, w.as_of);
    d.lists = designations(w, graph, d.party);
  }
  RF_CHECK(add_imported(d, w, s, editions, decisions));
  if (d.party != Graph::npos) {
    RF_TRY(const auto reach, ImportedReach::of(w, graph, editions));
    d.through = reach.on(d.party);
  }
  add_factors(d, w, graph);
  return d;
}

std::vector<std::pair<std::string, std::string>> nearest(const World& w, std::string_view name, std::size_t most) {
  const auto pairs = [](const std::string& s) {
    std::multiset<std::string> out;
    std::vector<std::string_view> letters;
    for (std::size_t i = 0; i < s.size();) {
      const std::size_t n = std::max<std::size_t>(1, utf8_length(std::string_view(s).substr(i)));
      letters.push_back(std::string_view(s).substr(i, n));
      i += n;
    }
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) out.insert(std::string(letters[i]) + std::string(letters[i + 1]));
    if (letters.size() == 1) out.insert(std::string(letters[0]));
    return out;
  };
  const std::string key = names::normalised(name.substr(0, 400));
  const auto wanted = pairs(key);
  std::vector<std::tuple<double, std::string, std::string>> best;
  for (const auto& [id, s] : w.knowledge->suppliers) {
    double most_alike = 0;
    std::string with;
    const auto look = [&](const std::string& text) {
      const auto have = pairs(names::normalised(text));
      if (have.empty() || wanted.empty()) return;
      std::vector<std::string> common;
      std::set_intersection(wanted.begin(), wanted.end(), have.begin(), have.end(), std::back_inserter(common));
      const double alike = 2.0 * static_cast<double>(common.size()) / static_cast<double>(wanted.size() + have.size());
      if (alike > most_alike) {
        most_alike = alike;
        with = text;
      }
    };
    look(s.name);
    for (const auto& n : s.names)
      if (w.known(n, s.names)) look(n.text);
    if (most_alike > 0.3) best.emplace_back(-most_alike, id, with);
  }
  std::sort(best.begin(), best.end());
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [alike, id, with] : best)
    if (out.size() < most) out.emplace_back(id, with);
  return out;
}

}  // namespace rf::screen
