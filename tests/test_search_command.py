import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import cli
from storage.archive import Archive
from tests.made import START, URL, made_report

LINES = [
    "清河市司法局2025年度法治政府建设情况报告",
    "   清河市司法局 · 2025 · report · 2026-03-01T15:28+08:00 · version 1",
    f"   {URL}",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(), run=None, at=START)
    return tmp_path / "reports.db"


def test_report_is_shown_with_the_piece_that_answers(path: Path) -> None:
    done = CliRunner().invoke(cli, ["search", "行政复议", "--archive", str(path)], standalone_mode=False)

    lines = done.output.splitlines()
    assert lines[:3] == LINES
    assert "全年办理行政复议案件312件" in lines[3]
    assert done.return_value == 0


def test_words_are_bold_on_a_terminal(path: Path) -> None:
    done = CliRunner().invoke(cli, ["search", "行政复议", "--archive", str(path)], color=True, standalone_mode=False)

    assert "办理\x1b[1m行政复议\x1b[0m案件" in done.output


def test_json_has_marks_as_places_in_the_snippet(path: Path) -> None:
    done = CliRunner().invoke(cli, ["search", "复议", "司法", "--format", "json", "--archive", str(path)], standalone_mode=False)

    row = json.loads(done.output)
    assert [row["snippet"][begin:end] for begin, end in row["marks"]] == ["司法", "复议"]
    assert [row["title"][begin:end] for begin, end in row["title_marks"]] == ["司法"]
    assert "text" not in row


def test_nothing_found_is_status_one(path: Path) -> None:
    done = CliRunner().invoke(cli, ["search", "听证", "--archive", str(path)], standalone_mode=False)

    assert done.return_value == 1
    assert done.output == "govreports: nothing in the archive matches\n"


def test_word_that_must_not_be_there_is_no_option(path: Path) -> None:
    done = CliRunner().invoke(cli, ["search", "复议", "-纠错", "--archive", str(path)], standalone_mode=False)
    mistyped = CliRunner().invoke(cli, ["search", "复议", "--yaer", "2025", "--archive", str(path)])

    assert done.return_value == 1
    assert mistyped.exit_code == 2
    assert "No such option '--yaer'" in mistyped.output
