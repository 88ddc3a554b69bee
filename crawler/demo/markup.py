"""Blocks as editors really paste them: Word's paragraphs, spans that split numbers, blanks for indents, comments of the office suite."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from crawler.demo.content import Block
from crawler.demo.prose import dice


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How the editors of one site paste: what stands around a line, how often a run of characters is torn apart, what comes before."""

    line: str
    heading: str
    indent: str = ""
    tear: float = 0.0
    before: str = ""
    wrapped: bool = False
    broken_by: str = ""


WORD = Hand(
    line='<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt;mso-char-indent-count:2.0">{text}<o:p></o:p></p>',
    heading='<p class="MsoNormal" style="text-indent:32.0pt"><b><span style="font-family:黑体">{text}<o:p></o:p></span></b></p>',
    tear=0.12,
    before=(
        '<?xml:namespace prefix = "o" ns = "urn:schemas-microsoft-com:office:office" />'
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->"
        "<style>p.MsoNormal{margin:0cm;text-align:justify;mso-pagination:none}</style>"
    ),
    wrapped=True,
)
UEDITOR = Hand(
    line='<p style="text-indent: 2em; line-height: 2em;"><span style="font-family: 仿宋_GB2312; font-size: 16pt;">{text}</span></p>',
    heading='<p style="text-indent: 2em;"><strong><span style="font-family: 黑体;">{text}</span></strong></p>',
    tear=0.06,
)
BREAKS = Hand(line="<p>{text}</p>", heading="<p><strong>{text}</strong></p>", indent="　　", broken_by="<br />\r\n")
DIVISIONS = Hand(
    line='<div><p style="margin:0"><span lang="EN-US"></span><font face="仿宋">{text}</font>&nbsp;</p></div>',
    heading='<h3 style="font-weight:normal">{text}</h3>',
    indent="&nbsp;&nbsp;&nbsp; ",
    tear=0.08,
)
UPPER = Hand(
    line="<P>{text}</P>",
    heading="<P><STRONG><FONT face=黑体 size=4>{text}</FONT></STRONG></P>",
    indent="&nbsp;&nbsp;&nbsp;&nbsp;",
    tear=0.04,
)


def body_html(blocks: tuple[Block, ...], hand: Hand, seed: str) -> str:
    """Return the blocks in that hand; the same text and seed give the same bytes."""
    roll = dice("markup", seed)
    return hand.before + "\n".join(_pieces(blocks, hand, roll))


def _pieces(blocks: tuple[Block, ...], hand: Hand, roll: Random) -> Iterator[str]:
    run: list[str] = []
    for block in blocks:
        if block.kind == "paragraph" and hand.broken_by:
            run.append(hand.indent + _inline(block.rows[0][0], hand, roll))
            continue
        if run:
            yield hand.line.format(text=hand.broken_by.join(run))
            run = []
        yield _piece(block, hand, roll)
        if block.kind == "table" or roll.random() < 0.05:
            yield "<p>&nbsp;</p>"
    if run:
        yield hand.line.format(text=hand.broken_by.join(run))


def _piece(block: Block, hand: Hand, roll: Random) -> str:
    if block.kind == "table":
        return _table(block, hand, roll)
    if block.kind == "items":
        items = "".join(f"<li>{_inline(row[0], hand, roll)}</li>" for row in block.rows)
        return f'<ul style="list-style-type:none">{items}</ul>'
    text = _inline(block.rows[0][0], hand, roll)
    if block.kind == "title":
        return f'<p style="text-align:center" align="center"><strong>{text}</strong></p>'
    if block.kind == "signature":
        return f'<p style="text-align: right;">{text}&nbsp;&nbsp;&nbsp;&nbsp;</p>'
    return (hand.line if block.kind == "paragraph" else hand.heading).format(text=hand.indent + text)


def _table(block: Block, hand: Hand, roll: Random) -> str:
    lines = []
    for row in block.rows:
        cells = "".join(f'<td valign="top"><p class="MsoNormal" align="center">{_inline(cell, hand, roll)}</p></td>' for cell in row)
        lines.append(f'<tr style="height:20.0pt">{cells}</tr>')
    rows = "\n".join(lines)
    return f'<table class="MsoTableGrid" border="1" cellspacing="0"><tbody>\n{rows}\n</tbody></table>'


_RUN = re.compile(r"\d+|[^\d]+")
_HAN = re.compile(r"[一-鿿]{2}")


def _inline(text: str, hand: Hand, roll: Random) -> str:
    """Return a line's text in spans: a number often in two, words torn where the cursor stood."""
    return "".join(_number(run, hand, roll) if run.isdigit() else _words(run, hand, roll) for run in _RUN.findall(text))


def _number(run: str, hand: Hand, roll: Random) -> str:
    if roll.random() >= hand.tear * 4:
        return run
    cut = roll.randint(0, len(run) - 1)
    parts = [part for part in (run[:cut], run[cut:]) if part]
    return "".join(f'<span lang="EN-US" style="font-family:Times New Roman">{part}</span>' for part in parts)


def _words(run: str, hand: Hand, roll: Random) -> str:
    if len(run) < 4 or roll.random() >= hand.tear * 3:
        return run
    cut = roll.randint(2, len(run) - 2)
    # a source line ends only between two characters, where a reader drops the blank
    wrap = "\n" if hand.wrapped and _HAN.fullmatch(run[cut - 1 : cut + 1]) else ""
    return f'<span style="font-size:16.0pt">{run[:cut]}</span>{wrap}<span style="mso-bidi-font-size:16.0pt">{run[cut:]}</span>'
