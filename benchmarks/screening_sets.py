"""What screening is measured with: the consolidated list, aliases of it, names on no list, and the list in other programs."""
import csv
import gzip
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter

from measuring import DATA, ROOT, WORK, skipped

LIST = os.path.join(DATA, "screening/csl_consolidated_2025_redacted.csv.gz")
ALIASES = os.path.join(DATA, "screening/csl_alias_dev.jsonl")


def need():
    for path in (LIST, ALIASES):
        if not os.path.exists(path):
            skipped(f"{path} is not there")
    os.makedirs(WORK, exist_ok=True)


def clean(s):
    return re.sub(r"\s+", " ", s).strip()


def rows():
    with gzip.open(LIST) as f:
        return list(csv.DictReader(io.TextIOWrapper(f, "utf-8", newline="")))


def names_of(listed):
    """(entry, spelling) for every name and alias."""
    out = []
    for r in listed:
        entry = r["entity_number"] or r["_id"]
        out.append((entry, clean(r["name"])))
        out += [(entry, clean(a)) for a in r["alt_names"].split(";") if clean(a)]
    return out


def aliases():
    with open(ALIASES, encoding="utf-8") as f:
        out = [json.loads(line) for line in f]
    for a in out:
        a["query"] = clean(a["query"])
    return out


def unlisted(listed, most=6000):
    """IANA enterprise names none of whose telling words (borne by fewer than 60 registrants, three letters and more) stands on the list."""
    with open(os.path.join(ROOT, "knowledge/pen.tsv"), encoding="utf-8") as f:
        names = [line.rstrip("\n").split("\t")[1] for line in f if not line.startswith("#")]
    borne = Counter(w for n in names for w in set(re.findall(r"\w+", n.lower())))
    on_list = {w for r in listed for w in re.findall(r"\w+", (r["name"] + " " + r["alt_names"]).lower())}
    out = []
    for n in dict.fromkeys(names):
        telling = [w for w in re.findall(r"\w+", n.lower()) if borne[w] < 60 and len(w) > 2]
        if telling and n == n.strip() and not any(w in on_list for w in telling):
            out.append(n)
    random.Random(5).shuffle(out)
    return out[:most]


def ordinary_words():
    with open(os.path.join(ROOT, "knowledge/names/ordinary_words.tsv"), encoding="utf-8") as f:
        return {w for line in f if not line.startswith("#") for w in line.split()}


def made_up(listed, most=3000):
    """Names of nobody on the list whose one telling word stands on it: a word of a language that a listed firm bears, and a business word
    that no listed name has beside it. Who is called so is a stranger: Progress Software is not PROGRESS AO."""
    business = ["Software", "Networks", "Electronics", "Telecom", "Communications", "Systems", "Technologies", "Logistics", "Engineering", "Consulting", "Trading", "Energy", "Media", "Foods"]
    ordinary = ordinary_words() - {b.lower() for b in business}
    beside, bearers = {}, set()
    for r in listed:
        if r["type"] in ("Individual", "Vessel", "Aircraft"):
            continue
        for n in [r["name"], *r["alt_names"].split(";")]:
            words = re.findall(r"[a-z]+", n.lower())
            for w in set(words) & ordinary:
                beside.setdefault(w, set()).update(words)
                if len(words) <= 4:
                    bearers.add(w)
    out = [f"{w.capitalize()} {b}" for w in sorted(bearers) for b in business if not any(x.startswith(b.lower()[:5]) for x in beside[w])]
    random.Random(11).shuffle(out)
    return out[:most]


class Trgm:
    """PostgreSQL's pg_trgm in a cluster of its own, one process, an index (GIN) over all spellings."""

    def __init__(self, names):
        self.dir = os.path.join(WORK, "pg")
        self.sock = os.path.join("/tmp", f"rf-pg-{os.getpid()}")
        bins = "/usr/lib/postgresql/15/bin"
        self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        self.dir = self.sock + "-data"
        self.run(["mkdir", "-p", self.sock])
        self.run([f"{bins}/initdb", "-D", self.dir, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8"])
        self.run([f"{bins}/pg_ctl", "-D", self.dir, "-w", "-o", f"-k {self.sock} -c listen_addresses='' -c fsync=off -c max_parallel_workers_per_gather=0", "-l", f"{self.dir}/log", "start"])
        self.bins = bins
        self.psql("CREATE EXTENSION pg_trgm; CREATE TABLE n(entry text, name text);")
        self.psql("COPY n FROM STDIN;\n" + "".join(f"{e}\t{n.replace(chr(92), chr(92) * 2)}\n" for e, n in names) + "\\.\n")
        self.psql("CREATE INDEX ON n USING gin (name gin_trgm_ops); ANALYZE n;")

    def run(self, argv):
        subprocess.run(self.as_user + argv, check=True, stdout=subprocess.DEVNULL, cwd="/tmp")

    def psql(self, text):
        p = subprocess.run([f"{self.bins}/psql", "-h", self.sock, "-U", "postgres", "-Atq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", "postgres"], input=text, capture_output=True, text=True, check=True)
        return p.stdout

    def best(self, queries, leave_out, floor=0.3):
        """For each query (entry, score) or None. Leaves out spellings equal to the query where asked."""
        text = f"SET pg_trgm.similarity_threshold={floor};\n"
        for i, q in enumerate(queries):
            quoted = "'" + q.replace("'", "''") + "'"
            text += f"SELECT {i}, entry, similarity(name, {quoted}) AS s FROM n WHERE name % {quoted}" + (f" AND name <> {quoted}" if leave_out else "") + " ORDER BY s DESC LIMIT 1;\n"
        out = [None] * len(queries)
        for line in self.psql(text).splitlines():
            i, entry, s = line.split("\t")
            out[int(i)] = (entry, float(s))
        return out

    def close(self):
        self.run([f"{self.bins}/pg_ctl", "-D", self.dir, "-m", "immediate", "stop"])
        self.run(["rm", "-rf", self.dir, self.sock])


def thefuzz_best(names, queries, scorer_name, leave_out):
    sys.path.append("/usr/lib/python3/dist-packages")  # where Debian keeps it, for another Python first in PATH
    from thefuzz import fuzz, utils
    scorer = getattr(fuzz, scorer_name)
    choices = {}
    for e, n in names:
        choices.setdefault(n, e)
    keys = list(choices)
    ready = [utils.full_process(k) for k in keys]
    index = list(range(len(keys)))
    out = []
    for q in queries:
        p = utils.full_process(q)
        best = (-1, None)
        for i in index:
            if leave_out and keys[i] == q:
                continue
            s = scorer(p, ready[i], full_process=False)
            if s > best[0]:
                best = (s, keys[i])
        out.append((choices[best[1]], best[0] / 100) if best[1] else None)
    return out


def minisearch_best(names, queries, leave_out):
    """MiniSearch from npm, installed beside the results by its lock file. For each query (entry, score) or None."""
    here = os.path.join(ROOT, "benchmarks/minisearch")
    work = os.path.join(WORK, "minisearch")
    os.makedirs(work, exist_ok=True)
    for name in ("package.json", "package-lock.json", "search.mjs"):
        shutil.copy(os.path.join(here, name), work)
    if not os.path.isdir(os.path.join(work, "node_modules/minisearch")):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=work, check=True)
    asked = json.dumps({"names": names, "queries": queries, "leave_out": leave_out})
    p = subprocess.run(["node", "search.mjs"], cwd=work, input=asked, capture_output=True, text=True, check=True)
    return [tuple(b) if b else None for b in json.loads(p.stdout)]
