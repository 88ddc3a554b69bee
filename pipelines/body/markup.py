"""Markup as a parser wrote it out again: every element closed, every value quoted, every sign of markup within a text escaped.

To read what a parser writes of a tree takes half as long as to walk the tree node by node, and serves more than one reader.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape, unescape

from selectolax.lexbor import LexborNode

# a tag without its angle brackets, the bracket that closed it, and the text that follows it up to the next one, with its escapes
Piece = tuple[str, str, str]

# what is written without escaping: comments, processing instructions, and elements that hold no markup
_OPAQUE = re.compile(
    r"<(?:!--(?P<comment>.*?)--|\?[^>]*|(?P<start>(?P<name>script|style|iframe|noframes|noembed|xmp|plaintext)\b[^>]*)>(?P<held>.*?)</(?P=name))>",
    re.DOTALL,
)
_SHOWN = frozenset(("noembed", "xmp", "plaintext"))  # of these, those that a page shows the content of
_ATTRIBUTE = re.compile(r' (=?[^ =]*)="([^"]*)"')
_VOID = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)


def pieces(root: LexborNode) -> Sequence[Piece]:
    """Return an element as its tags, from its own start to its own end, with the texts behind them.

    A comment is a tag that begins with `!--`. Scripts, styles and frames come without what they hold.
    """
    written = _OPAQUE.sub(_closed, _written(root))
    cut = written.split("<")[1:]
    # the name of an attribute may hold what begins a tag, as in <p class="a"<span>
    return [piece.partition(">") for piece in (cut if len(cut) == written.count(">") else _joined(iter(cut)))]


def plain(text: str) -> str:
    """Return a text, or the value of an attribute, without its escapes."""
    return unescape(text) if "&" in text else text


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of the start of an element."""
    _, blank, rest = tag.partition(" ")
    return {name: plain(value) for name, value in _ATTRIBUTE.findall(blank + rest)}


def whole(start: Piece, following: Iterator[Piece]) -> list[Piece]:
    """Return an element up to its own end, which with the text behind it is the last of its pieces."""
    name = name_of(start[0])
    found, depth = [start], int(name not in _VOID)
    while depth:
        piece = next(following)
        found.append(piece)
        depth += (name_of(piece[0]) == name and 1) - (piece[0] == f"/{name}" and 1)
    return found


@lru_cache(maxsize=1 << 12)  # the elements of a page, and the pages of a site, repeat each other's
def name_of(tag: str) -> str:
    """Return the name of the element that a tag begins or, with a slash, ends."""
    return tag.partition(" ")[0]


def is_void(name: str) -> bool:
    """Say whether elements of a name have no end."""
    return name in _VOID


def _written(root: LexborNode) -> str:
    """Return an element as its parser writes it, without the scripts that do not end where they seem to."""
    written = root.html or ""
    for script in root.css("script") if "<!--" in written else ():
        if "<!--" in script.text():  # up to the end of that, tags of another script do not count (HTML, 13.2.5.20)
            written = written.replace(script.html or "", "", 1)
    return written


def _closed(found: re.Match[str]) -> str:
    """Return what a parser wrote without escaping as it would be with it, or without what no page shows."""
    name = found["name"]
    if name is None:
        return f"<!--{escape(found['comment'])}-->" if found["comment"] is not None else ""
    return f"<{found['start']}>{escape(found['held'], quote=False) if name in _SHOWN else ''}</{name}>"


def _joined(cut: Iterator[str]) -> Iterator[str]:
    for piece in cut:
        joined = piece
        while ">" not in joined:
            joined = f"{joined}<{next(cut)}"
        yield joined
