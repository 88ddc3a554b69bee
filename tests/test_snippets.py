import pytest

from storage.question import parse
from storage.snippets import snippet

LONG = "全市各级行政机关坚持依法行政。" * 20


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("办理行政复议案件312件次", "行政复议 312件", ["行政复议", "312件"]),
        ("办理行 政复议案件", "行政复议", ["行 政复议"]),
        ("面积３０㎡，ＯＡ系统", "30m2 oa", ["３０㎡", "ＯＡ"]),
        ("本機關辦理行政復議", "行政复议", ["行政復議"]),
        ("第3120件与312件", "312", ["312"]),
        ("法治与法律，无法可依", "法", ["法", "法", "法"]),
        ("行政执法复议", "政执 执法", ["政执法"]),
        ("纠错率为11.2%，", "“纠错率为11.2%”", ["纠错率为11.2"]),
        ("没有这个词", "听证", []),
    ],
)
def test_words_are_marked_as_they_are_printed(text: str, typed: str, marked: list[str]) -> None:
    piece = snippet(text, parse(typed))

    assert [piece.text[begin:end] for begin, end in piece.marks] == marked


def test_piece_is_the_first_with_most_of_the_words() -> None:
    text = f"{LONG}复议。{LONG}复议与应诉。{LONG}"

    piece = snippet(text, parse("复议 应诉"), length=60)

    assert piece.text.startswith("…")
    assert piece.text.endswith("…")
    assert len(piece.text) == 62
    assert [piece.text[begin:end] for begin, end in piece.marks] == ["复议", "应诉"]


def test_text_without_the_words_is_shown_from_its_beginning() -> None:
    assert snippet(LONG, parse("听证"), length=10).text == LONG[:10] + "…"
