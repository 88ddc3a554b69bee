"""The pages of an archive as WARC, read back by warcio's own iterator and checker."""

import gzip
import io
import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.indexer import Indexer

from crawler.cli import cli
from crawler.model import Attachment, Part
from crawler.urls import identity
from spiders.lists.held import page_of_record
from storage.archive import Archive
from storage.forgetting import forget
from storage.hashes import page_hash
from storage.selection import Filters
from storage.warc import write_warc
from tests.made import SITE, START, TEXT, URL, later, made_entry, made_report

OTHER = "https://www.lushan.gov.cn/fzzf/7.html"
REPLY = "https://www.ganhe.gov.cn/queryList?a=1&b=2"
PDF = b"%PDF-1.7\r\n\r\n\x00\xff"
FILE = Part(
    role="file", url="https://www.qinghe.gov.cn/附件 1.pdf", name="附件1.pdf", body=PDF, status=200, fetched_at=START,
    content_type="application/pdf",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    kind: str
    fields: dict[str, str]
    http: tuple[str, tuple[tuple[str, str], ...]] | None
    body: bytes


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Yield an archive with two versions of one address, a file in both, the same bytes elsewhere, and a page of our own making."""
    made = page_of_record(made_entry("https://www.ganhe.gov.cn/art/1.html"), "<p>正文</p>", {"ArticleTitle": '"一"'}, REPLY, SITE)
    with Archive.open(tmp_path / "reports.db") as opened:
        opened.record(made_report(site=SITE, parts=(FILE,), body="清河".encode("gb18030")), run=None, at=START)
        opened.record(made_report(OTHER, body="清河".encode("gb18030"), fetched_at=later(days=1), text="二"), run=None, at=later(days=1))
        lost = replace(FILE, url="https://www.qinghe.gov.cn/2.pdf", body=None, problem="found HTTP 404", status=404)
        changed = made_report(site=SITE, text=TEXT + "\n更正", parts=(FILE, lost), fetched_at=later(days=2), status=203)
        opened.record(changed, run=None, at=later(days=2))
        opened.record(replace(made_report(text="三"), page=replace(made, fetched_at=later(days=3))), run=None, at=later(days=3))
        yield opened


def read(path: Path) -> list[Record]:
    with path.open("rb") as stream:
        return [
            Record(
                record.rec_type,
                dict(record.rec_headers.headers),
                (record.http_headers.statusline, tuple(record.http_headers.headers)) if record.http_headers else None,
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream, check_digests="raise")
        ]


def written(archive: Archive, path: Path, filters: Filters) -> list[Record]:
    write_warc(archive, filters, path)
    return read(path)


def kinds(records: Sequence[Record]) -> list[tuple[str, str | None]]:
    return [(record.kind, record.fields.get("WARC-Target-URI")) for record in records]


def said(records: Sequence[Record]) -> list[dict[str, Any]]:
    return [json.loads(record.body) for record in records if record.kind == "metadata"]


def test_pages_and_files_are_given_byte_for_byte_as_they_are_held(archive: Archive, tmp_path: Path) -> None:
    info, page, file, metadata = written(archive, tmp_path / "a.warc", Filters(site="qinghe-sfj", as_of=START))

    newest = archive.version(URL, 1)
    assert newest is not None
    stored = archive.stored_page(newest)
    assert info.kind == "warcinfo"
    assert (page.body, file.body) == (stored.body, stored.parts[0].body) == ("清河".encode("gb18030"), PDF)
    assert page.http == ("200 OK", (("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "4")))
    assert page.fields["WARC-Date"] == "2026-03-02T01:30:00.000000Z"
    assert page.fields["WARC-Payload-Digest"] == page_hash(page.body).replace("b1:", "sha256:")
    assert file.fields["WARC-Target-URI"] == "https://www.qinghe.gov.cn/%E9%99%84%E4%BB%B6%201.pdf"
    assert metadata.fields["WARC-Refers-To"] == page.fields["WARC-Record-ID"]


def test_metadata_are_the_record_without_its_texts_and_with_its_parts(archive: Archive, tmp_path: Path) -> None:
    attachment = Attachment(name="附件1.pdf", url=FILE.url, hash="b1:00", type="pdf", text="附件正文")
    archive.record(made_report(text="四", attachments=(attachment,), parts=(FILE,)), run=None, at=later(days=4))

    records = written(archive, tmp_path / "a.warc", Filters(since=later(days=4)))

    (found,) = said(records)
    newest = archive.newest(URL)
    assert newest is not None
    assert (found["url"], found["version"], found["title"], found["content_hash"]) == (URL, 3, newest.title, newest.content_hash)
    assert "text" not in found
    assert found["attachments"] == [{"name": "附件1.pdf", "url": FILE.url, "hash": "b1:00", "type": "pdf"}]
    part = {"role": "file", "name": "附件1.pdf", "url": FILE.url, "problem": None, "record": records[2].fields["WARC-Record-ID"]}
    assert found["parts"] == [part]


def test_same_bytes_again_are_a_revisit_and_the_same_look_is_written_once(archive: Archive, tmp_path: Path) -> None:
    records = written(archive, tmp_path / "a.warc", Filters(all_versions=True, as_of=later(days=2)))

    file = "https://www.qinghe.gov.cn/%E9%99%84%E4%BB%B6%201.pdf"
    assert kinds(records)[1:] == [
        ("response", OTHER),
        ("metadata", OTHER),
        ("revisit", URL),
        ("response", file),
        ("metadata", URL),
        ("response", URL),
        ("metadata", URL),
    ]
    first, revisit = records[1], records[3]
    assert revisit.fields["WARC-Refers-To"] == first.fields["WARC-Record-ID"]
    assert revisit.fields["WARC-Payload-Digest"] == first.fields["WARC-Payload-Digest"]
    assert (revisit.fields["WARC-Refers-To-Target-URI"], revisit.fields["WARC-Refers-To-Date"]) == (OTHER, first.fields["WARC-Date"])
    assert (revisit.body, records[6].http and records[6].http[0]) == (b"", "203")
    parts = [[(part["problem"], part["record"]) for part in each["parts"]] for each in said(records)]
    assert parts == [
        [],
        [(None, records[4].fields["WARC-Record-ID"])],
        [(None, records[4].fields["WARC-Record-ID"]), ("found HTTP 404", None)],
    ]


def test_page_of_our_own_making_is_no_answer_of_a_server(archive: Archive, tmp_path: Path) -> None:
    _, page, metadata = written(archive, tmp_path / "a.warc", Filters(since=later(days=3)))

    assert (page.kind, page.fields["WARC-Target-URI"], page.http) == ("conversion", REPLY, None)
    assert (page.fields["Content-Type"], "<p>正文</p>" in page.body.decode()) == ("text/html; charset=utf-8", True)
    assert said([metadata])[0]["url"] == "https://www.ganhe.gov.cn/art/1.html"


def test_filters_leave_what_they_name_and_nothing_leaves_the_file_as_it_was(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"of yesterday")

    assert write_warc(archive, Filters(year=1999), path) == 0
    assert path.read_bytes() == b"of yesterday"
    assert write_warc(archive, Filters(region="32"), path) == 1 + 1
    assert [each["version"] for each in said(read(path))] == [1, 2]


def test_same_moment_gives_the_same_bytes_whatever_came_later(archive: Archive, tmp_path: Path) -> None:
    for name in ("a.warc", "a.warc.gz"):
        write_warc(archive, Filters(as_of=later(days=2)), tmp_path / name)

    later_page = made_report(OTHER, text="后来", body="清河".encode("gb18030"), fetched_at=later(days=9))
    archive.record(later_page, run=None, at=later(days=9))
    with archive.file.reading() as database:
        database.vacuum()

    for name in ("a.warc", "a.warc.gz"):
        write_warc(archive, Filters(as_of=later(days=2)), tmp_path / f"again-{name}")
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()


def test_every_record_is_a_member_of_gzip_without_time_or_machine(archive: Archive, tmp_path: Path) -> None:
    plain = written(archive, tmp_path / "a.warc", Filters())

    assert written(archive, tmp_path / "a.warc.gz", Filters()) == plain
    packed = (tmp_path / "a.warc.gz").read_bytes()
    assert gzip.decompress(packed) == (tmp_path / "a.warc").read_bytes()
    assert packed.count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff") == len(plain)


def test_ids_are_unique_and_the_first_record_says_what_is_left_out(archive: Archive, tmp_path: Path) -> None:
    records = written(archive, tmp_path / "a.warc", Filters(all_versions=True, as_of=later(days=5)))

    ids = [record.fields["WARC-Record-ID"] for record in records]
    assert len(set(ids)) == len(ids)
    assert b"the content type is kept" in records[0].body
    assert b'selection: {"all_versions": true, "as_of": "2026-03-07T01:30:00.000000Z"}' in records[0].body


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warcio_checks_and_indexes_it(archive: Archive, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_warc(archive, Filters(all_versions=True), tmp_path / name)

    checked = Checker(Namespace(inputs=[str(tmp_path / name)], verbose=False)).process_all()

    index = io.StringIO()
    with (tmp_path / name).open("rb") as stream:
        Indexer(["offset", "warc-type", "warc-target-uri"], [], None).process_one(stream, index, name)
    assert (checked, capsys.readouterr().out) == (0, "")
    assert len(index.getvalue().splitlines()) == len(read(tmp_path / name))


def test_forgotten_pages_are_in_no_warc(archive: Archive, tmp_path: Path) -> None:
    forget(archive.file, URL, why="", by="", at=later(days=5))

    records = written(archive, tmp_path / "a.warc", Filters(all_versions=True))

    assert not [record for record in records if identity(URL) in str(record.fields) or PDF in record.body]
    assert len(said(records)) == 2


def test_header_that_was_sent_cannot_add_another(archive: Archive, tmp_path: Path) -> None:
    hostile = made_report("https://www.qinghe.gov.cn/9.html", text="九", content_type="text/html\r\nSet-Cookie: a=1; charset=国标")
    archive.record(hostile, run=None, at=later(days=4))

    page = written(archive, tmp_path / "a.warc", Filters(since=later(days=4)))[1]

    assert page.http is not None
    assert [name for name, _ in page.http[1]] == ["Content-Type", "Content-Length"]


@pytest.mark.usefixtures("archive")
def test_command_writes_a_file_or_a_release_and_needs_its_name(tmp_path: Path) -> None:
    command = ["export", "--format", "warc", "--archive", str(tmp_path / "reports.db")]
    folder = tmp_path / "release"

    done = CliRunner().invoke(cli, [*command, "-o", str(tmp_path / "a.warc.gz")], standalone_mode=False)
    whole = CliRunner().invoke(cli, [*command, "--year", "2025", "-o", str(folder)], standalone_mode=False)
    after = CliRunner().invoke(cli, [*command, "--year", "2025", "--since-release", str(folder), "-o", str(tmp_path / "b.warc")])
    refused = CliRunner().invoke(cli, command)

    assert (done.return_value, len(said(read(tmp_path / "a.warc.gz")))) == (0, 3)
    assert (whole.return_value, len(said(read(folder / "data" / "pages.warc")))) == (0, 3)
    assert sorted(path.name for path in folder.glob("[!.]*")) == ["README.md", "SHA256SUMS", "data", "manifest.json"]
    assert f"{folder}: found a release as of" in str(after.exception)  # a release is a folder under any name, and this one brings nothing
    assert (refused.exit_code, "for WARC also a file .warc or .warc.gz" in " ".join(refused.output.split())) == (2, True)
