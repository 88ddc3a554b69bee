"""What belongs to a report is fetched by the crawl itself: politely, conditionally, and never at the report's cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.locks import host_lock
from crawler.model import Page
from crawler.settings import DOWNLOAD_MAXSIZE
from crawler.urls import host_of
from pipelines.extract import extract
from storage.archive import Archive
from storage.versions import Version
from tests.conftest import Run, program
from tests.parts_web import TITLE, PartsWeb, paragraphs, report, worded

DIVIDED, FILES, ONLY, FRAMED, BLOCKED = (f"/fzzf/t20260301_{number}.html" for number in range(1, 6))
WHOLE = "\n".join([*paragraphs(0), *paragraphs(10), *paragraphs(20)])
FILE = "\n".join([TITLE, *paragraphs(30)])
LINKS = "".join(
    f'<p>附件{number}：<a href="{href}">{name}</a></p>'
    for number, (href, name) in enumerate(
        [
            ("table.txt", "一览表.txt"),
            ("gone.doc", "旧表.doc"),
            ("/secret/a.doc", "内部.doc"),
            ("login.doc", "登录.doc"),
            ("photo.jpg", "合影.jpg"),
            ("http://files.example.org/a.doc", "外部.doc"),
        ],
        start=1,
    )
)


def _pager(number: int, current: int) -> str:
    return f'<script>createPageHTML({number}, {current}, "t20260301_1", "html");</script>'


def _pages() -> dict[str, bytes | int]:
    return {
        DIVIDED: report(worded(paragraphs(0)), below=_pager(3, 0)),
        "/fzzf/t20260301_1_1.html": report(worded(paragraphs(10)), below=_pager(3, 1)),
        "/fzzf/t20260301_1_2.html": report(worded(paragraphs(20)), below=_pager(3, 2)),
        FILES: report(worded(paragraphs(40)), LINKS),
        "/fzzf/table.txt": "\n".join(paragraphs(50)).encode(),
        "/fzzf/login.doc": report(worded(["请先登录"])),
        ONLY: report('<iframe src="/pdfjs/web/viewer.html?file=/fzzf/report.pdf"></iframe>'),
        "/fzzf/report.pdf": FILE.encode(),
        FRAMED: report('<iframe src="/frames/1.html"></iframe>'),
        "/frames/1.html": report(worded(paragraphs(60)), title=""),
        BLOCKED: report(worded(paragraphs(70)), below='<p><a href="t20260301_5_1.html">下一页</a></p>'),
        "/fzzf/t20260301_5_1.html": "<html><body><h1>您的访问被防火墙拦截</h1></body></html>".encode(),
    }


REPORTS = (DIVIDED, FILES, ONLY, FRAMED, BLOCKED)


@dataclass(frozen=True)
class Look:
    """One scrape of all reports: what it printed by path, and what the server was asked."""

    records: dict[str, dict[str, Any]]
    asked: dict[str, list[int]]
    complaints: str


class Story:
    """Scrapes one after the other into one archive, while the site changes in between."""

    def __init__(self, web: PartsWeb, folder: Path) -> None:
        self.web, self.folder, self.run = web, folder, program(folder)

    def look(self, *options: str) -> Look:
        self.web.asked.clear()
        done = self.run("scrape", *options, *(self.web.base + path for path in REPORTS))
        records = dict(zip(REPORTS, done.json, strict=True))
        return Look(records, self.web.statuses(), done.err)

    def held(self) -> list[tuple[Version, Page]]:
        """Return the newest versions with their pages."""
        with Archive.open(self.folder / "reports.db", readonly=True) as archive:
            return [(version, archive.stored_page(version)) for version in archive.reread_candidates()]

    def causes(self, path: str) -> list[str]:
        with Archive.open(self.folder / "reports.db", readonly=True) as archive:
            return [version.cause for version in archive.versions(self.web.base + path)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with PartsWeb(_pages(), robots="User-agent: *\nDisallow: /secret/\n", slowness=0.02) as web:
        yield Story(web, tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="module")
def first(story: Story) -> Look:
    return story.look()


@pytest.fixture(scope="module")
def second(story: Story, first: Look) -> Look:
    assert first.asked
    return story.look()


@pytest.fixture(scope="module")
def edited(story: Story, second: Look) -> Look:
    assert second.asked
    story.web.pages["/fzzf/table.txt"] = "\n".join(paragraphs(51)).encode()
    story.web.pages["/fzzf/t20260301_1_1.html"] = 503
    story.web.pages["/fzzf/t20260301_5_1.html"] = report(worded(paragraphs(80)))
    story.web.pages["/fzzf/gone.doc"] = "\n".join(paragraphs(90)).encode()
    return story.look()


def test_pages_of_a_report_are_fetched_and_joined(first: Look) -> None:
    assert (first.records[DIVIDED]["text"], first.records[DIVIDED]["warnings"]) == (WHOLE, [])


def test_files_are_fetched_and_read(first: Look) -> None:
    table, *others = first.records[FILES]["attachments"]

    assert (table["name"], table["type"], table["text"]) == ("一览表.txt", "txt", "\n".join(paragraphs(50)))
    assert table["hash"].startswith("b1:")
    assert {(each["hash"], each["type"], each["text"]) for each in others} == {(None, None, None)}


def test_file_that_could_not_be_had_is_a_warning_and_no_loss(story: Story, first: Look) -> None:
    base, record = story.web.base, first.records[FILES]

    assert record["text"].startswith("\n".join(paragraphs(40)))
    assert record["warnings"] == [
        f"the file {base}/fzzf/gone.doc is missing: found HTTP 404",
        f"the file {base}/secret/a.doc is missing: found it forbidden by robots.txt",
        f"the file {base}/fzzf/login.doc is missing: found a web page, expected a file",
        "the file http://files.example.org/a.doc is missing: found it on another site (files.example.org), which is not asked",
    ]


def test_what_robots_forbids_and_pictures_are_not_asked_for(first: Look) -> None:
    assert not {"/secret/a.doc", "/fzzf/photo.jpg"} & first.asked.keys()


def test_report_that_exists_only_as_a_file_has_its_text(first: Look) -> None:
    record = first.records[ONLY]

    assert (record["title"], record["text"], record["attachments"][0]["text"]) == (TITLE, FILE, FILE)


def test_text_in_a_frame_is_followed(first: Look) -> None:
    assert first.records[FRAMED]["text"] == "\n".join(paragraphs(60))


def test_block_page_in_the_place_of_a_further_page_is_no_text(story: Story, first: Look) -> None:
    record = first.records[BLOCKED]

    assert record["text"] == "\n".join(paragraphs(70))
    assert record["warnings"][0].startswith(f"the further page {story.web.base}/fzzf/t20260301_5_1.html is missing: found a block page")


def test_every_address_is_asked_once(first: Look) -> None:
    assert {path for path, statuses in first.asked.items() if len(statuses) > 1} == set()


def test_second_look_without_change_is_answered_with_304_only(story: Story, second: Look) -> None:
    lost = {"/fzzf/gone.doc", "/fzzf/login.doc", "/fzzf/t20260301_5_1.html"}

    assert {path: statuses for path, statuses in second.asked.items() if statuses != [304]}.keys() == lost
    assert [story.causes(path) for path in REPORTS][:1] == [["new"]]


def test_second_look_without_change_makes_no_version(first: Look, second: Look) -> None:
    said = [{name: value for name, value in record.items() if name != "last_seen_at"} for record in second.records.values()]

    assert said == [{name: value for name, value in record.items() if name != "last_seen_at"} for record in first.records.values()]


def test_file_that_changes_under_an_unchanged_page_makes_a_version(story: Story, edited: Look) -> None:
    assert edited.asked[FILES] == [304]
    assert edited.records[FILES]["attachments"][0]["text"] == "\n".join(paragraphs(51))
    assert story.causes(FILES) == ["new", "changed"]


def test_file_that_can_be_had_at_last_is_part_of_the_version_that_linked_it(story: Story, edited: Look) -> None:
    with Archive.open(story.folder / "reports.db", readonly=True) as archive:
        texts = [version.attachments[1].text for version in archive.versions(story.web.base + FILES)]

    assert edited.records[FILES]["attachments"][1]["text"] == "\n".join(paragraphs(90))
    assert texts == ["\n".join(paragraphs(90))] * 2


def test_further_page_that_fails_later_takes_nothing_away(story: Story, edited: Look) -> None:
    assert edited.asked["/fzzf/t20260301_1_1.html"] == [503, 503, 503]
    assert edited.records[DIVIDED]["text"] == WHOLE
    assert story.causes(DIVIDED) == ["new"]


def test_further_page_that_can_be_had_at_last_is_a_version_of_our_making(story: Story, edited: Look) -> None:
    assert edited.records[BLOCKED]["text"] == "\n".join([*paragraphs(70), *paragraphs(80)])
    assert story.causes(BLOCKED) == ["new", "reextracted"]


def test_archive_alone_gives_the_same_records(story: Story, edited: Look) -> None:
    assert edited.records
    before = story.held()

    done = story.run("reextract")

    assert done.out == f"{len(REPORTS)} reports looked at, 0 new versions, 0 could not be read\n"
    assert story.held() == before
    assert [extract(page).text for _, page in before] == [version.text for version, _ in before]


def test_host_is_asked_one_thing_at_a_time_with_the_delay_between(govreports: Run) -> None:
    with PartsWeb(_pages(), slowness=0.05) as web:
        done = govreports("scrape", "--no-store", web.base + DIVIDED, web.base + FILES, GOVREPORTS_DELAY="0.4")
        asked = sorted(each.at for each in web.asked)

    assert [len(record["text"]) > 300 for record in done.json] == [True, True]
    assert done.json[1]["attachments"][0]["text"] == "\n".join(paragraphs(50))
    assert web.most_at_once == 1
    assert min(later - earlier for earlier, later in pairwise(asked)) >= 0.4
    assert len(asked) == 8


def test_sister_host_is_asked_unless_another_run_is_at_it_and_the_run_is_sound(govreports: Run, tmp_path: Path) -> None:
    files: dict[str, bytes | int] = {"/a.txt": "\n".join(paragraphs(50)).encode(), "/huge.txt": bytes(DOWNLOAD_MAXSIZE + 1)}
    with PartsWeb(files) as sister, PartsWeb(files) as busy, PartsWeb({}) as web:
        links = [f"{sister.base}/a.txt", f"{sister.base}/huge.txt", f"{busy.base}/a.txt"]
        listed = "".join(f'<p>附件：<a href="{link}">{number}.txt</a></p>' for number, link in enumerate(links))
        web.pages["/fzzf/index.html"] = f'<ul><li><a href="t20260301_1.html">{TITLE}</a><span>2026-03-01</span></li></ul>'.encode()
        web.pages[DIVIDED] = report(worded(paragraphs(0)), listed)
        (tmp_path / "sites.toml").write_text(_row(web.base), encoding="utf-8")
        with host_lock(host_of(busy.base), str(tmp_path / "locks")):
            done = govreports("collect", "--sites", "sites.toml", "--format", "json")
        asked = busy.asked
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        (version,), (run,) = archive.reread_candidates(), archive.runs()

    assert [line["verdict"] for line in done.json] == ["sound"]
    assert [each.text for each in version.attachments] == ["\n".join(paragraphs(50)), None, None]
    assert run.problems == (
        f"ATTACHMENT {links[1]}: found more bytes than are read, expected a part of {web.base}{DIVIDED}",
        f"ATTACHMENT {links[2]}: found another run at the host, expected a part of {web.base}{DIVIDED}",
    )
    assert asked == []


def _row(base: str) -> str:
    return f"""[[site]]
id = "qinghe-sfj"
name = "清河市司法局 法治政府建设"
region = "320899"
publisher = "清河市司法局"
family = "static"
lists = ["{base}/fzzf/index.html"]
schedule = "17 6 * * *"
delay = 0
"""
