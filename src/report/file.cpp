// --report FILE, written beside and renamed when whole: a crash or a full disk leaves the file that was there.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.h"
#include "report/report.h"

namespace rf::report {
namespace {

/// A file that exists under its name only once `finish` has said so.
class Beside {
 public:
  explicit Beside(const std::string& path) : path_(path), beside_(path + ".new") {
    fd_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd_ < 0) error_ = errno;
  }
  ~Beside() {
    if (fd_ >= 0) ::close(fd_);
    if (fd_ >= 0 && !done_) ::unlink(beside_.c_str());
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  void write(std::string_view bytes) {
    if (error_ != 0) return;
    held_ += bytes;
    if (held_.size() >= kHeld) flush();
  }
  Result<void> finish() {
    flush();
    if (error_ == 0 && ::fsync(fd_) != 0) error_ = errno;
    if (error_ == 0 && ::rename(beside_.c_str(), path_.c_str()) != 0) error_ = errno;
    done_ = error_ == 0;
    if (done_) return {};
    return std::unexpected(Error{Kind::Io, path_, {}, std::string("cannot be written: ") + std::strerror(error_), "what was there before is unchanged"});
  }

 private:
  static constexpr std::size_t kHeld = 1 << 20;
  void flush() {
    std::string_view left = held_;
    while (error_ == 0 && !left.empty()) {
      const ssize_t n = ::write(fd_, left.data(), left.size());
      if (n >= 0) left.remove_prefix(static_cast<std::size_t>(n));
      else if (errno != EINTR) error_ = errno;
    }
    held_.clear();
  }
  std::string path_, beside_, held_;
  int fd_ = -1, error_ = 0;
  bool done_ = false;
};

using Writer = void (*)(const assess::Answer&, const Options&, const Write&);
struct Format {
  std::string_view ending;
  Writer write;
};
// The longest ending wins; one without a writer is promised (docs/contracts.md) and not made by this version.
constexpr std::array kFormats = {
    Format{".html", [](const assess::Answer& a, const Options& o, const Write& out) { out(html(a, o)); }},
    Format{".htm", [](const assess::Answer& a, const Options& o, const Write& out) { out(html(a, o)); }},
    Format{".oscal.json", nullptr},
    Format{".json", write_json},
    Format{".jsonl", write_jsonl},
    Format{".csv", write_csv},
    Format{".txt", [](const assess::Answer& a, const Options& o, const Write& out) { out(text(a, o)); }},
    Format{".pdf", nullptr},
    Format{".docx", nullptr},
    Format{".xlsx", nullptr},
    Format{".ics", [](const assess::Answer& a, const Options&, const Write& out) { out(ics(a)); }},
};

}  // namespace

Result<void> write_file_as(const std::string& path, const assess::Answer& a, const Options& o) {
  constexpr const char* kRemedy = "end the name with .html, .json, .jsonl, .csv, .ics or .txt; an .html page prints to PDF from any browser";
  const std::string name = lower_ascii(path);
  const Format* format = nullptr;
  for (const auto& f : kFormats)
    if (name.ends_with(f.ending) && (format == nullptr || f.ending.size() > format->ending.size())) format = &f;
  if (format == nullptr) return std::unexpected(Error{Kind::Usage, path, {}, "--report: its ending tells no format", kRemedy});
  if (format->write == nullptr)
    return std::unexpected(Error{Kind::Usage, path, {}, "--report: " + std::string(format->ending) + " is not made by this version", kRemedy});
  Options plain = o;
  plain.colour = false;
  Beside file(path);
  format->write(a, plain, [&](std::string_view bytes) { file.write(bytes); });
  return file.finish();
}

Result<void> write_file_as(const std::string& path, const std::function<void(std::string_view format, const Write& out)>& write) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kOthers = {{{".html", "html"}, {".htm", "html"}, {".jsonl", "jsonl"}, {".csv", "csv"}, {".txt", "text"}, {".json", "json"}}};
  const std::string name = lower_ascii(path);
  for (const auto& [ending, format] : kOthers) {
    if (!name.ends_with(ending) || name.ends_with(".oscal.json")) continue;
    Beside file(path);
    write(format, [&](std::string_view bytes) { file.write(bytes); });
    return file.finish();
  }
  return std::unexpected(Error{Kind::Usage, path, {}, "--report: of this answer its ending tells no format", "end the name with .html, .json, .jsonl, .csv or .txt"});
}

}  // namespace rf::report
