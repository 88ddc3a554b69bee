import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import ArchiveError, SiteError
from crawler.model import ListEntry
from storage.archive import Archive
from storage.question import parse
from storage.search import Sought, matches, search, steps
from storage.words import words_of
from tests.made import SITE, URL, later, made_report

HOST = "https://www.qinghe.gov.cn/"
REVIEW, TOWN, PLAIN = f"{HOST}review.html", f"{HOST}town.html", f"{HOST}plain.html"
TEXTS = {
    REVIEW: ("清河市行政复议工作情况报告", "清河市司法局", "全年办理行政复议案件312件次，复议纠错率为11.2%。"),
    TOWN: (
        "柳林镇2023年度法治政府建设情况报告",
        "柳林镇人民政府",
        "2023年，我镇依法行政，配合复议机关办理案件12件，聘请法律顾问。使用ＯＡ系统。",
    ),
    PLAIN: ("关于公开的公告", "清河市人民政府", "本市行政机关政复办函已经公布。法\u3000治 宣传持续开展，面积3㎡。"),
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as made:
        for day, (url, (title, issuer, text)) in enumerate(TEXTS.items()):
            site = replace(SITE, region=("320899", "320885", "110000")[day])
            report = made_report(url, title=title, issuer=issuer, text=text, report_year=2023 + day, site=site)
            made.record(report, run=None, at=later(days=day))
        yield made


def found(archive: Archive, typed: str, sought: Sought | None = None, limit: int = 20) -> list[str]:
    with archive.file.reading() as database:
        return [row["url"] for row in search(database, parse(typed), sought or Sought(), limit)]


@pytest.mark.parametrize(
    ("typed", "urls"),
    [
        ("法", {TOWN, PLAIN, REVIEW}),  # in 司法局 too, who is the issuer
        ("顾", {TOWN}),
        ("复议", {REVIEW, TOWN}),
        ("行政复议", {REVIEW}),  # each pair of it is in PLAIN too, and not side by side
        ("复议 法律", {TOWN}),
        ("柳林 复议", {TOWN}),  # one word in the title, the other in the text
        ("复议 -法律", {REVIEW}),
        ("法律 OR 纠错", {REVIEW, TOWN}),
        ("法律｜公告", {TOWN, PLAIN}),
        ("312件", {REVIEW}),
        ("12件", {TOWN}),  # not within 312件
        ("２０２３年", {TOWN}),
        ("oa", {TOWN}),
        ("法治 宣传", {PLAIN}),  # spread out by blanks
        ("行政復議", {REVIEW}),
        ("複議", {REVIEW, TOWN}),
        ("3m2", {PLAIN}),
        ("“纠错率为11.2%”", {REVIEW}),
        ('"复议案件 312件"', {REVIEW}),
        ('"复议纠错 案件"', set()),
        ("人民政府", {TOWN, PLAIN}),
        ("监察", set()),
    ],
)
def test_words_of_any_length_are_found(archive: Archive, typed: str, urls: set[str]) -> None:
    assert set(found(archive, typed)) == urls


@pytest.mark.parametrize("typed", ["", "。，", "-复议", '""'])
def test_question_without_a_word_is_refused(typed: str) -> None:
    with pytest.raises(SiteError, match="expected a word"):
        parse(typed)


@pytest.mark.parametrize(
    ("sought", "urls"),
    [
        (Sought(region="3208"), {REVIEW, TOWN}),
        (Sought(year=2024), {TOWN}),
        (Sought(issuer="清河"), {REVIEW, PLAIN}),
        (Sought(site="qinghe-sfj", since=later(days=1)), {TOWN, PLAIN}),
        (Sought(site="other"), set()),
        (Sought(kind="plan"), set()),
    ],
)
def test_filters_narrow_what_is_found(archive: Archive, sought: Sought, urls: set[str]) -> None:
    assert set(found(archive, "法", sought)) == urls


def test_title_goes_before_issuer_and_that_before_text(archive: Archive) -> None:
    archive.record(made_report(URL, title="公示", issuer="复议局", text="复议" * 40), run=None, at=later(days=9))
    archive.record(made_report(f"{HOST}9.html", title="公示", issuer=None, text="复议" * 40), run=None, at=later(days=9))

    assert found(archive, "复议") == [REVIEW, URL, f"{HOST}9.html", TOWN]


@pytest.mark.parametrize("typed", ["复议", "议", "行政复议", "复议 办理", "复议 OR 诉讼", "复议 -诉讼"])
def test_of_many_the_best_are_found_without_ranking_all(archive: Archive, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    plainly = found(archive, typed)
    monkeypatch.setattr("storage.search._FEW", 1)

    assert found(archive, typed) == plainly
    assert found(archive, typed, limit=1) == plainly[:1]


def test_no_question_is_answered_by_a_scan(archive: Archive) -> None:
    questions = [parse(typed) for typed in ("法", "复议", "行政复议", "复议 OR 法 -诉讼")]
    asked = [each for question in questions for few in ([1], None) for each in steps(question, Sought(region="32"), 20, few)]
    asked += [matches(question, Sought(), 500) for question in questions]

    with archive.file.reading() as database:
        plans = [row["detail"] for sql, values in asked for row in database.query(f"explain query plan {sql}", values)]

    scans = [plan for plan in plans if plan.startswith("SCAN") and not plan.startswith(("SCAN (subquery", "SCAN b", "SCAN json_each"))]
    assert scans
    assert [plan for plan in scans if "VIRTUAL TABLE INDEX" not in plan or not plan.rpartition(":")[2].startswith(("M", "=M"))] == []


def test_newest_version_alone_is_found_unless_all_are_asked_for(archive: Archive) -> None:
    archive.record(made_report(TOWN, title="柳林镇2023年度法治政府建设情况报告", text="正文已经更正"), run=None, at=later(days=5))

    assert found(archive, "顾问") == []
    assert found(archive, "顾问", Sought(all_versions=True)) == [TOWN]
    assert found(archive, "更正") == [TOWN]


def test_same_text_at_two_addresses_is_indexed_once_and_found_twice(archive: Archive) -> None:
    title, issuer, text = TEXTS[REVIEW]
    archive.record(made_report(URL, title=title, issuer=issuer, text=text), run=None, at=later(days=3))

    assert sorted(found(archive, "复议案件")) == [REVIEW, URL]
    assert rows(archive, "select count(*) from searchable") == [(3,)]


def test_better_reading_is_found_by_what_it_says(archive: Archive) -> None:
    title, _, text = TEXTS[TOWN]
    reread = made_report(TOWN, title=title, issuer="柳林镇复核办公室", text=text.replace("，", "，\n"), report_year=2024)
    archive.record_reread(reread, run=None, at=later(days=3))

    assert found(archive, "复核") == [TOWN]
    assert found(archive, "依法行政") == [TOWN]


def test_report_that_moves_is_found_at_its_new_address(archive: Archive) -> None:
    old, new = f"{HOST}old.html", f"{HOST}new.html"
    for url, day in ((old, 10), (new, 11)):
        run = archive.begin_run(SITE.id, at=later(days=day)).id
        archive.list_entries(SITE.id, [ListEntry(url=url, title="报告")], at=later(days=day, minutes=1))
        report = made_report(
            url, title="清河市气象局年报", text="气象服务与防雷检查。" * 20, site=SITE, entry=ListEntry(url=url, title="报告")
        )
        archive.record(report, run=run, at=later(days=day, minutes=1))
        archive.end_run(
            run, at=later(days=day, hours=1), reason="finished", verdict="sound", counts={}, problems=[], whole=True, complete=True
        )

    assert found(archive, "防雷") == [new]


def test_older_archive_is_indexed_when_it_is_opened(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    with closing(sqlite3.connect(tmp_path / "reports.db")) as plain, plain:
        for table in ("search_words", "search_weights", "searchable"):
            plain.execute(f"drop table {table}")
        plain.execute("drop index idx_versions_searched")
        plain.execute("delete from _sqlite_migrations where name = 'search'")

    with Archive.open(tmp_path / "reports.db", readonly=True) as upgraded:
        assert found(upgraded, "行政复议") == [REVIEW]
        assert set(found(upgraded, "法")) == {REVIEW, TOWN, PLAIN}


def test_sqlite_without_full_text_search_is_one_line(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="without FTS5, expected a build"), archive.file.reading():
        raise sqlite3.OperationalError("no such module: fts5")


def test_chinese_is_cut_into_pairs_and_all_else_into_words() -> None:
    assert words_of("行政复议2件ＯＡ，法 治") == ("行政", "政复", "复议", "议", "2", "件", "oa", "法治", "治")


def rows(archive: Archive, sql: str) -> list[tuple[Any, ...]]:
    with archive.file.reading() as database:
        return database.execute(sql).fetchall()


def test_pieces_of_the_index_gather_before_they_are_merged(tmp_path: Path) -> None:
    sql = "select v from search_words_config where k = 'automerge' union all select v from search_weights_config where k = 'automerge'"
    with Archive.open(tmp_path / "reports.db") as archive, archive.file.reading() as database:
        assert database.execute(sql).fetchall() == [(8,), (8,)]
