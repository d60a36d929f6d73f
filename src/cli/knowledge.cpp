#include <iterator>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "cli/common.h"
#include "identify/from_knowledge.h"
#include "knowledge/read_for_check.h"
#include "report/words.h"

namespace rf::cli {
namespace {

int check(const Options& o) {
  const auto base = knowledge::open({});
  if (!base) return print_error(base.error()), kNothing;
  std::string json;
  JsonWriter w(json, 1);
  w.begin_array();
  std::size_t count = 0, files = 0;
  for (const auto& dir : o.args) {
    const auto found = knowledge::files_below(dir);
    if (!found) return print_error(found.error()), kNothing;
    files += found->size();
    auto faults = knowledge::check(*found, &*base);
    const auto look_at = [&](const knowledge::Knowledge& own) {
      auto more = identify::check_fingerprints(own, *base);
      faults.insert(faults.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    if (const auto image = knowledge::compile(*found)) {
      if (const auto own = knowledge::load(*image)) look_at(*own);
    } else {
      look_at(knowledge::read_for_check(*found));
    }
    for (const auto& f : faults) {
      ++count;
      if (o.format == "text") out(report::clean(dir + "/" + knowledge::to_text(f)) + "\n");
      w.begin_object().member("input", dir + "/" + f.file).member("where", "line " + std::to_string(f.line) + (f.column > 0 ? ", column " + std::to_string(f.column) : std::string())).member("why", f.why).end_object();
    }
  }
  w.end_array();
  if (o.format != "text") out(json + "\n");
  std::fprintf(stderr, "%s, %s\n", counted(static_cast<std::int64_t>(files), "file", "files").c_str(), counted(static_cast<std::int64_t>(count), "fault", "faults").c_str());
  return finish_output(count == 0 ? kDone : kBreached);
}

int schema(const Options& o) {
  std::string text;
  JsonWriter w(text, 2);
  if (o.args.size() == 1) {
    for (const auto& k : knowledge::file_kinds())
      if (k.name == o.args[0]) return out(knowledge::json_schema(k) + "\n"), finish_output(kDone);
    std::string names;
    for (const auto& k : knowledge::file_kinds()) names += (names.empty() ? "" : ", ") + std::string(k.name);
    return print_error({Kind::Usage, {}, {}, "there is no kind of knowledge " + o.args[0], "kinds are " + names}), kUsage;
  }
  w.begin_object();
  for (const auto& k : knowledge::file_kinds()) w.key(k.name).raw(knowledge::json_schema(k));
  w.end_object();
  out(text + "\n");
  return finish_output(kDone);
}

int compile(const Options& o) {
  const auto files = knowledge::files_below(o.args[0]);
  if (!files) return print_error(files.error()), kNothing;
  const auto image = knowledge::compile(*files);
  if (!image) return print_error(image.error()), kNothing;
  if (const auto written = write_file(o.args[1], *image); !written) return print_error(written.error()), kNothing;
  std::fprintf(stderr, "%s: %zu bytes from %zu files\n", o.args[1].c_str(), image->size(), files->size());
  return kDone;
}

int list(const Options& o) {
  const auto k = knowledge::open(o.knowledge);
  if (!k) return print_error(k.error()), kNothing;
  std::vector<std::array<std::string, 3>> rows;
  const std::string& what = o.args[0];
  if (what == "suppliers")
    for (const auto& [id, s] : k->suppliers) rows.push_back({id, s.name, s.seats.empty() ? "" : s.seats.front().country});
  else if (what == "lists")
    for (const auto& [id, l] : k->lists) rows.push_back({id, l.title, l.force});
  else if (what == "directions")
    for (const auto& [id, d] : k->directions) rows.push_back({id, d.title, d.force});
  else if (what == "regimes")
    for (const auto& [id, r] : k->regimes) rows.push_back({id, r.title, ""});
  else if (what == "jurisdictions")
    for (const auto& [id, j] : k->jurisdictions) rows.push_back({id, j.name, j.influence_group});
  else
    return print_error({Kind::Usage, {}, {}, "there is no list of " + what, "suppliers, lists, directions, regimes or jurisdictions"}), kUsage;
  std::string text;
  JsonWriter w(text, 1);
  if (o.format != "text") w.begin_array();
  for (const auto& [id, name, more] : rows) {
    if (o.format != "text") w.begin_object().member("id", id).member("name", name).member("more", more).end_object();
    else text += id + std::string(id.size() < 24 ? 24 - id.size() : 1, ' ') + name + (more.empty() ? "" : " (" + more + ")") + "\n";
  }
  if (o.format != "text") w.end_array();
  out(text + (o.format != "text" ? "\n" : ""));
  std::fprintf(stderr, "%zu %s\n", rows.size(), what.c_str());
  return finish_output(kDone);
}

}  // namespace

int run_knowledge(const Options& o) {
  if (o.command == "knowledge check") return check(o);
  if (o.command == "knowledge schema") return schema(o);
  if (o.command == "knowledge compile") return compile(o);
  return list(o);
}

}  // namespace rf::cli
