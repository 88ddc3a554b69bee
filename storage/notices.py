"""What of the incidents has not been told yet, and the record of what was: at least once, and never twice without news."""

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.ledger import News
from crawler.model import Incident
from storage.database import ArchiveFile
from storage.incidents import incident_of_row
from storage.times import written


def news(file: ArchiveFile, sites: Container[str]) -> list[News]:
    """Return what has become of the incidents of these sites and has not been told, the oldest first."""
    with file.reading() as database:
        return [each for row in database.query(_UNTOLD) if row["site"] in sites for each in _news_of(row)]


def keep_told(file: ArchiveFile, told: Iterable[News], *, at: datetime) -> None:
    """Write that these were told, so that they are not told again."""
    with file.writing() as database:
        for each in told:
            _keep(database, each, at)


_UNTOLD = """
    select * from incidents where ended_at is null or (notified_at is not null and end_notified_at is null)
    order by since, site, code, place
"""


def _keep(database: Database, told: News, at: datetime) -> None:
    incident = told.incident
    key = (incident.site, incident.code, incident.place, written(incident.since))
    table = database.table("incidents")
    if told.kind == "over":
        table.update(key, {"end_notified_at": written(at)})
        return
    known = json.loads(table.get(key)["notified_as"] or "[]")
    table.update(key, {"notified_at": written(at), "notified_as": json.dumps([*known, _gist(incident)], ensure_ascii=False)})


def _news_of(row: Mapping[str, Any]) -> Iterator[News]:
    """Yield what is to be told of an incident. What opened and ended before anybody was told is no news."""
    incident = incident_of_row(row)
    if incident.ended_at is not None:
        yield News(kind="over", incident=incident)
    elif incident.notified_at is None:
        yield News(kind="opened", incident=incident)
    elif _gist(incident) not in json.loads(row["notified_as"] or "[]"):  # all that it was told as: what swings to and fro is told once
        yield News(kind="changed", incident=incident)


def _gist(incident: Incident) -> str:
    """Return what is said of an incident without the numbers and addresses in it, and the page that it is about."""
    bare = re.sub(r"https?://\S+|\d+(?:[.,:-]\d+)*", "", incident.message)
    return f"{'' if incident.place else incident.where} {' '.join(bare.split())}".strip()
