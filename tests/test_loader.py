from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings

from crawler.errors import SiteError
from crawler.model import Select, Site
from spiders.families import FAMILIES
from spiders.loader import SITES, SiteLoader, bind, check_sites, sites_path

ROW = """
[[site]]
id = "qinghe-sfj"
name = "清河市司法局"
family = "wuxi"
lists = ["https://www.qinghe.gov.cn/sfj/index.shtml"]
schedule = "17 6 * * *"
enabled = false
"""
SITE = Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=("https://www.qinghe.gov.cn/",), schedule="1 6 * * *")


def loader(tmp_path: Path) -> SiteLoader:
    (tmp_path / "rows.toml").write_text(ROW, encoding="utf-8")
    return SiteLoader.from_settings(Settings({"GOVREPORTS_SITES": str(tmp_path / "rows.toml")}))


def test_every_row_is_a_spider_a_disabled_one_too(tmp_path: Path) -> None:
    assert loader(tmp_path).list() == ["qinghe-sfj"]


def test_loaded_spider_is_bound_to_its_row(tmp_path: Path) -> None:
    spider = loader(tmp_path).load("qinghe-sfj")

    assert spider.name == "qinghe-sfj"
    assert issubclass(spider, FAMILIES["wuxi"])
    assert spider.site is not None
    assert spider.site.lists == ("https://www.qinghe.gov.cn/sfj/index.shtml",)
    assert spider().name == "qinghe-sfj"


def test_unknown_spider_is_a_key_error_as_scrapy_wants(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="Spider not found: nobody-sfj"):
        loader(tmp_path).load("nobody-sfj")


def test_row_is_found_by_the_host_of_a_request(tmp_path: Path) -> None:
    found = loader(tmp_path)

    assert found.find_by_request(Request("http://qinghe.gov.cn/sfj/a.shtml")) == ["qinghe-sfj"]
    assert found.find_by_request(Request("http://www.moj.gov.cn/")) == []


def test_built_in_rows_stand_for_no_path() -> None:
    assert sites_path("") == SITES
    assert sites_path("rows/x.toml") == Path("rows/x.toml")


def test_families_are_shared_between_rows_but_rows_are_not() -> None:
    one, other = bind(SITE), bind(Site(id="b-sfj", name="乙", family="static", lists=SITE.lists, schedule="2 6 * * *"))

    assert (one.name, other.name) == ("qinghe-sfj", "b-sfj")
    assert FAMILIES["static"].site is None


def test_pace_and_old_tls_of_a_row_become_settings_of_its_crawl() -> None:
    slow = Site(
        id="a-sfj",
        name="甲",
        family="static",
        lists=SITE.lists,
        schedule="1 6 * * *",
        delay=3.5,
        hours="20:00-07:00",
        budget=200,
        tls_reason="the server renegotiates the old way",
    )

    handlers = {"http": "spiders.pacing.PacedHandler", "https": "spiders.legacy_tls.LegacyTlsHandler"}
    ours = {"GOVREPORTS_HOURS": "20:00-07:00", "GOVREPORTS_BUDGET": 200}
    assert bind(slow).custom_settings == {"DOWNLOAD_DELAY": 3.5, **ours, "DOWNLOAD_HANDLERS": handlers}
    assert bind(SITE).custom_settings == {}


def test_unknown_family_is_refused_with_the_known_ones() -> None:
    odd = Site(id="a-sfj", name="甲", family="trs", lists=SITE.lists, schedule="1 6 * * *")

    with pytest.raises(SiteError, match=r"site 'a-sfj'.*found family 'trs', expected one of \[.*'hanweb', 'jpaas', 'kaipu'"):
        bind(odd)


@pytest.mark.parametrize("selector", ["ul >", "li[", "a::attr(", "li:nosuch"])
def test_selector_that_is_no_css_is_refused(selector: str) -> None:
    odd = Site(id="a-sfj", name="甲", family="static", lists=SITE.lists, schedule="1 6 * * *", select=Select(rows=selector))

    with pytest.raises(SiteError, match=r"site 'a-sfj': select\.rows: found .*, expected a CSS selector"):
        bind(odd)


def test_check_tells_every_fault_of_every_row() -> None:
    odd = Site(id="a-sfj", name="甲", family="trs", lists=SITE.lists, schedule="1 6 * * *", select=Select(rows="ul >", next="a["))

    assert len(check_sites([SITE, odd])) == 3
    assert check_sites([SITE]) == []
