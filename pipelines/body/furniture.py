"""Page chrome, known by what a line is from end to end: a sentence that speaks of printing or of visits is none."""

import re
from functools import lru_cache

from pipelines.body.labels import (
    BEGINNINGS,
    CARD,
    CATALOGUED,
    CRUMBS,
    DATE,
    ENDINGS,
    FOOTER,
    NOTICE,
    PAGER,
    PLACE,
    SIZE,
    SOLE,
    TIMED,
    compiled,
)

_NOTHING = re.compile(r"")
_EDGES = " \t\xa0\u3000|｜·•;；,，/、-—_[]【】()（）<>《》“”\"'×◆▪。:：「」"
_BEGINNING = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in BEGINNINGS.items()))
_ENDINGS = compiled(ENDINGS)
_DATE = re.compile(DATE)
_TIMED = re.compile(TIMED)
_TELLING = frozenset({"date", "source", "count", "size"})
_TOLD = re.compile(rf"(?:{DATE}\s*)?(?:{BEGINNINGS['date']}|{BEGINNINGS['source']})")
_NOTICE = re.compile(NOTICE)
_JOINT = re.compile(r"[:：>»›＞|｜\[【©]|\s")
# of a line without its outer punctuation, in this order; beside each that is slow to fail what one of has to be in the line
_WHOLES = (
    ("date", _DATE, ""),
    ("turn", re.compile(PAGER, re.IGNORECASE), "页"),
    ("size", re.compile(rf"(?:{SIZE}[\s/|｜]*){{2,}}"), ""),
    ("card", re.compile(rf"{CARD}\s*[:：|].{{0,120}}|{CATALOGUED}\s+\S.{{0,120}}"), ""),
    ("label", re.compile(rf"(?:{SOLE}[\s:：|｜]*)+"), ""),
    ("place", re.compile(rf"(?:{PLACE}).*"), ""),
    ("place", re.compile(CRUMBS), "/>»›＞"),
    ("footer", re.compile(rf"[^。]*{FOOTER}[^。]*|{NOTICE}", re.IGNORECASE), "权明策护们错技议浏站识微您你Yy加IiPpCc©安转刊"),
)
# one of these stands in all that `_TOLD` finds: 时间, 日期, 发布于, 来源, or the colon behind an organ
_TELLS = re.compile(r"时\s*间|日\s*期|源|:|：|布于|表于|新于")


@lru_cache(maxsize=1 << 14)
def kinds(text: str) -> frozenset[str]:
    """Return of what kinds of chrome a line consists from end to end; none if any of it is something else."""
    if _is_sentence(text):
        return frozenset({"footer"}) if _NOTICE.fullmatch(text) else frozenset()
    bare = text.strip(_EDGES)
    if not bare:
        return frozenset({"rule"})
    letters = set(bare)
    whole = next((kind for kind, pattern, needs in _WHOLES if not (needs and letters.isdisjoint(needs)) and pattern.fullmatch(bare)), None)
    return frozenset({whole}) if whole else _pieces(text)


@lru_cache(maxsize=1 << 14)
def is_header(text: str) -> bool:
    """Say whether a line tells when and whence a report was published, be it behind the title or the name of the site."""
    if _is_sentence(text):
        return False
    told, found = _TOLD.search(text) if _TELLS.search(text) else None, _pieces(text)
    if found:
        return bool(found & _TELLING) and (found != {"date"} or told is not None)
    if told and told.start() < 80 and "。" not in text[: told.start()]:
        return len(_pieces(text[told.start() :]) & _TELLING) > 1
    return _TIMED.fullmatch(text.strip(_EDGES)) is not None


def _is_sentence(text: str) -> bool:
    """Say without much looking whether a line is too long, or ends too much like prose, to be chrome."""
    return len(text) > 400 or (len(text) > 40 and (text[-1] in "。；！？，" or not _JOINT.search(text)))


@lru_cache(maxsize=1 << 14)  # both of the above ask it of every line
def _pieces(text: str) -> frozenset[str]:
    found = list(_BEGINNING.finditer(text)) if len(text) <= 240 and _may_begin(text) else []
    if not found or (text.endswith("。") and found[-1].lastgroup != "scan"):
        return frozenset()
    before = text[: found[0].start()].strip(_EDGES)
    if before and not _DATE.fullmatch(before):
        return frozenset()
    for piece, following in zip(found, [*found[1:], None], strict=True):
        value = text[piece.end() : following.start() if following else len(text)].strip(_EDGES)
        if not _ENDINGS.get(piece.lastgroup or "", _NOTHING).fullmatch(value):
            return frozenset()
    return frozenset(piece.lastgroup or "" for piece in found) | ({"date"} if before else set())


def _may_begin(text: str) -> bool:
    """Say whether a piece of chrome begins a line, or a date may: looked for at every place in it, a piece takes a sixth of all reading."""
    edges = len(text) - len(text.lstrip(_EDGES))
    return text[edges : edges + 1].isdigit() or any(_BEGINNING.match(text, place) for place in range(edges + 1))
