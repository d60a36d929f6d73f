// Reads a pattern once more, as alternatives of sequences, and keeps for each part either all texts it can match (while they are
// few) or the best set of texts one of which it needs. Wrong towards too little only: "" where in doubt.
#include "identify/literals.h"

#include <algorithm>

namespace rf::identify {
namespace {

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

using Texts = std::vector<std::string>;

struct Part {
  bool exact = false;  ///< `all` are all texts it matches
  Texts all;
  Texts need;          ///< not exact: one of these stands in every match; empty: nothing is needed
};

std::size_t shortest(const Texts& t) {
  std::size_t n = static_cast<std::size_t>(-1);
  for (const auto& s : t) n = std::min(n, s.size());
  return t.empty() ? 0 : n;
}
/// The set whose shortest text is longer says more; of equals the smaller set.
const Texts& better(const Texts& a, const Texts& b) {
  const auto x = shortest(a), y = shortest(b);
  if (x != y) return x > y ? a : b;
  return a.size() <= b.size() ? a : b;
}

class LiteralReader {
 public:
  explicit LiteralReader(std::string_view text) : text_(text) {}
  Texts run() {
    Part p = alternatives();
    Texts out = p.exact ? std::move(p.all) : std::move(p.need);
    if (shortest(out) < kLeastLiteral) return {};
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

 private:
  bool more() const { return at_ < text_.size(); }

  Part alternatives() {
    Part out = sequence();
    while (more() && text_[at_] == '|') {
      ++at_;
      Part next = sequence();
      if (out.exact && next.exact && out.all.size() + next.all.size() <= kMostLiterals) {
        out.all.insert(out.all.end(), next.all.begin(), next.all.end());
        continue;
      }
      Texts a = out.exact ? out.all : out.need, b = next.exact ? next.all : next.need;
      out = {};
      if (shortest(a) == 0 || shortest(b) == 0 || a.size() + b.size() > kMostLiterals) continue;  // one branch needs nothing
      a.insert(a.end(), b.begin(), b.end());
      out.need = std::move(a);
    }
    return out;
  }

  Part sequence() {
    Texts run = {""};  // the texts the exact parts at hand can form
    Texts best;
    bool all_exact = true;
    const auto close = [&] {
      best = better(best, run);
      run = {""};
    };
    while (more() && text_[at_] != '|' && text_[at_] != ')') {
      Part p = atom();
      int low = 1;
      bool once = true;
      repeats(low, once);
      if (p.exact && once && run.size() * p.all.size() <= kMostLiterals) {
        Texts longer;
        for (const auto& a : run)
          for (const auto& b : p.all) longer.push_back(a + b);
        run = std::move(longer);
        continue;
      }
      all_exact = false;
      close();
      if (low > 0) {
        if (p.exact) run = p.all;  // "(?:ab)+" begins a new run and ends it
        best = better(best, p.exact ? p.all : p.need);
        run = {""};
      }
    }
    Part out;
    if (all_exact) {
      out.exact = true;
      out.all = std::move(run);
    } else {
      close();
      out.need = std::move(best);
    }
    return out;
  }

  void repeats(int& low, bool& once) {
    if (!more()) return;
    const char c = text_[at_];
    if (c == '*' || c == '?' || c == '+') {
      low = c == '+' ? 1 : 0;
      once = false;
      ++at_;
    } else if (c == '{') {
      ++at_;
      low = 0;
      while (more() && text_[at_] >= '0' && text_[at_] <= '9' && low < 1000) low = low * 10 + (text_[at_++] - '0');
      while (more() && text_[at_] != '}') ++at_;
      if (more()) ++at_;
      once = false;
    } else {
      return;
    }
    if (more() && text_[at_] == '?') ++at_;
  }

  Part atom() {
    const char c = text_[at_++];
    const auto exactly = [](char x) { return Part{true, {std::string(1, to_lower(x))}, {}}; };
    switch (c) {
      case '^': case '$': return Part{true, {""}, {}};
      case '.': return {};
      case '[': {
        if (more() && text_[at_] == '^') ++at_;
        for (bool first = true; more() && (text_[at_] != ']' || first); first = false) at_ += text_[at_] == '\\' ? 2 : 1;
        if (more()) ++at_;
        return {};
      }
      case '(': {
        if (text_.substr(at_).starts_with("?:")) at_ += 2;
        Part p = alternatives();
        if (more()) ++at_;
        return p;
      }
      case '\\': {
        if (!more()) return {};
        const char e = text_[at_++];
        if (e == 'b') return Part{true, {""}, {}};
        const char k = to_lower(e);
        if (k == 'd' || k == 'w' || k == 's') return {};
        return exactly(e == 'n' ? '\n' : e == 'r' ? '\r' : e == 't' ? '\t' : e);
      }
      default: return exactly(c);
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::string> needed_literals(std::string_view pattern) { return LiteralReader(pattern).run(); }

}  // namespace rf::identify
