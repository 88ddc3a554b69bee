"""Lists whose rows stand in other pages: columns beside a shell, frames, and pages that only point onward."""

import pytest

from crawler.model import Site
from spiders.lists.hubs import onward
from tests.saved import listing
from tests.walked import Walked, walked

HOST = "http://sfj.zhenhe.gov.cn"
SHELL = f"{HOST}/sfj/xxgkwjjd/xxgk_lists.shtml"
COLUMNS = [f"{HOST}/sfj/{name}/xxgk_list.shtml" for name in ("xxgkbmwj", "xxgkzcjd")]


def rows(first: int, last: int, folder: str = "bm") -> str:
    shape = '<li><a href="/sfj/{1}/202603/{0}00.shtml">镇河市第{0}号法治政府建设情况报告</a><span class="time">2026-03-02</span></li>'
    return '<ul class="pageList">' + "".join(shape.format(number, folder) for number in range(first, last + 1)) + "</ul>"


def menu(*addresses: str) -> str:
    return "<ul>" + "".join(f'<li><a href="{address}">部门文件</a></li>' for address in addresses) + "</ul>"


def pager(pages: int, page: int) -> str:
    return f"<script>createPageHTML('page_div', {pages}, {page}, 'xxgk_list', 'shtml', 9)</script>"


def collected(family: str, address: str, pages: dict[str, str]) -> Walked:
    site = Site(id="zhenhe-sfj", name="镇河市司法局", family=family, lists=(address,), schedule="1 6 * * *")
    return walked(site, pages, dry_run=True)


def test_columns_beside_a_shell_are_walked_one_after_the_other() -> None:
    second = COLUMNS[0].replace("list.shtml", "list_2.shtml")
    pages = {COLUMNS[0]: rows(1, 3) + pager(2, 1), second: rows(4, 5) + pager(2, 2), COLUMNS[1]: rows(6, 9)}

    done = collected("kaipu", SHELL, {SHELL: menu(SHELL, *COLUMNS), **pages})

    assert done.lists == [SHELL, *pages]
    assert (done.counted("seen"), done.problems) == (9, [])


@pytest.mark.parametrize("first", [None, "<ul></ul>", rows(6, 9)])
def test_column_that_gives_nothing_new_does_not_keep_the_next_from_being_read(first: str | None) -> None:
    pages = {SHELL: menu(*COLUMNS), COLUMNS[1]: rows(6, 9)} | ({COLUMNS[0]: first} if first else {})

    done = collected("kaipu", SHELL, pages)

    assert done.lists == [SHELL, *COLUMNS]
    assert done.counted("seen") == 4


def test_column_whose_later_pages_are_gone_gives_way_to_the_next() -> None:
    done = collected("kaipu", SHELL, {SHELL: menu(*COLUMNS), COLUMNS[0]: rows(1, 15), COLUMNS[1]: rows(21, 24)})

    assert done.lists[-1] == COLUMNS[1]
    assert done.counted("seen") == 19


def test_menu_of_a_whole_site_is_no_hub() -> None:
    many = [f"{HOST}/sfj/column{number}/xxgk_list.shtml" for number in range(13)]

    done = collected("kaipu", SHELL, {SHELL: menu(*many), **dict.fromkeys(many, rows(1, 3))})

    assert done.lists == [SHELL]
    assert [problem.code for problem in done.problems] == ["LIST_EMPTY"]


def test_list_in_a_frame_is_walked_where_it_stands() -> None:
    outer, inner = f"{HOST}/zwgk/fzzf/index.html", f"{HOST}/col/1_2/list.html"
    pages = {inner: rows(1, 5) + "<script>nsetpage(1,8,5)</script>", inner.replace("list", "list_2"): rows(6, 8)}

    done = collected("static", outer, {outer: f'<p>法治政府</p><iframe src="{inner}"></iframe>', **pages})

    assert done.lists == [outer, *pages]
    assert (done.counted("seen"), done.problems) == (8, [])


def test_frames_are_tried_until_one_has_rows() -> None:
    outer = f"{HOST}/zwgk/fzzf/index.html"
    frames = {f"{HOST}/menu.html": "<p>菜单</p>", f"{HOST}/rows.html": rows(1, 3)}
    shown = "".join(f'<iframe src="{address}"></iframe>' for address in frames)

    done = collected("static", outer, {outer: shown, **frames})

    assert (done.lists, done.counted("seen")) == ([outer, *frames], 3)


@pytest.mark.parametrize(
    "body",
    [
        '<iframe src="http://other.example.cn/a.html"></iframe>',
        '<iframe src="index.html?inner=1"></iframe>',
        "<script>location.href='/'</script>",
        "<p>暂无内容</p>",
    ],
)
def test_page_that_shows_nothing_of_its_own_host_leads_nowhere(body: str) -> None:
    assert onward(listing(f"<html><body>{body}</body></html>")) is None


def test_page_that_points_onward_is_followed_and_only_a_try() -> None:
    following = onward(listing("<html><script>window.location.href = 'list.html';</script></html>"))

    assert following is not None
    assert following.url.endswith("/sfj/fzzf/list.html")
    assert "guessed" in following.flags
