from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from storage.diff import Mark, Paragraph, paragraph_diff
from storage.hashes import folded
from tests.made import TEXT

LINES = st.lists(st.text("依法行政执法监督。", min_size=1, max_size=8), max_size=6)


def test_same_text_is_unchanged() -> None:
    assert paragraph_diff(TEXT, TEXT) == [Paragraph("unchanged", line, line) for line in TEXT.splitlines()]


def test_blanks_and_empty_lines_alone_are_no_change() -> None:
    found = paragraph_diff("一、 主要做法\n\n二、问题", "\u3000一、主要做法\n二、问题\n")

    assert [paragraph.change for paragraph in found] == ["unchanged", "unchanged"]


def test_edited_paragraph_is_changed_and_its_edit_is_marked() -> None:
    old = "全年办理行政复议案件312件，纠错率为11.2%。"
    new = "全年办理行政复议案件319件，纠错率为11.2%。"

    (found,) = paragraph_diff(old, new)

    assert found == Paragraph("changed", old, new)
    assert found.marks() == [
        Mark("unchanged", "全年办理行政复议案件31"),
        Mark("removed", "2"),
        Mark("added", "9"),
        Mark("unchanged", "件，纠错率为11.2%。"),
    ]


def test_new_and_dropped_paragraphs_stand_where_they_belong() -> None:
    old = "一、主要做法\n坚持党的领导，统筹推进。\n二、存在问题"
    new = "一、主要做法\n二、存在问题\n执法力量仍显薄弱。"

    assert paragraph_diff(old, new) == [
        Paragraph("unchanged", "一、主要做法", "一、主要做法"),
        Paragraph("removed", "坚持党的领导，统筹推进。", None),
        Paragraph("unchanged", "二、存在问题", "二、存在问题"),
        Paragraph("added", None, "执法力量仍显薄弱。"),
    ]


def test_rewritten_paragraph_finds_its_like_among_others_that_were_replaced() -> None:
    old = "组织开展行政执法人员资格考试两次。\n建成公共法律服务中心五个。"
    new = "新增完全无关的段落内容在这里。\n建成公共法律服务中心六个。"

    assert [(each.change, each.old, each.new) for each in paragraph_diff(old, new)] == [
        ("removed", "组织开展行政执法人员资格考试两次。", None),
        ("added", None, "新增完全无关的段落内容在这里。"),
        ("changed", "建成公共法律服务中心五个。", "建成公共法律服务中心六个。"),
    ]


def test_paragraph_that_was_added_or_removed_is_one_mark() -> None:
    assert Paragraph("added", None, "新增").marks() == [Mark("added", "新增")]
    assert Paragraph("removed", "删去", None).marks() == [Mark("removed", "删去")]
    assert Paragraph("unchanged", "原样 ", "原样").marks() == [Mark("unchanged", "原样")]


def test_nothing_against_nothing_is_nothing() -> None:
    assert paragraph_diff("", "\n") == []


@given(LINES, LINES)
def test_every_paragraph_of_both_texts_is_there_once_and_in_order(old: list[str], new: list[str]) -> None:
    found = paragraph_diff("\n".join(old), "\n".join(new))

    assert [each.old for each in found if each.old is not None] == old
    assert [each.new for each in found if each.new is not None] == new
    assert all(folded(each.old or "") == folded(each.new or "") for each in found if each.change == "unchanged")


@given(st.text("依法行政执法监督。", min_size=1), st.text("依法行政执法监督。", min_size=1))
def test_marks_put_together_are_the_paragraph(old: str, new: str) -> None:
    marks = Paragraph("changed", old, new).marks()

    assert "".join(mark.text for mark in marks if mark.change != "added") == old
    assert "".join(mark.text for mark in marks if mark.change != "removed") == new


def test_text_that_was_wholly_replaced_is_compared_in_little_time() -> None:
    old = "\n".join(f"第{number}项原有工作情况" + "甲" * number for number in range(400))
    new = "\n".join(f"{number}：另外撰写的段落" + "乙" * number for number in range(400))
    before = process_time()

    found = paragraph_diff(old, new)

    assert len(found) == 800
    assert process_time() - before < 2
