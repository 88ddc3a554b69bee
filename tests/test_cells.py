"""Whatever a page says, a spreadsheet that opens a table of it runs nothing."""

import csv
import io
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.cells import inert
from storage.coverage.lines import write_csv as write_coverage
from storage.export import write_csv
from storage.versions import FIELDS, unstored_record
from tests.made import made_report

SIGNS = "=+-@＝＋－＠﹢⁼"
TEXT = st.text(st.sampled_from(f"{SIGNS}'\"，,; \t\r\n\0\ufeff\u200b\u00a0\u3000a法"), max_size=8)


def cells(written: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


def is_run(cell: str) -> bool:
    """Say whether the first sign that is seen of a cell begins a formula, to a spreadsheet of any edition."""
    seen = [letter for letter in cell if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf")]
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[0] in "=+-@"


@settings(max_examples=60, deadline=None)
@given(TEXT)
@example("=1+1")
@example(" \u200b=1+1")
@example("\0＝1+1")
def test_no_cell_of_any_table_is_run(text: str) -> None:
    corpus, coverage = io.StringIO(newline=""), io.StringIO(newline="")
    write_csv([{**unstored_record(made_report(title=text, warnings=(text,)))}], corpus)
    write_coverage(["title", "also_at"], [{"title": text, "also_at": [text]}], coverage)

    found = dict(zip(FIELDS, cells(corpus.getvalue())[1], strict=True))
    assert [each for each in (*found.values(), *cells(coverage.getvalue())[1]) if is_run(each)] == []
    assert found["title"].removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("text", ["法治", "2025年", "a=b", "'quoted", "——", "·", "(一)", ""])
def test_text_that_is_no_formula_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_numbers_stay_numbers() -> None:
    assert (inert(-5), inert(None), inert(["=1"])) == (-5, None, '["=1"]')
