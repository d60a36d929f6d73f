"""What suppliers are called, read from knowledge/suppliers: for judging whether a maker found is the maker meant."""
import glob
import os
import re
import unicodedata

from measuring import ROOT


def plain(text):
    """Case folded, without accents, only letters and digits, one space between words, a space at both ends."""
    text = unicodedata.normalize("NFKD", str(text)).casefold()
    return " " + " ".join(re.findall(r"\w+", "".join(c for c in text if not unicodedata.combining(c)))) + " "


def suppliers():
    """id → all names, plain. Only `text:` and `name:` of names and brands, so that no YAML library is needed."""
    out = {}
    for path in glob.glob(os.path.join(ROOT, "knowledge/suppliers/*.yaml")):
        with open(path, encoding="utf-8") as f:
            content = f.read()
        names, section = [os.path.basename(path)[:-5].replace("-", " ")], ""
        for line in content.splitlines():
            top = re.match(r"(\w+):", line)
            section = top.group(1) if top else section
            if line.startswith("name:"):
                names.append(line[5:].strip().strip("\"'"))
            elif section in ("names", "brands", "oui_names", "pens"):
                names += re.findall(r"(?:text|organization): *\"((?:[^\"\\]|\\.)*)\"", line) or re.findall(r"(?:text|organization): *([^,}]+)", line)
        out[os.path.basename(path)[:-5]] = [plain(n) for n in names]
    return out


def listed():
    """Suppliers with an entry on any list of knowledge/lists."""
    out = set()
    for path in glob.glob(os.path.join(ROOT, "knowledge/lists/*.yaml")):
        with open(path, encoding="utf-8") as f:
            out |= set(re.findall(r"supplier: *([a-z0-9-]+)", f.read()))
    return out
