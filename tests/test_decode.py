"""Bytes to text: declarations believed as far as the bytes bear them out."""

import time

import pytest

from crawler.decode import decode
from crawler.errors import ExtractionError

SENTENCE = "2023年，清源县司法局深入学习贯彻法治思想，扎实推进法治政府建设，现将情况报告如下。"


def page(charset: str | None = None, sentences: int = 40) -> str:
    """Return a page of Chinese sentences that declares `charset` in its META."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{meta}<title>法治政府建设</title></head><body>{f'<p>{SENTENCE}</p>' * sentences}</body></html>"


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb_2312-80", "x-gbk", "GB18030", "gb-2312", "cp936"])
def test_every_name_of_the_gb_family_is_read_as_gb18030(label: str) -> None:
    text = page(label).replace("清源", "淸㙍𠀀")

    decoded = decode(text.encode("gb18030"))

    assert (decoded.text, decoded.encoding, decoded.warnings) == (text, "gb18030", ())


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="gb2312">',
        "<meta charset=gb2312 />",
        '<META http-equiv="Content-Type" content="text/html;charset=gb2312">',
        "<meta content='text/html; charset = gb2312' http-equiv='Content-Type'>",
        '<?xml version="1.0" encoding="gb2312"?>',
    ],
)
def test_every_form_of_a_declaration_in_the_page_is_seen(meta: str) -> None:
    decoded = decode(f"{meta}<p>{SENTENCE}</p>".encode("gbk"))

    assert SENTENCE in decoded.text
    assert decoded.warnings == ()


def test_byte_order_mark_goes_before_every_declaration() -> None:
    decoded = decode(b"\xef\xbb\xbf" + page("gb2312").encode(), "text/html; charset=gbk", "gbk")

    assert decoded.text == page("gb2312")
    assert decoded.encoding == "utf-8"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_and_without_its_mark(codec: str) -> None:
    assert decode(page().encode(codec)).text == page()


def test_encoding_of_the_row_goes_before_header_and_meta() -> None:
    traditional = "<meta charset=gb2312><p>行政復議與法治政府建設</p>"

    decoded = decode(traditional.encode("big5"), "text/html; charset=gbk", "big5")

    assert decoded.text == traditional
    assert decoded.encoding == "big5"


def test_header_alone_is_enough() -> None:
    decoded = decode(page().encode("gb18030"), 'text/html; charset="GB18030"')

    assert decoded.text == page()
    assert decoded.warnings == ()


def test_page_that_declares_nothing_is_told_by_its_bytes() -> None:
    assert decode(page().encode("gbk")).text == page()
    assert decode(page().encode()).text == page()


def test_header_that_wrongly_says_utf_8_is_caught_and_named() -> None:
    decoded = decode(page("gb2312").encode("gbk"), "text/html; charset=utf-8")

    assert decoded.text == page("gb2312")
    assert decoded.warnings == ("the page is declared as utf-8, but was read as gb18030",)


def test_utf_8_declared_as_gb2312_is_caught_and_named() -> None:
    decoded = decode(page("gb2312").encode())

    assert decoded.text == page("gb2312")
    assert decoded.warnings == ("the page is declared as gb2312, but was read as utf-8",)


def test_short_page_of_utf_8_declared_as_gbk_is_caught() -> None:
    assert decode("<meta charset=gbk><p>法治</p>".encode()).text == "<meta charset=gbk><p>法治</p>"


def test_gbk_that_happens_to_be_valid_utf_8_is_read_as_declared() -> None:
    body = "<meta charset=gbk>模".encode("gbk")
    body.decode("utf-8")

    assert decode(body).text == "<meta charset=gbk>模"


def test_latin_1_that_servers_send_by_default_is_no_declaration() -> None:
    decoded = decode(page("gb2312").encode("gbk"), "text/html;charset=ISO-8859-1")

    assert decoded.text == page("gb2312")
    assert decoded.warnings == ()


def test_declared_name_that_is_no_encoding_is_passed_over() -> None:
    decoded = decode(page("chinese-simplified").encode())

    assert decoded.text == page("chinese-simplified")
    assert decoded.warnings == ("the page is declared as chinese-simplified, but was read as utf-8",)


def test_other_languages_are_not_forced_into_chinese() -> None:
    french = "<p>Résumé de l'Université de Montréal : la façade était très élevée, où déjà</p>"

    assert decode(french.encode("cp1252")).text == french


def test_undeclared_big5_is_told_from_gbk() -> None:
    text = f"<p>{'特別行政區政府總部提供的行政復議與法治政府建設情況報告。' * 8}</p>"

    assert decode(text.encode("big5")).text == text


def test_few_broken_bytes_in_utf_8_cost_those_characters_only() -> None:
    body = page("utf-8").encode().replace("扎".encode(), "扎".encode()[:2], 3)

    decoded = decode(body)

    assert decoded.encoding == "utf-8"
    assert decoded.text.replace("\ufffd", "") == page("utf-8").replace("扎", "", 3)
    assert decoded.warnings == ("3 broken characters could not be read as utf-8 and stand as U+FFFD",)


def test_page_cut_in_the_middle_of_a_character_keeps_its_encoding() -> None:
    utf8, gbk = decode(page("utf-8").encode()[:-18]), decode(page("gbk").encode("gbk")[:-17])

    assert utf8.encoding == "utf-8"
    assert gbk.encoding == "gb18030"
    assert utf8.text.startswith(page("utf-8")[:-40])
    assert gbk.text.startswith(page("gbk")[:-40])


def test_stray_byte_in_gbk_keeps_the_rest_of_the_page() -> None:
    decoded = decode(page("gb2312").encode("gbk").replace("扎".encode("gbk"), b"\xff" + "扎".encode("gbk"), 2))

    assert decoded.encoding == "gb18030"
    assert decoded.text.replace("\ufffd", "") == page("gb2312")
    assert decoded.warnings == ("2 broken characters could not be read as gb18030 and stand as U+FFFD",)


def test_broken_utf_8_that_declares_gbk_stays_utf_8() -> None:
    decoded = decode(page("gbk").encode().replace("扎".encode(), b"\xe6\x89", 2))

    assert decoded.encoding == "utf-8"
    assert len(decoded.warnings) == 2


def test_stray_zero_byte_is_dropped() -> None:
    assert decode(page().encode().replace(b"</p>", b"\x00</p>", 1)).text == page()


def test_empty_body_is_empty_text() -> None:
    decoded = decode(b"")

    assert (decoded.text, decoded.warnings) == ("", ())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF file"),
        (b"\n%PDF-1.4", "a PDF file"),
        (b"PK\x03\x04\x14\x00", "a ZIP file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
        (b"{\\rtf1\\ansi", "an RTF file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"GIF89a", "a GIF picture"),
        (b"Rar!\x1a\x07", "a RAR file"),
        (b"\x1f\x8b\x08\x00", "a GZIP file"),
        (b"\x00\x01\x02\x03" * 20, "binary data"),
    ],
)
def test_binary_is_refused_and_named(body: bytes, kind: str) -> None:
    with pytest.raises(ExtractionError, match=f"found {kind}"):
        decode(body)


@pytest.mark.parametrize("tail", [b"", b"\xff"])
def test_fifty_megabytes_are_read_in_a_few_seconds(tail: bytes) -> None:
    body = page("gb2312", 500_000).encode("gbk") + tail
    began = time.process_time()

    decoded = decode(body)

    assert decoded.encoding == "gb18030"
    assert time.process_time() - began < 10


def test_utf_8_is_read_without_guessing() -> None:
    body = page("utf-8", 900).encode()
    began = time.process_time()

    for _ in range(20):
        decode(body)

    assert (time.process_time() - began) / 20 < 0.01
