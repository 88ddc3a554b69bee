"""The further pages of an article that is split: by the script that writes its pager, or by the links of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.model import PartLink

MOST_PAGES = 50  # the longest divided report seen has eight; a pager that claims more is a list's, or never ends

# TRS and those after it: page 1 of createPageHTML(3, 0, "t20240301_17", "html") is t20240301_17.html, page 2 t20240301_17_1.html;
# with an element's id before the numbers, or counted from 1, page 2 is …_2; one form gives the records before the pages
_CALL = re.compile(r"\bcreatePage(?:HTML)?\s*\(([^()]*)\)", re.IGNORECASE)
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*""")
_PAGER = re.compile(r"\bPager\s*\(\s*\{([^{}]*)\}")
_FIELD = re.compile(r"""(\w+)\s*:\s*["']?([^"',\s]*)""")
_COUNTED = re.compile(r"\bcountPage\s*=\s*(\d+)")
_COMMENT = re.compile(r"^\s*//.*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)

_NUMBER = re.compile(r"[\[【(（第\s]*(\d{1,2})[\s页\]】)）]*")
_ONWARDS = re.compile(r"[\[【(（\s]*(?:下一?页|后一?页|末页|尾页|最后一?页|next|last|[>›»＞]{1,2}\|?)[\s\]】)）>›»]*", re.IGNORECASE)
_FIRST = frozenset("[【(（第下后末尾最nNlL>›»＞")  # what the words of a pager's link begin with, beside digits
_PAGE_NAME = re.compile(r"(?:cur(?:rent)?_?)?page(?:_?(?:no|num|number|index|id))?|pn|p", re.IGNORECASE)
_LIST_STEMS = ("index", "default", "list")


def further_pages(tree: LexborHTMLParser, url: str, article: str) -> tuple[PartLink, ...]:
    """Return the pages of an article after its first one that a page of it at `url` knows, in order.

    `article` is the address of the first page: the further ones are named after it, which links to other articles and
    the pagers of lists are not.
    """
    own = _Own.of(article)
    if own is None:
        return ()
    # a script counts from 0 or from 1, which only the first page tells, and it tells all there are
    found = dict(_scripted(tree, own)) if url == article else {}
    for number, address in _linked(tree, url, own):
        found.setdefault(number, address)
    return tuple(PartLink(role="page", url=found[number], name=str(number)) for number in sorted(found) if number <= MOST_PAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """The address of an article's first page: whole, without the ending of its path, its file's name, and its query without a page."""

    url: SplitResult
    path: str
    stem: str
    query: Mapping[str, str]

    @classmethod
    def of(cls, article: str) -> "_Own | None":
        parts = _split(article)
        if parts is None or not parts.netloc:
            return None
        path = re.sub(r"\.\w+$", "", parts.path)
        folder, _, stem = path.rpartition("/")
        # an article may be the index of a folder of its own number; any other index is a list, whose pager leads to more of the list
        if not stem or (stem.lower() in _LIST_STEMS and not re.search(r"/(?!(?:19|20)\d\d)[a-z]*\d{4,}$", folder)):
            stem = ""
        return cls(url=parts, path=path, stem=stem, query=_unpaged(parts.query))


def _scripted(tree: LexborHTMLParser, own: _Own) -> Iterator[tuple[int, str]]:
    """Give the pages that a script would link to, the second as number 1 or 2 as its address says."""
    if not own.stem:
        return
    written = "\n".join(node.text() for node in tree.css("script:not([src])"))
    if "createpage" not in written.lower() and "Pager" not in written and "countPage" not in written:
        return  # as most scripts: taking out their comments takes longer than all else here
    script = "\n".join(_COMMENT.sub("", node.text()) for node in tree.css("script:not([src])"))
    for first, last, ending in _claims(script, own.stem):
        for number in range(first, min(last, MOST_PAGES) + 1):
            yield number, urljoin(own.url.geturl(), f"{own.stem}_{number}.{ending}")


def _claims(script: str, stem: str) -> Iterator[tuple[int, int, str]]:
    """Give the first and last number, and the ending, of the addresses that a script makes of an article's name."""
    for call in _CALL.finditer(script):
        yield from _called(call[1], stem)
    for pager in _PAGER.finditer(script):
        said = dict(_FIELD.findall(pager[1]))
        if said.get("prefix") == stem and said.get("size", "").isdigit():
            yield 1, int(said["size"]) - 1, said.get("suffix") or "html"
    counted = _COUNTED.search(script)
    if counted and (named := re.search(rf"""["']{re.escape(stem)}_["'].*?["']\.(s?html?)""", script, re.DOTALL)):
        yield 1, int(counted[1]) - 1, named[1]


def _called(arguments: str, stem: str) -> Iterator[tuple[int, int, str]]:
    given = [_ARGUMENT.fullmatch(argument) for argument in arguments.split(",")]
    values = [(each[1] or each[2] or each[3] or "") if each else "" for each in given]
    if stem not in values:
        return
    at = values.index(stem)
    ending = values[at + 1].lstrip(".") if at + 1 < len(values) else ""
    numbers = [int(value) for value in values[:at] if value.isdigit()]
    if len(numbers) not in (2, 3) or not re.fullmatch(r"s?html?|jsp|aspx?|php", ending):
        return
    total, current = numbers[-2:]
    yield (2, total, ending) if not values[0].isdigit() or current else (1, total - 1, ending)


def _linked(tree: LexborHTMLParser, url: str, own: _Own) -> Iterator[tuple[int, str]]:
    """Give the pages that a pager's links lead to: by number, onwards or to the end."""
    for node in tree.css("a[href]"):
        text = node.text().strip()
        if not text or not (text[0] in _FIRST or text[0].isdecimal()):
            continue  # menus have hundreds of other links
        shown = _NUMBER.fullmatch(text)
        if shown is None and not _ONWARDS.fullmatch(text):
            continue
        address = _joined(url, node.attributes.get("href") or "")
        number = _number_of(address, own) if address else None
        if address and number and (shown is None or (int(shown[1]) > 1 and int(shown[1]) - number in (0, 1))):
            yield number, address


def _number_of(address: str, own: _Own) -> int | None:
    """Return which page of the article an address is by its own making, None if it is none."""
    parts = _split(address)
    if parts is None or parts.netloc.lower() != own.url.netloc.lower():
        return None
    if parts.path == own.url.path:
        return _number_in(parts.query, own.query)
    if not own.stem or _unpaged(parts.query) != own.query:
        return None
    number = re.fullmatch(rf"{re.escape(own.path)}[_/-](?:index_|page[_-]?|p)?(\d{{1,2}})(?:\.\w{{3,5}})?/?", parts.path)
    return int(number[1]) if number else None


def _number_in(query: str, own: Mapping[str, str]) -> int | None:
    pages = [value for name, value in parse_qsl(query) if _PAGE_NAME.fullmatch(name)]
    if len(pages) != 1 or not re.fullmatch(r"\d{1,2}", pages[0]) or _unpaged(query) != own:
        return None
    return int(pages[0])


def _unpaged(query: str) -> Mapping[str, str]:
    return {name: value for name, value in parse_qsl(query, keep_blank_values=True) if not _PAGE_NAME.fullmatch(name)}


def _joined(url: str, href: str) -> str | None:
    try:
        return urljoin(url, href).partition("#")[0]
    except ValueError:  # brackets that are no number of the sixth version
        return None


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
