#include "base/json_writer.h"
#include "base/text.h"
#include "cli/common.h"
#include "store/store.h"

namespace rf::cli {
namespace {

void write_run(JsonWriter& w, const store::Run& r, bool items) {
  w.begin_object().member("run", r.number).member("made_at", r.made_at).member_or_null("operator", r.operator_id);
  w.member("as_of", r.as_of).member("known_at", r.known_at).member("knowledge", r.knowledge).member("program", r.program);
  w.member("estate", r.estate).member("summary", r.summary).key("options").raw(r.options.empty() ? "null" : r.options).key("inputs").begin_array();
  for (const auto& i : r.inputs) w.begin_object().member("path", i.path).member("sha256", i.sha256).member("bytes", i.bytes).end_object();
  w.end_array();
  if (items) {
    w.key("items").begin_array();
    for (const auto& i : r.items) w.begin_object().member("kind", i.kind).member("id", i.id).member("state", i.state).key("answer").raw(i.json.empty() ? "null" : i.json).end_object();
    w.end_array();
  }
  w.end_object();
}

Result<std::int64_t> number(const std::string& s) {
  const auto n = parse_count(s);
  if (!n || *n < 1) return fail(Kind::Usage, "\"" + s + "\" is no number of a run", {}, "ringfence runs lists them");
  return *n;
}

}  // namespace

int run_runs(const Options& o) {
  const auto db = database_path(o);
  if (!db) return print_error(db.error()), kUsage;
  if (db->empty()) return print_error({Kind::Usage, {}, {}, "--db none keeps no runs", "leave --db out, or give sqlite:PATH"}), kUsage;
  const auto store = store::Store::open(*db);
  if (!store) return print_error(store.error()), kNothing;
  std::string text;
  const bool plain = o.format == "text";
  JsonWriter w(text, o.format == "json" ? 1 : 0);
  if (o.command == "runs diff") {
    const auto a = number(o.args[0]), b = number(o.args[1]);
    if (!a || !b) return print_error(a ? b.error() : a.error()), kUsage;
    const auto changes = store->diff(*a, *b);
    if (!changes) return print_error(changes.error()), kNothing;
    if (!plain) w.begin_array();
    for (const auto& c : *changes) {
      if (plain) text += c.kind + " " + c.id + ": " + (c.before.empty() ? "(none)" : c.before) + " → " + (c.after.empty() ? "(none)" : c.after) + "\n";
      else w.begin_object().member("kind", c.kind).member("id", c.id).member_or_null("before", c.before).member_or_null("after", c.after).end_object();
    }
    if (!plain) w.end_array();
    out(text + (plain ? "" : "\n"));
    std::fprintf(stderr, "%s from run %lld to run %lld\n", counted(static_cast<std::int64_t>(changes->size()), "change", "changes").c_str(), static_cast<long long>(*a), static_cast<long long>(*b));
    return finish_output(kDone);
  }
  if (o.command == "runs show") {
    const auto n = number(o.args[0]);
    if (!n) return print_error(n.error()), kUsage;
    const auto run = store->run(*n);
    if (!run) return print_error(run.error()), kNothing;
    if (plain) {
      text = "Run " + std::to_string(run->number) + ", made " + run->made_at + "\n  operator   " + (run->operator_id.empty() ? "not given" : run->operator_id) +
             "\n  as of      " + run->as_of + ", known at " + run->known_at + "\n  knowledge  " + run->knowledge.substr(0, 12) + ", program " + run->program + "\n";
      for (const auto& i : run->inputs) text += "  input      " + i.path + " (sha256 " + i.sha256.substr(0, 12) + ")\n";
      for (const auto& i : run->items) text += "  " + i.state + std::string(i.state.size() < 16 ? 16 - i.state.size() : 1, ' ') + i.kind + " " + i.id + "\n";
      text += run->summary + "\n";
    } else {
      write_run(w, *run, true);
      text += "\n";
    }
    out(text);
    return finish_output(kDone);
  }
  const auto runs = store->runs();
  if (!runs) return print_error(runs.error()), kNothing;
  if (plain) {
    for (const auto& r : *runs) text += std::to_string(r.number) + "  " + r.made_at + "  as of " + r.as_of + "  " + (r.operator_id.empty() ? "-" : r.operator_id) + "\n    " + r.summary + "\n";
  } else {
    w.begin_array();
    for (const auto& r : *runs) write_run(w, r, false);
    w.end_array();
    text += "\n";
  }
  out(text);
  std::fprintf(stderr, "%s kept in %s\n", counted(static_cast<std::int64_t>(runs->size()), "run", "runs").c_str(), db->c_str());
  return finish_output(kDone);
}

}  // namespace rf::cli
