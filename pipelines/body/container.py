"""Where on a page the report stands: between fences, in the container of its CMS, or where the prose is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.body.furniture import kinds
from pipelines.body.lines import Block, Lines
from pipelines.body.place import is_apart, place_below_header
from pipelines.body.prose import Prose, bare
from pipelines.body.tags import PARTS

# ids and classes that hold the body, and nothing but the body, on every platform that uses them
_CONTAINER = re.compile(
    r"(?:^|\s)(?:zoom|zoomcon|ucap-content|trs_editor|trs_ueditor|trs_editor_view|vsb_content(?:_\d+)?|v_news_content|j-fontcontent|ivs_content|wp_articlecontent"
    r"|news_cont_d_wrap|easysitetext|barrierfree_container|fontzoom|czfxcontent|czfxfontzoom|div_zhengwen|bt[_-]content|textbody|dochtmlcon"
    r"|wenzhang-content|mian-cont|main-txt|wzzw-article|article_zw|govinfocontent)(?=\s|$)",
    re.IGNORECASE,
)
_FENCED = r"信息内容|正文(?:内容)?|文章内容|详细(?:内容)?|textbody|zjeg_rss\.content|(?:article|news)?[-_ ]?content"
_BEGIN = re.compile(rf"(?:{_FENCED})\W*(?:begin|start|开始|s)[^\w]*$", re.IGNORECASE)
_END = re.compile(rf"(?:{_FENCED})\W*(?:end|over|结束|[ed])[^\w]*$", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:(?:19|20)\d\d|二[〇○Oo零][〇○Oo零一二三四五六七八九]{2})年[一二三四五六七八九十\d]{1,3}月[一二三四五六七八九十\d]{1,3}日"
)
_LITTLE = 400  # less prose than a report has, and not more than a footer: then its place tells the body
_SHOWN = frozenset(("img", "iframe", "embed", "object", "video"))


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a page from `first` up to `last` as its body, what proves it, and its share of the page's prose."""

    first: int
    last: int
    proof: str
    share: float


def find_body(page: Lines, titles: Sequence[str] = ()) -> Body | None:
    """Return where the body stands, given what the page calls itself; None if no part of it looks like one."""
    prose = Prose(page, titles)
    worth, first, last = _best(page, prose)
    for least, proof, spans in ((0.6, "fence", _fenced(page)), (0.3, "container", _contained(page))):
        found = [span for span in spans if prose.weight(*span) > least * worth]
        if found:
            begin, end = max(found, key=lambda span: prose.weight(*span))
            return Body(begin, end, proof, prose.share(begin, end))
    instead = _filed(page) or _pictured(page) if worth < 120 else None
    if instead or worth <= 0:
        return instead
    if worth < _LITTLE and (place := place_below_header(page, titles)) and is_apart(page, place, (first, last)):
        return Body(*place, "place", prose.share(*place))
    last = _with_signature(page, last)
    return Body(first, last, "evidence", prose.share(first, last))


def _best(page: Lines, prose: Prose) -> tuple[int, int, int]:
    """Return the heaviest run of all blocks, of equal ones the shortest, and of these the first."""
    # menus, most blocks of a page, count for nothing; an inline element may end within a line that is not there yet
    telling = prose.telling(page.blocks)
    best = _heaviest(page, telling, prose) if telling else (0, 0, 0)
    return best if best[0] > 0 else _heaviest(page, page.blocks, prose)


def _heaviest(page: Lines, blocks: Sequence[Block], prose: Prose) -> tuple[int, int, int]:
    return max((_best_run(page, block, prose) for block in blocks), key=lambda run: (run[0], run[1] - run[2]))


def _best_run(page: Lines, block: Block, prose: Prose) -> tuple[int, int, int]:
    """Return the weight, the first line and the end of a block, or of the heaviest run of paragraphs that stand side by side in it."""
    best = (prose.weight(block.first, block.last), block.first, block.last)
    if block.tag in PARTS:
        return (0, block.first, block.first)
    weight, start = 0, block.first
    for first, last, is_paragraph in _units(page, block):
        if weight < 0 or not is_paragraph:
            weight, start = 0, first if is_paragraph else last
        if is_paragraph:
            weight += prose.weight(first, last)
            if weight > best[0] or (weight == best[0] and start == best[1]):
                best = (weight, start, last)
    return best


def _units(page: Lines, block: Block) -> Iterator[tuple[int, int, bool]]:
    """Give the elements in a block, and the lines that stand in none of them, in order, and whether each is no more than a paragraph."""
    at = block.first
    for child in (page.blocks[number] for number in block.children):
        yield from ((line, line + 1, True) for line in range(at, child.first))
        if child.last > max(at, child.first):
            first = max(at, child.first)
            yield first, child.last, child.tag in PARTS or child.last - first < 3
            at = child.last
    yield from ((line, line + 1, True) for line in range(at, block.last))


def _fenced(page: Lines) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for mark in page.marks:
        if mark.kind not in ("comment", "meta") or len(mark.value) > 60:
            continue
        if _BEGIN.search(mark.value):
            opened = mark.line
        elif opened is not None and _END.search(mark.value):
            yield opened, mark.line
            opened = None


def _contained(page: Lines) -> Iterator[tuple[int, int]]:
    """Give the containers from the outermost inwards, then what reaches from the first to the last of those that share a name."""
    named: dict[str, list[Block]] = {}
    for block in page.blocks:
        if is_container(block):
            yield block.first, block.last
            named.setdefault(block.names, []).append(block)
    for blocks in named.values():
        if len(blocks) > 1:
            yield blocks[0].first, max(block.last for block in blocks)


def is_container(block: Block) -> bool:
    """Say whether a block bears a name that proves it the container of a body."""
    return block.tag == "ucapcontent" or _names_a_container(block.names)


@lru_cache(maxsize=1 << 12)  # the blocks of a page, and the pages of a site, repeat each other's names
def _names_a_container(names: str) -> bool:
    return _CONTAINER.search(names) is not None


def _filed(page: Lines) -> Body | None:
    """Return the body of a page whose container holds files by their names, as of a budget, where nothing else is prose."""
    found = [span for span in _contained(page) if any(line.filed and not kinds(line.text) for line in page.lines[slice(*span)])]
    return Body(*max(found, key=lambda span: span[1] - span[0]), "container", 0.0) if found else None


def _pictured(page: Lines) -> Body | None:
    """Return the empty body of a page whose container holds a picture, a frame or a film instead of text."""
    for number in {mark.block for mark in page.marks if mark.kind in _SHOWN}:
        at = number
        while at >= 0:
            block = page.blocks[at]
            if block.first == block.last and is_container(block):
                return Body(block.first, block.last, "picture", 0.0)
            at = block.parent
    return None


def _with_signature(page: Lines, last: int) -> int:
    """Return the end of a body together with the name and the date that sign it from outside its last element."""
    for number in range(last, min(len(page.lines), last + 4)):
        line = page.lines[number]
        if line.linked or len(line.text) > 30 or (kinds(line.text) and kinds(line.text) != {"date"}):
            break
        if _SIGNED.fullmatch(bare(line.text)):
            return number + 1
    return last
