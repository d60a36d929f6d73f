#include "evidence/manager_export.h"

#include <algorithm>

#include "base/text.h"

namespace rf::evidence {
namespace {

using enum ManagedRole;

const std::unordered_map<std::string, ManagedRole>& managed_words() {
  static const std::unordered_map<std::string, ManagedRole> kWords = {
      {"nename", ElementName}, {"networkelement", ElementName}, {"networkelementname", ElementName}, {"managedelement", ElementName}, {"managedelementname", ElementName}, {"mename", ElementName}, {"nelabel", ElementName},
      {"nodename", ElementName}, {"neusername", ElementName}, {"网元名称", ElementName}, {"网元", ElementName}, {"网元名", ElementName}, {"所属网元", ElementName}, {"管理网元", ElementName},
      {"neid", ElementId}, {"nefdn", ElementId}, {"nedn", ElementId}, {"meid", ElementId}, {"networkelementid", ElementId}, {"网元id", ElementId}, {"网元标识", ElementId},
      {"netype", ElementType}, {"nemodel", ElementType}, {"networkelementtype", ElementType}, {"metype", ElementType}, {"nodetype", ElementType}, {"neproduct", ElementType}, {"resourcetype", ElementType}, {"网元类型", ElementType}, {"网元型号", ElementType},
      {"neip", ElementAddress}, {"neipaddress", ElementAddress}, {"ipaddress", ElementAddress}, {"managementip", ElementAddress}, {"managementaddress", ElementAddress}, {"网元ip地址", ElementAddress}, {"网元ip", ElementAddress}, {"ip地址", ElementAddress},
      {"neversion", ElementVersion}, {"nesoftwareversion", ElementVersion}, {"netypeversion", ElementVersion}, {"网元版本", ElementVersion}, {"网元软件版本", ElementVersion},
      {"nevendor", ElementVendor}, {"equipmentvendor", ElementVendor}, {"nemanufacturer", ElementVendor}, {"网元厂商", ElementVendor}, {"设备厂商", ElementVendor},
      {"site", Site}, {"sitename", Site}, {"locationname", Site}, {"站点", Site}, {"站点名称", Site}, {"机房", Site},
      {"boardname", Board}, {"cardname", Board}, {"card", Board}, {"board", Board}, {"equipmentname", Board}, {"unitname", Board}, {"displayedname", Board}, {"modulename", Board}, {"componentid", Board}, {"nativename", Board}, {"单板名称", Board}, {"板卡名称", Board}, {"单板", Board}, {"板卡", Board},
      {"boardtype", BoardType}, {"cardtype", BoardType}, {"unittype", BoardType}, {"vendorunitfamilytype", BoardType}, {"vendorunittypenumber", BoardType}, {"inventoryunittype", BoardType}, {"installedtype", BoardType}, {"equippedtype", BoardType}, {"actualequipmenttype", BoardType}, {"parttype", BoardType}, {"moduletype", BoardType}, {"productname", BoardType}, {"单板类型", BoardType}, {"板卡类型", BoardType}, {"板类型", BoardType}, {"单板型号", BoardType},
      {"bomcode", PartNumber}, {"partnumber", PartNumber}, {"partno", PartNumber}, {"pec", PartNumber}, {"peccode", PartNumber}, {"productcode", PartNumber}, {"itemcode", PartNumber}, {"bom编码", PartNumber}, {"物料编码", PartNumber}, {"部件号", PartNumber},
      {"serialnumber", Serial}, {"serialno", Serial}, {"sn", Serial}, {"snbarcode", Serial}, {"barcode", Serial}, {"boardsn", Serial}, {"vendorunitserialnumber", Serial}, {"序列号", Serial}, {"sn条码", Serial}, {"条码", Serial}, {"单板条码", Serial}, {"单板序列号", Serial},
      {"vendor", Vendor}, {"vendorname", Vendor}, {"manufacturer", Vendor}, {"manufacturername", Vendor}, {"boardvendor", Vendor}, {"厂商", Vendor}, {"厂家", Vendor}, {"厂商名称", Vendor}, {"生产厂家", Vendor}, {"制造商", Vendor},
      {"slot", Slot}, {"slotno", Slot}, {"slotid", Slot}, {"slotnumber", Slot}, {"槽位", Slot}, {"槽位号", Slot}, {"槽号", Slot},
      {"subrack", Frame}, {"subrackno", Frame}, {"frame", Frame}, {"frameno", Frame}, {"shelf", Frame}, {"shelfno", Frame}, {"子架", Frame}, {"子架号", Frame}, {"框号", Frame},
      {"softwareversion", Version}, {"boardsoftwareversion", Version}, {"swversion", Version}, {"软件版本", Version}, {"单板软件版本", Version},
      {"description", Description}, {"remarks", Description}, {"描述", Description}, {"备注", Description},
  };
  return kWords;
}

/// Words of a header, lower case: "Bar Code (SN)" → bar, code, sn; "neType" stays one.
std::vector<std::string> words_of_header(std::string_view header) {
  std::vector<std::string> out(1);
  for (const char c : lower_ascii(header)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (kept) out.back() += c;
    else if (!out.back().empty()) out.emplace_back();
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

Fact stated(const std::string& value, const Place& place) {
  Fact f;
  f.value = value;
  f.place = place;
  return f;
}

}  // namespace

ManagedRole managed_role(std::string_view word) {
  if (word.size() > 80) return None;
  std::string key;
  for (const char c : lower_ascii(word)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (kept) key += c;
  }
  const auto at = managed_words().find(key);
  return at == managed_words().end() ? None : at->second;
}

ManagedRole managed_column(std::string_view header, bool device) {
  if (const auto r = managed_role(header); r != None || header.size() > 80) return r;
  const auto words = words_of_header(header);
  // Chinese puts no blanks between words: what stands anywhere in the header counts.
  const auto any = [&](std::initializer_list<std::string_view> list) {
    return std::any_of(list.begin(), list.end(), [&](std::string_view w) {
      if (static_cast<unsigned char>(w[0]) >= 0x80) return header.find(w) != std::string_view::npos;
      return std::find(words.begin(), words.end(), w) != words.end();
    });
  };
  const bool element = any({"ne", "me", "node", "element", "网元"}) || (device && any({"device", "equipment", "host", "hostname", "设备"}));
  const bool board = any({"board", "card", "unit", "module", "component", "pcb", "单板", "板卡", "模块"});
  if (any({"serial", "serialnumber", "sn", "barcode", "序列号", "条码"}) || (any({"bar"}) && any({"code"}))) return Serial;
  if (any({"version", "release", "版本"})) {
    if (any({"hardware", "hw", "pcb", "fpga", "cpld", "boot", "bios", "bootrom", "bom", "patch", "硬件", "补丁"})) return None;
    return element ? ElementVersion : Version;
  }
  if (any({"bom", "编码"}) || (any({"part", "product", "item", "ordering"}) && any({"number", "no", "code", "id"}))) return PartNumber;
  if (any({"date", "time", "status", "state", "日期", "时间", "状态"})) return None;
  if (any({"vendor", "manufacturer", "maker", "厂商", "厂家"})) return element ? ElementVendor : Vendor;
  if (any({"ip", "ipv4"})) return ElementAddress;
  if (any({"slot", "槽位", "槽号"})) return Slot;
  if (any({"shelf", "subrack", "frame", "机框", "框号", "子架"})) return Frame;
  if (any({"type", "model", "类型", "型号"})) return board ? BoardType : element ? ElementType : None;
  if (any({"name", "label", "名称"})) return board ? Board : element ? ElementName : None;
  if (element && any({"id", "标识"})) return ElementId;
  return None;
}

bool ManagedRow::board() const {
  const auto& r = *this;
  return (!r[Board].empty() || !r[BoardType].empty() || !r[PartNumber].empty() || !r[Slot].empty()) && (!r[Serial].empty() || !r[PartNumber].empty() || !r[BoardType].empty());
}

bool add_managed_row(AgentFacts& a, const ManagedRow& row) {
  const auto say = [&](std::string_view field, ManagedRole r) {
    if (row[r].empty() || std::any_of(a.said.begin(), a.said.end(), [&](const auto& s) { return s.field == field; })) return;
    a.said.push_back({std::string(field), stated(row[r], row.place)});
  };
  if (a.sys_name.empty()) a.sys_name = stated(row.element(), row.place);
  if (a.first.line == 0 && a.first.pointer.empty()) a.first = row.place;
  say("stated.model", ElementType);
  say("manager.type", ElementType);
  say("stated.version", ElementVersion);
  say("stated.maker", ElementVendor);
  if (a.sys_location.empty() && !row[Site].empty()) a.sys_location = stated(row[Site], row.place);
  if (a.addresses.empty() && !row[ElementAddress].empty()) a.addresses.push_back(stated(row[ElementAddress], row.place));
  if (!row.board()) {
    say("stated.serial", Serial);
    say("stated.maker", Vendor);
    if (row[ElementVersion].empty()) say("stated.version", Version);
    return true;
  }
  if (a.listed.size() >= kMaxBoardsOfOne) return false;
  AgentFacts::Entity e;
  e.cls = 9;
  std::string where = row[Frame];
  if (!row[Slot].empty()) where += (where.empty() ? "slot " : "/") + row[Slot];
  e.name = stated(row[Board].empty() ? where : where.empty() ? row[Board] : row[Board] + " in " + where, row.place);
  e.model = stated(row[BoardType].empty() ? row[PartNumber].empty() ? row[Board] : row[PartNumber] : row[BoardType], row.place);
  e.serial = stated(row[Serial], row.place);
  e.mfg = stated(row[Vendor], row.place);
  e.descr = stated(row[Description], row.place);
  e.sw = row[Version];
  a.listed.push_back(std::move(e));
  return true;
}

void ManagedElements::add(const ManagedRow& row) {
  const std::string name = row.element();
  if (name.empty()) return;
  const auto known = at_.find(name);
  if (known == at_.end() && elements_.size() >= kMaxManagedElements) {
    ++left_out_;
    return;
  }
  const auto [at, fresh] = at_.try_emplace(name, elements_.size());
  if (fresh) elements_.emplace_back().input = input_.name;
  left_out_ += !add_managed_row(elements_[at->second], row);
}

Result<void> ManagedElements::finish() {
  if (elements_.empty()) return fail(Kind::Unsupported, "names no network element", {}, "export with the names of network elements");
  for (auto& a : elements_) sink_.agent(std::move(a));
  if (left_out_ > 0) sink_.error({Kind::Limit, {}, {}, counted(static_cast<std::int64_t>(left_out_), "row is", "rows are") + " beyond " + std::to_string(kMaxManagedElements) + " network elements or " + std::to_string(kMaxBoardsOfOne) + " boards of one", "export in parts"});
  return {};
}

}  // namespace rf::evidence
