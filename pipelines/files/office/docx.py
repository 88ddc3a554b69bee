"""Word files (DOCX) as they print: numbers set, changes accepted, what is hidden left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipelines.body.lines import tidy
from pipelines.files.containers import opened, xml_of
from pipelines.files.elements import child, name_of, value
from pipelines.files.office.docx_lists import Lists
from pipelines.files.unreadable import Text, Unreadable

_GONE = ("del", "moveFrom", "rPr", "pPr", "rt", "instrText", "delText", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr")
_SIGNS = {"tab": " ", "noBreakHyphen": "-", "br": "\n", "cr": "\n", "ptab": " "}


def read_docx(body: bytes, _name: str) -> Text:
    """Return the paragraphs and table rows of the main text, then its foot- and endnotes; heads and feet of pages are no text."""
    with opened(body) as container:
        path = _main(xml_of(container, "_rels/.rels"))
        root = xml_of(container, path)
        if root is None:
            raise Unreadable(f"no {path!r} in a Word file")
        folder = path.rpartition("/")[0]
        lists = Lists(xml_of(container, f"{folder}/numbering.xml"), xml_of(container, f"{folder}/styles.xml"))
        notes = [(kind, xml_of(container, f"{folder}/{kind}notes.xml")) for kind in ("foot", "end")]
    reader = _Reader(lists)
    for body_part in root:
        reader.blocks(body_part)
    for kind, part in notes:
        reader.notes(kind, part)
    return Text(lines=tuple(reader.finished()))


def _main(relations: etree._Element | None) -> str:
    for relation in relations if relations is not None else ():
        if value(relation, "Type").endswith("/officeDocument"):
            return value(relation, "Target").lstrip("/")
    return "word/document.xml"


@dataclass(slots=True)
class _Reader:
    """Gathers lines; a paragraph whose end a reviewer has deleted goes on in the next."""

    lists: Lists
    lines: list[str] = field(default_factory=list)
    open: str = ""
    boxes: list[etree._Element] = field(default_factory=list)
    noted: dict[tuple[str, str], int] = field(default_factory=dict)

    def blocks(self, parent: etree._Element) -> None:
        """Take in the paragraphs and tables of an element."""
        for element in parent:
            name = name_of(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "AlternateContent":
                self.blocks(_choice(element))
            elif name not in _GONE:
                self.blocks(element)

    def notes(self, kind: str, root: etree._Element | None) -> None:
        """Take in the notes that the text refers to, each with its number."""
        for note in root if root is not None else ():
            number = self.noted.get((kind, value(note, "id")))
            if number is not None:
                inner = _Reader(self.lists)
                inner.blocks(note)
                self.lines.append(tidy(f"[{number}] {' '.join(inner.finished())}"))

    def finished(self) -> list[str]:
        """Return the lines, none of them empty."""
        self._end("")
        return [line for line in self.lines if line]

    def _paragraph(self, element: etree._Element) -> None:
        text = self.lists.number(element) if self.open == "" else ""
        text = self.open + text + "".join(self._runs(element))
        marks = child(child(element, "pPr"), "rPr")
        if child(marks, "del") is not None or child(marks, "moveFrom") is not None:
            self.open = text
        else:
            self._end(text)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box)

    def _end(self, text: str) -> None:
        text, self.open = text or self.open, ""
        self.lines += [tidy(line) for line in text.split("\n")]

    def _runs(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            name = name_of(element)
            if name == "t":
                yield (element.text or "").replace("\n", " ")
            elif name in _SIGNS:
                yield "" if value(element, "type") in ("page", "column") else _SIGNS[name]
            elif name == "sym":
                yield _symbol(value(element, "char"))
            elif name in ("footnoteReference", "endnoteReference"):
                yield self._reference(name.removesuffix("noteReference"), value(element, "id"))
            elif name == "AlternateContent":
                yield from self._runs(_choice(element))
            elif name == "txbxContent":
                self.boxes.append(element)
            elif name not in _GONE and not (name == "r" and _is_hidden(element)):
                yield from self._runs(element)

    def _reference(self, kind: str, note: str) -> str:
        return f"[{self.noted.setdefault((kind, note), len(self.noted) + 1)}]"

    def _table(self, table: etree._Element) -> None:
        rows = [[self._cell(cell) for cell in _within(row, "tc") if not _is_covered(cell)] for row in _within(table, "tr") if _is_kept(row)]
        is_data = any(sum(any(cell) for cell in row) > 1 for row in rows)
        for row in rows:
            if is_data:
                self.lines.append(" | ".join(" ".join(cell) for cell in row).strip() if any(row) else "")
            else:
                self.lines += [line for cell in row for line in cell]

    def _cell(self, cell: etree._Element) -> list[str]:
        inner = _Reader(self.lists, noted=self.noted)
        inner.blocks(cell)
        return inner.finished()


def _choice(element: etree._Element) -> etree._Element:
    """Return the first of several pictures of the same thing that has text."""
    return next((part for part in element if any(name_of(inner) == "t" for inner in part.iter())), element[0] if len(element) else element)


def _symbol(code: str) -> str:
    """Return a character that is named by its code in a font of symbols."""
    return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else "\ufffd"


def _is_hidden(run: etree._Element) -> bool:
    vanish = child(child(run, "rPr"), "vanish")
    return vanish is not None and value(vanish, "val") not in ("0", "false", "off")


def _within(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Give the rows of a table or the cells of a row, through the wrappers of controls and changes."""
    for element in parent:
        name = name_of(element)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _within(element, wanted)


def _is_covered(cell: etree._Element) -> bool:
    """Say whether a cell is the rest of one that begins above or before it."""
    properties = child(cell, "tcPr")
    merges = [child(properties, name) for name in ("vMerge", "hMerge")]
    return any(merge is not None and value(merge, "val") in ("", "continue") for merge in merges)


def _is_kept(row: etree._Element) -> bool:
    return child(child(row, "trPr"), "del") is None
