// Estates of one inventory, judged, for tests worked out by hand.
#pragma once

#include "assess/assess.h"
#include "tests/built_in.h"
#include "tests/in_folder.h"

namespace rf::tests {

class Judged : public InFolder {
 protected:
  assess::Request request(const std::string& csv, const std::string& as_of = "2024-01-02", const std::string& known_at = "2026-11-24") const {
    assess::Request q;
    q.paths = {write("inventory.csv", csv)};
    q.as_of = *parse_iso_day(as_of);
    q.known_at = *parse_iso_day(known_at);
    q.operator_id = "albion";
    q.hash_inputs = false;
    return q;
  }
  /// `facts`: what the operator states, in the form of --operator-facts.
  assess::Answer judge(const std::string& csv, const std::string& as_of, const std::string& known_at = "2026-11-24", const std::string& op = "albion", const std::string& facts = {}) const {
    auto q = request(csv, as_of, known_at);
    q.operator_id = op;
    if (!facts.empty()) q.operator_facts = write("facts.txt", facts);
    auto a = assess::assess(q, built_in());
    if (!a) {
      ADD_FAILURE() << to_text(a.error());
      return {};
    }
    return std::move(*a);
  }
  /// The first whose id, without the operator, is this.
  static const Finding& finding(const assess::Answer& a, const std::string& id) {
    static const Finding none;
    for (const auto& f : a.findings)
      if (f.id.starts_with(id + "@")) return f;
    ADD_FAILURE() << "no finding " << id;
    return none;
  }
  static std::string status(const assess::Answer& a, const std::string& id) { return std::string(to_text(finding(a, id).status)); }
};

}  // namespace rf::tests
