// Who made a box, from what its agent answers. The witnesses, best first:
//   - the number below 1.3.6.1.4.1 in sysObjectID: the agent's author, mostly the maker. Not so for agents that are
//     bought in (net-snmp 8072, Microsoft 311), and for chips and boards (Broadcom 4413): `kAgentMakers`, and rules
//     marked `general`;
//   - words of sysDescr (rules in knowledge/fingerprints). Near miss: a Linux host named "huawei-test", or a link described
//     as "to Huawei core": rules look at sysDescr and at parts of the chassis, never at names people give;
//   - entPhysicalMfgName of the chassis, upsIdentManufacturer;
//   - the enterprise subtrees answered; the PEN in snmpEngineID; addresses' OUI (network cards are bought in).
// All are log-likelihood ratios and added up; nothing else decides. Tested by tests/identify/.
#include "identify/identify.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "base/text.h"
#include "identify/kinds.h"
#include "identify/pattern.h"

namespace rf::identify {

enum class Source : std::uint8_t { SysDescr, SysObjectId, SysName, EntityDescr, EntityName, EntityModel, EntityMfg, UpsManufacturer, UpsModel,
                                   PrinterDescr, Enterprises, EngineId, Other };

namespace {

using evidence::AgentFacts;
using evidence::Fact;
using evidence::Place;


constexpr std::pair<std::string_view, Source> kSources[] = {
    {"sys_descr", Source::SysDescr},       {"sys_object_id", Source::SysObjectId},     {"sys_name", Source::SysName},
    {"entity.descr", Source::EntityDescr}, {"entity.name", Source::EntityName},        {"entity.model", Source::EntityModel},
    {"entity.mfg", Source::EntityMfg},     {"ups.manufacturer", Source::UpsManufacturer}, {"ups.model", Source::UpsModel},
    {"printer.descr", Source::PrinterDescr}, {"enterprises", Source::Enterprises},     {"engine_id", Source::EngineId},
};

constexpr std::string_view kUpsManufacturer = "1.3.6.1.2.1.33.1.1.1.0", kUpsModel = "1.3.6.1.2.1.33.1.1.2.0",
                           kPrinterDescr = "1.3.6.1.2.1.25.3.2.1.3.1";

// Numbers of those whose agents, chips or boards are inside other makers' products. `none`: no witness at all.
struct AgentMaker {
  std::uint32_t pen;
  bool none;
};
constexpr AgentMaker kAgentMakers[] = {
    {0, true},       // "Reserved"
    {2, true},       // IBM's early DPI agents, in everything
    {20, true},      // ISODE
    {99, true},      // SNMP Research: agent toolkit
    {311, true},     // Microsoft: every Windows host
    {2021, true},    // ucd-snmp
    {8072, true},    // net-snmp
    {10002, true},   // Frogfoot Networks: a MIB that wireless makers reuse
    {12325, true},   // FreeBSD's bsnmpd
    {14851, true},   // SNIA: a MIB of the storage industry
    {16972, true},   // TR-069 forum's
    {17095, true},   // Microchip: TCP/IP stack with SNMP
    {17409, true},   // NSCRTV: the Chinese cable industry's common MIB
    {26381, true},   // lwIP: TCP/IP stack
    {30803, true},   // Vyatta: routing software on any host
    {44641, true},   // VyOS: the same
    {50536, true},   // FreeNAS: software
    {42, false},     // Sun: the agent of Solaris
    {2468, true},    // CMC/Megatec agents in UPS cards of many badges
    {935, false},    // Phoenixtec: UPS cards sold under many badges
    {4413, true},    // Broadcom: FASTPATH in many makers' switches
    {89, false},     // RND (Radlan, later Marvell): switch software in Dell, Linksys, Netgear
    {3582, true},    // LSI: disk controllers
    {6876, true},    // VMware: hypervisor
    {24686, true},   // a number typed wrongly into firmware
    {50001, true},   // the same
};

const AgentMaker* agent_maker(std::uint32_t pen) {
  for (const auto& a : kAgentMakers)
    if (a.pen == pen) return &a;
  return nullptr;
}

// Subtrees that answer on hosts with a card, a driver or an extension of their own: of no use to name the box's maker.
constexpr std::uint32_t kHostParts[] = {2021, 8072, 311, 3582, 6876, 10002, 12325, 4413, 17095, 99, 2, 318, 3808, 850, 10876, 674, 232, 343, 
                                        25359, 16972, 17409, 50536};

constexpr std::size_t kLeastName = 4;  // shorter first words of sysDescr are models ("FS", "GE") as often as names

bool host_part(std::uint32_t pen) { return std::find(std::begin(kHostParts), std::end(kHostParts), pen) != std::end(kHostParts); }

std::optional<std::uint32_t> pen_of(std::string_view oid) {
  constexpr std::string_view lead = "1.3.6.1.4.1.";
  if (!oid.starts_with(lead)) return std::nullopt;
  std::uint32_t n = 0;
  const auto [end, ec] = std::from_chars(oid.data() + lead.size(), oid.data() + oid.size(), n);
  if (ec != std::errc{}) return std::nullopt;
  return n;
}

std::optional<std::uint32_t> pen_of_engine(std::string_view hex) {  // RFC 3411: first bit set, then the PEN
  if (hex.size() < 10) return std::nullopt;
  std::uint32_t n = 0;
  if (std::from_chars(hex.data(), hex.data() + 8, n, 16).ec != std::errc{}) return std::nullopt;
  return n & 0x7fffffffU;
}

std::string shortened(std::string_view s) {
  constexpr std::size_t most = 80;
  if (s.size() <= most) return std::string(s);
  s = s.substr(0, most);
  while (!s.empty() && (static_cast<unsigned char>(s.back()) & 0xc0) == 0x80) s.remove_suffix(1);
  if (!s.empty() && (static_cast<unsigned char>(s.back()) & 0x80) != 0) s.remove_suffix(1);
  return std::string(s) + "…";
}

Locator locator(const AgentFacts& facts, const Place& place, std::string_view says) {
  Locator l;
  l.input = facts.input;
  if (facts.in_frames) {
    l.frames = {place.line};
    l.field = place.oid.empty() ? std::string(place.field) : "snmp.object " + place.oid;
    l.says = shortened(says);
    return l;
  }
  l.oid = place.oid;
  l.line = place.line;
  if (place.length != 0) l.bytes.emplace_back(place.offset, place.length);
  l.says = shortened(says);
  return l;
}

/// `text` with $1…$4 from the match, blanks trimmed.
std::string filled(std::string_view text, std::string_view from, const Pattern::Match& m) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '4') {
      const auto k = static_cast<std::size_t>(text[++i] - '0');
      if (m.has[k]) out += from.substr(m.at[k].first, m.at[k].second - m.at[k].first);
    } else {
      out += text[i];
    }
  }
  auto t = trimmed(out);
  while (!t.empty() && (t.back() == ',' || t.back() == ';')) t = trimmed(t.substr(0, t.size() - 1));
  return std::string(t);
}

const Fact* other(const AgentFacts& facts, std::string_view oid) {
  for (const auto& f : facts.others)
    if (f.place.oid == oid) return &f;
  return nullptr;
}

/// The row that stands for the box: a chassis contained in nothing, else a chassis or stack, else the outermost, else the first.
const AgentFacts::Entity* chassis(const AgentFacts& facts) {
  const AgentFacts::Entity* best = nullptr;
  int best_rank = 0;
  for (const auto& e : facts.entities) {
    int rank = e.cls == 3 ? 6 : e.cls == 11 ? 4 : !e.contained ? 2 : 1;
    if (e.cls == 3 && !e.contained) ++rank;
    if (e.cls != 3 && e.cls != 11 && e.cls != 0 && e.contained) rank = 0;
    if (!e.model.empty() || !e.serial.empty()) rank = rank * 2 + 1;
    else rank = rank * 2;
    if (rank > best_rank) best = &e, best_rank = rank;
  }
  return best;
}

bool plain_mac(std::string_view mac) {  // universally administered, unicast (IEEE 802)
  return mac.size() == 17 && (mac[1] == '0' || mac[1] == '4' || mac[1] == '8' || mac[1] == 'c');
}

bool empty_words(std::string_view s) {  // what agents write where the number was never burnt in
  const auto low = lower_ascii(trimmed(s));
  constexpr std::string_view none[] = {"", "n/a", "na", "none", "unknown", "not available", "notset", "not set", "null", "0", "-", "--", "default", "<private>", "to be filled by o.e.m."};
  return std::find(std::begin(none), std::end(none), low) != std::end(none);
}

}  // namespace

double confidence_of(double sum) { return 1.0 / (1.0 + std::exp(-sum)); }

std::string slug(std::string_view organization) {
  constexpr std::string_view forms[] = {"inc", "ltd", "co", "corp", "corporation", "gmbh", "ag", "llc", "limited", "company", "sa", "spa", "srl", "bv", "nv",
                                        "ab", "as", "oy", "oyj", "kg", "plc", "pty", "pvt", "sas", "sarl", "aps", "sro", "the", "and", "of", "technologies",
                                        "technology", "systems", "international", "group", "holdings", "communications"};
  if (const auto hash = organization.find('#'); hash != std::string_view::npos) organization = organization.substr(0, hash);
  if (const auto open = organization.find('('); open != std::string_view::npos && open > 3) organization = organization.substr(0, open);
  std::vector<std::string> words;
  std::string now;
  const auto end_word = [&] {
    if (!now.empty()) words.push_back(now);
    now.clear();
  };
  for (const char c : lower_ascii(organization)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) now += c;
    else if (c != '.' && c != '\'') end_word();
  }
  end_word();
  std::string out;
  int taken = 0;
  for (std::size_t i = 0; i < words.size() && taken < 4; ++i) {
    if (std::find(std::begin(forms), std::end(forms), words[i]) != std::end(forms) && (taken > 0 || i + 1 < words.size())) continue;
    if (taken++ > 0) out += '-';
    out += words[i];
  }
  return out;
}

struct Identifier::Inside {
  struct Compiled {
    FingerprintRule rule;
    Source source;
    std::string other_oid;
    Pattern pattern;
  };
  Facts facts;
  Weights weights;
  std::vector<Compiled> rules;

  Registrant pen(std::uint32_t n) const { return facts.pen ? facts.pen(n) : Registrant{}; }
  bool listed(std::string_view supplier) const { return facts.listed && facts.listed(supplier); }
};

Identifier::Identifier(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Identifier::Identifier(Identifier&&) noexcept = default;
Identifier& Identifier::operator=(Identifier&&) noexcept = default;
Identifier::~Identifier() = default;

Result<Identifier> Identifier::make(Facts facts, Weights weights) {
  auto inside = std::make_unique<Inside>();
  for (auto& rule : facts.fingerprints) {
    std::optional<Source> source;
    std::string other_oid;
    for (const auto& [name, s] : kSources)
      if (name == rule.field) source = s;
    if (!source && rule.field.starts_with("other.")) {
      source = Source::Other;
      other_oid = rule.field.substr(6);
    }
    if (!source) return fail(Kind::Malformed, "field \"" + rule.field + "\" is none a fingerprint can look at", "fingerprint " + rule.id);
    auto pattern = Pattern::compile(rule.match);
    if (!pattern) return fail(pattern.error().kind, pattern.error().why, "fingerprint " + rule.id + ", " + pattern.error().where);
    inside->rules.push_back({std::move(rule), *source, std::move(other_oid), std::move(*pattern)});
  }
  facts.fingerprints.clear();
  inside->facts = std::move(facts);
  inside->weights = weights;
  return Identifier(std::move(inside));
}

namespace {

/// The sum for each maker, and why.
class Tally {
 public:
  void add(std::string says, const std::string& supplier, double weight, Locator at, const std::string& words = {}) {
    if (!supplier.empty()) {
      sums_[supplier] += weight;
      strongest_[supplier] = std::max(strongest_[supplier], weight);
      if (!words.empty() && !words_.contains(supplier)) words_[supplier] = words;
    }
    evidence_.push_back({std::move(says), supplier, weight, std::move(at)});
  }
  std::map<std::string, double> sums_, strongest_;
  std::map<std::string, std::string> words_;
  std::vector<Evidence> evidence_;
};

}  // namespace

Device Identifier::identify(const AgentFacts& facts) const {
  const auto& in = *inside_;
  const auto& w = in.weights;
  Device d;
  d.input = facts.input;
  d.name = facts.sys_name.value;
  d.location = facts.sys_location.value;
  d.description = facts.sys_descr.value;
  d.engine_id = facts.engine_id.value;
  d.chassis_id = facts.chassis_id.value;
  for (const auto& m : facts.macs) d.macs.push_back(m.value);
  for (const auto& a : facts.addresses) d.addresses.push_back(a.value);
  const auto* const box = chassis(facts);
  if (box != nullptr) {
    if (!empty_words(box->serial.value)) d.serial = box->serial.value;
    if (!empty_words(box->model.value)) d.model = box->model.value;
    if (!empty_words(box->sw)) d.software_version = box->sw;
  }
  const Fact* const ups_maker = other(facts, kUpsManufacturer);
  const Fact* const ups_model = other(facts, kUpsModel);
  const Fact* const printer = other(facts, kPrinterDescr);

  Tally tally;
  const auto name_of = [](const Registrant& r) { return r.supplier.empty() ? slug(r.organization) : r.supplier; };

  // 1. Rules. The heaviest that says so gives kind, model and software; those of one supplier count by their heaviest, the
  //    others of it at a quarter, for they mostly repeat each other.
  bool general = false;
  std::string brand;
  struct Hit {
    const Inside::Compiled* rule;
    Pattern::Match match;
    std::string_view text;
    const Place* place;
  };
  std::vector<Hit> hits;
  std::string subtrees = ".";
  for (const auto& e : facts.enterprises) subtrees += std::to_string(e.pen) + ".";
  std::map<std::string_view, std::string> lowered;
  for (const auto& rule : in.rules) {
    std::string_view text;
    const Place* place = nullptr;
    const auto use = [&](const Fact& f) { text = f.value, place = &f.place; };
    switch (rule.source) {
      case Source::SysDescr: use(facts.sys_descr); break;
      case Source::SysObjectId: use(facts.sys_object_id); break;
      case Source::SysName: use(facts.sys_name); break;
      case Source::EntityDescr: if (box) use(box->descr); break;
      case Source::EntityName: if (box) use(box->name); break;
      case Source::EntityModel: if (box) use(box->model); break;
      case Source::EntityMfg: if (box) use(box->mfg); break;
      case Source::UpsManufacturer: if (ups_maker) use(*ups_maker); break;
      case Source::UpsModel: if (ups_model) use(*ups_model); break;
      case Source::PrinterDescr: if (printer) use(*printer); break;
      case Source::EngineId: use(facts.engine_id); break;
      case Source::Enterprises:
        text = subtrees;
        place = facts.enterprises.empty() ? nullptr : &facts.enterprises.front().first;
        break;
      case Source::Other:
        if (const auto* f = other(facts, rule.other_oid)) use(*f);
        break;
    }
    if (text.empty() || place == nullptr) continue;
    auto [low, fresh] = lowered.try_emplace(text);
    if (fresh) low->second = lower_ascii(text);
    Hit hit{&rule, {}, text, place};
    if (!rule.pattern.search(low->second, &hit.match)) continue;
    hits.push_back(hit);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::abs(a.rule->rule.weight) > std::abs(b.rule->rule.weight);
  });
  std::map<std::string, int> seen;
  struct Told {
    std::string supplier, kind, model, software, version, brand;
    std::vector<std::string> functions;
  };
  std::vector<Told> told;
  for (const auto& h : hits) {
    const auto& r = h.rule->rule;
    general = general || r.general;
    const double weight = r.supplier.empty() ? 0 : seen[r.supplier]++ == 0 || r.weight < 0 ? r.weight : r.weight / 4;
    tally.add(r.id + ": " + shortened(h.text), r.supplier, weight, locator(facts, *h.place, h.text));
    if (r.weight >= 0)
      told.push_back({r.supplier, r.kind, filled(r.model, h.text, h.match), filled(r.software, h.text, h.match),
                      filled(r.version, h.text, h.match), r.brand, r.functions});
  }

  // 2. sysObjectID.
  std::optional<std::uint32_t> object_pen = pen_of(facts.sys_object_id.value);
  bool own_number = false;
  std::string claimed;
  if (object_pen) {
    const auto* agent = agent_maker(*object_pen);
    const auto who = in.pen(*object_pen);
    const std::string says = "PEN " + std::to_string(*object_pen) + (who.organization.empty() ? "" : " " + who.organization);
    if (agent != nullptr && agent->none) {
      tally.add(says + ": an agent or stack that many makers use", "", 0, locator(facts, facts.sys_object_id.place, facts.sys_object_id.value));
    } else if (!name_of(who).empty()) {
      own_number = agent == nullptr;
      claimed = name_of(who);
      tally.add(says, claimed, agent != nullptr ? w.object_id_weak : who.supplier.empty() ? w.object_id_unknown : w.object_id,
                locator(facts, facts.sys_object_id.place, facts.sys_object_id.value), who.organization);
    }
  }

  // 3. Enterprise subtrees, without those of general agents, and of parts in hosts.
  std::vector<const AgentFacts::Enterprise*> own;
  for (const auto& e : facts.enterprises) {
    const auto* agent = agent_maker(e.pen);
    if (agent != nullptr && agent->none) continue;
    if (general && !own_number && host_part(e.pen)) continue;
    own.push_back(&e);
  }
  // A general system whose sysObjectID was typed in: it names one maker, and answers only for others.
  if (general && own_number && !own.empty() && std::none_of(own.begin(), own.end(), [&](auto* e) { return e->pen == *object_pen; })) {
    own_number = false;
    tally.add("answers nothing below PEN " + std::to_string(*object_pen) + ", but below others", claimed, w.not_answered,
              locator(facts, own.front()->first, own.front()->first.oid));
  }
  for (const auto* e : own) {
    if (!own_number && host_part(e->pen)) continue;
    const auto who = in.pen(e->pen);
    if (name_of(who).empty()) continue;
    const bool same = object_pen == e->pen;
    const bool weak = agent_maker(e->pen) != nullptr;
    double weight = own.size() > 1 ? w.subtree_more : who.supplier.empty() ? w.subtree_unknown : w.subtree;
    if (same) weight = 0.5;  // says the same as sysObjectID
    else if (own_number) weight = 0.3;  // others' MIBs are implemented beside the own
    else if (weak) weight = w.object_id_weak;
    else if (own.size() > 1 && e == *std::max_element(own.begin(), own.end(), [](auto* a, auto* b) { return a->objects < b->objects; })) weight = (who.supplier.empty() ? w.subtree_unknown : w.subtree) * 0.8;
    tally.add("answers below PEN " + std::to_string(e->pen) + " " + who.organization, name_of(who), weight, locator(facts, e->first, e->first.oid), who.organization);
  }

  // 4. What the chassis calls its maker.
  const auto by_name = [&](const Fact& f, const char* what, double weight) {
    if (empty_words(f.value)) return;
    if (d.maker_words.empty()) d.maker_words = f.value;
    const auto supplier = in.facts.named ? in.facts.named(f.value) : std::string{};
    if (!supplier.empty()) tally.add(std::string(what) + " \"" + shortened(f.value) + "\"", supplier, weight, locator(facts, f.place, f.value));
  };
  if (box != nullptr) by_name(box->mfg, "entPhysicalMfgName", w.mfg_name);
  if (ups_maker != nullptr) by_name(*ups_maker, "upsIdentManufacturer", general ? 0.5 : w.mfg_name - 1.0);

  if (in.facts.named && !general && facts.sys_descr.value.size() >= kLeastName) {
    const auto first = facts.sys_descr.value.substr(0, facts.sys_descr.value.find_first_of(" ,;:(/-\n"));
    const auto supplier = first.size() >= kLeastName ? in.facts.named(first) : std::string{};
    if (!supplier.empty() && !seen.contains(supplier))
      tally.add("sysDescr begins with \"" + shortened(first) + "\"", supplier, w.descr_name, locator(facts, facts.sys_descr.place, facts.sys_descr.value));
  }

  // 5. snmpEngineID, interface addresses: never more than a push.
  if (const auto pen = pen_of_engine(facts.engine_id.value); pen && agent_maker(*pen) == nullptr && pen != object_pen) {
    const auto who = in.pen(*pen);
    if (!name_of(who).empty()) tally.add("snmpEngineID of PEN " + std::to_string(*pen), name_of(who), w.engine_id, locator(facts, facts.engine_id.place, facts.engine_id.value));
  }
  if (in.facts.oui) {
    std::map<std::string, int> makers;
    for (const auto& m : facts.macs) {
      if (!plain_mac(m.value)) continue;
      std::uint64_t n = 0;
      for (const char c : m.value)
        if (c != ':') n = n * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
      const auto who = in.facts.oui(n);
      const auto id = name_of(who);
      if (id.empty() || makers[id]++ != 0 || makers.size() > 3) continue;
      tally.add("OUI of " + m.value + " is " + who.organization, id, w.oui, locator(facts, m.place, m.value), {});
    }
  }

  // 6. The maker: prior + Σ; what speaks for the second speaks against the first.
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [id, sum] : tally.sums_) order.emplace_back(w.prior + sum, id);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  if (!order.empty()) {
    const auto best = order.front().second;
    tally.evidence_.push_back({"before any witness", best, w.prior, {}});
    const double second = order.size() > 1 ? order[1].first - w.prior : 0;
    const bool badge = order.size() > 1 && std::any_of(told.begin(), told.end(), [&](const Told& t) { return t.supplier == best && t.brand == order[1].second; });
    double sum = order.front().first;
    if (second > 2 && !badge) {
      const double against = -std::min(3.0, second / 3);
      tally.evidence_.push_back({"other witnesses speak for " + order[1].second, best, against, {}});
      sum += against;
    }
    const double strongest = tally.strongest_[best];
    const bool listed = in.listed(best);
    const bool clear = order.size() == 1 || order.front().first - order[1].first >= w.lead;
    const bool enough = listed ? sum >= w.assert_listed_at && strongest >= 4.0 : sum >= w.assert_at && strongest >= 2.0;
    d.sum = sum;
    d.confidence = confidence_of(sum);
    std::size_t from = 0;
    if (enough && clear) {
      d.maker = best;
      if (d.maker_words.empty()) d.maker_words = tally.words_[best];
      from = 1;
    }
    for (std::size_t i = from; i < order.size() && d.candidates.size() < 5; ++i) d.candidates.push_back({order[i].second, confidence_of(i == 0 ? sum : order[i].first)});
  }

  // 7. Kind, model, software: from the heaviest rule that agrees with the maker.
  for (const auto& t : told) {
    if (!t.supplier.empty() && t.supplier != d.maker && !(d.maker.empty() && !d.candidates.empty() && d.candidates[0].supplier == t.supplier)) continue;
    if (d.kind.empty()) d.kind = t.kind;
    if (d.model.empty()) d.model = t.model;
    if (d.software_name.empty() && !t.software.empty()) {
      d.software_name = t.software;
      if (!t.version.empty()) d.software_version = t.version;
    } else if (d.software_version.empty()) {
      d.software_version = t.version;
    }
    if (brand.empty()) brand = t.brand;
    for (const auto& f : t.functions)
      if (std::find(d.functions.begin(), d.functions.end(), f) == d.functions.end()) d.functions.push_back(f);
  }
  if (d.kind.empty() && ups_maker != nullptr && !general) d.kind = "ups";
  if (d.kind.empty() && printer != nullptr && other(facts, "1.3.6.1.2.1.43.5.1.1.17.1") != nullptr) d.kind = "printer";
  if (ups_model != nullptr && d.model.empty() && !empty_words(ups_model->value)) d.model = ups_model->value;
  if (const auto* s = other(facts, "1.3.6.1.2.1.43.5.1.1.17.1"); s != nullptr && d.serial.empty() && !empty_words(s->value)) d.serial = s->value;
  d.brand = brand == d.maker ? "" : brand;
  if (d.functions.empty())
    if (const auto f = function_of_kind(d.kind); !f.empty()) d.functions.emplace_back(f);

  std::stable_sort(tally.evidence_.begin(), tally.evidence_.end(), [](const Evidence& a, const Evidence& b) { return std::abs(a.weight) > std::abs(b.weight); });
  d.evidence = std::move(tally.evidence_);
  return d;
}

}  // namespace rf::identify
