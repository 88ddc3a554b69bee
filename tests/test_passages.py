"""A text as its page shows it."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.model import Section
from storage.browse.passages import Passage, passages

OUTLINE = (
    Section(heading="一、主要 举措和成效", level=1),
    Section(heading="（一）健全机制。", level=2),
    Section(heading="二、不足", level=1),
)
WORDS = st.text("一二、（）不足 |依法", max_size=12)


def test_headings_are_those_of_the_outline_in_its_order() -> None:
    text = "二〇二五年\n一、主要举措和成效\n（一）健全机制。全年办理复议案件312件。\n\n二、不足"

    assert passages(text, OUTLINE) == [
        Passage(form="paragraph", text="二〇二五年"),
        Passage(form="heading", section=1, level=1, heading="一、主要举措和成效"),
        Passage(form="paragraph", section=2, level=2, heading="（一）健全机制。", text="全年办理复议案件312件。"),
        Passage(form="heading", section=3, level=1, heading="二、不足"),
    ]


def test_heading_that_the_text_lacks_keeps_none_waiting() -> None:
    assert [each.section for each in passages("一、主要举措和成效\n二、不足\n（一）健全机制。", OUTLINE)] == [1, 3, None]


def test_rows_that_follow_each_other_are_a_table() -> None:
    found = passages("指标 | 件数\n复议 | 312\n详见附表 | 一", ())

    assert found == [Passage(form="table", rows=(("指标", "件数"), ("复议", "312"), ("详见附表", "一")))]


def test_single_line_with_a_bar_is_a_paragraph() -> None:
    assert passages("来源：司法局 | 法治科", ()) == [Passage(form="paragraph", text="来源：司法局 | 法治科")]


@given(st.lists(WORDS, max_size=8), st.lists(st.builds(Section, heading=WORDS, level=st.just(1)), max_size=4))
def test_no_word_is_lost(lines: list[str], outline: list[Section]) -> None:
    found = passages("\n".join(lines), outline)

    told = "".join(each.heading + each.text + "".join(cell for row in each.rows for cell in row) for each in found)
    assert "".join(told.split()).replace("|", "") == "".join("".join(lines).split()).replace("|", "")
