"""What an answer to robots.txt means: RFC 9309, and servers that do not know it."""

import pytest
from scrapy.http import Response, TextResponse

from crawler.errors import UnaskedError
from spiders.robots import rules_in

URL = "https://sfj.qinghe.gov.cn/fzzf/"
FORBIDS = "User-agent: *\nDisallow: /\n"


def rules(body: str, status: int = 200) -> tuple[bool, float]:
    """Return whether our section may be asked for, and the delay."""
    found = rules_in(TextResponse("https://sfj.qinghe.gov.cn/robots.txt", status=status, body=body.encode()), "govreports")
    return found.allow(URL), found.delay


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        ("", True),
        (FORBIDS, False),
        (f"\ufeff{FORBIDS}", False),
        (f"User-agent: govreports\nAllow: /\n\n{FORBIDS}", True),
        ("User-agent: GovReports\nDisallow: /fzzf/\n", False),
        ("User-agent: otherbot\nDisallow: /\n", True),
        (f"<!DOCTYPE html>\n<html>\n{FORBIDS}</html>", True),
        (f"\ufeff\r\n  <script>\n{FORBIDS}</script>", True),
        ("# 说明\n" * 60000 + FORBIDS, True),
    ],
)
def test_rules_are_what_a_successful_answer_says_to_us(body: str, allowed: bool) -> None:
    assert rules(body)[0] is allowed


@pytest.mark.parametrize("status", [304, 400, 401, 403, 404, 410, 412])
def test_answer_that_there_are_no_rules_forbids_nothing_whatever_its_body(status: int) -> None:
    assert rules(FORBIDS, status) == (True, 0.0)


def test_redirects_without_end_forbid_nothing() -> None:
    assert rules_in(None, "govreports").allow(URL)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (500, "", "UNREACHABLE"),
        (503, "User-agent: *\nAllow: /\n", "UNREACHABLE"),
        (502, "<html>网站云防护</html>", "BLOCKED"),
        (521, "", "BLOCKED"),
    ],
)
def test_server_that_fails_forbids_everything_for_its_own_reason(status: int, body: str, code: str) -> None:
    with pytest.raises(UnaskedError, match=f"found HTTP {status} in the place of robots.txt, expected rules or none") as caught:
        rules(body, status)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("Crawl-delay: 10", 10.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Request-rate: 1/30", 30.0),
        ("Crawl-delay: 2\nRequest-rate: 10/1m", 6.0),
        ("Crawl-delay: 600", 600.0),
        ("Crawl-delay: soon", 0.0),
        ("Crawl-delay: -5", 0.0),
        ("Crawl-delay: nan", 0.0),
    ],
)
def test_delay_is_the_longer_one_of_two_that_a_site_may_ask_for(lines: str, delay: float) -> None:
    assert rules(f"User-agent: *\nDisallow: /admin/\n{lines}\n") == (True, delay)


def test_delay_for_others_is_none_of_ours() -> None:
    assert rules("User-agent: otherbot\nCrawl-delay: 30\n\nUser-agent: *\nDisallow:\n")[1] == 0.0


def test_delay_that_no_crawl_can_bear_forbids_it() -> None:
    with pytest.raises(UnaskedError, match=r"found that robots\.txt wants 86400 s between two requests, expected at most 600") as caught:
        rules("User-agent: *\nCrawl-delay: 86400\n")

    assert caught.value.code == "ROBOTS"


def test_body_that_is_no_text_forbids_nothing() -> None:
    found = rules_in(Response("https://sfj.qinghe.gov.cn/robots.txt", body=bytes(range(256))), "govreports")

    assert found.allow(URL)
