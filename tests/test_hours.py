from datetime import UTC, datetime

import pytest

from crawler.hours import hours_in, opens_at
from crawler.model import Site

SITE = Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=("http://sfj.qinghe.gov.cn/",), schedule="17 6 * * *")


def china(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02d}T{hour:02d}:{minute:02d}+08:00")


@pytest.mark.parametrize(
    ("hours", "now", "opening"),
    [
        (None, china(2, 12), china(2, 12)),
        ("08:30-17:00", china(2, 8, 29), china(2, 8, 30)),
        ("08:30-17:00", china(2, 8, 30), china(2, 8, 30)),
        ("08:30-17:00", china(2, 16, 59), china(2, 16, 59)),
        ("08:30-17:00", china(2, 17), china(3, 8, 30)),
        ("20:00-07:00", china(2, 6, 59), china(2, 6, 59)),
        ("20:00-07:00", china(2, 7), china(2, 20)),
        ("20:00-07:00", china(2, 23), china(2, 23)),
        ("20:00-07:00", china(2, 0), china(2, 0)),
        ("20:00-24:00", china(2, 23, 59), china(2, 23, 59)),
        ("20:00-24:00", china(3, 0), china(3, 20)),
        ("00:00-06:00", china(31, 6), datetime(2026, 3, 31, 16, tzinfo=UTC)),
    ],
)
def test_row_may_be_asked_now_or_from_the_next_opening(hours: str | None, now: datetime, opening: datetime) -> None:
    site = read_hours(hours)

    assert opens_at(site, now) == opening
    assert opens_at(site, now.astimezone(UTC)) == opening


@pytest.mark.parametrize("text", ["20-7", "20:00", "24:00-07:00", "20:60-07:00", "20:00-20:00", "00:00-24:00", "８:00-17:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        hours_in(text)


def read_hours(hours: str | None) -> Site:
    return Site(id=SITE.id, name=SITE.name, family=SITE.family, lists=SITE.lists, schedule=SITE.schedule, hours=hours)
