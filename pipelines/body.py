"""Where on a page the report stands: by the row, by fences, by the container of its CMS, or by evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipelines.furniture import is_header, kinds
from pipelines.lines import Block, Line, Lines

# elements that hold the body and nothing else on every platform that uses the name
_BODY = re.compile(
    r"(?:^|\s)(?:zoom|zoomcon|ucap-content|trs_editor|trs_ueditor|trs_editor_view|vsb_content(?:_\d+)?|v_news_content|j-fontcontent|ivs_content|news_cont_d_wrap|easysitetext|barrierfree_container"
    r"|fontzoom|czfxcontent|czfxfontzoom|div_zhengwen|bt_content|bt-content|textbody|dochtmlcon|wenzhang-content|mian-cont|main-txt|wzzw-article|article_zw|govinfocontent|conttext)(?=\s|$)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:^|[\s_-])(?:title|tit|headline|subtitle|biaoti)(?:[\s_-]|$)", re.IGNORECASE)
# lines that stand in reports and in templates alike
_NEUTRAL = frozenset({"rule", "date", "label", "source", "person", "mark"})
_BEGIN = re.compile(
    r"信息内容.{0,6}begin|content\.begin|^contentstart$|(?:正文|文章|内容|详细|textbody|article|content)\S{0,4}[\s_-]*(?:begin|start|开始|[-_ ]s)\s*$",
    re.IGNORECASE,
)
_END = re.compile(
    r"信息内容.{0,6}end|content\.end|^contentend$|(?:正文|文章|内容|详细|textbody|article|content)\S{0,4}[\s_-]*(?:end|结束|[-_ ][de])\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a page from `first` up to `last` as its body, what proves it, and its share of the page's prose."""

    first: int
    last: int
    proof: str
    share: float


class Weights:
    """How much a stretch of lines looks like a report: prose counts for it, links and chrome against it."""

    def __init__(self, page: Lines, titles: Sequence[str]) -> None:
        bare = "\n".join(_bare(title) for title in titles)
        seen: set[str] = set()
        each = [_weight(page, line, seen, bare) for line in page.lines]
        for twin in _twins(page):
            each[twin.first : twin.last] = [0] * (twin.last - twin.first)
        self._sums = list(accumulate(each, initial=0))
        self._prose = list(accumulate((max(0, weight) for weight in each), initial=0))

    def between(self, first: int, last: int) -> int:
        """Return the weight of the lines from `first` up to `last`."""
        return self._sums[last] - self._sums[first]

    def share(self, first: int, last: int) -> float:
        """Return how much of all prose of the page stands in the lines from `first` up to `last`."""
        return (self._prose[last] - self._prose[first]) / (self._prose[-1] or 1)


def find_body(page: Lines, titles: Sequence[str] = ()) -> Body | None:
    """Return where the body stands, given what the page calls itself; None if no part of it looks like one."""
    weights = Weights(page, titles)
    best = max(page.blocks, key=lambda block: (weights.between(block.first, block.last), block.first - block.last))
    worth = weights.between(best.first, best.last)
    for least, proof, spans in ((0.6, "fence", _fenced(page)), (0.3, "container", _contained(page))):
        found = [span for span in spans if weights.between(*span) > least * worth]
        if found:
            first, last = max(found, key=lambda span: weights.between(*span))
            return Body(first, last, proof, weights.share(first, last))
    pictured = _pictured(page) if worth < 120 else None
    if pictured or worth <= 0:
        return pictured
    return Body(best.first, best.last, "evidence", weights.share(best.first, best.last))


def _twins(page: Lines) -> Iterator[Block]:
    """Give the elements whose id an earlier one bears: the same text for another width of screen."""
    known: set[str] = set()
    for block in page.blocks:
        name = block.names.partition(" ")[0]
        if name and name in known and block.last - block.first > 1:
            yield block
        known.add(name)


def _pictured(page: Lines) -> Body | None:
    """Return the empty body of a page whose container holds a picture, a frame or a film instead of text."""
    held = {mark.block for mark in page.marks if mark.kind in ("img", "iframe", "embed", "object", "video")}
    for number in held:
        while number >= 0:
            block = page.blocks[number]
            if block.first == block.last and _is_container(block):
                return Body(block.first, block.last, "picture", 0.0)
            number = block.parent
    return None


def _weight(page: Lines, line: Line, seen: set[str], titles: str) -> int:
    own = len(line.text) - line.linked
    chrome = kinds(line.text) if line.text else _NEUTRAL
    if is_header(line.text) or not chrome <= _NEUTRAL:
        return -max(10, len(line.text))
    start = line.text[:16]
    if chrome or start in seen or _is_heading(page.blocks[line.block]) or (own > 7 and _bare(line.text) in titles):
        return -2 * line.linked
    seen.add(start)
    return (own if own >= 12 else own // 2) - 2 * line.linked


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_heading(block: Block) -> bool:
    return block.tag == "h1" or _HEADING.search(block.names) is not None


def _fenced(page: Lines) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for mark in page.marks:
        if mark.kind not in ("comment", "meta"):
            continue
        if _BEGIN.search(mark.value):
            opened = mark.line
        elif opened is not None and _END.search(mark.value):
            yield opened, mark.line
            opened = None


def _contained(page: Lines) -> Iterator[tuple[int, int]]:
    for block in page.blocks:
        if _is_container(block):
            yield block.first, block.last


def _is_container(block: Block) -> bool:
    return block.tag == "ucapcontent" or _BODY.search(block.names) is not None
