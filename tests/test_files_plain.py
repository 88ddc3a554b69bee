"""Web pages, texts and RTF as files."""

import pytest

from pipelines.files.plain import read_html, read_rtf, read_txt
from pipelines.files.unreadable import Unreadable
from tests.documents import SENTENCE, TITLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    read = read_txt(f"{TITLE}\r\n\r\n\u3000\u3000{SENTENCE}\r\n".encode(encoding), "报告.txt")

    assert read.lines == (TITLE, SENTENCE)
    assert read.warnings == ()


def test_broken_characters_are_told() -> None:
    read = read_txt(TITLE.encode("gb18030") + b"\xff\xff" + SENTENCE.encode("gb18030"), "报告.txt")

    assert read.lines[0].startswith(TITLE)
    assert "broken characters could not be read" in read.warnings[0]


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(Unreadable, match="bytes that are no text"):
        read_txt(bytes(range(1, 32)) * 9, "报告.txt")


def test_page_that_word_wrote_is_read_whole() -> None:
    page = (
        f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta charset=gb2312><title>x</title></head><body lang=ZH-CN>"
        f"<p class=MsoNormal>{TITLE}<o:p></o:p></p><p class=MsoNormal><span style='display:none'>内部</span>{SENTENCE}</p>"
        "<table><tr><td>指标</td><td>数量</td></tr><tr><td colspan=2>合计</td></tr></table></body></html>"
    )

    assert read_html(page.encode("gbk"), "报告.doc").lines == (TITLE, SENTENCE, "指标 | 数量", "合计")


def test_rtf_of_both_ways_to_write_chinese_is_read() -> None:
    bytes_of = "".join(f"\\'{byte:02x}" for byte in "法治".encode("gbk"))
    codes = "".join(f"\\u{ord(character) - 0x10000 if ord(character) > 0x7FFF else ord(character)}?" for character in "政府")
    picture = "0f" * 4000
    head = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
    rtf = rf"{head}{bytes_of}{codes}\par {{\pict {picture}}}\'b1\'a8\'b8\'e6\par}}"

    assert read_rtf(rtf.encode(), "报告.rtf").lines == ("法治政府", "报告")
