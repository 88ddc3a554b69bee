"""The step that fetches parts, on a crawler whose engine is made up: what it asks for, and what it makes of the answers."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from scrapy import Request, exceptions
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from crawler.model import ListEntry, NotModified, Page, Part
from crawler.tally import PROBLEMS
from pipelines.extract import extract
from pipelines.parts.fetching import MOST_BYTES, PartsPipeline
from pipelines.store import StorePipeline
from storage.archive import Archive
from tests.made import SITE, START, URL, later, made_entry
from tests.parts_web import paragraphs, report, worded

FOLDER = URL.rpartition("/")[0]
FILE = f"{FOLDER}/a.doc"
BODY = report(worded(paragraphs(0)), '<p>附件：<a href="a.doc">一览表.doc</a></p>')
Answers = Mapping[str, Response | Exception | Callable[[Request], Response]]


class Engine:
    """Answers requests from a table and remembers them."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.asked: list[Request] = []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        answer = self._answers.get(request.url, Response(request.url, status=404))
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Response) else answer(request)


class Crawl:
    """The parts of Scrapy's crawler that the step looks at."""

    def __init__(self, answers: Answers, archive: Path | None = None, **settings: object) -> None:
        self.settings = Settings({"GOVREPORTS_ARCHIVE": str(archive), **settings})
        self.engine = Engine(answers)
        self.stats = MemoryStatsCollector(cast("Crawler", self))
        self.spider = None
        self.crawling = True
        self._store = StorePipeline(cast("Crawler", self)) if archive is not None else None
        if self._store is not None:
            self._store.begin()

    def get_item_pipeline(self, kind: type) -> StorePipeline | None:
        return self._store if kind is StorePipeline else None

    def step(self, item: Page | NotModified) -> Page | NotModified:
        """Return what the step makes of an item."""
        return asyncio.run(PartsPipeline.from_crawler(cast("Crawler", self)).process_item(item))

    def parts(self, page: Page) -> tuple[Part, ...]:
        """Return the parts that the step finds for a page."""
        found = self.step(page)
        assert isinstance(found, Page)
        return found.parts

    @property
    def problems(self) -> list[str]:
        return [str(problem) for problem in self.stats.get_value(PROBLEMS, [])]


def _page(body: bytes = BODY, **changes: Any) -> Page:  # noqa: ANN401  # any field of a page
    return Page(url=URL, body=body, fetched_at=START, **changes)


def _sent(body: bytes = b"{\\rtf1 1}", status: int = 200, **headers: str) -> Response:
    return Response(FILE, status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_part_is_kept_with_what_the_server_said_of_it() -> None:
    crawl = Crawl({FILE: _sent(ETag='"7"', Last_Modified="Mon, 02 Mar 2026 01:30:00 GMT", Content_Type="application/msword")})

    (part,) = crawl.parts(_page())

    assert (part.role, part.url, part.name, part.body, part.status) == ("file", FILE, "一览表.doc", b"{\\rtf1 1}", 200)
    assert (part.content_type, part.etag, part.last_modified) == ("application/msword", '"7"', "Mon, 02 Mar 2026 01:30:00 GMT")
    assert crawl.problems == []


def test_page_is_told_as_the_place_that_the_file_was_linked_from() -> None:
    crawl = Crawl({FILE: _sent()})

    crawl.step(_page())

    assert [request.headers.get("Referer") for request in crawl.engine.asked] == [URL.encode()]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (_sent(status=404), "found HTTP 404"),
        (_sent(b""), "found nothing, expected a file"),
        (_sent(b"\xef\xbb\xbf\r\n<!DOCTYPE html><title>\xe7\x99\xbb\xe5\xbd\x95</title>"), "found a web page, expected a file"),
        (exceptions.DownloadTimeoutError("180"), "found no answer in time"),
        (exceptions.DownloadCancelledError("33554433"), "found more bytes than are read"),
        (exceptions.IgnoreRequest("Forbidden by robots.txt"), "found it forbidden by robots.txt"),
        (
            exceptions.IgnoreRequest(f"REFUSED {FILE}: found the private address 10.0.0.1, expected a public one"),
            "found the private address 10.0.0.1, expected a public one",
        ),
        (exceptions.ResponseDataLossError(), "found the answer broken off"),
        (ConnectionResetError(), "found a failing connection"),
        (ValueError("port"), "found no address that can be asked"),
    ],
)
def test_part_that_cannot_be_had_says_why_and_the_run_notes_it(answer: Response | Exception, problem: str) -> None:
    crawl = Crawl({FILE: answer})

    (part,) = crawl.parts(_page())

    assert (part.body, part.problem) == (None, problem)
    assert crawl.problems == [f"ATTACHMENT {FILE}: {problem}, expected a part of {URL}"]


@pytest.mark.parametrize("host", ["files.example.org", "sfj.jiangchuan.gov.cn"])
def test_host_of_another_place_is_not_asked(host: str) -> None:
    crawl = Crawl({})
    body = report(worded(paragraphs(0)), f'<p>附件：<a href="https://{host}/a.doc">一览表.doc</a></p>')

    parts = crawl.parts(_page(body))

    assert [part.problem for part in parts] == [f"found it on another site ({host}), which is not asked"]
    assert (crawl.engine.asked, crawl.problems) == ([], [])


def test_sister_host_and_hosts_of_the_row_are_asked(tmp_path: Path) -> None:
    addresses = ["https://sfj.qinghe.gov.cn/a.doc", "https://cdn.example.org/b.doc"]
    links = "".join(f'<p>附件：<a href="{address}">{address[-5:]}</a></p>' for address in addresses)
    crawl = Crawl({}, GOVREPORTS_LOCKS=str(tmp_path / "locks"))

    crawl.step(_page(report(worded(paragraphs(0)), links), site=replace(SITE, hosts=("cdn.example.org",))))

    assert [request.url for request in crawl.engine.asked] == addresses


def test_files_after_too_many_bytes_are_not_asked_for() -> None:
    links = "".join(f'<p>附件：<a href="{name}.doc">{name}.doc</a></p>' for name in "abc")
    large = Response(FILE, body=bytes(MOST_BYTES + 1))
    crawl = Crawl({FILE: large})

    parts = crawl.parts(_page(report(worded(paragraphs(0)), links)))

    assert len(crawl.engine.asked) == 1
    assert [part.problem for part in parts[1:]] == [f"found more than {MOST_BYTES} bytes before it"] * 2


def test_page_that_the_row_does_not_keep_costs_no_further_request() -> None:
    crawl = Crawl({})
    page = _page(entry=made_entry(title="清河市司法局2025年度…", cut=True), site=replace(SITE, keep="统计年鉴"))

    assert crawl.step(page) == page
    assert crawl.engine.asked == []


def test_page_that_is_none_passes_for_the_next_step_to_say_so() -> None:
    crawl = Crawl({})
    page = _page("<html><body><h1>您的访问被防火墙拦截</h1></body></html>".encode())

    assert crawl.step(page) == page


def test_pager_that_leads_in_circles_ends() -> None:
    second = report(worded(paragraphs(10)), below='<p><a href="t20260301_1024_3.html">下一页</a></p>')
    third = report(worded(paragraphs(20)), below='<p><a href="t20260301_1024_2.html">下一页</a></p>')
    crawl = Crawl({f"{FOLDER}/t20260301_1024_{number}.html": Response(URL, body=body) for number, body in ((2, second), (3, third))})

    parts = crawl.parts(_page(report(worded(paragraphs(0)), below='<p><a href="t20260301_1024_2.html">下一页</a></p>')))

    assert [part.name for part in parts] == ["2", "3"]
    assert len(crawl.engine.asked) == 2


def test_crawl_that_is_stopped_fetches_no_more_and_stores_nothing_half() -> None:
    crawl = Crawl({FILE: _sent()})
    crawl.crawling = False

    with pytest.raises(exceptions.DropItem):
        crawl.step(_page())
    assert crawl.engine.asked == []


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """An archive with the report, whose file was sent with validators."""
    path = tmp_path / "reports.db"
    page = _page(parts=(Part(role="file", url=FILE, name="一览表.doc", body=b"{\\rtf1 1}", fetched_at=START, status=200, etag='"7"'),))
    with Archive.open(path) as archive:
        archive.record(extract(page), run=None, at=START)
    return path


LOOK = NotModified(url=URL, seen_at=later(days=1), entry=ListEntry(url=URL, title=""))


def test_known_part_is_asked_for_conditionally(held: Path) -> None:
    crawl = Crawl({FILE: _sent(b"", 304)}, held)

    assert crawl.step(LOOK) == LOOK
    assert [request.headers.get("If-None-Match") for request in crawl.engine.asked] == [b'"7"']


def test_full_collection_asks_without_validators(held: Path) -> None:
    crawl = Crawl({FILE: _sent(ETag='"7"')}, held, GOVREPORTS_FULL=True)

    assert crawl.step(LOOK) == LOOK
    assert [request.headers.get("If-None-Match") for request in crawl.engine.asked] == [None]


def test_changed_part_makes_the_stored_page_of_an_unchanged_one(held: Path) -> None:
    crawl = Crawl({FILE: _sent(b"{\\rtf1 2}", ETag='"8"')}, held)

    found = crawl.step(LOOK)

    assert isinstance(found, Page)
    assert (found.url, found.body, found.fetched_at) == (URL, BODY, LOOK.seen_at)
    assert [(part.body, part.etag) for part in found.parts] == [(b"{\\rtf1 2}", '"8"')]


def test_part_that_fails_is_what_it_was_and_the_run_notes_it(held: Path) -> None:
    crawl = Crawl({FILE: exceptions.DownloadTimeoutError("180")}, held)

    assert crawl.step(LOOK) == LOOK
    assert crawl.problems == [f"ATTACHMENT {FILE}: found no answer in time, expected a part of {URL}"]


def test_token_in_an_address_makes_no_other_file_of_it(held: Path) -> None:
    linked = BODY.replace(b'"a.doc"', b'"a.doc?token=2"')

    (part,) = Crawl({}, held).parts(_page(linked))

    assert (part.url, part.body) == (f"{FILE}?token=2", b"{\\rtf1 1}")


def test_unchanged_page_without_parts_asks_for_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(extract(_page(report(worded(paragraphs(0))))), run=None, at=START)
    crawl = Crawl({}, tmp_path / "reports.db")

    assert crawl.step(LOOK) == LOOK
    assert crawl.engine.asked == []
