"""The map of coverage: the country by province and year, a province by its places, and either in one year."""

import asyncio
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from crawler.register import Place
from storage.browse import asking
from storage.browse.covered import Look
from storage.browse.instance import Browse
from storage.coverage.cells import Cell
from storage.coverage.evidence import marks_table
from storage.coverage.heat import heat_table
from storage.coverage.lines import CELL, cell_line, write_csv
from storage.coverage.page import MAP_STYLE
from storage.coverage.states import MARKS, PARTIES
from storage.coverage.sums import how_to_read, legend, numbers, tally
from storage.coverage.trend import trend
from storage.coverage.within import gathered, prefecture_of, province_of
from storage.coverage.words import REASON


async def coverage(datasette: Browse, request: Request) -> Response:
    """Return the map, or the part of it that is asked for: an organ, a province, a year."""
    look = await asyncio.to_thread(datasette.covered.look)
    organ, province, year = _asked(look, request)
    cells = [*_within(look, organ, province, year)]
    years = look.coverage.years
    shown: dict[str, Any] = {
        "organ": organ,
        "province": province,
        "year": year,
        "years": years,
        "reasons": REASON,
        "marks": MARKS,
        "numbers": ours(numbers(cells)),
    }
    shown |= {"legend": ours(legend()), "parts": _parts(cells, prefecture_of if province else province_of) if province or year else []}
    if year is None:
        shown |= {
            "heat": _prefectures(look, organ, province) if province else country(look, organ),
            "trend": ours(trend(cells, years)) if cells else "",
        }
    return await datasette.show(request, "coverage.html", **shown)


async def coverage_csv(datasette: Browse, request: Request) -> Response:
    """Return what the map shows as a table for spreadsheets, a line a cell."""
    look = await asyncio.to_thread(datasette.covered.look)
    cells = _within(look, *_asked(look, request))
    stream = io.StringIO(newline="")
    await asyncio.to_thread(write_csv, CELL, map(cell_line, cells), stream)  # of the whole country it takes seconds
    headers = {"Content-Disposition": 'attachment; filename="coverage.csv"'}
    return Response(stream.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


async def map_style(datasette: Browse, request: Request) -> Response:  # noqa: ARG001  # as every page is asked
    """Return how the map looks, which the page that `coverage` writes has within itself."""
    return Response(MAP_STYLE, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=3600"})


def country(look: Look, organ: str, without: Iterable[Place] = ()) -> Markup:
    """Return the heat map of an organ by province, but for some; each cell leads to the places behind it."""
    left_out = {place.key for place in without}
    rolls = [roll for roll in look.provinces if roll.organ == organ and roll.group not in left_out]
    return ours(heat_table(rolls, look.coverage.years, caption=how_to_read(), leads=_leads(organ, None)))


def ours(markup: str) -> Markup:
    """Return as markup what the functions of coverage made: they escape all that they tell of."""
    return Markup(markup)  # noqa: S704  # as said


def _prefectures(look: Look, organ: str, province: Place) -> Markup:
    within = {prefecture_of(place).key for place in look.coverage.places if province_of(place).key == province.key}
    rolls = [roll for roll in look.prefectures if roll.organ == organ and roll.group in within]
    return ours(heat_table(rolls, look.coverage.years, caption="", leads=_leads(organ, province)))


def _leads(organ: str, province: Place | None) -> Callable[[str, int | None], str]:
    def lead(group: str, year: int | None) -> str:
        asked = {"organ": organ, "province": group if province is None else province.key, **({"year": year} if year else {})}
        anchor = "" if province is None else f"#p-{group}"
        return f"/coverage?{urlencode(asked)}{anchor}"

    return lead


def _asked(look: Look, request: Request) -> tuple[str, Place | None, int | None]:
    """Return the organ, province and year of a request; a province is told by its code or the beginning of one, or by its name."""
    organ = asking.choice(request, "organ", PARTIES) or "government"
    year = asking.number(request, "year")
    if year is not None and year not in look.coverage.years:
        raise NotFound(f"year {year}: found no coverage, expected one from {look.coverage.years[0]} to {look.coverage.years[-1]}")
    given = asking.text(request, "province")
    if given is None:
        return organ, None, year
    known = dict.fromkeys(place for _, place in look.by_province)
    fitting = [place for place in known if given in (place.key, place.name) or (given.isdecimal() and place.key[:2] == given[:2])]
    if not fitting:
        raise NotFound(f"province {given!r}: found no such province, expected a code such as 32")
    return organ, fitting[0], year


def _within(look: Look, organ: str, province: Place | None, year: int | None) -> Iterable[Cell]:
    for (party, place), cells in look.by_province.items():
        if party == organ and province in (None, place):
            yield from (cell for cell in cells if year in (None, cell.year))


def _parts(cells: Sequence[Cell], part_of: Callable[[Place], Place]) -> list[dict[str, Any]]:
    """Return the provinces of the country or the prefectures of a province: their names, what they came to, and their places' marks."""
    years = sorted({cell.year for cell in cells})
    parts = []
    for part, found in gathered(cells, lambda cell: part_of(cell.place)).items():
        known = any(cell.reason not in ("no_section", "not_due") for cell in found)
        table = ours(marks_table(found, years, cell_address)) if known and part_of is not province_of else ""
        parts.append({"place": part, "known": known, "tally": ours(tally(found)), "cells": found, "table": table})
    return parts


def cell_address(cell: Cell) -> str:
    """Return the address of what is known of a cell."""
    return f"/cell?{urlencode({'place': cell.place.key, 'organ': cell.party, 'year': cell.year})}"
