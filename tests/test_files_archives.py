"""Archives: the files in them, each under its name."""

import struct
import zipfile

import pytest

from pipelines.files.formats import text_of
from pipelines.files.limits import MAX_DEPTH, MAX_MEMBERS, MAX_UNPACKED
from pipelines.files.unreadable import Unreadable
from tests.documents import SENTENCE, TITLE, docx_of, gbk_zip_of, paragraph, xlsx_of, zip_of

REPORT = SENTENCE.encode()


def test_members_stand_under_their_names_in_order() -> None:
    body = zip_of({"报告/正文.docx": docx_of(paragraph(TITLE)), "统计表.xlsx": xlsx_of({"表": [["甲", 1]]}), "说明.txt": REPORT})

    read = text_of("zip", body, "附件.zip")

    assert read.lines == ("报告/正文.docx", TITLE, "统计表.xlsx", "甲 | 1", "说明.txt", SENTENCE)
    assert read.warnings == ()


def test_names_in_the_encoding_of_a_chinese_windows_are_read() -> None:
    assert text_of("zip", gbk_zip_of({"法治政府建设报告.txt": REPORT}), "附件.zip").lines == ("法治政府建设报告.txt", SENTENCE)


def test_utf8_names_without_their_flag_are_read() -> None:
    whole = zip_of({"报告.txt": REPORT})

    unflagged = whole.replace(b"PK\x03\x04\x14\x00\x00\x08", b"PK\x03\x04\x14\x00\x00\x00")
    unflagged = unflagged.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00")

    assert unflagged != whole
    assert text_of("zip", unflagged, "附件.zip").lines == ("报告.txt", SENTENCE)


def test_archives_in_archives_are_read_to_a_depth() -> None:
    nested = zip_of({"报告.txt": REPORT})
    for depth in range(1, MAX_DEPTH):
        nested = zip_of({f"{depth}.zip": nested})

    assert text_of("zip", nested, "附件.zip").lines[-2:] == ("报告.txt", SENTENCE)
    assert text_of("zip", zip_of({"深.zip": nested}), "附件.zip").warnings == (
        f"附件.zip/深.zip/2.zip/1.zip: found archives nested more than {MAX_DEPTH} deep, expected text",
    )


def test_member_without_text_is_told_and_the_others_are_read() -> None:
    body = zip_of({"扫描.jpg": b"\xff\xd8\xff\xe0", "坏.docx": b"PK\x03\x04 broken", "报告.txt": REPORT, "空.txt": b"  \n"})

    read = text_of("zip", body, "附件.zip")

    assert read.lines == ("报告.txt", SENTENCE)
    assert [warning.partition(",")[0] for warning in read.warnings] == [
        "附件.zip/扫描.jpg: found a picture",
        "附件.zip/坏.docx: found a broken ZIP container (File is not a zip file)",
        "附件.zip/空.txt: found bytes of no known kind",
    ]


def test_what_a_system_adds_is_passed_over() -> None:
    body = zip_of({"__MACOSX/._报告.txt": b"\x00\x05", "Thumbs.db": b"\x00", "报告.txt": REPORT})

    assert text_of("zip", body, "附件.zip").warnings == ()


def test_bomb_does_not_go_off() -> None:
    body = claiming(zip_of({f"{number}.txt": b"0" * 99 for number in range(9)}), MAX_UNPACKED // 8)

    with pytest.raises(Unreadable, match=f"more than {MAX_UNPACKED}$"):
        text_of("zip", body, "附件.zip")


def test_member_that_is_larger_than_it_claims_is_broken() -> None:
    body = claiming(zip_of({"报告.txt": b"0" * 1_000_000}), 10)

    assert "a broken entry of a ZIP container" in text_of("zip", body, "附件.zip").warnings[0]


def claiming(body: bytes, size: int) -> bytes:
    """Return an archive whose list of members says that each unpacks to a size."""
    changed = bytearray(body)
    at = body.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, size)
        at = body.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def test_too_many_members_are_told() -> None:
    with pytest.raises(Unreadable, match=f"{MAX_MEMBERS + 1} files"):
        text_of("zip", zip_of({f"{number}.txt": b"a" for number in range(MAX_MEMBERS + 1)}), "附件.zip")


def test_encrypted_member_is_told() -> None:
    body = zip_of({"报告.txt": REPORT}, zipfile.ZIP_STORED)

    locked = body.replace(b"PK\x03\x04\x14\x00\x00\x08", b"PK\x03\x04\x14\x00\x01\x08")
    locked = locked.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x01\x08")

    assert text_of("zip", locked, "附件.zip").warnings == ("附件.zip/报告.txt: found an encrypted entry of a ZIP container, expected text",)
