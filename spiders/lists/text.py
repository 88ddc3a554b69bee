"""A list page in the encoding it is really in, which its header or META may misname; its scripts' words as a browser reads them."""

import html
import re

from scrapy.http import Response, TextResponse

from crawler.decode import decode
from crawler.errors import BrokenListError, ExtractionError, ListError
from crawler.whole import is_cut_off


def readable(response: Response, encoding: str | None = None) -> TextResponse:
    """Return a response whose text is decoded as reports are; `encoding` is what its row says. Raise `ListError` for no whole text."""
    if not isinstance(response, TextResponse):
        raise ListError("found no text, expected a list page")
    header = (response.headers.get("Content-Type") or b"").decode("latin-1")
    try:
        found = decode(response.body, header, encoding)
    except ExtractionError as error:
        raise ListError(str(error).partition(": ")[2]) from error
    if is_cut_off(found.text):
        raise BrokenListError("found a page that breaks off in its middle, expected a whole one")
    return response.replace(encoding=found.encoding)


def unescaped(words: str) -> str:
    """Return words of a page with its entities resolved; `&currentPage=` and the like are none, for all that they begin like one."""
    return re.sub(r"&#?\w+;", lambda found: html.unescape(found[0]), words)
