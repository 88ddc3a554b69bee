"""The units of a JPAAS page: what its script tags name, what a pagination block says, and the columns that a hub shows."""

import json
import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapy.http import TextResponse

from crawler.urls import host_of
from spiders.lists.links import target_of, tree_of

_PAIR = re.compile(r"""['"]?(\w+)['"]?\s*:\s*(?:'([^']*)'|"([^"]*)"|([^\s'",{}]+))""")
_OTHER = re.compile(r"导航|位置|面包屑|栏目树|友情|头部|底部|搜索|nav|head|foot|position|menu|search", re.IGNORECASE)
_YEAR = re.compile(r"/20\d\dn/(?:index\.html)?$")


class Block(NamedTuple):
    """What a pagination block says: rows a page, entries of the list, the page it stands on."""

    size: int
    total: int
    page: int


def block_in(markup: str) -> Block | None:
    """Return what the pagination block says, None where there is none with its numbers."""
    for block in tree_of(markup).xpath("//*[@count and @rows]"):
        size, total, page = (int(value) if (value := block.get(name, "")).isdigit() else None for name in ("rows", "count", "pageno"))
        if size and total is not None:
            return Block(size, total, page or 1)
    return None


def units_of(response: TextResponse) -> list[str]:
    """Return the addresses of the units that a page names, with their queries; those that by their names are no list come last."""
    found = []
    for tag in tree_of(response.text).xpath("//script[@parsetype or contains(concat(@url, @src), '/build/unit')]"):
        query = next((tag.get(name) for name in ("querydata", "data") if tag.get(name)), "")
        named = [tag.get(name, "") for name in ("url", "src")]
        address = next((path for path in named if "/unit" in path and not path.endswith(".js")), None)
        if address:
            pairs = [(name, "".join(values)) for name, *values in _PAIR.findall(query)]
            found.append((_OTHER.search(query) is not None, f"{urljoin(response.url, address)}?{urlencode(pairs)}"))
    return [address for _, address in sorted(found, key=lambda unit: unit[0])]


def turned(unit: str, page: int, size: int) -> str:
    """Return the address of one page of a unit; a bare `pageNo` in the query is ignored and brings the first page for ever."""
    endpoint, _, query = unit.partition("?")
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "paramJson"]
    return f"{endpoint}?{urlencode([*pairs, ('paramJson', json.dumps({'pageNo': page, 'pageSize': size}, separators=(',', ':')))])}"


def page_asked(unit: str) -> dict[str, int]:
    """Return the `pageNo` and `pageSize` that the address of a unit asks for, nothing where it asks for no page."""
    told = dict(parse_qsl(urlsplit(unit).query)).get("paramJson", "")
    return {name: int(number) for name, number in re.findall(r'"(pageNo|pageSize)"\s*:\s*"?(\d+)', told)}


def columns_of(response: TextResponse) -> list[str]:
    """Return the columns that a hub links as the whole of what it shows a few rows of, and those of its years."""
    found = [
        urljoin(response.url, target)
        for link in tree_of(response.text).iter("a")
        if (target := target_of(link)) and ("xxgk_more" in link.get("class", "") or _YEAR.search(target))
    ]
    return [address for address in dict.fromkeys(found) if host_of(address) == host_of(response.url) and address != response.url]
