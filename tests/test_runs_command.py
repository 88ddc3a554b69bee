"""`govreports runs` as a person and a program see it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import cli
from crawler.ledger import Ledger
from storage.archive import Archive
from tests.made import START

ASKED = {"requests": 1024, "answers": {"2xx": 1000, "4xx": 24}, "unanswered": 0, "retries": 0, "bytes": 23456789}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a run that has ended and one that has not."""
    with Archive.open(tmp_path / "reports.db") as archive:
        run = archive.begin_run("qinghe-sfj", at=START)
        ledger = Ledger(asked=ASKED, skipped={"host": 2, "title": 900}, stats={"elapsed_time_seconds": 12.5, "retry/count": 3})
        archive.end_run(
            run.id, at=START, reason="finished", verdict="sound", counts={"seen": 1000}, problems=("LIST_SHORT 甲",), ledger=ledger
        )
        archive.begin_run("lushan-sfj", at=START)
    return tmp_path / "reports.db"


def runs(path: Path, *arguments: str) -> str:
    return CliRunner().invoke(cli, ["runs", *arguments, "--archive", str(path)], standalone_mode=False).stdout


def test_program_is_told_what_was_asked_and_let_be(path: Path) -> None:
    (line,) = map(json.loads, runs(path, "qinghe-sfj", "--format", "json").splitlines())

    assert (line["asked"], line["skipped"], line["problems"]) == (ASKED, {"host": 2, "title": 900}, ["LIST_SHORT 甲"])
    assert "stats" not in line


def test_run_that_has_not_ended_has_asked_nothing_yet(path: Path) -> None:
    (line,) = map(json.loads, runs(path, "lushan-sfj", "--format", "json").splitlines())

    assert (line["asked"], line["skipped"], line["ended_at"]) == ({}, {}, None)
    assert "–" in runs(path, "lushan-sfj")


def test_table_of_a_row_has_it_on_a_few_characters_and_that_of_all_rows_has_not(path: Path) -> None:
    named, every = runs(path, "qinghe-sfj"), runs(path)

    assert "1024 (23,457 kB)" in named
    assert "host 2, title 900" in " ".join(named.split())
    assert "asked" not in every


def test_numbers_of_scrapy_are_shown_on_request(path: Path) -> None:
    shown = runs(path, "qinghe-sfj", "--stats")
    (line,) = map(json.loads, runs(path, "qinghe-sfj", "--stats", "--format", "json").splitlines())

    assert shown.endswith("\n  elapsed_time_seconds: 12.5\n  retry/count: 3\n")
    assert line["stats"] == {"elapsed_time_seconds": 12.5, "retry/count": 3}
