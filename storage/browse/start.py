"""The start page: what is held, what is new, what is broken, and where the gaps are."""

from datetime import UTC, datetime

from datasette.utils.asgi import Request, Response

from storage.archive import Archive
from storage.browse.instance import Browse
from storage.browse.news import Counts, News, counts, news


async def start(datasette: Browse, request: Request) -> Response:
    """Return the start page."""
    now = datetime.now(UTC)

    def asked(archive: Archive) -> tuple[Counts, list[News]]:
        with archive.file.reading() as database:
            return counts(database), news(database, now)

    numbers, latest = await datasette.read(asked)
    return await datasette.show(request, "start.html", counts=numbers, news=latest)
