#include "knowledge/read_kinds.h"

#include <charconv>
#include <iterator>

#include "base/text.h"

namespace rf::knowledge {
namespace {

std::string text(const Node& n, std::string_view key) { return std::string(n.get(key)); }
bool truth(const Node& n, std::string_view key) { return n.get(key) == "true"; }
std::optional<bool> maybe(const Node& n, std::string_view key) {
  const auto s = n.get(key);
  if (s.empty()) return std::nullopt;
  return s == "true";
}
Day day(const Node& n, std::string_view key) { return parse_iso_day(n.get(key)).value_or(Day{}); }
double number(const Node& n, std::string_view key, double otherwise) {
  const auto s = n.get(key);
  double d = otherwise;
  std::from_chars(s.data(), s.data() + s.size(), d);
  return d;
}
std::vector<std::string> words(const Node& n, std::string_view key) {
  std::vector<std::string> out;
  if (const Node* list = n.find(key))
    for (const Node& i : list->items)
      if (i.type == Node::Type::Scalar) out.push_back(i.text);
  return out;
}

/// Reads facts: what they leave out comes from the file's `defaults`.
/// Null where it does not parse: `check_expressions` says why, and `compile` refuses the file.
std::shared_ptr<const expr::Expression> expression(std::string_view source, expr::Context context, const expr::Names& names) {
  auto e = expr::parse(source, context, names);
  return e ? std::make_shared<const expr::Expression>(std::move(*e)) : nullptr;
}

class FileReader {
 public:
  explicit FileReader(const Node& root) : defaults_(root.find("defaults")) {}

  void fact(const Node& n, Fact& f) const {
    f.from = day(n, "from");
    f.to = day(n, "to");
    f.learnt = parse_iso_day(either(n, "learnt")).value_or(Day{});
    const Node* s = n.find("source");
    f.source = s && s->type == Node::Type::Map ? std::string(s->get("title")) : std::string(either(n, "source"));
    f.unverified = either(n, "confidence") == "unverified";
    f.id = text(n, "fact");
    f.replaces = text(n, "replaces");
    f.line = n.line;
  }
  template <class F, class Fill>
  std::vector<F> facts(const Node& of, std::string_view key, Fill fill) const {
    std::vector<F> out;
    const Node* list = of.find(key);
    if (!list) return out;
    for (const Node& n : list->items) {
      F f;
      fact(n, f);
      fill(n, f);
      out.push_back(std::move(f));
    }
    return out;
  }

 private:
  std::string_view either(const Node& n, std::string_view key) const {
    const auto own = n.get(key);
    return own.empty() && defaults_ ? defaults_->get(key) : own;
  }
  const Node* defaults_;
};

void read_supplier(const Node& n, Knowledge& k) {
  const FileReader r(n);
  Supplier s;
  s.id = text(n, "supplier");
  s.name = text(n, "name");
  s.maker = truth(n, "maker");
  s.state = truth(n, "state");
  const auto name = [](const Node& i, Name& f) {
    f.text = text(i, "text");
    f.kind = text(i, "kind");
    f.lang = text(i, "lang");
  };
  s.names = r.facts<Name>(n, "names", name);
  s.brands = r.facts<Name>(n, "brands", name);
  s.seats = r.facts<Seat>(n, "jurisdictions", [](const Node& i, Seat& f) { f.country = text(i, "country"); });
  s.owners = r.facts<Owner>(n, "owners", [](const Node& i, Owner& f) {
    f.owner = text(i, "owner");
    f.name = text(i, "name");
    f.country = text(i, "country");
    f.note = text(i, "note");
    f.share = number(i, "share", -1);
    f.share_text = text(i, "share");
    f.control = maybe(i, "control");
    f.state = truth(i, "state");
  });
  s.affiliates = r.facts<Affiliate>(n, "affiliates", [](const Node& i, Affiliate& f) {
    f.supplier = text(i, "supplier");
    f.note = text(i, "note");
  });
  s.pens = r.facts<Pen>(n, "pens", [](const Node& i, Pen& f) {
    f.pen = static_cast<std::uint32_t>(number(i, "pen", 0));
    f.organization = text(i, "organization");
  });
  s.oui_names = words(n, "oui_names");
  s.notes = words(n, "notes");
  s.rebadges = r.facts<Rebadge>(n, "rebadges", [](const Node& i, Rebadge& f) {
    f.for_whom = text(i, "for");
    f.note = text(i, "note");
  });
  s.ids = r.facts<SupplierId>(n, "ids", [](const Node& i, SupplierId& f) {
    f.type = text(i, "type");
    f.value = text(i, "value");
    f.country = text(i, "country");
  });
  s.lines = r.facts<LineMove>(n, "lines", [](const Node& i, LineMove& f) {
    f.was = text(i, "was");
    f.now = text(i, "now");
    f.what = text(i, "what");
  });
  s.partners = r.facts<Partner>(n, "partners", [](const Node& i, Partner& f) {
    f.supplier = text(i, "supplier");
    f.name = text(i, "name");
    f.kind = text(i, "kind");
    f.says = text(i, "says");
  });
  s.warnings = r.facts<Warning>(n, "warnings", [](const Node& i, Warning& f) {
    f.country = text(i, "country");
    f.by = text(i, "by");
    f.force = text(i, "force");
    f.says = text(i, "says");
    f.direction = text(i, "direction");
  });
  if (const Node* list = n.find("not"))
    for (const Node& i : list->items) s.lookalikes.push_back({text(i, "text"), text(i, "why")});
  k.suppliers.insert_or_assign(s.id, s);
}

void read_jurisdiction(const Node& n, Knowledge& k) {
  const FileReader r(n);
  Jurisdiction j{text(n, "jurisdiction"), text(n, "name"), text(n, "influence_group"), {}, {}};
  j.laws = r.facts<Law>(n, "laws", [](const Node& i, Law& f) {
    f.title = text(i, "title");
    f.citation = text(i, "citation");
    f.says = text(i, "says");
  });
  j.members = r.facts<Member>(n, "members", [](const Node& i, Member& f) { f.country = text(i, "country"); });
  k.jurisdictions.insert_or_assign(j.id, j);
}

void read_list(const Node& n, Knowledge& k) {
  const FileReader r(n);
  List l{text(n, "list"), text(n, "title"), text(n, "authority"), text(n, "country"), text(n, "law"),
         text(n, "force"), text(n, "url"), text(n, "effect"), {}, text(n, "binds"), words(n, "parts"), static_cast<std::int64_t>(number(n, "stale_after", 30)), {}};
  l.reach = r.facts<Reach>(n, "reach", [](const Node& i, Reach& f) {
    f.reach = text(i, "reach");
    f.note = text(i, "note");
  });
  if (const Node* d = n.find("denial")) l.denial = Denial{words(*d, "origin"), text(*d, "says"), text(*d, "source"), text(*d, "confidence") == "unverified"};
  l.entries = r.facts<Entry>(n, "entries", [](const Node& i, Entry& f) {
    f.supplier = text(i, "supplier");
    f.entry = text(i, "entry");
    f.scope = text(i, "scope");
    f.note = text(i, "note");
    if (const Node* events = i.find("events"))
      for (const Node& e : events->items) f.events.push_back({day(e, "day"), text(e, "says")});
  });
  k.lists.insert_or_assign(l.id, l);
}

void read_requirement(const FileReader& r, const Node& n, Requirement& q) {
  q.name = text(n, "id");
  q.says = text(n, "says");
  q.kind = text(n, "kind");
  q.about = words(n, "about");
  q.about_list = text(n, "about_list");
  q.each_supplier = truth(n, "each_supplier");
  q.all_functions = truth(n, "all_functions");
  q.components = truth(n, "components");
  q.relations = words(n, "relations");
  if (q.relations.empty()) q.relations = {"maker", "software", "managed-operation"};
  const Node* described = n.find("about_described");
  if (described) q.described = Described{text(*described, "says"), words(*described, "groups")};
  const auto paths = r.facts<ScopePath>(n, "functions", [](const Node& i, ScopePath& f) {
    f.path = text(i, "path");
    f.note = text(i, "note");
    const auto s = i.get("scope");
    f.scope = s == "out" ? Scope::Out : s == "disputed" ? Scope::Disputed : Scope::In;
  });
  // `paths: [a, b]` is the same fact for each.
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto several = words(n.find("functions")->items[i], "paths");
    if (!paths[i].path.empty() || several.empty()) q.functions.push_back(paths[i]);
    for (const auto& p : several) {
      q.functions.push_back(paths[i]);
      q.functions.back().path = p;
    }
  }
  if (const Node* where = n.find("where")) {
    q.segments = words(*where, "segment");
    q.site_classes = words(*where, "site_class");
    q.affected = words(*where, "affected");
    q.regions = words(*where, "region");
  }
  q.measures = r.facts<Measure>(n, "measures", [](const Node& i, Measure& f) {
    f.measure = text(i, "measure");
    f.base = text(i, "base");
    f.counted_at = words(i, "counted_at");
  });
  const auto limit = [](const Node& i, Limit& f) {
    const auto share = i.get("share");
    f.share = !share.empty();
    if (f.share) {
      const auto slash = share.find('/');
      f.num = parse_count(trimmed(share.substr(0, slash))).value_or(-1);
      f.den = slash == std::string_view::npos ? 1 : parse_count(trimmed(share.substr(slash + 1))).value_or(-1);
    } else {
      f.num = parse_count(i.get("count")).value_or(-1);
    }
  };
  if (const Node* one = n.find("limit")) {
    Limit l;
    l.line = one->line;
    limit(*one, l);
    q.limits.push_back(std::move(l));
  }
  for (auto& l : r.facts<Limit>(n, "limits", limit)) q.limits.push_back(std::move(l));
  q.exceptions = r.facts<Exception>(n, "exceptions", [](const Node& i, Exception& f) {
    f.name = text(i, "id");
    f.says = text(i, "says");
    f.when = text(i, "when");
    f.test = expression(f.when, expr::Context::Row, {});
  });
  q.dates = r.facts<Deadline>(n, "dates", [](const Node& i, Deadline& f) {
    f.since = day(i, "since");
    f.deadline = day(i, "deadline");
    f.until = day(i, "until");
    f.individual = truth(i, "individual");
    const auto several = words(i, "deadlines");
    if (!several.empty()) f.deadline = parse_iso_day(several[0]).value_or(Day{});
    if (several.size() > 1) f.deadline_other = parse_iso_day(several.back()).value_or(Day{});
  });
}

void read_direction(const Node& n, Knowledge& k) {
  const FileReader r(n);
  Direction d;
  d.id = text(n, "direction");
  d.title = text(n, "title");
  d.authority = text(n, "authority");
  d.force = text(n, "force");
  d.territory = text(n, "territory");
  d.law = text(n, "law");
  d.url = text(n, "url");
  d.effect = text(n, "effect");
  d.text_seen = truth(n, "text_seen");
  d.known = parse_count(n.get("known")).value_or(0);
  d.amends = words(n, "amends");
  d.states = r.facts<State>(n, "states", [](const Node& i, State& f) {
    f.state = text(i, "state");
    f.by = text(i, "by");
  });
  if (const Node* a = n.find("addressees"))
    d.addressees = {text(*a, "who"), truth(*a, "everyone"), truth(*a, "complete"), words(*a, "operators"), words(*a, "not"), words(*a, "classes"), r.facts<Addressee>(*a, "named", [](const Node& i, Addressee& f) {
      f.operator_id = text(i, "operator");
      f.name = text(i, "name");
      f.reference = text(i, "reference");
    })};
  d.statements = r.facts<Statement>(n, "statements", [](const Node& i, Statement& f) {
    f.about = text(i, "about");
    f.by = text(i, "by");
    f.quote = text(i, "quote");
    f.possible = maybe(i, "possible");
  });
  d.requirements = r.facts<Requirement>(n, "requirements", [&](const Node& i, Requirement& q) { read_requirement(r, i, q); });
  d.obligations = r.facts<Obligation>(n, "obligations", [](const Node& i, Obligation& f) {
    f.name = text(i, "id");
    f.says = text(i, "says");
    f.recipient = text(i, "to");
    f.within = text(i, "within");
    f.requirement = text(i, "requirement");
    f.due = day(i, "due");
  });
  k.directions.insert_or_assign(d.id, d);
}

void read_regime(const Node& n, Knowledge& k) {
  const FileReader r(n);
  Regime g{text(n, "regime"), text(n, "title"), text(n, "territory"), words(n, "about"), names_of_regime(n), {}, {}, {}};
  g.needed = expression(n.get("needed"), expr::Context::World, g.names);
  g.conditions = r.facts<RegimeCondition>(n, "conditions", [&](const Node& i, RegimeCondition& f) {
    f.name = text(i, "id");
    f.says = text(i, "says");
    f.decides = truth(i, "decides");
    f.holds = expression(i.get("expr"), expr::Context::World, g.names);
  });
  g.assurance = r.facts<Assurance>(n, "assurance", [](const Node& i, Assurance& f) {
    f.level = text(i, "level");
    f.by = text(i, "by");
    f.says = text(i, "says");
  });
  k.regimes.insert_or_assign(g.id, g);
}

/// A list of words, or one word.
std::vector<std::string> word_or_words(const Node& n, std::string_view key) {
  const Node* at = n.find(key);
  if (at != nullptr && at->type == Node::Type::Scalar && !at->text.empty()) return {at->text};
  return words(n, key);
}

void read_functions(std::string_view path, const Node& n, Knowledge& k) {
  if (const Node* list = n.find("functions"))
    for (const Node& i : list->items) k.functions.push_back({text(i, "path"), text(i, "name"), words(i, "words")});
  if (const Node* list = n.find("aliases"))
    for (const Node& i : list->items) k.aliases.emplace_back(text(i, "path"), text(i, "is"));
  if (const Node* list = n.find("roles"))
    for (const Node& i : list->items) k.roles.push_back({words(i, "words"), text(i, "function"), text(i, "kind"), truth(i, "disputed")});
  // Families of products and words of function say what a device is for, not who made it.
  const FileReader r(n);
  for (auto& f : r.facts<TradeWords>(n, "families", [&](const Node& i, TradeWords& t) {
         t.file = path;
         t.words = words(i, "words");
         t.fields = word_or_words(i, "field");
         t.kind = text(i, "kind");
         t.functions = words(i, "functions");
         t.weight = number(i, "weight", 1);
       }))
    k.trade_words.push_back(std::move(f));
}

void read_fingerprints(std::string_view path, const Node& n, Knowledge& k) {
  const FileReader r(n);
  const std::string maker = text(n, "maker"), file(path);
  const auto supplier_of = [&](const Node& i) { return i.find("supplier") ? text(i, "supplier") : maker; };
  // A file replaces what an earlier knowledge folder had under its name.
  const auto append = [&](auto& all, auto&& more) { all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); };
  append(k.fingerprints, r.facts<Fingerprint>(n, "fingerprints", [&](const Node& i, Fingerprint& f) {
    f.file = file;
    f.name = text(i, "id");
    f.fields = word_or_words(i, "field");
    f.match = text(i, "match");
    f.general = truth(i, "general");
    f.supplier = f.general ? text(i, "supplier") : supplier_of(i);
    f.names = text(i, "names");
    f.brand = text(i, "brand");
    f.kind = text(i, "kind");
    f.model = text(i, "model");
    f.software = text(i, "software");
    f.version = text(i, "version");
    f.serial = text(i, "serial");
    f.functions = words(i, "functions");
    f.weight = number(i, "weight", 0);
    f.rank = static_cast<int>(number(i, "rank", 0));
    if (const Node* list = i.find("examples"))
      for (const Node& e : list->items) f.examples.push_back({text(e, "text"), text(e, "model"), text(e, "software"), text(e, "version"), text(e, "serial")});
    f.counter_examples = words(i, "counter_examples");
  }));
  append(k.trade_words, r.facts<TradeWords>(n, "words", [&](const Node& i, TradeWords& f) {
    f.file = file;
    f.words = words(i, "words");
    f.fields = word_or_words(i, "field");
    f.supplier = supplier_of(i);
    f.brand = text(i, "brand");
    f.kind = text(i, "kind");
    f.software = text(i, "software");
    f.functions = words(i, "functions");
    f.weight = number(i, "weight", 0);
  }));
  append(k.device_objects, r.facts<DeviceObject>(n, "objects", [&](const Node& i, DeviceObject& f) {
    f.file = file;
    f.oid = text(i, "oid");
    f.says = text(i, "says");
    f.take = text(i, "take");
    f.as = text(i, "as");
    f.supplier = supplier_of(i);
    f.kind = text(i, "kind");
    f.rank = static_cast<int>(number(i, "rank", 0));
    f.weight = number(i, "weight", 0);
  }));
  append(k.common_words, words(n, "common"));
  append(k.factory_names, words(n, "factory_names"));
  append(k.agent_numbers, r.facts<AgentNumber>(n, "agents", [&](const Node& i, AgentNumber& f) {
    f.pen = static_cast<std::uint32_t>(number(i, "pen", 0));
    f.says = text(i, "says");
    f.why = text(i, "why");
    f.inside = truth(i, "inside");
  }));
}

void read_variations(const Node& n, Knowledge& k) {
  const FileReader r(n);
  auto more = r.facts<Variation>(n, "variations", [](const Node& i, Variation& f) {
    f.operator_id = text(i, "operator");
    f.direction = text(i, "direction");
    f.requirement = text(i, "requirement");
    f.reference = text(i, "reference");
    f.exempt = truth(i, "exempt");
    f.deadline = day(i, "deadline");
  });
  k.variations.insert(k.variations.end(), more.begin(), more.end());
}

void read_word_map(const Node& n, std::string_view key, std::vector<std::pair<std::string, std::vector<std::string>>>& into) {
  const Node* map = n.find(key);
  if (!map) return;
  for (const std::string& name : map->keys) into.emplace_back(name, words(*map, name));
}

}  // namespace

expr::Names names_of_regime(const Node& n) {
  expr::Names out;
  if (const Node* lists = n.find("lists"); lists && lists->type == Node::Type::Map)
    for (const std::string& name : lists->keys) out.lists.emplace(name, words(*lists, name));
  out.lists.emplace("about", words(n, "about"));
  return out;
}

void read_file_of_kind(std::string_view path, const Node& n, Knowledge& k) {
  const FileKind* kind = kind_of(path);
  if (!kind) return;
  const std::string_view name = kind->name;
  if (name == "supplier") read_supplier(n, k);
  if (name == "jurisdiction") read_jurisdiction(n, k);
  if (name == "list") read_list(n, k);
  if (name == "direction") read_direction(n, k);
  if (name == "regime") read_regime(n, k);
  if (name == "functions") read_functions(path, n, k);
  if (name == "fingerprints") read_fingerprints(path, n, k);
  if (name == "calibration") {
    k.calibration.clear();
    if (const Node* list = n.find("points"))
      for (const Node& i : list->items) k.calibration.emplace_back(number(i, "sum", 0), number(i, "right", 0));
  }
  if (name == "variations") read_variations(n, k);
  if (name == "sources")
    if (const Node* list = n.find("sources"))
      for (const Node& i : list->items) k.sources.insert_or_assign(text(i, "id"), Source{text(i, "id"), text(i, "title"), text(i, "url"), text(i, "dated")});
  if (name == "columns") {
    read_word_map(n, "columns", k.columns);
    const auto makers = words(n, "maker_words"), sellers = words(n, "seller_words");
    k.maker_words.insert(k.maker_words.end(), makers.begin(), makers.end());
    k.seller_words.insert(k.seller_words.end(), sellers.begin(), sellers.end());
  }
  if (name == "statuses") read_word_map(n, "statuses", k.statuses);
}

}  // namespace rf::knowledge
