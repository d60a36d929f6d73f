// identify --banner FIELD PATH: one banner a line, one object a line. What is the same for all banners of a kind is written once, as a
// template (identify/text_decider.h), and lines that come again are not worked out again.
#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assess/gather.h"
#include "base/file.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "cli/common.h"
#include "identify/agent_view.h"
#include "identify/fields.h"
#include "identify/text_decider.h"
#include "report/csv_line.h"
#include "report/words.h"

namespace rf::cli {
namespace {

constexpr std::size_t kMostRemembered = 64 * 1024;      // answers; about 100 MB at most
constexpr std::size_t kMostRememberedLine = 1024;       // bytes of a banner that is remembered
constexpr std::size_t kSeen = std::size_t{1} << 16;     // lines of which it is known that they came once: only the second time is one remembered
constexpr std::size_t kMostBanner = std::size_t{1} << 20;  // longer lines are no banners; their front is read
constexpr std::size_t kBlock = std::size_t{1} << 17;      // stays within a core's second-level cache
constexpr std::size_t kSlack = 32;                      // bytes that copies may read and write beyond an end

/// What of an answer is the text's own, in the middle of what is not.
enum class Hole : std::uint8_t { None, Banner, Short, Word, Model, Software, Version, Serial };
struct Piece {
  std::uint32_t begin, size;  ///< of Template::fixed, before the hole
  Hole hole;
  std::uint32_t word;
};
struct Template {
  std::string fixed;  ///< kSlack bytes longer than what is used of it
  std::vector<Piece> pieces;
  std::size_t used = 0, texts = 0, words = 0;  ///< bytes of fixed; holes that take the whole text, and a word of it
  bool unknown = false;
};

/// Copies in steps of 16 bytes, beyond the end; both sides have kSlack bytes more.
char* copy_over(char* to, const char* from, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) std::memcpy(to + i, from + i, 16);
  return to + n;
}

/// A text in the forms in which it is needed. Most texts are ASCII that JSON takes as it is, and then they are the line itself.
class Text {
 public:
  void take(std::string_view line) {
    if (plain(line)) {
      value = line;
      json.assign(line);
    } else {
      unescaped(line);
      value = held_;
      lower = lower_ascii(value);
      json.clear();
      append_json_string(json, value);
      json.erase(0, 1), json.pop_back();
    }
    json.append(kSlack, '\0');
    if (value.size() <= identify::kMostShown) {
      brief = std::string_view(json).substr(0, json.size() - kSlack);
      return;
    }
    cut_.clear();
    append_json_string(cut_, identify::shortened(value));
    const auto size = cut_.size() - 2;
    cut_.append(kSlack, '\0');
    brief = std::string_view(cut_).substr(1, size);
  }
  std::size_t json_size() const { return json.size() - kSlack; }

  std::string_view value;  ///< UTF-8
  std::string lower;
  std::string json;        ///< as within the quotes of a JSON string, and kSlack bytes
  std::string_view brief;  ///< of the same what stands in the words of evidence

 private:
  /// Lower case of a line without anything that JSON escapes and without bytes beyond ASCII; false where it has some.
  bool plain(std::string_view line) {
    constexpr std::uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
    const auto zero = [](std::uint64_t v) { return (v - kOnes) & ~v; };
    lower.resize(line.size());
    std::size_t i = 0;
    for (; i + 8 <= line.size(); i += 8) {
      std::uint64_t v;
      std::memcpy(&v, line.data() + i, 8);
      if (((v | zero(v ^ kOnes * '"') | zero(v ^ kOnes * '\\') | ((v - kOnes * 0x20) & ~v)) & kHighs) != 0) return false;
      v |= (((v + kOnes * (0x80 - 'A')) ^ (v + kOnes * (0x7f - 'Z'))) & kHighs) >> 2;  // 'A' … 'Z' have one of the two high bits
      std::memcpy(lower.data() + i, &v, 8);
    }
    for (; i < line.size(); ++i) {
      const auto c = static_cast<unsigned char>(line[i]);
      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') return false;
      lower[i] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return true;
  }
  /// Banners are handed on with their line ends written out.
  void unescaped(std::string_view line) {
    held_.clear();
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == 'n' || line[i + 1] == 'r')) held_ += line[++i] == 'n' ? '\n' : '\r';
      else held_ += line[i];
    }
    if (!is_utf8(held_)) held_ = to_utf8(held_, guess_encoding(held_, true)).text;
  }
  std::string held_, cut_;
};

class Banners {
 public:
  Banners(const identify::Identifier& identifier, const knowledge::Knowledge& k, const Options& o) : identifier_(identifier), k_(k), o_(o), seen_(kSeen) {
    facts_.said.resize(1);
    facts_.said[0].field = o.banner;
    buffer_.resize(kBlock);
    if (json() && identify::TextDecider::applies(o.banner)) decider_.emplace(identifier, o.banner);
  }

  void line(std::string_view text, std::string_view input, std::uint64_t number) {
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    ++lines_;
    head(input, number);
    if (text.empty() && json()) return ++unknown_, put(nothing_);
    text = text.substr(0, kMostBanner);
    const std::uint64_t hash = std::hash<std::string_view>{}(text);
    const bool brief = text.size() <= kMostRememberedLine;
    if (brief)
      if (const auto known = answers_.find(hash); known != answers_.end() && known->second.text == text) {
        unknown_ += known->second.unknown;
        return put(known->second.rest);
      }
    // Lines that come once are not worth remembering.
    auto& seen = seen_[hash % kSeen];
    const bool again = brief && seen == static_cast<std::uint32_t>(hash >> 32) && answers_.size() < kMostRemembered;
    seen = static_cast<std::uint32_t>(hash >> 32);
    const std::size_t before = used_;
    text_.take(text);
    const bool unknown = decider_ && text_.value.size() <= identify::TextDecider::kMostText && !text_.value.empty() ? filled_in() : whole();
    unknown_ += unknown;
    if (again) answers_.insert_or_assign(hash, Answer{std::string(text), std::string(buffer_.data() + before, used_ - before), unknown});
    if (used_ >= kBlock) flush();
  }
  void flush() {
    out({buffer_.data(), used_});
    used_ = 0;
  }
  std::uint64_t lines() const { return lines_; }
  std::uint64_t unknown() const { return unknown_; }

 private:
  struct Answer {
    std::string text, rest;
    bool unknown = false;
  };
  struct Same {
    std::size_t operator()(std::uint64_t hash) const { return hash; }
  };

  bool json() const { return o_.format != "csv" && o_.format != "text"; }
  /// Room for `n` more bytes, and kSlack.
  char* room(std::size_t n) {
    if (buffer_.size() - used_ < n + kSlack) buffer_.resize(2 * buffer_.size() + n + kSlack);
    return buffer_.data() + used_;
  }
  void add(std::string_view s) {
    std::memcpy(room(s.size()), s.data(), s.size());
    used_ += s.size();
  }
  void put(std::string_view rest) {
    add(rest);
    if (used_ >= kBlock) flush();
  }
  void head(std::string_view input, std::uint64_t number) {
    if (!json()) return;
    if (input != input_) {
      input_ = input;
      head_ = "{\"input\":";
      append_json_string(head_, input);
      head_ += ",\"line\":";
    }
    add(head_);
    char* const p = room(20);
    used_ += static_cast<std::size_t>(std::to_chars(p, p + 20, number).ptr - p);
  }

  std::string name_of(const std::string& id) const {
    const auto s = k_.suppliers.find(id);
    return s == k_.suppliers.end() ? id : s->second.name;
  }

  /// The object behind its first members. With a trace, what is the text's own is left out and `holes` says where.
  void compose(std::string& object, const Device& d, std::string_view value, const identify::Trace* trace, std::vector<Piece>* holes) {
    JsonWriter w(object);
    std::uint32_t done = 0;
    const auto hole = [&](Hole what, std::size_t word = 0) {
      const auto end = static_cast<std::uint32_t>(object.size());
      holes->push_back({done, end - done, what, static_cast<std::uint32_t>(word)});
      done = end;
    };
    const auto own = [&](std::string_view key, Hole what, const std::string& text) {
      if (trace == nullptr) w.member_or_null(key, text);
      else w.key(key).raw(""), hole(what);
    };
    w.begin_object().member("field", o_.banner).key("banner");
    if (trace == nullptr) w.value(value);
    else w.raw("\""), hole(Hole::Banner), object += '"';
    w.key("maker");
    if (d.maker.empty()) w.null();
    else w.begin_object().member("id", d.maker).member("name", name_of(d.maker)).end_object();
    w.key("brand");
    if (d.brand.empty()) w.null();
    else w.begin_object().member_or_null("id", k_.suppliers.contains(d.brand) ? std::string_view(d.brand) : std::string_view()).member("name", name_of(d.brand)).end_object();
    w.member_or_null("kind", d.kind);
    own("model", Hole::Model, d.model);
    w.key("software").begin_object();
    own("name", Hole::Software, d.software_name);
    own("version", Hole::Version, d.software_version);
    w.end_object();
    own("serial", Hole::Serial, d.serial);
    w.member("confidence", d.maker.empty() ? 0.0 : d.confidence).key("candidates").begin_array();
    for (const auto& c : d.candidates) w.begin_object().member("maker", c.supplier).member("confidence", c.confidence).end_object();
    w.end_array().key("function").begin_array();
    for (const auto& f : d.functions) w.value(f);
    w.end_array().member("sum", d.sum).key("evidence").begin_array();
    for (std::size_t i = 0; i < d.evidence.size(); ++i) {
      const auto& e = d.evidence[i];
      w.begin_object().key("says");
      const auto source = trace != nullptr ? trace->evidence[i] : identify::Trace::Source{};
      if (source.size == 0) {
        w.value(e.says);
      } else {
        const std::string_view says = e.says;
        std::string part;
        append_json_string(part, says.substr(0, source.begin));
        part.pop_back();
        w.raw(part), hole(source.word == identify::Trace::kNone ? Hole::Short : Hole::Word, source.word);
        part.clear();
        append_json_string(part, says.substr(source.begin + source.size));
        object += std::string_view(part).substr(1);
      }
      w.member_or_null("for", e.supplier).member("weight", e.weight).end_object();
    }
    w.end_array().end_object();
    object += '\n';
    if (trace != nullptr) hole(Hole::None);
  }

  const Template& template_of(const identify::Verdict& v) {
    if (generation_ != decider_->generation()) {
      templates_.clear();
      generation_ = decider_->generation();
    }
    if (templates_.size() <= v.number) templates_.resize(v.number + 1);
    auto& t = templates_[v.number];
    if (!t.pieces.empty()) return t;
    compose(t.fixed, v.device, {}, &v.trace, &t.pieces);
    t.fixed[0] = ',';  // the object goes on where head() left it
    t.used = t.fixed.size();
    t.fixed.append(kSlack, '\0');
    t.unknown = v.device.maker.empty();
    for (const auto& p : t.pieces) t.texts += p.hole == Hole::Banner || p.hole == Hole::Short, t.words += p.hole == Hole::Word;
    return t;
  }
  /// By the verdict's template. True: no maker.
  bool filled_in() {
    const auto& a = decider_->decide(text_.value, text_.lower);
    const Template& t = template_of(*a.verdict);
    values_.clear();
    std::array<std::pair<std::uint32_t, std::uint32_t>, 4> at{};
    const std::array<std::string_view, 4> values = {a.model, a.software, a.version, a.serial};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto begin = values_.size();
      if (values[i].empty()) values_ += "null";
      else append_json_string(values_, values[i]);
      at[i] = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(values_.size() - begin)};
    }
    values_.append(kSlack, '\0');
    char* const start = room(t.used + values_.size() + t.texts * (text_.json_size() + identify::kMostShown) + t.words * 6 * text_.value.size());
    char* p = start;
    for (const auto& piece : t.pieces) {
      p = copy_over(p, t.fixed.data() + piece.begin, piece.size);
      switch (piece.hole) {
        case Hole::None: break;
        case Hole::Banner: p = copy_over(p, text_.json.data(), text_.json_size()); break;
        case Hole::Short: p = copy_over(p, text_.brief.data(), text_.brief.size()); break;
        case Hole::Word: {
          const auto& h = (*a.words)[piece.word];
          word_.clear();
          append_json_string(word_, text_.value.substr(h.begin, h.end - h.begin));
          std::memcpy(p, word_.data() + 1, word_.size() - 2);
          p += word_.size() - 2;
          break;
        }
        default: {
          const auto& [begin, size] = at[static_cast<std::size_t>(piece.hole) - static_cast<std::size_t>(Hole::Model)];
          p = copy_over(p, values_.data() + begin, size);
        }
      }
    }
    used_ += static_cast<std::size_t>(p - start);
    return t.unknown;
  }

  /// All anew. True: no maker.
  bool whole() {
    const std::string_view value = text_.value;
    facts_.said[0].fact.value = value;
    const Device d = identifier_.identify(facts_);
    rest_.clear();
    if (o_.format == "text") {
      rest_ = report::clean((d.maker.empty() ? "unknown" : name_of(d.maker)) + "  " + d.model + "  " + d.software_name + " " + d.software_version + "  " + identify::shortened(value)) + '\n';
    } else if (o_.format == "csv") {
      report::Line line;
      line.text(d.maker).text(d.maker.empty() ? std::string() : name_of(d.maker)).text(d.model).text(d.software_name).text(d.software_version).text(value);
      rest_ = std::move(line).end();
    } else {
      compose(rest_, d, value, nullptr, nullptr);
      rest_[0] = ',';
    }
    add(rest_);
    return d.maker.empty();
  }

  const identify::Identifier& identifier_;
  const knowledge::Knowledge& k_;
  const Options& o_;
  std::optional<identify::TextDecider> decider_;
  evidence::AgentFacts facts_;
  Text text_;
  std::vector<Template> templates_;
  std::uint64_t generation_ = 0;
  std::unordered_map<std::uint64_t, Answer, Same> answers_;
  std::vector<std::uint32_t> seen_;
  std::string input_, head_, values_, word_, rest_;
  std::vector<char> buffer_;
  std::size_t used_ = 0;
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
