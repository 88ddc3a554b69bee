"""Reports whose addresses a redesign has changed, in the archive alone: what moves, what does not, and how the past reads."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from crawler.model import Part, Problem, Report
from storage.archive import Archive
from storage.held import held, hold
from storage.selection import Filters, selected
from tests.made import SITE, START, TEXT, URL, later, made_entry, made_page, made_report

ROOT = Path(__file__).parent.parent
OLD = URL
NEW = "https://www.qinghe.gov.cn/fzzf/doc/8f14e45f-ceea-467f-9575-6d7d4a1b2c3d.html"
NEWER = "https://sfj.qinghe.gov.cn/article/2026/1.html"
OTHER = "https://www.qinghe.gov.cn/zwgk/fzzf/202603/t20260301_1025.html"
BODY = TEXT + "\n三、下一步安排\n" + "持续加强行政执法规范化建设，完善重大行政决策程序，推动法律顾问制度落实。" * 3


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def report(url: str = OLD, **changes: object) -> Report:
    return made_report(url, **{"text": BODY, "site": SITE, "entry": made_entry(url), **changes})


def walk(archive: Archive, at: datetime, reports: Sequence[Report], *, complete: bool = True) -> list[tuple[str, str]]:
    """Let a run list and look at some reports, as a crawl does, and return which have moved."""
    run = archive.begin_run(SITE.id, at=at)
    archive.list_entries(SITE.id, [each.page.entry for each in reports if each.page.entry], at=at)
    for each in reports:
        archive.record(each, run=run.id, at=at)
    verdict = "sound" if complete else "red: FAILING"
    return archive.end_run(run.id, at=at, reason="finished", verdict=verdict, counts={}, problems=(), complete=complete)


def moved(archive: Archive) -> None:
    """Collect a report, an edit of it, and after a redesign the same at its new address."""
    walk(archive, START, [report(text=TEXT * 2)])
    walk(archive, later(days=1), [report()])
    walk(archive, later(days=2), [report(NEW, body=b"<html>new template</html>")])


def exported(archive: Archive, as_of: datetime | None = None, *, all_versions: bool = False) -> list[dict[str, object]]:
    return list(selected(archive, Filters(as_of=as_of, all_versions=all_versions)))


def test_new_address_takes_over_the_history(archive: Archive) -> None:
    moved(archive)

    versions = archive.versions(NEW)

    assert [(each.version, each.cause, each.url, each.moved_from) for each in versions] == [(1, "new", NEW, OLD), (2, "changed", NEW, OLD)]
    assert (versions[0].first_seen_at, versions[0].last_seen_at) == (START, later(days=2))


def test_old_address_leads_to_the_new_one(archive: Archive) -> None:
    moved(archive)

    assert archive.versions(OLD) == archive.versions(NEW)
    assert archive.newest(OLD) == archive.newest(NEW)
    assert archive.version(OLD, 1) == archive.version(NEW, 1)


def test_one_report_is_exported(archive: Archive) -> None:
    moved(archive)

    assert [(each["url"], each["version"], each["also_at"]) for each in exported(archive)] == [(NEW, 2, [])]
    assert [each["version"] for each in exported(archive, all_versions=True)] == [1, 2]


def test_pages_of_a_history_are_still_those_that_were_sent(archive: Archive) -> None:
    moved(archive)

    pages = [archive.stored_page(version) for version in archive.versions(NEW)]

    assert [page.url for page in pages] == [OLD, OLD]
    with archive.file.reading() as database:
        (proof,) = database.query("select m.url, p.body is not null as held from moves m join pages p using (page_hash)")
    assert proof == {"url": OLD, "held": 1}


def test_report_that_says_something_else_at_its_new_address_has_a_version_more(archive: Archive) -> None:
    walk(archive, START, [report()])

    walk(archive, later(days=1), [report(NEW, source="清河市人民政府办公室")])

    assert [(each.version, each.cause, each.source) for each in archive.versions(OLD)] == [
        (1, "new", "清河市司法局"),
        (2, "changed", "清河市人民政府办公室"),
    ]


def test_text_that_is_the_same_but_for_small_things_moves_by_title_and_day(archive: Archive) -> None:
    walk(archive, START, [report()])

    pairs = walk(archive, later(days=1), [report(NEW, text=BODY.replace("312件", "313件"), published_at="2026-03-01")])

    assert pairs == [(OLD, NEW)]
    assert [each.cause for each in archive.versions(NEW)] == ["new", "changed"]


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "清河市民政局2025年度工作总结。" * 30},
        {"text": BODY.replace("312件", "313件"), "title": "清河市司法局2025年度依法行政工作报告"},
        {"text": BODY.replace("312件", "313件"), "published_at": "2026-03-02"},
        {"text": BODY.replace("312件", "313件"), "published_at": None},
        {"report_year": 2024},
    ],
)
def test_another_report_is_not_taken_for_it(archive: Archive, changes: dict[str, object]) -> None:
    walk(archive, START, [report()])

    assert walk(archive, later(days=1), [report(NEW, **changes)]) == []
    assert archive.versions(NEW)[0].moved_from is None


def test_short_text_alone_is_no_proof(archive: Archive) -> None:
    walk(archive, START, [report(text="详见附件。")])

    assert walk(archive, later(days=1), [report(NEW, text="详见附件。", title="清河市财政局2025年度法治政府建设情况报告")]) == []


def test_address_that_is_still_listed_keeps_its_history(archive: Archive) -> None:
    walk(archive, START, [report()])

    assert walk(archive, later(days=1), [report(), report(NEW)]) == []
    assert [version.also_at for version in (*archive.versions(OLD), *archive.versions(NEW))] == [(NEW,), (OLD,)]


def test_nothing_moves_where_two_could_have(archive: Archive) -> None:
    walk(archive, START, [report(), report(OTHER)])

    assert walk(archive, later(days=1), [report(NEW)]) == []
    assert {version.url for version in archive.reread_candidates()} == {OLD, OTHER, NEW}


def test_nothing_moves_where_it_could_have_moved_to_two(archive: Archive) -> None:
    walk(archive, START, [report()])

    assert walk(archive, later(days=1), [report(NEW), report(NEWER)]) == []


def test_nothing_moves_while_the_row_holds_the_text_at_a_third_address(archive: Archive) -> None:
    walk(archive, START, [report(), report(OTHER)])

    assert walk(archive, later(days=1), [report(OTHER), report(NEW)]) == []


def test_same_text_in_another_section_hinders_nothing(archive: Archive) -> None:
    portal = replace(SITE, id="qinghe-zf")
    archive.record(report(OTHER, site=portal), run=archive.begin_run(portal.id, at=START).id, at=START)
    walk(archive, START, [report()])

    assert walk(archive, later(days=1), [report(NEW)]) == [(OLD, NEW)]
    assert archive.versions(NEW)[0].also_at == (OTHER,)


def test_address_that_another_row_still_lists_is_not_gone(archive: Archive) -> None:
    walk(archive, START, [report()])
    portal = archive.begin_run("qinghe-zf", at=START)
    archive.list_entries("qinghe-zf", [made_entry(OLD)], at=later(hours=1))
    archive.end_run(portal.id, at=later(hours=1), reason="finished", verdict="sound", counts={}, problems=(), complete=True)

    assert walk(archive, later(days=1), [report(NEW)]) == []


def test_address_that_another_row_listed_before_its_own_last_walk_is_gone(archive: Archive) -> None:
    walk(archive, START, [report()])
    archive.list_entries("qinghe-zf", [made_entry(OLD)], at=START)
    portal = archive.begin_run("qinghe-zf", at=later(hours=1))
    archive.end_run(portal.id, at=later(hours=2), reason="finished", verdict="sound", counts={}, problems=(), complete=True)

    assert walk(archive, later(days=1), [report(NEW)]) == [(OLD, NEW)]


def test_walk_that_is_not_complete_tells_of_no_move_and_the_next_one_does(archive: Archive) -> None:
    walk(archive, START, [report()])

    assert walk(archive, later(days=1), [report(NEW)], complete=False) == []
    assert walk(archive, later(days=2), [report(NEW)]) == [(OLD, NEW)]


def test_first_complete_walk_has_nothing_to_compare_with(archive: Archive) -> None:
    walk(archive, START, [report()], complete=False)

    assert walk(archive, later(days=1), [report(NEW)]) == []


def test_address_that_was_known_before_the_redesign_is_not_new(archive: Archive) -> None:
    walk(archive, START, [report(), report(NEW)])

    assert walk(archive, later(days=1), [report(NEW)]) == []


def test_old_address_that_leads_to_the_new_one_has_moved_though_it_is_listed(archive: Archive) -> None:
    walk(archive, START, [report()])

    assert walk(archive, later(days=1), [report(NEW, entry=made_entry(OLD))]) == [(OLD, NEW)]
    assert walk(archive, later(days=2), [report(NEW, entry=made_entry(OLD))]) == []


def test_listed_address_that_could_not_be_asked_this_time_is_not_gone(archive: Archive) -> None:
    walk(archive, START, [report(OTHER, entry=made_entry(OLD))])
    archive.list_entries(SITE.id, [made_entry(OLD)], at=later(days=1))

    assert walk(archive, later(days=1), [report(NEW)]) == []


def test_report_moves_twice_and_every_address_leads_to_the_last(archive: Archive) -> None:
    moved(archive)

    assert walk(archive, later(days=3), [report(NEWER)]) == [(NEW, NEWER)]
    assert {archive.newest(url) for url in (OLD, NEW, NEWER)} == {archive.newest(NEWER)}
    assert [(each.version, each.moved_from) for each in archive.versions(NEWER)] == [(1, NEW), (2, NEW)]


def test_redesign_that_is_taken_back_gives_the_old_address_its_history_again(archive: Archive) -> None:
    moved(archive)

    assert walk(archive, later(days=3), [report(OLD)]) == [(NEW, OLD)]
    assert archive.versions(NEW) == archive.versions(OLD)
    assert [(each.version, each.url, each.moved_from) for each in archive.versions(OLD)] == [(1, OLD, NEW), (2, OLD, NEW)]


def test_old_address_is_not_asked_with_what_the_new_one_sent(archive: Archive) -> None:
    walk(archive, START, [report()])
    walk(archive, later(days=1), [report(NEW, etag='"9a"', last_modified="Tue, 03 Mar 2026 01:30:00 GMT")])

    archive.record(
        report(NEW, entry=made_entry(OLD), etag='"9a"', last_modified="Tue, 03 Mar 2026 01:30:00 GMT"), run=None, at=later(days=2)
    )

    assert archive.validators(OLD) == (None, None)
    assert archive.validators(NEW) == ('"9a"', "Tue, 03 Mar 2026 01:30:00 GMT")


def test_old_address_that_leads_to_the_new_one_is_asked_with_what_that_sent(archive: Archive) -> None:
    walk(archive, START, [report()])
    walk(archive, later(days=1), [report(NEW, entry=made_entry(OLD), etag='"9a"')])

    assert archive.validators(OLD) == ('"9a"', None)


def test_old_address_that_was_asked_for_meanwhile_may_have_its_history_back(archive: Archive) -> None:
    moved(archive)
    archive.record(report(NEW, entry=made_entry(OLD)), run=None, at=later(days=2, hours=1))

    assert walk(archive, later(days=3), [report(OLD)]) == [(NEW, OLD)]


def test_where_a_report_has_gone_is_told_of_its_old_address_only(archive: Archive) -> None:
    moved(archive)

    assert [archive.moved_to(url) for url in (OLD, OLD.replace("https://www.", "http://"), NEW, OTHER)] == [NEW, NEW, None, None]


def with_file(of: Report, name: str) -> Report:
    """Return a report whose page came with a file of this name."""
    part = Part(role="file", url=f"{of.page.url}/{name}", name=name, body=name.encode(), fetched_at=START, status=200)
    return replace(of, page=replace(of.page, parts=(part,)))


def test_files_follow_their_versions(archive: Archive) -> None:
    walk(archive, START, [with_file(report(text=TEXT * 2), "old.pdf")])
    walk(archive, later(days=1), [with_file(report(), "edited.pdf")])
    walk(archive, later(days=2), [with_file(report(NEW), "moved.pdf")])

    parts = [archive.stored_page(version).parts for version in archive.versions(NEW)]

    assert [[part.url for part in each] for each in parts] == [[f"{OLD}/old.pdf"], [f"{NEW}/moved.pdf"]]


def test_files_of_a_version_that_the_move_made_are_its_own(archive: Archive) -> None:
    walk(archive, START, [with_file(report(), "old.pdf")])
    walk(archive, later(days=1), [with_file(report(NEW, published_at="2025-03-07"), "moved.pdf")])

    parts = [archive.stored_page(version).parts for version in archive.versions(NEW)]

    assert [[part.url for part in each] for each in parts] == [[f"{OLD}/old.pdf"], [f"{NEW}/moved.pdf"]]


def test_page_that_waits_at_the_old_address_waits_no_longer(archive: Archive) -> None:
    walk(archive, START, [report()])
    gone = made_page(OLD, entry=made_entry(OLD))
    hold(archive.file, gone, Problem("NOT_FOUND", OLD, "found HTTP 404"), text=None, run=None, at=later(days=1))

    walk(archive, later(days=2), [report(NEW)])

    assert [each.decision for each in held(archive.file, OLD)] == ["closed"]


def test_past_reads_as_it_was(archive: Archive) -> None:
    before: dict[datetime, object] = {}
    for day, url in enumerate((OLD, NEW, OLD, NEWER)):
        walk(archive, later(days=day), [report(url), report(OTHER, text=f"{BODY}\n附言", title="另一报告", report_year=2024)])
        before[later(days=day, hours=1)] = exported(archive, later(days=day, hours=1))
    walk(archive, later(days=9), [report(NEWER, text=BODY + "\n补充说明")])

    for moment, then in before.items():
        assert exported(archive, moment) == then
    assert [each["url"] for each in exported(archive, later(hours=1))] == [OLD, OTHER]
    assert [each["moved_from"] for each in exported(archive, later(days=1, hours=1)) if each["url"] == NEW] == [OLD]


def test_edits_go_on_at_the_new_address(archive: Archive) -> None:
    moved(archive)

    change = archive.record(report(NEW, text=BODY + "\n补充说明"), run=None, at=later(days=3))

    assert (change.version, change.outcome) == (3, "changed")


def test_stored_page_from_before_a_move_is_read_again_for_the_new_address(archive: Archive) -> None:
    moved(archive)
    newest = archive.newest(NEW)
    assert newest is not None
    page = archive.stored_page(newest)

    change = archive.record_reread(made_report(OLD, text="重读", body=page.body), run=None, at=later(days=3), of=NEW)

    assert (change.outcome, change.version) == ("reextracted", 3)
    assert [each.cause for each in archive.versions(NEW)] == ["new", "changed", "reextracted"]


def test_old_address_that_bears_a_report_again_has_a_history_of_its_own(archive: Archive) -> None:
    moved(archive)

    change = archive.record(report(OLD, text="清河市司法局2026年度法治政府建设情况报告" * 9), run=None, at=later(days=3))

    assert (change.outcome, change.version) == ("new", 1)
    assert [len(archive.versions(url)) for url in (OLD, NEW)] == [1, 2]


def test_walk_that_was_killed_leaves_new_addresses_new_and_the_one_that_goes_on_tells_the_moves(archive: Archive) -> None:
    walk(archive, START, [report()])
    killed = archive.begin_run(SITE.id, at=later(days=1))
    archive.list_entries(SITE.id, [made_entry(NEW)], at=later(days=1))
    archive.record(report(NEW), run=killed.id, at=later(days=1))
    with archive.file.writing() as database:
        database.execute("update runs set process_started = process_started - 3600 where id = ?", [killed.id])
    before = [(version.url, version.version, version.moved_from) for version in archive.reread_candidates()]

    pairs = walk(archive, later(days=1, hours=1), [])

    assert before == [(NEW, 1, None), (OLD, 1, None)]
    assert pairs == [(OLD, NEW)]


def test_archives_merged_before_and_after_a_move_hold_it_once_or_at_both(archive: Archive, tmp_path: Path) -> None:
    walk(archive, START, [report()])
    (merging,) = [block for block in (ROOT / "docs" / "archive.md").read_text(encoding="utf-8").split("```sql\n") if "attach '" in block]
    with closing(sqlite3.connect(archive.file.path)) as plain:
        plain.execute("vacuum into ?", [str(tmp_path / "before.db")])
    walk(archive, later(days=1), [report(NEW)])
    archive.close()

    for first, other, expected in (("reports.db", "before.db", [NEW]), ("before.db", "reports.db", [NEW, OLD])):
        shutil.copy(tmp_path / first, tmp_path / "first.db")
        shutil.copy(tmp_path / other, tmp_path / "other.db")
        with closing(sqlite3.connect(tmp_path / "first.db")) as plain:
            plain.executescript(merging.partition("```")[0].replace("other.db", str(tmp_path / "other.db")))
        with Archive.open(tmp_path / "first.db") as merged:
            assert sorted(version.url for version in merged.reread_candidates()) == expected


def test_every_reference_still_holds_after_a_move(archive: Archive) -> None:
    moved(archive)

    with closing(sqlite3.connect(archive.file.path)) as plain:
        assert plain.execute("pragma foreign_key_check").fetchall() == []
        assert plain.execute("select count(*) from pages").fetchone() == (2,)


def test_what_is_missing_is_told_only_where_something_is_new(archive: Archive) -> None:
    walk(archive, START, [report()])
    run = archive.begin_run(SITE.id, at=later(days=1))
    assert archive.missing(run) == []

    archive.record(report(NEW), run=run.id, at=later(days=1))

    assert [version.url for version in archive.missing(run)] == [OLD, NEW]
