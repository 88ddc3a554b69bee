"""Paste a list's address, get a row that collects."""

import http.server
import re
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from crawler.demo.web import DemoWeb
from crawler.probing import site_id
from crawler.urls import identity
from storage.archive import Archive
from tests.conftest import Done, Run

ROWS = "".join(
    f'<li><a href="./20240{month}/t20240{month}0{day}_{month}00{day}.html">青溪市第{month * 2 + day}街道2023年度法治政府建设情况报告</a>'
    f"<span>2024-0{month}-0{day}</span></li>"
    for month in range(1, 7)
    for day in (1, 2)
)


class Site(http.server.ThreadingHTTPServer):
    """A small static section at `/fzbg/`, and ways to it that lead there by detours or end in errors."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        broken = re.match(r"/broken-(\d+)/", self.path)
        rows = ROWS.partition("</li>")[0] if self.path.startswith("/single/") else ROWS
        pager = "<script>createPageHTML(3, 0, 'index', 'html')</script>" if broken else ""
        if self.path == "/moved/fzbg":
            self.answer(301, "", Location="/fzbg/")
        elif self.path == "/cookie/fzbg/" and "seen=1" not in self.headers.get("Cookie", ""):
            self.answer(302, "", Location=self.path, Set_Cookie="seen=1")
        elif self.path.endswith("/fzbg/"):
            self.answer(200, f"<html><body><h2>法治政府建设年度报告</h2><ul>{rows}</ul>{pager}</body></html>")
        elif "/t2024" in self.path:
            self.answer(
                200, f"<h1>青溪市街道2023年度法治政府建设情况报告</h1><div id=zoom>{'<p>依法行政水平稳步提升，成效明显。</p>' * 9}</div>"
            )
        else:
            self.answer(int(broken[1]) if broken else 404, "")

    def answer(self, status: int, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body.encode())), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def row(done: Done) -> dict[str, object]:
    assert done.status == 0, done.err
    (found,) = tomllib.loads(done.out)["site"]
    assert isinstance(found, dict)
    return found


def test_rows_that_probe_wrote_collect_every_report(web: DemoWeb, govreports: Run, tmp_path: Path) -> None:
    lists = [address for site in web.sites for address in site.list_urls]
    for address in lists:
        done = govreports("probe", address, "--write", "probed.toml")
        found, site = row(done), next(site for site in web.sites if address in site.list_urls)
        assert (found["family"], found["lists"], found["publisher"]) == (site.family, [address], site.name)
        assert sum(line.startswith("# 20") for line in done.out.splitlines()) == 5

    done = govreports("collect", "--sites", "probed.toml", "--format", "json")

    assert done.status == 0, done.err
    assert len(done.json) == len(lists)
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        collected = {identity(version.url) for version in archive.reread_candidates()}
    assert collected == {identity(expected.url) for site in web.sites for expected in web.reports(site)}


def test_row_that_is_there_already_is_not_written_twice(web: DemoWeb, govreports: Run, tmp_path: Path) -> None:
    address = web.sites[0].list_urls[0]
    govreports("probe", address, "--write", "probed.toml")
    before = (tmp_path / "probed.toml").read_bytes()

    done = govreports("probe", address, "--write", "probed.toml")

    assert (done.status, "found a second time" in done.err) == (2, True)
    assert (tmp_path / "probed.toml").read_bytes() == before


def test_probe_asks_few_pages_and_the_rules_first(web: DemoWeb, govreports: Run) -> None:
    govreports("probe", web.site("qingxi-sfj").list_urls[0])

    assert web.log[0].path == "/robots.txt"
    assert len(web.log) <= 8


@pytest.mark.parametrize("address", ["qingxi", "ftp://sfj.qingxi.gov.cn/"])
def test_what_is_no_web_address_is_refused(govreports: Run, address: str) -> None:
    done = govreports("probe", address)

    assert (done.status, len(done.err.splitlines())) == (2, 1)


def test_address_that_does_not_answer_is_said_so_in_one_line(govreports: Run) -> None:
    done = govreports("probe", "http://sfj.qingxi.invalid/fzbg/")

    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert "found no such host" in done.err


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.haian.gov.cn/hassfj/gggs/gggs.html", "haian-hassfj-gggs"),
        ("http://www.jiangmen.gov.cn/bmpd/jmssfj/zwgk/tzgg/", "jiangmen-bmpd-jmssfj-tzgg"),
        ("http://127.0.0.1:8001/hassfj/gggs/gggs.html", "127-0-0-1-8001-hassfj-gggs"),
        ("http://sfj.qingxi.gov.cn/", "qingxi-sfj"),
    ],
)
def test_id_says_place_and_section(address: str, expected: str) -> None:
    assert site_id(address) == expected


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.mark.parametrize("path", ["/moved/fzbg", "/cookie/fzbg/"])
def test_row_names_the_address_that_answered_after_redirects(govreports: Run, site: Site, path: str) -> None:
    found = row(govreports("probe", f"{site.base}{path}"))

    assert found["lists"] == [f"{site.base}{'/fzbg/' if 'moved' in path else path}"]


@pytest.mark.parametrize(("status", "made"), [(404, True), (500, False)])
def test_family_whose_marks_are_there_is_not_given_up_for_one_without(govreports: Run, site: Site, status: int, made: bool) -> None:
    done = govreports("probe", f"{site.base}/broken-{status}/fzbg/")

    if made:
        assert row(done)["family"] == "static"
        assert f"gave HTTP {status}" in done.out
    else:
        assert (done.status, done.out) == (1, "")
        assert f"static: 12 entries, but its next page {site.base}/broken-{status}/fzbg/index_1.html gave HTTP {status}" in done.err


def test_single_link_is_no_list(govreports: Run, site: Site) -> None:
    done = govreports("probe", f"{site.base}/single/fzbg/")

    assert (done.status, done.out) == (1, "")
    assert "found 1 entries, expected a list" in done.err or "no dated rows" in done.err
