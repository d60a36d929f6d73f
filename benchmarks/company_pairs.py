# peers: python3-thefuzz python3-levenshtein
"""Pairs of company names, said to be one firm or not at the default threshold: a firm's own names against each other, and each name
against the nearest names of other firms. thefuzz at its best threshold beside it."""
import json
import os
import random
import subprocess
import sys

import screening_sets as sets
from measuring import RINGFENCE, WORK

PAIRS = 800  # of each sort


def firms():
    """entry → (part of the list, spellings) of what is no person and no ship, as the list says."""
    out = {}
    for r in sets.rows():
        if r["type"] in ("Individual", "Vessel", "Aircraft"):
            continue
        names = [sets.clean(r["name"])] + [sets.clean(a) for a in r["alt_names"].split(";")]
        of = out.setdefault(r["entity_number"] or r["_id"], (r["source"], []))[1]
        of += [n for n in names if n and n not in of and not n.lower().startswith("and ")]
    return out


def pairs():
    pick = random.Random(17)
    of = firms()
    same = []
    for _, names in of.values():  # one of each firm: some have forty names. Those that share no long word are another sort of knowledge
        ways = [(names[0], b) for b in names[1:] if names[0].lower() != b.lower() and any(w in b.lower().split() for w in names[0].lower().split() if len(w) > 3)]
        if ways:
            same.append(pick.choice(ways))
    pick.shuffle(same)
    # Others: the nearest by rare words, of the same part of the list, which names a firm once; on two parts it may stand under two numbers.
    words, everyone = {}, [(entry, n) for entry, (_, names) in of.items() for n in names]
    owners = {}
    for i, (entry, n) in enumerate(everyone):
        owners.setdefault(n.lower(), set()).add(entry)
        for w in set(n.lower().split()):
            words.setdefault(w, []).append(i)
    other = []
    for entry, n in pick.sample(everyone, 6 * PAIRS):
        score = {}
        for w in set(n.lower().split()):
            if len(words[w]) < 400:
                for i in words[w]:
                    score[i] = score.get(i, 0) + 1 / len(words[w])
        near = [i for i in score if everyone[i][0] != entry and of[everyone[i][0]][0] == of[entry][0] and not owners[everyone[i][1].lower()] & owners[n.lower()]]
        if near:
            other.append((n, everyone[min(near, key=lambda i: (-score[i], i))][1]))
    return same[:PAIRS], list(dict.fromkeys(other))[:PAIRS]


def f1(right, wrong, missed):
    p, r = right / max(1, right + wrong), right / max(1, right + missed)
    return 2 * p * r / max(1e-9, p + r), p, r


def ours(all_pairs):
    """Whether each pair is a match, and the sum, by screening the left names against a list of the right ones. The sum decides: where
    another row bears the very name, a match of this one is shown as near, which says nothing about the pair."""
    right, left = os.path.join(WORK, "pairs.csv"), os.path.join(WORK, "pairs.txt")
    ids = {}
    for _, b in all_pairs:
        ids.setdefault(b, len(ids))
    with open(right, "w", encoding="utf-8") as f:
        f.write("id,name\n" + "".join(f'{i},"{n.replace(chr(34), chr(34) * 2)}"\n' for n, i in ids.items()))
    with open(left, "w", encoding="utf-8") as f:
        f.write("".join(a + "\n" for a, _ in all_pairs))
    p = subprocess.run([RINGFENCE, "screen", "--input", left, "--against", right, "--db", "none", "--format", "jsonl", "--limit", "100"], capture_output=True, text=True)
    threshold = 2.0  # sum of score 0.85, knowledge/calibration/screening_score.tsv
    answers = {o["query"]: o for o in map(json.loads, p.stdout.split("\n")[:-1]) if o["type"] == "screened"}
    out = []
    for a, b in all_pairs:
        o = answers[a]
        out.append(next(((c["sum"] >= threshold, c["sum"]) for c in o["matches"] + o["near"] if c["entry"] == str(ids[b])), (False, -99)))
    return out


def best(points):
    total, right, wrong, top = sum(ok for _, ok in points), 0, 0, (0, 0, 0)
    points = sorted(points, reverse=True)
    for i, (s, ok) in enumerate(points):
        right, wrong = right + ok, wrong + (not ok)
        if s > -99 and (i + 1 == len(points) or points[i + 1][0] != s):
            top = max(top, f1(right, wrong, total - right))
    return top


def main():
    sets.need()
    same, other = pairs()
    both = [*same, *other]
    truth = [True] * len(same) + [False] * len(other)
    got = ours(both)
    right, wrong = sum(m and t for (m, _), t in zip(got, truth)), sum(m and not t for (m, _), t in zip(got, truth))
    f, p, r = f1(right, wrong, len(same) - right)
    print(f"Pairs of company names: {len(same)} of one firm, {len(other)} of two that share rare words")
    print(f"  ringfence, default threshold   F1 {f:.3f} (precision {p:.3f}, recall {r:.3f})")
    f, p, r = best([(s, t) for (_, s), t in zip(got, truth)])
    print(f"  ringfence, best threshold      F1 {f:.3f} (precision {p:.3f}, recall {r:.3f})")
    if "--show" in sys.argv:
        for (a, b), (m, s), t in zip(both, got, truth):
            if m != t:
                print("   ", "missed" if t else "wrong ", s, a, "|", b)
    try:
        sys.path.append("/usr/lib/python3/dist-packages")
        from thefuzz import fuzz
        for name in ("ratio", "token_sort_ratio", "token_set_ratio", "WRatio"):
            f, p, r = best([(getattr(fuzz, name)(a.lower(), b.lower()), t) for (a, b), t in zip(both, truth)])
            print(f"  thefuzz {name:<16}       F1 {f:.3f} (precision {p:.3f}, recall {r:.3f}), best threshold")
    except ImportError as e:
        print(f"  thefuzz left out: {e}")


main()
