"""Epoint (新点) EWB lists: shells `govInfoPub.html?categorynum=N` whose rows come as JSON from `getgovinfolist`."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.errors import ListError
from crawler.model import ListEntry
from spiders.lists.replies import claim, json_reply, number_of, sender_of
from spiders.lists.turns import full_page, is_last
from spiders.section import SectionSpider
from spiders.walk import ListSize

_MARKS = re.compile(r"EWB[-_]\w+|getgovinfolist|webBuilderCommon\.js|govInfoPub|categorynum|ewb-\w+|siteGuid")
_GUID = re.compile(r"""\bsiteGuid['"]?\s*[:=]\s*['"]([\w-]+)['"]""", re.IGNORECASE)
_PROJECT = re.compile(r"""\bprojectName['"]?\s*[:=]\s*['"]([^'"]+)['"]""", re.IGNORECASE)
_CATEGORY = re.compile(r"""\bcategorynum['"]?\s*[:=]\s*['"](\d+)['"]""", re.IGNORECASE)
_SCRIPTS = ("/js/webBuilderCommon.js", "/js/ajaxReq.js")  # where sites say who they are
_LIST = "rest/lightfrontaction/getgovinfolist"
_ROWS = 20


class EpointSpider(SectionSpider):
    """Lists of a category; the endpoint wants the site's own number, which a script beside the page holds."""

    family = "epoint"

    def marks(self, response: TextResponse) -> list[str]:
        return sorted(set(_MARKS.findall(f"{response.url} {response.text}")))[:4]

    def entries(self, response: TextResponse) -> list[ListEntry]:
        if _is_reply(response):
            found = [_entry(record, _page_asking(response)) for record in _records(response)]
            return [entry for entry in found if entry is not None]
        if _is_script(response):
            return []
        category = _category(response)
        rows = super().entries(response)  # what is of another category is a sidebar's
        return [entry for entry in rows if not category or f"/{category}/" in entry.url]

    def list_size(self, response: TextResponse) -> ListSize:
        return ListSize(records=number_of(_custom(response), "total")) if _is_reply(response) else ListSize()

    def following(self, response: TextResponse) -> Request | None:
        if _is_reply(response):
            return _after_reply(response)
        if _is_script(response):
            return _first_list(response) or _script_after(response)
        if not _category(response) or not _MARKS.search(f"{response.url} {response.text}"):
            return super().following(response)
        return _first_list(response) or _script(response, _SCRIPTS[0], otherwise=_script(response, _SCRIPTS[1]))


def _is_reply(response: TextResponse) -> bool:
    return _LIST in response.url or (response.text.lstrip().startswith("{") and '"custom"' in response.text)


def _is_script(response: TextResponse) -> bool:
    return urlsplit(response.url).path.endswith(".js")


def _page_asking(response: TextResponse) -> str:
    """Return the address of the list page; a script's and a reply's belong to the page that asked for them."""
    is_asked = _is_script(response) or _is_reply(response)
    return sender_of(response) if is_asked else response.url


def _category(response: TextResponse) -> str | None:
    """Return the number of a list's category: in the page's address, in its script, or as the page handed it on."""
    asked = parse_qs(urlsplit(_page_asking(response)).query).get("categorynum")
    if _is_script(response) and response.request and not asked:
        return str(response.request.meta.get("category") or "")
    named = _CATEGORY.search(response.text)
    return asked[0] if asked else named[1] if named else None


def _script(response: TextResponse, path: str, otherwise: Request | None = None) -> Request:
    """Return the request for a script of the site, which itself brings no rows."""
    page = _page_asking(response)
    kwargs: dict[str, Any] = {"overlaps": True} | ({"otherwise": otherwise} if otherwise else {})
    return Request(urljoin(page, path), headers={"Referer": page}, cb_kwargs=kwargs, meta={"category": _category(response)})


def _script_after(response: TextResponse) -> Request:
    if urlsplit(response.url).path != _SCRIPTS[0]:
        raise ListError(f"found no siteGuid in {response.url}, expected the site's number")
    return _script(response, _SCRIPTS[1])


def _first_list(response: TextResponse) -> Request | None:
    """Return the request for a category's first rows; None where the site's number is not in sight."""
    guid, project, page = _GUID.search(response.text), _PROJECT.search(response.text), _page_asking(response)
    if guid is None:
        return None
    endpoint = f"/{(project[1] if project else 'EWB-FRONT').strip('/')}/{_LIST}"
    department = parse_qs(urlsplit(page).query).get("deptcode", [""])[0]
    told = {"deptcode": department, "categorynum": _category(response) or "", "pageIndex": 0, "pageSize": _ROWS, "siteGuid": guid[1]}
    return _post(urljoin(page, endpoint), told, page)


def _after_reply(response: TextResponse) -> Request | None:
    """Return the request for the next rows, whose pages count from 0."""
    records, total = _records(response), number_of(_custom(response), "total")
    told = json.loads(response.request.body) if response.request and response.request.body else None
    if not records or not isinstance(told, dict) or "pageIndex" not in told:
        return None
    page = int(told["pageIndex"]) + 1
    if is_last(response, page, len(records), total=total, asked=int(told.get("pageSize") or _ROWS)):
        return None
    following = _post(response.url, {**told, "pageIndex": page}, _page_asking(response))
    return following.replace(meta={"full_page": full_page(response, len(records))})


def _post(endpoint: str, told: dict[str, Any], page: str) -> Request:
    headers = {"Referer": page, "Content-Type": "application/json; charset=UTF-8"}
    return Request(endpoint, method="POST", body=json.dumps(told), headers=headers)


def _custom(response: TextResponse) -> dict[str, Any]:
    """Return the part of a reply that holds its records; raise `ListError` if there is none."""
    custom = json_reply(response).get("custom")
    if not isinstance(custom, dict):
        raise ListError(f"found {response.text[:60]!r}, expected a list reply with custom")
    return custom


def _records(response: TextResponse) -> list[dict[str, Any]]:
    return [record for record in _custom(response).get("data") or [] if isinstance(record, dict)]


def _entry(record: dict[str, Any], base: str) -> ListEntry | None:
    address = record.get("infourl") or record.get("visiturl") or record.get("linkurl")
    return claim(base, address, record.get("realtitle") or record.get("title"), record.get("infodate"), record.get("handsdate"))
