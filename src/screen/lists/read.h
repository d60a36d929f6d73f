// The door of list reading: any file of a list, told by its content → entities and relations, one after another.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "names/list_entity.h"
#include "screen/lists/source.h"
#include "screen/share.h"

namespace rf::screen::lists {

/// What a list says of two entities. `owner` and `owned` are entries of the same list; LEIs for GLEIF.
struct Relation {
  /// Owns: by a share, stated or not. Controls: "owned or controlled by", directs. Parent: consolidates its accounts (GLEIF:
  /// direct), Ultimate: the last one so. Branch: one legal person with `owner`. Linked: the list names a link, no kind.
  enum class Kind : std::uint8_t { Owns, Controls, Parent, Ultimate, Branch, Linked };
  Kind kind = Kind::Linked;
  std::string owner, owned;
  Share share;             ///< unknown where not stated
  std::string from, to;    ///< ISO 8601, "" open
  std::string says;        ///< the list's own word for it
};
std::string_view to_text(Relation::Kind k);

/// Remarks of an entity that stands in the file only because an entry is tied to it begin so: it is no entry, and a name that is like
/// its name is on no list by that. It is kept for what it owns and who owns it.
inline constexpr std::string_view kOnlyRelated = "Not on the list itself, only tied to an entry";
inline bool only_related(const names::ListEntity& e) { return e.remarks.starts_with(kOnlyRelated); }

/// Takes what a file holds, in the file's order.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void entity(names::ListEntity e) = 0;
  virtual void relation(Relation) {}
  /// A record that could not be read and was left out; at most kNamed are named one by one.
  virtual void left_out(Error) {}
};
inline constexpr std::uint64_t kNamed = 20;

/// What a file was, once read.
struct Summary {
  std::string format;      ///< "us-csl-csv"
  std::string list;        ///< id of the list: "us-csl"
  Day dated;               ///< the day the file says it was made; unknown where it does not say
  std::uint64_t entities = 0, relations = 0, left_out = 0;
  std::uint64_t said = 0;  ///< number of entities the file itself says it has; 0 where it does not say
};

/// Files that belong together: OFAC's sdn.csv with its add.csv, alt.csv and comments. The first holds the entities.
struct Files {
  Source main;
  std::vector<Source> more;
};

struct Format {
  std::string_view id;      ///< "us-ofac-sdn-csv"
  std::string_view title;   ///< for people
  /// 0..1, from the first bytes alone. The highest wins.
  double (*likeness)(std::string_view head, std::string_view name);
  /// Streams. Fails where the file as a whole cannot be trusted: Truncated, Malformed, Limit, Unsupported.
  Result<void> (*read)(Files& files, Sink& sink, Summary& summary);
  bool companion = false;   ///< belongs to another file and is nothing alone
};
const std::vector<Format>& formats();
/// The format of a file, null where it is none; `why_not` then says what it looks like ("a web page, not a list").
const Format* format_of(const Source& source, std::string* why_not = nullptr);

/// Reads one file, or files that belong together. `list`: the id to give it instead of its own. Where more than a tenth of
/// the records had to be left out, the file has another layout and the whole is refused (Malformed).
Result<Summary> read(Files& files, Sink& sink, const std::string& list = {});
/// One file into a function: for `screen --against` and tests.
Result<Summary> read_file(const std::string& path, const std::function<void(names::ListEntity)>& take);

}  // namespace rf::screen::lists
