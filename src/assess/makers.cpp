#include "assess/makers.h"

#include "assess/model_functions.h"
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

std::string written_of(const estate::Estate& e, std::size_t row) {
  std::string out(e.text(Field::Supplier, row));
  const auto more = [&](std::string_view words) {
    if (!words.empty()) out.append(" ").append(words);
  };
  more(e.text(Field::Brand, row)), more(e.text(Field::Model, row));
  const auto* seen = e.seen(row);
  if (!seen) return out;
  const Device& d = seen->device;
  // What the device says now goes before what a table has of it: "Nokia" there, and "Alcatel-Lucent" in its firmware. Registries name who holds
  // a number today, and names of hosts are people's.
  more(d.maker_words), more(d.brand), more(d.model);
  for (const auto& x : d.evidence)
    if (x.weight > 0 && x.supplier == d.maker && !x.says.starts_with("PEN ") && !x.says.starts_with("OUI ") && !x.says.ends_with(" in sys_name")) more(x.says);
  return out;
}

void set_makers(Answer& a, std::vector<names::Resolution> makers, direct::RowMakers of_row, const knowledge::World& world, std::shared_ptr<const ModelFunctions> families) {
  if (!families) families = std::make_shared<const ModelFunctions>(*world.knowledge);
  a.maker_of = [estate = a.estate, makers = std::move(makers), of_row = std::move(of_row), name = a.supplier_name, world, families = std::move(families)](std::size_t row) {
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
      // One record holds a firm and those that became part of it: before they did, whoever made it is called by his own name.
      if (screen::has_lines(world, m.supplier))
        if (auto s = screen::standing(world, m.supplier, written_of(*estate, row), made_on(*estate, row)); s.answers != m.supplier) out.name = std::move(s.made_by);
    } else if (m.match == names::Match::Other) {
      out.name = std::string(estate->text(Field::Supplier, row));
    }
    for (const auto& c : m.candidates) out.candidates.push_back({c.supplier, c.score});
    for (const auto p : split(estate->text(Field::Function, row), '|')) out.functions.emplace_back(p);
    // Shown, and not judged by: what is no more than likely must not turn what is open into what is met.
    if (out.functions.empty() || (out.functions.size() == 1 && out.functions[0].empty())) out.functions = families->of(out.id, estate->text(Field::Model, row));
    return out;
  };
  a.standing_of = [estate = a.estate, maker_of = a.maker_of, world](std::size_t row) {
    const auto m = maker_of(row);
    if (m.id.empty() || !screen::has_standing(world, m.id)) return screen::Standing{};
    const std::string written = screen::has_lines(world, m.id) ? written_of(*estate, row) : std::string();
    return screen::standing(world, m.id, written, made_on(*estate, row));
  };
}

}  // namespace rf::assess
