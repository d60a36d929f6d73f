// The cells that a pack keeps: rows equal in all that any direction on record may ask of them.
#pragma once

#include <optional>

#include "direct/subject.h"
#include "estate/pack.h"

namespace rf::direct {

/// Dates stay apart by the days that directions and regimes name and, where the estate folds well even so, by months, so that whoever asks of the
/// first of a month need not open rows. Empty where it does not fold: then a pack is its rows. O(rows).
std::optional<estate::PackedCells> cells_for_pack(const Subject& subject, const estate::PackedWholes& wholes);
/// What rows are part of or run on, by words: who made it is read when the pack is. O(rows) where any is.
estate::PackedWholes wholes_for_pack(const estate::Estate& e);

}  // namespace rf::direct
