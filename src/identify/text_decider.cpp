#include "identify/text_decider.h"

#include "identify/agent_view.h"
#include "identify/fields.h"

namespace rf::identify {
namespace {

constexpr std::size_t kMostVerdicts = 8192;  // some 3 KB each; real banners of one field make hundreds
constexpr std::size_t kMostNames = 16384;
const Pattern::Match kNoMatch{};

}  // namespace

bool TextDecider::applies(std::string_view field) {
  const auto f = field_index(field);
  if (!f) return false;
  const auto name = field_table()[*f].name;
  return !says_maker(name) && !name.starts_with("stated.") && name != "cli.identity";
}

TextDecider::TextDecider(const Identifier& identifier, std::string_view field)
    : identifier_(identifier), patterns_(identifier.patterns(*field_index(field))), words_index_(identifier.words(*field_index(field))),
      session_(patterns_.session()) {
  for (std::uint32_t p = 0; p < patterns_.size(); ++p) {
    const auto& r = identifier_.rule(patterns_.number(p));
    names_.push_back(r.supplier.empty() && !r.names.empty());
  }
  facts_.said.resize(1);
  facts_.said[0].field = field;
}

const Pattern::Match& TextDecider::match_of(std::uint32_t rule, std::string_view lower) {
  for (auto& m : matched_) {
    if (m.rule != rule) continue;
    if (!m.known) m.known = session_->groups(patterns_, m.place, lower, m.match);
    return m.match;
  }
  return kNoMatch;
}

std::uint32_t TextDecider::supplier_of(std::uint32_t rule, std::string_view text, std::string_view lower) {
  const auto words = filled(identifier_.rule(rule).names, text, match_of(rule, lower), name_);
  return number_of_name(words);
}

std::uint32_t TextDecider::number_of_supplier(const std::string& id) { return suppliers_.emplace(id, static_cast<std::uint32_t>(suppliers_.size())).first->second; }

std::uint32_t TextDecider::number_of_name(std::string_view words) {
  std::string written(words);
  if (const auto at = names_read_.find(written); at != names_read_.end()) return at->second;
  if (names_read_.size() >= kMostNames) names_read_.clear();
  const auto number = number_of_supplier(identifier_.named(words));
  names_read_.emplace(std::move(written), number);
  return number;
}

const Verdict& TextDecider::work_out(std::string_view text) {
  if (verdicts_.size() >= kMostVerdicts) {
    verdicts_.clear();
    front_.clear();
    ++generation_;
  }
  auto v = std::make_unique<Verdict>();
  v->number = static_cast<std::uint32_t>(verdicts_.size());
  facts_.said[0].fact.value = text;
  v->device = identifier_.identify(facts_, &v->trace);
  for (const auto& t : v->trace.tellers) {
    if (t.rule == Trace::kNone) {
      if (!t.software.empty()) v->softwares.push_back({t.rule, &t.software, false, false});
      continue;
    }
    const auto& r = identifier_.rule(t.rule);
    const auto way = [&](std::vector<Verdict::Way>& ways, const std::string& form, bool guessed_model = false) {
      if (!form.empty()) ways.push_back({t.rule, &form, guessed_model, form.find('$') != std::string::npos});
    };
    if (!t.hosts_name) way(v->models, r.model, t.guess);
    way(v->softwares, r.software), way(v->versions, r.version), way(v->serials, r.serial);
  }
  return *verdicts_.emplace(key_, std::move(v)).first->second;
}

std::string_view TextDecider::value(const std::vector<Verdict::Way>& ways, std::string_view text, std::string_view lower, std::string& into) {
  for (const auto& w : ways) {
    if (w.rule == Trace::kNone) return *w.form;
    auto out = filled(*w.form, text, w.takes_groups ? match_of(w.rule, lower) : kNoMatch, into);
    if (out.find('{') != std::string_view::npos) {
      into = completed(std::string(out), facts_, nullptr);  // braces stand for other facts of the device, of which a text has none
      out = into;
    }
    if (w.guessed_model) out = guessed_model(out, [&](std::string_view first) {
      const std::string& maker = likeliest_maker(answer_.verdict->device);
      return !maker.empty() && number_of_name(first) == number_of_supplier(maker);
    });
    if (!out.empty()) return out;
  }
  return {};
}

void TextDecider::fill(std::string_view text, std::string_view lower) {
  Answer& a = answer_;
  const Verdict& v = *a.verdict;
  a.model = unquoted(value(v.models, text, lower, model_));
  a.software = value(v.softwares, text, lower, software_);
  a.version = unquoted(value(v.versions, text, lower, version_));
  a.serial = unquoted(value(v.serials, text, lower, serial_));
}

const TextDecider::Answer& TextDecider::decide(std::string_view text, std::string_view lower) {
  matched_.clear();
  words_.clear();
  key_.clear();
  if (patterns_.size() != 0) {
    const auto& found = session_->find(patterns_, lower);
    for (const auto place : found.places) matched_.push_back({patterns_.number(place), place, false, {}});
    key_.push_back(static_cast<std::uint32_t>(found.places.size()));
    for (const auto& m : matched_) key_.push_back(m.rule);
    for (const auto& m : matched_)
      if (names_[m.place]) key_.push_back(supplier_of(m.rule, text, lower));
  }
  if (words_index_ != nullptr) words_index_->search(lower, words_);
  for (const auto& w : words_) key_.push_back(3 * w.entry + static_cast<std::uint32_t>(w.named));
  const auto hash = StateHash{}(key_);
  answer_.verdict = front_.find(hash, key_);
  if (answer_.verdict == nullptr) {
    const auto known = verdicts_.find(key_);
    answer_.verdict = known != verdicts_.end() ? known->second.get() : &work_out(text);
    front_.put(hash, key_, answer_.verdict);
  }
  answer_.words = &words_;
  fill(text, lower);
  return answer_;
}

}  // namespace rf::identify
