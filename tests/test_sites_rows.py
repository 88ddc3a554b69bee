"""The rows that come with the program."""

import re

import pytest

from crawler.cron import cron_trigger
from crawler.model import Site
from crawler.sites import load_sites
from spiders.loader import SITES, bind, check_sites

ROWS = load_sites(SITES)
PROVINCES = {"guangdong": "44", "heilongjiang": "23", "jiangsu": "32", "zhejiang": "33"}


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
    assert (int(minute) < 60, int(hour) in (5, 6), rest) == (True, True, ["*", "*", "*"])


def test_no_two_rows_are_due_at_the_same_minute() -> None:
    assert len({site.schedule for site in ROWS.values()}) == len(ROWS)


def test_rows_are_faultless_and_sorted_in_their_files() -> None:
    assert check_sites(ROWS.values()) == []
    for file in sorted(SITES.glob("*.toml")):
        ids = [*load_sites(file)]
        assert ids == sorted(ids)


@pytest.mark.parametrize("file", sorted(SITES.glob("*.toml")), ids=lambda file: file.stem)
def test_file_holds_rows_of_its_province(file: object) -> None:
    sites = load_sites(SITES / f"{file.stem}.toml")  # type: ignore[attr-defined]  # a Path

    assert {site.region[:2] for site in sites.values() if site.region} == {PROVINCES[file.stem]}  # type: ignore[attr-defined]


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
