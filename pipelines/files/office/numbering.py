"""The numbers that Word sets before paragraphs: 一、 (一) 1. are in no text of the file, but on every page of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.body.ordinals import chinese, letters, roman

_FULLWIDTH = {digit: digit + 0xFEE0 for digit in range(ord("0"), ord("9") + 1)}
_LEGAL = str.maketrans("〇一二三四五六七八九十", "零壹贰叁肆伍陆柒捌玖拾")
_LEGALS = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one depth of a list counts: `text` has %1 to %9 for the counts of the depths."""

    start: int = 1
    format: str = "decimal"
    text: str = "%1."
    is_legal: bool = False  # all depths in plain digits, as 2.1 under 第二章
    is_spaced: bool = True
    restarts: bool = True


@dataclass(slots=True)
class Counter:
    """The counts of one list, by depth."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, depth: int, levels: dict[int, Level] | None = None) -> str:
        """Count one more paragraph at a depth; return what stands before it, '' for a bullet."""
        levels = levels or self.levels
        level = levels.get(depth, Level())
        self.counts[depth] = self.counts[depth] + 1 if depth in self.counts else level.start
        for deeper in [deeper for deeper in self.counts if deeper > depth and levels.get(deeper, level).restarts]:
            del self.counts[deeper]
        return "" if level.format in ("bullet", "none") else self._shown(level, levels)

    def _shown(self, level: Level, levels: dict[int, Level]) -> str:
        def count(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = levels.get(depth, level)
            number = self.counts.get(depth, other.start)
            return written(number, "decimal" if level.is_legal else other.format)

        text = re.sub(r"%([1-9])", count, level.text)
        return text + " " if level.is_spaced and text[-1:].isascii() and text else text


def written(number: int, form: str) -> str:
    """Return a number in one of the forms that WordprocessingML names (ST_NumberFormat), in digits where the form is none of ours."""
    write, most = _FORMS.get(form, (str, 0))
    return write(number) if 0 < number <= most else str(number)


def _digital(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _upper(write: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: write(number).upper()


def _from(before: int) -> Callable[[int], str]:
    """Return what gives the characters of a row of signs that begins after one."""
    return lambda number: chr(before + number)


# each with the largest number that it can write
_FORMS: dict[str, tuple[Callable[[int], str], int]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"), (chinese, 99)),
    "japaneseCounting": (chinese, 99),
    **dict.fromkeys(_LEGALS, (lambda number: chinese(number).translate(_LEGAL), 99)),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), (_digital, 9999)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), (_from(0x245F), 20)),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), (lambda number: str(number).translate(_FULLWIDTH), 9999)),
    "decimalEnclosedParen": (_from(0x2473), 20),
    "decimalEnclosedFullstop": (_from(0x2487), 20),
    "decimalZero": (lambda number: f"{number:02d}", 9999),
    "ideographTraditional": (lambda number: "甲乙丙丁戊己庚辛壬癸"[number - 1], 10),
    "upperRoman": (_upper(roman), 3999),
    "lowerRoman": (roman, 3999),
    "upperLetter": (_upper(letters), 9999),
    "lowerLetter": (letters, 9999),
}
