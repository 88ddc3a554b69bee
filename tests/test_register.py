"""The places of China, and the rows that name them."""

import re

import pytest

from crawler.model import Site
from crawler.register import lineage, place_of, places, region_named, region_of_host
from crawler.sites import load_sites
from spiders.loader import SITES

ROWS = load_sites(SITES)


def test_every_place_is_there_once_with_a_code_of_six_digits() -> None:
    codes = [place.region for place in places() if place.region]

    assert len(places()) == 3215
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[1-8]\d{5}", code) for code in codes)


def test_every_code_leads_up_to_its_province() -> None:
    for place in places():
        if place.region:
            assert lineage(place.region)[0].region == f"{place.region[:2]}0000"
            assert lineage(place.region)[-1] == place


def test_portals_are_addresses() -> None:
    portals = [place.portal for place in places() if place.portal]

    assert len(portals) >= 3200
    assert all(portal.startswith(("http://", "https://")) for portal in portals)


def test_place_of_a_code_is_known_with_those_above_it() -> None:
    assert [place.name for place in lineage("320685")] == ["江苏省", "南通市", "海安市"]
    assert place_of("999999") is None


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("https://www.haian.gov.cn/hassfj/gggs/gggs.html", "320685"),
        ("http://haian.gov.cn/", "320685"),
        ("https://sfj.nantong.gov.cn/ntssfj/", "320600"),
        ("http://sft.jiangsu.gov.cn:8080/col/", "320000"),
        ("http://127.0.0.1:8000/", None),
        ("https://www.example.com/", None),
    ],
)
def test_host_tells_the_place_of_its_portal(address: str, region: str | None) -> None:
    assert region_of_host(address) == region


def test_portal_of_namesakes_tells_no_place() -> None:
    assert {place.region for place in places() if (place.portal or "").endswith("//www.putuo.gov.cn")} == {"310107", "330903"}
    assert region_of_host("https://www.putuo.gov.cn/") is None


@pytest.mark.parametrize(
    ("words", "region"),
    [
        ("海安市司法局", "320685"),
        ("江苏省司法厅", "320000"),
        ("南京市鼓楼区人民政府", "320106"),
        ("徐州鼓楼区", "320302"),
        ("鹤岗市兴安区人民政府", "230405"),
        ("长沙县人民政府", "430121"),
        ("北京市朝阳区司法局", "110105"),
        ("鼓楼区人民政府", None),
        ("清河镇人民政府", None),
        ("", None),
    ],
)
def test_name_of_a_site_tells_its_place_unless_others_are_called_so(words: str, region: str | None) -> None:
    assert region_named(words) == region


def test_namesakes_are_told_apart_by_where_they_lie() -> None:
    assert region_named("鼓楼区人民政府", inside="320100") == "320106"
    assert region_named("鼓楼区人民政府", inside="350100") == "350102"


@pytest.mark.parametrize("site", ROWS.values(), ids=ROWS)
def test_row_names_a_known_place(site: Site) -> None:
    assert site.region is not None
    assert place_of(site.region) is not None
