"""What is broken, since when and why: one open incident a site, reason and place, kept in the transaction that ends a run."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from crawler.model import Incident, Problem
from crawler.urls import host_of, identity
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
    "ASKED_TO_WAIT": 4,
    "LIST_EMPTY": 6,
}
_ANSWERED = 5  # what the list's address answered with: a block, a login, 404, an error
_READ = 7  # what all lists and pages together came to
_ANYWHERE = ("CRASHED", "UNFINISHED", "TIMED_OUT")  # met as soon as the crawl began or as late as its last page
_OF_HOSTS = ("UNREACHABLE", "TLS")  # a host that is down is down for all its lists
_ENDED_EARLY = ("KILLED", "UNFINISHED", "TIMED_OUT")  # over as soon as a run ends by itself
_BY_HISTORY = ("STALE", "FIELDS_LOST")  # over when a run that could judge them says so, however much of its lists it walked


def open_incidents(database: Database, run: Mapping[str, Any], problems: Sequence[Problem], at: datetime) -> None:
    """Write what a run met: an incident is opened, or goes on with what is known now.

    Of several problems of a reason and place it tells of the one that it told of before, or of the first.
    """
    told = {(row["code"], row["place"], row["address"]) for row in _lasting(database, run["site"])}
    first: dict[tuple[str, str], Problem] = {}
    for problem in sorted(problems, key=lambda each: (each.code, _place(each), each.where) not in told):
        first.setdefault((problem.code, _place(problem)), problem)
    for (code, place), problem in first.items():
        values = {
            "site": run["site"],
            "code": code,
            "place": place,
            "run": run["id"],
            "since": run["started_at"],
            "at": written(at),
            "held_since": written(at - PROBE_HOLDS),
            "stage": _stage(problem),
            "address": problem.where,
            "message": problem.message,
        }
        database.execute(_OPEN, values)


def close_incidents(
    database: Database,
    run: Mapping[str, Any],
    problems: Sequence[Problem],
    at: datetime,
    *,
    whole: bool,
    lists: Collection[str],
    judged: Collection[str],
) -> None:
    """Close what a run could have met and did not: all, if it was `whole`, else what its `lists` and pages that read disprove.

    `judged` are the reasons that only a row's history tells and that this run could decide about.
    """
    met = {(problem.code, _place(problem)) for problem in problems}
    for row in _lasting(database, run["site"]):
        if row["code"] in _BY_HISTORY:
            is_over = row["code"] in judged
        elif whole:
            is_over = _is_past(row, problems) and not (row["place"] == "" and _has(database, _HELD, row, run))
        elif row["place"]:
            is_over = row["address"] in lists
        else:
            is_at_end = run["reason"] == "finished"
            is_over = (is_at_end and row["code"] in _ENDED_EARLY) or (_is_read(database, row, run) and not _has(database, _HELD, row, run))
        if is_over and (row["code"], row["place"]) not in met:
            values = {"at": written(at), "run": run["id"], **row}
            database.execute(_CLOSE, values)


def keep_probe(database: Database, incident: Incident, *, at: datetime, row: str, found: str, offer: str | None) -> None:
    """Write what a new probe of a site found while an incident lasts."""
    values = {"probed_at": written(at), "probed_row": row, "found": found, "offer": offer}
    database.table("incidents").update((incident.site, incident.code, incident.place, written(incident.since)), values)


def incidents(database: Database, site: str | None) -> list[Incident]:
    """Return the incidents of a site, or of all, those that last before those that are over, the newest first."""
    sql = "select * from incidents where ? in (site, '') order by ended_at is not null, since desc, site, code, place"
    return [incident_of_row(row) for row in database.query(sql, [site or ""])]


def incident_of_row(row: Mapping[str, Any]) -> Incident:
    """Return the incident that a row tells of."""
    return Incident(
        site=row["site"],
        code=row["code"],
        place=row["place"],
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
        notified_at=row["notified_at"] and moment(row["notified_at"]),
    )


_CLOSE = """
    update incidents set ended_at = :at, ended_by = :run where site = :site and code = :code and place = :place and since = :since
"""

# an incident that comes back within days has what was probed before: the site is not asked again for that
_OPEN = """
    insert into incidents (
        site, code, place, since, run, last_seen_at, last_run, runs, stage, address, message, found, offer, probed_at, probed_row
    )
    select :site, :code, :place, :since, :run, :at, :run, 1, :stage, :address, :message, p.found, p.offer, p.probed_at, p.probed_row
    from (select 1) left join (
        select * from incidents where site = :site and code = :code and place = :place and probed_at > :held_since
        order by since desc limit 1
    ) p
    where true
    on conflict (site, code, place) where ended_at is null do update set
        last_seen_at = :at, last_run = :run, runs = runs + 1, stage = :stage, address = :address, message = :message
"""

# a page held back that the lists still name: only a good page or a person ends that, and not every run looks at every page
_HELD = """
    select 1 from held h join listings l on l.site = h.site and l.identity = h.identity
    where h.site = :site and h.code = :code and h.decision is null
    and l.last_listed_at >= coalesce((select max(since) from runs where site = :site and complete), '') limit 1
"""


_LOOKED = "select 1 from visits where run = :run and :identity in (identity, asked) and outcome <> 'reextracted' limit 1"


def _lasting(database: Database, site: str) -> list[dict[str, Any]]:
    sql = "select site, code, place, since, stage, address from incidents where site = ? and ended_at is null"
    return list(database.query(sql, [site]))


def _place(problem: Problem) -> str:
    if not problem.breaks:
        return ""
    return host_of(problem.where) if problem.code in _OF_HOSTS else problem.place or problem.where


def _stage(problem: Problem) -> int:
    is_of_a_page = "://" in problem.where and not problem.breaks
    return _READ if is_of_a_page else _STAGES.get(problem.code, _ANSWERED if problem.breaks else _READ)


def _is_past(row: Mapping[str, Any], problems: Sequence[Problem]) -> bool:
    """Say whether a whole run came past where it would have met an incident: its list if it is a list's, else all of them."""
    ours = [problem for problem in problems if _concerns(problem, row)]
    came_to = min((_stage(problem) for problem in ours), default=_READ + 1)
    # the answers of a list exclude each other, and where all was read each promise was judged: one that was not met again is over
    stage = _READ if row["code"] in _ANYWHERE else row["stage"]
    return bool(stage < came_to or stage == came_to in (_ANSWERED, _READ))


def _concerns(problem: Problem, row: Mapping[str, Any]) -> bool:
    """Say whether a problem may have kept a run from where it would have met an incident."""
    place, other = _place(problem), str(row["place"])
    if "" in (place, other) or place == other:
        return True
    # of two lists neither tells of the other; of a host and a list the host does
    return ("://" not in place or "://" not in other) and _host(place) == _host(other)


def _host(place: str) -> str:
    return host_of(place) if "://" in place else place


def _is_read(database: Database, row: Mapping[str, Any], run: Mapping[str, Any]) -> bool:
    """Say whether a run has looked at the page that an incident tells of, and found a report there."""
    return "://" in row["address"] and _has(database, _LOOKED, {**row, "identity": identity(row["address"])}, run)


def _has(database: Database, sql: str, row: Mapping[str, Any], run: Mapping[str, Any]) -> bool:
    return bool(list(database.query(sql, {**row, "run": run["id"]})))
