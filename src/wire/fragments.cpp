#include "wire/fragments.h"

#include <algorithm>
#include <cstring>

namespace rf::wire {

std::size_t Fragments::Hash::operator()(const Key& k) const {
  // Sets are at most kMaxFragmentSets, so what an attacker can make collide is bounded.
  std::uint64_t h = k.id * 0x9e3779b97f4a7c15ULL ^ k.transport ^ std::uint64_t{k.path} << 32;
  for (const std::uint64_t w : {k.from[0], k.from[1], k.to[0], k.to[1]}) h = (h ^ w ^ h >> 29) * 0xbf58476d1ce4e5b9ULL;
  return h ^ h >> 32;
}

Fragments::Set& Fragments::set(const Key& key, std::int64_t now, std::vector<Set>& dropped) {
  if (const auto at = sets_.find(key); at != sets_.end()) {
    if (now - at->second.since <= kFragmentTimeout) return at->second;
    // The number was used again: an old datagram, and a new one.
    forget_bytes(at->second);
    dropped.push_back(std::move(at->second));
    sets_.erase(at);
  }
  while (!order_.empty()) {
    const auto at = sets_.find(order_.front().first);
    const bool gone = at == sets_.end() || at->second.serial != order_.front().second;
    if (!gone) {
      if (sets_.size() < kMaxFragmentSets && now - at->second.since <= kFragmentTimeout) break;
      forget_bytes(at->second);
      dropped.push_back(std::move(at->second));
      sets_.erase(at);
    }
    order_.pop_front();
  }
  Set& s = sets_[key];
  s.key = key;
  s.since = now;
  s.serial = ++serial_;
  order_.emplace_back(key, s.serial);
  return s;
}

void Fragments::forget_bytes(Set& s) { bytes_ -= std::min(bytes_, s.data.size()); }

bool Fragments::add(Set& s, std::uint32_t offset, bool more, Span piece, Span& whole) {
  if (s.spoilt || s.over_budget) return false;
  const std::uint32_t from = offset, to = offset + piece.captured;
  if (to > 65535 || piece.on_wire > 65535 - offset) {
    s.spoilt = true;  // the "ping of death": beyond what a datagram can be
    ++losses_.ip_broken;
    return false;
  }
  const bool cut = piece.captured < piece.on_wire;
  if (!more) {
    const std::uint32_t total = offset + piece.on_wire;
    if (s.total != 0 && s.total != total) ++losses_.fragment_overlaps, s.spoilt = s.spoilt || s.key.v6 != 0;
    if (s.total == 0) s.total = total;
  }
  if (to > s.data.size()) {
    if (bytes_ + (to - s.data.size()) > kMaxFragmentBytes) {
      s.over_budget = true;
      ++losses_.fragments_over_budget;
      return false;
    }
    bytes_ += to - s.data.size();
    s.data.resize(to);
  }
  // Only into the holes: what came first stays.
  bool overlaps = false;
  std::uint32_t at = from;
  for (std::size_t i = 0; at < to; ++i) {
    while (i < s.pieces.size() && s.pieces[i].to <= at) ++i;
    const bool last = i >= s.pieces.size();
    const std::uint32_t stop = last ? to : std::min(to, s.pieces[i].from);
    if (stop > at) std::memcpy(s.data.data() + at, piece.data + (at - from), stop - at);
    if (last || s.pieces[i].from >= to) break;
    const bool same = s.pieces[i].from <= from && s.pieces[i].to >= to && std::memcmp(s.data.data() + from, piece.data, to - from) == 0;
    overlaps = overlaps || !same;
    at = s.pieces[i].to;
  }
  if (overlaps) {
    ++losses_.fragment_overlaps;
    if (s.key.v6 != 0) {
      s.spoilt = true;
      return false;
    }
  }
  if (to > from) {
    Set::Piece p{from, to};
    std::vector<Set::Piece> merged;
    merged.reserve(s.pieces.size() + 1);
    for (const auto& q : s.pieces) {
      if (q.to < p.from || q.from > p.to) {
        merged.push_back(q);
      } else {
        p.from = std::min(p.from, q.from);
        p.to = std::max(p.to, q.to);
      }
    }
    merged.insert(std::upper_bound(merged.begin(), merged.end(), p, [](const auto& a, const auto& b) { return a.from < b.from; }), p);
    s.pieces = std::move(merged);
  }
  if (cut || s.spoilt || s.total == 0 || s.pieces.size() != 1 || s.pieces[0].from != 0 || s.pieces[0].to < s.total) return false;
  forget_bytes(s);
  lent_.push_back(std::move(s.data));
  s.data.clear();
  s.pieces.clear();
  s.spoilt = true;  // a repeated fragment of a datagram that was delivered makes no second one
  whole = {reinterpret_cast<const std::uint8_t*>(lent_.back().data()), s.total, s.total};
  return true;
}

Span Fragments::beginning(Set& s) {
  if (s.spoilt || s.pieces.empty() || s.pieces[0].from != 0) return {};
  const std::uint32_t there = s.pieces[0].to;
  const std::uint32_t total = std::max<std::uint32_t>(s.total, static_cast<std::uint32_t>(s.data.size()));
  lent_.push_back(std::move(s.data));
  return {reinterpret_cast<const std::uint8_t*>(lent_.back().data()), there, std::max(there, total)};
}

std::vector<Fragments::Set> Fragments::take_all() {
  std::vector<Set> out;
  for (const auto& [key, serial] : order_)
    if (const auto at = sets_.find(key); at != sets_.end() && at->second.serial == serial) {
      out.push_back(std::move(at->second));
      sets_.erase(at);
    }
  order_.clear();
  bytes_ = 0;
  return out;
}

}  // namespace rf::wire
