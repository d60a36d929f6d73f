// Faults of sense, after those of form (schema.cpp): ids that nothing has, facts that cannot both be true, owners in a
// circle, limits that measure nothing. Tested by tests/knowledge/check_test.cpp, a case a fault.
#include <algorithm>
#include <functional>
#include <set>

#include "base/text.h"
#include "knowledge/knowledge.h"
#include "knowledge/read_kinds.h"
#include "knowledge/read_for_check.h"

namespace rf::knowledge {
namespace {

/// ISO 17442 (mod 97-10) and GB 32100-2015 (weights of 3^i modulo 31); other kinds have no check here.
bool id_fits(std::string_view type, std::string_view value) {
  if (type == "lei") {
    if (value.size() != 20) return false;
    int rest = 0;
    for (const char c : value) {
      if (c >= '0' && c <= '9') rest = (rest * 10 + (c - '0')) % 97;
      else if (c >= 'A' && c <= 'Z') rest = (rest * 100 + (c - 'A' + 10)) % 97;
      else return false;
    }
    return rest == 1;
  }
  if (type == "uscc") {
    static constexpr std::string_view kLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    if (value.size() != 18) return false;
    std::size_t sum = 0, weight = 1;
    for (std::size_t i = 0; i < 17; ++i) {
      const auto at = kLetters.find(value[i]);
      if (at == std::string_view::npos) return false;
      sum += at * weight;
      weight = weight * 3 % 31;
    }
    return kLetters[(31 - sum % 31) % 31] == value[17];
  }
  return true;
}

class Senses {
 public:
  Senses(const std::string& file, const Knowledge& all, std::vector<Fault>& faults) : file_(file), all_(all), faults_(faults) {}

  void file(std::string_view kind, const std::string& id) {
    if (kind == "supplier") supplier(all_.suppliers.at(id));
    if (kind == "jurisdiction") jurisdiction(all_.jurisdictions.at(id));
    if (kind == "list") list(all_.lists.at(id));
    if (kind == "direction") direction(all_.directions.at(id));
    if (kind == "regime") regime(all_.regimes.at(id));
  }

 private:
  void fault(std::uint32_t line, std::string why) { faults_.push_back({file_, line, std::move(why)}); }

  void source(const Fact& f) {
    // An id has no space; a title written out has.
    if (!f.source.empty() && f.source.find(' ') == std::string::npos && !all_.sources.contains(f.source))
      fault(f.line, "unknown source \"" + f.source + "\": not in sources.yaml");
    if (f.from.known() && f.to.known() && f.to < f.from) fault(f.line, "ends (" + to_text(f.to) + ") before it begins (" + to_text(f.from) + ")");
  }
  template <class F>
  void facts(const std::vector<F>& list) {
    for (const F& f : list) {
      source(f);
      if (!f.replaces.empty() && std::none_of(list.begin(), list.end(), [&](const F& o) { return o.id == f.replaces; }))
        fault(f.line, "replaces \"" + f.replaces + "\", which is no fact of this list");
      else if (!f.replaces.empty() && !f.id.empty() && leads_back(f.id, [&](const std::string& id) {
                 std::vector<std::string> to;
                 for (const F& o : list)
                   if (o.id == id && !o.replaces.empty()) to.push_back(o.replaces);
                 return to;
               }))
        fault(f.line, "replaces itself in a circle: by \"" + f.replaces + "\" none of them would stand");
    }
  }
  /// Whether one comes from `start` back to it.
  template <class Next>
  static bool leads_back(const std::string& start, Next next) {
    std::set<std::string> seen;
    std::vector<std::string> open = next(start);
    while (!open.empty()) {
      const std::string at = std::move(open.back());
      open.pop_back();
      if (at == start) return true;
      if (!seen.insert(at).second) continue;
      for (auto& to : next(at)) open.push_back(std::move(to));
    }
    return false;
  }
  /// Facts of which only one can be true on a day must not overlap.
  template <class F, class Same>
  void one_at_a_time(const std::vector<F>& list, std::string_view what, Same same) {
    for (std::size_t i = 0; i < list.size(); ++i)
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        const F &a = list[i], &b = list[j];
        // What another corrects is compared by its correction.
        const auto corrected = [&](const F& f) { return !f.id.empty() && std::any_of(list.begin(), list.end(), [&](const F& o) { return o.replaces == f.id; }); };
        if (corrected(a) || corrected(b)) continue;
        if (!same(a, b) || (!a.id.empty() && b.replaces == a.id) || (!b.id.empty() && a.replaces == b.id)) continue;
        const bool apart = (a.to.known() && b.from.known() && a.to < b.from) || (b.to.known() && a.from.known() && b.to < a.from);
        if (!apart)
          fault(b.line, "overlaps in time with the " + std::string(what) + " of line " + std::to_string(a.line) + ", and only one can be true");
      }
  }
  void known_supplier(const std::string& id, std::uint32_t line) {
    if (!id.empty() && !all_.suppliers.contains(id)) fault(line, "unknown supplier \"" + id + "\"");
  }
  void known_list(const std::string& id, std::uint32_t line) {
    if (!id.empty() && !all_.lists.contains(id)) fault(line, "unknown list \"" + id + "\"");
  }
  void known_path(const std::string& path, std::uint32_t line) {
    if (all_.functions.empty()) return;
    const bool ok = std::any_of(all_.functions.begin(), all_.functions.end(), [&](const FunctionPath& f) { return starts_with_path(f.path, path) || starts_with_path(path, f.path); }) ||
                    std::any_of(all_.aliases.begin(), all_.aliases.end(), [&](const auto& a) { return starts_with_path(path, a.first); });
    if (!ok) fault(line, "unknown function \"" + path + "\"");
  }

  void supplier(const Supplier& s) {
    for (const Name& n : s.names)
      if (n.text.empty() || n.text.front() == ' ' || n.text.back() == ' ') fault(n.line, "the name \"" + n.text + "\" begins or ends with a blank: a piece of another name?");
    facts(s.names), facts(s.brands), facts(s.seats), facts(s.owners), facts(s.affiliates), facts(s.pens);
    facts(s.rebadges), facts(s.ids), facts(s.partners), facts(s.warnings);
    for (const Partner& f : s.partners) {
      known_supplier(f.supplier, f.line);
      if (f.supplier.empty() && f.name.empty()) fault(f.line, "a partner without `supplier` or `name`");
    }
    for (const Warning& f : s.warnings) {
      // "EU" and "UN" warn too, and are no jurisdictions.
      if (f.country.size() != 2) fault(f.line, "\"" + f.country + "\" is no country: two letters of ISO 3166-1, or EU, UN");
      if (!f.direction.empty() && !all_.directions.contains(f.direction)) fault(f.line, "unknown direction \"" + f.direction + "\"");
    }
    // IDs of which one letter is a check letter must fit it.
    for (const SupplierId& f : s.ids)
      if (!id_fits(f.type, f.value)) fault(f.line, "\"" + f.value + "\" is no " + f.type + ": its check digits do not fit");
    one_at_a_time(s.seats, "seat", [](const Seat&, const Seat&) { return true; });
    one_at_a_time(s.owners, "share", [](const Owner& a, const Owner& b) { return a.owner == b.owner && a.name == b.name; });
    for (const Seat& f : s.seats)
      if (!all_.jurisdictions.contains(f.country)) fault(f.line, "unknown jurisdiction \"" + f.country + "\"");
    for (const Owner& f : s.owners) {
      known_supplier(f.owner, f.line);
      if (f.owner.empty() && f.name.empty()) fault(f.line, "an owner without `owner` or `name`");
      if (f.share > 1) fault(f.line, "a share of " + std::to_string(f.share) + ": shares are 0..1");
    }
    for (const Affiliate& f : s.affiliates) known_supplier(f.supplier, f.line);
    facts(s.lines);
    for (const LineMove& f : s.lines) {
      // A firm of which there is no file is written as its name; what looks like an id must be one.
      if (std::all_of(f.now.begin(), f.now.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; })) known_supplier(f.now, f.line);
      if (!f.from.known()) fault(f.line, "a line that moved without the day (`from`) from which it is another's");
    }
    // A circle of majority owners: nobody can own himself.
    std::set<std::string> seen;
    std::function<bool(const std::string&)> reaches = [&](const std::string& id) {
      const auto at = all_.suppliers.find(id);
      if (at == all_.suppliers.end()) return false;
      for (const Owner& o : at->second.owners) {
        if (o.owner.empty() || o.share <= 0.5) continue;
        if (o.owner == s.id) return true;
        if (seen.insert(o.owner).second && reaches(o.owner)) return true;
      }
      return false;
    };
    if (reaches(s.id)) fault(s.owners.empty() ? 1 : s.owners.front().line, "owns itself: the majority owners of \"" + s.id + "\" form a circle");
  }
  void jurisdiction(const Jurisdiction& j) {
    facts(j.laws), facts(j.members);
    for (const Member& m : j.members)
      if (!all_.jurisdictions.contains(m.country)) fault(m.line, "unknown jurisdiction \"" + m.country + "\"");
  }
  void list(const List& l) {
    facts(l.entries), facts(l.reach);
    one_at_a_time(l.reach, "reach", [](const Reach&, const Reach&) { return true; });
    one_at_a_time(l.entries, "entry", [](const Entry& a, const Entry& b) { return a.supplier == b.supplier && a.entry == b.entry; });
    for (const Entry& e : l.entries) known_supplier(e.supplier, e.line);
  }
  void direction(const Direction& d) {
    facts(d.states), facts(d.statements), facts(d.requirements);
    one_at_a_time(d.states, "state", [](const State&, const State&) { return true; });
    for (const Statement& s : d.statements) known_supplier(s.about, s.line);
    if (d.known < static_cast<std::int64_t>(d.requirements.size()))
      fault(1, "`known` is " + std::to_string(d.known) + ", but " + std::to_string(d.requirements.size()) + " requirements are encoded");
    std::set<std::string> ids;
    for (const Requirement& q : d.requirements) {
      if (!ids.insert(q.name).second) fault(q.line, "the requirement \"" + q.name + "\" stands twice");
      for (const auto& id : q.about) known_supplier(id, q.line);
      known_list(q.about_list, q.line);
      if (q.about.empty() && q.about_list.empty() && !q.described) fault(q.line, "about nobody: give `about`, `about_list` or `about_described`");
      if (q.described && (!q.about.empty() || !q.about_list.empty())) fault(q.line, "names suppliers and describes others: make two requirements of it");
      if (q.functions.empty() && !q.all_functions) fault(q.line, "covers nothing: give `functions` or `all_functions: true`");
      facts(q.functions), facts(q.measures), facts(q.dates), facts(q.limits), facts(q.exceptions);
      std::map<std::string, const ScopePath*> scope_of;
      for (const ScopePath& p : q.functions) {
        if (p.path.empty()) fault(p.line, "covers nothing: give `path` or `paths`");
        else known_path(p.path, p.line);
        if (const auto at = scope_of.emplace(p.path, &p); !at.second && at.first->second->scope != p.scope && p.replaces.empty() && at.first->second->replaces.empty() && together(p, *at.first->second))
          fault(p.line, "contradicts line " + std::to_string(at.first->second->line) + ": \"" + p.path + "\" is given two scopes");
        if (p.scope == Scope::In && p.path.find('.') == std::string::npos)
          fault(p.line, "\"" + p.path + "\" alone is too wide: a law lists the paths it covers");
      }
      if (q.measures.empty()) fault(q.line, "a limit without a measure");
      if (q.limits.empty() && q.kind != "approval") fault(q.line, "without a limit: give `limit` or `limits`");
      one_at_a_time(q.limits, "limit", [](const Limit&, const Limit&) { return true; });
      for (const Limit& l : q.limits) {
        if (l.num < 0 || l.den <= 0) fault(l.line, l.share ? "a share that is none: write it as \"35/100\", the whole not 0" : "a limit that is no whole number");
        else if (l.share && l.num > l.den) fault(l.line, "a share above 1");
        if (l.share != q.limits.front().share) fault(l.line, "a count here and a share elsewhere: one requirement has one unit");
      }
      if (q.dates.empty()) fault(q.line, "without a date it binds nobody: give `dates`");
      one_at_a_time(q.dates, "date", [](const Deadline&, const Deadline&) { return true; });
      for (const Deadline& t : q.dates) {
        if (!t.since.known() && !t.deadline.known() && !t.individual) fault(t.line, "a date without `since` or `deadline`");
        if (t.since.known() && t.deadline.known() && t.deadline < t.since) fault(t.line, "dates run backwards: its deadline (" + to_text(t.deadline) + ") is before it begins (" + to_text(t.since) + ")");
        if (t.deadline_other.known() && t.deadline_other < t.deadline) fault(t.line, "dates run backwards: write the earlier of `deadlines` first");
        if (t.until.known() && ((t.since.known() && t.until < t.since) || (t.deadline.known() && t.until < t.deadline))) fault(t.line, "dates run backwards: it ends (" + to_text(t.until) + ") before it binds");
      }
    }
    // Two requirements that ask the same with different limits at once: one of them is wrong.
    for (std::size_t i = 0; i < d.requirements.size(); ++i)
      for (std::size_t j = i + 1; j < d.requirements.size(); ++j)
        if (contradict(d.requirements[i], d.requirements[j]))
          fault(d.requirements[j].line, "contradicts \"" + d.requirements[i].name + "\" of line " + std::to_string(d.requirements[i].line) + ": the same suppliers, functions and measure with another limit");
    const Addressees& a = d.addressees;
    facts(a.named);
    if (a.complete && !a.everyone && a.operators.empty() && a.named.empty() && a.classes.empty()) fault(1, "`addressees` is complete and names nobody");
    for (const auto& op : a.not_operators)
      if (std::find(a.operators.begin(), a.operators.end(), op) != a.operators.end()) fault(1, "contradicts itself: \"" + op + "\" is an addressee and is not");
    for (const auto& id : d.amends)
      if (!all_.directions.contains(id)) fault(1, "amends \"" + id + "\", which is no direction");
    if (leads_back(d.id, [&](const std::string& id) {
          const auto at = all_.directions.find(id);
          return at == all_.directions.end() ? std::vector<std::string>() : at->second.amends;
        }))
      fault(1, "amends itself in a circle, by " + d.amends.front());
    for (const State& s : d.states)
      if (!s.by.empty() && !all_.directions.contains(s.by)) fault(s.line, "unknown direction \"" + s.by + "\"");
    facts(d.obligations);
    for (const Obligation& o : d.obligations)
      if (!o.requirement.empty() && !ids.contains(o.requirement)) fault(o.line, "\"" + d.id + "\" has no requirement \"" + o.requirement + "\"");
    if (d.requirements.empty() && d.obligations.empty() && d.effect.empty()) fault(1, "asks nothing and says nothing: give `requirements`, `obligations` or `effect`");
  }
  void regime(const Regime& g) {
    facts(g.conditions), facts(g.assurance);
    one_at_a_time(g.assurance, "assurance", [](const Assurance&, const Assurance&) { return true; });
    for (const auto& id : g.about) known_supplier(id, 1);
    std::set<std::string> ids;
    for (const RegimeCondition& c : g.conditions)
      if (!ids.insert(c.name).second) fault(c.line, "the condition \"" + c.name + "\" stands twice");
  }
  static bool together(const Fact& a, const Fact& b) {
    return !((a.to.known() && b.from.known() && a.to < b.from) || (b.to.known() && a.from.known() && b.to < a.from));
  }
  static bool contradict(const Requirement& a, const Requirement& b) {
    if (a.kind != b.kind || a.about != b.about || a.about_list != b.about_list || a.segments != b.segments || a.site_classes != b.site_classes || a.affected != b.affected || a.regions != b.regions) return false;
    if (!a.exceptions.empty() || !b.exceptions.empty() || a.described || b.described || a.all_functions != b.all_functions || a.relations != b.relations || !together(a, b)) return false;
    const auto same_paths = std::equal(a.functions.begin(), a.functions.end(), b.functions.begin(), b.functions.end(), [](const ScopePath& x, const ScopePath& y) { return x.path == y.path && x.scope == y.scope; });
    if (!same_paths || a.measures.empty() || b.measures.empty() || a.measures[0].measure != b.measures[0].measure) return false;
    if (a.dates.empty() || b.dates.empty() || a.limits.empty() || b.limits.empty()) return false;
    const auto same_day = [](const Deadline& x, const Deadline& y) { return x.deadline == y.deadline && x.since == y.since; };
    const Limit &x = a.limits[0], &y = b.limits[0];
    return same_day(a.dates[0], b.dates[0]) && x.share == y.share && (x.num != y.num || x.den != y.den);
  }

  const std::string& file_;
  const Knowledge& all_;
  std::vector<Fault>& faults_;
};

}  // namespace

Knowledge read_for_check(const std::vector<File>& files) {
  Knowledge all;
  for (const File& f : files)
    if (kind_of(f.path) != nullptr)
      if (const auto node = parse_yaml(f.bytes); node && node->type == Node::Type::Map) read_file_of_kind(f.path, *node, all);
  return all;
}

std::vector<Fault> check(const std::vector<File>& files, const Knowledge* base) {
  std::vector<Fault> faults;
  Knowledge all = base ? *base : Knowledge{};
  std::vector<std::pair<const File*, Node>> roots;
  for (const File& f : files) {
    const FileKind* kind = kind_of(f.path);
    if (!kind) {
      if (f.path.ends_with(".yaml")) faults.push_back({f.path, 1, "stands where no kind of knowledge is looked for (docs/knowledge.md lists the folders)"});
      continue;
    }
    auto node = parse_yaml(f.bytes);
    if (!node) {
      const auto& e = node.error();
      const auto line = parse_count(std::string_view(e.where).substr(e.where.rfind(' ') == std::string::npos ? 0 : e.where.rfind(' ') + 1));
      faults.push_back({f.path, static_cast<std::uint32_t>(line.value_or(1)), e.why + (e.remedy.empty() ? "" : "; " + e.remedy)});
      continue;
    }
    const std::size_t before = faults.size();
    check_shape(*kind, f.path, *node, faults);
    if (faults.size() != before && node->type != Node::Type::Map) continue;
    read_file_of_kind(f.path, *node, all);
    roots.emplace_back(&f, std::move(*node));
  }
  for (const auto& [f, root] : roots) {
    const FileKind* kind = kind_of(f->path);
    check_expressions(*kind, *f, root, &all, faults);
    const std::string id(kind->id_key.empty() ? std::string_view{} : root.get(kind->id_key));
    if (kind->id_key.empty() || id.empty()) continue;
    Senses(f->path, all, faults).file(kind->name, id);
  }
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
  return faults;
}

}  // namespace rf::knowledge
