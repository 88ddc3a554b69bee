"""A printed page as what stands where on it: characters, ruled lines, pictures; measured in points from its upper left corner."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Glyph:
    """One character, from `left` to `right` on its base line."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class Rule:
    """One straight line that is printed, upright or level."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_upright(self) -> bool:
        """Say whether it parts columns; the others part rows."""
        return self.bottom - self.top > self.right - self.left


@dataclass(slots=True)
class Row:
    """Characters on one base line, or the row of a table as one text."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_cells: bool = False


@dataclass(slots=True)
class Sheet:
    """One page."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictured: float = 0.0  # how much of it pictures cover


def is_picture(sheet: Sheet) -> bool:
    """Say whether a page is a picture of text: a scanner adds a page number at most."""
    return sheet.pictured > 0.5 and len(sheet.glyphs) < 12


def rows_of(glyphs: list[Glyph]) -> list[Row]:
    """Return characters as the lines that they stand in, from the top down."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.left)):
        if rows and abs(glyph.base - rows[-1][0].base) < 0.4 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    found = [_row(sorted(row, key=lambda glyph: glyph.left)) for row in _with_raised(rows)]
    return [row for row in found if row.text.strip()]


def _with_raised(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Return lines with the small signs that stand above or below them: numbers of notes, indices."""
    found: list[list[Glyph]] = []
    for row in rows:
        if found and _belong(found[-1], row):
            found[-1] = [*row, *found[-1]] if row[0].size > found[-1][0].size else [*found[-1], *row]
        else:
            found.append(row)
    return found


def _belong(above: list[Glyph], below: list[Glyph]) -> bool:
    small, large = sorted((above, below), key=lambda row: row[0].size)
    is_small = max(glyph.size for glyph in small) < 0.8 * large[0].size and len(small) < 6
    return is_small and below[0].base - above[0].base < 0.75 * large[0].size


def _row(glyphs: list[Glyph]) -> Row:
    parts: list[str] = []
    last: Glyph | None = None
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()] or glyphs
    for glyph in glyphs:
        if last is not None:
            if _is_shadow(last, glyph):
                continue
            if glyph.left - last.right > _least_gap(last, glyph):
                parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    sizes = sorted(glyph.size for glyph in inked)
    return Row("".join(parts), inked[0].left, max(glyph.right for glyph in inked), inked[0].base, sizes[len(sizes) // 2])


def _is_shadow(last: Glyph, glyph: Glyph) -> bool:
    """Say whether a character is one printed twice to look bold."""
    return glyph.text == last.text and not glyph.text.isspace() and abs(glyph.left - last.left) < 0.2 * glyph.size


def _least_gap(last: Glyph, glyph: Glyph) -> float:
    """Return how wide a gap is a space: Chinese is set apart to fill a line, and a quarter of its width from Latin letters."""
    wide = (last.text > "\u2e7f") + (glyph.text > "\u2e7f")
    return (0.3, 0.45, 0.8)[wide] * glyph.size
