from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import ExtractionError
from crawler.model import Attachment, Change, NotModified
from storage.archive import Archive
from storage.hashes import content_hash, page_hash
from storage.versions import FIELDS, record, unstored_record
from tests.made import SITE, START, TEXT, URL, later, made_entry, made_page, made_report


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def rows(archive: Archive, sql: str) -> list[dict[str, Any]]:
    with archive.file.reading() as database:
        return list(database.query(sql))


def test_first_look_makes_the_first_version(archive: Archive) -> None:
    change = archive.record(made_report(), run=None, at=START)

    assert change == Change(url=URL, outcome="new", version=1)
    assert [version.cause for version in archive.versions(URL)] == ["new"]


def test_version_gives_back_what_was_recorded(archive: Archive) -> None:
    report = made_report(site=SITE, warnings=("meta says 2026-03-02",))
    archive.record(report, run=None, at=START)

    version = archive.newest(URL)

    assert version is not None
    assert {name: getattr(version, name) for name in FIELDS if hasattr(report, name)} == {
        name: getattr(report, name) for name in FIELDS if hasattr(report, name)
    }
    assert (version.site, version.region, version.publisher) == ("qinghe-sfj", "320899", "清河市司法局")
    assert (version.content_hash, version.page_hash) == (content_hash(TEXT), page_hash(report.page.body))
    assert (version.seen_at, version.first_seen_at, version.last_seen_at) == (START, START, START)


def test_stored_page_comes_back_byte_for_byte(archive: Archive) -> None:
    page = made_page(body=bytes(range(256)) * 40, content_type="text/html;charset=GB2312", status=203, entry=made_entry(cut=True))
    archive.record(made_report(**{name: getattr(page, name) for name in ("body", "content_type", "status", "entry")}), run=None, at=START)

    version = archive.newest(URL)

    assert version is not None
    assert archive.stored_page(version) == page


def test_same_page_again_is_a_visit_and_nothing_else(archive: Archive) -> None:
    archive.record(made_report(), run=None, at=START)
    before = archive.newest(URL)

    change = archive.record(made_report(), run=None, at=later(days=1))

    assert before is not None
    assert change == Change(url=URL, outcome="unchanged", version=1)
    assert archive.versions(URL) == [replace(before, last_seen_at=later(days=1))]
    assert [row["outcome"] for row in rows(archive, "select outcome from visits order by at")] == ["new", "unchanged"]


@pytest.mark.parametrize(
    "changes",
    [
        {"text": TEXT + "\n三、2026年工作安排"},
        {"text": TEXT.replace("，", ",")},
        {"title": "清河市司法局2025年度法治政府建设情况报告（修订）"},
        {"published_at": "2026-03-02T09:00+08:00"},
        {"published_at": None},
        {"source": "清河市人民政府办公室"},
        {"source": None},
        {"attachments": ()},
        {"attachments": (Attachment(name="附件2.pdf", url="https://www.qinghe.gov.cn/files/1.pdf?token=a1"),)},
        {"attachments": (Attachment(name="附件1.pdf", url="u"), Attachment(name="附件1.pdf", url="u"))},
    ],
)
def test_what_a_publisher_changes_makes_a_version(archive: Archive, changes: dict[str, Any]) -> None:
    archive.record(made_report(), run=None, at=START)

    change = archive.record(made_report(**changes), run=None, at=later(days=1))

    assert change == Change(url=URL, outcome="changed", version=2)
    assert [(version.version, version.cause) for version in archive.versions(URL)] == [(1, "new"), (2, "changed")]


@pytest.mark.parametrize(
    "changes",
    [
        {"body": b"<html>another view counter</html>"},
        {"text": TEXT.replace("\n", "\n\u3000\u3000")},
        {"text": TEXT.replace("2025年", "2025 年\u200b")},
        {"title": "清河市司法局\n2025年度法治政府建设情况报告"},
        {"source": "清河市司法局\u3000"},
        {"attachments": (Attachment(name="附件1.pdf", url="https://www.qinghe.gov.cn/files/1.pdf?token=b2"),)},
        {"attachments": (Attachment(name="附件1.pdf ", url="https://www.qinghe.gov.cn/files/1.pdf", hash="b1:00"),)},
        {"issuer": "清河市人民政府", "report_year": 2024, "level": "prefecture", "kind": "notice", "outline": ()},
        {"document_number": "清司〔2026〕3号", "index_number": None, "warnings": ("two dates",), "extractor": "govreports/2"},
    ],
)
def test_what_no_publisher_changed_makes_no_version(archive: Archive, changes: dict[str, Any]) -> None:
    archive.record(made_report(), run=None, at=START)
    before = archive.newest(URL)

    change = archive.record(made_report(**changes), run=None, at=later(days=1))

    assert before is not None
    assert change.outcome == "unchanged"
    assert archive.versions(URL) == [replace(before, last_seen_at=later(days=1))]


def test_attachment_with_another_hash_makes_a_version(archive: Archive) -> None:
    archive.record(made_report(attachments=(Attachment(name="附件1.pdf", url="u", hash="b1:00"),)), run=None, at=START)

    change = archive.record(made_report(attachments=(Attachment(name="附件1.pdf", url="u", hash="b1:01"),)), run=None, at=later(days=1))

    assert change.outcome == "changed"


def test_text_that_goes_and_returns_is_three_versions_and_two_contents(archive: Archive) -> None:
    for day, text in enumerate([TEXT, TEXT + "\n更正", TEXT]):
        archive.record(made_report(text=text), run=None, at=later(days=day))

    assert [(version.version, version.text) for version in archive.versions(URL)] == [(1, TEXT), (2, TEXT + "\n更正"), (3, TEXT)]
    assert len(rows(archive, "select * from contents")) == 2


def test_same_bytes_and_text_at_two_addresses_are_stored_once_and_know_each_other(archive: Archive) -> None:
    other = "https://sfj.qinghe.gov.cn/fzjs/1024.html"
    for url in (URL, other):
        archive.record(made_report(url, body=b"<html>same</html>"), run=None, at=START)

    newest = [archive.newest(url) for url in (URL, other)]

    assert [version and version.also_at for version in newest] == [(other,), (URL,)]
    assert len(rows(archive, "select * from contents")) == len(rows(archive, "select * from pages")) == 1


def test_address_whose_newest_version_differs_is_no_other_address(archive: Archive) -> None:
    other = "https://sfj.qinghe.gov.cn/fzjs/1024.html"
    archive.record(made_report(), run=None, at=START)
    archive.record(made_report(other), run=None, at=START)
    archive.record(made_report(other, text="另行发布"), run=None, at=later(days=1))

    newest = archive.newest(URL)

    assert newest is not None
    assert newest.also_at == ()


def test_same_words_in_other_paragraphs_read_at_each_address_as_printed_there(archive: Archive) -> None:
    other = "https://sfj.qinghe.gov.cn/fzjs/1024.html"
    archive.record(made_report(text=TEXT), run=None, at=START)
    archive.record(made_report(other, text=TEXT.replace("\n", " ")), run=None, at=START)

    newest = archive.newest(other)

    assert newest is not None
    assert (newest.text, newest.also_at) == (TEXT.replace("\n", " "), (URL,))


@pytest.mark.parametrize("spelling", ["http://www.qinghe.gov.cn", "https://qinghe.gov.cn", "HTTP://QINGHE.gov.cn"])
def test_spellings_of_an_address_are_one_report(archive: Archive, spelling: str) -> None:
    archive.record(made_report(), run=None, at=START)
    other = URL.replace("https://www.qinghe.gov.cn", spelling)

    change = archive.record(made_report(other), run=None, at=later(days=1))

    assert change == Change(url=URL, outcome="unchanged", version=1)
    assert archive.newest(other) == archive.newest(URL)


def test_one_off_scrape_leaves_the_site_that_lists_the_address(archive: Archive) -> None:
    archive.record(made_report(site=SITE), run=None, at=START)

    archive.record(made_report(), run=None, at=later(days=1))

    newest = archive.newest(URL)
    assert newest is not None
    assert (newest.site, newest.region, newest.publisher) == ("qinghe-sfj", "320899", "清河市司法局")


def test_crawl_of_a_row_tells_where_a_one_off_scrape_belongs(archive: Archive) -> None:
    archive.record(made_report(), run=None, at=START)

    archive.look(NotModified(url=URL, seen_at=later(days=1), site=SITE), run=None)

    newest = archive.newest(URL)
    assert newest is not None
    assert (newest.site, newest.region, newest.publisher) == ("qinghe-sfj", "320899", "清河市司法局")


def test_second_section_does_not_take_an_address_from_the_first(archive: Archive) -> None:
    archive.record(made_report(site=SITE), run=None, at=START)

    archive.record(made_report(site=replace(SITE, id="qinghe-zf", region="320800", publisher="清河市人民政府")), run=None, at=later(days=1))

    newest = archive.newest(URL)
    assert newest is not None
    assert (newest.site, newest.region, newest.publisher) == ("qinghe-sfj", "320899", "清河市司法局")


def test_row_that_was_corrected_corrects_its_addresses(archive: Archive) -> None:
    archive.record(made_report(site=SITE), run=None, at=START)

    archive.record(made_report(site=replace(SITE, region="320812")), run=None, at=later(days=1))

    newest = archive.newest(URL)
    assert newest is not None
    assert newest.region == "320812"


def test_look_answered_with_304_is_a_visit(archive: Archive) -> None:
    archive.record(made_report(etag='"7f"'), run=None, at=START)

    change = archive.look(NotModified(url=URL, seen_at=later(days=1)), run=None)

    newest = archive.newest(URL)
    assert newest is not None
    assert change == Change(url=URL, outcome="unchanged", version=1)
    assert (newest.last_seen_at, newest.seen_at) == (later(days=1), START)
    assert [row["outcome"] for row in rows(archive, "select outcome from visits order by at")] == ["new", "not_modified"]


def test_304_for_an_unknown_address_is_no_report(archive: Archive) -> None:
    with pytest.raises(ExtractionError, match="304 for an address never seen"):
        archive.look(NotModified(url=URL, seen_at=START), run=None)


def test_validators_are_those_of_the_last_page(archive: Archive) -> None:
    archive.record(made_report(etag='"7f"', last_modified="Sun, 01 Mar 2026 07:28:00 GMT"), run=None, at=START)
    archive.record(made_report(etag='"80"'), run=None, at=later(days=1))

    assert archive.validators(URL.replace("https", "http")) == ('"80"', None)
    assert archive.validators("https://www.qinghe.gov.cn/nothing.html") == (None, None)


def test_address_that_led_elsewhere_is_known_by_where_it_led(archive: Archive) -> None:
    asked = "http://www.qinghe.gov.cn/art/2026/3/1/art_55_1024.html"
    archive.record(made_report(entry=made_entry(asked), etag='"7f"'), run=None, at=START)

    change = archive.look(NotModified(url=asked, seen_at=later(days=1)), run=None)

    assert change.url == URL
    assert archive.newest(asked) == archive.newest(URL)
    assert archive.validators(asked) == ('"7f"', None)


def test_version_is_found_by_its_number(archive: Archive) -> None:
    archive.record(made_report(), run=None, at=START)
    archive.record(made_report(text="修订后的正文"), run=None, at=later(days=1))

    first, third = archive.version(URL, 1), archive.version(URL, 3)

    assert first is not None
    assert first.text == TEXT
    assert third is None


def test_unknown_address_has_no_version(archive: Archive) -> None:
    assert archive.newest(URL) is None
    assert archive.versions(URL) == []


def test_record_has_the_promised_names_in_their_order_and_is_plain(archive: Archive) -> None:
    archive.record(made_report(site=SITE), run=None, at=START)

    newest = archive.newest(URL)

    assert newest is not None
    found = record(newest)
    assert " ".join(found) == (
        "url site region publisher title text published_at source issuer report_year level document_number index_number kind "
        "outline attachments version cause content_hash page_hash also_at moved_from similar_to seen_at first_seen_at last_seen_at "
        "extractor warnings"
    )
    assert found["outline"] == [{"heading": "一、主要举措和成效", "level": 1, "role": "achievements"}]
    assert (found["also_at"], found["similar_to"], found["seen_at"]) == ([], [], "2026-03-02T01:30:00.000000Z")


def test_unstored_record_is_the_stored_one_without_what_only_an_archive_knows(archive: Archive) -> None:
    report = made_report(site=SITE)
    archive.record(report, run=None, at=START)
    newest = archive.newest(URL)
    assert newest is not None
    only_stored = ("version", "cause", "also_at", "similar_to", "seen_at", "first_seen_at", "last_seen_at")

    assert unstored_record(report) == {**record(newest), **dict.fromkeys(only_stored)}


def test_half_a_character_in_a_title_is_stored_once_and_stays_unchanged(archive: Archive) -> None:
    outcomes = [archive.record(made_report(title="法治政府建设\ud83d"), run=None, at=later(days=day)).outcome for day in range(2)]

    archive.list_entries("qinghe-sfj", [made_entry(title="法治\ud83d")], at=START)

    assert outcomes == ["new", "unchanged"]
    assert [row["title"] for row in rows(archive, "select title from listings")] == ["法治?"]


def test_lists_claims_are_kept_as_last_made_with_the_time_they_were_first_made(archive: Archive) -> None:
    archive.list_entries("qinghe-sfj", [made_entry(title="清河市司法局2025年…", cut=True)], at=START)
    archive.list_entries("qinghe-sfj", [made_entry(), made_entry("https://www.qinghe.gov.cn/2.html")], at=later(days=1))

    found = rows(archive, "select title, cut, first_listed_at, last_listed_at from listings order by first_listed_at")

    assert len(found) == 2
    assert found[0] == {
        "title": "清河市司法局2025年度法治政府建设情况报告",
        "cut": 0,
        "first_listed_at": "2026-03-02T01:30:00.000000Z",
        "last_listed_at": "2026-03-03T01:30:00.000000Z",
    }


def test_title_a_page_was_passed_over_for_is_known_while_its_list_claims_the_same(archive: Archive) -> None:
    entry = made_entry()
    archive.list_entries("qinghe-sfj", [entry], at=START)
    archive.pass_over("qinghe-sfj", entry.url, "清河市司法局2024年培训计划")
    archive.list_entries("qinghe-sfj", [entry], at=later(days=1))

    assert archive.passed_over("qinghe-sfj", entry.url) == "清河市司法局2024年培训计划"
    assert archive.passed_over("another-sfj", entry.url) is None

    archive.list_entries("qinghe-sfj", [replace(entry, date="2026-04-01")], at=later(days=2))

    assert archive.passed_over("qinghe-sfj", entry.url) is None
