"""Which list a paragraph of a DOCX file belongs to, and which number it bears there."""

from dataclasses import dataclass, replace

from lxml import etree

from pipelines.files.elements import child, children, name_of, value
from pipelines.files.office.numbering import Counter, Level


@dataclass(frozen=True, slots=True)
class _Num:
    """A use of a list: the list, the levels as they are in this use, and the depths that begin anew."""

    list: str
    levels: dict[int, Level]
    restarts: frozenset[int]


@dataclass(slots=True)
class _Style:
    num: str = ""
    depth: str = ""
    above: str = ""


class Lists:
    """The lists of a file, counting as its paragraphs come."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._styles = {value(style, "styleId"): _style(style) for style in children(styles, "style")}
        self._default = next((value(s, "styleId") for s in children(styles, "style") if _is_default(s)), "")
        self._abstract = {value(each, "abstractNumId"): each for each in children(numbering, "abstractNum")}
        self._nums = {value(num, "numId"): num for num in children(numbering, "num")}
        self._uses: dict[str, _Num | None] = {}
        self._counters: dict[str, Counter] = {}

    def number(self, paragraph: etree._Element) -> str:
        """Return what stands before a paragraph and count it, '' if it is in no list."""
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        style = value(child(properties, "pStyle"), "val") or self._default
        num = value(child(own, "numId"), "val")
        depth = value(child(own, "ilvl"), "val")
        if not num:
            num, styled = self._of_style(style)
            depth = depth or styled
        use = self._use(num) if num not in ("", "0") else None
        return "" if use is None else self._count(use, num, int(depth) if depth.isdecimal() else self._depth(use, style))

    def _of_style(self, style: str) -> tuple[str, str]:
        """Return the list and depth that a style gives, its own or one that it is based on."""
        for _ in range(20):  # styles of a broken file may be based on each other
            found = self._styles.get(style, _Style())
            if found.num or not found.above:
                return found.num, found.depth
            style = found.above
        return "", ""

    def _depth(self, use: _Num, style: str) -> int:
        levels = children(self._abstract.get(use.list), "lvl")
        return next((_int(level, "ilvl") for level in levels if style and value(child(level, "pStyle"), "val") == style), 0)

    def _count(self, use: _Num, num: str, depth: int) -> str:
        counter = self._counters.setdefault(use.list, Counter(use.levels))
        key = f"{num}/{depth}"
        if depth in use.restarts and key not in self._counters:
            counter.counts.pop(depth, None)
        self._counters[key] = counter
        return counter.next(depth, use.levels)

    def _use(self, num: str) -> _Num | None:
        if num not in self._uses:
            self._uses[num] = self._resolved(num)
        return self._uses[num]

    def _resolved(self, num: str) -> _Num | None:
        element = self._nums.get(num)
        abstract = value(child(element, "abstractNumId"), "val")
        for _ in range(5):  # a list may be defined by a style, whose list is defined elsewhere
            linked = value(child(self._abstract.get(abstract), "numStyleLink"), "val")
            other = self._nums.get(self._styles.get(linked, _Style()).num)
            if other is None:
                break
            abstract = value(child(other, "abstractNumId"), "val")
        if element is None or abstract not in self._abstract:
            return None
        levels = {_int(level, "ilvl"): _level(level) for level in children(self._abstract[abstract], "lvl")}
        restarts = []
        for changed in children(element, "lvlOverride"):
            depth = _int(changed, "ilvl")
            level = child(changed, "lvl")
            if level is not None:
                levels[depth] = _level(level)
            start = value(child(changed, "startOverride"), "val")
            if start.isdecimal():
                restarts.append(depth)
                levels[depth] = replace(levels.get(depth, Level()), start=int(start))
        return _Num(abstract, levels, frozenset(restarts))


def _int(element: etree._Element, name: str) -> int:
    text = value(element, name)
    return int(text) if text.isdecimal() else 0


def _is_default(style: etree._Element) -> bool:
    return value(style, "type") == "paragraph" and value(style, "default") in ("1", "true")


def _style(element: etree._Element) -> _Style:
    own = child(child(element, "pPr"), "numPr")
    return _Style(value(child(own, "numId"), "val"), value(child(own, "ilvl"), "val"), value(child(element, "basedOn"), "val"))


def _level(element: etree._Element) -> Level:
    start = value(child(element, "start"), "val")
    forms = [value(part, "val") for part in element.iter() if name_of(part) == "numFmt"]
    legal = child(element, "isLgl")
    return Level(
        start=int(start) if start.isdecimal() else 0 if start else 1,
        format=forms[-1] if forms else "decimal",
        text=value(child(element, "lvlText"), "val"),
        is_legal=legal is not None and value(legal, "val") not in ("0", "false"),
        is_spaced=value(child(element, "suff"), "val") != "nothing",
        restarts=value(child(element, "lvlRestart"), "val") != "0",
    )
