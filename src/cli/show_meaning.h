// What the bytes of a locator say, for `ringfence show`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/locator.h"

namespace rf::cli {

/// A cell of a row as its table is read.
struct ShownCell {
  std::string name;    ///< such as B7, of a workbook
  std::string header;  ///< "" where the row stands above the header, or has none there
  std::string field;   ///< of docs/inventory.md; "" where no field is filled by the column
  std::string value;
  bool asked = false;  ///< the locator names its column
};

/// The cells of a line of a table with delimiters; none where the input is no such table. Words are those of the built-in knowledge.
std::vector<ShownCell> cells_of_row(std::string_view bytes, const Locator& l);

/// The cells of a workbook's row. Fails: as evidence::workbook_row. Reads the workbook to its end for the headers.
Result<std::vector<ShownCell>> cells_of_sheet_row(std::string_view bytes, const Locator& l);

/// The cells of a pack's row that are not empty. Fails: as evidence::pack_row.
Result<std::vector<ShownCell>> cells_of_pack_row(std::string_view bytes, const Locator& l);

/// A frame of a capture: its bytes, and what the wire engine's decoders said with it. Reads to the end of the conversation it belongs to.
struct ShownFrame {
  std::string time;  ///< RFC 3339, UTC
  std::uint64_t number = 0, on_wire = 0;
  std::uint32_t link = 0;  ///< LINKTYPE_ of tcpdump's registry
  std::string bytes;       ///< as captured
  std::vector<std::pair<std::string, std::string>> said;  ///< fields of docs/wire.md with their values
};
/// Fails: Unsupported (no capture), Malformed (no such frame).
Result<ShownFrame> frame_shown(std::string_view bytes, std::uint64_t number);

}  // namespace rf::cli
