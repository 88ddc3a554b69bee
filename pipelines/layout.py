"""A page as lines of visible words in reading order, and where among them its title and its header stand."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser

_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|noscript|template|select|textarea|iframe|svg)\b.*?(?:</\1\s*>|\Z)", re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|em|font|i|ins|label|mark|small|span|strong|sub|sup|u|time|o:p|ucaptitle|publishtime)(?:\s[^>]*)?>"
)
_TAG = re.compile(r"<[^>]*>")
# stands where an inline element begins or ends: nothing within a title, a gap between fields
SEAM = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Lines as printed, the same without white space in one string, and where in it each line begins."""

    lines: tuple[str, ...]
    bare: str
    starts: tuple[int, ...]

    def line_at(self, position: int) -> int:
        """Return the index of the line that holds a position of `bare`."""
        return bisect_right(self.starts, position) - 1

    def runs_of(self, words: str) -> list[tuple[int, int]]:
        """Return where a text fills whole lines: pairs of first line and line after, however many lines it is split over."""
        words = squeezed(words)
        edges = {*self.starts, len(self.bare)}
        found, position = [], self.bare.find(words) if words else -1
        while position >= 0:
            end = position + len(words)
            if position in edges and end in edges:
                found.append((self.line_at(position), self.line_at(end - 1) + 1))
            position = self.bare.find(words, position + 1)
        return found


def layout(tree: LexborHTMLParser) -> Layout:
    """Return what a page shows, in reading order; the tree stays as it is."""
    html = tree.body.html if tree.body else ""
    text = _TAG.sub("\n", _INLINE.sub(SEAM, _UNSEEN.sub("\n", html or "")))
    lines = tuple(line for line in (raw.strip(" \t\r\x1f\u3000\xa0\ufeff") for raw in unescape(text).split("\n")) if line)
    squeezed_lines = [squeezed(line) for line in lines]
    starts = tuple(accumulate(map(len, squeezed_lines), initial=0))[:-1]
    return Layout(lines=lines, bare="".join(squeezed_lines), starts=starts)


def squeezed(words: str) -> str:
    """Return a text without white space and without the seams of inline elements."""
    return "".join(words.replace(SEAM, "").replace("\u200b", "").replace("\ufeff", "").split())


def joined(lines: Sequence[str]) -> str:
    """Return lines of one text as one line, with single blanks where the page prints any."""
    return " ".join(" ".join(lines).replace(SEAM, "").split())
