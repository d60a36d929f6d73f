#!/usr/bin/env python3
"""Makes the spreadsheets of tests/evidence/ods/ and fuzz/corpus/ods/, byte for byte the same each time.

    python3 tests/evidence/make_ods.py

tests/evidence/ods/libreoffice is not made here: LibreOffice 7.4 wrote it from tests/evidence/xlsx/merged.
"""
import os
import zipfile
from xml.sax.saxutils import quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
MIME = "application/vnd.oasis.opendocument."
NS = "urn:oasis:names:tc:opendocument:xmlns:"
OPEN = ('<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="%soffice:1.0" xmlns:table="%stable:1.0" xmlns:text="%stext:1.0" '
        'xmlns:style="%sstyle:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">' % (NS, NS, NS, NS))
STYLES = ('<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
          '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>')


def text(s):
    return f'<table:table-cell office:value-type="string"><text:p>{s}</text:p></table:table-cell>'


def number(v, shown=None):
    return f'<table:table-cell office:value-type="float" office:value="{v}"><text:p>{shown or v}</text:p></table:table-cell>'


def day(v):
    return f'<table:table-cell office:value-type="date" office:date-value="{v}"><text:p>{v}</text:p></table:table-cell>'


EMPTY = "<table:table-cell/>"


def row(*cells, attributes=""):
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def sheet(name, *rows, style="ta1"):
    return f'<table:table table:name={quoteattr(name)} table:style-name="{style}"><table:table-column table:number-columns-repeated="16384"/>{"".join(rows)}</table:table>'


def content(*tables, after=""):
    return OPEN + STYLES + f"<office:body><office:spreadsheet>{''.join(tables)}{after}</office:spreadsheet></office:body></office:document-content>"


def packed(xml, kind="spreadsheet", manifest="", name="content.xml"):
    import io
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for member, data, method in (("mimetype", MIME + kind, zipfile.ZIP_STORED), (name, xml, zipfile.ZIP_DEFLATED),
                                     ("META-INF/manifest.xml", f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{NS}manifest:1.0">{manifest}</manifest:manifest>', zipfile.ZIP_DEFLATED)):
            info = zipfile.ZipInfo(member, (2026, 11, 25, 0, 0, 0))
            info.compress_type = method
            z.writestr(info, data)
    return out.getvalue()


def case(name, data, about):
    folder = os.path.join(HERE, "ods", name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "input.ods"), "wb") as f:
        f.write(data)
    with open(os.path.join(folder, "about.md"), "w", encoding="utf-8") as f:
        f.write(about + "\n\nMade by tests/evidence/make_ods.py.\n")


HEAD = row(text("Name"), text("Manufacturer"), text("Serial number"), text("Installed on"), text("Premises"))
ONE = row(text("olt-1"), text("Nokia"), text("SN-1"), day("2020-01-01"), number(120))


def main():
    case("days-and-numbers", packed(content(sheet("D", HEAD, ONE,
         row(text("olt-2"), text("ZTE"), number(4217, "00004217"), day("2020-01-01T12:00:00"), number("1200", "1,200")),
         row(text("olt-3"), text("ZTE"), number("123456789012345678"), day("2021-05-06T00:00:00"), EMPTY)))),
         "A number shown with zeros in front is read as shown, 1,200 as 1200; midnight is no time; 123456789012345678 has more digits than a spreadsheet keeps: told.")
    case("repeated", packed(content(sheet("D", row('<table:table-cell table:number-columns-repeated="16384"/>', attributes=' table:number-rows-repeated="2"'), HEAD,
         row(text("a"), text("Nokia"), EMPTY, '<table:table-cell table:number-columns-repeated="2"/>', attributes=' table:number-rows-repeated="3"'),
         row('<table:table-cell table:number-columns-repeated="16384"/>', attributes=' table:number-rows-repeated="1048570"')))),
         "Equal rows stand once with their number: three rows, in lines 4 to 6; the empty million below costs nothing.")
    case("comments-and-spaces", packed(content(sheet("D", HEAD,
         row('<table:table-cell office:value-type="string"><office:annotation><text:p>ZTE?</text:p></office:annotation><text:p>a<text:s text:c="2"/>b</text:p><text:p>second</text:p></table:table-cell>',
             '<table:table-cell office:value-type="string"><text:p><text:span>Nok</text:span><text:span>ia</text:span> &amp; Co</text:p></table:table-cell>', EMPTY, EMPTY, EMPTY)))),
         "A comment is not the cell; runs are joined, spaces counted, paragraphs are lines.")
    case("formulas", packed(content(sheet("D", HEAD,
         row(text("a"), '<table:table-cell table:formula="of:=[.X1]" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>', text("S1"), EMPTY, EMPTY),
         row(text("b"), '<table:table-cell table:formula="of:=[.X1]"/>', text("S2"), EMPTY, EMPTY)))),
         "A formula's error, and one whose value is not stored, are told and taken as unknown.")
    case("hidden", packed(content(sheet("Old", HEAD, ONE, style="ta2"), sheet("D", HEAD, row(text("b"), text("ZTE"), EMPTY, EMPTY, EMPTY, attributes=' table:visibility="collapse"')))),
         "A hidden sheet and a hidden row are read and told.")
    case("pivot", packed(content(sheet("Sums 2020", row(text("Manufacturer"), text("Premises")), row(text("Nokia"), number(120))), sheet("D", HEAD, ONE),
         after='<table:data-pilot-tables><table:data-pilot-table table:name="p" table:target-range-address="$\'Sums 2020\'.A1:$\'Sums 2020\'.B2"/></table:data-pilot-tables>')),
         "A pivot table's sums must not be read as rows; that a sheet holds one stands behind all sheets.")
    case("pivot-pasted", packed(content(sheet("Sums", row(text("Manufacturer"), text("Summe von Anschlüsse")), row(text("Nokia"), number(120))), sheet("D", HEAD, ONE))),
         "A pivot table pasted as values is told by the name that the program gave its column of sums.")
    case("bomb", packed(content(sheet("D", HEAD, row('<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>', attributes=' table:number-rows-repeated="1048570"')))),
         "Seventeen thousand million cells in a kilobyte are refused.")
    case("encrypted", packed("x", manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'), "A password: refused with what to do.")
    case("text-document", packed(content(), kind="text"), "An .odt is refused with what to do.")
    case("no-content", packed("x", name="other.xml"), "The part that holds the sheets is missing.")
    case("xml-cut", packed(content(sheet("D", HEAD, ONE)).split("SN-1")[0]), "The XML ends within its second row: the sheet is told as cut.")
    case("zip-cut", packed(content(sheet("D", HEAD, ONE)))[:-300], "The end of the file is missing, with the directory of the ZIP.")
    seeds = os.path.join(HERE, "../../fuzz/corpus/ods")
    os.makedirs(seeds, exist_ok=True)
    with open(os.path.join(seeds, "small"), "wb") as f:
        f.write(packed(content(sheet("D", HEAD, ONE))))


main()
