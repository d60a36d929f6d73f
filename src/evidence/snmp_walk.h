// Shared by the readers of SNMP walks: (object, type, value) rows in, AgentFacts out, in one pass.
//
// Most rows of a walk are counters nobody asks for. `interest` decides from the OID's first bytes alone, so that
// a reader decodes, and allocates for, only the rows that say who the device is. Memory is bounded by the limits
// below however long the walk. A second sysDescr.0 (or any system scalar again) opens the next agent: people join walks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "evidence/reader.h"

namespace rf::evidence {

// Limits, each with its reason. What goes over one is counted and said in a note.
inline constexpr std::size_t kMaxWalkLine = 1 << 20;     // the longest octet string is 65,535 bytes, 4 characters a byte at most
inline constexpr std::size_t kMaxWalkValue = 64 * 1024;  // RFC 3416 octet strings end at 65,535
inline constexpr std::size_t kMaxKeptText = 4096;        // sysDescr ends at 255; some agents do not care
inline constexpr std::size_t kMaxEntities = 8192;        // a router with a thousand optics; the largest answer tens of thousands, most of them sensors
inline constexpr std::size_t kMaxMacs = 256;             // enough to join by; line cards repeat the base address
inline constexpr std::size_t kMaxAddresses = 1024;
inline constexpr std::size_t kMaxEnterprises = 64;       // an agent answers below five or so
inline constexpr std::size_t kMaxOthers = 256;
inline constexpr std::size_t kMaxRevision = 48;          // bytes: longer texts are sentences
inline constexpr std::size_t kMaxRevisions = 16;         // the first of an agent's own subtree counts; the rest are cards
inline constexpr std::size_t kMaxOidLength = 512;        // RFC 2578: 128 numbers; instances in use are far shorter

/// The numeric object of a line as net-snmp prints it, whatever its output options; "" where the line starts no row or its name is not kept.
std::string walk_object(std::string_view line);

/// What a row is good for, told by its OID.
enum class Interest : std::uint8_t {
  None, System, EngineId, Mac, Address, AddressRow, Entity, Enterprise, LldpChassis, Other
};

/// The value of a row, as the format gives it.
struct WalkValue {
  enum class Form : std::uint8_t { Text, Bytes, Number, Oid, Address };
  Form form = Form::Text;
  std::string_view data;  ///< Bytes: raw; Number: decimal digits; Oid: numeric; else text
};

/// "1.2.3", "V2.00(AAZI.1)", "10.4.1-b7": digits and dots with what firmware numbers have around them; no address, date or measured value.
bool looks_like_revision(std::string_view s);
/// False of what looks_like_revision refuses by its length and first character alone.
inline bool may_be_revision(std::string_view s) {
  return s.size() >= 4 && s.size() <= kMaxRevision && ((s[0] >= '0' && s[0] <= '9') || s[0] == 'v' || s[0] == 'V' || s[0] == 'R');
}

class WalkGatherer {
 public:
  WalkGatherer(const Input& input, Sink& sink) : input_(input), sink_(sink) {}

  /// `oid` numeric without a leading dot. O(1) save for `asked`: O(its lengths).
  Interest interest(std::string_view oid) const;
  /// interest(oid), which remembers the front of an `oid` that nobody asks for; `oid` must last as long as the input.
  Interest look(std::string_view oid);
  /// Rows of one table stand together: length of the front of `row` below which, by the last look(), nobody asks for anything; 0: look.
  std::size_t passed(std::string_view row) const { return !passed_.empty() && begins_with(row, passed_) ? passed_.size() : 0; }
  /// What rows below that front are: None or Enterprise.
  Interest passed_as() const { return passed_as_; }
  /// count_enterprise of a row below it.
  void count_passed(std::string_view oid, std::uint64_t line, std::uint64_t offset, std::size_t length, std::string_view text) {
    if (may_be_revision(text) || last_enterprise_ >= now_.enterprises.size() || now_.enterprises[last_enterprise_].pen != passed_pen_) count_enterprise(oid, line, offset, length, text);
    else ++now_.enterprises[last_enterprise_].objects;
  }
  /// An enterprise row is counted; `text`, its value where it is words in plain, is kept if it looks like a version.
  void count_enterprise(std::string_view oid, std::uint64_t line, std::uint64_t offset, std::size_t length, std::string_view text = {});
  void row(Interest what, std::string_view oid, const WalkValue& value, std::uint64_t line, std::uint64_t offset,
           std::size_t length);
  /// Every row that could be read, kept or not.
  void good() { ++good_; }
  /// A line that could not; said once a kind, with count and first line.
  void bad(const char* why, std::uint64_t line);
  /// Pushes the last agent and what is to be said. Malformed where no line could be read.
  Result<void> finish();

 private:
  struct Told {
    const char* why;
    std::uint64_t count, line;
  };
  void flush();
  void tell(std::vector<Told>& where, const char* why, std::uint64_t line);
  Fact fact(std::string_view oid, std::string text, std::uint64_t line, std::uint64_t offset, std::size_t length);
  std::string text_of(const WalkValue& value, std::uint64_t line);
  AgentFacts::Entity* entity(std::uint32_t index, std::uint64_t line);

  const Input& input_;
  Sink& sink_;
  AgentFacts now_;
  bool any_ = false;
  bool beyond_system_ = false;
  int chassis_subtype_ = 0;
  std::uint32_t seen_scalars_ = 0;
  std::size_t last_enterprise_ = 0;
  std::string_view passed_;  ///< of the input
  std::string_view taken_;   ///< of the input: the front of the last row that was wanted for its front alone
  Interest taken_as_ = Interest::None;
  Interest passed_as_ = Interest::None;
  std::uint32_t passed_pen_ = 0;
  mutable std::uint32_t asked_pen_ = 0;  ///< the enterprise whose group is at hand; 0 is reserved
  mutable const AskedObjects::Group* asked_group_ = nullptr;
  std::unordered_map<std::uint32_t, std::size_t> entity_at_;
  std::uint64_t good_ = 0;
  std::vector<Told> errors_, notes_;
};

/// A numeric OID of at most kMaxOidLength characters: digits and single dots, starting and ending with a digit.
bool is_numeric_oid(std::string_view s);
/// Six bytes, or six hexadecimal numbers with separators (or twelve digits) → "00:1e:73:…"; empty where it is no MAC address.
std::string mac_text(const WalkValue& value);
/// Pairs of hexadecimal digits, blanks between them allowed. False where something else stands there.
bool unhex(std::string_view hex, std::string& out);

}  // namespace rf::evidence
