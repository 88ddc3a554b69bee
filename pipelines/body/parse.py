"""Markup that no parser chokes on: browsers, too, stop nesting elements at some depth."""

import re

from pipelines.body.tags import PAIRED

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_DEEPEST = 512


def shallow(text: str) -> str:
    """Return a page whose elements are nested no deeper than a browser nests them; those below lose their tags, never their text."""
    if text.count("<") < 2 * _DEEPEST:
        return text
    depth, done = 0, 0
    kept: list[str] = []
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in PAIRED:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth + bool(tag[1]) > _DEEPEST:
            kept.append(text[done : tag.start()])
            done = tag.end()
    return "".join([*kept, text[done:]]) if kept else text
