// The form of a scenario. A file may have many faults: each is told, with its line and column, so that one reading mends them all.
#include <algorithm>
#include <array>
#include <limits>

#include "base/near.h"
#include "base/text.h"
#include "direct/scenario.h"
#include "knowledge/node.h"
#include "screen/share.h"

namespace rf::direct {
namespace {

using knowledge::Node;

constexpr std::array<std::pair<std::string_view, ChangeKind>, 9> kChangeKinds = {{{"add", ChangeKind::Add},
                                                                                  {"replace", ChangeKind::Replace},
                                                                                  {"remove", ChangeKind::Remove},
                                                                                  {"designate", ChangeKind::Designate},
                                                                                  {"deny-export", ChangeKind::DenyExport},
                                                                                  {"change-of-control", ChangeKind::ChangeOfControl},
                                                                                  {"move-deadline", ChangeKind::MoveDeadline},
                                                                                  {"end-regime", ChangeKind::EndRegime},
                                                                                  {"transfer", ChangeKind::Transfer}}};
constexpr std::array<std::pair<std::string_view, Sweep::Kind>, 4> kSweepKinds = {
    {{"how-many", Sweep::Kind::HowMany}, {"latest-start", Sweep::Kind::LatestStart}, {"order", Sweep::Kind::Order}, {"cheapest", Sweep::Kind::Cheapest}}};

Place place_of(const Node& n) { return {n.line, n.column}; }

class ScenarioReader {
 public:
  explicit ScenarioReader(std::vector<Error>& faults) : faults_(faults) {}

  Scenario run(std::string_view bytes) {
    Scenario s;
    if (bytes.size() > kMaxScenario) return wrong({}, "longer than " + std::to_string(kMaxScenario) + " bytes", "a scenario names changes; it holds no estate"), s;
    auto parsed = knowledge::parse_yaml(bytes);
    if (!parsed) return faults_.push_back(parsed.error()), s;
    const Node& root = *parsed;
    if (root.type != Node::Type::Map) return wrong(place_of(root), "a scenario is keys and values: name, as_of, changes", "docs/whatif.md shows one"), s;
    static constexpr std::array<std::string_view, 8> kKeys = {"name", "says", "as_of", "known_at", "changes", "costs", "plan", "sweep"};
    known_keys(root, kKeys, "a scenario");
    s.name = text(root, "name").text;
    s.says = text(root, "says").text;
    s.as_of = day(root, "as_of");
    s.known_at = day(root, "known_at");
    if (const Node* list = root.find("changes"); list && !list->is_null()) {
      if (list->type != Node::Type::List) wrong(place_of(*list), "\"changes\" must be a list", "each begins with \"- add:\", \"- replace:\" …");
      for (const Node& i : list->items) {
        if (s.changes.size() == kMaxChanges) {
          wrong(place_of(i), "more than " + std::to_string(kMaxChanges) + " changes", "make several scenarios of it");
          break;
        }
        s.changes.push_back(change(i));
      }
    }
    if (const Node* n = root.find("costs"); n && !n->is_null()) s.costs = costs(*n);
    if (const Node* n = root.find("plan"); n && !n->is_null()) s.plan = plan(*n);
    if (const Node* n = root.find("sweep"); n && !n->is_null()) {
      if (n->type == Node::Type::List)
        for (const Node& i : n->items) s.sweeps.push_back(sweep(i));
      else s.sweeps.push_back(sweep(*n));
    }
    if (s.changes.empty() && s.sweeps.empty() && faults_.empty()) wrong(place_of(root), "a scenario without changes", "changes: begins the list of them; sweep: asks a question");
    return s;
  }

 private:
  void wrong(Place at, std::string why, std::string remedy = {}) { faults_.push_back({Kind::Malformed, {}, at.line == 0 ? std::string() : to_text(at), std::move(why), std::move(remedy)}); }

  template <class Keys>
  void known_keys(const Node& n, const Keys& keys, std::string_view of) {
    for (std::size_t i = 0; i < n.keys.size(); ++i)
      if (std::find(keys.begin(), keys.end(), n.keys[i]) == keys.end()) unknown_key(n, i, of, keys);
  }
  template <class Keys>
  void unknown_key(const Node& n, std::size_t i, std::string_view of, const Keys& keys) {
    const std::string near = perhaps(n.keys[i], keys);
    std::string all;
    for (const auto& k : keys) all += (all.empty() ? "" : ", ") + std::string(k);
    wrong({n.key_lines[i], n.items[i].line == n.key_lines[i] ? n.items[i].column : 1}, "\"" + n.keys[i] + "\" is no key of " + std::string(of), near.empty() ? "known: " + all : near);
  }
  bool is_map(const Node& n, std::string_view what) {
    if (n.type == Node::Type::Map) return true;
    wrong(place_of(n), "\"" + std::string(what) + "\" must be keys and values", "for example " + std::string(what) + ": {supplier: zte, …}");
    return false;
  }
  Word word(const Node& n, std::string_view key) {
    if (n.type == Node::Type::Scalar) return {n.text, place_of(n)};
    wrong(place_of(n), "\"" + std::string(key) + "\" must be one word");
    return {{}, place_of(n)};
  }
  Word text(const Node& n, std::string_view key) {
    const Node* at = n.find(key);
    return !at || at->is_null() ? Word{{}, place_of(n)} : word(*at, key);
  }
  Word needed(const Node& n, std::string_view key, std::string_view of) {
    Word w = text(n, key);
    if (w.text.empty()) wrong(w.at, "\"" + std::string(of) + "\" without \"" + std::string(key) + "\"");
    return w;
  }
  Day day(const Node& n, std::string_view key) {
    const Word w = text(n, key);
    if (w.text.empty()) return {};
    const auto d = parse_iso_day(w.text);
    if (!d) wrong(w.at, "\"" + w.text + "\" is no day", "write it as YYYY-MM-DD");
    return d.value_or(Day{});
  }
  void forwards(const Node& n, std::string_view first, Day a, std::string_view second, Day b) {
    if (a.known() && b.known() && b < a) wrong(place_of(n), "dates run backwards: " + std::string(second) + " " + to_text(b) + " is before " + std::string(first) + " " + to_text(a));
  }
  std::int64_t count(const Word& w, std::string_view key, std::int64_t least) {
    const auto n = parse_count(w.text);
    if (!n || *n < least) wrong(w.at, "\"" + w.text + "\": " + std::string(key) + " is a whole number" + (least > 0 ? " of " + std::to_string(least) + " and more" : ""), "digits alone, without spaces or commas");
    return n.value_or(0);
  }
  std::vector<Word> words(const Node& n, std::string_view key) {
    std::vector<Word> out;
    if (n.type == Node::Type::List) {
      for (const Node& i : n.items) out.push_back(word(i, key));
      if (n.items.empty()) wrong(place_of(n), "\"" + std::string(key) + "\" is an empty list");
    } else {
      out.push_back(word(n, key));
    }
    return out;
  }

  Where where(const Node& of, std::string_view kind) {
    Where out;
    const Node* n = of.find("where");
    if (!n || n->is_null()) return wrong(place_of(of), "\"" + std::string(kind) + "\" without \"where\"", "where: {supplier: huawei, function: core} says which rows"), out;
    if (!is_map(*n, "where")) return out;
    if (n->keys.empty()) wrong(place_of(*n), "\"where\" is empty", "say which rows: operator, site, region, function, supplier, model");
    for (std::size_t i = 0; i < n->keys.size(); ++i) {
      const auto f = field_named(n->keys[i]);
      if (!f || (info(*f).type != FieldType::Word && info(*f).type != FieldType::Text) || *f == Field::Parties || *f == Field::Components) {
        static constexpr std::array<std::string_view, 14> kWhere = {"operator", "site", "region", "function", "supplier", "model", "country", "segment", "site_class", "brand", "kind", "status", "network", "id"};
        unknown_key(*n, i, "\"where\"", kWhere);
        continue;
      }
      out.fields.emplace_back(*f, words(n->items[i], n->keys[i]));
    }
    return out;
  }

  /// A cell of a row that the scenario makes; `key` is a column.
  void cell(const Node& n, const std::string& key, std::vector<std::pair<Field, Word>>& cells) {
    const Field f = *field_named(key);
    Word w;
    if (n.type == Node::Type::List) {  // several paths, parties
      w.at = place_of(n);
      for (const Word& part : words(n, key)) w.text += (w.text.empty() ? "" : "|") + part.text;
    } else {
      w = word(n, key);
    }
    if (w.text.empty()) return;
    if (info(f).type == FieldType::Count) (void)count(w, key, f == Field::Quantity ? 1 : 0);
    if (info(f).type == FieldType::Date && !parse_iso_day(w.text)) wrong(w.at, "\"" + w.text + "\" is no day", "write it as YYYY-MM-DD");
    static constexpr std::array<std::string_view, 3> kKinds = {"equipment", "software", "service"}, kAffected = {"yes", "no", "unknown"};
    const auto one_of = [&](const auto& allowed) {
      if (std::find(allowed.begin(), allowed.end(), w.text) == allowed.end()) wrong(w.at, "\"" + w.text + "\" is no " + key + " here", "one of " + joined({allowed.begin(), allowed.end()}, ", "));
    };
    if (f == Field::Kind) one_of(kKinds);
    if (f == Field::Affected) one_of(kAffected);
    if (f == Field::Country && (w.text.size() != 2 || !std::all_of(w.text.begin(), w.text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })))
      wrong(w.at, "\"" + w.text + "\" is no country", "two capital letters of ISO 3166-1, such as GB");
    cells.emplace_back(f, std::move(w));
  }
  static constexpr bool may_be_cell(Field f) { return f != Field::Supplier && f != Field::Id && f != Field::PartOf && f != Field::RunsOn; }

  void row(const Node& n, std::string_view kind, const std::vector<std::string_view>& own_keys, std::vector<std::pair<Field, Word>>& cells) {
    for (std::size_t i = 0; i < n.keys.size(); ++i) {
      if (std::find(own_keys.begin(), own_keys.end(), n.keys[i]) != own_keys.end()) continue;
      const auto f = field_named(n.keys[i]);
      if (f && may_be_cell(*f)) {
        cell(n.items[i], n.keys[i], cells);
        continue;
      }
      std::vector<std::string_view> all = own_keys;
      for (const auto& column : kFields)
        if (may_be_cell(column.field)) all.push_back(column.name);
      unknown_key(n, i, "\"" + std::string(kind) + "\"", all);
    }
    Day in, out;
    for (const auto& [f, w] : cells) {
      if (f == Field::InstalledOn || f == Field::InServiceFrom) in = std::max(in, parse_iso_day(w.text).value_or(Day{}));
      if (f == Field::InServiceTo || f == Field::RemovedOn) out = out.known() ? std::min(out, parse_iso_day(w.text).value_or(Day{})) : parse_iso_day(w.text).value_or(Day{});
    }
    forwards(n, "its installation", in, "its end", out);
  }

  Change change(const Node& n) {
    Change c;
    c.at = place_of(n);
    std::vector<std::string_view> kinds;
    for (const auto& [name, k] : kChangeKinds) kinds.push_back(name);
    if (n.type != Node::Type::Map || n.keys.size() != 1) {
      wrong(c.at, n.type == Node::Type::Map && n.keys.size() > 1 ? "one change with " + std::to_string(n.keys.size()) + " keys at its head: " + joined(n.keys, ", ") : "a change is one kind and what it needs",
            "for example - add: {function: access.fttp.olt, supplier: ZTE, quantity: 40}; indent what belongs to it");
      return c;
    }
    const auto kind = std::find_if(kChangeKinds.begin(), kChangeKinds.end(), [&](const auto& k) { return k.first == n.keys[0]; });
    if (kind == kChangeKinds.end()) {
      const std::string near = perhaps(n.keys[0], kinds);
      wrong(c.at, "\"" + n.keys[0] + "\" is no kind of change", near.empty() ? "known: " + joined({kinds.begin(), kinds.end()}, ", ") : near);
      return c;
    }
    c.kind = kind->second;
    const Node& v = n.items[0];
    const std::string_view name = kind->first;
    if (!is_map(v, name)) return c;
    using Keys = std::vector<std::string_view>;
    switch (c.kind) {
      case ChangeKind::Add:
        c.supplier = needed(v, "supplier", name);
        (void)needed(v, "function", name);
        c.on = day(v, "from");
        row(v, name, {"supplier", "from"}, c.cells);
        break;
      case ChangeKind::Replace:
        c.where = where(v, name);
        c.supplier = needed(v, "with", name);
        c.on = day(v, "by");
        row(v, name, {"where", "with", "by"}, c.cells);
        for (const auto& [f, w] : c.cells)
          if (info(f).type == FieldType::Count) wrong(w.at, "what is replaced keeps its " + std::string(info(f).name), "remove the rows and add others to change it");
        break;
      case ChangeKind::Remove:
        c.where = where(v, name);
        c.on = day(v, "by");
        known_keys(v, Keys{"where", "by"}, "\"remove\"");
        break;
      case ChangeKind::Designate:
        c.supplier = needed(v, "supplier", name);
        c.list = needed(v, "list", name);
        span(v, c);
        known_keys(v, Keys{"supplier", "list", "from", "to"}, "\"designate\"");
        break;
      case ChangeKind::DenyExport:
        c.authority = needed(v, "authority", name);
        c.supplier = needed(v, "supplier", name);
        span(v, c);
        known_keys(v, Keys{"authority", "supplier", "from", "to"}, "\"deny-export\"");
        break;
      case ChangeKind::ChangeOfControl: {
        c.supplier = needed(v, "supplier", name);
        c.owner = needed(v, "owner", name);
        c.owner_country = text(v, "country");
        c.on = day(v, "from");
        const Word share = text(v, "share");
        c.share = share.text.empty() ? "1" : share.text;
        if (!share.text.empty()) {
          const auto s = screen::parse_share(share.text, false);
          if (!s) wrong(share.at, "\"" + share.text + "\" is no share from 0 to 1", "0.51 is 51 %");
          else if (s->billionths == 0) wrong(share.at, "a share of 0 changes no control");
        }
        known_keys(v, Keys{"supplier", "owner", "share", "from", "country"}, "\"change-of-control\"");
        break;
      }
      case ChangeKind::MoveDeadline:
        c.direction = needed(v, "direction", name);
        c.requirement = needed(v, "requirement", name);
        c.deadline = day(v, "to");
        if (text(v, "to").text.empty()) wrong(place_of(v), "\"move-deadline\" without \"to\"", "the new last lawful day");
        c.on = day(v, "from");
        known_keys(v, Keys{"direction", "requirement", "to", "from"}, "\"move-deadline\"");
        break;
      case ChangeKind::EndRegime:
        c.regime = needed(v, "regime", name);
        c.on = day(v, "from");
        known_keys(v, Keys{"regime", "from"}, "\"end-regime\"");
        break;
      case ChangeKind::Transfer:
        c.where = where(v, name);
        c.new_operator = needed(v, "to", name);
        c.on = day(v, "from");
        known_keys(v, Keys{"where", "to", "from"}, "\"transfer\"");
        break;
    }
    return c;
  }
  void span(const Node& n, Change& c) {
    c.on = day(n, "from");
    c.to = day(n, "to");
    forwards(n, "from", c.on, "to", c.to);
  }

  /// "5000" or "5000.50": hundredths.
  std::optional<Money> money(const Node& n, std::string_view key) {
    const Word w = word(n, key);
    const auto dot = w.text.find('.');
    const auto whole = parse_count(w.text.substr(0, dot));
    std::string cents = dot == std::string::npos ? "" : w.text.substr(dot + 1);
    if (dot != std::string::npos && (cents.empty() || cents.size() > 2)) cents = "?";
    while (cents.size() < 2) cents += '0';
    const auto part = parse_count(cents);
    if (!whole || !part || *whole > std::numeric_limits<std::int64_t>::max() / 100 - 1) {
      wrong(w.at, "\"" + w.text + "\" is no amount", "digits, and at most two decimals after a point");
      return std::nullopt;
    }
    return *whole * 100 + *part;
  }
  /// One number for everything, or numbers by function.
  Rates rates(const Node& n, std::string_view key, bool money_) {
    Rates r;
    const auto number = [&](const Node& v) -> std::optional<std::int64_t> {
      if (money_) return money(v, key);
      const Word w = word(v, key);
      const auto c = parse_count(w.text);
      if (!c || *c < 1) wrong(w.at, "\"" + w.text + "\": pieces a month are a whole number of 1 and more");
      return c;
    };
    if (n.type != Node::Type::Map) {
      if (const auto v = number(n)) r.by_function.emplace_back("", *v);
      return r;
    }
    for (std::size_t i = 0; i < n.keys.size(); ++i)
      if (const auto v = number(n.items[i])) r.by_function.emplace_back(n.keys[i] == "others" ? "" : n.keys[i], *v);
    return r;
  }
  Costs costs(const Node& n) {
    Costs c;
    static constexpr std::array<std::string_view, 4> kNames = {"currency", "add", "replace", "remove"};
    const bool named = n.type == Node::Type::Map && std::any_of(n.keys.begin(), n.keys.end(), [](const auto& k) { return std::find(kNames.begin(), kNames.end(), k) != kNames.end(); });
    if (!named) {
      c.add = c.replace = rates(n, "costs", true);
      return c;
    }
    known_keys(n, kNames, "\"costs\"");
    c.currency = text(n, "currency").text;
    for (const auto& [key, into] : {std::pair{"add", &c.add}, std::pair{"replace", &c.replace}, std::pair{"remove", &c.remove}})
      if (const Node* v = n.find(key); v && !v->is_null()) *into = rates(*v, key, true);
    return c;
  }
  Plan plan(const Node& n) {
    Plan p;
    static constexpr std::array<std::string_view, 3> kNames = {"pieces", "total", "from"};
    const bool named = n.type == Node::Type::Map && std::any_of(n.keys.begin(), n.keys.end(), [](const auto& k) { return std::find(kNames.begin(), kNames.end(), k) != kNames.end(); });
    if (!named) {
      p.pieces = rates(n, "plan", false);
      return p;
    }
    known_keys(n, kNames, "\"plan\"");
    if (const Node* v = n.find("pieces"); v && !v->is_null()) p.pieces = rates(*v, "pieces", false);
    if (const Word w = text(n, "total"); !w.text.empty()) p.total = count(w, "total", 1);
    p.from = day(n, "from");
    return p;
  }

  Sweep sweep(const Node& n) {
    Sweep s;
    s.at = place_of(n);
    std::vector<std::string_view> kinds;
    for (const auto& [name, k] : kSweepKinds) kinds.push_back(name);
    if (n.type != Node::Type::Map || n.keys.size() != 1) return wrong(s.at, "a sweep is one question: " + joined({kinds.begin(), kinds.end()}, ", "), "for example sweep: {how-many: {function: access.fttp.olt, supplier: zte}}"), s;
    const auto kind = std::find_if(kSweepKinds.begin(), kSweepKinds.end(), [&](const auto& k) { return k.first == n.keys[0]; });
    if (kind == kSweepKinds.end()) {
      const std::string near = perhaps(n.keys[0], kinds);
      return wrong(s.at, "\"" + n.keys[0] + "\" is no sweep", near.empty() ? "known: " + joined({kinds.begin(), kinds.end()}, ", ") : near), s;
    }
    s.kind = kind->second;
    const Node& v = n.items[0];
    if (!is_map(v, kind->first)) return s;
    s.at = place_of(v);
    s.direction = text(v, "direction");
    s.requirement = text(v, "requirement");
    s.regime = text(v, "regime");
    if (s.direction.text.empty() && !s.requirement.text.empty()) wrong(s.requirement.at, "\"requirement\" without \"direction\"");
    s.from = day(v, "from");
    s.until = day(v, "until");
    forwards(v, "from", s.from, "until", s.until);
    if (const Word w = text(v, "at_most"); !w.text.empty()) s.at_most = count(w, "at_most", 1);
    if (const Word w = text(v, "a_month"); !w.text.empty()) s.a_month = count(w, "a_month", 1);
    if (const Word w = text(v, "each"); !w.text.empty()) {
      const auto f = field_named(w.text);
      if (!f || (*f != Field::Site && *f != Field::Region && *f != Field::Function && *f != Field::Model)) wrong(w.at, "\"" + w.text + "\": what is replaced at once is a site, region, function or model", "each: site");
      else s.by = *f;
    }
    if (s.kind == Sweep::Kind::HowMany) {
      s.supplier = needed(v, "supplier", kind->first);
      (void)needed(v, "function", kind->first);
      row(v, kind->first, {"supplier", "direction", "requirement", "regime", "at_most"}, s.cells);
    } else {
      s.where = where(v, kind->first);
      s.supplier = needed(v, "with", kind->first);
      known_keys(v, std::vector<std::string_view>{"where", "with", "direction", "requirement", "regime", "a_month", "each", "from", "until"}, "\"" + std::string(kind->first) + "\"");
      if (s.kind == Sweep::Kind::LatestStart && s.a_month == 0) wrong(s.at, "\"latest-start\" without \"a_month\"", "how many pieces can be replaced in a month");
    }
    return s;
  }

  std::vector<Error>& faults_;
};

}  // namespace

std::string to_text(Place p) { return "line " + std::to_string(p.line) + (p.column > 0 ? ", column " + std::to_string(p.column) : std::string()); }
std::string_view to_text(ChangeKind k) {
  for (const auto& [name, kind] : kChangeKinds)
    if (kind == k) return name;
  return "";
}
bool changes_estate(ChangeKind k) { return k == ChangeKind::Add || k == ChangeKind::Replace || k == ChangeKind::Remove || k == ChangeKind::Transfer; }

std::optional<std::int64_t> Rates::of(std::string_view functions) const {
  std::optional<std::int64_t> best;
  std::size_t longest = 0;
  for (const auto& [path, n] : by_function) {
    bool in = path.empty();
    for (const auto p : split(functions, '|')) in = in || starts_with_path(p, path);
    if (in && (!best || path.size() >= longest)) {
      best = n;
      longest = path.size();
    }
  }
  return best;
}

Scenario read_scenario(std::string_view bytes, std::vector<Error>& faults) { return ScenarioReader(faults).run(bytes); }

}  // namespace rf::direct
