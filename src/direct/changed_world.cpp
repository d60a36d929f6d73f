#include "direct/changed_world.h"

#include <algorithm>

#include "base/text.h"
#include "screen/share.h"

namespace rf::direct {
namespace {

/// "0.490000000"
std::string decimal(screen::Share s) {
  std::string rest = std::to_string(s.billionths % screen::Share::kWhole);
  rest.insert(0, 9 - rest.size(), '0');
  return std::to_string(s.billionths / screen::Share::kWhole) + "." + rest;
}

template <class Map>
void put_back(Map& into, const Map& from, std::set<std::string>& touched) {
  for (const auto& id : touched) {
    const auto at = from.find(id);
    if (at == from.end()) into.erase(id);
    else into.insert_or_assign(id, at->second);
  }
  touched.clear();
}

constexpr const char* kScenarioSource = "scenario";

}  // namespace

ChangedWorld::ChangedWorld(const knowledge::World& world) : base_(*world.knowledge), world_(world) {}

knowledge::Knowledge& ChangedWorld::changed() {
  if (!changed_) {
    // What judges read; fingerprints and registries stay where they are.
    changed_ = std::make_unique<knowledge::Knowledge>();
    changed_->suppliers = base_.suppliers;
    changed_->jurisdictions = base_.jurisdictions;
    changed_->lists = base_.lists;
    changed_->directions = base_.directions;
    changed_->regimes = base_.regimes;
    changed_->sources = base_.sources;
    changed_->functions = base_.functions;
    changed_->aliases = base_.aliases;
    changed_->variations = base_.variations;
    changed_->hash = base_.hash;
    world_.knowledge = changed_.get();
  }
  return *changed_;
}

void ChangedWorld::reset(Day as_of) {
  world_.as_of = as_of;
  if (!changed_) return;
  put_back(changed_->suppliers, base_.suppliers, suppliers_);
  put_back(changed_->lists, base_.lists, lists_);
  put_back(changed_->directions, base_.directions, directions_);
  put_back(changed_->regimes, base_.regimes, regimes_);
}

void ChangedWorld::apply(const Change& c, Day on) {
  if (changes_estate(c.kind)) return;
  knowledge::Knowledge& k = changed();
  switch (c.kind) {
    case ChangeKind::Add: case ChangeKind::Replace: case ChangeKind::Remove: case ChangeKind::Transfer: return;
    case ChangeKind::Designate: {
      lists_.insert(c.list.text);
      knowledge::Entry e;
      e.supplier = c.supplier.text;
      e.entry = c.supplier.text;
      e.from = on;
      e.to = c.to;
      e.source = kScenarioSource;
      k.lists.at(c.list.text).entries.push_back(std::move(e));
      return;
    }
    case ChangeKind::DenyExport: {
      // Where that authority denies it already on the day judged, nothing is added. Else the list is the scenario's, so that no entry is mistaken for a real one.
      const std::string country_code = c.authority.text == "uk" ? "gb" : c.authority.text;
      for (const auto& [other_id, other] : base_.lists)
        if (other.denial && (other.authority == c.authority.text || lower_ascii(other.country) == country_code))
          for (const auto& e : other.entries)
            if (e.supplier == c.supplier.text && world_.holds(e, other.entries)) return;
      const std::string id = "denial-by-" + c.authority.text;
      lists_.insert(id);
      auto& list = k.lists[id];
      if (list.id.empty()) {
        const std::string country = c.authority.text.size() == 2 ? c.authority.text : c.authority.text.substr(0, 2);
        list.id = id;
        list.authority = c.authority.text;
        list.title = "Denial of export by " + c.authority.text + ", as the scenario has it";
        for (const char letter : country) list.country += static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
        if (list.country == "UK") list.country = "GB";
        list.force = "export";
        list.denial = knowledge::Denial{{list.country}, "Goods, software and technology subject to this authority's export rules may not be supplied to those named.", kScenarioSource, false};
        list.reach.push_back({});
        list.reach.back().reach = "named";
      }
      knowledge::Entry e;
      e.supplier = c.supplier.text;
      e.entry = c.supplier.text;
      e.from = on;
      e.to = c.to;
      e.source = kScenarioSource;
      list.entries.push_back(std::move(e));
      return;
    }
    case ChangeKind::ChangeOfControl: return take_over(c, on);
    case ChangeKind::MoveDeadline: {
      directions_.insert(c.direction.text);
      for (auto& q : k.directions.at(c.direction.text).requirements) {
        if (q.name != c.requirement.text) continue;
        if (q.dates.empty()) q.dates.emplace_back();
        for (auto& d : q.dates) {
          d.deadline = c.deadline;
          d.deadline_other = Day{};
          d.individual = false;
        }
      }
      return;
    }
    case ChangeKind::EndRegime:
      regimes_.insert(c.regime.text);
      k.regimes.at(c.regime.text).ended = on;
      return;
  }
}

/// The new owner's share comes out of what the others hold, in proportion; with more than half, control and membership of a group
/// pass to him.
void ChangedWorld::take_over(const Change& c, Day on) {
  const auto share = screen::parse_share(c.share, false).value_or(screen::Share{screen::Share::kWhole});
  const bool controls = share.billionths > screen::Share::kWhole / 2;
  knowledge::Knowledge& k = changed();
  const knowledge::World then{&k, on, world_.known_at};
  suppliers_.insert(c.supplier.text);
  auto& s = k.suppliers.at(c.supplier.text);
  const auto owners = s.owners;
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (!then.holds(owners[i], owners)) continue;
    knowledge::Owner left = owners[i];
    s.owners[i].to = on.plus(-1);
    if (share.billionths == screen::Share::kWhole) continue;
    left.from = on;
    left.id.clear();
    left.replaces.clear();
    if (const auto held = screen::parse_share(left.share_text, false)) {
      const screen::Share rest = *held * screen::Share{screen::Share::kWhole - share.billionths};
      left.share_text = decimal(rest);
      left.share = rest.value();
    }
    if (controls) left.control = false;
    s.owners.push_back(std::move(left));
  }
  knowledge::Owner o;
  if (base_.suppliers.contains(c.owner.text)) o.owner = c.owner.text;
  else o.name = c.owner.text;
  o.country = c.owner_country.text;
  o.share_text = decimal(share);
  o.share = share.value();
  o.control = controls;
  o.from = on;
  o.source = kScenarioSource;
  s.owners.push_back(std::move(o));
  if (!controls) return;
  for (auto& [id, other] : k.suppliers) {
    const bool self = id == c.supplier.text;
    for (auto& a : other.affiliates) {
      if (!(self || a.supplier == c.supplier.text) || !then.holds(a, other.affiliates)) continue;
      suppliers_.insert(id);
      a.to = on.plus(-1);
    }
  }
}

}  // namespace rf::direct
