"""On the embedded web, what `probe` prints collects what the web's own row collects."""

from pathlib import Path

import pytest

from crawler.demo.web import DemoWeb
from tests.conftest import Run

SITES = ("qingxi-sfj", "rongwan-sfj", "xueling-sfj", "yunlan-sfj", "hezhu-sfj")


@pytest.mark.parametrize("name", SITES)
def test_rows_from_the_list_pages_collect_every_report(web: DemoWeb, name: str, govreports: Run, tmp_path: Path) -> None:
    site, file = web.site(name), tmp_path / "probed.toml"
    for address in site.list_urls:
        probed = govreports("probe", address, "--write", file)
        assert probed.status == 0, probed.err
        assert f'family = "{site.family}"' in probed.out

    collected = govreports("collect", "--sites", file)
    exported = govreports("export", "--format", "jsonl", "--kind", "report")

    assert collected.status == 0, collected.err
    assert {expected.url for expected in web.reports(site)} <= {record["url"] for record in exported.json}


@pytest.mark.parametrize("name", SITES)
def test_home_page_and_report_lead_to_a_list_of_the_site(web: DemoWeb, name: str, govreports: Run) -> None:
    site = web.site(name)
    report = next(post for post in site.posts if post.kind == "report")

    for address in (site.base + "/", site.expected(report).url):
        probed = govreports("probe", address)
        assert probed.status == 0, probed.err
        assert any(f'lists = ["{known}"]' in probed.out for known in site.list_urls)
