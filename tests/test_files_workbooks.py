"""Workbooks row by row."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from pipelines.files.limits import MAX_ROWS
from pipelines.files.office.workbooks import read_workbook
from pipelines.files.unreadable import Unreadable
from tests.documents import xls_of, xlsx_of, zip_of

ROWS: list[list[object]] = [["单位", "件数", "比例"], ["市司法局", 12, 0.256], [], ["合计", None, 1024.5]]


def lines(body: bytes) -> list[str]:
    return list(read_workbook(body, "统计表.xlsx").lines)


@pytest.mark.parametrize("body", [xlsx_of({"统计表": ROWS}), xls_of(ROWS)], ids=["xlsx", "xls"])
def test_rows_are_lines_and_empty_ones_are_none(body: bytes) -> None:
    assert lines(body) == ["单位 | 件数 | 比例", "市司法局 | 12 | 0.256", "合计 |  | 1024.5"]


def test_sheets_stand_in_their_order_under_their_names() -> None:
    assert lines(xlsx_of({"行政许可": [["甲", 1]], "空表": [], "行政处罚": [["乙", 2]]})) == ["行政许可", "甲 | 1", "行政处罚", "乙 | 2"]


def test_merged_cells_stand_once() -> None:
    rows: list[list[object]] = [["行政执法统计表", None, None, "单位：件"], ["甲", 1, 2, 3]]

    assert lines(xlsx_of({"表": rows}, merged="A1:C1")) == ["行政执法统计表 | 单位：件", "甲 | 1 | 2 | 3"]


def test_dates_and_times_are_written_out() -> None:
    rows: list[list[object]] = [["公布日期", date(2024, 1, 15), datetime(2024, 1, 15, 9, 30), True]]  # noqa: DTZ001 - a sheet knows no zones

    assert lines(xlsx_of({"表": rows})) == ["公布日期 | 2024-01-15 | 2024-01-15 09:30:00 | TRUE"]


def test_line_break_in_a_cell_is_none_in_the_row() -> None:
    assert lines(xlsx_of({"表": [["行政\n复议", "受理 数"]]})) == ["行政复议 | 受理 数"]


def test_broken_workbook_says_so() -> None:
    with pytest.raises(Unreadable, match="a broken workbook"):
        read_workbook(zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook"}), "统计表.xlsx")


def test_workbook_of_too_many_rows_says_so() -> None:
    with pytest.raises(Unreadable, match=f"more than {MAX_ROWS} rows"):
        read_workbook(far_cell(), "统计表.xlsx")


def far_cell() -> bytes:
    """Return a workbook whose sheet has two cells, the second a million rows below the first."""
    whole = xlsx_of({"表": [["甲"]]})
    with ZipFile(BytesIO(whole)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", b'<row r="1000000"><c r="A1000000"><v>1</v></c></row></sheetData>')
    return zip_of(members)
