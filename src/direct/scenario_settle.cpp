// What the words of a scenario mean. Nothing is guessed: a name that is not clearly one supplier's is a fault with the nearest ones.
#include <algorithm>
#include <set>

#include "base/near.h"
#include "base/text.h"
#include "direct/scenario.h"
#include "screen/dossier.h"
#include "screen/share.h"

namespace rf::direct {
namespace {

class Settling {
 public:
  Settling(const knowledge::World& w, const names::Resolver& r, std::vector<Error>& faults) : w_(w), k_(*w.knowledge), resolver_(r), faults_(faults) {}

  void run(Scenario& s) {
    for (Change& c : s.changes) change(c);
    for (Sweep& q : s.sweeps) {
      supplier(q.supplier);
      where(q.where);
      cells(q.cells);
      requirement(q.direction, q.requirement);
      regime(q.regime);
    }
    for (Rates* r : {&s.costs.add, &s.costs.replace, &s.costs.remove, &s.plan.pieces})
      for (auto& [path, n] : r->by_function) path = aliased(path);
  }

 private:
  void wrong(Place at, std::string why, std::string remedy) { faults_.push_back({Kind::Malformed, {}, to_text(at), std::move(why), std::move(remedy)}); }
  std::string name(const std::string& id) const {
    const auto s = k_.suppliers.find(id);
    return s == k_.suppliers.end() ? id : s->second.name;
  }

  /// The id that is meant, into `w`; false with a fault where that is not clear.
  bool supplier(Word& w, bool may_be_unknown = false) {
    if (w.text.empty()) return true;
    if (k_.suppliers.contains(lower_ascii(w.text))) return w.text = lower_ascii(w.text), true;
    const auto r = resolver_.resolve(w.text);
    if (r.match == names::Match::Clear) return w.text = r.supplier, true;
    if (may_be_unknown) return true;
    std::vector<std::string> shown;
    std::string near;
    const auto offer = [&](const std::string& id) {
      if (std::find(shown.begin(), shown.end(), id) != shown.end() || shown.size() == 5) return;
      shown.push_back(id);
      near += (near.empty() ? "" : ", ") + id + " (" + name(id) + ")";
    };
    for (const auto& c : r.candidates) offer(c.supplier);
    for (const auto& [id, text] : screen::nearest(w_, w.text, 5)) offer(id);
    const std::string why = r.match == names::Match::Brand ? "\"" + w.text + "\" is a brand, and does not say who makes the equipment" : "no supplier in knowledge is called \"" + w.text + "\"";
    wrong(w.at, why, near.empty() ? "ringfence knowledge list suppliers shows them; --knowledge DIR adds one" : "nearest: " + near + "; --knowledge DIR adds one that is missing");
    return false;
  }

  std::string aliased(const std::string& path) const {
    for (const auto& [alias, is] : k_.aliases)
      if (starts_with_path(path, alias)) return is + path.substr(alias.size());
    return path;
  }
  /// One path or several separated by |, each known, above a known one, or below a leaf.
  void function(Word& w) {
    std::string out;
    for (const auto part : split(w.text, '|')) {
      const std::string path = aliased(lower_ascii(trimmed(part)));
      bool known = k_.functions.empty();
      for (const auto& f : k_.functions) {
        known = known || starts_with_path(f.path, path);
        if (starts_with_path(path, f.path) && std::none_of(k_.functions.begin(), k_.functions.end(), [&](const auto& g) { return g.path.size() > f.path.size() && starts_with_path(g.path, f.path); })) known = true;
      }
      if (!known) {
        std::vector<std::string> paths;
        for (const auto& f : k_.functions) paths.push_back(f.path);
        const std::string near = perhaps(path, paths);
        wrong(w.at, "\"" + std::string(trimmed(part)) + "\" is no function", near.empty() ? "docs/inventory.md lists them" : near);
      }
      out += (out.empty() ? "" : "|") + path;
    }
    w.text = out;
  }
  void where(Where& w) {
    for (auto& [field, words] : w.fields)
      for (Word& word : words) {
        if (field == Field::Function) function(word);
        else if (field == Field::Supplier) supplier(word);
      }
  }
  void cells(std::vector<std::pair<Field, Word>>& cells) {
    for (auto& [field, word] : cells)
      if (field == Field::Function) function(word);
  }
  template <class Map>
  bool known_id(const Word& w, const Map& map, std::string_view what, std::string_view listed) {
    if (w.text.empty() || map.contains(w.text)) return true;
    std::vector<std::string> ids;
    for (const auto& [id, v] : map) ids.push_back(id);
    const std::string near = perhaps(w.text, ids);
    wrong(w.at, "knowledge has no " + std::string(what) + " \"" + w.text + "\"", near.empty() ? "ringfence knowledge list " + std::string(listed) : near);
    return false;
  }
  const knowledge::Requirement* requirement(const Word& d, const Word& q) {
    if (d.text.empty() || !known_id(d, k_.directions, "direction", "directions") || q.text.empty()) return nullptr;
    std::vector<std::string> names;
    for (const auto& r : k_.directions.find(d.text)->second.requirements) {
      if (r.name == q.text) return &r;
      names.push_back(r.name);
    }
    wrong(q.at, d.text + " has no requirement \"" + q.text + "\"", names.empty() ? std::string("it has none at all") : "it has " + joined(names, ", "));
    return nullptr;
  }
  void regime(const Word& w) { known_id(w, k_.regimes, "regime", "regimes"); }
  void list(const Word& w) { known_id(w, k_.lists, "list", "lists"); }
  /// A country's own code, or an authority of a list.
  void authority(Word& w) {
    if (w.text.empty()) return;
    std::string code = lower_ascii(w.text);
    if (code == "uk") code = "gb";
    std::set<std::string> known;
    for (const auto& [id, l] : k_.lists)
      if (l.denial) known.insert(l.authority);
    for (const auto& [id, j] : k_.jurisdictions) known.insert(lower_ascii(id));
    if (known.contains(code)) {
      w.text = code;
      return;
    }
    const std::string near = perhaps(code, known);
    wrong(w.at, "\"" + w.text + "\" is no authority that knowledge has", near.empty() ? "a country's code such as us, or the authority of a list with a denial of supply" : near);
  }

  static std::string when(Day d) { return d.known() ? " from " + to_text(d) : std::string(); }
  static std::string by(Day d) { return d.known() ? " by " + to_text(d) : std::string(); }
  std::string words_of(const Where& w) const {
    std::string out;
    for (const auto& [field, words] : w.fields) {
      out += (out.empty() ? "" : ", ") + std::string(info(field).name) + " ";
      for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "" : " or ") + (field == Field::Supplier ? name(words[i].text) : words[i].text);
    }
    return out;
  }

  void change(Change& c) {
    const std::size_t before = faults_.size();
    where(c.where);
    cells(c.cells);
    bool named = supplier(c.supplier);
    switch (c.kind) {
      case ChangeKind::Add: {
        std::string quantity = "1", function, rest;
        for (const auto& [f, w] : c.cells) {
          if (f == Field::Quantity) quantity = w.text;
          else if (f == Field::Function) function = w.text;
          else if (info(f).type == FieldType::Count) rest += ", " + w.text + " " + std::string(info(f).name);
          else if (f == Field::Site || f == Field::Region || f == Field::Operator || f == Field::Model || f == Field::Service) rest += ", " + std::string(info(f).name) + " " + w.text;
        }
        c.says = "add " + quantity + " of " + name(c.supplier.text) + " as " + function + rest + when(c.on);
        break;
      }
      case ChangeKind::Replace: c.says = "replace " + words_of(c.where) + " with " + name(c.supplier.text) + by(c.on); break;
      case ChangeKind::Remove: c.says = "remove " + words_of(c.where) + by(c.on); break;
      case ChangeKind::Designate:
        list(c.list);
        c.says = "put " + name(c.supplier.text) + " on " + c.list.text + when(c.on) + (c.to.known() ? " to " + to_text(c.to) : "");
        break;
      case ChangeKind::DenyExport:
        authority(c.authority);
        c.says = "deny export to " + name(c.supplier.text) + " by " + c.authority.text + when(c.on) + (c.to.known() ? " to " + to_text(c.to) : "");
        break;
      case ChangeKind::ChangeOfControl: {
        named = supplier(c.owner, !c.owner_country.text.empty()) && named;
        if (!c.owner_country.text.empty() && !k_.jurisdictions.contains(c.owner_country.text)) known_id(c.owner_country, k_.jurisdictions, "jurisdiction", "jurisdictions");
        if (named && !c.owner.text.empty() && c.owner.text == c.supplier.text) wrong(c.owner.at, "nobody owns himself: " + c.owner.text, "name the new owner");
        const auto share = screen::parse_share(c.share, false);
        c.says = name(c.owner.text) + " takes " + (share ? screen::to_text(*share) : c.share) + " of " + name(c.supplier.text) + when(c.on);
        break;
      }
      case ChangeKind::MoveDeadline: {
        const auto* q = requirement(c.direction, c.requirement);
        if (q && c.deadline.known())
          for (const auto& d : q->dates)
            if (w_.known(d, q->dates) && d.since.known() && c.deadline < d.since) {
              wrong(c.at, "dates run backwards: the last lawful day " + to_text(c.deadline) + " is before the requirement begins, " + to_text(d.since), "choose a later day");
              break;
            }
        c.says = "move the deadline of " + c.direction.text + "/" + c.requirement.text + " to " + to_text(c.deadline) + when(c.on);
        break;
      }
      case ChangeKind::Transfer: c.says = words_of(c.where) + " passes to the operator " + c.new_operator.text + when(c.on); break;
      case ChangeKind::EndRegime:
        regime(c.regime);
        c.says = "end the regime " + c.regime.text + when(c.on);
        break;
    }
    if (faults_.size() > before) c.says.clear();
  }

  const knowledge::World& w_;
  const knowledge::Knowledge& k_;
  const names::Resolver& resolver_;
  std::vector<Error>& faults_;
};

}  // namespace

void settle(Scenario& s, const knowledge::World& w, const names::Resolver& resolver, std::vector<Error>& faults) { Settling(w, resolver, faults).run(s); }

}  // namespace rf::direct
