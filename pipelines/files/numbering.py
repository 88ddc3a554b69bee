"""The numbers that Word sets before paragraphs: 一、 (一) 1. are in no text of the file, but on every page of it."""

import re
from dataclasses import dataclass, field

from pipelines.body.ordinals import chinese, letters, roman

_FULLWIDTH = str.maketrans("0123456789", "0123456789")
_LEGAL = str.maketrans("〇一二三四五六七八九十", "零壹贰叁肆伍陆柒捌玖拾")
_CHINESE = ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting")
_LEGALS = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")
_CIRCLES = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")
_DIGITAL = ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand")


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
    if form in _CHINESE and 0 < number < 100:
        return chinese(number)
    if form in _LEGALS and 0 < number < 100:
        return chinese(number).translate(_LEGAL)
    if form in _DIGITAL:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(abs(number)))
    if form in _CIRCLES and 0 < number <= 20:
        return chr(0x245F + number)
    if form.startswith("decimalFullWidth"):
        return str(number).translate(_FULLWIDTH)
    if form == "decimalZero":
        return f"{number:02d}"
    return _latin(number, form)


def _latin(number: int, form: str) -> str:
    if form.endswith("Roman") and 0 < number < 4000:
        return roman(number).upper() if form == "upperRoman" else roman(number)
    if form.endswith("Letter") and number > 0:
        return letters(number).upper() if form == "upperLetter" else letters(number)
    if form == "decimalEnclosedParen" and 0 < number <= 20:
        return chr(0x2473 + number)
    if form == "decimalEnclosedFullstop" and 0 < number <= 20:
        return chr(0x2487 + number)
    if form == "ideographTraditional" and 0 < number <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[number - 1]
    return str(number)
