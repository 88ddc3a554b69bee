"""Which number a paragraph of an old Word file bears in its list."""

import struct
from collections.abc import Iterator
from dataclasses import replace

from pipelines.files.office.doc_parts import LISTS, USES, Document, Mark, part
from pipelines.files.office.numbering import Counter, Level

# by the number that stands for each in old files; the names are those of newer ones
_FORMS = (
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth2",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
)


class Lists:
    """The lists of a file, counting as its paragraphs come."""

    def __init__(self, document: Document) -> None:
        self._levels = dict(_lists(part(document.main, document.table, LISTS)))
        self._uses = list(_uses(part(document.main, document.table, USES)))
        self._counters: dict[int, Counter] = {}
        self._begun: set[tuple[int, int]] = set()

    def number(self, mark: Mark) -> str:
        """Return what stands before a paragraph and count it, '' if it is in no list."""
        if not mark.use or mark.use > len(self._uses):
            return ""
        key, changes = self._uses[mark.use - 1]
        if key not in self._levels:
            return ""
        depth = mark.depth or 0
        levels = self._levels[key] | changes
        counter = self._counters.setdefault(key, Counter(levels))
        if depth in changes and (mark.use, depth) not in self._begun:
            counter.counts.pop(depth, None)
        self._begun.add((mark.use, depth))
        return counter.next(depth, levels)


def _lists(data: bytes) -> Iterator[tuple[int, dict[int, Level]]]:
    """Give the lists by their keys; the levels of all stand after the heads of all."""
    if len(data) < 2:
        return
    (count,) = struct.unpack_from("<H", data)
    at = 2 + 28 * count
    for number in range(count):
        key, *_ = struct.unpack_from("<i", data, 2 + 28 * number)
        levels: dict[int, Level] = {}
        for depth in range(1 if data[2 + 28 * number + 26] & 1 else 9):
            levels[depth], at = _level(data, at)
        yield key, levels


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """Return a level and where the next begins; where its text holds a depth, it has %1 to %9."""
    start, form, flags = struct.unpack_from("<iBB", data, at)
    follows, characters, paragraphs = data[at + 15], data[at + 24], data[at + 25]
    at += 28 + characters + paragraphs
    (size,) = struct.unpack_from("<H", data, at)
    signs = data[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(sign) + 1}" if sign < "\t" else sign for sign in signs)
    name = _FORMS[form] if form < len(_FORMS) else "none" if form == 0xFF else "decimal"
    level = Level(start=start, format=name, text=text, is_legal=bool(flags & 4), is_spaced=follows != 2, restarts=not flags & 8)
    return level, at + 2 + 2 * size


def _uses(data: bytes) -> Iterator[tuple[int, dict[int, Level]]]:
    """Give the uses of lists: the key of each list and the levels that differ in this use."""
    if len(data) < 4:
        return
    (count,) = struct.unpack_from("<I", data)
    heads = [struct.unpack_from("<i8xB", data, 4 + 16 * number) for number in range(min(count, 4096))]
    at = 4 + 16 * count
    for key, changed in heads:
        changes: dict[int, Level] = {}
        at += 4
        for _ in range(changed):
            start, flags = struct.unpack_from("<iI", data, at)
            level, after = _level(data, at + 8) if flags & 32 else (Level(start=start), at + 8)
            changes[flags & 15] = replace(level, start=start) if flags & 16 else level
            at = after
        yield key, changes
