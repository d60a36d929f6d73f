// What the commands on lists share: how an edition and an entry are printed.
#pragma once

#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "cli/options.h"
#include "screen/lists/editions.h"
#include "screen/lists/meaning.h"

namespace rf::cli {

/// An object of the edition; `type`: its first member where not empty; `more` adds members.
template <class More>
void write_edition(JsonWriter& w, const store::Edition& e, std::string_view type, More more) {
  w.begin_object();
  if (!type.empty()) w.member("type", type);
  w.member("edition", e.number).member("list", e.list).member("dated", e.dated).member("dated_by", e.dated_by).member("sha256", e.sha256).member("format", e.format);
  w.member("imported", e.made_at).member("entries", e.entities).member("relations", e.relations).member("left_out", e.left_out).key("files").raw(e.files.empty() ? "[]" : e.files);
  more();
  w.end_object();
}
void write_errors(JsonWriter& w, const std::vector<Error>& errors);  ///< member "errors"
void write_entity(JsonWriter& w, const names::ListEntity& e, const screen::lists::Meaning& m, std::string_view hash, bool typed);
std::string entity_in_words(const names::ListEntity& e, const screen::lists::Meaning& m, std::string_view hash, std::string_view format);
/// Without control characters and marks that turn the direction of writing: what a list holds goes to a terminal.
std::string printable(std::string_view s);

int run_decisions(const Options& o);  ///< lists decide, lists decisions
int run_proof(const Options& o);      ///< lists proof, lists verify

}  // namespace rf::cli
