// Estates drawn at random, judged by the program and by slow, obvious code written from docs/judging.md alone. Where they differ,
// one of them is wrong. Seeds are fixed; a failure prints the estate.
#include <algorithm>
#include <random>
#include <sstream>

#include "assess/assess.h"
#include "tests/built_in.h"
#include "tests/in_folder.h"

namespace rf {
namespace {

struct Row {
  std::string supplier, function, status, segment, site, affected;
  std::string installed;  // ISO or ""
  long quantity = 1;
  long premises = -1;     // -1: not known
};

/// Whose a written name is, by eye: the names below are all that the test writes.
enum class Who { Huawei, Zte, Other, Unknown, NearHuawei };
Who who(const std::string& s) {
  if (s.empty() || s == "unknown") return Who::Unknown;
  if (s == "Huawei" || s == "华为技术有限公司" || s == "HUAWEI TECHNOLOGIES CO.,LTD") return Who::Huawei;
  if (s == "ZTE" || s == "中兴通讯" || s == "ZTE Kangxun Telecommunications Ltd.") return Who::Zte;
  if (s == "Huawai") return Who::NearHuawei;
  return Who::Other;
}
/// 0 no, 1 cannot be told, 2 yes. The days are before the rows were written: what was removed by then, or was to come though it was installed, is open.
int there(const Row& r, const std::string& day) {
  if (r.status == "in-store" || (!r.installed.empty() && r.installed > day)) return 0;
  if (r.status == "planned") return r.installed.empty() ? 0 : 1;
  return r.status == "removed" ? 1 : 2;
}
int in_use(const Row& r, const std::string& day) { return r.status == "switched-off" ? 0 : there(r, day); }

struct Expected {
  std::string status;
  long low = 0, high = 0;
};
std::string status_of(bool low_over, bool high_over, const std::string& day, const std::string& last_day) {
  if (!high_over) return "met";
  if (!low_over) return "undecided";
  return day > last_day ? "breached" : "due";
}
Expected core_removal(const std::vector<Row>& rows, const std::string& day) {
  Expected e;
  for (const Row& r : rows) {
    const int is = there(r, day);
    if (is == 0) continue;
    const Who w = who(r.supplier);
    if (w == Who::Zte || w == Who::Other) continue;
    const bool core = r.function == "core.5g.amf" || r.function == "core.4g.mme" || r.function == "core.subscriber";
    const bool maybe = r.function.empty() || r.function == "core.ip.router" || r.function == "core";
    if (!core && !maybe) continue;
    e.high += r.quantity;
    if (core && w == Who::Huawei && is == 2) e.low += r.quantity;
  }
  e.status = status_of(e.low > 0, e.high > 0, day, "2023-12-31");
  return e;
}
Expected zte_no_use(const std::vector<Row>& rows, const std::string& day) {
  Expected e;
  for (const Row& r : rows) {
    const int is = in_use(r, day);
    if (is == 0) continue;
    const Who w = who(r.supplier);
    if (w != Who::Zte && w != Who::Unknown) continue;
    if (r.function == "customer.device") continue;
    const bool maybe = r.function.empty() || r.function == "core" || r.function == "customer.cpe";
    e.high += r.quantity;
    if (!maybe && w == Who::Zte && is == 2) e.low += r.quantity;
  }
  e.status = status_of(e.low > 0, e.high > 0, day, "2018-04-15");
  return e;
}
/// Share of premises at OLTs, as cross products; unknown weights between 0 and the largest known.
std::string fttp_cap(const std::vector<Row>& rows, const std::string& day) {
  long largest = 0;
  for (const Row& r : rows)
    if (r.function == "access.fttp.olt") largest = std::max(largest, r.premises);
  if (largest == 0) largest = 1;
  long part_low = 0, part_high = 0, total_low = 0, total_high = 0;
  for (const Row& r : rows) {
    const int is = in_use(r, day);
    if (is == 0) continue;
    const bool olt = r.function == "access.fttp.olt", maybe_olt = r.function.empty();
    if (!olt && !maybe_olt) continue;
    const long low = r.premises < 0 ? 0 : r.premises, high = r.premises < 0 ? largest : r.premises;
    const Who w = who(r.supplier);
    const bool sure = olt && w == Who::Huawei && is == 2;
    const bool possible = w == Who::Huawei || w == Who::Unknown || w == Who::NearHuawei;
    if (sure) part_low += low, total_low += low;
    else if (w != Who::Huawei) total_low += high;
    if (possible) part_high += high, total_high += high;
    else if (olt && is == 2) total_high += low;
  }
  return status_of(part_low * 100 > 35 * total_low, part_high * 100 > 35 * total_high, day, "2023-10-31");
}

/// uk-hcsec on 16 April 2018, of docs/judging.md: two deciding conditions, each 0 no, 1 cannot be told, 2 yes.
std::string hcsec(const std::vector<Row>& rows, const std::string& day) {
  const auto infrastructure = [](const Row& r) { return r.function.empty() ? 1 : r.function.starts_with("customer.") ? 0 : 2; };
  const auto huawei = [](const Row& r) { return who(r.supplier) == Who::Huawei ? 2 : who(r.supplier) == Who::Unknown || who(r.supplier) == Who::NearHuawei ? 1 : 0; };
  int needed = 0;
  bool sure_huawei = false, sure_zte = false, maybe_huawei = false, maybe_zte = false, anybody = false;
  for (const Row& r : rows) {
    const int in = std::min(infrastructure(r), there(r, day));
    if (in == 0) continue;
    needed = std::max(needed, std::min(in, huawei(r)));
    const Who w = who(r.supplier);
    anybody = anybody || w == Who::Unknown;
    if (w == Who::Huawei) (in == 2 ? sure_huawei : maybe_huawei) = true;
    if (w == Who::NearHuawei) maybe_huawei = true;
    if (w == Who::Zte) (in == 2 ? sure_zte : maybe_zte) = true;
  }
  if (needed == 0) return "not-needed";
  int one = 2;
  if (sure_huawei && sure_zte) one = 0;
  else if (anybody || ((sure_huawei || maybe_huawei) && (sure_zte || maybe_zte))) one = 1;
  int others = 2;
  for (const std::string area : {"ran.4g.enb", "access.fttp.olt", "transport.optical"}) {
    int here = 0, outside = 0;
    for (const Row& r : rows) {
      const int in = std::min(r.function.empty() ? 1 : 2, there(r, day));
      if (in == 0 || !(r.function == area || r.function.empty())) continue;
      here = std::max(here, std::min(in, huawei(r)));
      const Who w = who(r.supplier);
      // Nobody on record has the seat of the name below, so it may be outside and may not.
      if (w == Who::Other && r.supplier != "ZTO Express") outside = std::max(outside, in);
      else if (w != Who::Huawei && w != Who::Zte) outside = std::max(outside, 1);
    }
    others = std::min(others, std::max(2 - here, outside));
  }
  if (one == 0 || others == 0) return "ineffective";
  return one == 1 || others == 1 || needed == 1 ? "unknown" : "effective";
}

std::string csv(const std::vector<Row>& rows) {
  std::ostringstream o;
  o << "id,country,site,function,segment,supplier,status,installed_on,quantity,premises,affected\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& r = rows[i];
    o << i << ",GB," << r.site << ',' << r.function << ',' << r.segment << ",\"" << r.supplier << "\"," << r.status << ',' << r.installed << ',' << r.quantity << ','
      << (r.premises < 0 ? "" : std::to_string(r.premises)) << ',' << r.affected << '\n';
  }
  return o.str();
}

class Story : public tests::InFolder {};

TEST_F(Story, RandomEstatesAreJudgedAsByHand) {
  const std::vector<std::string> suppliers = {"Huawei", "华为技术有限公司", "HUAWEI TECHNOLOGIES CO.,LTD", "ZTE", "中兴通讯", "ZTE Kangxun Telecommunications Ltd.", "Nokia", "Ericsson AB",
                                              "ZTO Express", "Cisco Systems, Inc.", "Nokia", "Ericsson", "Nokia", "", "unknown", "Huawai"};
  const std::vector<std::string> functions = {"core.5g.amf", "core.4g.mme", "core.subscriber", "core.ip.router", "access.fttp.olt", "access.fttp.olt", "access.fttp.olt", "ran.4g.enb",
                                              "transport.optical", "edge.bng", "customer.cpe", "customer.device", "core", ""};
  const std::vector<std::string> statuses = {"in-service", "in-service", "in-service", "", "planned", "in-store", "removed", "switched-off"};
  const std::vector<std::string> days = {"2018-04-16", "2022-10-14", "2023-10-31", "2023-11-01", "2023-12-31", "2024-01-01"};
  std::mt19937 draw(20180416);
  const auto pick = [&](const std::vector<std::string>& from) { return from[draw() % from.size()]; };
  for (int round = 0; round < 120; ++round) {
    std::vector<Row> rows(1 + draw() % 12);
    // Some estates hold no unknown at all, so that met, due and breached come up as often as undecided.
    const bool clean = round % 2 == 0;
    for (Row& r : rows) {
      do {
        r.supplier = pick(suppliers);
      } while (clean && (who(r.supplier) == Who::Unknown || who(r.supplier) == Who::NearHuawei));
      do {
        r.function = pick(functions);
      } while (clean && (r.function.empty() || r.function == "core" || r.function == "core.ip.router" || r.function == "edge.bng" || r.function == "customer.cpe"));
      if (r.function == "edge.bng") r.function = "ran.4g.enb";
      r.status = pick(statuses);
      r.site = "S" + std::to_string(draw() % 5);
      r.segment = "access";
      r.affected = "no";
      r.quantity = 1 + static_cast<long>(draw() % 4);
      if (r.function == "access.fttp.olt" || r.function.empty()) r.premises = !clean && draw() % 4 == 0 ? -1 : static_cast<long>(draw() % 7) * 50;
      const unsigned year = 2015 + draw() % 9;
      r.installed = draw() % 8 == 0 ? "" : std::to_string(year) + "-0" + std::to_string(1 + draw() % 9) + "-15";
    }
    const std::string text = csv(rows), path = write("inventory.csv", text);
    for (const std::string& day : days) {
      assess::Request q;
      q.paths = {path};
      q.as_of = *parse_iso_day(day);
      q.known_at = *parse_iso_day("2026-11-24");
      q.operator_id = "albion";
      q.hash_inputs = false;
      const auto answer = assess::assess(q, tests::built_in());
      ASSERT_TRUE(answer) << to_text(answer.error());
      const auto finding = [&](const std::string& id) -> const Finding* {
        for (const auto& f : answer->findings)
          if (f.id == id + "@albion") return &f;
        return nullptr;
      };
      const auto same = [&](const std::string& id, const Expected& want, bool amounts) {
        const Finding* f = finding(id);
        ASSERT_NE(f, nullptr) << id << " on " << day;
        EXPECT_EQ(to_text(f->status), want.status) << id << " on " << day << ", round " << round << "\n" << f->says << "\n" << text;
        if (!amounts) return;
        EXPECT_EQ(f->measured.part_low, want.low) << id << " on " << day << "\n" << text;
        EXPECT_EQ(f->measured.part_high, want.high) << id << " on " << day << "\n" << text;
      };
      same("uk-ncsc-zte-2018/no-use", zte_no_use(rows, day), true);
      if (day == "2018-04-16") {
        std::string status, why;
        for (const auto& r : answer->regimes)
          if (r.id == "uk-hcsec") status = r.status, why = r.why;
        EXPECT_EQ(status, hcsec(rows, day)) << "uk-hcsec, round " << round << "\n" << why << "\n" << text;
      }
      if (day >= "2022-10-13") {
        same("uk-dvd-huawei-2022/core-removal", core_removal(rows, day), true);
        same("uk-dvd-huawei-2022/fttp-cap", {fttp_cap(rows, day)}, false);
      }
      if (HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace rf
