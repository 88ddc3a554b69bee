"""Endpoints that send less than they are asked for, or less than they say they have."""

import json

import pytest
from scrapy import Request

from crawler.model import Site
from spiders.lists.objects import total_in
from spiders.lists.turns import full_page, is_last
from spiders.walk import ListSize, Walk
from tests.saved import listing
from tests.walked import Walked, walked

HOST = "https://sfj.huaihe.gov.cn"
SHELL = f"{HOST}/zcgf.html"
SCRIPT = "<script>get('/wcm/content/news_list.json', {params: {columnId: 'c0de', page: 0, size: 20}})</script>"
SITE = Site(id="huaihe-sfj", name="淮河市司法局", family="gateway", lists=(SHELL,), schedule="1 6 * * *")


def address(page: int) -> str:
    return f"{HOST}/wcm/content/news_list.json?columnId=c0de&page={page}&size=20"


def records(first: int, last: int, total: int | None = None) -> str:
    found = [
        {"title": f"淮河市第{n}号法治政府建设情况报告", "url": f"/a/{n}00.html", "publishDate": "2026-03-04"}
        for n in range(first, last + 1)
    ]
    return json.dumps(found if total is None else {"data": {"total": total, "list": found}}, ensure_ascii=False)


def collected(*replies: str) -> Walked:
    """Return the walk of a list whose endpoint answers so, page by page, and with nothing past that."""
    web = {address(page): reply for page, reply in enumerate([*replies, "[]", "[]"])}
    return walked(SITE, {SHELL: SCRIPT, **web}, dry_run=True)


def test_endpoint_that_cuts_what_it_is_asked_for_is_walked_to_its_end() -> None:
    done = collected(records(1, 15), records(16, 30), records(31, 33))

    assert done.lists == [SHELL, *map(address, (0, 1, 2))]
    assert (done.counted("seen"), done.problems) == (33, [])


def test_short_list_is_not_asked_for_twice() -> None:
    assert collected(records(1, 9)).lists == [SHELL, address(0)]


def test_list_of_one_full_cut_page_ends_with_an_empty_one() -> None:
    done = collected(records(1, 15))

    assert done.lists == [SHELL, address(0), address(1)]
    assert (done.counted("seen"), done.problems) == (15, [])


def test_page_that_holds_less_than_the_others_does_not_end_a_list_that_has_more() -> None:
    done = collected(records(1, 20, 57), records(21, 38, 57), records(39, 57, 57))

    assert (done.counted("seen"), done.problems) == (57, [])


def test_total_that_is_not_served_is_told() -> None:
    done = collected(records(1, 20, 322), records(21, 40, 322), records(41, 47, 322))

    assert done.counted("seen") == 47
    assert [str(problem) for problem in done.problems] == [f"LIST_SHORT {SHELL}: found 47 entries, expected the 322 that the list claims"]


def test_endpoint_that_serves_its_last_page_for_ever_is_left_and_told() -> None:
    same = [records(21, 40, 322)] * 5

    done = collected(records(1, 20, 322), *same)

    assert done.lists == [SHELL, *map(address, (0, 1, 2))]
    assert [problem.code for problem in done.problems] == ["LIST_SHORT"]


def test_repeated_page_does_not_make_up_for_what_is_missing() -> None:
    done = collected(records(1, 20, 40), records(1, 20, 40))

    assert (done.counted("seen"), [problem.code for problem in done.problems]) == (20, ["LIST_SHORT"])


def test_page_that_brings_nothing_counts_for_no_page_that_was_claimed() -> None:
    walk = Walk(SHELL)

    for _ in range(2):
        walk.take([], ListSize(pages=2))

    assert walk.is_short()
    assert walk.shortfall() == "found 0 list pages, expected the 2 that the list claims"


@pytest.mark.parametrize(
    ("reply", "held", "total"),
    [
        ('{"data": {"total": 41, "list": []}}', 20, 41),
        ('{"data": {"totalCount": "41"}}', 20, 41),
        ('{"total": 20, "rows": []}', 20, None),  # may count the rows of this reply
        ('{"list": [{"total": 99}]}', 1, None),
        ("[]", 0, None),
    ],
)
def test_total_stands_outside_of_records_and_says_more_than_there_is(reply: str, held: int, total: int | None) -> None:
    assert total_in(reply, held) == total


def test_later_page_that_nothing_led_to_is_as_large_as_it_was_to_be() -> None:
    saved = listing("[]", address(2))

    assert is_last(saved, 3, 7, total=47, asked=20)
    assert not is_last(saved, 2, 20, total=47, asked=20)


def test_first_reply_tells_how_much_a_full_one_holds() -> None:
    later = listing("[]", address(2), asked=Request(address(2), meta={"full_page": 15}))

    assert full_page(later, 3) == 15
    assert is_last(later, 3, 3, asked=20)
    assert not is_last(later, 3, 15, asked=20)
