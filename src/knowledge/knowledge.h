// The door of the knowledge room: what we know of suppliers and law, every fact dated twice.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "expr/expr.h"
#include "knowledge/node.h"
#include "knowledge/schema.h"

namespace rf::knowledge {

/// What every fact carries. `from` and `to` are both inside; unknown is open. `learnt`: when it could first be known.
struct Fact {
  Day from, to, learnt;
  std::string source;  ///< id of sources.yaml, or a title
  bool unverified = false;
  std::string id, replaces;
  std::uint32_t line = 0;
};

struct Name : Fact { std::string text, kind, lang; };
struct Seat : Fact { std::string country; };
struct Owner : Fact {
  std::string owner, name, country, note;  ///< supplier id, or the name of somebody else
  double share = -1;                       ///< 0..1; negative: not stated. For printing; what decides reads `share_text`
  std::string share_text;                  ///< as written: "0.3034"
  std::optional<bool> control;
  bool state = false;                      ///< the owner is a state or a body of one
};
/// A line of products that is another's now: made by `was` (empty: by this supplier), answered for by `now` from `from` on.
struct LineMove : Fact { std::string was, now, what; };
struct Affiliate : Fact { std::string supplier, note; };
struct Pen : Fact { std::uint32_t pen = 0; std::string organization; };
struct Rebadge : Fact { std::string for_whom, note; };                                 ///< supplier id or a name in words
struct SupplierId : Fact { std::string type, value, country; };                       ///< "lei", "uscc", "registration" …
struct Partner : Fact { std::string supplier, name, kind, says; };
struct Warning : Fact { std::string country, by, force, says, direction; };           ///< what an authority said of it, from when
struct Lookalike { std::string text, why; };
struct Supplier {
  std::string id, name;
  bool maker = false;
  bool state = false;  ///< a state, a body of it, or a holding it wholly owns: what it owns is not thereby of one group
  std::vector<Name> names, brands;
  std::vector<Seat> seats;
  std::vector<Owner> owners;
  std::vector<Affiliate> affiliates;
  std::vector<LineMove> lines;
  std::vector<Pen> pens;
  std::vector<std::string> oui_names, notes;
  std::vector<Rebadge> rebadges;
  std::vector<SupplierId> ids;
  std::vector<Partner> partners;
  std::vector<Warning> warnings;
  std::vector<Lookalike> lookalikes;
};

struct Law : Fact { std::string title, citation, says; };
struct Member : Fact { std::string country; };
struct Jurisdiction {
  std::string id, name, influence_group;
  std::vector<Law> laws;
  std::vector<Member> members;  ///< of a union of countries
};

/// What happened to an entry while it stood: published, settled, suspended. It could be known on its day.
struct EntryEvent { Day day; std::string says; };
struct Entry : Fact { std::string supplier, entry, scope, note; std::vector<EntryEvent> events; };
/// Whom an entry reaches beside the one it names: see docs/knowledge.md.
struct Reach : Fact { std::string reach, note; };
/// Goods of `origin` may not be supplied to those on the list: what follows for products is direct/denial.h.
struct Denial { std::vector<std::string> origin; std::string says, source; bool unverified = false; };
struct List {
  std::string id, title, authority, country, law, force, url, effect;
  std::vector<Entry> entries;
  std::string binds;                 ///< who has to do or leave something, in words
  std::vector<std::string> parts;    ///< what consolidated lists call it: beginnings of their `source`
  std::int64_t stale_after = 30;     ///< days after which an edition is called stale
  std::vector<Reach> reach;
  std::optional<Denial> denial = {};
};

struct State : Fact { std::string state, by; };
struct Statement : Fact { std::string about, by, quote; std::optional<bool> possible; };
enum class Scope : std::uint8_t { In, Out, Disputed };
struct ScopePath : Fact { std::string path, note; Scope scope = Scope::In; };
struct Measure : Fact { std::string measure, base; std::vector<std::string> counted_at; };
/// deadline_other: known where sources differ; until: the last day on which the requirement asks anything;
/// individual: each addressee has a last day of its own, told by a variation.
struct Deadline : Fact { Day since, deadline, deadline_other, until; bool individual = false; };
struct Limit : Fact { std::int64_t num = 0, den = 1; bool share = false; };
/// Rows for which `when` holds are not meant.
struct Exception : Fact { std::string name, says, when; std::shared_ptr<const expr::Expression> test; };
/// Something to be told to an authority: stated, never judged.
struct Obligation : Fact { std::string name, says, recipient, within, requirement; Day due; };
/// Suppliers that an instrument describes and does not name: whether one is meant is never decided here.
/// Groups: ids of jurisdictions' influence groups, "any" of them, "everyone", or "outside:EU" (a seat outside it).
struct Described { std::string says; std::vector<std::string> groups; bool any_group() const { return !groups.empty() && groups.front() == "any"; } };
struct Requirement : Fact {
  std::string name, says, kind, about_list;
  std::vector<std::string> about, relations;
  bool each_supplier = false, all_functions = false, components = false;
  std::vector<ScopePath> functions;
  std::vector<std::string> segments, site_classes, affected, regions;
  std::vector<Measure> measures;
  std::optional<Described> described;
  std::vector<Limit> limits;     ///< from/until; the first that holds
  std::vector<Exception> exceptions;
  std::vector<Deadline> dates;
};
struct Addressee : Fact { std::string operator_id, name, reference; };
struct Addressees {
  std::string who;
  bool everyone = false, complete = false;
  std::vector<std::string> operators, not_operators, classes;
  std::vector<Addressee> named;  ///< with dates
};
struct Direction {
  std::string id, title, authority, force, territory, law, url, effect;
  bool text_seen = false;
  std::int64_t known = 0;
  std::vector<std::string> amends;
  std::vector<State> states;
  Addressees addressees;
  std::vector<Statement> statements;
  std::vector<Requirement> requirements;
  std::vector<Obligation> obligations;
};

struct RegimeCondition : Fact {
  std::string name, says;
  bool decides = false;
  std::shared_ptr<const expr::Expression> holds;
};
struct Assurance : Fact { std::string level, by, says; };
struct Regime {
  std::string id, title, territory;
  std::vector<std::string> about;
  expr::Names names;                                 ///< `lists`, and `about`
  std::shared_ptr<const expr::Expression> needed;    ///< false: the regime is not needed
  std::vector<RegimeCondition> conditions;
  std::vector<Assurance> assurance;
  Day ended = {};  ///< the first day without it; only a scenario says so
};

struct FunctionPath { std::string path, name; std::vector<std::string> words; };
struct Role { std::vector<std::string> words; std::string function, kind; bool disputed = false; };
struct FingerprintExample { std::string text, model, software, version, serial; };
/// One pattern over one or several fields of what a device says; keys: fingerprints/README.md.
struct Fingerprint : Fact {
  std::string name, match, supplier, names, brand, kind, model, software, version, serial;
  std::vector<std::string> fields, functions, counter_examples;
  std::vector<FingerprintExample> examples;
  double weight = 0;
  int rank = 0;
  bool general = false;
  std::string file;
};
/// Words of trade that stand for one maker wherever a device writes them: names, families of products.
struct TradeWords : Fact {
  std::vector<std::string> words, fields, functions;
  std::string supplier, brand, kind, software, file;
  double weight = 0;
};
/// An SNMP object in which a maker's agents keep one fact.
struct DeviceObject : Fact {
  std::string oid, says, take, as, supplier, kind, file;
  int rank = 0;
  double weight = 0;
};
/// An enterprise number that says nothing, or little, of who made the box; `inside`: answers on hosts for a card or driver.
struct AgentNumber : Fact { std::uint32_t pen = 0; std::string says, why; bool inside = false; };
/// What an authority granted one operator: confidential, and never in another's documents.
struct Variation : Fact { std::string operator_id, direction, requirement, reference; bool exempt = false; Day deadline; };
struct Source { std::string id, title, url, dated; };

/// Numbers and prefixes of the registries, sorted, read in place. The text lives as long as the Knowledge.
struct RegistryRow { std::uint64_t key; std::string_view organization; };

struct Knowledge {
  std::map<std::string, Supplier, std::less<>> suppliers;
  std::map<std::string, Jurisdiction, std::less<>> jurisdictions;
  std::map<std::string, List, std::less<>> lists;
  std::map<std::string, Direction, std::less<>> directions;
  std::map<std::string, Regime, std::less<>> regimes;
  std::map<std::string, Source, std::less<>> sources;
  std::vector<FunctionPath> functions;
  std::vector<std::pair<std::string, std::string>> aliases;  ///< path, what it is
  std::vector<Role> roles;
  std::vector<Fingerprint> fingerprints;
  std::vector<TradeWords> trade_words;
  std::vector<DeviceObject> device_objects;
  std::vector<AgentNumber> agent_numbers;
  std::vector<std::string> factory_names;  ///< what agents are called before anybody named them, lower case
  std::vector<std::string> common_words;  ///< words of everyday speech that are also somebody's name
  std::vector<std::pair<double, double>> calibration;  ///< sum → share of answers with it that were right, ascending
  std::vector<Variation> variations;
  std::vector<std::pair<std::string, std::vector<std::string>>> columns, statuses;
  std::vector<std::string> maker_words, seller_words;
  std::string hash;  ///< SHA-256 of all sources
  std::vector<std::shared_ptr<const std::string>> held;  ///< images made at run time; the built-in one is mapped with the program

  /// Organization that IANA gave the private enterprise number to, "" where the snapshot has none. O(log n).
  std::string_view pen_organization(std::uint32_t pen) const;
  /// Registrant of a MAC's prefix (36, 28, then 24 bits), "" where the snapshot has none. O(log n).
  std::string_view oui_organization(std::uint64_t mac48) const;
  /// A table of names/ ("names/places.tsv") as written, "" where there is none.
  std::string_view table(std::string_view path) const {
    const auto it = tables.find(path);
    return it == tables.end() ? std::string_view{} : it->second;
  }
  std::map<std::string, std::string_view, std::less<>> tables;
  std::string_view pen_table, oui_table;  ///< "KEY\tORG\n", sorted by key, fixed-width hexadecimal keys
};

/// One file's bytes as given to the compiler.
struct File {
  std::string path;  ///< relative to the knowledge folder
  std::string bytes;
};
/// All knowledge files below `dir`, sorted by path. Fails: Io; a loop of links ends in Limit.
Result<std::vector<File>> files_below(const std::string& dir);

/// Every fault of form and of sense: unknown ids, overlapping dates, owner cycles, limits without measures, facts
/// without source. `base`: knowledge the files add to, or null.
std::vector<Fault> check(const std::vector<File>& files, const Knowledge* base = nullptr);

/// Faults of the expressions of one file, with line and column; `all`: what they may refer to, or null (form only).
void check_expressions(const FileKind& kind, const File& file, const Node& root, const Knowledge* all, std::vector<Fault>& faults);

/// One image of all files: sections, offsets, a hash of the sources. Fails with the first fault of form.
Result<std::string> compile(const std::vector<File>& files);
/// Knowledge from an image; `image` must outlive it. Fails: Malformed (remake it).
Result<Knowledge> load(std::string_view image);
/// The image made by the build.
std::string_view builtin_image();
/// The built-in knowledge, then each folder of `dirs` over it: a file of the same path replaces the earlier one.
Result<Knowledge> open(const std::vector<std::string>& dirs);

/// The facts that hold: learnt by `known_at`, not replaced by one also known then, and true on `as_of`. The one function
/// for all rooms.
struct World {
  const Knowledge* knowledge = nullptr;
  Day as_of, known_at;

  template <class F>
  bool holds(const F& f, const std::vector<F>& among) const {
    return known(f, among) && (!f.from.known() || f.from <= as_of) && (!f.to.known() || as_of <= f.to);
  }
  /// Known by then and not replaced; whether or not it is true on the day.
  template <class F>
  bool known(const F& f, const std::vector<F>& among) const {
    if (f.learnt.known() && f.learnt > known_at) return false;
    if (f.id.empty()) return true;
    for (const F& other : among)
      if (other.replaces == f.id && !(other.learnt.known() && other.learnt > known_at)) return false;
    return true;
  }
  template <class F>
  const F* first(const std::vector<F>& facts) const {
    for (const F& f : facts)
      if (holds(f, facts)) return &f;
    return nullptr;
  }
};

}  // namespace rf::knowledge
