#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "direct/alike.h"
#include "direct/measure.h"

namespace rf::direct {

/// Counts kept while rows of one subject come and go: what a change costs is what it touches. Whoever changes the subject says so here, before.
class Recounts {
 public:
  Recounts();
  ~Recounts();
  /// A row is about to come, go, or be in another state.
  void changes(std::uint32_t row, bool was_there, RowState was);
  /// The world is another one, or its facts stand elsewhere in memory.
  void world_changed();
  /// Cells of rows were changed.
  void forget();
  Counted count(const Subject& s, const Question& q);
  /// The rows that a regime does not tell apart, made once; null where it does.
  const AlikeRows* alike(const Subject& s, const knowledge::Regime& regime);

 private:
  /// Where no row is of two of them; else they have to be listed.
  std::optional<Counted> suppliers(const Subject& s, const Question& q);
  struct Kept;
  std::unique_ptr<Kept> kept_;
};

}  // namespace rf::direct
