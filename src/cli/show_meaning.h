// What the bytes of a locator say, for `ringfence show`.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/locator.h"

namespace rf::cli {

/// Each cell of the row with its header and the field it fills, the asked column marked; "" where the input is no such table. `evidence` words
/// are those of the built-in knowledge.
std::string meaning_of_row(std::string_view bytes, const Locator& l);

/// Each cell of a workbook's row with its name, its header and the field it fills where the sheet is read as a table, the asked column marked.
/// Fails: as evidence::workbook_row. Reads the workbook to its end for the headers.
Result<std::string> meaning_of_sheet_row(std::string_view bytes, const Locator& l);

/// A frame of a capture: its bytes, and what the wire engine's decoders said with it. Reads to the end of the conversation it belongs to.
struct ShownFrame {
  std::string heading;      ///< time, lengths
  std::string bytes;        ///< as captured
  std::string statements;   ///< one a line
};
/// Fails: Unsupported (no capture), Malformed (no such frame).
Result<ShownFrame> meaning_of_frame(std::string_view bytes, std::uint64_t number);

}  // namespace rf::cli
