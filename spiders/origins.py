"""From a report's address to the address of its list, by the shapes that content management systems give both."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

_HEX = "[0-9a-f]{24,32}"
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MONTH = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])"
_DAY = rf"{_MONTH}(?:0[1-9]|[12]\d|3[01])"  # eight digits alone may be any number


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one system names reports, and what their list is named; None where only a link on the report's page tells."""

    report: re.Pattern[str]
    lists: str | None = None


def _shape(report: str, lists: str | None = None) -> _Shape:
    return _Shape(re.compile(report, re.IGNORECASE), lists)


# the first that fits decides, so strict shapes stand before loose ones
_SHAPES = (
    _shape(r"(?P<site>.*)/art/\d{4}/\d{1,2}/\d{1,2}/art_(?P<column>\d+)_\d+\.html", "{site}/col/col{column}/index.html"),
    _shape(rf"(?P<folder>.*)/art/\d{{4}}/art_{_HEX}\.html", "{folder}/index.html"),
    _shape(rf"(?P<folder>.*)/{_MONTH}/t(?:19|20)\d{{6}}_\d+\.s?html?", "{folder}/"),
    _shape(r"(?P<site>.*)/gkmlpt/content/\d+/\d+/m?post_\d+\.html", "{site}/gkmlpt/index"),
    _shape(r"(?P<folder>.*)/pc/content/(?:.*/)?content_\d{15,}\.html", "{folder}/pc/list.html"),
    _shape(r"(?P<folder>.*)/content/m?post_\d+\.s?html", "{folder}/"),
    _shape(rf"(?P<site>.*)/(?P<column>[\w-]+)/content/{_UUID}\.html", "{site}/{column}/{column}.html"),
    _shape(rf"(?P<folder>/columns/{_UUID})/{_MONTH}/\d\d/{_UUID}\.html", "{folder}/index.html"),
    _shape(r"(?P<site>.*)/public/(?P<organ>\d+)/\d+\.html", "{site}/public/column/{organ}?type=4&action=list"),
    _shape(r"(?P<folder>.*)/e/action/ShowInfo\.php\?(?:.*&)?classid=(?P<column>\d+).*", "{folder}/e/action/ListInfo/?classid={column}"),
    _shape(
        r"(?P<file>.*/index\.php)\?(?=.*\bm=content\b)(?=.*\ba=show\b)(?:.*&)?catid=(?P<column>\d+).*",
        "{file}?m=content&c=index&a=lists&catid={column}",
    ),
    _shape(r"(?P<site>.*)/contents/(?P<column>\d+)/\d+\.html", "{site}/channels/{column}.html"),
    _shape(rf"(?P<folder>.*)/{_DAY}\d{{4,}}/index\.s?html", "{folder}/"),
    # a folder of digits below one of digits is a column's
    _shape(r"(?P<folder>(?:/[\w-]+)*/(?=[\w-]*[a-z])[\w-]+)/\d{5,9}/index\.s?html", "{folder}/"),
    _shape(r"(?P<folder>.*/\d+)/content_\d{4,}\.s?html?", "{folder}/"),
    _shape(r"(?P<site>.*)/articles/(?P<column>ch\d+)/\d{6}/[\w-]+\.shtml", "{site}/channels/{column}/"),
    _shape(r"(?P<folder>.*)/(?P<site>site_\w+)/(?P<column>channel_[0-9a-f]{24})/doc_[0-9a-f]{24}\.html", "{folder}/{site}/{column}/"),
    _shape(rf".*/(?P<category>(?:\d{{3}}){{2,}})/20\d{{6}}/{_UUID}\.html", "/dynamic/zwgk/govInfoPub.html?categorynum={category}"),
    # their lists have names of their own
    _shape(rf".*/c?[\w-]+/{_MONTH}/(?:{_HEX}|\d+|c0[01]_\d+)\.shtml"),
    _shape(rf".*/\w+/20\d\d/\d{{1,2}}/\d{{1,2}}/{_HEX}\.shtml"),
    _shape(r".*/c\d+/c\d+/content\.s?html"),
    _shape(r".*/c\d{5,}/content\.html"),
    _shape(r".*/doc/\d{4}/\d\d/\d\d/\d+\.shtml"),
    _shape(r".*/info/\d+/\d+\.htm"),
    _shape(r".*/content\.jsp\?(?:.*&)?urltype=news\.NewsContentUrl.*"),
    _shape(r".*/public/content/\d+"),
    _shape(r"(?:/[a-z]\w*)+/\d{7,10}\.html"),
    _shape(rf".*/{_DAY}/(?:{_UUID}|{_HEX}|\d+)\.html?"),
    _shape(rf".*/{_DAY}/[0-9a-f]{{16,}}/c\.html"),
    _shape(r".*/20\d\d-\d\d-\d\d/\d+\.html?"),
    _shape(r".*/20\d\d-\d\d/\d\d/(?:content|c)_\d+\.s?html?"),
    _shape(r".*/(?:ARTI\w{8,}|pnidpv\d+)\.s?html"),
    _shape(r".*/portal/article/[\w-]+/\w+"),
    _shape(r".*/eportal/ui\?(?:.*&)?articleKey=\d.*"),
    _shape(r".*/nrglIndex\.action\?(?:.*&)?messageID=\w.*"),
    _shape(r".*/plus/view\.php\?(?:.*&)?aid=\d.*"),
    _shape(r".*/\d{4,}\.thtml"),
    _shape(r"(?:/\w+)*/20\d\d/\d\d-\d\d/\d+\.html"),
    _shape(r".*/Content-\d+\.html"),
    _shape(r".*/content/.*/?content_\d{15,}\.html"),
    _shape(rf".*/(?:show|article)/?{_HEX}\.html"),
    _shape(rf".*/html/\w+/{_MONTH}/\d+\.html"),
    _shape(r"/(?:[\w-]+/)+\d{4,}\.jhtml"),
)


def is_origin_known(url: str) -> bool:
    """Say whether an address has the shape of a report's in one of the systems of the table."""
    return _of(url) is not None


def list_of(url: str) -> str | None:
    """Return the address of the list that a report stands in, None where its own address does not tell."""
    found = _of(url)
    if found is None or found[0].lists is None:
        return None
    return urljoin(url, found[0].lists.format(**found[1].groupdict()))


def _of(url: str) -> tuple[_Shape, re.Match[str]] | None:
    parts = urlsplit(url)
    whole = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return next(
        ((shape, found) for shape in _SHAPES if (found := shape.report.fullmatch(whole) or shape.report.fullmatch(parts.path))), None
    )
