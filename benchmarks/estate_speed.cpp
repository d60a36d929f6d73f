// ringfence-bench-estate: makes large estates, and times what is asked of a pack inside one process (benchmarks/estate.py).
//   make ROWS folds|distinct OUT.csv     the same arguments give the same bytes
//   ask PACK AS_OF                        load, all directions, a what-if of ten changes, 120 months: milliseconds as JSON
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "assess/assess.h"
#include "assess/packed.h"
#include "direct/cells.h"
#include "direct/scenario.h"
#include "direct/series.h"
#include "direct/whatif.h"

namespace rf {
namespace {

struct Mix {
  const char* name;
  unsigned weight;
};
// Invented, and said of no operator or supplier.
constexpr Mix kMixFunctions[] = {{"customer.cpe", 500}, {"access.fttp.ont", 250}, {"access.fttp.olt", 30}, {"ran.4g.enb", 50}, {"ran.5g.gnb", 45}, {"ran.smallcell", 15}, {"transport.ip", 40},
                                 {"transport.optical", 20}, {"transport.microwave", 25}, {"core.ip.router", 6}, {"core.ims.cscf", 2}, {"core.5g.amf", 1}, {"core.5g.upf", 2}, {"security.firewall", 14}};
constexpr Mix kMixMakers[] = {{"Nokia", 24}, {"Ericsson", 20}, {"Huawei", 16}, {"Cisco", 12}, {"ZTE", 8}, {"Juniper Networks", 7}, {"ADTRAN", 6}, {"Ciena", 5}, {"Quillmoor Instruments", 2}};
constexpr const char* kMixRegions[] = {"Fenland", "Highmoor", "Lowther", "Saltmarsh", "Westing"};

struct Draw {
  std::uint64_t state;
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  template <std::size_t N>
  const char* of(const Mix (&mix)[N]) {
    unsigned sum = 0;
    for (const Mix& m : mix) sum += m.weight;
    auto at = static_cast<unsigned>(next() % sum);
    for (const Mix& m : mix) {
      if (at < m.weight) return m.name;
      at -= m.weight;
    }
    return mix[0].name;
  }
};

int make_estate_csv(std::size_t rows, bool folds, const char* path) {
  std::FILE* f = std::fopen(path, "wb");
  if (!f) return std::perror(path), 1;
  std::vector<char> buffer(1 << 20);
  std::setvbuf(f, buffer.data(), _IOFBF, buffer.size());
  std::fputs("id,operator,country,region,site,function,supplier,model,serial,version,quantity,premises,ordered_on,installed_on,in_service_from,affected\n", f);
  Draw d{20261125};
  const Day first = day_of(2012, 1, 1);
  for (std::size_t n = 0; n < rows; ++n) {
    const char* function = d.of(kMixFunctions);
    const char* maker = d.of(kMixMakers);
    const std::uint64_t bits = d.next(), more = d.next();
    const char* region = kMixRegions[bits % 5];
    const bool olt = std::strcmp(function, "access.fttp.olt") == 0;
    std::string days[3];
    if (folds) {  // rolled out month by month
      const auto month = static_cast<int>((bits >> 8) % 168);
      days[1] = to_text(day_of(2012 + month / 12, 1 + month % 12, 1));
    } else {  // no two columns agree, and hardly two rows
      for (int k = 0; k < 3; ++k) days[k] = to_text(first.plus(static_cast<std::int32_t>((more >> (16 * k)) % 5114)));
    }
    const unsigned quantity = std::strcmp(function, "customer.cpe") == 0 && bits % 11 == 0 ? static_cast<unsigned>(1 + (bits >> 5) % 24) : 1;
    std::fprintf(f, "EQ%09zu,albion,GB,%s,%.2s%05u,%s,%s,%.3s-%u00,%012llX%02zu,%u.%u.%u,%u,", n, region, region, static_cast<unsigned>((bits >> 20) % 4000), function, maker, maker, static_cast<unsigned>((bits >> 36) % 7),
                 static_cast<unsigned long long>(more & 0xFFFFFFFFFFFFULL), n % 97, static_cast<unsigned>(1 + (bits >> 40) % 8), static_cast<unsigned>((bits >> 44) % 20), static_cast<unsigned>((bits >> 50) % 40), quantity);
    if (olt) std::fprintf(f, "%u", static_cast<unsigned>(200 + (more >> 48) % 1800));
    std::fprintf(f, ",%s,%s,%s,no\n", days[0].c_str(), days[1].c_str(), days[2].c_str());
  }
  return std::fclose(f) == 0 ? 0 : 1;
}

double processor_ms() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}
/// Wall and processor milliseconds of what is done.
template <class Do>
void timed(const char* name, Do work, bool last = false) {
  const auto began = std::chrono::steady_clock::now();
  const double cpu = processor_ms();
  work();
  const double wall = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  std::printf("  \"%s\": {\"wall_ms\": %.3f, \"cpu_ms\": %.3f}%s\n", name, wall, processor_ms() - cpu, last ? "" : ",");
}

constexpr const char* kTenChanges = R"(changes:
  - add: {function: access.fttp.olt, supplier: zte, operator: albion, country: GB, region: Fenland, site: Fe00001, quantity: 40, premises: 20000, affected: no, from: 2018-06-01}
  - replace: {where: {supplier: huawei, function: core}, with: ericsson, affected: no, by: 2022-06-30}
  - replace: {where: {supplier: huawei, function: ran.5g.gnb, region: Westing}, with: nokia, affected: no, by: 2022-07-31}
  - replace: {where: {supplier: huawei, function: access.fttp.olt, region: Lowther}, with: nokia, affected: no, by: 2022-08-31}
  - remove: {where: {supplier: zte, function: transport.ip}, by: 2022-09-30}
  - remove: {where: {supplier: zte, function: core}, by: 2022-10-31}
  - add: {function: ran.5g.gnb, supplier: huawei, operator: albion, country: GB, region: Highmoor, site: Hi00001, quantity: 12, affected: no, from: 2021-02-01}
  - replace: {where: {supplier: zte, function: access.fttp.olt}, with: adtran, affected: no, by: 2022-11-30}
  - add: {function: core.5g.amf, supplier: nokia, operator: albion, country: GB, region: Fenland, site: Fe00002, quantity: 2, affected: no, from: 2021-01-01}
  - remove: {where: {supplier: huawei, function: ran.smallcell, region: Fenland}, by: 2022-12-31}
)";

int ask(const char* path, const char* day) {
  const auto knowledge = knowledge::open({});
  if (!knowledge) return std::fprintf(stderr, "%s\n", to_text(knowledge.error()).c_str()), 1;
  assess::Request request;
  request.paths = {path};
  request.as_of = request.known_at = *parse_iso_day(day);
  request.hash_inputs = false;
  const knowledge::World world{&*knowledge, request.as_of, request.known_at};
  std::printf("{\n");
  Result<estate::OpenedPack> opened = fail(Kind::Internal, "");
  timed("open", [&] { opened = estate::open_pack(path); });
  if (!opened) return std::fprintf(stderr, "%s\n", to_text(opened.error()).c_str()), 1;
  std::unique_ptr<assess::Prepared> prepared;
  timed("load", [&] { prepared = std::move(*assess::prepare_pack(request, *knowledge)); });
  direct::Folded cells;
  direct::Recounts kept;
  timed("fold", [&] {
    cells = direct::fold(prepared->subject, direct::fold_by(world, {world.as_of}, nullptr, {}));
    cells.subject.recounts = &kept;
  });
  std::size_t findings = 0;
  timed("judge_all", [&] { findings = direct::judge(cells.subject, {{}, 0, nullptr, true})->findings.size(); });
  timed("judge_all_again", [&] { findings = direct::judge(cells.subject, {{}, 0, nullptr, true})->findings.size(); });
  const names::Resolver resolver(world);
  std::vector<Error> faults;
  direct::Scenario scenario = direct::read_scenario(kTenChanges, faults);
  direct::settle(scenario, world, resolver, faults);
  if (!faults.empty()) return std::fprintf(stderr, "%s\n", to_text(faults[0]).c_str()), 1;
  direct::Folded changed;
  timed("whatif_fold", [&] { changed = direct::fold(prepared->subject, direct::fold_by(world, {world.as_of}, &scenario, {})); });
  direct::Overlay overlay(std::move(changed), resolver, scenario, "s", faults);
  if (!faults.empty()) return std::fprintf(stderr, "%s\n", to_text(faults[0]).c_str()), 1;
  const direct::Choice plain{{}, 0, nullptr, true};
  timed("whatif_first", [&] {
    overlay.apply(0);
    (void)direct::judge(overlay.subject(), plain);
    overlay.apply(overlay.come());
    (void)direct::judge(overlay.subject(), plain);
  });
  for (int turn = 0; turn < 3; ++turn)
    timed("whatif_next", [&] {
      overlay.apply(overlay.come() & ~(direct::Overlay::Set{1} << turn));
      (void)direct::judge(overlay.subject(), plain);
    });
  direct::Folded monthly;
  std::vector<Day> months;
  for (int m = 0; m < 120; ++m) months.push_back(day_of(2016 + m / 12, 1 + m % 12, 1));
  timed("series_fold", [&] {
    direct::Scenario none;
    monthly = direct::fold(prepared->subject, direct::fold_by(world, months, &none, {}));
  });
  const std::size_t monthly_cells = monthly.estate->size(), monthly_opened = monthly.opened.size();
  direct::Scenario none;
  direct::Overlay through(std::move(monthly), resolver, none, "s", faults);
  std::size_t judged = 0;
  timed("series", [&] { judged = direct::series(through, {}, months.front(), months.back(), true)->days_judged; });
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  std::printf("  \"rows\": %zu, \"pack_cells\": %zu, \"cells\": %zu, \"monthly_cells\": %zu, \"sites_listed\": %zu, \"opened\": %zu, \"monthly_opened\": %zu, \"days_judged\": %zu, \"findings\": %zu, \"peak_bytes\": %ld\n}\n", prepared->subject.estate->size(),
              prepared->subject.packed ? prepared->subject.packed->estate->size() : 0, cells.estate->size(), monthly_cells, cells.subject.sites.size(), cells.opened.size(), monthly_opened, judged, findings, use.ru_maxrss * 1024);
  return 0;
}

}  // namespace
}  // namespace rf

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "make" && argc == 5) return rf::make_estate_csv(std::strtoull(argv[2], nullptr, 10), std::string(argv[3]) == "folds", argv[4]);
  if (what == "ask" && argc == 4) return rf::ask(argv[2], argv[3]);
  std::fprintf(stderr, "usage: make ROWS folds|distinct OUT.csv | ask PACK AS_OF\n");
  return 2;
}
