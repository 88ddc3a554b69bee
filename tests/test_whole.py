"""A report with its further pages, its frame and its files, as one reading of what was sent."""

from dataclasses import replace

import pytest

from crawler.errors import ExtractionError
from crawler.model import Page, Part, PartLink, PartRole, Report
from pipelines.extract import belongings, extract, is_current
from storage.hashes import page_hash
from tests.documents import docx_of, paragraph, zip_of
from tests.made import START, URL
from tests.parts_web import TITLE, paragraphs, report, worded
from tests.printed import pdf_of

FOLDER = URL.rpartition("/")[0]
ONE, TWO, THREE = paragraphs(0), paragraphs(10), paragraphs(20)
FILE = "\n".join(paragraphs(40))
PAGER = '<script>createPageHTML(3, 0, "t20260301_1024", "html");</script>'
SECOND, THIRD = (f"{FOLDER}/t20260301_1024_{number}.html" for number in (1, 2))


def _part(url: str, body: bytes | None, role: PartRole = "page", problem: str | None = None) -> Part:
    return Part(role=role, url=url, body=body, fetched_at=START, problem=problem)


def _page(body: bytes, *parts: Part) -> Page:
    return Page(url=URL, body=body, fetched_at=START, content_type="text/html; charset=utf-8", parts=parts)


def _divided(*parts: Part) -> Page:
    return _page(report(worded(ONE), below=PAGER), *parts)


def _file(url: str = f"{FOLDER}/P02026.txt", body: str = FILE) -> Part:
    return _part(url, body.encode(), "file")


def _read(*body: str, parts: tuple[Part, ...] = (), below: str = "") -> Report:
    return extract(_page(report(*body, below=below), *parts))


def test_pages_of_a_report_are_joined_once_and_in_order() -> None:
    third, second = _part(THIRD, report(worded(THREE))), _part(SECOND, report(worded(TWO)))

    found = extract(_divided(third, second))

    assert found.text == "\n".join([*ONE, *TWO, *THREE])
    assert (found.title, found.warnings) == (TITLE, ())


def test_pager_inside_the_body_is_no_text() -> None:
    pager = '<p>上一页 1 <a href="t20260301_1024_1.html">2</a> <a href="t20260301_1024_1.html">下一页</a></p>'
    numbers = '<p>[1] <a href="t20260301_1024_1.html">[2]</a></p>'
    second = _part(SECOND, report(worded(TWO), '<p><a href="t20260301_1024.html">上一页</a> <a href="t20260301_1024.html">1</a> 2</p>'))

    assert _read(worded(ONE), pager, parts=(second,)).text == "\n".join([*ONE, *TWO])
    assert _read(worded(ONE), numbers, parts=(second,)).text == "\n".join([*ONE, *TWO])


def test_what_all_pages_begin_and_end_with_stands_once() -> None:
    head, foot = "<p>清河市司法局文件</p>", "<p>清河市司法局办公室整理</p>"
    second = _part(SECOND, report(head, worded(TWO), foot))

    found = extract(_page(report(head, worded(ONE), foot, below=PAGER.replace("3,", "2,")), second))

    assert found.text == "\n".join(["清河市司法局文件", *ONE, *TWO, "清河市司法局办公室整理"])


def test_server_that_gives_the_first_page_for_every_number_adds_nothing() -> None:
    same = report(worded(ONE), below=PAGER)

    assert extract(_divided(_part(SECOND, same), _part(THIRD, same))).text == "\n".join(ONE)


def test_page_of_another_article_is_left_out_and_named() -> None:
    other = report(worded(TWO), title="清河市水务局关于城区停水的公告")

    found = extract(_divided(_part(SECOND, other), _part(THIRD, report(worded(THREE)))))

    assert found.text == "\n".join([*ONE, *THREE])
    assert found.warnings == (f"the further page {SECOND} is titled '清河市水务局关于城区停水的公告' and was left out",)


def test_page_that_could_not_be_had_is_a_warning() -> None:
    missing = _part(SECOND, None, problem="found HTTP 404")

    found = extract(_divided(missing, _part(THIRD, report(worded(THREE)))))

    assert found.text == "\n".join([*ONE, *THREE])
    assert found.warnings == (f"the further page {SECOND} is missing: found HTTP 404",)


def test_what_was_not_asked_for_is_a_warning() -> None:
    found = _read(worded(ONE), '<p>附件：<a href="a.doc">一览表.doc</a></p>', below=PAGER)

    assert found.warnings == (
        f"not everything was read: 2 of what belongs to the page (further page {SECOND})",
        f"not everything was read: 1 of what belongs to the page (file {FOLDER}/a.doc)",
    )


def test_pages_tell_of_pages_after_them_until_there_are_no_more() -> None:
    first = report(worded(ONE), below='<p><a href="t20260301_1024_2.html">下一页</a></p>')
    second = _part(THIRD, report(worded(TWO), below='<p><a href="t20260301_1024_3.html">下一页</a></p>'))

    (link,) = belongings(_page(first))[1]
    (after,) = belongings(_page(first, second))[1]

    assert [link.url, after.url] == [THIRD, f"{FOLDER}/t20260301_1024_3.html"]


def test_issuer_and_outline_come_from_the_whole_text() -> None:
    first = report("<p>一、主要举措和成效</p>", worded(ONE), below=PAGER.replace("3,", "2,"), title="法治政府建设情况报告")
    second = report("<p>二、存在的不足</p>", worded(TWO), "<p>清河市审计局</p><p>2026年1月20日</p>", title="法治政府建设情况报告")

    found = extract(_page(first, _part(SECOND, second)))

    assert [section.role for section in found.outline] == ["achievements", "shortcomings"]
    assert found.issuer == "清河市审计局"


def test_file_is_an_attachment_with_hash_type_and_text() -> None:
    found = _read(worded(ONE), '<p>附件：<a href="P02026.txt">一览表.txt</a></p>', parts=(_file(),))

    (attachment,) = found.attachments
    assert (attachment.name, attachment.hash) == ("一览表.txt", page_hash(FILE.encode()))
    assert (attachment.type, attachment.text) == ("txt", FILE)
    assert found.text.startswith("\n".join(ONE))
    assert is_current(found.extractor)


def test_attachment_of_a_further_page_is_one_of_the_report() -> None:
    second = _part(SECOND, report(worded(TWO), '<p>附件：<a href="P02026.txt">一览表.txt</a></p>'))

    found = extract(_page(report(worded(ONE), below=PAGER.replace("3,", "2,")), second, _file()))

    assert [each.text for each in found.attachments] == [FILE]


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="P02026.txt">清河市司法局2025年度法治政府建设情况报告.txt</a></p>',
        '<p>附件：<a href="P02026.txt">报告全文</a></p>',
        '<div id="zoom"><p>附件1：<a href="P02026.txt">清河市司法局2025年度法治政府建设情况报告.txt</a></p></div>',
        '<div id="zoom"><p><a href="P02026.txt">点击下载</a></p></div>',
        '<div class="TRS_Editor"><p>现将我局2025年度法治政府建设情况报告予以公开，详见附件。</p><p><a href="P02026.txt">附件</a></p></div>',
        '<iframe src="/pdfjs/web/viewer.html?file=/zwgk/fzzf/202603/P02026.pdf"></iframe>',
        '<embed src="P02026.pdf" type="application/pdf">',
    ],
)
def test_report_that_exists_only_as_a_file_has_its_text(body: str) -> None:
    found = _read(body, parts=(_file(), _file(f"{FOLDER}/P02026.pdf")))

    assert found.text == FILE
    assert (found.title, found.published_at, found.kind) == (TITLE, "2026-03-01T10:00+08:00", "report")
    assert found.extractor.startswith("file/")
    assert is_current(found.extractor)
    assert any("the text is that of the file" in warning for warning in found.warnings)


def test_file_named_like_the_page_is_the_report_among_several() -> None:
    body = f'<p><a href="a.txt">统计表.txt</a></p><p><a href="P02026.txt">{TITLE}.txt</a></p>'
    table = _file(f"{FOLDER}/a.txt", "\n".join(paragraphs(70, 9)))

    found = _read(body, parts=(table, _file()))

    assert found.text == FILE
    assert [each.name for each in found.attachments] == ["统计表.txt", f"{TITLE}.txt"]


def test_report_with_a_text_of_its_own_keeps_it() -> None:
    found = _read(worded(ONE[:1]), '<p>附件：<a href="P02026.txt">一览表.txt</a></p>', parts=(_file(),))

    assert found.text.startswith(ONE[0])


def test_page_without_text_says_which_file_was_not_read() -> None:
    with pytest.raises(ExtractionError, match=r"viewer.*file https://www\.qinghe\.gov\.cn/files/report\.pdf"):
        _read('<embed src="/files/report.pdf" type="application/pdf">')


def test_text_in_a_frame_of_the_site_is_the_text() -> None:
    frame = "https://www.qinghe.gov.cn/pages/12.html"
    body = '<iframe src="/pages/12.html" width="100%"></iframe>'

    assert belongings(_page(report(body))) == (TITLE, (PartLink(role="frame", url=frame),))
    found = _read(body, parts=(_part(frame, report(worded(TWO), title=""), "frame"),))

    assert (found.title, found.text) == (TITLE, "\n".join(TWO))
    assert found.warnings == ("the text stands in a frame of the page",)


def test_frame_beside_a_text_is_not_asked_for() -> None:
    assert belongings(_page(report(worded(ONE), '<iframe src="/pages/12.html"></iframe>')))[1] == ()


def test_frame_out_of_reach_is_named() -> None:
    frame = _part("https://mp.example.com/s/1", None, "frame", problem="found it on another site (mp.example.com), which is not asked")

    with pytest.raises(ExtractionError, match=r"frame https://mp\.example\.com/s/1 is missing"):
        _read('<iframe src="https://mp.example.com/s/1"></iframe>', parts=(frame,))


def test_body_of_pictures_is_named_for_what_it_is() -> None:
    pictures = '<p><img src="1.jpg"></p><p><img src="2.jpg"></p>'

    with pytest.raises(ExtractionError, match="no text in the body but pictures"):
        _read(f'<div id="zoom">{pictures}</div>')
    found = _read(f'<div id="zoom"><p>2025年，我局坚持依法行政，现将有关情况以图片形式报告如下。</p>{pictures}</div>')

    assert found.warnings == ("the body is 2 pictures and little text: what they show was not read",)


@pytest.mark.parametrize(("name", "asked"), [("一览表.doc", 1), ("合影.jpg", 0), ("打包.rar", 0), ("报告.zip", 1)])
def test_files_that_cannot_hold_a_report_are_not_asked_for(name: str, asked: int) -> None:
    page = _page(report(worded(ONE), f'<p>附件：<a href="{name}">{name}</a></p>'))

    assert len(belongings(page)[1]) == asked
    assert [each.name for each in extract(page).attachments] == [name]


def test_directory_of_forms_is_cut_with_a_warning() -> None:
    links = "".join(f'<p>附件{number}：<a href="{number}.doc">表{number}.doc</a></p>' for number in range(30))
    page = _page(report(worded(ONE), links))

    assert len(belongings(page)[1]) == 20
    assert "the page links to 30 files, of which the first 20 were asked for" in extract(page).warnings


def test_reading_is_a_function_of_page_and_parts() -> None:
    page = _divided(_part(SECOND, report(worded(TWO))), _part(THIRD, report(worded(THREE))))

    assert extract(page) == extract(page)
    assert extract(replace(page, parts=page.parts[::-1])).text == extract(page).text


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("报告.pdf", pdf_of(paragraphs(40)), "pdf"),
        ("报告.docx", docx_of(*map(paragraph, paragraphs(40))), "docx"),
        ("报告.zip", zip_of({"报告.docx": docx_of(*map(paragraph, paragraphs(40)))}), "zip"),
    ],
    ids=["pdf", "docx", "zip"],
)
def test_file_of_any_kind_can_be_the_report(name: str, body: bytes, kind: str) -> None:
    part = _part(f"{FOLDER}/1.{kind}", body, "file")

    found = _read(f'<p>附件：<a href="1.{kind}">{name}</a></p>', parts=(part,))

    (attachment,) = found.attachments
    assert attachment.type == kind
    assert [line for line in found.text.split("\n") if line in paragraphs(40)] == paragraphs(40)
    assert found.text == attachment.text
