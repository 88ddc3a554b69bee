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
    pictures: int = 0


def rows_of(glyphs: list[Glyph]) -> list[Row]:
    """Return characters as the lines that they stand in, from the top down."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.left)):
        if rows and abs(glyph.base - rows[-1][0].base) < 0.4 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    found = [_row(sorted(row, key=lambda glyph: glyph.left)) for row in rows]
    return [row for row in found if row.text.strip()]


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
    return (0.2, 0.45, 0.8)[wide] * glyph.size
