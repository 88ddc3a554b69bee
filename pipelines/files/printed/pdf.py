"""PDF files, read by PDFium: it knows the character sets of Chinese fonts that are not embedded, and damaged files."""

import ctypes
import math
import unicodedata
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from pipelines.files.limits import MAX_PAGES
from pipelines.files.printed.layout import paragraphs
from pipelines.files.printed.sheet import Glyph, Rule, Sheet, is_picture
from pipelines.files.unreadable import Text, Unreadable
from pipelines.repair.letters import unified

_BROKEN = "\ufffd"
_LEAST_RULE = 8.0  # points: shorter strokes are parts of drawn characters


def read_pdf(body: bytes, name: str) -> Text:
    """Return the paragraphs of a PDF file; a page that is only a picture is told in a warning."""
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        is_locked = "assword" in str(error)
        raise Unreadable("an encrypted PDF file" if is_locked else f"a broken PDF file ({error})") from error
    if len(document) > MAX_PAGES:
        raise Unreadable(f"{len(document)} pages, more than {MAX_PAGES}")
    sheets = [_sheet(document, number) for number in range(len(document))]
    lines = paragraphs(sheets)
    return Text(lines=lines, warnings=tuple(_doubts(sheets, lines, name)))


def _doubts(sheets: list[Sheet], lines: tuple[str, ...], name: str) -> Iterator[str]:
    if alone := sum(map(is_picture, sheets)):
        yield f"{name}: found a scan, {alone} of {len(sheets)} pages are pictures without a text layer, expected text"
    broken = sum(line.count(_BROKEN) for line in lines)
    if broken:
        yield f"{name}: found {broken} characters in fonts that do not say what they are; they stand as U+FFFD"


def _sheet(document: pypdfium2.PdfDocument, number: int) -> Sheet:
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"a broken PDF file (page {number + 1}: {error})") from error
    turns = [_turn(text, index) for index in range(text.count_chars())]
    place = _Place(page.get_bbox(), max(range(4), key=turns.count))
    sheet = Sheet(place.width, place.height, list(_glyphs(text, turns, place)))
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            sheet.pictured += (right - left) * (top - bottom) / (sheet.width * sheet.height)
        else:
            sheet.rules += _rules(thing, place)
    text.close()
    page.close()
    return sheet


class _Place:
    """From coordinates that grow upwards, on a page whose text runs in one of four directions, to places on the sheet."""

    def __init__(self, box: tuple[float, float, float, float], turn: int) -> None:
        self._left, self._bottom, self._right, self._top = box
        self.turn = turn
        sides = (self._right - self._left, self._top - self._bottom)
        self.width, self.height = sides if turn % 2 == 0 else sides[::-1]

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        match self.turn:
            case 1:
                return y - self._bottom, x - self._left
            case 2:
                return self._right - x, y - self._bottom
            case 3:
                return self._top - y, self._right - x
            case _:
                return x - self._left, self._top - y


def _turn(text: pypdfium2.PdfTextPage, index: int) -> int:
    """Return the direction in which a character is written in quarters of a turn, -1 for one between them: a watermark."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text, index, matrix):
        return 0
    quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.05 else -1


def _glyphs(text: pypdfium2.PdfTextPage, turns: list[int], place: _Place) -> Iterator[Glyph]:
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index, turn in enumerate(turns):
        code = raw.FPDFText_GetUnicode(text, index)
        if turn != place.turn or raw.FPDFText_IsGenerated(text, index) == 1 or code in (10, 13):
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        sides = sorted((place(box.left, box.bottom), place(box.right, box.top)))
        base = place(x.value, y.value)[1]
        size = max(1.0, abs(box.top - box.bottom) if turn % 2 == 0 else abs(box.right - box.left))
        yield Glyph(_character(code), sides[0][0], sides[1][0], base, size)


def _character(code: int) -> str:
    """Return a character as it is typed: some fonts name theirs after radicals and other signs that look the same."""
    character = unified(chr(code)) if 0 < code < 0xFFFE or 0xFFFF < code < 0x110000 else _BROKEN
    return character if character.isprintable() or character.isspace() or unicodedata.category(character) == "Cf" else _BROKEN


def _rules(path: pypdfium2.PdfObject, place: _Place) -> Iterator[Rule]:
    """Give the upright and level strokes of a drawn path that are long enough to part something."""
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    first = last
    for index in range(min(2000, raw.FPDFPath_CountSegments(path))):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield from _rule(last, point)
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield from _rule(point, first)
        last = point


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Rule]:
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    if min(right - left, bottom - top) < 1 and max(right - left, bottom - top) > _LEAST_RULE:
        yield Rule(left, top, right, bottom)
