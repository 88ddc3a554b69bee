"""Old Word files (DOC, and WPS Writer's own, which are the same) by the published format [MS-DOC], in an OLE container."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count

import olefile

from pipelines.body.lines import tidy
from pipelines.files.office.doc_lists import Lists
from pipelines.files.office.doc_parts import Document, Mark, document_of
from pipelines.files.unreadable import Text, Unreadable

_SIGNS = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\xa0": " ", "\t": " "}
_CELL, _PARAGRAPH, _NOTE = "\x07", "\r", "\x02"


def read_doc(body: bytes, name: str) -> Text:
    """Return the paragraphs and table rows of the main text, then text boxes and notes; heads and feet of pages are no text."""
    try:
        with olefile.OleFileIO(BytesIO(body)) as ole:
            main = _stream(ole, "WordDocument")
            tables = {which: _stream(ole, which) for which in ("0Table", "1Table")}
    except OSError as error:
        raise Unreadable(f"a broken OLE container ({error})") from error
    if not main:
        raise Unreadable("no text stream in a Word file")
    document = document_of(main, tables)
    lists = Lists(document)
    lines = [line for story in document.stories for line in _lines(document, story, lists)]
    return Text(lines=tuple(line for line in lines if line), warnings=tuple(f"{name}: {doubt}" for doubt in document.doubts))


def _stream(ole: "olefile.OleFileIO[str]", name: str) -> bytes:
    return bytes(ole.openstream(name).read()) if ole.exists(name) else b""


def _lines(document: Document, story: range, lists: Lists) -> Iterator[str]:
    """Give the lines of one story; rows of tables are gathered until the mark of their end."""
    row: list[str] = []
    cell: list[str] = []
    for written, mark, end in _paragraphs(document, story):
        text = _printed(lists.number(mark) + written)
        if not mark.in_table:
            yield from [*row, *cell]
            row, cell = [], []
            yield from text.split("\n")
        elif mark.ends_row:
            yield _row([cell for number, cell in enumerate(row) if number not in mark.covered])
            row, cell = [], []
        else:
            cell += [text.replace("\n", " ")] if text else []
            if end == _CELL:
                row.append(" ".join(cell))
                cell = []
    yield from [*row, *cell]


def _row(cells: list[str]) -> str:
    return " | ".join(cells).strip() if any(cells) else ""


def _printed(text: str) -> str:
    return "\n".join(map(tidy, text.split("\n")))


def _paragraphs(document: Document, story: range) -> Iterator[tuple[str, Mark, str]]:
    """Give the paragraphs of a story: the text that shows, what is marked at its end, and the sign that ends it."""
    parts: list[str] = []
    fields: list[bool] = []  # of each open field: whether its instruction goes on
    notes = count(1)
    for place in story:
        sign = document.text[place]
        if sign in (_CELL, _PARAGRAPH):
            if sign == _CELL or not document.is_unseen(place):  # a paragraph whose end is deleted goes on in the next
                yield "".join(parts), document.mark(place), sign
                parts = []
        elif sign == "\x13":
            fields.append(True)
        elif sign in "\x14\x15":
            _turn(fields, is_over=sign == "\x15")
        elif sign == _NOTE:  # where the text refers to a note, and where the note begins
            parts.append(f"[{next(notes)}] " if story.start else f"[{next(notes)}]")
        elif not any(fields) and (sign >= " " or sign in _SIGNS) and not document.is_unseen(place):
            parts.append(_SIGNS.get(sign, sign))
    if parts:
        yield "".join(parts), Mark(), _PARAGRAPH


def _turn(fields: list[bool], is_over: bool) -> None:
    if fields and is_over:
        fields.pop()
    elif fields:
        fields[-1] = False
