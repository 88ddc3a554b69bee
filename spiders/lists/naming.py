"""How the pages of a list are named: the address of the next one, from a pager's numbers or from this one's address alone."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from spiders.lists.pager import Pager

_NUMBERED = re.compile(r"(.+)_(\d+)\.(\w+)")
_TAILED = re.compile(r"(|.+_)(\d{1,3})")  # tzgg_2, and 2 below the list's own name
_HASHED = re.compile(r"([0-9a-f]{6,}-)(\d+)(\.\w+)")  # EasySite, from 1
_NUMERIC = re.compile(r"(\d{1,3})(\.s?html?)")
_LONGEST = 3  # digits of a page's number; more are a column's, as in index_18059.html
_QUERIED = re.compile(r"(?i)(?<=[?&])((?:page|p)_?(?:no|index|num|number)?|cur(?:rent)?_?page|cpage|paged)=(\d+)")
_DYNAMIC = (  # what a first page leaves out of its address
    (re.compile(r"/e/action/ListInfo", re.IGNORECASE), "page=1"),  # EmpireCMS counts from 0
    (re.compile(r"/plus/list\.php\?"), "PageNo=2"),
    (re.compile(r"/eportal/ui\?"), "currentPage=2"),
    (re.compile(r"/iList\.jsp\?", re.IGNORECASE), "cur_page=2"),
    (re.compile(r"/(?:[\w-]+(?:\.(?:php|jspx?|aspx?|do|action|thtml))?)?\?\w+=", re.IGNORECASE), "page=2"),  # of no file
)


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


def page_below(pager: Pager, address: str) -> str | None:
    """Return the address of the page after `address` in a list whose later pages count down to 1."""
    numbered = _NUMBERED.fullmatch(address.rpartition("/")[2])
    if pager.prefix is None or pager.pages < 2:
        return None
    number = int(numbered[2]) if numbered and numbered[1] == pager.prefix.rpartition("/")[2] else pager.pages
    return urljoin(address, f"{pager.prefix}_{number - 1}.{pager.suffix or 'html'}") if number > 1 else None


def counting_of(pager: Pager, address: str) -> int | None:
    """Return from what number a list counts its pages, which its first page tells by the number it gives itself."""
    if pager.first is not None:
        return pager.first
    return min(pager.current, 1) if _file(pager, address)[2] is None else None


def names_after(address: str, counts_from: int | None = None, *, is_later: bool = False) -> list[str]:
    """Return what the page after `address` may be called where nothing but the address tells, the likeliest first.

    `counts_from` is what the family's first pages count as; `is_later` says that earlier pages led here.
    """
    folder, _, name = address.partition("#")[0].partition("?")[0].rpartition("/")
    if "?" in address or "/e/action/" in address:
        return list(_queried(address))
    if hashed := _HASHED.fullmatch(name):
        return [f"{folder}/{hashed[1]}{int(hashed[2]) + 1}{hashed[3]}"]
    numeric = _NUMERIC.fullmatch(name)
    if numeric and (is_later or numeric[1] == "1"):
        return [f"{folder}/{int(numeric[1]) + 1}{numeric[2]}"]
    if name and "." not in name:
        return [f"{folder}/{following}" for following in _bare_names(name, folder, is_later=is_later)]
    numbered = _NUMBERED.fullmatch(name)
    if numbered and len(numbered[2]) <= _LONGEST:
        return [f"{folder}/{numbered[1]}_{int(numbered[2]) + 1}.{numbered[3]}"]
    stem, ending = name.rsplit(".", 1) if name else ("index", "html")
    numbers = [counts_from + 1] if counts_from is not None else [1, 2] if stem.lower().startswith(("index", "default")) else [2, 1]
    return [f"{folder}/{stem}_{number}.{ending}" for number in ([2] if ending == "jhtml" else numbers)]


def number_in(address: str) -> int | None:
    """Return the number that a later page's file name has."""
    name = address.partition("?")[0].rpartition("/")[2]
    found = _NUMBERED.fullmatch(name)
    return int(found[2]) if found else None


def _queried(address: str) -> Iterator[str]:
    """Yield the address whose query names the next page."""
    if _QUERIED.search(address):
        yield _QUERIED.sub(lambda found: f"{found[1]}={int(found[2]) + 1}", address, count=1)
        return
    added = next((added for pattern, added in _DYNAMIC if pattern.search(address)), None)
    if added:
        yield f"{address}{'&' if '?' in address else '?'}{added}"


def _bare_names(name: str, folder: str, *, is_later: bool) -> Iterator[str]:
    """Yield names without an ending: `tzgg_2` after `tzgg`, or `2` below it, as sites of classes have it."""
    tailed = _TAILED.fullmatch(name)
    if tailed and (is_later or tailed[1] or re.search(r"class/[^/]+$", folder)):
        yield f"{tailed[1]}{int(tailed[2]) + 1}"
        return
    below, beside = f"{name}/2", f"{name}_2"
    yield from (below, beside) if folder.endswith("class") else (beside, below)
    yield from (f"{name}/index_1.html", f"{name}/index_2.html")


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
