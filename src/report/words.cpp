#include "report/words.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "base/text.h"

namespace rf::report {
namespace {

constexpr std::array<std::string_view, 10> kForces = {"law", "licence", "contract", "policy", "advice", "procurement", "funding", "authorisation", "export", "investment"};

std::size_t rank_of_force(std::string_view force) {
  return static_cast<std::size_t>(std::find(kForces.begin(), kForces.end(), force) - kForces.begin());
}
std::string decimals(long double percent_value, int places) {
  char buffer[64];
  const int n = std::snprintf(buffer, sizeof buffer, "%.*Lf", places, percent_value);
  std::string out(buffer, static_cast<std::size_t>(n));
  if (out.find('.') != std::string::npos) {
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
  }
  return out;
}
/// "8 of about 11"
std::string judged_of(const DirectionSummary& d) {
  return std::to_string(d.encoded) + (d.text_seen ? " of " : " of about ") + std::to_string(std::max(d.known, d.encoded));
}
/// Which directions were judged without their text: in a line each where something is open or where they are few, the others together.
void add_texts_not_seen(const assess::Answer& a, std::vector<std::string>& out) {
  constexpr std::size_t kFew = 4;
  std::set<std::string> open;
  for (const auto& f : a.findings)
    if (!f.exposure_only && (f.status == Status::Breached || f.status == Status::Due || f.status == Status::Undecided)) open.insert(f.direction);
  std::vector<const DirectionSummary*> unseen;
  for (const auto& d : a.directions)
    if (d.note.empty() && !d.text_seen && d.encoded > 0) unseen.push_back(&d);
  std::string others;
  const std::size_t before = out.size();
  for (const DirectionSummary* d : unseen) {
    if (unseen.size() <= kFew || open.contains(d->id)) out.push_back(d->id + ": " + limits_of(*d) + ".");
    else others += (others.empty() ? "" : ", ") + d->id + " " + judged_of(*d);
  }
  if (!others.empty()) out.push_back((out.size() == before ? "The final text was not available, and of the requirements are judged: " : "Nor was the final text available of others, and of their requirements are judged: ") + others + ".");
}
}  // namespace

std::string_view not_met(std::string_view force) {
  if (force == "contract") return "not in line with the contract";
  if (force == "advice") return "against the advice";
  if (force == "policy") return "against the policy";
  if (force == "procurement") return "representation not supported by this evidence";
  return "not met on this evidence";
}

std::string status_in_words(const std::string& status, std::string_view force) {
  if (status == "breached") return std::string(not_met(force));
  return status == "not-applicable" ? "not applicable" : status;
}

std::string standing(const Finding& f) {
  std::string words;
  switch (f.status) {
    case Status::Met: words = "met"; break;
    case Status::Due: words = f.days_left ? "due, " + counted(*f.days_left, "day", "days") + " left" : "due"; break;
    case Status::Breached: words = not_met(f.force); break;
    case Status::Undecided: words = "undecided"; break;
    case Status::Exempt: words = "exempt"; break;
    case Status::Preview: words = "proposal only"; break;
    case Status::NotApplicable: return "not applicable";
  }
  return (f.applies == "assumed" ? "if addressed: " : "") + words;
}

std::string sentence(const Finding& f) {
  std::string says = f.says;
  if (says.empty()) {
    const std::string extent = bounds(f.measured);
    says = upper_first(f.status == Status::Breached ? std::string(not_met(f.force)) : std::string(to_text(f.status))) + ": " + amount(f.measured) + ", allowed: " + limit_of(f.measured) + (extent.empty() ? "" : "; " + extent + " as the unknown turns out") + ".";
    if (const auto lacking = missing(f); f.status == Status::Undecided && !lacking.empty()) says += " Missing: " + lacking + ".";
  }
  constexpr std::string_view kOpening = "If this direction is addressed to ";
  if (f.applies != "assumed" || says.starts_with(kOpening)) return says;
  return std::string(kOpening) + (f.operator_id.empty() ? "this operator" : f.operator_id) + ": " + says;
}

std::string grouped(std::int64_t n) {
  std::string digits = std::to_string(n);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string percent(std::int64_t part, std::int64_t total, std::int64_t limit_num, std::int64_t limit_den) {
  if (total == 0) return "0 %";
  const long double value = static_cast<long double>(part) * 100.0L / static_cast<long double>(total);
  if (limit_den == 0) return decimals(value, 1) + " %";
  const long double limit = static_cast<long double>(limit_num) * 100.0L / static_cast<long double>(limit_den);
  int places = 1;
  while (places < 4 && value != limit && decimals(value, places) == decimals(limit, places)) ++places;
  return decimals(value, places) + " %";
}

std::string unit_of(std::string_view measure, std::int64_t n) {
  if (measure == "quantity") return n == 1 ? "piece" : "pieces";
  if (measure == "sites") return n == 1 ? "site" : "sites";
  if (measure == "suppliers") return n == 1 ? "supplier" : "suppliers";
  if (measure == "traffic") return "of traffic";
  return std::string(measure);
}

std::string amount(const Measured& m) {
  if (!m.share) return grouped(m.part) + " " + unit_of(m.measure, m.part);
  const std::string what = m.measure == "quantity" ? "pieces" : m.measure;
  return percent(m.part, m.total, m.limit_num, m.limit_den) + " of " + what + " (" + grouped(m.part) + " of " + grouped(m.total) + ")";
}

std::string bounds(const Measured& m) {
  if (m.part_low == m.part_high && m.total_low == m.total_high) return {};
  if (!m.share) return grouped(m.part_low) + " to " + grouped(m.part_high);
  return percent(m.part_low, m.total_low, m.limit_num, m.limit_den) + " to " + percent(m.part_high, m.total_high, m.limit_num, m.limit_den);
}

std::string limit_of(const Measured& m) {
  if (m.limit_num == 0) return "none";
  if (m.share) return "at most " + percent(m.limit_num, m.limit_den);
  return "at most " + grouped(m.limit_num) + " " + unit_of(m.measure, m.limit_num);
}

std::string over_by(const Measured& m) {
  if (m.over_by <= 0) return {};
  return grouped(m.over_by) + " " + unit_of(m.measure, m.over_by) + (m.share ? " to pass to others, the total staying, until it holds" : " to take away until it holds");
}

std::string mitigation(const Finding& f) {
  const Mitigation& m = f.mitigation;
  std::string out = m.possible ? (*m.possible ? "The risk can be mitigated" : "The risk cannot be mitigated") : "Whether the risk can be mitigated is not decided";
  if (m.basis == "stated-by-authority") out += ", as stated by " + m.by;
  else if (m.basis == "conditions") out += ", by the recorded conditions" + (m.regime.empty() ? std::string() : " of " + m.regime);
  if (!m.why.empty()) out += ": " + m.why;
  if (out.back() != '.') out += ".";
  // Of the risk, not of the duty: a direction is not met by a mitigation.
  if (m.possible && *m.possible && (f.force == "law" || f.force == "licence" || f.force == "contract")) out += " What the instrument asks stands all the same.";
  return out;
}

std::string missing(const Finding& f) {
  std::string out;
  for (const auto& [what, n] : f.missing) {
    if (n == 0) continue;
    if (!out.empty()) out += ", ";
    out += what == "deadline" ? "the deadline (sources differ)" : what + " of " + counted(n, "row", "rows");
  }
  return out;
}

std::string_view supplier_basis(std::string_view basis) {
  if (basis == "named") return "named by the instrument";
  if (basis == "subsidiary" || basis == "affiliate") return "of the same corporate group; not checked against the notice's annex";
  if (basis == "brand-only") return "by brand only; the maker is not known";
  if (basis == "component-only") return "by a component only";
  return basis;
}

std::string_view regime_standing(std::string_view status) {
  if (status == "effective") return "effective: the recorded conditions hold";
  if (status == "ineffective") return "not effective: a deciding condition does not hold";
  if (status == "unknown") return "not known: a deciding condition is undecided";
  if (status == "not-needed") return "not needed: nothing it covers is in this estate";
  return status;
}

std::string_view to_words(Basis b) {
  constexpr std::array<std::string_view, 4> kWords = {"declared", "observed", "both", "contradicted"};
  return kWords[static_cast<std::size_t>(b)];
}

std::string limits_of(const DirectionSummary& d) {
  return judged_of(d) + " requirements are judged; " + (d.text_seen ? "the text was read" : "the final text was not available");
}

std::vector<std::string> assumptions(const assess::Answer& a) {
  std::vector<std::string> out;
  std::set<std::string> assumed;
  for (const auto& f : a.findings)
    if (f.applies == "assumed" && !f.exposure_only) assumed.insert(f.direction);
  if (!assumed.empty()) {
    std::string list;
    for (const auto& d : assumed) list += (list.empty() ? "" : ", ") + d;
    out.push_back("It is not on record whether " + (a.operator_id.empty() ? std::string("this operator") : a.operator_id) +
                  " is an addressee of " + list + "; what is said of it holds if it is addressed.");
  }
  add_texts_not_seen(a, out);
  if (a.country_assumed)
    out.push_back(a.country.empty() ? "Rows without a country are taken to stand in the territory of each direction." : "Rows without a country are taken to stand in " + a.country + ".");
  const bool stated = a.completeness.starts_with("stated");
  out.push_back(stated ? "Completeness of the inventory: " + a.completeness + "." : "Nobody has stated that the inventory is complete; what is not in it is not judged.");
  if (a.unknown > 0) out.push_back("Of " + counted(a.assets, "asset", "assets") + ", " + std::to_string(a.unknown) + (a.unknown == 1 ? " has" : " have") + " a maker that is not known; each counts in the upper bounds.");
  if (a.sightings > 0) out.push_back(counted(a.sightings, "thing was", "things were") + " seen without evidence that it is the operator's; such sightings are not counted.");
  if (!a.errors.empty()) out.push_back(counted(static_cast<std::int64_t>(a.errors.size()), "part", "parts") + " of the input could not be read and " + (a.errors.size() == 1 ? "is" : "are") + " not in these numbers.");
  return out;
}

std::vector<const Finding*> in_order(const assess::Answer& a) {
  std::vector<const Finding*> out;
  out.reserve(a.findings.size());
  for (const auto& f : a.findings) out.push_back(&f);
  std::stable_sort(out.begin(), out.end(), [](const Finding* x, const Finding* y) {
    if (rank_of(x->status) != rank_of(y->status)) return rank_of(x->status) < rank_of(y->status);
    if (x->status == Status::Due && x->days_left != y->days_left) return x->days_left < y->days_left;
    const auto fx = rank_of_force(x->force), fy = rank_of_force(y->force);
    if (fx != fy) return fx < fy;
    return x->id < y->id;
  });
  return out;
}

std::vector<const assess::SupplierShare*> by_size(const assess::Answer& a) {
  std::vector<const assess::SupplierShare*> out;
  for (const auto& s : a.by_supplier) out.push_back(&s);
  std::stable_sort(out.begin(), out.end(), [](const auto* x, const auto* y) {
    const bool ux = x->supplier.empty() && x->name.empty(), uy = y->supplier.empty() && y->name.empty();
    return ux != uy ? uy : x->all.quantity > y->all.quantity;
  });
  return out;
}

Tally tally(const assess::Answer& a) {
  Tally t;
  for (const auto& f : a.findings) switch (f.status) {
      case Status::Met: ++t.met; break;
      case Status::Due: ++t.due; break;
      case Status::Breached: ++t.breached; break;
      case Status::Undecided: ++t.undecided; break;
      case Status::Exempt: ++t.exempt; break;
      case Status::Preview: ++t.preview; break;
      case Status::NotApplicable: ++t.not_applicable; break;
    }
  return t;
}

std::string not_met_group(const Finding& f) { return std::string(not_met(f.force)) + (f.applies == "assumed" ? " if addressed" : ""); }

std::vector<std::pair<std::string, std::int64_t>> not_met_groups(const assess::Answer& a) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (const auto* f : in_order(a)) {
    if (f->status != Status::Breached) continue;
    const std::string words = not_met_group(*f);
    auto at = std::find_if(out.begin(), out.end(), [&](const auto& e) { return e.first == words; });
    if (at == out.end()) at = out.insert(out.end(), {words, 0});
    ++at->second;
  }
  return out;
}

std::string not_met_words(const assess::Answer& a) {
  std::string out;
  for (const auto& [words, n] : not_met_groups(a)) out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + words;
  return out;
}

std::string upper_first(std::string s) {
  if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
  return s;
}

bool several_operators(const assess::Answer& a) {
  return std::any_of(a.findings.begin(), a.findings.end(), [&](const Finding& f) { return f.operator_id != a.findings.front().operator_id; });
}

std::string operator_name(const std::string& id) { return id.empty() ? "not named" : id; }

std::string first_of(const std::vector<std::string>& items, std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < std::min(items.size(), n); ++i) out += (i ? ", " : "") + items[i];
  return out + (items.size() > n ? ", …" : "");
}

std::string clean(std::string_view s) {
  constexpr std::string_view kBad = "\xEF\xBF\xBD";
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t n = utf8_length(s.substr(i));
    const auto c = static_cast<unsigned char>(s[i]);
    if (n == 0) {
      out += kBad;
      ++i;
      continue;
    }
    const auto next = n > 1 ? static_cast<unsigned char>(s[i + 1]) : 0;
    const auto last = n == 3 ? static_cast<unsigned char>(s[i + 2]) : 0;
    const bool c1 = c == 0xC2 && next < 0xA0;
    // Bidi_Control of Unicode, and the separators of lines and paragraphs.
    const bool bidi = (c == 0xE2 && ((next == 0x80 && (last == 0x8E || last == 0x8F || (last >= 0xA8 && last <= 0xAE))) || (next == 0x81 && last >= 0xA6 && last <= 0xA9))) || (c == 0xD8 && next == 0x9C);
    // Without width (ZERO WIDTH SPACE, WORD JOINER and its like, the mark of byte order), for private use, and tags: what is read would not be what stands there.
    const bool unseen = (c == 0xE2 && ((next == 0x80 && last == 0x8B) || (next == 0x81 && last >= 0xA0 && last <= 0xA4))) || (c == 0xEF && next == 0xBB && last == 0xBF);
    const bool nobodys = c == 0xEE || (c == 0xEF && next <= 0xA3) || (c == 0xF3 && (next >= 0xB0 || (next == 0xA0 && static_cast<unsigned char>(s[i + 2]) <= 0x81))) || c == 0xF4;
    if (c == '\n' || c == '\r' || c == '\t') out += ' ';
    else if (c < 0x20 || c == 0x7F || c1 || bidi || unseen || nobodys) out += kBad;
    else out.append(s, i, n);
    i += n;
  }
  return out;
}

}  // namespace rf::report
