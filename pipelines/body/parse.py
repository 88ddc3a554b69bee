"""Markup that no parser chokes on: browsers, too, stop nesting elements at some depth."""

import re
from itertools import accumulate

from pipelines.body.tags import PAIRED

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_NAME = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)")
_DEEPEST = 512


class _Steps(dict[str, int]):
    """How much deeper what follows a tag is nested, by its name as it is written."""

    def __missing__(self, name: str) -> int:
        if len(self) > 10_000:  # pages may make up names without end
            self.clear()
        self[name] = (-1 if name[0] == "/" else 1) if name.lower().removeprefix("/") in PAIRED else 0
        return self[name]


_STEPS = _Steps()


def shallow(text: str) -> str:
    """Return a page whose elements are nested no deeper than a browser nests them; those below lose their tags, never their text."""
    if text.count("<") < 2 * _DEEPEST or _depth(text) < _DEEPEST:
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


def _depth(text: str) -> int:
    """Return how deep the elements of a page are nested at most, or more; without a loop, as nearly all pages need no more."""
    depths = list(accumulate(map(_STEPS.__getitem__, _NAME.findall(text)), initial=0))
    return max(depths) - min(depths)
