"""The numbers that a browser sets before the items of an ordered list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman)|(?:simp-chinese|cjk)-[a-z]+|disc|circle|square)",
    re.IGNORECASE,
)
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_DIGITS = "〇一二三四五六七八九"


@dataclass(slots=True)
class Numbering:
    """The count of one ordered list."""

    style: str
    step: int
    following: int

    def next(self, item: Mapping[str, str]) -> str:
        """Return what stands before the item with these attributes, '' if its style shows no number."""
        value = item.get("value") or ""
        number = int(value) if re.fullmatch(r"-?\d{1,9}", value) else self.following
        self.following = number + self.step
        return _shown(number, _style(item) or self.style)


def numbering(attributes: Mapping[str, str]) -> Numbering:
    """Return the count of an ordered list with these attributes."""
    start = attributes.get("start") or ""
    first = int(start) if re.fullmatch(r"-?\d{1,9}", start) else 1
    return Numbering(_style(attributes) or "decimal", -1 if "reversed" in attributes else 1, first)


def _style(attributes: Mapping[str, str]) -> str:
    styled = _STYLE.search(attributes.get("style") or "")
    return styled[1].lower() if styled else _TYPES.get(attributes.get("type") or "", "")


def _shown(number: int, style: str) -> str:
    if style in ("none", "disc", "circle", "square"):
        return ""
    if style.endswith(("alpha", "latin")) and number > 0:
        return _cased(letters(number), style) + ". "
    if style.endswith("roman") and 0 < number < 4000:
        return _cased(roman(number), style) + ". "
    if style.startswith(("cjk", "simp")) and 0 < number < 100:
        return chinese(number) + "、"
    return f"{number}. "


def _cased(text: str, style: str) -> str:
    return text.upper() if style.startswith("upper") else text


def letters(number: int) -> str:
    """Return a number as a, b, …, z, aa."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(97 + rest) + found
    return found


def roman(number: int) -> str:
    """Return a number below 4000 as i, ii, iii, iv."""
    found = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        found += sign * count
    return found


def chinese(number: int) -> str:
    """Return a number below 100 as 一, 十, 二十一."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")
