"""The site in a browser: the ways a reader goes through it at both widths, and what a stored page can do there, which is nothing."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
import uvicorn

from storage.archive import Archive
from storage.browse.app import made_site
from storage.browse.inert import STORED_HEADERS, inert
from tests.chromium import Browser, Canary, chromium
from tests.hostile import DEEDS, hostile
from tests.loopback import LoopbackHandler, LoopbackWeb
from tests.made import SITE, START, TEXT, URL, later, made_report

TITLE = "海安市司法局2025年度法治政府建设情况报告"
WIDTHS = (1280, 390)
HOSTILE = "https://www.baihe.gov.cn/xxgk/2026/t1.html"
ROW = replace(SITE, id="haian-sfj", name="海安市司法局 法治政府建设", region="320685", publisher="海安市司法局")
SECOND = TEXT.replace("312件", "319件") + "\n三、2026年度主要安排\n推进行政复议规范化建设。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A browser before a site, and the server that the hostile page wants to reach."""

    browser: Browser
    base: str
    far: Canary

    def open(self, path: str, **query: str) -> None:
        """Open a page of the site, and forget what was heard and complained of before."""
        self.browser.open(f"{self.base}{path}?{urlencode(query)}" if query else f"{self.base}{path}")

    def faults(self) -> list[str]:
        """Return what must not be: what the console was told, and every address that was asked beyond the site."""
        asked = [address for address in self.browser.requests() if not address.startswith((f"{self.base}/", "data:", "chrome:"))]
        # the browser's own makers are asked for news of it, whatever its flags say; the hosts of reports are all in China
        strayed = [each for each in self.browser.outside.heard if ".cn" in each]
        return [*self.browser.complaints(), *asked, *strayed, *self.far.heard]


class Bare(LoopbackWeb):
    """A server that sends one page with some headers, whatever it is asked for."""

    def __init__(self, markup: str, headers: Mapping[str, str]) -> None:
        self.markup = markup
        self.headers = headers


class _Handler(LoopbackHandler[Bare]):
    def do_GET(self) -> None:  # noqa: N802  # the name that http.server gives it
        body = self.web.markup.encode()
        self.send_response(200)
        for name, value in {"content-type": "text/html; charset=utf-8", "content-length": str(len(body)), **self.web.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


Bare.handler = _Handler


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """Give the address of an archive's site."""
    opened = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(made_site(archive, [ROW]).app(), log_config=None, loop="asyncio", http="h11", ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [opened]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{opened.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        opened.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("browser")
    with chromium(folder / "profile") as browser, Canary() as far:
        with Archive.open(folder / "reports.db") as archive:
            for number, text in enumerate((TEXT, SECOND, SECOND.replace("11.2%", "12.5%"))):
                archive.record(made_report(text=text, site=ROW, title=TITLE, issuer="海安市司法局"), run=None, at=later(days=number))
            archive.record(made_report(HOSTILE, title="白河县2025年度报告", body=hostile(far.base).encode()), run=None, at=START)
        with served(folder / "reports.db") as base:
            yield Desk(browser=browser, base=base, far=far)


@pytest.mark.parametrize("width", WIDTHS)
def test_reader_searches_and_opens_what_was_found(desk: Desk, width: int) -> None:
    desk.browser.resize(width)
    desk.open("/")
    overflow = desk.browser.overflow()
    desk.browser.find("[role=search] input").send_keys("复议")
    asked = desk.browser.follow("[role=search] button")
    marked = desk.browser.texts(".piece mark")
    overflow += desk.browser.overflow()
    shown = desk.browser.follow(".reports .title a")

    assert (asked, set(marked)) == (f"/search?{urlencode({'q': '复议'})}", {"复议"})
    assert shown.startswith("/report?")
    assert "行政复议" in desk.browser.find(".text").text
    assert (overflow + desk.browser.overflow(), desk.faults()) == (0, [])


@pytest.mark.parametrize("width", WIDTHS)
def test_reader_narrows_the_map_and_follows_a_cell_to_its_evidence(desk: Desk, width: int) -> None:
    desk.browser.resize(width)
    desk.open("/")
    desk.browser.follow("nav a[href='/coverage']")
    overflow = desk.browser.overflow()
    desk.browser.follow("a[href*='organ=justice']")
    narrowed = desk.browser.follow("th a[href*='province=320000']")
    overflow += desk.browser.overflow()
    followed = desk.browser.follow("a[href^='/cell?'][href*='320685'][href*='year=2025']")
    overflow += desk.browser.overflow()
    evidence = desk.browser.find(".reports .title a").text
    desk.browser.follow(".reports .title a")

    assert ("province=320000" in narrowed, "year=2025" in followed) == (True, True)
    assert evidence == desk.browser.find("h1").text == TITLE
    assert (overflow + desk.browser.overflow(), desk.faults()) == (0, [])


@pytest.mark.parametrize("width", WIDTHS)
def test_reader_steps_through_versions_and_reads_what_changed(desk: Desk, width: int) -> None:
    desk.browser.resize(width)
    desk.open("/report", url=URL)
    newest, overflow = desk.browser.find(".text").text, desk.browser.overflow()
    desk.browser.follow("[rel=prev]")
    middle = desk.browser.find(".text").text
    desk.browser.follow("[rel=prev]")
    oldest = desk.browser.find(".text").text
    desk.browser.follow("[rel=next]")
    desk.browser.follow("a[href^='/diff']")

    assert ("12.5%" in newest, "319件" in middle, "312件" in oldest) == (True, True, True)
    assert desk.browser.texts(".compared del, .compared ins") == ["2", "9", "三、2026年度主要安排", "推进行政复议规范化建设。"]
    assert (overflow, desk.browser.overflow(), desk.faults()) == (0, 0, [])


def test_no_page_is_wider_than_its_screen_or_has_a_fault(desk: Desk) -> None:
    report = f"?{urlencode({'url': URL})}"
    paths = (
        "/", "/?lang=en", "/coverage", "/coverage?year=2025", "/search?q=复议", "/search?q=没有这样的词",
        "/runs", "/incidents", "/archive/reports",
        f"/report{report}&lang=zh", f"/diff{report}", f"/original{report}",
    )  # fmt: skip

    wide = {(path, width): over for path in paths for width, over in overflows(desk, path) if over}

    assert (wide, desk.faults()) == ({}, [])


def overflows(desk: Desk, path: str) -> list[tuple[int, int]]:
    """Return for each width by how many pixels a page is wider."""
    desk.open(path)
    found = []
    for width in WIDTHS:
        desk.browser.resize(width)
        found.append((width, desk.browser.overflow()))
    return found


def test_stored_page_does_nothing_of_what_it_does_when_served_bare(desk: Desk) -> None:
    desk.browser.resize(1280)
    asked = {"url": HOSTILE}
    desk.open("/original", **asked)
    stayed = [touched(desk, "iframe.stored")]
    desk.open("/original/page", **asked)
    stayed.append(touched(desk))
    with Bare(inert(hostile(desk.far.base)), {}) as cleaned:
        desk.browser.open(cleaned.base)
        stayed.append(quiet(desk))
        faults = [each for each in desk.faults() if cleaned.base not in each]
    with Bare(hostile(desk.far.base), STORED_HEADERS) as walled:
        desk.browser.open(walled.base)
        stayed.append(quiet(desk))
        asked_of_walled = [each for each in desk.far.heard if each != "connection"]
    with Bare(hostile(desk.far.base), {}) as bare:
        desk.browser.open(bare.base)
        left_undone = desk.far.listen(DEEDS, 10)

    assert stayed == ["白河县2025年度法治政府建设情况报告"] * 4
    assert (faults, asked_of_walled) == ([], [])
    assert (left_undone, desk.browser.driver.title) == (set(), "acted")


def touched(desk: Desk, frame: str | None = None) -> str:
    """Return the title of a stored page after all of its links were pressed, where the browser is still at it."""
    driver = desk.browser.driver
    before = driver.current_url
    if frame:
        driver.switch_to.frame(desk.browser.find(frame))
    for each in driver.find_elements("css selector", "a, summary"):
        each.click()
    title = quiet(desk)
    driver.switch_to.default_content()
    assert driver.current_url.partition("#")[0] == before
    assert (len(driver.window_handles), driver.get_cookie("acted")) == (1, None)
    return title


def quiet(desk: Desk) -> str:
    """Return the title of the page after long enough for it to act: bare, it has done all that it does once it is loaded."""
    desk.far.listen({"never asked"}, 0.5)
    return str(desk.browser.driver.execute_script("return document.title"))
