#include "identify/agent_view.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "identify/parts.h"

namespace rf::identify {

using evidence::AgentFacts;
using evidence::Fact;
using evidence::Place;

std::optional<std::uint32_t> pen_of(std::string_view oid) {
  constexpr std::string_view lead = "1.3.6.1.4.1.";
  if (!oid.starts_with(lead)) return std::nullopt;
  std::uint32_t n = 0;
  const auto [end, ec] = std::from_chars(oid.data() + lead.size(), oid.data() + oid.size(), n);
  if (ec != std::errc{}) return std::nullopt;
  return n;
}

std::optional<std::uint32_t> pen_of_engine(std::string_view hex) {  // RFC 3411: first bit set, then the PEN
  if (hex.size() < 10) return std::nullopt;
  std::uint32_t n = 0;
  if (std::from_chars(hex.data(), hex.data() + 8, n, 16).ec != std::errc{}) return std::nullopt;
  return n & 0x7fffffffU;
}

std::string shortened(std::string_view s) {
  if (s.size() <= kMostShown) return std::string(s);
  s = s.substr(0, kMostShown);
  while (!s.empty() && (static_cast<unsigned char>(s.back()) & 0xc0) == 0x80) s.remove_suffix(1);
  if (!s.empty() && (static_cast<unsigned char>(s.back()) & 0x80) != 0) s.remove_suffix(1);
  return std::string(s) + "…";
}

Locator locator(const AgentFacts& facts, const Place& place, std::string_view says) {
  Locator l;
  l.input = place.of < facts.inputs.size() ? facts.inputs[place.of] : facts.input;
  if (facts.in_frames) {
    l.frames = {place.line};
    l.field = place.oid.empty() ? std::string(place.field) : "snmp.object " + place.oid;
    l.says = shortened(says);
    return l;
  }
  l.oid = place.oid;
  l.line = place.line;
  l.pointer = place.pointer;
  if (place.length != 0) l.bytes.emplace_back(place.offset, place.length);
  l.says = shortened(says);
  return l;
}

std::string_view unquoted(std::string_view s) {
  while (!s.empty() && (s.front() == '"' || s.front() == '\\' || s.front() == ' ')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == '"' || s.back() == ' ')) s.remove_suffix(1);
  return s;
}

std::string filled(std::string_view text, std::string_view from, const Pattern::Match& m) {
  std::string into;
  return std::string(filled(text, from, m, into));
}

std::string_view filled(std::string_view text, std::string_view from, const Pattern::Match& m, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '4') {
      const auto k = static_cast<std::size_t>(text[++i] - '0');
      if (m.has[k]) out += from.substr(m.at[k].first, m.at[k].second - m.at[k].first);
    } else {
      out += text[i];
    }
  }
  auto t = trimmed(out);
  if (t.size() > 1 && t.front() == '"') t = trimmed(t.substr(1));  // some agents send their texts quoted
  while (!t.empty() && (t.back() == ',' || t.back() == ';' || t.back() == '"')) t = trimmed(t.substr(0, t.size() - 1));
  return t;
}

std::vector<std::string> objects_named(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string_view::npos) break;
    const auto name = text.substr(open + 1, close - open - 1);
    if (!name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos) out.emplace_back(name);
  }
  return out;
}

std::string completed(std::string text, const AgentFacts& facts, const AgentFacts::Entity* box) {
  std::size_t open = text.find('{');
  if (open == std::string::npos) return text;
  std::string out;
  std::size_t done = 0;
  for (; open != std::string::npos; open = text.find('{', done)) {
    const auto close = text.find('}', open);
    if (close == std::string::npos) break;
    const std::string_view name = std::string_view(text).substr(open + 1, close - open - 1);
    std::string_view value;
    if (name.starts_with("entity.")) {
      if (box == nullptr) return {};
      const auto what = name.substr(7);
      value = what == "descr" ? box->descr.value : what == "name" ? box->name.value : what == "model" ? box->model.value : what == "mfg" ? box->mfg.value
            : what == "hw" ? box->hw : what == "fw" ? box->fw : what == "sw" ? box->sw : std::string_view();
    } else if (const auto* f = other(facts, name)) {
      value = f->value;
    }
    if (empty_words(value)) return {};
    out.append(text, done, open - done).append(trimmed(value));
    done = close + 1;
  }
  return out.append(text, done, std::string::npos);
}

const Fact* other(const AgentFacts& facts, std::string_view oid) {
  for (const auto& f : facts.others)
    if (f.place.oid == oid) return &f;
  return nullptr;
}

/// The row that stands for the box: a chassis contained in nothing, else a chassis or stack, else the outermost, else the first. None of what is fitted.
const AgentFacts::Entity* chassis(const AgentFacts& facts) {
  const AgentFacts::Entity* best = nullptr;
  int best_rank = 0;
  for (const auto& e : facts.entities) {
    if (is_fitted(e)) continue;
    int rank = e.cls == 3 ? 6 : e.cls == 11 ? 4 : !e.contained ? 2 : 1;
    if (e.cls == 3 && !e.contained) ++rank;
    if (e.cls != 3 && e.cls != 11 && e.cls != 0 && e.contained) rank = 0;
    if (!e.model.empty() || !e.serial.empty()) rank = rank * 2 + 1;
    else rank = rank * 2;
    if (rank > best_rank) best = &e, best_rank = rank;
  }
  return best;
}

bool plain_mac(std::string_view mac) {  // universally administered, unicast (IEEE 802)
  return mac.size() == 17 && (mac[1] == '0' || mac[1] == '4' || mac[1] == '8' || mac[1] == 'c');
}

bool empty_words(std::string_view s) {  // what agents write where the number was never burnt in
  constexpr std::size_t kLongest = std::string_view("to be filled by o.e.m.").size();
  s = trimmed(s);
  if (s.empty()) return true;
  if (s.size() > kLongest) return false;
  const auto low = lower_ascii(s);
  constexpr std::string_view none[] = {"", "n/a", "na", "none", "unknown", "not available", "notset", "not set", "null", "0", "-", "--", "default", "<private>", "to be filled by o.e.m.", "not specified", "no such instance", "unspecified", "undefined", "(null)", "invalid", "."};
  return std::find(std::begin(none), std::end(none), low) != std::end(none);
}

std::string slug(std::string_view organization) {
  constexpr std::string_view forms[] = {"inc", "ltd", "co", "corp", "corporation", "gmbh", "ag", "llc", "limited", "company", "sa", "spa", "srl", "bv", "nv",
                                        "ab", "as", "oy", "oyj", "kg", "plc", "pty", "pvt", "sas", "sarl", "aps", "sro", "the", "and", "of", "technologies",
                                        "technology", "systems", "international", "group", "holdings", "communications"};
  if (const auto hash = organization.find('#'); hash != std::string_view::npos) organization = organization.substr(0, hash);
  const auto latin = [](std::string_view s) { return std::any_of(s.begin(), s.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }); };
  if (const auto open = organization.find('('); open != std::string_view::npos && open > 3) {
    const auto before = organization.substr(0, open);
    organization = latin(before) ? before : organization.substr(open + 1);  // "深圳某公司(Examplewerke Co., Ltd.)"
  }
  std::vector<std::string> words;
  std::string now;
  const auto end_word = [&] {
    if (!now.empty()) words.push_back(now);
    now.clear();
  };
  for (const char c : lower_ascii(organization)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) now += c;
    else if (c != '.' && c != '\'' && !(c == '/' && now.size() == 1)) end_word();  // "A/S" is one word
  }
  end_word();
  std::string out;
  int taken = 0;
  for (std::size_t i = 0; i < words.size() && taken < 4; ++i) {
    if (std::find(std::begin(forms), std::end(forms), words[i]) != std::end(forms) && (taken > 0 || i + 1 < words.size())) continue;
    if (taken++ > 0) out += '-';
    out += words[i];
  }
  return out;
}

}  // namespace rf::identify
