#include "screen/screener.h"

#include <algorithm>
#include <iterator>
#include <cstdlib>
#include <filesystem>
#include <unordered_set>

#include "base/file.h"
#include "names/name_parts.h"
#include "names/supplier_search.h"
#include "screen/lists/editions.h"
#include "screen/lists/known_entries.h"
#include "screen/lists/read.h"

namespace rf::screen {
namespace {
constexpr std::size_t kMaxParts = 6;  // names in one name that are each searched; lists have up to four
}

struct Screener::State {
  knowledge::World world;
  std::shared_ptr<const names::Lexicon> lexicon;
  names::Calibration calibration;
  std::unique_ptr<names::ScriptAliases> aliases;
  std::unique_ptr<Graph> graph;
  ImportedReach reach;
  std::unordered_set<std::string> related;  ///< "list:entry" of who stands on no list and is reached by one
  std::vector<std::unique_ptr<names::Index>> indexes;
  const names::Index* of_knowledge = nullptr;  ///< one of them, or none
  Decisions decisions;
  std::vector<std::string> sources;
  std::vector<Error> errors;
  std::vector<std::string> warnings;
  std::vector<std::string> later;  ///< by index: the edition's day where it is later than what was known
  std::string hash;
  std::size_t entities = 0;

  /// The index kept under `key`, or made by `fill` and kept. A kept one that is damaged or of another version is made again.
  template <class Fill>
  Result<void> index(const std::string& cache, const std::string& key, Fill fill) {
    const std::string path = cache.empty() ? std::string() : cache + "/" + sha256_hex(key + std::string(lexicon->hash()) + RINGFENCE_VERSION) + ".names";
    if (!path.empty() && std::filesystem::exists(path)) {
      if (auto file = MappedFile::open(path)) {
        auto held = std::make_shared<MappedFile>(std::move(*file));
        if (auto opened = names::Index::open(held->bytes(), held); opened && opened->lexicon_hash() == lexicon->hash()) {
          keep(std::move(*opened));
          return {};
        }
      }
    }
    names::IndexBuilder builder(lexicon);
    RF_CHECK(fill(builder));
    auto bytes = std::make_shared<std::string>(builder.finish());
    if (!path.empty()) {
      std::error_code ec;
      std::filesystem::create_directories(cache, ec);
      if (!ec) (void)write_file(path, *bytes);
    }
    RF_TRY(names::Index opened, names::Index::open(*bytes, bytes));
    keep(std::move(opened));
    return {};
  }
  void keep(names::Index&& i) {
    entities += i.entities().size();
    indexes.push_back(std::make_unique<names::Index>(std::move(i)));
  }
};

std::string default_cache() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache && *cache) return std::string(cache) + "/ringfence/names";
  const char* home = std::getenv("HOME");
  return home && *home ? std::string(home) + "/.cache/ringfence/names" : std::string();
}

Result<Screener> Screener::open(const knowledge::Knowledge& k, const Against& against) {
  Screener out;
  out.state_ = std::make_unique<State>();
  State& s = *out.state_;
  s.world.knowledge = &k;
  s.world.as_of = against.as_of;
  s.world.known_at = against.known_at;
  s.lexicon = names::Lexicon::of(k);
  RF_TRY(s.calibration, names::Calibration::of(k));
  s.aliases = std::make_unique<names::ScriptAliases>(s.world, *s.lexicon);
  s.graph = std::make_unique<Graph>(s.world);
  if (!against.db.empty()) s.decisions = Decisions::open(against.db, against.known_at, s.errors);
  std::string all = k.hash;
  if (!against.file.empty()) {
    RF_TRY(const auto source, lists::Source::open(against.file));
    const std::string hash = sha256_hex(source.stored());
    const auto filled = s.index(against.cache, "entries in " + hash + " " + std::filesystem::path(against.file).filename().string(), [&](names::IndexBuilder& b) -> Result<void> {
      RF_TRY(const auto summary, lists::read_file(against.file, [&](names::ListEntity e) {
                if (!lists::only_related(e)) b.add(e, lists::hash_of(e));
              }));
      if (summary.entities == 0) return fail(Kind::Malformed, "holds no entity", {}, "give a list such as a CSV with the columns id and name");
      return {};
    });
    if (!filled) return in_input(filled.error(), against.file);
    s.sources.push_back(against.file + " sha256:" + hash);
    all += hash;
  } else {
    RF_CHECK(s.index({}, {}, [&](names::IndexBuilder& b) -> Result<void> {
      for (const auto& [id, supplier] : k.suppliers) {
        const auto e = names::known_supplier(s.world, supplier);
        b.add(e, s.decisions.empty() ? std::string() : lists::hash_of(e));  // nothing else asks for it, and this index is not kept
      }
      return {};
    }));
    s.of_knowledge = s.indexes.back().get();
    s.sources.push_back("knowledge sha256:" + k.hash);
    if (!against.db.empty()) {
      RF_TRY(auto editions, lists::Editions::open(against.db));
      if (against.editions) editions = editions.only(*against.editions);
      const auto in_force = editions.at_hand(against.known_at);
      RF_CHECK(add_ties(*s.graph, editions, against.known_at));
      RF_TRY(s.reach, ImportedReach::of(s.world, *s.graph, editions));
      for (const auto& edition : in_force) {
        if (edition.format.starts_with("gleif")) continue;  // a register of everybody: to stand in it is no finding
        // Who is only tied to an entry is looked for where a list reaches him.
        std::string reached;
        if (edition.relations > 0 && s.reach.any())
          RF_CHECK(editions.each(edition, [&](names::ListEntity e, std::string_view) {
            if (!lists::only_related(e)) return;
            const std::size_t at = s.reach.party_of(edition.list, e.entry);
            if (at == Graph::npos || !s.reach.reaches(at)) return;
            s.related.insert(edition.list + ":" + e.entry);
            reached += e.entry + "\n";
          }));
        RF_CHECK(s.index(against.cache, "entries of " + edition.list + " " + edition.dated + " " + edition.sha256 + (reached.empty() ? "" : " and " + sha256_hex(reached)), [&](names::IndexBuilder& b) {
          return editions.each(edition, [&](names::ListEntity e, std::string_view hash) {
            if (!lists::only_related(e) || s.related.contains(edition.list + ":" + e.entry)) b.add(e, hash);
          });
        }));
        s.sources.push_back(edition.list + " " + edition.dated + " sha256:" + edition.sha256);
        all += edition.sha256;
        s.later.resize(s.indexes.size());
        if (lists::Editions::later(edition, against.known_at)) {
          s.later.back() = edition.dated;
          s.warnings.push_back(lists::said_of_later(edition, against.known_at));
        }
      }
    }
  }
  s.later.resize(s.indexes.size());
  s.hash = sha256_hex(all + to_text(against.as_of) + to_text(against.known_at) + RINGFENCE_VERSION);
  return out;
}

Screener::Screener(Screener&&) noexcept = default;
Screener::~Screener() = default;
const knowledge::World& Screener::world() const { return state_->world; }
const Graph& Screener::graph() const { return *state_->graph; }
const ImportedReach& Screener::reach() const { return state_->reach; }
const names::Calibration& Screener::calibration() const { return state_->calibration; }
std::size_t Screener::entities() const { return state_->entities; }
const std::vector<std::string>& Screener::sources() const { return state_->sources; }
const std::string& Screener::hash() const { return state_->hash; }
const std::vector<Error>& Screener::errors() const { return state_->errors; }
const std::vector<std::string>& Screener::warnings() const { return state_->warnings; }

Screener::Lane::Lane(const Screener& screener) : screener_(screener) {
  const State& s = *screener.state_;
  // Look-alikes of the suppliers of knowledge are asked for more often than chance has it: there the list's size says nothing.
  const names::Calibration of_lists = s.calibration.for_list_of(s.entities);
  for (const auto& i : s.indexes) searchers_.emplace_back(*i, *s.lexicon, i.get() == s.of_knowledge ? s.calibration : of_lists, *s.aliases);
}

void Screener::Lane::search(Screened& out, std::string_view name, std::string_view asked, const names::SearchOptions& options, const names::Facts& facts) {
  const State& s = *screener_.state_;
  for (std::size_t i = 0; i < searchers_.size(); ++i) {
    names::Answer& a = searchers_[i].search(name, options, facts);
    out.cut = out.cut || a.cut;
    const names::Index& index = *s.indexes[i];
    for (auto* from : {&a.matches, &a.near})
      for (auto& hit : *from) {
        const auto& e = index.entities()[hit.entity];
        Candidate c;
        c.index = &index;
        c.hit = std::move(hit);
        c.supplier = index.text(e.supplier);
        c.list = index.text(e.list);
        c.entry = index.text(e.entry);
        bool match = from == &a.matches;
        if (!s.decisions.empty()) {
          std::vector<std::string> rows;
          index.each_of_entry(e.first_of_entry, [&](std::uint32_t row) { rows.emplace_back(index.text(index.entities()[row].hash)); });
          c.decision = s.decisions.on(asked, c.list, c.entry, lists::hash_of_rows(rows));
          if (c.decision && !c.decision->stale) match = c.decision->decision.verdict == "confirmed" || (match && c.decision->decision.verdict != "wrong");
        }
        c.party = !c.supplier.empty() ? s.graph->find(c.supplier) : s.reach.party_of(c.list, c.entry);
        if (const std::string& later = s.later[i]; !later.empty()) {
          // By the entry's own day it was there, or it is not known; by none of its rows, it was not.
          c.later = later;
          bool yes = false, unknown = false;
          const auto look = [&](std::uint32_t row) {
            const auto was = lists::on_record(index.text(index.entities()[row].from), s.world.known_at);
            yes = yes || was == lists::OnRecord::Yes;
            unknown = unknown || was == lists::OnRecord::Unknown;
          };
          index.each_of_entry(e.first_of_entry, look);
          if (!yes && !unknown) continue;
          match = match && yes;
        }
        c.related = !s.related.empty() && s.related.contains(std::string(c.list) + ":" + std::string(c.entry));
        (match ? out.matches : out.near).push_back(std::move(c));
      }
  }
}

Screened Screener::Lane::screen(std::string_view name, const names::SearchOptions& options, const names::Facts& facts) {
  Screened out;
  search(out, name, name, options, facts);
  // "X, formerly Y" asks for two names; each entry stands once, by the name that meets it best.
  if (const auto parts = name.size() <= names::kMaxNameBytes ? names::parts_of(name) : std::vector<names::NamePart>{}; !parts.empty()) {
    for (std::size_t i = 0; i < std::min(parts.size(), kMaxParts); ++i) search(out, parts[i].text, name, options, facts);
    std::vector<std::pair<bool, Candidate>> all;
    for (auto* v : {&out.matches, &out.near})
      for (auto& c : *v) all.emplace_back(v == &out.matches, std::move(c));
    out.matches.clear();
    out.near.clear();
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second.hit.sum > b.second.hit.sum; });
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto& [match, c] = all[i];
      const bool said = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), [&](const auto& o) { return o.second.index == c.index && o.second.entry == c.entry && o.second.list == c.list; });
      if (!said) (match ? out.matches : out.near).push_back(c);
    }
  }
  // Where a name is wholly somebody's, another whose name says more is a likeness: "Huawei" is not Huawei Marine.
  const auto whole = [](const Candidate& c) { return std::any_of(c.hit.because.begin(), c.hit.because.end(), [](const auto& b) { return b.rule == names::Rule::WholeName; }); };
  // One that has no word more is the same name spelt in another way, under another number.
  const auto says_more = [](const Candidate& c) {
    return std::any_of(c.hit.because.begin(), c.hit.because.end(), [](const auto& b) { return b.rule == names::Rule::MissingWord || b.rule == names::Rule::MissingNumber || (b.rule == names::Rule::OddCommonWord && b.query.empty()); });
  };
  const auto owner = std::find_if(out.matches.begin(), out.matches.end(), whole);
  if (owner != out.matches.end()) {
    const State& s = *screener_.state_;
    const auto supplier = owner->supplier;
    const auto bearer = owner->index->text(owner->index->names()[owner->hit.name].written);
    const auto other = [&](const Candidate& c) {
      const bool confirmed = c.decision && !c.decision->stale && c.decision->decision.verdict == "confirmed";
      return !whole(c) && (says_more(c) || c.list == "knowledge") && !confirmed && (supplier.empty() || c.supplier != supplier);
    };
    const auto rest = std::stable_partition(out.matches.begin(), out.matches.end(), [&](const Candidate& c) { return !other(c); });
    for (auto c = rest; c != out.matches.end(); ++c) {
      const double most = names::rounded(std::min(s.calibration[names::Rule::HeldAt], s.calibration.sum_for(options.threshold) - 0.1));
      if (c->hit.sum <= most) continue;
      c->hit.because.push_back({names::Rule::AnotherBearsIt, {}, std::string(bearer), names::rounded(most - c->hit.sum)});
      c->hit.sum = most;
      c->hit.score = s.calibration.score(most);
    }
    std::move(rest, out.matches.end(), std::back_inserter(out.near));
    out.matches.erase(rest, out.matches.end());
  }
  for (auto* v : {&out.matches, &out.near}) {
    std::stable_sort(v->begin(), v->end(), [](const Candidate& a, const Candidate& b) { return a.hit.sum > b.hit.sum; });
    if (v->size() > options.limit) v->resize(options.limit);
  }
  return out;
}

}  // namespace rf::screen
