#include "direct/denial.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/count.h"
#include "base/text.h"
#include "direct/because.h"
#include "direct/ground.h"
#include "screen/screen.h"

namespace rf::direct {
namespace {

constexpr std::int32_t kStillTold = 365;  // days after its end that a denial is still of interest

class Denials {
 public:
  Denials(const Subject& s, const std::string& op, bool whole, std::size_t at_most) : s_(s), w_(*s.world), e_(*s.estate), op_(op), at_most_(at_most) {
    const auto component = e_.words(Field::Kind).find("component"), service = e_.words(Field::Kind).find("service");
    for (std::size_t row = 0; row < e_.size(); ++row) {
      if (!s.there(row) || !belongs(s, row, op, whole, "")) continue;
      const std::uint32_t kind = e_.code(Field::Kind, row);
      const auto parent = e_.text(Field::PartOf, row);
      if (!parent.empty()) parts_of_[std::string(parent)].push_back(static_cast<std::uint32_t>(row));
      else if (!(component && kind == *component) && !(service && kind == *service) && s.states[row].present) {
        rows_of_[s.maker_of_row[row]].push_back(static_cast<std::uint32_t>(row));
        if (e_.code(Field::Components, row) != 0) with_parts_.push_back(static_cast<std::uint32_t>(row));
      }
    }
    if (parts_of_.empty()) return;
    for (const auto& [maker, rows] : rows_of_)
      for (const auto row : rows)
        if (e_.code(Field::Components, row) == 0 && parts_of_.contains(std::string(e_.text(Field::Id, row)))) with_parts_.push_back(row);
    std::sort(with_parts_.begin(), with_parts_.end());
  }

  std::vector<Exposure> run() {
    std::vector<Exposure> out;
    for (const auto& [id, list] : w_.knowledge->lists) {
      if (!list.denial) continue;
      for (const auto& entry : list.entries) {
        if (!w_.known(entry, list.entries)) continue;
        if (entry.to.known() && entry.to.plus(kStillTold) < w_.as_of) continue;
        for (const char* kind : {"product", "part"})
          if (auto x = follow(list, entry, kind)) out.push_back(std::move(*x));
      }
    }
    return out;
  }

 private:
  /// Use(who made it, what it is): from the cell `components`, and from rows that are part of this one.
  template <class Use>
  bool each_part(std::uint32_t row, Use use) const {
    bool any = false;
    if (const auto c = s_.components.find(e_.code(Field::Components, row)); c != s_.components.end())
      for (const auto& part : c->second) {
        any = true;
        use(part.who, part.part);
      }
    if (!parts_of_.empty())
      if (const auto p = parts_of_.find(std::string(e_.text(Field::Id, row))); p != parts_of_.end())
        for (const auto r : p->second) {
          any = true;
          const auto model = e_.text(Field::Model, r);
          use(s_.makers[s_.maker_of_row[r]], std::string(model.empty() ? e_.text(Field::Name, r) : model));
        }
    return any;
  }
  /// The denied company and those it owns; a parent or a sister firm is another entry's matter.
  bool owned_by(const names::Resolution& maker, const std::string& denied) const {
    if (maker.match != names::Match::Clear) return false;
    const auto relation = screen::relation(w_, maker.supplier, denied);
    return relation == screen::Relation::Named || relation == screen::Relation::Subsidiary;
  }
  std::string name(const std::string& id) const {
    const auto s = w_.knowledge->suppliers.find(id);
    return s == w_.knowledge->suppliers.end() ? id : s->second.name;
  }

  std::optional<Exposure> follow(const knowledge::List& list, const knowledge::Entry& entry, std::string_view kind) const {
    const auto& d = *list.denial;
    Exposure x;
    x.kind = kind;
    x.id = list.id + "/" + entry.supplier + "/" + x.kind + "@" + (op_.empty() ? "unnamed" : op_);
    x.list = list.id;
    x.title = list.title;
    x.authority = list.authority;
    x.supplier = entry.supplier;
    x.operator_id = op_;
    x.from = entry.from;
    x.to = entry.to;
    x.status = entry.from.known() && w_.as_of < entry.from ? "to-come" : entry.to.known() && entry.to < w_.as_of ? "ended" : "active";
    x.unverified = entry.unverified || d.unverified;
    x.source = source_words(*w_.knowledge, entry.source);
    // The denied company's products, or all that have parts; words are asked once a distinct maker.
    std::vector<std::uint32_t> rows;
    if (kind == "product") {
      for (const auto& [maker, of] : rows_of_)
        if (owned_by(s_.makers[maker], entry.supplier)) rows.insert(rows.end(), of.begin(), of.end());
      std::sort(rows.begin(), rows.end());
    } else {
      rows = with_parts_;
    }
    for (const auto row : rows) {
      const auto& maker = s_.makers[s_.maker_of_row[row]];
      const bool own = owned_by(maker, entry.supplier);
      if (own != (kind == "product")) continue;
      const std::int64_t pieces = e_.quantity(row);
      std::vector<std::string> hit;
      const bool stated = each_part(row, [&](const names::Resolution& who, const std::string& part) {
        if (who.match != names::Match::Clear) return;
        const std::string seat = own ? screen::country(w_, who.supplier) : std::string();
        const bool meant = own ? std::find(d.origin.begin(), d.origin.end(), seat) != d.origin.end() : owned_by(who, entry.supplier);
        if (meant) hit.push_back(name(who.supplier) + (part.empty() ? "" : ": " + part));
      });
      if (!hit.empty()) {
        ++x.assets;
        x.quantity = added(x.quantity, pieces);
        std::sort(hit.begin(), hit.end());
        hit.erase(std::unique(hit.begin(), hit.end()), hit.end());
        for (const auto& h : hit) x.components[h] = added(x.components[h], pieces);
        const auto function = e_.text(Field::Function, row);
        if (function.empty()) x.by_function[""] = added(x.by_function[""], pieces);
        for (const auto f : split(function, '|')) x.by_function[std::string(f)] = added(x.by_function[std::string(f)], pieces);
        if (x.assets_named.size() < at_most_) x.assets_named.push_back(e_.key(row));
      } else if (own && !stated) {
        ++x.unknown_assets;
        x.unknown_quantity = added(x.unknown_quantity, pieces);
      }
    }
    if (x.assets == 0 && x.unknown_assets == 0) return std::nullopt;
    for (const Assurance& a : s_.facts.assurances) {
      if (a.kind != "stock" || (!a.about.empty() && screen::relation(w_, a.about, entry.supplier) == screen::Relation::None) || !a.to.known()) continue;
      if (!x.stock_ends.known() || a.to < x.stock_ends) {
        x.stock_ends = a.to;
        x.stock_source = a.source;
      }
    }
    x.says = sentence(list, x);
    return x;
  }

  std::string sentence(const knowledge::List& list, const Exposure& x) const {
    const std::string who = name(x.supplier);
    std::string out = list.denial->says + " ";
    out += x.status == "ended" ? "It ended on " + to_text(x.to) + "." : x.status == "to-come" ? "It begins on " + to_text(x.from) + "." : "In force from " + to_text(x.from) + (x.to.known() ? " to " + to_text(x.to) : std::string()) + ".";
    const char* can = x.status == "ended" ? "could not" : "cannot";
    if (x.assets > 0) {
      out += " " + counted(x.assets, "asset", "assets") + " here (" + counted(x.quantity, "piece", "pieces") + ")";
      out += x.kind == "product" ? " of " + who + " hold parts of that origin and " + can + " be built again, patched or supported with them while it lasts:" : " of other makers hold parts of " + who + ", whose own supply it denies:";
      std::size_t n = 0;
      for (const auto& [part, pieces] : x.components)
        if (++n <= 5) out += (n == 1 ? " " : ", ") + part;
      out += x.components.size() > 5 ? " and " + std::to_string(x.components.size() - 5) + " more." : ".";
    }
    if (x.unknown_assets > 0) out += " Of " + counted(x.unknown_assets, "asset", "assets") + " (" + counted(x.unknown_quantity, "piece", "pieces") + ") of " + who + " no component is stated, so whether they depend on it cannot be told.";
    if (x.status != "ended") out += x.stock_ends.known() ? " Stock is stated to last until " + to_text(x.stock_ends) + (x.stock_source.empty() ? "" : " (" + x.stock_source + ")") + "." : " How long stock lasts is not stated.";
    return out + " It binds those who supply; nothing here is a breach of it.";
  }

  const Subject& s_;
  const knowledge::World& w_;
  const estate::Estate& e_;
  const std::string& op_;
  std::size_t at_most_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> rows_of_;  ///< products by maker
  std::vector<std::uint32_t> with_parts_;                        ///< whose parts are stated
  std::unordered_map<std::string, std::vector<std::uint32_t>> parts_of_;
};

}  // namespace

std::vector<Exposure> denials(const Subject& s, const std::string& op, bool whole, std::size_t at_most) { return Denials(s, op, whole, at_most).run(); }

}  // namespace rf::direct
