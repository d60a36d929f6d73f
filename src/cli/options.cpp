#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "knowledge/knowledge.h"

namespace rf::cli {
namespace {

std::string version_text() {
  const auto image = knowledge::builtin_image();
  // The hash of the knowledge's sources stands behind the image's magic (image.cpp).
  return std::string("ringfence ") + RINGFENCE_VERSION + ", knowledge " + std::string(image.size() > 24 ? image.substr(8, 12) : "none");
}

void common(CLI::App* a, Options& o) {
  a->add_option("--format", o.format, "text, json, jsonl or csv (supplier: dot too)")->check(CLI::IsMember({"text", "json", "jsonl", "csv", "dot"}))->envname("RINGFENCE_FORMAT");
  a->add_option("--knowledge", o.knowledge, "folder that adds to or replaces the built-in knowledge; repeatable, later wins")->allow_extra_args(false)->envname("RINGFENCE_KNOWLEDGE");
  a->add_option("--db", o.db, "where runs are kept: sqlite:PATH or none; default below $XDG_DATA_HOME/ringfence")->envname("RINGFENCE_DB");
}
void dated(CLI::App* a, Options& o) {
  a->add_option("--as-of", o.as_of, "YYYY-MM-DD: the date to judge on; today where absent")->envname("RINGFENCE_AS_OF");
  a->add_option("--known-at", o.known_at, "YYYY-MM-DD: with only what was on record by then")->envname("RINGFENCE_KNOWN_AT");
}
void reading(CLI::App* a, Options& o, bool paths = true) {
  if (paths) a->add_option("PATH", o.args, "file, folder, archive (.zip .tar .gz .xz .zst) or - (standard input)")->required();
  a->add_option("--kind", o.kind, "read every input as this kind of evidence")->envname("RINGFENCE_KIND");
  a->add_option("--column", o.columns, "FIELD=HEADER: this column of the inventory is that field; repeatable")->allow_extra_args(false);
  a->add_option("--date-order", o.date_order, "dmy, mdy or ymd, where a column leaves it open")->check(CLI::IsMember({"dmy", "mdy", "ymd"}))->envname("RINGFENCE_DATE_ORDER");
  a->add_option("--operator", o.operator_id, "whose estate this is, for rows that do not say")->envname("RINGFENCE_OPERATOR");
  a->add_option("--country", o.country, "ISO 3166-1 alpha-2, for rows that do not say")->envname("RINGFENCE_COUNTRY");
  a->add_option("--map", o.map, "FILE: what columns and words mean, as `ringfence map` proposes it");
  a->add_option("--weights", o.weights, "FILE: a table of weights or attributes that joins rows; repeatable (a PATH is told by its columns)")->allow_extra_args(false);
  a->add_option("--sites", o.sites, "FILE: what is known of sites, such as site_class, region, country");
  a->add_flag("--sites-secret", o.sites_secret, "classes of --sites are counted, and stay out of reports and the database");
  a->add_option("--threads", o.threads, "threads that read; as many as the machine has where absent or 0, and the same answer")->check(CLI::Range(0U, 256U))->envname("RINGFENCE_THREADS");
  a->add_flag("--all", o.all, "do not cut lists at 100");
}

void through_time(CLI::App* a, Options& o) {
  a->add_option("--series", o.series, "FROM..TO: status of every requirement and regime through time instead, and what changes when and why");
  a->add_option("--step", o.step, "day: on each day on which something can change (the default); month: on the first of each month")->check(CLI::IsMember({"day", "month"}));
}

void screen_command(CLI::App& app, Options& o) {
  auto* s = app.add_subcommand("screen", "Who is meant by a name, in any spelling and script, and which lists that firm stands on");
  common(s, o);
  dated(s, o);
  s->add_option("NAME", o.args, "names; each is answered in order");
  s->add_option("--input", o.input, "FILE or -: a name a line, or CSV or JSONL with --column; streamed");
  s->add_option("--column", o.column, "header (CSV) or key (JSONL) of the names");
  s->add_option("--country-column", o.country_column, "header of the country (ISO 3166-1 alpha-2): evidence for or against");
  s->add_option("--id-column", o.id_column, "header of a registration number or LEI: evidence for");
  s->add_option("--against", o.against, "screen against this list alone: CSV id,name, or any list that lists import reads");
  s->add_option("--threshold", o.threshold, "score from which a candidate is a match")->check(CLI::Range(0.0, 1.0))->envname("RINGFENCE_THRESHOLD")->capture_default_str();
  s->add_option("--near-floor", o.near_floor, "score from which a candidate is near")->check(CLI::Range(0.0, 1.0))->capture_default_str();
  s->add_option("--limit", o.limit, "most matches, and most near ones, a name")->check(CLI::Range(1, 100))->envname("RINGFENCE_LIMIT")->capture_default_str();
  s->add_flag("--explain", o.explain, "every weight of every sum, and the table that makes a score of it");
  s->add_option("--out", o.out, "write to this file instead of standard output");
  s->add_flag("--resume", o.resume, "go on with --out FILE where an earlier run was ended");
  s->add_option("--threads", o.threads, "0: as many as there are processors, at most 8; the bytes are the same")->check(CLI::Range(0U, 256U))->envname("RINGFENCE_THREADS");
  s->add_flag("--no-cache", o.no_cache, "do not keep the index of the list below $XDG_CACHE_HOME");
  s->add_flag("--leave-out", o.leave_out, "measuring: ignore aliases spelt exactly as the query")->group("");
  s->footer("Example: ringfence screen 'Hua Wei Tech. Co Ltd' 中兴通讯 --explain");
}

void lists_commands(CLI::App& app, Options& o) {
  auto* lists = app.add_subcommand("lists", "Lists of the authorities: import, compare, and what was decided on likenesses");
  lists->require_subcommand(1);
  lists->footer("Example: ringfence lists status");
  auto* import = lists->add_subcommand("import", "Reads lists as the authorities publish them, told by content; .gz too");
  common(import, o);
  import->add_option("FILE", o.args, "files of lists; OFAC's alt.csv and add.csv together with its sdn.csv")->required();
  import->add_option("--list", o.list, "id to keep it under, instead of its own");
  import->add_option("--dated", o.dated, "YYYY-MM-DD: the day of the edition, where the file does not say it");
  import->add_flag("--accept-shrink", o.accept_shrink, "take a list that has less than half the entries of the one before");
  import->footer("Example: ringfence lists import knowledge/lists/us-fcc-covered.yaml");
  auto* status = lists->add_subcommand("status", "Which lists are in force, how old they are; warns of stale ones (exit 1)");
  common(status, o);
  dated(status, o);
  status->add_flag("--all", o.all, "earlier editions too");
  status->footer("Example: ringfence lists status --known-at 2026-11-01");
  auto* diff = lists->add_subcommand("diff", "From one edition to another: added, dropped, renamed, changed");
  common(diff, o);
  diff->add_option("A_B", o.args, "two editions: numbers, or LIST@DAY")->required()->expected(2);
  diff->add_flag("--all", o.all, "do not cut at 100 of a kind");
  diff->footer("Example: ringfence lists diff 1 2");
  auto* show = lists->add_subcommand("show", "An edition, or entries of it by number or part of a name");
  common(show, o);
  show->add_option("EDITION_ENTRY", o.args, "LIST, LIST@DAY or a number; then an entry or words of a name")->required()->expected(1, 2);
  show->add_flag("--all", o.all, "all entries");
  show->footer("Example: ringfence lists show us-fcc-covered Huawei");
  auto* decide = lists->add_subcommand("decide", "Keeps what a person decided on a likeness: confirmed, wrong, or withdrawn");
  common(decide, o);
  decide->add_option("QUERY", o.args, "the name as it was asked")->required()->expected(1);
  decide->add_option("--list", o.list, "id of the list")->required();
  decide->add_option("--entry", o.entry, "the list's number for the entry")->required();
  decide->add_option("--verdict", o.verdict, "confirmed, wrong or withdrawn")->required()->check(CLI::IsMember({"confirmed", "wrong", "withdrawn"}));
  decide->add_option("--by", o.by, "name of who decides")->required()->envname("RINGFENCE_BY");
  decide->add_option("--why", o.why, "the reason, in words")->required();
  decide->add_option("--dated", o.dated, "YYYY-MM-DD: from when it holds; today where absent");
  decide->footer("Example: ringfence lists decide 'ZTT Group' --list us-fcc-covered --entry 'ZTE Corporation' --verdict wrong --by 'A. Analyst' --why 'a cable maker'");
  auto* decisions = lists->add_subcommand("decisions", "What was decided, by whom, and what a change of the list has made stale");
  common(decisions, o);
  dated(decisions, o);
  decisions->footer("Example: ringfence lists decisions --format json");
  auto* proof = lists->add_subcommand("proof", "A document: these suppliers were screened against these editions, and what was found; can be computed again");
  common(proof, o);
  dated(proof, o);
  proof->add_option("--input", o.input, "a name a line, or CSV with --column")->required();
  proof->add_option("--column", o.column, "the column of the names");
  proof->add_option("--out", o.out, "FILE.json, .txt or .html; standard output where absent");
  proof->footer("Example: ringfence lists proof --input examples/lists/suppliers.csv --column name --out proof.json");
  auto* verify = lists->add_subcommand("verify", "Computes a proof again and says whether it comes out the same (exit 1 where not)");
  common(verify, o);
  verify->add_option("PROOF", o.args, "the proof in JSON")->required()->expected(1);
  verify->add_option("--input", o.input, "the names, where the file of the proof has moved");
  verify->footer("Example: ringfence lists verify proof.json");

  auto* supplier = app.add_subcommand("supplier", "The dossier: names, owners, law, lists with history, warnings, partners, rebadging, presence, factors");
  common(supplier, o);
  dated(supplier, o);
  supplier->add_option("ID_OR_NAME", o.args, "id in knowledge, or a name in any spelling")->required();
  supplier->add_option("--on", o.on, "estates and inventories in which to look for it; repeatable")->allow_extra_args(false);
  supplier->footer("Example: ringfence supplier zte --as-of 2018-05-01 --on examples/albion --db none");
}

/// Once more what was said to this command: CLI11 gives the environment and the file of options to every command, and all commands
/// write into the same Options, the last one over what the command line says.
void take(CLI::App* command, bool environment) {
  for (auto* option : command->get_options()) {
    const char* value = option->get_envname().empty() ? nullptr : std::getenv(option->get_envname().c_str());
    const bool same = value && option->results() == std::vector<std::string>{value};
    if (option->count() > 0 && same == environment) option->run_callback();
  }
}

}  // namespace

bool parse(int argc, char** argv, Options& o, int& status) {
  CLI::App app("Whose equipment a telecom network depends on, what that breaches, and why.\n"
               "Example: ringfence assess examples/albion --as-of 2023-11-01 --db none", "ringfence");
  app.set_version_flag("--version", version_text());
  // The environment's file is a default that must be there: CLI11 would look at that name only after it has read the file.
  const char* config = std::getenv("RINGFENCE_CONFIG");
  const std::string config_file = config ? config : "";
  app.set_config("--config", config_file, "TOML file of options, a table a command; RINGFENCE_CONFIG", !config_file.empty());
  app.require_subcommand(1);
  app.fallthrough(false);

  auto* assess = app.add_subcommand("assess", "Whose equipment this network depends on, what it breaches and why");
  common(assess, o);
  dated(assess, o);
  reading(assess, o);
  assess->add_option("--totals", o.totals, "FILE: operator,function,measure,total,source: what shares are of");
  assess->add_option("--operator-facts", o.operator_facts, "YAML of what the operator states of itself")->envname("RINGFENCE_OPERATOR_FACTS");
  assess->add_option("--directions", o.directions, "judge only these, separated by commas")->envname("RINGFENCE_DIRECTIONS");
  assess->add_option("--report", o.reports, "write the answer to FILE.html, .json, .jsonl, .csv, .ics or .txt too; repeatable")->allow_extra_args(false);
  assess->add_flag("--no-assets", o.no_assets, "leave out the list of assets");
  assess->add_flag("--explain", o.explain, "each finding with its chain: fact, rule, result, down to the rows and their places");
  assess->add_option("--by", o.by_what, "operator: a line per operator and requirement; each folder or file in PATH is one submission")->check(CLI::IsMember({"operator"}));
  assess->add_option("--since", o.since, "with --by: RUN (the last submission up to that run), a FOLDER of earlier submissions, or none; the last one kept where absent");
  assess->add_flag("--deadlines", o.deadlines, "the ledger of days instead: each recipient's clock, the day a cap will be passed, how long spares last under a denial; with --by operator of all");
  assess->add_flag("--matrix", o.matrix, "one estate under many laws instead: requirement by country, where they differ, what satisfies all");
  assess->add_option("--countries", o.countries, "with --matrix: territories separated by commas, or all; those the estate stands in where absent");
  through_time(assess, o);
  assess->footer("Example: ringfence assess examples/albion --as-of 2023-11-01 --report albion.html --db none");

  auto* whatif = app.add_subcommand("whatif", "Findings before and after a scenario's changes, and what changed because of which");
  common(whatif, o);
  dated(whatif, o);
  whatif->add_option("SCENARIO", o.args, "YAML: name, as_of, changes (docs/whatif.md)");
  whatif->add_option("--on", o.on, "PATH…: inventories, folders, archives or packs");
  reading(whatif, o, false);
  whatif->add_option("--totals", o.totals, "FILE: operator,function,measure,total,source: what shares are of");
  whatif->add_option("--operator-facts", o.operator_facts, "YAML of what the operator states of itself")->envname("RINGFENCE_OPERATOR_FACTS");
  whatif->add_option("--directions", o.directions, "judge only these, separated by commas")->envname("RINGFENCE_DIRECTIONS");
  whatif->add_flag("--no-assets", o.no_assets, "leave out the lists of assets");
  whatif->add_flag("--sweep", o.sweep, "answer the scenario's sweeps too: how many, the latest start, an order, the cheapest plan");
  through_time(whatif, o);
  whatif->footer("Example: ringfence whatif examples/scenario/second-supplier.yaml --on examples/scenario/letter.csv");

  auto* identify = app.add_subcommand("identify", "One object per device: maker, kind, model, software, with the evidence");
  common(identify, o);
  dated(identify, o);
  reading(identify, o);
  identify->add_option("--banner", o.banner, "FIELD: each line of PATH is one banner of this field, such as ssh.banner")->envname("RINGFENCE_BANNER");
  identify->add_flag("--explain", o.explain, "every witness with its weight, as text");
  identify->add_flag("--why-unknown", o.why_unknown, "groups the devices without a maker by the one fact that is missing");
  identify->add_flag("--merge", o.merge, "join what is one device across inputs: by serial, chassis id, engine id, MAC, address, name");
  identify->add_flag("--explain-merge", o.explain_merge, "--merge, and print which keys joined which observations, and what kept others apart");
  identify->footer("Example: ringfence identify examples/albion/walks --format jsonl");

  auto* estate = app.add_subcommand("estate", "Estates in columns");
  estate->require_subcommand(1);
  estate->footer("Example: ringfence estate pack examples/albion --out albion.estate");
  auto* pack = estate->add_subcommand("pack", "One file of columns that opens at once, wherever an inventory may be");
  common(pack, o);
  dated(pack, o);
  reading(pack, o);
  pack->add_option("--out", o.out, "the file to write");
  pack->footer("Example: ringfence estate pack examples/albion --out albion.estate");

  auto* map = app.add_subcommand("map", "Proposes what the columns and words of inventories mean, as YAML to edit and give to --map");
  common(map, o);
  reading(map, o);
  map->footer("Example: ringfence map examples/albion/inventory.csv > map.yaml");

  auto* know = app.add_subcommand("knowledge", "Check, describe or compile what Ringfence knows");
  know->require_subcommand(1);
  know->footer("Example: ringfence knowledge check knowledge");
  auto* check = know->add_subcommand("check", "Every fault of a knowledge folder, with file, line and reason");
  common(check, o);
  check->add_option("DIR", o.args, "folders of knowledge")->required();
  check->footer("Example: ringfence knowledge check knowledge");
  auto* schema = know->add_subcommand("schema", "JSON Schemas of the files, for editors");
  common(schema, o);
  schema->add_option("KIND", o.args, "supplier, list, direction …; all where absent");
  schema->footer("Example: ringfence knowledge schema supplier");
  auto* compile = know->add_subcommand("compile", "One image of a knowledge folder");
  common(compile, o);
  compile->add_option("DIR_AND_OUT", o.args, "folder, then the file to write")->required()->expected(2);
  compile->footer("Example: ringfence knowledge compile knowledge knowledge.img");
  auto* list = know->add_subcommand("list", "What is known: suppliers, lists, directions, regimes, jurisdictions");
  common(list, o);
  list->add_option("WHAT", o.args, "suppliers, lists, directions, regimes or jurisdictions")->required()->expected(1);
  list->footer("Example: ringfence knowledge list directions");

  auto* runs = app.add_subcommand("runs", "The runs that were kept");
  common(runs, o);
  runs->require_subcommand(0, 1);
  runs->footer("Example: ringfence runs");
  auto* show_run = runs->add_subcommand("show", "One run with what it answered");
  common(show_run, o);
  show_run->add_option("N", o.args, "number of the run")->required()->expected(1);
  show_run->footer("Example: ringfence runs show 1");
  auto* diff = runs->add_subcommand("diff", "What changed from one run to another");
  common(diff, o);
  diff->add_option("A_B", o.args, "numbers of two runs")->required()->expected(2);
  diff->footer("Example: ringfence runs diff 1 2");

  screen_command(app, o);
  lists_commands(app, o);

  auto* show = app.add_subcommand("show", "Opens a locator: the bytes it names beside what they say");
  common(show, o);
  show->add_option("LOCATOR", o.args, "as printed in findings, such as inventory.csv#line=12, walks.zip!olt1.snmprec#line=3, book.xlsx#sheet=Devices&line=12")->required()->expected(1);
  show->footer("Example: ringfence show 'examples/albion/inventory.csv#line=2'");

  auto* watch = app.add_subcommand("watch", "What is said in captures: flows, transactions and assets (alerts: not built yet)");
  common(watch, o);
  watch->add_option("--read", o.args, "captures (pcap, pcapng, snoop), compressed and in archives too, or folders of them, read in the order of time")->required();
  watch->add_option("--emit", o.emit, "flows, assets or transactions; alerts will be the default once detections are built")->envname("RINGFENCE_EMIT");
  watch->add_option("--flow-timeout", o.flow_timeout, "seconds of silence after which a flow ends, or none; default 300")->envname("RINGFENCE_FLOW_TIMEOUT");
  watch->footer("Example: ringfence watch --read tests/evidence/capture/lldp-and-snmp/input.pcap --emit flows --format jsonl");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    status = app.exit(e) == 0 ? kDone : kUsage;
    return false;
  }
  const auto chosen = app.get_subcommands();
  o = Options();
  o.command = chosen[0]->get_name();
  const auto below = chosen[0]->get_subcommands();
  if (!below.empty()) o.command += " " + below[0]->get_name();
  // What the environment gave first, so that an option before the subcommand beats what the environment says to the subcommand.
  for (const bool environment : {true, false}) {
    take(chosen[0], environment);
    if (!below.empty()) take(below[0], environment);
  }
  return true;
}

}  // namespace rf::cli
