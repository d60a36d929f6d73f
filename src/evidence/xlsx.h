// What a locator into a workbook opens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace rf::evidence {

/// The cells of one row of a sheet as read: cell ("C12") and text, by column. Fails: no such sheet or row, not a workbook.
/// O(sheet up to the row); memory as the reader's.
Result<std::vector<std::pair<std::string, std::string>>> workbook_row(std::string_view bytes, std::string_view sheet, std::uint64_t line);

bool is_ods(std::string_view head);  ///< a spreadsheet or another document of OpenDocument
/// As workbook_row, of such a spreadsheet.
Result<std::vector<std::pair<std::string, std::string>>> ods_row(std::string_view bytes, std::string_view sheet, std::uint64_t line);

/// A ZIP whose members are the parts of one office file: read as that, never walked as an archive.
bool is_office_zip(std::string_view head);

}  // namespace rf::evidence
