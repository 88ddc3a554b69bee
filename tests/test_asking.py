"""How many requests a probe may send, to whom, and when it falls silent; nothing is sent here."""

import asyncio

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from spiders.asking import Asker
from spiders.probe import ProbeSpider

HOME = "https://www.qinghe.gov.cn/"
CHALLENGE = "<html><script>$_ts={};</script></html>"


def asker(most: int = 40, **options: object) -> Asker:
    crawler = get_crawler(ProbeSpider)
    crawler._apply_settings()  # noqa: SLF001  # stats exist only then, and a test that crawls would need a web
    return Asker(crawler, most, **options)  # type: ignore[arg-type]  # what a test wants to be different


@pytest.mark.parametrize(("left", "redirects"), [(40, 3), (3, 2), (1, 0)])
def test_redirects_end_where_the_budget_does(left: int, redirects: int) -> None:
    meta = asker(left).within(Request(HOME, meta={"handle_httpstatus_list": [404]})).meta

    assert meta == {"handle_httpstatus_list": [404], "dont_retry": True, "redirect_ttl": redirects}


def test_host_of_another_run_is_not_asked() -> None:
    asking = asker(may_ask=lambda host: host != "sfj.qinghe.gov.cn")

    answer = asyncio.run(asking.answer(Request("https://www.sfj.qinghe.gov.cn/fzzf/")))

    assert answer == "found its host crawled by another run, expected it free"


@pytest.mark.parametrize(
    "refusal",
    [
        *(Response(HOME, status=status) for status in (202, 412, 468, 521)),
        HtmlResponse(HOME, body=CHALLENGE.encode(), encoding="utf-8"),
    ],
)
def test_site_that_refuses_is_asked_no_more(refusal: Response) -> None:
    asking = asker()

    asking.hear(refusal)

    assert asking.left == 0
    assert asyncio.run(asking.answer(Request(HOME))) == "found the site refusing before, asked no more"


@pytest.mark.parametrize(
    "answer",
    [
        *(Response(HOME, status=status) for status in (200, 403, 404, 503)),
        HtmlResponse(HOME, body=f'{CHALLENGE}<a href="/">首页</a>'.encode(), encoding="utf-8"),
    ],
)
def test_page_that_is_not_there_or_speaks_of_a_challenge_ends_nothing(answer: Response) -> None:
    asking = asker()

    asking.hear(answer)

    assert asking.left == 40
