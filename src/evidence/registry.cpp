// A new format is one file and one line here; tests/evidence/<kind>/ and the fuzz target of its name follow from it.
#include <array>

#include "base/text.h"
#include "evidence/reader.h"

namespace rf::evidence {
namespace {

constexpr std::array kReaders = {
    Reader{"capture", "a capture of frames", likeness_capture, read_capture},
    Reader{"snmprec", "an SNMP walk in snmpsim's form", likeness_snmprec, read_snmprec, true},
    Reader{"snmpwalk", "an SNMP walk as net-snmp prints it", likeness_snmpwalk, read_snmpwalk, true},
    Reader{"cli", "what a device answered on its command line", likeness_cli, read_cli, true},
    Reader{"estate-pack", "an estate pack", likeness_estate_pack, read_estate_pack},
    Reader{"cyclonedx", "a CycloneDX bill of materials", likeness_cyclonedx, read_cyclonedx},
    Reader{"cyclonedx-xml", "a CycloneDX bill of materials as XML", likeness_cyclonedx_xml, read_cyclonedx_xml},
    Reader{"spdx", "an SPDX bill of materials", likeness_spdx, read_spdx},
    Reader{"netbox", "devices exported from NetBox", likeness_netbox, read_netbox},
    Reader{"librenms", "devices or an inventory from LibreNMS", likeness_librenms, read_librenms},
    Reader{"ansible-facts", "facts gathered by Ansible", likeness_ansible_facts, read_ansible_facts},
    Reader{"acs-dump", "CPE as an ACS dumps them (TR-069)", likeness_acs_dump, read_acs_dump},
    Reader{"manager-csv", "a network manager's inventory as CSV", likeness_manager_csv, read_manager_csv},
    Reader{"manager-json", "a network manager's equipment as JSON", likeness_manager_json, read_manager_json},
    Reader{"manager-xml", "a network manager's inventory as XML (RAML and others)", likeness_manager_xml, read_manager_xml},
    Reader{"virtual-functions", "virtual functions listed by their platform (VnfInstance, OpenStack, vSphere)", likeness_virtual_functions, read_virtual_functions},
    Reader{"nmap", "a scan by nmap (-oX)", likeness_nmap, read_nmap},
    Reader{"lldp-json", "neighbours as lldpcli prints them", likeness_lldp_json, read_lldp_json},
    Reader{"cwmp", "a CPE's message to its ACS (TR-069)", likeness_cwmp, read_cwmp},
    Reader{"yang-hardware", "YANG instance data with hardware", likeness_yang_hardware, read_yang_hardware},
    Reader{"nrm", "a 3GPP network resource model", likeness_nrm, read_nrm},
    Reader{"ods", "a spreadsheet of OpenDocument (.ods)", likeness_ods, read_ods},
    Reader{"xlsx", "a workbook (.xlsx)", likeness_xlsx, read_xlsx},
    Reader{"device-config", "a device's configuration", likeness_device_config, read_device_config},
    Reader{"inventory-csv", "an inventory as CSV", likeness_csv, read_csv},
    Reader{"inventory-jsonl", "an inventory as JSON lines", likeness_inventory_jsonl, read_inventory_jsonl},
    // The same bytes as an inventory; which of both a table is, its columns say (estate/join_tables.h), or the person.
    Reader{"weights", "a table of weights or attributes that joins rows", [](std::string_view, std::string_view) { return 0; }, read_csv},
};
constexpr int kLikely = 20;
constexpr int kCertain = 90;  // a form that no other reader's files have; the rest need not be asked

std::string kinds() {
  std::string out;
  for (const auto& r : kReaders) out += (out.empty() ? "" : ", ") + std::string(r.kind);
  return out;
}

}  // namespace

std::span<const Reader> readers() { return kReaders; }

Result<const Reader*> reader_for(std::string_view bytes, std::string_view name, std::string_view kind) {
  if (!kind.empty()) {
    for (const Reader& r : kReaders)
      if (r.kind == kind) return &r;
    return fail(Kind::Usage, "--kind " + std::string(kind) + ": there is no such kind of evidence", {}, "kinds are " + kinds());
  }
  if (bytes.empty()) return fail(Kind::Malformed, "the file is empty", "offset 0", "export it again");
  const Reader* best = nullptr;
  const Reader* second = nullptr;
  int best_score = 0, second_score = 0;
  for (const Reader& r : kReaders) {
    if (best_score >= kCertain) break;
    const int score = r.likeness(bytes.substr(0, kReaderHead), name);
    if (score > best_score) {
      second = best;
      second_score = best_score;
      best = &r;
      best_score = score;
    } else if (score > second_score) {
      second = &r;
      second_score = score;
    }
  }
  if (!best || best_score < kLikely)
    return fail(Kind::Unsupported, "its content is like no kind of evidence that is known", "offset 0", "kinds are " + kinds() + "; --kind KIND reads it as one of them");
  if (second && second_score == best_score)
    return fail(Kind::Unsupported, "its content is as like " + std::string(best->kind) + " as " + std::string(second->kind), "offset 0", "say which with --kind");
  return best;
}

}  // namespace rf::evidence
