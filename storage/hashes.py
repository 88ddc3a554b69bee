"""Hashes, each tagged with its recipe, so that a change of recipe is seen and never splits what is the same."""

import hashlib
import re
import unicodedata
from functools import lru_cache

# white space, and what takes no room on the page: control and format characters, joiners, variation selectors, fillers
_UNSEEN = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)


def storable(text: str) -> str:
    """Return the text with a question mark for each half of a character, which a list that cuts titles can leave and no file can hold."""
    return text.encode(errors="replace").decode()


@lru_cache(maxsize=16)  # recording one report folds its text three times over, a millisecond each
def folded(text: str) -> str:
    """Return the text without what nobody sees, canonically composed: two texts that read alike are equal.

    Composed is NFC and not NFKC: whether a comma is printed as , or as ， is something a publisher edits.
    """
    return unicodedata.normalize("NFC", _UNSEEN.sub("", storable(text)))


def content_hash(text: str) -> str:
    """Return the hash of what a text says, blind to white space and zero-width characters."""
    return "t1:" + hashlib.sha256(folded(text).encode()).hexdigest()


def text_hash(text: str) -> str:
    """Return the hash of a text as it is, paragraphs and blanks included."""
    return "x1:" + hashlib.sha256(storable(text).encode()).hexdigest()


def page_hash(body: bytes) -> str:
    """Return the hash of a page's bytes."""
    return "b1:" + hashlib.sha256(body).hexdigest()
