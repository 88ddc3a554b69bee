"""What is broken, since when and why: one open incident a site and reason, kept in the transaction that ends a run."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from crawler.model import Incident, Problem
from storage.times import moment, written

PROBE_HOLDS = timedelta(days=7)  # so long a site is not probed again for the same reason

# how far a crawl comes before it can meet a problem: one that it met early tells nothing of those it would have met later
_STAGES = {
    "KILLED": 0,
    "CRASHED": 1,
    "UNFINISHED": 1,
    "TIMED_OUT": 1,
    "UNREACHABLE": 2,
    "TLS": 3,
    "ROBOTS": 4,
    "REFUSED": 4,
    "LIST_EMPTY": 6,
}
_ANSWERED = 5  # what the list's address answered with: a block, a login, 404, an error
_READ = 7  # what all lists and pages together came to
_ANYWHERE = ("CRASHED", "UNFINISHED", "TIMED_OUT")  # met as soon as the crawl began or as late as its last page


def open_incidents(database: Database, run: Mapping[str, Any], problems: Sequence[Problem], at: datetime) -> None:
    """Write what made a run red: an incident is opened, or goes on with what is known now; of several problems of a reason, the first."""
    for problem in {problem.code: problem for problem in reversed(problems)}.values():
        values = {
            "site": run["site"],
            "code": problem.code,
            "run": run["id"],
            "since": run["started_at"],
            "at": written(at),
            "held_since": written(at - PROBE_HOLDS),
            "stage": _stage(problem),
            "address": problem.where,
            "message": problem.message,
        }
        database.execute(_OPEN, values)


def close_incidents(database: Database, run: Mapping[str, Any], problems: Sequence[Problem], at: datetime) -> None:
    """Close what a run over whole lists could have met and did not."""
    came_to = min((_stage(problem) for problem in problems), default=_READ + 1)
    met = {problem.code for problem in problems}
    for row in list(database.query("select code, stage from incidents where site = ? and ended_at is null", [run["site"]])):
        # the answers of a list exclude each other, and where all was read each promise was judged: one that was not met again is over
        stage = _READ if row["code"] in _ANYWHERE else row["stage"]
        is_past = stage < came_to or stage == came_to in (_ANSWERED, _READ)
        if row["code"] not in met and is_past:
            sql = "update incidents set ended_at = ?, ended_by = ? where site = ? and code = ? and ended_at is null"
            database.execute(sql, [written(at), run["id"], run["site"], row["code"]])


def keep_probe(database: Database, incident: Incident, *, at: datetime, row: str, found: str, offer: str | None) -> None:
    """Write what a new probe of a site found while an incident lasts."""
    values = {"probed_at": written(at), "probed_row": row, "found": found, "offer": offer}
    database.table("incidents").update((incident.site, incident.code, written(incident.since)), values)


def incidents(database: Database, site: str | None) -> list[Incident]:
    """Return the incidents of a site, or of all, those that last before those that are over, the newest first."""
    sql = "select * from incidents where ? in (site, '') order by ended_at is not null, since desc, site, code"
    return [_incident_of_row(row) for row in database.query(sql, [site or ""])]


# an incident that comes back within days has what was probed before: the site is not asked again for that
_OPEN = """
    insert into incidents (
        site, code, since, run, last_seen_at, last_run, runs, stage, address, message, found, offer, probed_at, probed_row
    )
    select :site, :code, :since, :run, :at, :run, 1, :stage, :address, :message, p.found, p.offer, p.probed_at, p.probed_row
    from (select 1) left join (
        select * from incidents where site = :site and code = :code and probed_at > :held_since order by since desc limit 1
    ) p
    where true
    on conflict (site, code) where ended_at is null do update set
        last_seen_at = :at, last_run = :run, runs = runs + 1, stage = :stage, address = :address, message = :message
"""


def _stage(problem: Problem) -> int:
    return _STAGES.get(problem.code, _ANSWERED if problem.breaks else _READ)


def _incident_of_row(row: Mapping[str, Any]) -> Incident:
    return Incident(
        site=row["site"],
        code=row["code"],
        since=moment(row["since"]),
        last_seen_at=moment(row["last_seen_at"]),
        runs=row["runs"],
        where=row["address"],
        message=row["message"],
        found=row["found"],
        offer=row["offer"],
        probed_at=row["probed_at"] and moment(row["probed_at"]),
        probed_row=row["probed_row"],
        ended_at=row["ended_at"] and moment(row["ended_at"]),
    )
