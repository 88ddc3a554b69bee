"""Is this page a list of links where a report was expected: a section's list, a column, a home page?"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.titles import kind_of

_ROWS = "li, tr, dl, dd, p, div"
_DATE = re.compile(
    r"[\[(（【]?\s*(?:(?:19|20)?\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?\s*[\])）】]?"
)
_PAGER = re.compile(r"下一?页|[尾末]页|共\s*\d+\s*[页条]|第\s*\d+\s*页|\d+\s*/\s*\d+\s*页")
_SENTENCE = re.compile("[\u4e00-\u9fff，、；：“”（）《》\\d]{20,}。")
# META names of the national standard for government sites: pages of articles have both groups, pages of columns the second alone
_OF_ARTICLES = {"articletitle", "pubdate", "contentsource"}
_OF_COLUMNS = {"columnname", "columntype", "columndescription"}
# rows: pages of reports have related links too, but beside a title; where the promised one is missing, fewer will do
_FEWEST_DATED, _FEWEST_UNTITLED, _FEWEST_PAGED = 5, 3, 8


def is_index(text: str, words: str, expected: str) -> bool:
    """Say whether a page is nothing but a list; `words` are those outside its links, `expected` the title that its own list promised.

    Whatever speaks for an article is believed: its META, its title outside the links, a sentence.
    """
    tree = LexborHTMLParser(text)
    metas = {
        (node.attributes.get("name") or "").lower() for node in tree.css("meta[name]") if (node.attributes.get("content") or "").strip()
    }
    titles = (expected, _window_title(tree))
    if metas & _OF_ARTICLES or _SENTENCE.search(words) or any(_is_in(title, words) for title in titles) or _is_headed(tree):
        return False
    tree.strip_tags(["script", "style", "noscript", "template"])
    dated, plain = _rows(tree)
    is_paged = bool(_PAGER.search(tree.body.text() if tree.body else ""))
    return dated >= (_FEWEST_UNTITLED if expected else _FEWEST_DATED) or (plain >= _FEWEST_PAGED and is_paged) or bool(metas & _OF_COLUMNS)


def _window_title(tree: LexborHTMLParser) -> str:
    title = tree.css_first("title")
    return re.split(r"[_|｜—-]", title.text())[0] if title else ""


def _is_headed(tree: LexborHTMLParser) -> bool:
    """Say whether a heading that links nowhere is the title of a report: one that names its year or its issuer."""
    headings = (node for node in tree.css("h1, h2, h3, h4, [class*=title i], [id*=title i]") if node.css_first("a") is None)
    return any(kind_of(" ".join(node.text().split())[:80]) == "report" for node in headings)


def _is_in(title: str, words: str) -> bool:
    """Say whether a title of a length that columns do not have stands in the words."""
    bare = re.sub(r"\s+|\.{2,}|…", "", title)
    return len(bare) >= 12 and bare in re.sub(r"\s+", "", words)


def _rows(tree: LexborHTMLParser) -> tuple[int, int]:
    """Return how many rows of one parent are a title linked and a date, and how many are a title linked, in the parents with most."""
    dated: dict[int, int] = {}
    plain: dict[int, int] = {}
    for node in tree.css(_ROWS):
        above = node.parent
        kind = _kind_of(node) if above is not None else None
        if above is not None and kind is not None:
            counts = dated if kind else plain
            counts[above.mem_id] = counts.get(above.mem_id, 0) + 1
    return max(dated.values(), default=0), max(plain.values(), default=0)


def _kind_of(node: LexborNode) -> bool | None:
    """Return whether a row is a linked title with a date, False for one without, None for what is no row of a list."""
    links = [" ".join(link.text().split()) for link in node.css("a[href]")]
    title = max(links, key=len, default="")
    if len(title) < 8 or len(links) > 4:
        return None
    outside = " ".join(node.text().split())
    for link in links:
        outside = outside.replace(link, "", 1)
    without_date = _DATE.sub("", outside)
    if len(without_date) > max(12, len(title) // 2):
        return None
    return without_date != outside or (len(title) > 18 and bool(_DATE.search(title[-12:])))
