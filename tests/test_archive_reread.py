from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import ArchiveError
from crawler.model import Attachment, Change
from storage.archive import Archive
from tests.made import START, TEXT, URL, later, made_report


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        opened.record(made_report(), run=None, at=START)
        yield opened


def test_reading_that_says_something_else_is_a_version_of_our_making(archive: Archive) -> None:
    change = archive.record_reread(made_report(text=TEXT + "\n附表"), run=None, at=later(days=1))

    assert change == Change(url=URL, outcome="reextracted", version=2)
    assert [(version.version, version.cause) for version in archive.versions(URL)] == [(1, "new"), (2, "reextracted")]


def test_reading_again_is_no_look_at_the_address(archive: Archive) -> None:
    archive.record_reread(made_report(text=TEXT + "\n附表"), run=None, at=later(days=1))

    newest = archive.newest(URL)

    assert newest is not None
    assert (newest.seen_at, newest.last_seen_at) == (later(days=1), START)


def test_better_reading_of_the_same_words_reaches_the_reader_without_a_version(archive: Archive) -> None:
    before = archive.newest(URL)
    better: dict[str, Any] = {
        "text": TEXT.replace("。", "。\n"),
        "issuer": "清河市人民政府",
        "outline": (),
        "extractor": "govreports/2",
        "warnings": ("读法不同",),
    }

    change = archive.record_reread(made_report(**better), run=None, at=later(days=1))

    assert before is not None
    assert change == Change(url=URL, outcome="unchanged", version=1)
    assert archive.versions(URL) == [replace(before, **better)]


def test_reading_without_the_files_keeps_what_is_known_of_them(archive: Archive) -> None:
    url = "https://www.qinghe.gov.cn/2.html"
    known = (Attachment(name="附件.pdf", url="u", hash="b1:00", type="pdf", text="附件正文"),)
    archive.record(made_report(url, attachments=known), run=None, at=START)

    archive.record_reread(made_report(url, attachments=(Attachment(name="附件.pdf", url="u"),)), run=None, at=later(days=1))

    newest = archive.newest(url)
    assert newest is not None
    assert newest.attachments == known


def test_reading_of_a_page_that_is_no_longer_the_newest_changes_nothing(archive: Archive) -> None:
    archive.record(made_report(body=b"<html>edited</html>", text="修订后的正文"), run=None, at=later(days=1))
    before = archive.versions(URL)

    change = archive.record_reread(made_report(text=TEXT + "\n附表"), run=None, at=later(days=2))

    assert change == Change(url=URL, outcome="unchanged", version=2)
    assert archive.versions(URL) == before


def test_publisher_is_not_blamed_for_our_reading(archive: Archive) -> None:
    now_read = TEXT + "\n附表"
    archive.record_reread(made_report(text=now_read), run=None, at=later(days=1))

    change = archive.record(made_report(text=now_read, body=b"<html>counter 12</html>"), run=None, at=later(days=1))

    assert change.outcome == "unchanged"


def test_reading_of_an_address_never_seen_is_refused(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="found no version of it"):
        archive.record_reread(made_report("https://www.qinghe.gov.cn/3.html"), run=None, at=START)


def test_every_newest_version_is_offered_once_though_it_is_reread_meanwhile(archive: Archive) -> None:
    urls = [f"https://www.qinghe.gov.cn/{number}.html" for number in range(120)]
    for url in urls:
        archive.record(made_report(url), run=None, at=START)

    offered = []
    for version in archive.reread_candidates():
        offered.append(version.url)
        report = made_report(version.url, text=TEXT + "\n附表", body=archive.stored_page(version).body)
        archive.record_reread(report, run=None, at=later(days=1))

    assert sorted(offered) == sorted([URL, *urls])
    assert {version.version for version in archive.reread_candidates()} == {2}


def test_another_writer_does_not_disturb_the_offering(archive: Archive, tmp_path: Path) -> None:
    for number in range(60):
        archive.record(made_report(f"https://www.qinghe.gov.cn/{number}.html"), run=None, at=START)

    with Archive.open(tmp_path / "reports.db") as other:
        offers = archive.reread_candidates()
        next(offers)
        other.record(made_report(text="修订后的正文"), run=None, at=later(days=1))
        archive.record(made_report("https://www.qinghe.gov.cn/new.html"), run=None, at=later(days=1))
        rest = list(offers)

    assert len(rest) >= 60
