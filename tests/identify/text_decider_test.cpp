// A decision filled from a verdict is the decision that identify() makes anew: every example and counter-example of the built-in
// knowledge, as it is and varied, in fields of all kinds.
#include "identify/text_decider.h"

#include <gtest/gtest.h>

#include "assess/assess.h"
#include "assess/gather.h"
#include "base/text.h"
#include "identify/agent_view.h"
#include "identify/fields.h"
#include "knowledge/knowledge.h"

namespace rf::identify {
namespace {

const knowledge::Knowledge& built_in() {
  static const knowledge::Knowledge k = *knowledge::open({});
  return k;
}
const Identifier& decided_by() {
  static const knowledge::World world{&built_in(), *parse_iso_day("2026-11-24"), *parse_iso_day("2026-11-24")};
  static const auto tools = assess::make_tools(world, assess::Request{});
  return *tools->identifier;
}

/// What the verdict says of a text, put together again.
Device put_together(TextDecider& decider, const std::string& text) {
  const std::string low = lower_ascii(text);
  const auto& a = decider.decide(text, low);
  Device d = a.verdict->device;
  d.model = a.model, d.software_name = a.software, d.software_version = a.version, d.serial = a.serial;
  for (std::size_t i = 0; i < d.evidence.size(); ++i) {
    const auto& source = a.verdict->trace.evidence[i];
    if (source.size == 0) continue;
    std::string own = shortened(text);
    if (source.word != Trace::kNone) {
      const auto& w = (*a.words)[source.word];
      own = text.substr(w.begin, w.end - w.begin);
    }
    d.evidence[i].says.replace(source.begin, source.size, own);
  }
  return d;
}

void expect_same(TextDecider& decider, std::string_view field, const std::string& text) {
  if (text.empty() || text.size() > TextDecider::kMostText) return;
  evidence::AgentFacts facts;
  facts.said.push_back({std::string(field), {text, {}}});
  const Device anew = decided_by().identify(facts), filled = put_together(decider, text);
  const auto told = [](const Device& d) {
    std::string s = d.maker + "|" + d.brand + "|" + d.kind + "|" + d.model + "|" + d.software_name + "|" + d.software_version + "|" + d.serial + "|" + std::to_string(d.sum) + "|" + std::to_string(d.confidence);
    for (const auto& c : d.candidates) s += "\n candidate " + c.supplier + " " + std::to_string(c.confidence);
    for (const auto& f : d.functions) s += "\n function " + f;
    for (const auto& e : d.evidence) s += "\n " + e.says + " -> " + e.supplier + " " + std::to_string(e.weight);
    return s;
  };
  ASSERT_EQ(told(filled), told(anew)) << field << ": " << text;
}

TEST(TextDecider, SaysWhatIdentifySays) {
  const std::string_view fields[] = {"sys_descr", "html_title", "http_header.server", "x509.subject", "favicon.md5"};
  for (const auto field : fields) {
    ASSERT_TRUE(TextDecider::applies(field));
    TextDecider decider(decided_by(), field);
    std::size_t n = 0;
    const auto all_of = [&](const std::string& text) {
      expect_same(decider, field, text);
      expect_same(decider, field, text + " " + std::to_string(n++));
      expect_same(decider, field, "Linux " + text + " {" + text + "}");
      std::string digits = text;
      for (char& c : digits)
        if (c >= '0' && c <= '9') c = static_cast<char>('0' + (static_cast<std::size_t>(c) + n) % 10);
      expect_same(decider, field, digits);
    };
    for (const auto& f : built_in().fingerprints) {
      for (const auto& e : f.examples) all_of(e.text);
      for (const auto& c : f.counter_examples) all_of(c);
      if (HasFatalFailure()) return;
    }
  }
}

// Makers' names in which neither a pattern nor a word of trade stands: what one is told must not be told of the next.
TEST(TextDecider, TellsMakersNamesApart) {
  for (const auto& f : field_table()) {
    if (!TextDecider::applies(f.name)) continue;
    TextDecider decider(decided_by(), f.name);
    for (const auto* text : {"4RF", "Sharp", "AMX", "Nobody in particular"}) expect_same(decider, f.name, text);
    if (HasFatalFailure()) return;
  }
}

TEST(TextDecider, LeavesFieldsOfFactsAlone) {
  for (const auto* field : {"cwmp.manufacturer", "upnp.manufacturer", "onvif.manufacturer", "stated.model", "cli.identity", "no.such.field"}) EXPECT_FALSE(TextDecider::applies(field)) << field;
}

}  // namespace
}  // namespace rf::identify
