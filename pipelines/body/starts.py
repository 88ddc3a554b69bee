"""What the start of an element comes to in the lines of a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipelines.body.markup import attributes_of, is_void, name_of
from pipelines.body.tags import BLOCKS, MEDIA, UNSEEN

COUNTED = frozenset(("a", "ol", "ul", "li", "pre"))  # those of which it counts what is open
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDING = re.compile(r"(?:^|\s)(?:ng-hide|hidden|hide|d-none|sr-only|visually-hidden)(?:\s|$)", re.IGNORECASE)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Start:
    """The start of an element: what becomes of it is "unseen" or "hidden", "block", "named" (kept, but it breaks no line) or ""."""

    name: str
    attributes: dict[str, str]
    kind: str
    names: str
    is_plain: bool  # opened and nothing else


@lru_cache(maxsize=1 << 12)  # the elements of a page, and the pages of a site, repeat each other's
def start_of(tag: str) -> Start:
    """Return what a start tag, without its angle brackets, comes to."""
    name, attributes = name_of(tag), attributes_of(tag)
    kind = _kind(name, attributes)
    is_plain = kind not in ("unseen", "hidden") and not (name in COUNTED or name in MEDIA or name in ("br", "hr", "meta") or is_void(name))
    return Start(name, attributes, kind, f"{attributes.get('id', '')} {attributes.get('class', '')}", is_plain)


def _kind(name: str, attributes: Mapping[str, str]) -> str:
    style, names = attributes.get("style", ""), attributes.get("class", "")
    if name in UNSEEN:
        return "unseen"
    if _HIDDEN.search(style) or _HIDING.search(names) or "hidden" in attributes:
        return "hidden"
    if name in BLOCKS or _SHOWN_AS_BLOCK.search(style):
        return "block"
    return "named" if "id" in attributes or "class" in attributes else ""
