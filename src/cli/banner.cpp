// identify --banner FIELD PATH: one banner a line, one object a line. What was answered once is not worked out again: estates of
// millions of banners hold some thousands of different ones.
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "assess/gather.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "cli/common.h"
#include "identify/fields.h"

namespace rf::cli {
namespace {

constexpr std::size_t kMostRemembered = 64 * 1024;      // answers; about 100 MB at most
constexpr std::size_t kMostRememberedLine = 1024;       // bytes of a banner that is remembered
constexpr std::size_t kMostBanner = std::size_t{1} << 20;  // longer lines are no banners; their front is read
constexpr std::size_t kBlock = std::size_t{1} << 20;

class Banners {
 public:
  Banners(const identify::Identifier& identifier, const knowledge::Knowledge& k, const Options& o) : identifier_(identifier), k_(k), o_(o) {
    facts_.said.resize(1);
    facts_.said[0].field = o.banner;
  }

  void line(std::string_view text, std::string_view input, std::uint64_t number) {
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    ++lines_;
    if (text.empty()) return head(input, number), put(nothing_), void();
    text = text.substr(0, kMostBanner);
    if (text.size() <= kMostRememberedLine)
      if (const auto known = answers_.find(text); known != answers_.end()) {
        unknown_ += known->second.unknown;
        head(input, number);
        put(known->second.rest);
        return;
      }
    Answer a = answer(text);
    unknown_ += a.unknown;
    head(input, number);
    put(a.rest);
    if (text.size() <= kMostRememberedLine && answers_.size() < kMostRemembered) answers_.emplace(text, std::move(a));
  }
  void flush() {
    out(buffer_);
    buffer_.clear();
  }
  std::uint64_t lines() const { return lines_; }
  std::uint64_t unknown() const { return unknown_; }

 private:
  struct Answer {
    std::string rest;
    bool unknown = false;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };

  void head(std::string_view input, std::uint64_t number) {
    if (o_.format == "csv") return;
    if (o_.format == "text") return;
    buffer_ += "{\"input\":";
    append_json_string(buffer_, input);
    buffer_ += ",\"line\":";
    buffer_ += std::to_string(number);
  }
  void put(const std::string& rest) {
    buffer_ += rest;
    if (buffer_.size() >= kBlock) flush();
  }

  std::string name_of(const std::string& id) const {
    const auto s = k_.suppliers.find(id);
    return s == k_.suppliers.end() ? id : s->second.name;
  }
  Answer answer(std::string_view text) {
    std::string& value = facts_.said[0].fact.value;
    value.clear();
    // Banners are handed on with their line ends written out.
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r')) {
        value += text[++i] == 'n' ? '\n' : '\r';
      } else {
        value += text[i];
      }
    }
    if (!is_utf8(value)) value = to_utf8(value, guess_encoding(value, true)).text;
    const Device d = identifier_.identify(facts_);
    Answer a;
    a.unknown = d.maker.empty();
    if (o_.format == "text") {
      a.rest = (d.maker.empty() ? "unknown" : name_of(d.maker)) + "  " + d.model + "  " + d.software_name + " " + d.software_version + "  ";
      for (const char c : value.substr(0, 80)) a.rest += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '.' : c;
      a.rest += '\n';
      return a;
    }
    if (o_.format == "csv") {
      for (const auto& cell : {d.maker, d.maker.empty() ? std::string() : name_of(d.maker), d.model, d.software_name, d.software_version, value}) {
        if (!a.rest.empty() || &cell != &d.maker) a.rest += a.rest.empty() ? "" : ",";
        a.rest += '"';
        for (const char c : cell) a.rest += c == '"' ? std::string("\"\"") : std::string(1, c == '\n' || c == '\r' ? ' ' : c);
        a.rest += '"';
      }
      a.rest += "\r\n";
      return a;
    }
    a.rest = ",";
    std::string object;
    JsonWriter w(object);
    w.begin_object().member("field", o_.banner).member("banner", value).key("maker");
    if (d.maker.empty()) w.null();
    else w.begin_object().member("id", d.maker).member("name", name_of(d.maker)).end_object();
    w.key("brand");
    if (d.brand.empty()) w.null();
    else w.begin_object().member_or_null("id", k_.suppliers.contains(d.brand) ? std::string_view(d.brand) : std::string_view()).member("name", name_of(d.brand)).end_object();
    w.member_or_null("kind", d.kind).member_or_null("model", d.model).key("software").begin_object();
    w.member_or_null("name", d.software_name).member_or_null("version", d.software_version).end_object();
    w.member_or_null("serial", d.serial).member("confidence", d.maker.empty() ? 0.0 : d.confidence).key("candidates").begin_array();
    for (const auto& c : d.candidates) w.begin_object().member("maker", c.supplier).member("confidence", c.confidence).end_object();
    w.end_array().key("function").begin_array();
    for (const auto& f : d.functions) w.value(f);
    w.end_array().member("sum", d.sum).key("evidence").begin_array();
    for (const auto& e : d.evidence) w.begin_object().member("says", e.says).member_or_null("for", e.supplier).member("weight", e.weight).end_object();
    w.end_array().end_object();
    a.rest += std::string_view(object).substr(1);
    a.rest += '\n';
    return a;
  }

  const identify::Identifier& identifier_;
  const knowledge::Knowledge& k_;
  const Options& o_;
  evidence::AgentFacts facts_;
  std::unordered_map<std::string, Answer, Hash, std::equal_to<>> answers_;
  std::string buffer_;
  const std::string nothing_ = ",\"maker\":null}\n";
  std::uint64_t lines_ = 0, unknown_ = 0;
};

void each_banner_line(std::string_view bytes, std::string_view input, Banners& banners) {
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    auto end = bytes.find('\n', at);
    if (end == std::string_view::npos) end = bytes.size();
    banners.line(bytes.substr(at, end - at), input, ++number);
    at = end + 1;
  }
}

/// Standard input by blocks: memory stays flat however much comes.
void standard_input(Banners& banners) {
  std::string held;
  std::unique_ptr<char[]> block(new char[kBlock]);
  std::uint64_t number = 0;
  bool skipping = false;  // the rest of a line that is too long
  for (std::size_t n = 0; (n = std::fread(block.get(), 1, kBlock, stdin)) > 0;) {
    std::string_view bytes(block.get(), n);
    for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
      held += bytes.substr(0, end);
      banners.line(held, "-", ++number);
      held.clear();
      skipping = false;
      bytes.remove_prefix(end + 1);
    }
    if (!skipping) held += bytes;
    if (held.size() > kMostBanner) held.resize(kMostBanner), skipping = true;
    if (n < kBlock) banners.flush();  // a terminal or pipe waits for its answers
  }
  if (!held.empty()) banners.line(held, "-", ++number);
}

}  // namespace

int run_banners(const Options& o) {
  if (!identify::field_index(o.banner)) {
    std::string names;
    for (const auto& f : identify::field_table()) names += (names.empty() ? "" : ", ") + std::string(f.name);
    return print_error({Kind::Usage, {}, {}, "--banner " + o.banner + ": no such field", "fields are " + names}), kUsage;
  }
  const auto request = request_of(o);
  if (!request) return print_error(request.error()), kUsage;
  const auto k = knowledge::open(o.knowledge);
  if (!k) return print_error(k.error()), kNothing;
  const knowledge::World world{&*k, request->as_of, request->known_at};
  const auto tools = assess::make_tools(world, *request);
  if (!tools) return print_error(tools.error()), kNothing;
  std::vector<Error> errors;
  const auto inputs = assess::find_inputs(o.args, errors);
  Banners banners(*tools->identifier, *k, o);
  if (o.format == "csv") out("maker,maker_name,model,software,version,banner\r\n");
  for (const auto& f : inputs) {
    if (f.path == "-") {
      standard_input(banners);
      continue;
    }
    auto file = MappedFile::open(f.path);
    if (file) each_banner_line(file->bytes(), f.name, banners);
    else errors.push_back(std::move(file).error()), errors.back().input = f.name;
  }
  banners.flush();
  for (const auto& e : errors) print_error(e);
  const int status = finish_output(banners.lines() == 0 && !errors.empty() ? kNothing : errors.empty() ? kDone : kSomeUnread);
  std::fprintf(stderr, "%llu banners, %llu without a maker\n", static_cast<unsigned long long>(banners.lines()), static_cast<unsigned long long>(banners.unknown()));
  return status;
}

}  // namespace rf::cli
