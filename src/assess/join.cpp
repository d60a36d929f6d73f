#include "assess/join.h"

#include <algorithm>
#include <optional>
#include <array>
#include <unordered_map>

#include "assess/part_rows.h"
#include "assess/place_functions.h"
#include "assess/same_device.h"
#include "base/text.h"
#include "estate/keys.h"
#include "estate/pairs.h"
#include "screen/screen.h"

namespace rf::assess {
namespace {

using estate::Estate;

using estate::mac_key;
using estate::serial_key;
enum Key : std::size_t { kSerial, kMac, kSerialNumber, kAddress, kName, kKeys };
constexpr std::array<std::string_view, kKeys> kMatchedBy = {"serial", "mac", "serial (leading zeros aside)", "address", "name"};
constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kSeveral = static_cast<std::size_t>(-2);

class Join {
 public:
  Join(Gathered& g, const Tools& t, const knowledge::World& w, bool across, Resolutions* known) : g_(g), t_(t), w_(w), e_(*g.estate), across_(across), known_(known) {}

  Joined run() {
    mapped_words();
    const auto mapped = t_.map.values.find(Field::Role);
    place_functions(e_, w_, mapped == t_.map.values.end() ? nullptr : &mapped->second, g_.warnings);
    rows_ = e_.size();
    if (!g_.devices.empty()) {
      out_.merges = merge_devices(g_.devices, across_);
      const auto moved = split_members(g_.devices);
      match();
      for (auto& n : out_.merges) {
        const std::size_t one = row_of_device_[moved[n.device]], two = row_of_device_[moved[n.other]];
        if (one != kNone) n.assets[0] = e_.key(one);
        if (two != kNone) n.assets[1] = e_.key(two);
      }
    }
    resolve_makers();
    return std::move(out_);
  }

 private:
  /// A name that tells which device: agents of one kind share the names they were delivered with.
  std::string name_key(std::string_view s) const {
    std::string f = folded(trimmed(s));
    const auto& delivered = w_.knowledge->factory_names;
    return std::find(delivered.begin(), delivered.end(), f) != delivered.end() ? std::string() : f;
  }

  /// What a person mapped (--map): models first, which say more than roles. Cells that are filled stay.
  void mapped_words() {
    for (const Field of : {Field::Model, Field::Role}) {
      const auto words = t_.map.values.find(of);
      if (words == t_.map.values.end() || !e_.has(of)) continue;
      std::vector<const Meaning*> by_code(e_.words(of).size(), nullptr);
      for (std::uint32_t c = 1; c < by_code.size(); ++c)
        if (const auto at = words->second.find(folded(trimmed(e_.words(of).text(c)))); at != words->second.end()) by_code[c] = &at->second;
      for (std::size_t row = 0; row < e_.size(); ++row)
        if (const Meaning* m = by_code[e_.code(of, row)])
          for (const auto& [f, cell] : *m)
            if (!cell.empty() && e_.text(f, row).empty()) e_.set_word(f, row, cell);
    }
  }

  void match() {
    // Identifiers of the devices; rows are looked up in them, so only rows that share one are touched.
    std::array<std::unordered_map<std::string, std::size_t>, kKeys> devices;
    const auto put = [&](Key k, std::string key, std::size_t d) {
      if (key.empty()) return;
      const auto at = devices[k].emplace(std::move(key), d);
      if (!at.second && at.first->second != d) at.first->second = kSeveral;
    };
    for (std::size_t d = 0; d < g_.devices.size() && rows_ > 0; ++d) {
      const Device& v = g_.devices[d];
      put(kSerial, serial_key(v.serial), d);
      put(kSerialNumber, estate::serial_number_key(serial_key(v.serial)), d);
      put(kMac, mac_key(v.chassis_id), d);
      for (const auto& m : v.macs) put(kMac, mac_key(m), d);
      for (const auto& a : v.addresses)
        if (!a.starts_with("127.") && a != "0.0.0.0" && a != "::1") put(kAddress, a, d);
      put(kName, name_key(v.name), d);
      const std::string name = name_key(v.name);
      if (const auto dot = name.find('.'); dot != std::string::npos && dot > 2) put(kName, name.substr(0, dot), d);
    }
    // Best row of each device: the strongest key, and only if no second row has it.
    std::vector<std::array<std::size_t, kKeys>> row_of(g_.devices.size());
    for (auto& r : row_of) r.fill(kNone);
    const auto meet = [&](Key k, const std::string& key, std::size_t row) {
      if (key.empty()) return;
      const auto at = devices[k].find(key);
      if (at == devices[k].end() || at->second == kSeveral) return;
      auto& r = row_of[at->second][k];
      r = r == kNone || r == row ? row : kSeveral;
    };
    const bool serials = e_.has(Field::Serial), macs = e_.has(Field::Mac), addresses = e_.has(Field::Address), names = e_.has(Field::Name);
    for (std::size_t row = 0; row < rows_; ++row) {
      if (serials) {
        const auto key = serial_key(e_.text(Field::Serial, row));
        meet(kSerial, key, row);
        meet(kSerialNumber, estate::serial_number_key(key), row);
      }
      if (macs)
        for (const auto m : split(e_.text(Field::Mac, row), '|')) meet(kMac, mac_key(m), row);
      if (addresses) meet(kAddress, std::string(e_.text(Field::Address, row)), row);
      if (names) {
        const std::string name = name_key(e_.text(Field::Name, row));
        meet(kName, name, row);
        if (const auto dot = name.find('.'); dot != std::string::npos && dot > 2) meet(kName, name.substr(0, dot), row);
      }
    }
    std::unordered_map<std::size_t, std::int64_t> seen_here;
    PartRows parts(e_, g_.devices);
    row_of_device_.assign(g_.devices.size(), kNone);
    for (std::size_t d = 0; d < g_.devices.size(); ++d) {
      std::size_t row = kNone;
      std::string by;
      for (std::size_t k = 0; k < kKeys && row == kNone; ++k)
        if (row_of[d][k] < kSeveral && seen_here[row_of[d][k]] < e_.quantity(row_of[d][k])) {
          row = row_of[d][k];
          by = kMatchedBy[k];
        }
      std::size_t full = kNone;  // a row that would be confirmed, had it a piece left
      std::string full_by;
      for (std::size_t k = 0; k < kKeys && full == kNone && row == kNone; ++k)
        if (row_of[d][k] < kSeveral) {
          full = row_of[d][k];
          full_by = kMatchedBy[k];
        }
      if (row == kNone && full == kNone && !g_.devices[d].sighting && !g_.devices[d].location.empty()) {
        row = inferred(g_.devices[d], seen_here, full);
        by = full_by = "site, maker and model (inferred)";
      }
      if (row != kNone) {
        const auto held = std::move(g_.devices[d].parts);
        const std::uint32_t input = held.empty() ? 0 : input_of(g_.devices[d]);
        row_of_device_[d] = row;
        if (++seen_here[row] == 1) confirm(row, by, std::move(g_.devices[d]));
        else e_.confirm_again(row);
        if (e_.quantity(row) == 1) parts.add(row, input, held);
        continue;
      }
      if (g_.devices[d].sighting) {
        ++g_.sightings_left;
        continue;
      }
      const auto held = std::move(g_.devices[d].parts);
      const std::size_t stack = g_.devices[d].stack;
      const std::size_t own = add_unlisted(std::move(g_.devices[d]));
      row_of_device_[d] = own;
      if (stack != Device::kNoStack && row_of_device_[stack] != kNone) e_.set_text(Field::PartOf, own, e_.text(Field::Id, row_of_device_[stack]).empty() ? e_.key(row_of_device_[stack]) : std::string(e_.text(Field::Id, row_of_device_[stack])));
      parts.add(own, e_.source(own).input, held);
      if (full == kNone) continue;
      const auto at = std::find_if(g_.surplus.begin(), g_.surplus.end(), [&](const auto& s) { return s.row == full; });
      if (at == g_.surplus.end()) g_.surplus.push_back({full, full_by, {own}});
      else at->unlisted.push_back(own);
    }
    out_.parts = parts.added();
  }

  /// Rows of one site, maker and model with a piece left; `full`: one without. Words are folded once each.
  std::size_t inferred(const Device& d, const std::unordered_map<std::size_t, std::int64_t>& seen_here, std::size_t& full) {
    if (d.model.empty() || d.maker.empty()) return kNone;
    if (!by_place_) {
      by_place_.emplace();
      for (std::size_t row = 0; row < rows_; ++row)
        if (e_.code(Field::Site, row) != 0 && e_.code(Field::Model, row) != 0)
          (*by_place_)[folded_of(Field::Site, row) + "\x1f" + folded_of(Field::Model, row)].push_back(row);
    }
    const auto at = by_place_->find(folded(d.location) + "\x1f" + folded(d.model));
    if (at == by_place_->end()) return kNone;
    for (const auto row : at->second) {
      if (t_.resolver->resolve(e_.text(Field::Supplier, row)).supplier != d.maker) continue;
      const auto n = seen_here.find(row);
      if (n == seen_here.end() || n->second < e_.quantity(row)) return row;
      if (full == kNone) full = row;
    }
    return kNone;
  }
  const std::string& folded_of(Field f, std::size_t row) {
    auto& known = folded_[f];
    const auto code = e_.code(f, row);
    if (known.size() < e_.words(f).size()) known.resize(e_.words(f).size());
    if (known[code].empty()) known[code] = folded(e_.text(f, row));
    return known[code];
  }

  void confirm(std::size_t row, const std::string& by, Device d) {
    estate::Seen s{input_label(d.input, d.path), by, std::move(d), false, {}};
    const auto written = e_.text(Field::Supplier, row);
    const auto declared = t_.resolver->resolve(written);
    if (!s.device.maker.empty() && declared.match == names::Match::Clear && declared.supplier != s.device.maker &&
        screen::relation(w_, declared.supplier, s.device.maker) == screen::Relation::None) {
      s.contradicts = true;
      s.contradiction = "declared as " + std::string(written) + ", observed as " + name_of(s.device.maker);
    }
    const auto status = e_.text(Field::Status, row);
    const Day removed = e_.day(Field::RemovedOn, row);
    if (removed.known() && removed <= w_.as_of) s.answers_though = Field::RemovedOn;
    else if (status == "removed" || status == "disposed" || (!removed.known() && (status == "planned" || status == "ordered" || status == "in-store"))) s.answers_though = Field::Status;
    s.contradicts = s.contradicts || s.answers_though != Field::Id;
    if (e_.text(Field::Function, row).empty() && !s.device.functions.empty()) e_.set_word(Field::Function, row, joined(s.device.functions, "|"));
    if (e_.text(Field::Model, row).empty()) e_.set_word(Field::Model, row, s.device.model);
    e_.set_seen(row, std::move(s));
  }

  std::uint32_t input_of(const Device& d) {
    const std::string label = input_label(d.input, d.path);
    if (const auto at = inputs_.find(label); at != inputs_.end()) return at->second;
    const std::uint32_t input = e_.add_input(d.input, d.path);
    inputs_.emplace(label, input);
    return input;
  }

  std::size_t add_unlisted(Device d) {
    const std::string label = input_label(d.input, d.path);
    const std::size_t row = e_.add_row(input_of(d));
    e_.set_text(Field::Name, row, d.name);
    e_.set_text(Field::Serial, row, d.serial);
    if (!d.macs.empty()) e_.set_text(Field::Mac, row, *std::min_element(d.macs.begin(), d.macs.end()));
    if (!d.maker.empty()) e_.set_word(Field::Supplier, row, name_of(d.maker));
    e_.set_word(Field::Brand, row, d.brand);
    e_.set_word(Field::Model, row, d.model);
    e_.set_word(Field::Software, row, d.software_name);
    e_.set_word(Field::Version, row, d.software_version);
    e_.set_word(Field::Site, row, d.location);
    if (!d.functions.empty()) e_.set_word(Field::Function, row, joined(d.functions, "|"));
    estate::Seen s{label, {}, std::move(d), false, {}};
    s.number = unlisted_of_[e_.source(row).input]++;
    e_.set_seen(row, std::move(s));
    e_.set_unlisted(row);
    return row;
  }

  std::string name_of(const std::string& id) const {
    const auto s = w_.knowledge->suppliers.find(id);
    return s == w_.knowledge->suppliers.end() ? id : s->second.name;
  }

  void resolve_makers() {
    MakersOfWords of_words = makers_of_words(e_, *t_.resolver, known_);
    const auto &of_code = of_words.of_supplier, &of_brand = of_words.of_brand;
    out_.makers = std::move(of_words.makers);
    out_.parties = std::move(of_words.parties);
    out_.components = std::move(of_words.components);
    out_.maker_of_row.resize(e_.size());
    for (std::size_t row = 0; row < e_.size(); ++row) {
      std::uint32_t m = of_code[e_.code(Field::Supplier, row)];
      if (const std::uint32_t brand = e_.code(Field::Brand, row); brand != 0) {
        if (out_.makers[m].match == names::Match::Unknown) m = of_brand[brand];
        else if (const auto badged = of_words.badged.find({m, brand}); badged != of_words.badged.end()) m = badged->second;
      }
      out_.maker_of_row[row] = m;
      if (const auto* s = e_.seen(row)) observed(row, *s);
    }
    for (const auto& twin : g_.twins) {
      if (twin.other_maker.empty() || e_.seen(twin.row)) continue;  // what answers decides between two lists
      const auto one = out_.makers[out_.maker_of_row[twin.row]], other = t_.resolver->resolve(twin.other_maker);
      names::Resolution r;
      r.match = names::Match::Near;
      for (const auto& [who, written] : {std::pair{&one, std::string(e_.text(Field::Supplier, twin.row))}, std::pair{&other, twin.other_maker}})
        if (!who->supplier.empty()) r.candidates.push_back({who->supplier, 0.5, "declared", written});
      out_.maker_of_row[twin.row] = static_cast<std::uint32_t>(out_.makers.size());
      out_.makers.push_back(std::move(r));
    }
  }

  /// What was seen speaks where the inventory is silent; where both speak and differ, neither is believed.
  void observed(std::size_t row, const estate::Seen& s) {
    names::Resolution r;
    const auto declared = out_.makers[out_.maker_of_row[row]];
    if (s.contradicts && !s.device.maker.empty() && declared.supplier != s.device.maker) {
      r.match = names::Match::Near;
      r.candidates = {{declared.supplier, 0.5, "declared", std::string(e_.text(Field::Supplier, row))}, {s.device.maker, 0.5, "observed", name_of(s.device.maker)}};
    } else if (!s.device.maker.empty() && declared.match != names::Match::Clear) {
      r.match = names::Match::Clear;
      r.supplier = s.device.maker;
      r.score = s.device.confidence;
      r.candidates = {{s.device.maker, s.device.confidence, "observed", name_of(s.device.maker)}};
    } else if (!s.device.maker.empty() && declared.supplier == s.device.maker && e_.basis(row) == Basis::Observed) {
      r = declared;  // its name came from the device: how sure that name is says nothing of how sure the device's maker is
      r.score = s.device.confidence;
      for (auto& c : r.candidates) c.score = std::min(c.score, s.device.confidence);
    } else if (s.device.maker.empty() && declared.match == names::Match::Unknown && !s.device.candidates.empty()) {
      r.match = names::Match::Near;
      for (const auto& c : s.device.candidates) r.candidates.push_back({c.supplier, c.confidence, "observed", name_of(c.supplier)});
    } else {
      return;
    }
    out_.maker_of_row[row] = static_cast<std::uint32_t>(out_.makers.size());
    out_.makers.push_back(std::move(r));
  }

  Gathered& g_;
  const Tools& t_;
  const knowledge::World& w_;
  Estate& e_;
  bool across_;
  Resolutions* known_;
  std::size_t rows_ = 0;
  std::vector<std::size_t> row_of_device_;
  std::unordered_map<std::string, std::uint32_t> inputs_;
  std::unordered_map<std::uint32_t, std::uint64_t> unlisted_of_;  ///< how many an input gave so far
  std::optional<std::unordered_map<std::string, std::vector<std::size_t>>> by_place_;  ///< made when first asked for
  std::map<Field, std::vector<std::string>> folded_;
  Joined out_;
};

}  // namespace

MakersOfWords makers_of_words(const estate::Estate& e, const names::Resolver& resolver, Resolutions* known) {
  const auto resolved = [&](std::string_view name) { return known != nullptr ? known->of(resolver, name) : resolver.resolve(name); };
  MakersOfWords out;
  const auto& words = e.words(Field::Supplier);
  out.of_supplier.resize(words.size());
  for (std::uint32_t c = 0; c < words.size(); ++c) {
    out.of_supplier[c] = static_cast<std::uint32_t>(out.makers.size());
    out.makers.push_back(resolved(words.text(c)));
  }
  const auto& brands = e.words(Field::Brand);
  out.of_brand.resize(brands.size(), 0);
  for (std::uint32_t c = 1; c < brands.size(); ++c) {
    // A badge alone: its owner may have made it, or had it made.
    auto r = resolved(brands.text(c));
    if (r.match == names::Match::Clear) r.match = names::Match::Brand;
    out.of_brand[c] = static_cast<std::uint32_t>(out.makers.size());
    out.makers.push_back(std::move(r));
  }
  // Who made it is known, and whose badge it bears is another: each pair of words that a row has.
  if (brands.size() > 1) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::size_t row = 0; row < e.size(); ++row)
      if (const std::uint32_t brand = e.code(Field::Brand, row); brand != 0) pairs.emplace(out.of_supplier[e.code(Field::Supplier, row)], brand);
    for (const auto& [maker, brand] : pairs) {
      const names::Resolution& badge = out.makers[out.of_brand[brand]];
      if (out.makers[maker].match == names::Match::Unknown || badge.match != names::Match::Brand || badge.supplier == out.makers[maker].supplier) continue;
      names::Resolution badged = out.makers[maker];
      badged.badge = badge.supplier;
      out.badged.emplace(std::pair{maker, brand}, static_cast<std::uint32_t>(out.makers.size()));
      out.makers.push_back(std::move(badged));
    }
  }
  const auto& parties = e.words(Field::Parties);
  for (std::uint32_t c = 1; c < parties.size(); ++c)
    for (const auto& party : estate::read_pairs(parties.text(c)))
      if (!party.first.empty()) out.parties[c].emplace_back(lower_ascii(party.first), resolved(party.second));
  // A part without a maker before its colon names no maker.
  const auto& parts = e.words(Field::Components);
  for (std::uint32_t c = 1; c < parts.size(); ++c)
    for (const auto& part : estate::read_pairs(parts.text(c)))
      out.components[c].push_back({part.second, part.first.empty() ? names::Resolution{} : resolved(part.first)});
  return out;
}

const names::Resolution& Resolutions::of(const names::Resolver& resolver, std::string_view name) {
  if (const auto at = known_.find(name); at != known_.end()) return at->second;
  if (known_.size() >= kMost) known_.clear();
  return known_.emplace(std::string(name), resolver.resolve(name)).first->second;
}

Joined join(Gathered& g, const Tools& t, const knowledge::World& w, bool across, Resolutions* known) { return Join(g, t, w, across, known).run(); }

}  // namespace rf::assess
