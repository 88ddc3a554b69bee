"""The words of the pages, Chinese first and English beside it, and how times are told."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal

from storage.coverage.words import ORGAN, STATE
from storage.times import CHINA

Language = Literal["zh", "en"]
_Speaker = Callable[[str, str], str]

# what stands in the archive as a word for programs
_TERMS: Mapping[str, tuple[str, str]] = {
    **dict(STATE.items()),
    **ORGAN,
    "report": ("报告", "report"),
    "interpretation": ("解读", "interpretation"),
    "notice": ("通知公告", "notice"),
    "news": ("新闻", "news"),
    "plan": ("计划方案", "plan"),
    "other": ("其他", "other"),
    "new": ("首次收录", "new"),
    "changed": ("发布者改动", "changed by its publisher"),
    "reextracted": ("重新识读", "read anew by us"),
    "province": ("省级", "province"),
    "prefecture": ("市级", "prefecture"),
    "county": ("县级", "county"),
    "town": ("乡镇级", "town"),
    "department": ("部门", "department"),
    "achievements": ("主要成效", "achievements"),
    "shortcomings": ("存在不足", "shortcomings"),
    "leadership": ("第一责任人履职", "leadership"),
    "sound": ("正常", "sound"),
    "whole": ("全部走查", "whole walk"),
    "early": ("无新提前结束", "ended early, nothing new"),
    "cut": ("未走完", "cut short"),
}


def speaker(language: Language) -> _Speaker:
    """Return what picks the words of a language out of a pair."""
    return (lambda _, english: english) if language == "en" else (lambda chinese, _: chinese)


def term(language: Language) -> Callable[[object], str]:
    """Return what tells in a language what a word of the archive means; a word that nobody knows stands for itself."""
    say = speaker(language)
    return lambda value: "" if value is None else say(*_TERMS.get(str(value), (str(value), str(value))))


def minute(value: datetime | str | None) -> str:
    """Return a moment of our own clocks in China's time, to the minute."""
    if value is None:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(CHINA):%Y-%m-%d %H:%M}"


def printed(value: str | None) -> str:
    """Return a time as a page prints it, with a blank for a T and without the zone, which is always China's."""
    return (value or "").replace("T", " ").removesuffix("+08:00")
