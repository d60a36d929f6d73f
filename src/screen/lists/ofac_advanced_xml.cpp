// OFAC's advanced XML (the UN's "Advanced Sanctions Data Model"). Everything is a number that points elsewhere: parties have
// profiles, profiles identities and features, identities names in parts and scripts; documents, places, programmes and
// relationships stand in sections of their own, some before and some after the parties. So the file is read twice: places,
// documents, programmes and the reference values first (held, about a tenth of the file), then parties one by one.
#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "screen/lists/readers.h"
#include "screen/lists/words.h"
#include "screen/lists/xml_events.h"

namespace rf::screen::lists {
namespace {

constexpr std::size_t kMaxTables = 30'000'000;  // values held; OFAC's list has 300,000

struct Place {
  std::string text, city, country;
};
struct Listing {
  std::string from, list;
  std::vector<std::string> programs;
};
struct Tables {
  std::map<std::string, std::map<std::string, std::string>, std::less<>> values;  // kind of reference value → id → text
  std::unordered_map<std::string, std::string> iso;                                // country id → code
  std::unordered_map<std::string, Place> places;
  std::unordered_map<std::string, std::vector<names::Identifier>> documents;       // identity → numbers
  std::unordered_map<std::string, Listing> listings;                               // profile → entry
  std::size_t count = 0;

  std::string_view value(std::string_view kind, std::string_view id) const {
    const auto k = values.find(kind);
    if (k == values.end()) return {};
    const auto v = k->second.find(std::string(id));
    return v == k->second.end() ? std::string_view() : std::string_view(v->second);
  }
};

class FirstPass : public XmlHandler {
 public:
  FirstPass(Tables& t, Summary& s) : t_(t), summary_(s) {}
  bool over = false;

  void begin(std::string_view name, std::string_view parent, const Attributes& a) override {
    if (t_.count > kMaxTables) over = true;
    if (over) return;
    if (parent.ends_with("Values")) {
      ref_id_ = attribute(a, "ID");
      if (name == "Country") {
        if (const auto iso = attribute(a, "ISO2"); !iso.empty()) t_.iso[ref_id_] = iso;
      } else if (name == "Script") {
        script_ = attribute(a, "ScriptCode");
      } else if (name == "AreaCode") {
        area_country_[ref_id_] = attribute(a, "CountryID");
      }
    } else if (name == "Location") {
      location_ = attribute(a, "ID");
      place_ = {};
    } else if (name == "LocationCountry") {
      country_ = attribute(a, "CountryID");
      if (const auto c = code(country_); !c.empty()) place_.country = c;
    } else if (name == "LocationAreaCode") {
      if (const auto c = area_country_.find(std::string(attribute(a, "AreaCodeID"))); c != area_country_.end() && place_.country.empty()) place_.country = code(c->second);
    } else if (name == "LocationPart") {
      part_ = t_.value("LocPartType", attribute(a, "LocPartTypeID"));
    } else if (name == "IDRegDocument") {
      identity_ = attribute(a, "IdentityID");
      document_ = {};
      document_.type = identifier_type(t_.value("IDRegDocType", attribute(a, "IDRegDocTypeID")));
      document_.country = code(std::string(attribute(a, "IssuedBy-CountryID")));
    } else if (name == "SanctionsEntry") {
      profile_ = attribute(a, "ProfileID");
      ++t_.count;
      Listing& l = t_.listings[profile_];
      const auto list = t_.value("List", attribute(a, "ListID"));
      if (l.list.find(list) == std::string::npos) l.list += (l.list.empty() ? "" : "; ") + std::string(list);
    } else if (name == "SanctionsMeasure") {
      measure_ = t_.value("SanctionsType", attribute(a, "SanctionsTypeID"));
    } else if (name == "Date" || name == "DateOfIssue") {
      date_ = {};
    }
  }
  void end(std::string_view name, std::string_view parent, std::string_view text) override {
    if (over) return;
    if (parent.ends_with("Values")) {
      ++t_.count;
      t_.values[std::string(name)][ref_id_] = name == "Script" && !script_.empty() ? script_ : std::string(text);
      if (name == "Country" && !t_.iso.contains(ref_id_))
        if (const auto c = country_code(text); !c.empty()) t_.iso[ref_id_] = c;
    } else if (name == "Value" && parent == "LocationPartValue") {
      if (!text.empty()) place_.text += (place_.text.empty() ? "" : ", ") + std::string(text);
      if (lower_ascii(part_) == "city") place_.city = text;
    } else if (name == "Location") {
      ++t_.count;
      t_.places.emplace(location_, std::move(place_));
    } else if (name == "IDRegistrationNo") {
      document_.value = text;
    } else if (name == "IDRegDocument") {
      ++t_.count;
      if (!document_.type.empty() && !document_.value.empty()) t_.documents[identity_].push_back(std::move(document_));
    } else if (name == "Comment" && parent == "SanctionsMeasure") {
      // The measure of type "Program" holds the programme's name.
      if (!text.empty() && (measure_.empty() || lower_ascii(measure_) == "program")) {
        auto& p = t_.listings[profile_].programs;
        if (std::find(p.begin(), p.end(), text) == p.end()) p.emplace_back(text);
      }
    } else if (name == "Year") {
      date_[0] = static_cast<int>(std::min<std::int64_t>(parse_count(text).value_or(0), 9999));
    } else if (name == "Month") {
      date_[1] = static_cast<int>(std::min<std::int64_t>(parse_count(text).value_or(0), 99));
    } else if (name == "Day") {
      date_[2] = static_cast<int>(std::min<std::int64_t>(parse_count(text).value_or(0), 99));
    } else if (name == "DateOfIssue") {
      summary_.dated = day_of(date_[0], date_[1], date_[2]);
    } else if (name == "Date" && parent == "EntryEvent") {
      const Day d = day_of(date_[0], date_[1], date_[2]);
      std::string& from = t_.listings[profile_].from;
      if (d.known() && (from.empty() || to_text(d) < from)) from = to_text(d);
    }
  }

 private:
  std::string code(const std::string& id) const {
    const auto c = t_.iso.find(id);
    return c == t_.iso.end() ? std::string() : country_code(c->second);
  }
  Tables& t_;
  Summary& summary_;
  std::string ref_id_, script_, location_, country_, part_, identity_, profile_, measure_;
  std::unordered_map<std::string, std::string> area_country_;
  Place place_;
  names::Identifier document_;
  std::array<int, 3> date_{};
};

class SecondPass : public XmlHandler {
 public:
  SecondPass(const Tables& t, RowKeeper& keep) : t_(t), keep_(keep) {}

  void begin(std::string_view name, std::string_view parent, const Attributes& a) override {
    if (name == "DistinctParty") {
      e_ = {};
      e_.line = line;
      e_.offset = offset;
      e_.entry = attribute(a, "FixedRef");
      in_party_ = true;
      names_.clear();
      groups_.clear();
    } else if (name == "ProfileRelationship") {
      const std::string type(t_.value("RelationType", attribute(a, "RelationTypeID")));
      // "Owned or Controlled By": the first profile is owned by the second.
      const std::string w = lower_ascii(type);
      r_ = {};
      r_.says = type;
      r_.owned = attribute(a, "From-ProfileID");
      r_.owner = attribute(a, "To-ProfileID");
      if (w.find("owned or controlled by") != std::string::npos) r_.kind = Relation::Kind::Controls;
      else if (w.find("owns, controls") != std::string::npos) std::swap(r_.owner, r_.owned), r_.kind = Relation::Kind::Controls;
      else r_.kind = Relation::Kind::Linked;
      former_ = attribute(a, "Former") == "true";
    } else if (!in_party_) {
      return;
    } else if (name == "Profile") {
      if (e_.entry.empty()) e_.entry = attribute(a, "ID");
      const auto sub = lower_ascii(t_.value("PartySubType", attribute(a, "PartySubTypeID")));
      const auto id = attribute(a, "PartySubTypeID");
      using enum names::EntityKind;
      // 1 vessel, 2 aircraft, 3 unspecified entity, 4 unspecified individual, in OFAC's reference values.
      e_.kind = sub.find("vessel") != std::string::npos ? Vessel : sub.find("aircraft") != std::string::npos ? Aircraft : id == "3" ? Organisation : id == "4" ? Person : entity_kind(sub);
      if (const auto l = t_.listings.find(std::string(attribute(a, "ID"))); l != t_.listings.end()) {
        e_.from = l->second.from;
        e_.programs = l->second.programs;
        e_.source = l->second.list;
      }
    } else if (name == "Identity") {
      if (const auto d = t_.documents.find(std::string(attribute(a, "ID"))); d != t_.documents.end()) {
        for (const auto& i : d->second) e_.identifiers.push_back(i);
      }
    } else if (name == "Alias") {
      primary_ = attribute(a, "Primary") == "true";
      weak_ = attribute(a, "LowQuality") == "true";
      alias_type_ = lower_ascii(t_.value("AliasType", attribute(a, "AliasTypeID")));
    } else if (name == "DocumentedName") {
      parts_.clear();
      script_.clear();
      acronym_ = false;
      primary_name_ = attribute(a, "DocNameStatusID") != "2";
    } else if (name == "NamePartValue") {
      group_ = attribute(a, "NamePartGroupID");
      if (script_.empty()) script_ = t_.value("Script", attribute(a, "ScriptID"));
      acronym_ = acronym_ || attribute(a, "Acronym") == "true";
    } else if (name == "NamePartGroup") {
      groups_[std::string(attribute(a, "ID"))] = lower_ascii(t_.value("NamePartType", attribute(a, "NamePartTypeID")));
    } else if (name == "VersionLocation") {
      if (const auto p = t_.places.find(std::string(attribute(a, "LocationID"))); p != t_.places.end()) {
        add_country(e_, p->second.country);
        if (!p->second.text.empty() || !p->second.country.empty()) e_.addresses.push_back({p->second.text, p->second.city, p->second.country});
      }
    }
    (void)parent;
  }
  void end(std::string_view name, std::string_view parent, std::string_view text) override {
    if (name == "ProfileRelationship") {
      if (!former_) keep_.relation(std::move(r_));
    } else if (!in_party_) {
      return;
    } else if (name == "NamePartValue") {
      if (!text.empty()) parts_.emplace_back(group_, text);
    } else if (name == "DocumentedName") {
      if (!parts_.empty()) names_.push_back({parts_, script_, primary_ && primary_name_, weak_, acronym_, alias_type_});
    } else if (name == "Comment" && parent == "DistinctParty") {
      e_.remarks = text;
    } else if (name == "DistinctParty") {
      in_party_ = false;
      finish();
    }
  }

 private:
  struct Written {
    std::vector<std::pair<std::string, std::string>> parts;  // group, text
    std::string script;
    bool primary = false, weak = false, acronym = false;
    std::string type;
  };
  /// "LAST, First Middle" for people, parts as they stand for others.
  std::string joined(const Written& w) const {
    std::string last, rest;
    for (const auto& [group, text] : w.parts) {
      const auto g = groups_.find(group);
      std::string& to = g != groups_.end() && g->second.find("last name") != std::string::npos ? last : rest;
      to += (to.empty() ? "" : " ") + text;
    }
    return last.empty() ? rest : rest.empty() ? last : last + ", " + rest;
  }
  void finish() {
    for (const Written& w : names_)
      if (w.primary && e_.name.empty()) e_.name = joined(w);
    if (e_.name.empty() && !names_.empty()) e_.name = joined(names_.front());
    for (const Written& w : names_) {
      using enum names::AliasKind;
      const bool latin = w.script.empty() || w.script == "Latn" || w.script == "Latin";
      add_alias(e_, joined(w), w.weak ? Weak : w.acronym ? Acronym : w.type.starts_with("f.k.a") ? Former : !latin ? Original : w.type.starts_with("a.k.a") ? Strong : Also,
                latin ? std::string_view() : std::string_view(w.script));
    }
    keep_.entity(std::move(e_));
  }

  const Tables& t_;
  RowKeeper& keep_;
  names::ListEntity e_;
  Relation r_;
  bool in_party_ = false, primary_ = false, weak_ = false, acronym_ = false, primary_name_ = false, former_ = false;
  std::string alias_type_, script_, group_;
  std::vector<std::pair<std::string, std::string>> parts_;
  std::vector<Written> names_;
  std::unordered_map<std::string, std::string> groups_;
};

}  // namespace

double likeness_ofac_advanced_xml(std::string_view head, std::string_view) { return xml_root(head) == "Sanctions" ? 1 : 0; }

Result<void> read_ofac_advanced_xml(Files& files, Sink& sink, Summary& summary) {
  Tables tables;
  FirstPass first(tables, summary);
  RF_CHECK(read_xml(files.main, first));
  if (first.over) return fail(Kind::Limit, "more than 30,000,000 reference values, places and documents");
  RF_CHECK(files.main.rewind());
  bool sdn = tables.listings.empty();
  for (const auto& [id, l] : tables.listings) sdn = sdn || l.list.find("SDN List") != std::string::npos;
  RowKeeper keep(files.main, sink, summary, sdn ? "us-ofac-sdn" : "us-ofac-non-sdn");
  SecondPass second(tables, keep);
  RF_CHECK(read_xml(files.main, second));
  if (summary.entities == 0) return fail(Kind::Malformed, "holds no parties");
  return {};
}

}  // namespace rf::screen::lists
