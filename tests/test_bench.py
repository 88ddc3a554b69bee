"""The bench prints what it says: the arithmetic of its figures, and peers that ask for what they are given."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.demo.web import DemoWeb
from crawler.model import Page
from pipelines.extract import extract
from tests.bench import line, overlap
from tests.bench_pages import post
from tests.bench_speed import ratio
from tests.conftest import ROOT

TEXT = "全市法治政府建设取得新成效。"


@pytest.mark.parametrize(
    ("seen", "f1"),
    [
        (TEXT, 1.0),
        (" 全市 法治政府\n建设取得新成效。\u3000", 1.0),
        (TEXT + TEXT, 2 * 10 / (10 + 24)),
        (TEXT[:9], 2 * 5 / (10 + 5)),
        ("依法行政", 0.0),
        ("", 0.0),
    ],
)
def test_overlap_is_the_f1_of_five_character_pieces(seen: str, f1: float) -> None:
    assert overlap(TEXT, seen) == pytest.approx(f1)


def test_nothing_for_nothing_is_right() -> None:
    assert overlap("", " \n") == 1.0


def test_text_of_less_than_five_characters_is_one_piece() -> None:
    assert overlap("法治", "法治") == 1.0


def test_line_names_both_figures_and_their_ratio() -> None:
    words = line("reading", 7.125, "ms", "trafilatura", 28.5).split()

    assert words == ["reading", "7.12", "ms", "=", "0.25", "x", "28.5", "trafilatura"]


def test_ratio_says_whether_its_target_is_reached() -> None:
    assert ratio("bytes", 0.0025, 0.1, "of the first", at_most=True).split() == [
        "bytes",
        "0.0025",
        "<=",
        "0.1",
        "reached",
        "of",
        "the",
        "first",
    ]
    assert "MISSED" in ratio("rate", 3.9, 4, "")


@pytest.mark.parametrize("number", [0, 1, 2, 3, 9])
def test_pages_of_the_bench_are_of_real_size_and_hold_their_reports(number: int) -> None:
    made = post(number)
    page = Page(url="http://127.0.0.1/art/1.html", body=made.html.encode(), fetched_at=datetime.now(UTC))

    found = extract(page)

    assert 60_000 < len(page.body) < 156_000
    assert (found.title, found.text) == (made.title, made.text)


@pytest.mark.parametrize("reader", [[], ["trafilatura"], ["conditional"]])
def test_peer_asks_for_every_address_once(web: DemoWeb, tmp_path: Path, reader: list[str]) -> None:
    addresses = [report.url for report in web.reports(web.site("hezhu-sfj"))[:3]]
    (tmp_path / "addresses.txt").write_text("\n".join(f'{address} "0"' for address in addresses), encoding="utf-8")

    subprocess.run([sys.executable, "-m", "tests.bench_peer", str(tmp_path / "addresses.txt"), *reader], cwd=ROOT, check=True)

    assert [request.status for request in web.log] == [200] * 4
    assert sorted(web.site("hezhu-sfj").base + request.path for request in web.log[1:]) == sorted(addresses)
