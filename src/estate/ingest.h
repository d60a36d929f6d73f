// Tables into an estate: cells become codes, days and counts; what cannot be read is told with its line, never guessed.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "estate/estate.h"
#include "evidence/sink.h"

namespace rf::estate {

enum class DateOrder : std::uint8_t { Undecided, Dmy, Mdy, Ymd };

/// How words are read; made once from knowledge.
struct Words {
  std::map<std::string, std::string, std::less<>> statuses;  ///< folded word → our status
  std::vector<std::pair<std::string, std::string>> aliases;  ///< function path → what it is
  std::function<bool(std::string_view)> makes_equipment;     ///< a name that resolves to a known maker
  DateOrder date_order = DateOrder::Undecided;               ///< --date-order
};

class Ingest {
 public:
  Ingest(Estate& estate, const Words& words) : estate_(estate), words_(words) {}
  void begin(std::uint32_t input) { input_ = input; }
  void rows(const evidence::ColumnBatch& batch);
  /// Settles what needs the whole input (the order of day and month). `report` gets errors; `note` what is flagged.
  void end(const std::function<void(Error)>& report, const std::function<void(Error)>& note);

 private:
  struct Dates {
    Field field{};
    std::string header;
    Dictionary words;
    std::vector<std::uint32_t> codes;
    std::vector<std::uint64_t> first_line;  ///< of each word
    std::size_t first_row = 0;
  };
  void word_column(const evidence::Column& c, Field f, std::size_t first);
  void count_column(const evidence::ColumnBatch& b, const evidence::Column& c, Field f, std::size_t first);
  std::string canonical(Field f, std::string_view cell) const;
  void cell_error(std::string why, std::uint64_t line, const std::string& header);

  Estate& estate_;
  const Words& words_;
  std::uint32_t input_ = 0;
  std::array<std::unique_ptr<Dictionary>, kFieldCount> raw_;       ///< words as written, where they are rewritten
  std::array<std::vector<std::uint32_t>, kFieldCount> canonical_;  ///< code as written → code in the estate
  std::map<std::pair<std::uint32_t, Field>, Dates> dates_;
  std::vector<Error> errors_;
  std::map<std::string, std::uint64_t> more_errors_;
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> seller_only_;  ///< table → rows with a seller column and no maker column
};

/// One cell as a day. `order` Undecided: a text that two orders allow gives `ambiguous`.
struct ReadDay {
  Day day;
  bool ambiguous = false, bad = false;
  bool open = false;          ///< "9999-12-31"
  DateOrder only = DateOrder::Undecided;  ///< the one order this text allows, if only one
};
ReadDay read_day(std::string_view cell, DateOrder order);

}  // namespace rf::estate
