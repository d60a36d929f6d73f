// The door of the evidence room: one reader a format, told apart by content, one line in a registry.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/asked_objects.h"
#include "evidence/sink.h"

namespace rf::evidence {

/// Column names people use, from knowledge/columns.yaml: folded header word → field; and what the person said.
struct ColumnWords {
  std::map<std::string, Field, std::less<>> by_word;       ///< folded words
  std::vector<std::string> maker_words, seller_words;      ///< folded
  std::map<std::string, std::string, std::less<>> named;   ///< --column FIELD=HEADER
  std::map<std::string, int, std::less<>> stated;          ///< --map: header_key → field, or -1: kept and not read
};

/// Documents that are held as a tree while they are read; the largest real ones seen are below 100 MB.
inline constexpr std::size_t kMaxTreeBytes = std::size_t{1} << 30;

struct Input {
  std::string name;          ///< as the user will see it
  std::string_view bytes;    ///< the whole input, mapped
  const ColumnWords* words = nullptr;
  const AskedObjects* asked = nullptr;  ///< further SNMP objects to keep
};

/// 0 impossible … 100 certain, from at most the first 64 KiB.
using Likeness = int (*)(std::string_view head, std::string_view name);
/// Pushes what it finds; fails only where nothing of the input could be used.
using Read = Result<void> (*)(const Input& input, Sink& sink);

struct Reader {
  std::string_view kind;  ///< "inventory-csv"
  std::string_view what;  ///< for people
  Likeness likeness;
  Read read;
  bool devices_alone = false;  ///< pushes agents, errors and notes; neither rows nor sightings
};

std::span<const Reader> readers();
inline constexpr std::size_t kReaderHead = 64 * 1024;  ///< what readers are told apart by
/// The most likely reader; fails if none is likely, or the two best tie. `kind` not empty: that one.
Result<const Reader*> reader_for(std::string_view bytes, std::string_view name, std::string_view kind = {});

// The readers, one file each.
int likeness_capture(std::string_view head, std::string_view name);
Result<void> read_capture(const Input&, Sink&);
int likeness_inventory_jsonl(std::string_view head, std::string_view name);
Result<void> read_inventory_jsonl(const Input&, Sink&);
int likeness_csv(std::string_view head, std::string_view name);
Result<void> read_csv(const Input&, Sink&);
int likeness_snmprec(std::string_view head, std::string_view name);
Result<void> read_snmprec(const Input&, Sink&);
int likeness_snmpwalk(std::string_view head, std::string_view name);
Result<void> read_snmpwalk(const Input&, Sink&);
int likeness_cli(std::string_view head, std::string_view name);
Result<void> read_cli(const Input&, Sink&);
/// "show version" for "…/show_version.txt"; "" where a file's name is more than a command, or counts outputs ("show_version_2.txt").
std::string command_named_by(std::string_view name);
int likeness_estate_pack(std::string_view head, std::string_view name);
Result<void> read_estate_pack(const Input&, Sink&);
int likeness_cyclonedx(std::string_view head, std::string_view name);
Result<void> read_cyclonedx(const Input&, Sink&);
int likeness_cyclonedx_xml(std::string_view head, std::string_view name);
Result<void> read_cyclonedx_xml(const Input&, Sink&);
int likeness_librenms(std::string_view head, std::string_view name);
Result<void> read_librenms(const Input&, Sink&);
int likeness_ansible_facts(std::string_view head, std::string_view name);
Result<void> read_ansible_facts(const Input&, Sink&);
int likeness_acs_dump(std::string_view head, std::string_view name);
Result<void> read_acs_dump(const Input&, Sink&);
int likeness_manager_csv(std::string_view head, std::string_view name);
Result<void> read_manager_csv(const Input&, Sink&);
int likeness_manager_json(std::string_view head, std::string_view name);
Result<void> read_manager_json(const Input&, Sink&);
int likeness_manager_xml(std::string_view head, std::string_view name);
Result<void> read_manager_xml(const Input&, Sink&);
int likeness_nmap(std::string_view head, std::string_view name);
Result<void> read_nmap(const Input&, Sink&);
int likeness_lldp_json(std::string_view head, std::string_view name);
Result<void> read_lldp_json(const Input&, Sink&);
int likeness_cwmp(std::string_view head, std::string_view name);
Result<void> read_cwmp(const Input&, Sink&);
int likeness_yang_hardware(std::string_view head, std::string_view name);
Result<void> read_yang_hardware(const Input&, Sink&);
int likeness_virtual_functions(std::string_view head, std::string_view name);
Result<void> read_virtual_functions(const Input&, Sink&);
int likeness_nrm(std::string_view head, std::string_view name);
Result<void> read_nrm(const Input&, Sink&);
int likeness_device_config(std::string_view head, std::string_view name);
Result<void> read_device_config(const Input&, Sink&);
int likeness_spdx(std::string_view head, std::string_view name);
Result<void> read_spdx(const Input&, Sink&);
int likeness_netbox(std::string_view head, std::string_view name);
Result<void> read_netbox(const Input&, Sink&);
int likeness_ods(std::string_view head, std::string_view name);
Result<void> read_ods(const Input&, Sink&);
int likeness_xlsx(std::string_view head, std::string_view name);
Result<void> read_xlsx(const Input&, Sink&);

}  // namespace rf::evidence
