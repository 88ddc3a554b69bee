"""Parts of a report in the archive: kept once, given back as they were sent, and never a reason to blame the publisher."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.errors import ArchiveError
from crawler.model import Attachment, Change, Page, Part
from pipelines.extract import extract
from pipelines.parts.completing import completed
from storage.archive import Archive
from tests.made import START, URL, later, made_report
from tests.parts_web import paragraphs, report, worded

FOLDER = URL.rpartition("/")[0]
SECOND = f"{FOLDER}/t20260301_1024_1.html"
FILE = f"{FOLDER}/P02026.txt"
BODY = report(
    worded(paragraphs(0)),
    '<p>附件：<a href="P02026.txt">一览表.txt</a></p>',
    below='<script>createPageHTML(2, 0, "t20260301_1024", "html");</script>',
)


def _part(url: str, body: bytes | None, **changes: object) -> Part:
    values: dict[str, object] = {"role": "file" if url == FILE else "page", "name": "一览表.txt" if url == FILE else "1", "status": 200}
    values |= {
        "etag": '"1"',
        "last_modified": "Mon, 02 Mar 2026 01:30:00 GMT",
        "content_type": "text/plain",
        "fetched_at": START,
        **changes,
    }
    return Part(url=url, body=body, **values)  # type: ignore[arg-type]  # each test says what it wants to be different


PAGE_TWO = _part(SECOND, report(worded(paragraphs(10))))
TABLE = _part(FILE, "\n".join(paragraphs(40)).encode())
MISSING = _part(SECOND, None, status=404, problem="found HTTP 404", etag=None, last_modified=None, content_type="")
PAGE = Page(url=URL, body=BODY, fetched_at=START, content_type="text/html; charset=utf-8", parts=(PAGE_TWO, TABLE))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def _stored(archive: Archive) -> Page:
    newest = archive.newest(URL)
    assert newest is not None
    return archive.stored_page(newest)


def test_parts_come_back_as_they_were_sent(archive: Archive) -> None:
    archive.record(extract(PAGE), run=None, at=START)

    assert _stored(archive) == PAGE


def test_stored_page_reads_as_the_page_that_was_sent_without_any_network(archive: Archive) -> None:
    sent = extract(PAGE)
    archive.record(sent, run=None, at=START)

    assert extract(_stored(archive)) == replace(sent, page=_stored(archive))


def test_bytes_of_a_part_are_kept_once(archive: Archive, tmp_path: Path) -> None:
    archive.record(extract(PAGE), run=None, at=START)
    archive.record(extract(replace(PAGE, parts=(_part(SECOND, report(worded(paragraphs(11)))), TABLE))), run=None, at=later(days=1))
    archive.record(made_report(f"{FOLDER}/2.html", parts=(TABLE,)), run=None, at=START)

    with closing(sqlite3.connect(tmp_path / "reports.db")) as plain:
        counts = [plain.execute(f"select count(*) from {table}").fetchone()[0] for table in ("pages", "parts", "versions")]  # noqa: S608
    assert counts == [5, 5, 3]


def test_part_that_could_not_be_had_is_kept_with_its_reason(archive: Archive) -> None:
    page = replace(PAGE, parts=(MISSING, TABLE))
    archive.record(extract(page), run=None, at=START)

    assert _stored(archive) == page
    assert extract(_stored(archive)).warnings == (f"the further page {SECOND} is missing: found HTTP 404",)


def test_changed_file_makes_a_version_of_the_publisher(archive: Archive) -> None:
    archive.record(extract(PAGE), run=None, at=START)

    change = archive.record(extract(replace(PAGE, parts=(PAGE_TWO, replace(TABLE, body="修订".encode())))), run=None, at=later(days=1))

    assert change == Change(url=URL, outcome="changed", version=2)
    assert [version.attachments[0].text for version in archive.versions(URL)] == ["\n".join(paragraphs(40)), "修订"]


def test_look_without_change_keeps_the_newest_validators(archive: Archive) -> None:
    archive.record(extract(PAGE), run=None, at=START)

    change = archive.record(
        extract(replace(PAGE, parts=(PAGE_TWO, replace(TABLE, etag='"2"', last_modified=None)))), run=None, at=later(days=1)
    )

    assert change.outcome == "unchanged"
    assert [(part.etag, part.last_modified) for part in _stored(archive).parts] == [
        ('"1"', PAGE_TWO.last_modified),
        ('"2"', None),
    ]


def test_file_that_comes_later_reaches_the_record_without_a_version(archive: Archive) -> None:
    archive.record(extract(replace(PAGE, parts=(PAGE_TWO, _part(FILE, None, problem="found HTTP 503")))), run=None, at=START)

    change = archive.record_reread(extract(completed(_stored(archive), PAGE.parts)), run=None, at=later(days=1))

    newest = archive.newest(URL)
    assert change == Change(url=URL, outcome="unchanged", version=1)
    assert newest is not None
    assert (newest.attachments, newest.warnings) == (extract(PAGE).attachments, ())
    assert {part.url: part.body for part in _stored(archive).parts} == {SECOND: PAGE_TWO.body, FILE: TABLE.body}


def test_page_that_comes_later_is_a_version_of_our_making(archive: Archive) -> None:
    archive.record(extract(replace(PAGE, parts=(MISSING, TABLE))), run=None, at=START)

    reread = archive.record_reread(extract(completed(_stored(archive), PAGE.parts)), run=None, at=later(days=1))
    change = archive.record(extract(PAGE), run=None, at=later(days=1))

    assert (reread.outcome, change.outcome) == ("reextracted", "unchanged")
    assert [version.cause for version in archive.versions(URL)] == ["new", "reextracted"]


def test_page_is_completed_with_nothing_that_is_not_its_own() -> None:
    stray = _part(f"{FOLDER}/other.txt", b"1", role="file")
    bare = replace(PAGE, parts=())

    assert completed(bare, [stray]) is bare
    assert completed(PAGE, [replace(TABLE, body=b"later")]) is PAGE
    assert completed(bare, [TABLE, stray, PAGE_TWO]).parts == (PAGE_TWO, TABLE)


def test_reading_that_knows_less_of_a_file_leaves_what_is_known(archive: Archive) -> None:
    archive.record(extract(PAGE), run=None, at=START)
    before = archive.newest(URL)

    archive.record_reread(extract(replace(PAGE, parts=(PAGE_TWO,))), run=None, at=later(days=1))

    newest = archive.newest(URL)
    assert before is not None
    assert newest is not None
    assert newest.attachments == before.attachments
    assert newest.attachments[0] == Attachment(
        name="一览表.txt", url=FILE, hash=before.attachments[0].hash, type="txt", text="\n".join(paragraphs(40))
    )


def test_look_that_breaks_off_leaves_neither_version_nor_parts(archive: Archive, tmp_path: Path) -> None:
    archive.record(made_report(f"{FOLDER}/1.html"), run=None, at=START)
    with closing(sqlite3.connect(tmp_path / "reports.db")) as plain, plain:
        plain.execute("create trigger full before insert on parts when new.position = 1 begin select raise(abort, 'full'); end")

    with pytest.raises((ArchiveError, sqlite3.IntegrityError)):
        archive.record(extract(PAGE), run=None, at=START)

    assert archive.newest(URL) is None
    with closing(sqlite3.connect(tmp_path / "reports.db")) as plain:
        assert [plain.execute(f"select count(*) from {table}").fetchone()[0] for table in ("pages", "parts", "addresses")] == [1, 0, 1]  # noqa: S608
