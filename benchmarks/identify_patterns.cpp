// All fingerprints of a field over banners: the set of identify/pattern_set.h, RE2::Set with 1 GiB and Vectorscan on the same
// patterns. Answers are compared before times count. Usage: ringfence-bench-identify FILE FIELD
#include <hs/hs.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <time.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "assess/assess.h"
#include "assess/gather.h"
#include "base/text.h"
#include "identify/from_knowledge.h"
#include "identify/pattern_set.h"
#include "identify/text_decider.h"

namespace {

using Clock = std::chrono::steady_clock;

/// Processor time of this process: other programs on the machine do not count.
double processor() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Calls `once` on all banners again and again for two seconds; banners a second of processor time.
template <class Once>
double rate(const std::vector<std::string>& banners, Once once) {
  for (const auto& b : banners) once(b);
  const double start = processor();
  std::size_t n = 0;
  double took = 0;
  do {
    for (const auto& b : banners) once(b);
    n += banners.size();
    took = processor() - start;
  } while (took < 2);
  return static_cast<double>(n) / took;
}

int on_match(unsigned id, unsigned long long, unsigned long long, unsigned, void* into) {
  static_cast<std::set<int>*>(into)->insert(static_cast<int>(id));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: ringfence-bench-identify FILE FIELD\n"), 2;
  std::vector<std::string> banners;
  std::ifstream in(argv[1]);
  std::size_t bytes = 0;
  for (std::string line; std::getline(in, line);) banners.push_back(line), bytes += line.size();
  const auto k = rf::knowledge::open({});
  if (!k || banners.empty()) return 4;
  const auto day = *rf::parse_iso_day("2026-11-24");
  const rf::knowledge::World world{&*k, day, day};
  const auto start = Clock::now();
  const auto tools = rf::assess::make_tools(world, rf::assess::Request{});
  if (!tools) return 4;
  const double made = std::chrono::duration<double>(Clock::now() - start).count();

  std::vector<std::string> patterns;
  for (const auto& f : k->fingerprints)
    for (const auto& field : f.fields)
      if (field == argv[2] || field == "text") {
        patterns.push_back(f.match);
        break;
      }
  rf::identify::PatternSet ours;
  for (std::uint32_t i = 0; i < patterns.size(); ++i)
    if (!ours.add(patterns[i], i)) return 4;
  ours.seal();

  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_dot_nl(true);
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_max_mem(std::int64_t{1} << 30);
  RE2::Set set(options, RE2::UNANCHORED);
  for (const auto& p : patterns) {
    std::string why;
    if (set.Add(p, &why) < 0) return std::fprintf(stderr, "RE2 refuses %s: %s\n", p.c_str(), why.c_str()), 4;
  }
  if (!set.Compile()) return std::fprintf(stderr, "RE2::Set does not compile\n"), 4;

  std::vector<const char*> texts;
  std::vector<unsigned> flags, ids;
  for (unsigned i = 0; i < patterns.size(); ++i) {
    texts.push_back(patterns[i].c_str());
    flags.push_back(HS_FLAG_CASELESS | HS_FLAG_DOTALL | HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY);
    ids.push_back(i);
  }
  hs_database_t* db = nullptr;
  hs_compile_error_t* wrong = nullptr;
  const auto hs_start = Clock::now();
  if (hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &db, &wrong) != HS_SUCCESS)
    return std::fprintf(stderr, "Vectorscan: %s (pattern %d)\n", wrong->message, wrong->expression), 4;
  const double hs_made = std::chrono::duration<double>(Clock::now() - hs_start).count();
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(db, &scratch) != HS_SUCCESS) return 4;

  std::vector<rf::identify::PatternSet::Hit> hits;
  std::vector<int> matched;
  std::size_t differ = 0, matches = 0;
  for (const auto& b : banners) {
    std::set<int> a, r, h;
    hits.clear();
    ours.search(rf::lower_ascii(b), hits);
    for (const auto& x : hits) a.insert(static_cast<int>(x.number));
    if (set.Match(b, &matched)) r.insert(matched.begin(), matched.end());
    (void)hs_scan(db, b.data(), static_cast<unsigned>(b.size()), 0, scratch, on_match, &h);
    matches += a.size();
    if (a != r || a != h) {
      if (++differ <= 5) std::fprintf(stderr, "differs: ours %zu, RE2 %zu, Vectorscan %zu: %s\n", a.size(), r.size(), h.size(), b.substr(0, 100).c_str());
    }
  }
  std::printf("%zu banners of %s, %zu bytes; %zu patterns; %zu matches; answers differ on %zu\n", banners.size(), argv[2], bytes, patterns.size(), matches, differ);
  std::printf("ready in: all of identify %.3f s, Vectorscan alone %.3f s\n", made, hs_made);
  std::string low;
  const auto session = ours.session();
  std::size_t told = 0;
  const double own = rate(banners, [&](const std::string& b) {
    low = rf::lower_ascii(b);
    told += session->find(ours, low).places.size();
  });
  const double with_groups = rate(banners, [&](const std::string& b) {
    low = rf::lower_ascii(b);
    for (const auto place : session->find(ours, low).places) {
      rf::identify::Pattern::Match m;
      told += session->groups(ours, place, low, m) ? 1U : 0U;
    }
  });
  const double re2 = rate(banners, [&](const std::string& b) {
    matched.clear();
    (void)set.Match(b, &matched);
  });
  std::size_t seen = 0;
  const double hs = rate(banners, [&](const std::string& b) {
    (void)hs_scan(db, b.data(), static_cast<unsigned>(b.size()), 0, scratch, [](unsigned, unsigned long long, unsigned long long, unsigned, void* c) { ++*static_cast<std::size_t*>(c); return 0; }, &seen);
  });
  rf::evidence::AgentFacts facts;
  facts.said.resize(1);
  facts.said[0].field = argv[2];
  const double anew = rate(banners, [&](const std::string& b) {
    facts.said[0].fact.value = b;
    seen += tools->identifier->identify(facts).evidence.size();
  });
  rf::identify::TextDecider decider(*tools->identifier, argv[2]);
  const double decided = rate(banners, [&](const std::string& b) {
    low = rf::lower_ascii(b);
    seen += decider.decide(b, low).model.size();
  });
  std::printf("which patterns match      ringfence %12.0f banners/s  1.00\n", own);
  std::printf("which patterns match      RE2::Set  %12.0f banners/s  ringfence is %.2f times as fast\n", re2, own / re2);
  std::printf("which patterns match      Vectorscan%12.0f banners/s  ringfence is %.2f times as fast\n", hs, own / hs);
  std::printf("and all their groups      ringfence %12.0f banners/s\n", with_groups);
  std::printf("decided, values read      ringfence %12.0f banners/s\n", decided);
  std::printf("decided anew, evidence    ringfence %12.0f banners/s  (%zu)\n", anew, (told + seen) & 1);
  return differ == 0 ? 0 : 1;
}
