"""What was done and what is broken: the ledger of runs, and the incidents with what to do about each."""

import re
from typing import Any

from datasette.utils.asgi import Request, Response

from crawler.model import Incident, Run
from storage import runs as ledger
from storage.archive import Archive
from storage.browse import asking
from storage.browse.advice import advice
from storage.browse.instance import Browse

_SIZE = 50


async def runs(datasette: Browse, request: Request) -> Response:
    """Return the runs of a section, or of all, the newest first, fifty a page."""
    site, page = asking.text(request, "site"), asking.number(request, "page", 9999) or 1

    def asked(archive: Archive) -> list[Run]:
        with archive.file.reading() as database:
            return ledger.runs(database, site, most=_SIZE + 1, after=(page - 1) * _SIZE)

    found = await datasette.read(asked)
    said = {run.id: [(problem, advice(_code(problem))) for problem in run.problems] for run in found}
    shown: dict[str, Any] = {
        "runs": found[:_SIZE],
        "said": said,
        "site": site,
        "row": datasette.rows.get(site or ""),
        "names": datasette.rows,
    }
    return await datasette.show(request, "runs.html", **shown, page=page, is_more=len(found) > _SIZE)


async def incidents(datasette: Browse, request: Request) -> Response:
    """Return what is broken, and with `all` also what was."""
    site, is_all = asking.text(request, "site"), asking.text(request, "all") is not None
    known = await datasette.read(lambda archive: archive.incidents(site))
    shown: dict[str, Any] = {"open": lasting(datasette, known), "over": [each for each in known if each.ended_at][:200] if is_all else []}
    return await datasette.show(request, "incidents.html", **shown, site=site, is_all=is_all, names=datasette.rows, advice=advice)


def lasting(datasette: Browse, known: list[Incident]) -> list[Incident]:
    """Return the incidents that are open, those of rows that nobody watches any more left out."""
    given_up = {row.id for row in datasette.rows.values() if not row.enabled}
    return [each for each in known if each.ended_at is None and each.site not in given_up]


def _code(problem: str) -> str:
    """Return the reason that a problem of the ledger begins with."""
    found = re.match("[A-Z_]+", problem)
    return found[0] if found else ""
