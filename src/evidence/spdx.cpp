// SPDX bills of materials: tag-value and JSON of 2.x (ISO/IEC 5962), JSON-LD of 3.0. A row a package; files and snippets are none.
// `Originator` made a package, `Supplier` handed it on (SPDX 2.3 §7.5, §7.6; 3.0 originatedBy, suppliedBy).
// Cases: tests/evidence/spdx/.
#include <simdjson.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "evidence/json_tree.h"
#include "evidence/reader.h"
#include "evidence/sbom.h"

namespace rf::evidence {
namespace {
namespace dom = simdjson::dom;

std::string spdx_string(dom::element e, std::string_view key) {
  std::string_view v;
  if (e[key].get(v) != simdjson::SUCCESS) return {};
  v = trimmed(v);
  return v == "NOASSERTION" || v == "NONE" ? std::string() : std::string(v);
}

void read_2x(dom::element doc, Sink& sink) {
  dom::array packages;
  if (doc["packages"].get(packages) != simdjson::SUCCESS) {
    sink.note(Error{Kind::Unsupported, {}, {}, "a bill of materials without packages", {}});
    return;
  }
  ComponentRows rows(sink, true, "/packages", 0);
  std::uint64_t index = 0;
  for (const auto p : packages) {
    const std::uint64_t at = index++;
    if (p.type() != dom::element_type::OBJECT) continue;
    SbomComponent c;
    c.id = spdx_string(p, "SPDXID");
    c.name = spdx_string(p, "name");
    c.version = spdx_string(p, "versionInfo");
    c.maker = spdx_party(spdx_string(p, "originator"));
    c.supplier = spdx_party(spdx_string(p, "supplier"));
    c.type = "package";
    c.description = spdx_string(p, "summary");
    dom::array refs;
    if (p["externalRefs"].get(refs) == simdjson::SUCCESS)
      for (const auto r : refs) {
        const std::string type = r.type() == dom::element_type::OBJECT ? spdx_string(r, "referenceType") : std::string();
        if (type == "purl") c.purl = spdx_string(r, "referenceLocator");
        if (type == "cpe23Type") c.cpe = spdx_string(r, "referenceLocator");
      }
    rows.add(std::move(c), at);
  }
  rows.flush();
}

/// "software_Package", "Package", "ai_AIPackage", "dataset_DatasetPackage" …: the classes of 3.0 that are packages.
bool is_package(std::string_view type) {
  const auto cut = type.find_last_of("_/#");
  const std::string_view local = cut == std::string_view::npos ? type : type.substr(cut + 1);
  return local == "Package" || local == "AIPackage" || local == "DatasetPackage";
}

void read_3(dom::element doc, Sink& sink) {
  dom::array graph;
  std::string pointer = "/@graph";
  if (doc["@graph"].get(graph) != simdjson::SUCCESS) return;
  std::unordered_map<std::string_view, std::string_view> names;
  for (const auto e : graph) {
    std::string_view id, name;
    if (e.type() == dom::element_type::OBJECT && e["name"].get(name) == simdjson::SUCCESS && (e["spdxId"].get(id) == simdjson::SUCCESS || e["@id"].get(id) == simdjson::SUCCESS))
      names.emplace(id, name);
  }
  const auto agent = [&](dom::element e, std::string_view key) {
    dom::element v;
    if (e[key].get(v) != simdjson::SUCCESS) return std::string();
    dom::array list;
    if (v.get(list) == simdjson::SUCCESS) {
      if (list.size() == 0) return std::string();
      v = list.at(0).value();
    }
    std::string_view id;
    if (v.get(id) != simdjson::SUCCESS) return v.type() == dom::element_type::OBJECT ? spdx_string(v, "name") : std::string();
    const auto name = names.find(id);
    return name == names.end() ? std::string() : std::string(name->second);
  };
  ComponentRows rows(sink, true, pointer, 0);
  std::uint64_t index = 0;
  for (const auto e : graph) {
    const std::uint64_t at = index++;
    if (e.type() != dom::element_type::OBJECT) continue;
    std::string_view type;
    if (e["type"].get(type) != simdjson::SUCCESS && e["@type"].get(type) != simdjson::SUCCESS) continue;
    if (!is_package(type)) continue;
    SbomComponent c;
    c.id = spdx_string(e, "spdxId");
    if (c.id.empty()) c.id = spdx_string(e, "@id");
    c.name = spdx_string(e, "name");
    for (const char* key : {"software_packageVersion", "packageVersion"})
      if (c.version.empty()) c.version = spdx_string(e, key);
    c.maker = agent(e, "originatedBy");
    c.supplier = agent(e, "suppliedBy");
    c.type = "package";
    for (const char* key : {"software_packageUrl", "packageUrl"})
      if (c.purl.empty()) c.purl = spdx_string(e, key);
    c.description = spdx_string(e, "summary");
    rows.add(std::move(c), at);
  }
  rows.flush();
  if (rows.written() == 0) sink.note(Error{Kind::Unsupported, {}, {}, "a bill of materials without packages", {}});
}

/// `Tag: value` lines; a value may be <text>…</text> over several lines (SPDX 2.3 annex F).
Result<void> read_tag_value(std::string_view text, Sink& sink) {
  ComponentRows rows(sink, false, {}, 0);
  SbomComponent c;
  bool open = false;
  std::uint64_t line = 0, first_line = 0;
  std::size_t first = 0, last = 0;
  const auto close = [&] {
    if (open) rows.add(std::move(c), first_line, first, last - first);
    c = {};
    open = false;
  };
  for (std::size_t at = 0; at < text.size();) {
    auto end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view raw = text.substr(at, end - at);
    const std::size_t begin = at;
    const std::uint64_t here = ++line;
    at = end + 1;
    const auto colon = raw.find(':');
    const std::string_view tag = trimmed(raw.substr(0, colon == std::string_view::npos ? 0 : colon));
    if (tag.empty() || tag.starts_with('#')) continue;
    std::string_view value = trimmed(raw.substr(colon + 1));
    if (value.starts_with("<text>")) {
      const std::size_t from = static_cast<std::size_t>(value.data() - text.data()) + 6;
      auto to = text.find("</text>", from);
      if (to == std::string_view::npos) return fail(Kind::Truncated, "<text> is never closed", "line " + std::to_string(here), "export the bill of materials again");
      value = trimmed(text.substr(from, to - from));
      end = std::min(text.find('\n', to), text.size());
      line += static_cast<std::uint64_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
      at = end + 1;
    }
    if (tag == "PackageName") {
      close();
      open = true;
      first_line = here;
      first = begin;
      c.name = value;
      c.type = "package";
    } else if (tag == "FileName" || tag == "SnippetSPDXID" || tag == "LicenseID") {
      close();
    }
    if (!open) continue;
    if (tag == "SPDXID" && c.id.empty()) c.id = value;
    if (tag == "PackageVersion") c.version = spdx_party(value);
    if (tag == "PackageOriginator") c.maker = spdx_party(value);
    if (tag == "PackageSupplier") c.supplier = spdx_party(value);
    if (tag == "PackageSummary") c.description = value;
    if (tag == "ExternalRef") {  // CATEGORY TYPE LOCATOR
      const auto parts = split(value, ' ');
      if (parts.size() >= 3 && parts[1] == "purl") c.purl = parts[2];
      if (parts.size() >= 3 && parts[1] == "cpe23Type") c.cpe = parts[2];
    }
    if (!value.empty()) last = end;
  }
  close();
  rows.flush();
  if (rows.written() == 0) sink.note(Error{Kind::Unsupported, {}, {}, "a bill of materials without packages", {}});
  return {};
}

}  // namespace

int likeness_spdx(std::string_view head, std::string_view) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return 0;
  if (head[first] == '{') {
    if (head.find("\"spdxVersion\"") != std::string_view::npos) return 95;
    return head.find("\"@context\"") != std::string_view::npos && head.find("spdx.org/rdf/3") != std::string_view::npos ? 95 : 0;
  }
  return head.substr(0, 4096).find("SPDXVersion: SPDX-") != std::string_view::npos ? 95 : 0;
}

Result<void> read_spdx(const Input& input, Sink& sink) {
  if (input.bytes.size() > kMaxTreeBytes) return fail(Kind::Limit, "larger than " + std::to_string(kMaxTreeBytes >> 20) + " MiB", {}, "split the bill of materials by product");
  std::string_view bytes = input.bytes;
  bytes.remove_prefix(byte_order_mark(bytes));
  const auto first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || bytes[first] != '{') return read_tag_value(bytes, sink);
  dom::parser parser;
  RF_TRY(const dom::element doc, json_tree(parser, bytes, {}, "export the bill of materials again"));
  std::string_view version;
  if (doc["spdxVersion"].get(version) == simdjson::SUCCESS) read_2x(doc, sink);
  else read_3(doc, sink);
  return {};
}

}  // namespace rf::evidence
