"""Tables on a printed page: ruled lines make cells, and characters stand in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from pipelines.body.lines import tidy
from pipelines.files.printed.sheet import Glyph, Row, Rule, Sheet, rows_of

_NEAR = 3.0  # points between two lines that are one: the borders of neighbouring cells are drawn side by side
_MOST = 1500  # rules of a page beyond which it is a drawing, not a table


@dataclass(slots=True)
class _Cell:
    left: float
    top: float
    right: float
    bottom: float
    glyphs: list[Glyph] = field(default_factory=list)


def with_tables(sheet: Sheet) -> list[Row]:
    """Return the lines of a page, every row of a ruled table as one with its cells joined by ` | `."""
    drawn = _distinct(sheet.rules)
    if not 4 < len(drawn) <= _MOST:
        return rows_of(sheet.glyphs)
    rest = sheet.glyphs
    found: list[Row] = []
    for rules in _regions(drawn):
        cells = list(_cells(rules))
        if len({cell.left for cell in cells}) < 2:  # a frame, or paragraphs between lines
            continue
        rest = _filled(cells, rest)
        found += _rows(cells)
    return sorted([*found, *rows_of(rest)], key=lambda row: row.base)


def _distinct(rules: list[Rule]) -> list[Rule]:
    """Return rules that lie on each other once: the two sides of a thin bar, the borders of two cells."""
    places = {tuple(round(side / 2) for side in (rule.left, rule.top, rule.right, rule.bottom)): rule for rule in rules}
    return list(places.values())


def _regions(rules: list[Rule]) -> Iterator[list[Rule]]:
    """Give the rules that touch each other, table by table."""
    waiting = list(rules)
    while waiting:
        region = [waiting.pop()]
        for rule in region:  # it grows while it is walked
            touching = [other for other in waiting if _touch(rule, other)]
            region += touching
            taken = set(map(id, touching))
            waiting = [other for other in waiting if id(other) not in taken] if touching else waiting
        if len(region) > 4:
            yield region


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.top <= other.bottom + _NEAR
        and other.top <= one.bottom + _NEAR
    )


@dataclass(slots=True)
class _Axis:
    """Where the rules of one direction are, and from where to where each goes."""

    spans: dict[float, list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, place: float, start: float, end: float) -> None:
        """Take in a rule; rules come in the order of their places."""
        near = next((mark for mark in reversed(self.spans) if place - mark <= _NEAR), place)
        self.spans.setdefault(near, []).append((start, end))

    def edge(self, places: Iterable[float], other: float) -> float:
        """Return the first of some places where a rule passes `other`; the last where none does."""
        found = 0.0
        for found in places:
            if any(start - _NEAR <= other <= end + _NEAR for start, end in self.spans[found]):
                break
        return found


def _cells(rules: list[Rule]) -> Iterator[_Cell]:
    """Give the cells between rules, each once, however many rows and columns it spans."""
    across, down = _Axis(), _Axis()
    for rule in sorted((rule for rule in rules if not rule.is_upright), key=lambda rule: rule.top):
        across.add(rule.top, rule.left, rule.right)
    for rule in sorted((rule for rule in rules if rule.is_upright), key=lambda rule: rule.left):
        down.add(rule.left, rule.top, rule.bottom)
    rows, columns = list(across.spans), list(down.spans)
    seen: set[tuple[float, float, float, float]] = set()
    for i, j in product(range(len(rows) - 1), range(len(columns) - 1)) if len(rows) * len(columns) <= _MOST else ():
        x, y = (columns[j] + columns[j + 1]) / 2, (rows[i] + rows[i + 1]) / 2
        left, right = down.edge(columns[j::-1], y), down.edge(columns[j + 1 :], y)
        edges = (left, across.edge(rows[i::-1], x), right, across.edge(rows[i + 1 :], x))
        if edges not in seen:
            seen.add(edges)
            yield _Cell(*edges)


def _filled(cells: list[_Cell], glyphs: list[Glyph]) -> list[Glyph]:
    """Put each character into its cell; return those that stand in none."""
    rest: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.3 * glyph.size
        cell = next((cell for cell in cells if cell.left <= x <= cell.right and cell.top <= y <= cell.bottom), None)
        (rest if cell is None else cell.glyphs).append(glyph)
    return rest


def _rows(cells: list[_Cell]) -> Iterator[Row]:
    """Give the rows of a table; a cell that spans several is one of the first."""
    for top in sorted({cell.top for cell in cells}):
        row = sorted((cell for cell in cells if cell.top == top), key=lambda cell: cell.left)
        text = " | ".join(tidy("\n".join(line.text for line in rows_of(cell.glyphs))) for cell in row).strip()
        if text.strip(" |"):
            yield Row(text, row[0].left, row[-1].right, top, 0.0, is_cells=True)
