"""Jiangxi's intensive platform: a column page is a template without rows, which come as JSON from `POST /queryList`."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.model import ListEntry, Page
from spiders.families.querylist_json import entry_of, markup_of, results_of, said_by
from spiders.lists.held import page_of_record
from spiders.lists.objects import total_in
from spiders.lists.posts import posted
from spiders.lists.replies import sender_of
from spiders.lists.rows import section_entries
from spiders.lists.turns import full_page, is_last
from spiders.section import SectionSpider
from spiders.walk import ListSize

_CALLS = re.compile(r"(?:\bparams\w*\s*=|loadPageData\()\s*\{(.*?)\}", re.DOTALL)
_PAIR = re.compile(r"""['"]?(\w+)(?:\[\])?['"]?\s*:\s*(\[[^\]]*\]|'[^']*'|"[^"]*"|\d+|true|false)""")
_WORD = re.compile(r"""'([^']*)'|"([^"]*)"|(\w+)""")
_MARKS = re.compile(r"/queryList|loadPageData\(|text/x-handlebars-template|jquery\.jpage\.js|webSiteCode|channelCode")
_FORM = {"dataBefore": "", "dataAfter": "", "notReturnContent": "false", "showMode": "normal", "groupSize": "1"}
_BAR = {"barPosition": "bottom", "titleMax": "34", "themeName": "lucidity"}


class QueryListSpider(SectionSpider):
    """Columns `/{site}/col/colN/index.html`; how many entries they have is not told, so a page that is not full is the last."""

    family = "querylist"

    def marks(self, response: TextResponse) -> list[str]:
        return sorted(set(_MARKS.findall(response.text)))[:4]

    def list_address(self, response: TextResponse) -> str:
        return sender_of(response) if results_of(response) is not None else response.url

    def entries(self, response: TextResponse) -> list[ListEntry]:
        results = results_of(response)
        if results is not None:
            found = [entry_of(result, self.list_address(response)) for result in results]
            return [entry for entry in found if entry is not None]
        if self.select.rows or _call(response) is None:
            return super().entries(response)
        return section_entries(response.text, response.url)  # rows of other sections are a sidebar's

    def page_of(self, entry: ListEntry, response: TextResponse) -> Page | None:
        for result in results_of(response) or []:
            if entry_of(result, self.list_address(response)) == entry and (markup := markup_of(result)):
                return page_of_record(entry, markup, said_by(result), response.url, self.site)
        return None

    def list_size(self, response: TextResponse) -> ListSize:
        results = results_of(response)
        return ListSize() if results is None else ListSize(records=total_in(response.text, len(results)))

    def following(self, response: TextResponse) -> Request | None:
        results = results_of(response)
        if results is not None:
            return self._after_reply(response, len(results))
        values = _call(response)
        if values is None:
            return super().following(response)
        endpoint = urljoin(response.url, "/queryList")
        return _ask(endpoint, _form(values), response.url, overlaps=bool(self.entries(response)))

    def _after_reply(self, response: TextResponse, held: int) -> Request | None:
        asked = parse_qsl(response.request.body.decode(), keep_blank_values=True) if response.request else []
        size, page = (dict(asked).get(name, "") for name in ("pageSize", "current"))
        if not page.isdigit():
            return None
        if is_last(response, int(page), held, total=total_in(response.text, held), asked=int(size) if size.isdigit() else None):
            return None
        turned = [(name, str(int(page) + 1) if name == "current" else value) for name, value in asked]
        following = _ask(response.url, turned, self.list_address(response))
        return following.replace(meta={"full_page": full_page(response, held)})


def _call(response: TextResponse) -> dict[str, list[str]] | None:
    """Return the values by which the page's script asks for its list: those of its own column, or else the first."""
    if "channelCode" not in response.text:
        return None
    calls = [{name: _values(value) for name, value in _PAIR.findall(call)} for call in _CALLS.findall(response.text)]
    lists = [call for call in calls if call.get("channelCode")]
    folders = urlsplit(response.url).path.split("/")
    return next((call for call in lists if set(call["channelCode"]) & set(folders)), lists[0] if lists else None)


def _values(written: str) -> list[str]:
    return ["".join(forms) for forms in _WORD.findall(written)]


def _form(values: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return the form of the first page, in the script's own words where it has them."""
    size = values.get("perPage", values.get("pageSize", ["15"]))
    usual = {name: [value] for name, value in {**_FORM, **_BAR}.items()}
    container = {"templateContainerId": [f"div{unit}" for unit in values.get("unitid", [])]}
    needed = {"current": ["1"], "notReturnContent": ["false"]}  # the reports' own pages may have no text but a script's
    own = {**usual, **container, **values, **needed, "perPage": size, "pageSize": size}
    arrays = ("webSiteCode", "channelCode")
    return [(f"{name}[]" if name in arrays else name, value) for name, found in own.items() for value in found]


def _ask(endpoint: str, form: list[tuple[str, str]], column: str, *, overlaps: bool = False) -> Request:
    asked = posted(endpoint, urlencode(form), column)
    asked.headers["X-Requested-With"] = "XMLHttpRequest"
    return asked.replace(cb_kwargs={"overlaps": True} if overlaps else {})
