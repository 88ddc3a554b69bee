"""Rows of a list found by structure, links and dates, where no known mark names them."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.model import ListEntry
from crawler.urls import host_of
from spiders.lists.claims import entry_of, with_date
from spiders.lists.links import Link, base_of, is_report_address, links_in, text_of, tree_of

_ACCOMPANY = re.compile(r"解读|图解|附件|下载|查看|详情|原文|^\W*(?:pdf|word|wps)\W*$", re.IGNORECASE)
_BODY = ("body", "html")
_STATES = re.compile(r"\d+|^(?:on|cur|current|active|first|last|odd|even|hover|clearfix|fix|cf|li|line|bg|mt|mb|no)[-_]?$", re.IGNORECASE)

_Place = tuple[tuple[str, frozenset[str]], ...]  # tag and classes of an element and of all above it


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows of one kind under one parent, and how much each looks like a list entry."""

    path: _Place
    entries: tuple[ListEntry, ...]
    dated: float
    nearby: float
    worth: float

    @property
    def score(self) -> float:
        in_section = 3.0 if self.nearby >= 0.5 else 1.0  # a list of one report outweighs a sidebar of ten
        return self.worth**2 * math.sqrt(len(self.entries)) * in_section


def main_entries(tree: HtmlElement, address: str, base: str) -> list[ListEntry]:
    """Return the entries of the page's main list, in page order; nothing where no group of links looks like one.

    Some pages keep a list they were made with in a comment; it counts where no visible one is of this section.
    """
    found = _main(tree, address, base)
    if not any(group.nearby >= 0.5 for group in found):
        commented = "".join(part.text or "" for part in tree.iter(etree.Comment) if (part.text or "").count("<a ") >= 3)
        hidden = _main(tree_of(commented), address, base) if commented else []
        if not found or any(group.nearby >= 0.5 for group in hidden):
            found = hidden
    return [with_date(entry) for group in found for entry in group.entries]


@lru_cache(maxsize=4)  # a probe has every family read the same page, and most of them by its structure
def page_entries(text: str, address: str) -> tuple[ListEntry, ...]:
    """Return the entries of a page's main list, read once however many ask."""
    tree = tree_of(text)
    return tuple(main_entries(tree, address, base_of(tree, address)))


def section_entries(text: str, address: str) -> list[ListEntry]:
    """Return the entries of the main list if most lie in the page's own section, none of a sidebar's where its rows come later."""
    entries = page_entries(text, address)
    return list(entries) if is_of_section(entries, address) else []


def is_of_section(entries: Sequence[ListEntry], address: str) -> bool:
    """Say whether most of some entries lie in the section of the list page at `address`."""
    return 2 * sum(_is_nearby(address, entry.url) for entry in entries) > len(entries)


def _main(tree: HtmlElement, address: str, base: str) -> list[_Group]:
    """Return the group that looks most like the page's list, and those that continue it."""
    groups = [group for group in _groups(tree, address, base) if _is_list(group)]
    best = max(groups, key=lambda group: group.score, default=None)
    return [group for group in groups if best is not None and (group is best or _continues(best, group))]


def _is_list(group: _Group) -> bool:
    """Say whether rows look like entries of a list at all: dated, or at least single pages with titles."""
    titles = fmean(len(entry.title) for entry in group.entries)
    shaped = fmean(is_report_address(entry.url) for entry in group.entries)
    return titles >= 5 and (group.dated >= 0.5 or (shaped >= 0.6 and titles >= 9))


def _continues(best: _Group, group: _Group) -> bool:
    """Say whether a group is more of the same list: some lists begin anew every five rows, some have a heading between."""
    return (
        _is_like(best.path, group.path)
        and group.worth >= 0.6 * best.worth
        and abs(group.dated - best.dated) <= 0.5
        and (group.nearby >= 0.5) == (best.nearby >= 0.5)
    )


def _groups(tree: HtmlElement, address: str, base: str) -> Iterator[_Group]:
    """Yield the rows of one tag under one parent as groups, in page order."""
    by_parent: dict[tuple[HtmlElement, str], list[HtmlElement]] = {}
    for row in _candidates(tree, base):
        by_parent.setdefault((row.getparent(), row.tag), []).append(row)
    for (parent, tag), rows in by_parent.items():
        if tag == "a" and len(rows) == 1:
            continue  # what it stands in is a row too, and holds its date
        known = set(rows)
        siblings = [row for row in parent if row.tag == tag and (row in known or 0 < len(links_in(row, base)) <= 6)]
        yield from _group(siblings, address, base)


def _candidates(tree: HtmlElement, base: str) -> Iterator[HtmlElement]:
    """Yield the elements that hold one report's link, as far up as it is alone in them."""
    own: dict[HtmlElement, list[Link]] = {}
    for link in links_in(tree, base):
        inside_item = False
        for element in (link.element, *link.element.iterancestors()):
            if element.tag in _BODY:
                break
            is_item = element.tag in ("li", "tr", "dd")
            if not (is_item and inside_item):
                own.setdefault(element, []).append(link)
            inside_item = inside_item or is_item
    for element, links in own.items():
        if len(_about(links)) == 1 and element.getparent() is not None:
            yield element


def _about(links: list[Link]) -> set[str]:
    """Return the addresses that some links are about: single pages before lists, without what only accompanies a report."""
    main = [link for link in links if not _ACCOMPANY.search(link.title)] or links
    reports = {link.address for link in main if is_report_address(link.address) or len(link.title) >= 12}
    return reports or {link.address for link in main}


def _group(rows: list[HtmlElement], address: str, base: str) -> Iterator[_Group]:
    entries = _entries(rows, base)
    if entries:
        dated = [entry.date is not None for entry in entries]
        nearby = [_is_nearby(address, entry.url) for entry in entries]
        worth = [_worth(entry, near) for entry, near in zip(entries, nearby, strict=True)]
        yield _Group(_path(rows[0]), tuple(entries), fmean(dated), fmean(nearby), fmean(worth))


def _entries(rows: list[HtmlElement], base: str) -> list[ListEntry]:
    """Return what rows claim; where none has a date inside it, with the dates that stand after or before each."""
    readings = [_reading(rows, base, [""] * len(rows))]
    if not any(entry.date for entry in readings[0]):
        beside = [[told(row) for row in rows] for told in (_after, _before)]
        # where nothing stands there, as in any menu, the rows read as before
        readings += [_reading(rows, base, texts) for texts in beside if any(text.strip() for text in texts)]
    return max(readings, key=lambda entries: sum(entry.date is not None for entry in entries))


def _reading(rows: Sequence[HtmlElement], base: str, beside: Sequence[str]) -> list[ListEntry]:
    found = [entry_of(row, base, text) for row, text in zip(rows, beside, strict=True)]
    return [entry for entry in found if entry is not None]


def _after(row: HtmlElement) -> str:
    """Return the text between a row and the next one."""
    return " ".join([row.tail or "", *_until_a_link(row.itersiblings())])


def _before(row: HtmlElement) -> str:
    """Return the text between the row before and this one."""
    return " ".join(reversed(list(_until_a_link(row.itersiblings(preceding=True)))))


def _until_a_link(siblings: Iterator[HtmlElement]) -> Iterator[str]:
    for sibling, _ in zip(siblings, range(8), strict=False):
        if not isinstance(sibling.tag, str):
            continue
        if sibling.tag == "a" or sibling.find(".//a") is not None:
            return
        yield f"{text_of(sibling)} {sibling.tail or ''}"


def _worth(entry: ListEntry, is_nearby: bool) -> float:
    titled = 1.0 if len(entry.title) >= 10 else 0.5 if len(entry.title) >= 6 else 0.0
    return 2.0 * (entry.date is not None) + is_report_address(entry.url) + titled + 1.5 * is_nearby


def _is_nearby(address: str, entry: str) -> bool:
    """Say whether an entry lies in the section of its list: in its folder, or under its Hanweb column number."""
    here, there = urlsplit(address), urlsplit(entry)
    folder = here.path.rpartition("/")[0] + "/"
    column = re.search(r"/col(\d+)/", here.path)
    within = len(folder) > 1 and there.path.startswith(folder)
    return host_of(address) == host_of(entry) and (within or bool(column and f"art_{column[1]}_" in there.path))


def _path(row: HtmlElement) -> _Place:
    """Return the tags and classes above a row; the row's own class may alternate."""
    return ((row.tag, frozenset()), *((part.tag, _classes(part)) for part in row.iterancestors()))


def _classes(element: HtmlElement) -> frozenset[str]:
    """Return the classes of an element that name its kind: no states, no numbers."""
    return frozenset(name for name in (element.get("class") or "").split() if not _STATES.search(name))


def _is_like(one: _Place, other: _Place) -> bool:
    """Say whether two places in a page are of one kind: the same tags, and at each a class in common or none at all."""
    return len(one) == len(other) and all(
        tag == tag_there and (names == names_there or bool(names & names_there))
        for (tag, names), (tag_there, names_there) in zip(one, other, strict=True)
    )
