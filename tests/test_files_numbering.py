"""Numbers of lists, in the forms that Word knows."""

import pytest

from pipelines.files.office.docx import read_docx
from pipelines.files.office.numbering import Counter, Level, written
from tests.documents import docx_of, listed, paragraph


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (1, "decimal", "1"),
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (100, "chineseCounting", "100"),
        (12, "chineseLegalSimplified", "拾贰"),
        (2023, "ideographDigital", "二〇二三"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "decimalEnclosedParen", "⑶"),
        (3, "decimalEnclosedFullstop", "⒊"),
        (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"),
        (2, "ideographTraditional", "乙"),
        (4, "upperRoman", "IV"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "AB"),
        (3, "lowerLetter", "c"),
        (0, "chineseCounting", "0"),
        (5, "unheard of", "5"),
    ],
)
def test_number_is_written_in_its_form(number: int, form: str, shown: str) -> None:
    assert written(number, form) == shown


def test_deeper_counts_begin_anew_under_the_next_number() -> None:
    counter = Counter({0: Level(text="%1"), 1: Level(text="%1.%2")})

    assert [counter.next(depth) for depth in (0, 1, 1, 0, 1)] == ["1 ", "1.1 ", "1.2 ", "2 ", "2.1 "]


def test_count_that_does_not_begin_anew_goes_on() -> None:
    counter = Counter({0: Level(text="第%1章"), 1: Level(text="第%2条", restarts=False)})

    assert [counter.next(depth) for depth in (0, 1, 0, 1)] == ["第1章", "第1条", "第2章", "第2条"]


def test_depth_that_was_never_counted_stands_with_its_start() -> None:
    assert Counter({0: Level(start=3, text="%1"), 1: Level(text="%1-%2", is_spaced=False)}).next(1) == "3-1"


STYLED = """<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Heading1"/><w:suff w:val="nothing"/>
<w:lvlText w:val="第%1章"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:lvlText w:val="%2)"/></w:lvl>
</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="[%1]"/></w:lvl></w:lvlOverride></w:num><w:num w:numId="6"><w:abstractNumId w:val="99"/></w:num>"""


def test_list_that_begins_at_three_does() -> None:
    assert lines(listed("总则", 4, 0), listed("附则", 4, 0), listed("细目", 4, 1)) == ["第三章总则", "第四章附则", "1) 细目"]


def test_use_of_a_list_may_change_its_form() -> None:
    assert lines(listed("甲", 5, 0)) == ["[1] 甲"]


def test_style_puts_its_paragraphs_into_a_list() -> None:
    styled = [paragraph(words, "<w:pStyle w:val='ListNumber'/>") for words in ("甲", "乙")]

    assert read_docx(docx_of(*styled, paragraph("丙")), "报告.docx").lines == ("1. 甲", "2. 乙", "丙")


@pytest.mark.parametrize("num", [6, 77])
def test_list_that_is_not_there_gives_no_number(num: int) -> None:
    assert lines(listed("甲", num, 0), paragraph("乙")) == ["甲", "乙"]


def lines(*blocks: str) -> list[str]:
    return list(read_docx(docx_of(*blocks, numbering=STYLED), "报告.docx").lines)
