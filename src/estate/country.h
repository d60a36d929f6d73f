// Countries as people write them → ISO 3166-1 alpha-2.
#pragma once

#include <string>
#include <string_view>

namespace rf::estate {

/// "de", "DEU", "Deutschland", "Allemagne", "UK" → "DE", "GB"; JE, GG and IM stay themselves. "" where it is no country that ISO 3166-1 or
/// the names of CLDR (as ICU has them, in the languages of knowledge/columns.yaml) know. O(1) for a code, else a look-up in a table made once.
std::string country_code(std::string_view written);

}  // namespace rf::estate
