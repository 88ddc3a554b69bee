"""What one row of a list claims: address, title and date of a report."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml.html import HtmlElement
from parsel import Selector

from crawler.model import ListEntry, Select
from crawler.titles import is_cut
from spiders.lists.dates import address_date, last_date, whole_date
from spiders.lists.links import Link, is_report_address, links_in, text_of, walk

_MERE = re.compile(r"(?:\W*(?:点击|进入|打开)?(?:查看|详情|详细|更多|阅读|下载|全文|附件|浏览)\W*\w{0,2}\W*)?|[\d.、\s]*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_AT_END = re.compile(r"[\s\[【(（]+(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\s*[\]】)）]?$")


def entries_of(rows: Iterable[HtmlElement], base: str) -> list[ListEntry]:
    """Return what the rows claim, in order; a row without a link claims nothing."""
    found = [entry_of(row, base) for row in rows]
    return [with_date(entry) for entry in found if entry is not None]


def with_date(entry: ListEntry) -> ListEntry:
    """Return the entry with the day that its address names, where the list prints none."""
    return entry if entry.date else replace(entry, date=address_date(entry.url))


def entry_of(row: HtmlElement, base: str, beside: str = "") -> ListEntry | None:
    """Return what a row claims, None for a row without a link; `beside` is text next to it that may hold its date."""
    link = main_link(links_in(row, base))
    if link is None:
        return None
    title = link.title
    if _MERE.fullmatch(title):
        title = max(_words(row, link), key=len, default=title)
    date = _date(row, link, beside)
    at_end = _AT_END.search(title)
    if at_end and (whole_date(at_end[1]) == date or date is None):
        date, title = whole_date(at_end[1]), title[: at_end.start()]
    return ListEntry(url=link.address, title=title, date=date, cut=link.cut) if title else None


def main_link(links: list[Link]) -> Link | None:
    """Return the link that a row is about: one to a single page before one to a list, one with a real title before others."""
    shaped = [link for link in links if is_report_address(link.address)] or links
    titled = next((link for link in shaped if len(_CHINESE.findall(link.title)) >= 6 and not _MERE.fullmatch(link.title)), None)
    return titled or max(shaped, key=lambda link: (not _MERE.fullmatch(link.title), len(link.title)), default=None)


def selected_entries(tree: HtmlElement, base: str, select: Select) -> list[ListEntry]:
    """Return what the rows claim that a site's own selectors name; what they leave out is read as usual."""
    found = []
    for row in Selector(root=tree, type="html").css(select.rows or "li"):
        usual = entry_of(row.root, base)
        link = main_link(links_in(_first(row, select.link), base)) if select.link else None
        address = link.address if link else usual.url if usual else None
        title = _said(row, select.title) or (link.title if link else usual.title if usual else "")
        day = whole_date(_said(row, select.date), address or "") if select.date else usual.date if usual else None
        if address and title:
            found.append(with_date(ListEntry(url=address, title=title, date=day, cut=is_cut(title))))
    return found


def _words(row: HtmlElement, link: Link) -> Iterator[str]:
    for part in walk(row, without=link.element):
        text = text_of(part, without=link.element)
        if not part.xpath("*") and not whole_date(text):
            yield text


def _date(row: HtmlElement, link: Link, beside: str) -> str | None:
    """Return the date that a row prints: a piece that is nothing else, outside the link before inside it."""
    outside = list(_pieces(row, link.element))
    inside = list(_pieces(link.element, None))
    for year_from in ("", link.address):
        for pieces in (outside, [beside], inside):
            days = [(day, piece) for piece in pieces if (day := whole_date(piece, year_from))]
            if days:
                return _published(days, row)
    return last_date(text_of(row, without=link.element)) or last_date(beside)


def _pieces(row: HtmlElement, without: HtmlElement | None) -> Iterator[str]:
    for part in walk(row, without):
        yield text_of(part, without)
        yield from ((child.tail or "") for child in part)
        yield part.text or ""


def _published(days: list[tuple[str, str]], row: HtmlElement) -> str:
    """Return the day of publication among those a row prints: the one labelled so, or under such a heading, or the last."""
    if len({day for day, _ in days}) > 1:
        for day, piece in days:
            if "发布" in piece or "公开" in piece:
                return day
        headed = _cell_under(row, ("发布", "公开"))
        under = whole_date(headed) if headed is not None else None
        if under is not None:
            return under
    return days[-1][0]


def _cell_under(row: HtmlElement, headings: tuple[str, ...]) -> str | None:
    """Return the text of the row's cell whose column heading names one of `headings`."""
    table = next(row.iterancestors("table"), None)
    first = None if table is None else table.find(".//tr")
    cells = row.xpath("./td|./th")
    for heading, cell in zip(first.xpath("./td|./th") if first is not None else [], cells, strict=False):
        if any(word in text_of(heading) for word in headings):
            return text_of(cell)
    return None


def _first(row: Selector, css: str) -> HtmlElement:
    """Return the first element that a selector names in a row, the row itself if none."""
    found = [part.root for part in row.css(css) if isinstance(part.root, HtmlElement)]
    return found[0] if found else row.root


def _said(row: Selector, css: str | None) -> str:
    """Return the text, or the attribute, that a selector names in a row."""
    for part in row.css(css) if css else []:
        said = part.root if isinstance(part.root, str) else text_of(part.root)
        if said.strip():
            return " ".join(said.split())
    return ""
