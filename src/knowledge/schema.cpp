#include "knowledge/schema.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/date.h"
#include "base/json_writer.h"

namespace rf::knowledge {
namespace {
using enum Type;
using Words_ = std::string_view;

constexpr Words_ kForces[] = {"law", "licence", "contract", "advice", "policy", "procurement", "funding", "authorisation", "export", "investment"};
constexpr Words_ kStates[] = {"in-force", "superseded", "suspended", "appealed", "proposal", "unpublished"};
constexpr Words_ kConfidence[] = {"stated", "unverified"};
constexpr Words_ kNameKinds[] = {"legal", "short", "former", "transliteration", "alias"};
constexpr Words_ kReaches[] = {"named", "subsidiary", "affiliate", "owned-50", "over-50-or-control"};
constexpr Words_ kPartnerKinds[] = {"venture", "investor", "customer", "supplier", "operator", "spin-off", "predecessor", "successor", "cooperation"};
constexpr Words_ kRequirementKinds[] = {"removal", "use", "install-ban", "purchase-ban", "cap", "approval"};
constexpr Words_ kScopes[] = {"in", "out", "disputed"};
constexpr Words_ kMeasures[] = {"quantity", "premises", "traffic", "sites", "suppliers"};
constexpr Words_ kRelations[] = {"maker", "software", "managed-operation", "seller", "integrator", "support", "host", "owner", "managed-service"};

constexpr Key kSourceKeys[] = {{"id", Text}, {"title", Text, true}, {"url", Text}, {"dated", Text}, {"note", Text}};
constexpr Shape kSource{kSourceKeys};
// Keys that every fact may carry; `source` is a word or an object and is looked at apart.
constexpr Key kFactKeys[] = {{"from", Date}, {"to", Date}, {"learnt", Date}, {"confidence", Text, false, nullptr, kConfidence},
                             {"replaces", Text}, {"fact", Text}};
constexpr Key kDefaultsKeys[] = {{"source", Text}, {"learnt", Date}, {"confidence", Text, false, nullptr, kConfidence}};
constexpr Shape kDefaults{kDefaultsKeys};

constexpr Key kNameKeys[] = {{"text", Text, true}, {"kind", Text, false, nullptr, kNameKinds}, {"lang", Text}, {"note", Text}};
constexpr Shape kName{kNameKeys};
constexpr Key kBrandKeys[] = {{"text", Text, true}, {"note", Text}};
constexpr Shape kBrand{kBrandKeys};
constexpr Key kSeatKeys[] = {{"country", Text, true}, {"note", Text}};
constexpr Shape kSeat{kSeatKeys};
constexpr Key kOwnerKeys[] = {{"owner", Text}, {"name", Text}, {"country", Text}, {"share", Number}, {"control", Bool}, {"state", Bool}, {"note", Text}};
constexpr Shape kOwner{kOwnerKeys};
constexpr Key kLineKeys[] = {{"was", Text}, {"now", Text, true}, {"what", Text}, {"note", Text}};
constexpr Shape kLine{kLineKeys};
constexpr Key kAffiliateKeys[] = {{"supplier", Text, true}, {"note", Text}};
constexpr Shape kAffiliate{kAffiliateKeys};
constexpr Key kPenKeys[] = {{"pen", Number, true}, {"organization", Text}, {"note", Text}};
constexpr Shape kPen{kPenKeys};
constexpr Key kRebadgeKeys[] = {{"for", Text, true}, {"note", Text}};
constexpr Shape kRebadge{kRebadgeKeys};
constexpr Key kIdKeys[] = {{"type", Text, true}, {"value", Text, true}, {"country", Text}, {"note", Text}};
constexpr Shape kId{kIdKeys};
constexpr Key kPartnerKeys[] = {{"supplier", Text}, {"name", Text}, {"kind", Text, true, nullptr, kPartnerKinds}, {"says", Text, true}, {"note", Text}};
constexpr Shape kPartner{kPartnerKeys};
constexpr Key kWarningKeys[] = {{"country", Text, true}, {"by", Text, true}, {"force", Text, true, nullptr, kForces}, {"says", Text, true}, {"direction", Text}, {"note", Text}};
constexpr Shape kWarning{kWarningKeys};
constexpr Key kNotKeys[] = {{"text", Text, true}, {"why", Text, true}};
constexpr Shape kNot{kNotKeys};
constexpr Key kSupplierKeys[] = {
    {"supplier", Text, true}, {"name", Text, true}, {"maker", Bool}, {"state", Bool}, {"defaults", Object, false, &kDefaults},
    {"names", Facts, true, &kName}, {"brands", Facts, false, &kBrand}, {"jurisdictions", Facts, false, &kSeat},
    {"owners", Facts, false, &kOwner}, {"affiliates", Facts, false, &kAffiliate}, {"lines", Facts, false, &kLine}, {"pens", Facts, false, &kPen},
    {"oui_names", Words}, {"rebadges", Facts, false, &kRebadge}, {"ids", Facts, false, &kId}, {"partners", Facts, false, &kPartner},
    {"warnings", Facts, false, &kWarning}, {"notes", Words}, {"not", Objects, false, &kNot}};
constexpr Shape kSupplier{kSupplierKeys};

constexpr Key kLawKeys[] = {{"title", Text, true}, {"citation", Text}, {"says", Text, true}};
constexpr Shape kLaw{kLawKeys};
constexpr Key kMemberKeys[] = {{"country", Text, true}, {"note", Text}};
constexpr Shape kMember{kMemberKeys};
constexpr Key kJurisdictionKeys[] = {{"jurisdiction", Text, true}, {"name", Text, true}, {"influence_group", Text},
                                     {"defaults", Object, false, &kDefaults}, {"laws", Facts, false, &kLaw}, {"members", Facts, false, &kMember}, {"notes", Words}};
constexpr Shape kJurisdiction{kJurisdictionKeys};

constexpr Key kEventKeys[] = {{"day", Date, true}, {"says", Text, true}};
constexpr Shape kEvent{kEventKeys};
constexpr Key kEntryKeys[] = {{"supplier", Text, true}, {"entry", Text, true}, {"scope", Text}, {"events", Objects, false, &kEvent}, {"note", Text}};
constexpr Shape kEntry{kEntryKeys};
constexpr Key kReachKeys[] = {{"reach", Text, true, nullptr, kReaches}, {"note", Text}};
constexpr Shape kReach{kReachKeys};
constexpr Key kDenialKeys[] = {{"origin", Words, true}, {"says", Text, true}, {"source", Text}, {"confidence", Text, false, nullptr, kConfidence}};
constexpr Shape kDenial{kDenialKeys};
constexpr Key kListKeys[] = {{"list", Text, true}, {"title", Text, true}, {"authority", Text, true}, {"country", Text},
                             {"law", Text}, {"force", Text, true, nullptr, kForces}, {"url", Text}, {"effect", Text}, {"binds", Text}, {"parts", Words},
                             {"stale_after", Number}, {"reach", Facts, false, &kReach}, {"denial", Object, false, &kDenial},
                             {"defaults", Object, false, &kDefaults}, {"entries", Facts, true, &kEntry}, {"notes", Words}};
constexpr Shape kList{kListKeys};

constexpr Key kStateKeys[] = {{"state", Text, true, nullptr, kStates}, {"by", Text}, {"note", Text}};
constexpr Shape kState{kStateKeys};
constexpr Key kAddresseeKeys[] = {{"operator", Text, true}, {"name", Text}, {"reference", Text}, {"note", Text}};
constexpr Shape kAddressee{kAddresseeKeys};
constexpr Key kAddresseesKeys[] = {{"who", Text, true}, {"everyone", Bool}, {"complete", Bool}, {"operators", Words}, {"named", Facts, false, &kAddressee}, {"not", Words}, {"classes", Words}, {"source", Text},
                                   {"learnt", Date}, {"confidence", Text, false, nullptr, kConfidence}, {"note", Text}, {"from", Date}, {"to", Date}};
constexpr Shape kAddressees{kAddresseesKeys};
constexpr Key kStatementKeys[] = {{"about", Text, true}, {"possible", Bool}, {"by", Text, true}, {"quote", Text}, {"says", Text}, {"note", Text}};
constexpr Shape kStatement{kStatementKeys};
constexpr Key kScopeKeys[] = {{"path", Text}, {"paths", Words}, {"scope", Text, true, nullptr, kScopes}, {"note", Text}};
constexpr Shape kScope{kScopeKeys};
constexpr Key kWhereKeys[] = {{"segment", Words}, {"site_class", Words}, {"affected", Words}, {"region", Words}};
constexpr Shape kWhere{kWhereKeys};
constexpr Key kMeasureKeys[] = {{"measure", Text, true, nullptr, kMeasures}, {"counted_at", Words}, {"base", Text}, {"note", Text}};
constexpr Shape kMeasure{kMeasureKeys};
constexpr Key kLimitKeys[] = {{"count", Number}, {"share", Text}};
constexpr Shape kLimit{kLimitKeys};
constexpr Key kPhasedLimitKeys[] = {{"count", Number}, {"share", Text}, {"note", Text}};
constexpr Shape kPhasedLimit{kPhasedLimitKeys};
constexpr Key kDateKeys[] = {{"since", Date}, {"deadline", Date}, {"deadlines", Dates}, {"until", Date}, {"individual", Bool}, {"note", Text}};
constexpr Shape kDate{kDateKeys};
constexpr Key kDescribedKeys[] = {{"says", Text, true}, {"groups", Words, true}, {"note", Text}};
constexpr Shape kDescribed{kDescribedKeys};
constexpr Key kExceptionKeys[] = {{"id", Text, true}, {"says", Text, true}, {"when", Text, true}, {"note", Text}};
constexpr Shape kException{kExceptionKeys};
constexpr Key kObligationKeys[] = {{"id", Text, true}, {"says", Text, true}, {"to", Text}, {"due", Date}, {"within", Text}, {"requirement", Text}, {"note", Text}};
constexpr Shape kObligation{kObligationKeys};
constexpr Key kRequirementKeys[] = {
    {"id", Text, true}, {"says", Text, true}, {"kind", Text, true, nullptr, kRequirementKinds}, {"about", Words}, {"about_list", Text}, {"about_described", Object, false, &kDescribed},
    {"each_supplier", Bool}, {"relations", Words, false, nullptr, kRelations}, {"functions", Facts, false, &kScope},
    {"all_functions", Bool}, {"where", Object, false, &kWhere}, {"components", Bool}, {"measures", Facts, true, &kMeasure},
    {"limit", Object, false, &kLimit}, {"limits", Facts, false, &kPhasedLimit}, {"exceptions", Facts, false, &kException}, {"dates", Facts, true, &kDate}, {"note", Text}, {"notes", Words}};
constexpr Shape kRequirement{kRequirementKeys};
constexpr Key kDirectionKeys[] = {
    {"direction", Text, true}, {"title", Text, true}, {"authority", Text, true}, {"force", Text, true, nullptr, kForces},
    {"territory", Text}, {"law", Text}, {"url", Text}, {"text_seen", Bool, true}, {"known", Number, true},
    {"defaults", Object, false, &kDefaults}, {"states", Facts, true, &kState}, {"addressees", Object, true, &kAddressees},
    {"amends", Words}, {"effect", Text}, {"statements", Facts, false, &kStatement}, {"requirements", Facts, false, &kRequirement}, {"obligations", Facts, false, &kObligation}, {"notes", Words}};
constexpr Shape kDirection{kDirectionKeys};

constexpr Key kConditionKeys[] = {{"id", Text, true}, {"decides", Bool}, {"says", Text, true}, {"expr", Text, true}, {"note", Text}};
constexpr Shape kCondition{kConditionKeys};
constexpr Key kAssuranceKeys[] = {{"level", Text, true}, {"by", Text, true}, {"says", Text}, {"note", Text}};
constexpr Shape kAssurance{kAssuranceKeys};
constexpr Key kRegimeKeys[] = {{"regime", Text, true}, {"title", Text, true}, {"about", Words, true}, {"lists", WordMap},
                               {"needed", Text, true}, {"url", Text}, {"territory", Text},
                               {"defaults", Object, false, &kDefaults}, {"conditions", Facts, true, &kCondition},
                               {"assurance", Facts, false, &kAssurance}, {"notes", Words}};
constexpr Shape kRegime{kRegimeKeys};

constexpr Key kSourcesKeys[] = {{"sources", Objects, true, &kSource}};
constexpr Shape kSources{kSourcesKeys};
constexpr Key kFunctionKeys[] = {{"path", Text, true}, {"name", Text}, {"words", Words}, {"note", Text}};
constexpr Shape kFunction{kFunctionKeys};
constexpr Key kAliasKeys[] = {{"path", Text, true}, {"is", Text, true}};
constexpr Shape kAlias{kAliasKeys};
constexpr Key kTradeWordKeys[] = {{"words", Words, true}, {"supplier", Text}, {"brand", Text}, {"kind", Text}, {"software", Text},
                                  {"functions", Words}, {"weight", Number}, {"field", TextOrWords}, {"note", Text}};
constexpr Shape kTradeWord{kTradeWordKeys};
constexpr Key kRoleKeys[] = {{"words", Words, true}, {"function", Text}, {"kind", Text}, {"disputed", Bool}, {"note", Text}};
constexpr Shape kRole{kRoleKeys};
constexpr Key kFunctionsKeys[] = {{"functions", Objects, false, &kFunction}, {"aliases", Objects, false, &kAlias},
                                  {"roles", Objects, false, &kRole}, {"families", Facts, false, &kTradeWord}, {"defaults", Object, false, &kDefaults}, {"source", Text}, {"notes", Words}};
constexpr Shape kFunctions{kFunctionsKeys};
constexpr Key kColumnsKeys[] = {{"columns", WordMap, true}, {"maker_words", Words}, {"seller_words", Words},
                                {"defaults", Object, false, &kDefaults}, {"source", Text}, {"notes", Words}};
constexpr Shape kColumns{kColumnsKeys};
constexpr Key kStatusesKeys[] = {{"statuses", WordMap, true}, {"defaults", Object, false, &kDefaults}, {"source", Text}, {"notes", Words}};
constexpr Shape kStatuses{kStatusesKeys};
constexpr Key kVariationKeys[] = {{"operator", Text, true}, {"direction", Text, true}, {"requirement", Text, true}, {"exempt", Bool}, {"deadline", Date},
                                  {"reference", Text, true}, {"note", Text}};
constexpr Shape kVariation{kVariationKeys};
constexpr Key kVariationsKeys[] = {{"variations", Facts, true, &kVariation}, {"defaults", Object, false, &kDefaults}, {"notes", Words}};
constexpr Shape kVariations{kVariationsKeys};
constexpr Words_ kObjectSays[] = {"model", "version", "serial", "software", "maker"};
constexpr Words_ kAgentSays[] = {"nothing", "little"};
constexpr Key kExampleKeys[] = {{"text", Text, true}, {"model", Text}, {"software", Text}, {"version", Text}, {"serial", Text}};
constexpr Shape kExample{kExampleKeys};
constexpr Key kFingerprintKeys[] = {
    {"id", Text, true}, {"field", TextOrWords, true}, {"match", Text, true}, {"supplier", Text}, {"names", Text}, {"brand", Text}, {"kind", Text},
    {"model", Text}, {"software", Text}, {"version", Text}, {"serial", Text}, {"functions", Words}, {"weight", Number}, {"rank", Number},
    {"general", Bool}, {"note", Text}, {"examples", Objects, false, &kExample}, {"counter_examples", Words}};
constexpr Shape kFingerprint{kFingerprintKeys};
constexpr Key kObjectKeys[] = {{"oid", Text, true}, {"says", Text, true, nullptr, kObjectSays}, {"take", Text}, {"as", Text}, {"supplier", Text},
                               {"kind", Text}, {"rank", Number}, {"weight", Number}, {"note", Text}};
constexpr Shape kObject{kObjectKeys};
constexpr Key kAgentKeys[] = {{"pen", Number, true}, {"says", Text, false, nullptr, kAgentSays}, {"inside", Bool}, {"why", Text, true}};
constexpr Shape kAgent{kAgentKeys};
constexpr Key kFingerprintsKeys[] = {{"maker", Text}, {"fingerprints", Facts, false, &kFingerprint}, {"words", Facts, false, &kTradeWord},
                                     {"objects", Facts, false, &kObject}, {"agents", Facts, false, &kAgent}, {"common", Words}, {"factory_names", Words},
                                     {"defaults", Object, false, &kDefaults}, {"notes", Words}};
constexpr Shape kFingerprints{kFingerprintsKeys};

constexpr Key kPointKeys[] = {{"sum", Number, true}, {"right", Number, true}, {"cases", Number}};
constexpr Shape kPoint{kPointKeys};
constexpr Key kCalibrationKeys[] = {{"points", Objects, true, &kPoint}, {"measured", Text, true}, {"notes", Words}};
constexpr Shape kCalibration{kCalibrationKeys};

constexpr FileKind kKinds[] = {
    {"supplier", "suppliers/", "supplier", &kSupplier},
    {"jurisdiction", "jurisdictions/", "jurisdiction", &kJurisdiction},
    {"list", "lists/", "list", &kList},
    {"direction", "directions/", "direction", &kDirection},
    {"regime", "regimes/", "regime", &kRegime},
    {"functions", "functions/", "", &kFunctions},
    {"fingerprints", "fingerprints/", "", &kFingerprints},
    {"calibration", "calibration/identify.yaml", "", &kCalibration},
    {"sources", "sources.yaml", "", &kSources},
    {"columns", "columns.yaml", "", &kColumns},
    {"statuses", "statuses.yaml", "", &kStatuses},
    {"variations", "private/variations.yaml", "", &kVariations},
};

bool is_number(std::string_view s) {
  double d = 0;
  const auto r = std::from_chars(s.data(), s.data() + s.size(), d);
  return !s.empty() && r.ec == std::errc{} && r.ptr == s.data() + s.size();
}

std::string_view type_word(Type t) {
  switch (t) {
    case Text: return "a word or sentence";
    case Bool: return "true or false";
    case Date: return "a day as YYYY-MM-DD";
    case Number: return "a number";
    case Words: return "a list of words";
    case TextOrWords: return "a word, or a list of words";
    case Dates: return "a list of days";
    case Object: return "keys and values";
    case Objects: case Facts: return "a list of entries";
    case WordMap: return "lists of words by name";
  }
  return "";
}

struct Checker {
  const std::string& file;
  std::vector<Fault>& faults;
  const Node* defaults = nullptr;

  void fault(std::uint32_t line, std::string why) { faults.push_back({file, line, std::move(why)}); }

  void value(const Key& k, const Node& n) {
    if (n.is_null() && !k.required) return;
    const auto wrong = [&] { fault(n.line, "\"" + std::string(k.name) + "\" must be " + std::string(type_word(k.type))); };
    const bool scalar = n.type == Node::Type::Scalar, list = n.type == Node::Type::List;
    switch (k.type) {
      case Text:
        if (!scalar && k.name == "source") return fault(n.line, "\"source\" must be an id of sources.yaml here; {title, url, dated} may stand in a fact of a list");
        if (!scalar) return wrong();
        return allowed(k, n);
      case Bool:
        if (!scalar || (n.text != "true" && n.text != "false")) wrong();
        return;
      case Date:
        if (!scalar || !parse_iso_day(n.text))
          fault(n.line, "\"" + std::string(k.name) + "\": \"" + n.text + "\" is no day; write it as YYYY-MM-DD");
        return;
      case Number:
        if (!scalar || !is_number(n.text)) wrong();
        return;
      case Words:
        if (!list) return wrong();
        for (const Node& i : n.items) {
          if (i.type != Node::Type::Scalar) fault(i.line, "\"" + std::string(k.name) + "\" must be " + std::string(type_word(k.type)));
          else allowed(k, i);
        }
        return;
      case TextOrWords:
        if (scalar) return allowed(k, n);
        if (!list) return wrong();
        for (const Node& i : n.items)
          if (i.type != Node::Type::Scalar) fault(i.line, "\"" + std::string(k.name) + "\" must be " + std::string(type_word(k.type)));
        return;
      case Dates:
        if (!list) return wrong();
        for (const Node& i : n.items)
          if (!parse_iso_day(i.text)) fault(i.line, "\"" + i.text + "\" is no day; write it as YYYY-MM-DD");
        return;
      case Object:
        if (n.type != Node::Type::Map) return wrong();
        return object(*k.of, n, false);
      case Objects: case Facts:
        if (!list) return wrong();
        for (const Node& i : n.items) {
          if (i.type != Node::Type::Map) fault(i.line, "an entry of \"" + std::string(k.name) + "\" must be keys and values");
          else object(*k.of, i, k.type == Facts);
        }
        return;
      case WordMap:
        if (n.type != Node::Type::Map) return wrong();
        for (const Node& i : n.items)
          if (i.type != Node::Type::List) fault(i.line, "must be a list of words");
        return;
    }
  }

  void allowed(const Key& k, const Node& n) {
    if (k.one_of.empty() || std::find(k.one_of.begin(), k.one_of.end(), n.text) != k.one_of.end()) return;
    std::string words;
    for (const auto w : k.one_of) words += (words.empty() ? "" : ", ") + std::string(w);
    fault(n.line, "\"" + n.text + "\" is not a " + std::string(k.name) + "; one of: " + words);
  }

  void object(const Shape& shape, const Node& n, bool fact) {
    for (std::size_t i = 0; i < n.keys.size(); ++i) {
      const auto known = std::find_if(shape.keys.begin(), shape.keys.end(), [&](const Key& k) { return k.name == n.keys[i]; });
      if (known != shape.keys.end()) {
        value(*known, n.items[i]);
        continue;
      }
      const auto of_fact = std::find_if(std::begin(kFactKeys), std::end(kFactKeys), [&](const Key& k) { return k.name == n.keys[i]; });
      if (fact && of_fact != std::end(kFactKeys)) {
        value(*of_fact, n.items[i]);
      } else if (fact && n.keys[i] == "source") {
        if (n.items[i].type == Node::Type::Map) object(kSource, n.items[i], false);
        else if (n.items[i].type != Node::Type::Scalar) fault(n.items[i].line, "\"source\" must be an id of sources.yaml, or {title, url, dated}");
      } else {
        fault(n.key_lines[i], "unknown key \"" + n.keys[i] + "\"");
      }
    }
    if ((&shape == &kLimit || &shape == &kPhasedLimit) && n.find("count") && n.find("share")) fault(n.line, "a limit that is a count and a share: which of the two is meant cannot be told");
    for (const Key& k : shape.keys)
      if (k.required && (!n.find(k.name) || n.find(k.name)->is_null())) fault(n.line, "\"" + std::string(k.name) + "\" is missing");
    if (fact) {
      const auto given = [&](std::string_view key) {
        const Node* own = n.find(key);
        const Node* inherited = defaults ? defaults->find(key) : nullptr;
        return (own && !own->is_null()) || (inherited && !inherited->is_null());
      };
      if (!given("source")) fault(n.line, "a fact without a source");
      if (!given("learnt")) fault(n.line, "a fact without `learnt`: the day it could first be known");
    }
  }
};

void schema_of(JsonWriter& w, const Key& k);
void properties(JsonWriter& w, const Shape& shape, bool fact) {
  w.member("type", "object").member("additionalProperties", false).key("properties").begin_object();
  for (const Key& k : shape.keys) {
    w.key(k.name);
    schema_of(w, k);
  }
  if (fact) {
    for (const Key& k : kFactKeys) {
      if (std::any_of(shape.keys.begin(), shape.keys.end(), [&](const Key& s) { return s.name == k.name; })) continue;
      w.key(k.name);
      schema_of(w, k);
    }
    if (std::none_of(shape.keys.begin(), shape.keys.end(), [](const Key& s) { return s.name == "source"; }))
      w.key("source").begin_object().key("type").begin_array().value("string").value("object").end_array().end_object();
  }
  w.end_object().key("required").begin_array();
  for (const Key& k : shape.keys)
    if (k.required) w.value(k.name);
  w.end_array();
}
void schema_of(JsonWriter& w, const Key& k) {
  w.begin_object();
  const auto words = [&] {
    w.member("type", "string");
    if (!k.one_of.empty()) {
      w.key("enum").begin_array();
      for (const auto o : k.one_of) w.value(o);
      w.end_array();
    }
  };
  const auto maybe_null = [&](const char* type) {
    w.key("type").begin_array().value(type).value("null").end_array();
  };
  switch (k.type) {
    case Text:
      if (k.required || !k.one_of.empty()) words();
      else maybe_null("string");
      break;
    case Bool: maybe_null("boolean"); break;
    case Number: maybe_null("number"); break;
    case Date: maybe_null("string"); w.member("format", "date"); break;
    case Words: w.member("type", "array").key("items").begin_object(); words(); w.end_object(); break;
    case TextOrWords: w.key("type").begin_array().value("string").value("array").end_array(); break;
    case Dates: w.member("type", "array").key("items").begin_object().member("type", "string").member("format", "date").end_object(); break;
    case Object: properties(w, *k.of, false); break;
    case Objects: case Facts:
      w.member("type", "array").key("items").begin_object();
      properties(w, *k.of, k.type == Facts);
      w.end_object();
      break;
    case WordMap:
      w.member("type", "object").key("additionalProperties").begin_object().member("type", "array").end_object();
      break;
  }
  w.end_object();
}

}  // namespace

std::span<const FileKind> file_kinds() { return kKinds; }

const FileKind* kind_of(std::string_view path) {
  for (const FileKind& k : kKinds)
    if (k.place.ends_with('/') ? path.starts_with(k.place) : path == k.place) return &k;
  return nullptr;
}

void check_shape(const FileKind& kind, const std::string& file, const Node& root, std::vector<Fault>& faults) {
  if (root.type != Node::Type::Map) {
    faults.push_back({file, root.line, "must be keys and values, as docs/knowledge.md describes"});
    return;
  }
  Checker c{file, faults, root.find("defaults")};
  c.object(*kind.shape, root, false);
  if (!kind.id_key.empty()) {
    const std::string id(root.get(kind.id_key));
    const std::string want = file.substr(file.rfind('/') == std::string::npos ? 0 : file.rfind('/') + 1);
    if (!id.empty() && id + ".yaml" != want)
      faults.push_back({file, root.line, "holds \"" + id + "\": the file must be called " + id + ".yaml"});
  }
}

std::string to_text(const Fault& f) {
  return f.file + ":" + std::to_string(f.line) + (f.column > 0 ? ":" + std::to_string(f.column) : std::string()) + ": " + f.why;
}

std::string json_schema(const FileKind& kind) {
  std::string out;
  JsonWriter w(out, 2);
  w.begin_object().member("$schema", "https://json-schema.org/draft/2020-12/schema");
  w.member("title", "Ringfence " + std::string(kind.name) + " (" + std::string(kind.place) + ")");
  properties(w, *kind.shape, false);
  w.end_object();
  return out;
}

}  // namespace rf::knowledge
