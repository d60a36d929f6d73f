#include "direct/recounts.h"

#include <algorithm>
#include <deque>
#include <map>
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
    std::uint64_t step = 0, world = 0;
    Counted counted() const { return counter->finish(tally, {}); }
  };
  Entry& entry(const Subject& s, const Question& q);  ///< up to date
  std::map<std::string, knowledge::Measure> pieces;   ///< of requirements that count suppliers
  static constexpr std::size_t kSteps = 64;  // changes kept for a count that was not asked for meanwhile; one further behind starts anew
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
  const Counter& counter = *entry.counter;
  while (entry.step < k.now()) {
    for (const auto& m : k.steps[entry.step - k.first_step]) {
      if (!counter.concerned(m.function)) continue;
      if (counter.decides_largest(entry.tally, m.was.row)) {
        anew();
        break;
      }
      if (m.was.there) counter.look_at(entry.tally, m.was.row, -1, m.was.state, nullptr);
      if (m.is.there) counter.look_at(entry.tally, m.is.row, 1, m.is.state, nullptr);
    }
    if (entry.step < k.now()) ++entry.step;
  }
  return entry;
}

}  // namespace rf::direct
