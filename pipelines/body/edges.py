"""What stands before, after and between the paragraphs of a body without being one."""

import re
from collections.abc import Sequence

from pipelines.body.furniture import is_header, kinds
from pipelines.body.labels import CARD, CATALOGUED
from pipelines.body.lines import Line, Lines
from pipelines.body.prose import bare

_ANYWHERE = frozenset({"count", "size", "button", "share", "scan", "turn"})
_TAIL = _ANYWHERE | {"person", "label", "place", "footer", "mark", "rule"}
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章条]|[（(][一二三四五六七八九十]+[）)]")
_PUBLISHED = re.compile(r"(?:发布|发表|更新)\s*(?:时间|日期)|(?:信息|文章|稿件)来源|发布(?:机构|单位)")
_RELATED = re.compile(
    r"[\s·•■◆>》【\[]*(?:(?:相关|关联|推荐|延伸|扩展|热点|热门|精彩|更多|最新)(?:文章|阅读|新闻|信息|链接|稿件|报道|推荐|资讯|内容|解读|政策)|猜你喜欢)"
)
# over an annex that is set into the body, be it a picture; where a template offers files, it says 相关附件 or 附件：
_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,2}")
_PAGES = re.compile(r"(?:[\[【(（|\s]*\d{1,2}[\]】)）|\s]*){2,}")
_CATALOGUED = re.compile(CATALOGUED)
_LABELS = re.compile(rf"(?:{CARD}|发布(?:时间|日期)|备\s*注)(?:\s*\|\s*(?:{CARD}|发布(?:时间|日期)|备\s*注))+")


def without_chrome(page: Lines, lines: Sequence[Line], titles: Sequence[str] = ()) -> list[Line]:
    """Return those lines of a body that are its own; `titles` is what the page calls itself."""
    own = [line for line in lines if page.blocks[line.block].tag == "tr" or not (_is_chrome(line.text) or _is_pager(line))]
    return _without_tail(_without_head(own, "\n".join(bare(title) for title in titles)))


def _is_chrome(text: str) -> bool:
    found = kinds(text)
    return bool(found) and found <= _ANYWHERE


def _is_pager(line: Line) -> bool:
    """Say whether a line has the numbers of further pages, linked, and nothing else."""
    return line.linked > 0 and _PAGES.fullmatch(line.text) is not None


def _without_head(lines: list[Line], named: str) -> list[Line]:
    end, passed = 0, 0
    for number, line in enumerate(lines):
        found = kinds(line.text)
        if _is_head(lines, number, passed):
            end, passed = number + 1, 0
        elif _CATALOGUED.match(line.text) and _LABELS.fullmatch(line.text):
            # the labels of the card stand side by side, its values in the row below them
            end, passed = number + 2, 0
        elif not found and bare(line.text) not in named:
            passed += len(line.text)
        if passed > 160 or _NUMBERED.match(line.text):
            break
    while end < len(lines) and "rule" in kinds(lines[end].text):
        end += 1
    return lines[end:]


def _is_head(lines: list[Line], number: int, passed: int) -> bool:
    """Say whether a line belongs to a template's header; one that tells little does only where nothing but the title stands above."""
    found = kinds(lines[number].text)
    if is_header(lines[number].text):
        return len(found) != 1 or not passed or _PUBLISHED.search(lines[number].text) is not None
    return "place" in found or ("card" in found and _is_card(lines, number))


def _is_card(lines: list[Line], number: int) -> bool:
    near = lines[max(0, number - 3) : number + 4]
    return sum("card" in kinds(line.text) for line in near) > 1 and any(_CATALOGUED.match(line.text) for line in near)


def _without_tail(lines: list[Line]) -> list[Line]:
    own = lines
    while own and kinds(own[-1].text) & _TAIL and not _ANNEX.fullmatch(own[-1].text):
        own = own[:-1]
    for number in reversed(range(max(0, len(own) - 30), len(own))):
        if not _is_offer(own[number]):
            break
        if _RELATED.match(own[number].text):
            return _without_tail(own[:number])
    return own


def _is_offer(line: Line) -> bool:
    """Say whether a line is a link to another article, or what stands over or beside such links."""
    return line.linked > 0.6 * len(line.text) or bool(kinds(line.text) & {"label", "date", "turn", "rule"})
