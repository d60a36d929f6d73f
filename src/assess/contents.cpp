#include "assess/contents.h"

#include "base/file.h"
#include "model/locator.h"

namespace rf::assess {
namespace {

constexpr std::uint64_t kStdinLimit = std::uint64_t{4} << 30;

using Take = std::function<void(const Unit&, const std::string&, evidence::Content)>;

/// Recursion ends at evidence::kMaxArchiveDepth.
void walk_unit(const Unit& unit, const Take& take, const std::function<void(Error)>& error) {
  const std::string label = input_label(unit.found.name, unit.members);
  const auto failed = [&](Error e) {
    e.input = label;
    error(std::move(e));
  };
  auto given = content_of_unit(unit);
  if (!given) return failed(std::move(given).error());
  auto content = evidence::peeled(std::move(*given));
  if (!content) return failed(std::move(content).error());
  if (!evidence::is_archive(content->bytes)) return take(unit, label, std::move(*content));
  const auto archive = evidence::Archive::open(std::move(*content));
  if (!archive) return failed(archive.error());
  for (const Error& e : (*archive)->errors()) failed(e);
  if ((*archive)->names().empty()) failed({Kind::Unsupported, {}, {}, "holds no files", {}});
  for (const Unit& member : members_of(unit, *archive)) walk_unit(member, take, error);
}

}  // namespace

Result<evidence::Content> content_of_unit(const Unit& unit) {
  if (unit.archive) return unit.archive->extract(unit.index);
  RF_TRY(MappedFile file, unit.found.path == "-" ? MappedFile::standard_input(kStdinLimit) : MappedFile::open(unit.found.path));
  return evidence::content_of(std::move(file));
}

std::vector<Unit> members_of(const Unit& unit, const std::shared_ptr<const evidence::Archive>& archive) {
  std::vector<Unit> out;
  const auto& names = archive->names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    out.push_back({unit.found, unit.members, archive, i});
    out.back().members.push_back(names[i]);
  }
  return out;
}

void for_each_content(const std::vector<Found>& inputs, const Take& take, const std::function<void(Error)>& error) {
  for (const Found& f : inputs) walk_unit({f, {}, nullptr, 0}, take, error);
}

}  // namespace rf::assess
