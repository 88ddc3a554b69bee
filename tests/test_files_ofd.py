"""OFD files as paragraphs."""

import pytest

from pipelines.files.printed.ofd import read_ofd
from pipelines.files.unreadable import Unreadable
from tests.documents import SENTENCE, TITLE, zip_of

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MAIN = f'<ofd:OFD {NAMESPACE} Version="1.0"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
SIZE = 5.64  # millimetres: size 3, sixteen points


def ofd_of(*pages: str, template: str = "") -> bytes:
    """Return an OFD file with these pages; a template stands under all of them."""
    entries = "".join(f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages)))
    document = (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f'<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl.xml"/></ofd:CommonData><ofd:Pages>{entries}</ofd:Pages></ofd:Document>'
    )
    members = {"OFD.xml": MAIN.encode(), "Doc_0/Document.xml": document.encode(), "Doc_0/Tpls/Tpl.xml": page(template).encode()}
    members |= {f"Doc_0/Pages/Page_{number}/Content.xml": page(content).encode() for number, content in enumerate(pages)}
    return zip_of(members)


def page(content: str) -> str:
    return f'<ofd:Page {NAMESPACE}><ofd:Template TemplateID="90"/><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>'


def text(words: str, left: float, top: float, size: float = SIZE, more: str = "") -> str:
    """Return one line of text; its characters are as far apart as they are wide."""
    steps = " ".join(str(width(character, size)) for character in words[:-1])
    return (
        f'<ofd:TextObject ID="2" Boundary="{left} {top} 160 {size}" Font="3" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{0.86 * size}" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def width(character: str, size: float) -> float:
    return size if character > "\u2e7f" else size / 2


def body(paragraphs: list[str], left: float = 28, top: float = 37) -> str:
    """Return paragraphs as lines of 27 characters, the first two of each empty."""
    rows = [row for each in paragraphs for row in rows_of(f"\u3000\u3000{each}")]
    return "".join(text(row.lstrip(), left + SIZE * (len(row) - len(row.lstrip())), top + 10 * place) for place, row in enumerate(rows))


def rows_of(words: str) -> list[str]:
    rows, room = [""], 27.0
    for character in words:
        needed = width(character, 1.0)
        if needed > room:
            rows.append("")
            room = 27.0
        rows[-1] += character
        room -= needed
    return rows


def lines(*pages: str, template: str = "") -> list[str]:
    return list(read_ofd(ofd_of(*pages, template=template), "报告.ofd").lines)


def test_paragraphs_are_joined_over_lines_and_pages() -> None:
    paragraphs = [f"（一）{SENTENCE}{SENTENCE}", f"（二）{SENTENCE}", "特此报告。"]

    first, second = body(paragraphs[:1]), body(paragraphs[1:])

    assert lines(first, second) == paragraphs


def test_equal_distances_may_be_written_short() -> None:
    short = (
        f'<ofd:TextObject ID="2" Boundary="28 40 150 6" Size="{SIZE}">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(TITLE) - 1} {SIZE}">{TITLE}</ofd:TextCode></ofd:TextObject>'
    )

    assert lines(short) == [TITLE]


def test_lines_stand_in_the_order_of_the_page_not_of_the_file() -> None:
    assert lines(text("第二行。", 28, 60) + text("第一行。", 28, 40)) == ["第一行。", "第二行。"]


def test_object_that_is_stretched_and_moved_stands_where_it_is_printed() -> None:
    stretched = text("法治政府", 0, 0, size=1.0, more=f'CTM="{SIZE} 0 0 {SIZE} 28 40"')

    assert lines(stretched + text("建设", 28 + 4 * SIZE, 40)) == ["法治政府建设"]


def test_page_number_and_template_that_stand_on_every_page_are_no_text() -> None:
    pages = [body(["特此报告。"]) + text(f"— {number} —", 95, 272) for number in (1, 2, 3)]

    assert lines(*pages, template=text("青禾市司法局", 80, 12, 3.5)) == ["特此报告。"] * 3


def test_ruled_table_is_read_row_by_row() -> None:
    rules = "".join(
        f'<ofd:PathObject ID="4" Boundary="{x} {y} {w} {h}"><ofd:AbbreviatedData>M 0 0 L {w} {h}</ofd:AbbreviatedData></ofd:PathObject>'
        for x, y, w, h in [(28, 50, 120, 0), (28, 60, 120, 0), (28, 70, 120, 0), (28, 50, 0, 20), (88, 50, 0, 20), (148, 50, 0, 20)]
    )
    cells = text("指标", 30, 52, 4) + text("数量", 90, 52, 4) + text("行政复议案件", 30, 62, 4) + text("1,024", 90, 62, 4)

    assert lines(body(["统计如下。"]) + rules + cells) == ["统计如下。", "指标 | 数量", "行政复议案件 | 1,024"]


def test_pages_of_pictures_are_told() -> None:
    picture = '<ofd:ImageObject ID="5" Boundary="0 0 210 297" ResourceID="6"/>'

    read = read_ofd(ofd_of(picture, picture), "报告.ofd")

    assert read.lines == ()
    assert read.warnings == ("报告.ofd: found a scan, 2 of 2 pages are pictures without a text layer, expected text",)


def test_page_that_is_missing_is_told() -> None:
    whole = ofd_of(body([TITLE]))

    with pytest.raises(Unreadable, match="no page"):
        read_ofd(whole.replace(b"Page_0", b"Page_7"), "报告.ofd")


def test_characters_that_a_font_names_after_their_likes_are_those_that_were_typed() -> None:
    assert read_ofd(ofd_of(text("⻓期⼯作与⺠⽣，\uf98e度⻅效", 28, 37)), "报告.ofd").lines == ("长期工作与民生，年度见效",)
