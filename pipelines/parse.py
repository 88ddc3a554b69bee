"""Markup that no parser chokes on: browsers, too, stop nesting elements at some depth."""

import re

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
# elements whose start and end tags people write in pairs; rows, cells, items and paragraphs often lack their ends
_PAIRED = frozenset(
    (
        *(
            "a",
            "abbr",
            "article",
            "aside",
            "b",
            "big",
            "blockquote",
            "center",
            "code",
            "del",
            "div",
            "dl",
            "em",
            "fieldset",
            "font",
            "form",
        ),
        *(
            "i",
            "ins",
            "label",
            "main",
            "nav",
            "ol",
            "s",
            "section",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "table",
            "tt",
            "u",
            "ul",
        ),
    )
)
_DEEPEST = 512


def shallow(text: str) -> str:
    """Return a page whose elements are nested no deeper than a browser nests them; those below lose their tags, never their text."""
    if text.count("<") < 2 * _DEEPEST:
        return text
    depth, done = 0, 0
    kept: list[str] = []
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _PAIRED:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth + bool(tag[1]) > _DEEPEST:
            kept.append(text[done : tag.start()])
            done = tag.end()
    return "".join([*kept, text[done:]]) if kept else text
