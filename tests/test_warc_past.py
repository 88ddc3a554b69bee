"""The pages of the past stay as they were: whatever moves, is read later or comes anew, the WARC as of a date has the same bytes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Attachment, ListEntry, Part, Report
from storage.archive import Archive
from storage.forgetting import forget
from storage.selection import Filters
from storage.warc import write_warc
from tests.alike import REPORT
from tests.made import SITE, START, URL, later, made_entry, made_report

NEW = "https://www.qinghe.gov.cn/fzzf/doc/8f14e45f-ceea-467f-9575-6d7d4a1b2c3d.html"
NEWER = "https://sfj.qinghe.gov.cn/article/2026/1.html"
OTHER = "https://www.qinghe.gov.cn/zwgk/fzzf/202603/t20260301_1025.html"
FILES = ("附件1.pdf", "附件2.pdf")


def part(name: str, body: bytes | None, days: float, **changes: object) -> Part:
    problem = None if body else "found HTTP 404, expected a file"
    values: dict[str, Any] = {
        "role": "file",
        "url": f"https://www.qinghe.gov.cn/files/{name}",
        "content_type": "application/pdf",
        **changes,
    }
    return Part(name=name, body=body, problem=problem, fetched_at=later(days=days), status=200 if body else 404, **values)


def report(url: str = URL, days: float = 0, second: bytes | None = None, **changes: object) -> Report:
    """Return a report with two files, of which the second could not be had unless its bytes are given."""
    parts = (part(FILES[0], b"%PDF-1.7 1", days), part(FILES[1], second, days))
    values: dict[str, Any] = {"text": REPORT, "site": SITE, "entry": made_entry(url), "parts": parts, "fetched_at": later(days=days)}
    attachments = tuple(Attachment(name=each.name, url=each.url, hash=None) for each in parts)
    return made_report(url, **{**values, "attachments": attachments, **changes})


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        opened.record(report(source="市司法局"), run=None, at=START)
        opened.record(report(OTHER, text="二", parts=()), run=None, at=START)
        walk(opened, 0.2, report(days=0.2))
        yield opened


def walk(archive: Archive, days: float, *reports: Report, complete: bool = True) -> list[tuple[str, str]]:
    """Let a run that ends an hour after it began list and look at some reports."""
    at = later(days=days)
    run = archive.begin_run(SITE.id, at=at)
    archive.list_entries(SITE.id, [ListEntry(url=each.page.url, title=each.title) for each in reports], at=at)
    for each in reports:
        archive.record(each, run=run.id, at=at)
    ended: dict[str, Any] = {"verdict": "sound", "counts": {}, "problems": (), "complete": complete}
    return archive.end_run(run.id, at=at + timedelta(hours=1), reason="finished", **ended)


def reread(archive: Archive, days: float, **changes: Any) -> None:  # noqa: ANN401  # what a report may have
    """Let the newest version be read with what came for it at a time."""
    of = changes.pop("of", URL)
    archive.record_reread(report(of, days=days, **changes), run=None, at=later(days=days), of=of)


def bytes_of(archive: Archive, tmp_path: Path, days: float) -> bytes:
    path = tmp_path / "then.warc"
    path.unlink(missing_ok=True)
    write_warc(archive, Filters(as_of=later(days=days), all_versions=True), path)
    return path.read_bytes()


def move_twice(archive: Archive) -> None:
    """Let the report move, say more of its files there, move on, and be read once more."""
    assert walk(archive, 2, report(NEW, days=2, second=b"%PDF-1.7 2")) == [(URL, NEW)]
    reread(archive, 3, of=NEW, second=b"%PDF-1.7 3")
    assert walk(archive, 4, report(NEWER, days=4)) == [(NEW, NEWER)]
    reread(archive, 5, of=NEWER, second=b"%PDF-1.7 5")


LATER: dict[str, Callable[[Archive], object]] = {
    "a new version": lambda archive: archive.record(report(days=2, text=REPORT + "\n更正"), run=None, at=later(days=2)),
    "a file that could be had later": lambda archive: reread(archive, 2, second=b"%PDF-1.7 2"),
    "a file that was sent again": lambda archive: reread(archive, 2),
    "a file fewer": lambda archive: reread(archive, 2, parts=report().page.parts[:1]),
    "validators": lambda archive: archive.record(
        report(days=2, parts=(part(FILES[0], b"%PDF-1.7 1", 2, etag='"2"'), part(FILES[1], None, 2))), run=None, at=later(days=2)
    ),
    "the same bytes at another address": lambda archive: archive.record(
        report(NEW, 2, b"%PDF-1.7 2", text="三", body=report().page.body), run=None, at=later(days=2)
    ),
    "two moves": move_twice,
}


@pytest.mark.parametrize("what", LATER)
def test_pages_of_a_moment_are_the_same_bytes_after(archive: Archive, tmp_path: Path, what: str) -> None:
    before = bytes_of(archive, tmp_path, 1)

    LATER[what](archive)
    with archive.file.reading() as database:
        database.execute("vacuum")

    assert before.count(b"WARC-Type: metadata") == 3
    assert bytes_of(archive, tmp_path, 1) == before


@pytest.mark.parametrize("says_more", [False, True], ids=["the same", "more"])
def test_each_moment_before_between_and_after_moves_keeps_its_bytes(archive: Archive, tmp_path: Path, *, says_more: bool) -> None:
    """The new address was looked at, and its files read, before its report was known to have moved."""
    source = "市政府办公室" if says_more else "清河市司法局"
    same: dict[str, Any] = {"text": f"{REPORT}\n更正", "body": "<p>更正</p>".encode()}
    walk(archive, 0.35, report(days=0.35, **same))
    there = report(NEW, days=0.5, second=b"%PDF-1.7 new", source=source, **same)
    walk(archive, 0.5, there, complete=False)
    archive.record_reread(replace(there, page=replace(there.page, parts=report().page.parts)), run=None, at=later(days=1.5), of=NEW)
    known = {days: bytes_of(archive, tmp_path, days) for days in (0.1, 0.3, 0.4, 0.7, 1.7)}
    archive.record_reread(there, run=None, at=later(days=1.8), of=NEW)
    known[1.9] = bytes_of(archive, tmp_path, 1.9)

    assert walk(archive, 2, there) == [(URL, NEW)]
    known[2.5] = bytes_of(archive, tmp_path, 2.5)
    assert walk(archive, 4, replace(there, page=replace(there.page, url=NEWER, entry=made_entry(NEWER), parts=()))) == [(NEW, NEWER)]
    known[4.5] = bytes_of(archive, tmp_path, 4.5)
    archive.record_reread(replace(there, page=replace(there.page, url=NEWER)), run=None, at=later(days=5), of=NEWER)

    assert {days: bytes_of(archive, tmp_path, days) for days in known} == known
    assert len(set(known.values())) == len(known)


def test_bytes_of_an_earlier_file_stay_while_another_report_is_forgotten(archive: Archive, tmp_path: Path) -> None:
    reread(archive, 0.5, second=b"%PDF-1.7 early")
    walk(archive, 0.7, report(NEW, 0.7, b"%PDF-1.7 there"), complete=False)
    reread(archive, 1.5, of=NEW)
    move_twice(archive)

    forget(archive.file, OTHER, why="当事人请求", by="govreports/test", at=later(days=6))

    assert all(said in bytes_of(archive, tmp_path, 1) for said in (b"%PDF-1.7 early", b"%PDF-1.7 there"))


def test_bytes_of_what_is_forgotten_are_in_no_past(archive: Archive, tmp_path: Path) -> None:
    move_twice(archive)

    forget(archive.file, NEWER, why="当事人请求", by="govreports/test", at=later(days=6))

    assert [bytes_of(archive, tmp_path, days).count(b"PDF") for days in (1, 2.5, 9)] == [0, 0, 0]
    with archive.file.reading() as database:
        assert [database.table(name).count for name in ("pages", "earlier", "moves")] == [1, 0, 0]
