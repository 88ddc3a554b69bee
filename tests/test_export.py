import csv
import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from crawler.errors import ArchiveError, SiteError
from crawler.model import Attachment
from storage.archive import Archive
from storage.export import Format, export
from storage.selection import Filters, selected
from storage.times import first_moment, last_moment
from storage.versions import FIELDS, record
from tests.made import SITE, START, TEXT, URL, later, made_report

LUSHAN = replace(SITE, id="lushan-sfj", region="410423", publisher="鲁山县司法局")
OTHER = "https://www.lushan.gov.cn/fzzf/7.html"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Yield an archive with two versions of one address and one of another, with the text of the first's first."""
    with Archive.open(tmp_path / "reports.db") as opened:
        opened.record(made_report(site=SITE), run=None, at=START)
        opened.record(made_report(OTHER, site=LUSHAN, kind="notice", report_year=2024), run=None, at=later(days=1))
        opened.record(made_report(site=SITE, text=TEXT + "\n更正"), run=None, at=later(days=2))
        yield opened


def exported(archive: Archive, form: Format = "jsonl", filters: Filters | None = None) -> str:
    stream = io.StringIO(newline="")
    export(archive, stream, form, filters or Filters())
    return stream.getvalue()


def versions(archive: Archive, filters: Filters | None = None) -> list[tuple[str, int]]:
    return [(found["url"], found["version"]) for found in map(json.loads, exported(archive, filters=filters).splitlines())]


def test_newest_versions_are_exported_in_order_of_their_addresses(archive: Archive) -> None:
    assert versions(archive) == [(OTHER, 1), (URL, 2)]


def test_all_versions_are_exported_on_request(archive: Archive) -> None:
    assert versions(archive, Filters(all_versions=True)) == [(OTHER, 1), (URL, 1), (URL, 2)]


def test_line_is_the_record(archive: Archive) -> None:
    line = exported(archive, filters=Filters(site="qinghe-sfj"))

    newest = archive.newest(URL)
    assert newest is not None
    assert json.loads(line) == record(newest)
    assert list(json.loads(line)) == list(FIELDS)
    assert "更正" in line


@pytest.mark.parametrize(
    ("filters", "urls"),
    [
        (Filters(site="lushan-sfj"), [OTHER]),
        (Filters(site="lushan"), []),
        (Filters(region="32"), [URL]),
        (Filters(region="410423"), [OTHER]),
        (Filters(region="%"), []),
        (Filters(year=2024), [OTHER]),
        (Filters(kind="report"), [URL]),
        (Filters(since=later(days=1)), [OTHER, URL]),
        (Filters(since=later(days=1, seconds=1)), [URL]),
        (Filters(year=2024, region="32"), []),
    ],
)
def test_filters_leave_what_they_name(archive: Archive, filters: Filters, urls: list[str]) -> None:
    assert [url for url, _ in versions(archive, filters)] == urls


def test_as_of_gives_what_was_known_at_that_moment(archive: Archive) -> None:
    assert versions(archive, Filters(as_of=START)) == [(URL, 1)]
    assert versions(archive, Filters(as_of=later(days=1))) == [(OTHER, 1), (URL, 1)]
    assert versions(archive, Filters(as_of=later(days=1), all_versions=True)) == [(OTHER, 1), (URL, 1)]
    assert versions(archive, Filters(as_of=later(days=-1))) == []


def test_as_of_gives_the_same_bytes_whatever_came_later(archive: Archive) -> None:
    moment = later(days=1)
    before = exported(archive, filters=Filters(as_of=moment))

    for day, url in enumerate([OTHER, URL, "https://www.anping.gov.cn/1.html"], start=3):
        archive.record(made_report(url), run=None, at=later(days=day))
    archive.record_reread(made_report(text="重读"), run=None, at=later(days=9))
    with archive.file.reading() as database:
        database.vacuum()

    assert exported(archive, filters=Filters(as_of=moment)) == before
    assert [json.loads(line)["also_at"] for line in before.splitlines()] == [[URL], [OTHER]]


def test_bare_date_is_the_whole_day_in_utc() -> None:
    assert first_moment("2026-03-02") == START.replace(hour=0, minute=0)
    assert last_moment("2026-03-02") == START.replace(hour=23, minute=59, second=59, microsecond=999_999)
    assert last_moment("2026-03-02T09:30+08:00") == first_moment("2026-03-02T01:30") == START


@pytest.mark.parametrize("text", ["2026", "gestern", "", "2026-13-01"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(SiteError, match="found no time, expected 2024-03-04 or"):
        last_moment(text)


def test_table_reads_back_as_the_records(archive: Archive) -> None:
    text = exported(archive, "csv")

    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert text.startswith("\ufeffurl,site,region,")
    assert [row["text"] for row in rows] == [TEXT, TEXT + "\n更正"]
    assert json.loads(rows[0]["outline"]) == [{"heading": "一、主要举措和成效", "level": 1, "role": "achievements"}]
    assert (rows[0]["report_year"], rows[0]["document_number"]) == ("2024", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_cell_that_a_spreadsheet_would_run_is_inert(archive: Archive, start: str) -> None:
    archive.record(made_report(title=f"{start}HYPERLINK(1)", text=f"{start}cmd|' /C calc'!A0\n\"二\""), run=None, at=later(days=3))

    (row,) = csv.DictReader(io.StringIO(exported(archive, "csv", Filters(region="32")).removeprefix("\ufeff"), newline=""))

    assert (row["title"], row["text"]) == (f"'{start}HYPERLINK(1)", f"'{start}cmd|' /C calc'!A0\n\"二\"")


def test_file_is_written_whole_and_replaces_the_last(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "reports.jsonl"
    target.write_text("of yesterday", encoding="utf-8")

    count = export(archive, target, "jsonl", Filters())

    assert count == 2
    assert target.read_text(encoding="utf-8") == exported(archive)
    assert sorted(each.name for each in tmp_path.iterdir() if each.suffix != ".db" and "-" not in each.name) == ["reports.jsonl"]


def test_table_file_has_one_mark_and_its_own_line_ends(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "reports.csv", "csv", Filters())

    content = (tmp_path / "reports.csv").read_bytes()
    assert content == exported(archive, "csv").encode()
    assert content.count("\ufeff".encode()) == 1


def test_file_stays_when_nothing_matches(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "reports.jsonl"
    target.write_text("of yesterday", encoding="utf-8")

    count = export(archive, target, "jsonl", Filters(year=1999))

    assert (count, target.read_text(encoding="utf-8")) == (0, "of yesterday")


def test_file_stays_when_the_archive_fails_half_way(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "reports.jsonl"
    target.write_text("of yesterday", encoding="utf-8")
    with archive.file.writing() as database:
        database.execute("update versions set outline = '[' where identity like '%qinghe%'")

    with pytest.raises(json.JSONDecodeError):
        export(archive, target, "jsonl", Filters())

    assert target.read_text(encoding="utf-8") == "of yesterday"
    assert not list(tmp_path.glob(".govreports-*"))


def test_link_is_followed_and_stays_a_link(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "latest.jsonl").symlink_to(tmp_path / "reports.jsonl")

    export(archive, tmp_path / "latest.jsonl", "jsonl", Filters())

    assert (tmp_path / "latest.jsonl").is_symlink()
    assert (tmp_path / "reports.jsonl").read_text(encoding="utf-8") == exported(archive)


def test_device_is_written_to_and_not_replaced(archive: Archive) -> None:
    assert export(archive, Path(os.devnull), "jsonl", Filters()) == 2
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("name", [".", "missing/reports.jsonl", "x" * 300])
def test_place_that_cannot_be_written_is_one_line(archive: Archive, tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match=r": found .+, expected a file (to write|that can be written)$"):
        export(archive, tmp_path / name, "csv", Filters())


def test_export_sees_one_moment_though_others_write_meanwhile(archive: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db", readonly=True) as reader:
        records = selected(reader, Filters())
        first = next(records)
        archive.record(made_report(site=SITE, text="三次修订"), run=None, at=later(days=3))

        assert (first["url"], [each["version"] for each in records]) == (OTHER, [2])


def test_memory_does_not_grow_with_the_archive(archive: Archive, tmp_path: Path) -> None:
    for number in range(300):
        text = "".join(Random(number).choices(TEXT, k=25_000))  # noqa: S311  # no text is like another: that would be looked into
        archive.record(made_report(f"https://www.qinghe.gov.cn/{number}.html", text=text), run=None, at=START)

    tracemalloc.start()
    export(archive, tmp_path / "reports.jsonl", "jsonl", Filters())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (tmp_path / "reports.jsonl").stat().st_size > 20_000_000
    assert peak < 3_000_000


def test_attachments_are_exported_with_what_is_known_of_them(archive: Archive) -> None:
    attachment = Attachment(name="附件.pdf", url="https://www.qinghe.gov.cn/1.pdf", hash="b1:00", type="pdf", text="附件正文")
    archive.record(made_report(attachments=(attachment,)), run=None, at=later(days=3))

    (found,) = map(json.loads, exported(archive, filters=Filters(site="qinghe-sfj")).splitlines())

    expected = {"name": "附件.pdf", "url": "https://www.qinghe.gov.cn/1.pdf", "hash": "b1:00", "type": "pdf", "text": "附件正文"}
    assert found["attachments"] == [expected]
