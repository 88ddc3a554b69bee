"""How much a stretch of lines looks like a report: prose counts for it, links and chrome count against it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from pipelines.body.furniture import is_header, kinds
from pipelines.body.lines import Block, Line, Lines

# lines that stand in reports and in templates alike
_NEUTRAL = frozenset({"rule", "date", "label", "source", "person", "mark", "card"})
_HEADING = re.compile(r"(?:^|[\s_-])(?:title|tit|headline|subtitle|biaoti)(?:[\s_-]|$)", re.IGNORECASE)
# a few words count only where people write paragraphs; in lists and boxes they are menus
_PARAGRAPHS = frozenset(("p", "td", "th", "h2", "h3", "h4", "h5", "h6", "center", "blockquote", "pre", "ucapcontent"))


class Prose:
    """The weight of every line of a page, to be summed up over any stretch of them."""

    def __init__(self, page: Lines, titles: Sequence[str] = ()) -> None:
        named = "\n".join(bare(title) for title in titles)
        seen: set[str] = set()
        weights = [_weight(page, line, seen, named) for line in page.lines]
        for twin in _twins(page):
            weights[twin.first : twin.last] = [0] * (twin.last - twin.first)
        self._sums = list(accumulate(weights, initial=0))
        gains = list(accumulate([max(0, weight) for weight in weights], initial=0))
        self._gains = [*gains, gains[-1], gains[-1]]  # an element may end in a line that came to nothing

    def weight(self, first: int, last: int) -> int:
        """Return the weight of the lines from `first` up to `last`."""
        return self._sums[last] - self._sums[first]

    def telling(self, blocks: Sequence[Block]) -> list[Block]:
        """Return the blocks with lines, or one that follows them, which count for a report: no stretch of the others weighs anything."""
        gains = self._gains
        return [block for block in blocks if gains[block.last + 1] != gains[block.first]]

    def share(self, first: int, last: int) -> float:
        """Return how much of all prose of the page stands in the lines from `first` up to `last`."""
        return (self._gains[last] - self._gains[first]) / (self._gains[-1] or 1)


def bare(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def is_heading(block: Block) -> bool:
    """Say whether a template sets its title into this block."""
    return block.tag == "h1" or _names_a_heading(block.names)


@lru_cache(maxsize=1 << 12)  # the blocks of a page, and the pages of a site, repeat each other's names
def _names_a_heading(names: str) -> bool:
    return _HEADING.search(names) is not None


def _weight(page: Lines, line: Line, seen: set[str], named: str) -> int:
    text = line.text
    own, sort = len(text) - line.linked - line.filed, _sort(text)
    if sort == "chrome":
        return -max(10, len(text))
    block, start = page.blocks[line.block], text[:16]
    if sort == "neutral" or start in seen or is_heading(block) or (own > 7 and bare(text) in named):
        return -2 * line.linked
    seen.add(start)
    if own < 12:
        own = own // 2 if block.tag in _PARAGRAPHS else 0
    return own - 2 * line.linked


@lru_cache(maxsize=1 << 14)  # the pages of a site repeat each other's lines
def _sort(text: str) -> str:
    """Return whether a line is "chrome", of use in reports and in templates alike ("neutral"), or neither ("")."""
    found = kinds(text) if text else _NEUTRAL
    if is_header(text) or not found <= _NEUTRAL:
        return "chrome"
    return "neutral" if found else ""


def _twins(page: Lines) -> Iterator[Block]:
    """Give the elements that repeat an earlier one of the same id: the same text for another width of screen."""
    known: dict[str, Block] = {}
    for block in page.blocks:
        name = block.names.partition(" ")[0]
        if not name or block.last - block.first < 2:
            continue
        earlier = known.setdefault(name, block)
        if earlier.last <= block.first and _likeness(page, earlier, block) > 0.5:
            yield block


def _likeness(page: Lines, one: Block, other: Block) -> float:
    lines = {line.text for line in page.lines[one.first : one.last]}
    return sum(line.text in lines for line in page.lines[other.first : other.last]) / (other.last - other.first)
