"""What the saved pages cannot show of Epoint: the way from a shell over the site's script to the list, and to its end."""

import json
from typing import Any

import pytest
from scrapy import Request

from crawler.errors import ListError
from crawler.model import Site
from spiders.families.epoint import EpointSpider
from tests.saved import listing
from tests.walked import Answer, walked

HOST = "https://sfj.gubian.gov.cn"
SHELL = f"{HOST}/dynamic/zwgk/govInfoPub.html?categorynum=003004"
SCRIPT = f"{HOST}/js/webBuilderCommon.js"
LIST = f"{HOST}/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
GUID = "bc6e816e-4cfa-4317-9c8c-1e74c712d3fe"
TOLD = 'var siteInfo = {"siteGuid":"bc6e816e-4cfa-4317-9c8c-1e74c712d3fe","projectName":"/EWB-FRONT"};'
SITE = Site(id="gubian-sfj", name="古汴市司法局", family="epoint", lists=(SHELL,), schedule="1 6 * * *")


def body(page: int, **told: str) -> str:
    return json.dumps({"deptcode": "", "categorynum": "003004", "pageIndex": page, "pageSize": 20, "siteGuid": GUID, **told})


def records(first: int, last: int, **claims: int) -> str:
    found = [
        {"title": f"古汴市第{number}号法治政府建设工作报告", "infourl": f"/003/003004/20260226/{number}.html", "infodate": "2026-02-26"}
        for number in range(first, last + 1)
    ]
    return json.dumps({"custom": {"data": found, **claims}}, ensure_ascii=False)


@pytest.mark.parametrize("claims", [{"total": 45}, {}])
def test_list_is_walked_by_the_number_that_the_sites_script_holds(claims: dict[str, int]) -> None:
    pages: dict[str, Answer] = {
        f"{LIST} {body(0)}": records(1, 20, **claims),
        f"{LIST} {body(1)}": records(21, 40, **claims),
        f"{LIST} {body(2)}": records(41, 45, **claims),
    }

    done = walked(SITE, {SHELL: "<html><ul id='infolist'></ul></html>", SCRIPT: TOLD, **pages}, dry_run=True)

    assert done.lists == [SHELL, SCRIPT, LIST, LIST, LIST]
    assert (done.counted("seen"), done.problems) == (45, [])
    assert {request.headers.get("Referer") for request in done.asked[1:]} == {SHELL.encode()}


@pytest.mark.parametrize("answer", [404, "var nothing = 1;"])
def test_number_is_looked_for_in_a_second_script(answer: Answer) -> None:
    second = f"{HOST}/js/ajaxReq.js"

    done = walked(SITE, {SHELL: "<html></html>", SCRIPT: answer, second: TOLD, f"{LIST} {body(0)}": records(1, 3, total=3)}, dry_run=True)

    assert done.lists == [SHELL, SCRIPT, second, LIST]
    assert (done.counted("seen"), done.problems) == (3, [])


def test_site_without_a_number_reddens_the_run() -> None:
    done = walked(SITE, {SHELL: "<html></html>", SCRIPT: "", f"{HOST}/js/ajaxReq.js": "var a;"}, dry_run=True)

    assert [problem.code for problem in done.problems] == ["LIST_EMPTY"]


def test_category_that_only_the_page_names_is_handed_on_with_the_department() -> None:
    page = f"{HOST}/dynamic/zw/openlist.html?deptcode=113203"
    script = EpointSpider().next_list(listing("<script>var categorynum = '001001003'; getgovinfolist()</script>", page))
    assert script is not None

    following = EpointSpider().next_list(listing(TOLD, SCRIPT, asked=script))

    assert following is not None
    assert json.loads(following.body) == json.loads(body(0, categorynum="001001003", deptcode="113203"))


def test_rows_of_the_category_that_stand_in_the_page_are_read() -> None:
    rows = "".join(
        f'<li><a href="/003/{column}/20260226/{number}c3ed33e-f4d9-4445-a952-8d88ae5c751b.html">古汴市第{number}号法治政府建设工作报告</a>'
        "<span>2026-02-26</span></li>"
        for column, number in (("003004", 1), ("003004", 2), ("003009", 3))
    )

    entries = EpointSpider().entries(listing(f"<html><ul>{rows}</ul></html>", SHELL))

    assert [entry.title for entry in entries] == ["古汴市第1号法治政府建设工作报告", "古汴市第2号法治政府建设工作报告"]


@pytest.mark.parametrize("text", ["<html>维护中</html>", '{"custom": null}', '{"status": 500}'])
def test_reply_that_is_no_list_is_told(text: str) -> None:
    with pytest.raises(ListError, match="expected a list reply"):
        EpointSpider().entries(listing(text, LIST))


@pytest.mark.parametrize("asked", [None, Request(LIST, method="POST", body="[]"), Request(LIST)])
def test_saved_reply_whose_request_is_not_known_has_no_next(asked: Any) -> None:  # noqa: ANN401
    assert EpointSpider().next_list(listing(records(1, 20, total=90), LIST, asked=asked)) is None
