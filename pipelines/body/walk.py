"""The lines of a page out of its markup: what becomes of each element as it begins and ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from operator import length_hint

from selectolax.lexbor import LexborNode

from pipelines.body.again import APART, Moment, keep, last_alike
from pipelines.body.lines import Block, Line, Lines, Mark, tidy
from pipelines.body.markup import Piece, is_void, pieces, plain, whole
from pipelines.body.ordinals import Numbering, numbering
from pipelines.body.starts import COUNTED, Start, start_of
from pipelines.body.tags import MEDIA
from pipelines.files.links import is_file

_BLANKS = " \t\n\r"
_ENDS = frozenset(("/a", "/ol", "/ul", "/pre"))


def lines_of(root: LexborNode) -> Lines:
    """Return the lines of an element and all that is in it, without what the page hides."""
    return lines_in(pieces(root))


def lines_in(markup: Sequence[Piece]) -> Lines:
    """Return the lines of an element as its parser wrote it, and of all that is in it, without what the page hides.

    They share with those of the pages read before what these began with: a block is never changed once its element has ended.
    """
    walker = _Walker(start_of(markup[0][0]))
    if known := last_alike(markup):
        walker.resume(*known)
    walker.read(markup)
    keep(markup, walker.found, walker.moments)
    return walker.found


class _Walker:
    """Turns elements, as they begin and end, into lines."""

    def __init__(self, root: Start) -> None:
        self.found = Lines()
        self.moments: list[Moment] = []
        self._parts: list[tuple[str, str]] = []
        self._at = -1  # the block that is open
        self._around: list[tuple[str, int]] = []  # of each open element its kind, and the block around it
        self._links: list[tuple[str, str, int]] = []
        self._counts: list[Numbering | None] = []
        self._ordinal = ""
        self._pre = 0
        self._open(root, "block")

    def resume(self, found: Lines, moments: Sequence[Moment]) -> None:
        """Stand where another walker stood at the last of the moments, with what it had found until then."""
        self.found, self.moments, at = found, list(moments), moments[-1]
        self._at, self._around, self._parts, self._links = at.block, [*at.around], [*at.parts], [*at.links]
        self._counts, self._ordinal, self._pre = _copied(at.counts), at.ordinal, at.pre

    def read(self, markup: Sequence[Piece]) -> None:
        """Take in an element, which is open already, up to its end, or what is left of it."""
        if not self.moments:
            self._add(markup[0][2])
        rest = iter(markup[self.moments[-1].pieces if self.moments else 1 : -1])
        self._take(rest)
        while left := length_hint(rest):
            self.moments.append(self._moment(len(markup) - 1 - left))
            self._take(rest)
        self._close("")

    def _moment(self, pieces: int) -> Moment:
        found = self.found
        sizes = len(found.lines), len(found.blocks), len(found.marks), len(found.hidden)
        around, parts, links = tuple(self._around), tuple(self._parts), tuple(self._links)
        return Moment(pieces, *sizes, self._at, around, parts, links, _copied(self._counts), self._ordinal, self._pre)

    def _take(self, rest: Iterator[Piece]) -> None:
        """Take in some pieces."""
        for tag, _, text in islice(rest, APART):
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


def _copied(counts: Sequence[Numbering | None]) -> list[Numbering | None]:
    return [replace(count) if count else None for count in counts]
