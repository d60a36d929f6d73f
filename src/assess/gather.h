// Reads inputs: tables into an estate, agents into devices. Shared by assess and identify.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "assess/answer.h"
#include "assess/map.h"
#include "direct/subject.h"
#include "estate/ingest.h"
#include "estate/join_tables.h"
#include "evidence/reader.h"
#include "identify/identify.h"
#include "names/resolve.h"

namespace rf::assess {

struct Request;

/// One input file as found below the paths of a request.
struct Found {
  std::string path;  ///< to open
  std::string name;  ///< as printed: the path as given joined with the path below it
  enum class As : std::uint8_t { Told, Weights, Sites, SecretSites };
  As as = As::Told;  ///< what the command line says it is: Told is told by its content
  const evidence::Reader* reader = nullptr;  ///< where its content was looked at before (give_devices_alone)
};
/// Files below `paths`, each folder sorted; links to folders are not followed. What is not there becomes an error.
std::vector<Found> find_inputs(const std::vector<std::string>& paths, std::vector<Error>& errors);

/// The rooms' tools, made once from a world.
class ModelFunctions;
struct Tools {
  std::unique_ptr<names::Resolver> resolver;
  std::unique_ptr<identify::Identifier> identifier;
  std::shared_ptr<const ModelFunctions> families;  ///< null where devices are not told
  evidence::ColumnWords columns;
  estate::Words words;
  Map map;  ///< --map
};
/// Fails: Malformed, where a fingerprint of the knowledge is wrong.
Result<Tools> make_tools(const knowledge::World& world, const Request& request);

struct Gathered {
  std::shared_ptr<estate::Estate> estate = std::make_shared<estate::Estate>();
  std::vector<Device> devices;
  /// One thing seen in a capture; `device` where it says who it is (sightings.h settles them).
  struct Seen {
    std::string input;
    std::vector<std::string> path;  ///< where the input is a member of archives
    evidence::Sighting sighting;
    Device device;
  };
  std::vector<Seen> sightings;
  std::int64_t sightings_left = 0;  ///< those that are no assets
  std::vector<Answer::InputFile> inputs;
  std::vector<Error> errors, warnings;
  direct::OperatorFacts facts;
  /// Tables that join rows and add none, read like inventories and put aside until all rows are there.
  std::shared_ptr<estate::Estate> tables = std::make_shared<estate::Estate>();
  struct Span {
    std::size_t first, last;  ///< rows of `tables`
    estate::JoinHow how;
  };
  std::vector<Span> table_spans;
  /// Inventories that contradict each other about one asset (same_asset.h).
  struct Twin {
    std::size_t row;
    std::string says;
    std::vector<Locator> evidence;
    std::string other_maker;  ///< as the other row writes it; empty where they agree on the maker
  };
  std::vector<Twin> twins;
  /// Devices that match a row all of whose pieces were seen already.
  struct Surplus {
    std::size_t row;
    std::string by;
    std::vector<std::size_t> unlisted;  ///< their own rows
  };
  std::vector<Surplus> surplus;
};
Gathered gather(const std::vector<Found>& inputs, const Tools& tools, const Request& request);

/// Whether all inputs are plain files of kinds that give devices and nothing else, so that none has to wait for what another says. Looks
/// at each one's head, up to the first that is not, and keeps its reader.
bool give_devices_alone(std::vector<Found>& inputs, const Request& request);
/// The same for such inputs, one after the other: `take` is given the devices of each, or of a folder of captures, and what is to be said of it,
/// and takes them out. Only one input is held.
void gather_each(const std::vector<Found>& inputs, const Tools& tools, const Request& request, const std::function<void(Gathered&)>& take);

/// `--operator-facts FILE`, or `operator.yaml` found in a PATH. Fails: Malformed with the line.
Result<direct::OperatorFacts> read_operator_facts(std::string_view bytes);
/// Suppliers by the names people write become ids; a supplier, direction or requirement that knowledge does not have is told in `warnings`.
void settle_operator_facts(direct::OperatorFacts& facts, const Tools& tools, const knowledge::Knowledge& k, std::vector<Error>& warnings);

}  // namespace rf::assess
