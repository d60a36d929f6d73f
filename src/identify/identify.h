// The door of the identify room: what a device says of itself → its maker, kind and functions, with weights.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "evidence/agent_facts.h"
#include "evidence/asked_objects.h"
#include "identify/fingerprint.h"
#include "identify/products.h"
#include "model/asset.h"

namespace rf::identify {

/// Who a number or prefix is registered to.
struct Registrant {
  std::string supplier;      ///< id; empty where knowledge has no such supplier
  std::string organization;  ///< as registered; empty: nobody
};

/// What is known of the world, filled by the caller from the compiled knowledge (from_knowledge.h fills the lists). Callbacks may be
/// empty; they are called from any thread and must not change anything.
struct Facts {
  std::function<Registrant(std::uint32_t pen)> pen;            ///< IANA private enterprise number
  std::function<Registrant(std::uint64_t mac)> oui;            ///< longest of the 36, 28 and 24 bit prefixes
  std::function<std::string(std::string_view words)> named;    ///< a maker's name as a device writes it → supplier id, or ""
  std::function<bool(std::string_view supplier)> listed;       ///< on some list: needs a strong witness to be asserted
  std::vector<FingerprintRule> fingerprints;
  std::vector<TradeWordRule> trade_words;
  std::vector<ObjectRule> objects;
  std::vector<AgentNumber> agents;
  Products products;
  std::map<std::string, std::string, std::less<>> kind_functions;  ///< kinds whose place in the network follows from the kind alone
  std::vector<std::pair<double, double>> calibration;          ///< sum → confidence, ascending; empty: the logistic function
};

/// Log-likelihood ratios of the witnesses that are no fingerprint (natural logarithm). Reasons in identify.cpp.
struct Weights {
  double prior = -3.0;           // before any witness one named maker is the right one in 5 % of the cases
  double object_id = 5.5;        // sysObjectID below the maker's own number
  double object_id_unknown = 4.5;// … of an organization that is no supplier we know: small makers type numbers wrongly
  double descr_name = 3.0;       // sysDescr begins with a maker's name
  double object_id_weak = 1.0;   // … below the number of a maker of agents, chips or boards
  double subtree = 4.3;          // the only enterprise subtree answered beside those of general agents
  double subtree_unknown = 4.1;  // … of an organization that is no supplier we know: software, too, has numbers
  double not_answered = -3.0;    // sysObjectID's number is not answered below, while others are, on a general-purpose system
  double subtree_more = 1.0;     // one of several
  double mfg_name = 4.6;         // entPhysicalMfgName of the chassis, upsIdentManufacturer
  double unheard_of = 0.5;       // … taken off where no supplier file knows the name
  double engine_id = 1.2;        // PEN in snmpEngineID
  double oui = 0.7;              // interface addresses; alone never enough
  double mixed = 0.9;            // a trade word of a listed supplier where people's words stand beside the maker's (page titles), of its weight
  double typed = 0.4;            // … where people write
  double assert_at = 0.95;       // least sum to name a maker: 0.72
  double assert_listed_at = 2.0; // least sum to name one that stands on a list: 0.88, and a witness of at least 4
  double lead = 0.8;             // least distance to the second
};

/// Where the parts of an answer came from, for those who give it again for other texts that match alike (text_decider.h).
struct Trace {
  static constexpr std::uint32_t kNone = 0xffffffff;
  /// What of the words of a piece of evidence is the text's own: `size` bytes from `begin`; 0: nothing.
  struct Source {
    std::uint32_t begin = 0, size = 0;
    std::uint32_t word = kNone;  ///< place among the words of trade that were found in the text; kNone: the text itself, shortened
  };
  std::vector<Source> evidence;  ///< of Device::evidence, in its order
  /// Who may tell model, software, version and serial: best first, and only those that agree with the maker.
  struct Teller {
    std::uint32_t rule = kNone;  ///< its texts are filled from the match; kNone: a word, which tells its software
    std::string software;
    bool guess = false;          ///< its model is a guessed_model
    bool hosts_name = false;     ///< what it takes for a model is none
  };
  std::vector<Teller> tellers;
};
inline constexpr std::size_t kMostGuessedModel = 60;  ///< bytes: a longer "model" of a form that anybody uses is a sentence

/// "4.4.2", "v1.8.0", "Examplewerke SNMP Agent": what stands where a model could, and is none.
bool is_no_model(std::string_view words);

/// What a form that anybody uses takes for a model: "" where it is too long or none (is_no_model), and "Examplewerke X99" without the maker's name, where
/// `is_maker` takes its first word for it and something with a digit follows.
template <class IsMaker>
std::string_view guessed_model(std::string_view model, IsMaker&& is_maker) {
  if (model.size() > kMostGuessedModel || is_no_model(model)) return {};
  const auto blank = model.find(' ');
  if (blank == std::string_view::npos || blank < 2 || model.find_first_of("0123456789", blank) == std::string_view::npos || !is_maker(model.substr(0, blank))) return model;
  return trimmed(model.substr(blank));
}

/// The maker that the other values have to agree with: the one named, else the best candidate, else "".
const std::string& likeliest_maker(const Device& d);

class PatternSet;
class TradeWordIndex;

/// Immutable; may be used from many threads.
class Identifier {
 public:
  /// Fails with the first fingerprint whose pattern or field is wrong (where: its id).
  static Result<Identifier> make(Facts facts, Weights weights = {});
  Identifier(Identifier&&) noexcept;
  Identifier& operator=(Identifier&&) noexcept;
  ~Identifier();

  /// Never fails: what is not known stays empty. Evidence in the order of its weight; the weights for `maker` and the
  /// prior (evidence without locator) add up to `sum`. A maker without a supplier id gets the id `slug(organization)`.
  Device identify(const evidence::AgentFacts& facts, Trace* trace = nullptr) const;
  /// The SNMP objects that rules look at, for the readers of walks.
  const evidence::AskedObjects& asked() const;
  /// Numbers (in the order of Facts::fingerprints) of the fingerprints whose pattern matches `text` as a value of `field`, ascending;
  /// empty for a field that no rule looks at. What identify() begins with; for tests and measurements.
  std::vector<std::uint32_t> matching(std::string_view field, std::string_view text) const;
  // What identify() looks with, for text_decider.h.
  const PatternSet& patterns(std::uint16_t field) const;  ///< numbers: of the fingerprints
  const TradeWordIndex* words(std::uint16_t field) const; ///< nullptr: words are not looked for in this field
  const FingerprintRule& rule(std::uint32_t number) const;
  std::string named(std::string_view words) const;        ///< Facts::named, or ""

 private:
  struct Inside;
  explicit Identifier(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

/// Whether a value of `field` is read as a maker's name and nothing else: its meaning is in the name, whatever patterns and words stand in it.
bool says_maker(std::string_view field);
/// Whether what a field for the maker's name holds can be one: letters in a few words, none of what boards are shipped with ("OEM", "Default string").
bool is_makers_name(std::string_view words);
/// An organization's name as an id: "Zhone Technologies, Inc." → "zhone". At most four words, legal forms left out.
std::string slug(std::string_view organization);
/// 1 / (1 + e^-sum).
double confidence_of(double sum);

}  // namespace rf::identify
