"""On the embedded web, what `probe` prints collects what the web's own row collects."""

import pytest

from crawler.demo.web import DemoWeb
from tests.conftest import Run

SITES = ("qingxi-sfj", "yunlan-sfj")


@pytest.mark.parametrize("name", SITES)
def test_home_page_and_report_lead_to_a_list_of_the_site(web: DemoWeb, name: str, govreports: Run) -> None:
    site = web.site(name)
    report = next(post for post in site.posts if post.kind == "report")

    for address in (site.base + "/", site.expected(report).url):
        probed = govreports("probe", address)
        assert probed.status == 0, probed.err
        assert any(f'lists = ["{known}"]' in probed.out for known in site.list_urls)
