// What an Identifier holds: knowledge made ready to be looked into, and what its threads remember of the last answers.
#pragma once

#include <atomic>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "evidence/asked_objects.h"
#include "identify/fingerprint.h"
#include "identify/identify.h"
#include "identify/pattern.h"
#include "identify/pattern_set.h"
#include "identify/trade_words.h"

namespace rf::identify {

struct Identifier::Inside {
  struct CompiledObject {
    ObjectRule rule;
    Pattern take;
    bool any = true;
  };
  Facts facts;
  Weights weights;
  std::vector<PatternSet> by_field;                           ///< in the order of field_table(); numbers: index of the fingerprint
  std::unordered_map<std::string, PatternSet> by_object;      ///< "other.OID"
  TradeWordIndex words;                                       ///< entries: index of the trade word rule
  std::vector<std::set<std::uint16_t>> word_fields;           ///< empty: all of words
  std::vector<CompiledObject> objects;
  std::unordered_map<std::string, std::vector<std::uint32_t>> object_at;  ///< OID → objects
  std::vector<std::size_t> object_lengths;                                ///< of the OIDs, ascending
  std::vector<std::uint32_t> open_objects;                                ///< those whose OID has a `*`
  std::unordered_map<std::uint32_t, AgentNumber> agents;
  evidence::AskedObjects asked;

  /// What patterns and words say of one text in one field.
  struct Matched {
    std::vector<PatternSet::Hit> hits;
    std::vector<TradeWordIndex::Hit> words;
  };
  const Matched& matched(std::uint16_t field, std::string_view text, bool with_words) const;
  const std::uint64_t serial = next_serial();  ///< tells one identifier's memories from another's
  static std::uint64_t next_serial() {
    static std::atomic<std::uint64_t> n{0};
    return ++n;
  }

  // Registrants are asked for again and again: a device's addresses are of one maker, an estate's devices of a few. Each thread remembers
  // some; the answers stand until the next call.
  struct Remembered : Registrant {
    std::string id;  ///< the supplier's, else one made of the organization's name
    std::uint64_t owner = 0, number = 0;
    void hold(std::uint64_t of, std::uint64_t n, Registrant who) {
      Registrant::operator=(std::move(who));
      id = supplier.empty() ? slug(organization) : supplier;
      owner = of, number = n;
    }
  };
  static constexpr int kSlotBits = 12;
  static std::size_t slot_of(std::uint64_t number) { return number * 0x9E3779B97F4A7C15U >> (64 - kSlotBits); }
  const Remembered& pen(std::uint32_t n) const {
    static thread_local std::vector<Remembered> slots(std::size_t{1} << kSlotBits);
    auto& s = slots[slot_of(n)];
    if (s.owner != serial || s.number != n) s.hold(serial, n, facts.pen ? facts.pen(n) : Registrant{});
    return s;
  }
  const Remembered& oui(std::uint64_t mac) const {
    static thread_local std::vector<Remembered> slots(std::size_t{1} << kSlotBits);
    const std::uint64_t prefix = mac >> 12;  // 36 bits, the longest that are given out
    auto& s = slots[slot_of(prefix)];
    if (s.owner != serial || s.number != prefix) s.hold(serial, prefix, facts.oui(mac));
    return s;
  }
  /// Facts::named, "" where there is none.
  const std::string& named(std::string_view name) const {
    struct Name {
      std::uint64_t owner = 0;
      std::string written, supplier;
    };
    constexpr std::size_t kBrief = 128;  // bytes; longer ones are sentences
    static thread_local std::vector<Name> slots((std::size_t{1} << kSlotBits) + 1);
    auto& s = name.size() <= kBrief ? slots[slot_of(std::hash<std::string_view>{}(name))] : slots.back();
    if (s.owner == serial && s.written == name) return s.supplier;
    s.supplier = facts.named ? facts.named(name) : std::string();
    s.written = name;
    s.owner = serial;
    return s.supplier;
  }
  bool listed(std::string_view supplier) const { return facts.listed && facts.listed(supplier); }
  AgentNumber agent(std::uint32_t n) const {
    const auto at = agents.find(n);
    return at == agents.end() ? AgentNumber{n} : at->second;
  }
};

}  // namespace rf::identify
