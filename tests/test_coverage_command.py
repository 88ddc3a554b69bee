"""`govreports coverage` as a person, a program, a spreadsheet and a browser see it."""

import csv
import io
import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import cli
from crawler.model import Problem, Site
from storage.archive import Archive
from storage.coverage.lines import CELL, ROLL
from storage.coverage.states import STATES
from storage.coverage.words import STATE
from tests.made import START, later, made_report

TITLE = '=2+5 海安市人民政府2024年度法治政府建设情况报告<script>alert(1)</script>"'
ROW = """[[site]]
id = "{id}"
name = "{publisher} 公告公示"
region = "{region}"
publisher = "{publisher}"
family = "static"
lists = ["https://www.{id}.gov.cn/gggs/"]
schedule = "17 6 * * *"
"""
ROWS = {
    "haian-sfj": ("320685", "海安市司法局"),
    "rudong-sfj": ("320623", "如东县司法局"),
    "qidong-sfj": ("320681", "启东市司法局"),
    "tongzhou-sfj": ("320612", "通州区司法局"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that has every state for 2024, and the rows it was made with."""
    folder = tmp_path_factory.mktemp("coverage")
    (folder / "sites.toml").write_text(
        "".join(ROW.format(id=key, region=row[0], publisher=row[1]) for key, row in ROWS.items()), encoding="utf-8"
    )
    sites = {
        key: Site(id=key, name=key, family="static", lists=(), region=row[0], publisher=row[1], schedule="") for key, row in ROWS.items()
    }
    with Archive.open(folder / "reports.db") as archive:
        for site, issuer, day, title in (
            ("haian-sfj", "海安市人民政府", "2025-03-04", TITLE),
            ("haian-sfj", "海安市司法局", "2025-06-30", "海安市司法局2024年度法治政府建设情况报告"),
            ("haian-sfj", "海安市城东镇人民政府", "2025-02-03", "城东镇2024年度法治政府建设情况报告"),
        ):
            level = "town" if "镇" in issuer else "department" if "局" in issuer else "county"
            url = f"https://www.haian.gov.cn/gggs/{day}.html"
            report = made_report(
                url, title=title, issuer=issuer, level=level, report_year=2024, published_at=day, site=sites[site], text=issuer * 200
            )
            archive.record(report, run=None, at=START)
        for site, code in (("haian-sfj", None), ("rudong-sfj", None), ("qidong-sfj", "BLOCKED"), ("tongzhou-sfj", "UNREACHABLE")):
            met = [Problem(code, f"https://www.{site}.gov.cn/gggs/", "found <b>nothing</b>, expected a list", breaks=True)] if code else []
            run = archive.begin_run(site, at=START)
            archive.end_run(
                run.id, at=later(minutes=1), reason="finished", verdict="", counts={}, problems=(), met=met, whole=not met, complete=not met
            )
    return folder


def coverage(folder: Path, *arguments: str) -> Result:
    places = ["--archive", str(folder / "reports.db"), "--sites", str(folder / "sites.toml")]
    return CliRunner().invoke(cli, ["coverage", "--year", "2024", *arguments, *places], standalone_mode=False)


def cells(folder: Path, *arguments: str) -> list[dict[str, object]]:
    done = coverage(folder, "--by", "place", "--format", "json", "--region", "3206", *arguments)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_program_is_told_every_state_with_its_evidence(folder: Path) -> None:
    found = {(line["place"], line["organ"]): line for line in cells(folder)}

    assert {line["state"] for line in found.values()} == set(STATES) - {"not_due"}
    assert list(found["江苏省/南通市/海安市", "government"]) == list(CELL)
    assert found["江苏省/南通市/海安市", "justice"] == {
        "region": "320685",
        "place": "江苏省/南通市/海安市",
        "level": "county",
        "organ": "justice",
        "year": 2024,
        "state": "late",
        "reason": "after_deadline",
        "url": "https://www.haian.gov.cn/gggs/2025-06-30.html",
        "version": 1,
        "published_at": "2025-06-30",
        "days": 90,
        "title": "海安市司法局2024年度法治政府建设情况报告",
        "also_at": [],
        "site": "haian-sfj",
        "since": None,
        "code": None,
        "message": None,
    }
    blocked = found["江苏省/南通市/启东市", "government"]
    assert (blocked["state"], blocked["since"], blocked["code"]) == ("blocked", "2026-03-02T01:30:00.000000Z", "BLOCKED")
    assert found["江苏省/南通市/通州区", "justice"]["state"] == "unreachable"
    assert found["江苏省/南通市/如东县", "government"]["reason"] == "walked"
    assert found["江苏省/南通市", "government"]["reason"] == "no_section"


def test_status_says_whether_anything_owed_is_missing(folder: Path) -> None:
    assert coverage(folder, "--region", "320623").return_value == 1
    assert coverage(folder, "--region", "320685").return_value == 0
    assert coverage(folder, "--region", "33").return_value == 0


@pytest.mark.parametrize("by", ["prefecture", "province", "level", "year"])
def test_counts_are_lines_of_one_form(folder: Path, by: str) -> None:
    done = coverage(folder, "--by", by, "--format", "json", "--region", "3206")

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(list(line) == list(ROLL) for line in lines)
    assert sum(line["held"] for line in lines if line["organ"] == "government") == 1
    assert [line["held"] for line in lines if line["organ"] == "town"] == [1]


def test_person_is_shown_a_column_a_year(folder: Path) -> None:
    marks = coverage(folder, "--by", "place", "--region", "320685", "--year", "2023").stdout.splitlines()
    shares = coverage(folder, "--region", "32").stdout.splitlines()

    assert marks[0].split() == ["region", "place", "organ", "2023", "2024"]
    assert marks[1].split() == ["320685", "江苏省/南通市/海安市", "government", "✕", "●"]
    assert shares[1].split() == ["320000", "江苏省", "government", "1/109"]


def test_spreadsheet_runs_nothing_and_knows_the_encoding(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "coverage.csv"

    done = coverage(folder, "--by", "place", "--format", "csv", "--region", "320685", "-o", str(path))

    text = path.read_bytes().decode()
    titles = [row["title"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]
    assert done.stdout == ""
    assert text.startswith("\ufeffregion,place,level,organ,year,state,")
    assert titles[0] == f"'{TITLE}"


def test_region_without_places_is_refused(folder: Path) -> None:
    done = coverage(folder, "--region", "99")

    assert "expected the beginning of a code" in str(done.exception)


class _Page(HTMLParser):
    """What a browser would find in the page: tags with their attributes, ids, links, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # the name that HTMLParser gives it
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in self.inside:
            self.inside[self._open].append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    done = coverage(folder, "--format", "html", "--region", "3206", "-o", str(folder / "coverage.html"))
    assert done.return_value == 1
    return (folder / "coverage.html").read_text(encoding="utf-8")


def test_page_fetches_nothing_and_runs_only_what_it_came_with(text: str) -> None:
    page = _Page(text)
    (policy,) = (attributes["content"] for tag, attributes in page.tags if tag == "meta" and "http-equiv" in attributes)

    (script,), (style,) = page.inside["script"], page.inside["style"]
    hashes = {
        name: f"'sha256-{b64encode(sha256(words.encode()).digest()).decode()}'" for name, words in (("script", script), ("style", style))
    }
    assert policy == f"default-src 'none'; style-src {hashes['style']}; script-src {hashes['script']}; base-uri 'none'; form-action 'none'"
    assert page.values("src") == page.values("style") == []
    assert not [tag for tag, _ in page.tags if tag in ("link", "iframe", "img", "form", "base", "object")]
    assert not re.search(r"url\(|@import", style)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_page_shows_a_stored_title_as_words(text: str) -> None:
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "found &lt;b&gt;nothing&lt;/b&gt;" in text


def test_every_cell_leads_to_its_evidence(text: str) -> None:
    page = _Page(text)
    links = page.values("href")
    ids = page.values("id")

    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert len(ids) == len(set(ids))
    assert {link for link in links if not link.startswith("#")} == {
        "https://www.haian.gov.cn/gggs/2025-03-04.html",
        "https://www.haian.gov.cn/gggs/2025-06-30.html",
        *(f"https://www.{site}.gov.cn/gggs/" for site in ("rudong-sfj", "qidong-sfj", "tongzhou-sfj")),
    }
    assert "ge-320685" in ids
    assert "je-320681" in ids


def test_page_is_read_in_both_languages_without_its_script(text: str) -> None:
    page = _Page(text)

    assert [attributes["id"] for tag, attributes in page.tags if tag == "input"] == ["zh", "en", "government", "justice"]
    assert len(page.values("lang")) > 20
    assert all(words in text for state, both in STATE.items() if state != "not_due" for words in both)
    assert all(table.count("<caption>") for table in re.findall('<table class="heat">.*?</thead>', text, re.DOTALL))
    assert "<details" in text


def test_page_draws_the_days_of_publication(text: str) -> None:
    (picture,) = re.findall(r'<div class="government">.*?(<svg class="trend".*?</svg>)', text, re.DOTALL)

    assert re.findall(r'<rect class="(early|after)".*?<title>([^<]*)</title>', picture) == [("early", "2025-02-26 – 2025-03-04: 1")]
    assert re.findall(r'<rect class="(early|after)"', text) == ["early", "after"]
