"""Titles that are nearly those of annual reports, of our own writing: judged as well as real ones are."""

from pathlib import Path

import pytest

from crawler.titles import could_be_report, issuer_of, kind_of, level_of, report_year
from tests.gate_titles import labelled

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return labelled(Path(__file__).parent / "near_misses.tsv")


def test_near_misses_are_many_and_each_is_there_once(rows: list[Row]) -> None:
    near = [row for row in rows if row["kind"] != "report"]

    assert len(near) >= 200
    assert len(rows) - len(near) >= 60
    assert len({row["title"] for row in rows}) == len(rows)
    assert {row["kind"] for row in rows} == {"report", "interpretation", "notice", "news", "plan", "other"}


def test_what_is_taken_for_a_report_is_one(rows: list[Row]) -> None:
    taken = [row for row in rows if kind_of(row["title"]) == "report"]

    wrong = [row["title"] for row in taken if row["kind"] != "report"]

    assert len(wrong) <= 0.03 * len(taken), wrong


def test_reports_in_awkward_wording_are_known(rows: list[Row]) -> None:
    reports = [row["title"] for row in rows if row["kind"] == "report"]

    missed = [title for title in reports if kind_of(title) != "report"]

    assert len(missed) <= 0.03 * len(reports), missed


def test_every_report_is_kept_when_its_title_stands_in_a_list(rows: list[Row]) -> None:
    assert [row["title"] for row in rows if row["kind"] == "report" and not could_be_report(row["title"])] == []


def test_near_misses_are_told_apart_by_kind(rows: list[Row]) -> None:
    wrong = [(row["title"], kind) for row in rows if (kind := kind_of(row["title"])) != row["kind"]]

    assert len(wrong) <= 0.05 * len(rows), wrong


def test_year_is_the_one_written_about(rows: list[Row]) -> None:
    wrong = [(row["title"], year) for row in rows if (year := str(report_year(row["title"]) or "")) != row["report_year"]]

    assert len(wrong) <= 0.02 * len(rows), wrong


def test_issuer_is_who_speaks(rows: list[Row]) -> None:
    wrong = [(row["title"], issuer) for row in rows if (issuer := issuer_of(row["title"]) or "") != row["issuer"]]

    assert len(wrong) <= 0.05 * len(rows), wrong


def test_level_is_that_of_who_speaks(rows: list[Row]) -> None:
    wrong = [(row["title"], level) for row in rows if (level := level_of(issuer_of(row["title"])) or "") != row["level"]]

    assert len(wrong) <= 0.05 * len(rows), wrong
