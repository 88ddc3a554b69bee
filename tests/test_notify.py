"""`--notify`: a webhook on loopback is told once of what broke and once that it is over, and of nothing else."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner, Result

from crawler.cli import cli
from crawler.commands.notifying import Bell
from crawler.demo.bureau import Answer
from crawler.errors import SiteError
from crawler.model import Problem
from crawler.notifiers import Notifiers
from storage.archive import Archive
from tests.conftest import Run
from tests.made import SITE, START, later
from tests.sites_web import LocalWeb, Request, SitesWeb, articles, page, reports, rows

EMPTY = Problem("LIST_EMPTY", SITE.lists[0], "found no entry, expected a list", breaks=True)
ROW = """[[site]]
id = "qinghe-sfj"
name = "清河市司法局"
family = "static"
lists = ["{base}/fzzf/"]
schedule = "17 6 * * *"
delay = 0
"""


class Hook(LocalWeb):
    """A webhook that keeps what it was told, and answers with a status, or not before it is let go."""

    def __init__(self, status: int = 200) -> None:
        super().__init__()
        self.status = status
        self.told: list[dict[str, str]] = []
        self.may_answer = Event()
        self.may_answer.set()

    @property
    def address(self) -> str:
        return f"{self.base.replace('http', 'json')}/s3cr3t-t0ken"

    def answer(self, request: Request) -> Answer:
        self.may_answer.wait(10)
        self.told.append(json.loads(request.body))
        return Answer(body="", status=self.status)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as running:
        yield running
        running.may_answer.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "my.toml").write_text(ROW.format(base="https://www.qinghe.gov.cn"), encoding="utf-8")
    Archive.open(tmp_path / "reports.db").close()
    return tmp_path / "reports.db"


def run(path: Path, day: int, *red: Problem) -> None:
    """Let a run end so."""
    with Archive.open(path) as archive:
        begun = archive.begin_run("qinghe-sfj", at=later(days=day))
        archive.end_run(begun.id, at=later(days=day), reason="finished", verdict="", counts={}, problems=(), met=red, whole=True)


def tell(path: Path, *hooks: Hook | str) -> Result:
    addresses = [word for each in hooks for word in ("--notify", each if isinstance(each, str) else each.address)]
    arguments = ["incidents", "--archive", str(path), "--sites", str(path.with_name("my.toml")), *addresses]
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


def test_collection_tells_what_broke_and_what_recovered_and_writes_no_secret_down(govreports: Run, tmp_path: Path, hook: Hook) -> None:
    with SitesWeb({"/fzzf/": page("<p>栏目建设中</p>")}) as web:
        (tmp_path / "my.toml").write_text(ROW.format(base=web.base), encoding="utf-8")
        red = govreports("collect", "--sites", "my.toml", "-v", GOVREPORTS_NOTIFY=hook.address)
        web.pages = {"/fzzf/": page(rows("/fzzf/", reports(2))), **articles("/fzzf/", reports(2))}
        sound = govreports("collect", "--sites", "my.toml", "--notify", hook.address, "-vv")

    assert (red.status, sound.status) == (1, 0)
    assert [each["title"] for each in hook.told] == ["govreports: 1 opened", "govreports: 1 over"]
    assert hook.told[0]["message"].startswith("opened: qinghe-sfj (清河市司法局) LIST_EMPTY, since 20")
    assert f"{web.base}/fzzf/: found no entry, expected a list\n  Look at the list in a browser" in hook.told[0]["message"]
    assert hook.told[1]["message"].startswith("over: qinghe-sfj (清河市司法局) LIST_EMPTY, 20")
    assert "s3cr3t" not in "".join(each.err + each.out for each in (red, sound))
    assert b"s3cr3t" not in b"".join(file.read_bytes() for file in tmp_path.glob("reports.db*"))


def test_three_red_runs_are_one_message_and_recovery_is_another(path: Path, hook: Hook) -> None:
    for day, red in enumerate(((EMPTY,), (EMPTY,), (EMPTY,), (), ())):
        run(path, day, *red)
        tell(path, hook)

    assert [each["title"] for each in hook.told] == ["govreports: 1 opened", "govreports: 1 over"]


def test_what_nobody_took_is_told_again_and_then_no_more(path: Path, hook: Hook) -> None:
    run(path, 0, EMPTY)
    hook.status = 500

    failed = tell(path, hook)
    hook.status = 200
    told = [tell(path, hook).stderr for _ in range(2)]

    assert failed.stderr == "govreports: --notify: notifier 1: found the message refused\n"
    assert (told, len(hook.told)) == (["", ""], 2)
    assert failed.return_value == 1


def test_one_notifier_that_fails_takes_nothing_from_the_other(path: Path, hook: Hook) -> None:
    run(path, 0, EMPTY)

    failed = tell(path, "json://127.0.0.1:9/", hook)

    assert (failed.stderr, len(hook.told)) == ("govreports: --notify: notifier 1: found the message refused\n", 1)
    assert tell(path, hook).stderr == ""
    assert len(hook.told) == 1


def test_incident_that_nobody_was_told_of_ends_in_silence(path: Path, hook: Hook) -> None:
    run(path, 0, EMPTY)
    run(path, 1)

    tell(path, hook)

    assert hook.told == []


def test_incident_that_becomes_another_is_told_once_however_it_swings(path: Path, hook: Hook) -> None:
    home = Problem("LIST_EMPTY", SITE.lists[0], "found the home page in its place, expected a list page", breaks=True)
    for day, problem in enumerate((EMPTY, home, EMPTY, home)):
        run(path, day, problem)
        tell(path, hook)

    assert [each["title"] for each in hook.told] == ["govreports: 1 opened", "govreports: 1 changed"]


def test_offered_change_of_the_row_is_pointed_at(path: Path, hook: Hook) -> None:
    run(path, 0, EMPTY)
    with Archive.open(path) as archive:
        archive.keep_probe(archive.incidents()[0], at=START, row="", found="found 12 entries", offer="--- my.toml\n+++ my.toml\n")

    tell(path, hook)

    assert hook.told[0]["message"].splitlines()[-1] == "  What would work now: `govreports incidents qinghe-sfj --diff`"


def test_numbers_that_change_from_day_to_day_are_no_news(path: Path, hook: Hook) -> None:
    for day in range(3):
        run(path, day, Problem("SHRUNK", "qinghe-sfj", f"found {day} entries, expected at least 10"))
        tell(path, hook)

    assert len(hook.told) == 1


def test_incident_that_comes_back_is_news(path: Path, hook: Hook) -> None:
    for day, red in enumerate(((EMPTY,), (), (EMPTY,))):
        run(path, day, *red)
        tell(path, hook)

    assert [each["title"] for each in hook.told] == ["govreports: 1 opened", "govreports: 1 over", "govreports: 1 opened"]


def test_rows_that_were_given_up_or_are_not_ours_are_nobodys_news(path: Path, hook: Hook) -> None:
    run(path, 0, EMPTY)
    path.with_name("my.toml").write_text(ROW.format(base="https://www.qinghe.gov.cn") + "enabled = false\n", encoding="utf-8")

    tell(path, hook)

    assert hook.told == []


def test_notifier_that_hangs_is_left_behind(hook: Hook) -> None:
    hook.may_answer.clear()
    began = time.monotonic()

    failed = Notifiers([hook.address]).send("甲", "乙", patience=0.2)

    assert failed == ["notifier 1: found no answer in time"]
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("address", ["s3cr3t", "nonsense://s3cr3t", "tgram://s3cr3t", "json://", "https://example.com/s3cr3t"])
def test_address_that_is_none_is_refused_without_being_printed(address: str, path: Path) -> None:
    with pytest.raises(SiteError, match=r"^--notify: found no address that Apprise knows as number 2") as error:
        Bell(["json://127.0.0.1:9/", address], list, path)

    assert "s3cr3t" not in str(error.value)


@pytest.mark.parametrize("command", ["collect", "schedule", "incidents"])
def test_bad_address_is_refused_before_work_begins(command: str, path: Path) -> None:
    path.unlink()
    arguments = [command, "--archive", str(path), "--sites", str(path.with_name("my.toml")), "--notify", "nonsense://s3cr3t"]

    done = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert isinstance(done.exception, SiteError)
    assert not path.exists()


def test_news_of_rows_crawled_together_are_one_message(path: Path, hook: Hook) -> None:
    bell = Bell([hook.address], lambda: [SITE], path)
    run(path, 0, EMPTY)

    for _ in range(3):
        bell.ring_later(0.05)
    deadline = time.monotonic() + 10
    while not hook.told and time.monotonic() < deadline:
        time.sleep(0.01)

    assert [each["title"] for each in hook.told] == ["govreports: 1 opened"]


def test_long_message_says_how_much_it_leaves_out(path: Path, hook: Hook) -> None:
    run(path, 0, *(replace(EMPTY, where=f"{EMPTY.where}?list={number}") for number in range(45)))

    tell(path, hook)

    assert hook.told[0]["title"] == "govreports: 45 opened"
    assert hook.told[0]["message"].splitlines()[-1] == "and 5 more, see `govreports incidents`"
    assert START.strftime("since %Y-%m-%d") in hook.told[0]["message"]
