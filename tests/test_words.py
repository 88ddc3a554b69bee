from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.words import asked_for, characters_of, grades, levelled, places_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("行政复议", ["行政", "政复", "复议", "议"]),
        ("法", ["法"]),
        ("2023年，", ["2023", "年"]),
        ("法 治\n政 府", ["法治", "治", "政府", "府"]),
        ("ＯＡ系统３㎡", ["oa", "系统", "统", "3m2"]),
        ("行政復議", ["行政", "政复", "复议", "议"]),
        ("——（）、", []),
        ("Уйғур тили", ["уйғур", "тили"]),
    ],
)
def test_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert [*words_of(text)] == words


@pytest.mark.parametrize(
    ("typed", "words", "is_open"),
    [
        ("行政复议", ["行政", "政复", "复议"], False),
        ("法", ["法"], False),
        ("312件", ["312", "件"], True),
        ("第312", ["第", "312"], False),
        ("法治2023", ["法治", "治", "2023"], False),
        ("法、律", ["法", "律"], True),
        ("。", [], False),
    ],
)
def test_question_is_cut_as_a_text_that_goes_on(typed: str, words: list[str], is_open: bool) -> None:
    assert asked_for(typed) == (words, is_open)


@given(text=st.text(alphabet="法治行政復議，\n 1２aＢ㎡", max_size=24), ends=st.tuples(st.integers(0, 24), st.integers(0, 24)))
def test_every_piece_of_a_text_is_found_in_it(text: str, ends: tuple[int, int]) -> None:
    begin, end = sorted(ends)
    piece = text[begin:end]
    if any(is_within_a_word(text, at) for at in (begin, begin + len(piece))):
        return
    words, is_open = asked_for(piece)

    assert stands_in(text, words, is_open)


def is_within_a_word(text: str, at: int) -> bool:
    """Say whether a place parts what is no Chinese, of which only whole words are found."""
    around = text[max(0, at - 1) : at + 1]
    return len(around) == 2 and at > 0 and all(letter in "1２aＢ㎡" for letter in around)


def stands_in(text: str, words: Sequence[str], is_open: bool) -> bool:
    whole, count = words_of(text), len(words)
    if count == 0 or (count == 1 and words[0] in characters_of(text)):
        return True
    pieces = [[*whole[at : at + count]] for at in range(len(whole) - count + 1)]
    return any(piece[:-1] == [*words[:-1]] and (piece[-1] == words[-1] or (is_open and piece[-1][0] == words[-1])) for piece in pieces)


@given(text=st.text(alphabet="法復㎡①ﬁⅫＡ，½ａ·Ｍẞ", max_size=20))
def test_levelled_text_stands_for_the_text_letter_by_letter(text: str) -> None:
    assert len(places_of(text)) == len(levelled(text))
    assert "".join(levelled(text[place]) for place in dict.fromkeys(places_of(text))) == levelled(text)


def test_denser_words_have_higher_grades_and_the_title_the_highest() -> None:
    text = "执法" * 20 + "，复议，" + "一二三四五六七八九十" * 580 + "，听证"

    graded = grades("复议", "司法局", words_of(text), characters_of(text))

    assert [graded[word] for word in ("复议", "复", "司法", "局", "执法", "听证", "证")] == [9, 9, 8, 8, 5, 1, 1]
