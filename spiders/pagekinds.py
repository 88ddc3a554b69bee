"""What kind of page an address shows: a site's entrance, a report, a sheet of links, a shell for scripts, or a list."""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from crawler.errors import RefusedError
from crawler.titles import could_be_report
from crawler.urls import canonical
from spiders.lists.links import links_in, text_of, tree_of
from spiders.origins import is_origin_known

_HOME = re.compile(r"/?(?:(?:index|default|main|home)\.\w+)?", re.IGNORECASE)
_MORE = re.compile(r"\W*(?:查看|点击|了解)?(?:更多|more)\W*", re.IGNORECASE)
_REFRESH = re.compile(r"""\burl\s*=\s*['"]?([^'"\s>]+)""", re.IGNORECASE)
_ONWARD = re.compile(r"""(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*['"]([^'"]+)['"]""")


def is_home(url: str) -> bool:
    """Say whether an address is that of a whole host's entrance."""
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def is_article(response: TextResponse) -> bool:
    """Say whether a page is a single paper, by its META or by several paragraphs of prose side by side."""
    tree = tree_of(response.text)
    metas = {(meta.get("name") or "").lower() for meta in tree.iter("meta") if (meta.get("content") or "").strip()}
    if "articletitle" in metas:
        return True
    prose = Counter(part.getparent() for part in tree.iter("p") if len(text_of(part)) >= 60 and part.find(".//a") is None)
    # of a list with summaries each paragraph has a link for neighbour
    if any(len(_own_words(part)) >= 600 for part in tree.iter("div", "td", "span", "article", "section", "font")):
        return True
    flowing = [number for parent, number in prose.items() if len(list(parent.iter("a"))) < number]
    return max(flowing, default=0) >= (2 if "pubdate" in metas else 4)


def is_report(response: TextResponse) -> bool:
    """Say whether a single page is titled as a report."""
    tree = tree_of(response.text)
    said = [meta.get("content") or "" for meta in tree.iter("meta") if (meta.get("name") or "").lower() == "articletitle"]
    said += [text_of(part) for part in tree.iter("title", "h1", "h2", "h3")]
    said += [text_of(part) for part in tree.iter("div", "td", "p") if "title" in (part.get("class") or "").lower()]
    return any(could_be_report(words) for title in said if len(title) <= 120 for words in (title, *re.split(r"\s*[-_|]\s*", title)))


def is_portal(response: TextResponse) -> bool:
    """Say whether a page shows the beginnings of several lists, each with a link to the whole of it."""
    tree = tree_of(response.text)
    return sum(bool(_MORE.fullmatch(text_of(link)) or _MORE.fullmatch(link.get("title") or "-")) for link in tree.iter("a")) >= 2


def signpost(response: TextResponse) -> str | None:
    """Return where a page that shows nothing of its own sends its reader on the same host, None for any other page."""
    tree = tree_of(response.text)
    if len(text_of(_body(tree))) > 100 or len(response.text) > 6000:
        return None
    refreshes = [part.get("content") or "" for part in tree.iter("meta") if (part.get("http-equiv") or "").lower() == "refresh"]
    named = [found[1] for words in refreshes if (found := _REFRESH.search(words))] + _ONWARD.findall(response.text)
    for target in named:
        try:
            address = canonical(urljoin(response.url, target))
        except (RefusedError, ValueError):
            continue
        if address != canonical(response.url) and urlsplit(address).netloc == urlsplit(response.url).netloc:
            return address
    return None


def kind_of_page(response: TextResponse) -> str:
    """Return in words what a page is that no row could be made of."""
    tree = tree_of(response.text)
    links = links_in(tree, response.url)
    scripts = len(list(tree.iter("script")))
    if is_origin_known(response.url) or is_article(response):
        return "a single page, not a list"
    if len(text_of(_body(tree))) < 200 and len(links) < 10 and scripts:
        return f"a shell that {scripts} scripts fill in a browser, without a list of its own"
    if is_home(response.url) or is_portal(response):
        return f"an entrance with {len(links)} links, without a section of reports among them"
    return f"a page with {len(links)} links, none of them to a section of reports"


def _own_words(part: HtmlElement) -> str:
    """Return the words of an element that stand in no element below it, as those between line breaks do."""
    return "".join([part.text or "", *(child.tail or "" for child in part)]).strip()


def _body(tree: HtmlElement) -> HtmlElement:
    found = tree.find("body")
    return tree if found is None else found
