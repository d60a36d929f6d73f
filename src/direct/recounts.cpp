#include "direct/recounts.h"

#include <algorithm>
#include <deque>
#include <map>
#include <span>
#include <unordered_map>
#include <utility>

#include "direct/counter.h"

namespace rf::direct {

struct Recounts::Kept {
  struct Was {
    std::uint32_t row;
    bool there;
    RowState state;
  };
  struct Moved {
    Was was, is;
    std::uint32_t function;
  };
  struct Entry {
    std::unique_ptr<Question> q;       ///< stays where it is while the counter points to it
    std::unique_ptr<Counter> counter;
    Tally tally;
    std::uint64_t step = 0, world = 0, asked = 0;  ///< asked: at which step last
    Counted counted() const { return counter->finish(tally, {}); }
  };
  Entry& entry(const Subject& s, const Question& q);  ///< up to date
  void move_all();
  static bool move(Entry& of, const Moved& m);
  std::map<std::string, knowledge::Measure> pieces;   ///< of requirements that count suppliers
  static constexpr std::size_t kSteps = 64;  // changes kept for a count that was not asked for meanwhile; one further behind starts anew
  static constexpr std::size_t kMany = 4096, kAtOnce = 256;  // rows of which a core's caches do not hold all columns, and do
  std::vector<Was> log;
  std::deque<std::vector<Moved>> steps;
  std::uint64_t first_step = 0, world = 0;
  std::unordered_map<std::string, Entry> entries;
  std::map<std::string, AlikeRows> alike;  ///< by regime
  std::vector<std::uint32_t> mark;
  std::uint32_t stamp = 0;

  std::uint64_t now() const { return first_step + steps.size(); }
  /// What has come of the log since it was empty: rows that are as they were drop out.
  void settle(const Subject& s) {
    if (log.empty()) return;
    ++stamp;
    mark.resize(s.estate->size(), 0);
    std::vector<Moved> moved;
    for (const Was& w : log) {
      if (std::exchange(mark[w.row], stamp) == stamp) continue;  // the first says how it was
      const Was is{w.row, s.there(w.row), s.states[w.row]};
      if (w.there == is.there && (!w.there || w.state == is.state)) continue;
      moved.push_back({w, is, s.estate->code(Field::Function, w.row)});
    }
    log.clear();
    if (moved.empty()) return;
    steps.push_back(std::move(moved));
    if (steps.back().size() > kMany) move_all();
    if (steps.size() > kSteps) {
      steps.pop_front();
      ++first_step;
    }
  }
};

Recounts::Recounts() : kept_(std::make_unique<Kept>()) {}
Recounts::~Recounts() = default;
void Recounts::changes(std::uint32_t row, bool was_there, RowState was) { kept_->log.push_back({row, was_there, was}); }
void Recounts::world_changed() { ++kept_->world; }
void Recounts::forget() {
  kept_->entries.clear();
  kept_->alike.clear();
}
const AlikeRows* Recounts::alike(const Subject& s, const knowledge::Regime& regime) {
  AlikeRows& rows = kept_->alike.try_emplace(regime.id, regime).first->second;
  return rows.take(s) ? &rows : nullptr;
}

Counted Recounts::count(const Subject& s, const Question& q) {
  Kept& k = *kept_;
  k.settle(s);
  if (s.totals.empty()) {
    if (q.measure->measure != "suppliers") return k.entry(s, q).counted();
    if (auto counted = suppliers(s, q)) return std::move(*counted);
  }
  return Counter(s, q).run();
}

std::optional<Counted> Recounts::suppliers(const Subject& s, const Question& q) {
  Kept& k = *kept_;
  knowledge::Measure& pieces = k.pieces[q.direction + "\x1f" + q.requirement->name];
  pieces = *q.measure;
  pieces.measure = "quantity";
  Counted out;
  out.measured.measure = "suppliers";
  std::vector<const Kept::Entry*> each, open;
  for (const auto& target : q.targets) {
    const Kept::Entry& entry = k.entry(s, of_one_target(q, target, pieces));
    const Counted c = entry.counted();
    // Rows that count for several are counted once: who does not list rows cannot tell.
    const auto apart = [&](const std::vector<const Kept::Entry*>& others, Tri least) { return std::all_of(others.begin(), others.end(), [&](const auto* o) { return entry.counter->apart_from(*o->counter, least); }); };
    if (!apart(each, Tri::Yes) || (c.sure_rows == 0 && !apart(open, Tri::Maybe))) return std::nullopt;
    add_target(out, c);
    out.sure_rows += c.sure_rows;
    each.push_back(&entry);
    if (c.sure_rows > 0) continue;
    out.open_rows += c.open_rows;
    open.push_back(&entry);
  }
  return out;
}

/// False where the row decides what a missing weight may be: then all are counted anew.
bool Recounts::Kept::move(Entry& of, const Moved& m) {
  const Counter& counter = *of.counter;
  if (!counter.concerned(m.function)) return true;
  if (counter.decides_largest(of.tally, m.was.row)) return false;
  if (m.was.there) counter.look_at(of.tally, m.was.row, -1, m.was.state, nullptr);
  if (m.is.there) counter.look_at(of.tally, m.is.row, 1, m.is.state, nullptr);
  return true;
}
/// The last step, for every count that was asked before it: some rows at a time, while their cells are at hand.
void Recounts::Kept::move_all() {
  std::vector<Entry*> behind;
  for (auto& [key, e] : entries)
    if (e.counter && e.world == world && e.step + 1 == now() && e.asked + 1 == now() && !e.counter->outgrown()) behind.push_back(&e);
  const auto& moved = steps.back();
  for (std::size_t begin = 0; begin < moved.size(); begin += kAtOnce) {
    const auto some = std::span(moved).subspan(begin, std::min(kAtOnce, moved.size() - begin));
    std::erase_if(behind, [&](Entry* e) {
      if (std::all_of(some.begin(), some.end(), [&](const Moved& m) { return move(*e, m); })) return false;
      e->counter.reset();  // its sums are half of each
      return true;
    });
  }
  for (Entry* e : behind) ++e->step;
}

Recounts::Kept::Entry& Recounts::Kept::entry(const Subject& s, const Question& q) {
  Kept& k = *this;
  std::string key = q.direction + "\x1f" + q.requirement->name + "\x1f" + q.measure->measure + "\x1f" + q.operator_id + (q.whole_estate_operator ? "\x1f+" : "\x1f-") + (q.as_count ? "n" : "");
  for (const auto& target : q.targets) key += "\x1f" + target;
  Kept::Entry& entry = k.entries[key];
  const auto anew = [&] {
    // Several directions ask the same of the same rows.
    const auto same = std::find_if(k.entries.begin(), k.entries.end(), [&](const auto& other) {
      const Entry& o = other.second;
      return &o != &entry && o.counter && o.world == k.world && o.step == k.now() && o.q->measure->measure == q.measure->measure && o.counter->tally_serves(*entry.counter);
    });
    entry.tally = same != k.entries.end() ? same->second.tally : entry.counter->tally(nullptr);
    entry.step = k.now();
  };
  if (!entry.counter || entry.world != k.world || entry.counter->outgrown()) {
    auto asked = std::make_unique<Question>(q);
    auto fresh = std::make_unique<Counter>(s, *asked);
    const bool same = entry.counter && entry.step >= k.first_step && entry.counter->counts_as(*fresh);
    entry.counter = std::move(fresh);
    entry.q = std::move(asked);
    entry.world = k.world;
    if (!same) anew();
    else entry.tally.disputed.resize(s.estate->words(Field::Function).size(), 0);
  } else if (entry.step < k.first_step) {
    anew();
  }
  while (entry.step < k.now()) {
    const auto& moved = k.steps[entry.step - k.first_step];
    if (std::all_of(moved.begin(), moved.end(), [&](const Moved& m) { return move(entry, m); })) ++entry.step;
    else anew();
  }
  entry.asked = k.now();
  return entry;
}

}  // namespace rf::direct
