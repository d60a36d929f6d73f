# Made by hand: rooms in the order in which they may include each other (docs/design.md).
set(RINGFENCE_SOURCES
  src/base/date.cpp
  src/base/file.cpp
  src/base/json_writer.cpp
  src/base/result.cpp
  src/base/text.cpp
  src/model/finding.cpp
  src/model/locator.cpp
  src/store/store.cpp
  src/knowledge/check.cpp
  src/knowledge/files.cpp
  src/knowledge/image.cpp
  src/knowledge/node.cpp
  src/knowledge/read_kinds.cpp
  src/knowledge/schema.cpp
  src/names/resolve.cpp
  src/evidence/columns.cpp
  src/evidence/csv.cpp
  src/evidence/csv_dialect.cpp
  src/evidence/netbox.cpp
  src/evidence/registry.cpp
  src/evidence/snmp_walk.cpp
  src/evidence/snmprec.cpp
  src/evidence/snmpwalk.cpp
  src/identify/identify.cpp
  src/identify/pattern.cpp
  src/screen/screen.cpp
  src/estate/estate.cpp
  src/estate/ingest.cpp
  src/estate/read_day.cpp
  src/direct/judge.cpp
  src/direct/measure.cpp
  src/direct/regime.cpp
  src/direct/subject.cpp
  src/direct/words.cpp
  src/assess/assess.cpp
  src/assess/gather.cpp
  src/assess/join.cpp
  src/report/asset_json.cpp
  src/report/json.cpp
  src/report/words.cpp
)

set(RINGFENCE_CLI_SOURCES
  src/cli/assess.cpp
  src/cli/common.cpp
  src/cli/knowledge.cpp
  src/cli/options.cpp
  src/cli/runs.cpp
  src/cli/show.cpp
)

# A test file is found by walking, so that a new one needs no line.
file(GLOB_RECURSE RINGFENCE_TESTS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*_test.cpp)
