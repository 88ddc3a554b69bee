"""Prints pages as PDF files: to the point, with Chinese fonts that the file names and does not hold."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
LEFT, TOP, WIDTH, PITCH, SIZE = (
    79.0,
    737.0,
    28,
    28.0,
    16.0,
)  # 28 characters a line and 22 lines a page, as the standard for documents has it
LINES = 22
Drawn = Callable[[Canvas, int], None]


def pdf_of(paragraphs: list[str], *, drawn: Drawn | None = None, password: str = "", turn: int = 0, numbered: bool = True) -> bytes:
    """Return a PDF file with page numbers; `drawn` adds to each page, `turn` prints sideways on pages that say so."""
    file = BytesIO()
    locked = StandardEncryption(password) if password else None
    canvas = Canvas(file, pagesize=(595, 842), encrypt=locked, pageCompression=1)
    rows = [row for paragraph in paragraphs for row in _rows(paragraph)]
    for number, start in enumerate(range(0, max(1, len(rows)), LINES), 1):
        if turn:
            canvas.setPageRotation(turn)
            canvas.translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[turn])
            canvas.rotate(turn)
        for place, row in enumerate(rows[start : start + LINES]):
            _print(canvas, row, LEFT, TOP - PITCH * place)
        if numbered:
            _print(canvas, f"— {number} —", 270, 60)
        if drawn is not None:
            drawn(canvas, number)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _rows(paragraph: str) -> Iterator[str]:
    """Give the lines of a paragraph as a word processor breaks it: no line begins with a full stop, and numbers stay whole."""
    line, room = "\u3000\u3000", WIDTH - 2.0
    for word in re.findall(r"[0-9A-Za-z.%+-]+|.[，。、；：）]?", paragraph):
        width = sum(map(_width, word))
        if width > room:
            yield line
            line, room = "", float(WIDTH)
        line, room = line + word, room - width
    yield line


def _width(character: str) -> float:
    return 1.0 if character > "\u2e7f" or character in "“”—" else 0.5


def _print(canvas: Canvas, text: str, left: float, base: float, size: float = SIZE) -> None:
    canvas.setFont("STSong-Light", size)
    for character in text:
        if not character.isspace():
            canvas.drawString(left, base, character)
        left += size * _width(character)


def printed(canvas: Canvas, text: str, left: float, base: float, size: float = SIZE) -> None:
    """Print a line of text anywhere."""
    _print(canvas, text, left, base, size)


def table(canvas: Canvas, rows: list[list[str]], left: float, top: float, widths: list[float]) -> None:
    """Print a table with ruled lines; an empty text after the first column is merged into the cell before it."""
    pitch = 24.0
    for y, row in enumerate(rows):
        x = left
        for column, text in enumerate(row):
            _print(canvas, text, x + 4, top - pitch * y - 17, 12)
            if text or column == 0:
                canvas.line(x, top - pitch * y, x, top - pitch * (y + 1))
            x += widths[column]
        canvas.line(x, top - pitch * y, x, top - pitch * (y + 1))
    for y in range(len(rows) + 1):
        canvas.line(left, top - pitch * y, left + sum(widths), top - pitch * y)


def picture(canvas: Canvas, _number: int) -> None:
    """Cover a page with a picture, as a scanner does."""
    canvas.drawImage(ImageReader(_grey()), 0, 0, 595, 842)


def _grey() -> BytesIO:
    file = BytesIO()
    Image.new("L", (8, 8), 200).save(file, "PNG")
    file.seek(0)
    return file
