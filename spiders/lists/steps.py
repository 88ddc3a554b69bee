"""The next page as a list links it: by its words, by its number, or by a site's own selector."""

import re
from collections.abc import Iterator, Set
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement
from parsel import Selector
from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.links import base_of, target_of, text_of, tree_of
from spiders.lists.text import unescaped

_NEXT = re.compile(r"\W*(?:下一?页|后一?页|next(?: page)?)\W*|[>›»＞]", re.IGNORECASE)
_STEP = re.compile(r"\W*(?:上一?页|前一?页|末页|尾页|最后一?页)\W*")
_TURNED = re.compile(
    r"""['"]([^'"\s<>]*\?(?:[^'"\s<>]*&)?)(cur(?:rent)?_?page|page_?(?:no|num|index|number)?)=(\d{1,4})((?:&[^'"\s<>]*)?)['"]""",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\[【(（第\s]*(\d{1,3})[\]】)）页\s]*")


def next_link(response: TextResponse) -> Request | None:
    """Return the request for what a page links as its next one."""
    tree = tree_of(response.text)
    return _request_of([element for element in tree.iter("a") if is_next(element)], response, tree)


def number_link(response: TextResponse) -> Request | None:
    """Return the request for the page whose number follows this one's in a pager that links its pages by their numbers."""
    tree = tree_of(response.text)
    links = dict(_numbered(tree, response))
    if not links:
        return None
    known = next((number for number, address in links.items() if _bare(address) == _bare(response.url)), None)
    current = known or _marked(tree, base_of(tree, response.url), links.keys()) or (1 if 2 in links else 0)
    return Request(links[current + 1]) if current and current + 1 in links and current + 1 != known else None


def is_next(element: HtmlElement) -> bool:
    """Say whether a link says that it leads to the next page."""
    said = (text_of(element), element.get("title") or "")
    return element.get("rel") == "next" or any(_NEXT.fullmatch(words) for words in said)


def scripted_link(response: TextResponse) -> Request | None:
    """Return the request for the next page by the address of a later one that a script names, the list's own but for its number."""
    own = urlsplit(response.url)
    asked = {name.lower(): value for name, value in parse_qsl(own.query)}
    for before, name, number, after in _TURNED.findall(unescaped(response.text)):
        current = int(asked.get(name.lower(), "1")) if asked.get(name.lower(), "1").isdigit() else 1
        address = urljoin(response.url, f"{before}{name}={current + 1}{after}")
        parts = urlsplit(address)
        query = {key.lower(): value for key, value in parse_qsl(parts.query)}
        is_same = all(query.get(key, value) == value for key, value in asked.items() if key != name.lower())
        if int(number) > current and (parts.netloc, parts.path) == (own.netloc, own.path) and is_same:
            return Request(address)
    return None


def has_linked_pager(response: TextResponse) -> bool:
    """Say whether a page links other pages of its list as plain files, so that no next link means that there is none."""
    tree = tree_of(response.text)
    steps = [element for element in tree.iter("a") if _STEP.fullmatch(text_of(element))]
    is_stepped = any(not (element.get("href") or "#").strip().startswith(("#", "javascript:")) for element in steps)
    return is_stepped or bool(dict(_numbered(tree, response)))


def selected_link(response: TextResponse, css: str) -> Request | None:
    """Return the request for the link, or the attribute, that a site's own selector names."""
    tree = tree_of(response.text)
    return _request_of([part.root for part in Selector(root=tree, type="html").css(css)], response, tree)


def _request_of(found: list[HtmlElement | str], response: TextResponse, tree: HtmlElement) -> Request | None:
    """Return the request for the first of some links that leads away from the page; as written, for servers compare queries."""
    base = base_of(tree, response.url)
    for link in found:
        address = _address(link, base)
        if address and _bare(address) != _bare(response.url):
            return Request(address)
    return None


def _address(link: HtmlElement | str, base: str) -> str | None:
    """Return where a link leads; EasySite keeps the address in an attribute of its own, `[NEXTPAGE]` on the last page."""
    target = link if isinstance(link, str) else target_of(link) or link.get("tagname")
    try:
        address = urljoin(base, target.strip()) if target and not target.startswith("[") else ""
    except ValueError:  # a broken host
        return None
    return address if address.startswith(("http://", "https://")) else None


def _bare(address: str) -> str:
    return address.partition("#")[0]


def _numbered(tree: HtmlElement, response: TextResponse) -> Iterator[tuple[int, str]]:
    """Yield the pages that a list links by their numbers; an address that does not bear the number is something else's."""
    base = base_of(tree, response.url)
    for element in tree.iter("a"):
        said = _NUMBER.fullmatch(text_of(element))
        address = _address(element, base) if said else None
        if said and address:
            number, name = int(said[1]), address.partition("://")[2].partition("/")[2]
            named = re.findall(r"\d+", name.rstrip("/").rpartition("/")[2])
            if str(number) in named or str(number - 1) in named or (number == 1 and _bare(address) == _bare(response.url)):
                yield number, address


def _marked(tree: HtmlElement, base: str, linked: Set[int]) -> int | None:
    """Return the number that a pager shows among its links without linking it."""
    for element in tree.iter("a"):
        said = _NUMBER.fullmatch(text_of(element))
        parent = element.getparent()
        if said and int(said[1]) in linked and parent is not None:
            pager = parent if len(parent) > 1 or parent.getparent() is None else parent.getparent()
            parts = [part for part in pager if isinstance(part.tag, str) and not any(_address(link, base) for link in part.iter("a"))]
            shown = [int(number[1]) for part in parts if (number := _NUMBER.fullmatch(text_of(part)))]
            return next((number for number in shown if linked & {number - 1, number + 1}), None)
    return None
