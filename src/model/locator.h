// One locator for findings, identities, alerts and errors: where in the evidence a statement rests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "base/result.h"

namespace rf {

struct Locator {
  std::string evidence;           ///< "sha256:…" of the input; empty until it is asked for
  std::string input;              ///< path as given, joined with the path below it
  std::vector<std::string> path;  ///< members of archives inside the input, outermost first
  // One of these says where; what is empty or 0 does not apply.
  std::string oid;                ///< SNMP object instance, numeric (RFC 3416)
  std::string pointer;            ///< JSON pointer (RFC 6901)
  std::vector<std::uint64_t> frames;  ///< 1-based numbers of the capture's frames, as Wireshark counts
  std::string field;              ///< with frames: what of them, such as "tls.cert.subject"
  std::string sheet;              ///< with line: name of the workbook's sheet
  std::uint64_t line = 0;         ///< 1-based line of a text, row of a sheet
  std::string column;             ///< header word as written in the file
  std::vector<std::pair<std::uint64_t, std::uint64_t>> bytes;  ///< offset, length, in the innermost member
  std::string says;               ///< what stands there, shortened for reading
};

/// "walks.zip!olt1.snmprec": an input as messages and lists of inputs name it.
std::string input_label(const std::string& input, const std::vector<std::string>& path);
/// The printed short form: "1.3.6.1.2.1.1.2.0", "line 12, column supplier", "sheet Devices, row 12", "frames 17, 18".
std::string short_form(const Locator& l);
/// What `ringfence show` opens: INPUT#oid=…, INPUT#line=12, INPUT#sheet=Devices&line=12, INPUT#frame=17,
/// INPUT!MEMBER#pointer=/results/3. In names `%`, `!` and `#` are written as %25, %21, %23; in values `%`, `#`, `&`.
std::string address_of(const Locator& l);
/// The same read back, or a locator as JSON. A name that holds `!` or `#` as it is cannot be told from an address: the
/// caller looks whether the whole names a file. Fails: Usage.
Result<Locator> parse_locator(std::string_view text);
/// The value of `at`: {"oid":…}, {"sheet":…,"line":12,"column":"mac"}, {"frames":[17,18],"field":…}, {"pointer":…}, {"offset":…}.
void put_at(JsonWriter& w, const Locator& l);

}  // namespace rf
