"""A file is what its bytes are, and damage in it is told, never raised."""

import random
import re
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.files import limits
from pipelines.files.formats import READERS, UNREAD
from pipelines.files.kinds import kind_of
from pipelines.files.reading import FileText, read_file
from tests.documents import SENTENCE, TITLE, docx_of, paragraph, xls_of, xlsx_of, zip_of
from tests.ole import doc_of, ole_of
from tests.printed import pdf_of, picture
from tests.test_files_ofd import body as ofd_body
from tests.test_files_ofd import ofd_of

ROWS: list[list[object]] = [[TITLE, 1024]]
SLIDE = (
    f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{TITLE}</a:t></a:r></a:p>'
    "<a:p><a:r><a:t>主要</a:t></a:r><a:r><a:t>做法</a:t></a:r></a:p></p:sld>"
)
RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 \'cb\'ce\'cc\'e5;}}\pard "
    + "".join(f"\\'{byte:02x}" for byte in TITLE.encode("gbk"))
    + r"\par\trowd\cellx1000\cellx2000\intbl "
    + "".join(rf"\u{ord(character)}?" for character in "指标")
    + r"\cell 1,024\cell\row}"
)
HTML = f"<html><head><title>x</title></head><body><p>{TITLE}</p><table><tr><td>甲</td><td>1</td></tr></table></body></html>"
MHT = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset="gb2312"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(HTML.encode("gbk")) + b"\r\n--x--\r\n"
)
REPORT = (Path(__file__).parent / "files" / "report.doc").read_bytes()

# by type: a name that may lie, a file, and the text that it has
FILES: dict[str, tuple[str, bytes, str]] = {
    "pdf": ("报告.pdf", pdf_of([TITLE]), TITLE),
    "docx": ("报告.doc", docx_of(paragraph(TITLE)), TITLE),
    "doc": ("报告.docx", doc_of([f"{TITLE}\r"]), TITLE),
    "wps": ("报告.WPS", doc_of([f"{TITLE}\r"]), TITLE),
    "xlsx": ("表.xls", xlsx_of({"表": ROWS}), f"{TITLE} | 1024"),
    "xls": ("表.xlsx", xls_of(ROWS), f"{TITLE} | 1024"),
    "et": ("表.et", xls_of(ROWS), f"{TITLE} | 1024"),
    "pptx": ("讲稿.pptx", zip_of({"[Content_Types].xml": b"", "ppt/slides/slide1.xml": SLIDE.encode()}), f"{TITLE}\n主要做法"),
    "ofd": ("报告.zip", ofd_of(ofd_body([TITLE])), TITLE),
    "zip": ("附件.rar", zip_of({"报告.txt": TITLE.encode()}), f"报告.txt\n{TITLE}"),
    "html": ("报告.doc", HTML.encode("gbk"), f"{TITLE}\n甲 | 1"),
    "mht": ("报告.doc", MHT, f"{TITLE}\n甲 | 1"),
    "txt": ("报告.txt", TITLE.encode("gb18030"), TITLE),
    "rtf": ("报告.doc", RTF.encode(), f"{TITLE}\n指标 | 1,024"),
}
UNREADABLE: dict[str, bytes] = {
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n",
    "gif": b"GIF89a",
    "tif": b"II*\x00\x08",
    "bmp": b"BM6\x00\x00\x00\x00\x00\x00\x00",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "rar": b"Rar!\x1a\x07\x01\x00",
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04",
    "gz": b"\x1f\x8b\x08\x00",
    "ppt": ole_of({"PowerPoint Document": b""}),
    "ole": ole_of({"Unheard Of": b""}),
    "odf": zip_of({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    "unknown": bytes(range(1, 32)) * 4,
}


@pytest.mark.parametrize("kind", FILES)
def test_file_is_read_by_what_its_bytes_are(kind: str) -> None:
    name, body, text = FILES[kind]

    assert read_file(body, name) == FileText(type=kind, text=text)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_format_that_has_no_text_is_named(kind: str) -> None:
    assert read_file(UNREADABLE[kind], "附件") == FileText(type=kind, warnings=(f"附件: found {UNREAD[kind]}, expected text",))


def test_text_that_begins_with_the_letters_of_a_picture_is_a_text() -> None:
    assert read_file("BMI监测情况报告".encode(), "附件.txt") == FileText(type="txt", text="BMI监测情况报告")


def test_every_format_is_tried() -> None:
    assert {*READERS, "zip"} == {*FILES, "wpt", "ett"}
    assert set(UNREAD) == {*UNREADABLE, "dps", "dpt"}


def test_formats_and_limits_are_those_of_their_page() -> None:
    page = (Path(__file__).parent.parent / "docs" / "attachments.md").read_text(encoding="utf-8")
    first = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `") and "found" not in line]
    named = [word for cell in first for word in re.findall(r"`(\w+)`", cell)]
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| (\d+) \|", page, re.MULTILINE))

    assert sorted(word for word in named if word.islower() or word == "7z") == sorted({*READERS, *UNREAD, "zip"})
    assert {name: int(value) for name, value in told.items()} == {name: value for name, value in vars(limits).items() if name.isupper()}


def test_encrypted_office_file_is_named_by_its_name() -> None:
    read = read_file(ole_of({"EncryptedPackage": b"", "EncryptionInfo": b""}), "报告.docx")

    assert read == FileText(type="docx", warnings=("报告.docx: found an encrypted docx file, expected text",))


def test_scan_is_no_text_and_says_so() -> None:
    read = read_file(pdf_of([""], drawn=picture), "扫描件.pdf")

    assert read == FileText(
        type="pdf", warnings=("扫描件.pdf: found a scan, 1 of 1 pages are pictures without a text layer, expected text",)
    )


@pytest.mark.parametrize(("kind", "body"), [("unknown", b""), ("unknown", b"\n \n"), ("docx", docx_of())])
def test_file_without_text_says_so(kind: str, body: bytes) -> None:
    read = read_file(body, "附件")

    assert (read.type, read.text) == (kind, None)
    assert len(read.warnings) == 1


def test_entities_of_a_bomb_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(12))
    slide = f'<!DOCTYPE s [{entities}]><p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>&e11;</a:t></a:p></p:sld>'

    read = read_file(zip_of({"[Content_Types].xml": b"", "ppt/slides/slide1.xml": slide.encode()}), "讲稿.pptx")

    assert read.text is None
    assert len(read.warnings) == 1


def cut(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body))]


def flipped(body: bytes, chance: random.Random) -> bytes:
    """Return a file with some bits changed, anywhere and near its beginning."""
    changed = bytearray(body)
    for _ in range(chance.choice((1, 8, 64))):
        changed[chance.randrange(chance.choice((len(body), min(2048, len(body)))))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("damage", [cut, flipped])
@pytest.mark.parametrize("kind", [*FILES, "report"])
def test_damaged_file_is_told_soon_and_never_raises(kind: str, damage: Callable[[bytes, random.Random], bytes]) -> None:
    chance = random.Random(kind)  # noqa: S311 - damage, not secrets
    name, body, _ = ("报告.doc", REPORT, "") if kind == "report" else FILES[kind]
    begun = time.monotonic()

    reads = [read_file(damage(body, chance), name) for _ in range(15)]

    assert time.monotonic() - begun < 60
    assert all(read.text or read.warnings for read in reads)


def test_type_of_a_damaged_container_is_still_told() -> None:
    assert kind_of(b"PK\x03\x04", "报告.docx") == "zip"
    assert kind_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "报告.doc") == "ole"


def test_halves_of_rare_characters_are_put_together_and_lone_ones_told() -> None:
    read = read_file(rb"{\rtf1\ansi\uc1 \u-10174?\u-8265?\u31077? \u-10174?\par}", "报告.rtf")

    assert read.text == "𠮷祥 \ufffd"


def test_long_report_is_read_in_no_time() -> None:
    read = read_file(docx_of(*[paragraph(SENTENCE)] * 400), "报告.docx")

    assert read.text is not None
    assert read.text.count("\n") == 399
