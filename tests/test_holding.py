from dataclasses import replace
from pathlib import Path

import pytest

from crawler.errors import ReusedError, ShrunkError
from crawler.model import Attachment, Report
from pipelines.holding import examined
from storage.archive import Archive
from storage.versions import Version
from tests.alike import OTHER, REPORT, body
from tests.made import START, made_report


@pytest.fixture
def newest(tmp_path: Path) -> Version:
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(text=REPORT), run=None, at=START)
        version = archive.newest(made_report().page.url)
    assert version is not None
    return version


def left(share: float) -> str:
    return REPORT[: round(len(REPORT) * share)]


def test_first_look_at_an_address_has_nothing_to_be_compared_with() -> None:
    report = made_report(text="短")

    assert examined(report, None) is report


@pytest.mark.parametrize("text", [REPORT, left(0.45), REPORT * 3, REPORT.replace("清河市", "临泽县")])
def test_text_of_which_enough_is_left_passes(newest: Version, text: str) -> None:
    report = made_report(text=text)

    assert examined(report, newest) is report


@pytest.mark.parametrize("share", [0.35, 0.05])
def test_text_of_which_most_is_gone_is_held_back(newest: Version, share: float) -> None:
    with pytest.raises(ShrunkError, match=r"found \d+ characters of text, expected about \d+ as before") as caught:
        examined(made_report(text=left(share)), newest)

    assert caught.value.code == "TEXT_SHRANK"


def test_white_space_that_goes_is_no_loss(newest: Version) -> None:
    spaced = replace(newest, text="\n\n\u3000\u3000".join(REPORT))
    report = made_report(text=REPORT)

    assert examined(report, spaced) is report


def test_text_that_the_publisher_put_into_a_file_passes_with_a_warning(newest: Version) -> None:
    added = Attachment(name="清河市司法局2025年度法治政府建设情况报告.pdf", url="https://www.qinghe.gov.cn/files/2.pdf")
    report = made_report(text=left(0.1), attachments=(*newest.attachments, added))

    passed = examined(report, newest)

    assert passed == replace(report, warnings=passed.warnings)
    assert [warning.partition(" from")[0] for warning in passed.warnings] == ["the text shrank"]


def test_few_lines_may_become_any_other_few_lines(newest: Version) -> None:
    report = made_report(text="详见附件。")

    assert examined(report, replace(newest, text="清河市司法局2025年度法治政府建设情况报告见附件，公众可以下载阅读。")) is report


def news() -> Report:
    return made_report(text=OTHER * 2, title="清河市司法局召开2026年工作会议", kind="news")


def test_another_page_at_the_address_of_a_report_is_held_back(newest: Version) -> None:
    with pytest.raises(ReusedError, match="found '清河市司法局召开2026年工作会议'") as caught:
        examined(news(), newest)

    assert caught.value.code == "ADDRESS_REUSED"


def test_news_may_follow_what_was_no_report(newest: Version) -> None:
    assert examined(news(), replace(newest, kind="notice")).text == OTHER * 2


@pytest.mark.parametrize("title", ["清河市司法局2025年度法治政府建设情况", "公告公示"])
def test_title_alone_makes_no_other_page(newest: Version, title: str) -> None:
    report = made_report(text=body(seed=9), kind="other", title=title)

    assert examined(report, newest) is report


def test_next_report_at_the_same_address_passes_with_a_warning(newest: Version) -> None:
    report = made_report(text=OTHER * 2, title="清河市司法局2026年度法治政府建设情况报告", report_year=2026)

    passed = examined(report, newest)

    assert passed.warnings == ("the address had another text before, titled '清河市司法局2025年度法治政府建设情况报告'",)
