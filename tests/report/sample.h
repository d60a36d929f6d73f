// A small invented answer in which every status, force and kind of list occurs, with names nobody should trust.
#pragma once

#include <memory>
#include <string>

#include "assess/answer.h"

namespace rf::report::sample {

inline constexpr const char* kHostile = "<script>alert(1)</script> & \"Söhne\" 'x'";
inline constexpr const char* kChinese = "中兴通讯股份有限公司与华为技术有限公司以及烽火通信科技股份有限公司的合资企业";

inline std::shared_ptr<estate::Estate> estate_of(std::size_t rows) {
  auto e = std::make_shared<estate::Estate>();
  const std::uint32_t input = e->add_input("estate/inventory.csv");
  constexpr const char* kMakers[] = {"Huawei Technologies Co., Ltd.", "Ericsson", "Nokia", "ZTE", ""};
  constexpr const char* kFunctions[] = {"access.fttp.olt", "ran.5g.gnb", "transport.optical", "core.5g.amf", "access.fttp.olt"};
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t row = e->add_row(input);
    estate::Estate::Source at;
    at.input = input;
    at.line = row + 2;
    e->set_source(row, at);
    e->set_text(Field::Id, row, "a" + std::to_string(i));
    e->set_text(Field::Name, row, i == 1 ? kHostile : "node-" + std::to_string(i));
    e->set_word(Field::Operator, row, "demo-net");
    e->set_word(Field::Site, row, i == 2 ? kChinese : "site-" + std::to_string(i % 3));
    e->set_word(Field::Function, row, kFunctions[i % 5]);
    e->set_word(Field::Supplier, row, i == 3 ? kHostile : kMakers[i % 5]);
    e->set_word(Field::Status, row, "in-service");
    e->set_word(Field::CapacityGbps, row, "2.5");
    e->set_word(Field::Parties, row, "seller:Acme|software:Soft Ltd");
    e->set_day(Field::InstalledOn, row, day_of(2019, 5, 1));
    e->set_count(Field::Quantity, row, static_cast<std::int64_t>(i % 4 + 1));
    e->set_count(Field::Premises, row, 1000);
  }
  estate::Seen seen;
  seen.input = "estate/walks/olt.snmprec";
  seen.matched_by = "serial";
  seen.device.name = "node-0";
  seen.device.software_name = "VRP";
  seen.device.software_version = "8.1";
  seen.device.sum = 5.5;
  Locator oid;
  oid.input = seen.input;
  oid.oid = "1.3.6.1.2.1.1.2.0";
  oid.bytes = {{16, 40}};
  seen.device.evidence.push_back({"PEN 2011", "huawei", 5.5, oid});
  if (rows > 0) e->set_seen(0, seen);
  return e;
}

inline Finding finding(const char* direction, const char* requirement, const char* force, Status status) {
  Finding f;
  f.id = std::string(direction) + "/" + requirement + "@demo-net";
  f.operator_id = "demo-net";
  f.direction = direction;
  f.requirement = requirement;
  f.force = force;
  f.instrument_state = "in-force";
  f.applies = "addressed";
  f.territory = "GB";
  f.status = status;
  f.supplier = "huawei";
  f.measured.measure = "quantity";
  return f;
}

inline Measured share(const char* measure, std::int64_t part, std::int64_t low, std::int64_t high, std::int64_t total, std::int64_t num, std::int64_t den) {
  Measured m;
  m.measure = measure;
  m.share = true;
  m.part = part;
  m.part_low = low;
  m.part_high = high;
  m.total = m.total_low = m.total_high = total;
  m.limit_num = num;
  m.limit_den = den;
  return m;
}
inline Measured count(const char* measure, std::int64_t part, std::int64_t limit) {
  Measured m;
  m.measure = measure;
  m.part = m.part_low = m.part_high = part;
  m.total = m.total_low = m.total_high = 41;
  m.limit_num = limit;
  m.over_by = part > limit ? part - limit : 0;
  return m;
}

/// The estate has `rows` rows; findings that list assets list all of one maker.
inline assess::Answer answer(std::size_t rows = 10) {
  assess::Answer a;
  a.as_of = day_of(2026, 11, 24);
  a.known_at = a.as_of;
  a.operator_id = "demo-net";
  a.country = "GB";
  a.country_assumed = true;
  a.completeness = "not stated";
  a.assets = static_cast<std::int64_t>(rows);
  a.unknown = static_cast<std::int64_t>(rows / 5);
  a.sightings = 3;
  a.knowledge_hash = std::string(64, 'a');
  a.estate_hash = std::string(64, 'b');
  a.inputs.push_back({"estate/inventory.csv", "inventory-csv", std::string(64, 'c'), 4096});
  a.input_sha256["estate/inventory.csv"] = std::string(64, 'c');
  auto e = estate_of(rows);
  a.estate = e;
  a.supplier_name = [](std::string_view id) { return id == "huawei" ? std::string("Huawei Technologies Co., Ltd.") : std::string(id); };
  a.maker_of = [e](std::size_t row) {
    assess::MakerOf m;
    m.basis = e->basis(row);
    switch (row % 5) {
      case 0: m.id = "huawei"; m.name = "Huawei Technologies Co., Ltd."; m.confidence = 0.99; break;
      case 1: m.id = "ericsson"; m.name = "Ericsson"; m.confidence = 0.98; break;
      case 2: m.id = "nokia"; m.name = "Nokia"; m.confidence = 0.98; break;
      case 3: m.id = "zte"; m.name = "ZTE Corporation"; m.confidence = 0.9; m.candidates.push_back({"zte-kangxun", 0.2}); break;
      default: break;
    }
    return m;
  };
  const auto supplier = [&](const char* id, const std::string& name, std::int64_t olt, std::int64_t gnb, std::int64_t optical, bool resolved = true) {
    assess::SupplierShare s;
    s.supplier = id;
    s.name = name;
    s.resolved = resolved;
    s.own_name = !resolved;
    s.all = {olt + gnb + optical, olt + gnb + optical, olt * 500, gnb * 90};
    if (olt) s.by_function["access.fttp.olt"] = {olt, olt, olt * 500, 0};
    if (gnb) s.by_function["ran.5g.gnb"] = {gnb, gnb, 0, gnb * 90};
    if (optical) s.by_function["transport.optical"] = {optical, optical, 0, 0};
    a.by_supplier.push_back(s);
  };
  supplier("nokia", "Nokia", 530, 120, 210);
  supplier("huawei", "Huawei Technologies Co., Ltd.", 372, 61, 44);
  supplier("ericsson", "Ericsson", 0, 480, 0);
  supplier("", kHostile, 11, 2, 9, false);
  supplier("zte", kChinese, 40, 0, 12);
  supplier("ciena", "Ciena", 0, 0, 151);
  supplier("", "", 21, 9, 3);
  a.by_supplier.back().by_function[""] = {4, 4, 0, 0};

  DirectionSummary d{"uk-dvd-huawei-2022", "Designated vendor direction: Huawei", "law", "in-force", "GB", false, 8, 11, {"5g-access-cap"}, {}};
  a.directions.push_back(d);
  a.directions.push_back({"uk-ncsc-zte-2018", "NCSC letter on ZTE", "advice", "in-force", "GB", true, 1, 1, {}, {}});
  a.directions.push_back({"us-covered-list", "FCC covered list", "funding", "in-force", "US", true, 2, 2, {}, "nothing of this estate stands in US"});

  assess::SupplierCard card{"huawei", "Huawei Technologies Co., Ltd.", "CN", "China", {"Huawei Investment & Holding Co., Ltd.: 100 %, from 1987 (company register)"}, {}};
  card.designations.push_back({"uk-designated-vendors", "UK designated vendor notice", "law", "1", "named", day_of(2022, 10, 12), Day{}, true, false});
  card.designations.push_back({"us-bis-entity-list", "US Entity List <2019>", "export", "84 FR 22961", "subsidiary", day_of(2019, 5, 16), Day{}, true, true});
  a.suppliers.push_back(card);
  a.suppliers.push_back({"zte", kChinese, "CN", "China", {}, {}});

  Finding f = finding("uk-dvd-huawei-2022", "core-removal", "law", Status::Breached);
  f.applies = "assumed";
  f.from = day_of(2023, 12, 31);
  f.measured = count("quantity", 3, 0);
  f.supplier_basis = "named";
  f.says = "If this direction is addressed to demo-net: Not met on this evidence since 2024-01-01: no Huawei equipment in the core 3 pieces, limit 0.";
  for (std::size_t row = 0; row < rows; row += 5) {
    f.assets.push_back(e->key(row));
    f.evidence.push_back(e->locator(row, Field::Supplier));
  }
  f.assets_total = static_cast<std::int64_t>(f.assets.size());
  f.mitigation = {false, "stated-by-authority", "uk-ncsc", {}, "uk-ncsc on huawei: \"cannot be mitigated\""};
  a.findings.push_back(f);

  f = finding("uk-dvd-huawei-2022", "fttp-cap", "law", Status::Undecided);
  f.applies = "assumed";
  f.from = day_of(2023, 7, 31);
  f.measured = share("premises", 168000, 165000, 179500, 487000, 35, 100);
  f.undecided_assets = 21;
  f.missing = {{"maker", 18}, {"weight", 3}};
  f.decide_by = {e->key(rows > 4 ? 4 : 0)};
  f.unverified = true;
  a.findings.push_back(f);

  f = finding("uk-dvd-huawei-2022", "5g-removal", "law", Status::Due);
  f.from = day_of(2027, 12, 31);
  f.days_left = 402;
  f.measured = count("quantity", 61, 0);
  f.mitigation = {{}, "conditions", "ringfence", "uk-hcsec", "the regime uk-hcsec is unknown here"};
  a.findings.push_back(f);

  f = finding("uk-dvd-huawei-2022", "intra-core-removal", "law", Status::Met);
  f.from = day_of(2025, 12, 31);
  f.measured = count("quantity", 0, 0);
  a.findings.push_back(f);
  f = finding("uk-dvd-huawei-2022", "5g-access-cap", "law", Status::Met);
  f.from = day_of(2023, 7, 31);
  f.measured = share("traffic", 34999, 34999, 34999, 100000, 35, 100);
  a.findings.push_back(f);

  for (const auto& [force, requirement] : {std::pair{"advice", "no-use"}, {"policy", "two-vendors"}, {"contract", "clause-14"}, {"procurement", "section-889"}}) {
    f = finding("x-demo-2020", requirement, force, Status::Breached);
    f.direction = std::string("x-") + force + "-2020";
    f.id = f.direction + "/" + requirement + "@demo-net";
    f.from = day_of(2020, 3, 1);
    f.measured = count("quantity", 52, 0);
    a.findings.push_back(f);
  }
  f = finding("x-law-2024", "sites", "law", Status::Exempt);
  f.measured = count("sites", 2, 0);
  a.findings.push_back(f);
  f = finding("x-proposal-2026", "one-supplier", "law", Status::Preview);
  f.instrument_state = "proposal";
  f.from = day_of(2029, 1, 1);
  f.measured = count("suppliers", 2, 1);
  a.findings.push_back(f);
  f = finding("x-old-2019", "share", "law", Status::NotApplicable);
  f.says = "Not applicable: it was superseded.";
  a.findings.push_back(f);

  RegimeResult r{"uk-hcsec", "demo-net", "unknown", "limited", "HCSEC Oversight Board", "can provide only limited assurance", day_of(2018, 7, 19), "a deciding condition is undecided", {}};
  r.conditions.push_back({"one-supplier", "At most one supplier of the assessed list stands in the infrastructure", "undecided", true, "ZTE is a near name in 2 rows"});
  r.conditions.push_back({"evaluated", "Every release in use was evaluated", "not-stated", false, "no evidence of it was given"});
  a.regimes.push_back(r);

  assess::Reconciled rec;
  rec.function = "access.fttp.olt";
  rec.declared = 974;
  rec.observed = 3;
  rec.both = 2;
  rec.observed_only = {"zte/219077"};
  rec.observed_only_total = 1;
  rec.contradicted.push_back({"other-maker", "demo-net/a1", "the inventory says Nokia, the device says Huawei <PEN 2011>", {e->locator(0)}});
  a.reconciliation.push_back(rec);

  a.errors.push_back({Kind::Malformed, "estate/sites.csv", "line 412, column mac", "\"00:1E:73:0G\" is no MAC address", "mend the cell or leave it empty; row 412 was left out"});
  a.warnings.push_back({Kind::Malformed, "estate/inventory.csv", "column installed_on", "day and month could be either way round in 12 rows", "say which with --date-order"});
  return a;
}

}  // namespace rf::report::sample
