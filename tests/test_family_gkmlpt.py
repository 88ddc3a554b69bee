"""What the saved pages cannot show of gkmlpt: walks of its catalogues, and replies of every shape."""

import json
from typing import Any

import pytest
from scrapy import Request

from crawler.errors import ListError
from crawler.model import Problem, Site
from spiders.families.gkmlpt import GkmlptSpider
from tests.saved import listing
from tests.walked import Answer, walked

HOST = "http://www.haojiang.gov.cn/hjssfj"
SHELL = f"{HOST}/gkmlpt/index#4102"
SITE = Site(id="haojiang-sfj", name="蚝江市司法局", family="gkmlpt", lists=(SHELL,), schedule="1 6 * * *")
CONFIG = "<html><script>window._CONFIG = {SID:'750088', TREE: %s, SERVICE_AREA_ID: 1}</script></html>"


def api(page: int, category: int = 4102) -> str:
    return f"{HOST}/gkmlpt/api/all/{category}?page={page}&sid=750088"


def article(number: int) -> dict[str, Any]:
    address = f"{HOST}/gkmlpt/content/3/3400/post_{340000 + number}.html"
    return {"id": number, "title": f"蚝江市第{number}号法治政府建设情况报告", "url": address, "display_publish_time": 1741968000}


def reply(first: int, last: int, **claims: Any) -> str:  # noqa: ANN401  # whatever a site adds
    return json.dumps({"articles": [article(number) for number in range(first, last + 1)], **claims}, ensure_ascii=False)


def web(**claims: Any) -> dict[str, Answer]:  # noqa: ANN401
    page = reply(1, 100, **claims)
    return {SHELL: CONFIG % "[]", api(0): page, api(1): page, api(2): reply(101, 200, **claims), api(3): reply(201, 230, **claims)}


@pytest.mark.parametrize("claims", [{"total": 230}, {"classify": {"post_count": 230}}, {}])
def test_catalogue_is_walked_to_its_end_without_reading_its_first_page_twice(claims: dict[str, Any]) -> None:
    done = walked(SITE, web(**claims), dry_run=True)

    assert done.lists == [SHELL, api(1), api(2), api(3)]
    assert (done.counted("seen"), done.problems) == (230, [])
    assert [request.headers.get("Referer") for request in done.asked[1:]] == [f"{HOST}/gkmlpt/index".encode()] * 3


def test_category_comes_from_the_address_that_was_asked_for() -> None:
    asked = listing(CONFIG % "[]", SHELL.partition("#")[0], asked=Request(SHELL))  # an answer's address has no fragment

    following = GkmlptSpider().next_list(asked)

    assert following is not None
    assert following.url == api(1)


@pytest.mark.parametrize(
    ("tree", "category"),
    [
        ('[{"id":7,"name":"法治政府建设"},{"id":8,"name":"法治政府建设年度报告"}]', 8),
        ('[{"id":6,"name":"年报","children":[{"id":7,"name":"依法行政"}]}]', 7),
        ('[{"id":7,"name":"法治政府建设","jump_url":"http://www.haojiang.gov.cn/fz/"}]', 0),
        ('[{"id":7,"name":"通知公告"}]', 0),
        ("[{id: 7, name: '法治政府建设'}]", 0),
    ],
)
def test_category_without_a_fragment_is_found_by_its_name(tree: str, category: int) -> None:
    following = GkmlptSpider().next_list(listing(CONFIG % tree, f"{HOST}/gkmlpt/index"))

    assert following is not None
    assert following.url == api(1, category)


def test_page_without_a_catalogue_has_no_next() -> None:
    assert GkmlptSpider().next_list(listing("<html><script>var SID = '7';</script></html>")) is None


def test_saved_page_of_another_path_asks_the_root() -> None:
    following = GkmlptSpider().next_list(listing(CONFIG % "[]", "http://sfj.haojiang.gov.cn/catalogue.html"))

    assert following is not None
    assert following.url == "http://sfj.haojiang.gov.cn/gkmlpt/api/all/0?page=1&sid=750088"


def test_article_elsewhere_is_counted_and_not_fetched() -> None:
    abroad = {**article(1), "url": "https://mp.weixin.qq.com/s/abc123"}

    done = walked(SITE, {SHELL: CONFIG % "[]", api(1): json.dumps({"total": 1, "articles": [abroad]})}, dry_run=True)

    assert (done.counted("offsite"), done.counted("kept")) == (1, 0)


def test_empty_category_is_an_empty_list() -> None:
    done = walked(SITE, {SHELL: CONFIG % "[]", api(1): '{"total": 0, "articles": []}'}, dry_run=True)

    assert done.problems == [Problem("LIST_EMPTY", SHELL, "found no entry, expected a list")]


@pytest.mark.parametrize("text", ["<html>维护中</html>", "[1]"])
def test_reply_that_is_no_list_is_told(text: str) -> None:
    with pytest.raises(ListError, match="expected a list reply"):
        GkmlptSpider().entries(listing(text, api(1)))


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"display_publish_time": 1741968000}, "2025-03-15"),
        ({"display_publish_time": 0, "created_at": "2025-03-14 08:00:00"}, "2025-03-14"),
        ({"create_time": 1741968000000}, "2025-03-15"),
        ({"date": "1741881600"}, "2025-03-14"),
        ({}, None),
    ],
)
def test_day_is_the_first_moment_that_a_record_has(fields: dict[str, Any], day: str | None) -> None:
    record = {"title": "蚝江市2024年法治政府建设情况报告", "url": "/gkmlpt/content/3/3400/post_1.html", **fields}

    (entry,) = GkmlptSpider().entries(listing(json.dumps({"articles": [record]}), api(1)))

    assert entry.date == day
