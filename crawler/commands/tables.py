"""How commands print what they list: a table for people, JSON lines for programs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.commands.options import say_json


def say_rows(form: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows as JSON lines with every name they have, or as a table of the named columns."""
    if form == "json":
        for row in rows:
            say_json(row)
        return
    console = Console(width=None if Console().is_terminal else 200, highlight=False, markup=False)
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    console.print(table)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
