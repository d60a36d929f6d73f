// Findings as CSV (RFC 4180: CRLF, quotes doubled), one a line, the columns named as in the JSON.
#include "report/csv_line.h"
#include "report/report.h"
#include "report/words.h"

namespace rf::report {
namespace {


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
