# peers: postgresql python3-thefuzz python3-levenshtein
"""Speed of screening on one core against the consolidated list, beside pg_trgm and thefuzz with the same questions; a list of a million."""
import os
import random
import subprocess
import time

import screening_sets as sets
from measuring import RINGFENCE, ROOT, WORK, run

MANY = 50_000  # names given to us
FEW = 100      # to pg_trgm
FEWEST = 3     # to thefuzz


def questions(n):
    with open(os.path.join(ROOT, "knowledge/pen.tsv"), encoding="utf-8") as f:
        names = [line.rstrip("\n").split("\t")[1] for line in f if not line.startswith("#")]
    return random.Random(3).sample([x for x in names if x.strip()], n)


def ask(path, against, threads=1):
    return run([RINGFENCE, "screen", "--input", path, "--against", against, "--db", "none", "--format", "jsonl", "--threads", str(threads)], one_core=True)


def main():
    sets.need()
    cache = os.path.join(WORK, "screen-cache")
    subprocess.run(["rm", "-rf", cache], check=True)
    os.environ["XDG_CACHE_HOME"] = cache
    one, many = os.path.join(WORK, "one.txt"), os.path.join(WORK, "many.txt")
    names = questions(MANY)
    with open(one, "w", encoding="utf-8") as f:
        f.write("Huawei Technologies\n")
    with open(many, "w", encoding="utf-8") as f:
        f.write("".join(n + "\n" for n in names))
    imported, started = ask(one, sets.LIST), min((ask(one, sets.LIST) for _ in range(5)), key=lambda t: t.cpu)
    took = min((ask(many, sets.LIST) for _ in range(3)), key=lambda t: t.cpu)
    rate = MANY / (took.cpu - started.cpu)
    print(f"List of 14,160 rows read and indexed, first answer: {imported.wall:.2f} s ({imported.cpu:.2f} s processor); index kept: {started.wall * 1000:.0f} ms ({started.cpu * 1000:.0f} ms processor)")
    print(f"  ringfence           {rate:10,.0f} names a second of processor, {took.peak / 1e6:.0f} MB, answers written as JSON")
    spellings = sets.names_of(sets.rows())
    try:
        trgm = sets.Trgm(spellings)
        began = time.monotonic()
        trgm.best(names[:FEW], False)
        pg = FEW / (time.monotonic() - began)
        trgm.close()
        print(f"  PostgreSQL pg_trgm  {pg:10,.1f} names a second   ringfence x{rate / pg:,.0f}")
    except (OSError, subprocess.CalledProcessError) as e:
        print(f"  pg_trgm left out: {e}")
    try:
        began = time.process_time()
        sets.thefuzz_best(spellings, names[:FEWEST], "WRatio", False)
        fz = FEWEST / (time.process_time() - began)
        print(f"  thefuzz WRatio      {fz:10,.2f} names a second   ringfence x{rate / fz:,.0f}")
    except ImportError as e:
        print(f"  thefuzz left out: {e}")

    big = os.path.join(WORK, "million.csv")
    if not os.path.exists(big):
        words = [w for n in questions(20_000) for w in n.replace(",", " ").replace('"', " ").split() if len(w) > 2]
        pick = random.Random(11)
        with open(big, "w", encoding="utf-8") as f:
            f.write("id,name\n")
            for i in range(1_000_000):
                f.write(f"{i},{' '.join(pick.choice(words) for _ in range(pick.randint(2, 5)))}\n")
    built = ask(one, big)
    kept = ask(one, big)
    took = ask(many, big)
    print(f"List of 1,000,000 entities: built in {built.wall:.0f} s with {built.peak / 1e9:.2f} GB; then {MANY / (took.cpu - kept.cpu):,.0f} names a second of processor with {took.peak / 1e9:.2f} GB")


main()
