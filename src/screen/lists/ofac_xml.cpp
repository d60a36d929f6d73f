// OFAC's simple XML (sdn.xml, consolidated.xml): sdnList / sdnEntry. The first element gives the day and the number of entries,
// which a cut file does not reach.
#include "screen/lists/readers.h"
#include "screen/lists/words.h"
#include "screen/lists/xml_events.h"

namespace rf::screen::lists {
namespace {

class OfacSimple : public XmlHandler {
 public:
  OfacSimple(RowKeeper& keep, Summary& summary) : keep_(keep), summary_(summary) {}

  void begin(std::string_view name, std::string_view, const Attributes&) override {
    if (name == "sdnEntry") {
      e_ = {};
      e_.line = line;
      e_.offset = offset;
      in_entry_ = true;
      first_ = last_ = {};
    } else if (name == "aka" || name == "address" || name == "id" || name == "nationality" || name == "citizenship") {
      a_ = {};
      id_ = {};
      alias_first_ = alias_last_ = category_ = type_ = {};
    }
  }
  void end(std::string_view name, std::string_view parent, std::string_view text) override {
    if (!in_entry_) {
      if (name == "Publish_Date") summary_.dated = parse_iso_day(iso_day(text, false)).value_or(Day{});
      if (name == "Record_Count") summary_.said = static_cast<std::uint64_t>(parse_count(text).value_or(0));
      return;
    }
    if (parent == "sdnEntry") {
      if (name == "uid") e_.entry = text;
      else if (name == "firstName") first_ = text;
      else if (name == "lastName") last_ = text;
      else if (name == "sdnType") e_.kind = entity_kind(text);
      else if (name == "remarks") e_.remarks = text;
      else if (name == "title" && !text.empty()) title_ = text;
    } else if (parent == "aka") {
      if (name == "type") type_ = text;
      else if (name == "category") category_ = text;
      else if (name == "firstName") alias_first_ = text;
      else if (name == "lastName") alias_last_ = text;
    } else if (parent == "address") {
      if (name == "city") a_.city = text;
      if (name == "country") a_.country = country_code(text);
      else if (name != "uid" && !text.empty()) a_.text += (a_.text.empty() ? "" : ", ") + std::string(text);
    } else if (parent == "id") {
      if (name == "idType") id_.type = identifier_type(text);
      else if (name == "idNumber") id_.value = text;
      else if (name == "idCountry") id_.country = country_code(text);
    } else if ((parent == "nationality" || parent == "citizenship") && name == "country") {
      add_country(e_, country_code(text));
    } else if (name == "program") {
      e_.programs.emplace_back(text);
    } else if (name == "vesselFlag") {
      add_country(e_, country_code(text));
    }
    if (name == "aka") {
      const auto kind = type_.starts_with("f.k.a") || type_.starts_with("F.K.A") ? names::AliasKind::Former
                        : category_ == "weak"                                    ? names::AliasKind::Weak
                        : category_ == "strong"                                  ? names::AliasKind::Strong
                                                                                 : names::AliasKind::Also;
      aliases_.emplace_back(joined(alias_first_, alias_last_), kind);
    } else if (name == "address") {
      add_country(e_, a_.country);
      if (!a_.text.empty() || !a_.country.empty()) e_.addresses.push_back(std::move(a_));
    } else if (name == "id") {
      if (!id_.type.empty() && !id_.value.empty()) e_.identifiers.push_back(std::move(id_));
    } else if (name == "sdnEntry") {
      e_.name = joined(first_, last_);
      for (const auto& [alias, kind] : aliases_) add_alias(e_, alias, kind);
      aliases_.clear();
      if (!title_.empty()) e_.remarks = "Title: " + title_ + (e_.remarks.empty() ? "" : " | ") + e_.remarks;
      title_.clear();
      in_entry_ = false;
      keep_.entity(std::move(e_));
    }
  }

 private:
  /// As OFAC's CSV writes people: "LAST, First".
  static std::string joined(const std::string& first, const std::string& last) { return first.empty() ? last : last.empty() ? first : last + ", " + first; }
  RowKeeper& keep_;
  Summary& summary_;
  names::ListEntity e_;
  names::Address a_;
  names::Identifier id_;
  std::string first_, last_, title_, alias_first_, alias_last_, category_, type_;
  std::vector<std::pair<std::string, names::AliasKind>> aliases_;
  bool in_entry_ = false;
};

}  // namespace

double likeness_ofac_xml(std::string_view head, std::string_view) { return xml_root(head) == "sdnList" ? 1 : 0; }

Result<void> read_ofac_xml(Files& files, Sink& sink, Summary& summary) {
  std::string name = lower_ascii(files.main.name());
  name = name.substr(name.rfind('/') == std::string::npos ? 0 : name.rfind('/') + 1);
  RowKeeper keep(files.main, sink, summary, name.find("cons") != std::string::npos || name.find("non") != std::string::npos ? "us-ofac-non-sdn" : "us-ofac-sdn");
  OfacSimple handler(keep, summary);
  RF_CHECK(read_xml(files.main, handler));
  if (summary.entities == 0) return fail(Kind::Malformed, "holds no entries");
  return {};
}

}  // namespace rf::screen::lists
