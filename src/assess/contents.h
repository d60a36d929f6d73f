// Opens inputs: what a file or a member of an archive holds, compressed layers taken off.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "assess/pipeline.h"
#include "evidence/container.h"

namespace rf::assess {

/// The bytes as they were handed in, of a file, standard input ("-") or a member. Fails: as MappedFile and Archive::extract.
Result<evidence::Content> content_of_unit(const Unit& unit);
/// The members of an archive as inputs of their own, sorted.
std::vector<Unit> members_of(const Unit& unit, const std::shared_ptr<const evidence::Archive>& archive);

/// Every file of the inputs and every member of the archives among them, in order, on this thread, each peeled and given
/// with its label ("walks.zip!olt1.snmprec"). What could not be opened becomes an error with its label as input.
void for_each_content(const std::vector<Found>& inputs, const std::function<void(const Unit& unit, const std::string& label, evidence::Content content)>& take,
                      const std::function<void(Error)>& error);

}  // namespace rf::assess
