"""What a user should know of a reading: text that was left out, and where another reader sees another body."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from pipelines.body.container import Body
from pipelines.body.furniture import kinds
from pipelines.body.lines import Line, Lines
from pipelines.body.tables import empty_columns

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:detail|news|article|main|page)?[_-]?(?:article|content|contents|con|zoom|zhengwen|text)(?:[\s_-]|$)", re.IGNORECASE
)


def doubts(page: Lines, body: Body, lines: Sequence[str], other: Callable[[], tuple[str, ...]]) -> Iterator[str]:
    """Give the warnings of a reading; `other` is asked for the body where evidence alone proves it, and little evidence."""
    left = _left_out(page, lines)
    if left:
        yield f"{sum(map(len, left))} characters that look like text stand outside the body, the first are {left[0][:20]!r}"
    # what a script would write into a table, or lost there, is not in the page's bytes
    if empty := empty_columns(page, body.first, body.last):
        yield f"{empty} columns of a table have a heading and no value"
    if body.proof != "evidence":
        return
    mine = "".join(lines)
    if len(mine) < 20 and "。" not in mine:
        yield f"no container of the body was found, and no more than {len(mine)} characters: {mine!r}"
    inner = _inner(page, body)
    if inner:
        yield f"only {inner} of the {len(mine)} characters stand in the element that is named for the body"
    if body.share < 0.7:
        theirs = "".join(other())
        if _likeness(mine, theirs) < 0.8:
            yield f"trafilatura takes {len(theirs)} characters for the body where {len(mine)} were taken"


def _left_out(page: Lines, lines: Sequence[str]) -> list[str]:
    """Return what looks like prose and is not in the text: outside the body, or taken off its edges."""
    taken = set(lines)
    missing = [line for line in page.lines if line.text not in taken and _is_prose(line)]
    rows = "\n".join(line for line in lines if " | " in line) if missing else ""
    return [line.text for line in missing[:500] if line.text not in rows]


def _is_prose(line: Line) -> bool:
    is_long = len(line.text) >= 40 and line.linked < len(line.text) // 4
    return is_long and ("。" in line.text or "；" in line.text) and not kinds(line.text)


def _inner(page: Lines, body: Body) -> int:
    """Return how many characters stand in an element with a name for bodies that holds most of this one, not next to all of it."""
    sums = list(accumulate((len(line.text) for line in page.lines), initial=0))
    total = sums[body.last] - sums[body.first]
    inside = [block for block in page.blocks if body.first <= block.first and block.last <= body.last and _NAMED.search(block.names)]
    sizes = [sums[block.last] - sums[block.first] for block in inside]
    return min((size for size in sizes if 0.5 * total < size < 0.95 * total), default=0)


def _likeness(one: str, other: str) -> float:
    """Return how many of the five-character pieces of two texts are in both."""
    pieces = [{text[at : at + 5] for at in range(len(text) - 4)} for text in (one, other)]
    return len(pieces[0] & pieces[1]) / max(1, *map(len, pieces))
