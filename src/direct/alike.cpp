#include "direct/alike.h"

#include <algorithm>
#include <array>
#include <bit>

namespace rf::direct {
namespace {

/// Read by the ground itself, whatever is asked: whose a row is and where, and whether it is a piece of equipment.
constexpr std::array kAlwaysRead = {Field::Operator, Field::SharedWith, Field::Country, Field::Kind, Field::Service, Field::Parties};

void add_once(std::vector<Field>& to, Field f) {
  if (std::find(to.begin(), to.end(), f) == to.end()) to.push_back(f);
}

}  // namespace

AlikeRows::AlikeRows(const knowledge::Regime& regime) : words_(kAlwaysRead.begin(), kAlwaysRead.end()) {
  const auto ask = [&](const expr::Expression* e) {
    if (!e) return;
    for (const auto& n : e->nodes) {
      if (n.op == expr::Op::Today || (n.op == expr::Op::Call && n.function == expr::Function::Sites)) serves_ = false;
      if (n.op == expr::Op::Day) {
        literals_.push_back(n.day);
        literals_.push_back(n.day.plus(1));
      }
      if (n.children.size() == 2 && n.op != expr::Op::And && n.op != expr::Op::Or) {
        const auto is_day = [&](std::uint32_t c) { return e->nodes[c].op == expr::Op::Row && e->nodes[c].field && e->nodes[c].field->kind == expr::FieldKind::Day; };
        if (is_day(n.children[0]) && is_day(n.children[1])) serves_ = false;
      }
      if (!n.field) continue;
      switch (n.field->kind) {
        case expr::FieldKind::Count: serves_ = false; break;
        case expr::FieldKind::Word: case expr::FieldKind::Path: add_once(words_, n.field->field); break;
        case expr::FieldKind::Day:
          if (n.field->derived == expr::Derived::Installed) installed_ = true;
          else add_once(days_, n.field->field);
          break;
        case expr::FieldKind::Flag: case expr::FieldKind::Who: break;
      }
    }
  };
  ask(regime.needed.get());
  for (const auto& c : regime.conditions) ask(c.holds.get());
  std::sort(literals_.begin(), literals_.end());
  literals_.erase(std::unique(literals_.begin(), literals_.end()), literals_.end());
}

bool AlikeRows::fits(const Subject& s) {
  std::size_t part = 0;
  const auto wide_enough = [&](std::size_t n) { return part < widths_.size() && std::bit_width(n) <= widths_[part++]; };
  bool fit = wide_enough(s.makers.size());
  for (const Field f : words_) fit = wide_enough(s.estate->words(f).size()) && fit;
  if (fit) return true;
  // Anew, with a bit to spare for words that a scenario brings.
  const auto width = [](std::size_t n) { return static_cast<unsigned>(std::bit_width(n)) + (n > 1 ? 1 : 0); };
  widths_ = {width(s.makers.size())};
  for (const Field f : words_) widths_.push_back(width(s.estate->words(f).size()));
  unsigned all = (static_cast<unsigned>(days_.size()) + (installed_ ? 1 : 0)) * static_cast<unsigned>(std::bit_width(literals_.size() + 1));
  for (const unsigned w : widths_) all += w;
  serves_ = all <= 64;
  of_.clear();
  groups_ = 0;
  keys_ = KeyTable(kKeyWords);
  return serves_;
}

std::uint64_t AlikeRows::key_of(const Subject& s, std::size_t row) const {
  const estate::Estate& e = *s.estate;
  std::uint64_t key = s.maker_of_row[row];
  for (std::size_t i = 0; i < words_.size(); ++i)
    if (widths_[i + 1] > 0 && e.has(words_[i])) key = key << widths_[i + 1] | e.code(words_[i], row);
    else key <<= widths_[i + 1];
  const auto width = static_cast<unsigned>(std::bit_width(literals_.size() + 1));
  const auto put = [&](Day d) {
    key = key << width | (!d.known() ? 0U : static_cast<std::uint64_t>(std::upper_bound(literals_.begin(), literals_.end(), d) - literals_.begin()) + 1);
  };
  for (const Field f : days_) put(e.day(f, row));
  if (installed_) {
    const Day d = e.day(Field::InstalledOn, row);
    put(d.known() ? d : e.day(Field::InServiceFrom, row));
  }
  return key;
}

std::uint32_t AlikeRows::number_of(std::uint64_t key) {
  const std::array<std::uint32_t, kKeyWords> words = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
  const auto number = keys_.find(words.data(), static_cast<std::uint32_t>(groups_));
  groups_ += number == groups_;
  return number;
}

bool AlikeRows::take(const Subject& s) {
  if (!serves_ || !fits(s)) return false;
  of_.reserve(s.estate->size());
  for (std::size_t row = of_.size(); row < s.estate->size(); ++row) of_.push_back(number_of(key_of(s, row)));
  return true;
}

}  // namespace rf::direct
