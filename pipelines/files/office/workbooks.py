"""Workbooks: XLS, XLSX, and WPS Spreadsheets' own (ET), which are one of the two."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import product
from typing import Any

import python_calamine

from pipelines.body.lines import tidy
from pipelines.files.containers import opened
from pipelines.files.limits import MAX_ROWS
from pipelines.files.unreadable import Text, Unreadable

Value = Any  # a cell: calamine gives text, numbers, truth values, dates and times


def read_workbook(body: bytes, _name: str) -> Text:
    """Return the rows of all visible sheets, their cells joined by ` | `; a sheet's name stands before its rows where there are several."""
    if body.startswith(b"PK"):
        opened(body).close()  # refuses what would explode
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(body))
        sheets = [(meta.name, book.get_sheet_by_name(meta.name)) for meta in book.sheets_metadata if _is_shown(meta)]
        if sum(sheet.total_height for _, sheet in sheets) > MAX_ROWS:
            raise Unreadable(f"more than {MAX_ROWS} rows")
        tables = [(name, list(_rows(sheet))) for name, sheet in sheets]
    except python_calamine.PasswordError as error:
        raise Unreadable("an encrypted workbook") from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Unreadable(f"a broken workbook ({error})") from error
    filled = [(name, rows) for name, rows in tables if rows]
    lines = (line for name, rows in filled for line in ([tidy(name), *rows] if len(filled) > 1 else rows))
    return Text(lines=tuple(lines))


def _is_shown(meta: python_calamine.SheetMetadata) -> bool:
    return meta.visible == python_calamine.SheetVisibleEnum.Visible and meta.typ == python_calamine.SheetTypeEnum.WorkSheet


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[str]:
    covered = _covered(sheet)
    top, left = sheet.start or (0, 0)
    for number, row in enumerate(sheet.to_python(), top):
        cells = [tidy(_shown(cell)) for column, cell in enumerate(row, left) if (number, column) not in covered]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield cells[0] if len([cell for cell in cells if cell]) == 1 and cells[0] else " | ".join(cells).strip()


def _covered(sheet: python_calamine.CalamineSheet) -> set[tuple[int, int]]:
    """Return the places that belong to a cell which begins above or left of them."""
    return {
        place
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for place in product(range(top, min(bottom, top + 1000) + 1), range(left, min(right, left + 1000) + 1))
        if place != (top, left)
    }


def _shown(value: Value) -> str:
    """Return a value as a sheet shows it without a format of its own; its format is not told."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case datetime():
            return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
        case date() | time():
            return value.isoformat()
        case timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
        case _:
            return str(value)
