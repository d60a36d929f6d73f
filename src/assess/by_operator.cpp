#include "assess/by_operator.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

#include "assess/prepare.h"
#include "base/text.h"
#include "direct/judge.h"

namespace rf::assess {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNamedInStep = 5;    // assets named beside a reason; the run has all
constexpr std::size_t kListedInRun = 100;  // contracts.md: lists hold at most 100

/// Rows that name nobody are the submission's; where rows of another are there only because it shares them with the one who handed
/// them in, that other's estate is not judged here.
std::set<std::string> not_judged(const direct::Subject& s, const std::string& name) {
  const auto& e = *s.estate;
  const direct::Operators ops = direct::operators_of(s);
  std::string own = s.facts.id;
  for (const auto& id : ops.ids)
    if (own.empty() && !id.empty() && direct::same_operator(id, name)) own = id;
  std::set<std::string> out;
  if (own.empty() || ops.ids.size() < 2) return out;
  out = ops.ids;
  out.erase(own);
  for (std::size_t row = 0; row < e.size() && !out.empty(); ++row) {
    const auto op = e.text(Field::Operator, row);
    if (op == own) continue;
    const auto sharers = split(e.text(Field::SharedWith, row), '|');
    if (std::none_of(sharers.begin(), sharers.end(), [&](auto x) { return trimmed(x) == own; })) out.erase(std::string(op));
  }
  return out;
}

Request request_for(const Request& all, const std::vector<std::string>& paths, const std::string& name, Day as_of, Day known_at) {
  Request r = all;
  r.submission = name;
  r.paths = paths;
  r.as_of = as_of;
  r.known_at = known_at;
  r.progress = nullptr;
  return r;
}

/// Tools are the same for all submissions of two days, and cost more to make than a small submission to judge.
class ToolBox {
 public:
  explicit ToolBox(const knowledge::Knowledge& k) : k_(k) {}
  Result<std::unique_ptr<Prepared>> prepare(const Request& r, bool earlier_run) {
    auto& tools = made_[{r.as_of, r.known_at, earlier_run}];
    if (!tools) {
      RF_TRY(Tools fresh, make_tools({&k_, r.as_of, r.known_at}, r));
      tools = std::make_shared<const Tools>(std::move(fresh));
    }
    auto keep = tools;
    if (made_.size() > kHeld) made_.clear();
    return assess::prepare(r, k_, std::move(keep));
  }

 private:
  static constexpr std::size_t kHeld = 8;  // today's, and those of the days on which most handed in before
  const knowledge::Knowledge& k_;
  std::map<std::tuple<Day, Day, bool>, std::shared_ptr<const Tools>> made_;
};

/// The earlier rows in a world of today's knowledge on another day, judged for the operators of `now`.
struct EarlierWorld {
  std::unique_ptr<Prepared> prepared;
  std::map<std::string, direct::Numbers> numbers;
};
Result<EarlierWorld> earlier_world(const Request& request, ToolBox& tools, const Prepared& now, const Earlier& earlier, Day as_of, Day known_at, const std::string& name) {
  Request r = request_for(request, earlier.paths, name, as_of, known_at);
  if (earlier.run != 0) {  // a kept estate has its columns and words mapped already
    r.kind.clear();
    r.map.clear();
    r.columns.clear();
  }
  r.operator_facts.clear();
  r.totals.clear();
  r.weights.clear();
  r.sites.clear();
  r.hash_inputs = false;
  EarlierWorld out;
  RF_TRY(out.prepared, tools.prepare(r, earlier.run != 0));
  direct::Subject& s = out.prepared->subject;
  // What is stated of the operator is what is stated now: only its rows are of then.
  s.facts = now.subject.facts;
  s.country = now.subject.country;
  s.totals = now.subject.totals;
  RF_TRY(const direct::Judgement j, direct::judge(s, {request.directions, 0, nullptr, true}));
  out.numbers = direct::numbers_of(j.findings);
  return out;
}

std::string days_in_words(Day from, Day to) { return "from " + to_text(from) + " to " + to_text(to); }

/// Fills what changed since `earlier` into the submission and its lines.
Result<void> compare(const Request& request, const knowledge::Knowledge& k, ToolBox& tools, const Prepared& now, const Earlier& earlier, const std::vector<Finding>& findings, Submission& submission,
                     std::map<std::string, direct::ChangedFinding>& changed) {
  std::vector<direct::Stage> stages;
  const bool answered = earlier.as_of.known();
  if (answered) stages.push_back({"", "", earlier.numbers});
  if (earlier.paths.empty()) {
    stages.push_back({"unexplained", "the earlier rows were not kept", direct::numbers_of(findings)});
    for (auto& c : direct::changes_of(stages)) changed.emplace(c.id, std::move(c));
    return {};
  }
  std::unique_ptr<Prepared> before;
  const auto add = [&](std::string because, std::string says, Day as_of, Day known_at) -> Result<void> {
    RF_TRY(EarlierWorld w, earlier_world(request, tools, now, earlier, as_of, known_at, submission.name));
    before = std::move(w.prepared);
    stages.push_back({std::move(because), std::move(says), std::move(w.numbers)});
    return {};
  };
  if (answered) {
    const bool other = earlier.knowledge != k.hash;
    RF_CHECK(add("knowledge", other ? "knowledge " + earlier.knowledge.substr(0, 12) + " then, " + k.hash.substr(0, 12) + " now" : "what is stated of the operator, or asked, is not what it was", earlier.as_of, earlier.known_at));
    if (!earlier.exact)  // kept without bounds of totals: those of the same rows stand in
      for (auto& [id, n] : stages.front().numbers)
        if (const auto again = stages.back().numbers.find(id); again != stages.back().numbers.end() && again->second.part == n.part && again->second.total == n.total && again->second.status == n.status) n = again->second;
    if (earlier.known_at != request.known_at) RF_CHECK(add("learnt", "on record " + days_in_words(earlier.known_at, request.known_at), earlier.as_of, request.known_at));
    if (earlier.as_of != request.as_of) RF_CHECK(add("day", days_in_words(earlier.as_of, request.as_of), request.as_of, request.known_at));
  } else {
    RF_CHECK(add("", "", request.as_of, request.known_at));
  }
  RF_TRY(direct::Between between, direct::explain(std::move(stages), before->subject, now.subject, findings, {request.directions, kNamedInStep, nullptr, true}));
  submission.rows = between.rows;
  for (auto& c : between.findings) changed.emplace(c.id, std::move(c));
  return {};
}

/// A line of a bill of materials, or of a device's parts: no asset of the estate.
bool is_listed_only(const estate::Estate& e, std::size_t row) { return e.is_part(row) || e.text(Field::Kind, row) == "component"; }

void note_gaps(Submission& s, const Prepared& p) {
  const auto& e = *p.subject.estate;
  if (!s.errors.empty()) s.gaps.push_back(counted(static_cast<std::int64_t>(s.errors.size()), "part of its input was", "parts of its input were") + " not read");
  if (s.unknown > 0) s.gaps.push_back(counted(s.unknown, "asset has", "assets have") + " no maker that is known");
  std::int64_t none = 0, two = 0;
  const auto& words = e.words(Field::Function);
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (is_listed_only(e, row)) continue;
    const auto code = e.code(Field::Function, row);
    none += code == 0;
    two += code != 0 && words.text(code).find('|') != std::string_view::npos;
  }
  if (none > 0) s.gaps.push_back(counted(none, "asset has", "assets have") + " no function");
  if (two > 0) s.gaps.push_back(counted(two, "asset has", "assets have") + " several functions, and counts once in each scope");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> submissions_of(const std::vector<std::string>& paths, std::vector<Error>& errors) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto stem = [](const fs::path& p) {
    std::string name = p.filename().string();
    std::error_code ec;
    if (fs::is_directory(p, ec)) return name;
    const auto dot = name.find('.', 1);
    return dot == std::string::npos ? name : name.substr(0, dot);
  };
  for (const auto& path : paths) {
    std::error_code ec;
    if (path == "-" || !fs::is_directory(path, ec)) {
      if (path != "-" && !fs::exists(path, ec)) errors.push_back({Kind::Io, path, {}, "there is no such file or folder", "check the path"});
      else out.emplace_back(path == "-" ? path : stem(path), path);
      continue;
    }
    std::vector<std::pair<std::string, std::string>> below;
    fs::directory_iterator it(path, fs::directory_options::skip_permission_denied, ec), end;
    for (; !ec && it != end; it.increment(ec))
      if (!it->path().filename().string().starts_with(".")) below.emplace_back(stem(it->path()), it->path().string());
    if (ec) errors.push_back({Kind::Io, path, {}, "cannot be read: " + ec.message(), {}});
    std::sort(below.begin(), below.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (below.empty()) errors.push_back({Kind::Unsupported, path, {}, "holds no submissions", "give a folder with one folder, or file, for each operator"});
    out.insert(out.end(), below.begin(), below.end());
  }
  return out;
}

Result<ByOperator> by_operator(const Request& request, const knowledge::Knowledge& k, const ByOperatorHooks& hooks, bool as_one) {
  ByOperator out;
  out.as_of = request.as_of;
  out.known_at = request.known_at;
  out.knowledge_hash = k.hash;
  auto entries = as_one ? std::vector<std::pair<std::string, std::string>>{{"", request.paths.empty() ? std::string() : request.paths.front()}} : submissions_of(request.paths, out.errors);
  if (entries.empty()) return std::unexpected(out.errors.empty() ? Error{Kind::Usage, {}, {}, "no PATH given", "ringfence assess --by operator FOLDER"} : out.errors.front());
  direct::SharedOnce once;
  ToolBox tools(k);
  std::map<std::string, std::string> submitted_by;  // operator → submission
  std::set<std::string> directions;
  std::size_t read = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (hooks.progress) hooks.progress(i, entries.size(), entries[i].first);
    Submission s;
    s.name = entries[i].first;
    s.path = entries[i].second;
    auto prepared = tools.prepare(request_for(request, as_one ? request.paths : std::vector<std::string>{s.path}, s.name, request.as_of, request.known_at), false);
    if (!prepared) {
      s.failed = true;
      s.errors.push_back(prepared.error());
      s.gaps.emplace_back("nothing of it could be read");
      out.errors.push_back(prepared.error());
      out.submissions.push_back(std::move(s));
      continue;
    }
    ++read;
    Prepared& p = **prepared;
    const auto left_out = not_judged(p.subject, s.name);
    RF_TRY(direct::Judgement j, direct::judge(p.subject, {request.directions, kListedInRun}));
    std::erase_if(j.findings, [&](const Finding& f) { return left_out.contains(f.operator_id); });
    std::erase_if(j.regimes, [&](const RegimeResult& r) { return left_out.contains(r.operator_id); });
    if (p.answer.estate->hidden(Field::SiteClass)) keep_sites_secret(j.findings, k);
    std::set<std::string> operators;
    for (const auto& f : j.findings) operators.insert(f.operator_id);
    for (const auto& r : j.regimes) operators.insert(r.operator_id);
    s.operators.assign(operators.begin(), operators.end());
    for (const auto& op : operators)
      if (const auto at = submitted_by.emplace(op, s.name); !at.second)
        s.gaps.push_back("the submission " + at.first->second + " is also of " + (op.empty() ? std::string("an operator that is not named") : op) + "; both stand in the lines and totals");
    s.country = p.answer.country;
    s.assets = p.answer.assets;
    s.sightings = p.answer.sightings;
    s.inputs = static_cast<std::int64_t>(p.answer.inputs.size());
    for (std::size_t row = 0; row < p.subject.estate->size(); ++row) {
      const auto match = p.subject.makers[p.subject.maker_of_row[row]].match;
      s.unknown += match != names::Match::Clear && match != names::Match::Other && !is_listed_only(*p.subject.estate, row);
    }
    s.errors = p.answer.errors;
    s.warnings = p.answer.warnings;
    note_gaps(s, p);
    out.errors.insert(out.errors.end(), s.errors.begin(), s.errors.end());
    for (auto& d : j.directions)
      if (d.note.empty() && directions.insert(d.id).second) out.directions.push_back(std::move(d));

    Answer& a = p.answer;
    a.findings = std::move(j.findings);
    a.regimes = std::move(j.regimes);
    a.exposures = std::move(j.exposures);
    a.unknown = s.unknown;
    if (a.operator_id.empty()) a.operator_id = operators.size() == 1 ? *operators.begin() : s.name;
    if (request.hash_inputs) a.estate_hash = a.estate->hash();
    if (hooks.keep) s.run = hooks.keep(a);
    std::map<std::string, direct::ChangedFinding> changed;
    if (hooks.earlier)
      if (const auto earlier = hooks.earlier(a.operator_id, s)) {
        s.since = earlier->label;
        s.since_run = earlier->run;
        if (const auto done = compare(request, k, tools, p, *earlier, a.findings, s, changed); !done) {
          s.gaps.push_back("what changed since " + earlier->label + " cannot be told: " + done.error().why);
          s.since.reset();
        }
      }
    if (p.answer.estate->hidden(Field::SiteClass))  // which rows a number lost would say where classed sites are
      for (auto& [id, c] : changed)
        for (auto& step : c.steps) step.assets.clear();
    RF_CHECK(once.add(p.subject, a.findings));
    s.deadlines = direct::ledger(p.subject, a.findings);
    s.caps = direct::rollouts(p.subject, a.findings, a.estate->hidden(Field::SiteClass) ? 0 : kListedInRun);
    s.regimes = std::move(a.regimes);
    s.exposures = std::move(a.exposures);
    for (auto& f : a.findings) {
      OperatorLine line;
      line.submission = out.submissions.size();
      if (const auto c = changed.find(f.id); c != changed.end()) {
        line.changed = std::move(c->second);
        changed.erase(c);
      }
      line.finding = std::move(f);
      for (auto* list : {&line.finding.assets, &line.finding.decide_by, &line.finding.decide_facts}) list->clear();
      line.finding.decide_rows.clear();
      line.finding.because.clear();
      line.finding.evidence.clear();
      out.lines.push_back(std::move(line));
    }
    for (const auto& [id, c] : changed)
      if (!c.before.status.empty() && c.before.status != "not-applicable") s.gaps.push_back(id + " was judged before (" + c.before.status + ") and is no more");
    out.submissions.push_back(std::move(s));
  }
  if (hooks.progress) hooks.progress(entries.size(), entries.size(), {});
  if (read == 0) return std::unexpected(out.errors.front());
  out.totals = once.totals();
  out.unlisted = once.unlisted();
  out.shared = once.shared();
  out.listed_again = once.listed_again();
  out.listed_otherwise = once.listed_otherwise();
  std::sort(out.directions.begin(), out.directions.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return out;
}

Result<MatrixAnswer> law_matrix(const Request& request, const knowledge::Knowledge& k, const std::vector<std::string>& countries) {
  RF_TRY(const auto prepared, prepare(request, k));
  MatrixAnswer out;
  RF_TRY(out.matrix, direct::matrix(prepared->subject, countries));
  out.base = std::move(prepared->answer);
  out.base.estate.reset();
  return out;
}

}  // namespace rf::assess
