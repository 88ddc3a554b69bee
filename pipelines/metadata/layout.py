"""A page as lines of visible words in reading order, and where among them its title and its header stand."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from pipelines.body.markup import Piece, name_of, plain, whole
from pipelines.body.tags import tags

_UNSEEN = tags("script style noscript template select textarea iframe svg button")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "o:p",
        "ucaptitle",
        "publishtime",
    ]
)
# stands where an inline element begins or ends, and counts as white space: nothing within a title, a gap between fields
SEAM = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Lines as printed, the same made comparable in one string, and where in it each line begins."""

    lines: tuple[str, ...]
    bare: str
    starts: tuple[int, ...]
    edges: frozenset[int]

    def line_at(self, position: int) -> int:
        """Return the index of the line that holds a position of `bare`."""
        return bisect_right(self.starts, position) - 1

    def runs_of(self, words: str) -> list[tuple[int, int]]:
        """Return where a text fills whole lines: pairs of first line and line after, however many lines it is split over."""
        words = comparable(words)
        found, position = [], self.bare.find(words) if words else -1
        while position >= 0:
            end = position + len(words)
            if position in self.edges and end in self.edges:
                found.append((self.line_at(position), self.line_at(end - 1) + 1))
            position = self.bare.find(words, position + 1)
        return found


def layout(markup: Sequence[Piece]) -> Layout:
    """Return what an element shows, in reading order."""
    text = plain("".join(_texts(markup)))
    lines = tuple(line for line in map(str.strip, text.split("\n")) if line)
    bare = [squeezed(line) for line in _narrow("\n".join(lines)).split("\n")]
    starts = tuple(accumulate(map(len, bare), initial=0))
    return Layout(lines=lines, bare="".join(bare), starts=starts[:-1], edges=frozenset(starts))


def _texts(markup: Sequence[Piece]) -> list[str]:
    """Return the texts of an element, with a seam or a line's end before each where a tag stands."""
    found, rest = [], iter(markup)
    for piece in rest:
        before = _before(piece[0])
        found.append(before + piece[2] if before else "\n" + whole(piece, rest)[-1][2])
    return found


@lru_cache(maxsize=1 << 12)  # the elements of a page, and the pages of a site, repeat each other's
def _before(tag: str) -> str:
    """Return what a tag comes to, nothing for the start of what is unseen."""
    name = name_of(tag)
    return "" if name in _UNSEEN else SEAM if name.removeprefix("/") in _INLINE else "\n"


def squeezed(words: str) -> str:
    """Return a text without white space and without the seams of inline elements."""
    return "".join(words.split()).replace("\u200b", "").replace("\ufeff", "")


def comparable(words: str) -> str:
    """Return a text without white space and with the narrow forms of brackets and marks, which templates mix with the wide ones."""
    return squeezed(_narrow(words))


def _narrow(words: str) -> str:
    # replace one by one: on a whole page translate takes ten times as long
    for wide, narrow in zip("（）：，；！？［］", "():,;!?[]", strict=True):
        words = words.replace(wide, narrow)
    return words


def joined(lines: Sequence[str]) -> str:
    """Return lines of one text as one line, with single blanks where the page prints any."""
    return " ".join(" ".join(lines).replace(SEAM, "").split())
