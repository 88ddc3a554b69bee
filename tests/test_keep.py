import pytest

from crawler.keep import is_kept
from crawler.model import ListEntry


def entry(title: str, *, cut: bool = False) -> ListEntry:
    return ListEntry(url="https://www.qinghe.gov.cn/a.html", title=title, cut=cut)


@pytest.mark.parametrize(
    "title", ["清河市司法局2025年度法治政府建设情况报告", "关于2025年法治政府建设工作情况的报告", "清河市2019年依法行政工作报告"]
)
def test_what_could_be_a_report_is_kept_by_default(title: str) -> None:
    assert is_kept(entry(title), None)


@pytest.mark.parametrize(
    "title", ["清河市司法局部门预算公开", "关于召开法治政府建设工作会议的通知", "清河市2025年政府信息公开工作年度报告"]
)
def test_what_is_another_thing_is_left_by_default(title: str) -> None:
    assert not is_kept(entry(title), None)


@pytest.mark.parametrize(("title", "answer"), [("清河市司法局2025年度…", True), ("【文字解读】清河市2025年法治政府建设…", False)])
def test_cut_title_is_kept_by_default_unless_it_is_another_thing_already(title: str, answer: bool) -> None:
    assert is_kept(entry(title, cut=True), None) is answer


def test_title_that_its_list_cut_without_a_mark_is_judged_as_cut() -> None:
    assert is_kept(entry("清河市自然资源和规划局202", cut=True), None)
    assert not is_kept(entry("清河市自然资源和规划局202"), None)


@pytest.mark.parametrize(
    ("pattern", "title", "cut", "answer"),
    [
        ("法治政府建设", "清河市2025年法治政府建设情况报告", False, True),
        ("法治政府建设", "清河市2025年法治政…", False, False),
        ("法治政府建设", "清河市2025年法治政…", True, True),
        ("法治政府建设", "清河市司法局关于…", True, True),
        ("^清河市.*法治政府", "清河市司法局…", True, True),
        ("^清河市.*法治政府", "海安市司法局…", True, False),
        ("报告$", "清河市2025年法治政府建设情况报...", True, True),
    ],
)
def test_pattern_of_the_row_decides_as_far_as_the_title_goes(pattern: str, title: str, cut: bool, answer: bool) -> None:
    assert is_kept(entry(title, cut=cut), pattern) is answer
