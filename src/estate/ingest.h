// Tables into an estate: cells become codes, days and counts; what cannot be read is told with its line, never guessed.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "estate/estate.h"
#include "estate/read_count.h"
#include "evidence/sink.h"

namespace rf::estate {

enum class DateOrder : std::uint8_t { Undecided, Dmy, Mdy, Ymd };

/// How words are read; made once from knowledge.
struct Words {
  std::map<std::string, std::string, std::less<>> statuses;  ///< folded word → our status
  std::vector<std::pair<std::string, std::string>> aliases;  ///< function path → what it is
  std::function<bool(std::string_view)> makes_equipment;     ///< a name that resolves to a known maker
  /// What a person mapped (--map): of a field, folded word → the word in its place. Comes before what knowledge says.
  std::map<Field, std::map<std::string, std::string, std::less<>>> mapped;
  DateOrder date_order = DateOrder::Undecided;               ///< --date-order
};

class Ingest {
 public:
  Ingest(Estate& estate, const Words& words) : estate_(estate), words_(words) {}
  void begin(std::uint32_t input) {
    input_ = input;
    for (auto& r : raw_) r.reset();
    for (auto& c : canonical_) c.clear();
  }
  void rows(const evidence::ColumnBatch& batch);
  /// Settles what needs the whole input (the order of day and month). `report` gets errors; `note` what is flagged.
  void end(const std::function<void(Error)>& report, const std::function<void(Error)>& note);

 private:
  struct Column {  ///< a column that is read when all of it is known
    Field field{};
    std::string header;
    Dictionary words;
    std::vector<std::uint64_t> first_line;  ///< of each word
    void add(std::string_view cell, std::uint64_t line) { add(std::span(&cell, 1), std::span(&line, 1)); }
    void add(std::span<const std::string_view> cells, std::span<const std::uint64_t> lines) {
      const std::size_t before = codes.size();
      codes.resize(before + cells.size());
      words.codes(cells, std::span(codes).subspan(before));
      for (std::size_t i = 0; i < cells.size(); ++i)  // new words are numbered as they come
        if (const std::uint32_t c = codes[before + i]; c >= first_line.size()) first_line.resize(c + std::size_t{1}, lines[i]);
    }
    std::vector<std::uint32_t> codes;
  };
  struct Dates : Column {
    std::size_t first_row = 0;
  };
  struct Counts : Column {  ///< cells that are no plain digits; codes[i] is of rows[i]
    std::vector<std::size_t> rows;
  };
  /// What the serials of a table look like, to tell those that a spreadsheet turned into numbers.
  struct Serials {
    std::string header;
    std::uint64_t scientific = 0, scientific_line = 0;
    std::array<std::uint64_t, 25> of_length{}, first_line{};  ///< serials of digits alone, by length
    std::uint64_t leading_zero = 0;
  };
  using Say = std::function<void(Error)>;
  void word_column(const evidence::Column& c, Field f, std::size_t first);
  void count_column(const evidence::ColumnBatch& b, const evidence::Column& c, Field f, std::size_t first);
  void look_at_serials(const evidence::ColumnBatch& b, const evidence::Column& c);
  std::string canonical(Field f, std::string_view cell) const;
  void cell_error(std::string why, std::uint64_t line, const std::string& header, std::uint64_t cells = 1);
  void settle_dates(const Say& report, const Say& note);
  void settle_counts(const Say& note);
  void settle_sellers(const Say& note);
  void tell_serials(const Say& note) const;
  void tell_words(const Say& note) const;
  bool says_numbers_alone(std::size_t row) const;
  void take_out_sums(const Say& note);

  Estate& estate_;
  const Words& words_;
  std::uint32_t input_ = 0;
  std::array<std::unique_ptr<Dictionary>, kFieldCount> raw_;       ///< words as written, where they are rewritten
  std::array<std::vector<std::uint32_t>, kFieldCount> canonical_;  ///< code as written → code in the estate
  std::map<std::pair<std::uint32_t, Field>, Dates> dates_;
  std::map<std::pair<std::uint32_t, Field>, Counts> counts_;
  std::map<std::uint32_t, Serials> serials_;
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> tables_;  ///< table → its rows
  std::vector<Error> errors_;
  std::map<std::string, std::uint64_t> more_errors_;
  std::set<std::uint32_t> seller_only_;  ///< tables with a seller column and no maker column
};

/// "2.10235E+14": what a spreadsheet makes of a long number; its last digits are lost.
bool is_scientific(std::string_view cell);

/// One cell as a day. `order` Undecided: a text that two orders allow gives `ambiguous`.
struct ReadDay {
  Day day;
  bool ambiguous = false, bad = false;
  bool open = false;          ///< "9999-12-31"
  bool serial = false;        ///< a number of days as a spreadsheet counts them (from 1899-12-30)
  DateOrder only = DateOrder::Undecided;  ///< the one order this text allows, if only one
};
ReadDay read_day(std::string_view cell, DateOrder order);

}  // namespace rf::estate
