"""What the machine knows of a host: counts that no process can get wrong, and until when it wants to be left alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.hosts import count_request, free_at, leave_alone, left_alone_until, requests_of_day, tomorrow
from crawler.locks import host_file
from crawler.model import Site

HOST = "sfj.qinghe.gov.cn"
SITE = Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=(f"http://www.{HOST}/",), schedule="17 6 * * *", budget=3)
NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)  # 23:30 in China
MIDNIGHT = datetime(2026, 3, 2, 16, tzinfo=UTC)


def test_every_request_has_its_own_number_however_many_count_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: count_request(HOST, NOW, str(tmp_path)), range(200)))

    assert sorted(numbers) == list(range(1, 201))
    assert requests_of_day(HOST, NOW, str(tmp_path)) == 200


def test_day_is_china_s_and_the_days_before_are_forgotten(tmp_path: Path) -> None:
    count_request(HOST, NOW, str(tmp_path))

    after = count_request(HOST, MIDNIGHT, str(tmp_path))

    assert (after, requests_of_day(HOST, NOW, str(tmp_path)), tomorrow(NOW)) == (1, 0, MIDNIGHT)


def test_host_whose_budget_is_spent_is_free_again_at_midnight_in_china(tmp_path: Path) -> None:
    before = free_at(SITE, NOW, str(tmp_path))
    for _ in range(3):
        count_request(HOST, NOW, str(tmp_path))

    assert (before, free_at(SITE, NOW, str(tmp_path)), free_at(SITE, MIDNIGHT, str(tmp_path))) == (NOW, MIDNIGHT, MIDNIGHT)


def test_budget_of_the_machine_holds_where_the_row_has_none(tmp_path: Path) -> None:
    count_request("other.gov.cn", NOW, str(tmp_path))
    site = Site(id="other-sfj", name="司法局", family="static", lists=("http://other.gov.cn/",), schedule="17 6 * * *")

    assert free_at(site, NOW, str(tmp_path)) == NOW
    assert free_at(site, NOW, str(tmp_path), budget=1) == MIDNIGHT


def test_host_that_asks_to_be_left_alone_is_free_when_that_is_over(tmp_path: Path) -> None:
    until = NOW + timedelta(minutes=10)
    leave_alone(HOST, until, str(tmp_path))

    assert left_alone_until(HOST, NOW, str(tmp_path)) == until
    assert left_alone_until(HOST, until, str(tmp_path)) is None
    assert left_alone_until("lushan.gov.cn", NOW, str(tmp_path)) is None
    assert free_at(SITE, NOW, str(tmp_path)) == until


@pytest.mark.parametrize("written", ["", "{", "[]", '{"until": 5}', '{"until": "2026-03-09T00:00:00"}', '{"since": "x"}'])
def test_file_that_says_nothing_holds_nobody_back(tmp_path: Path, written: str) -> None:
    host_file(HOST, "wait", str(tmp_path)).write_text(written, encoding="utf-8")

    assert left_alone_until(HOST, NOW, str(tmp_path)) is None
