"""The whole line, through the commands that users have, on the embedded web."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.demo.bureau import Bureau, Expected
from crawler.demo.web import DemoWeb, Logged
from crawler.urls import identity
from storage.archive import Archive
from storage.versions import Version, record
from tests.conftest import ROOT, Run, program

SAID = ("url", "title", "text", "published_at", "source", "issuer", "report_year", "kind")
OF_THE_ARCHIVE = {"site", "region", "publisher", "also_at", "page_hash", "seen_at", "first_seen_at", "last_seen_at"}


@dataclass(frozen=True)
class Chapter:
    """One collection: what the command printed, what the servers were asked, the archive afterwards, what was true then."""

    lines: list[dict[str, Any]]
    status: int
    log: list[Logged]
    archive: Path
    reports: dict[str, tuple[Expected, ...]]

    @property
    def newest(self) -> dict[str, Version]:
        with Archive.open(self.archive, readonly=True) as archive:
            return {identity(version.url): version for version in archive.reread_candidates()}

    def total(self, *names: str) -> int:
        return sum(line[name] for line in self.lines for name in names)


class Story:
    """Collections one after the other into one archive, while editors change the web in between."""

    def __init__(self, web: DemoWeb, folder: Path) -> None:
        self.web = web
        self.folder = folder
        self.run = program(folder)
        (folder / "sites.toml").write_text(web.rows(), encoding="utf-8")

    def collect(self, *options: str) -> Chapter:
        self.web.log.clear()
        done = self.run("collect", "--sites", "sites.toml", "--format", "json", *options)
        kept = self.folder / f"{len(list(self.folder.glob('*.db')))}.db"
        shutil.copy(self.folder / "reports.db", kept)
        reports = {site.id: self.web.reports(site) for site in self.web.sites}
        return Chapter(done.json, done.status, list(self.web.log), kept, reports)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with DemoWeb() as web:
        yield Story(web, tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="module")
def first(story: Story) -> Chapter:
    return story.collect()


@pytest.fixture(scope="module")
def second(story: Story, first: Chapter) -> Chapter:
    assert first.status == 0
    return story.collect()


@pytest.fixture(scope="module")
def full(story: Story, second: Chapter) -> Chapter:
    assert second.status == 0
    return story.collect("--full")


@pytest.fixture(scope="module")
def edited(story: Story, full: Chapter) -> tuple[tuple[Expected, ...], Chapter]:
    assert full.status == 0
    return story.web.edit(), story.collect("--full")  # a third look without a reason to take it would wait for a day


@pytest.fixture(scope="module")
def restored(story: Story, edited: tuple[tuple[Expected, ...], Chapter]) -> tuple[tuple[Expected, ...], Chapter]:
    story.web.restore()
    return edited[0], story.collect("--full")


def article_paths(site: Bureau) -> set[str]:
    return {site.article_path(post) for post in site.posts}


def test_every_report_is_collected_exactly(story: Story, first: Chapter) -> None:
    assert first.status == 0
    for site in story.web.sites:
        for expected in first.reports[site.id]:
            version = first.newest[identity(expected.url)]
            assert {name: getattr(version, name) for name in SAID} == {name: getattr(expected, name) for name in SAID}
            assert (version.site, version.region, version.publisher) == (site.id, site.place.region, site.name)
            assert version.warnings == ()


def test_nothing_is_collected_but_reports(first: Chapter) -> None:
    wanted = {identity(expected.url) for reports in first.reports.values() for expected in reports}

    assert first.newest.keys() == wanted


def test_ledger_counts_what_was_seen_and_kept(story: Story, first: Chapter) -> None:
    for line in first.lines:
        site = story.web.site(line["site"])
        reports = len(first.reports[site.id])
        assert (line["seen"], line["new"], line["failed"], line["verdict"]) == (len(site.posts), reports, 0, "sound")


def test_every_host_is_asked_for_its_rules_first_by_a_client_with_a_name(story: Story, first: Chapter) -> None:
    assert [request for request in first.log if not request.headers["user-agent"].startswith("govreports/")] == []
    for site in story.web.sites:
        assert next(request.path for request in first.log if request.site == site.id) == "/robots.txt"


def test_same_content_at_two_addresses_is_known_at_both(first: Chapter) -> None:
    twice = [version for version in first.newest.values() if version.also_at]

    assert len(twice) >= 4  # one report in a second column, one on another site
    for version in twice:
        for other in version.also_at:
            twin = first.newest[identity(other)]
            assert (twin.content_hash, version.url in twin.also_at) == (version.content_hash, True)


def test_second_collection_makes_no_version(first: Chapter, second: Chapter) -> None:
    assert second.status == 0
    assert second.total("new", "changed", "reextracted") == 0
    assert {key: version.version for key, version in second.newest.items()} == dict.fromkeys(first.newest, 1)


def test_second_collection_is_sent_no_report_by_servers_with_validators(story: Story, second: Chapter) -> None:
    asked = [request for request in second.log if request.path in article_paths(story.web.site(request.site))]
    validated = [request for request in asked if story.web.site(request.site).validators]

    assert validated
    for request in validated:
        assert {"if-none-match", "if-modified-since"} & request.headers.keys()
        assert (request.status, request.sent) == (304, 0)


def test_page_once_passed_over_for_its_whole_title_is_not_asked_again(story: Story, first: Chapter, second: Chapter) -> None:
    def others(chapter: Chapter) -> set[str]:
        wanted = {expected.url for reports in chapter.reports.values() for expected in reports}
        addresses = {story.web.site(request.site).base + request.path for request in chapter.log if request.path in every_article}
        return addresses - wanted

    every_article = {path for site in story.web.sites for path in article_paths(site)}

    assert others(first)  # titles that the list cuts before they tell what they are
    assert others(second) == set()


def test_full_collection_asks_without_validators(full: Chapter) -> None:
    assert [request for request in full.log if request.status == 304] == []
    assert full.total("new", "changed", "reextracted") == 0


def test_edited_reports_become_second_versions(edited: tuple[tuple[Expected, ...], Chapter]) -> None:
    reports, chapter = edited

    assert chapter.total("changed") == len(reports)
    for expected in reports:
        version = chapter.newest[identity(expected.url)]
        assert (version.version, version.cause, version.text) == (2, "changed", expected.text)


def test_edit_that_is_taken_back_is_a_third_version(restored: tuple[tuple[Expected, ...], Chapter]) -> None:
    reports, chapter = restored

    with Archive.open(chapter.archive, readonly=True) as archive:
        for expected in reports:
            before, _, after = archive.versions(expected.url)
            assert after.content_hash == before.content_hash


def test_one_off_scrape_gives_the_record_of_the_crawl(story: Story, first: Chapter, govreports: Run) -> None:
    urls = [first.reports[site.id][-1].url for site in story.web.sites]

    scraped = govreports("scrape", *urls).json

    for url, answer in zip(urls, scraped, strict=True):
        crawled = record(first.newest[identity(url)])
        for name in crawled.keys() - OF_THE_ARCHIVE:
            assert answer[name] == crawled[name], name


def test_mobile_twin_and_other_scheme_are_the_same_report(story: Story, govreports: Run) -> None:
    site = story.web.site("rongwan-sfj")
    url = story.web.reports(site)[0].url
    govreports("scrape", url)

    (again,) = govreports("scrape", url.replace("/post_", "/mpost_")).json

    assert (again["url"], again["version"]) == (url, 1)


def test_dry_run_reads_lists_and_touches_nothing(web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path) -> None:
    done = govreports("collect", "--dry-run", "--sites", rows, "--format", "json")

    assert {line["site"]: line["seen"] for line in done.json} == {site.id: len(site.posts) for site in web.sites}
    assert not (tmp_path / "reports.db").exists()
    assert not [request for request in web.log if request.path in article_paths(web.site(request.site))]


def test_limit_fetches_no_more_and_judges_nothing(web: DemoWeb, rows: Path, govreports: Run) -> None:
    done = govreports("collect", "qingxi-sfj", "--limit", "2", "--sites", rows, "--format", "json")

    (line,) = done.json
    assert (done.status, line["new"], line["verdict"]) == (0, 2, "sound")
    assert len({request.path for request in web.log} & article_paths(web.site("qingxi-sfj"))) == 2


@pytest.mark.parametrize("form", ["table", "json"])
def test_row_that_promises_more_than_there_is_turns_the_run_red(rows: Path, govreports: Run, form: str) -> None:
    promising = rows.read_text(encoding="utf-8").replace("expect_at_least = ", "expect_at_least = 9", 1)
    rows.write_text(promising, encoding="utf-8")

    done = govreports("collect", "qingxi-sfj", "--sites", rows, "--format", form)

    assert done.status == 1
    assert "SHRUNK" in done.out
    assert "expected at least 9" in done.err


def test_terminal_shows_how_far_each_site_is(web: DemoWeb, rows: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    ours_too = {"GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_LOCKS": str(tmp_path / "locks"), "TERM": "xterm", "COLUMNS": "120"}
    command = [sys.executable, "-m", "crawler", "collect", "qingxi-sfj", "--sites", str(rows), "--archive", str(tmp_path / "reports.db")]

    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ours_too}, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b"".join(iter(partial(_read, ours), b"")).decode()
        table = process.stdout.read().decode() if process.stdout else ""

    posts = len(web.site("qingxi-sfj").posts)
    assert "━" in shown
    assert f"{posts} entries" in shown
    assert "\x1b" not in table


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's word for a terminal whose other side is closed
        return b""
