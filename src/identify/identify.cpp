// Who made a box, from what it says of itself. The witnesses, best first:
//   - the number below 1.3.6.1.4.1 in sysObjectID: the agent's author, mostly the maker. Not so for agents that are
//     bought in (net-snmp 8072, Microsoft 311), and for chips and boards (Broadcom 4413): fingerprints/agents.yaml, and rules
//     marked `general`;
//   - patterns over what its firmware writes (sysDescr, banners, output of commands), and words of trade in it. Near miss: a
//     Linux host named "huawei-test", or a link described as "to Huawei core": words people give weigh little;
//   - entPhysicalMfgName of the chassis, upsIdentManufacturer;
//   - the enterprise subtrees answered; the PEN in snmpEngineID; addresses' OUI (network cards are bought in).
// All are log-likelihood ratios and added up; nothing else decides. Tested by tests/identify/.
#include "identify/identify.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "identify/agent_view.h"
#include "identify/compiled.h"
#include "identify/fields.h"
#include "identify/parts.h"

namespace rf::identify {
namespace {

using evidence::AgentFacts;
using evidence::Fact;
using evidence::Place;

constexpr std::string_view kUpsManufacturer = "1.3.6.1.2.1.33.1.1.1.0", kUpsModel = "1.3.6.1.2.1.33.1.1.2.0",
                           kPrinterDescr = "1.3.6.1.2.1.25.3.2.1.3.1", kPrinterSerial = "1.3.6.1.2.1.43.5.1.1.17.1";
/// Fields in which a device or its manager names the maker in words; `less`: taken off where firmware is often built from a chip maker's example.
struct SaidMaker {
  std::string_view field;
  const char* what;
  double less;
};
constexpr SaidMaker kSaidMakers[] = {{"cwmp.manufacturer", "DeviceId.Manufacturer", -0.6},  // TR-069 has the field for nothing else
                                     {"stated.maker", "maker as its manager states it", -1.2},
                                     {"onvif.manufacturer", "GetDeviceInformation.Manufacturer", 0},
                                     {"upnp.manufacturer", "manufacturer of its UPnP description", 1.0}};
constexpr std::size_t kLeastName = 4;  // shorter first words of sysDescr are models ("FS", "GE") as often as names
constexpr std::size_t kShortName = 40; // longer descriptions of a chassis are sentences, not its model
constexpr double kRepeat = 0.25;       // a second witness of one kind for the same maker mostly repeats the first
constexpr int kProductRank = -2;           // of the product number in sysObjectID: after what a device states itself, before guesses
constexpr int kFamilyRank = -4;            // … of a stack's or family's: after the first member's model, too
constexpr int kGuess = -3;                 // ranks from here down are forms that anybody uses
constexpr std::size_t kMostText = 16 * 1024;  // of one field; what firmware says of itself stands at its front

double calibrated(const std::vector<std::pair<double, double>>& points, double sum) {
  if (points.empty()) return confidence_of(sum);
  if (sum <= points.front().first) return points.front().second;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const auto& [x0, y0] = points[i - 1];
    const auto& [x1, y1] = points[i];
    if (sum <= x1) return y0 + (y1 - y0) * (sum - x0) / std::max(1e-9, x1 - x0);
  }
  return points.back().second;
}

}  // namespace

bool says_maker(std::string_view field) {
  return std::any_of(std::begin(kSaidMakers), std::end(kSaidMakers), [&](const SaidMaker& s) { return s.field == field; });
}

bool is_no_model(std::string_view words) {
  const auto low = lower_ascii(words);
  std::string_view rest = low;
  if (!rest.empty() && rest[0] == 'v') rest.remove_prefix(1);
  const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits > 0 && digits + 1 < rest.size() && rest[digits] == '.' && rest[digits + 1] >= '0' && rest[digits + 1] <= '9') return true;
  for (const std::string_view none : {"snmp", " agent", "description"})  // of the agent, not of the box
    if (rest.find(none) != std::string_view::npos) return true;
  return false;
}

bool is_makers_name(std::string_view words) {
  constexpr std::string_view none[] = {"oem", "o.e.m.", "default", "unknown", "vendor", "manufacturer", "company", "generic", "linux", "test", "system", "your", "serial", "model", "not ", "no ",
                                       "http", "www.", "@", "chassis", "private"};
  if (words.size() < 3 || words.size() > 48) return false;
  const auto low = lower_ascii(words);
  if (std::count_if(low.begin(), low.end(), [](char c) { return c >= 'a' && c <= 'z'; }) < 3 || std::count_if(low.begin(), low.end(), [](char c) { return c >= '0' && c <= '9'; }) > 2) return false;
  return std::none_of(std::begin(none), std::end(none), [&](std::string_view n) { return low.find(n) != std::string::npos; });
}

const std::string& likeliest_maker(const Device& d) { return !d.maker.empty() || d.candidates.empty() ? d.maker : d.candidates.front().supplier; }

double confidence_of(double sum) { return 1.0 / (1.0 + std::exp(-sum)); }

namespace {

/// The sum for each maker, and why.
class Tally {
 public:
  void add(std::string says, const std::string& supplier, double weight, Locator at, const std::string& words = {}, Trace::Source source = {}) {
    if (!supplier.empty()) {
      Sum& s = of(supplier);
      s.sum += weight;
      s.strongest = std::max(s.strongest, weight);
      if (s.words.empty()) s.words = words;
    }
    note(std::move(says), supplier, weight, std::move(at), source);
  }
  /// What is told beside the sums.
  void note(std::string says, const std::string& supplier, double weight, Locator at, Trace::Source source = {}) {
    lines_.push_back({{std::move(says), supplier, weight, std::move(at)}, source});
  }
  struct Sum {
    std::string supplier;
    double sum = 0, strongest = 0;
    std::string words;  ///< the first that were told
  };
  Sum& of(const std::string& supplier) {  // few: a walk of them is shorter than a tree
    for (auto& s : sums_)
      if (s.supplier == supplier) return s;
    return sums_.emplace_back(Sum{supplier, 0, 0, {}});
  }
  std::vector<Sum> sums_;
  struct Line {
    Evidence evidence;
    Trace::Source source;
  };
  std::vector<Line> lines_;
};

/// What one witness says beside the maker. Taken by rank, then by weight, from those that agree with the maker.
struct Told {
  std::string supplier, kind, model, software, version, serial, brand;
  std::vector<std::string> functions;
  int rank = 0;
  double weight = 0;
  std::uint32_t rule = Trace::kNone;
};

/// Fields of what agents answer, looked up once.
struct AgentFields {
  std::uint16_t sys_descr = *field_index("sys_descr"), sys_object_id = *field_index("sys_object_id"), sys_name = *field_index("sys_name");
  std::uint16_t descr = *field_index("entity.descr"), name = *field_index("entity.name"), model = *field_index("entity.model"), mfg = *field_index("entity.mfg");
  std::uint16_t hw = *field_index("entity.hw"), fw = *field_index("entity.fw"), sw = *field_index("entity.sw");
  std::uint16_t ups_maker = *field_index("ups.manufacturer"), ups_model = *field_index("ups.model"), printer = *field_index("printer.descr");
  std::uint16_t engine_id = *field_index("engine_id"), enterprises = *field_index("enterprises");
};

/// One thing said, in a field.
struct Observed {
  std::uint16_t field;
  std::string_view text;
  const Place* place;
};

}  // namespace

Device Identifier::identify(const AgentFacts& facts, Trace* trace) const {
  const auto& in = *inside_;
  const auto& w = in.weights;
  Device d;
  d.input = facts.input;
  d.name = facts.sys_name.value;
  d.location = facts.sys_location.value;
  d.description = facts.sys_descr.value;
  d.engine_id = facts.engine_id.value;
  d.chassis_id = facts.chassis_id.value;
  d.macs.reserve(facts.macs.size());
  d.addresses.reserve(facts.addresses.size());
  for (const auto& m : facts.macs) d.macs.push_back(m.value);
  for (const auto& a : facts.addresses) d.addresses.push_back(a.value);
  std::vector<Told> told;
  told.reserve(16);
  const auto* const box = chassis(facts);
  if (box != nullptr) {
    Told t;
    if (!empty_words(box->serial.value)) t.serial = box->serial.value;
    if (!empty_words(box->model.value)) t.model = box->model.value;
    if (!empty_words(box->sw)) t.version = box->sw;
    t.weight = 4.0;
    told.push_back(std::move(t));
    // A stack or chassis without a model of its own mostly says in a few words what it is.
    if (box->cls == 3 || box->cls == 11 || (box->cls == 0 && box->index == 1))
      for (const auto* words : {&box->descr.value, &box->name.value})
        if (words->size() >= 4 && words->size() <= kShortName && words->find_first_of("0123456789") != std::string::npos && !empty_words(*words)) {
          Told own;
          own.model = *words;
          own.rank = -2;
          told.push_back(std::move(own));
          break;
        }
    // Many agents leave the chassis' own row empty and describe its boards: the first that says something stands in for it. Not another's.
    Told part;
    const auto made_by_another = [&](const AgentFacts::Entity& e) {
      if (!in.facts.named || empty_words(e.mfg.value) || empty_words(box->mfg.value)) return false;
      const auto its = in.facts.named(e.mfg.value);
      return !its.empty() && its != in.facts.named(box->mfg.value);
    };
    for (const auto& e : facts.entities) {
      if (is_fitted(e) || made_by_another(e)) continue;
      if (part.model.empty() && !empty_words(e.model.value)) part.model = e.model.value;
      if (part.version.empty() && !empty_words(e.sw)) part.version = e.sw;
      if (part.version.empty() && !empty_words(e.fw)) part.version = e.fw;
    }
    part.rank = -3;
    told.push_back(std::move(part));
  }
  const Fact* const ups_maker = other(facts, kUpsManufacturer);
  const Fact* const ups_model = other(facts, kUpsModel);
  const Fact* const printer = other(facts, kPrinterDescr);

  Tally tally;
  tally.lines_.reserve(16);

  // 1. What was said, by field.
  std::vector<Observed> said;
  std::string subtrees = ".";
  for (const auto& e : facts.enterprises) subtrees += std::to_string(e.pen) + ".";
  said.reserve(16 + facts.said.size());
  static const AgentFields fields;
  const auto observe = [&](std::uint16_t field, const Fact& f) {
    if (!f.value.empty()) said.push_back({field, std::string_view(f.value).substr(0, kMostText), &f.place});
  };
  const auto observe_text = [&](std::uint16_t field, const std::string& text, const Fact& beside) {  // kept without a place of its own
    if (!text.empty()) said.push_back({field, std::string_view(text).substr(0, kMostText), &(beside.place.line != 0 ? beside : facts.sys_descr).place});
  };
  observe(fields.sys_descr, facts.sys_descr);
  observe(fields.sys_object_id, facts.sys_object_id);
  observe(fields.sys_name, facts.sys_name);
  if (box != nullptr) {
    observe(fields.descr, box->descr);
    observe(fields.name, box->name);
    observe(fields.model, box->model);
    observe(fields.mfg, box->mfg);
    observe_text(fields.hw, box->hw, box->descr), observe_text(fields.fw, box->fw, box->descr), observe_text(fields.sw, box->sw, box->descr);
  }
  if (ups_maker != nullptr) observe(fields.ups_maker, *ups_maker);
  if (ups_model != nullptr) observe(fields.ups_model, *ups_model);
  if (printer != nullptr) observe(fields.printer, *printer);
  observe(fields.engine_id, facts.engine_id);
  if (!facts.enterprises.empty()) said.push_back({fields.enterprises, subtrees, &facts.enterprises.front().first});
  for (const auto& s : facts.said)
    if (const auto field = field_index(s.field)) observe(*field, s.fact);

  // 2. Patterns, objects and words of trade. Those of one supplier count by their heaviest, the others of it at a quarter, for they
  //    mostly repeat each other.
  bool general = false;
  struct Witness {
    std::string says, supplier;
    double weight;
    const Place* place;
    std::string_view text;
    bool general;
    Trace::Source source{};
  };
  std::vector<Witness> witnesses;
  witnesses.reserve(16);
  bool general_system = false;
  const auto rule_hit = [&](std::uint32_t number, const Pattern::Match& m, std::string_view text, const Place* place) {
    const auto& r = in.facts.fingerprints[number];
    std::string supplier = r.supplier;
    if (supplier.empty() && !r.names.empty()) supplier = in.named(filled(r.names, text, m));
    general_system = general_system || r.general;
    std::string says = r.id + ": ";
    const auto begin = static_cast<std::uint32_t>(says.size());
    says += shortened(text);
    const auto size = static_cast<std::uint32_t>(says.size()) - begin;
    witnesses.push_back({std::move(says), supplier, r.weight, place, text, r.general, {begin, size, Trace::kNone}});
    const auto said_in = [&](const std::string& what) { return what.empty() ? std::string() : completed(filled(what, text, m), facts, box); };
    if (r.weight >= 0)
      told.push_back({supplier, r.kind, said_in(r.model), said_in(r.software), said_in(r.version), said_in(r.serial), r.brand, r.functions, r.rank, r.weight, number});
  };
  std::vector<PatternSet::Hit> hits;
  const auto table = field_table();
  for (const auto& o : said) {
    const bool words = this->words(o.field) != nullptr;
    const auto& set = in.by_field[o.field];
    if (set.size() == 0 && !words) continue;
    const auto& found = in.matched(o.field, o.text, words);
    // On a host, hrDeviceDescr is the name of whatever is attached to it.
    const bool typed = table[o.field].trust == Trust::Typed || (general_system && o.field == fields.printer);
    // "Linux huawei-test 5.10": the words beside are a host's name. In a header ("Apache (Examplewerke)") they are the firmware's, which
    // is enough to name a maker that stands on no list; the same holds for titles and certificates, which anybody may have written.
    bool host_beside = false;
    const bool header = table[o.field].name.starts_with("http_header.") || table[o.field].name.starts_with("sip_header.");
    for (auto at = found.hits.begin(); at != found.hits.end(); ++at) {
      const auto& h = *at;
      if (std::any_of(found.hits.begin(), at, [&](const auto& before) { return before.number == h.number; })) continue;  // "text" and a field of its own may both hold it
      host_beside = host_beside || in.facts.fingerprints[h.number].general;
      rule_hit(h.number, h.match, o.text, o.place);
    }
    if (!words) continue;
    const bool mixed = table[o.field].trust == Trust::Mixed;
    std::map<std::string, int> once;
    for (const auto& h : found.words) {
      const auto& r = in.facts.trade_words[h.entry];
      if (const auto& only = in.word_fields[h.entry]; !only.empty() && !only.contains(o.field)) continue;
      const bool careful = (mixed || (host_beside && header)) && in.listed(r.supplier);
      using Named = TradeWordIndex::Hit::Named;
      const bool of_another = h.named == Named::Another || (h.named == Named::Served && in.listed(r.supplier));
      const double trust = typed || of_another || (host_beside && (!header || careful)) ? w.typed : careful ? w.mixed : 1.0;
      if (r.supplier.empty() || once[r.supplier]++ == 0 || r.weight < 0) {
        std::string says = "word \"";
        const Trace::Source source{static_cast<std::uint32_t>(says.size()), static_cast<std::uint32_t>(h.end - h.begin), static_cast<std::uint32_t>(&h - found.words.data())};
        ((says += o.text.substr(h.begin, h.end - h.begin)) += "\" in ") += table[o.field].name;
        witnesses.push_back({std::move(says), r.supplier, r.weight * trust, o.place, o.text, false, source});
      }
      if (!r.kind.empty() || !r.software.empty() || !r.brand.empty() || !r.functions.empty())
        told.push_back({r.supplier, r.kind, {}, r.software, {}, {}, r.brand, r.functions, -2, r.weight * trust});
    }
  }
  std::vector<std::uint32_t> rules_of_object;
  for (const auto& f : facts.others) {
    const std::string_view oid = f.place.oid;
    if (f.value.empty()) continue;
    if (!in.by_object.empty())
      if (const auto set = in.by_object.find(f.place.oid); set != in.by_object.end()) {
        hits.clear();
        set->second.search(lower_ascii(f.value), hits);
        for (const auto& h : hits) rule_hit(h.number, h.match, f.value, &f.place);
      }
    rules_of_object.clear();
    for (const std::size_t n : in.object_lengths) {
      if (oid.size() < n) break;
      if (oid.size() != n && oid[n] != '.') continue;
      if (const auto at = in.object_at.find(std::string(oid.substr(0, n))); at != in.object_at.end())
        rules_of_object.insert(rules_of_object.end(), at->second.begin(), at->second.end());
    }
    for (const auto i : in.open_objects)
      if (evidence::is_asked(in.objects[i].rule.oid, oid)) rules_of_object.push_back(i);
    for (const auto i : rules_of_object) {
      const auto& o = in.objects[i];
      Pattern::Match m;
      if (empty_words(f.value) || (!o.any && !o.take.search(lower_ascii(f.value), &m))) continue;
      if (o.any) m.has[1] = true, m.at[1] = {0, f.value.size()};  // nothing to take apart: the whole value is the first group
      std::string value = o.any && o.rule.as.empty() ? f.value : completed(filled(o.rule.as.empty() ? "$1" : o.rule.as, f.value, m), facts, box);
      if (value.empty()) continue;
      Told t;
      t.supplier = o.rule.supplier;
      t.kind = o.rule.kind;
      t.rank = o.rule.rank + 1;
      t.weight = 1.0;
      const char* what = "version";
      switch (o.rule.says) {
        case ObjectRule::Says::Model: what = "model", t.model = value; break;
        case ObjectRule::Says::Version: t.version = value; break;
        case ObjectRule::Says::Serial: what = "serial", t.serial = value; break;
        case ObjectRule::Says::Software: what = "software", t.software = value; break;
        case ObjectRule::Says::Maker: what = "maker"; break;
      }
      if (o.rule.says == ObjectRule::Says::Maker) {
        const std::string& supplier = in.named(value);
        witnesses.push_back({std::string("says of its maker: ") + shortened(value), supplier, supplier.empty() ? 0 : w.mfg_name, &f.place, f.value, false});
        continue;
      }
      // An object of the maker's own says a little of who made it; one of a standard that everybody fills says nothing.
      const bool own = oid.starts_with("1.3.6.1.4.1.");
      witnesses.push_back({std::string("its object for the ") + what + ": " + shortened(value), own || o.rule.weight > 0 ? o.rule.supplier : std::string(), o.rule.weight > 0 ? o.rule.weight : own ? 0.2 : 0, &f.place, f.value, false});
      told.push_back(std::move(t));
    }
  }
  std::stable_sort(witnesses.begin(), witnesses.end(), [](const Witness& a, const Witness& b) { return std::abs(a.weight) > std::abs(b.weight); });
  std::map<std::string, int> seen;
  for (auto& x : witnesses) {
    general = general || x.general;
    const double weight = x.supplier.empty() ? 0 : seen[x.supplier]++ == 0 || x.weight < 0 ? x.weight : x.weight * kRepeat;
    tally.add(std::move(x.says), x.supplier, weight, locator(facts, *x.place, x.text), {}, x.source);
  }

  // 3. sysObjectID.
  std::optional<std::uint32_t> object_pen = pen_of(facts.sys_object_id.value);
  bool own_number = false;
  std::string claimed;
  if (object_pen) {
    const auto agent = in.agent(*object_pen);
    const auto& who = in.pen(*object_pen);
    const std::string says = "PEN " + std::to_string(*object_pen) + (who.organization.empty() ? "" : " " + who.organization);
    if (agent.says == AgentNumber::Says::Nothing) {
      tally.add(says + ": an agent or stack that many makers use", "", 0, locator(facts, facts.sys_object_id.place, facts.sys_object_id.value));
    } else if (!who.id.empty()) {
      own_number = agent.says == AgentNumber::Says::All;
      claimed = who.id;
      tally.add(says, claimed, !own_number ? w.object_id_weak : who.supplier.empty() ? w.object_id_unknown : w.object_id,
                locator(facts, facts.sys_object_id.place, facts.sys_object_id.value), who.organization);
    }
  }

  // 4. Enterprise subtrees, without those of general agents, and of parts in hosts.
  std::vector<const AgentFacts::Enterprise*> own;
  for (const auto& e : facts.enterprises) {
    const auto agent = in.agent(e.pen);
    if (agent.says == AgentNumber::Says::Nothing) continue;
    if (general && !own_number && agent.inside) continue;
    own.push_back(&e);
  }
  // A general system whose sysObjectID was typed in: it names one maker, and answers only for others.
  if (general && own_number && !own.empty() && std::none_of(own.begin(), own.end(), [&](auto* e) { return e->pen == *object_pen; })) {
    own_number = false;
    tally.add("answers nothing below PEN " + std::to_string(*object_pen) + ", but below others", claimed, w.not_answered,
              locator(facts, own.front()->first, own.front()->first.oid));
  }
  for (const auto* e : own) {
    const auto agent = in.agent(e->pen);
    if (!own_number && agent.inside) continue;
    const auto& who = in.pen(e->pen);
    if (who.id.empty()) continue;
    const bool same = object_pen == e->pen;
    const bool weak = agent.says == AgentNumber::Says::Little;
    double weight = own.size() > 1 ? w.subtree_more : who.supplier.empty() ? w.subtree_unknown : w.subtree;
    if (same) weight = 0.5;  // says the same as sysObjectID
    else if (own_number) weight = 0.3;  // others' MIBs are implemented beside the own
    else if (weak) weight = w.object_id_weak;
    else if (own.size() > 1 && e == *std::max_element(own.begin(), own.end(), [](auto* a, auto* b) { return a->objects < b->objects; })) weight = (who.supplier.empty() ? w.subtree_unknown : w.subtree) * 0.8;
    tally.add("answers below PEN " + std::to_string(e->pen) + " " + who.organization, who.id, weight, locator(facts, e->first, e->first.oid), who.organization);
  }

  // 5. What the chassis calls its maker. A name that no supplier file knows counts only where nothing else speaks, not even an address: whose
  //    software stack it is, is told in that field as well.
  struct Unheard {
    const Fact* fact;
    std::string says;
    double weight;
  };
  std::optional<Unheard> unheard;
  // A rule without a maker that says a badge: an operator's name, under which many make. Then only the address tells more.
  const bool operators = std::any_of(told.begin(), told.end(), [](const Told& t) { return t.supplier.empty() && !t.brand.empty(); });
  const auto by_name = [&](const Fact& f, const char* what, double weight) {
    if (empty_words(f.value) || operators) return;
    if (d.maker_words.empty()) d.maker_words = f.value;
    const std::string& supplier = in.named(f.value);
    std::string says = std::string(what) + " \"" + shortened(f.value) + "\"";
    if (!supplier.empty()) tally.add(std::move(says), supplier, weight, locator(facts, f.place, f.value));
    else if (!unheard && is_makers_name(f.value)) unheard = Unheard{&f, std::move(says), weight - w.unheard_of};
  };
  if (box != nullptr) by_name(box->mfg, "entPhysicalMfgName", w.mfg_name);
  if (ups_maker != nullptr) by_name(*ups_maker, "upsIdentManufacturer", w.mfg_name - 1.0);
  for (const auto& s : facts.said)
    for (const auto& [field, what, less] : kSaidMakers)
      if (s.field == field) by_name(s.fact, what, w.mfg_name - less);

  if (operators && in.facts.oui)
    for (const auto& s : facts.said) {
      std::uint64_t prefix = 0;
      const char* const end = s.fact.value.data() + s.fact.value.size();
      if (s.field != "cwmp.oui" || s.fact.value.size() != 6 || std::from_chars(s.fact.value.data(), end, prefix, 16).ptr != end) continue;
      const auto& who = in.oui(prefix << 24);
      if (!who.id.empty()) tally.add("DeviceId.OUI " + s.fact.value + " is " + who.organization, who.id, w.oui, locator(facts, s.fact.place, s.fact.value));
    }

  if (in.facts.named && !general && facts.sys_descr.value.size() >= kLeastName) {
    const auto first = facts.sys_descr.value.substr(0, facts.sys_descr.value.find_first_of(" ,;:(/-\n"));
    const std::string supplier = first.size() >= kLeastName ? in.named(first) : std::string{};
    if (!supplier.empty() && !seen.contains(supplier))
      tally.add("sysDescr begins with \"" + shortened(first) + "\"", supplier, w.descr_name, locator(facts, facts.sys_descr.place, facts.sys_descr.value));
  }

  // 6. snmpEngineID, interface addresses: never more than a push.
  if (const auto pen = pen_of_engine(facts.engine_id.value); pen && in.agent(*pen).says == AgentNumber::Says::All && pen != object_pen) {
    const auto& who = in.pen(*pen);
    if (!who.id.empty()) tally.add("snmpEngineID of PEN " + std::to_string(*pen), who.id, w.engine_id, locator(facts, facts.engine_id.place, facts.engine_id.value));
  }
  if (in.facts.oui) {
    std::vector<std::string> makers;
    for (const auto& m : facts.macs) {
      if (!plain_mac(m.value)) continue;
      std::uint64_t n = 0;
      for (const char c : m.value)
        if (c != ':') n = n * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
      const auto& who = in.oui(n);
      if (who.id.empty() || std::find(makers.begin(), makers.end(), who.id) != makers.end()) continue;
      makers.push_back(who.id);
      if (makers.size() > 3) continue;
      tally.add("OUI of " + m.value + " is " + who.organization, who.id, w.oui, locator(facts, m.place, m.value), {});
    }
  }

  if (unheard && tally.sums_.empty()) {
    const auto& value = unheard->fact->value;
    if (const auto id = slug(value); !id.empty()) tally.add(std::move(unheard->says), id, unheard->weight, locator(facts, unheard->fact->place, value), value);
  }

  // 7. The maker: prior + Σ; what speaks for the second speaks against the first.
  std::vector<std::pair<double, std::string>> order;
  for (const auto& s : tally.sums_) order.emplace_back(w.prior + s.sum, s.supplier);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  if (!order.empty()) {
    const auto best = order.front().second;
    tally.note("before any witness", best, w.prior, {});
    const double second = order.size() > 1 ? order[1].first - w.prior : 0;
    const bool badge = order.size() > 1 && std::any_of(told.begin(), told.end(), [&](const Told& t) {
      return (t.supplier == best && t.brand == order[1].second) || (t.supplier == order[1].second && t.brand == best);
    });
    double sum = order.front().first;
    if (second > 2 && !badge) {
      const double against = -std::min(3.0, second / 3);
      tally.note("other witnesses speak for " + order[1].second, best, against, {});
      sum += against;
    }
    const double strongest = tally.of(best).strongest;
    const bool listed = in.listed(best);
    const bool clear = order.size() == 1 || order.front().first - order[1].first >= w.lead;
    const bool enough = listed ? sum >= w.assert_listed_at && strongest >= 4.0 : sum >= w.assert_at && strongest >= 2.0;
    d.sum = sum;
    d.confidence = calibrated(in.facts.calibration, sum);
    std::size_t from = 0;
    if (enough && clear) {
      d.maker = best;
      if (d.maker_words.empty()) d.maker_words = tally.of(best).words;
      from = 1;
    }
    // One device has one maker: what another could be is at most what is left.
    const double left = d.maker.empty() ? 1 : 1 - d.confidence;
    // The best one's witnesses speak against the others as much as theirs against it: without that the second would stand before the first.
    const double best_speaks = order.front().first - w.prior;
    const double against_others = best_speaks > 2 && !badge ? std::min(3.0, best_speaks / 3) : 0;
    for (std::size_t i = from; i < order.size() && d.candidates.size() < 5; ++i)
      d.candidates.push_back({order[i].second, std::min(left, calibrated(in.facts.calibration, i == 0 ? sum : order[i].first - against_others))});
  }

  // 8a. What an operator's manager or the device states outright: no guesses, and before all that is read out of texts.
  for (const auto& s : facts.said) {
    if (!s.field.starts_with("stated.") || empty_words(s.fact.value)) continue;
    const std::string_view what = std::string_view(s.field).substr(7);
    std::string* const into = what == "model" ? &d.model : what == "serial" ? &d.serial : what == "version" ? &d.software_version : nullptr;
    if (into == nullptr || !into->empty()) continue;
    *into = s.fact.value;
    tally.note(std::string(what) + " as stated: " + shortened(s.fact.value), "", 0, locator(facts, s.fact.place, s.fact.value));
  }

  // What the maker's product MIB calls its sysObjectID: after all that the device itself states.
  const std::string_view object_id = std::string_view(facts.sys_object_id.value).substr(facts.sys_object_id.value.starts_with('.') ? 1 : 0);
  if (const auto product = in.facts.products.find(std::string(object_id)); product != in.facts.products.end()) {
    Told t;
    t.supplier = product->second.supplier;
    t.kind = product->second.kind;
    t.model = product->second.model;
    t.rank = product->second.family ? kFamilyRank : kProductRank;
    t.weight = -1;
    tally.note("sysObjectID is the maker's number of " + t.model, "", 0, locator(facts, facts.sys_object_id.place, facts.sys_object_id.value));
    told.push_back(std::move(t));
  }

  // What looks like a version below the maker's own number, where nothing better says one; a host's kernel is nothing better.
  const std::string& agreed = likeliest_maker(d);
  if (!agreed.empty())
    for (const auto& f : facts.revisions) {
      const auto pen = pen_of(f.place.oid);
      if (!pen || in.pen(*pen).id != agreed) continue;
      Told t;
      t.supplier = agreed;
      t.version = f.value;
      t.rank = general ? -1 : -4;
      told.push_back(std::move(t));
      tally.note("looks like a version in the maker's own objects: " + shortened(f.value), "", 0, locator(facts, f.place, f.value));
      break;
    }

  // 8. Kind, model, software: of those that agree with the maker, by rank and weight.
  std::vector<const Told*> by_rank;
  by_rank.reserve(told.size());
  for (const auto& t : told) by_rank.push_back(&t);
  std::stable_sort(by_rank.begin(), by_rank.end(), [](const Told* a, const Told* b) { return a->rank != b->rank ? a->rank > b->rank : a->weight > b->weight; });
  std::string brand;
  for (const auto* const at : by_rank) {
    const Told& t = *at;
    if (!t.supplier.empty() && t.supplier != agreed) continue;
    // What looks like a model on a general-purpose system is the name somebody gave the host.
    const bool guess = t.rank <= kGuess;
    const bool hosts_name = guess && general_system && t.rule != Trace::kNone;
    if (trace != nullptr) trace->tellers.push_back({t.rule, t.rule == Trace::kNone ? t.software : std::string(), guess, hosts_name});
    if (d.kind.empty()) d.kind = t.kind;
    if (d.model.empty() && !hosts_name)
      d.model = !guess ? t.model : guessed_model(t.model, [&](std::string_view first) { return !agreed.empty() && in.named(first) == agreed; });
    if (d.serial.empty()) d.serial = t.serial;
    if (d.software_name.empty()) d.software_name = t.software;
    if (d.software_version.empty()) d.software_version = t.version;
    if (brand.empty()) brand = t.brand;
    for (const auto& f : t.functions)
      if (std::find(d.functions.begin(), d.functions.end(), f) == d.functions.end()) d.functions.push_back(f);
  }
  if (d.kind.empty() && ups_maker != nullptr && !general) d.kind = "ups";
  if (d.kind.empty() && printer != nullptr && other(facts, kPrinterSerial) != nullptr) d.kind = "printer";
  if (ups_model != nullptr && d.model.empty() && !empty_words(ups_model->value)) d.model = ups_model->value;
  if (const auto* s = other(facts, kPrinterSerial); s != nullptr && d.serial.empty() && !empty_words(s->value)) d.serial = s->value;
  for (std::string* const value : {&d.model, &d.software_version, &d.serial})
    if (const auto bare = unquoted(*value); bare.size() != value->size()) *value = std::string(bare);
  d.brand = brand == d.maker ? "" : brand;
  if (d.functions.empty())
    if (const auto f = in.facts.kind_functions.find(d.kind); f != in.facts.kind_functions.end()) {
      d.functions.push_back(f->second);
      tally.note("a " + d.kind + " stands at " + f->second, "", 0, {});
    }

  std::vector<Tally::Line*> by_weight;
  by_weight.reserve(tally.lines_.size());
  for (auto& line : tally.lines_) by_weight.push_back(&line);
  std::stable_sort(by_weight.begin(), by_weight.end(), [](const auto* a, const auto* b) { return std::abs(a->evidence.weight) > std::abs(b->evidence.weight); });
  d.evidence.reserve(by_weight.size());
  for (auto* const line : by_weight) {
    d.evidence.push_back(std::move(line->evidence));
    if (trace != nullptr) trace->evidence.push_back(line->source);
  }
  add_parts(d, facts, in.facts.named);
  return d;
}

}  // namespace rf::identify
