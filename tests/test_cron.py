from datetime import datetime, timedelta

import pytest

from crawler.cron import CHINA, cron_trigger

SUNDAY = datetime(2026, 3, 1, tzinfo=CHINA)


def moments(line: str, count: int) -> list[str]:
    """Return when a line comes next, from the first minute of Sunday, 1 March 2026."""
    trigger = cron_trigger(line)
    now = SUNDAY
    found: list[str] = []
    while len(found) < count:
        now = trigger.get_next_fire_time(None, now)
        found.append(now.strftime("%a %d %H:%M"))
        now += timedelta(seconds=1)
    return found


def test_line_is_read_in_chinas_time() -> None:
    assert cron_trigger("17 6 * * *").get_next_fire_time(None, SUNDAY) == datetime(2026, 3, 1, 6, 17, tzinfo=CHINA)


WEEKDAYS = [
    ("0", ["Sun 01", "Sun 08"]),
    ("7", ["Sun 01", "Sun 08"]),
    ("1", ["Mon 02", "Mon 09"]),
    ("sun", ["Sun 01", "Sun 08"]),
    ("MON", ["Mon 02", "Mon 09"]),
    ("1-5", ["Mon 02", "Tue 03", "Wed 04", "Thu 05", "Fri 06", "Mon 09"]),
    ("mon-wed", ["Mon 02", "Tue 03", "Wed 04", "Mon 09"]),
    ("sun-tue", ["Sun 01", "Mon 02", "Tue 03", "Sun 08"]),
    ("5-7", ["Sun 01", "Fri 06", "Sat 07", "Sun 08"]),
    ("0-7", ["Sun 01", "Mon 02", "Tue 03"]),
    ("1,3", ["Mon 02", "Wed 04", "Mon 09"]),
    ("*/2", ["Sun 01", "Tue 03", "Thu 05", "Sat 07", "Sun 08"]),
    ("1-5/2", ["Mon 02", "Wed 04", "Fri 06", "Mon 09"]),
    ("2/2", ["Tue 03", "Thu 05", "Sat 07", "Tue 10"]),
]


@pytest.mark.parametrize(("field", "days"), WEEKDAYS)
def test_weekdays_are_those_of_unix(field: str, days: list[str]) -> None:
    assert moments(f"0 3 * * {field}", len(days)) == [f"{day} 03:00" for day in days]


def test_steps_and_ranges_of_the_other_fields_are_read() -> None:
    assert moments("*/30 5-6 1,2 * *", 5) == ["Sun 01 05:00", "Sun 01 05:30", "Sun 01 06:00", "Sun 01 06:30", "Mon 02 05:00"]


REFUSED = [
    ("17 6 * *", "found 4 fields, expected 5"),
    ("", "found 0 fields, expected 5"),
    ("17 6 * * * *", "found 6 fields, expected 5"),
    ("60 6 * * *", "60"),
    ("17 25 * * *", "25"),
    ("x 6 * * *", "x"),
    ("17 6 * * 8", "weekday '8' is none of 0 to 7 and sun to sat"),
    ("17 6 * * fri-", "weekday 'fri-' is none"),
    ("17 6 * * 6-1", "weekday range '6-1' runs backwards"),
    ("17 6 * * */0", "weekday '\\*/0' is none"),
    ("17 6 1 * 1", "found a day and a weekday, expected one of them to be \\*"),
    ("17 6 31 2 *", "found a day that never comes"),
]


@pytest.mark.parametrize(("line", "message"), REFUSED)
def test_line_that_cannot_be_meant_is_refused_with_the_reason(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cron_trigger(line)
