"""The ledger of runs: one row a crawl of one site, kept honest when a crawl's process is killed."""

import json
import os
import secrets
import socket
from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from crawler.errors import ArchiveError
from crawler.ledger import Ledger
from crawler.model import COUNTS, Problem, Run
from storage.incidents import open_incidents
from storage.indexing import index_run
from storage.times import moment, written

_KILLED = Problem("KILLED", "its process", "found it gone before it could say how the crawl went, expected it to end by itself")
_MAPPINGS = ("asked", "skipped", "stats")
_WALK = timedelta(hours=24)  # a walk cut off longer ago starts anew: its lists and pages may have changed meanwhile
# one that its time limit or a budget a day cuts off each time would never end so, and rows may run once a week
_LONG_WALK = timedelta(days=8)
_PAUSE = timedelta(hours=1)  # whatever may keep a host from being asked, its row is not tried more often


def begin(database: Database, site: str, at: datetime) -> Run:
    """Write and return a run of this process, which goes on with the site's last walk if that was cut off today."""
    import psutil  # noqa: PLC0415  # a scrape begins no run and does not wait for it

    end_dead(database, at, site)
    row = {
        **_new_row(database, site, at),
        "problems": "[]",
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "process_started": psutil.Process().create_time(),
    }
    database.table("runs").insert(row)
    return _run_of_row({"ended_at": None, "reason": None, "verdict": None, "walk": None, **row})


def end(
    database: Database,
    run: str,
    *,
    at: datetime,
    reason: str,
    verdict: str,
    counts: Mapping[str, int],
    problems: Sequence[str],
    ledger: Ledger,
    whole: bool,
    complete: bool,
) -> dict[str, Any]:
    """Write how a run ended and return its row; raise `ArchiveError` for one that was never begun."""
    said = {"reason": reason, "verdict": verdict, "problems": json.dumps(list(problems), ensure_ascii=False)}
    begun = next(iter(database.query("select * from runs where id = ?", [run])), None)
    if begun is None:
        raise ArchiveError(f"run {run!r}: found no such run, expected one that was begun")
    row = {"ended_at": written(at), **said, "complete": int(complete), **{name: counts.get(name, 0) for name in COUNTS}}
    row |= {"walk": "whole" if whole else "cut", "row_mark": ledger.row, **{name: json.dumps(getattr(ledger, name)) for name in _MAPPINGS}}
    database.table("runs").update(run, row)
    database.execute(_LET_GO, {"site": begun["site"]})
    return {**begun, **row}


def end_dead(database: Database, at: datetime, site: str | None = None, stopped: Container[str] = ()) -> None:
    """End every unfinished run whose process is gone, with the counts and the end that its looks tell.

    It was killed, which is an incident, unless it is of a site whose run was `stopped` by us.
    """
    for row in list(database.query("select * from runs where ended_at is null and ? in (site, '')", [site or ""])):
        if _is_gone(row, at):
            reason = "shutdown" if row["site"] in stopped else "killed"
            traces = _last_traces(database, row)
            database.table("runs").update(row["id"], {"reason": reason, "verdict": f"red: {reason}", "complete": 0, **traces})
            index_run(database, row["id"])
            if reason == "killed":
                open_incidents(database, row, [_KILLED], moment(traces["ended_at"]))


def settle(
    database: Database,
    site: str,
    *,
    since: datetime,
    at: datetime,
    reason: str,
    verdict: str,
    counts: Mapping[str, int],
    problems: Sequence[Problem],
) -> None:
    """Write how a crawl ended whose process is gone, if that could not: in its run, or in one written for it if it never began one.

    A crawl that fails before it begins is a run too: nothing else would keep its row from being due again at once.
    """
    begun = list(database.query("select * from runs where site = ? and started_at >= ?", [site, written(since)]))
    said = {"reason": reason, "verdict": verdict, "problems": json.dumps(list(map(str, problems)), ensure_ascii=False), "complete": 0}
    if not begun:
        row = {**_new_row(database, site, since), "ended_at": written(at), **said}
        database.table("runs").insert(row)
        open_incidents(database, row, problems, at)
    for row in begun:
        if row["ended_at"] is None and _is_gone(row, at):
            heard = {name: counts.get(name, 0) for name in ("seen", "kept", "failed", "held")}
            database.table("runs").update(row["id"], {**said, **heard, **_last_traces(database, row), "ended_at": written(at)})
            index_run(database, row["id"])
            open_incidents(database, row, problems, at)


def began(database: Database, sites: Sequence[str], now: datetime) -> dict[str, datetime]:
    """Return when the newest run began of each site that has one; one stopped by our wish, or paused a while ago, does not count.

    Nor does one that is still to come: a clock was wrong when that was written, or is now.
    """
    sql = """
        select s.value as site, (
            select started_at from runs where site = s.value and started_at <= :now and reason is not 'shutdown'
            and not (reason is 'paused' and verdict = 'sound' and started_at < :paused)
            order by started_at desc limit 1
        ) as last from json_each(:sites) s
    """
    values = {"now": written(now), "paused": written(now - _PAUSE), "sites": json.dumps(list(sites))}
    return {row["site"]: moment(row["last"]) for row in database.query(sql, values) if row["last"]}


def runs(database: Database, site: str | None) -> list[Run]:
    """Return the runs of a site, or of all, newest first."""
    sql = "select * from runs where ? in (site, '') order by started_at desc, id desc"
    return [_run_of_row(row) for row in database.query(sql, [site or ""])]


# Scrapy's numbers are for looking into what has just happened; of every run they would be most of an archive's ledger
_LET_GO = """
    update runs set stats = null where site = :site and stats is not null
    and id not in (select id from runs where site = :site order by started_at desc, id desc limit 10)
"""


def _new_row(database: Database, site: str, at: datetime) -> dict[str, Any]:
    name = f"{site}-{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    return {"id": name, "site": site, "started_at": written(at), "since": _since(database, site, at), **dict.fromkeys(COUNTS, 0)}


def _since(database: Database, site: str, at: datetime) -> str:
    """Return when the walk began that a run from now on belongs to: now, unless the last one was cut off not long ago."""
    last = next(
        iter(database.query("select since, reason from runs where site = ? order by started_at desc, id desc limit 1", [site])), None
    )
    walks = {"killed": _WALK, "shutdown": _WALK, "crashed": _WALK, "paused": _LONG_WALK, "timed_out": _LONG_WALK}
    lasts = walks.get(last["reason"]) if last else None
    # nor with a walk that is still to come: all that is listed now would have been listed before it
    return last["since"] if last and lasts and written(at - lasts) < last["since"] <= written(at) else written(at)


def _run_of_row(row: Mapping[str, Any]) -> Run:
    return Run(
        id=row["id"],
        site=row["site"],
        started_at=moment(row["started_at"]),
        since=moment(row["since"]),
        ended_at=row["ended_at"] and moment(row["ended_at"]),
        reason=row["reason"],
        verdict=row["verdict"],
        problems=tuple(json.loads(row["problems"])),
        **{name: json.loads(row.get(name) or "{}") for name in _MAPPINGS},
        walk=row["walk"],
        **{name: row[name] for name in COUNTS},
    )


def _is_gone(row: Mapping[str, Any], at: datetime) -> bool:
    if row["host"] != socket.gethostname():
        return moment(row["started_at"]) < at - _WALK  # nothing can be asked of another machine; no crawl lasts a day
    import psutil  # noqa: PLC0415  # as above

    try:
        process = psutil.Process(row["pid"])
        # a process id is used again; five seconds bear with a clock that was set meanwhile
        return abs(process.create_time() - float(row["process_started"])) > 5 or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _last_traces(database: Database, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a killed run could not write itself: its last sign of life and the outcomes of its looks."""
    looks = list(
        database.query("select outcome, count(*) as looks, max(at) as last from visits where run = ? group by outcome", [row["id"]])
    )
    told = {look["outcome"]: look["looks"] for look in looks}
    counts = {name: told.get(name, 0) for name in ("new", "changed", "reextracted")}
    unchanged = told.get("unchanged", 0) + told.get("not_modified", 0)
    return {"ended_at": max([row["started_at"], *(look["last"] for look in looks)]), "unchanged": unchanged, **counts}
