"""What a crawl came to: its counts, its problems, and whether it kept the promises of its row."""

import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawler.accounts import asked, lists_read, numbers, skipped
from crawler.habits import drop, lost_fields, row_mark, stale
from crawler.ledger import History, Ledger
from crawler.model import COUNTS, Problem, Site
from crawler.tally import PROBLEMS

HISTORY = "govreports/history"  # where a run's stats keep what the archive knew when it ended

_RED = {
    "LIST_EMPTY",
    "LIST_FAILED",
    "BLOCKED",
    "ASKED_TO_WAIT",
    "SHRUNK",
    "FIELDS_LOST",
    "FAILING",
    "CRASHED",
    "KILLED",
    "TIMED_OUT",
    "UNFINISHED",
    "ARCHIVE",
}
# single pages that are held back, or gave no report: they make no run red, and a person has to look at them
_PAGES = {"CUT_OFF", "INDEX_PAGE", "TEXT_SHRANK", "ADDRESS_REUSED", "PARSE_EMPTY", "LOGIN", "NOT_FOUND"}
# what a page or two may fail with on any day; where most do, it is what a person has to know
_FETCHES = {"UNREACHABLE", "TLS", "FETCH_FAILED", "ROBOTS", "REFUSED", "OFFSITE"}
_TOLD = _RED | _PAGES | {"STALE"}  # that a site has published nothing is no fault of the run
_ENDS = ("finished", "paused", "shutdown", "archive", "timed_out")  # by itself, by our wish, or told by a problem of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One crawl as it ended: Scrapy's finish reason, the counts of `COUNTS`, and every problem met.

    `is_cut` says that it was asked for less than the whole of its lists, `judged` which of the reasons that only history tells
    it could decide about, `is_early` that it ended where no news could follow, `began_at` when its process was started.
    """

    site: str
    reason: str
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]
    is_cut: bool = False
    ledger: Ledger = field(default_factory=Ledger)
    lists_read: tuple[str, ...] = ()
    judged: frozenset[str] = frozenset()
    is_early: bool = False
    began_at: datetime | None = None

    @property
    def red(self) -> tuple[Problem, ...]:
        """Return the problems that make it red."""
        return tuple(problem for problem in self.problems if problem.breaks or problem.code in _RED)

    @property
    def incidents(self) -> tuple[Problem, ...]:
        """Return the problems that a person has to look at: those that make it red, pages held back, a site that fell silent."""
        is_failing = any(problem.code == "FAILING" for problem in self.problems)
        told = _TOLD | (_FETCHES if is_failing else set())
        return tuple(problem for problem in self.problems if problem.breaks or problem.code in told)

    @property
    def is_sound(self) -> bool:
        """Say whether the crawl ended in order and broke no promise; single pages may have failed, and a paused one goes on."""
        return self.reason in ("finished", "paused") and not self.red

    @property
    def is_whole(self) -> bool:
        """Say whether the crawl ran to its end over everything that its lists served."""
        return self.reason == "finished" and not self.is_cut and not self.is_early

    @property
    def is_complete(self) -> bool:
        """Say whether it was sound and read all that the lists claim, so that what it has not found is not listed."""
        return self.is_sound and self.is_whole and not any(problem.code == "LIST_SHORT" for problem in self.problems)

    @property
    def verdict(self) -> str:
        """Return `sound`, or `red` and the reasons that made it so."""
        if self.is_sound:
            return "sound"
        codes = sorted({problem.code for problem in self.red})
        return "red: " + ", ".join(codes or [self.reason])


def judge(site: Site, reason: str, stats: Mapping[str, Any], history: History | None = None) -> Outcome:
    """Return the outcome of a crawl from Scrapy's stats and finish reason, and from what the archive knew of its row."""
    counts = {name: int(stats.get(f"govreports/{name}", 0)) for name in COUNTS}
    problems = [*stats.get(PROBLEMS, []), *_bugs(site, stats)]
    if reason == "closespider_timeout":  # as Scrapy's extension calls the end that `crawler.collect` sets for every crawl
        reason = "timed_out"
        problems.append(Problem("TIMED_OUT", site.id, "found the crawl still at work at its time limit, expected it to be done by then"))
    if reason not in _ENDS:
        problems.append(Problem("UNFINISHED", site.id, f"found the crawl ended as {reason!r}, expected it to finish"))
    is_cut, is_early = bool(stats.get("govreports/walk_cut")), bool(stats.get("govreports/walk_early"))
    judged: frozenset[str] = frozenset()
    # a list that did not come is reason enough for what is missing
    if reason == "finished" and not any(problem.breaks for problem in problems):
        problems += [] if is_cut else _broken_promises(site, counts, None if is_early else history, is_early=is_early)
        problems += _departures(site, history)
        judged = _judged(history)
    return Outcome(
        site=site.id,
        reason=reason,
        counts=counts,
        problems=tuple(problems),
        is_cut=is_cut,
        is_early=is_early,
        ledger=Ledger(asked=asked(stats), skipped=skipped(stats), stats=numbers(stats), row=row_mark(site)),
        lists_read=lists_read(stats),
        judged=judged,
    )


def died(site: Site, counts: Mapping[str, int], status: int | None, *, is_late: bool) -> Outcome:
    """Return the outcome of a crawl that could not tell its own: its process ended with a status (None: it never started), or was late."""
    code, reason, expected = "CRASHED", "crashed", "it to report"
    found = "no process could be started for it" if status is None else f"its process ended with status {status}"
    if is_late:
        code, reason = "TIMED_OUT", "timed_out"
        found, expected = "it was at work long past its time limit and had to be killed", "it to end when it was asked to"
    elif status in (-signal.SIGTERM, -signal.SIGKILL):
        code, reason = "KILLED", "killed"
    return Outcome(
        site=site.id, reason=reason, counts=counts, problems=(Problem(code, site.id, f"found that {found}, expected {expected}"),)
    )


def _bugs(site: Site, stats: Mapping[str, Any]) -> list[Problem]:
    """Return what went wrong inside: Scrapy logs an exception of a spider or a pipeline, counts it, and goes on."""
    names = [name.rpartition("/")[2] for name in stats if name.startswith(("spider_exceptions/", "govreports/bugs/"))]
    return [Problem("CRASHED", site.id, f"found {name} in the log, expected none") for name in names if name != "count"]


def _broken_promises(site: Site, counts: Mapping[str, int], history: History | None, *, is_early: bool) -> list[Problem]:
    broken = []
    dropped = drop(site, counts["seen"], history) if history else None
    if not is_early and site.expect_at_least is not None and counts["seen"] < site.expect_at_least:
        found = f"found {counts['seen']} entries, expected at least {site.expect_at_least}"
        broken.append(Problem("SHRUNK", site.id, found))
    elif dropped is not None:
        broken.append(dropped)
    # the share at which a neighbouring project, kingfisher-collect, calls a crawl failed; of a few that were due, most
    most_of_due = counts["not_due"] > 0 and counts["failed"] >= 3 and counts["failed"] > 0.5 * (counts["kept"] - counts["not_due"])
    if (not is_early and counts["failed"] > 0.15 * counts["kept"]) or most_of_due:
        broken.append(Problem("FAILING", site.id, f"{counts['failed']} of {counts['kept']} pages could not be read"))
    return broken


def _departures(site: Site, history: History | None) -> list[Problem]:
    found = (lost_fields(site, history), stale(site, history)) if history else ()
    return [problem for problem in found if problem is not None]


def _judged(history: History | None) -> frozenset[str]:
    if history is None:
        return frozenset()
    return frozenset({"STALE", "FIELDS_LOST"} if history.fields else {"STALE"})
