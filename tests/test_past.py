"""The past reads the same whatever came later: for each thing that a later look may change, what was exported before and after it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Attachment, ListEntry, NotModified, Report
from storage.archive import Archive
from storage.forgetting import forget
from storage.selection import Filters, selected
from tests.alike import REPORT
from tests.made import SITE, START, URL, later, made_entry, made_report

OTHER = "https://www.qinghe.gov.cn/zwgk/fzzf/202603/t20260301_1025.html"
NEW = "https://www.qinghe.gov.cn/fzzf/doc/8f14e45f-ceea-467f-9575-6d7d4a1b2c3d.html"
NEWER = "https://sfj.qinghe.gov.cn/article/2026/1.html"
FILE = Attachment(name="附件1.pdf", url="https://www.qinghe.gov.cn/files/1.pdf?token=a1")
HOUR = timedelta(hours=1)
Later = Callable[[Archive], object]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Yield an archive with one report that a scrape has brought and another of a row."""
    with Archive.open(tmp_path / "reports.db") as opened:
        opened.record(report(site=None, entry=None), run=None, at=START)
        opened.record(beside(), run=None, at=later(hours=1))
        yield opened


def report(url: str = URL, **changes: object) -> Report:
    values: dict[str, Any] = {"text": REPORT, "site": SITE, "entry": made_entry(url), **changes}
    return made_report(url, **values)


def beside() -> Report:
    return report(OTHER, text=REPORT + "\n抄送：清河市人民政府")


def then(archive: Archive, filters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    return list(selected(archive, Filters(as_of=later(days=1), all_versions=True, **(filters or {}))))


def reread(**changes: object) -> Later:
    return lambda archive: archive.record_reread(report(URL, **changes), run=None, at=later(days=2))


def walk(archive: Archive, days: float, *reports: Report, complete: bool = True) -> list[tuple[str, str]]:
    """Let a run that ends an hour after it began list and look at some reports."""
    at = later(days=days)
    run = archive.begin_run(SITE.id, at=at)
    archive.list_entries(SITE.id, [ListEntry(url=each.page.url, title=each.title) for each in reports], at=at)
    for each in reports:
        archive.record(each, run=run.id, at=at)
    ended: dict[str, Any] = {"verdict": "sound", "counts": {}, "problems": (), "complete": complete}
    return archive.end_run(run.id, at=at + HOUR, reason="finished", **ended)


LATER: dict[str, Later] = {
    "a new version": lambda archive: archive.record(report(text=REPORT + "\n更正"), run=None, at=later(days=2)),
    "a look": lambda archive: archive.look(NotModified(url=URL, seen_at=later(days=2)), run=None),
    "text of another shape": reread(text=REPORT.replace("。", "。\n")),
    "title of another shape": reread(title="清河市司法局 2025年度法治政府建设情况报告"),
    "source of another shape": reread(source="清河市 司法局"),
    "issuer, level": reread(issuer=None, level="town"),
    "report year": reread(report_year=2024),
    "numbers": reread(document_number="清司发〔2026〕1号", index_number=None),
    "kind": reread(kind="notice"),
    "outline": reread(outline=()),
    "a file's text read later": reread(attachments=(replace(FILE, hash="b1:00", type="pdf", text="附件正文"),)),
    "warnings, extractor": reread(warnings=("读法不同",), extractor="govreports/2"),
    "site, region, publisher": lambda archive: archive.record(report(), run=None, at=later(days=2)),
    "the row's own words": lambda archive: archive.record(
        replace(beside(), page=replace(beside().page, site=replace(SITE, region="320803", publisher="清河区司法局"))),
        run=None,
        at=later(days=2),
    ),
    "the same text elsewhere": lambda archive: archive.record(report(NEW), run=None, at=later(days=2)),
    "nearly the same elsewhere": lambda archive: archive.record(report(NEW, text=REPORT + "\n无附件"), run=None, at=later(days=2)),
    "a run without change": lambda archive: walk(archive, 2, report(), beside()),
}


@pytest.mark.parametrize("what", LATER)
def test_past_reads_the_same_after(archive: Archive, what: str) -> None:
    before, now = then(archive), list(selected(archive, Filters(all_versions=True)))

    LATER[what](archive)

    assert len(before) == 2
    assert then(archive) == before
    assert list(selected(archive, Filters(all_versions=True))) != now
    assert list(selected(archive, Filters(all_versions=True))) == list(selected(archive, Filters(as_of=later(days=9), all_versions=True)))


def test_each_of_several_readings_stands_until_the_next(archive: Archive) -> None:
    for day, issuer in ((2, "甲"), (4, None), (6, "丙")):
        archive.record_reread(report(issuer=issuer, text=REPORT + "\n" * day), run=None, at=later(days=day))

    found = [next(selected(archive, Filters(as_of=later(days=day))))["issuer"] for day in (1, 3, 5, 7)]

    assert found == ["清河市司法局", "甲", None, "丙"]


def test_filters_ask_for_what_was_written_then(archive: Archive) -> None:
    archive.record_reread(
        report(OTHER, text=REPORT + "\n抄送：清河市人民政府", report_year=2024, kind="notice"), run=None, at=later(days=2)
    )
    archive.record(report(), run=None, at=later(days=2))

    asked: list[dict[str, Any]] = [{"year": 2025}, {"year": 2024}, {"kind": "notice"}, {"site": SITE.id}, {"region": "32"}]
    assert [[each["url"] for each in then(archive, filters)] for filters in asked] == [[URL, OTHER], [], [], [OTHER], [OTHER]]


def test_texts_compared_later_are_not_alike_before(archive: Archive) -> None:
    with archive.file.writing() as database:
        for table in ("sketches", "bands", "similarities"):
            database.execute(f"delete from {table}")  # noqa: S608  # our own names
    before = then(archive)

    for url in (URL, OTHER):
        version = archive.newest(url)
        assert version is not None
        archive.relate(version, at=later(days=2))

    assert then(archive) == before
    assert [len(each["similar_to"]) for each in selected(archive, Filters())] == [1, 1]


@pytest.mark.parametrize("says_more", [False, True], ids=["the same", "more"])
def test_address_that_was_new_before_its_report_was_known_to_have_moved_stands_in_the_past(archive: Archive, *, says_more: bool) -> None:
    moved = report(NEW, source="清河市人民政府办公室" if says_more else "清河市司法局")
    newer = replace(moved, page=replace(moved.page, url=NEWER, entry=made_entry(NEWER)))
    walk(archive, 0.2, report(), beside())
    walk(archive, 0.5, moved, complete=False)
    archive.record_reread(replace(moved, issuer="清河市"), run=None, at=later(days=1.5))
    before = then(archive)
    days = [0.1, 0.3, 0.6, 1.6]
    known = [list(selected(archive, Filters(as_of=later(days=day)))) for day in days]

    pairs = [*walk(archive, 2, moved, beside()), *walk(archive, 4, newer, beside())]
    archive.record_reread(replace(newer, issuer="乙"), run=None, at=later(days=5), of=NEWER)

    assert pairs == [(URL, NEW), (NEW, NEWER)]
    assert [(each["url"], each["version"]) for each in before] == [(NEW, 1), (URL, 1), (OTHER, 1)]
    assert then(archive) == before
    assert [list(selected(archive, Filters(as_of=later(days=day)))) for day in days] == known
    assert next((each["url"], each["moved_from"]) for each in selected(archive, Filters(as_of=later(days=3)))) == (NEW, URL)


def test_move_of_an_older_archive_is_taken_back_as_far_as_is_known(archive: Archive) -> None:
    walk(archive, 0.2, report(), beside())
    before = then(archive)
    walk(archive, 2, report(NEW), beside())
    with archive.file.writing() as database:
        database.execute("update moves set last = null, dropped = null")

    assert then(archive) == before
    assert [each["url"] for each in selected(archive, Filters())] == [NEW, OTHER]


def test_what_is_forgotten_is_gone_from_every_past(archive: Archive) -> None:
    archive.record_reread(report(text=REPORT.replace("。", "。\n")), run=None, at=later(days=2))

    forget(archive.file, URL, why="当事人请求", by="govreports/test", at=later(days=3))

    assert [each["url"] for each in then(archive)] == [OTHER]
    with archive.file.reading() as database:
        assert [database.table(name).count for name in ("contents", "earlier")] == [1, 0]


def test_earlier_text_stays_while_another_report_is_forgotten(archive: Archive) -> None:
    before = then(archive)
    archive.record_reread(report(text=REPORT.replace("。", "。\n")), run=None, at=later(days=2))

    forget(archive.file, OTHER, why="当事人请求", by="govreports/test", at=later(days=3))

    assert [each["text"] for each in then(archive)] == [each["text"] for each in before if each["url"] == URL]
