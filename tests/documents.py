"""Makes files as offices make them, with other libraries than those that read them."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import docx
import openpyxl
import xlwt
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

TITLE = "青禾市司法局2023年度法治政府建设情况报告"
SENTENCE = (
    "2023年，市司法局坚持以习近平法治思想为指导，全面落实市委、市政府关于法治政府建设的部署要求,"
    "统筹推进行政执法监督、行政复议和法治宣传各项工作，办理行政复议案件1024件，取得了新的成效。"
)
_NOTES = """<w:footnotes {}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>不含街道办理的案件。</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def docx_of(*blocks: str, numbering: str = "") -> bytes:
    """Return a DOCX file with these blocks of WordprocessingML; `numbering` is what its numbering part holds."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "青禾市司法局文件"
    if numbering:
        part = document.part.numbering_part
        for element in list(part.element):
            part.element.remove(element)
        for element in parse_xml(f"<w:numbering {nsdecls('w')}>{numbering}</w:numbering>"):
            part.element.append(element)
    notes = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        _NOTES.format(nsdecls("w")).encode(),
        document.part.package,
    )
    document.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block.replace(">", f" {nsdecls('w', 'wp', 'a')}>", 1)))
    return _saved(document)


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p ><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def listed(text: str, num: int, depth: int) -> str:
    """Return a paragraph of a list."""
    return paragraph(text, f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{num}'/></w:numPr>")


def zip_of(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP file, its names with the flag for UTF-8 where they need it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return packed.getvalue()


def gbk_zip_of(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file whose names are in GBK without the flag, as a Chinese Windows writes them."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, body in members.items():
            archive.writestr("?" * len(name.encode("gbk")), body)
    found = packed.getvalue()
    for name in members:  # they are as long as the signs in their place, which stand before each file and in the list at the end
        found = found.replace(b"?" * len(name.encode("gbk")), name.encode("gbk"))
    return found


def xlsx_of(sheets: Mapping[str, list[list[object]]], merged: str = "") -> bytes:
    """Return an XLSX file; `merged` is a range of its first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if merged:
        book.worksheets[0].merge_cells(merged)
    return _saved(book)


def xls_of(rows: list[list[object]]) -> bytes:
    """Return an XLS file with one sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("统计表")
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    return _saved(book)


def _saved(document: object) -> bytes:
    file = BytesIO()
    document.save(file)  # type: ignore[attr-defined]  # the libraries share this method and no class
    return file.getvalue()
