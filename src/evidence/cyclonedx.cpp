// CycloneDX bills of materials (ECMA-424; 1.0 to 1.6) as JSON: a row a component, components in components too. What the document is
// about (metadata.component) is what the rows are part of, no row of its own: an SBOM of an OLT is not a second OLT.
// `supplier` may be a distributor, so it is the seller; `manufacturer` (1.6) and `publisher` say the maker.
// VEX documents hold vulnerabilities and often no component: read, and said. Cases: tests/evidence/cyclonedx/. The XML form: cyclonedx_xml.cpp.
#include <simdjson.h>

#include "base/text.h"
#include "evidence/json_tree.h"
#include "evidence/reader.h"
#include "evidence/sbom.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

std::string string_at(dom::element e, std::string_view key) {
  std::string_view v;
  return e[key].get(v) == simdjson::SUCCESS ? std::string(trimmed(v)) : std::string();
}
/// {"name": …}, as organizations are written; 1.6 authors are a list of such.
std::string organization(dom::element e, std::string_view key) {
  dom::element o;
  if (e[key].get(o) != simdjson::SUCCESS) return {};
  if (o.type() == dom::element_type::STRING) return string_at(e, key);
  return o.type() == dom::element_type::OBJECT ? string_at(o, "name") : std::string();
}

class CycloneDx {
 public:
  explicit CycloneDx(Sink& sink) : sink_(sink) {}

  void components(dom::element holder, const std::string& pointer, const std::string& part_of, int depth) {
    dom::array list;
    if (holder["components"].get(list) != simdjson::SUCCESS) return;
    if (depth > kMaxComponentDepth) {
      sink_.error(Error{Kind::Limit, {}, pointer, "components nested more than " + std::to_string(kMaxComponentDepth) + " deep", "those below were left out"});
      return;
    }
    const std::string here = pointer + "/components";
    ComponentRows rows(sink_, true, here, table_++);
    std::uint64_t index = 0;
    for (const auto c : list) {
      const std::uint64_t at = index++;
      if (c.type() != dom::element_type::OBJECT) {
        sink_.error(Error{Kind::Malformed, {}, here + "/" + std::to_string(at), "a component that is no object", "it was left out"});
        continue;
      }
      SbomComponent out;
      out.id = string_at(c, "bom-ref");
      out.group = string_at(c, "group");
      out.name = string_at(c, "name");
      out.version = string_at(c, "version");
      out.maker = organization(c, "manufacturer");
      if (out.maker.empty()) out.maker = string_at(c, "publisher");
      out.supplier = organization(c, "supplier");
      out.type = string_at(c, "type");
      out.purl = string_at(c, "purl");
      out.cpe = string_at(c, "cpe");
      out.part_of = part_of;
      rows.add(std::move(out), at);
      ++count_;
    }
    rows.flush();
    index = 0;
    for (const auto c : list) {
      const std::uint64_t at = index++;
      if (c.type() != dom::element_type::OBJECT) continue;
      const std::string ref = string_at(c, "bom-ref");
      components(c, here + "/" + std::to_string(at), ref.empty() ? string_at(c, "name") : ref, depth + 1);
    }
  }
  std::uint64_t count() const { return count_; }

 private:
  Sink& sink_;
  std::uint32_t table_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace

int likeness_cyclonedx(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '{') return 0;
  return head.find("\"bomFormat\"") != std::string_view::npos && head.find("CycloneDX") != std::string_view::npos ? 95 : 0;
}

Result<void> read_cyclonedx(const Input& input, Sink& sink) {
  dom::parser parser;
  RF_TRY(const dom::element doc, json_tree(parser, input.bytes, "split the bill of materials by product", "export the bill of materials again"));
  std::string_view format;
  if (doc["bomFormat"].get(format) != simdjson::SUCCESS || format != "CycloneDX") return fail(Kind::Unsupported, "\"bomFormat\" is not CycloneDX", "offset 0");
  std::string whole;
  dom::element about;
  if (doc["metadata"]["component"].get(about) == simdjson::SUCCESS && about.type() == dom::element_type::OBJECT) {
    whole = string_at(about, "bom-ref");
    if (whole.empty()) whole = string_at(about, "name");
  }
  CycloneDx reader(sink);
  reader.components(doc, "", whole, 0);
  if (!whole.empty()) reader.components(about, "/metadata/component", whole, 1);
  if (reader.count() == 0) {
    dom::array vulnerabilities;
    const bool vex = doc["vulnerabilities"].get(vulnerabilities) == simdjson::SUCCESS;
    sink.note(Error{Kind::Unsupported, {}, {}, vex ? "a VEX document: vulnerabilities, and no component" : "a bill of materials without components", {}});
  }
  return {};
}

}  // namespace rf::evidence
