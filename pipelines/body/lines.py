"""The text of a page, line by line, as a browser shows it: nothing added, nothing lost."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.body.markup import Piece

_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
_EDGES = " \t\n\r\f\v\xa0\u2002\u2003\u2009\u3000"
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’…—·℃]")


class Line(NamedTuple):
    """One line of a page: its text, how many characters of it link to other pages, the block it stands in, how many link to files."""

    text: str
    linked: int
    block: int
    filed: int = 0


@dataclass(slots=True)
class Block:
    """One element that begins and ends lines; `first` and `last` bound its lines as a slice does."""

    tag: str
    names: str
    parent: int
    first: int
    last: int = 0
    children: list[int] = field(default_factory=list)


class Mark(NamedTuple):
    """What is no text: a comment, a fence, a picture, a link; `line` is the line that holds or follows it."""

    kind: str
    value: str
    line: int
    block: int
    name: str = ""


@dataclass(slots=True)
class Lines:
    """A page as lines, the blocks they stand in (block 0 is the whole), the marks between them and what the page hides."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    hidden: list[list[Piece]] = field(default_factory=list)


def tidy(text: str) -> str:
    """Return a line as printed: no space at its ends, one inside, none where the source only broke a Chinese line."""
    text = text.strip(_EDGES)
    if text.isprintable() and "  " not in text:  # no blank but single spaces and nothing invisible: nine lines of ten
        return text
    return _SPACES.sub(_space, text.translate(_INVISIBLE).strip(_EDGES))


def _space(match: re.Match[str]) -> str:
    run, text = match[0], match.string
    if "\u3000" in run:
        return "\u3000"
    # a browser shows a break in the source as a space, but between Chinese characters it is the editor's line width, never the author's
    broken = ("\n" in run or "\r" in run) and not run.strip(" \t\n\r\f")
    if broken and (_CJK.match(text, match.start() - 1) or _CJK.match(text, match.end())):
        return ""
    return " "
