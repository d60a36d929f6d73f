#include "assess/gather.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>

#include "assess/assess.h"
#include "assess/sightings.h"
#include "base/file.h"
#include "base/text.h"
#include "evidence/columns.h"
#include "identify/from_knowledge.h"
#include "screen/screen.h"

namespace rf::assess {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kStdinLimit = std::uint64_t{4} << 30;

/// Output of one command a file, in a folder where every file is named by its command alone and none twice: one device.
class Captures {
 public:
  explicit Captures(const std::vector<Found>& found) {
    std::map<std::string, std::set<std::string>> commands;
    for (const auto& f : found) {
      const auto command = evidence::command_named_by(f.name);
      auto& seen = commands[folder_of(f.name)];
      if (command.empty() || !seen.insert(command).second) seen.insert("");
    }
    for (auto& [folder, seen] : commands)
      if (!seen.contains("") && seen.size() > 1) folders_.insert(folder);
  }
  static std::string folder_of(std::string_view name) {
    const auto slash = name.find_last_of('/');
    return std::string(slash == std::string_view::npos ? std::string_view() : name.substr(0, slash));
  }
  /// Takes `facts` to those of its folder; false where they stand for themselves.
  bool hold(evidence::AgentFacts& facts, const std::string& input) {
    if (!folders_.contains(folder_of(input))) return false;
    if (inputs.empty()) {
      held = std::move(facts);
    } else {
      held.said.insert(held.said.end(), std::make_move_iterator(facts.said.begin()), std::make_move_iterator(facts.said.end()));
    }
    inputs.push_back(input);
    return true;
  }
  bool belongs(const std::string& input) const { return !inputs.empty() && folder_of(inputs.front()) == folder_of(input); }

  evidence::AgentFacts held;
  std::vector<std::string> inputs;

 private:
  std::set<std::string> folders_;
};

class Collect : public evidence::Sink {
 public:
  /// `inventory`: nothing is put aside as a table that joins rows; `joins`: everything is.
  Collect(estate::Ingest& ingest, estate::Ingest& tables, const identify::Identifier& identifier, Captures* captures, std::string input, bool inventory, bool joins,
          Gathered& out)
      : ingest_(ingest), tables_(tables), identifier_(identifier), captures_(captures), input_(std::move(input)), inventory_(inventory), joins_(joins), out_(out) {}
  void rows(const evidence::ColumnBatch& batch) override {
    if (joins_ || (!inventory_ && estate::is_attribute_table(batch.columns))) tables_.rows(batch);
    else ingest_.rows(batch);
  }
  void agent(evidence::AgentFacts facts) override {
    if (!facts.capture.empty() && captures_ != nullptr && captures_->hold(facts, input_)) return;
    facts.input = input_;
    Device d = identifier_.identify(facts);
    d.input = input_;
    for (auto& e : d.evidence) e.locator.input = input_;
    out_.devices.push_back(std::move(d));
  }
  void sighting(evidence::Sighting s) override {
    Gathered::Seen seen;
    seen.input = input_;
    if (s.identifies) {
      s.facts.input = input_;
      seen.device = identifier_.identify(s.facts);
      seen.device.input = input_;
      for (auto& e : seen.device.evidence) e.locator.input = input_;
      s.facts = {};
    }
    seen.sighting = std::move(s);
    out_.sightings.push_back(std::move(seen));
  }
  void error(Error e) override {
    e.input = input_;
    out_.errors.push_back(std::move(e));
  }
  void note(Error e) override {
    e.input = input_;
    out_.warnings.push_back(std::move(e));
  }

 private:
  estate::Ingest& ingest_;
  estate::Ingest& tables_;
  const identify::Identifier& identifier_;
  Captures* captures_;
  std::string input_;
  bool inventory_, joins_;
  Gathered& out_;
};

}  // namespace

std::vector<Found> find_inputs(const std::vector<std::string>& paths, std::vector<Error>& errors) {
  std::vector<Found> out;
  for (const std::string& path : paths) {
    if (path == "-") {
      out.push_back({"-", "-"});
      continue;
    }
    std::error_code ec;
    const auto status = fs::status(path, ec);
    if (!fs::exists(status)) {
      errors.push_back({Kind::Io, path, {}, "there is no such file or folder", "check the path"});
      continue;
    }
    if (!fs::is_directory(status)) {
      out.push_back({path, path});
      continue;
    }
    std::vector<Found> below;
    fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, ec), end;
    if (ec) {
      errors.push_back({Kind::Io, path, {}, "cannot be opened: " + ec.message(), {}});
      continue;
    }
    for (; it != end; it.increment(ec)) {
      if (ec) break;
      std::error_code quiet;
      const std::string name = it->path().filename().string();
      if (name.starts_with(".")) {
        if (it->is_directory(quiet)) it.disable_recursion_pending();
        continue;
      }
      if (it->is_symlink(quiet) && fs::is_directory(it->path(), quiet)) {  // a link may lead back to where we came from
        errors.push_back({Kind::Limit, it->path().string(), {}, "is a link to a folder and was not followed", "give the folder itself as a PATH"});
        continue;
      }
      if (it->is_regular_file(quiet)) below.push_back({it->path().string(), it->path().string()});
      else if (!it->is_directory(quiet) && it->is_symlink(quiet)) errors.push_back({Kind::Io, it->path().string(), {}, "is a link that leads nowhere, or in a circle", {}});
    }
    if (ec) errors.push_back({Kind::Io, path, {}, "could not be walked to its end: " + ec.message(), {}});
    std::sort(below.begin(), below.end(), [](const Found& a, const Found& b) { return a.name < b.name; });
    if (below.empty()) errors.push_back({Kind::Unsupported, path, {}, "holds no files", "give a folder with inventories or walks"});
    out.insert(out.end(), below.begin(), below.end());
  }
  return out;
}

Result<Tools> make_tools(const knowledge::World& world, const Request& request) {
  Tools t;
  t.resolver = std::make_unique<names::Resolver>(world);
  const auto* resolver = t.resolver.get();
  const knowledge::Knowledge& k = *world.knowledge;
  const auto named = [resolver](std::string_view words) { return resolver->at_front(words); };
  identify::Facts facts;
  auto pens = std::make_shared<std::map<std::uint32_t, std::string>>();
  auto ouis = std::make_shared<std::map<std::string, std::string>>();
  for (const auto& [id, s] : k.suppliers) {
    for (const auto& p : s.pens)
      if (world.known(p, s.pens)) pens->emplace(p.pen, id);
    for (const auto& n : s.oui_names) ouis->emplace(folded(n), id);
  }
  facts.pen = [pens, named, &k](std::uint32_t pen) {
    const auto s = pens->find(pen);
    const std::string org(k.pen_organization(pen));
    return identify::Registrant{s == pens->end() ? named(org) : s->second, org};
  };
  facts.oui = [ouis, named, &k](std::uint64_t mac) {
    const std::string org(k.oui_organization(mac));
    const auto s = ouis->find(folded(org));
    return identify::Registrant{s == ouis->end() ? named(org) : s->second, org};
  };
  facts.named = named;
  auto listed = std::make_shared<std::set<std::string>>();
  for (const auto& [id, list] : k.lists)
    for (const auto& e : list.entries) listed->insert(e.supplier);
  facts.listed = [listed](std::string_view id) { return listed->contains(std::string(id)); };
  identify::take_fingerprints(world, facts);
  RF_TRY(auto identifier, identify::Identifier::make(std::move(facts)));
  t.identifier = std::make_unique<identify::Identifier>(std::move(identifier));
  t.columns = evidence::column_words(k);
  t.columns.named = request.columns;
  for (const auto& [status, words] : k.statuses) {
    t.words.statuses.emplace(status, status);
    for (const auto& w : words) t.words.statuses.emplace(folded(w), status);
  }
  if (!request.map.empty()) {
    RF_TRY(const MappedFile file, MappedFile::open(request.map));
    auto map = read_map(file.bytes(), k);
    if (!map) return in_input(std::move(map).error(), request.map);
    t.map = std::move(*map);
    t.columns.stated = t.map.columns;
    for (const auto& [f, words] : t.map.values)
      if (f != Field::Role && f != Field::Model)
        for (const auto& [word, meaning] : words)
          if (const auto to = meaning.find(f); to != meaning.end() && !to->second.empty()) t.words.mapped[f][word] = to->second;
  }
  t.words.aliases = k.aliases;
  t.words.date_order = request.date_order;
  t.words.makes_equipment = [resolver, &k](std::string_view name) {
    const auto r = resolver->resolve(name);
    if (r.match != names::Match::Clear) return false;
    const auto s = k.suppliers.find(r.supplier);
    return s != k.suppliers.end() && s->second.maker;
  };
  return t;
}

Gathered gather(const std::vector<Found>& inputs, const Tools& tools, const Request& request) {
  Gathered out;
  estate::Ingest ingest(*out.estate, tools.words), tables(*out.tables, tools.words);
  std::size_t done = 0;
  Captures captures(inputs);
  const auto release = [&] {
    if (captures.inputs.empty()) return;
    Device d = tools.identifier->identify(captures.held);
    d.input = captures.inputs.front();
    if (d.name.empty()) d.name = Captures::folder_of(d.input).substr(Captures::folder_of(Captures::folder_of(d.input)).size());
    if (d.name.starts_with('/')) d.name.erase(0, 1);
    d.inputs.assign(captures.inputs.begin() + 1, captures.inputs.end());
    for (auto& e : d.evidence) e.locator.input = d.input;
    out.devices.push_back(std::move(d));
    captures.inputs.clear();
    captures.held = {};
  };
  for (const Found& f : inputs) {
    if (!captures.belongs(f.name)) release();
    if (request.progress) request.progress(done++, inputs.size(), f.name);
    const std::uint32_t number = out.estate->add_input(f.name);
    const auto failed = [&](Error e) {
      e.input = f.name;
      out.errors.push_back(std::move(e));
    };
    auto file = f.path == "-" ? MappedFile::standard_input(kStdinLimit) : MappedFile::open(f.path);
    if (!file) {
      failed(std::move(file).error());
      continue;
    }
    const std::string_view bytes = file->bytes();
    Answer::InputFile record{f.name, {}, {}, bytes.size()};
    if (f.name.ends_with("operator.yaml") && request.kind.empty()) {
      auto facts = read_operator_facts(bytes);
      if (facts) out.facts = std::move(*facts);
      else failed(std::move(facts).error());
      record.kind = "operator-facts";
      if (request.hash_inputs) record.sha256 = sha256_hex(bytes);
      out.inputs.push_back(std::move(record));
      continue;
    }
    const auto reader = evidence::reader_for(bytes, f.name, request.kind);
    if (!reader) {
      failed(reader.error());
      continue;
    }
    record.kind = (*reader)->kind;
    if (request.hash_inputs) record.sha256 = sha256_hex(bytes);
    out.inputs.push_back(std::move(record));
    const bool joins = f.as != Found::As::Told || request.kind == "weights";
    Collect sink(ingest, tables, *tools.identifier, &captures, f.name, request.kind.starts_with("inventory"), joins, out);
    ingest.begin(number);
    tables.begin(out.tables->add_input(f.name));
    const std::size_t tables_before = out.tables->size();
    const std::size_t rows_before = out.estate->size(), devices_before = out.devices.size() + out.sightings.size(), errors_before = out.errors.size();
    evidence::Input input{};
    input.name = f.name;
    input.bytes = bytes;
    input.words = &tools.columns;
    input.asked = &tools.identifier->asked();
    const auto read = (*reader)->read(input, sink);
    for (auto* lane : {&ingest, &tables}) lane->end([&](Error e) { failed(std::move(e)); }, [&](Error e) { sink.note(std::move(e)); });
    if (out.tables->size() > tables_before) {
      const bool secret = f.as == Found::As::SecretSites;
      out.table_spans.push_back({tables_before, out.tables->size(), {secret || f.as == Found::As::Sites, secret}});
      if (out.estate->size() == rows_before) out.inputs.back().kind = "weights";
      if (secret) out.inputs.pop_back();  // its digest would tell who guesses it that he is right
    }
    if (!read) failed(read.error());
    else if (out.tables->size() == tables_before && out.estate->size() == rows_before && out.devices.size() + out.sightings.size() == devices_before && out.errors.size() == errors_before && !captures.belongs(f.name))
      failed({Kind::Malformed, {}, {}, "read as " + std::string((*reader)->what) + ", and nothing in it tells of a device", "is the walk or export complete?"});
  }
  release();
  return out;
}

}  // namespace rf::assess
