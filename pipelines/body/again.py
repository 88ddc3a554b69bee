"""What pages begin with alike: a site's banner and menus, half of a page, are read once and not for each of its pages anew."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.body.lines import Block, Lines
from pipelines.body.markup import Piece
from pipelines.body.ordinals import Numbering

APART = 64  # pieces from one moment to the next
_LEAST, _MOST = 2 * APART, 20_000  # pieces of a page that is worth keeping, and of one that is not too large to be kept
_PAGES = 4  # one process reads pages of several sites by turns


class Moment(NamedTuple):
    """Where a reader stood after so many pieces: how much it had found, the block that was open, and all that was pending."""

    pieces: int
    lines: int
    blocks: int
    marks: int
    hidden: int
    block: int
    around: Sequence[tuple[str, int]]
    parts: Sequence[tuple[str, str]]
    links: Sequence[tuple[str, str, int]]
    counts: Sequence[Numbering | None]
    ordinal: str
    pre: int


@dataclass(frozen=True, slots=True)
class Known:
    """A page that was read, what was found in it, and the moments on the way."""

    markup: Sequence[Piece]
    found: Lines
    moments: Sequence[Moment]


KEPT: list[Known] = []  # the last one first


def keep(markup: Sequence[Piece], found: Lines, moments: Sequence[Moment]) -> None:
    """Remember what was found in a page, for those that begin alike; none of it may change from now on."""
    if _LEAST <= len(markup) <= _MOST and moments:
        # of pages that begin alike, as those of one site do, the last one is enough
        others = [known for known in KEPT if known.moments[0] is not moments[0]]
        KEPT[:] = [Known(markup, found, moments), *others][:_PAGES]


def last_alike(markup: Sequence[Piece]) -> tuple[Lines, Sequence[Moment]] | None:
    """Return what had been found up to the last moment until which a page is like one before it, and the moments up to that."""
    for known in KEPT:  # which another thread may fill anew meanwhile: each is whole by itself
        if count := _alike(markup, known):
            moments = known.moments[:count]
            return _until(moments[-1], known.found), moments
    return None


def _alike(markup: Sequence[Piece], known: Known) -> int:
    """Return how many moments of a known page lie within the pieces that both begin with."""
    done = 0
    for number, moment in enumerate(known.moments):
        # the last piece ends the whole
        if moment.pieces >= len(markup) or markup[done : moment.pieces] != known.markup[done : moment.pieces]:
            return number
        done = moment.pieces
    return len(known.moments)


def _until(moment: Moment, found: Lines) -> Lines:
    """Return what had been found by a moment; blocks that were open then are copied, as they go on otherwise."""
    blocks = found.blocks[: moment.blocks]
    number = moment.block
    while number >= 0:
        block = blocks[number]
        children = block.children[: bisect_left(block.children, moment.blocks)]
        blocks[number] = Block(block.tag, block.names, block.parent, block.first, children=children)
        number = block.parent
    return Lines(found.lines[: moment.lines], blocks, found.marks[: moment.marks], found.hidden[: moment.hidden])
