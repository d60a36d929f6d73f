// Thompson's construction, run as Pike does: all threads in step, each with its own captures, first thread wins.
// Backtracking engines take exponential time on patterns such as (a+)+$, and sysDescr is written by strangers.
#include "identify/pattern.h"

#include <algorithm>
#include <utility>
#include <memory>

namespace rf::identify {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool word(char c) { return Pattern::word(static_cast<unsigned char>(c)); }

constexpr int kMaxNesting = 32;

}  // namespace

class PatternCompiler {
 public:
  explicit PatternCompiler(std::string_view text) : text_(text) {}

  Result<Pattern> run() {
    emit(Pattern::Op::Save, 0);
    RF_CHECK(alternatives(0));
    if (at_ != text_.size()) return bad("')' closes nothing");
    emit(Pattern::Op::Save, 1);
    emit(Pattern::Op::Done, 0);
    if (pattern_.program_.size() > kMaxProgram) return fail(Kind::Limit, "pattern too long");
    pattern_.literal_ = longest_literal();
    pattern_.find_first();
    return std::move(pattern_);
  }

 private:
  using Op = Pattern::Op;
  using Instruction = Pattern::Instruction;

  std::unexpected<Error> bad(std::string why) const { return fail(Kind::Malformed, std::move(why), "character " + std::to_string(at_ + 1)); }
  bool more() const { return at_ < text_.size(); }
  std::uint32_t here() const { return static_cast<std::uint32_t>(pattern_.program_.size()); }
  void emit(Op op, std::uint32_t x, std::uint32_t y = 0, std::uint8_t c = 0) { pattern_.program_.push_back({op, c, x, y}); }
  /// Puts an instruction before `at`; targets behind it move along.
  void insert(std::uint32_t at, Instruction in) {
    auto& p = pattern_.program_;
    for (std::size_t i = at; i < p.size(); ++i) {
      if (p[i].op != Op::Split && p[i].op != Op::Jump) continue;
      if (p[i].x >= at) ++p[i].x;
      if (p[i].op == Op::Split && p[i].y >= at) ++p[i].y;
    }
    p.insert(p.begin() + at, in);
  }

  Result<void> alternatives(int depth) {
    if (depth > kMaxNesting) return fail(Kind::Limit, "parentheses nested too deep");
    const auto start = here();
    RF_CHECK(sequence(depth));
    std::vector<std::uint32_t> jumps;
    auto branch = start;
    while (more() && text_[at_] == '|') {
      ++at_;
      insert(branch, {Op::Split, 0, branch + 1, 0});
      for (auto& j : jumps) j += j >= branch ? 1 : 0;
      jumps.push_back(here());
      emit(Op::Jump, 0);
      pattern_.program_[branch].y = here();
      branch = here();
      RF_CHECK(sequence(depth));
    }
    for (const auto j : jumps) pattern_.program_[j].x = here();
    return {};
  }

  Result<void> sequence(int depth) {
    while (more() && text_[at_] != '|' && text_[at_] != ')') {
      const auto start = here();
      RF_CHECK(atom(depth));
      RF_CHECK(repeats(start));
      if (pattern_.program_.size() > kMaxProgram) return fail(Kind::Limit, "pattern too long");
    }
    return {};
  }

  Result<void> repeats(std::uint32_t start) {
    if (!more()) return {};
    const char c = text_[at_];
    if (c == '*' || c == '+' || c == '?') {
      ++at_;
      const bool lazy = more() && text_[at_] == '?';
      if (lazy) ++at_;
      repeat(start, c, lazy);
    } else if (c == '{') {
      int low = 0, high = 0;
      ++at_;
      if (!number(low)) return bad("'{' without a number");
      high = low;
      if (more() && text_[at_] == ',') {
        ++at_;
        if (!number(high)) high = -1;
      }
      if (!more() || text_[at_] != '}') return bad("'{' is not closed");
      ++at_;
      if (high > kMaxRepeat || low > kMaxRepeat || (high >= 0 && high < low) || high == 0) return bad("repeats must be 1 to 64");
      const std::vector<Instruction> once(pattern_.program_.begin() + start, pattern_.program_.end());
      const auto copy = [&] {
        const auto shift = here() - start;
        if (pattern_.program_.size() > kMaxProgram) return;
        for (auto in : once) {
          if (in.op == Op::Split || in.op == Op::Jump) in.x += shift, in.y += in.op == Op::Split ? shift : 0;
          pattern_.program_.push_back(in);
        }
      };
      for (int i = 1; i < low; ++i) copy();
      if (low == 0) repeat(start, high < 0 ? '*' : '?');
      for (int i = std::max(low, 1); i < high; ++i) {
        const auto at = here();
        copy();
        repeat(at, '?');
      }
      if (high < 0 && low > 0) {
        const auto at = here();
        copy();
        repeat(at, '*');
      }
    } else {
      return {};
    }
    if (more() && (text_[at_] == '*' || text_[at_] == '+' || text_[at_] == '?' || text_[at_] == '{')) return bad("a repeat of a repeat");
    return {};
  }

  void repeat(std::uint32_t start, char how, bool lazy = false) {
    if (how == '+') {
      if (lazy) emit(Op::Split, here() + 1, start);
      else emit(Op::Split, start, here() + 1);
      return;
    }
    insert(start, {Op::Split, 0, start + 1, 0});
    if (how == '*') emit(Op::Jump, start);
    auto& split = pattern_.program_[start];
    split.y = here();
    if (lazy) std::swap(split.x, split.y);
  }

  bool number(int& n) {
    const auto start = at_;
    n = 0;
    for (; more() && text_[at_] >= '0' && text_[at_] <= '9' && n < 1000; ++at_) n = n * 10 + (text_[at_] - '0');
    return at_ > start;
  }

  Result<void> atom(int depth) {
    const char c = text_[at_++];
    switch (c) {
      case '.': emit(Op::Any, 0); return {};
      case '^': emit(Op::Begin, 0); return {};
      case '$': emit(Op::End, 0); return {};
      case '*': case '+': case '?': case '{': return bad("nothing to repeat");
      case '[': return set();
      case '(': {
        int capture = 0;
        const auto form = text_.substr(at_);
        if (form.starts_with("?=") || form.starts_with("?!") || form.starts_with("?<=") || form.starts_with("?<!"))
          return bad("looking ahead or behind is not known: write what stands there as part of the pattern");
        if (form.starts_with("?:")) at_ += 2;
        else if (form.starts_with("?")) return bad("of the groups that begin with (? only (?: ) is known");
        else if (++captures_ <= kMaxCaptures) capture = captures_;
        else return fail(Kind::Limit, "more than four groups");
        if (capture != 0) emit(Op::Save, static_cast<std::uint32_t>(capture * 2));
        RF_CHECK(alternatives(depth + 1));
        if (!more()) return bad("'(' is not closed");
        ++at_;
        if (capture != 0) emit(Op::Save, static_cast<std::uint32_t>(capture * 2 + 1));
        return {};
      }
      case '\\': {
        if (!more()) return bad("'\\' at the end");
        const char e = text_[at_++];
        if (e == 'b') {
          emit(Op::Word, 0);
          return {};
        }
        if (e >= '1' && e <= '9') return bad("what a group matched cannot be asked for again (\\1): it would not be linear in the text");
        Pattern::Bytes bits{};
        if (class_of(e, bits)) add_set(bits);
        else emit(Op::Char, 0, 0, static_cast<std::uint8_t>(lower(escaped(e))));
        return {};
      }
      default: emit(Op::Char, 0, 0, static_cast<std::uint8_t>(lower(c))); return {};
    }
  }

  static char escaped(char e) { return e == 'n' ? '\n' : e == 'r' ? '\r' : e == 't' ? '\t' : e; }
  static bool class_of(char e, Pattern::Bytes& bits) {
    const char kind = lower(e);
    if (kind != 'd' && kind != 'w' && kind != 's') return false;
    for (unsigned b = 0; b < 256; ++b) {
      const char c = static_cast<char>(b);
      const bool in = kind == 'd' ? (c >= '0' && c <= '9') : kind == 'w' ? word(c) : (c == ' ' || (c >= '\t' && c <= '\r'));
      if (in == (e == kind)) Pattern::put(bits, static_cast<unsigned char>(b));
    }
    return true;
  }
  void add_set(const Pattern::Bytes& bits) {
    emit(Op::Set, static_cast<std::uint32_t>(pattern_.sets_.size()));
    pattern_.sets_.push_back(bits);
  }

  Result<void> set() {
    Pattern::Bytes bits{};
    const bool negated = more() && text_[at_] == '^';
    if (negated) ++at_;
    for (bool first = true; more() && (text_[at_] != ']' || first); first = false) {
      char from = text_[at_++];
      if (from == '\\' && more()) {
        const char e = text_[at_++];
        if (class_of(e, bits)) continue;
        from = escaped(e);
      }
      char to = from;
      if (text_.substr(at_).size() >= 2 && text_[at_] == '-' && text_[at_ + 1] != ']') {
        to = text_[at_ + 1];
        at_ += 2;
        if (to == '\\' && more()) {  // "[1-\]]": the end of a range is escaped like anything else in a set
          Pattern::Bytes none{};
          if (class_of(text_[at_], none)) return bad("a class at the end of a range");
          to = escaped(text_[at_++]);
        }
      }
      if (static_cast<unsigned char>(to) < static_cast<unsigned char>(from)) return bad("a range that runs backwards");
      for (unsigned b = static_cast<unsigned char>(from); b <= static_cast<unsigned char>(to); ++b)
        Pattern::put(bits, static_cast<unsigned char>(lower(static_cast<char>(b))));
    }
    if (!more()) return bad("'[' is not closed");
    ++at_;
    if (negated)
      for (auto& part : bits) part = ~part;
    add_set(bits);
    return {};
  }

  /// The longest run of characters that no alternative or repeat can leave out.
  std::string longest_literal() const {
    const auto& p = pattern_.program_;
    std::vector<bool> sure(p.size(), true);
    std::vector<bool> target(p.size() + 1, false);
    for (std::size_t i = 0; i < p.size(); ++i) {
      const auto skip = [&](std::size_t from, std::size_t to) {
        for (std::size_t k = from; k < to; ++k) sure[k] = false;
      };
      if (p[i].op == Op::Split) {
        target[p[i].x] = target[p[i].y] = true;
        const std::size_t over = std::max(p[i].x, p[i].y);  // ?, *, a branch; + jumps back only
        if (std::min(p[i].x, p[i].y) == i + 1 && over > i + 1) skip(i + 1, over);
      } else if (p[i].op == Op::Jump) {
        target[p[i].x] = true;
        if (p[i].x > i) skip(i, p[i].x);  // the other branches
      }
    }
    std::string best, run;
    for (std::size_t i = 0; i < p.size(); ++i) {
      if (target[i]) run.clear();
      if (p[i].op == Op::Char && sure[i]) run += static_cast<char>(p[i].c);
      else if (p[i].op != Op::Save || !sure[i]) run.clear();
      if (run.size() > best.size()) best = run;
    }
    return best;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int captures_ = 0;
  Pattern pattern_;
};

Result<Pattern> Pattern::compile(std::string_view text) { return PatternCompiler(text).run(); }

void Pattern::find_first() {
  // All instructions reachable from the start without a character; assertions are taken as passed, so that the set may be too
  // wide and never too narrow. Each is visited at most twice: behind `^`, and not.
  std::vector<std::array<bool, 2>> seen(program_.size(), {false, false});
  std::vector<std::pair<std::uint32_t, bool>> stack = {{0, false}};
  anchored_ = true;
  while (!stack.empty()) {
    const auto [pc, behind_begin] = stack.back();
    stack.pop_back();
    if (std::exchange(seen[pc][behind_begin], true)) continue;
    const auto& in = program_[pc];
    switch (in.op) {
      case Op::Jump: stack.emplace_back(in.x, behind_begin); continue;
      case Op::Split:
        stack.emplace_back(in.x, behind_begin);
        stack.emplace_back(in.y, behind_begin);
        continue;
      case Op::Save: case Op::End: case Op::Word: stack.emplace_back(pc + 1, behind_begin); continue;
      case Op::Begin: stack.emplace_back(pc + 1, true); continue;
      case Op::Done: may_be_empty_ = true; break;
      case Op::Any: first_.fill(~std::uint64_t{0}); break;
      case Op::Char: put(first_, in.c); break;
      case Op::Set:
        for (std::size_t i = 0; i < first_.size(); ++i) first_[i] |= sets_[in.x][i];
        break;
    }
    anchored_ = anchored_ && behind_begin;
  }
}

namespace {
constexpr std::size_t kMostTriedBits = 1 << 18;  // 32 KiB: stays in the first-level cache
}

bool Pattern::search(std::string_view text, Match* match) const {
  if (!literal_.empty() && text.find(literal_) == std::string_view::npos) return false;
  using Slots = std::array<std::size_t, 2 * (kMaxCaptures + 1)>;
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  const auto tell = [&](const Slots& won) {
    if (match == nullptr) return;
    for (std::size_t k = 0; k <= kMaxCaptures; ++k) {
      match->has[k] = won[2 * k] != kNone && won[2 * k + 1] != kNone;
      match->at[k] = match->has[k] ? std::pair(won[2 * k], won[2 * k + 1]) : std::pair<std::size_t, std::size_t>(0, 0);
    }
  };
  // Short texts: depth first, with a bit for each pair of instruction and place, so that none is tried twice. The same answer as
  // below, the first in Perl's order, without a copy of the groups for each thread.
  if (const std::size_t bits = program_.size() * (text.size() + 1); bits <= kMostTriedBits) {
    struct Job {
      std::uint32_t pc, i;
      std::uint32_t slot;  ///< not kGo: put `old` back into this slot
      std::size_t old;
    };
    constexpr auto kGo = static_cast<std::uint32_t>(-1);
    static thread_local std::vector<std::uint64_t> tried;
    static thread_local std::vector<Job> jobs;
    tried.assign((bits + 63) / 64, 0);
    Slots slots;
    slots.fill(kNone);
    const std::size_t places = text.size() + 1;
    for (std::size_t start = 0; start < places; ++start) {
      if (anchored_ && start > 0) return false;
      if (!may_be_empty_ && (start == text.size() || !may_start(static_cast<unsigned char>(text[start])))) continue;
      jobs.clear();
      jobs.push_back({0, static_cast<std::uint32_t>(start), kGo, 0});
      while (!jobs.empty()) {
        const Job job = jobs.back();
        jobs.pop_back();
        if (job.slot != kGo) {
          slots[job.slot] = job.old;
          continue;
        }
        std::uint32_t pc = job.pc;
        std::size_t i = job.i;
        for (bool on = true; on;) {
          const std::size_t bit = pc * places + i;
          if ((tried[bit >> 6] >> (bit & 63) & 1) != 0) break;
          tried[bit >> 6] |= std::uint64_t{1} << (bit & 63);
          const auto& in = program_[pc];
          switch (in.op) {
            case Op::Jump: pc = in.x; break;
            case Op::Split:
              jobs.push_back({in.y, static_cast<std::uint32_t>(i), kGo, 0});
              pc = in.x;
              break;
            case Op::Save:
              jobs.push_back({0, 0, in.x, slots[in.x]});
              slots[in.x] = i;
              ++pc;
              break;
            case Op::Begin: on = i == 0, ++pc; break;
            case Op::End: on = i == text.size(), ++pc; break;
            case Op::Word: {
              const bool before = i > 0 && word(text[i - 1]), after = i < text.size() && word(text[i]);
              on = before != after, ++pc;
              break;
            }
            case Op::Done: tell(slots); return true;
            default: {
              if (i == text.size()) {
                on = false;
                break;
              }
              const auto b = static_cast<unsigned char>(text[i]);
              on = takes(in, sets_, b);
              ++pc, ++i;
            }
          }
        }
      }
    }
    return false;
  }
  struct Thread {
    std::uint32_t pc;
    Slots slots;
  };
  // Kept from search to search: hundreds of patterns look at each device.
  static thread_local std::vector<Thread> now, next, stack;
  static thread_local std::vector<std::uint64_t> mark;
  static thread_local std::uint64_t generation = 0;
  now.clear();
  if (mark.size() < program_.size()) mark.resize(program_.size(), 0);
  Slots none;
  none.fill(kNone);
  bool found = false;
  Slots won = none;
  const auto add = [&](std::vector<Thread>& list, Thread start, std::size_t i) {
    stack.clear();
    stack.push_back(start);
    while (!stack.empty()) {
      Thread t = stack.back();
      stack.pop_back();
      if (mark[t.pc] == generation) continue;
      mark[t.pc] = generation;
      const auto& in = program_[t.pc];
      switch (in.op) {
        case Op::Jump: t.pc = in.x; stack.push_back(t); break;
        case Op::Split: {
          Thread second = t;
          second.pc = in.y;
          stack.push_back(second);
          t.pc = in.x;
          stack.push_back(t);
          break;
        }
        case Op::Save: t.slots[in.x] = i; ++t.pc; stack.push_back(t); break;
        case Op::Begin: if (i == 0) ++t.pc, stack.push_back(t); break;
        case Op::End: if (i == text.size()) ++t.pc, stack.push_back(t); break;
        case Op::Word: {
          const bool before = i > 0 && word(text[i - 1]), after = i < text.size() && word(text[i]);
          if (before != after) ++t.pc, stack.push_back(t);
          break;
        }
        default: list.push_back(t);
      }
    }
  };
  ++generation;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (now.empty()) {
      if (found || (anchored_ && i > 0)) break;
      if (!may_be_empty_ && !anchored_) {
        while (i < text.size() && !may_start(static_cast<unsigned char>(text[i]))) ++i;
        if (i == text.size()) break;
      }
    }
    if (!found && (may_be_empty_ || (i < text.size() && may_start(static_cast<unsigned char>(text[i]))))) add(now, {0, none}, i);
    if (now.empty() && found) break;
    ++generation;
    next.clear();
    for (const auto& t : now) {
      const auto& in = program_[t.pc];
      if (in.op == Op::Done) {
        found = true;
        won = t.slots;
        break;  // threads behind it have less right
      }
      if (i == text.size()) continue;
      const auto b = static_cast<unsigned char>(text[i]);
      if (takes(in, sets_, b)) add(next, {t.pc + 1, t.slots}, i + 1);
    }
    std::swap(now, next);
  }
  if (found) tell(won);
  return found;
}

}  // namespace rf::identify
