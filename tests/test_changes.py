"""What differs between two versions."""

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.model import Attachment
from storage.archive import Archive
from storage.browse.changes import FieldChange, FileChange, Stretch, changes, stretches
from storage.diff import Mark, Paragraph
from storage.versions import Version
from tests.made import START, URL, made_report


def same(*words: str) -> list[Paragraph]:
    """Return paragraphs that nobody has changed."""
    return [Paragraph("unchanged", each, each) for each in words]


@pytest.fixture
def version(tmp_path: Path) -> Version:
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(), run=None, at=START)
        found = archive.newest(URL)
    assert found is not None
    return found


def test_paragraphs_that_stayed_are_folded_but_for_those_beside_a_change() -> None:
    added = Paragraph("added", None, "新增一段")

    found = stretches([*same("一", "二", "三", "四"), added, *same("五", "六", "七")])

    assert found == [
        Stretch(is_folded=True, paragraphs=same("一", "二", "三")),
        Stretch(is_folded=False, paragraphs=[*same("四"), added, *same("五")]),
        Stretch(is_folded=True, paragraphs=same("六", "七")),
    ]


def test_single_paragraph_between_two_in_sight_is_not_folded() -> None:
    removed = Paragraph("removed", "删去一段", None)
    told = [removed, *same("一", "二", "三"), removed]

    assert stretches(told) == [Stretch(is_folded=False, paragraphs=told)]


def test_versions_that_say_the_same_differ_in_nothing(version: Version) -> None:
    found = changes(version, version)

    assert (found.fields, found.files, found.counts) == ([], [], {"changed": 0, "added": 0, "removed": 0})
    assert [each.is_folded for each in found.stretches] == [True]


def test_title_time_and_source_tell_what_became_of_them(version: Version) -> None:
    found = changes(version, replace(version, title=f"关于{version.title}", published_at="2026-03-02", source=None)).fields

    assert [(each.name, each.marks) for each in found] == [
        ("title", [Mark("added", "关于"), Mark("unchanged", version.title)]),
        ("published_at", [Mark("removed", "2026-03-01 15:28"), Mark("added", "2026-03-02")]),
        ("source", [Mark("removed", "清河市司法局")]),
    ]


def test_time_that_was_added_is_one_mark() -> None:
    assert FieldChange(name="published_at", old=None, new="2026-03-02").marks == [Mark("added", "2026-03-02")]


def test_addresses_of_two_reports_are_not_mixed() -> None:
    found = FieldChange(name="url", old="https://www.qinghe.gov.cn/T1.html", new="https://www.baihe.gov.cn/T1.html").marks

    assert found == [Mark("removed", "https://www.qinghe.gov.cn/T1.html"), Mark("added", "https://www.baihe.gov.cn/T1.html")]


def test_attachments_are_told_apart_by_name_and_by_hash_where_both_are_known(version: Version) -> None:
    table, list_, note = (Attachment(name=name, url=f"https://www.qinghe.gov.cn/{name}") for name in ("统计表", "清单", "说明"))
    old, new = replace(table, hash="b1:1", text="复议312件"), replace(table, hash="b1:2", text="复议319件")
    before = replace(version, attachments=(old, list_, replace(note, hash="b1:3")))
    after = replace(version, attachments=(note, new, replace(table, name="附图")))

    found = changes(before, after).files

    edited = Stretch(is_folded=False, paragraphs=[Paragraph("changed", "复议312件", "复议319件")])
    assert found == [
        FileChange(old=old, new=new, stretches=[edited]),
        FileChange(old=None, new=replace(table, name="附图"), stretches=[]),
        FileChange(old=list_, new=None, stretches=[]),
    ]
