"""The page after this one: pager calls in scripts, numbered file names, and plain links."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from parsel import Selector
from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.links import base_of, target_of, text_of, tree_of
from spiders.walk import ListSize

_CALL = re.compile(r"\bcreatePage(?:HTML)?\w*\s*\(([^()]*)\)", re.IGNORECASE)
_OBJECT = re.compile(r"(?:\bPager\s*\(|\bpagination_script_config\s*[=:])\s*\{([^{}]*)\}")
_PAIR = re.compile(r"""['"]?(\w+)['"]?\s*:\s*['"]?([\w./-]+)""")
_COUNT = re.compile(r"\bcountPage\s*=\s*['\"]?(\d+)\b")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*['\"]?(\d+)\b")
_PAGES_IN_WORDS = re.compile(r"共\s*(\d+)\s*页|(?<!\d)\d{1,4}\s*/\s*(\d{1,4})\s*页|页[次码]\s*[:：]\s*\d+\s*/\s*(\d+)")
_NUMBERED = re.compile(r"(.+)_(\d+)\.(\w+)")
_NEXT = re.compile(r"\W*(?:下一?页|后一?页|next(?: page)?)\W*|[>›»＞]", re.IGNORECASE)
_STEP = re.compile(r"\W*(?:上一?页|前一?页|末页|尾页|最后一?页)\W*")


@dataclass(frozen=True, slots=True)
class Pager:
    """A pager as a page calls it: how many pages, which one this is (counted from `first`), how its files are named.

    `first` is None where the call alone does not tell whether it counts from 0 or from 1.
    """

    pages: int
    current: int
    first: int | None = None
    prefix: str | None = None
    suffix: str | None = None
    records: int | None = None


def read_pager(text: str) -> Pager | None:
    """Return the pager that a page's scripts call, None where they call none with its numbers."""
    for call in _CALL.finditer(text):
        pager = _from_arguments([_literal(argument) for argument in call[1].split(",")])
        if pager is not None:
            return pager
    for call in _OBJECT.finditer(text):
        pager = _from_object({key.lower(): value for key, value in _PAIR.findall(call[1])})
        if pager is not None:
            return pager
    count, current = _COUNT.search(text), _CURRENT.search(text)
    return Pager(int(count[1]), int(current[1]) if current else 0) if count and (current or int(count[1]) > 0) else None


def page_after(pager: Pager, address: str, first: int | None = None) -> str | None:
    """Return the address of the page after `address`; `first` is what an earlier page told of the counting.

    A file that counts from 0 names its second page `_1`, one that counts from 1 names it `_2`: both are one more
    than the number this page gives itself.
    """
    folder, prefix, number, suffix = _file(pager, address)
    counts_from = next(
        (known for known in (pager.first, first, None if number is not None else min(pager.current, 1)) if known is not None), 0
    )
    if pager.current - counts_from + 1 >= pager.pages:
        return None
    return urljoin(folder, f"{prefix}_{(pager.current if number is None else number) + 1}.{suffix}")


def counting_of(pager: Pager, address: str) -> int | None:
    """Return from what number a list counts its pages, which its first page tells by the number it gives itself."""
    if pager.first is not None:
        return pager.first
    return min(pager.current, 1) if _file(pager, address)[2] is None else None


def numbered_after(address: str, first: int) -> str:
    """Return the address of the page after `address` where nothing but file names tells; `first` is the second page's number."""
    folder, prefix, number, suffix = _file(Pager(0, 0), address)
    return urljoin(folder, f"{prefix}_{first if number is None else number + 1}.{suffix}")


def is_numbered(address: str) -> bool:
    """Say whether an address is that of a later page by its file name, `name_2.html`."""
    return _NUMBERED.fullmatch(address.rpartition("/")[2]) is not None


def pages_in_words(text: str) -> ListSize:
    """Return how many pages a pager states in words, as 共9页 or 1/9页."""
    match = _PAGES_IN_WORDS.search(text)
    return ListSize(int(next(filter(None, match.groups())))) if match else ListSize()


def next_link(response: TextResponse) -> Request | None:
    """Return the request for what a page links as its next one."""
    tree = tree_of(response.text)
    return _request_of([element for element in tree.iter("a") if _says_next(element)], response, tree)


def has_linked_pager(response: TextResponse) -> bool:
    """Say whether a page links other pages of its list as plain files, so that no next link means that there is none."""
    tree = tree_of(response.text)
    steps = [element for element in tree.iter("a") if _STEP.fullmatch(text_of(element))]
    return any(not (element.get("href") or "#").strip().startswith(("#", "javascript:")) for element in steps)


def selected_link(response: TextResponse, css: str) -> Request | None:
    """Return the request for the link, or the attribute, that a site's own selector names."""
    tree = tree_of(response.text)
    return _request_of([part.root for part in Selector(root=tree, type="html").css(css)], response, tree)


def _says_next(element: HtmlElement) -> bool:
    said = (text_of(element), element.get("title") or "")
    return element.get("rel") == "next" or any(_NEXT.fullmatch(words) for words in said)


def _request_of(found: list[HtmlElement | str], response: TextResponse, tree: HtmlElement) -> Request | None:
    """Return the request for the first of some links that leads away from the page; as written, for servers compare queries."""
    base = base_of(tree, response.url)
    for link in found:
        target = link if isinstance(link, str) else target_of(link)
        address = urljoin(base, target.strip()) if target else ""
        if address.startswith(("http://", "https://")) and address.partition("#")[0] != response.url.partition("#")[0]:
            return Request(address)
    return None


def _literal(argument: str) -> int | str | None:
    """Return a call's argument as its value; None for a name, as in the definition of the function."""
    bare = argument.strip()
    if re.fullmatch(r"""(['"]?)-?\d+\1""", bare):
        return int(bare.strip("'\""))
    quoted = re.fullmatch(r"""(['"])(.*)\1""", bare, re.DOTALL)
    return quoted[2].strip() if quoted else None


def _from_arguments(arguments: list[int | str | None]) -> Pager | None:
    """Read `(pages, current, prefix, suffix, records)`, Beijing's `(records, pages, current, …)`, or either after an element's id."""
    has_id = isinstance(arguments[0], str)
    rest = arguments[1:] if has_id else arguments
    leading: list[int] = []
    for argument in rest:
        if not isinstance(argument, int):
            break
        leading.append(argument)
    words = [argument for argument in rest if isinstance(argument, str) and argument and ":" not in argument]
    after = [argument for argument in rest[len(leading) :] if isinstance(argument, int)]
    records = after[-1] if after else None
    if len(leading) >= 3 and leading[0] >= leading[1] > 0 and leading[2] <= leading[1]:
        records, *leading = leading
    if len(leading) < 2:
        return None
    first = (1 if leading[1] else 0) if has_id else None
    return _named(Pager(leading[0], leading[1], first, records=records), words)


def _named(pager: Pager, words: list[str]) -> Pager:
    prefix, suffix = [*words[:2], None, None][:2]
    if prefix and suffix is None and "." in prefix:
        prefix, _, suffix = prefix.rpartition(".")
    return replace(pager, prefix=prefix, suffix=suffix.lstrip(".") if suffix else None)


def _from_object(pairs: dict[str, str]) -> Pager | None:
    pages = next((pairs[key] for key in ("size", "total", "pagecount", "totalpage") if pairs.get(key, "").isdigit()), None)
    current = next((pairs[key] for key in ("current", "pagenumber", "currentpage", "pageno") if pairs.get(key, "").isdigit()), "0")
    if pages is None:
        return None
    words = [pairs[key] for key in ("prefix", "suffix") if pairs.get(key)]
    return _named(Pager(int(pages), int(current)), words)


def _file(pager: Pager, address: str) -> tuple[str, str, int | None, str]:
    """Return the folder of a list, its file name without number, this page's number if it has one, and the ending."""
    parts = urlsplit(address)
    name = parts.path.rpartition("/")[2]
    folder = address if "." in name or not name else f"{address}/"
    stem, _, ending = name.rpartition(".") if "." in name else ("index", ".", "html")
    prefix, suffix = pager.prefix or stem, pager.suffix or ending
    numbered = _NUMBERED.fullmatch(name)
    if numbered and (pager.prefix is None or pager.prefix.rpartition("/")[2] == numbered[1]) and name != f"{pager.prefix}.{suffix}":
        is_number = pager.prefix is not None or not pager.pages or int(numbered[2]) <= pager.pages
        if is_number:
            return folder, pager.prefix or numbered[1], int(numbered[2]), suffix
    return folder, prefix, None, suffix
