"""Datasette's own pages on the site: facets, what is hidden, JSON, and CSV that does nothing in a spreadsheet."""

import csv
import io
from pathlib import Path

import pytest
from parsel import Selector

from storage.archive import Archive
from storage.browse.app import made_site
from storage.browse.columns import COLUMNS
from storage.browse.instance import Browse
from storage.versions import FIELDS
from tests.browsed import asked, filled, page
from tests.made import START, made_report


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    return filled(tmp_path_factory.mktemp("browsed") / "reports.db")


def test_reports_have_facets_and_their_columns_are_described(site: Browse) -> None:
    shown = Selector(page(site, "/archive/reports"))

    assert sorted(shown.css(".facet-info::attr(data-column)").getall()) == ["level", "region", "report_year"]
    assert shown.css(".facet-info[data-column=report_year] li a::text").getall() == ["2023", "2025"]
    assert len(shown.css(".meanings dt")) == len(FIELDS)
    assert shown.css(".col-title a::attr(href)").getall()[0].startswith("/report?url=https%3A%2F%2Fwww.qinghe.gov.cn")


def test_every_column_of_a_record_has_a_chinese_name() -> None:
    assert tuple(COLUMNS) == FIELDS


def test_tables_that_nobody_reads_by_eye_are_hidden(site: Browse) -> None:
    shown = Selector(page(site, "/archive")).css(".db-table h3 a::text").getall()

    assert {"addresses", "versions", "runs", "incidents"} <= set(shown)
    assert not {"pages", "contents", "sketches", "bands", "similarities", "searchable", "search_words", "search_weights"} & set(shown)


def test_reports_are_to_be_had_as_json(site: Browse) -> None:
    (answer,) = asked(site, "/archive/reports.json?_shape=array&report_year=2025")

    assert [row["title"] for row in answer.json()] == ["清河市司法局2025年度法治政府建设情况报告"]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    path = tmp_path_factory.mktemp("csv") / "reports.db"
    starts = ("=1+1", "+1", "-1+1", "@SUM(1)", "＝1", "\t=1", '=HYPERLINK("http://evil.example","看")', "平常")
    with Archive.open(path) as archive:
        for number, start in enumerate(starts):
            report = made_report(f"https://www.qinghe.gov.cn/{number}.html", title=start, text=f'{start}，\r\n“引”,"号"\n第{number}段')
            archive.record(report, run=None, at=START)
    (answer,) = asked(made_site(path, ()), "/archive/reports.csv?_stream=1&_size=max&_sort=version")
    return [*csv.DictReader(io.StringIO(answer.text, newline=""))]


def test_cells_of_csv_are_inert_and_all_else_is_as_it_is(table: list[dict[str, str]]) -> None:
    titles = [row["title"] for row in table]

    assert sorted(titles) == sorted(
        ["'=1+1", "'+1", "'-1+1", "'@SUM(1)", "'＝1", "'\t=1", '\'=HYPERLINK("http://evil.example","看")', "平常"]
    )
    assert [row["text"].lstrip("'").partition("，")[2] for row in table if row["title"] == "平常"] == ['\r\n“引”,"号"\n第7段']
    assert {row["report_year"] for row in table} == {"2025"}


def test_negative_numbers_of_csv_stay_numbers(site: Browse) -> None:
    rows = page(site, "/archive.csv?sql=select+-5+as+a,+-1.5e-3+as+b,+'-5=1'+as+c")

    assert rows.splitlines() == ["a,b,c", "-5,-0.0015,'-5=1"]


def test_long_texts_and_pages_of_errors_are_sent_as_they_are(tmp_path: Path) -> None:
    text = "一" * 200_000
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(text=text), run=None, at=START)

    rows, missing = asked(made_site(tmp_path / "reports.db", ()), "/archive/reports.csv?_col=text&_size=max", "/archive/nothing.csv")

    assert rows.text == f"text\r\n{text}\r\n"
    assert missing.text.startswith('<!doctype html>\n<html lang="zh-CN"')


def test_query_has_no_script_and_shows_what_is_wrong_with_it(site: Browse, capfd: pytest.CaptureFixture[str]) -> None:
    (answer,) = asked(site, "/archive?sql=select+nowhere+from+reports")

    assert "no such column: nowhere" in answer.text
    assert capfd.readouterr() == ("", "")
