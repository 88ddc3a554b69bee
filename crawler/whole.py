"""Is a page there to its end? A server that announces too few bytes, or none and hangs up, cuts it without a word."""

import re

# what may hold a body or a list: their end tags are not optional, as those of p, li and td are (HTML, 13.1.2.4)
_HOLDERS = re.compile(r"<(/?)(div|ul|ol|table|section|article|main|form|span|script|style)\b", re.IGNORECASE)
_UNSHOWN = re.compile(r"<!--.*?-->|<(script|style|textarea)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_END = re.compile(r"</(?:body|html)\b", re.IGNORECASE)


def is_cut_off(text: str) -> bool:
    """Say whether a page of markup ends before its body does, inside of what it has opened.

    Both are asked, because either is met on whole pages: some leave out the end tags of html and body, which are optional, and
    many close a div less than they open.
    """
    if not re.search("<(?:html|body)", text[:4096], re.IGNORECASE) or _END.search(text, max(len(text) - 4096, 0)) or _END.search(text):
        return False
    shown = _UNSHOWN.sub("", text)
    return "<" in text.rpartition(">")[2] or "<!--" in shown or bool(_open_at_the_end(shown))


def _open_at_the_end(shown: str) -> list[str]:
    """Return the elements that were opened and not closed; an end tag that nothing belongs to is passed over."""
    opened: list[str] = []
    for end, name in ((found[1], found[2].lower()) for found in _HOLDERS.finditer(shown)):
        if not end:
            opened.append(name)
        elif name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name) :]
    return opened
