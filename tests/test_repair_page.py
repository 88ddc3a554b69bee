"""Garbled pages: what they say is understood, what they sent is kept."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.errors import BlockedError
from crawler.model import Page, Report
from pipelines.extract import extract
from storage.hashes import content_hash
from tests.chrome import FAMILIES, page, worded
from tests.garbling import REPORT, as_windows, traditional, widened, with_readings

_TITLE, *_BODY = REPORT
_URL = "https://fzzf.example.com/qinghe/2024/1.html"


def _read(markup: str, url: str = _URL) -> Report:
    return extract(Page(url=url, body=markup.encode(), fetched_at=datetime(2024, 4, 1, tzinfo=UTC)))


def _page(family: str = "truecms", body: list[str] | None = None) -> str:
    return page(family, worded(body or _BODY), title=_TITLE, time="2024-03-07 16:05", source="清河市司法局")


def _said(report: Report) -> tuple[str, str, str | None, str | None, str | None, int | None]:
    return (report.text, report.title, report.published_at, report.source, report.issuer, report.report_year)


@pytest.mark.parametrize(
    "garble",
    [
        traditional,
        with_readings,
        lambda text: as_windows(text.encode()),
        lambda text: text.encode().decode("latin-1"),
        lambda text: text.encode("gb18030").decode("latin-1"),
    ],
    ids=["traditional", "readings", "utf-8 as windows", "utf-8 as latin-1", "gbk as latin-1"],
)
@pytest.mark.parametrize("family", FAMILIES[:3])
def test_page_garbled_with_its_labels_says_what_the_clean_one_says(family: str, garble: Callable[[str], str]) -> None:
    clean = _page(family)

    found = _read(garble(clean))

    assert _said(found) == _said(_read(clean))
    assert [warning for warning in found.warnings if warning.startswith("garbled copy repaired: ")]


def test_garbled_body_on_a_clean_page_has_the_hash_of_the_original() -> None:
    found = _read(_page(body=[with_readings(line) for line in _BODY]))

    assert content_hash(found.text) == content_hash("\n".join(_BODY))
    assert found.page.body == _page(body=[with_readings(line) for line in _BODY]).encode()


def test_garbled_body_written_in_entities_is_read() -> None:
    garbled = worded([with_readings(line) for line in _BODY]).encode("ascii", "xmlcharrefreplace").decode()

    found = _read(page("vsb", garbled, title=_TITLE, time="2024-03-07 16:05", source="清河市司法局"))

    assert found.text.splitlines() == _BODY


def test_readings_in_elements_of_their_own_go() -> None:
    lines = [with_readings(line).replace("(", "<font size=1>(").replace(")", ")</font>") for line in _BODY if "（" not in line]
    markup = page("nfcms", "".join(f"<p>{line}</p>" for line in lines), title=_TITLE, time="2024-03-07 16:05", source="清河市司法局")

    assert _read(markup).text.splitlines() == [line for line in _BODY if "（" not in line]


def test_one_paragraph_in_the_wrong_encoding_is_read_anew() -> None:
    body = [line.encode().decode("latin-1") if index == 3 else line for index, line in enumerate(_BODY)]

    assert _read(_page("trs", body)).text.splitlines() == _BODY


def test_what_blocks_us_is_known_in_the_wrong_encoding_too() -> None:
    block = "<html><body><h1>访问被拒绝：您的访问可能对网站造成安全威胁，已被应用防火墙拦截。</h1></body></html>"

    with pytest.raises(BlockedError):
        _read(block.encode("gb18030").decode("latin-1"))


def test_letters_of_title_and_source_are_those_of_the_text() -> None:
    body = [widened(line) for line in _BODY]
    markup = page("lonsun", worded(body), title="⼀、" + widened(_TITLE), time="2024-03-07 16:05", source="清河市司法局")

    found = _read(markup)

    assert (found.title, found.text.splitlines(), found.report_year) == (f"一、{_TITLE}", _BODY, 2023)


def test_address_of_a_file_stays_as_it_is() -> None:
    body = worded(_BODY) + '<p>附件：<a href="/files/法治政府建設報告.pdf">法治政府建設報告.pdf</a></p>'

    found = _read(traditional(page("kaipu", body, title=_TITLE, time="2024-03-07 16:05", source="清河市司法局")))

    (file,) = found.attachments
    assert (file.name, file.url) == ("法治政府建设报告.pdf", "https://fzzf.example.com/files/法治政府建設報告.pdf")


def test_page_of_hong_kong_stays_traditional() -> None:
    lines = [traditional(line, "s2hk") for line in _BODY]

    found = _read(_page(body=lines), url="https://www.doj.gov.hk/tc/1.html")

    assert found.text.splitlines() == lines
    assert not [warning for warning in found.warnings if "repaired" in warning]


@pytest.mark.parametrize(
    ("ruby", "shown"),
    [
        ("<ruby>领<rt>lǐng</rt>导<rt>dǎo</rt></ruby>干部", "领导干部"),
        ("<ruby>领<rp>(</rp><rt>lǐng</rt><rp>)</rp></ruby>导", "领导"),
        ("<ruby><rb>领<rb>导<rt>lǐng<rt>dǎo</ruby>班子", "领导班子"),
        ("<ruby>法治<rtc><rt>fǎ zhì</rt></rtc></ruby>建设", "法治建设"),
        ("<ruby>镇<rt>ㄓㄣˋ</rt></ruby>街道", "镇街道"),
        ("<ruby>法治<rp>(</rp><rt>rule of law</rt><rp>)</rp></ruby>政府", "法治(rule of law)政府"),
    ],
)
def test_readings_above_characters_are_no_text(ruby: str, shown: str) -> None:
    body = worded(_BODY[:-2]) + f"<p>坚持{ruby}，抓好工作落实。</p>"

    found = _read(page("hanweb", body, title=_TITLE, time="2024-03-07 16:05", source="清河市司法局"))

    assert found.text.splitlines()[-1] == f"坚持{shown}，抓好工作落实。"
    assert bool(found.warnings) == ("rule" not in shown)


def test_reading_above_a_title_is_no_part_of_it() -> None:
    markup = _page().replace(f">{_TITLE}</h1>", f">{_TITLE.replace('清', '<ruby>清<rt>qīng</rt></ruby>')}</h1>")

    assert _read(markup).title == _TITLE


def test_clean_page_is_read_without_dictionaries() -> None:
    program = """
import sys
from datetime import UTC, datetime
from crawler.model import Page
from pipelines.extract import extract
extract(Page(url="", body=sys.stdin.buffer.read(), fetched_at=datetime.now(UTC)))
print({"opencc", "pypinyin"} & set(sys.modules))
"""

    done = subprocess.run([sys.executable, "-c", program], input=_page().encode(), capture_output=True, check=True)

    assert done.stdout.split() == [b"set()"]
