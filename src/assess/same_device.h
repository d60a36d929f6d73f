// Observations of one device, from several inputs, become one device: by what keys, or why not, is kept (docs/identify.md, "One device").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "assess/answer.h"
#include "model/asset.h"

namespace rf::assess {

/// Puts what `d` says into `into`: what is empty is filled, lists are united, the better founded maker stands with its evidence; the other's
/// evidence is kept with weight 0, for it must not be added to a sum it was no part of.
void join_devices(Device& into, Device&& d);

/// Joins those of `devices` that are one, in the order of the list; the first of each keeps its place. `across`: also those of different
/// inputs; else only those of one file. Gives what was joined by which key, and what shares a key and was kept apart, with the reason.
/// O(devices × their keys).
///
/// Keys, strongest first: serial with maker; chassis id (MAC); engine id (RFC 3411); interface MAC addresses; management address; name.
/// Numbers that many boxes bear (default serials, engine ids made of nothing, VRRP and locally administered MACs, factory names) are no keys.
/// Two serials, two makers, or a shared address with two names speak against: such pairs stay two, whatever they share.
std::vector<MergeNote> merge_devices(std::vector<Device>& devices, bool across);

}  // namespace rf::assess
