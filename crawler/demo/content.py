"""What the posts of the embedded web say: blocks of our own sentences, and the text that must be read from them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

from crawler.demo.prose import dice, patterns, write

Names = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a post: its lines, each a row of cells (one cell where it is no table)."""

    kind: Literal["title", "heading", "subheading", "paragraph", "items", "table", "signature"]
    rows: tuple[tuple[str, ...], ...]


def report_blocks(title: str, kind: str, names: Names) -> tuple[Block, ...]:
    """Return a whole annual report of an issuer of that kind: four numbered parts, figures, and a signature in some."""
    roll = dice("report", title, names["issuer"], names["year"])
    order = roll.choice((("shortcomings", "leadership"), ("leadership", "shortcomings")))
    blocks = [_line("title", title)] if roll.random() < 0.4 else []
    blocks.append(_paragraph(roll.choice(patterns()["intro"]), roll, names))
    for ordinal, part in zip("一二三四", ("achievements", *order, "plan"), strict=True):
        heading = write(roll.choice(patterns()["headings"][part]), roll, names)
        blocks += [_line("heading", f"{ordinal}、{heading}"), *_PARTS[part](kind, roll, names)]
    return (*blocks, *_end(roll, names))


def other_blocks(title: str, kind: str, names: Names) -> tuple[Block, ...]:
    """Return a short post that is no report: a notice, news, a plan, an interpretation."""
    roll = dice("other", title, names["issuer"])
    return tuple(_paragraph(pattern, roll, names) for pattern in patterns()["bodies"][kind])


def with_new_number(blocks: tuple[Block, ...], times: int) -> tuple[Block, ...]:
    """Return the blocks with one figure of their first numbered sentence raised, further with every time."""
    place = next(n for n, block in enumerate(blocks) if block.kind == "paragraph" and _FIGURE.search(block.rows[0][0]))
    raised = _FIGURE.sub(lambda match: f"{int(match[1]) + 7 * times}{match[2]}", blocks[place].rows[0][0], count=1)
    return (*blocks[:place], _line("paragraph", raised), *blocks[place + 1 :])


def with_new_paragraph(blocks: tuple[Block, ...], times: int) -> tuple[Block, ...]:
    """Return the blocks with one more paragraph before the last part."""
    place = max(n for n, block in enumerate(blocks) if block.kind == "heading")
    added = f"补充说明：根据社会各界提出的{3 * times}条意见，对上述情况作了第{times}次补充，有关数据截至当年12月31日。"
    return (*blocks[:place], _line("paragraph", added), *blocks[place:])


def text_of(blocks: tuple[Block, ...]) -> str:
    """Return the text that a reader must get: a paragraph a line, a table row a line with cells joined by ` | `."""
    return "\n".join(" | ".join(row) for block in blocks for row in block.rows)


_FIGURE = re.compile(r"(\d+)(件|条|场|次|名|项|个|家|期)")  # never a year: it stands before 年


def _line(kind: Literal["title", "heading", "subheading", "paragraph", "signature"], text: str) -> Block:
    return Block(kind=kind, rows=((text,),))


def _paragraph(pattern: str, roll: Random, names: Names) -> Block:
    return _line("paragraph", write(pattern, roll, names))


def _achievements(kind: str, roll: Random, names: Names) -> Iterator[Block]:
    themes = [theme for theme in patterns()["theme"] if kind in theme["of"]]
    chosen = sorted(roll.sample(range(len(themes)), min(roll.randint(4, 7), len(themes))))
    tabled = roll.choice(chosen) if roll.random() < 0.6 else None
    for ordinal, number in zip("一二三四五六七", chosen, strict=False):
        yield _line("subheading", f"（{ordinal}）{roll.choice(themes[number]['headings'])}")
        sentences = roll.sample(themes[number]["sentences"], roll.randint(4, 6))
        cut = roll.randint(2, len(sentences) - 1)
        yield _paragraph("".join(sentences[:cut]), roll, names)
        yield _paragraph("".join(sentences[cut:]), roll, names)
        if number == tabled:
            yield from _table(roll, names)


def _table(roll: Random, names: Names) -> Iterator[Block]:
    words = patterns()["table"]
    yield _paragraph(roll.choice(words["caption"]), roll, names)
    chosen = roll.sample(words["rows"], roll.randint(4, 6))
    rows = [(str(number), *(write(cell, roll, names) for cell in row)) for number, row in enumerate(chosen, start=1)]
    yield Block(kind="table", rows=(tuple(words["head"]), *rows))


def _shortcomings(_kind: str, roll: Random, names: Names) -> Iterator[Block]:
    yield from _listed("shortcomings", roll.randint(3, 4), roll, names)


def _leadership(_kind: str, roll: Random, names: Names) -> Iterator[Block]:
    sentences = roll.sample(patterns()["parts"]["leadership"], roll.randint(4, 6))
    yield _paragraph("".join(sentences[:2]), roll, names)
    yield _paragraph("".join(sentences[2:]), roll, names)


def _plan(_kind: str, roll: Random, names: Names) -> Iterator[Block]:
    yield from _listed("plan", roll.randint(4, 6), roll, names)


def _listed(part: str, count: int, roll: Random, names: Names) -> Iterator[Block]:
    """Yield an introduction and points: numbered in words in one paragraph each, or as list items with their figures."""
    yield _paragraph(roll.choice(patterns()["parts"][f"{part}_intro"]), roll, names)
    points = [write(pattern, roll, names) for pattern in roll.sample(patterns()["parts"][part], count)]
    if roll.random() < 0.4:
        yield Block(kind="items", rows=tuple((f"{number}.{point}",) for number, point in enumerate(points, start=1)))
        return
    for ordinal, point in zip("一二三四五六", points, strict=False):
        yield _line("paragraph", f"{ordinal}是{point}")


def _end(roll: Random, names: Names) -> Iterator[Block]:
    if roll.random() < 0.3:
        yield _paragraph(roll.choice(patterns()["parts"]["closing"]), roll, names)
    if roll.random() < 0.5:
        yield _line("signature", str(names["issuer"]))
        yield _line("signature", f"{names['next']}年{roll.randint(1, 3)}月{roll.randint(1, 28)}日")


_PARTS = {"achievements": _achievements, "shortcomings": _shortcomings, "leadership": _leadership, "plan": _plan}
