// One entity of one edition of a list, whatever format it came in: what the importers of the screen room fill and what
// names::Index is built from. Plain values; nothing points into the file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rf::names {

/// What the list says the entity is. Vessel and Aircraft are never a supplier; they are kept for completeness.
enum class EntityKind : std::uint8_t { Unknown, Organisation, Person, Vessel, Aircraft };

/// How the list itself calls a spelling. Weak: the list says it is too common to match on alone (OFAC "weak aka",
/// UN "low quality"). Former: fka. Unsaid: in a column of aliases without a kind.
enum class AliasKind : std::uint8_t { Unsaid, Strong, Weak, Also, Former, Acronym, Original };

struct Alias {
  std::string text;                     ///< UTF-8 as written
  AliasKind kind = AliasKind::Unsaid;
  std::string script;                   ///< ISO 15924 ("Hani", "Cyrl", "Arab") where the list says it, else ""
  std::string from, to;                 ///< ISO 8601 dates where the list says them, else ""
};

struct Address {
  std::string text;                     ///< one line, as written, without the country where it stands apart
  std::string city;                     ///< "" where not apart
  std::string country;                  ///< ISO 3166-1 alpha-2, upper case; "" where not known
};

struct Identifier {
  std::string type;                     ///< "lei", "registration", "tax", "passport", "imo", "swift", … in the importer's lower-case word
  std::string value;                    ///< as written, trimmed
  std::string country;                  ///< ISO 3166-1 alpha-2 of who gave it; "" where not known
};

/// `entry` names it in answers (contracts.md): the list's own number (`entity_number`), or `_id` where that is empty.
struct ListEntity {
  std::string list;                     ///< id of the list, such as "us-ofac-sdn", "us-csl"; the file's name under --against
  std::string edition;                  ///< ISO 8601 date of the edition, or the first 12 digits of its SHA-256
  std::string entry;
  EntityKind kind = EntityKind::Unknown;
  std::string name;                     ///< primary name, UTF-8 as written
  std::vector<Alias> aliases;
  std::vector<Address> addresses;
  std::vector<std::string> countries;   ///< of seat, citizenship, jurisdiction: ISO 3166-1 alpha-2, upper case, each once
  std::vector<Identifier> identifiers;
  std::vector<std::string> programs;    ///< "RUSSIA-EO14024", …
  std::string source;                   ///< the part of a consolidated list: "Entity List (EL) - Bureau of Industry and Security"
  std::string from, to;                 ///< ISO 8601 dates between which it stands on the list; "" is open
  std::string remarks;
  std::string supplier;                 ///< id in knowledge where the entity is one of ours, else ""
  std::uint64_t offset = 0;             ///< of the entity's record in the file, in bytes of the file as stored
  std::uint64_t line = 0;               ///< 1-based line of the record where the format has lines, else 0
};

}  // namespace rf::names
