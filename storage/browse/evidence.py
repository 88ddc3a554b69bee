"""One cell of the map: what is known of one organ's report on one year, and what speaks for it."""

import asyncio

from datasette.utils.asgi import NotFound, Request, Response

from storage.browse import asking
from storage.browse.advice import advice
from storage.browse.instance import Browse
from storage.browse.mapping import cell_address, ours
from storage.coverage.cells import Cell
from storage.coverage.evidence import marks_table
from storage.coverage.rule import deadline
from storage.coverage.states import MARKS, PARTIES
from storage.coverage.within import gathered, level_of_place, province_of
from storage.coverage.words import REASON


async def cell(datasette: Browse, request: Request) -> Response:
    """Return what is known of a cell, told by its place, organ and year."""
    look = await asyncio.to_thread(datasette.covered.look)
    key, year = asking.text(request, "place"), asking.number(request, "year")
    organ = asking.choice(request, "organ", PARTIES) or "government"
    of_place = look.by_place.get(key or "", ())
    found = next((each for each in of_place if each.party == organ and each.year == year), None)
    if found is None:
        raise NotFound(f"cell: found nothing for place {key!r}, organ {organ!r}, year {year}, expected one of the map's")
    beside = {party: ours(marks_table(cells, look.coverage.years, cell_address)) for party, cells in gathered(of_place, _party).items()}
    proof = found.proof
    return await datasette.show(
        request,
        "cell.html",
        cell=found,
        mark=MARKS[found.state],
        organ_name=_organ(found),
        reason=REASON[found.reason],
        province=province_of(found.place),
        deadline=deadline(found.year),
        row=datasette.rows.get(proof.site) if proof else None,
        advice=advice(proof.code) if proof and proof.code else None,
        beside=beside,
    )


def _organ(found: Cell) -> tuple[str, str]:
    if found.party == "government":
        return "人民政府", "government"
    is_department = level_of_place(found.place) == "province" and not found.place.name.endswith(("市", "兵团"))
    return ("司法厅", "department of justice") if is_department else ("司法局", "bureau of justice")


def _party(each: Cell) -> str:
    return each.party
