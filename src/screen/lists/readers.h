// What the readers of formats share, and their names for the table in read.cpp. A new format is one file and one line there.
#pragma once

#include <string>
#include <string_view>

#include "screen/lists/csv_rows.h"
#include "screen/lists/read.h"

namespace rf::screen::lists {

/// Counts what goes on and what is left out, and refuses a file that has another layout.
class RowKeeper {
 public:
  /// `list`: the id of the list where none was given.
  RowKeeper(const Source& source, Sink& sink, Summary& summary, std::string_view list) : source_(source), sink_(sink), summary_(summary) {
    if (summary_.list.empty()) summary_.list = list;
  }
  /// Whether the row has as many cells as it must; else it is left out and named.
  bool width(const CsvRows& rows, std::size_t want);
  void entity(const CsvRows& rows, names::ListEntity e);
  void entity(names::ListEntity e);
  void relation(Relation r);
  void left_out(std::uint64_t line, std::string why);
  /// After the last row: Truncated where it has fewer cells than it must and no line feed behind it.
  Result<void> end(const CsvRows& rows, std::size_t want);

 private:
  const Source& source_;
  Sink& sink_;
  Summary& summary_;
};

/// An entry's name in a list that numbers nothing: the first 16 digits of the SHA-256 of source, name, and first address.
std::string made_up_entry(const names::ListEntity& e);

#define RF_LIST_FORMAT(name)                                              \
  double likeness_##name(std::string_view head, std::string_view file);   \
  Result<void> read_##name(Files& files, Sink& sink, Summary& summary)
RF_LIST_FORMAT(us_csl_csv);
RF_LIST_FORMAT(us_csl_json);
RF_LIST_FORMAT(ofac_csv);
RF_LIST_FORMAT(ofac_xml);
RF_LIST_FORMAT(ofac_advanced_xml);
RF_LIST_FORMAT(bis_dpl);
RF_LIST_FORMAT(uk_csv);
RF_LIST_FORMAT(uk_ofsi_csv);
RF_LIST_FORMAT(eu_xml);
RF_LIST_FORMAT(un_xml);
RF_LIST_FORMAT(opensanctions_csv);
RF_LIST_FORMAT(ftm_json);
RF_LIST_FORMAT(gleif_level1);
RF_LIST_FORMAT(gleif_level2);
RF_LIST_FORMAT(own_yaml);
RF_LIST_FORMAT(plain_csv);
#undef RF_LIST_FORMAT
double likeness_ofac_alt(std::string_view head, std::string_view file);
double likeness_ofac_add(std::string_view head, std::string_view file);
double likeness_ofac_comments(std::string_view head, std::string_view file);

}  // namespace rf::screen::lists
