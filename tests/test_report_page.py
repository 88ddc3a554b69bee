"""The pages of a report: what they say, what they link to, and what they answer where there is none."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from crawler.model import Attachment, Part
from storage.archive import Archive
from storage.browse.app import made_site
from storage.browse.fields import FIELD_NAMES, citation
from storage.browse.instance import Browse
from storage.forgetting import forget
from storage.hashes import content_hash, page_hash
from storage.versions import FIELDS
from tests.browsed import asked
from tests.made import SITE, START, TEXT, URL, later, made_report

COPY, ALIKE, GONE = (f"https://www.baihe.gov.cn/{name}.html" for name in ("copy", "alike", "gone"))
LONG = TEXT + "\n" + "持续加强行政执法监督，完善行政裁量权基准制度，组织执法人员培训考试。" * 12
NASTY = "附件<script>alert(1)</script>\" onload='x'.xlsx"
TABLE = b"\xd0\xcf\x11\xe0 made up"
FILE = Part(role="file", url="https://www.qinghe.gov.cn/t/1.xls", name="../统计表 1.xls", body=TABLE, fetched_at=START, status=200)
LOST = Part(role="file", url="https://www.qinghe.gov.cn/t/2.xls", name="清单.xls", problem="found 404, expected a file", fetched_at=START)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    path = tmp_path_factory.mktemp("reports") / "reports.db"
    files = (
        Attachment(name="统计表.xls", url=FILE.url, hash=page_hash(TABLE), type="xls", text="复议 | 312"),
        Attachment(name=NASTY, url="javascript:alert(1)"),
    )
    with Archive.open(path) as archive:
        archive.record(made_report(text=LONG, site=SITE, parts=(FILE, LOST), attachments=files), run=None, at=START)
        second = made_report(
            text=LONG.replace("312件", "319件"), site=SITE, warnings=("page declared <b>",), parts=(FILE, LOST), attachments=files
        )
        archive.record(second, run=None, at=later(days=1))
        archive.record(made_report(COPY, text=second.text), run=None, at=START)
        archive.record(made_report(ALIKE, text=LONG.replace("清河", "白河"), title="白河县报告"), run=None, at=START)
        archive.record(made_report(GONE, text="白河县司法局的报告。"), run=None, at=START)
        forget(archive.file, GONE, why="所载之人请求撤下", at=later(days=2), by="govreports")
    return made_site(path, [SITE])


def get(site: Browse, path: str, **query: object) -> httpx.Response:
    """Return the answer to a path of the site."""
    return asked(site, f"{path}?{urlencode(query)}")[0]


def test_page_of_a_report_tells_all_that_is_known_of_it(site: Browse) -> None:
    page = get(site, "/report", url=URL).text

    told = (
        "办理行政复议案件319件",
        "第 2 版，共 2 版",
        "发布者改动",
        "page declared &lt;b&gt;",
        "014203/2026-00031",
        "江苏省",
        content_hash(LONG.replace("312件", "319件")),
    )
    assert [words for words in told if words not in page] == []
    assert '<h2 id="s1">一、主要举措和成效</h2>' in page
    assert all(f"/report?{urlencode({'url': other})}" in page for other in (COPY, ALIKE))
    assert f"/report?{urlencode({'url': URL, 'version': 1})}".replace("&", "&amp;") in page


def test_stored_words_are_never_markup_or_links_to_run(site: Browse) -> None:
    page = get(site, "/report", url=URL).text

    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "附件&lt;script&gt;" in page


def test_version_that_is_asked_for_is_shown_as_it_was(site: Browse) -> None:
    page = get(site, "/report", url=URL.replace("https://www.", "http://"), version=1).text

    assert ("312件" in page, "319件" in page, "您正在看旧版" in page) == (True, False, True)


def test_english_is_spoken_where_it_is_asked_for(site: Browse) -> None:
    page = get(site, "/report", url=URL, lang="en").text

    assert ("Version 2 of 2" in page, "第 2 版" in page, "Hash of the text" in page) == (True, False, True)


@pytest.mark.parametrize("path", ["/report", "/diff", "/original", "/original/page", "/original/markup", "/original/bytes", "/attachment"])
def test_what_is_not_held_is_not_found(site: Browse, path: str) -> None:
    unknown = {"url": "https://www.heihe.gov.cn/1.html"}, {"url": URL, "version": 9, "to": 9}, {"url": URL, "version": "x", "to": "x"}

    assert [get(site, path, **query).status_code for query in unknown] == [404, 404, 404]


def test_report_that_was_taken_down_says_why(site: Browse) -> None:
    answers = [get(site, path, url=GONE) for path in ("/report", "/diff", "/original")]

    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert "所载之人请求撤下" in answers[0].text


def test_diff_shows_the_last_change_and_any_other(site: Browse) -> None:
    last, turned, others = (get(site, "/diff", url=URL, **query).text for query in ({}, {"from": 2, "to": 1}, {"from": 1, "other": ALIKE}))

    assert "31<del>2</del><ins>9</ins>件" in last
    assert "31<del>9</del><ins>2</ins>件" in turned
    assert "<del>清</del><ins>白</ins>河市司法局" in others


def test_stored_page_is_sent_under_its_walls(site: Browse) -> None:
    names = ("/original/page", "/original/markup", "/original/bytes")
    answers = [get(site, name, url=URL) for name in names] + [get(site, "/attachment", url=URL, n=0)]

    assert {answer.headers["content-security-policy"].partition(";")[0] for answer in answers} == {"sandbox"}
    assert {answer.headers["x-content-type-options"] for answer in answers} == {"nosniff"}
    kinds = [answer.headers["content-type"].partition(";")[0] for answer in answers]
    assert kinds == ["text/html", "text/plain", "application/octet-stream", "application/octet-stream"]


def test_bytes_are_those_that_were_sent(site: Browse) -> None:
    page, file = get(site, "/original/bytes", url=URL), get(site, "/attachment", url=URL, n=0)

    assert (page_hash(page.content), file.content) == (page.headers["etag"].strip('"'), TABLE)
    assert page.headers["content-disposition"] == "attachment; filename*=UTF-8''t20260301_1024.html"
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''_%E7%BB%9F%E8%AE%A1%E8%A1%A8_1.xls"


def test_part_that_could_not_be_had_is_told_and_not_sent(site: Browse) -> None:
    page = get(site, "/original", url=URL).text

    assert "found 404, expected a file" in page
    assert [get(site, "/attachment", url=URL, n=n).status_code for n in (1, 2, "-1", "x")] == [404] * 4


def test_every_field_of_the_record_has_its_names() -> None:
    assert tuple(FIELD_NAMES) == FIELDS


def test_citation_names_the_version_and_what_proves_it(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(), run=None, at=START)
        version = archive.newest(URL)
    assert version is not None

    hashed = content_hash(TEXT)
    assert citation(version, "zh") == (
        "清河市司法局：《清河市司法局2025年度法治政府建设情况报告》，2026-03-01 15:28公开，"
        f"{URL}，第1版（2026-03-02T01:30:00Z收录），{hashed}"
    )
    assert citation(replace(version, issuer=None, source=None, published_at=None), "en") == (
        f"“清河市司法局2025年度法治政府建设情况报告”, no date of publication, {URL}, version 1 as seen 2026-03-02T01:30:00Z, {hashed}"
    )
