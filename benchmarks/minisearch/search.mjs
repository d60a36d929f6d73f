// MiniSearch over spellings of a list. Input: one JSON object {names: [[entry, name]…], queries: […], leave_out}; output: a JSON array with
// [entry, score] or null for each query. Options are those its documentation proposes for names: prefixes, and edits of a fifth.
import { readFileSync } from "node:fs";
import MiniSearch from "minisearch";

const { names, queries, leave_out } = JSON.parse(readFileSync(0, "utf8"));
const index = new MiniSearch({ fields: ["name"], storeFields: ["entry", "name"], searchOptions: { prefix: true, fuzzy: 0.2 } });
index.addAll(names.map(([entry, name], id) => ({ id, entry, name })));
const best = queries.map((query) => {
  const hit = index.search(query).find((h) => !(leave_out && h.name === query));
  return hit ? [hit.entry, hit.score] : null;
});
process.stdout.write(JSON.stringify(best));
