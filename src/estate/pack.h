#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "estate/estate.h"

namespace rf::estate {

/// Rows equal in all that is judged, as one with sums (direct/pack_cells.h makes them).
struct PackedCells {
  std::shared_ptr<const Estate> estate;    ///< a row a cell: the words of the estate under its codes, sums as counts
  std::vector<std::uint32_t> begin, rows;  ///< the rows behind cell c: rows[begin[c]] … rows[begin[c + 1] - 1], ascending
  std::vector<std::int64_t> most_premises, most_traffic;  ///< the largest known of a cell; kNoCount: none
  std::vector<Day> grid;                   ///< days that dates were rounded to, sorted
  std::vector<bool> sites;                 ///< by code of the function: sites stay apart
  std::vector<std::uint32_t> whole;        ///< of a cell, as of a row in PackedWholes; empty: none has
};
/// What rows are part of or run on (direct::whole_rows), as it is written.
struct PackedWholes {
  std::vector<std::array<std::uint32_t, 3>> words;  ///< codes of supplier, brand and function, distinct
  std::vector<std::uint32_t> of_row;                ///< 1 + index into words; 0: none. Empty: none has
};

/// The estate as a pack (model/pack_format.h); `cells` may be null; `notes`: what was said while it was read, said again when the pack is; `unread`: of
/// what could not be read, an error again. Same estate, same bytes. O(cells).
std::string to_pack(const Estate& estate, const PackedCells* cells = nullptr, const PackedWholes& wholes = {}, const std::vector<Error>& notes = {}, const std::vector<Error>& unread = {});

/// A pack of version 2 or 3, opened where it lies.
struct OpenedPack {
  std::shared_ptr<Estate> estate;  ///< its rows, lent
  struct Cells {
    std::shared_ptr<Estate> estate;  ///< lent too; the same words under the same codes
    evidence::PackedValues begin, rows, most_premises, most_traffic;
    std::vector<Day> grid;
    std::vector<bool> sites;
    evidence::PackedCodes whole;
    std::vector<std::uint32_t> of(std::size_t cell) const;  ///< the rows behind a cell, ascending; checked against the estate's
  };
  std::shared_ptr<const Cells> cells;     ///< null where it does not fold
  std::vector<std::array<std::uint32_t, 3>> wholes;  ///< as PackedWholes::words
  evidence::PackedCodes whole;            ///< of a row
  std::string hash;                       ///< of the estate, as it was when packed
  std::string_view bytes;                 ///< the file; they stay as long as `estate` does
  std::vector<Error> notes, unread;       ///< what was said when its rows were read, and of what was not
  bool read_as_it_is = true;              ///< false: words of roles stand there that may give functions; read it as an inventory
};
/// Fails: Io, as PackView::open, and Malformed where columns, dictionaries and cells do not fit each other. O(codes), without reading texts: that one of those is
/// damaged, Estate::damage tells once it was asked for.
Result<OpenedPack> open_pack(const std::string& path);
/// Whether the file begins as a pack of version 2 or 3 does.
bool is_pack(const std::string& path);

}  // namespace rf::estate
