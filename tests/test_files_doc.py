"""Old Word files."""

from pathlib import Path

import pytest

from pipelines.files.office.doc import read_doc
from pipelines.files.reading import read_file
from pipelines.files.unreadable import Unreadable
from tests.documents import SENTENCE, TITLE
from tests.ole import doc_of, ole_of

REPORT = Path(__file__).parent / "files" / "report.doc"


def lines(body: bytes) -> list[str]:
    return list(read_doc(body, "报告.doc").lines)


def test_file_of_another_maker_is_read_as_it_prints() -> None:
    read = read_file(REPORT.read_bytes(), "报告.doc")

    assert read.text is not None
    assert read.text.split("\n") == [
        TITLE,
        SENTENCE,
        "一、主要做法",
        "（一）强化领导",
        "（二）完善机制",
        "1.专题学习",
        "一.1.1 细目",
        "要点",
        "二、存在问题",
        "（一）力量不足",
        "一、另起",
        "指标 | 数量",
        "行政 复议 | 受理 |",
        "办结 | 1,024",
        "办理案件1024件[1]。",
        "办理案件一千件。",
        "公开内容𠮷祥",
        "联系人:张三",
        "电话:12345",
        "特此报告。",
        "[1] 不含街道办理的案件。",
    ]


def test_pieces_are_read_in_the_order_of_the_text() -> None:
    assert lines(doc_of([f"{TITLE}\r", "ISO 9001\r", SENTENCE, "\r特此报告。\r"])) == [TITLE, "ISO 9001", SENTENCE, "特此报告。"]


def test_fields_show_their_result_and_nothing_else() -> None:
    nested = "见\x13HYPERLINK \x13REF a\x14甲\x15 \\o\x14附件1\x15。\r"

    assert lines(doc_of([nested])) == ["见附件1。"]


def test_pictures_and_marks_are_no_text_and_breaks_end_lines() -> None:
    assert lines(doc_of(["第一行\x0b第二行\x01\x08\x0c第三行\r"])) == ["第一行", "第二行", "第三行"]


def test_notes_stand_at_the_end_with_their_numbers() -> None:
    assert lines(doc_of(["办理1024件\x02。\r"], notes="\x02 不含街道。\r")) == ["办理1024件[1]。", "[1] 不含街道。"]


def test_encrypted_file_says_so() -> None:
    with pytest.raises(Unreadable, match="an encrypted Word file"):
        read_doc(doc_of([TITLE], flags=0x0300), "报告.doc")


def test_file_of_word_95_says_so() -> None:
    with pytest.raises(Unreadable, match="Word 95 or earlier"):
        read_doc(doc_of([TITLE], version=0x68), "报告.doc")


@pytest.mark.parametrize("body", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ole_of({"WordDocument": bytes(4096)}), ole_of({"1Table": b""})])
def test_broken_file_says_so(body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"a broken|no text stream"):
        read_doc(body, "报告.doc")


def test_text_that_is_cut_off_is_told() -> None:
    whole = doc_of([f"{SENTENCE}\r"])
    claimed = len(SENTENCE) + 1

    cut = read_doc(whole.replace(claimed.to_bytes(4, "little") + bytes(28), (claimed + 9).to_bytes(4, "little") + bytes(28)), "报告.doc")

    assert cut.lines == (SENTENCE,)
    assert cut.warnings == (f"报告.doc: found {claimed} characters, expected {claimed + 9}",)
