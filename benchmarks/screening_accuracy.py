# peers: postgresql python3-thefuzz python3-levenshtein nodejs npm
"""Screening held against truth: aliases of the list, each left out before it is searched; names on no list; names read by hand; and
pg_trgm, thefuzz and MiniSearch with the same questions. Draws docs/screening-curves.svg."""
import hashlib
import json
import os
import random
import subprocess
from collections import defaultdict

import screening_sets as sets
from measuring import RINGFENCE, ROOT, WORK

SAMPLE = 100  # aliases and unlisted names that the slow peers are asked
CLASSES = [("initials", ("initials", "three letters")), ("abbreviations", ("shorten",)), ("digits", ("digit",)), ("one word", ("one word",)),
           ("legal form in front", ("form in front",)), ("scripts without spaces", ("Chinese", "Han", "Japanese", "Korean")), ("reversed order", ("reversed",))]


def screen(queries, *more):
    path = os.path.join(WORK, "screen-queries.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write("".join(q + "\n" for q in queries))
    p = subprocess.run([RINGFENCE, "screen", "--input", path, "--format", "jsonl", "--db", "none", *more], capture_output=True, text=True)
    out = [json.loads(line) for line in p.stdout.splitlines()]
    out = [o for o in out if o["type"] == "screened"]
    assert len(out) == len(queries), p.stderr
    return out


def first(answer):
    return (answer["matches"] + answer["near"] + [None])[0]


def curve(points, positives):
    """(recall, precision) for thresholds from high to low. points: (score, right) of the best candidate of each query."""
    out, right, wrong = [], 0, 0
    points = sorted(points, reverse=True)
    for i, (score, ok) in enumerate(points):
        right += ok
        wrong += not ok
        if i + 1 == len(points) or points[i + 1][0] != score:
            out.append((right / positives, right / (right + wrong)))
    return out


def picture(curves, path):
    colours = ["#0b5394", "#b45f06", "#38761d", "#741b47", "#7f6000"]
    w, h, left, top = 640, 420, 60, 20
    x = lambda r: left + r * (w - left - 20)
    y = lambda p: top + (1 - p) * (h - top - 50)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" font-family="sans-serif" font-size="12"><rect width="{w}" height="{h}" fill="#fff"/>']
    for i in range(0, 11, 2):
        v = i / 10
        out.append(f'<path d="M{x(v):.1f} {y(0):.1f}V{y(1):.1f}M{x(0):.1f} {y(v):.1f}H{x(1):.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{x(v):.1f}" y="{y(0) + 16:.1f}" text-anchor="middle">{v:.1f}</text><text x="{left - 8}" y="{y(v) + 4:.1f}" text-anchor="end">{v:.1f}</text>')
    out.append(f'<text x="{x(0.5):.1f}" y="{h - 12}" text-anchor="middle">recall: aliases whose entity is found</text>')
    out.append(f'<text transform="translate(16 {y(0.5):.1f}) rotate(-90)" text-anchor="middle">precision</text>')
    for (name, points), colour in zip(curves.items(), colours):
        d = "M" + "L".join(f"{x(r):.1f} {y(p):.1f}" for r, p in points)
        out.append(f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="2"><title>{name}</title></path>')
    for i, (name, colour) in enumerate(zip(curves, colours)):
        out.append(f'<path d="M{left + 14} {y(0.32) + 18 * i:.1f}h24" stroke="{colour}" stroke-width="2"/><text x="{left + 44}" y="{y(0.32) + 18 * i + 4:.1f}">{name}</text>')
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n</svg>\n")


def main():
    sets.need()
    listed = sets.rows()
    against = ["--against", sets.LIST]
    questions = sets.aliases()
    answers = screen([q["query"] for q in questions], *against, "--leave-out")
    print(f"Aliases of the list, each left out before the search ({len(questions)}); list of {len(listed)} rows")
    print("  stratum      n   right first   right and matched   among candidates   another matched first")
    for half in ("all", "held out"):
        by = defaultdict(list)
        for q, a in zip(questions, answers):
            if half == "all" or int(hashlib.md5(q["query"].encode()).hexdigest(), 16) % 2:
                by[q["stratum"]].append((q, a))
        if half != "all":
            print("  of these, the half that weights were not set on:")
        for stratum in ("exact", "edit", "token", "partial", "unrelated"):
            rows = by[stratum]
            ok = [bool(first(a)) and first(a)["entry"] in q["gold_ids"] for q, a in rows]
            matched = [o and bool(a["matches"]) for o, (q, a) in zip(ok, rows)]
            among = [any(c["entry"] in q["gold_ids"] for c in a["matches"] + a["near"]) for q, a in rows]
            wrong = [bool(a["matches"]) and not o for o, (q, a) in zip(ok, rows)]
            n = len(rows)
            print(f"  {stratum:<10} {n:4}   {sum(ok) / n:11.3f}   {sum(matched) / n:17.3f}   {sum(among) / n:16.3f}   {sum(wrong):8}")
    stray = sets.unlisted(listed)
    stray_answers = screen(stray, *against)
    hit = sum(bool(a["matches"]) for a in stray_answers)
    near = sum(not a["matches"] and any(c["score"] >= 0.3 for c in a["near"]) for a in stray_answers)
    print(f"Names on no list ({len(stray)}): matched {hit} ({100 * hit / len(stray):.3f} %), near with 0.30 and more {near} ({100 * near / len(stray):.1f} %)")

    made = sets.made_up(listed)
    hit = sum(bool(a["matches"]) for a in screen(made, *against))
    print(f"Strangers whose telling word is a word of a language that a listed firm bears, and a business word ({len(made)}): matched {hit} ({100 * hit / len(made):.1f} %)")

    with open(os.path.join(ROOT, "tests/names/screen_cases.jsonl"), encoding="utf-8") as f:
        cases = [json.loads(line) for line in f]
    got = screen([c["query"] for c in cases])
    good = {id(c): (a["matches"][0]["supplier"] if a["matches"] else "") == c["supplier"] or (c["query"] == "ZTT" and a["matches"][0]["supplier"] != "zte") for c, a in zip(cases, got)}
    must = [c for c in cases if c["supplier"]]
    print(f"Names read by hand, against knowledge: {sum(good[id(c)] for c in must)} of {len(must)} that must match, {sum(good[id(c)] for c in cases if not c['supplier'])} of {len(cases) - len(must)} that must not")
    for title, words in CLASSES:
        of = [c for c in cases if any(w in c["why"] for w in words)]
        print(f"  {title:<24} {sum(good[id(c)] for c in of)} of {len(of)}")

    # Peers, on a sample: each alias and as many names on no list; a threshold from high to low gives the curve.
    pick = random.Random(7)
    some = pick.sample([i for i, q in enumerate(questions) if q["stratum"] != "unrelated"], SAMPLE)
    none = pick.sample(range(len(stray)), SAMPLE)
    asked = [questions[i]["query"] for i in some] + [stray[i] for i in none]
    gold = [set(questions[i]["gold_ids"]) for i in some] + [set()] * SAMPLE
    curves = {}

    def take(name, best):
        points = [(b[1], b[0] in g) for b, g in zip(best, gold) if b]
        curves[name] = curve(points, SAMPLE)
        f1, at = max((2 * r * p / (r + p) if r + p else 0, (r, p)) for r, p in curves[name])
        print(f"  {name:<28} right first {sum(bool(b) and b[0] in g for b, g in zip(best, gold)) / SAMPLE:.3f}   best F1 {f1:.3f} (recall {at[0]:.2f}, precision {at[1]:.2f})")

    print(f"Peers, {SAMPLE} aliases (without unrelated ones) and {SAMPLE} names on no list:")
    ours = [first(a) for a in (answers[i] for i in some)] + [first(stray_answers[i]) for i in none]
    take("ringfence", [(c["entry"], c["sum"]) if c else None for c in ours])
    names = sets.names_of(listed)
    try:
        trgm = sets.Trgm(names)
        take("PostgreSQL pg_trgm", trgm.best(asked, True))
        trgm.close()
    except (OSError, subprocess.CalledProcessError) as e:
        print(f"  pg_trgm left out: {e}")
    try:
        for scorer in ("token_sort_ratio", "WRatio"):
            take(f"thefuzz {scorer}", sets.thefuzz_best(names, asked, scorer, True))
    except ImportError as e:
        print(f"  thefuzz left out: {e}")
    try:
        take("MiniSearch", sets.minisearch_best(names, asked, True))
    except (OSError, subprocess.CalledProcessError) as e:
        print(f"  MiniSearch left out: {e}")
    picture(curves, os.path.join(ROOT, "docs/screening-curves.svg"))


main()
