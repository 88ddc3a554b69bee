"""Paste a list's address, get a row that collects."""

import tomllib
from pathlib import Path

import pytest

from crawler.demo.web import DemoWeb
from crawler.probing import site_id
from crawler.urls import identity
from storage.archive import Archive
from tests.conftest import Done, Run

SITES = ("qingxi-sfj", "rongwan-sfj", "xueling-sfj", "yunlan-sfj", "hezhu-sfj")


def row(done: Done) -> dict[str, object]:
    assert done.status == 0, done.err
    (found,) = tomllib.loads(done.out)["site"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("site_name", SITES)
def test_list_page_becomes_a_row_of_its_family_with_evidence(web: DemoWeb, govreports: Run, site_name: str) -> None:
    site = web.site(site_name)

    done = govreports("probe", site.list_urls[0])

    found = row(done)
    assert (found["family"], found["lists"], found["publisher"], found["region"]) == (
        site.family,
        [site.list_urls[0]],
        site.name,
        site.place.region,
    )
    assert "法治政府建设" in done.out
    assert sum(line.startswith("# 20") for line in done.out.splitlines()) == 5


def test_rows_that_probe_wrote_collect_every_report(web: DemoWeb, govreports: Run, tmp_path: Path) -> None:
    lists = [address for site in web.sites for address in site.list_urls]
    for address in lists:
        assert govreports("probe", address, "--write", "probed.toml").status == 0

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
