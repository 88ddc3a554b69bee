"""What a pager says of a list: how many pages it has, and which one this is, in the call of a script or in words."""

import re
from dataclasses import dataclass, replace

from spiders.walk import ListSize

_CALL = re.compile(r"\bcreatePage(?:HTML)?\w*\s*\(([^()]*)\)", re.IGNORECASE)
_OBJECT = re.compile(r"(?:\bPager\s*\(|\bpagination_script_config\s*[=:])\s*\{([^{}]*)\}")
_PAIR = re.compile(r"""['"]?(\w+)['"]?\s*:\s*['"]?([\w./-]+)""")
_COUNT = re.compile(r"\bcountPage\s*=\s*['\"]?(\d+)\b")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*['\"]?(\d+)\b")
_SET_PAGE = re.compile(r"""\.pagination\(\s*['"]setPage['"]\s*,\s*(\d+)\s*,\s*(\d+)\s*\)""")
_NSETPAGE = re.compile(r"\bnsetpage\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)")
_DOWN = re.compile(r"\bmaxPageNum\s*=\s*(\d+)\b")
_DOWN_NAME = re.compile(r"""\bpurl\s*=\s*['"]([^'"]+)['"]""")
_GAP = r"(?:\s|&nbsp;|&#160;|</?(?:a|b|i|u|em|span|font|strong)\b[^<>]*>)*"
_PAGES_IN_WORDS = re.compile(
    rf"共{_GAP}(\d+){_GAP}页|(?<![\d.-])\d{{1,4}}{_GAP}[/／]{_GAP}共?{_GAP}(\d{{1,4}}){_GAP}页|页[次码]{_GAP}[:：]{_GAP}\d+{_GAP}/{_GAP}(\d+)"
    rf"|easysite-total-page[^<>]*>(?:[^<>/]|<[^<>]*>){{0,80}}?/(?:\s|<[^<>]*>)*(\d+)|easysite-total-page[^<>]*>(?:[^<>\d]|<[^<>]*>){{0,80}}(\d+)"
)
_PAGE_IN_WORDS = re.compile(
    rf"第{_GAP}(\d+){_GAP}页|(?<![\d.-])(\d{{1,4}}){_GAP}[/／]{_GAP}共?{_GAP}\d{{1,4}}{_GAP}页|页[次码]{_GAP}[:：]{_GAP}(\d+)"
)


@dataclass(frozen=True, slots=True)
class Pager:
    """A pager as a page calls it: how many pages, which one this is (counted from `first`), how its files are named.

    `first` is None where the call alone does not tell whether it counts from 0 or from 1; `falls` says that later pages count
    down to 1; `alias` is another name that later pages may have.
    """

    pages: int
    current: int
    first: int | None = None
    prefix: str | None = None
    suffix: str | None = None
    records: int | None = None
    falls: bool = False
    alias: str | None = None


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
    return _counted(text)


def pages_in_words(text: str) -> ListSize:
    """Return how many pages a pager states in words, as 共9页 or 1/9页."""
    match = _PAGES_IN_WORDS.search(text)
    return ListSize(int(next(filter(None, match.groups())))) if match else ListSize()


def page_in_words(text: str) -> int | None:
    """Return which page a pager in words says that this is, as 第3页 or 3/9页."""
    match = _PAGE_IN_WORDS.search(text)
    return int(next(filter(None, match.groups()))) if match else None


def _counted(text: str) -> Pager | None:
    """Return the pager of a script that only counts."""
    if turned := _SET_PAGE.search(text):
        return Pager(int(turned[2]), int(turned[1]), 1)
    if called := _NSETPAGE.search(text):
        here, records, size = map(int, called.groups())
        return Pager(-(-records // max(size, 1)), here, 1, records=records, alias="list")
    falling, name = [int(found) for found in _DOWN.findall(text)], _DOWN_NAME.search(text)
    if name and max(falling, default=0):
        return Pager(max(falling), 0, prefix=name[1], suffix="html", falls=True)
    count, current = _COUNT.search(text), _CURRENT.search(text)
    return Pager(int(count[1]), int(current[1]) if current else 0) if count and (current or int(count[1]) > 0) else None


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
