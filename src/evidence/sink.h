// What readers push into: rows for tables, agents for what answered for itself. Nothing holds all of an input.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/agent_facts.h"
#include "evidence/sighting.h"
#include "model/asset_columns.h"

namespace rf::evidence {

/// Up to kBatchRows rows of one table. Cells live until rows() returns.
inline constexpr std::size_t kBatchRows = 4096;  // ten columns of cells stay within a core's second-level cache

struct Column {
  std::string header;           ///< as written in the file
  int field = -1;               ///< static_cast<int>(Field), or -1: kept as it is
  std::vector<std::string_view> cells;
};

struct ColumnBatch {
  std::uint32_t table = 0;              ///< counts the tables of one input from 0
  std::vector<Column> columns;          ///< the same in every batch of a table
  std::vector<std::uint64_t> line;      ///< 1-based line of each row (CSV), or index of the object (JSON)
  std::vector<std::uint64_t> offset;    ///< byte offset of each row in the file
  std::vector<std::uint32_t> length;    ///< its bytes
  bool headed = false;                  ///< columns are headers that people wrote, not names that a format defines
  bool json = false;                    ///< rows are objects; `pointer` + index names them
  std::string pointer;                  ///< "/results" …
  std::string sheet;                    ///< of a workbook; `line` counts its rows
  std::size_t rows() const { return line.size(); }
  /// Ready for the next rows of the same table.
  void clear_rows() {
    for (auto& c : columns) c.cells.clear();
    line.clear();
    offset.clear();
    length.clear();
  }
};

/// Where readers push what they find; the calls come in the order of the input.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void rows(const ColumnBatch& batch) = 0;  ///< the input is the one being read
  virtual void agent(AgentFacts facts) = 0;         ///< one SNMP agent; walks joined into one file give several
  virtual void sighting(Sighting) {}                ///< seen in a capture; an asset only by what assess/sightings.h names
  virtual void error(Error e) = 0;   ///< a part could not be read; the rest goes on
  virtual void note(Error e) = 0;    ///< read, but worth saying (flagged cells, replaced bytes)
};

}  // namespace rf::evidence
