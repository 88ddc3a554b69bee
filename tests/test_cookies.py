"""Session cookies go back to who set them, and cost nothing where nobody does."""

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.crawl import project_settings
from spiders.cookies import Cookies

PAGE = "http://127.0.0.1/zwgk/"


@pytest.fixture
def cookies() -> Cookies:
    return Cookies.from_crawler(Crawler(Spider, project_settings({})))


def sent(cookies: Cookies, url: str) -> bytes | None:
    request = Request(url)
    cookies.process_request(request)
    return request.headers.get("Cookie")


def test_cookie_goes_back_to_the_host_that_set_it_and_to_no_other(cookies: Cookies) -> None:
    before = sent(cookies, PAGE)
    answer = Response(PAGE, headers={"Set-Cookie": "JSESSIONID=7A; Path=/"})

    handed_on = cookies.process_response(Request(PAGE), answer)

    assert handed_on is answer
    assert (before, sent(cookies, PAGE), sent(cookies, "http://127.0.0.2/")) == (None, b"JSESSIONID=7A", None)
