#include "screen/lists/known_entries.h"

#include "names/supplier_search.h"

#include "screen/lists/words.h"

namespace rf::screen::lists {

std::vector<names::ListEntity> known_entries(const knowledge::Knowledge& k, std::string_view list, Day known_at) {
  std::vector<names::ListEntity> out;
  const knowledge::World w{&k, known_at, known_at};
  if (list == "knowledge")
    for (const auto& [id, s] : k.suppliers) out.push_back(names::known_supplier(w, s));
  for (const auto& [id, l] : k.lists) {
    if (!list.empty() && id != list) continue;
    for (const auto& x : l.entries) {
      if (!w.known(x, l.entries)) continue;
      names::ListEntity e;
      e.list = id;
      e.entry = x.entry;
      e.kind = names::EntityKind::Organisation;
      e.name = x.entry;
      e.supplier = x.supplier;
      e.from = to_text(x.from);
      e.to = to_text(x.to);
      e.source = l.title;
      e.remarks = x.scope;
      e.line = x.line;
      if (const auto s = k.suppliers.find(x.supplier); s != k.suppliers.end()) {
        add_alias(e, s->second.name, names::AliasKind::Also);
        for (const auto& n : s->second.names)
          if (w.known(n, s->second.names)) add_alias(e, n.text, n.kind == "former" ? names::AliasKind::Former : names::AliasKind::Also);
        if (const auto* seat = w.first(s->second.seats)) add_country(e, seat->country);
        for (const auto& i : s->second.ids)
          if (w.known(i, s->second.ids)) e.identifiers.push_back({i.type, i.value, i.country});
      }
      out.push_back(std::move(e));
    }
  }
  return out;
}

}  // namespace rf::screen::lists
