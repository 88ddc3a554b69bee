"""What stands before, after and between the paragraphs of a body without being one."""

import re

from pipelines.furniture import is_header, kinds
from pipelines.lines import Line, Lines

_ANYWHERE = frozenset({"count", "size", "button", "share", "scan", "turn"})
_TAIL = _ANYWHERE | {"person", "label", "place", "footer", "mark", "rule", "card"}
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章条]|[（(][一二三四五六七八九十]+[）)]")
_RELATED = re.compile(r"[\s·•■◆>》【\[]*(?:(?:相关|关联|推荐|延伸|扩展|热点|热门|精彩|更多|最新)(?:文章|阅读|新闻|信息|链接|稿件|报道|推荐|资讯|内容|解读|政策)|猜你喜欢)")
# labels that only the catalogue card of a document bears
_CATALOGUED = re.compile(
    r"(?:索\s*引\s*号|信息索引|统一编号|统一登记号|主题分类|组配分类|公开(?:分类|形式|时限|范围)|发文(?:机关|单位|机构|字号)|有\s*效\s*性|公文种类)"
)


def without_chrome(page: Lines, lines: list[Line]) -> list[Line]:
    """Return those lines of a body that are its own."""
    own = [line for line in lines if page.blocks[line.block].tag == "tr" or not _is_chrome(line.text)]
    return _without_tail(_without_head(page, own))


def _is_chrome(text: str) -> bool:
    found = kinds(text)
    return bool(found) and found <= _ANYWHERE


def _without_head(page: Lines, lines: list[Line]) -> list[Line]:
    end, passed = 0, 0
    for number, line in enumerate(lines):
        found = kinds(line.text)
        if is_header(line.text) or "place" in found or ("card" in found and _is_card(lines, number)):
            end, passed = number + 1, 0
        elif not found:
            passed += len(line.text)
        if passed > 160 or _NUMBERED.match(line.text):
            break
    while end < len(lines) and "rule" in kinds(lines[end].text):
        end += 1
    return lines[end:]


def _is_card(lines: list[Line], number: int) -> bool:
    near = lines[max(0, number - 3) : number + 4]
    return sum("card" in kinds(line.text) for line in near) > 1 and any(_CATALOGUED.match(line.text) for line in near)


def _without_tail(lines: list[Line]) -> list[Line]:
    own = lines
    while own and kinds(own[-1].text) & _TAIL:
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
