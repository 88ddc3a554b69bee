"""Links of list pages: where they lead, and the whole title they stand for."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.errors import RefusedError
from crawler.urls import canonical
from spiders.lists.dates import whole_date

_SILENT = {"script", "style", "noscript", "template", "option"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CUT = re.compile(r"(?:…|\.{2,}|。{2,}|．{2,})\s*$")
_SCRIPTED = re.compile(r"""['"]\s*([^'"\s]*(?:/|\.[sj]?html?|\.jsp|\.pdf|\.docx?)[^'"\s]*)\s*['"]""")
_BULLETS = re.compile(r"^(?:[·•●○◆◇■□▪▲►▶»>＞*\-—\s]+|[\[【(（]?置顶[\]】)）]?)+|\s*(?:NEW|new)!?$")
_LABEL = re.compile(r"^(?:文章|信息)?(?:标题|名称)\s*[:：]\s*")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff，。、；：])\s+(?=[\u3400-\u9fff，。、；：])")
_REPORT_SHAPES = re.compile(
    r"/(?:m?post|art|content|c0[01]|t\d{8}|ARTI|info|doc|article)_?[\w-]*?\d[\w-]*\.(?:s?html?|jsp|jhtml)$"
    r"|/[0-9a-f-]{24,36}\.s?html?$|/(?=[\w-]*\d{3})(?!col\d)[\w-]+\.(?:s?html?|thtml|jhtml)$|/info/\d+/\d+\.htm$"
    r"|/c\d+/(?:c\d+/)?content\.s?html$|/(?=[\w-]*[a-z])[\w-]+/\d{5,}/index\.s?html$|/public/\d+/\d+\.html$|/public/content/\d+$"
    r"|\.(?:pdf|docx?|wps|ofd|xlsx?)$|downfile\.jsp|[?&](?:id|newsid|wbnewsid|docid|articleid|articlekey|messageid|aid|infoid)=[\w-]+"
    r"|/[0-9a-f]{16,}/c\.html$|/portal/article/[\w-]+/\w+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a row: its canonical address, the fullest title the page gives it, and whether that is cut short."""

    address: str
    title: str
    cut: bool
    element: HtmlElement


def tree_of(text: str) -> HtmlElement:
    """Return a page or a piece of one as a tree; an empty one for no text."""
    # libxml2 ends the tree at a stray </html>, NUL ends the text: browsers go on
    whole = re.sub(r"</(?:html|body)\s*>|\x00", "", text, flags=re.IGNORECASE)
    try:
        return document_fromstring(whole.encode(errors="replace"), parser=HTMLParser(encoding="utf-8", huge_tree=True))
    except etree.ParserError:
        return document_fromstring("<html><body></body></html>")


def base_of(tree: HtmlElement, address: str) -> str:
    """Return the address that the relative links of a page start from."""
    base = tree.find(".//base[@href]")
    return address if base is None else urljoin(address, base.get("href", "").strip())


def links_in(row: HtmlElement, base: str) -> list[Link]:
    """Return the links of a row in page order, those of lists nested inside it left out."""
    found = []
    for element in walk(row):
        target = target_of(element)
        address = _address(base, target) if target else None
        if address is not None:
            title = _title(element, row)
            found.append(Link(address, title, bool(_CUT.search(title)), element))
    return found


def walk(row: HtmlElement, without: HtmlElement | None = None) -> Iterator[HtmlElement]:
    """Yield a row and what is in it in page order, but nothing of `without`, of scripts, or of lists nested in a list row."""
    is_item = row.tag in ("li", "dd")
    waiting = [row]  # not recursion: tags that nobody closed nest by the thousand
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element) if child is not without and not _is_passed_over(child, is_item)]


def text_of(row: HtmlElement, without: HtmlElement | None = None) -> str:
    """Return the text of what `walk` yields, the pieces of different elements set apart by a blank."""
    return " ".join(" ".join(_strings(row, set(walk(row, without)), " ")).split())


def _is_passed_over(element: HtmlElement, is_in_item: bool) -> bool:
    """Say whether nothing of an element is a row's own: comments, scripts, pop-up lists of links."""
    is_list = is_in_item and element.tag in ("ul", "ol", "dl")
    return not isinstance(element.tag, str) or element.tag in _SILENT or (is_list and element.find(".//a") is not None)


def _strings(element: HtmlElement, kept: Set[HtmlElement], glue: str) -> Iterator[str]:
    """Yield the pieces of text in an element and those of its parts that are kept, `glue` around each part."""
    waiting: list[HtmlElement | str] = [element]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            yield piece
            continue
        yield piece.text or ""
        for child in reversed(piece):
            waiting += [child.tail or "", glue, child, glue] if child in kept else [child.tail or ""]


def target_of(element: HtmlElement) -> str | None:
    """Return what an element leads to as it is written: its href, or the path that its click handler names."""
    href = (element.get("href") or "").strip() if element.tag == "a" else ""
    if href and not href.startswith("#") and not href.lower().startswith(("javascript:", "mailto:", "tel:", "data:")):
        return href
    for script in (href, element.get("onclick") or ""):
        named = _SCRIPTED.search(script)
        if named:
            return named[1]
    return None


def is_report_address(address: str) -> bool:
    """Say whether an address has the shape of a single page or file on one of the common platforms, not of a list."""
    path = address.partition("#")[0]
    return bool(_REPORT_SHAPES.search(path.partition("?")[0]) or _REPORT_SHAPES.search(path))


@lru_cache(maxsize=1 << 11)  # a link is looked at in its page, in its row and beside its siblings
def _address(base: str, target: str) -> str | None:
    try:
        return canonical(urljoin(base, target))
    except (RefusedError, ValueError):  # ValueError: urljoin's word for a broken host
        return None


def _title(element: HtmlElement, row: HtmlElement) -> str:
    """Return the link's text, or the fuller form of it that a title attribute of the link, or around it, has."""
    shown = _shown(element)
    named = [_claim(part.get(name), shown) for part in _around(element, row) for name in ("title", "data-title", "alt") if part.get(name)]
    stem = _CUT.sub("", shown)
    fuller = [title for title in named if len(title) > len(shown) - 4 and _letters(stem) in _letters(title)]
    if shown and not fuller:
        return shown
    return max(fuller or named or [shown], key=lambda title: (not _CUT.search(title), len(title)))


def _shown(element: HtmlElement) -> str:
    """Return the words of a link as a reader sees them, without the parts of it that are a date."""
    parts = [part for part in walk(element) if part is element or not whole_date(text_of(part))]
    headings = [part for part in parts if part.tag in _HEADINGS and text_of(part)]
    blocks = [part for part in parts if part.tag in ("p", "div") and text_of(part) and part.getparent() is element]
    title = headings[0] if headings else blocks[0] if len(blocks) > 1 else element  # below it stands a summary
    return _tidy("".join(_strings(title, set(parts), "")))


def _around(element: HtmlElement, row: HtmlElement) -> Iterator[HtmlElement]:
    yield from walk(element)
    for above in element.iterancestors():
        yield above
        if above is row:
            return


def _claim(attribute: str | None, shown: str) -> str:
    """Return what a title attribute says the title is; some list author and time below it."""
    lines = [_tidy(_LABEL.sub("", line.strip())) for line in (attribute or "").splitlines() if line.strip()]
    stem = _letters(_CUT.sub("", shown))
    return next((line for line in lines if stem and stem in _letters(line)), lines[0] if lines else "")


def _letters(text: str) -> str:
    return re.sub(r"[\s\u3000]+", "", text)


def _tidy(title: str) -> str:
    return _BETWEEN_CHINESE.sub("", _BULLETS.sub("", " ".join(title.split())))
