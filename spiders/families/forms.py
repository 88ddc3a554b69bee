"""Lists whose pages are turned by sending a form back to them: ASP.NET's `__doPostBack`, or a field with the page's number."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.links import text_of, tree_of
from spiders.lists.pager import page_in_words, pages_in_words
from spiders.lists.steps import is_next
from spiders.lists.turns import full_page, is_last
from spiders.section import SectionSpider
from spiders.walk import ListSize

_BACK = re.compile(r"""__doPostBack\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]*)['"]""")
_FIELD = re.compile(r"(?:c|cur|curr|current|go|goto|to)?_?page_?(?:no|num|index|number)?", re.IGNORECASE)
_BARE = re.compile(r"/nrglIndex\.action$")  # takes its field without having a form, on sites of natural resources


class FormSpider(SectionSpider):
    """Lists that keep their address: the form's own values go back with the one that names the next page."""

    family = "form"

    def marks(self, response: TextResponse) -> list[str]:
        named = sorted(set(re.findall(r"__doPostBack|__VIEWSTATE|AspNetPager|nrglIndex\.action", f"{response.url} {response.text}")))
        return named + ["a field with the page's number"] * (_field(response) is not None)

    def list_size(self, response: TextResponse) -> ListSize:
        return pages_in_words(response.text)

    def following(self, response: TextResponse) -> Request | None:
        return _posted_back(response) or self._turned(response) or super().following(response)

    def _turned(self, response: TextResponse) -> Request | None:
        """Return the request for the next page of a list that has a field for its number."""
        found, held = _field(response), len(self.entries(response))
        if found is None:
            return None
        field, page = found
        pages = pages_in_words(response.text).pages
        if not held or (page >= pages if pages else is_last(response, page, held)):
            return None
        following = _sent(_form(response, field), {field: str(page + 1)}, response)
        return following.replace(meta={"full_page": full_page(response, held)})


def _posted_back(response: TextResponse) -> Request | None:
    """Return the request that the link to the next page would post."""
    tree = tree_of(response.text)
    backs = [(link, found) for link in tree.iter("a") if (found := _BACK.search(link.get("href") or ""))]
    following = _page(response) + 1
    linked = [found for link, found in backs if is_next(link)]
    numbered = [found for link, found in backs if text_of(link).strip("[]") == str(following)]
    # after every ten numbers dots lead to the next
    dotted = [found for link, found in backs if text_of(link) in ("...", "…") and _number(found[2]) == following]
    step = next(iter([*linked, *numbered, *dotted]), None)
    if step is None or (pages_in_words(response.text).pages or following) < following:
        return None
    form = next((form for form in tree.iter("form") if "__VIEWSTATE" in dict(form.form_values())), None)
    return _sent(form, {"__EVENTTARGET": step[1], "__EVENTARGUMENT": step[2]}, response).replace(meta={"page": following})


def _page(response: TextResponse) -> int:
    """Return the number of this page: as the one before counted, as it was asked for, or as it says."""
    handed: int = response.request.meta.get("page", 0) if response.request else 0
    return handed or _number(_asked(response, "__EVENTARGUMENT")) or page_in_words(response.text) or 1


def _number(argument: str) -> int:
    """Return the number of a page in an argument such as `2` or `Page$2`, 0 if there is none."""
    found = re.fullmatch(r"(?:Page\$)?([0-9]{1,6})", argument)
    return int(found[1]) if found else 0


def _field(response: TextResponse) -> tuple[str, int] | None:
    """Return the field that names a page of this list, and the number of this one: as it was asked for, or as its form says."""
    if _BARE.search(urlsplit(response.url).path):
        return "cpage", _number(_asked(response, "cpage")) or 1
    for field in tree_of(response.text).iterfind(".//form//input[@name]"):
        name, value = field.get("name", ""), (field.get("value") or "").strip()
        if _FIELD.fullmatch(name) and value.isdecimal() and _form(response, name) is not None:
            return name, _number(_asked(response, name)) or int(value)
    return None


def _form(response: TextResponse, field: str) -> HtmlElement | None:
    """Return the form of a field where it goes to the list itself; one that goes elsewhere is a search."""
    for form in tree_of(response.text).iter("form"):
        if any(part.get("name") == field for part in form.iter("input")):
            target = urlsplit(urljoin(response.url, form.get("action") or ""))
            return form if target.path == urlsplit(response.url).path else None
    return None


def _sent(form: HtmlElement | None, told: dict[str, str], response: TextResponse) -> Request:
    """Return the request that sends a form with some values changed, in its page's encoding, or these alone where there is no form."""
    values = [] if form is None else [(name, value) for name, value in form.form_values() if name not in told]
    query = urlencode([*values, *told.items()], encoding=response.encoding, errors="xmlcharrefreplace")
    headers = {"Referer": response.url}
    target = response.url if form is None else urljoin(response.url, form.get("action") or "")
    if form is not None and form.method == "GET":
        return Request(f"{target.partition('?')[0]}?{query}", headers=headers)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return Request(target, method="POST", body=query, headers=headers)


def _asked(response: TextResponse, name: str) -> str:
    """Return what the request of this page said of a field, '' if nothing."""
    body = response.request.body.decode() if response.request else ""
    return dict(parse_qsl(body or urlsplit(response.url).query)).get(name, "")
