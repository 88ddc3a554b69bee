"""How much a stretch of lines looks like a report: prose counts for it, links and chrome count against it."""

import re
from collections.abc import Iterator, Sequence
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
        self._gains = list(accumulate((max(0, weight) for weight in weights), initial=0))

    def weight(self, first: int, last: int) -> int:
        """Return the weight of the lines from `first` up to `last`."""
        return self._sums[last] - self._sums[first]

    def gain(self, first: int, last: int) -> int:
        """Return the weight of what counts for a report in the lines from `first` up to `last`: no stretch within them is heavier."""
        return self._gains[last] - self._gains[first]

    def share(self, first: int, last: int) -> float:
        """Return how much of all prose of the page stands in the lines from `first` up to `last`."""
        return self.gain(first, last) / (self._gains[-1] or 1)


def bare(text: str) -> str:
    """Return a text without its white space."""
    return re.sub(r"\s+", "", text)


def is_heading(block: Block) -> bool:
    """Say whether a template sets its title into this block."""
    return block.tag == "h1" or _HEADING.search(block.names) is not None


def _weight(page: Lines, line: Line, seen: set[str], named: str) -> int:
    own = len(line.text) - line.linked - line.filed
    chrome = kinds(line.text) if line.text else _NEUTRAL
    if is_header(line.text) or not chrome <= _NEUTRAL:
        return -max(10, len(line.text))
    block, start = page.blocks[line.block], line.text[:16]
    if chrome or start in seen or is_heading(block) or (own > 7 and bare(line.text) in named):
        return -2 * line.linked
    seen.add(start)
    if own < 12:
        own = own // 2 if block.tag in _PARAGRAPHS else 0
    return own - 2 * line.linked


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
