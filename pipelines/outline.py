"""The sections of a report, and which of the four statutory parts each opens."""

import re
from collections.abc import Sequence

from crawler.model import Role, Section
from crawler.wording import folded

_NUMERAL = "[一二三四五六七八九十百]{1,3}"
_ORDINALS = (
    (0, re.compile(rf"第\s*{_NUMERAL}\s*(?:部分|章)[\s、:：]*")),
    (1, re.compile(rf"{_NUMERAL}\s*[、.．,，]\s*")),
    (2, re.compile(rf"[(（﹙]\s*{_NUMERAL}\s*[)）﹚]\s*[、.．]?\s*")),
    (3, re.compile(r"\d{1,2}\s*[.．、](?!\d)\s*")),
    (4, re.compile(r"[(（]\s*\d{1,2}\s*[)）]\s*[、.．]?\s*")),
)
_LACKS = "不足|问题|短板|差距|弱项|薄弱环节|困难"
_ROLES: tuple[tuple[Role, int, re.Pattern[str]], ...] = (
    ("leadership", 4, re.compile("第一责任人|第一职责|主要负责(?:人|同志).{0,8}(?:履行|履职|职责)")),
    ("shortcomings", 2, re.compile(f"存在.{{0,12}}(?:{_LACKS})|(?:{_LACKS})(?:之处)?(?:(?:和|与|及|以及|、).{{0,12}})?[。:：]?$")),
    ("plan", 2, re.compile("下一?步|下一?年|下一?阶段")),
    ("plan", 1, re.compile("今后|明年|来年|打算|工作(?:安排|计划|思路|重点|目标)|努力方向|改进措施|安排$|计划$|思路$")),
    (
        "achievements",
        1,
        re.compile(
            "成效|成绩|举措|做法|亮点|主要(?:工作|措施)|工作(?:开展|推进|完成|落实)?情况|(?:建设|推进|开展|落实)的?(?:主要|总体|基本|年度)?情况|工作回顾"
        ),
    ),
)
# headings without an ordinal are known by their wording alone, so that wording must be all of the line
_BARE = re.compile(
    f"(?:.{{0,16}}(?:主要)?(?:举措|做法|成效|成绩)(?:[和及与、].{{0,8}})?|(?:当前|目前|工作中)?(?:仍|还)?存在的?(?:主要)?.{{0,4}}(?:{_LACKS})(?:[和及与、].{{0,10}})?"
    r"|(?:下一?步|下一?年度?|下一?阶段|今后|\d{4}年度?).{0,12}(?:安排|打算|计划|思路|措施|重点|方向)|.{0,20}第一责任人职责.{0,8})"
)


def outline(lines: Sequence[str]) -> tuple[Section, ...]:
    """Return the headings of a report in order, each with its depth from 1 and the statutory part it opens, if any."""
    found = [pair for pair in map(_heading, lines) if pair]
    shift = 1 if any(depth == 0 for _, depth in found) else 0
    return tuple(Section(heading=heading, level=depth + shift, role=_role(heading, depth)) for heading, depth in found)


def _heading(line: str) -> tuple[str, int] | None:
    """Return the heading that a line is or begins with, and its depth; None for a paragraph."""
    line = line.strip()
    for depth, ordinal in _ORDINALS:
        if opening := ordinal.match(line):
            words = _wording(line[opening.end() :])
            return (line[: opening.end()] + words, depth) if words else None
    return (line, 1) if len(line) <= 30 and _BARE.fullmatch(folded(line)) else None


def _wording(rest: str) -> str | None:
    """Return what of a numbered line is a heading: all of it if short and no sentence, else its short first sentence."""
    if gap := re.match(r"(\S{4,30}?)(?:\s+|[:：])(?=\S{30,})", rest):
        return gap.group(1)
    first = re.split("[。！？!?；;]", rest, maxsplit=1)[0]
    end = rest[len(first) : len(first) + 1]
    if not end:
        return first.strip() if len(first) <= 80 else None
    longest = 60 if len(rest) == len(first) + 1 else 45
    return first + end if end not in "；;" and 1 < len(first) <= longest else None


def _role(heading: str, depth: int) -> Role | None:
    words = re.sub(r"\s", "", folded(heading))
    return next((role for role, deepest, wording in _ROLES if depth <= deepest and wording.search(words)), None)
