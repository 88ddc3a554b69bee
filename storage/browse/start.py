"""The start page: what is held, what is new, what is broken, and where the gaps are."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from datasette.utils.asgi import Request, Response

from storage.archive import Archive
from storage.browse import asking
from storage.browse.advice import advice
from storage.browse.instance import Browse
from storage.browse.ledger import lasting
from storage.browse.mapping import country
from storage.browse.news import MOST, counts, news
from storage.coverage.states import PARTIES


async def start(datasette: Browse, request: Request) -> Response:
    """Return the start page."""
    organ = asking.choice(request, "organ", PARTIES) or "government"
    now = datetime.now(UTC)

    def asked(archive: Archive) -> dict[str, Any]:
        with archive.file.reading() as database:
            return {"counts": counts(database), "news": news(database, now), "known": archive.incidents()}

    shown = await datasette.read(asked)
    look = await asyncio.to_thread(datasette.covered.look)
    unknown = look.unknown(organ)
    shown["is_more"] = len(shown["news"]) > MOST
    shown["news"] = shown["news"][:MOST]
    shown |= {"heat": country(look, organ, unknown), "unknown": unknown, "organ": organ}
    shown |= {"open": lasting(datasette, shown.pop("known")), "names": datasette.rows, "advice": advice}
    return await datasette.show(request, "start.html", **shown)
