"""PDF files as paragraphs."""

from collections.abc import Callable
from itertools import product

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipelines.files.printed.pdf import read_pdf
from pipelines.files.unreadable import Unreadable
from tests.documents import SENTENCE
from tests.printed import LINES, PITCH, TOP, pdf_of, picture, printed, table

REPORT = [
    "一、主要做法和成效",
    *(f"(%s)第%s点。{SENTENCE}" % (count, count) for count in "一二三四五六"),
    "二、存在的问题和不足",
    *(f"(%s)第%s点。{SENTENCE}" % (count, count) for count in "一二三"),
    "特此报告。",
]


def lines(body: bytes) -> list[str]:
    return list(read_pdf(body, "报告.pdf").lines)


def test_line_that_only_the_paper_broke_goes_on() -> None:
    assert lines(pdf_of(REPORT)) == REPORT


def test_paragraph_goes_on_over_the_end_of_a_page_and_page_numbers_are_no_text() -> None:
    long = SENTENCE * 12

    assert lines(pdf_of([long, "特此报告。"])) == [long, "特此报告。"]


def test_head_that_stands_on_several_pages_is_no_text() -> None:
    def head(canvas: Canvas, number: int) -> None:
        printed(canvas, f"青禾市司法局年报 {number}", 200, 800, 10)

    assert lines(pdf_of([*REPORT, *REPORT], drawn=head)) == [*REPORT, *REPORT]


def test_line_at_the_head_of_one_page_is_text() -> None:
    def head(canvas: Canvas, number: int) -> None:
        if number == 1:
            printed(canvas, "附件2", 79, 800)

    assert lines(pdf_of(REPORT, drawn=head)) == ["附件2", *REPORT]


def test_title_in_two_lines_is_one() -> None:
    def title(canvas: Canvas, _number: int) -> None:
        printed(canvas, "青禾市人民政府关于2023年度", 165, 740, 22)
        printed(canvas, "法治政府建设情况的报告", 176, 700, 22)

    body = pdf_of(["", "", "", SENTENCE, SENTENCE], drawn=title)

    assert lines(body) == ["青禾市人民政府关于2023年度法治政府建设情况的报告", SENTENCE, SENTENCE]


def test_rows_of_ruled_tables_are_lines() -> None:
    rows = [["指标", "数量（件）", "同比"], ["行政复议案件", "1,024", "+3.2%"], ["合计", "", "1,110"]]

    def drawn(canvas: Canvas, _number: int) -> None:
        table(canvas, rows, 79, 600, [150.0, 150.0, 100.0])

    assert lines(pdf_of(["现将统计情况公布如下:"], drawn=drawn)) == [
        "现将统计情况公布如下:",
        "指标 | 数量（件） | 同比",
        "行政复议案件 | 1,024 | +3.2%",
        "合计 | 1,110",
    ]


def test_cell_of_several_lines_is_one_and_an_empty_one_stays() -> None:
    def drawn(canvas: Canvas, _number: int) -> None:
        for y in (600.0, 540.0, 500.0):
            canvas.line(79, y, 479, y)
        for x in (79.0, 179.0, 329.0, 479.0):
            canvas.line(x, 600, x, 500)
        printed(canvas, "负责部门", 90, 580, 12)
        printed(canvas, "市司法局、市委", 190, 580, 12)
        printed(canvas, "依法治市办", 190, 560, 12)
        printed(canvas, "备注", 90, 520, 12)
        printed(canvas, "无", 340, 520, 12)

    assert lines(pdf_of([], drawn=drawn)) == ["负责部门 | 市司法局、市委依法治市办 |", "备注 |  | 无"]


def test_cell_that_spans_rows_is_one_of_the_first() -> None:
    def drawn(canvas: Canvas, _number: int) -> None:
        for y, left in ((600.0, 79), (570.0, 179), (540.0, 79)):
            canvas.line(left, y, 379, y)
        for x in (79.0, 179.0, 279.0, 379.0):
            canvas.line(x, 600, x, 540)
        printed(canvas, "行政复议", 85, 564, 12)
        for words, left, base in (("受理", 185, 580), ("12", 285, 580), ("办结", 185, 550), ("10", 285, 550)):
            printed(canvas, words, left, base, 12)

    assert lines(pdf_of([""], drawn=drawn)) == ["行政复议 | 受理 | 12", "办结 | 10"]


def bars(canvas: Canvas, x: float, y: float) -> None:
    """Print the borders of a cell as thin bars, as Word does."""
    for left, base, width, height in ((x, y, 100.0, 0.5), (x, y + 24, 100.0, 0.5), (x, y, 0.5, 24.0), (x + 100, y, 0.5, 24.0)):
        canvas.rect(left, base, width, height, stroke=0, fill=1)


def boxes(canvas: Canvas, x: float, y: float) -> None:
    """Print the borders of a cell as one box, as many programs do."""
    canvas.rect(x, y, 100, 24)


@pytest.mark.parametrize("bordered", [bars, boxes])
def test_borders_are_rules_however_they_are_drawn(bordered: Callable[[Canvas, float, float], None]) -> None:
    def drawn(canvas: Canvas, _number: int) -> None:
        for row, column in product(range(2), range(3)):
            bordered(canvas, 79 + 100 * column, 552 - 24 * row)
            printed(canvas, f"{row}行{column}列", 84 + 100 * column, 559 - 24 * row, 12)

    assert lines(pdf_of(["统计如下。"], drawn=drawn)) == ["统计如下。", "0行0列 | 0行1列 | 0行2列", "1行0列 | 1行1列 | 1行2列"]


def test_number_of_a_note_belongs_to_its_line() -> None:
    def note(canvas: Canvas, _number: int) -> None:
        printed(canvas, "办理案件一千件", 79, 500)
        printed(canvas, "1", 191, 509, 8)
        printed(canvas, "。", 196, 500)

    assert lines(pdf_of([], drawn=note)) == ["办理案件一千件1。"]


def test_paragraph_whose_number_hangs_is_one() -> None:
    words = "坚持以习近平法治思想为指导、" * 5

    def hanging(canvas: Canvas, _number: int) -> None:
        printed(canvas, "1.", 79, 700)
        for line in range(3):
            printed(canvas, words[26 * line : 26 * line + 26], 111, 700 - PITCH * line)
        printed(canvas, "2.", 79, 616)
        printed(canvas, "特此报告。", 111, 616)

    assert lines(pdf_of([""], drawn=hanging)) == [f"1. {words}", "2. 特此报告。"]


def test_head_of_a_table_that_the_next_page_repeats_stands_once() -> None:
    def drawn(canvas: Canvas, number: int) -> None:
        table(canvas, [["指标", "数量"], [f"第{number}项", "12"]], 79, 700, [150.0, 150.0])

    body = pdf_of([""] * (LINES + 1), drawn=drawn)

    assert lines(body) == ["指标 | 数量", "第1项 | 12", "第2项 | 12"]


def test_watermark_across_the_page_is_no_text() -> None:
    def watermark(canvas: Canvas, _number: int) -> None:
        canvas.saveState()
        canvas.rotate(45)
        printed(canvas, "青禾市司法局", 400, 100, 40)
        canvas.restoreState()

    assert lines(pdf_of(REPORT[:3], drawn=watermark)) == REPORT[:3]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_page_that_is_turned_is_read_upright(turn: int) -> None:
    assert lines(pdf_of(REPORT[:3], turn=turn)) == REPORT[:3]


def test_character_printed_twice_to_look_bold_stands_once() -> None:
    def bold(canvas: Canvas, _number: int) -> None:
        for shift in (0.0, 0.4):
            printed(canvas, "主要做法", 79 + shift, TOP - 5 * PITCH)

    assert lines(pdf_of([], drawn=bold)) == ["主要做法"]


def test_scan_says_so() -> None:
    read = read_pdf(pdf_of(["", ""], drawn=picture), "报告.pdf")

    assert read.lines == ()
    assert read.warnings == ("报告.pdf: found a scan, 1 of 1 pages are pictures without a text layer, expected text",)


def test_letterhead_picture_is_no_scan() -> None:
    assert read_pdf(pdf_of(REPORT, drawn=picture), "报告.pdf").warnings == ()


def test_encrypted_file_says_so() -> None:
    with pytest.raises(Unreadable, match="an encrypted PDF file"):
        read_pdf(pdf_of(REPORT, password=SENTENCE[:4]), "报告.pdf")


def test_file_without_pages_says_that_it_is_broken() -> None:
    with pytest.raises(Unreadable, match="a broken PDF file"):
        read_pdf(b"%PDF-1.7\n", "报告.pdf")


def named(characters: str) -> bytes:
    """Return a PDF file whose font says that its letters A, B, … are these characters."""
    names = "".join(f"<{number:02x}> <{character.encode('utf-16-be').hex()}>\n" for number, character in enumerate(characters, ord("A")))
    letters = "".join(chr(ord("A") + number) for number in range(len(characters)))
    streams = [
        f"BT /F 16 Tf 80 700 Td ({letters}) Tj ET",
        f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(characters)} beginbfchar {names} endbfchar endcmap",
    ]
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>>>>>",
        *(f"<</Length {len(stream)}>>stream\n{stream}\nendstream" for stream in streams),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>",
    ]
    body = "\n".join(f"{number} 0 obj\n{each}\nendobj" for number, each in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}\ntrailer<</Root 1 0 R>>".encode()


def test_characters_that_a_font_names_after_their_likes_are_those_that_were_typed() -> None:
    assert lines(named("⻓期⼯作与⺠⽣，\uf98e度⻅效，\ue863")) == ["长期工作与民生，年度见效，䶮"]
