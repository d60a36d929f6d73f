// Every reader of foreign bytes, by name: those of the registry, knowledge files and images, names, and the nouns of
// tables. libFuzzer calls the one that RINGFENCE_FUZZ_TARGET names; fuzz/replay_main.cpp replays corpora without it.
// A crash becomes a file in fuzz/corpus/<target>/.
#include "fuzz/targets.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "assess/map.h"
#include "base/file.h"
#include "base/text.h"
#include "direct/scenario.h"
#include "estate/country.h"
#include "estate/ingest.h"
#include "estate/join_tables.h"
#include "expr/evaluate.h"
#include "evidence/columns.h"
#include "evidence/container.h"
#include "evidence/pack_view.h"
#include "evidence/reader.h"
#include "fuzz/engine.h"
#include "fuzz/pack_with_hashes.h"
#include "fuzz/wire.h"
#include "identify/identify.h"
#include "identify/pattern_set.h"
#include "knowledge/knowledge.h"
#include "model/pack_format.h"
#include "names/resolve.h"
#include "screen/lists/editions.h"
#include "screen/lists/readers.h"

namespace rf::fuzz {
namespace {

/// Takes what a reader pushes all the way into an estate and a device.
class Drain : public evidence::Sink {
 public:
  Drain() : ingest_(estate_, words_), identifier_(identify::Identifier::make({})) { ingest_.begin(estate_.add_input("fuzz")); }
  void rows(const evidence::ColumnBatch& batch) override { ingest_.rows(batch); }
  void agent(evidence::AgentFacts facts) override {
    if (identifier_) (void)identifier_->identify(facts);
  }
  void sighting(evidence::Sighting s) override {
    if (identifier_ && s.identifies) (void)identifier_->identify(s.facts);
  }
  void error(Error) override {}
  void note(Error) override {}
  /// What was read joins a small estate, and itself.
  void join() {
    estate::Estate small;
    const auto input = small.add_input("estate");
    for (const char* name : {"olt-1", "olt-1", "olt-2.example", "rtr"}) {
      const auto row = small.add_row(input);
      small.set_text(Field::Id, row, std::to_string(row));
      small.set_text(Field::Name, row, name);
      small.set_word(Field::Site, row, row < 2 ? "Ash" : "Birch");
      small.set_word(Field::Function, row, "access.fttp.olt");
      small.set_extra(row, "cell", "c1");
    }
    (void)estate::join_table(small, estate_, 0, estate_.size(), {});
    (void)estate::join_table(small, estate_, 0, estate_.size(), {.sites = true, .secret = true});
    (void)small.hash();
  }
  void end() {
    ingest_.end([](Error) {}, [](Error) {});
    for (std::size_t r = 0; r < estate_.size() && r < 100; ++r) {
      (void)estate_.key(r);
      (void)estate_.locator(r, Field::Supplier);
    }
  }

 private:
  estate::Estate estate_;
  estate::Words words_;
  estate::Ingest ingest_;
  Result<identify::Identifier> identifier_;
};

/// Two rows of which nothing is known: every answer is possible, and sums pass 2^63-1 at once.
class Nothing : public expr::Ground {
 public:
  std::size_t rows() const override { return 2; }
  std::size_t codes(const expr::RowField&) const override { return 2; }
  std::uint32_t code(const expr::RowField&, std::size_t row) const override { return static_cast<std::uint32_t>(row); }
  Tri in(const expr::RowField&, std::uint32_t code, const std::vector<std::string>&, const std::vector<std::string>&) const override { return code == 0 ? Tri::Maybe : Tri::Yes; }
  Tri flag(const expr::RowField&, std::size_t row) const override { return row == 0 ? Tri::Maybe : Tri::Yes; }
  Day day(const expr::RowField&, std::size_t row) const override { return row == 0 ? Day{} : Day{18000}; }
  std::optional<std::int64_t> count(const expr::RowField&, std::size_t row) const override { return row == 0 ? std::nullopt : std::optional(std::int64_t{1} << 62); }
  std::int64_t pieces(std::size_t) const override { return std::int64_t{1} << 62; }
  std::string site(std::size_t row) const override { return row == 0 ? "" : "site"; }
  void members(const expr::RowField&, std::uint32_t code, Tri in, expr::Set& into) const override { code == 0 ? void(++into.open) : into.add("x", in); }
  expr::Set assessed(const expr::Set& of, const std::string&) const override { return of; }
  expr::Set on_list(const expr::Set& of, const std::string&) const override { return of; }
  expr::Set outside(const expr::Set& of, const std::vector<std::string>&) const override { return of; }
  expr::Verdict holds(const std::string&, const std::string&) const override { return {}; }
  expr::Verdict assured(const std::string&) const override { return {}; }
  Day today() const override { return Day{18000}; }
  std::string name_of(const std::string& id) const override { return id; }
};

const evidence::ColumnWords& columns() {
  static const evidence::ColumnWords words = evidence::column_words(knowledge::Knowledge{});
  return words;
}

/// Takes what a list holds as an import does.
class DrainList : public screen::lists::Sink {
 public:
  void entity(names::ListEntity e) override { (void)screen::lists::hash_of(e); }
};

/// "list-any": told by content; "list-edition": a kept edition; "list-FORMAT": that reader, whatever the bytes look like.
bool run_list(std::string_view target, std::string_view bytes) {
  namespace lists = screen::lists;
  if (target == "list-edition") return (void)lists::read_edition(bytes, [](names::ListEntity, std::string_view) {}, [](lists::Relation) {}), true;
  DrainList drain;
  lists::Files files{lists::Source::of(bytes, "fuzz"), {}};
  if (target == "list-any") return (void)lists::read(files, drain), true;
  for (const auto& f : lists::formats()) {
    if (f.companion || target.substr(5) != f.id) continue;
    (void)f.likeness(bytes.substr(0, 65536), "fuzz");
    if (f.id == "us-ofac-csv") files.more.push_back(lists::Source::of(bytes, "fuzz"));
    lists::Summary summary;
    (void)f.read(files, drain, summary);
    return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> target_names() {
  std::vector<std::string> out;
  for (const auto& r : evidence::readers()) out.emplace_back(r.kind);
  for (const auto& f : screen::lists::formats())
    if (!f.companion) out.push_back("list-" + std::string(f.id));
  static constexpr std::array kOthers = {
      "container",
      "day",
      "expr",
      "identify-decision",
      "knowledge-image",
      "knowledge-yaml",
      "list-any",
      "list-edition",
      "map",
      "names",
      "pattern",
      "scenario",
      "screen-names",
      "wire-engine",
      "wire-source",
  };
  out.insert(out.end(), kOthers.begin(), kOthers.end());
  for (const auto& t : wire_targets()) out.emplace_back(t.name);
  return out;
}

bool run(std::string_view target, std::string_view bytes) {
  for (const auto& r : evidence::readers()) {
    if (r.kind != target) continue;
    Drain drain;
    // A pack is refused unless its digest fits, so the digest is put right and what stands behind it is tried.
    const std::string with_digest = target == "estate-pack" ? std::string(bytes) + sha256_hex(bytes) : std::string();
    if (!with_digest.empty()) {
      evidence::Input packed{};
      packed.bytes = with_digest;
      (void)r.read(packed, drain);
      const std::string with_hashes = pack_with_hashes(std::string(bytes));
      packed.bytes = with_hashes;
      (void)r.read(packed, drain);
    }
    evidence::Input input{};
    input.name = "fuzz";
    input.bytes = bytes;
    input.words = &columns();
    (void)r.likeness(bytes.substr(0, 65536), "fuzz");
    (void)r.read(input, drain);
    drain.end();
    return true;
  }
  for (const auto& t : wire_targets())
    if (t.name == target) return t.run(bytes), true;
  if (target.starts_with("list-")) return run_list(target, bytes);
  if (target == "identify-decision") {
    // A line a thing said: field, tab, text. Rules, words and objects of two makers who contradict each other.
    static const Result<identify::Identifier> identifier = [] {
      identify::Facts f;
      f.pen = [](std::uint32_t pen) { return identify::Registrant{pen % 2 == 0 ? "" : "odd", "Org " + std::to_string(pen)}; };
      f.named = [](std::string_view w) { return w.starts_with("odd") ? std::string("odd") : std::string(); };
      f.listed = [](std::string_view s) { return s == "odd"; };
      f.fingerprints = {{"a", {"text"}, "a(.*)b+(c|d){1,8}e?", "odd", "", "even", "router", "$1", "x", "$2", "", {}, 5, 0, false},
                        {"b", {"sys_descr"}, "^linux (\\S+)?", "", "$1", "", "", "", "Linux", "$1", "", {}, 0, 0, true},
                        {"c", {"other.1.3.6.1.4.1.7.1"}, "(\\d+)", "even", "", "odd", "", "", "", "$1", "$1", {"site.power"}, -3, 2, false}};
      f.trade_words = {{{"odd*", "even-*", "odd even"}, {}, "even", "", "olt", "", {}, 4.5}};
      f.objects = {{"1.3.6.1.4.1.8.*.1", identify::ObjectRule::Says::Maker, "(o.*)", "$1", "odd", "", 0}};
      return identify::Identifier::make(std::move(f));
    }();
    if (!identifier) std::abort();
    evidence::AgentFacts facts;
    for (const auto line : split(bytes, '\n')) {
      const auto tab = line.find('\t');
      const auto name = line.substr(0, tab), text = tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1);
      if (name == "sys_descr") facts.sys_descr.value = text;
      else if (name == "sys_object_id") facts.sys_object_id.value = text;
      else if (name == "engine_id") facts.engine_id.value = text;
      else if (name == "mac") facts.macs.push_back({std::string(text), {}});
      else if (name == "mfg") facts.entities.emplace_back().mfg.value = text;
      else if (name.starts_with("1.3.")) facts.others.push_back({std::string(text), {std::string(name), 1, 0, 1}});
      else facts.said.push_back({std::string(name), {std::string(text), {"", 1, 0, 1}}});
    }
    const auto d = identifier->identify(facts);
    double sum = 0;
    for (const auto& e : d.evidence) sum += !d.maker.empty() && e.supplier == d.maker ? e.weight : 0;
    if (!d.maker.empty() && (sum - d.sum > 1e-6 || d.sum - sum > 1e-6)) std::abort();  // what is shown adds up to what is said
    return true;
  }
  if (target == "pattern") {
    // First line a pattern, the rest a text: the set and the pattern alone must agree, also on the groups.
    const auto end = bytes.find('\n');
    const auto pattern = bytes.substr(0, end);
    const std::string text = lower_ascii(end == std::string_view::npos ? std::string_view() : bytes.substr(end + 1, 4096));
    const auto alone = identify::Pattern::compile(pattern);
    identify::PatternSet set;
    if (set.add(pattern, 0).has_value() != alone.has_value()) std::abort();
    if (!alone) return true;
    set.seal();
    std::vector<identify::PatternSet::Hit> hits;
    set.search(text, hits);
    identify::Pattern::Match found;
    if (hits.empty() == alone->search(text, &found)) std::abort();
    for (std::size_t k = 1; k <= identify::kMaxCaptures && !hits.empty(); ++k)
      if (hits[0].match.has[k] != found.has[k] || hits[0].match.at[k] != found.at[k]) std::abort();
    return true;
  }
  if (target == "knowledge-yaml") {
    for (const char* path : {"suppliers/x.yaml", "directions/x.yaml", "regimes/x.yaml", "columns.yaml"}) {
      (void)knowledge::check({{path, std::string(bytes)}});
      const auto image = knowledge::compile({{path, std::string(bytes)}});
      if (image && !knowledge::load(*image)) std::abort();  // what compiles must load
    }
    return true;
  }
  if (run_engine_target(target, bytes)) return true;
  if (target == "container") {
    // What stands in archives, three layers deep and at most 64 members of each.
    const auto walk = [](auto&& self, const evidence::Content& content, int layer) -> void {
      const auto inner = evidence::peeled(content);
      if (!inner || layer == 3 || !evidence::is_archive(inner->bytes)) return;
      const auto archive = evidence::Archive::open(*inner);
      if (!archive) return;
      for (std::size_t i = 0; i < (*archive)->names().size() && i < 64; ++i)
        if (const auto member = (*archive)->extract(i)) self(self, *member, layer + 1);
    };
    walk(walk, evidence::content_of(MappedFile::of(std::string(bytes))), 0);
    return true;
  }
  if (target == "knowledge-image") return (void)knowledge::load(bytes), true;
  if (target == "names") return (void)names::normalised(bytes), true;
  if (target == "map") return (void)assess::read_map(bytes, knowledge::Knowledge{}), true;
  if (target == "scenario") {
    // Read, then settled in a world of two suppliers, one list, one direction and one regime.
    static const knowledge::Knowledge small = [] {
      knowledge::Knowledge k;
      k.suppliers["odd"].name = "Odd Works";
      k.suppliers["even"].name = "Even";
      k.lists["list"].id = "list";
      k.directions["d"].requirements.emplace_back().name = "r";
      k.regimes["regime"].id = "regime";
      k.jurisdictions["GB"].id = "GB";
      k.functions = {{"core.4g.mme", "", {}}, {"access.fttp.olt", "", {}}};
      return k;
    }();
    const knowledge::World w{&small, Day{18000}, Day{20000}};
    static const names::Resolver resolver(w);
    std::vector<Error> faults;
    direct::Scenario s = direct::read_scenario(bytes, faults);
    if (!faults.empty()) return true;
    direct::settle(s, w, resolver, faults);
    return true;
  }
  if (target == "screen-names") return run_names(bytes), true;
  if (target == "expr") {
    expr::Names names;
    names.lists = {{"infrastructure", {"core", "ran"}}, {"terminals", {"access.fttp.ont"}}, {"about", {"huawei"}}};
    const Nothing ground;
    if (const auto e = expr::parse(bytes, expr::Context::World, names)) (void)expr::evaluate(*e, names, ground);
    if (const auto e = expr::parse(bytes, expr::Context::Row, names)) {
      const expr::RowTest test(*e, names, ground);
      (void)test.test(0), (void)test.test(1);
    }
    return true;
  }
  if (target == "day") {
    estate::NumberMarks marks;
    marks.add(bytes);
    (void)estate::read_count(bytes, marks);
    (void)estate::country_code(bytes);
    (void)estate::read_day(bytes, estate::DateOrder::Undecided);
    (void)estate::read_day(bytes, estate::DateOrder::Mdy);
    return true;
  }
  return false;
}

}  // namespace rf::fuzz

// The fuzz program holds no built-in knowledge: it must read what is given to it, and nothing else.
namespace rf::knowledge {
std::string_view builtin_image() { return {}; }
}  // namespace rf::knowledge

#ifdef RINGFENCE_LIBFUZZER
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);
extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  if (*argc < 2 || std::string_view((*argv)[1]) != "--list") return 0;
  for (const auto& t : rf::fuzz::target_names()) std::printf("%s\n", t.c_str());
  std::exit(0);
}
#endif

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const char* const target = std::getenv("RINGFENCE_FUZZ_TARGET");
  if (!rf::fuzz::run(target ? target : "inventory-csv", {reinterpret_cast<const char*>(data), size})) std::abort();
  return 0;
}
