"""Pairs of company names with truth, made from the consolidated list: a firm's own names, spellings made by rule, and the nearest names of
other firms. Everything is drawn by fixed seeds, so the pairs are the same on every machine."""
import hashlib
import random
import re
from collections import Counter

import screening_sets as sets

SHORT = {"limited": "Ltd", "company": "Co", "corporation": "Corp", "incorporated": "Inc", "technology": "Tech", "technologies": "Tech", "international": "Intl",
         "manufacturing": "Mfg", "electronics": "Elec", "electronic": "Elec", "engineering": "Eng", "industries": "Ind", "industry": "Ind", "industrial": "Ind", "group": "Grp",
         "trading": "Trdg", "development": "Dev", "equipment": "Equip", "science": "Sci", "research": "Res", "institute": "Inst", "university": "Univ", "communications": "Comm",
         "communication": "Comm", "general": "Gen", "investment": "Inv", "services": "Svcs", "service": "Svc", "national": "Natl", "management": "Mgmt", "department": "Dept"}
LONG = {"ltd": "Limited", "co": "Company", "corp": "Corporation", "inc": "Incorporated", "llc": "Limited Liability Company", "jsc": "Joint Stock Company",
        "ooo": "Obshchestvo s Ogranichennoy Otvetstvennostyu", "oao": "Otkrytoe Aktsionernoe Obshchestvo", "pjsc": "Public Joint Stock Company", "tech": "Technology"}
FORMS = {"ltd", "limited", "co", "company", "corp", "corporation", "inc", "incorporated", "llc", "jsc", "ooo", "oao", "zao", "ao", "pjsc", "ojsc", "cjsc", "gmbh", "plc", "fze", "fzco", "fzc", "llp",
         "sa", "srl", "bv", "pte", "sdn", "bhd", "pvt", "pao"}
SOUNDS = [("kh", "h"), ("h", "kh"), ("yu", "iu"), ("ya", "ia"), ("iy", "y"), ("yy", "y"), ("ts", "c"), ("zh", "j"), ("ch", "q"), ("q", "ch"), ("x", "sh"), ("sh", "x"), ("ou", "u"), ("ee", "i"),
          ("oo", "u"), ("aa", "a"), ("v", "w"), ("k", "q"), ("f", "ph"), ("ey", "ei")]


def half(a, b):
    """1: the half that nobody looks into when rules are mended; 0: the open one."""
    return hashlib.md5((a + "|" + b).encode()).digest()[0] & 1


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


def plain(name):
    return [w for w in re.findall(r"\w+", name.lower())]


def own_names(of, pick):
    """Two names of one firm that share a long word; one pair of each firm, as some have forty names."""
    same = []
    for _, names in of.values():
        ways = [(names[0], b) for b in names[1:] if names[0].lower() != b.lower() and any(w in b.lower().split() for w in names[0].lower().split() if len(w) > 3)]
        if ways:
            same.append(pick.choice(ways))
    pick.shuffle(same)
    return same


# ---- spellings made by rule: each takes the words as they are written and gives them changed, or None where it has no hold


def _word(words, pick, least=5):
    return pick.choice([i for i, w in enumerate(words) if len(w) >= least and w.isalpha() and w.isascii()] or [None])


def _mapped(words, table):
    out = [table.get(w.strip(".,").lower(), w) for w in words]
    return out if out != words else None


def _letters(words, pick, change, times=1):
    out = list(words)
    for _ in range(times):
        i = _word(out, pick)
        if i is None:
            return None
        w = out[i]
        at = pick.randrange(1, len(w) - 1)
        out[i] = change(w, at)
    return out if out != words else None


def _vowel(w, at, pick):
    spots = [i for i, c in enumerate(w) if i and c.lower() in "aeiou"]
    if not spots:
        return w
    i = pick.choice(spots)
    return w[:i] + pick.choice([v for v in "aeiou" if v != w[i].lower()]) + w[i + 1:]


def _sound(words, pick):
    spots = [(i, a, b) for i, w in enumerate(words) for a, b in SOUNDS if len(w) > 4 and a in w.lower() and w.lower() not in SHORT]
    if not spots:
        return None
    i, a, b = pick.choice(spots)
    return words[:i] + [re.sub(a, b, words[i], count=1, flags=re.I)] + words[i + 1:]


def _without_form(words):
    out = [w for w in words if re.sub(r"[.,]", "", w).lower() not in FORMS]
    return out if out != words and out else None


def _drop_common(words, pick, common):
    spots = [i for i, w in enumerate(words) if w.strip(".,").lower() in common and w.strip(".,").lower() not in FORMS]
    return None if not spots or len(words) < 4 else [w for i, w in enumerate(words) if i != pick.choice(spots[-2:])]


def spelling(name, family, pick, common):
    words = name.split()
    alpha = "abcdefghijklmnopqrstuvwxyz"
    cons = "bcdfghklmnprstvz"
    made = {
        "form-cut": lambda: _without_form(words),
        "form-long": lambda: _mapped(words, LONG),
        "shortened": lambda: _mapped(words, SHORT),
        "letter-lost": lambda: _letters(words, pick, lambda w, at: w[:at] + w[at + 1:]),
        "letter-more": lambda: _letters(words, pick, lambda w, at: w[:at] + pick.choice(alpha) + w[at:]),
        "letter-twice": lambda: _letters(words, pick, lambda w, at: w[:at] + w[at] + w[at:]),
        "letter-once": lambda: (lambda s: s.split() if s != name else None)(re.sub(r"([a-z])\1", r"\1", name, count=1)),
        "swapped": lambda: _letters(words, pick, lambda w, at: w[:at] + w[at + 1] + w[at] + w[at + 2:] if at + 1 < len(w) else w),
        "vowel": lambda: _letters(words, pick, lambda w, at: _vowel(w, at, pick)),
        "consonant": lambda: _letters(words, pick, lambda w, at: w[:at] + pick.choice(cons) + w[at + 1:]),
        "two-slips": lambda: _letters(words, pick, lambda w, at: w[:at] + w[at + 1:], 2),
        "sound": lambda: _sound(words, pick),
        "turned": lambda: (lambda i: words[:i] + [words[i + 1], words[i]] + words[i + 2:])(pick.randrange(len(words) - 1)) if len(words) > 2 else None,
        "front-last": lambda: words[1:] + words[:1] if len(words) > 2 else None,
        "no-spaces": lambda: ["".join(words)] if 1 < len(words) < 6 else None,
        "hyphens": lambda: ["-".join(words)] if len(words) > 1 else None,
        "no-marks": lambda: (lambda s: s.split() if s != name else None)(re.sub(r"[^\w\s]", "", name)),
        "word-more": lambda: words + [pick.choice(["Trading", "Group", "International", "Holding", "Branch", "Services"])],
        "letters-before": lambda: ["".join(pick.choice(alpha.upper() + "0123456789") for _ in range(3))] + words,
        "common-cut": lambda: _drop_common(words, pick, common),
        "cut-off": lambda: name[:30].split() if len(name) > 36 else None,
        "possessive": lambda: (lambda i: None if i is None else words[:i] + [words[i] + "'s"] + words[i + 1:])(_word(words, pick)),
    }[family]()
    out = " ".join(made) if made else None
    return out if out and out.lower() != name.lower() else None


FAMILIES = ["form-cut", "form-long", "shortened", "letter-lost", "letter-more", "letter-twice", "letter-once", "swapped", "vowel", "consonant", "two-slips", "sound", "turned", "front-last",
            "no-spaces", "hyphens", "no-marks", "word-more", "letters-before", "common-cut", "cut-off", "possessive"]


def spelt_anew(of, each):
    """`each` pairs of every family: (family, name, spelling)."""
    pick = random.Random(23)
    names = [names[0] for _, names in of.values() if re.fullmatch(r"[\x20-\x7e]{6,90}", names[0])]
    borne = Counter(w for n in names for w in set(plain(n)))
    common = {w for w, k in borne.items() if k > 40}
    out = []
    for family in FAMILIES:
        pick.shuffle(names)
        got = 0
        for n in names:
            s = spelling(n, family, pick, common)
            if s:
                out.append((family, n, s))
                got += 1
                if got == each:
                    break
    return out


def others(of, pick, most, nearest, shared):
    """Nearest names of two firms of one part of the list, which names a firm once (on two parts it may stand under two numbers).
    `nearest`: the parts of a name that are counted, the rarer the more. `shared`: firms with a name in common are left out, as they may be one."""
    everyone = [(entry, n) for entry, (_, names) in of.items() for n in names]
    parts, owners = {}, {}
    for i, (entry, n) in enumerate(everyone):
        owners.setdefault(n.lower(), set()).add(entry)
        for w in nearest(n):
            parts.setdefault(w, []).append(i)
    alike = {}  # entry → entries that bear one of its names
    if shared:
        by_core = {}
        for entry, n in everyone:
            by_core.setdefault(" ".join(sorted(w for w in plain(n) if w not in FORMS)), set()).add(entry)
        for group in by_core.values():
            for e in group:
                alike.setdefault(e, set()).update(group)
    out = []
    for entry, n in pick.sample(everyone, 6 * most):
        score = {}
        for w in nearest(n):
            if len(parts[w]) < 400:
                for i in parts[w]:
                    score[i] = score.get(i, 0) + 1 / len(parts[w])
        near = [i for i in score if everyone[i][0] != entry and of[everyone[i][0]][0] == of[entry][0] and not owners[everyone[i][1].lower()] & owners[n.lower()] and everyone[i][0] not in alike.get(entry, ())]
        if near:
            out.append((n, everyone[min(near, key=lambda i: (-score[i], i))][1]))
    return list(dict.fromkeys(out))[:most]


def of_words(n):
    return set(n.lower().split())


def of_letters(n):
    s = "".join(plain(n))
    return {s[i:i + 4] for i in range(len(s) - 3)}


def by_number_or_word(of, each):
    """Names made other firms' by rule: another number; another firm's telling word in the same place."""
    pick = random.Random(29)
    names = [names[0] for _, names in of.values() if re.fullmatch(r"[\x20-\x7e]{6,90}", names[0])]
    borne = Counter(w for n in names for w in set(plain(n)))
    pick.shuffle(names)
    out = []
    for n in names:
        m = re.search(r"(?<![\w.])\d{1,4}(?!\w)", n)
        if m and len(out) < each:
            out.append(("other-number", n, n[:m.start()] + str(int(m.group()) + pick.choice((1, 2, 10))) + n[m.end():]))
    telling = [w for n in names for w in n.split() if w.isalpha() and len(w) > 3 and borne[w.lower()] < 4]
    got = 0
    for n in names:
        words = n.split()
        mine = [i for i, w in enumerate(words) if w.isalpha() and len(w) > 3 and borne[w.lower()] < 4]
        if len(mine) == 1 and len(words) > 2 and got < each:
            out.append(("other-word", n, " ".join(words[:mine[0]] + [pick.choice(telling)] + words[mine[0] + 1:])))
            got += 1
    return out


def listed(most):
    """The first set: of the list alone. (a, b, truth, family)."""
    pick = random.Random(17)
    of = firms()
    same = own_names(of, pick)[:most]
    return [(a, b, True, "own names") for a, b in same] + [(a, b, False, "near words") for a, b in others(of, pick, most, of_words, False)]


def made(each):
    """The second: spellings made by rule and names of the list, against near names of other firms. (a, b, truth, family)."""
    pick = random.Random(31)
    of = firms()
    new = spelt_anew(of, each)
    same = [(b, a, True, family) for family, a, b in new]
    same += [(a, b, True, "own names") for a, b in own_names(of, pick)[: 8 * each]]
    changed = by_number_or_word(of, 4 * each)
    other = [(b, a, False, family) for family, a, b in changed]
    rest = (len(same) - len(other)) // 2
    other += [(a, b, False, "near words") for a, b in others(of, pick, rest, of_words, True)]
    other += [(a, b, False, "near letters") for a, b in others(of, pick, rest, of_letters, True)]
    return same + other
