"""What a run counts and could not do, kept among Scrapy's stats, where its components meet."""

from typing import Any, Protocol

from crawler.model import Problem

PROBLEMS = "govreports/problems"
_PAUSED = "govreports/paused"


class Stats(Protocol):
    """The part of Scrapy's stats collector that is used here."""

    def get_value(self, key: str, default: Any = None) -> Any: ...  # noqa: ANN401  # Scrapy's signature

    def set_value(self, key: str, value: Any) -> None: ...  # noqa: ANN401  # Scrapy's signature

    def inc_value(self, key: str, count: int = 1) -> None: ...


def tally(stats: Stats | None, name: str, number: int = 1) -> None:
    """Add to one of the run's counts; without stats there is no run."""
    if stats is not None:
        stats.inc_value(f"govreports/{name}", number)


def note(stats: Stats | None, problem: Problem) -> None:
    """Keep one more problem for the run's ledger."""
    if stats is not None:
        stats.set_value(PROBLEMS, [*stats.get_value(PROBLEMS, []), problem])


def pause(stats: Stats | None, problem: Problem) -> None:
    """Let a run be one that was cut off for now, and keep why, once a reason and host."""
    if stats is not None:
        stats.set_value("govreports/walk_cut", 1)
        stats.set_value(_PAUSED, 1)
        if problem not in stats.get_value(PROBLEMS, []):
            note(stats, problem)


def is_paused(stats: Stats | None) -> bool:
    """Say whether a run was cut off for now, so that the next one goes on."""
    return stats is not None and bool(stats.get_value(_PAUSED))


def fail(stats: Stats | None, problem: Problem) -> None:
    """Count a page that gave no report, and keep why."""
    tally(stats, "failed")
    note(stats, problem)


def forgive(stats: Stats | None, problem: Problem) -> None:
    """Take back what `fail` has written, once: a person has dealt with it before, or it is gone."""
    if stats is not None and problem in (problems := stats.get_value(PROBLEMS, [])):
        tally(stats, "failed", -1)
        stats.set_value(PROBLEMS, [each for each in problems if each != problem])
