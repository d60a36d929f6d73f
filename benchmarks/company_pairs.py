# peers: python3-thefuzz python3-levenshtein
"""Pairs of company names, said to be one firm or not at the default threshold; thefuzz at its best threshold beside it. Two sets, as
pair_sets.py makes them: names as the list has them, and spellings made by rule with near names of other firms. Of each, rules are mended
on one half only. `--show` lists what is wrong in that half, `--alone` screens each pair of it against a list of one name."""
import json
import os
import subprocess
import sys
from collections import defaultdict

import pair_sets
import screening_sets as sets
from measuring import RINGFENCE, WORK

PAIRS = 800  # of each sort in the first set
EACH = 60    # of each family of spellings in the second
THRESHOLD = 2.0  # sum of score 0.85, knowledge/calibration/screening_score.tsv


def f1(right, wrong, missed):
    p, r = right / max(1, right + wrong), right / max(1, right + missed)
    return 2 * p * r / max(1e-9, p + r), p, r


def screened(left_names, right_names):
    left, right = os.path.join(WORK, "pairs.txt"), os.path.join(WORK, "pairs.csv")
    with open(right, "w", encoding="utf-8") as f:
        f.write("id,name\n" + "".join(f'{i},"{n.replace(chr(34), chr(34) * 2)}"\n' for i, n in enumerate(right_names)))
    with open(left, "w", encoding="utf-8") as f:
        f.write("".join(a + "\n" for a in left_names))
    p = subprocess.run([RINGFENCE, "screen", "--input", left, "--against", right, "--db", "none", "--format", "jsonl", "--limit", "100"], capture_output=True, text=True)
    return {o["query"]: o for o in map(json.loads, p.stdout.split("\n")[:-1]) if o["type"] == "screened"}


def ours(pairs, alone=False):
    """The sum of each pair, by screening the left names against a list of the right ones, or each against a list of its own. The sum decides:
    where another row bears the very name, a match of this one is shown as near (another-bears-it), which says nothing about the pair."""
    said = lambda c: c["sum"] - sum(b["weight"] for b in c["because"] if b["rule"] == "another-bears-it")
    rights = list(dict.fromkeys(b for _, b, *_ in pairs))
    ids = {b: str(i) for i, b in enumerate(rights)}
    answers = {} if alone else screened([a for a, *_ in pairs], rights)
    out = []
    for a, b, *_ in pairs:
        o = screened([a], [b])[a] if alone else answers[a]
        out.append(next((said(c) for c in o["matches"] + o["near"] if alone or c["entry"] == ids[b]), -99))
    return out


def best(points):
    total, right, wrong, top = sum(ok for _, ok in points), 0, 0, (0, 0, 0)
    points = sorted(points, reverse=True)
    for i, (s, ok) in enumerate(points):
        right, wrong = right + ok, wrong + (not ok)
        if s > -99 and (i + 1 == len(points) or points[i + 1][0] != s):
            top = max(top, f1(right, wrong, total - right))
    return top


def at_default(sums, pairs):
    right = sum(s >= THRESHOLD and p[2] for s, p in zip(sums, pairs))
    wrong = sum(s >= THRESHOLD and not p[2] for s, p in zip(sums, pairs))
    return f1(right, wrong, sum(p[2] for p in pairs) - right)


def told(name, of):
    print(f"  {name:<30} F1 {of[0]:.3f} (precision {of[1]:.3f}, recall {of[2]:.3f})")


def measured(title, pairs):
    print(f"{title}: {sum(p[2] for p in pairs)} of one firm, {sum(not p[2] for p in pairs)} of two")
    sums = ours(pairs)
    told("ringfence, default threshold", at_default(sums, pairs))
    told("ringfence, best threshold", best([(s, p[2]) for s, p in zip(sums, pairs)]))
    halves = [[(s, p) for s, p in zip(sums, pairs) if pair_sets.half(p[0], p[1]) == h] for h in (0, 1)]
    for half, name in zip(halves, ("the half that was looked at", "the other half")):
        told("  " + name, at_default([s for s, _ in half], [p for _, p in half]))
    families = defaultdict(lambda: [0, 0])
    for s, p in zip(sums, pairs):
        families[p[3]][0] += (s >= THRESHOLD) == p[2]
        families[p[3]][1] += 1
    print("  right by family: " + ", ".join(f"{f} {ok / n:.2f}" for f, (ok, n) in families.items()))
    if "--show" in sys.argv:
        for s, p in sorted(halves[0], key=lambda x: x[1][3]):
            if (s >= THRESHOLD) != p[2]:
                print("   ", "missed" if p[2] else "wrong ", p[3], s, p[0], "|", p[1])
    if "--alone" in sys.argv:
        some = [p for _, p in halves[0]][::3]
        told("a third of that, one by one", at_default(ours(some, True), some))
    try:
        sys.path.append("/usr/lib/python3/dist-packages")
        from thefuzz import fuzz
        for name in ("ratio", "token_sort_ratio", "token_set_ratio", "WRatio"):
            told(f"thefuzz {name}, best", best([(getattr(fuzz, name)(p[0].lower(), p[1].lower()), p[2]) for p in pairs]))
    except ImportError as e:
        print(f"  thefuzz left out: {e}")


def main():
    sets.need()
    measured("Pairs of company names, of the list", pair_sets.listed(PAIRS))
    measured("Pairs of company names, spellings made by rule and of the list", pair_sets.made(EACH))


main()
