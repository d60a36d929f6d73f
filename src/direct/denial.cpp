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
      if (e_.filled(Field::PartOf, row)) {
        parts_of_[std::string(e_.text(Field::PartOf, row))].push_back(static_cast<std::uint32_t>(row));
        continue;
      }
      if ((component && kind == *component) || (service && kind == *service)) continue;
      const Idle idle = idle_of(row);
      if (idle != Idle::No) idle_.emplace_back(static_cast<std::uint32_t>(row), idle);
      if (s.states[row].present && idle == Idle::No) {
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
  /// What a row that is not in use says of repair.
  enum class Idle : std::uint8_t { No, Spare, OnOrder, Used, UsedUndated };
  Idle idle_of(std::size_t row) const {
    const auto status = e_.text(Field::Status, row);
    if (status == "in-store") return Idle::Spare;
    if (status == "ordered" || status == "planned") return Idle::OnOrder;
    Day gone = e_.day(Field::RemovedOn, row);
    for (const Field f : {Field::DisposedOn, Field::InServiceTo})
      if (const Day d = e_.day(f, row); d.known() && (!gone.known() || d < gone)) gone = d;
    if (gone.known()) return gone <= w_.as_of && gone > w_.as_of.plus(-kRateDays) ? Idle::Used : Idle::No;
    return status == "removed" || status == "disposed" ? Idle::UsedUndated : Idle::No;
  }
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
    x.unverified = entry.unverified || list.denial->unverified;
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
    std::map<std::string, SupplyClock> clocks;
    const auto on_clock = [&](std::uint32_t row, std::int64_t SupplyClock::*what) {
      const auto function = e_.text(Field::Function, row);
      const auto add = [&](std::string_view path) {
        SupplyClock& c = clocks[std::string(path)];
        c.*what = added(c.*what, e_.quantity(row));
      };
      if (function.empty()) add("");
      for (const auto path : split(function, '|')) add(path);
    };
    for (const auto row : rows) {
      const std::int64_t pieces = e_.quantity(row);
      std::vector<std::string> hit;
      const Meant meant = meant_by(list, entry, kind, row, &hit);
      if (meant == Meant::Yes) {
        ++x.assets;
        x.quantity = added(x.quantity, pieces);
        std::sort(hit.begin(), hit.end());
        hit.erase(std::unique(hit.begin(), hit.end()), hit.end());
        for (const auto& h : hit) x.components[h] = added(x.components[h], pieces);
        const auto function = e_.text(Field::Function, row);
        if (function.empty()) x.by_function[""] = added(x.by_function[""], pieces);
        for (const auto f : split(function, '|')) x.by_function[std::string(f)] = added(x.by_function[std::string(f)], pieces);
        if (x.assets_named.size() < at_most_) x.assets_named.push_back(e_.key(row));
        on_clock(row, &SupplyClock::pieces);
      } else if (meant == Meant::Unknown) {
        ++x.unknown_assets;
        x.unknown_quantity = added(x.unknown_quantity, pieces);
        on_clock(row, &SupplyClock::unknown);
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
    for (const auto& [row, idle] : idle_) {
      if (meant_by(list, entry, kind, row, nullptr) == Meant::No) continue;
      on_clock(row, idle == Idle::Spare ? &SupplyClock::spares : idle == Idle::OnOrder ? &SupplyClock::on_order : idle == Idle::Used ? &SupplyClock::used : &SupplyClock::used_undated);
    }
    const Day from = entry.from.known() && entry.from > w_.as_of ? entry.from : w_.as_of;
    for (auto& [function, c] : clocks) {
      if (c.pieces == 0 && c.unknown == 0) continue;  // nothing is in place that would need them
      c.function = function;
      // Twelve times the spares, and the sum of both kinds of used, could pass 2^63.
      const auto months = [&](std::int64_t used) { return static_cast<std::int64_t>(static_cast<unsigned __int128>(c.spares) * 12 / static_cast<std::uint64_t>(used)); };
      if (c.used > 0) c.months = months(c.used);
      if (added(c.used, c.used_undated) > 0) c.months_low = months(added(c.used, c.used_undated));
      if (c.used > 0)
        if (const auto days = static_cast<unsigned __int128>(c.spares) * kRateDays / static_cast<std::uint64_t>(c.used); days < 400'000) c.until = from.plus(static_cast<std::int32_t>(days));
      for (const Assurance& a : s_.facts.assurances)
        if (a.kind == "stock" && a.to.known() && (a.about.empty() || screen::relation(w_, a.about, entry.supplier) != screen::Relation::None) && (a.function.empty() || starts_with_path(function, a.function)) &&
            (!c.stated_until.known() || a.to < c.stated_until))
          c.stated_until = a.to;
      x.clock.push_back(c);
    }
    x.says = sentence(list, x);
    return x;
  }

  enum class Meant : std::uint8_t { No, Unknown, Yes };
  /// Whether a row is a product of the denied company that needs parts of the origin, or another's product with a part of it.
  Meant meant_by(const knowledge::List& list, const knowledge::Entry& entry, std::string_view kind, std::uint32_t row, std::vector<std::string>* hit) const {
    const bool own = owned_by(s_.makers[s_.maker_of_row[row]], entry.supplier);
    if (own != (kind == "product")) return Meant::No;
    bool any = false;
    const auto& origin = list.denial->origin;
    const bool stated = each_part(row, [&](const names::Resolution& who, const std::string& part) {
      if (who.match != names::Match::Clear) return;
      const std::string seat = own ? screen::country(w_, who.supplier) : std::string();
      if (own ? std::find(origin.begin(), origin.end(), seat) == origin.end() : !owned_by(who, entry.supplier)) return;
      any = true;
      if (hit) hit->push_back(name(who.supplier) + (part.empty() ? "" : ": " + part));
    });
    return any ? Meant::Yes : own && !stated ? Meant::Unknown : Meant::No;
  }

  std::string sentence(const knowledge::List& list, const Exposure& x) const {
    const std::string who = name(x.supplier);
    std::string out = list.denial->says + " ";
    out += x.status == "ended" ? "It ended on " + to_text(x.to) + "." : x.status == "to-come" ? "It begins on " + to_text(x.from) + "." : "In force from " + to_text(x.from) + (x.to.known() ? " to " + to_text(x.to) : std::string()) + ".";
    const char* can = x.status == "ended" ? "could not" : "cannot";
    if (x.assets > 0) {
      out += " " + counted(x.assets, "asset", "assets") + " here (" + counted(x.quantity, "piece", "pieces") + ")";
      out += x.kind == "product" ? " of " + who + (x.assets == 1 ? " holds" : " hold") + " parts of that origin and " + can + " be built again, patched or supported with them while it lasts:" : " of other makers hold parts of " + who + ", whose own supply it denies:";
      std::size_t n = 0;
      for (const auto& [part, pieces] : x.components)
        if (++n <= 5) out += (n == 1 ? " " : ", ") + part;
      out += x.components.size() > 5 ? " and " + std::to_string(x.components.size() - 5) + " more." : ".";
    }
    if (x.unknown_assets > 0) out += " Of " + counted(x.unknown_assets, "asset", "assets") + " (" + counted(x.unknown_quantity, "piece", "pieces") + ") of " + who + " no component is stated, so whether they depend on it cannot be told.";
    if (x.status != "ended") out += x.stock_ends.known() ? " Stock is stated to last until " + to_text(x.stock_ends) + (x.stock_source.empty() ? "" : " (" + x.stock_source + ")") + "." : " How long stock lasts is not stated.";
    if (x.status != "ended")
      for (const auto& c : x.clock) {
        if (c.spares == 0 && c.used == 0 && c.used_undated == 0) continue;
        out += " " + (c.function.empty() ? std::string("Of no known function") : c.function) + ": " + counted(added(c.pieces, c.unknown), "piece", "pieces") + " in place, " + counted(c.spares, "spare", "spares") + ", " + std::to_string(c.used) + " taken out in 365 days" +
               (c.used_undated > 0 ? " and " + std::to_string(c.used_undated) + " on a day not stated" : "") + ": ";
        if (c.months) out += "spares for " + counted(*c.months, "month", "months") + (c.months_low != c.months ? ", or " + std::to_string(*c.months_low) + " if those are of the same year" : "") + (c.until.known() ? " (to " + to_text(c.until) + ")" : "") + ".";
        else out += c.months_low ? "spares for " + counted(*c.months_low, "month", "months") + " at least." : "what repair takes is not on record.";
      }
    return out + " It binds those who supply; nothing here is a breach of it.";
  }

  const Subject& s_;
  const knowledge::World& w_;
  const estate::Estate& e_;
  const std::string& op_;
  std::size_t at_most_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> rows_of_;  ///< products by maker
  std::vector<std::uint32_t> with_parts_;                        ///< whose parts are stated
  std::vector<std::pair<std::uint32_t, Idle>> idle_;             ///< in store, ordered, taken out
  std::unordered_map<std::string, std::vector<std::uint32_t>> parts_of_;
};

}  // namespace

bool denials_asked(const knowledge::World& w) {
  for (const auto& [id, list] : w.knowledge->lists)
    if (list.denial)
      for (const auto& entry : list.entries)
        if (w.known(entry, list.entries) && !(entry.to.known() && entry.to.plus(kStillTold) < w.as_of)) return true;
  return false;
}

std::vector<Exposure> denials(const Subject& s, const std::string& op, bool whole, std::size_t at_most) { return Denials(s, op, whole, at_most).run(); }

}  // namespace rf::direct
