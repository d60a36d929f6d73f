#include "identify/from_knowledge.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "identify/agent_view.h"
#include "identify/fields.h"
#include "identify/pattern.h"
#include "identify/products.h"

namespace rf::identify {
namespace {

// A supplier's name in free text, where no file of fingerprints says more of it: enough to name a maker that stands on no list.
constexpr double kNameWeight = 4.0;
constexpr std::string_view kProductTables = "products/";
constexpr std::size_t kLeastNameLetters = 4;  // "FS", "GE", "LG" stand for models as often as for their makers

}  // namespace

void take_fingerprints(const knowledge::World& world, Facts& facts) {
  const auto& k = *world.knowledge;
  for (const auto& f : k.fingerprints)
    facts.fingerprints.push_back({f.name, f.fields, f.match, f.supplier, f.names, f.brand, f.kind, f.model, f.software, f.version, f.serial, f.functions, f.weight,
                                  f.rank, f.general});
  std::set<std::string> taken;
  for (const auto& t : k.trade_words) {
    facts.trade_words.push_back({t.words, t.fields, t.supplier, t.brand, t.kind, t.software, t.functions, t.weight});
    if (t.fields.empty())
      for (const auto& w : t.words) taken.insert(folded(w));
  }
  for (const auto& c : k.common_words) taken.insert(folded(c));
  std::map<std::string, std::set<std::string>> owners;  // a name of two suppliers says nothing by itself
  for (const auto& [id, s] : k.suppliers) {
    for (const auto& n : s.names) owners[folded(n.text)].insert(id);
    for (const auto& b : s.brands) owners[folded(b.text)].insert(id);
  }
  for (const auto& [id, s] : k.suppliers) {
    const auto put = [&](const std::string& text, const std::string& brand) {
      const std::string f = folded(text);
      if (f.size() < kLeastNameLetters || owners[f].size() > 1 || taken.contains(f)) return;
      facts.trade_words.push_back({{text}, {}, id, brand, {}, {}, {}, kNameWeight});
    };
    put(s.name, {});
    for (const auto& n : s.names)
      if (world.known(n, s.names) && folded(n.text) != folded(s.name)) put(n.text, {});
    for (const auto& b : s.brands)
      if (world.known(b, s.brands)) put(b.text, b.text);
  }
  for (const auto& o : k.device_objects) {
    using Says = ObjectRule::Says;
    const auto says = o.says == "model" ? Says::Model : o.says == "serial" ? Says::Serial : o.says == "software" ? Says::Software : o.says == "maker" ? Says::Maker : Says::Version;
    facts.objects.push_back({o.oid, says, o.take, o.as, o.supplier, o.kind, o.rank, o.weight});
  }
  for (const auto& a : k.agent_numbers)
    facts.agents.push_back({a.pen, a.says == "nothing" ? AgentNumber::Says::Nothing : a.says == "little" ? AgentNumber::Says::Little : AgentNumber::Says::All, a.inside});
  for (const auto& [path, text] : k.tables)
    if (path.starts_with(kProductTables)) read_products(text, facts.products);
  for (const auto& r : k.roles)
    if (r.words.empty() && !r.kind.empty() && !r.function.empty()) facts.kind_functions[r.kind] = r.function;
  facts.calibration = k.calibration;
}

std::vector<knowledge::Fault> check_fingerprints(const knowledge::Knowledge& k, const knowledge::Knowledge& all) {
  std::vector<knowledge::Fault> faults;
  std::map<std::string, const knowledge::Fingerprint*> ids;
  const auto known = [&](const std::string& supplier) { return supplier.empty() || k.suppliers.contains(supplier) || all.suppliers.contains(supplier); };
  for (const auto& f : k.fingerprints) {
    const auto fault = [&](std::string why) { faults.push_back({f.file, f.line, "fingerprint " + f.name + ": " + std::move(why)}); };
    if (const auto [first, fresh] = ids.emplace(f.name, &f); !fresh)
      fault("its id stands also in " + first->second->file + ", line " + std::to_string(first->second->line));
    if (!known(f.supplier)) fault("unknown supplier \"" + f.supplier + "\"");
    for (const auto& name : f.fields)
      if (name != "text" && !name.starts_with(kOtherObject) && !field_index(name)) fault("\"" + name + "\" is no field; fingerprints/README.md lists them");
    const auto pattern = Pattern::compile(f.match);
    if (!pattern) {
      fault("the pattern is refused: " + pattern.error().why + (pattern.error().where.empty() ? "" : " (" + pattern.error().where + ")"));
      continue;
    }
    for (const auto& e : f.examples) {
      Pattern::Match m;
      if (!pattern->search(lower_ascii(e.text), &m)) {
        fault("does not match its example \"" + shortened(e.text) + "\"");
        continue;
      }
      const auto same = [&](std::string_view what, const std::string& want, const std::string& text) {
        if (want.empty()) return;
        if (const auto got = filled(text, e.text, m); got != want) fault("reads the " + std::string(what) + " of its example as \"" + got + "\", not \"" + want + "\"");
      };
      same("model", e.model, f.model), same("software", e.software, f.software), same("version", e.version, f.version), same("serial", e.serial, f.serial);
    }
    for (const auto& c : f.counter_examples)
      if (pattern->search(lower_ascii(c), nullptr)) fault("matches its counter-example \"" + shortened(c) + "\"");
    if (f.examples.empty()) fault("has no example: write one that it matches");
    if (f.counter_examples.empty()) fault("has no counter-example: write one that is near and must not match");
  }
  std::map<std::string, std::pair<std::string, std::string>> words;
  for (const auto& t : k.trade_words) {
    if (!known(t.supplier)) faults.push_back({t.file, t.line, "unknown supplier \"" + t.supplier + "\""});
    if (!t.fields.empty() || t.supplier.empty()) continue;
    for (const auto& w : t.words) {
      const auto [first, fresh] = words.emplace(folded(w), std::pair(t.supplier, t.file));
      if (!fresh && first->second.first != t.supplier) faults.push_back({t.file, t.line, "the word \"" + w + "\" stands for " + first->second.first + " in " + first->second.second});
    }
  }
  for (const auto& o : k.device_objects) {
    if (!known(o.supplier)) faults.push_back({o.file, o.line, "unknown supplier \"" + o.supplier + "\""});
    if (o.oid.empty() || o.oid.find_first_not_of("0123456789.*") != std::string::npos || o.oid.front() == '.' || o.oid.back() == '.')
      faults.push_back({o.file, o.line, "\"" + o.oid + "\" is no object: write numbers, dots, and * for any one number"});
    if (o.take.empty()) continue;
    if (const auto p = Pattern::compile(o.take); !p) faults.push_back({o.file, o.line, "`take` is refused: " + p.error().why});
  }
  Products products;
  for (const auto& [path, text] : k.tables) {
    if (!path.starts_with(kProductTables)) continue;
    std::vector<std::string> suppliers, sources;
    for (auto& [line, why] : read_products(text, products, &suppliers, &sources)) faults.push_back({path, static_cast<std::uint32_t>(line), std::move(why)});
    for (const auto& s : suppliers)
      if (!known(s)) faults.push_back({path, 1, "unknown supplier \"" + s + "\""});
    for (const auto& s : sources)
      if (!k.sources.contains(s) && !all.sources.contains(s)) faults.push_back({path, 1, "unknown source \"" + s + "\": name it in sources.yaml"});
  }
  std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
  return faults;
}

}  // namespace rf::identify
