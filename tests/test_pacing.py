"""When a host that refuses may be asked again, and what ends a run in order."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.errors import PausedError
from crawler.hosts import leave_alone, left_alone_until
from spiders.pacing import Pacing, slot_name
from spiders.page import PageSpider
from spiders.waiting import back_off, seconds_asked

HOST = "sfj.qinghe.gov.cn"
URL = f"http://{HOST}/fzzf/"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)  # 18:00 in China


def refusal(after: str | None = None, status: int = 503, **headers: str) -> Response:
    said = {} if after is None else {"Retry-After": after}
    return Response(URL, status=status, headers={**said, **headers})


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (refusal(), None),
        (refusal("120"), 120.0),
        (refusal(" 0 "), 0.0),
        (refusal("9" * 500), 604800.0),
        (refusal("Mon, 02 Mar 2026 10:05:00 GMT"), 300.0),
        (refusal("Monday, 02-Mar-26 10:05:00 GMT"), 300.0),
        (refusal("Mon Mar  2 10:05:00 2026"), 300.0),
        (refusal("Mon, 02 Mar 2026 09:00:00 GMT"), 0.0),
        (refusal("Mon, 02 Mar 2026 12:05:00 GMT", Date="Mon, 02 Mar 2026 12:04:00 GMT"), 60.0),
        (refusal("Sun, 01 Jan 2040 00:00:00 GMT"), 604800.0),
        (refusal("later"), None),
        (refusal("Mon, 02 Mar 99999999999999999999 10:05:00 GMT"), None),
        (refusal("Mon, 02 Mar 2026 10:05:00 +99999999999999"), None),
        (refusal("Mon, 02 Mar 2026 10:05:00 GMT", Date="0 Mar 2026 23:59:61 +99999999999999"), 300.0),
        (refusal("-5"), None),
        (refusal("1.5"), None),
        (refusal("٣"), None),
        (refusal(""), None),
    ],
)
def test_wait_that_a_server_asks_for_is_read_in_both_forms(answer: Response, seconds: float | None) -> None:
    assert seconds_asked(answer, NOW) == seconds


def test_wait_that_is_not_said_grows_with_every_refusal() -> None:
    assert [back_off(number, 1.5) for number in (1, 2, 3)] == [7.5, 30.0, 120.0]


def test_www_makes_no_other_server() -> None:
    assert slot_name("https://www.qinghe.gov.cn:8443/a") == slot_name("http://qinghe.gov.cn/b") == "qinghe.gov.cn"


def heard(tmp_path: Path, *answers: Response, now: Callable[[], datetime] = lambda: NOW, **settings: Any) -> tuple[Pacing, list[float]]:  # noqa: ANN401  # Scrapy's own
    """Return what paces a crawl after some answers without a delay, and how long it waits after each."""
    crawler = get_crawler(PageSpider, {"GOVREPORTS_LOCKS": str(tmp_path), **settings})
    pacing = Pacing(crawler, now)
    return pacing, [pacing._heard(HOST, answer, 1.0) for answer in answers]  # noqa: SLF001  # the answer, without a server


def test_short_waits_are_waited_for_and_longer_ones_end_the_asking(tmp_path: Path) -> None:
    good = Response(URL, status=200)

    pacing, waits = heard(tmp_path, refusal("60"), good, refusal("59"), good)

    assert waits == [60.0, 0.0, 59.0, 0.0]
    with pytest.raises(PausedError, match="found HTTP 503 and the wish to be left alone until 2026-03-02 18:00"):
        pacing._heard(HOST, refusal("2"), 1.0)  # noqa: SLF001  # as above
    assert left_alone_until(HOST, NOW, str(tmp_path)) == NOW + timedelta(seconds=2)


def test_third_refusal_in_a_row_ends_the_asking_though_no_wait_was_long(tmp_path: Path) -> None:
    pacing, waits = heard(tmp_path, refusal(), refusal(status=429))

    assert waits == [5.0, 20.0]
    with pytest.raises(PausedError, match=r"found HTTP 503 \(3 in a row\), expected an answer in this run"):
        pacing._heard(HOST, refusal(), 1.0)  # noqa: SLF001  # as above
    assert left_alone_until(HOST, NOW, str(tmp_path)) is None
    with pytest.raises(PausedError):
        pacing.process_request(Request(f"{URL}other.html"))
    pacing.process_request(Request("http://lushan.gov.cn/"))


def test_run_that_comes_to_the_end_of_its_hours_asks_no_more(tmp_path: Path) -> None:
    clock = [NOW - timedelta(minutes=1), NOW]
    pacing, _ = heard(tmp_path, now=lambda: clock.pop(0) if len(clock) > 1 else clock[0], GOVREPORTS_HOURS="06:00-18:00")
    request = Request(URL, meta={"download_slot": HOST})
    sent: list[str] = []

    async def download(request: Request) -> Response:
        sent.append(request.url)
        return Response(request.url)

    async def both() -> None:
        await pacing._send(request, download, Slot(1, 0.0))  # noqa: SLF001  # Scrapy's downloader needs a reactor
        clock[:] = [NOW]
        with pytest.raises(PausedError, match="found it 18:00 in China, expected the hours 06:00-18:00"):
            await pacing._send(request, download, Slot(1, 0.0))  # noqa: SLF001  # as above

    asyncio.run(both())

    assert sent == [URL]


def test_host_that_another_run_was_asked_to_leave_alone_meanwhile_is_not_asked(tmp_path: Path) -> None:
    pacing, _ = heard(tmp_path)
    request = Request(URL, meta={"download_slot": HOST})
    sent: list[str] = []

    async def download(request: Request) -> Response:
        sent.append(request.url)
        leave_alone(HOST, NOW + timedelta(minutes=10), str(tmp_path))  # what the other run is told
        return Response(request.url)

    async def both() -> None:
        await pacing._send(request, download, Slot(1, 0.0))  # noqa: SLF001  # Scrapy's downloader needs a reactor
        with pytest.raises(PausedError, match="found the wish to be left alone until 2026-03-02 18:10"):
            await pacing._send(request, download, Slot(1, 0.0))  # noqa: SLF001  # as above

    asyncio.run(both())

    assert sent == [URL]


def test_what_is_refused_again_and_again_keeps_nothing_of_the_times_before(tmp_path: Path) -> None:
    pacing, _ = heard(tmp_path, refusal(), refusal())
    with pytest.raises(PausedError):
        pacing._heard(HOST, refusal(), 1.0)  # noqa: SLF001  # as above

    errors = []
    for _ in range(3):
        with pytest.raises(PausedError) as caught:
            pacing.process_request(Request(URL))
        errors.append(caught.value)

    assert len({id(error) for error in errors}) == 3
    assert {(error.code, str(error)) for error in errors} == {
        ("ASKED_TO_WAIT", "found HTTP 503 (3 in a row), expected an answer in this run")
    }
