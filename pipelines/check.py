"""Is this a page of its site at all, or what stands in its way: a block, a challenge, a login, an error page, a list, a shell?

Recognition only: nothing here answers a challenge or goes around one.
"""

import re
from urllib.parse import urlsplit

from crawler.errors import BlockedError, CollectionError, CutOffError, ExtractionError, IndexPageError, LoginError, MissingError
from crawler.instead import Finding, Shown, said_by
from crawler.instead import shown as shown_by
from crawler.model import Page
from crawler.whole import is_cut_off
from pipelines.indexes import is_index

_STATUSES: dict[int, type[CollectionError]] = {404: MissingError, 410: MissingError, 401: LoginError}
_HEADER_LINE = re.compile(r"(?:发布|发文|成文|更新)?(?:时间|日期)\s*[:：]?\s*(?:19|20)\d\d\s*[-/.年]")
_OF_SENTENCES = r"[\u4e00-\u9fff，。、；：“”（）《》\d]"
_SENTENCE = re.compile(_OF_SENTENCES + "{45,}")
_STEP = 15
_DENSE = re.compile(_OF_SENTENCES + "{3,}")  # as often as steps go into the least sentence


def check(page: Page, text: str) -> None:
    """Let a page of its site pass; `text` is the decoded page, markup and all.

    Raises `BlockedError` or one of its kinds for what stands in place of the page, `ExtractionError` for a page that only
    scripts would write. A page that tells something at length passes, whatever words it uses, and so does one that a person
    has vouched for.
    """
    status = _of_status(page.status)
    if status is None and not page.is_vouched and is_cut_off(text):
        raise CutOffError(f"{page.url}: found a page that breaks off in its middle, expected a whole one")
    if page.is_vouched or (status is None and _is_prose(text)):
        return
    shown = shown_by(text[:600_000])
    if status is None and _HEADER_LINE.search(shown.words):
        return
    found = None if status is None and len(shown.words) > 800 else said_by(text, shown)
    if status is None:
        found = found or _moved_home(page) or _shell(text, shown) or _index(page, text, shown)
    if status and found:
        raise found[0](f"{page.url}: found HTTP {page.status} with {found[1]}, expected a report")
    if reason := status or found:
        raise reason[0](f"{page.url}: found {reason[1]}, expected a report")


def _of_status(status: int) -> Finding | None:
    if status == 200 or (200 < status < 400 and status != 202):
        return None
    words = {
        202: "HTTP 202 (no answer yet)",
        412: "HTTP 412 (as challenges answer)",
        468: "HTTP 468 (cloud protection)",
        521: "HTTP 521 (加速乐)",
    }
    return _STATUSES.get(status, BlockedError), words.get(status, f"HTTP {status}")


def _is_prose(text: str) -> bool:
    """Say whether sentences of a length that no error page has stand in the markup, without parsing it."""
    body, length = text[max(text.find("<body"), 0) :], 0
    # a look at every fifteenth letter tells the few places where so many stand together
    for dense in _DENSE.finditer(body[::_STEP]):
        first, after = _STEP * dense.start(), _STEP * dense.end()
        found = _SENTENCE.findall(body, max(first - _STEP + 1, 0), after)
        length += sum(len(sentence) for sentence in found if not sentence.isascii())  # a number is none
        if length > 800:
            return True
    return False


def _moved_home(page: Page) -> Finding | None:
    """Return a finding where the address of a report has answered with the home page of its site."""
    home = re.fullmatch(r"/?(?:index\.\w+)?", urlsplit(page.url).path)
    if page.entry is None or not home or re.fullmatch(r"/?(?:index\.\w+)?", urlsplit(page.entry.url).path):
        return None
    return MissingError, "the home page of its site"


def _index(page: Page, text: str, shown: Shown) -> Finding | None:
    is_list = is_index(text[:600_000], shown.words, page.entry.title if page.entry else "")
    return (IndexPageError, f"a list of links titled {shown.title[:40]!r}") if is_list else None


def _shell(text: str, shown: Shown) -> Finding | None:
    if shown.everything > 20 or shown.has_media or not text.strip():
        return None
    return ExtractionError, "an empty shell that scripts would fill" if "<script" in text.lower() else "a page without words"
