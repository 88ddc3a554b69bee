"""The rows that come with the program."""

import re
from collections import Counter

import pytest

from crawler.cron import cron_trigger
from crawler.model import Site
from crawler.sites import load_sites
from crawler.urls import identity
from spiders.loader import SITES, bind, check_sites

ROWS = load_sites(SITES)
# fmt: off
CODES = {
    "beijing": "11", "tianjin": "12", "hebei": "13", "shanxi": "14", "neimenggu": "15", "liaoning": "21",
    "jilin": "22", "heilongjiang": "23", "shanghai": "31", "jiangsu": "32", "zhejiang": "33", "anhui": "34",
    "fujian": "35", "jiangxi": "36", "shandong": "37", "henan": "41", "hubei": "42", "hunan": "43",
    "guangdong": "44", "guangxi": "45", "hainan": "46", "chongqing": "50", "sichuan": "51", "guizhou": "52",
    "yunnan": "53", "xizang": "54", "shaanxi": "61", "gansu": "62", "qinghai": "63", "ningxia": "64",
    "xinjiang": "65",
}
# fmt: on


@pytest.mark.parametrize("site", ROWS.values(), ids=ROWS)
def test_row_becomes_a_spider(site: Site) -> None:
    assert bind(site).name == site.id


@pytest.mark.parametrize("site", ROWS.values(), ids=ROWS)
def test_row_says_where_and_whose_its_section_is(site: Site) -> None:
    assert site.region is not None
    assert re.fullmatch(r"\d{6}", site.region)
    assert site.publisher is not None
    assert site.publisher in site.name


@pytest.mark.parametrize("site", ROWS.values(), ids=ROWS)
def test_row_is_due_once_a_day_in_the_early_morning(site: Site) -> None:
    minute, hour, *rest = site.schedule.split()

    assert cron_trigger(site.schedule) is not None
    assert (int(minute) < 60, 1 <= int(hour) <= 6, rest) == (True, True, ["*", "*", "*"])


def test_rows_are_due_at_times_of_their_own() -> None:
    due = Counter(site.schedule for site in ROWS.values())

    assert max(due.values()) <= 4
    assert len(due) > 0.7 * len(ROWS)


def test_no_two_rows_walk_the_same_list() -> None:
    lists = Counter(identity(address) for site in ROWS.values() for address in site.lists)

    assert [address for address, number in lists.items() if number > 1] == []


def test_rows_are_faultless_and_sorted_in_their_files() -> None:
    assert check_sites(ROWS.values()) == []
    for file in sorted(SITES.glob("*.toml")):
        ids = [*load_sites(file)]
        assert ids == sorted(ids)


@pytest.mark.parametrize("file", sorted(SITES.glob("*.toml")), ids=lambda file: file.stem)
def test_file_holds_rows_of_its_province(file: object) -> None:
    sites = load_sites(SITES / f"{file.stem}.toml")  # type: ignore[attr-defined]  # a Path

    assert {site.region[:2] for site in sites.values() if site.region} == {CODES[file.stem]}  # type: ignore[attr-defined]


def test_row_of_the_interface_is_as_it_was_promised() -> None:
    haian = ROWS["haian-sfj"]

    assert (haian.family, haian.keep, haian.expect_at_least) == ("truecms", "法治政府建设", 10)
    assert haian.lists == ("https://www.haian.gov.cn/hassfj/gggs/gggs.html",)
    assert (haian.region, haian.publisher, haian.schedule) == ("320685", "海安市司法局", "17 6 * * *")


def test_inferred_rows_wait_until_they_were_seen() -> None:
    for file in SITES.glob("*.toml"):
        for block in file.read_text(encoding="utf-8").split("[[site]]")[1:]:
            named = re.search(r'id = "(.+?)"', block)
            assert named is not None
            if "# inferred" in block and named[1] != "haian-sfj":
                assert not ROWS[named[1]].enabled
