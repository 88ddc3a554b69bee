import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import ArchiveError, ForgottenError
from crawler.model import ListEntry, NotModified, Part, Problem
from storage.archive import Archive
from storage.cleaning import clean
from storage.export import export
from storage.forgetting import Leaving, forget, leaving
from storage.forgotten import allow_again, tombstones
from storage.held import held, hold
from storage.question import parse
from storage.search import Sought, search
from storage.selection import Filters
from tests.conftest import ROOT
from tests.made import SITE, START, URL, later, made_entry, made_page, made_report

OTHER = "https://sfj.qinghe.gov.cn/1024.html"
NAME = "欧阳慕容"  # a name made up, which stands in the report that is to go and nowhere else
TEXT = f"一、行政复议。申请人{NAME}不服处罚决定，本局依法受理。" + "全年办理行政复议案件312件，经调解和解104件。" * 12
KEPT = "二、行政执法。组织执法人员培训，规范执法文书，公示执法信息。" * 12
BODY = f"<html><h1>{NAME}案</h1><p>{TEXT}</p></html>".encode()
FILE = f"附件 {NAME} 决定书".encode()
PART = Part(role="file", url=f"{URL}.txt", name=f"{NAME}.txt", body=FILE, fetched_at=START)
TITLE = f"{NAME}行政复议决定"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as made:
        with made.file.reading() as database:
            database.execute("pragma secure_delete = off")  # some builds of SQLite overwrite by themselves, others never do
        run = made.begin_run(SITE.id, at=START).id
        made.list_entries(SITE.id, [made_entry(title=TITLE), made_entry(OTHER)], at=START)
        made.record(made_report(text="旧文 " + TEXT, title=TITLE, body=BODY + b"1"), run=run, at=START)
        made.record(made_report(text=TEXT, title=TITLE, body=BODY, parts=(PART,), site=SITE), run=run, at=later(hours=1))
        made.record(made_report(OTHER, text=KEPT, body="<p>别的页面</p>".encode()), run=run, at=later(hours=1))
        page = made_page(body=f"<p>{NAME}页面不存在</p>".encode(), entry=made_entry(title=TITLE))
        hold(made.file, page, Problem("NOT_FOUND", URL, f"found {NAME}"), text=None, run=run, at=later(hours=2))
        problem = Problem("ADDRESS_REUSED", URL, f"found {TITLE!r}, expected another", breaks=True)
        other = Problem("LOGIN", f"{URL}?id=2", "found a login")
        said: dict[str, Any] = {"reason": "finished", "verdict": "red", "counts": {}, "met": [problem, other]}
        said["problems"] = [str(problem), str(other)]
        made.end_run(run, at=later(hours=3), **said)
        yield made


def traces(path: Path) -> dict[str, list[str]]:
    """Return in which files of an archive, as bytes, the name stands, in a text, a page as sent or its words in the index."""
    pairs = "".join(f"{one}" for one in (NAME[:2], NAME[1:3], NAME[2:]))
    sought = {
        "text": NAME.encode(),
        "escaped": json.dumps(NAME).encode(),
        "page": zlib.compress(BODY, 3)[:40],
        "older page": zlib.compress(BODY + b"1", 3)[:40],
        "file": zlib.compress(FILE, 3)[:40],
        "word": NAME[1:3].encode(),
        "words": " ".join(pairs).encode(),
    }
    files = [each for each in path.parent.iterdir() if each.name.startswith(path.name)]
    return {what: [file.name for file in files if value in file.read_bytes()] for what, value in sought.items()}


def rows(archive: Archive, sql: str) -> list[tuple[Any, ...]]:
    with archive.file.reading() as database:
        return database.execute(sql).fetchall()


def taken_down(archive: Archive, url: str = URL) -> Leaving:
    going = forget(archive.file, url, why="当事人请求", by="govreports/test", at=later(days=1))
    clean(archive.file, at=later(days=1, minutes=1))
    return going


def test_nothing_of_it_is_left_in_any_byte_of_the_file(archive: Archive) -> None:
    before = traces(archive.file.path)
    going = taken_down(archive)

    assert all(before[what] for what in before if what not in ("escaped", "words"))
    assert {what: found for what, found in traces(archive.file.path).items() if found} == {}
    assert going == Leaving(urls=(URL,), versions=2, texts=2, pages=3, held=1, listings=1, visits=2, also_at=())
    with archive.file.reading() as database:
        database.execute("create virtual table temp.vocabulary using fts5vocab (main, search_words, row)")
        assert database.execute("select term from vocabulary where term glob ?", [f"*{NAME[1]}*"]).fetchall() == []


def test_everything_else_stays(archive: Archive) -> None:
    taken_down(archive)

    with archive.file.reading() as database:
        assert [row["url"] for row in search(database, parse("行政执法"), Sought(), 20)] == [OTHER]
        assert search(database, parse("复议"), Sought(), 20) == []
    assert archive.newest(URL) is None
    assert [version.text for version in archive.versions(OTHER)] == [KEPT]
    assert rows(archive, "pragma foreign_key_check") == []
    assert rows(archive, "pragma integrity_check") == [("ok",)]
    assert rows(archive, "select count(*) from sketches") == [(1,)]
    (run,) = archive.runs()
    assert run.problems == (f"ADDRESS_REUSED {URL}: the report is forgotten", f"LOGIN {URL}?id=2: found a login")
    assert sorted(incident.message for incident in archive.incidents()) == ["found a login", "the report is forgotten"]


def test_tombstone_tells_when_and_why_and_nothing_of_what_it_said(archive: Archive) -> None:
    taken_down(archive, URL.replace("https://www.", "http://"))

    with archive.file.reading() as database:
        (grave,) = tombstones(database)
    assert (grave.url, grave.at, grave.why, grave.by, grave.versions) == (URL, later(days=1), "当事人请求", "govreports/test", 2)
    assert grave.cleaned_at == later(days=1, minutes=1)


def test_forgotten_address_is_not_stored_again(archive: Archive) -> None:
    taken_down(archive)
    moved = "https://www.qinghe.gov.cn/new.html"

    with pytest.raises(ForgottenError, match="当事人请求"):
        archive.record(made_report(), run=None, at=later(days=2))
    with pytest.raises(ForgottenError):
        archive.record(made_report(moved, entry=made_entry()), run=None, at=later(days=2))
    with pytest.raises(ForgottenError):
        hold(archive.file, made_page(), Problem("BLOCKED", URL, "found a block page"), text=None, run=None, at=later(days=2))
    archive.list_entries(SITE.id, archive.keepable([made_entry(title=TITLE)]), at=later(days=2))

    assert archive.newest(URL) is None
    assert held(archive.file, URL) == []
    assert [entry for entry in archive.listed(SITE.id, before=later(days=3)) if entry.url == URL] == [ListEntry(url=URL, title="")]


def test_allowed_again_it_is_collected_as_new(archive: Archive) -> None:
    taken_down(archive)
    with archive.file.writing() as database:
        assert allow_again(database, URL, later(days=2))
        assert not allow_again(database, OTHER, later(days=2))

    change = archive.record(made_report(), run=None, at=later(days=3))

    assert (change.outcome, change.version) == ("new", 1)
    assert archive.forgotten(URL) is None


def test_address_forgotten_a_second_time_keeps_the_count_of_the_first(archive: Archive) -> None:
    taken_down(archive)

    taken_down(archive)

    with archive.file.reading() as database:
        assert [grave.versions for grave in tombstones(database)] == [2]


def test_dry_run_tells_the_same_and_changes_nothing(archive: Archive) -> None:
    planned = leaving(archive.file, URL, at=later(days=1))

    assert archive.newest(URL) is not None
    assert rows(archive, "select count(*) from forgotten") == [(0,)]
    assert planned == taken_down(archive)


def test_content_that_another_address_has_stays_there_and_that_is_told(archive: Archive) -> None:
    archive.record(made_report(OTHER, text=TEXT, body=b"<p>copy</p>"), run=None, at=later(hours=4))
    going = taken_down(archive)

    assert going.also_at == (OTHER,)
    newest = archive.newest(OTHER)
    assert newest is not None
    assert (newest.text, newest.also_at, newest.similar_to) == (TEXT, (), ())


def test_addresses_that_led_to_the_report_go_with_it(archive: Archive) -> None:
    old = "https://www.qinghe.gov.cn/old.html"
    archive.record(made_report(text=TEXT, title=TITLE, body=BODY, entry=made_entry(old)), run=None, at=later(hours=4))

    going = taken_down(archive, old)

    assert sorted(going.urls) == sorted([URL, old])
    assert archive.forgotten(old) is not None
    assert archive.newest(URL) is None


def test_history_that_has_moved_goes_whole(archive: Archive) -> None:
    new = "https://www.qinghe.gov.cn/2026/new.html"
    for url, day in ((URL, 1), (new, 2)):
        run = archive.begin_run(SITE.id, at=later(days=day)).id
        entry = made_entry(url, title=TITLE)
        archive.list_entries(SITE.id, [entry], at=later(days=day, minutes=1))
        archive.record(made_report(url, text=TEXT, title=TITLE, body=BODY, site=SITE, entry=entry), run=run, at=later(days=day, minutes=1))
        end: dict[str, Any] = {"reason": "finished", "verdict": "sound", "counts": {}, "problems": [], "whole": True, "complete": True}
        archive.end_run(run, at=later(days=day, hours=1), **end)
    assert archive.moved_to(URL) == new

    going = taken_down(archive, URL)

    assert sorted(going.urls) == sorted([URL, new])
    assert [archive.newest(url) for url in (URL, new)] == [None, None]
    assert traces(archive.file.path)["text"] == []


def test_past_that_is_exported_does_not_bring_it_back(archive: Archive, tmp_path: Path) -> None:
    taken_down(archive)

    assert export(archive, tmp_path / "past.jsonl", "jsonl", Filters(as_of=later(hours=5), all_versions=True)) == 1
    assert NAME not in (tmp_path / "past.jsonl").read_text(encoding="utf-8")


def test_address_never_seen_is_banned_as_well(archive: Archive) -> None:
    unseen = "https://www.qinghe.gov.cn/unseen.html"

    assert taken_down(archive, unseen).versions == 0
    with pytest.raises(ForgottenError):
        archive.record(made_report(unseen), run=None, at=later(days=2))


def test_clean_up_that_was_cut_off_is_done_when_the_archive_is_opened(archive: Archive) -> None:
    forget(archive.file, URL, why="当事人请求", by="govreports/test", at=later(days=1))
    path = archive.file.path
    archive.close()
    assert traces(path)["page"]

    with Archive.open(path) as again, again.file.reading() as database:
        assert [grave.cleaned_at is None for grave in tombstones(database)] == [False]
        assert {what: found for what, found in traces(path).items() if found} == {}


@pytest.mark.parametrize("is_ours", [True, False])
def test_merge_brings_nothing_back(archive: Archive, tmp_path: Path, is_ours: bool) -> None:
    plain, path = (tmp_path / "plain.db", archive.file.path)
    with archive.file.reading() as database:
        database.execute("vacuum into ?", [str(plain)])
    taken_down(archive)
    archive.close()
    first, other = (path, plain) if is_ours else (plain, path)
    page = (ROOT / "docs" / "archive.md").read_text(encoding="utf-8")
    merging = next(block for block in page.split("```") if block.startswith("sql\nattach")).removeprefix("sql")

    with closing(sqlite3.connect(first)) as merged:
        merged.executescript(merging.replace("other.db", str(other)))
    with Archive.open(first) as both:
        assert [both.newest(url) is None for url in (URL, OTHER)] == [True, False]
        assert {what: found for what, found in traces(first).items() if found} == {}


def test_clean_up_waits_for_who_reads_and_says_so(archive: Archive) -> None:
    with closing(sqlite3.connect(archive.file.path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from versions").fetchone()
        forget(archive.file, URL, why="当事人请求", by="govreports/test", at=later(days=1))
        with pytest.raises(ArchiveError, match="found another process reading"):
            clean(archive.file, at=later(days=1), patience=0.05)
        with Archive.open(archive.file.path) as other:  # tries, and leaves it to the next
            assert rows(other, "select cleaned_at from forgotten") == [(None,)]
    clean(archive.file, at=later(days=1))

    assert {what: found for what, found in traces(archive.file.path).items() if found} == {}


def test_look_at_a_forgotten_address_finds_nothing_it_could_be_unchanged_from(archive: Archive) -> None:
    taken_down(archive)

    with pytest.raises(ForgottenError):
        archive.look(NotModified(url=URL, seen_at=later(days=2)), run=None)
