// Findings as CSV (RFC 4180: CRLF, quotes doubled), one a line, the columns named as in the JSON.
// A cell that a spreadsheet would take for a formula (it begins with = + - @ or a tab) gets an apostrophe before it:
// names come from evidence, and evidence comes from strangers. Numbers are written by us and stay as they are.
#include <array>
#include <charconv>

#include "report/report.h"
#include "report/words.h"

namespace rf::report {
namespace {

class Line {
 public:
  Line& text(std::string_view s) {
    comma();
    std::string cell = clean(s);
    if (!cell.empty() && (std::string_view("=+-@").find(cell[0]) != std::string_view::npos || s[0] == '\t')) cell.insert(0, "'");
    if (cell.find_first_of(",\"") == std::string::npos) {
      line_ += cell;
      return *this;
    }
    line_ += '"';
    for (const char c : cell) line_.append(c == '"' ? 2 : 1, c);
    line_ += '"';
    return *this;
  }
  Line& number(std::int64_t n) {
    comma();
    line_ += std::to_string(n);
    return *this;
  }
  Line& number(double d) {
    comma();
    std::array<char, 32> buffer;
    const auto r = std::to_chars(buffer.data(), buffer.data() + buffer.size(), d);
    line_.append(buffer.data(), r.ptr);
    return *this;
  }
  Line& measured(const Measured& m, std::int64_t count, double share) { return m.share ? number(share) : number(count); }
  Line& empty() {
    comma();
    return *this;
  }
  std::string end() && { return std::move(line_) + "\r\n"; }

 private:
  void comma() {
    if (!first_) line_ += ',';
    first_ = false;
  }
  std::string line_;
  bool first_ = true;
};

}  // namespace

void write_csv(const assess::Answer& a, const Options&, const Write& out) {
  out("id,operator,direction,requirement,region,supplier,force,instrument_state,applies,territory,status,in_words,from,days_left,"
      "measure,unit,value,value_low,value_high,limit,part,total,over_by,undecided_assets,missing,supplier_basis,assets_total,"
      "mitigation_possible,mitigation_basis,mitigation_by,mitigation_why,unverified,variation,says\r\n");
  for (const auto& f : a.findings) {
    const Measured& m = f.measured;
    Line l;
    l.text(f.id).text(f.operator_id).text(f.direction).text(f.requirement).text(f.region).text(f.supplier).text(f.force);
    l.text(f.instrument_state).text(f.applies).text(f.territory).text(to_text(f.status)).text(standing(f)).text(to_text(f.from));
    f.days_left ? l.number(std::int64_t{*f.days_left}) : l.empty();
    l.text(m.measure).text(m.share ? "share" : "count");
    l.measured(m, m.part, m.value()).measured(m, m.part_low, m.value_low()).measured(m, m.part_high, m.value_high());
    l.measured(m, m.limit_num, m.limit()).number(m.part).number(m.total).number(m.over_by).number(f.undecided_assets);
    l.text(missing(f)).text(f.supplier_basis).number(f.assets_total);
    l.text(f.mitigation.possible ? (*f.mitigation.possible ? "true" : "false") : "").text(f.mitigation.basis).text(f.mitigation.by).text(f.mitigation.why);
    l.text(f.unverified ? "true" : "false").text(f.variation).text(sentence(f));
    out(std::move(l).end());
  }
}

}  // namespace rf::report
