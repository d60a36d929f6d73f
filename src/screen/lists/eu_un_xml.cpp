// The EU's consolidated list of financial sanctions (export / sanctionEntity, xmlFullSanctionsList 1.1) and the UN Security
// Council's (CONSOLIDATED_LIST / INDIVIDUAL, ENTITY).
#include <algorithm>

#include "screen/lists/readers.h"
#include "screen/lists/words.h"
#include "screen/lists/xml_events.h"

namespace rf::screen::lists {
namespace {

class EuList : public XmlHandler {
 public:
  EuList(RowKeeper& keep, Summary& summary) : keep_(keep), summary_(summary) {}
  void begin(std::string_view name, std::string_view parent, const Attributes& a) override {
    if (name == "export") {
      summary_.dated = parse_iso_day(iso_day(attribute(a, "generationDate"), true)).value_or(Day{});
    } else if (name == "sanctionEntity") {
      e_ = {};
      e_.line = line;
      e_.offset = offset;
      e_.entry = attribute(a, "euReferenceNumber");
      if (e_.entry.empty()) e_.entry = attribute(a, "logicalId");
      e_.from = iso_day(attribute(a, "designationDate"), true);
      if (const auto un = trimmed(attribute(a, "unitedNationId")); !un.empty()) e_.identifiers.push_back({"un", std::string(un), {}});
      remark_.clear();
      open_ = true;
    } else if (!open_) {
      return;
    } else if (name == "subjectType") {
      e_.kind = entity_kind(attribute(a, "code"));
      if (e_.kind == names::EntityKind::Unknown) e_.kind = entity_kind(attribute(a, "classificationCode"));
    } else if (name == "regulation" && parent == "sanctionEntity") {
      const auto p = attribute(a, "programme");
      if (!p.empty() && std::find(e_.programs.begin(), e_.programs.end(), p) == e_.programs.end()) e_.programs.emplace_back(p);
      // It binds from the day the regulation enters into force; the day of publication, or of the decision, is before.
      if (const auto day = iso_day(attribute(a, "entryIntoForceDate"), true); !day.empty() && (in_force_.empty() || day < in_force_)) in_force_ = day;
      if (const auto day = iso_day(attribute(a, "publicationDate"), true); !day.empty() && (first_.empty() || day < first_)) first_ = day;
      if (const auto title = attribute(a, "numberTitle"); !title.empty()) remark_ += (remark_.empty() ? "" : "; ") + std::string(title);
    } else if (name == "nameAlias") {
      std::string whole(trimmed(attribute(a, "wholeName")));
      if (whole.empty())
        for (const char* part : {"firstName", "middleName", "lastName"})
          if (const auto v = attribute(a, part); !v.empty()) whole += (whole.empty() ? "" : " ") + std::string(v);
      if (e_.name.empty()) e_.name = whole;
      else add_alias(e_, whole, attribute(a, "strong") == "false" ? names::AliasKind::Weak : names::AliasKind::Strong);
    } else if (name == "address") {
      names::Address address;
      for (const char* part : {"street", "poBox", "zipCode", "city", "region", "place"})
        if (const auto v = attribute(a, part); !v.empty()) address.text += (address.text.empty() ? "" : ", ") + std::string(v);
      address.city = attribute(a, "city");
      address.country = country_code(attribute(a, "countryIso2Code"));
      add_country(e_, address.country);
      if (!address.text.empty() || !address.country.empty()) e_.addresses.push_back(std::move(address));
    } else if (name == "citizenship") {
      add_country(e_, country_code(attribute(a, "countryIso2Code")));
    } else if (name == "identification") {
      std::string type = identifier_type(attribute(a, "identificationTypeDescription"));
      if (type.empty()) type = identifier_type(attribute(a, "identificationTypeCode"));
      const auto code = attribute(a, "identificationTypeCode");
      if (type.empty() && (code == "regnumber" || code == "other")) type = "registration";
      std::string number(attribute(a, "number"));
      if (number.empty()) number = attribute(a, "latinNumber");
      if (!type.empty() && !number.empty()) e_.identifiers.push_back({type, number, country_code(attribute(a, "countryIso2Code"))});
    }
  }
  void end(std::string_view name, std::string_view parent, std::string_view text) override {
    if (!open_) return;
    if (name == "remark" && parent == "sanctionEntity" && !text.empty()) e_.remarks += (e_.remarks.empty() ? "" : " | ") + std::string(text);
    if (name != "sanctionEntity") return;
    open_ = false;
    if (!in_force_.empty()) e_.from = in_force_;
    else if (e_.from.empty()) e_.from = first_;
    first_.clear();
    in_force_.clear();
    if (!remark_.empty()) e_.remarks += (e_.remarks.empty() ? "" : " | ") + std::string("Regulations: ") + remark_;
    keep_.entity(std::move(e_));
  }

 private:
  RowKeeper& keep_;
  Summary& summary_;
  names::ListEntity e_;
  std::string remark_, first_, in_force_;
  bool open_ = false;
};

class UnList : public XmlHandler {
 public:
  UnList(RowKeeper& keep, Summary& summary) : keep_(keep), summary_(summary) {}
  void begin(std::string_view name, std::string_view, const Attributes& a) override {
    if (name == "CONSOLIDATED_LIST") summary_.dated = parse_iso_day(iso_day(attribute(a, "dateGenerated"), true)).value_or(Day{});
    if (name == "INDIVIDUAL" || name == "ENTITY") {
      e_ = {};
      e_.line = line;
      e_.offset = offset;
      e_.kind = name == "ENTITY" ? names::EntityKind::Organisation : names::EntityKind::Person;
      name_ = reference_ = original_ = {};
      aliases_.clear();
      open_ = true;
    }
    if (name.ends_with("_ALIAS")) alias_ = quality_ = {};
    if (name.ends_with("_ADDRESS")) a_ = {};
    if (name.ends_with("_DOCUMENT")) id_ = {};
  }
  void end(std::string_view name, std::string_view parent, std::string_view text) override {
    if (!open_) return;
    if (name == "FIRST_NAME" || name == "SECOND_NAME" || name == "THIRD_NAME" || name == "FOURTH_NAME") {
      if (!text.empty()) name_ += (name_.empty() ? "" : " ") + std::string(text);
    } else if (name == "DATAID") {
      e_.entry = text;
    } else if (name == "REFERENCE_NUMBER") {
      reference_ = text;
    } else if (name == "UN_LIST_TYPE") {
      e_.programs.emplace_back(text);
    } else if (name == "LISTED_ON") {
      e_.from = iso_day(text, true);
    } else if (name == "NAME_ORIGINAL_SCRIPT") {
      original_ = text;
    } else if (name == "COMMENTS1") {
      e_.remarks = text;
    } else if (name == "VALUE" && parent == "NATIONALITY") {
      add_country(e_, country_code(text));
    } else if (parent.ends_with("_ALIAS")) {
      if (name == "QUALITY") quality_ = text;
      if (name == "ALIAS_NAME") alias_ = text;
    } else if (parent.ends_with("_ADDRESS")) {
      if (name == "COUNTRY") a_.country = country_code(text);
      else if (name != "NOTE" && !text.empty()) a_.text += (a_.text.empty() ? "" : ", ") + std::string(text);
      if (name == "CITY") a_.city = text;
    } else if (parent.ends_with("_DOCUMENT")) {
      if (name == "TYPE_OF_DOCUMENT") id_.type = identifier_type(text);
      if (name == "NUMBER") id_.value = text;
      if (name == "ISSUING_COUNTRY" || name == "COUNTRY_OF_ISSUE") id_.country = country_code(text);
    }
    if (name.ends_with("_ALIAS")) {
      const std::string q = lower_ascii(quality_);
      using enum names::AliasKind;
      if (!alias_.empty()) aliases_.emplace_back(alias_, q == "low" ? Weak : q == "good" ? Strong : q.starts_with("f.k.a") ? Former : q.starts_with("a.k.a") ? Also : Unsaid);
    } else if (name.ends_with("_ADDRESS")) {
      add_country(e_, a_.country);
      if (!a_.text.empty() || !a_.country.empty()) e_.addresses.push_back(std::move(a_));
    } else if (name.ends_with("_DOCUMENT")) {
      if (!id_.type.empty() && !id_.value.empty()) e_.identifiers.push_back(std::move(id_));
    } else if (name == "INDIVIDUAL" || name == "ENTITY") {
      open_ = false;
      e_.name = name_;
      if (!reference_.empty()) e_.entry = reference_;
      for (const auto& [text_, kind] : aliases_) add_alias(e_, text_, kind);
      if (!original_.empty()) add_alias(e_, original_, names::AliasKind::Original);
      keep_.entity(std::move(e_));
    }
  }

 private:
  RowKeeper& keep_;
  Summary& summary_;
  names::ListEntity e_;
  names::Address a_;
  names::Identifier id_;
  std::string name_, reference_, original_, alias_, quality_;
  std::vector<std::pair<std::string, names::AliasKind>> aliases_;
  bool open_ = false;
};

}  // namespace

double likeness_eu_xml(std::string_view head, std::string_view) { return xml_root(head) == "export" && head.find("sanctionEntity") != std::string_view::npos ? 1 : 0; }
double likeness_un_xml(std::string_view head, std::string_view) { return xml_root(head) == "CONSOLIDATED_LIST" ? 1 : 0; }

Result<void> read_eu_xml(Files& files, Sink& sink, Summary& summary) {
  RowKeeper keep(files.main, sink, summary, "eu-sanctions");
  EuList handler(keep, summary);
  RF_CHECK(read_xml(files.main, handler));
  if (summary.entities == 0) return fail(Kind::Malformed, "holds no entities");
  return {};
}
Result<void> read_un_xml(Files& files, Sink& sink, Summary& summary) {
  RowKeeper keep(files.main, sink, summary, "un-sc");
  UnList handler(keep, summary);
  RF_CHECK(read_xml(files.main, handler));
  if (summary.entities == 0) return fail(Kind::Malformed, "holds no entries");
  return {};
}

}  // namespace rf::screen::lists
