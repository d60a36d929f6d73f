#include "direct/shared_once.h"

#include <algorithm>
#include <array>

#include "base/count.h"
#include "base/text.h"

namespace rf::direct {
namespace {

constexpr std::array kSummed = {&Measured::part, &Measured::part_low, &Measured::part_high, &Measured::total, &Measured::total_low, &Measured::total_high};

void add_to(Measured& to, const Measured& m) {
  for (const auto field : kSummed) to.*field = added(to.*field, m.*field);
}

/// Whose a row is that names nobody.
std::string owner_of(const estate::Estate& e, std::size_t row, const Operators& ops) {
  const auto op = e.text(Field::Operator, row);
  if (!op.empty()) return std::string(op);
  if (!ops.stated.empty()) return ops.stated;
  return ops.ids.size() == 1 ? *ops.ids.begin() : std::string();
}

std::uint64_t content_hash(const Subject& s, std::size_t row) {
  const auto& e = *s.estate;
  const auto& maker = s.makers[s.maker_of_row[row]];
  std::string text = maker.match == names::Match::Clear ? maker.supplier : folded(e.text(Field::Supplier, row));
  for (const auto f : {Field::Function, Field::Status, Field::SiteClass, Field::Segment}) text += "\x1f" + std::string(e.text(f, row));
  for (const auto n : {e.quantity(row), e.count(Field::Premises, row), e.count(Field::Traffic, row)}) text += "\x1f" + std::to_string(n);
  return std::hash<std::string>{}(text);
}

}  // namespace

std::vector<bool> SharedOnce::again(const Subject& s, const Operators& ops, const std::set<std::string>& judged) {
  const auto& e = *s.estate;
  std::vector<bool> out(e.size(), false);
  if (!e.has(Field::SharedWith)) return out;
  for (std::size_t row = 0; row < e.size(); ++row) {
    if (e.code(Field::SharedWith, row) == 0 || !s.there(row)) continue;
    Common c;
    const std::string op = owner_of(e, row, ops);
    c.key = e.key(row);
    c.sharers.insert(op);
    for (const auto with : split(e.text(Field::SharedWith, row), '|'))
      if (const auto t = trimmed(with); !t.empty()) c.sharers.emplace(t);
    if (c.sharers.size() < 2) continue;  // shared with itself
    c.content = content_hash(s, row);
    for (const auto& id : judged)
      if (c.sharers.contains(id)) c.listed_by.insert(id);  // it is in their submission, whosever row it is
    const auto& maker = s.makers[s.maker_of_row[row]];
    const std::string made = maker.match == names::Match::Clear ? maker.supplier : folded(e.text(Field::Supplier, row));
    struct Key {
      std::string text;
      char by;
    };
    std::vector<Key> keys;
    if (const auto id = e.text(Field::Id, row); !id.empty()) {
      keys.push_back({"k" + op + "\x1f" + std::string(id), 'k'});
      keys.push_back({"i" + std::string(id), 'i'});
    }
    if (const auto serial = e.text(Field::Serial, row); !serial.empty()) keys.push_back({"s" + made + "\x1f" + std::string(serial), 's'});
    if (const auto mac = e.text(Field::Mac, row); !mac.empty()) keys.push_back({"m" + std::string(mac), 'm'});
    std::size_t known = assets_.size();
    for (const auto& k : keys) {
      const auto at = at_.find(k.text);
      if (at == at_.end()) continue;
      const Common& other = assets_[at->second];
      const bool names_us = other.sharers.contains(op), named = std::any_of(other.listed_by.begin(), other.listed_by.end(), [&](const auto& o) { return c.sharers.contains(o); });
      if (k.by == 'k' || (k.by == 'i' ? names_us && named : names_us || named)) {
        known = at->second;
        break;
      }
    }
    if (known == assets_.size()) {
      assets_.push_back(c);
    } else {
      out[row] = true;
      ++listed_again_;
      Common& other = assets_[known];
      if (other.content != c.content) listed_otherwise_.push_back(c.key);
      other.sharers.insert(c.sharers.begin(), c.sharers.end());
      other.listed_by.insert(c.listed_by.begin(), c.listed_by.end());
    }
    for (const auto& k : keys) at_.emplace(k.text, known);
  }
  return out;
}

Result<void> SharedOnce::add(const Subject& s, const std::vector<Finding>& findings) {
  const auto& e = *s.estate;
  const Operators ops = operators_of(s);
  std::set<std::string> operators;
  std::map<std::string, std::set<std::string>> ids;
  for (const auto& f : findings) {
    operators.insert(f.operator_id);
    if (f.status != Status::NotApplicable) ids[f.operator_id].insert(f.id);
  }
  submitted_.insert(operators.begin(), operators.end());
  std::vector<bool> counted = again(s, ops, operators);
  for (const auto& op : operators) {
    const bool whole = ops.takes_rest(op);
    bool some_left_out = false;
    std::vector<bool> own(e.size(), false);
    for (std::size_t row = 0; row < e.size(); ++row) {
      own[row] = s.there(row) && belongs_to(e, row, op, whole);
      some_left_out = some_left_out || (own[row] && counted[row]);
    }
    std::map<std::string, Measured> without;
    if (some_left_out && !ids[op].empty()) {
      Subject left = s;
      // Others' rows go too, or rows that name nobody could change hands as operators become fewer.
      left.absent.resize(e.size());
      for (std::size_t row = 0; row < e.size(); ++row) left.absent[row] = counted[row] || !own[row];
      Choice only{{}, 0, &ids[op], true};
      RF_TRY(const Judgement j, judge(left, only));
      for (const auto& f : j.findings) without[f.id] = f.measured;
    }
    for (const auto& f : findings) {
      if (f.operator_id != op || f.status == Status::NotApplicable) continue;
      TotalLine& line = lines_[f.direction + "\x1f" + f.requirement + "\x1f" + f.supplier + "\x1f" + f.measured.measure];
      if (line.operators == 0) {
        line.direction = f.direction;
        line.requirement = f.requirement;
        line.supplier = f.supplier;
        line.force = f.force;
        line.territory = f.territory;
        line.from = f.from;
        line.sum = f.measured;
        for (const auto field : kSummed) line.sum.*field = 0;
        line.sum.over_by = 0;
        line.once = line.sum;
        line.adds_up = f.measured.measure != "suppliers";
      }
      ++line.operators;
      ++line.by_status[std::string(to_text(f.status))];
      if (!line.adds_up) continue;
      add_to(line.sum, f.measured);
      if (!some_left_out) add_to(line.once, f.measured);
      else if (const auto w = without.find(f.id); w != without.end()) add_to(line.once, w->second);
    }
    for (std::size_t row = 0; row < e.size(); ++row)
      if (own[row]) counted[row] = true;
  }
  return {};
}

std::vector<TotalLine> SharedOnce::totals() const {
  std::vector<TotalLine> out;
  for (const auto& [key, line] : lines_) out.push_back(line);
  return out;
}

std::vector<SharedOnce::Unlisted> SharedOnce::unlisted() const {
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> by;
  for (const auto& c : assets_)
    for (const auto& op : c.sharers)
      if (!c.listed_by.empty() && !c.listed_by.contains(op) && submitted_.contains(op)) by[{op, *c.listed_by.begin()}].push_back(c.key);
  std::vector<Unlisted> out;
  for (auto& [who, assets] : by) out.push_back({who.first, who.second, std::move(assets)});
  return out;
}

}  // namespace rf::direct
