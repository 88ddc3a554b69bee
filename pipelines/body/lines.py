"""The text of a page, line by line, as a browser shows it: nothing added, nothing lost."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from pipelines.body.markup import Piece, is_void, pieces, plain, whole
from pipelines.body.ordinals import Numbering, numbering
from pipelines.body.starts import COUNTED, Start, start_of
from pipelines.body.tags import MEDIA
from pipelines.files.links import is_file

_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
_BLANKS = " \t\n\r"
_EDGES = " \t\n\r\f\v\xa0\u2002\u2003\u2009\u3000"
_ENDS = frozenset(("/a", "/ol", "/ul", "/pre"))
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


def lines_of(root: LexborNode) -> Lines:
    """Return the lines of an element and all that is in it, without what the page hides."""
    return lines_in(pieces(root))


def lines_in(markup: Sequence[Piece]) -> Lines:
    """Return the lines of an element as its parser wrote it, and of all that is in it, without what the page hides."""
    walker = _Walker(start_of(markup[0][0]))
    walker.read(markup)
    return walker.found


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


class _Walker:
    """Turns elements, as they begin and end, into lines."""

    def __init__(self, root: Start) -> None:
        self.found = Lines()
        self._parts: list[tuple[str, str]] = []
        self._at = -1  # the block that is open
        self._around: list[tuple[str, int]] = []  # of each open element its kind, and the block around it
        self._links: list[tuple[str, str, int]] = []
        self._counts: list[Numbering | None] = []
        self._ordinal = ""
        self._pre = 0
        self._open(root, "block")

    def read(self, markup: Sequence[Piece]) -> None:
        """Take in an element, which is open already, up to its end."""
        self._add(markup[0][2])
        rest = iter(markup[1:-1])
        for tag, _, text in rest:
            following = text
            if tag[0] == "/":
                self._close(tag)
            elif tag[0] == "!":
                self._mark("comment", plain(tag[3:-2]))
            else:
                start = start_of(tag)
                if start.is_plain:
                    self._open(start, start.kind)
                else:
                    following = self._enter(start, (tag, _, text), rest)
            # blanks that begin a line are cut off again; between elements there is little else
            if following and (self._parts or self._pre or following.strip(_BLANKS)):
                self._add(following)
        self._close("")

    def _enter(self, start: Start, piece: Piece, rest: Iterator[Piece]) -> str:
        """Open an element that is more than a block, or pass over it; return the text that follows."""
        name, attributes = start.name, start.attributes
        if name in ("br", "hr"):
            self._flush()
            return piece[2]
        if name in MEDIA:
            self._mark(name, attributes.get("src") or attributes.get("data") or "", attributes.get("alt") or attributes.get("title") or "")
        elif name == "meta":
            self._mark("meta", attributes.get("name") or "")
        if start.kind in ("unseen", "hidden"):
            passed = whole(piece, rest)
            if start.kind == "hidden":
                self.found.hidden.append(passed)
            return passed[-1][2]
        self._open(start, start.kind)
        if name in COUNTED:
            self._prepare(name, attributes)
        if is_void(name):
            self._close("")
        return piece[2]

    def _open(self, start: Start, kind: str) -> None:
        if kind == "block" and self._parts:
            self._flush()
        self._around.append((kind, self._at))
        if kind:
            blocks, above = self.found.blocks, self._at
            self._at = len(blocks)
            if above >= 0:
                blocks[above].children.append(self._at)
            blocks.append(Block(start.name, start.names, above, len(self.found.lines)))

    def _prepare(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "a":
            href, title = attributes.get("href") or attributes.get("onclick"), attributes.get("title") or attributes.get("download")
            self._links.append((href or "", title or "", len(self._parts)))
        elif name in ("ol", "ul"):
            self._counts.append(numbering(attributes) if name == "ol" else None)
        elif name == "li":
            count = self._counts[-1] if self._counts else None
            self._ordinal = count.next(attributes) if count else ""
        elif name == "pre":
            self._pre += 1

    def _close(self, tag: str) -> None:
        """Close the element that was opened last."""
        if tag in _ENDS:
            self._end(tag)
        kind, above = self._around.pop()
        if not kind:
            return
        if kind == "block" and self._parts:
            self._flush()
        lines, block = self.found.lines, self.found.blocks[self._at]
        if tag in ("/td", "/th") and block.first == len(lines):
            lines.append(Line("", 0, self._at))  # an empty cell is one of its row
        elif tag == "/li":
            self._ordinal = ""
        block.last = len(lines)
        if kind == "named" and self._parts and any(text.strip() for text, _ in self._parts):
            block.last += 1
        self._at = above

    def _end(self, tag: str) -> None:
        if tag == "/a":
            self._close_link()
        elif tag == "/pre":
            self._pre -= 1
        else:
            self._counts.pop()

    def _close_link(self) -> None:
        href, name, start = self._links.pop()
        shown = tidy("".join([text for text, _ in self._parts[start:]]))
        is_cut = "…" in shown or "..." in shown
        self._mark("link", href, name if name and is_cut else shown or name)

    def _mark(self, kind: str, value: str, name: str = "") -> None:
        self.found.marks.append(Mark(kind, value, len(self.found.lines), self._at, name))

    def _add(self, text: str) -> None:
        if "&" in text:
            text = plain(text)
        if not self._pre:
            self._parts.append((text, self._link() if self._links else ""))
            return
        *full, rest = text.replace("\r", "").split("\n")
        for line in full:
            self._parts.append((line, self._link()))
            self._flush()
        self._parts.append((rest, self._link()))

    def _link(self) -> str:
        """Return where the text that comes now leads: to a "file", which is part of its report, to another "page", or nowhere."""
        href = next((href for href, _, _ in self._links if href), "")
        return "file" if href and is_file(href) else "page" if href else ""

    def _flush(self) -> None:
        parts = self._parts
        text = tidy("".join([part for part, _ in parts]))
        if text:
            linked = filed = 0
            for part, link in parts:
                if link == "page":
                    linked += len(part.strip())
                elif link:
                    filed += len(part.strip())
            self.found.lines.append(Line(self._ordinal + text, min(linked, len(text)), self._at, min(filed, len(text))))
            self._ordinal = ""
        parts.clear()
