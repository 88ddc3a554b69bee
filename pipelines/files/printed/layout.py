"""Printed pages as paragraphs: lines joined again where only the paper's width broke them, heads and feet of pages left out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from pipelines.body.lines import tidy
from pipelines.files.printed.grid import with_tables
from pipelines.files.printed.sheet import Row, Sheet

_DASHES = r"[\s—–―─\-_~·.]*"
_PAGE_NUMBER = re.compile(rf"{_DASHES}(?:第\s*)?[0-9０-９]{{1,4}}(?:\s*页)?(?:\s*[/,，、]?\s*共?\s*[0-9０-９]{{1,4}}(?:\s*页)?)?{_DASHES}")
_PLACE = 0.085  # of a page's height, the edge in which Word and WPS print heads and feet; text begins at a tenth
_ORDINAL = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．章节条是]|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、.．](?![0-9]))"
)
_ENDS = "。!?;:.！？；：”』」)）"
_SIGNS = "●○■□◆◇▪•·※★➢\uf06c\uf0d8"
_FIRST_UNIT = re.compile(r"[0-9A-Za-z.,%+\-]+|.[,.。、;:!?)，；：！？）》”’』】]?", re.DOTALL)


@dataclass(slots=True)
class _Measure:
    """Where the lines of the text begin and end, how far apart and how large they are."""

    left: float
    right: float
    pitch: float
    size: float


def paragraphs(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Return the paragraphs and table rows of pages, in reading order."""
    pages = _without_edges(sheets, [with_tables(sheet) for sheet in sheets])
    whole = [row for page in pages for row in page]
    found: list[list[Row]] = []
    for sheet, rows in zip(sheets, pages, strict=True) if whole else ():
        measure = _measured(rows if len(rows) > 7 else whole, sheet.width)
        for row in _without_repeated(found, rows):
            if found and _goes_on(found[-1], row, measure, sheet, row is rows[0]):
                found[-1].append(row)
            else:
                found.append([row])
    return tuple(line for line in map(_text, found) if line)


def _without_repeated(found: list[list[Row]], rows: list[Row]) -> list[Row]:
    """Return the lines of a page without the head of a table that goes on from the page before and shows it again."""
    if not found or not rows or not rows[0].is_cells:
        return rows
    above = takewhile(lambda group: group[0].is_cells, reversed(found))
    head = [group[0] for group in above][-1:]
    return rows[1:] if head and head[0].text == rows[0].text else rows


def _text(rows: list[Row]) -> str:
    if rows[0].is_cells:
        return rows[0].text
    return tidy("\n".join(row.text for row in rows))  # which drops a break beside Chinese, and makes others a space


def _without_edges(sheets: Sequence[Sheet], pages: list[list[Row]]) -> list[list[Row]]:
    """Return the lines of pages without page numbers and without what stands in the edge of most pages."""
    edges = Counter(key for sheet, rows in zip(sheets, pages, strict=True) for key in {_key(row) for row in rows if _in_edge(row, sheet)})
    often = {key for key, count in edges.items() if count > 1 and 3 * count >= len(sheets)}
    return [
        [row for row in rows if not (_in_edge(row, sheet) and _key(row) in often) and not _is_page_number(row, rows, sheet)]
        for sheet, rows in zip(sheets, pages, strict=True)
    ]


def _key(row: Row) -> str:
    return re.sub(r"[0-9\s]+", "", row.text)


def _in_edge(row: Row, sheet: Sheet) -> bool:
    return not row.is_cells and not _PLACE * sheet.height < row.base < (1 - _PLACE) * sheet.height


def _is_page_number(row: Row, rows: list[Row], sheet: Sheet) -> bool:
    """Say whether a line is a number alone, the first or last of its page and near the edge."""
    is_outermost = row is rows[0] or row is rows[-1]
    is_near = not 2 * _PLACE * sheet.height < row.base < (1 - 1.5 * _PLACE) * sheet.height
    return is_outermost and is_near and not row.is_cells and bool(_PAGE_NUMBER.fullmatch(row.text))


def _measured(rows: list[Row], width: float) -> _Measure:
    lines = [row for row in rows if not row.is_cells] or rows
    lefts, rights = sorted(row.left for row in lines), sorted(row.right for row in lines)
    sizes = sorted(row.size for row in lines)
    gaps = sorted(after.base - row.base for row, after in pairwise(lines))
    size = sizes[len(sizes) // 2]
    # the outermost place where more than one line begins or ends: a title or a stamp may stand out
    left = next((place for place, after in pairwise(lefts) if after - place < size / 2), lefts[0])
    right = next((place for place, before in pairwise(reversed(rights)) if place - before < size), rights[-1])
    if right < 0.7 * width:  # no line is full: margins are about equal
        right = max(right, width - left)
    return _Measure(left, right, gaps[len(gaps) // 2] if gaps else 0.0, size)


def _goes_on(before: list[Row], row: Row, measure: _Measure, sheet: Sheet, is_first: bool) -> bool:
    """Say whether a line goes on with the paragraph of the lines before it."""
    last = before[-1]
    if last.is_cells or row.is_cells or not 0.8 < (row.size or 1) / (last.size or 1) < 1.25:
        return False
    if not is_first and row.base - last.base > 1.7 * max(measure.pitch, last.size):
        return False
    if _is_centred(last, sheet, measure) and _is_centred(row, sheet, measure):
        return row.size > 1.15 * measure.size and last.text[-1] not in _ENDS  # a title in two lines
    is_indented = row.left - measure.left > 1.2 * row.size and not _hangs(before, row)
    if is_indented or not _is_full(last, row, measure):
        return False
    return not (_ORDINAL.match(row.text) and last.text.rstrip()[-1] in _ENDS)


def _hangs(before: list[Row], row: Row) -> bool:
    """Say whether a line is indented as the rest of a paragraph whose first line has a number or a sign outside."""
    first, last = before[0], before[-1]
    if row.left - first.left < 0.5 * row.size or not (_ORDINAL.match(first.text) or first.text[0] in _SIGNS):
        return False
    if len(before) > 1:
        return abs(row.left - last.left) < 0.5 * row.size
    return row.left - first.left < 4 * row.size and last.text[-1] not in _ENDS


def _is_centred(row: Row, sheet: Sheet, measure: _Measure) -> bool:
    middle = (measure.left + measure.right) / 2
    is_middle = min(abs(row.left + row.right - sheet.width), abs(row.left + row.right - 2 * middle)) < 2 * row.size
    return is_middle and (row.size > 1.15 * measure.size or row.left - measure.left > 2.5 * row.size)


def _is_full(last: Row, row: Row, measure: _Measure) -> bool:
    """Say whether what comes next would not have fitted into the line before."""
    unit = _FIRST_UNIT.match(row.text.lstrip())
    width = sum(row.size * (1.0 if character > "\u2e7f" else 0.55) for character in unit[0]) if unit else 0.0
    return last.right + width + 0.6 * row.size >= measure.right
