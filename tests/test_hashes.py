import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from storage.hashes import content_hash, folded, page_hash, text_hash

UNSEEN = " \t\n\r\u3000\u00a0\u2003\u200b\u200d\u2060\ufeff\u00ad\u202a\ufe0f"


@given(st.lists(st.tuples(st.sampled_from("依法行政2025年，。（）Aé"), st.text(UNSEEN, max_size=3))))
def test_what_nobody_sees_makes_no_other_content(written: list[tuple[str, str]]) -> None:
    plain = "".join(letter for letter, _ in written)
    strewn = "".join(letter + unseen for letter, unseen in written)

    assert content_hash(strewn) == content_hash(plain)


@given(st.text(min_size=1), st.data())
def test_any_other_letter_makes_another_content(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))

    assert content_hash(f"{text[:at]}法{text[at:]}") != content_hash(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_full_width_punctuation_is_another_content_than_half_width() -> None:
    assert content_hash("一是，二是") != content_hash("一是,二是")
    assert content_hash("（三）") != content_hash("(三)")


def test_composed_and_decomposed_letters_are_one_content() -> None:
    text = "Café 法治"

    assert content_hash(unicodedata.normalize("NFD", text)) == content_hash(text)


def test_compatibility_ideographs_keep_their_paragraphs_together() -> None:
    assert content_hash("行\ufa08政") == content_hash("行行政")


def test_half_of_a_character_has_a_hash() -> None:
    assert content_hash("标题\ud83d") == content_hash("标题?")


def test_text_hash_sees_paragraphs_that_content_hash_does_not() -> None:
    assert content_hash("一段\n二段") == content_hash("一段二段")
    assert text_hash("一段\n二段") != text_hash("一段二段")


def test_every_hash_says_its_recipe() -> None:
    assert content_hash("法治").startswith("t1:")
    assert text_hash("法治").startswith("x1:")
    assert page_hash("法治".encode()).startswith("b1:")
