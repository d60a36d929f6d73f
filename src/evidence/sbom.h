// Shared by the readers of bills of materials: what a component's row has, whatever the format says it in.
#pragma once

#include <string>
#include <string_view>

#include "evidence/row_writer.h"

namespace rf::evidence {

inline constexpr int kMaxComponentDepth = 64;                       // components in components; published lists nest 4 deep

/// One component. What the document does not say is empty.
struct SbomComponent {
  std::string id;        ///< bom-ref, SPDXID, spdxId
  std::string group, name, version;
  std::string maker;     ///< manufacturer, publisher or originator: who made it
  std::string supplier;  ///< who supplied it, which may be a distributor (CycloneDX 1.6, `supplier`; SPDX 2.3 §7.5)
  std::string type;      ///< library, firmware, device, cryptographic-asset, package …
  std::string purl, cpe, description;
  std::string part_of;   ///< of the component it is in, or of what the whole document describes
};

/// Rows of kind `component`; they are parts of something, and no pieces of an estate.
class ComponentRows : public RowWriter {
 public:
  ComponentRows(Sink& sink, bool json, std::string pointer, std::uint32_t table);
  void add(SbomComponent c, std::uint64_t line, std::uint64_t offset = 0, std::size_t length = 0);
};

/// "Organization: ACME (mail)" → "ACME"; NOASSERTION and NONE are nobody (SPDX 2.3 §7.5).
std::string spdx_party(std::string_view s);

}  // namespace rf::evidence
