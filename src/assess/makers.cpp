#include "assess/makers.h"

#include "base/text.h"
#include "identify/identify.h"
#include "screen/standing.h"

namespace rf::assess {

Day made_on(const estate::Estate& e, std::size_t row) {
  for (const Field f : {Field::ManufacturedOn, Field::OrderedOn, Field::InstalledOn})
    if (const Day d = e.day(f, row); d.known()) return d;
  return {};
}

std::function<std::string(std::string_view id)> supplier_names(const knowledge::Knowledge& k) {
  return [&k](std::string_view id) {
    const auto s = k.suppliers.find(id);
    return s == k.suppliers.end() ? std::string(id) : s->second.name;
  };
}

void set_makers(Answer& a, std::vector<names::Resolution> makers, direct::RowMakers of_row, const knowledge::World& world) {
  a.maker_of = [estate = a.estate, makers = std::move(makers), of_row = std::move(of_row), name = a.supplier_name](std::size_t row) {
    const auto& m = makers[of_row[row]];
    MakerOf out;
    out.basis = estate->basis(row);
    out.near = m.match == names::Match::Near;
    out.brand_only = m.match == names::Match::Brand;
    out.confidence = m.score;
    if (m.match == names::Match::Clear) {
      out.id = m.supplier;
      out.name = name(m.supplier);
      // A maker known by its enterprise number alone is called what it registered as.
      if (const auto* seen = out.name == m.supplier ? estate->seen(row) : nullptr; seen && identify::slug(seen->device.maker_words) == m.supplier)
        out.name = seen->device.maker_words;
    } else if (m.match == names::Match::Other) {
      out.name = std::string(estate->text(Field::Supplier, row));
    }
    for (const auto& c : m.candidates) out.candidates.push_back({c.supplier, c.score});
    for (const auto p : split(estate->text(Field::Function, row), '|')) out.functions.emplace_back(p);
    return out;
  };
  a.standing_of = [estate = a.estate, maker_of = a.maker_of, world](std::size_t row) {
    const auto m = maker_of(row);
    if (m.id.empty() || !screen::has_standing(world, m.id)) return screen::Standing{};
    const auto* seen = estate->seen(row);
    const std::string_view written = seen && !seen->device.maker_words.empty() ? std::string_view(seen->device.maker_words) : estate->text(Field::Supplier, row);
    return screen::standing(world, m.id, written, made_on(*estate, row));
  };
}

}  // namespace rf::assess
