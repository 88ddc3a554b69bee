"""The text of a page, line by line, as a browser shows it: nothing added, nothing lost."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from pipelines.body.ordinals import Numbering, numbering
from pipelines.body.tags import BLOCKS, MEDIA, UNSEEN
from pipelines.files.links import is_file

_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDING = re.compile(r"(?:^|\s)(?:ng-hide|hidden|hide|d-none|sr-only|visually-hidden)(?:\s|$)", re.IGNORECASE)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)\b", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))
_BLANKS = " \t\n\r"
_EDGES = " \t\n\r\f\v\xa0\u2002\u2003\u2009\u3000"
_COUNTED = frozenset(("a", "ol", "ul", "li", "pre"))
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
    hidden: list[LexborNode] = field(default_factory=list)


def lines_of(root: LexborNode) -> Lines:
    """Return the lines of an element and all that is in it, without what the page hides."""
    walker = _Walker(root)
    path: list[LexborNode] = []
    node = root.child
    while node is not None or path:
        if node is None:
            node = path.pop()
            walker.leave(node.tag or "")
            node = node.next
        elif walker.enter(node):
            path.append(node)
            node = node.child
        else:
            node = node.next
    walker.leave("")
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
    """Turns elements, as they are entered and left, into lines."""

    def __init__(self, root: LexborNode) -> None:
        self.found = Lines()
        self._parts: list[tuple[str, str]] = []
        self._kinds: list[str] = []  # of each open element: "block", "named" (kept, but it breaks no line) or ""
        self._open: list[int] = []  # the blocks among them
        self._links: list[tuple[str, str, int]] = []
        self._counts: list[Numbering | None] = []
        self._ordinal = ""
        self._pre = 0
        self._push("block", root.tag or "body", root.attributes)

    def enter(self, node: LexborNode) -> bool:
        """Take in an element, a text or a comment; say whether to go inside."""
        if node.is_text_node:
            text = node.text_content or ""
            # blanks that begin a line are cut off again; between elements there is little else
            if self._parts or self._pre or text.strip(_BLANKS):
                self._add(text)
            return False
        if node.is_comment_node:
            self._mark("comment", node.comment_content or "")
            return False
        return node.is_element_node and self._enter_element(node, node.tag or "")

    def leave(self, tag: str) -> None:
        """Close the element that was entered last."""
        if tag == "a":
            self._close_link()
        elif tag in ("ol", "ul"):
            self._counts.pop()
        elif tag == "pre":
            self._pre -= 1
        kind = self._kinds.pop()
        if kind:
            self._close(kind, tag)

    def _enter_element(self, node: LexborNode, tag: str) -> bool:
        if tag in ("br", "hr"):
            self._flush()
            return False
        attributes = node.attributes
        if tag in MEDIA:
            self._mark(tag, attributes.get("src") or attributes.get("data") or "", attributes.get("alt") or attributes.get("title") or "")
        elif tag == "meta":
            self._mark("meta", attributes.get("name") or "")
        if tag in UNSEEN:
            return False
        style, names = attributes.get("style"), attributes.get("class")
        is_hidden, breaks = _styled(style or "", names or "") if style or names else (False, False)
        if is_hidden or "hidden" in attributes:
            self.found.hidden.append(node)
            return False
        kind = "block" if breaks or tag in BLOCKS else "named" if "id" in attributes or "class" in attributes else ""
        self._push(kind, tag, attributes)
        if tag in _COUNTED:
            self._prepare(tag, attributes)
        return True

    def _push(self, kind: str, tag: str, attributes: dict[str, str | None]) -> None:
        self._kinds.append(kind)
        if kind == "block":
            self._flush()
        if kind:
            blocks, parent = self.found.blocks, self._open[-1] if self._open else -1
            if parent >= 0:
                blocks[parent].children.append(len(blocks))
            self._open.append(len(blocks))
            names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}" if attributes else " "
            blocks.append(Block(tag, names, parent, len(self.found.lines)))

    def _prepare(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "a":
            href, name = attributes.get("href") or attributes.get("onclick"), attributes.get("title") or attributes.get("download")
            self._links.append((href or "", name or "", len(self._parts)))
        elif tag in ("ol", "ul"):
            self._counts.append(numbering(attributes) if tag == "ol" else None)
        elif tag == "li":
            count = self._counts[-1] if self._counts else None
            self._ordinal = count.next(attributes) if count else ""
        elif tag == "pre":
            self._pre += 1

    def _close(self, kind: str, tag: str) -> None:
        block = self.found.blocks[self._open[-1]]
        if kind == "block":
            self._flush()
        if tag in ("td", "th") and block.first == len(self.found.lines):
            self.found.lines.append(Line("", 0, self._open[-1]))  # an empty cell is one of its row
        if tag == "li":
            self._ordinal = ""
        self._open.pop()
        block.last = len(self.found.lines) + (kind == "named" and any(text.strip() for text, _ in self._parts))

    def _close_link(self) -> None:
        href, name, start = self._links.pop()
        shown = tidy("".join([text for text, _ in self._parts[start:]]))
        is_cut = "…" in shown or "..." in shown
        self._mark("link", href, name if name and is_cut else shown or name)

    def _mark(self, kind: str, value: str, name: str = "") -> None:
        self.found.marks.append(Mark(kind, value, len(self.found.lines), self._open[-1], name))

    def _add(self, text: str) -> None:
        if not self._pre:
            self._parts.append((text, self._link()))
            return
        *whole, rest = text.replace("\r", "").split("\n")
        for line in whole:
            self._parts.append((line, self._link()))
            self._flush()
        self._parts.append((rest, self._link()))

    def _link(self) -> str:
        """Return where the text that comes now leads: to a "file", which is part of its report, to another "page", or nowhere."""
        href = next((href for href, _, _ in self._links if href), "") if self._links else ""
        return "file" if href and is_file(href) else "page" if href else ""

    def _flush(self) -> None:
        if not self._parts:
            return
        text = tidy("".join([part for part, _ in self._parts]))
        if text:
            counts = {"page": 0, "file": 0}
            for part, link in self._parts:
                if link:
                    counts[link] += len(part.strip())
            linked, filed = min(counts["page"], len(text)), min(counts["file"], len(text))
            self.found.lines.append(Line(self._ordinal + text, linked, self._open[-1], filed))
            self._ordinal = ""
        self._parts.clear()


@lru_cache(maxsize=1 << 12)  # the elements of a page, and the pages of a site, repeat each other's
def _styled(style: str, names: str) -> tuple[bool, bool]:
    """Say whether an element is hidden, and whether it is made to begin and end lines."""
    is_hidden = bool(_HIDDEN.search(style) or _HIDING.search(names))
    return is_hidden, _SHOWN_AS_BLOCK.search(style) is not None
