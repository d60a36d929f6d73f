#include "assess/gather.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <future>
#include <optional>
#include <set>

#include "assess/assess.h"
#include "assess/captures.h"
#include "assess/contents.h"
#include "assess/model_functions.h"
#include "assess/pipeline.h"
#include "base/file.h"
#include "base/processors.h"
#include "base/text.h"
#include "evidence/columns.h"
#include "evidence/container.h"
#include "model/locator.h"
#include "identify/from_knowledge.h"
#include "screen/screen.h"

namespace rf::assess {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kHashBeside = std::size_t{4} << 20;  // smaller inputs are hashed sooner than a thread starts

/// What a reader finds, on its way to the merging thread. Devices are identified here: that is the larger part of the work.
class ToLane : public evidence::Sink {
 public:
  ToLane(Lane& lane, const identify::Identifier& identifier, const Captures& captures, const Unit& unit) : lane_(lane), identifier_(identifier), captures_(captures), unit_(unit) {}
  void rows(const evidence::ColumnBatch& batch) override { lane_.rows(batch); }
  void agent(evidence::AgentFacts facts) override {
    facts.input = unit_.found.name;
    if (!facts.capture.empty() && unit_.members.empty() && captures_.joins(unit_.found.name)) return lane_.post([f = std::move(facts)](Merge& m) mutable { m.capture(std::move(f)); });
    lane_.post([d = identified(facts)](Merge& m) mutable { m.device(std::move(d)); });
  }
  void sighting(evidence::Sighting s) override {
    Gathered::Seen seen;
    seen.input = unit_.found.name;
    seen.path = unit_.members;
    if (s.identifies) {
      s.facts.input = unit_.found.name;
      seen.device = identified(s.facts);
      // Every web server says something: one whose maker that does not tell is an address like any other, until a row asks for it.
      if (s.only_banners && seen.device.maker.empty() && seen.device.candidates.empty()) {
        seen.device = {};
        s.identifies = false;
      } else {
        s.facts = {};
      }
    }
    seen.sighting = std::move(s);
    lane_.post([seen = std::move(seen)](Merge& m) mutable { m.sighting(std::move(seen)); });
  }
  void error(Error e) override {
    lane_.post([e = std::move(e)](Merge& m) mutable { m.error(std::move(e)); });
  }
  void note(Error e) override {
    lane_.post([e = std::move(e)](Merge& m) mutable { m.note(std::move(e)); });
  }

 private:
  Device identified(const evidence::AgentFacts& facts) const {
    Device d = identifier_.identify(facts);
    d.input = unit_.found.name;
    d.path = unit_.members;
    for (auto& e : d.evidence) {
      e.locator.input = d.input;
      e.locator.path = d.path;
    }
    return d;
  }
  Lane& lane_;
  const identify::Identifier& identifier_;
  const Captures& captures_;
  const Unit& unit_;
};

class Gathering : public Merge {
 public:
  /// `take`: see gather_each; empty: all is kept.
  Gathering(Gathered& out, const Tools& tools, const Request& request, Captures& captures, std::function<void(Gathered&)> take = {})
      : out_(out), take_(std::move(take)), request_(request), identifier_(*tools.identifier), captures_(captures), stated_(tools.columns.stated), ingest_(*out.estate, tools.words), tables_(*out.tables, tools.words) {}

  void begin(const Unit& unit) override {
    if (!captures_.holds(unit.found.name)) release();
    name_ = input_label(unit.found.name, unit.members);
    as_ = unit.found.as;
    what_ = {};
    record_.reset();
    unread_told_.clear();
    ingest_.begin(out_.estate->add_input(unit.found.name, unit.members));
    tables_.begin(out_.tables->add_input(unit.found.name, unit.members));
    tables_before_ = out_.tables->size();
    rows_before_ = out_.estate->size();
    devices_before_ = out_.devices.size() + out_.sightings.size();
    errors_before_ = out_.errors.size();
  }
  void reading(std::string_view kind, std::string_view what, std::uint64_t bytes) override {
    record_ = Answer::InputFile{name_, std::string(kind), {}, bytes};
    what_ = what;
  }
  void rows(const evidence::ColumnBatch& batch) override {
    // `inventory`: nothing is put aside as a table that joins rows; `weights`: everything is.
    const bool joins = as_ != Found::As::Told || request_.kind == "weights", inventory = request_.kind.starts_with("inventory");
    if (joins || (!inventory && estate::is_attribute_table(batch.columns))) return tables_.rows(batch);  // its columns may be keys, whatever they are called
    say_unread(batch);
    ingest_.rows(batch);
  }
  void device(Device d) override { out_.devices.push_back(std::move(d)); }
  void capture(evidence::AgentFacts facts) override { captures_.hold(std::move(facts), name_); }
  /// The captures of a folder that is over.
  void release() {
    if (auto d = captures_.release(identifier_)) out_.devices.push_back(std::move(*d));
    give();
  }
  void sighting(Gathered::Seen s) override { out_.sightings.push_back(std::move(s)); }
  void error(Error e) override {
    e.input = name_;
    out_.errors.push_back(std::move(e));
  }
  void note(Error e) override {
    e.input = name_;
    out_.warnings.push_back(std::move(e));
  }
  void facts(direct::OperatorFacts facts) override {
    if (!out_.facts.id.empty() && !direct::same_operator(out_.facts.id, facts.id))
      return error({Kind::Unsupported, {}, {}, "states facts of " + facts.id + ", and others were read of " + out_.facts.id + ": one answer has those of one operator", "assess --by operator FOLDERS, or each operator by itself"});
    out_.facts = std::move(facts);
  }
  void end(std::string sha256) override {
    for (auto* lane : {&ingest_, &tables_}) lane->end([&](Error e) { error(std::move(e)); }, [&](Error e) { note(std::move(e)); });
    if (out_.tables->size() > tables_before_) {
      const bool secret = as_ == Found::As::SecretSites;
      out_.table_spans.push_back({tables_before_, out_.tables->size(), {secret || as_ == Found::As::Sites, secret}});
      if (record_ && out_.estate->size() == rows_before_) record_->kind = "weights";
      if (secret) record_.reset();  // its digest would tell who guesses it that he is right
    }
    if (record_) {
      record_->sha256 = std::move(sha256);
      out_.inputs.push_back(std::move(*record_));
    }
    if (!what_.empty() && out_.tables->size() == tables_before_ && out_.estate->size() == rows_before_ && out_.devices.size() + out_.sightings.size() == devices_before_ && out_.errors.size() == errors_before_ && !captures_.holds(name_))
      error({Kind::Malformed, {}, {}, "read as " + std::string(what_) + ", and nothing in it tells of a device", "is the walk or export complete?"});
    if (!captures_.holds(name_)) give();
  }

 private:
  void give() {
    if (!take_ || (out_.devices.empty() && out_.errors.empty() && out_.estate->size() == 0)) return;
    take_(out_);
    out_.estate->clear();
    out_.tables->clear();
    out_.devices.clear();
    out_.inputs.clear();
    out_.errors.clear();
    out_.warnings.clear();
  }
  /// Headers of people's tables that no field takes, once a table. Those that a person mapped to nothing are no news.
  void say_unread(const evidence::ColumnBatch& batch) {
    if (!batch.headed || !unread_told_.insert(batch.table).second) return;
    constexpr std::size_t kNamed = 8;
    std::string names;
    std::size_t unread = 0;
    for (const auto& c : batch.columns) {
      if (c.field >= 0 || c.header.empty() || stated_.contains(evidence::header_key(c.header))) continue;
      if (++unread <= kNamed) names += (names.empty() ? "" : ", ") + ("\"" + c.header.substr(0, 60) + "\"");
    }
    if (unread == 0) return;
    if (unread > kNamed) names += " and " + std::to_string(unread - kNamed) + " more";
    note({Kind::Unsupported, {}, batch.sheet.empty() ? std::string() : "sheet " + batch.sheet, counted(static_cast<std::int64_t>(unread), "column is", "columns are") + " not read: " + names,
          "ringfence map proposes what columns mean; --column FIELD=HEADER names one"});
  }
  Gathered& out_;
  std::function<void(Gathered&)> take_;
  const Request& request_;
  const identify::Identifier& identifier_;
  Captures& captures_;
  const std::map<std::string, int, std::less<>>& stated_;
  estate::Ingest ingest_, tables_;
  std::string name_;
  std::string_view what_;  ///< empty where what was read need not tell of a device
  Found::As as_ = Found::As::Told;
  std::optional<Answer::InputFile> record_;
  std::set<std::uint32_t> unread_told_;  ///< tables of the input
  std::size_t tables_before_ = 0, rows_before_ = 0, devices_before_ = 0, errors_before_ = 0;
};

bool is_operator_facts(std::string_view name) { return name.ends_with("operator.yaml"); }

/// One input into the lane; the members of an archive come back as inputs of their own.
std::vector<Unit> read_unit(const Unit& unit, Lane& lane, const Tools& tools, const Request& request, const Captures& captures, bool beside) {
  const auto failed = [&](Error e) {
    lane.post([e = std::move(e)](Merge& m) mutable { m.error(std::move(e)); });
  };
  lane.post([&unit](Merge& m) { m.begin(unit); });
  std::vector<Unit> members;
  std::future<std::string> hash;
  std::string sha256;
  const auto finish = [&] {
    if (hash.valid()) sha256 = hash.get();
    lane.post([sha256](Merge& m) { m.end(sha256); });
    return std::move(members);
  };
  const auto content = content_of_unit(unit);
  if (!content) return failed(content.error()), finish();
  if (request.hash_inputs) {
    // Of the bytes as they were handed in, also where they are compressed.
    if (beside && content->bytes.size() >= kHashBeside) hash = std::async(std::launch::async, [bytes = content->bytes] { return sha256_hex(bytes); });
    else sha256 = sha256_hex(content->bytes);
  }
  const std::uint64_t size = content->bytes.size();
  const auto inner = evidence::peeled(*content);
  if (!inner) return failed(inner.error()), finish();
  const std::string name = unit.members.empty() ? unit.found.name : unit.members.back();
  if (evidence::is_archive(inner->bytes)) {
    lane.post([size](Merge& m) { m.reading("archive", {}, size); });
    const auto archive = evidence::Archive::open(*inner);
    if (!archive) return failed(archive.error()), finish();
    for (const Error& e : (*archive)->errors()) failed(e);
    for (const Error& e : (*archive)->notes()) lane.post([e](Merge& m) { m.note(e); });
    members = members_of(unit, *archive);
    if (members.empty()) failed({Kind::Unsupported, {}, {}, "holds no files", "give an archive with inventories or walks"});
    return finish();
  }
  if (is_operator_facts(name) && request.kind.empty()) {
    auto facts = read_operator_facts(inner->bytes);
    lane.post([size](Merge& m) { m.reading("operator-facts", {}, size); });
    if (facts) lane.post([f = std::move(*facts)](Merge& m) mutable { m.facts(std::move(f)); });
    else failed(std::move(facts).error());
    return finish();
  }
  const auto reader = unit.found.reader != nullptr ? Result<const evidence::Reader*>(unit.found.reader) : evidence::reader_for(inner->bytes, name, request.kind);
  if (!reader) return failed(reader.error()), finish();
  lane.post([kind = (*reader)->kind, what = (*reader)->what, size](Merge& m) { m.reading(kind, what, size); });
  ToLane sink(lane, *tools.identifier, captures, unit);
  evidence::Input input{};
  input.name = name;
  input.bytes = inner->bytes;
  input.words = &tools.columns;
  input.asked = &tools.identifier->asked();
  if (const auto read = (*reader)->read(input, sink); !read) failed(read.error());
  return finish();
}

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
      else if (it->is_directory(quiet)) {
        if (::access(it->path().c_str(), R_OK | X_OK) != 0) errors.push_back({Kind::Io, it->path().string(), {}, std::string("cannot be opened: ") + std::strerror(errno), {}});  // the walk passes it over in silence
      } else if (it->is_symlink(quiet)) errors.push_back({Kind::Io, it->path().string(), {}, "is a link that leads nowhere, or in a circle", {}});
      else errors.push_back({Kind::Unsupported, it->path().string(), {}, "is no file (a pipe, a socket or a device) and was not read", "give it as a PATH by itself"});
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
  t.families = std::make_shared<const ModelFunctions>(k);
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

namespace {
void gather_into(Gathered& out, const std::vector<Found>& inputs, const Tools& tools, const Request& request, std::function<void(Gathered&)> take) {
  Captures captures(inputs);
  Gathering merge(out, tools, request, captures, std::move(take));
  const unsigned threads = request.threads != 0 ? request.threads : usable_processors();
  run_pipeline(inputs, threads, [&](const Unit& unit, Lane& lane) { return read_unit(unit, lane, tools, request, captures, threads > 1); }, merge, request.progress);
  merge.release();
}
}  // namespace

Gathered gather(const std::vector<Found>& inputs, const Tools& tools, const Request& request) {
  Gathered out;
  gather_into(out, inputs, tools, request, {});
  return out;
}

namespace {
constexpr std::size_t kFront = 4096;
constexpr std::size_t kTellingRows = 40;  // a recording's likeness looks at no more (evidence/snmprec.cpp)

/// The reader of a recording of an agent where the first page settles it as all of the head would: it holds the rows that its likeness looks at. Else null.
const evidence::Reader* told_by_front(std::string_view front, std::string_view name) {
  if (front.size() < kFront || (front[0] != '.' && (front[0] < '0' || front[0] > '9')) || !evidence::is_plain(front)) return nullptr;
  front = front.substr(0, front.rfind('\n') + 1);
  std::size_t rows = 0;
  for (std::size_t at = 0, end = 0; (end = front.find('\n', at)) != std::string_view::npos; at = end + 1) rows += end > at + 2 && front[at] != '#';
  if (rows < kTellingRows) return nullptr;
  const auto reader = evidence::reader_for(front, name, {});
  return reader && (*reader)->kind == "snmprec" ? *reader : nullptr;
}
}  // namespace

bool give_devices_alone(std::vector<Found>& inputs, const Request& request) {
  std::string head;
  for (Found& f : inputs) {
    if (f.path == "-" || (request.kind.empty() && is_operator_facts(f.name))) return false;
    if (request.kind.empty() && read_head(f.path, kFront, head) && (f.reader = told_by_front(head, f.name)) != nullptr) continue;
    if (!read_head(f.path, evidence::kReaderHead, head) || !evidence::is_plain(head)) return false;
    const auto reader = evidence::reader_for(head, f.name, request.kind);
    if (!reader) continue;  // it will be told when its turn comes
    if (!(*reader)->devices_alone) return false;
    f.reader = *reader;
  }
  return true;
}

void gather_each(const std::vector<Found>& inputs, const Tools& tools, const Request& request, const std::function<void(Gathered&)>& take) {
  Gathered out;
  gather_into(out, inputs, tools, request, take);
}

}  // namespace rf::assess
