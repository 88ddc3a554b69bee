"""Where a page says it stands: the names it gives its column, and the breadcrumb that leads there."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from spiders.lists.links import base_of, target_of, text_of, tree_of

_HERE = re.compile(r"(?:当前|您(?:现在)?(?:所在|的)?的?|所在|现在)\S{0,2}位置|位置\s*[:：]")
_HOME = re.compile(r"(?:网站|本站)?(?:首页|主页)")
_SEPARATOR = re.compile(r"[>＞»›→/|\-\s]+")
_CLASS = re.compile(r"crumb|position|location|dqwz|mbx|weizhi|curmb|wzdh|local", re.IGNORECASE)
_LAST = re.compile(r"(?:正文|详情|内容|列表|信息|文章)(?:内容|页)?$")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a breadcrumb: its words, and where it leads, None for words alone."""

    name: str
    address: str | None


def trail_of(response: TextResponse) -> list[Step]:
    """Return the steps of a page's breadcrumb from the home page down, none where the page has no such line."""
    tree = tree_of(response.text)
    base = base_of(tree, response.url)
    for line in (*_lines_that_say_so(tree), *_lines_that_begin_at_home(tree), *_lines_of_such_a_class(tree)):
        steps = _steps(line, base)
        if any(step.address for step in steps):
            return steps
    return []


def names_of(response: TextResponse) -> list[str]:
    """Return what a page calls its column: its META ColumnName, then the last step of its breadcrumb, then its title's beginning."""
    tree = tree_of(response.text)
    metas = _metas(tree)
    steps = [step.name for step in trail_of(response) if not _LAST.fullmatch(step.name)]
    title = re.split(r"\s*[-_|—–－·]+\s*", text_of(head), maxsplit=1)[0] if (head := tree.find(".//title")) is not None else ""
    found = (metas.get("columnname", ""), *steps[-1:], title)
    return [name for each in found if (name := " ".join(each.split()))]


def title_of(response: TextResponse) -> str:
    """Return the words of a page's title element and the site's name beside it, as they stand."""
    tree = tree_of(response.text)
    metas = _metas(tree)
    head = tree.find(".//title")
    return " ".join((metas.get("sitename", ""), text_of(head) if head is not None else "")).strip()


def _metas(tree: HtmlElement) -> dict[str, str]:
    return {(meta.get("name") or "").lower(): meta.get("content") or "" for meta in tree.iter("meta")}


def _lines_that_say_so(tree: HtmlElement) -> list[HtmlElement]:
    said = [part for part in tree.iter() if isinstance(part.tag, str) and _HERE.search(_own_words(part))]
    return [line for part in said if (line := _grown(part)) is not None]


def _lines_that_begin_at_home(tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements around a link to the home page after which a separator stands: menus have none."""
    homes = [link for link in tree.iter("a") if _HOME.fullmatch(text_of(link))]
    lines = [_grown(link) for link in homes]
    return [line for line in lines if line is not None and re.search(r"页\s*[>＞»›→]", text_of(line))]


def _lines_of_such_a_class(tree: HtmlElement) -> list[HtmlElement]:
    named = [
        part for part in tree.iter("div", "p", "ul", "span", "td", "ol", "nav") if _CLASS.search(f"{part.get('class')} {part.get('id')}")
    ]
    return [part for part in named if len(text_of(part)) < 200]


def _own_words(part: HtmlElement) -> str:
    return " ".join([part.text or "", *(child.tail or "" for child in part)])


def _grown(part: HtmlElement) -> HtmlElement | None:
    """Return the smallest element around a part that holds links and is no more than a line."""
    for line in (part, *part.iterancestors()):
        if line.tag in ("body", "html") or len(text_of(line)) > 200:
            return None
        if line.tag != "a" and line.find(".//a") is not None and (line is part or len(text_of(line)) > len(text_of(part))):
            return line
    return None


def _steps(line: HtmlElement, base: str) -> list[Step]:
    """Return the links of a line in order, and the words that stand after the last of them."""
    found = [Step(text_of(link), _leading(link, base)) for link in line.iter("a") if text_of(link)]
    words = text_of(line)
    last = found[-1].name if found else ""
    after = [step for step in _SEPARATOR.split(words.rpartition(last)[2]) if step] if last else []
    return [*found, *(Step(step, None) for step in after[:1] if len(step) <= 30)]


def _leading(link: HtmlElement, base: str) -> str | None:
    target = target_of(link)
    return urljoin(base, target) if target else None
