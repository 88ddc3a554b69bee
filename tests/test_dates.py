import pytest

from spiders.lists.dates import address_date, last_date, whole_date


@pytest.mark.parametrize(
    "printed",
    [
        "2026-03-04",
        "[2026-03-04]",
        "【2026-03-04】",
        "(2026/3/4)",
        "2026.03.04",
        "2026年3月4日",
        "2026年03月04日 ",
        "2026- 03- 04",
        "2026-\n      03-\n      04",
        "2026-03-04 14:28",
        "2026-03-04 14:28:15",
        "2026-03-04T14:28:15",
        "2026- 03- 04 14: 28: 15",
        "发布时间：2026-03-04",
        "发布日期: 2026-03-04",
        "公开日期：2026年3月4日",
        "2026—03—04",
        "20260304",
        "04 2026-03",
        "04 2026年3月",
        "2026-03 04",
        "03-04 2026",
        "2026 03-04",
        "04 03月 2026",
    ],
)
def test_piece_that_is_a_date_gives_its_day(printed: str) -> None:
    assert whole_date(printed) == "2026-03-04"


@pytest.mark.parametrize(
    "piece",
    [
        "",
        "2026",
        "2026年法治政府建设情况报告",
        "截至2026年3月4日的情况",
        "2026-13-04",
        "2026-02-30",
        "20261304",
        "03-04",
        "3月4日",
        "浏览：20260",
    ],
)
def test_piece_that_is_no_whole_date_gives_none(piece: str) -> None:
    assert whole_date(piece) is None


@pytest.mark.parametrize("piece", ["03-04", "[03-04]", "3月4日", "04 03月"])
def test_missing_year_is_taken_from_the_address(piece: str) -> None:
    assert whole_date(piece, "https://a.gov.cn/fz/202603/t20260304_1.html") == "2026-03-04"


def test_year_of_another_month_is_not_taken() -> None:
    assert whole_date("12-04", "https://a.gov.cn/fz/202603/t20260304_1.html") is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/fz/202603/t20260304_513.html", "2026-03-04"),
        ("/art/2026/3/4/art_788_1.html", "2026-03-04"),
        ("/doc/2026/03/04/13828.shtml", "2026-03-04"),
        ("/2026/03-04/1002.html", "2026-03-04"),
        ("/003/003004/20260304/3c3e.html", "2026-03-04"),
        ("/columns/ab/202603/04/cd.html", "2026-03-04"),
        ("/fz/2026-03-04/1002.html", "2026-03-04"),
        ("/fz/20261304/1.html", None),
        ("/fz/202603/85378.shtml", None),
        ("/fz/content/post_20260304.html", None),
    ],
)
def test_day_in_an_address_is_read_where_it_is_one(path: str, day: str | None) -> None:
    assert address_date(f"https://www.a.gov.cn{path}") == day


def test_last_of_several_dates_is_the_one() -> None:
    assert last_date("成文于2026年2月1日，自2026年2月9日起公开 2026-03-04 浏览 31") == "2026-03-04"
