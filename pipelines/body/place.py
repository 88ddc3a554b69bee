"""Where the body of a page stands that says next to nothing: below its title and header line, whatever else holds more words."""

import re
from collections.abc import Iterator, Sequence

from pipelines.body.furniture import is_header, kinds
from pipelines.body.lines import Block, Line, Lines
from pipelines.body.prose import bare
from pipelines.body.tags import PARTS
from pipelines.files.links import is_file

_SHOWN = frozenset(("img", "iframe", "frame", "embed", "object", "video"))
_ICONS = re.compile(r"share|icon|print|qr|ewm|code|tool", re.IGNORECASE)
_HEADER = frozenset({"date", "source", "count", "size", "button", "share", "scan", "person", "mark", "rule", "card"})
_AFTER = frozenset({"turn", "share", "scan", "button", "footer", "person", "place", "size"})


def place_below_header(page: Lines, titles: Sequence[str]) -> tuple[int, int] | None:
    """Return the lines of what follows the title and the header line of a page, None where that is nothing of its own."""
    header = _header(page, "\n".join(bare(title) for title in titles))
    if header is None:
        return None
    number = next(_below(page, header), None)
    if number is None:
        return None
    first, last = _with_siblings(page, page.blocks[number])
    return (first, last) if _is_own(page.lines[first:last]) else None


def is_apart(page: Lines, place: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether other lines have nothing to do with the place of the body: they stand above it, or behind what ends an article."""
    if other[0] < place[1] and place[0] < other[1]:
        return False
    if other[0] < place[0] or _shows(page, *place):
        return True
    return any("turn" in kinds(line.text) or line.linked > 0.6 * len(line.text) for line in page.lines[place[1] : other[0]] if line.text)


def _shows(page: Lines, first: int, last: int) -> bool:
    """Say whether a file or a frame stands between two lines."""
    near = [mark for mark in page.marks if first <= mark.line <= max(first, last - 1)]
    return any(mark.kind in _SHOWN - {"img"} or (mark.kind == "link" and is_file(mark.value)) for mark in near)


def _below(page: Lines, header: int) -> Iterator[int]:
    """Give the elements below a header line that hold something and are not more of the header, outer ones first."""
    for number, block in enumerate(page.blocks):
        if number > page.lines[header].block and block.first > header and _holds(page, number):
            if _ICONS.search(block.names):
                continue
            told = [kinds(line.text) for line in page.lines[block.first : block.last]]
            if not told or not all(found and found <= _HEADER for found in told):
                yield number


def _header(page: Lines, named: str) -> int | None:
    """Return the header line that stands below the title."""
    for number, line in enumerate(page.lines):
        if len(bare(line.text)) < 6 or bare(line.text) not in named:
            continue
        header = next((at for at in range(number + 1, min(number + 6, len(page.lines))) if is_header(page.lines[at].text)), None)
        if header is not None:
            return header
    return None


def _holds(page: Lines, number: int) -> bool:
    """Say whether an element holds lines, a file or something to look at."""
    block = page.blocks[number]
    if block.last > block.first:
        return True
    shown = (mark.block for mark in page.marks if mark.kind in _SHOWN or (mark.kind == "link" and is_file(mark.value)))
    return any(_is_within(page, at, number) for at in shown)


def _is_within(page: Lines, at: int, number: int) -> bool:
    while at > number:
        at = page.blocks[at].parent
    return at == number


def _with_siblings(page: Lines, block: Block) -> tuple[int, int]:
    """Return the lines of an element; of a paragraph, with those of the paragraphs that follow it."""
    last = block.last
    if block.tag in PARTS and block.parent >= 0:
        for sibling in (page.blocks[number] for number in page.blocks[block.parent].children):
            if sibling.first >= last and (sibling.tag not in PARTS or not _is_own(page.lines[sibling.first : sibling.last])):
                break
            last = max(last, sibling.last)
    return block.first, last


def _is_own(lines: Sequence[Line]) -> bool:
    """Say whether lines are an article's: no chrome that follows articles, and no links to others."""
    length = sum(len(line.text) for line in lines)
    linked = sum(line.linked for line in lines)
    return linked <= 0.6 * length and (not lines or not all(kinds(line.text) and kinds(line.text) <= _AFTER for line in lines))
