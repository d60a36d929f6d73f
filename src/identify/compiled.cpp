#include "identify/compiled.h"

#include <algorithm>

#include "base/text.h"
#include "identify/agent_view.h"
#include "identify/fields.h"

namespace rf::identify {
namespace {

constexpr std::size_t kRemembered = 8192;  // pairs of texts a thread remembers: 16 megabytes at the most where all are long; 1,249 kinds of devices say some 5,000
constexpr std::size_t kBriefText = 1024;   // longer ones are outputs of commands and configurations, which do not come twice

}  // namespace

/// Estates hold the same texts again and again: the last ones of each thread are remembered, two for each of kRemembered hashes, short texts only.
/// Steady state allocates nothing. The answer stands until the next call on the same thread.
const Identifier::Inside::Matched& Identifier::Inside::matched(std::uint16_t field, std::string_view text, bool with_words) const {
  struct Slot {
    std::uint64_t owner = 0;
    std::uint16_t field = 0;
    std::string text;
    Matched found;
  };
  static thread_local std::vector<Slot> slots(2 * kRemembered + 1);
  static thread_local std::string low;
  const bool brief = text.size() <= kBriefText;
  Slot* const first = brief ? &slots[2 * ((std::hash<std::string_view>{}(text) + field) % kRemembered)] : &slots[2 * kRemembered];
  const auto is_it = [&](const Slot& s) { return s.owner == serial && s.field == field && s.text == text; };
  if (brief) {
    if (is_it(*first)) return first->found;
    std::swap(first[0], first[1]);  // the one that was asked for last stands first
    if (is_it(*first)) return first->found;
  }
  Slot& slot = *first;
  slot.found.hits.clear();
  slot.found.words.clear();
  low.resize(text.size());
  std::transform(text.begin(), text.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  by_field[field].search(low, slot.found.hits);
  static const auto identity_field = *field_index("cli.identity"), output_field = *field_index("cli.output");
  if (field == identity_field) by_field[output_field].search(low, slot.found.hits);  // output is output, whatever the command
  if (with_words) words.search(low, slot.found.words);
  slot.owner = brief ? serial : 0;
  slot.field = field;
  if (brief) slot.text = text;
  return slot.found;
}

Identifier::Identifier(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Identifier::Identifier(Identifier&&) noexcept = default;
Identifier& Identifier::operator=(Identifier&&) noexcept = default;
Identifier::~Identifier() = default;
const evidence::AskedObjects& Identifier::asked() const { return inside_->asked; }

Result<Identifier> Identifier::make(Facts facts, Weights weights) {
  auto inside = std::make_unique<Inside>();
  const auto table = field_table();
  inside->by_field.resize(table.size());
  std::vector<std::string> asked;
  for (std::uint32_t n = 0; n < facts.fingerprints.size(); ++n) {
    const auto& rule = facts.fingerprints[n];
    std::shared_ptr<const PatternSet::Ready> ready;  // "text" stands for some forty fields
    const auto put = [&](PatternSet& set) -> Result<void> {
      if (ready == nullptr) {
        auto made = PatternSet::ready(rule.match);
        if (!made) return fail(made.error().kind, made.error().why, "fingerprint " + rule.id + ", " + made.error().where);
        ready = std::move(*made);
      }
      set.add(ready, n);
      return {};
    };
    for (const auto* text : {&rule.model, &rule.software, &rule.version, &rule.serial})
      for (auto& named : objects_named(*text)) asked.push_back(std::move(named));
    for (const auto& name : rule.fields) {
      if (name.starts_with(kOtherObject)) {
        RF_CHECK(put(inside->by_object[name.substr(kOtherObject.size())]));
        asked.push_back(name.substr(kOtherObject.size()));
      } else if (name == "text") {
        for (std::size_t f = 0; f < table.size(); ++f)
          if (table[f].text) RF_CHECK(put(inside->by_field[f]));
      } else if (const auto f = field_index(name)) {
        RF_CHECK(put(inside->by_field[*f]));
      } else {
        return fail(Kind::Malformed, "field \"" + name + "\" is none a fingerprint can look at", "fingerprint " + rule.id);
      }
    }
  }
  for (auto& set : inside->by_field) set.seal();
  for (auto& [oid, set] : inside->by_object) set.seal();
  for (std::uint32_t n = 0; n < facts.trade_words.size(); ++n) {
    const auto& rule = facts.trade_words[n];
    for (const auto& w : rule.words) (void)inside->words.add(w, n);
    auto& fields = inside->word_fields.emplace_back();
    for (const auto& name : rule.fields) {
      const auto f = field_index(name);
      if (!f) return fail(Kind::Malformed, "field \"" + name + "\" is none a word can stand in", "word " + (rule.words.empty() ? std::string() : rule.words[0]));
      fields.insert(*f);
    }
  }
  for (auto& rule : facts.objects) {
    Inside::CompiledObject o{std::move(rule), {}, true};
    if (!o.rule.take.empty()) {
      auto take = Pattern::compile(o.rule.take);
      if (!take) return fail(take.error().kind, take.error().why, "object " + o.rule.oid + ", " + take.error().where);
      o.take = std::move(*take);
      o.any = false;
    }
    const auto number = static_cast<std::uint32_t>(inside->objects.size());
    if (o.rule.oid.find('*') != std::string::npos) {
      inside->open_objects.push_back(number);
    } else {
      inside->object_at[o.rule.oid].push_back(number);
      inside->object_lengths.push_back(o.rule.oid.size());
    }
    asked.push_back(o.rule.oid);
    for (auto& named : objects_named(o.rule.as)) asked.push_back(std::move(named));
    inside->objects.push_back(std::move(o));
  }
  auto& lengths = inside->object_lengths;
  std::sort(lengths.begin(), lengths.end());
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
  for (const auto& a : facts.agents) inside->agents.emplace(a.pen, a);
  inside->asked = evidence::AskedObjects(asked);
  inside->facts = std::move(facts);
  inside->weights = weights;
  return Identifier(std::move(inside));
}

std::vector<std::uint32_t> Identifier::matching(std::string_view field, std::string_view text) const {
  std::vector<std::uint32_t> out;
  std::vector<PatternSet::Hit> hits;
  const std::string low = lower_ascii(text);
  if (const auto f = field_index(field)) inside_->by_field[*f].search(low, hits);
  for (const auto& h : hits) out.push_back(h.number);
  return out;
}

const PatternSet& Identifier::patterns(std::uint16_t field) const { return inside_->by_field[field]; }
const TradeWordIndex* Identifier::words(std::uint16_t field) const {
  return field_table()[field].trust != Trust::Code && inside_->words.size() != 0 ? &inside_->words : nullptr;
}
const FingerprintRule& Identifier::rule(std::uint32_t number) const { return inside_->facts.fingerprints[number]; }
std::string Identifier::named(std::string_view words) const { return inside_->facts.named ? inside_->facts.named(words) : std::string(); }

}  // namespace rf::identify
