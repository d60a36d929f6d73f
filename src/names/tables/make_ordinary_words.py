"""Makes knowledge/names/ordinary_words.tsv: English words that organizations bear in their names. Needs Debian's wamerican (SCOWL).

    python3 src/names/tables/make_ordinary_words.py /usr/share/dict/american-english > knowledge/names/ordinary_words.tsv

Rows by hand (other languages, below the line "by hand") are kept from the file that is there.
"""
import glob
import os
import re
import sys
import textwrap
from collections import Counter

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../..")
TABLE = os.path.join(ROOT, "knowledge/names/ordinary_words.tsv")
BY_HAND = "# by hand"
PROPER = 3  # registrants that bear a word which the dictionary writes with a capital: Orion, Sirius


def registrants():
    names = set()
    for table in ("pen.tsv", "oui.tsv"):
        with open(os.path.join(ROOT, "knowledge", table), encoding="utf-8") as f:
            names |= {line.rstrip("\n").split("\t")[1].lower() for line in f if not line.startswith("#")}
    return names


def brands():
    """Words that alone are a name of a supplier in knowledge."""
    out = set()
    for path in glob.glob(os.path.join(ROOT, "knowledge/suppliers/*.yaml")):
        with open(path, encoding="utf-8") as f:
            for text in re.findall(r'text: "?([^",}]+)', f.read()):
                out.add(text.strip().lower())
    return out


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        words = {w.strip() for w in f}
    borne = Counter(w for n in registrants() for w in set(re.findall(r"[a-z]+", n)))
    plain = {w for w in words if re.fullmatch(r"[a-z]{3,}", w)}
    known = brands()
    proper = {w.lower() for w in words if re.fullmatch(r"[A-Z][a-z]{3,}", w)} - plain - known
    chosen = sorted({w for w in plain if borne[w]} | {w for w in proper if borne[w] >= PROPER})
    hand = ""
    if os.path.exists(TABLE):
        with open(TABLE, encoding="utf-8") as f:
            whole = f.read()
        hand = whole[whole.index(BY_HAND):] if BY_HAND in whole else ""
    print("""# Words of a language that firms take as names: alone they do not tell one firm from another (Orion, Progress, Granit). Spaces between words.
# Source: American English word list of Debian's wamerican 2020.12.07 (SCOWL), those words that a registrant of an IANA enterprise number or an
# IEEE MAC prefix bears (proper names: three registrants), made by src/names/tables/make_ordinary_words.py on 2026-11-25.
# SCOWL: Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the associated scripts,
# the output created from the scripts, and its documentation for any purpose is hereby granted without fee, provided that the above copyright
# notice appears in all copies and that both that copyright notice and this permission notice appear in supporting documentation. Kevin
# Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as is" without express or implied warranty.""")
    print("\n".join(textwrap.wrap(" ".join(chosen), 140, break_long_words=False, break_on_hyphens=False)))
    print(hand or BY_HAND, end="" if hand else "\n")


main()
