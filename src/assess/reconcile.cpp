#include "assess/reconcile.h"

#include <algorithm>

#include "base/text.h"

namespace rf::assess {
namespace {

using estate::Estate;
using Contradiction = Reconciled::Contradiction;

constexpr std::size_t kEvidence = 8;  // places of one contradiction; those of a chassis answer hundreds of objects

/// Where the device says what the contradiction is about: its maker where that differs, else whatever it answered first.
void add_answers(Contradiction& c, const estate::Seen& seen, bool about_maker) {
  for (const auto& w : seen.device.evidence) {
    if (c.evidence.size() >= kEvidence) return;
    if (about_maker && w.supplier != seen.device.maker) continue;
    Locator l = w.locator;
    if (l.input.empty()) l.input = seen.input;
    if (l.oid.empty() && l.line == 0 && l.frames.empty() && l.pointer.empty() && l.bytes.empty()) continue;
    l.says = w.says;
    const auto same = [&](const Locator& kept) { return address_of(kept) == address_of(l); };
    if (std::none_of(c.evidence.begin(), c.evidence.end(), same)) c.evidence.push_back(std::move(l));  // one place may say several things
    if (!about_maker) return;
  }
}

}  // namespace

void reconcile(Answer& a, const Gathered& g, std::size_t at_most) {
  const Estate& e = *g.estate;
  std::map<std::string, Reconciled> by;
  std::vector<Reconciled*> of_code(e.words(Field::Function).size(), nullptr);
  const auto of_row = [&](std::size_t row) -> Reconciled& {
    const std::uint32_t code = e.code(Field::Function, row);
    if (!of_code[code]) {
      const std::string f(e.words(Field::Function).text(code));
      of_code[code] = &by.emplace(f, Reconciled{f, 0, 0, 0, {}, {}, 0, 0, {}}).first->second;
    }
    return *of_code[code];
  };
  const bool removals = e.has(Field::RemovedOn) && e.has(Field::LastSeen);
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (e.is_part(row)) continue;
    Reconciled& r = of_row(row);
    const estate::Seen* s = e.seen(row);
    const Basis b = s ? e.basis(row) : Basis::Declared;
    switch (b) {
      case Basis::Declared:
        r.declared = added(r.declared, e.quantity(row));
        ++r.declared_only_total;
        if (r.declared_only.size() < at_most) r.declared_only.push_back(e.key(row));
        break;
      case Basis::Observed:
        ++r.observed;
        ++r.observed_only_total;
        if (r.observed_only.size() < at_most) r.observed_only.push_back(e.key(row));
        break;
      case Basis::Both: case Basis::Contradicted:
        r.declared = added(r.declared, e.quantity(row));
        r.observed += s->devices;
        r.both += s->devices;
        break;
    }
    if (s && s->answers_though != Field::Id) {
      Contradiction c{"removed-but-answering", e.key(row), {}, {e.locator(row, s->answers_though)}};
      const bool by_day = s->answers_though == Field::RemovedOn;
      c.says = (by_day ? "listed as removed on " + to_text(e.day(Field::RemovedOn, row)) : "listed as " + std::string(e.text(Field::Status, row))) + ", and it answers in " + s->input;
      add_answers(c, *s, false);
      r.contradicted.push_back(std::move(c));
    }
    if (s && s->contradicts && !s->contradiction.empty()) {
      Contradiction c{"other-maker", e.key(row), s->contradiction, {e.locator(row, Field::Supplier)}};
      add_answers(c, *s, true);
      r.contradicted.push_back(std::move(c));
    }
    if (!removals) continue;
    const Day removed = e.day(Field::RemovedOn, row), last = e.day(Field::LastSeen, row);
    if (removed.known() && last.known() && last > removed)
      r.contradicted.push_back({"seen-after-removal", e.key(row), "last seen " + to_text(last) + " after its removal on " + to_text(removed), {e.locator(row, Field::LastSeen), e.locator(row, Field::RemovedOn)}});
  }
  for (const auto& s : g.surplus) {
    const std::int64_t listed = e.quantity(s.row), seen = listed + static_cast<std::int64_t>(s.unlisted.size());
    Contradiction c{"more-seen-than-listed", e.key(s.row), {}, {e.locator(s.row, Field::Quantity)}};
    c.says = counted(listed, "piece is", "pieces are") + " listed, and " + std::to_string(seen) + " answer" + (s.by.empty() ? "" : " that match by " + s.by);
    if (const auto* first = e.seen(s.row)) add_answers(c, *first, false);
    for (const auto row : s.unlisted)
      if (const auto* more = e.seen(row)) add_answers(c, *more, false);
    of_row(s.row).contradicted.push_back(std::move(c));
  }
  for (const auto& t : g.twins) of_row(t.row).contradicted.push_back({"inventories-differ", e.key(t.row), t.says, t.evidence});
  for (auto& [f, r] : by) {
    std::stable_sort(r.contradicted.begin(), r.contradicted.end(), [](const auto& x, const auto& y) { return rank_of_contradiction(x.kind) < rank_of_contradiction(y.kind); });
    a.reconciliation.push_back(std::move(r));
  }
}

}  // namespace rf::assess
