// The door of the estate room: all assets of one or many operators, in columns. Ten million rows fit a laptop.
// A column that no input fills takes no memory. Words are dictionary coded, so that what is asked of a name, a
// function or a supplier is asked once a distinct value, not once a row.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "estate/lent_columns.h"
#include "model/asset.h"
#include "model/asset_columns.h"

namespace rf::estate {

/// Strings kept once, numbered from 0; number 0 is always "".
class Dictionary {
 public:
  Dictionary();
  /// Takes over texts that lie elsewhere and stay there; the first is "", all are distinct. They are indexed when one is looked for.
  void borrow(std::vector<std::string_view> texts);
  std::uint32_t code(std::string_view s);
  /// The codes of many, into `out` of the same size: tables that a core's first cache does not hold are fetched ahead.
  void codes(std::span<const std::string_view> texts, std::span<std::uint32_t> out);
  std::optional<std::uint32_t> find(std::string_view s) const;
  std::string_view text(std::uint32_t code) const { return texts_[code]; }
  std::size_t size() const { return texts_.size(); }
  void clear();  ///< keeps what memory a few words took

 private:
  static constexpr std::size_t kChunk = 1 << 16;
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t left_ = 0;
  char* at_ = nullptr;
  std::vector<std::string_view> texts_;
  mutable std::vector<std::uint64_t> slots_;  // open addressing
  void index() const;
  std::uint32_t code_of(std::string_view s, std::uint64_t hash);
};

/// Mostly distinct strings, one a row.
class TextColumn {
 public:
  void append(std::string_view s) {
    bytes_.append(s);
    ends_.push_back(bytes_.size());
  }
  std::string_view at(std::size_t row) const {
    if (row >= ends_.size()) return {};
    const std::uint64_t begin = row == 0 ? 0 : ends_[row - 1];
    return std::string_view(bytes_).substr(begin, ends_[row] - begin);
  }
  std::size_t size() const { return ends_.size(); }
  void set(std::size_t row, std::string_view s);  ///< O(rows); for the few that a device corrects
  void clear() {
    bytes_.clear();
    ends_.clear();
  }

 private:
  std::string bytes_;
  std::vector<std::uint64_t> ends_;
};

inline constexpr std::int64_t kNoCount = std::numeric_limits<std::int64_t>::min();

/// What an observed device adds to a row, or is by itself.
struct Seen {
  std::string input;
  std::string matched_by;  ///< "serial", "mac", "address", "name"; "site and model (inferred)"; "" for an unlisted one
  Device device;
  bool contradicts = false;
  std::string contradiction;  ///< in words
  Field answers_though = Field::Id;  ///< RemovedOn or Status: by this field it should not answer; Id: nothing speaks against it
  std::int64_t devices = 1;   ///< that confirm the row, at most its quantity
  std::uint64_t number = 0;   ///< of an unlisted one among those of its input, from 0: the key of what bears no number of its own
};

class Estate {
 public:
  Estate();
  ~Estate();
  Estate(Estate&&) noexcept;
  Estate& operator=(Estate&&) noexcept;

  /// An estate over the columns of a pack: its first rows are theirs, and what is added comes behind. Sources of its rows: `input`, row + 1.
  /// A setter of one of its rows first makes it own them all. One thread at a time.
  void borrow(std::shared_ptr<const LentColumns> columns, std::uint32_t input);
  std::size_t lent() const { return lent_; }
  std::size_t size() const { return rows_; }
  // Cells. Out of range or never filled: "", unknown, kNoCount.
  std::string_view text(Field f, std::size_t row) const;
  std::uint32_t code(Field f, std::size_t row) const {  ///< Word fields only
    if (row < lent_) return lent_code(f, row);
    const auto& c = codes_[index_of(f)];
    return row - lent_ < c.size() ? c[row - lent_] : 0;
  }
  Day day(Field f, std::size_t row) const {
    if (row < lent_) return lent_day(f, row);
    const auto& c = days_[index_of(f)];
    return row - lent_ < c.size() ? c[row - lent_] : Day{};
  }
  std::int64_t count(Field f, std::size_t row) const {
    if (row < lent_) return lent_count(f, row);
    const auto& c = counts_[index_of(f)];
    return row - lent_ < c.size() ? c[row - lent_] : kNoCount;
  }
  /// All rows are lent and have this word, whichever it is. False where it was not looked into.
  bool one_word(Field f) const { return lent_ > 0 && rows_ == lent_ && (!columns_->words[index_of(f)] || columns_->words[index_of(f)].all_same()); }
  /// Whether there is a text; of a pack without opening it.
  bool filled(Field f, std::size_t row) const;
  const Dictionary& words(Field f) const { return dictionaries_[index_of(f)]; }
  bool has(Field f) const { return filled_[index_of(f)]; }
  std::int64_t quantity(std::size_t row) const {
    const std::int64_t q = count(Field::Quantity, row);
    return q == kNoCount ? 1 : q;
  }

  // Where a row stands.
  struct Source {
    std::uint32_t input = 0;
    std::uint32_t table = 0;
    std::uint64_t line = 0, offset = 0;
    std::uint32_t length = 0;
  };
  Source source(std::size_t row) const;
  const std::string& input_name(std::uint32_t input) const { return inputs_[input]; }
  std::string label_of_input(std::uint32_t input) const { return input_label(inputs_[input], members_[input]); }  ///< with its members
  const std::vector<std::string>& input_members(std::uint32_t input) const { return members_[input]; }
  Locator locator(std::size_t row, std::optional<Field> column = std::nullopt) const;
  const std::string& header_of(std::uint32_t input, std::uint32_t table, Field f) const;

  // Observation.
  Basis basis(std::size_t row) const;
  const Seen* seen(std::size_t row) const;  ///< null where nothing was observed
  /// What a device was seen to hold, listed nowhere: a row beside the assets.
  bool is_part(std::size_t row) const { return row < unlisted_.size() && unlisted_[row] && !seen_.contains(row); }
  const std::unordered_map<std::size_t, Seen>& all_seen() const { return seen_; }
  /// Key of an asset: operator/id where there is one, else maker/serial, else name …, else input#n.
  std::string key(std::size_t row) const;

  // Building.
  /// `members`: where the input is a member of archives, their names, outermost first; `name` is the outermost file.
  std::uint32_t add_input(std::string name, std::vector<std::string> members = {});
  std::size_t add_row(std::uint32_t input);  ///< an empty row; then set its cells in order of rows
  void set_text(Field f, std::size_t row, std::string_view value);
  void set_word(Field f, std::size_t row, std::string_view value);
  void set_code(Field f, std::size_t row, std::uint32_t code);  ///< a code of `words(f)`
  /// The same words under the same codes as `other`, which must outlive this.
  void share_words(const Estate& other);
  /// Many cells of a Text field at once, in the order of rows; of one row's the first stands. O(bytes of the column).
  void set_texts(Field f, const std::vector<std::pair<std::size_t, std::string>>& cells);
  void set_day(Field f, std::size_t row, Day value);
  void set_count(Field f, std::size_t row, std::int64_t value);
  void set_source(std::size_t row, const Source& s);
  void set_table(std::uint32_t input, std::uint32_t table, bool json, std::string pointer, std::map<Field, std::string> headers,
                 std::string sheet = {});
  void set_extra(std::size_t row, std::string_view header, std::string_view value);
  void add_extra(std::size_t row, std::string_view header, std::string_view value);  ///< where the row has none of that header
  std::vector<std::pair<std::string_view, std::string_view>> extras(std::size_t row) const;
  std::vector<std::string> extra_headers() const;
  std::string_view extra(std::size_t row, std::string_view header) const;  ///< "" where there is none
  void set_seen(std::size_t row, Seen s);
  void confirm_again(std::size_t row) { ++seen_[row].devices; }  ///< one more of its pieces was seen
  /// Another place that says something of the same asset: a second inventory, a table that was joined.
  void add_also(std::size_t row, Locator l);
  void set_tables(std::shared_ptr<const Estate> tables) { tables_of_joins_ = std::move(tables); }
  /// A line of `set_tables`' estate gave this row something. Call sort_joined when all are added.
  void add_joined(std::size_t row, std::size_t table_row) { joined_.emplace_back(static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(table_row)); }
  void sort_joined();
  std::vector<Locator> also(std::size_t row) const;
  /// A field that judges may read and nothing may print, keep or hash (--sites-secret).
  void hide(Field f) { hidden_[index_of(f)] = true; }
  bool hidden(Field f) const { return hidden_[index_of(f)]; }
  void set_unlisted(std::size_t row);  ///< the row is a device that no inventory lists

  // Bulk lane for tables: append `n` rows, then whole columns of them.
  std::size_t add_rows(std::uint32_t input, std::uint32_t table, const std::vector<std::uint64_t>& line,
                       const std::vector<std::uint64_t>& offset, const std::vector<std::uint32_t>& length);
  void fill_text(Field f, std::size_t first, const std::vector<std::string_view>& cells);
  void fill_codes(Field f, std::size_t first, const std::vector<std::uint32_t>& codes);
  Dictionary& dictionary(Field f) { return dictionaries_[index_of(f)]; }
  std::vector<Day>& days(Field f) { return days_[index_of(f)]; }
  std::vector<std::int64_t>& counts(Field f) { return counts_[index_of(f)]; }
  void touch(Field f) { filled_[index_of(f)] = true; }

  /// As new, for the next of many small ones: what memory columns and words took is kept.
  void clear();
  /// Takes rows out (ascending, distinct); the others move up. O(cells).
  void remove_rows(const std::vector<std::size_t>& rows);

  /// That texts of the pack it was lent from were found damaged and read as "": to be said beside whatever was made of them. They are opened when
  /// they are asked for, so ask last. Nothing where none was.
  std::optional<Error> damage() const;

  std::string hash() const;  ///< SHA-256 of all cells: what was judged

 private:
  std::uint32_t lent_code(Field f, std::size_t row) const;
  Day lent_day(Field f, std::size_t row) const;
  std::int64_t lent_count(Field f, std::size_t row) const;
  std::string_view lent_place(std::size_t row, std::string_view header) const;  ///< where it stood before it was packed
  void own();  ///< copies what is lent

  std::shared_ptr<const LentColumns> columns_, held_;
  mutable std::unordered_map<std::size_t, std::string> lines_;
  std::size_t lent_ = 0;
  std::uint32_t lent_input_ = 0;
  std::size_t rows_ = 0;
  std::vector<std::string> inputs_;
  std::vector<std::vector<std::string>> members_;
  std::array<bool, kFieldCount> filled_{};
  std::array<Dictionary, kFieldCount> dictionaries_;
  std::array<std::vector<std::uint32_t>, kFieldCount> codes_;
  std::array<TextColumn, kFieldCount> texts_;
  std::array<std::vector<Day>, kFieldCount> days_;
  std::array<std::vector<std::int64_t>, kFieldCount> counts_;
  std::vector<Source> sources_;
  struct Table {
    bool json = false;
    std::string pointer, sheet;
    std::map<Field, std::string> headers;
  };
  std::map<std::pair<std::uint32_t, std::uint32_t>, Table> tables_;
  struct Extra {
    std::string header;
    Dictionary words;
    std::vector<std::uint32_t> codes;
  };
  std::vector<Extra> extras_;
  std::unordered_map<std::size_t, Seen> seen_;
  std::unordered_map<std::size_t, std::vector<Locator>> also_;
  std::shared_ptr<const Estate> tables_of_joins_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> joined_;  ///< row, row of the tables
  std::array<bool, kFieldCount> hidden_{};
  std::vector<bool> unlisted_;
};

inline std::uint32_t Estate::lent_code(Field f, std::size_t row) const {
  const auto& c = columns_->words[index_of(f)];
  return c ? c.at(row) : 0;
}
inline Day Estate::lent_day(Field f, std::size_t row) const {
  const auto& c = columns_->values[index_of(f)];
  if (!c) return {};
  return day_of_number(c.at(row));
}
inline std::int64_t Estate::lent_count(Field f, std::size_t row) const {
  const auto& c = columns_->values[index_of(f)];
  const std::int64_t n = c ? c.at(row) : kNoCount;
  return n < 0 ? kNoCount : n;  // whatever the file says
}

}  // namespace rf::estate
