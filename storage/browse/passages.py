"""A text as its page shows it: headings that the outline leads to, paragraphs as printed, and rows of a table put together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from crawler.model import Section
from storage.hashes import folded

_CELLS = " | "  # between the cells of a row, docs/record.md


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A heading, a paragraph or a table of a text.

    `section` is the place in the outline, from 1, of the heading that the passage is or begins with; `heading` is its wording
    here and `level` its depth. `text` is what a paragraph says after it.
    """

    form: Literal["heading", "paragraph", "table"]
    section: int | None = None
    level: int = 0
    heading: str = ""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def passages(text: str, outline: Sequence[Section]) -> list[Passage]:
    """Return the passages of a text in order; nothing of it is left out but empty lines."""
    waiting = [_Awaited(number, section.level, folded(section.heading)) for number, section in enumerate(outline, 1)]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [passage for is_row, group in groupby(lines, key=_is_row) for passage in _read(list(group), is_row, waiting)]


class _Awaited(NamedTuple):
    number: int
    level: int
    words: str


def _is_row(line: str) -> bool:
    return _CELLS in line


def _read(lines: Sequence[str], is_row: bool, waiting: list[_Awaited]) -> Iterator[Passage]:
    if is_row and len(lines) > 1:
        yield Passage(form="table", rows=tuple(tuple(line.split(_CELLS)) for line in lines))
        return
    for line in lines:
        yield _line(line, waiting)


def _line(line: str, waiting: list[_Awaited]) -> Passage:
    """Return what a line is; headings are met in their order, and those that one has overtaken are waited for no longer."""
    whole = folded(line)
    place = next((place for place, each in enumerate(waiting) if each.words and whole.startswith(each.words)), None)
    if place is None:
        return Passage(form="paragraph", text=line)
    met = waiting[place]
    del waiting[: place + 1]
    end = next(end for end in range(1, len(line) + 1) if len(folded(line[:end])) >= len(met.words))
    heading, rest = line[:end], line[end:].strip()
    return Passage(form="paragraph" if rest else "heading", section=met.number, level=met.level, heading=heading, text=rest)
