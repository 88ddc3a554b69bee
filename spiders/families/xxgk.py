"""Hanweb's 信息公开 module: a column page loads a catalogue, whose rows come as markup from `POST /module/xxgk/search.jsp`."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import TextResponse

from crawler.model import ListEntry
from spiders.lists.claims import entries_of
from spiders.lists.links import tree_of
from spiders.lists.pager import pages_in_words
from spiders.lists.posts import posted
from spiders.lists.replies import claim, sender_of
from spiders.lists.rows import section_entries
from spiders.lists.text import unescaped
from spiders.section import SectionSpider

_CALL = re.compile(r"""(?:https?://[^'"/\s]+)?/module/xxgk/(?:search|search_custom|subjectinfo|tree)\.jsp""")
_PAIR = re.compile(r"""\b(\w+)['"]?\s*[:=]\s*(?:'([^'\s+]*)'|"([^"\s+]*)"|([^'"&,;\s<>(){}]+))""")
_WORDS = ("vc_title", "vc_number", "vc_filenumber", "vc_all", "texttype", "fbtime")
_TABLE = {"infotypeId": "", "jdid": "1", "divid": "divlist", **dict.fromkeys(_WORDS, ""), "area": ""}
# the form of pages that follow the standard of 信息公开, as in Zhejiang
_STANDARD = {"divid": "", "infotypeId": "", "jdid": "1", "area": "", "unit": "", "keyWord": "", "sortfield": "compaltedate:0"}


class XxgkSpider(SectionSpider):
    """Column pages that name the catalogue's numbers; a table's rows are of the whole catalogue, so other columns' are left out."""

    family = "xxgk"

    def marks(self, response: TextResponse) -> list[str]:
        words = ("/module/xxgk/", "loadDynamic(", "zfxxgk_list_con", "infotypeId", "standardXxgk")
        return [word for word in words if word in response.text or word in response.url]

    def list_address(self, response: TextResponse) -> str:
        return sender_of(response) if _is_reply(response) else response.url

    def entries(self, response: TextResponse) -> list[ListEntry]:
        address = self.list_address(response)
        if self.select.rows:
            return super().entries(response)
        if not _is_reply(response):
            return section_entries(response.text, address) if _CALL.search(response.text) else super().entries(response)
        own = self._column(response)
        rows = _rows(tree_of(response.text))
        if not rows:
            return super().entries(response)
        kept = [row for row in rows if not own or any(f"art_{own}_" in link.get("href", "") for link in row.iter("a"))]
        return list(_claims(kept, address))

    def following(self, response: TextResponse) -> Request | None:
        if _is_reply(response):
            return self._after_reply(response)
        call = _CALL.search(response.text)
        if call is None or "<datastore>" in response.text or "dataproxy.jsp" in response.text:  # then the catalogue is a menu only
            return super().following(response)
        endpoint = re.sub(r"/tree\.jsp$", "/search.jsp", urljoin(response.url, call[0]))
        form = {**(_form(response) if endpoint.endswith("/search.jsp") else _framed(response.text[call.end() :])), "currpage": "1"}
        return _ask(endpoint, form, response.url, [])

    def _after_reply(self, response: TextResponse) -> Request | None:
        """Return the request for the next page, unless this one repeats the first or the one before it."""
        request = response.request
        form = _asked(response)
        addresses = [link.get("href", "") for row in _rows(tree_of(response.text)) for link in row.iter("a")]
        addresses = addresses or [entry.url for entry in self.entries(response)]
        known: list[list[str]] = request.meta.get("pages_known", []) if request else []
        page, pages = form.get("currpage") or "1", pages_in_words(response.text).pages
        if not page.isdigit() or not addresses or addresses in known or (pages and int(page) >= pages):
            return None
        turned = {**form, "currpage": str(int(page) + 1)}
        return _ask(response.url.partition("?")[0], turned, self.list_address(response), [*known[:1], addresses])

    def _column(self, response: TextResponse) -> str | None:
        """Return the column that a table's rows are to be of, None where what was asked names it to the endpoint."""
        column = re.search(r"/col(\d+)/", self.list_address(response))
        is_whole = urlsplit(response.url).path.endswith("/search.jsp") and "standardXxgk" not in _asked(response)
        return column[1] if column and is_whole else None


def _is_reply(response: TextResponse) -> bool:
    return "/module/xxgk/" in response.url


def _asked(response: TextResponse) -> dict[str, str]:
    """Return the form that a reply answers, as it was posted or as its address repeats it."""
    posted = response.request.body.decode() if response.request else ""
    return dict(parse_qsl(posted or urlsplit(response.url).query, keep_blank_values=True))


def _rows(tree: HtmlElement) -> list[HtmlElement]:
    standard = tree.xpath("//*[contains(@class, 'zfxxgk_list_con')]//li[.//a]")
    rows: list[HtmlElement] = standard or tree.xpath("//a[@mc]") or tree.xpath("//tr[.//a and not(.//tr)]")
    return rows or list(tree.xpath("//li[.//a and not(.//li)]"))


def _claims(rows: list[HtmlElement], base: str) -> Iterator[ListEntry]:
    """Yield what rows claim; some anchors carry title and date as attributes of their own, `mc` and `rq`."""
    for row in rows:
        told = next((link for link in row.iter("a") if link.get("mc")), None)
        entry = claim(base, told.get("href"), told.get("mc"), told.get("rq")) if told is not None else None
        yield from [entry] if entry else entries_of([row], base)


def _form(response: TextResponse) -> dict[str, str]:
    """Return the form of the first page: the numbers that stand around the calls in the page, and those of its own address."""
    near = "\n".join(response.text[max(0, call.start() - 400) : call.end() + 800] for call in _CALL.finditer(response.text))
    words = re.sub(r"""\b(?:src|href)\s*=\s*['"]""", " ", unescaped(near))  # else a frame's whole address is a value
    told = {name: single or double or bare for name, single, double, bare in _PAIR.findall(words)}
    column = re.search(r"/col(\d+)/", response.url)
    number = dict(parse_qsl(urlsplit(response.url).query)).get("number", "")
    own = {"infotypeId": number} if number else {}
    if told.get("standardXxgk") == "1":
        own |= {"divid": f"div{column[1]}" if column else "", "requestUrl": response.url, "standardXxgk": "1"}
        return {name: own.get(name) or told.get(name) or value for name, value in {**_STANDARD, **own}.items()}
    return {name: own.get(name) or told.get(name) or value for name, value in _TABLE.items()}


def _framed(after: str) -> dict[str, str]:
    """Return what a frame's address asks for, `after` being the rest of the page from its query on."""
    query = re.match(r"\?([^'\"\s<>]*)", after)
    return {**dict.fromkeys(_WORDS, ""), **dict(parse_qsl(unescaped(query[1]) if query else "", keep_blank_values=True))}


def _ask(endpoint: str, form: dict[str, str], column: str, known: list[list[str]]) -> Request:
    """Return the request for a page; a table's rows may all be of other columns and the walk goes on.

    What stands in a frame is asked for as the frame does, and as a form where that brings nothing.
    """
    address, meta = f"{endpoint}?{urlencode(form)}", {"pages_known": known}
    as_form = posted(address, urlencode(form), column).replace(meta=meta)
    if endpoint.endswith("/search.jsp"):
        return as_form.replace(cb_kwargs={"overlaps": True})
    return Request(address, headers={"Referer": column}, meta=meta, cb_kwargs={"otherwise": as_form})
