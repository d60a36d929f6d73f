#!/usr/bin/env python3
"""Makes the workbooks of tests/evidence/xlsx/ and fuzz/corpus/xlsx/, byte for byte the same each time.

    python3 tests/evidence/make_xlsx.py
"""
import os
import zipfile
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def letters(n):
    out = ""
    n += 1
    while n:
        n, r = divmod(n - 1, 26)
        out = chr(65 + r) + out
    return out


class N:  # a number, with a style
    def __init__(self, v, style=0):
        self.v, self.style = v, style


class Raw:  # a whole <c> body with its attributes
    def __init__(self, attributes, body):
        self.attributes, self.body = attributes, body


class Book:
    def __init__(self, inline=False, prefix="", strict=False, date1904=False, styles=None, references=True):
        self.inline, self.p, self.strict, self.date1904, self.styles, self.references = inline, prefix, strict, date1904, styles, references
        self.sheets, self.strings = [], []

    def string(self, s):
        if s not in self.strings:
            self.strings.append(s)
        return self.strings.index(s)

    def cell(self, ref, v):
        p, r = self.p, f' r="{ref}"' if self.references else ""
        if v is None:
            return ""
        if isinstance(v, Raw):
            return f"<{p}c{r}{v.attributes}>{v.body}</{p}c>"
        if isinstance(v, N):
            s = f' s="{v.style}"' if v.style else ""
            return f"<{p}c{r}{s}><{p}v>{v.v}</{p}v></{p}c>"
        if isinstance(v, bool):
            return f'<{p}c{r} t="b"><{p}v>{int(v)}</{p}v></{p}c>'
        if self.inline:
            return f'<{p}c{r} t="inlineStr"><{p}is><{p}t xml:space="preserve">{escape(v)}</{p}t></{p}is></{p}c>'
        return f'<{p}c{r} t="s"><{p}v>{self.string(v)}</{p}v></{p}c>'

    def sheet(self, name, rows, merges=(), hidden=False, hidden_rows=(), first=1, pivot=False):
        p = self.p
        data = "".join(
            f'<{p}row r="{first + i}"{" hidden=" + chr(34) + "1" + chr(34) if first + i in hidden_rows else ""}>'
            + "".join(self.cell(letters(c) + str(first + i), v) for c, v in enumerate(row)) + f"</{p}row>"
            for i, row in enumerate(rows))
        merged = f'<{p}mergeCells count="{len(merges)}">' + "".join(f'<{p}mergeCell ref="{m}"/>' for m in merges) + f"</{p}mergeCells>" if merges else ""
        ns = STRICT if self.strict else MAIN
        xmlns = f'xmlns:{p[:-1]}="{ns}"' if p else f'xmlns="{ns}"'
        self.sheets.append((name, f"{XML}<{p}worksheet {xmlns}><{p}sheetData>{data}</{p}sheetData>{merged}</{p}worksheet>", hidden, pivot))

    def parts(self):
        p, ns, rel = self.p, STRICT if self.strict else MAIN, STRICT_REL if self.strict else REL
        xmlns = f'xmlns:{p[:-1]}="{ns}"' if p else f'xmlns="{ns}"'
        out = {"[Content_Types].xml": XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
               "_rels/.rels": f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'}
        listed = "".join(f'<{p}sheet name={quoteattr(n)} sheetId="{i + 1}"{" state=" + chr(34) + "hidden" + chr(34) if h else ""} r:id="rId{i + 1}"/>' for i, (n, _, h, _) in enumerate(self.sheets))
        out["xl/workbook.xml"] = f'{XML}<{p}workbook {xmlns} xmlns:r="{rel}">' + (f'<{p}workbookPr date1904="1"/>' if self.date1904 else "") + f"<{p}sheets>{listed}</{p}sheets></{p}workbook>"
        links = [(f"rId{i + 1}", "worksheet", f"worksheets/sheet{i + 1}.xml") for i in range(len(self.sheets))]
        if self.strings:
            links.append(("rIdS", "sharedStrings", "/xl/sharedStrings.xml"))
            out["xl/sharedStrings.xml"] = f"{XML}<{p}sst {xmlns}>" + "".join(f"<{p}si>{s if s.startswith('<') else f'<{p}t>' + escape(s) + f'</{p}t>'}</{p}si>" for s in self.strings) + f"</{p}sst>"
        if self.styles is not None:
            links.append(("rIdF", "styles", "styles.xml"))
            codes = "".join(f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(c)}/>' for i, c in enumerate(self.styles) if isinstance(c, str))
            xfs = "".join(f'<xf numFmtId="{164 + i if isinstance(c, str) else c}"/>' for i, c in enumerate(self.styles))
            out["xl/styles.xml"] = f'{XML}<styleSheet xmlns="{ns}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{xfs}</cellXfs></styleSheet>'
        out["xl/_rels/workbook.xml.rels"] = f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(f'<Relationship Id="{i}" Type="{rel}/{t}" Target="{g}"/>' for i, t, g in links) + "</Relationships>"
        for i, (_, xml, _, pivot) in enumerate(self.sheets):
            out[f"xl/worksheets/sheet{i + 1}.xml"] = xml
            if pivot:
                out[f"xl/worksheets/_rels/sheet{i + 1}.xml.rels"] = f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rel}/pivotTable" Target="../pivotTables/pivotTable1.xml"/></Relationships>'
        return out


def packed(parts, method=zipfile.ZIP_DEFLATED):
    import io
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as z:
        for name, text in parts.items():
            i = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            i.compress_type = method
            z.writestr(i, text)
    return held.getvalue()


def case(name, data, about, ending="xlsx"):
    folder = os.path.join(HERE, "xlsx", name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "input." + ending), "wb") as f:
        f.write(data if isinstance(data, bytes) else packed(data.parts()))
    with open(os.path.join(folder, "about.md"), "w") as f:
        f.write(about + "\n\nMade by tests/evidence/make_xlsx.py.\n")


HEAD = ["Name", "Manufacturer", "Model", "Serial number", "Site"]
ONE = ["olt-1", "Nokia", "7360", "SN-1", "Leeds"]


def main():
    b = Book()
    b.sheet("Cover", [["Asset register", "printed 2024-03-01"], ["Owner", "Network planning"], ["Version", N(3)], ["Status", "final"]])
    b.sheet("Devices", [["Asset register of the north"], [], HEAD, ONE, ["olt-2", "ZTE", "C300", "SN-2", "York"], HEAD, ["olt-3", "ZTE", "C300", "SN-3", "Hull"], ["Total", None, None, None, N(3)]])
    b.sheet("Routers", [HEAD, ["r-1", "Cisco", "ASR 9010", "SN-4", "Leeds"]])
    b.sheet("Empty", [])
    case("cover-titles-sums", b, "A cover of words and values is no table, though `Owner` and `Status` are header words; titles above, a header again, a row of sums; two tables in one workbook; an empty sheet.")

    b = Book()
    b.sheet("Overview", [["Manufacturer", "Quantity"], ["Nokia", N(1)]], pivot=True)
    b.sheet("Devices", [HEAD, ONE])
    case("pivot", b, "A pivot table's sums must not be read as rows: they would count the devices twice.")

    b = Book()
    b.sheet("Overview", [["Manufacturer", "Sum of Pieces"], ["Nokia", N(1)], ["Grand Total", N(1)]])
    b.sheet("Devices", [HEAD, ONE])
    case("pivot-pasted", b, "A pivot table pasted as values is told by the name that the program gave its column of sums.")

    b = Book(styles=[14, "dd/mm/yyyy hh:mm", "[h]:mm", '"d"0', "00000000", "mmm yy", 22, "0.00"])
    b.sheet("D", [["Name", "Manufacturer", "Installed on", "Serial number", "Premises"],
                  ["a", "Nokia", N(43831, 1), N(4217, 5), N(120)],
                  ["b", "Nokia", N(43831.5, 2), N("8.4E+14"), N("1.2E3")],
                  ["c", "Nokia", N(60, 1), N("1.23456789012346E+17"), N("0.30000000000000004", 8)],
                  ["d", "Nokia", N(59, 1), N(7, 4), N("3")],
                  ["e", "Nokia", N(1.25, 3), "0042", None],
                  ["f", "Nokia", N(43800, 6), None, None],
                  ["g", "Nokia", N(1, 7), None, None]])
    case("days-and-numbers", b, "43831 is 2020-01-01 where its format is a day's; with hours the time stands behind. 60 would be 29 February 1900, which never was: kept as 60 and told. 59 is 28 February. "
         "`[h]:mm` is a length of time and `\"d\"0` no day. The format 00000000 shows 4217 as 00004217. 1.23456789012346E+17 has lost digits: told. By hand: 43800 = 2019-12-01, 1 = 1900-01-01. LibreOffice agrees on the days from 61 on.")

    b = Book(date1904=True, styles=[14])
    b.sheet("D", [["Name", "Manufacturer", "Installed on"], ["a", "Nokia", N(42369, 1)], ["b", "Nokia", N(0, 1)]])
    case("system-1904", b, "Workbooks of old Macintoshes count from 1904-01-01: 42369 is 2020-01-01, 0 is the first day.")

    b = Book()
    b.sheet("D", [["Site", "Name", "Manufacturer", "Premises"], ["Leeds", "a", "Nokia", N(900)], [None, "b", "ZTE", None], [None, "c", "ZTE", None], ["York", "d", "ZTE", N(5)]],
            merges=["A2:A4", "D2:D4", "A1:A1", "B9:C9"])
    case("merged", b, "A site merged over three rows holds for each of them; a number merged over them must not be counted three times.")

    b = Book()
    b.sheet("D", [HEAD, ["a", "Nokia", Raw(' t="e"', "<f>VLOOKUP(A2,X!A:B,2)</f><v>#REF!</v>"), "S1", "Leeds"],
                  ["b", Raw(' t="str"', "<f>UPPER(\"zte\")</f><v>ZTE</v>"), Raw("", "<f>X!B2</f>"), "S2", "York"],
                  ["c", "Nokia", True, "S3", "Hull"], [Raw(' t="s"', "<v>99</v>"), "Nokia", "7360", "S4", "Hull"],
                  ["e", "Nokia", Raw(' t="str"', "<f>T(X!A1)</f><v></v>"), Raw("", "<f>X!B3</f><v></v>"), "Hull"]])
    case("formulas", b, "The stored value of a formula is read; an error, and a formula that was never computed, are unknown and told. A shared text that is not there (99) too.")

    b = Book()
    b.strings = ["<r><t>Hua</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">wei </t></r><rPh sb=\"0\" eb=\"1\"><t>PHONETIC</t></rPh>", "<t>line_x000D_one_x005F_x000D_ &amp; &#x4E2D;</t>"]
    b.sheet("D", [HEAD, ["a", Raw(' t="s"', "<v>0</v>"), Raw(' t="s"', "<v>1</v>"), Raw(' t="inlineStr"', "<is><t><![CDATA[<S>&1]]></t></is>"), "Leeds"]])
    case("runs-and-escapes", b, "Runs of one text are joined and what is only read aloud (rPh) is left out: Huawei. _x000D_ is a carriage return, _x005F_ an underscore; entities and CDATA.")

    b = Book(inline=True, prefix="x:", references=False)
    b.sheet("D & more", [HEAD, ONE])
    case("prefixed-inline", b, "Elements with a prefix, texts within the cells, cells without references, an ampersand in the sheet's name: as some writers outside Excel make them.")

    b = Book(strict=True, styles=[14])
    b.sheet("D", [["Name", "Manufacturer", "Installed on"], ["a", "Nokia", Raw(' t="d"', "<v>2020-01-01T00:00:00</v>")], ["b", "Nokia", N(43831, 1)]])
    case("strict", b, "Strict Open XML: other namespaces, days as ISO 8601.")

    b = Book()
    b.sheet("Old", [HEAD, ["x", "ZTE", "C300", "SN-9", "York"]], hidden=True)
    b.sheet("New", [HEAD, ONE, ["olt-2", "ZTE", "C300", "SN-2", "York"]], hidden_rows=(3,))
    case("hidden", b, "What is hidden is read like the rest, and told.")

    b = Book()
    b.sheet("Wide", [HEAD + [f"c{i}" for i in range(16384 - len(HEAD))], ONE + ["v"] * (16384 - len(ONE))])
    case("wide", b, "A sheet of 16,384 columns, all with a header: the first 1,000 are read.")

    b = Book()
    b.sheet("D", [HEAD, ONE, ["olt-2", "ZTE", "C300", "SN-2", "York", "no header above"]], first=3)
    case("beyond-the-header", b, "A cell in a column without a header is passed over and told, its row is read; the first row of the sheet is its third.")

    b = Book()
    b.sheet("D", [HEAD, ONE])
    parts = b.parts()
    bomb = dict(parts)
    bomb["xl/worksheets/sheet1.xml"] = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    case("doctype", packed(bomb), "An XML bomb needs a DOCTYPE; no office file has one.")
    cut = dict(parts)
    cut["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace("</x:row>", "").split("</sheetData>")[0].rsplit("<c", 1)[0]
    case("xml-cut", packed(cut), "The sheet's XML ends within its second row: the sheet is told as cut.")
    case("zip-cut", packed(parts)[:-400], "The end of the file is missing, with the directory of the ZIP.")
    missing = dict(parts)
    del missing["xl/worksheets/sheet1.xml"]
    case("sheet-missing", packed(missing), "The workbook names a sheet that is not in the file.")
    damaged = bytearray(packed(parts))
    at = damaged.find(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    damaged[at + 40] ^= 0x55
    case("damaged", bytes(damaged), "One bit pattern of the packed sheet is changed.")
    lying = bytearray(packed(parts))
    at = lying.rfind(b"xl/worksheets/sheet1.xml") - 46
    lying[at + 24:at + 28] = (5).to_bytes(4, "little")
    case("lying-size", bytes(lying), "The directory says that the sheet has 5 bytes.")
    nobook = {"[Content_Types].xml": parts["[Content_Types].xml"], "word/document.xml": "<document/>",
              "_rels/.rels": parts["_rels/.rels"].replace("xl/workbook.xml", "word/document.xml")}
    case("word-document", packed(nobook), "A .docx is refused with what to do.")
    xlsb = {"[Content_Types].xml": parts["[Content_Types].xml"], "xl/workbook.bin": "x", "_rels/.rels": parts["_rels/.rels"].replace("workbook.xml", "workbook.bin")}
    case("xlsb", packed(xlsb), "A binary workbook is refused with what to do.")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    case("xls", ole + "Workbook".encode("utf-16-le") + bytes(100), "A workbook of Excel before 2007.", "xls")
    case("encrypted", ole + "EncryptedPackage".encode("utf-16-le") + bytes(100), "A workbook with a password is an OLE container with a stream of this name.")
    b = Book()
    b.sheet("Notes", [["Dear colleague,"], ["see below"]])
    case("no-table", b, "Nothing in it names a known column.")

    b = Book()
    b.sheet("D", [HEAD, ONE])
    seeds = os.path.join(HERE, "../../fuzz/corpus/xlsx")
    os.makedirs(seeds, exist_ok=True)
    for name, method in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
        with open(os.path.join(seeds, name), "wb") as f:
            f.write(packed(b.parts(), method))


main()
