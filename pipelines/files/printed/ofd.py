"""OFD files, China's own page format (GB/T 33190): XML in a ZIP container that says where each character is printed."""

import zipfile
from collections.abc import Iterator
from itertools import pairwise
from posixpath import join, normpath

from lxml import etree

from pipelines.files.containers import opened, xml_of
from pipelines.files.elements import name_of, value
from pipelines.files.limits import MAX_PAGES
from pipelines.files.printed.layout import paragraphs
from pipelines.files.printed.sheet import Glyph, Rule, Sheet, is_picture
from pipelines.files.unreadable import Text, Unreadable
from pipelines.repair.letters import unified

_POINTS = 72 / 25.4  # OFD measures in millimetres
_A4 = (0.0, 0.0, 210.0, 297.0)
_LEAST_RULE = 3.0  # millimetres
Matrix = tuple[float, float, float, float, float, float]


def read_ofd(body: bytes, name: str) -> Text:
    """Return the paragraphs of an OFD file; one without any characters is told in a warning."""
    with opened(body) as container:
        main = xml_of(container, "OFD.xml")
        roots = [_text(part) for part in main.iter() if name_of(part) == "DocRoot"] if main is not None else []
        if not roots:
            raise Unreadable("a broken OFD file (no document)")
        sheets = [sheet for root in roots for sheet in _document(container, root.lstrip("/"))]
    alone = sum(map(is_picture, sheets))
    doubt = f"{name}: found a scan, {alone} of {len(sheets)} pages are pictures without a text layer, expected text"
    return Text(lines=paragraphs(sheets), warnings=(doubt,) if alone else ())


def _document(container: zipfile.ZipFile, path: str) -> Iterator[Sheet]:
    root, folder = xml_of(container, path), path.rpartition("/")[0]
    if root is None:
        raise Unreadable(f"a broken OFD file (no {path!r})")
    templates = {value(part, "ID"): _path(folder, value(part, "BaseLoc")) for part in root.iter() if name_of(part) == "TemplatePage"}
    pages = [part for part in root.iter() if name_of(part) == "Page"]
    if len(pages) > MAX_PAGES:
        raise Unreadable(f"{len(pages)} pages, more than {MAX_PAGES}")
    whole = next((_numbers(_text(part)) for part in root.iter() if name_of(part) == "PhysicalBox"), _A4)
    for page in pages:
        content = xml_of(container, _path(folder, value(page, "BaseLoc")))
        if content is None:
            raise Unreadable(f"a broken OFD file (no page {value(page, 'BaseLoc')!r})")
        used = [templates.get(value(part, "TemplateID")) for part in content if name_of(part) == "Template"]
        yield _sheet([*(xml_of(container, path) for path in used if path), content], whole)


def _path(folder: str, location: str) -> str:
    return normpath(location.lstrip("/") if location.startswith("/") else join(folder, location))


def _sheet(parts: list[etree._Element | None], whole: tuple[float, ...]) -> Sheet:
    elements = [element for part in parts if part is not None for element in part.iter()]
    box = next((_numbers(_text(element)) for element in elements if name_of(element) == "PhysicalBox"), whole)
    left, top, width, height = box if len(box) == 4 else _A4
    sheet = Sheet(width * _POINTS, height * _POINTS)
    for element in elements:
        name = name_of(element)
        if name == "TextObject":
            sheet.glyphs += _glyphs(element, left, top)
        elif name == "PathObject":
            sheet.rules += _rules(element, left, top)
        elif name == "ImageObject":
            box = _numbers(value(element, "Boundary"))
            sheet.pictured += box[2] * box[3] / (width * height) if len(box) == 4 else 0.0
    return sheet


def _glyphs(element: etree._Element, edge: float, top: float) -> Iterator[Glyph]:
    """Give the characters of a text object; one that stands askew is a watermark."""
    x, y, matrix = _placed(element, edge, top)
    if abs(matrix[1]) > 0.05 * abs(matrix[0]):
        return
    size = float(value(element, "Size") or 4)
    at_x = at_y = 0.0
    for code in (part for part in element if name_of(part) == "TextCode"):
        at_x, at_y = float(value(code, "X") or at_x), float(value(code, "Y") or at_y)
        text = code.text or ""
        for character, right, down, wide in _steps(code, text, size):
            left, base = at_x + right, at_y + down
            start, end = (x + matrix[0] * place + matrix[2] * base + matrix[4] for place in (left, left + wide))
            line = y + matrix[1] * left + matrix[3] * base + matrix[5]
            yield Glyph(unified(character), start * _POINTS, end * _POINTS, line * _POINTS, size * abs(matrix[3]) * _POINTS)


def _steps(code: etree._Element, text: str, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Give each character with how far right of and below the first it stands, and how much room it has."""
    across, down = _deltas(value(code, "DeltaX")), _deltas(value(code, "DeltaY"))
    x = y = 0.0
    for number, character in enumerate(text):
        usual = 0.0 if down and not across else _width(character, size)
        step = across[number] if number < len(across) else usual
        yield character, x, y, step if 0 < step < 2 * size else usual
        x += step
        y += down[number] if number < len(down) else 0.0


def _deltas(text: str) -> list[float]:
    """Return the distances between characters; `g 3 5` is three times 5."""
    found: list[float] = []
    words = iter(text.split())
    for word in words:
        if word == "g":
            found += [float(step)] * min(100_000, int(count)) if (count := next(words, "0")) and (step := next(words, "0")) else []
        else:
            found.append(float(word))
    return found


def _width(character: str, size: float) -> float:
    return size if character > "\u2e7f" or character in "“”‘’…—·" else size / 2


def _placed(element: etree._Element, left: float, top: float) -> tuple[float, float, Matrix]:
    """Return where the corner of an object is, and how what is in it is turned and stretched."""
    box, matrix = _numbers(value(element, "Boundary")), _numbers(value(element, "CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (box[0] - left, box[1] - top, (a, b, c, d, e, f)) if len(box) == 4 else (0.0, 0.0, (a, b, c, d, e, f))


def _rules(element: etree._Element, left: float, top: float) -> Iterator[Rule]:
    """Give the upright and level strokes of a path."""
    x, y, (a, b, c, d, e, f) = _placed(element, left, top)
    data = next((_text(part) for part in element if name_of(part) == "AbbreviatedData"), "")
    for stroke in data.replace("S", "M").split("M"):
        words = stroke.replace("L", " ").split()
        if not all(_is_number(word) for word in words if word != "C"):
            continue  # a curve
        numbers = [float(word) for word in words if word != "C"]
        points = [(x + a * u + c * v + e, y + b * u + d * v + f) for u, v in zip(numbers[::2], numbers[1::2], strict=False)]
        for start, end in pairwise([*points, *points[:1]] if "C" in words else points):
            yield from _rule(start, end)


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Rule]:
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    if min(right - left, bottom - top) < 0.4 and max(right - left, bottom - top) > _LEAST_RULE:
        yield Rule(left * _POINTS, top * _POINTS, right * _POINTS, bottom * _POINTS)


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).lstrip("-+").isdecimal()


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(word) for word in text.split())


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()
