"""The whole line, through the commands that users have, on the embedded web."""

from pathlib import Path

import pytest

from crawler.demo.bureau import Bureau
from crawler.demo.web import DemoWeb
from crawler.urls import identity
from storage.archive import Archive
from storage.versions import Version, record
from tests.conftest import Run

SAID = ("url", "title", "text", "published_at", "source", "issuer", "report_year", "kind")


def archived(path: Path) -> dict[str, Version]:
    with Archive.open(path, readonly=True) as archive:
        return {identity(version.url): version for version in archive.reread_candidates()}


def article_paths(site: Bureau) -> set[str]:
    return {site.article_path(post) for post in site.posts}


def test_every_report_is_collected_exactly(web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path) -> None:
    done = govreports("collect", "--sites", rows, "--format", "json")

    assert done.status == 0, done.err
    found = archived(tmp_path / "reports.db")
    for site in web.sites:
        for expected in web.reports(site):
            version = found[identity(expected.url)]
            assert {name: getattr(version, name) for name in SAID} == {name: getattr(expected, name) for name in SAID}
            assert (version.site, version.region, version.publisher) == (site.id, site.place.region, site.name)
            assert version.warnings == ()


def test_nothing_is_collected_but_reports(web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path) -> None:
    govreports("collect", "--sites", rows)

    wanted = {identity(expected.url) for site in web.sites for expected in web.reports(site)}
    assert archived(tmp_path / "reports.db").keys() == wanted


def test_ledger_counts_what_was_seen_and_kept(web: DemoWeb, rows: Path, govreports: Run) -> None:
    done = govreports("collect", "--sites", rows, "--format", "json")

    for line in done.json:
        site = web.site(line["site"])
        reports = len(web.reports(site))
        assert (line["seen"], line["new"], line["failed"], line["verdict"]) == (len(site.posts), reports, 0, "sound")


def test_second_collection_makes_no_version_and_is_sent_no_report(web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path) -> None:
    govreports("collect", "--sites", rows)
    before = archived(tmp_path / "reports.db")
    web.log.clear()

    done = govreports("collect", "--sites", rows, "--format", "json")

    assert done.status == 0
    assert sum(line["new"] + line["changed"] + line["reextracted"] for line in done.json) == 0
    assert {key: version.version for key, version in archived(tmp_path / "reports.db").items()} == dict.fromkeys(before, 1)
    for request in web.log:
        site = web.site(request.site)
        if site.validators and request.path in article_paths(site):
            assert {"if-none-match", "if-modified-since"} & request.headers.keys()
            assert (request.status, request.sent) == (304, 0)


def test_full_collection_asks_without_validators(web: DemoWeb, rows: Path, govreports: Run) -> None:
    govreports("collect", "--sites", rows)
    web.log.clear()

    done = govreports("collect", "--full", "--sites", rows, "--format", "json")

    assert not [request for request in web.log if request.status == 304]
    assert sum(line["new"] + line["changed"] for line in done.json) == 0


def test_edited_reports_become_second_versions(web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path) -> None:
    govreports("collect", "--sites", rows)
    edited = web.edit()

    done = govreports("collect", "--sites", rows, "--format", "json")

    assert sum(line["changed"] for line in done.json) == len(edited)
    for expected in edited:
        version = archived(tmp_path / "reports.db")[identity(expected.url)]
        assert (version.version, version.cause, version.text) == (2, "changed", expected.text)


def test_edit_that_is_taken_back_is_a_third_version(web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path) -> None:
    govreports("collect", "--sites", rows)
    edited = web.edit()
    govreports("collect", "--sites", rows)
    web.restore()

    govreports("collect", "--sites", rows)

    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        for expected in edited:
            first, _, third = archive.versions(expected.url)
            assert third.content_hash == first.content_hash


def test_same_content_at_two_addresses_is_known_at_both(rows: Path, govreports: Run, tmp_path: Path) -> None:
    govreports("collect", "--sites", rows)

    found = archived(tmp_path / "reports.db").values()
    twice = [version for version in found if version.also_at]
    assert len(twice) >= 4  # one report in a second column, one on another site
    for version in twice:
        for other in version.also_at:
            twin = next(each for each in found if each.url == other)
            assert (twin.content_hash, version.url in twin.also_at) == (version.content_hash, True)


def test_one_off_scrape_gives_the_record_of_the_crawl(web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path) -> None:
    govreports("collect", "--sites", rows)
    for site in web.sites:
        url = web.reports(site)[0].url
        (scraped,) = govreports("scrape", url, "--archive", tmp_path / "alone.db").json

        crawled = record(archived(tmp_path / "reports.db")[identity(url)])
        of_the_archive = {"site", "region", "publisher", "also_at", "page_hash", "seen_at", "first_seen_at", "last_seen_at"}
        assert {name: value for name, value in scraped.items() if name not in of_the_archive} == {
            name: value for name, value in crawled.items() if name not in of_the_archive
        }


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


def test_one_host_is_asked_one_thing_at_a_time(web: DemoWeb, rows: Path, govreports: Run) -> None:
    govreports("collect", "--sites", rows)

    agents = {request.headers["user-agent"] for request in web.log}
    assert [agent for agent in agents if not agent.startswith("govreports/")] == []
    for site in web.sites:
        assert next(request.path for request in web.log if request.site == site.id) == "/robots.txt"


@pytest.mark.parametrize("form", ["table", "json"])
def test_row_that_promises_more_than_there_is_turns_the_run_red(rows: Path, govreports: Run, form: str) -> None:
    promising = rows.read_text(encoding="utf-8").replace("expect_at_least = ", "expect_at_least = 9", 1)
    rows.write_text(promising, encoding="utf-8")

    done = govreports("collect", "qingxi-sfj", "--sites", rows, "--format", form)

    assert done.status == 1
    assert "SHRUNK" in done.out
    assert "expected at least 9" in done.err
