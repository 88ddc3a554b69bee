"""`coverage`: what every government and bureau of justice owes, year by year, and what is held of it."""

import gc
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, Literal, TextIO, get_args

import click

from crawler.commands.options import Common, common_options
from crawler.commands.tables import say_rows
from crawler.errors import SiteError
from storage.archive import Archive
from storage.coverage.columns import marks, shares
from storage.coverage.lines import CELL, ROLL, cell_line, roll_line, write_csv
from storage.coverage.page import write_page
from storage.coverage.rolled import By, rolled
from storage.coverage.states import MARKS
from storage.coverage.whole import Coverage
from storage.coverage.whole import coverage as look
from storage.export import write_whole

Grouping = Literal["place"] | By


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "html"]), default="table", help="HTML is one page to look at.")
@click.option(
    "--by",
    type=click.Choice(["place", *get_args(By)]),
    default="province",
    show_default=True,
    help="A cell a place, or counts.",
)
@click.option(
    "--year",
    "years",
    type=click.IntRange(1950, 2999),
    multiple=True,
    help="Only this year, again for another [default: 2015 to last year].",
)
@click.option("--region", default="", help="Only places whose code begins so: 32 is Jiangsu.")
@click.option("--level", type=click.Choice(["province", "prefecture", "county"]), help="Only places of this level.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File [default: standard output].")
@common_options
def coverage(common: Common, form: str, by: Grouping, years: tuple[int, ...], region: str, level: str | None, output: Path | None) -> int:
    """Show what is held of the reports that governments and bureaus of justice owe, and why the rest is not."""
    with _no_search_for_circles():
        with Archive.open(common.archive_path, readonly=True) as archive:
            found = look(archive, common.rows().values(), years=years, region=region, level=level)
        if not found.places:
            raise SiteError(f"region {region!r}: found no place, expected the beginning of a code such as '3206'")
        if output:
            write_whole(output, lambda stream: _write(found, form, by, stream))
        else:
            _write(found, form, by, sys.stdout)
        return int(any(cell.state == "missing" for cell in found.cells))


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """Hold off the collector: some hundred thousand values are made that all stay and refer to nothing that refers to them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write(found: Coverage, form: str, by: Grouping, stream: TextIO) -> int:
    """Write the coverage in a form and return how many cells it tells of, which is never none."""
    if form == "html":
        write_page(found, stream)
    elif form == "csv":
        write_csv(CELL if by == "place" else ROLL, _lines(found, by), stream)
    else:
        with redirect_stdout(stream):
            _say(found, form, by)
    return len(found.cells)


def _lines(found: Coverage, by: Grouping) -> Iterable[dict[str, Any]]:
    return map(cell_line, found.cells) if by == "place" else map(roll_line, rolled(found, by))


def _say(found: Coverage, form: str, by: Grouping) -> None:
    """Print lines for a program, or for a person a column a year and what its marks mean."""
    if form == "json":
        say_rows(form, (), _lines(found, by))
        return
    rows = marks(found.cells) if by == "place" else shares(rolled(found, by))
    say_rows(form, ("region", "place", "organ", *map(str, found.years)), rows)
    told = "  ".join(f"{mark or 'blank'} {state}" for state, mark in MARKS.items()) if by == "place" else "held, in time or late / owed"
    click.echo(f"\n{told}")
    if found.unplaced:
        click.echo(f"{len(found.unplaced)} reports more tell of no issuer that leads to one place")
