#include "report/dossier.h"

#include <algorithm>
#include <set>

#include "base/json_writer.h"
#include "base/text.h"
#include "report/wrap.h"

namespace rf::report {
namespace {
using screen::Tie;

std::string days_of(Day from, Day to) {
  if (!from.known() && !to.known()) return {};
  return (from.known() ? "from " + to_text(from) : std::string()) + (to.known() ? (from.known() ? " to " : "to ") + to_text(to) : "");
}
/// A last day later than what was on record is the future's knowledge: an owner who was then, open ended, is shown so.
Day last_day(Day to, Day known_at) { return to.known() && to > known_at ? Day{} : to; }
std::string tie_words(const screen::Graph& g, const Tie& t, Day known_at) {
  std::string out = g.party(t.owner).name;
  if (t.kind == Tie::Kind::Owns) out += ", " + (t.share.known() ? to_text(t.share) : std::string("share not stated"));
  else out += ", " + std::string(to_text(t.kind));
  if (t.control && t.kind == Tie::Kind::Owns) out += ", control";
  if (g.party(t.owner).state) out += ", a state or of a state";
  if (const auto y = days_of(t.from, last_day(t.to, known_at)); !y.empty()) out += ", " + y;
  return out;
}

class DossierPage {
 public:
  explicit DossierPage(int columns) : columns_(std::max(columns, 60)) {}
  void head(const std::string& s) { out += "\n" + s + "\n"; }
  void line(const std::string& s, int indent = 2) {
    bool first = true;
    for (const auto& part : wrapped(s, columns_ - indent - 2)) {
      out += std::string(static_cast<std::size_t>(first ? indent : indent + 2), ' ') + part + "\n";
      first = false;
    }
  }
  /// Sources are numbered, and stand at the end.
  std::string mark(const std::string& source, bool unverified) {
    auto at = std::find(sources_.begin(), sources_.end(), source);
    if (at == sources_.end()) at = sources_.insert(sources_.end(), source);
    return std::string(unverified ? " (unverified)" : "") + " [" + std::to_string(at - sources_.begin() + 1) + "]";
  }
  void end() {
    if (sources_.empty()) return;
    head("Sources");
    for (std::size_t i = 0; i < sources_.size(); ++i) line("[" + std::to_string(i + 1) + "] " + sources_[i]);
  }
  std::string out;

 private:
  int columns_;
  std::vector<std::string> sources_;
};

void write_said(JsonWriter& w, Day known_at, const screen::Said& s, std::initializer_list<std::pair<const char*, const std::string*>> more) {
  w.begin_object();
  for (const auto& [key, value] : more) w.member_or_null(key, *value);
  w.member_or_null("from", to_text(s.from)).member_or_null("to", to_text(last_day(s.to, known_at))).member("holds", s.holds).member("source", s.source).member("confidence", s.unverified ? "unverified" : "stated").end_object();
}
void write_tie(JsonWriter& w, Day known_at, const screen::Graph& g, const Tie& t) {
  w.begin_object().member("relation", to_text(t.kind)).member("of", g.party(t.owner).id).member("of_name", g.party(t.owner).name).member("owned", g.party(t.owned).id).member("owned_name", g.party(t.owned).name);
  w.key("share");
  t.share.known() ? w.value(t.share.value()) : w.null();
  w.member("control", t.control).member("state", g.party(t.owner).state).member_or_null("country", g.party(t.owner).country);
  w.member_or_null("from", to_text(t.from)).member_or_null("to", to_text(last_day(t.to, known_at))).member("source", t.source).member_or_null("note", screen::as_known(t.note, known_at)).member("confidence", t.unverified ? "unverified" : "stated").end_object();
}

}  // namespace

std::string dossier_text(const DossierInput& in, int columns) {
  const auto& d = in.dossier;
  const auto& g = in.graph;
  DossierPage p(columns);
  p.out = d.name + "  (" + d.id + ")\n";
  p.line("as of " + to_text(d.as_of) + ", with what was on record on " + to_text(d.known_at) + "; facts with their sources, no score");
  const auto said = [&](const std::string& text, const screen::Said& s) {
    const auto y = days_of(s.from, last_day(s.to, d.known_at));
    p.line(text + (y.empty() ? "" : ", " + y) + (s.holds || !s.to.known() ? "" : " (past)") + p.mark(s.source, s.unverified));
  };
  p.head("Names");
  for (const auto& n : d.names) said(n.what + (n.kind.empty() ? "" : " (" + n.kind + ")"), n);
  for (const auto& n : d.brands) said(n.what + " (brand: a badge, no company)", n);
  for (const auto& n : d.numbers) said(n.kind + " " + n.what, n);
  for (const auto& [text, why] : d.not_this) p.line("not: " + text + ": " + why);
  p.head("Seat and law");
  for (const auto& s : d.seats) said(s.what == d.seat && !d.seat_name.empty() ? d.seat_name + " (" + s.what + ")" : s.what, s);
  if (d.laws.empty()) p.line("no law of compulsion of this jurisdiction is held");
  for (const auto& l : d.laws) said(l.what + (l.by.empty() ? "" : ", " + l.by) + ": " + l.says, l);
  p.head("Owners");
  if (d.owners.empty()) p.line("none is held");
  for (const auto& a : d.owners) {
    const Tie& t = *a.ties.back();
    p.line(tie_words(g, t, d.known_at) + (a.ties.size() > 1 ? "; of " + g.party(t.owned).name + (a.share.known() ? "; " + to_text(a.share) + " of " + d.name + " by multiplying" : "") : "") + p.mark(t.source, t.unverified), 2 * static_cast<int>(std::min<std::size_t>(a.ties.size(), 8)));
    if (const auto note = screen::as_known(t.note, d.known_at); !note.empty()) p.line(note, 2 * static_cast<int>(std::min<std::size_t>(a.ties.size(), 8)) + 2);
  }
  for (const auto& a : d.ultimate)
    p.line("above whom nobody is held: " + g.party(a.party).name);
  if (!d.state_control.empty()) p.line("control by a state: " + g.party(d.state_control.back()->owner).name + ", in " + counted(static_cast<std::int64_t>(d.state_control.size()), "step", "steps"));
  for (const Tie* t : d.owner_history)
    if (!t->holds(d.as_of)) p.line("before: " + tie_words(g, *t, d.known_at) + p.mark(t->source, t->unverified));
  for (const Tie* t : d.owned) p.line("owns " + g.party(t->owned).name + (t->share.known() ? ", " + to_text(t->share) : t->control ? ", control" : "") + p.mark(t->source, t->unverified));
  for (const auto& a : d.affiliates) said("affiliate: " + a.what + (a.says.empty() ? "" : " (" + a.says + ")"), a);
  p.head("Lists");
  if (d.lists.empty() && d.imported.empty() && d.through.empty()) p.line("on none that is held");
  for (const auto& l : d.lists) {
    const std::string how = l.by == "named" ? "named" : l.by == "50%" ? "owned " + to_text(l.share) + " by those named" : l.by == "control" ? "controlled by one named" : "affiliate of one named";
    p.line(std::string(l.active ? "" : "PAST  ") + l.list->title + " (" + l.list->force + "): \"" + l.entry->entry + "\", " + days_of(l.from, l.entry->to) + "; " + how +
           (l.reaches == false ? "; the list does NOT reach it" : !l.reaches.has_value() ? "; whether the list reaches it is not held" : "") + p.mark(l.source, l.entry->unverified));
    if (!l.entry->scope.empty()) p.line("scope: " + l.entry->scope, 6);
    if (l.by != "named" && !l.reach_note.empty()) p.line("its rule: " + l.reach_note, 6);
    for (const Tie* t : l.via) p.line("via " + tie_words(g, *t, d.known_at) + ", of " + g.party(t->owned).name + p.mark(t->source, t->unverified), 6);
    for (const auto& e : l.entry->events)
      if (e.day <= d.as_of && e.day <= d.known_at) p.line(to_text(e.day) + "  " + e.says, 6);
    if (const auto note = screen::as_known(l.entry->note, d.known_at); !note.empty()) p.line(note, 6);
    p.line("what it does: " + l.list->effect + (l.list->binds.empty() ? "" : " Binds: " + l.list->binds + "."), 6);
  }
  for (const auto& t : d.through) {
    p.line(t.list->title + " (" + t.list->force + "), edition " + t.edition + ": " + (t.confirm ? "perhaps " : "") + (t.by == "50%" ? "owned " + to_text(t.share) + " by those named" : "controlled by one named") + ": " + t.name + (t.from.known() ? ", from " + to_text(t.from) : "") +
           (t.confirm ? "; that the owner is the one named rests on the same legal name: to be confirmed" : ""));
    for (const Tie* v : t.via) p.line("via " + tie_words(g, *v, d.known_at) + ", of " + g.party(v->owned).name + p.mark(v->source, v->unverified), 6);
    p.line("what it does: " + t.list->effect + (t.list->binds.empty() ? "" : " Binds: " + t.list->binds + "."), 6);
  }
  for (const auto& i : d.imported) {
    p.line(std::string(i.active ? "" : "PAST  ") + (i.by == "name" ? "same name, to be confirmed: " : "") + (i.meaning.title.empty() ? i.entity.list : i.meaning.title) + ": \"" + i.entity.name + "\", entry " + i.entity.entry + ", edition of " + i.entity.edition +
           (i.entity.from.empty() ? i.later ? ", not known whether on record on " + to_text(d.known_at) : ", there since " + i.since + " at the latest" : ", from " + i.entity.from) + (i.entity.to.empty() ? "" : " to " + i.entity.to) + (i.by == "name" ? "" : " (by " + i.by + " " + i.met + ")"));
    if (i.decision) p.line(std::string(i.decision->stale ? "STALE decision, " + i.decision->why_stale + "; decide again: " : "decided: ") + i.decision->decision.verdict + ", " + i.decision->decision.day + ", by " + i.decision->decision.by + ": " + i.decision->decision.why, 6);
    if (!i.entity.remarks.empty()) p.line("says: " + i.entity.remarks.substr(0, 400) + (i.entity.remarks.size() > 400 ? " …" : ""), 6);
    p.line(i.meaning.effect.empty() ? "what it does is not described in knowledge" : "what it does: " + i.meaning.effect + (i.meaning.binds.empty() ? "" : " Binds: " + i.meaning.binds + "."), 6);
  }
  p.head("Earlier warnings and positions, by date");
  if (d.warnings.empty()) p.line("none is held");
  for (const auto& x : d.warnings) p.line((x.from.known() ? to_text(x.from) : std::string("          ")) + "  " + x.country + "  " + x.by + " (" + x.kind + "): " + x.says + (last_day(x.to, d.known_at).known() ? ", until " + to_text(x.to) : "") + p.mark(x.source, x.unverified));
  if (!d.partners.empty()) p.head("Partners");
  for (const auto& x : d.partners) said(x.what + " (" + x.kind + "): " + x.says, x);
  if (!d.makes_for.empty() || !d.made_by.empty()) p.head("Behind badges");
  for (const auto& x : d.makes_for) said("makes for " + x.what + (x.says.empty() ? "" : ": " + x.says), x);
  for (const auto& x : d.made_by) said("sells what " + x.what + " makes" + (x.says.empty() ? "" : ": " + x.says), x);
  if (in.presence != nullptr) {
    p.head("In the estate at hand");
    const auto& q = *in.presence;
    if (q.all.assets == 0) p.line("not found among " + counted(q.estate_assets, "asset", "assets"));
    else p.line(counted(q.all.assets, "asset", "assets") + " of " + std::to_string(q.estate_assets) + ", quantity " + std::to_string(q.all.quantity) + (q.all.premises > 0 ? ", premises " + std::to_string(q.all.premises) : ""));
    for (const auto& [f, a] : q.by_function) p.line((f.empty() ? "function not known" : f) + ": " + counted(a.assets, "asset", "assets") + ", quantity " + std::to_string(a.quantity), 4);
    for (const auto& [name, n] : q.same_group) p.line("of the same influence group: " + name + ", " + counted(n, "asset", "assets"), 4);
  }
  p.head("Factors, each with its source; not added up");
  if (d.factors.empty()) p.line("none is held");
  for (const auto& f : d.factors) p.line(f.factor + ": " + f.says + (f.from.known() ? ", from " + to_text(f.from) : "") + p.mark(f.source, f.unverified));
  if (!d.notes.empty()) p.head("Notes");
  for (const auto& n : d.notes) p.line(n);
  p.end();
  return p.out;
}

std::string dossier_json(const DossierInput& in, int indent) {
  const auto& d = in.dossier;
  const auto& g = in.graph;
  std::string out;
  JsonWriter w(out, indent);
  w.begin_object().member("supplier", d.id).member("name", d.name).member("maker", d.maker).member("as_of", to_text(d.as_of)).member("known_at", to_text(d.known_at));
  w.member_or_null("seat", d.seat).member_or_null("influence_group", d.influence_group);
  const auto list = [&](const char* key, const auto& items, auto write) {
    w.key(key).begin_array();
    for (const auto& i : items) write(i);
    w.end_array();
  };
  list("names", d.names, [&](const auto& s) { write_said(w, d.known_at, s, {{"text", &s.what}, {"kind", &s.kind}, {"lang", &s.country}}); });
  list("brands", d.brands, [&](const auto& s) { write_said(w, d.known_at, s, {{"text", &s.what}}); });
  list("identifiers", d.numbers, [&](const auto& s) { write_said(w, d.known_at, s, {{"type", &s.kind}, {"value", &s.what}, {"country", &s.country}}); });
  list("not", d.not_this, [&](const auto& n) { w.begin_object().member("text", n.first).member("why", n.second).end_object(); });
  list("jurisdictions", d.seats, [&](const auto& s) { write_said(w, d.known_at, s, {{"country", &s.what}}); });
  list("laws", d.laws, [&](const auto& s) { write_said(w, d.known_at, s, {{"title", &s.what}, {"citation", &s.by}, {"says", &s.says}}); });
  list("owners", d.owners, [&](const auto& a) {
    w.begin_object().member("party", g.party(a.party).id).member("name", g.party(a.party).name).member("steps", static_cast<std::uint64_t>(a.ties.size()));
    w.key("share_multiplied");
    a.share.known() ? w.value(a.share.value()) : w.null();
    list("via", a.ties, [&](const Tie* t) { write_tie(w, d.known_at, g, *t); });
    w.end_object();
  });
  list("ultimate", d.ultimate, [&](const auto& a) { w.begin_object().member("party", g.party(a.party).id).member("name", g.party(a.party).name).member("state", g.party(a.party).state).end_object(); });
  list("state_control", d.state_control, [&](const Tie* t) { write_tie(w, d.known_at, g, *t); });
  list("owner_history", d.owner_history, [&](const Tie* t) { write_tie(w, d.known_at, g, *t); });
  list("owns", d.owned, [&](const Tie* t) { write_tie(w, d.known_at, g, *t); });
  list("affiliates", d.affiliates, [&](const auto& s) { write_said(w, d.known_at, s, {{"supplier", &s.by}, {"name", &s.what}, {"note", &s.says}}); });
  list("designations", d.lists, [&](const screen::Listed& l) {
    w.begin_object().member("list", l.list->id).member("title", l.list->title).member("authority", l.list->authority).member("force", l.list->force).member_or_null("law", l.list->law);
    w.member("entry", l.entry->entry).member_or_null("from", to_text(l.from)).member_or_null("to", to_text(l.entry->to)).member("active", l.active).member("rule", l.by).key("reaches");
    l.reaches.has_value() ? w.value(*l.reaches) : w.null();
    w.member_or_null("reach_rule", l.reach_note).key("share");
    l.share.known() ? w.value(l.share.value()) : w.null();
    list("via", l.via, [&](const Tie* t) { write_tie(w, d.known_at, g, *t); });
    w.member_or_null("scope", l.entry->scope).member_or_null("note", screen::as_known(l.entry->note, d.known_at)).key("events").begin_array();
    for (const auto& e : l.entry->events)
      if (e.day <= d.as_of && e.day <= d.known_at) w.begin_object().member("day", to_text(e.day)).member("says", e.says).end_object();
    w.end_array().member("effect", l.list->effect).member_or_null("binds", l.list->binds).member("source", l.source).member("confidence", l.entry->unverified ? "unverified" : "stated").end_object();
  });
  list("imported_through", d.through, [&](const screen::ImportedReach::By& t) {
    w.begin_object().member("list", t.list->id).member("title", t.list->title).member("edition", t.edition).member("entry", t.entry).member("named", t.name).member("rule", t.by).key("share");
    t.share.known() ? w.value(t.share.value()) : w.null();
    list("via", t.via, [&](const Tie* v) { write_tie(w, d.known_at, g, *v); });
    w.member_or_null("from", to_text(t.from)).member("to_be_confirmed", t.confirm).member("force", t.list->force).member("effect", t.list->effect).end_object();
  });
  list("imported", d.imported, [&](const screen::ListedAs& i) {
    w.begin_object().member("list", i.meaning.list).member("imported_as", i.entity.list).member("edition", i.entity.edition).member("entry", i.entity.entry).member("entry_hash", i.hash).member("name", i.entity.name);
    w.member("by", i.by).member("met", i.met).member("to_be_confirmed", i.by == "name" && !(i.decision && !i.decision->stale && i.decision->decision.verdict == "confirmed"));
    w.member_or_null("from", i.entity.from).member_or_null("to", i.entity.to).member_or_null("seen_since", i.since).member("edition_later", i.later).member("active", i.active).member_or_null("title", i.meaning.title).member_or_null("force", i.meaning.force);
    w.member_or_null("effect", i.meaning.effect).member_or_null("binds", i.meaning.binds).member_or_null("remarks", i.entity.remarks).key("decision");
    if (i.decision) w.begin_object().member("verdict", i.decision->decision.verdict).member("dated", i.decision->decision.day).member("by", i.decision->decision.by).member("why", i.decision->decision.why).member("stale", i.decision->stale).member_or_null("why_stale", i.decision->why_stale).end_object();
    else w.null();
    w.end_object();
  });
  list("warnings", d.warnings, [&](const auto& s) { write_said(w, d.known_at, s, {{"country", &s.country}, {"by", &s.by}, {"force", &s.kind}, {"says", &s.says}, {"direction", &s.direction}}); });
  list("partners", d.partners, [&](const auto& s) { write_said(w, d.known_at, s, {{"name", &s.what}, {"supplier", &s.by}, {"kind", &s.kind}, {"says", &s.says}}); });
  list("makes_for", d.makes_for, [&](const auto& s) { write_said(w, d.known_at, s, {{"name", &s.what}, {"supplier", &s.by}, {"note", &s.says}}); });
  list("made_by", d.made_by, [&](const auto& s) { write_said(w, d.known_at, s, {{"name", &s.what}, {"supplier", &s.by}, {"note", &s.says}}); });
  w.key("presence");
  if (in.presence == nullptr) {
    w.null();
  } else {
    const auto& q = *in.presence;
    w.begin_object().member("assets", q.all.assets).member("quantity", q.all.quantity).member("premises", q.all.premises).member("traffic", q.all.traffic).member("estate_assets", q.estate_assets).key("by_function").begin_array();
    for (const auto& [f, a] : q.by_function) w.begin_object().member_or_null("function", f).member("assets", a.assets).member("quantity", a.quantity).member("premises", a.premises).end_object();
    w.end_array().key("same_group").begin_array();
    for (const auto& [name, n] : q.same_group) w.begin_object().member("name", name).member("assets", n).end_object();
    w.end_array().end_object();
  }
  list("factors", d.factors, [&](const screen::Factor& f) {
    w.begin_object().member("factor", f.factor).member("says", f.says).member_or_null("from", to_text(f.from)).member("source", f.source).member("confidence", f.unverified ? "unverified" : "stated").end_object();
  });
  list("notes", d.notes, [&](const std::string& n) { w.value(n); });
  list("errors", in.errors, [&](const Error& e) { w.begin_object().member("input", e.input).member("where", e.where).member("why", e.why).end_object(); });
  w.end_object();
  return out;
}

std::string dossier_dot(const DossierInput& in) {
  const auto& d = in.dossier;
  const auto& g = in.graph;
  const auto quoted = [](const std::string& s) {
    std::string out = "\"";
    for (const char c : s) {
      if (c == '"' || c == '\\') out += '\\';
      if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    return out + "\"";
  };
  std::string out = "digraph owners {\n  rankdir=BT;\n  node [shape=box, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n";
  std::set<std::size_t> drawn;
  std::set<const Tie*> ties;
  const auto node = [&](std::size_t at) {
    if (!drawn.insert(at).second) return;
    const auto& p = g.party(at);
    out += "  " + quoted(p.id) + " [label=" + quoted(p.name + (p.country.empty() ? "" : " (" + p.country + ")")) + (p.state ? ", peripheries=2" : "") + (at == d.party ? ", style=bold" : "") + "];\n";
  };
  const auto edge = [&](const Tie* t) {
    if (!ties.insert(t).second) return;
    node(t->owned);
    node(t->owner);
    out += "  " + quoted(g.party(t->owned).id) + " -> " + quoted(g.party(t->owner).id) + " [label=" +
           quoted(t->share.known() ? to_text(t->share) : std::string(to_text(t->kind))) + (t->unverified ? ", style=dashed" : "") + "];\n";
  };
  if (d.party != screen::Graph::npos) node(d.party);
  for (const auto& a : d.owners)
    for (const Tie* t : a.ties) edge(t);
  for (const Tie* t : d.owned) edge(t);
  for (const auto& l : d.lists) {
    const std::string id = "list:" + l.list->id;
    out += "  " + quoted(id) + " [label=" + quoted(l.list->title) + ", shape=note];\n  " + quoted(d.id) + " -> " + quoted(id) + " [label=" +
           quoted(l.by + (l.active ? "" : ", past") + (l.reaches == false ? ", not reached" : "")) + ", style=dotted];\n";
  }
  return out + "}\n";
}

}  // namespace rf::report
