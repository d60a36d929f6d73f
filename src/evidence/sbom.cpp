#include "evidence/sbom.h"

#include "base/text.h"

namespace rf::evidence {

ComponentRows::ComponentRows(Sink& sink, bool json, std::string pointer, std::uint32_t table)
    : RowWriter(sink, {Field::Id, Field::Name, Field::Supplier, Field::Seller, Field::Version, Field::Kind, Field::PartOf, Field::Description},
                {"group", "component_type", "purl", "cpe"}, json, std::move(pointer), table) {}

void ComponentRows::add(SbomComponent c, std::uint64_t line, std::uint64_t offset, std::size_t length) {
  begin();
  set(Field::Id, std::move(c.id));
  set(Field::Name, std::move(c.name));
  set(Field::Supplier, std::move(c.maker));
  set(Field::Seller, std::move(c.supplier));
  set(Field::Version, std::move(c.version));
  set(Field::Kind, "component");
  set(Field::PartOf, std::move(c.part_of));
  set(Field::Description, std::move(c.description));
  set_extra(0, std::move(c.group));
  set_extra(1, std::move(c.type));
  set_extra(2, std::move(c.purl));
  set_extra(3, std::move(c.cpe));
  end(line, offset, length);
}

std::string spdx_party(std::string_view s) {
  s = trimmed(s);
  if (s == "NOASSERTION" || s == "NONE") return {};
  for (const std::string_view kind : {"Organization:", "Person:", "Tool:"})
    if (s.starts_with(kind)) {
      s = trimmed(s.substr(kind.size()));
      break;
    }
  // "(mail)" at the end, which may be empty.
  if (s.ends_with(')'))
    if (const auto open = s.rfind('('); open != std::string_view::npos) s = trimmed(s.substr(0, open));
  return std::string(s);
}

}  // namespace rf::evidence
