"""What came where a report was expected is kept apart, shown, decided upon, and never a version by itself."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.demo.web import DemoWeb
from crawler.model import NotModified, Part, Problem
from storage.archive import Archive
from storage.held import Decision, accept, drop, hold
from storage.held import held as held_pages
from tests.conftest import Run
from tests.made import SITE, START, TEXT, URL, later, made_entry, made_page, made_report
from tests.parts_web import TITLE, PartsWeb, paragraphs, report, worded

BLOCKED = Problem("BLOCKED", URL, f"{URL}: found a block page of a firewall, expected a report")
SHRANK = Problem("TEXT_SHRANK", URL, f"{URL}: found 12 characters of text, expected about 400 as before")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def blocked(archive: Archive, number: int = 1, url: str = URL, day: int = 0) -> Decision | None:
    page = made_page(url, body=f"<html>您的访问被拦截，事件编号{number}</html>".encode(), site=SITE)
    return hold(archive.file, page, BLOCKED, text=None, run=None, at=later(days=day))


def shrunk(archive: Archive, body: bytes = b"<p>1</p>", text: str = "正文加载失败", day: int = 0) -> Decision | None:
    page = made_page(body=body, status=203, etag='"7"', entry=made_entry())
    return hold(archive.file, page, SHRANK, text=text, run="run-1", at=later(days=day))


def waiting(archive: Archive) -> list[tuple[str, int]]:
    return [(each.code, each.times) for each in held_pages(archive.file)]


def test_page_held_back_is_kept_whole_and_is_no_version(archive: Archive) -> None:
    page = made_page(body=bytes(range(256)), status=203, etag='"7"', last_modified="Mon", entry=made_entry(cut=True), site=SITE)

    hold(archive.file, page, SHRANK, text="正文", run="run-1", at=later(days=1))

    (found,) = held_pages(archive.file)
    assert (found.url, found.site, found.code, found.reason, found.times) == (URL, SITE.id, "TEXT_SHRANK", SHRANK.message, 1)
    assert (found.since, found.last_seen_at, found.decision, found.decided_at) == (later(days=1), later(days=1), None, None)
    assert found.page == made_page(body=page.body, status=203, etag='"7"', last_modified="Mon", entry=page.entry)
    assert archive.versions(URL) == []


def test_further_pages_and_files_are_kept_with_it(archive: Archive) -> None:
    file = Part(role="file", url=f"{URL}.pdf", name="报告.pdf", body=b"%PDF-1.7", fetched_at=START, status=200)
    gone = Part(role="page", url=f"{URL}?2", problem="found HTTP 404, expected a page", fetched_at=START, status=404)

    hold(archive.file, made_page(parts=(file, gone)), SHRANK, text="正文", run="run-1", at=later(days=1))

    (found,) = held_pages(archive.file)
    assert found.page is not None
    assert found.page.parts == (file, gone)


def test_same_text_again_is_one_page_seen_twice_whatever_its_counter_shows(archive: Archive) -> None:
    shrunk(archive, b"<p>1</p>")
    shrunk(archive, b"<p>2</p>", text=" 正文加载失败 ", day=3)

    (found,) = held_pages(archive.file)
    assert (found.times, found.since, found.last_seen_at) == (2, START, later(days=3))
    assert found.page is not None
    assert found.page.body == b"<p>2</p>"


def test_another_text_waits_beside_the_first(archive: Archive) -> None:
    shrunk(archive)
    shrunk(archive, text="正文只有这些了", day=1)

    assert waiting(archive) == [("TEXT_SHRANK", 1), ("TEXT_SHRANK", 1)]


def test_block_pages_that_differ_in_a_number_are_one(archive: Archive) -> None:
    for number in (1, 2, 3):
        blocked(archive, number, day=number)

    assert waiting(archive) == [("BLOCKED", 3)]


def test_page_of_an_address_that_leads_elsewhere_is_kept_under_the_one_asked(archive: Archive) -> None:
    home = "https://www.qinghe.gov.cn/"
    hold(archive.file, made_page(home, entry=made_entry()), BLOCKED, text=None, run=None, at=START)

    assert [each.url for each in held_pages(archive.file)] == [URL]
    assert held_pages(archive.file, URL) == held_pages(archive.file, home) == held_pages(archive.file)


@pytest.mark.parametrize("sent", ["page", "not modified"])
def test_good_page_closes_what_waits_at_its_address(archive: Archive, sent: str) -> None:
    archive.record(made_report(), run=None, at=START)
    shrunk(archive)
    blocked(archive)
    blocked(archive, url="https://www.qinghe.gov.cn/other.html")

    if sent == "page":
        archive.record(made_report(), run=None, at=later(days=1))
    else:
        archive.look(NotModified(url=URL, seen_at=later(days=1)), run=None)

    assert [each.url for each in held_pages(archive.file)] == ["https://www.qinghe.gov.cn/other.html"]
    assert {(each.decision, each.decided_at) for each in held_pages(archive.file, URL)} == {("closed", later(days=1))}


def test_what_was_closed_is_news_when_it_comes_again(archive: Archive) -> None:
    shrunk(archive)
    archive.record(made_report(), run=None, at=later(days=1))

    decision = shrunk(archive, day=2)

    (found,) = held_pages(archive.file)
    assert (decision, found.times, found.since) == (None, 2, later(days=2))


def test_what_was_dropped_is_no_news_when_it_comes_again(archive: Archive) -> None:
    shrunk(archive)
    (found,) = held_pages(archive.file)
    drop(archive.file, found, at=later(days=1))

    decision = shrunk(archive, day=2)

    (again,) = held_pages(archive.file, URL)
    assert (decision, held_pages(archive.file)) == ("dropped", [])
    assert (again.decision, again.decided_at, again.times, again.last_seen_at) == ("dropped", later(days=1), 2, later(days=2))


def test_accepted_page_is_the_next_version_and_passes_from_then_on(archive: Archive) -> None:
    archive.record(made_report(), run=None, at=START)
    shrunk(archive)
    (found,) = held_pages(archive.file)
    assert found.page is not None

    change = accept(archive.file, found, made_report(text="正文加载失败", body=found.page.body), at=later(days=1))

    assert (change.outcome, change.version) == ("changed", 2)
    assert [(version.version, version.cause, version.text) for version in archive.versions(URL)] == [
        (1, "new", TEXT),
        (2, "changed", "正文加载失败"),
    ]
    assert shrunk(archive, day=2) == "accepted"
    newest = archive.newest(URL)
    assert newest is not None
    assert archive.stored_page(newest).is_vouched


def test_blocked_site_keeps_every_row_and_the_bytes_of_the_newest_pages(archive: Archive) -> None:
    for number in range(30):
        blocked(archive, url=f"https://www.qinghe.gov.cn/{number}.html", day=number)
    shrunk(archive)

    found = held_pages(archive.file)

    assert len(found) == 31
    assert [each.page is not None for each in found if each.code == "BLOCKED"] == [True] * 20 + [False] * 10
    assert [each.page is not None for each in found if each.code == "TEXT_SHRANK"] == [True]


def collected(govreports: Run, rows: Path) -> dict[str, Any]:
    (line,) = govreports("collect", "hezhu-sfj", "--full", "--limit", "1", "--sites", rows, "--format", "json").json
    return line


def test_shrunk_report_is_held_shown_and_accepted_through_the_commands(web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path) -> None:
    site = web.site("hezhu-sfj")
    first = collected(govreports, rows)
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        (version,) = archive.reread_candidates()
    post = next(post for post in site.posts if version.url == site.base + site.article_path(post))
    site.edit(post, lambda blocks: blocks[:2])

    second = collected(govreports, rows)
    shown = govreports("held", "--format", "json").json
    incidents = govreports("incidents", "--format", "json").json
    accepted = govreports("held", version.url, "--accept", "--sites", rows, "--format", "json").json
    third = collected(govreports, rows)

    assert (first["new"], first["held"]) == (1, 0)
    assert (second["changed"], second["failed"], second["held"], second["problems"][0]["code"]) == (0, 1, 1, "TEXT_SHRANK")
    assert [(each["url"], each["code"], each["times"], each["decision"]) for each in shown] == [(version.url, "TEXT_SHRANK", 1, None)]
    assert [(each["site"], each["code"]) for each in incidents] == [("hezhu-sfj", "TEXT_SHRANK")]
    assert [each["decision"] for each in accepted] == ["accepted"]
    assert (third["unchanged"], third["held"]) == (1, 0)
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        assert [each.cause for each in archive.versions(version.url)] == ["new", "changed"]
        assert [run.held for run in archive.runs()] == [0, 1, 0]


def test_page_that_a_person_dropped_is_no_news_to_a_run(govreports: Run, tmp_path: Path) -> None:
    items = "".join(
        f'<li><a href="{2020 + n}.html">{TITLE.replace("2025", str(2020 + n))}</a><span>{2021 + n}-03-0{n}</span></li>' for n in range(1, 7)
    )
    articles: dict[str, bytes | int] = {f"/fzzf/{2020 + n}.html": report(worded(paragraphs(10 * n))) for n in range(1, 6)}
    picture = {"/fzzf/2026.html": report('<img src="W020270301.jpg">')}
    with PartsWeb({"/fzzf/": f"<ul>{items}</ul>".encode(), **articles, **picture}) as web:
        row = {"id": "qinghe-sfj", "name": "清河市司法局", "family": "static", "lists": [f"{web.base}/fzzf/"], "schedule": "7 6 * * *"}
        path = tmp_path / "site.toml"
        path.write_text("[[site]]\n" + "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in row.items()))

        (first,) = govreports("collect", "--sites", path, "--format", "json").json
        opened = govreports("incidents", "--format", "json").json
        govreports("held", f"{web.base}/fzzf/2026.html", "--drop")
        (second,) = govreports("collect", "--sites", path, "--format", "json").json
        left = govreports("incidents", "--format", "json").json

    assert (first["new"], first["failed"], first["held"], [each["code"] for each in first["problems"]]) == (
        5,
        1,
        1,
        ["PARSE_EMPTY", "FAILING"],
    )
    assert {each["code"] for each in opened} == {"PARSE_EMPTY", "FAILING"}
    assert (second["unchanged"], second["failed"], second["held"], second["problems"], left) == (5, 0, 0, [], [])


def test_page_of_a_soft_404_is_kept_and_dropped_through_the_commands(web: DemoWeb, govreports: Run) -> None:
    url = web.site("qingxi-sfj").home + "qxssfj/gggs/gggs.html"

    scraped = govreports("scrape", url)
    shown = govreports("held", url, "--format", "json").json
    dropped = govreports("held", url, "--drop", "--format", "json").json
    again = govreports("held", url, "--drop")

    assert (scraped.status, scraped.json[0]["error"]["code"]) == (1, "INDEX_PAGE")
    assert [(each["code"], each["decision"]) for each in shown] == [("INDEX_PAGE", None)]
    assert [each["decision"] for each in dropped] == ["dropped"]
    assert (again.status, again.err.startswith(f"govreports: {url}: found no page that waits for a decision")) == (1, True)


def test_decision_needs_an_address_and_a_page(tmp_path: Path, govreports: Run) -> None:
    Archive.open(tmp_path / "reports.db").close()

    without, unknown = govreports("held", "--accept"), govreports("held", URL)

    assert (without.status, "found no URL" in without.err) == (2, True)
    assert (unknown.status, unknown.err) == (
        1,
        f"govreports: {URL}: found no page held back, expected an address that `govreports held` shows\n",
    )
