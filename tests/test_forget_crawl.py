"""What is forgotten is not asked for again, neither by a collection nor by a scrape."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import cli
from crawler.demo.bureau import Answer
from crawler.errors import ForgottenError
from storage.archive import Archive
from storage.forgetting import forget
from tests.conftest import Run
from tests.made import START, URL, later, made_report
from tests.sites_web import Request, SitesWeb, article, page, reports, rows, trs

OLD = "/zwgk/fzzfjs/"
TITLES = reports(6)
GONE, TURNED = trs(OLD, 1), trs(OLD, 2)
ROW = """[[site]]
id = "qinghe-sfj"
name = "清河市司法局"
family = "static"
lists = ["{base}{path}"]
schedule = "17 6 * * *"
delay = 0
"""


class TurningWeb(SitesWeb):
    """A site one of whose reports is answered with the way to another."""

    def answer(self, request: Request) -> Answer:
        found = super().answer(request)
        return Answer(status=302, headers={"Location": GONE}) if request.path == TURNED else found


def test_forgotten_report_is_listed_and_never_asked_for(tmp_path: Path, govreports: Run) -> None:
    pages: dict[str, str | int] = {
        trs(OLD, number): article(title).replace("全年", f"{title[3:8]}全年") for number, title in enumerate(TITLES)
    }
    with TurningWeb({OLD: page(rows(OLD, TITLES)), **pages}) as web:
        (tmp_path / "sites.toml").write_text(ROW.format(base=web.base, path=OLD), encoding="utf-8")
        gone = web.base + GONE
        with Archive.open(tmp_path / "reports.db") as archive:
            archive.record(made_report(gone, title=TITLES[1]), run=None, at=START)
            forget(archive.file, gone, why="当事人请求", by="govreports/test", at=later(days=1))

        (line,) = govreports("collect", "--sites", "sites.toml", "--format", "json").json
        scraped = govreports("scrape", gone)

    assert web.asked.count(GONE) == 1  # by Scrapy itself, which follows the other address there
    assert (line["verdict"], line["seen"], line["new"], line["failed"]) == ("sound", 6, 4, 0)
    assert [(each["code"], each["where"]) for each in line["problems"]] == [("FORGOTTEN", gone), ("FORGOTTEN", web.base + TURNED)]
    (error,) = scraped.json
    assert (error["url"], error["error"]["code"]) == (gone, "FORGOTTEN")
    assert error["error"]["message"] == "found it forgotten on 2026-03-03 (当事人请求), expected an address that may be collected"
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        listed = {entry.url: entry.title for entry in archive.listed("qinghe-sfj", before=later(days=3650))}
        assert archive.newest(gone) is None
    assert [title for url, title in listed.items() if url == gone] == [""]
    assert sorted(listed.values())[1:] == sorted([*TITLES[:1], *TITLES[2:]])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(), run=None, at=START)
    return tmp_path / "reports.db"


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--archive", str(path)], standalone_mode=False)


def test_command_tells_what_would_go_and_what_went(path: Path) -> None:
    planned = run(path, "forget", URL, "--dry-run")
    done = run(path, "forget", URL, "--why", "当事人请求", "--format", "json")
    listed = run(path, "forget", "--list", "--format", "json")
    shown = run(path, "versions", URL)

    assert planned.output == f"{URL}: would go: 1 versions, 1 texts, 1 pages and files, 0 held back, 1 looks, 0 titles in lists\n"
    assert (json.loads(done.output)["fate"], done.return_value) == ("gone", 0)
    grave = json.loads(listed.output)
    assert (grave["url"], grave["why"], grave["versions"], grave["allowed_at"]) == (URL, "当事人请求", 1, None)
    assert grave["cleaned_at"] is not None
    assert isinstance(shown.exception, ForgottenError)


def test_ban_that_is_lifted_stays_on_record(path: Path) -> None:
    run(path, "forget", URL, "--why", "误报")
    lifted = run(path, "forget", URL, "--allow-again")
    again = run(path, "forget", URL, "--allow-again")

    assert lifted.return_value == 0
    assert "found it not forgotten" in str(again.exception)
    assert json.loads(run(path, "forget", "--list", "--format", "json").output)["allowed_at"] is not None


@pytest.mark.parametrize(
    ("words", "found"),
    [(["forget"], "found no URL"), (["forget", URL], "found no --why"), (["forget", URL, "--why", " "], "found no --why")],
)
def test_what_is_missing_is_told_before_anything_goes(path: Path, words: list[str], found: str) -> None:
    assert found in str(run(path, *words).exception)
    with Archive.open(path, readonly=True) as archive:
        assert archive.newest(URL) is not None


def test_person_at_a_terminal_is_asked_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.commands.forgetting.is_asked", lambda: True)
    refused = CliRunner().invoke(cli, ["forget", URL, "--why", "误报", "--archive", str(path)], input="n\n", standalone_mode=False)
    with Archive.open(path, readonly=True) as archive:
        assert archive.newest(URL) is not None
    agreed = CliRunner().invoke(cli, ["forget", URL, "--why", "误报", "--archive", str(path)], input="y\n", standalone_mode=False)

    assert "would go" in refused.output
    assert "gone" in agreed.output
