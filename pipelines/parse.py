"""Markup to a tree, as a browser builds it, without the depth that would take a parser minutes."""

import re

from selectolax.lexbor import LexborHTMLParser

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
# elements whose start and end tags people write in pairs
_PAIRED = frozenset(
    "a abbr article aside b big blockquote center code dd del div dl em fieldset font form h1 h2 h3 h4 h5 h6 i ins label main nav ol s section"
    " small span strike strong sub sup table tbody td tr tt u ul".split()  # noqa: SIM905 (reads as the list it is)
)
# browsers stop at 512; real pages with Word's unclosed spans stay below this
_DEEPEST = 1500


def parse(text: str) -> LexborHTMLParser:
    """Return the tree of a page; elements deeper than any author nests them lose their tags, never their text."""
    return LexborHTMLParser(_shallow(text) if text.count("<") > 2 * _DEEPEST else text)


def _shallow(text: str) -> str:
    depth, done, kept = 0, 0, []
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _PAIRED:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth + bool(tag[1]) > _DEEPEST:
            kept.append(text[done : tag.start()])
            done = tag.end()
    return "".join([*kept, text[done:]]) if kept else text
