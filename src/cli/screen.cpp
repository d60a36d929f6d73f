// screen: names in, one answer a name out, in the order of the input whatever the threads. A long run with --out can be taken up
// again with --resume: FILE.state says how many names the first N bytes of FILE answer, and against what.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/processors.h"
#include "base/text.h"
#include "cli/common.h"
#include "cli/lists_parts.h"
#include "cli/screen_print.h"
#include "screen/lists/words.h"
#include "screen/name_reader.h"

namespace rf::cli {
namespace {

constexpr std::size_t kBatch = 2048;          // names a piece of work: a few hundred kB of answers
constexpr std::size_t kStateEvery = 32;       // batches between two states on disk

struct Batch {
  std::vector<screen::NameRow> rows;
  std::string text;
  std::size_t matched = 0, near = 0;
};

struct State {
  std::uint64_t names = 0, bytes = 0, matched = 0, near = 0, unread = 0;
  std::string key;
};

std::string state_text(const State& s) {
  return "ringfence-screen-1\n" + s.key + "\n" + std::to_string(s.names) + " " + std::to_string(s.bytes) + " " + std::to_string(s.matched) + " " + std::to_string(s.near) + " " +
         std::to_string(s.unread) + "\n";
}

Result<State> read_state(const std::string& path) {
  RF_TRY(const auto file, MappedFile::open(path));
  const auto lines = split(file.bytes(), '\n');
  const auto bad = fail(Kind::Malformed, "is no state of a screening", {}, "run again without --resume");
  if (lines.size() < 3 || lines[0] != "ringfence-screen-1") return bad;
  State s;
  s.key = lines[1];
  const auto n = split(lines[2], ' ');
  std::uint64_t* into[] = {&s.names, &s.bytes, &s.matched, &s.near, &s.unread};
  if (n.size() != 5) return bad;
  for (std::size_t i = 0; i < 5; ++i) {
    const auto v = parse_count(n[i]);
    if (!v) return bad;
    *into[i] = static_cast<std::uint64_t>(*v);
  }
  return s;
}

class Run {
 public:
  Run(const Options& o, const screen::Screener& screener, std::FILE* out) : o_(o), screener_(screener), out_(out) {
    options_.threshold = o.threshold;
    options_.limit = static_cast<std::size_t>(o.limit);
    options_.near_floor = std::min(o.near_floor, o.threshold);
    options_.leave_out = o.leave_out;
  }

  void answer(screen::Screener::Lane& lane, Batch& b) const {
    b.text.clear();
    b.matched = b.near = 0;
    for (const auto& row : b.rows) {
      std::string country = row.country;
      if (country.size() == 2)
        for (char& c : country) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
      country = screen::lists::country_code(country);  // a code, "UK" or a name; else no evidence
      names::Facts facts;
      facts.country = country;
      facts.identifier = row.identifier;
      const auto s = lane.screen(row.name, options_, facts);
      b.matched += !s.matches.empty();
      b.near += s.matches.empty() && !s.near.empty();
      if (o_.format == "csv") append_csv(b.text, screener_, row.name, s);
      else if (o_.format == "text") append_text(b.text, screener_, row.name, s, o_.explain);
      else {
        if (o_.format == "json") b.text += ",\n";
        append_json(b.text, screener_, row.name, s, o_.explain);
        if (o_.format == "jsonl") b.text += '\n';
      }
    }
  }

  bool write(std::string_view text) {
    if (text.empty()) return true;
    if (o_.format == "json" && !begun_) text.remove_prefix(2);  // no comma before the first
    begun_ = true;
    state.bytes += text.size();
    return std::fwrite(text.data(), 1, text.size(), out_) == text.size();
  }

  State state;
  bool begun_ = false;

 private:
  const Options& o_;
  const screen::Screener& screener_;
  std::FILE* out_;
  names::SearchOptions options_;
};

/// Reader → workers → writer, batches in order. Holds at most two batches a thread.
class Pipeline {
 public:
  Pipeline(const screen::Screener& screener, const Run& run, unsigned threads) : slots_(threads * 2) {
    for (unsigned t = 0; t < threads; ++t)
      threads_.emplace_back([this, &screener, &run] {
        screen::Screener::Lane lane(screener);
        for (;;) {
          Slot* s = nullptr;
          {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return stop_ || next_ < filled_; });
            if (next_ >= filled_) return;
            s = &slots_[next_++ % slots_.size()];
          }
          run.answer(lane, s->batch);
          const std::lock_guard lock(mutex_);
          s->done = true;
          wake_.notify_all();
        }
      });
  }
  ~Pipeline() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
  }
  bool room() const { return filled_ - written_ < slots_.size(); }
  bool pending() const { return written_ < filled_; }
  void give(std::vector<screen::NameRow>& rows) {
    Slot& s = slots_[filled_ % slots_.size()];
    s.batch.rows.swap(rows);
    const std::lock_guard lock(mutex_);
    s.done = false;
    ++filled_;
    wake_.notify_all();
  }
  /// The next batch in order, once it is done.
  Batch& take() {
    Slot& s = slots_[written_ % slots_.size()];
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return s.done; });
    ++written_;
    return s.batch;
  }

 private:
  struct Slot {
    Batch batch;
    bool done = false;
  };
  std::vector<Slot> slots_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::uint64_t filled_ = 0, next_ = 0, written_ = 0;
  bool stop_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace

int run_screen(const Options& o) {
  const auto fail_with = [](const Error& e, int status) { return print_error(e), status; };
  if (o.args.empty() == o.input.empty())
    return fail_with({Kind::Usage, {}, {}, o.input.empty() ? "no name to screen" : "names and --input together", "ringfence screen NAME…, or --input FILE"}, kUsage);
  if (o.format == "dot") return fail_with({Kind::Usage, {}, {}, "answers on names are no picture", "--format text, json, jsonl or csv"}, kUsage);
  if (o.resume && (o.out.empty() || o.format == "json" || o.format == "text"))
    return fail_with({Kind::Usage, {}, {}, "--resume goes on with a file of lines", "give --out FILE with --format jsonl or csv"}, kUsage);
  const auto as_of = day_option(o.as_of, "--as-of"), known_at = day_option(o.known_at, "--known-at");
  if (!as_of || !known_at) return fail_with(as_of ? known_at.error() : as_of.error(), kUsage);
  auto db = database_path(o);
  if (!db) return fail_with(db.error(), kUsage);
  const auto knowledge = knowledge::open(o.knowledge);
  if (!knowledge) return fail_with(knowledge.error(), kNothing);
  screen::Against against{o.against, *db, *as_of, *known_at, o.no_cache ? std::string() : screen::default_cache()};
  const auto screener = screen::Screener::open(*knowledge, against);
  if (!screener) return fail_with(screener.error(), kNothing);
  for (const auto& e : screener->errors()) print_error(e);
  for (const auto& w : screener->warnings()) std::fprintf(stderr, "ringfence: %s\n", printable(w).c_str());

  std::optional<screen::NameReader> reader;
  if (!o.input.empty()) {
    auto opened = screen::NameReader::open(o.input, {o.column, o.country_column, o.id_column});
    if (!opened) return fail_with(opened.error(), opened.error().kind == Kind::Usage ? kUsage : kNothing);
    reader.emplace(std::move(*opened));
    if (!reader->taken().empty()) std::fprintf(stderr, "ringfence: %s: %s\n", o.input.c_str(), printable(reader->taken()).c_str());
    if (reader->doubt()) print_error(*reader->doubt());
  }

  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "%.4f %d %.4f %d", o.threshold, o.limit, o.near_floor, o.explain ? 1 : 0);
  const std::string key = sha256_hex(screener->hash() + o.format + numbers + o.column + o.country_column + o.id_column);
  std::FILE* out = stdout;
  State resumed;
  resumed.key = key;
  const std::string state_path = o.out + ".state";
  bool resuming = false;
  if (!o.out.empty()) {
    if (o.resume && std::filesystem::exists(state_path)) {
      auto s = read_state(state_path);
      if (!s) return fail_with(in_input(s.error(), state_path).error(), kNothing);
      if (s->key != key)
        return fail_with({Kind::Usage, state_path, {}, "was begun against other lists or with other options", "take the same options and lists, or run again without --resume"}, kUsage);
      std::error_code ec;
      const auto size = std::filesystem::file_size(o.out, ec);
      if (ec || size < s->bytes) return fail_with({Kind::Io, o.out, {}, "is shorter than its state says", "run again without --resume"}, kNothing);
      std::filesystem::resize_file(o.out, s->bytes, ec);
      if (ec) return fail_with({Kind::Io, o.out, {}, "cannot be cut to what was answered: " + ec.message(), {}}, kNothing);
      resumed = *s;
      resuming = true;
    }
    out = std::fopen(o.out.c_str(), resuming ? "ab" : "wb");
    if (!out) return fail_with({Kind::Io, o.out, {}, std::string("cannot be written: ") + std::strerror(errno), {}}, kNothing);
  }
  Run run(o, *screener, out);
  run.state = resumed;
  run.begun_ = resuming;
  bool wrote = true;
  if (o.format == "json") wrote = std::fwrite("[", 1, 1, out) == 1;
  if (o.format == "csv" && !resuming) {
    std::string header;
    append_csv_header(header);
    wrote = run.write(header);
  }

  bool broken = false;
  if (!reader) {
    Batch b;
    for (const auto& a : o.args) b.rows.push_back({a, {}, {}, 0});
    screen::Screener::Lane lane(*screener);
    run.answer(lane, b);
    wrote = run.write(b.text) && wrote;
    run.state.matched += b.matched;
    run.state.near += b.near;
    run.state.names += b.rows.size();
  } else {
    const bool bar = isatty(STDERR_FILENO) != 0;
    const unsigned threads = o.threads > 0 ? static_cast<unsigned>(o.threads) : std::min(8U, usable_processors());
    Pipeline pipeline(*screener, run, threads);
    std::uint64_t skip = resumed.names, unread_named = 0, read_names = 0;
    bool more = true;
    std::vector<screen::NameRow> rows;
    std::size_t batches = 0;
    const auto drain = [&] {
      Batch& b = pipeline.take();
      wrote = wrote && run.write(b.text);
      run.state.matched += b.matched;
      run.state.near += b.near;
      run.state.names += b.rows.size();
      if (!o.out.empty() && ++batches % kStateEvery == 0 && std::fflush(out) == 0 && fsync(fileno(out)) == 0) (void)write_file(state_path, state_text(run.state));
      if (bar) {
        const auto total = reader->bytes_total();
        if (total > 0) std::fprintf(stderr, "\r\033[K%3.0f %%  %llu names, %llu matched", 100.0 * static_cast<double>(reader->bytes_read()) / static_cast<double>(total), static_cast<unsigned long long>(run.state.names), static_cast<unsigned long long>(run.state.matched));
        else std::fprintf(stderr, "\r\033[K%llu names, %llu matched", static_cast<unsigned long long>(run.state.names), static_cast<unsigned long long>(run.state.matched));
      }
    };
    while (more && wrote) {
      rows.clear();
      while (rows.size() < kBatch) {
        screen::NameRow row;
        const auto got = reader->next(row);
        if (!got) {
          Error e = got.error();
          e.input = o.input;
          ++run.state.unread;
          if (++unread_named <= 20) {
            if (bar) std::fprintf(stderr, "\r\033[K");
            print_error(e);
          }
          if (e.kind != Kind::Malformed) {
            more = false;
            broken = true;
            break;
          }
          continue;
        }
        if (!*got) {
          more = false;
          break;
        }
        if (read_names++ < skip) continue;
        rows.push_back(std::move(row));
      }
      if (!rows.empty()) {
        while (!pipeline.room()) drain();
        pipeline.give(rows);
      }
    }
    if (resuming) run.state.unread = unread_named;  // the skipped part was read again
    while (pipeline.pending()) drain();
    if (bar) std::fprintf(stderr, "\r\033[K");
  }
  if (o.format == "json") wrote = std::fwrite("]\n", 1, 2, out) == 2 && wrote;
  if (o.format == "text" && o.explain) {
    const std::string table = calibration_in_words(screener->calibration());
    wrote = std::fwrite(table.data(), 1, table.size(), out) == table.size() && wrote;
  }
  const auto& s = run.state;
  if (o.format == "jsonl") {
    std::string last = "{\"type\":\"summary\",\"names\":" + std::to_string(s.names) + ",\"matched\":" + std::to_string(s.matched) + ",\"near\":" + std::to_string(s.near) +
                       ",\"unread\":" + std::to_string(s.unread) + ",\"against\":[";
    for (std::size_t i = 0; i < screener->sources().size(); ++i) last += (i ? "," : "") + safe_json(screener->sources()[i]);
    last += "]}\n";
    if (reader) wrote = std::fwrite(last.data(), 1, last.size(), out) == last.size() && wrote;
  }
  if (!o.out.empty()) {
    wrote = std::fclose(out) == 0 && wrote;
    if (!wrote) return fail_with({Kind::Io, o.out, {}, "could not take the whole answer (disk full)", "free some space and go on with --resume"}, kNothing);
    std::error_code ec;
    if (!broken) std::filesystem::remove(state_path, ec);
  }
  std::fprintf(stderr, "%s screened against %s: %llu matched, %llu only near%s\n", counted(static_cast<std::int64_t>(s.names), "name", "names").c_str(),
               counted(static_cast<std::int64_t>(screener->entities()), "entity", "entities").c_str(), static_cast<unsigned long long>(s.matched), static_cast<unsigned long long>(s.near),
               s.unread ? (", " + counted(static_cast<std::int64_t>(s.unread), "record", "records") + " not read").c_str() : "");
  const int status = s.unread > 0 ? (s.matched > 0 ? kBreachedSomeUnread : kSomeUnread) : s.matched > 0 ? kBreached : kDone;
  return o.out.empty() ? finish_output(status) : status;
}

}  // namespace rf::cli
