"""`govreports incidents` as a person and a program see it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.advice import ADVICE, advice_for
from crawler.cli import cli
from crawler.model import Problem
from storage.archive import Archive
from tests.made import START, later

EMPTY = Problem("LIST_EMPTY", "https://www.qinghe.gov.cn/fzzf/", "found no entry, expected a list", breaks=True)
OFFER = '--- my.toml\n+++ my.toml\n@@ -1 +1 @@\n-family = "static"\n+family = "vsb"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with an incident that lasts, of two runs and with an offer, and one that is over."""
    with Archive.open(tmp_path / "reports.db") as archive:
        for day, (site, red) in enumerate((("qinghe-sfj", EMPTY), ("qinghe-sfj", EMPTY), ("lushan-sfj", EMPTY), ("lushan-sfj", None))):
            run = archive.begin_run(site, at=later(days=day))
            problems = [red] if red else []
            archive.end_run(run.id, at=later(days=day), reason="finished", verdict="", counts={}, problems=(), met=problems, whole=True)
        archive.keep_probe(archive.incidents("qinghe-sfj")[0], at=START, row="", found="found 12 entries of family vsb", offer=OFFER)
    return tmp_path / "reports.db"


ROW = """[[site]]
id = "qinghe-sfj"
name = "清河市司法局"
family = "static"
lists = ["https://www.qinghe.gov.cn/fzzf/"]
schedule = "17 6 * * *"
enabled = {enabled}
"""


def incidents(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["incidents", *arguments, "--archive", str(path)], standalone_mode=False)


def test_program_is_told_all_that_is_open(path: Path) -> None:
    done = incidents(path, "--format", "json")

    assert done.return_value == 1
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "site": "qinghe-sfj",
            "code": "LIST_EMPTY",
            "place": "https://www.qinghe.gov.cn/fzzf/",
            "since": "2026-03-02T01:30:00+00:00",
            "last_seen_at": "2026-03-03T01:30:00+00:00",
            "runs": 2,
            "where": "https://www.qinghe.gov.cn/fzzf/",
            "message": "found no entry, expected a list",
            "found": "found 12 entries of family vsb",
            "offer": OFFER,
            "probed_at": "2026-03-02T01:30:00+00:00",
            "ended_at": None,
            "notified_at": None,
            "advice": ADVICE["LIST_EMPTY"],
        }
    ]


def test_person_is_shown_the_offer_whole(path: Path) -> None:
    done = incidents(path)

    assert done.return_value == 1
    assert "lushan-sfj" not in done.stdout
    assert done.stdout.endswith(f"qinghe-sfj LIST_EMPTY: probed 2026-03-02T01:30:00+00:00, found 12 entries of family vsb\n{OFFER}")


def test_offer_alone_is_what_patch_reads(path: Path) -> None:
    assert incidents(path, "qinghe-sfj", "--diff").stdout == OFFER


def test_site_without_an_open_incident_is_well(path: Path) -> None:
    done = incidents(path, "lushan-sfj", "--format", "json")

    assert (done.return_value, done.stdout) == (0, "")


@pytest.mark.parametrize(("enabled", "status"), [("true", 1), ("false", 0)])
def test_row_that_was_given_up_is_nobodys_trouble(path: Path, enabled: str, status: int) -> None:
    rows = path.with_name("my.toml")
    rows.write_text(ROW.format(enabled=enabled), encoding="utf-8")

    done = incidents(path, "--format", "json", "--sites", str(rows))

    assert (done.return_value, len(done.stdout.splitlines())) == (status, status)
    assert incidents(path, "qinghe-sfj", "--sites", str(rows)).return_value == 1
    assert '"qinghe-sfj"' in incidents(path, "--all", "--format", "json", "--sites", str(rows)).stdout


def test_message_with_brackets_is_shown_as_it_is(path: Path) -> None:
    with Archive.open(path) as archive:
        run = archive.begin_run("qinghe-sfj", at=later(days=9))
        odd = Problem("LIST_EMPTY", EMPTY.where, "found [/list] and [red]", breaks=True)
        archive.end_run(run.id, at=later(days=9), reason="finished", verdict="", counts={}, problems=(), met=[odd], whole=True)

    assert "found [/list] and [red]" in " ".join(incidents(path).stdout.split())


def test_those_that_are_over_are_shown_on_request(path: Path) -> None:
    lines = [json.loads(line) for line in incidents(path, "--all", "--format", "json").stdout.splitlines()]

    assert [(line["site"], line["ended_at"]) for line in lines] == [("qinghe-sfj", None), ("lushan-sfj", "2026-03-05T01:30:00+00:00")]


def test_reason_that_nobody_has_thought_of_has_advice_too() -> None:
    assert advice_for("SOMETHING").startswith("Read what was found")
