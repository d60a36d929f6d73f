// Subset construction by need. A state holds the places behind the bytes read so far; what stands before the next byte (branches,
// assertions, groups) is followed only when that byte is known, so that `\b` and `$` need no states of their own.
// Tested against Pattern::search by tests/identify/ and the fuzz target `pattern`.
#include "identify/automaton.h"

#include <algorithm>
#include <bit>

namespace rf::identify {
namespace {

using Op = Pattern::Op;

constexpr std::uint32_t kAtBegin = 1, kBehindWord = 2, kFound = 4;  // kFound: no further thread begins; flags: first number of a state's key

bool looks_at_words(const std::vector<const Pattern*>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [](const Pattern* p) {
    return std::any_of(p->program().begin(), p->program().end(), [](const auto& in) { return in.op == Op::Word; });
  });
}

Ahead ahead_of(std::uint32_t flags, const ByteClasses& classes, std::uint32_t by) {
  Ahead a;
  a.begin = (flags & kAtBegin) != 0;
  a.end = by == classes.count;
  a.byte = a.end ? 0 : classes.example[by];
  a.word = !a.end && Pattern::word(a.byte);
  a.boundary = ((flags & kBehindWord) != 0) != a.word;
  return a;
}

}  // namespace

ByteClasses::ByteClasses(const std::vector<const Pattern*>& patterns, bool words) {
  Pattern::Bytes characters{};
  for (const auto* p : patterns) {
    for (const auto& bytes : p->sets()) split(bytes);
    for (const auto& in : p->program())
      if (in.op == Op::Char) Pattern::put(characters, in.c);
  }
  if (words) {
    Pattern::Bytes in_words{};
    for (unsigned b = 0; b < 256; ++b)
      if (Pattern::word(static_cast<unsigned char>(b))) Pattern::put(in_words, static_cast<unsigned char>(b));
    split(in_words);
  }
  std::array<std::uint16_t, 256> members{};
  for (const auto c : of) ++members[c];
  for (unsigned b = 0; b < 256; ++b) {  // each character that a pattern names is a class of its own
    if (!Pattern::has(characters, static_cast<unsigned char>(b)) || members[of[b]] == 1) continue;
    --members[of[b]];
    of[b] = static_cast<std::uint8_t>(count);
    members[count++] = 1;
  }
  example.resize(count);
  for (unsigned b = 0; b < 256; ++b) example[of[b]] = static_cast<unsigned char>(b);
}

void ByteClasses::split(const Pattern::Bytes& bytes) {
  const auto in = [&](unsigned b) { return Pattern::has(bytes, static_cast<unsigned char>(b)); };
  std::array<std::uint16_t, 256> apart{};  // class → the new class of its bytes within `bytes`, + 1
  std::array<bool, 256> outside{};         // class has bytes that are not
  for (unsigned b = 0; b < 256; ++b) outside[of[b]] = outside[of[b]] || !in(b);
  for (unsigned b = 0; b < 256; ++b) {
    const auto was = of[b];
    if (!in(b) || !outside[was]) continue;
    if (apart[was] == 0) apart[was] = static_cast<std::uint16_t>(++count);
    of[b] = static_cast<std::uint8_t>(apart[was] - 1);
  }
}

std::size_t StateHash::operator()(const std::vector<std::uint32_t>& key) const {
  std::uint64_t h = key.size();
  for (const auto k : key) h = (h ^ k) * 0x9E3779B97F4A7C15U, h ^= h >> 29;
  return h;
}

std::uint32_t StateTable::row_of(const std::vector<std::uint32_t>& key) {
  const auto [at, fresh] = rows_.emplace(key, static_cast<std::uint32_t>(next_.size()));
  if (!fresh) return at->second;
  keys_.push_back(&at->first);
  next_.resize(next_.size() + width_, 0);
  *spent_ += 2 * width_ * sizeof(std::uint32_t) + key.size() * sizeof(std::uint32_t) + 96;  // 96: the map's node
  return at->second;
}

MatchAutomaton::MatchAutomaton(const std::vector<const Pattern*>& patterns, std::size_t& spent)
    : words_(looks_at_words(patterns)), classes_(patterns, words_), table_(classes_.count, spent) {
  for (const auto* p : patterns) {
    const auto base = static_cast<std::uint32_t>(program_.size()), base_sets = static_cast<std::uint32_t>(sets_.size());
    starts_.push_back(base);
    anchored_.push_back(p->anchored());
    for (auto in : p->program()) {
      if (in.op == Op::Set) in.x += base_sets;
      if (in.op == Op::Split || in.op == Op::Jump) in.x += base;
      if (in.op == Op::Split) in.y += base;
      program_.push_back(in);
      owner_.push_back(static_cast<std::uint32_t>(starts_.size() - 1));
    }
    sets_.insert(sets_.end(), p->sets().begin(), p->sets().end());
  }
  mark_.assign(program_.size(), 0);
  matched_mark_.assign(patterns.size(), 0);
  spent += program_.size() * 32 + sets_.size() * sizeof(Pattern::Bytes) + sizeof *this;
  start_ = table_.row_of({kAtBegin, 0});
}

/// Follows all that needs no byte; puts the places behind the instructions that take the byte into reached_. Marks patterns that are done.
void MatchAutomaton::reach(std::uint32_t from, const Ahead& ahead) {
  stack_.clear();
  stack_.push_back(from);
  while (!stack_.empty()) {
    const auto pc = stack_.back();
    stack_.pop_back();
    if (mark_[pc] == generation_) continue;
    mark_[pc] = generation_;
    const auto& in = program_[pc];
    switch (in.op) {
      case Op::Jump: stack_.push_back(in.x); break;
      case Op::Split: stack_.push_back(in.y), stack_.push_back(in.x); break;
      case Op::Save: stack_.push_back(pc + 1); break;
      case Op::Begin: if (ahead.begin) stack_.push_back(pc + 1); break;
      case Op::End: if (ahead.end) stack_.push_back(pc + 1); break;
      case Op::Word: if (ahead.boundary) stack_.push_back(pc + 1); break;
      case Op::Done: matched_mark_[owner_[pc]] = generation_; return;
      default: if (!ahead.end && Pattern::takes(in, sets_, ahead.byte)) reached_.push_back(pc + 1);
    }
  }
}

std::uint32_t MatchAutomaton::make(std::uint32_t state, std::uint32_t by) {
  // key: flags, number of patterns that have matched, those, places in the programs
  const std::vector<std::uint32_t> key = table_.key(state);
  const Ahead ahead = ahead_of(key[0], classes_, by);
  ++generation_;
  reached_.clear();
  for (std::uint32_t i = 0; i < key[1]; ++i) matched_mark_[key[2 + i]] = generation_;
  for (std::size_t i = 2 + key[1]; i < key.size(); ++i) reach(key[i], ahead);
  for (std::uint32_t p = 0; p < starts_.size(); ++p)
    if (matched_mark_[p] != generation_ && (ahead.begin || !anchored_[p])) reach(starts_[p], ahead);
  std::vector<std::uint32_t> to = {words_ && ahead.word ? kBehindWord : 0, 0};
  for (std::uint32_t p = 0; p < starts_.size(); ++p)
    if (matched_mark_[p] == generation_) to.push_back(p), ++to[1];
  if (ahead.end) {
    to.erase(to.begin(), to.begin() + 2);
    const auto [at, fresh] = answer_numbers_.emplace(std::move(to), static_cast<std::uint32_t>(answers_.size()));
    if (fresh) answers_.push_back(&at->first);
    table_.set_next(state + by, at->second + 1);
    return at->second + 1;
  }
  std::sort(reached_.begin(), reached_.end());
  for (const auto pc : reached_)
    if (matched_mark_[owner_[pc]] != generation_) to.push_back(pc);
  const auto row = table_.row_of(to);
  table_.set_next(state + by, row);
  return row;
}

GroupAutomaton::GroupAutomaton(const Pattern& pattern, std::size_t& spent)
    : pattern_(pattern), words_(looks_at_words({&pattern})), classes_({&pattern}, words_), table_(classes_.count, spent), plans_(1), spent_(&spent) {
  mark_.assign(pattern.program().size(), 0);
  spent += mark_.size() * sizeof(std::uint32_t) + sizeof *this;
  start_ = table_.row_of({kAtBegin});
  plan_of_.resize(table_.cells(), 0);
}

std::uint32_t GroupAutomaton::make(std::uint32_t state, std::uint32_t by) {
  // key: flags; then of each thread its place, the slots that it has set, and the row that holds them. Threads that part share a row until
  // one of them sets a slot.
  const std::vector<std::uint32_t> key = table_.key(state);
  const Ahead ahead = ahead_of(key[0], classes_, by);
  const auto program = pattern_.program();
  ++generation_;
  bool found = (key[0] & kFound) != 0, cut = false;
  std::vector<std::uint32_t> to = {words_ && ahead.word ? kBehindWord : 0};
  Plan plan;
  plan.begin = static_cast<std::uint32_t>(moves_.size());
  std::uint32_t free_row = 0;  // behind all rows in use, so that no move overwrites what another reads
  for (std::size_t i = 1; i < key.size(); i += 3)
    if (key[i + 1] != 0) free_row = std::max(free_row, key[i + 2] + 1);
  const std::uint32_t used = free_row;
  std::vector<std::uint32_t> kept;
  const auto row_for = [&](std::uint32_t from, std::uint32_t mask) {
    if (mask == 0) return from;
    for (auto i = plan.begin; i < moves_.size(); ++i)
      if (moves_[i].from == from && moves_[i].mask == mask) return moves_[i].row;
    moves_.push_back({free_row++, from, mask});
    return moves_.back().row;
  };
  const auto follow = [&](std::uint32_t start, std::uint32_t had, std::uint32_t row) {
    stack_.clear();
    stack_.emplace_back(start, 0);
    while (!stack_.empty()) {
      const auto [pc, mask] = stack_.back();
      stack_.pop_back();
      if (mark_[pc] == generation_) continue;
      mark_[pc] = generation_;
      const auto& in = program[pc];
      switch (in.op) {
        case Op::Jump: stack_.emplace_back(in.x, mask); break;
        case Op::Split: stack_.emplace_back(in.y, mask), stack_.emplace_back(in.x, mask); break;
        case Op::Save: stack_.emplace_back(pc + 1, in.x < 2 ? mask : mask | 1U << (in.x - 2)); break;  // slots 0 and 1: the whole match
        case Op::Begin: if (ahead.begin) stack_.emplace_back(pc + 1, mask); break;
        case Op::End: if (ahead.end) stack_.emplace_back(pc + 1, mask); break;
        case Op::Word: if (ahead.boundary) stack_.emplace_back(pc + 1, mask); break;
        case Op::Done:
          plan.matches = true, plan.from = row, plan.mask = mask, plan.set = had | mask;
          found = cut = true;  // threads behind it have less right
          return;
        default:
          if (ahead.end || !Pattern::takes(in, pattern_.sets(), ahead.byte)) break;
          to.push_back(pc + 1), to.push_back(had | mask), to.push_back((had | mask) == 0 ? 0 : row_for(row, mask));
      }
    }
  };
  for (std::size_t i = 1; i < key.size() && !cut; i += 3) follow(key[i], key[i + 1], key[i + 2]);
  if (!cut && !found && (ahead.begin || !pattern_.anchored())) follow(0, 0, 0);
  // New rows take the lowest numbers that no thread keeps; a row that a move reads must stay until it is read, so it is taken only by a move
  // that stands behind all that read it.
  for (std::size_t i = 1; i < to.size(); i += 3)
    if (to[i + 1] != 0 && to[i + 2] < used) kept.push_back(to[i + 2]);
  std::vector<std::uint32_t> named(free_row);
  for (std::uint32_t r = 0; r < free_row; ++r) named[r] = r;
  std::uint32_t next = 0;
  for (auto i = plan.begin; i < moves_.size(); ++i) {
    const auto busy = [&](std::uint32_t r) {
      if (std::find(kept.begin(), kept.end(), r) != kept.end()) return true;
      for (auto j = i + 1; j < moves_.size(); ++j)
        if (moves_[j].from == r && r < used) return true;
      return plan.matches && plan.from == r;
    };
    while (busy(next)) ++next;
    named[moves_[i].row] = next;
    moves_[i].row = next++;
  }
  for (std::size_t i = 1; i < to.size(); i += 3)
    if (to[i + 1] != 0) to[i + 2] = named[to[i + 2]];
  plan.end = static_cast<std::uint32_t>(moves_.size());
  if (found || pattern_.anchored()) to[0] = to.size() == 1 ? kFound : to[0] | kFound;  // where nothing can follow one state is enough
  if (rows_.size() < used + free_row + 1) rows_.resize(used + free_row + 1);
  const auto row = table_.row_of(to);
  plan_of_.resize(table_.cells(), 0);
  if (to.size() == 1 && to[0] == kFound) dead_ = row;
  if (plan.matches || plan.end > plan.begin) {
    plan_of_[state + by] = static_cast<std::uint32_t>(plans_.size());
    plans_.push_back(plan);
    *spent_ += sizeof(Plan) + (plan.end - plan.begin) * sizeof(Move);
  }
  table_.set_next(state + by, row);
  return row;
}

void GroupAutomaton::apply(const Plan& plan, std::uint32_t at) {
  const auto set = [&](Row& row, std::uint32_t mask) {
    for (; mask != 0; mask &= mask - 1) row[static_cast<std::size_t>(std::countr_zero(mask))] = at;
  };
  if (plan.matches) {
    won_ = rows_[plan.from];
    set(won_, plan.mask);
    won_set_ = plan.set;
  }
  for (auto i = plan.begin; i < plan.end; ++i) {
    const Move& m = moves_[i];
    if (m.row != m.from) rows_[m.row] = rows_[m.from];
    set(rows_[m.row], m.mask);
  }
}

bool GroupAutomaton::run(std::string_view text, Pattern::Match& match) {
  constexpr auto kNone = static_cast<std::uint32_t>(-1);
  won_set_ = kNone;
  if (rows_.empty()) rows_.resize(1);
  std::uint32_t state = start_;
  std::uint32_t i = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (; i < size && state != dead_; ++i) {
    const auto by = classes_.of[static_cast<unsigned char>(text[i])];
    const std::uint32_t cell = state + by;
    std::uint32_t to = table_.next(cell);
    if (to == 0) to = make(state, by);
    if (const auto plan = plan_of_[cell]; plan != 0) apply(plans_[plan], i);
    state = to;
  }
  if (state != dead_) {
    const std::uint32_t cell = state + classes_.count;
    if (table_.next(cell) == 0) (void)make(state, classes_.count);
    if (const auto plan = plan_of_[cell]; plan != 0) apply(plans_[plan], size);
  }
  match.has.fill(false);
  match.at.fill({0, 0});
  if (won_set_ == kNone) return false;
  for (std::uint32_t k = 1; k <= kMaxCaptures; ++k) {
    match.has[k] = (won_set_ >> (2 * k - 2) & 3) == 3;
    if (match.has[k]) match.at[k] = {won_[2 * k - 2], won_[2 * k - 1]};
  }
  return true;
}

}  // namespace rf::identify
